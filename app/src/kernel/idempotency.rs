//! Doing a thing once: an `Idempotency-Key` is stored with its fingerprint and its answer in the effect's own
//! transaction, per account. The same key with another body is a mistake; with the same body it gets the same answer.
//! Source: draft-ietf-httpapi-idempotency-key-header.

use super::ctx::{Ctx, Once};
use super::fault::{Failure, Fault, sqlstate};
use super::said::{Text, text};
use sea_orm::sea_query::IntoCondition as _;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

type Result<T> = std::result::Result<T, Failure>;

mod table {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::TenantId;
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "idempotency_keys")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        /// The account, or nil for someone who is about to get one.
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub fingerprint: String,
        /// Sealed: an answer may hold a name, a door or a phone.
        pub answer: Option<String>,
        pub at: DateTime<Utc>,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(table, AccountId);

const OTHER_BODY: Text =
    text("这个幂等键已经用于另一个请求，请换一个键。", "This Idempotency-Key was used for another request; please take a new key.");
const STILL_RUNNING: Text =
    text("同一个请求还在处理，请稍后再看结果。", "The same request is still being worked on; please look again in a moment.");
const BAD_KEY: Text = text("幂等键要有 1 到 200 个可见字符。", "An Idempotency-Key has 1 to 200 visible characters.");

const ANSWER_FORGOTTEN: Text =
    text("这件事已经办过了，请看看现在的情况。", "This has been done already; please look at how it stands now.");
/// Stands in the place of an answer.
const FORGOTTEN: &str = "";

/// Most characters of a key.
const MOST: usize = 200;

/// The stored answer when this was done before; else `None`, and the key is ours until the transaction ends.
///
/// # Errors
/// 422 for a bad key or another body under it, 409 while the first is still at work, or when its answer is forgotten.
pub async fn begin<T: DeserializeOwned>(ctx: &Ctx, once: &Once) -> Result<Option<T>> {
    if once.key.is_empty() || once.key.len() > MOST || !once.key.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(super::fault::Problem::new("Idempotency-Key", "bad_key", BAD_KEY).into());
    }
    let account = account(ctx);
    let row = table::ActiveModel {
        account_id: Set(account),
        key: Set(once.key.clone()),
        fingerprint: Set(once.fingerprint.clone()),
        answer: Set(None),
        at: Set(ctx.now),
        ..Default::default()
    };
    ctx.tx().wait_at_most("3s").await?;
    match ctx.tx().insert_new::<table::Entity>(row).await {
        Ok(true) => return ctx.tx().wait_at_most("0").await.map(|()| None),
        Ok(false) => {}
        // 55P03: lock_not_available: the first request of this key has not ended yet.
        Err(Failure::Db(error)) if sqlstate(&error).as_deref() == Some("55P03") => return Err(rule("still_running", STILL_RUNNING).into()),
        Err(other) => return Err(other),
    }
    let found = ctx.tx().find::<table::Entity>().filter(this(account, &once.key)).one().await?;
    match found {
        Some(row) if row.fingerprint != once.fingerprint => {
            Err(super::fault::Problem::new("Idempotency-Key", "other_body", OTHER_BODY).into())
        }
        Some(table::Model { answer: Some(answer), .. }) if answer == FORGOTTEN => Err(rule("answer_forgotten", ANSWER_FORGOTTEN).into()),
        Some(table::Model { answer: Some(answer), .. }) => {
            let answer = ctx.keys.open(&answer)?;
            serde_json::from_str(&answer).map(Some).map_err(|e| Failure::Broken(format!("a stored answer does not read: {e}")))
        }
        _ => Err(rule("still_running", STILL_RUNNING).into()),
    }
}

/// Stores the answer beside the effect.
///
/// # Errors
/// When the database does.
pub async fn finish<T: Serialize>(ctx: &Ctx, once: &Once, answer: &T) -> Result<()> {
    let answer = serde_json::to_string(answer).map_err(|e| Failure::Broken(format!("an answer does not serialize: {e}")))?;
    let row = table::ActiveModel { answer: Set(Some(ctx.keys.seal(&answer)?)), ..Default::default() };
    let account = account(ctx);
    ctx.tx().update::<table::Entity>(account, row, this(account, &once.key)).await.map(|_| ())
}

/// Forgets every answer of this community, because somebody goes and any of them may hold what they wrote. That it was
/// answered is kept: nothing is done twice.
///
/// # Errors
/// When the database does.
pub async fn forget_answers(ctx: &Ctx) -> Result<()> {
    let row = table::ActiveModel { answer: Set(Some(FORGOTTEN.to_owned())), ..Default::default() };
    ctx.tx().update_all::<table::Entity>(row, table::Column::Answer.ne(FORGOTTEN).into_condition()).await.map(|_| ())
}

fn this(account: Uuid, key: &str) -> Condition {
    Condition::all().add(table::Column::AccountId.eq(account)).add(table::Column::Key.eq(key))
}

fn account(ctx: &Ctx) -> Uuid {
    ctx.actor.account.map_or(Uuid::nil(), |account| account.0)
}

fn rule(code: &'static str, said: Text) -> Fault {
    Fault::Rule { code: code.into(), said: said.into() }
}
