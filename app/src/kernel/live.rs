//! Live pages: that something changed, told to whoever looks at it. A change is a hint and nothing else: a community and
//! a subject. What it is, the page asks for as its reader, and sees what that reader may see.
//!
//! Hints are written in the transaction of the event, read by every server on the same database twice a second while
//! somebody looks, and forgotten after some minutes. They are read from some seconds back each time, because transactions
//! do not end in the order in which they began.

use super::ctx::Ctx;
use super::db::{PlatformScoped, PlatformTx};
use super::fault::Failure;
use super::ids::{TenantId, uuid_at};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, broadcast};
use uuid::Uuid;

type Result<T> = std::result::Result<T, Failure>;

mod table {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::TenantId;
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "changes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub community_id: TenantId,
        pub subject_id: Uuid,
        pub at: DateTime<Utc>,
    }

    crate::plain_entity!();
}

impl PlatformScoped for table::Entity {}

/// For so long a change is remembered: whoever was away longer looks again in any case.
pub const REMEMBERED: TimeDelta = TimeDelta::minutes(10);

/// Something that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Tells it from others.
    pub id: Uuid,
    /// Where.
    pub community: TenantId,
    /// What.
    pub subject: Uuid,
    /// When.
    pub at: DateTime<Utc>,
}

/// Says that a subject changed; called with each event.
pub(super) async fn note(ctx: &Ctx, subject: Uuid, at: DateTime<Utc>) -> Result<()> {
    let row = table::ActiveModel { id: Set(uuid_at(at)), community_id: Set(ctx.place.id), subject_id: Set(subject), at: Set(at) };
    ctx.tx().platform().insert::<table::Entity>(row).await
}

/// What changed since then, in all communities.
///
/// # Errors
/// When the database does.
pub async fn list_since(tx: &PlatformTx, since: DateTime<Utc>) -> Result<Vec<Change>> {
    let rows = tx.find::<table::Entity>().filter(table::Column::At.gte(since)).ascending(table::Column::At).all().await?;
    Ok(rows.into_iter().map(|row| Change { id: row.id, community: row.community_id, subject: row.subject_id, at: row.at }).collect())
}

/// Whether anything changed here since then: the subject, where one is named.
///
/// # Errors
/// When the database does.
pub async fn changed_since(ctx: &Ctx, subject: Option<Uuid>, since: DateTime<Utc>) -> Result<bool> {
    let mut find = ctx.tx().platform().find::<table::Entity>();
    find = find.filter(table::Column::CommunityId.eq(ctx.place.id)).filter(table::Column::At.gte(since));
    if let Some(subject) = subject {
        find = find.filter(table::Column::SubjectId.eq(subject));
    }
    Ok(find.limit(1).one().await?.is_some())
}

/// Forgets what changed before that.
///
/// # Errors
/// When the database does.
pub async fn forget(tx: &PlatformTx, before: DateTime<Utc>) -> Result<u64> {
    tx.delete::<table::Entity>(table::Column::At.lt(before)).await
}

/// Who looks on this server, by community. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Hub(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    open: Mutex<Open>,
    somebody: Notify,
}

#[derive(Debug, Default)]
struct Open {
    rooms: HashMap<TenantId, broadcast::Sender<Uuid>>,
    closed: bool,
}

/// So many changes a stream may be behind before it is told just that something changed.
const BEHIND: usize = 64;

impl Hub {
    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Listens to a community: the subjects that change. Ends when the server stops.
    pub fn listen(&self, community: TenantId) -> broadcast::Receiver<Uuid> {
        let mut open = self.open();
        if open.closed {
            return broadcast::channel(1).1;
        }
        let ear = open.rooms.entry(community).or_insert_with(|| broadcast::channel(BEHIND).0).subscribe();
        self.0.somebody.notify_one();
        ear
    }

    /// Tells those who listen to the community.
    pub fn tell(&self, change: Change) {
        if let Some(room) = self.open().rooms.get(&change.community) {
            // Nobody there is no error.
            let _ = room.send(change.subject);
        }
    }

    /// Waits until somebody listens; at once where somebody does.
    pub async fn somebody(&self) {
        loop {
            {
                let mut open = self.open();
                open.rooms.retain(|_, room| room.receiver_count() > 0);
                if !open.rooms.is_empty() {
                    return;
                }
            }
            self.0.somebody.notified().await;
        }
    }

    /// Ends all listening, for good: the server stops.
    pub fn close(&self) {
        let mut open = self.open();
        open.closed = true;
        open.rooms.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(community: u128, subject: u128) -> Change {
        let at = DateTime::UNIX_EPOCH;
        Change { id: Uuid::from_u128(1), community: TenantId(Uuid::from_u128(community)), subject: Uuid::from_u128(subject), at }
    }

    #[tokio::test]
    async fn whoever_listens_to_a_community_hears_of_it_alone_until_the_server_stops() {
        let hub = Hub::default();
        let mut ear = hub.listen(TenantId(Uuid::from_u128(1)));
        hub.somebody().await;
        hub.tell(change(2, 7));
        hub.tell(change(1, 8));
        assert_eq!(ear.recv().await, Ok(Uuid::from_u128(8)));
        hub.close();
        assert!(ear.recv().await.is_err());
        assert!(hub.listen(TenantId(Uuid::from_u128(1))).recv().await.is_err(), "nobody listens to what has stopped");
    }

    #[tokio::test]
    async fn a_room_that_everybody_left_is_closed() {
        let hub = Hub::default();
        drop(hub.listen(TenantId(Uuid::from_u128(1))));
        let waiting = tokio::time::timeout(std::time::Duration::from_millis(20), hub.somebody()).await;
        assert!(waiting.is_err() && hub.open().rooms.is_empty());
    }
}
