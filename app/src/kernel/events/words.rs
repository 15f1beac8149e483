//! What people wrote in a history, kept beside it: the history itself is never changed, and a person's words can be taken
//! out of it for good. The database lets words be removed and nothing else.

use crate::kernel::ctx::Ctx;
use crate::kernel::fault::Failure;
use crate::kernel::ids::EventId;
use sea_orm::sea_query::IntoCondition as _;
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::{Map, Value};
use std::collections::HashMap;
use uuid::Uuid;

type Result<T> = std::result::Result<T, Failure>;

pub(in crate::kernel) mod table {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{EventId, TenantId};
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "event_words")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub event_id: EventId,
        pub subject_id: Uuid,
        /// The fields of the fact that hold words; none once they were taken out.
        pub words: Option<serde_json::Value>,
        pub removed_at: Option<DateTime<Utc>>,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(table, EventId);

/// Takes the fields that hold words out of a payload, if any of them says something.
pub(super) fn taken_out_of(payload: &mut Value, fields: &[&str]) -> Option<Value> {
    let payload = payload.as_object_mut()?;
    let mut words = Map::new();
    for field in fields {
        if payload.get(*field).is_some_and(Value::is_string)
            && let Some(said) = payload.remove(*field)
        {
            words.insert((*field).to_owned(), said);
        }
    }
    (!words.is_empty()).then_some(Value::Object(words))
}

/// The row that keeps the words of an event.
pub(super) fn row(event: EventId, subject: Uuid, words: Value) -> table::ActiveModel {
    table::ActiveModel { event_id: Set(event), subject_id: Set(subject), words: Set(Some(words)), ..Default::default() }
}

/// What was written in the history of a subject, by event.
pub(super) async fn of(ctx: &Ctx, subject: Uuid) -> Result<HashMap<EventId, Value>> {
    let rows = ctx.tx().find::<table::Entity>().filter(table::Column::SubjectId.eq(subject)).all().await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.event_id, row.words?))).collect())
}

/// What stands beside these events.
pub(in crate::kernel) async fn rows_of(ctx: &Ctx, events: Vec<EventId>) -> Result<Vec<table::Model>> {
    ctx.tx().find::<table::Entity>().filter(table::Column::EventId.is_in(events)).all().await
}

/// Puts the words back among the fields of their fact.
pub(super) fn put_into(fact: &mut Value, words: Value) {
    if let (Some(fields), Value::Object(words)) = (fact.as_object_mut(), words) {
        fields.extend(words);
    }
}

/// Takes all words out of the history of a subject, for good.
pub(in crate::kernel) async fn remove(ctx: &Ctx, subject: Uuid) -> Result<()> {
    let row = table::ActiveModel { words: Set(None), removed_at: Set(Some(ctx.now)), ..Default::default() };
    let written = table::Column::SubjectId.eq(subject).into_condition().add(table::Column::RemovedAt.is_null());
    ctx.tx().update_all::<table::Entity>(row, written).await.map(|_| ())
}
