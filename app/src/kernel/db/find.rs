//! Looking into a table.

use super::Result;
use sea_orm::sea_query::{Expr, ExprTrait as _, IntoCondition, NullOrdering};
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, FromQueryResult, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};

/// A look into one table, already narrowed to what the transaction may see.
#[derive(Debug)]
pub struct Find<'t, E: EntityTrait> {
    pub(super) select: Select<E>,
    pub(super) tx: &'t DatabaseTransaction,
}

impl<E> Find<'_, E>
where
    E: EntityTrait<Model: Send + Sync>,
{
    /// Keeps what meets the condition.
    #[must_use]
    pub fn filter(mut self, only: impl IntoCondition) -> Self {
        self.select = self.select.filter(only.into_condition());
        self
    }

    /// Smallest first.
    #[must_use]
    pub fn ascending(mut self, column: E::Column) -> Self {
        self.select = self.select.order_by(column, Order::Asc);
        self
    }

    /// Smallest first, empty ones last.
    #[must_use]
    pub fn ascending_nulls_last(mut self, column: E::Column) -> Self {
        self.select = self.select.order_by_with_nulls(column, Order::Asc, NullOrdering::Last);
        self
    }

    /// Largest first.
    #[must_use]
    pub fn descending(mut self, column: E::Column) -> Self {
        self.select = self.select.order_by(column, Order::Desc);
        self
    }

    /// At most so many rows.
    #[must_use]
    pub fn limit(mut self, rows: u64) -> Self {
        self.select = self.select.limit(rows);
        self
    }

    /// Leaves out the first so many rows.
    #[must_use]
    pub fn skip(mut self, rows: u64) -> Self {
        self.select = self.select.offset(rows);
        self
    }

    /// The first row, if any.
    ///
    /// # Errors
    /// When the database does.
    pub async fn one(self) -> Result<Option<E::Model>> {
        Ok(self.select.one(self.tx).await?)
    }

    /// All rows.
    ///
    /// # Errors
    /// When the database does.
    pub async fn all(self) -> Result<Vec<E::Model>> {
        Ok(self.select.all(self.tx).await?)
    }

    /// The sums of a counter, as `n`, over the rows that are alike in these columns.
    ///
    /// # Errors
    /// When the database does.
    pub async fn sums<T: FromQueryResult + Send + Sync>(
        self,
        alike: impl IntoIterator<Item = E::Column>,
        counter: E::Column,
    ) -> Result<Vec<T>> {
        let select = alike.into_iter().fold(self.select.select_only(), |select, column| select.column(column).group_by(column));
        // PostgreSQL sums a bigint to a numeric.
        let sum = Expr::col(counter).sum().cast_as("bigint");
        Ok(select.expr_as(sum, "n").into_model::<T>().all(self.tx).await?)
    }

    /// How many rows, as `n`, are alike in these columns.
    ///
    /// # Errors
    /// When the database does.
    pub async fn counts<T: FromQueryResult + Send + Sync>(self, alike: impl IntoIterator<Item = E::Column>) -> Result<Vec<T>> {
        let select = alike.into_iter().fold(self.select.select_only(), |select, column| select.column(column).group_by(column));
        Ok(select.expr_as(Expr::cust("count(*)"), "n").into_model::<T>().all(self.tx).await?)
    }

    /// How many rows.
    ///
    /// # Errors
    /// When the database does.
    pub async fn count(self) -> Result<u64> {
        Ok(self.select.count(self.tx).await?)
    }
}

/// Whether one of these columns holds the words somewhere, in whatever case of letter; `%` and `_` stand for themselves.
pub fn holds<C: ColumnTrait>(words: &str, columns: &[C]) -> Condition {
    like(&format!("%{}%", literal(words)), columns)
}

/// Whether one of these columns begins with the words, in the same way.
pub fn begins<C: ColumnTrait>(words: &str, columns: &[C]) -> Condition {
    like(&format!("{}%", literal(words)), columns)
}

fn literal(words: &str) -> String {
    // Cleaned like the texts that are looked through; PostgreSQL takes no NUL.
    crate::kernel::text::clean(words, false).to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

fn like<C: ColumnTrait>(pattern: &str, columns: &[C]) -> Condition {
    use sea_orm::sea_query::{Func, LikeExpr};
    columns.iter().fold(Condition::any(), |any, column| {
        any.add(Expr::expr(Func::lower(Expr::col(*column))).like(LikeExpr::new(pattern).escape('\\')))
    })
}
