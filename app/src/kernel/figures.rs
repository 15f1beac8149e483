//! The day figures: counters by community, local day, what they are about and measure, that only ever add up. A permit
//! counts in the transaction of what it counts, and every counter can be counted again from the history; so a figure
//! that stands wrong is found, and mended by what is missing while others go on counting.

use super::ctx::Ctx;
use super::fault::Failure;
use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ColumnTrait, FromQueryResult};
use std::collections::BTreeMap;
use uuid::Uuid;

type Result<T> = std::result::Result<T, Failure>;

mod table {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::TenantId;
    use chrono::NaiveDate;
    use uuid::Uuid;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "community_day")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub day: NaiveDate,
        #[sea_orm(primary_key, auto_increment = false)]
        pub about_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub measure: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub part: i32,
        pub n: i64,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(table, AboutId);

/// The table of all counters.
pub type Table = table::Entity;

/// One counter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counter {
    /// The day, in the district's time zone.
    pub day: NaiveDate,
    /// What it is about: a wish's category.
    pub about: Uuid,
    /// What is counted: `wishes.placed`, …
    pub measure: String,
    /// Which part of it: a grade, a bucket of times; 0 where there are none.
    pub part: i32,
}

/// So many of a counter, more or less than before.
pub type Count = (Counter, i64);

/// What counters stand at; none stands at zero.
pub type Counted = BTreeMap<Counter, i64>;

/// Adds to counters; called by permits alone. In the order of their keys, so that no two commands wait for each
/// other in a ring.
pub(super) async fn add(ctx: &Ctx, mut counts: Vec<Count>) -> Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    counts.sort_unstable();
    let row = |(counter, n): Count| table::ActiveModel {
        day: Set(counter.day),
        about_id: Set(counter.about),
        measure: Set(counter.measure),
        part: Set(counter.part),
        n: Set(n),
        ..Default::default()
    };
    ctx.tx().count_up::<table::Entity>(counts.into_iter().map(row).collect(), table::Column::N).await
}

/// One sum over the days of a period.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Sum {
    /// What it is about.
    pub about_id: Uuid,
    /// What is counted.
    pub measure: String,
    /// Which part of it.
    pub part: i32,
    /// So many.
    pub n: i64,
}

/// The sums from one day to another, both counted in.
///
/// # Errors
/// When the database does.
pub async fn sums(ctx: &Ctx, from: NaiveDate, to: NaiveDate) -> Result<Vec<Sum>> {
    use table::Column::{AboutId, Day, Measure, N, Part};
    let find = ctx.tx().find::<table::Entity>().filter(Day.gte(from)).filter(Day.lte(to));
    find.sums([AboutId, Measure, Part], N).await
}

/// What is to be added to the counters so that they stand as `recounted`: nothing where they do. Only in a
/// [`super::db::Mode::Snapshot`] in which the recount was made: what happens meanwhile stands in both or in neither.
///
/// # Errors
/// When the database does.
pub async fn missing(ctx: &Ctx, mut recounted: Counted) -> Result<Vec<Count>> {
    for row in ctx.tx().find::<table::Entity>().all().await? {
        let counter = Counter { day: row.day, about: row.about_id, measure: row.measure, part: row.part };
        *recounted.entry(counter).or_default() -= row.n;
    }
    Ok(recounted.into_iter().filter(|(_, n)| *n != 0).collect())
}
