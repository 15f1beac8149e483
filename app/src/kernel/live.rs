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

/// So far back what changed is read each time: a command may end so long after it began, and clocks of servers differ.
pub const BACK: TimeDelta = TimeDelta::seconds(10);

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
    /// How many listen in all, and of each address of those who are not logged in.
    ears: usize,
    strangers: HashMap<String, usize>,
    closed: bool,
}

/// So many changes a stream may be behind before it is told just that something changed.
const BEHIND: usize = 64;

/// Listens to a community; counted until it is dropped.
#[derive(Debug)]
pub struct Ear {
    room: broadcast::Receiver<Uuid>,
    hub: Hub,
    stranger: Option<String>,
}

impl Ear {
    /// The next subject that changes.
    ///
    /// # Errors
    /// When more changed than is kept, or the server stops.
    pub async fn recv(&mut self) -> std::result::Result<Uuid, broadcast::error::RecvError> {
        self.room.recv().await
    }

    /// Forgets what has changed until now.
    pub fn forget(&mut self) {
        self.room = self.room.resubscribe();
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        let mut open = self.hub.open();
        open.ears = open.ears.saturating_sub(1);
        if let Some(stranger) = self.stranger.take()
            && let Some(count) = open.strangers.get_mut(&stranger)
        {
            *count = count.saturating_sub(1);
            if *count == 0 {
                open.strangers.remove(&stranger);
            }
        }
    }
}

impl Hub {
    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Listens to a community: the subjects that change. Ends when the server stops. `None` where `most` listen already, or
    /// `most_of_one` of the address of a `stranger`.
    pub fn listen(&self, community: TenantId, stranger: Option<String>, most: usize, most_of_one: usize) -> Option<Ear> {
        let mut open = self.open();
        let of_one = stranger.as_ref().and_then(|stranger| open.strangers.get(stranger)).copied().unwrap_or_default();
        if open.ears >= most || of_one >= most_of_one {
            return None;
        }
        let room = if open.closed {
            broadcast::channel(1).1
        } else {
            open.rooms.entry(community).or_insert_with(|| broadcast::channel(BEHIND).0).subscribe()
        };
        open.ears += 1;
        if let Some(stranger) = &stranger {
            *open.strangers.entry(stranger.clone()).or_default() += 1;
        }
        drop(open);
        self.0.somebody.notify_one();
        Some(Ear { room, hub: self.clone(), stranger })
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

    fn listen(hub: &Hub, stranger: Option<&str>) -> Option<Ear> {
        hub.listen(TenantId(Uuid::from_u128(1)), stranger.map(str::to_owned), 3, 2)
    }

    #[test]
    fn so_many_listen_and_no_more_and_strangers_of_one_address_fewer() {
        let hub = Hub::default();
        let (one, two) = (listen(&hub, Some("1.1.1.1")), listen(&hub, Some("1.1.1.1")));
        assert!(one.is_some() && two.is_some() && listen(&hub, Some("1.1.1.1")).is_none());
        let other = listen(&hub, Some("2.2.2.2"));
        assert!(other.is_some() && listen(&hub, None).is_none());
        drop(one);
        assert!(listen(&hub, Some("1.1.1.1")).is_some(), "who left makes room");
        drop((two, other));
        assert!(hub.open().strangers.is_empty() && hub.open().ears == 0);
    }

    #[tokio::test]
    async fn whoever_listens_to_a_community_hears_of_it_alone_until_the_server_stops() {
        let hub = Hub::default();
        let mut ear = listen(&hub, None).unwrap();
        hub.somebody().await;
        hub.tell(change(2, 7));
        hub.tell(change(1, 8));
        assert_eq!(ear.recv().await, Ok(Uuid::from_u128(8)));
        hub.close();
        assert!(ear.recv().await.is_err());
        assert!(listen(&hub, None).unwrap().recv().await.is_err(), "nobody listens to what has stopped");
    }

    #[tokio::test]
    async fn a_room_that_everybody_left_is_closed() {
        let hub = Hub::default();
        drop(listen(&hub, None));
        let waiting = tokio::time::timeout(std::time::Duration::from_millis(20), hub.somebody()).await;
        assert!(waiting.is_err() && hub.open().rooms.is_empty());
    }
}
