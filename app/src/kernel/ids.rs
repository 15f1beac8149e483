//! Identifiers: UUID version 7 in a newtype each, so that a wish's id can never be passed for a member's.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Declares an id newtype over [`Uuid`] that a database column can hold.
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
        )]
        #[cfg_attr(feature = "ssr", derive(sea_orm::DeriveValueType))]
        pub struct $name(pub uuid::Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.parse().map(Self)
            }
        }

        // SeaORM asks this of every primary key; a UUID never comes from a counter.
        #[cfg(feature = "ssr")]
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        #[cfg(feature = "ssr")]
        impl $name {
            /// A fresh id for something that happens `now`; ids sort by the time they were made.
            pub fn new(now: chrono::DateTime<chrono::Utc>) -> Self {
                Self($crate::kernel::ids::uuid_at(now))
            }
        }
    };
}

id! {
    /// A tenant: the id of a community.
    TenantId
}
id! {
    /// One person's account, across communities.
    AccountId
}
id! {
    /// One person's membership in one community.
    MemberId
}
id! {
    /// One entry of a community's history.
    EventId
}
id! {
    /// Something that a member was told.
    NoticeId
}
id! {
    /// One log-in on one device; also the family of its refresh tokens.
    SessionId
}

/// A UUID of version 7 whose time is `now`, the rest random. The twelve bits after the milliseconds hold the microsecond
/// (RFC 9562, section 6.2, method 3), so that what one command makes after another sorts behind it.
#[cfg(feature = "ssr")]
pub fn uuid_at(now: chrono::DateTime<chrono::Utc>) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    let id = Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, now.timestamp_subsec_nanos()));
    let micros = u128::from(now.timestamp_subsec_micros() % 1000) << 2;
    Uuid::from_u128((id.as_u128() & !(0xfff << 64)) | (micros << 64))
}

/// When an id was made, to the millisecond; `None` for one that carries no time.
#[cfg(feature = "ssr")]
pub fn made_at(id: Uuid) -> Option<chrono::DateTime<chrono::Utc>> {
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    chrono::DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}

/// The short form people read out: the last eight hexadecimal digits.
pub fn short(id: Uuid) -> String {
    let text = id.simple().to_string();
    text.chars().skip(24).collect()
}

/// A row's version, counted up by each move; sent along to insist on what was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen(pub Option<i32>);

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_the_microsecond_they_were_made_at() {
        let at = |micros: i64| chrono::DateTime::from_timestamp_micros(1_793_581_200_000_000 + micros).unwrap();
        let ids: Vec<Uuid> = [0, 1, 2, 998, 999, 1000, 1001, 1_000_000].map(|micros| uuid_at(at(micros))).to_vec();
        assert!(ids.is_sorted() && ids.iter().all(|id| id.get_version_num() == 7), "{ids:?}");
        assert_ne!(uuid_at(at(0)), uuid_at(at(0)));
    }
}
