//! Accounts, sessions, failures and grants in the database.

use super::entity::{account, failed_login, grant, session};
use super::model::{Phone, WideRole, login_taken, phone_taken};
use crate::kernel::ctx::Identity;
use crate::kernel::db::PlatformTx;
use crate::kernel::fault::Failure;
use crate::kernel::ids::{AccountId, SessionId, uuid_at};
use crate::kernel::keys::Keys;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use std::collections::HashMap;
use uuid::Uuid;

type Result<T> = std::result::Result<T, Failure>;

/// Whether the session that a token names still stands.
///
/// # Errors
/// When the database does.
pub async fn is_live(tx: &PlatformTx, who: Identity, now: DateTime<Utc>) -> Result<bool> {
    let found = find_session(tx, who.session).await?;
    Ok(found.is_some_and(|s| s.account_id == who.account && s.ended_at.is_none() && s.expires_at > now))
}

pub async fn find_session(tx: &PlatformTx, id: SessionId) -> Result<Option<session::Model>> {
    tx.find::<session::Entity>().filter(session::Column::Id.eq(id)).one().await
}

/// The sessions of an account that still stand, newest first.
pub async fn list_sessions(tx: &PlatformTx, account: AccountId, now: DateTime<Utc>) -> Result<Vec<session::Model>> {
    tx.find::<session::Entity>()
        .filter(session::Column::AccountId.eq(account))
        .filter(session::Column::EndedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .descending(session::Column::CreatedAt)
        .all()
        .await
}

pub async fn put_session(tx: &PlatformTx, row: session::ActiveModel) -> Result<()> {
    tx.insert::<session::Entity>(row).await
}

/// Puts a new token in the place of the one that was shown; false when somebody else just did.
pub async fn rotate(
    tx: &PlatformTx,
    old: &session::Model,
    new_hash: String,
    (now, expires_at): (DateTime<Utc>, DateTime<Utc>),
) -> Result<bool> {
    let row = session::ActiveModel {
        token_hash: Set(new_hash),
        previous_hash: Set(Some(old.token_hash.clone())),
        rotated_at: Set(now),
        expires_at: Set(expires_at),
        ..Default::default()
    };
    let only = Condition::all()
        .add(session::Column::Id.eq(old.id))
        .add(session::Column::TokenHash.eq(old.token_hash.as_str()))
        .add(session::Column::EndedAt.is_null());
    Ok(tx.update::<session::Entity>(row, only).await? == 1)
}

/// Ends a session of this account; false when there is none that stands.
pub async fn end_session(tx: &PlatformTx, account: AccountId, id: SessionId, now: DateTime<Utc>) -> Result<bool> {
    let row = session::ActiveModel { ended_at: Set(Some(now)), ..Default::default() };
    let only = Condition::all()
        .add(session::Column::Id.eq(id))
        .add(session::Column::AccountId.eq(account))
        .add(session::Column::EndedAt.is_null());
    Ok(tx.update::<session::Entity>(row, only).await? == 1)
}

/// Ends every session of an account, for instance when its password is reset; or every one but this.
async fn end_all(tx: &PlatformTx, account: AccountId, but: Option<SessionId>, now: DateTime<Utc>) -> Result<()> {
    let row = session::ActiveModel { ended_at: Set(Some(now)), ..Default::default() };
    let mut only = Condition::all().add(session::Column::AccountId.eq(account)).add(session::Column::EndedAt.is_null());
    if let Some(but) = but {
        only = only.add(session::Column::Id.ne(but));
    }
    tx.update::<session::Entity>(row, only).await.map(|_| ())
}

/// Lets one command at a time deal with a person, in whatever communities; the others wait. False where the account is closed.
///
/// # Errors
/// When the database does.
pub async fn alone(tx: &PlatformTx, id: AccountId) -> Result<bool> {
    let as_it_is = account::ActiveModel { closed_at: Set(None), ..Default::default() };
    let open = Condition::all().add(account::Column::Id.eq(id)).add(account::Column::ClosedAt.is_null());
    Ok(tx.update::<account::Entity>(as_it_is, open).await? == 1)
}

/// Closes an account: what it keeps of a person is removed, its sessions and its roles above the communities end.
pub async fn close(tx: &PlatformTx, id: AccountId, now: DateTime<Utc>) -> Result<()> {
    let nobody = account::ActiveModel {
        login: Set(None),
        phone_lookup: Set(None),
        phone_sealed: Set(None),
        password_hash: Set(None),
        closed_at: Set(Some(now)),
        ..Default::default()
    };
    tx.update::<account::Entity>(nobody, account::Column::Id.eq(id)).await?;
    end_all(tx, id, None, now).await?;
    let unnamed = session::ActiveModel { device: Set(String::new()), ..Default::default() };
    tx.update::<session::Entity>(unnamed, session::Column::AccountId.eq(id)).await?;
    let ended = grant::ActiveModel { revoked_at: Set(Some(now)), revoked_by: Set(Some("account closed".to_owned())), ..Default::default() };
    let standing = Condition::all().add(grant::Column::AccountId.eq(id)).add(grant::Column::RevokedAt.is_null());
    tx.update::<grant::Entity>(ended, standing).await.map(|_| ())
}

/// The account that a phone or a log-in name belongs to, unless it is closed.
///
/// # Errors
/// When the database does.
pub async fn account_of_login(tx: &PlatformTx, keys: &Keys, login: &str) -> Result<Option<AccountId>> {
    Ok(find_account(tx, keys, login).await?.map(|row| row.id))
}

pub async fn find_account(tx: &PlatformTx, keys: &Keys, login: &str) -> Result<Option<account::Model>> {
    let by = match Phone::parse(login) {
        Ok(phone) => account::Column::PhoneLookup.eq(keys.phone_lookup(phone.digits())),
        // Nobody is called so, and PostgreSQL takes no NUL.
        Err(_) if login.contains('\0') => return Ok(None),
        Err(_) => account::Column::Login.eq(login.trim().to_lowercase()),
    };
    tx.find::<account::Entity>().filter(by).filter(account::Column::ClosedAt.is_null()).one().await
}

/// The look-up hashes of these accounts' phones.
///
/// # Errors
/// When the database does.
pub async fn phone_lookups(tx: &PlatformTx, accounts: &[AccountId]) -> Result<HashMap<AccountId, String>> {
    let mut found = HashMap::new();
    for some in accounts.chunks(1000) {
        let rows = tx.find::<account::Entity>().filter(account::Column::Id.is_in(some.iter().copied())).all().await?;
        found.extend(rows.into_iter().filter_map(|row| Some((row.id, row.phone_lookup?))));
    }
    Ok(found)
}

/// Whether an account was closed.
///
/// # Errors
/// When the database does.
pub async fn is_closed(tx: &PlatformTx, id: AccountId) -> Result<bool> {
    Ok(get_account(tx, id).await?.closed_at.is_some())
}

pub async fn get_account(tx: &PlatformTx, id: AccountId) -> Result<account::Model> {
    let found = tx.find::<account::Entity>().filter(account::Column::Id.eq(id)).one().await?;
    found.ok_or_else(|| Failure::Broken("a session has no account".to_owned()))
}

/// Whether there is any account at all.
///
/// # Errors
/// When the database does.
pub async fn any_account(tx: &PlatformTx) -> Result<bool> {
    Ok(tx.find::<account::Entity>().limit(1).one().await?.is_some())
}

/// The phone of an account, in the open: for those whom a rule names, who record that they looked.
///
/// # Errors
/// When the database does or the phone was sealed under another key.
pub async fn phone_of(tx: &PlatformTx, keys: &Keys, id: AccountId) -> Result<Option<String>> {
    get_account(tx, id).await?.phone_sealed.map(|sealed| keys.open(&sealed)).transpose()
}

/// Makes an account with a phone or a log-in name or both, and a password already hashed (none: it cannot log in).
///
/// # Errors
/// A problem beside the field when phone or name is taken.
pub async fn create(
    tx: &PlatformTx,
    keys: &Keys,
    now: DateTime<Utc>,
    login: Option<String>,
    phone: Option<&Phone>,
    password_hash: Option<String>,
) -> Result<AccountId> {
    let lookup = phone.map(|phone| keys.phone_lookup(phone.digits()));
    free(tx, None, login.as_deref(), lookup.as_deref()).await?;
    let id = AccountId::new(now);
    let row = account::ActiveModel {
        id: Set(id),
        login: Set(login),
        phone_lookup: Set(lookup),
        phone_sealed: Set(phone.map(|phone| keys.seal(phone.digits())).transpose()?),
        password_hash: Set(password_hash),
        created_at: Set(now),
        closed_at: Set(None),
    };
    tx.insert::<account::Entity>(row).await.map(|()| id).map_err(|failure| as_taken(failure, phone.is_some()))
}

/// Whether nobody else is called so, or has this phone.
async fn free(tx: &PlatformTx, me: Option<AccountId>, login: Option<&str>, lookup: Option<&str>) -> Result<()> {
    for (column, value, taken) in [(account::Column::Login, login, login_taken()), (account::Column::PhoneLookup, lookup, phone_taken())] {
        let Some(value) = value else { continue };
        let other = tx.find::<account::Entity>().filter(column.eq(value)).one().await?;
        if other.is_some_and(|other| Some(other.id) != me) {
            return Err(taken.into());
        }
    }
    Ok(())
}

/// Two at once: the unique key decides, and the second reads the same sentence as above.
fn as_taken(failure: Failure, phone: bool) -> Failure {
    match &failure {
        Failure::Db(error) if matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_))) => {
            if phone { phone_taken() } else { login_taken() }.into()
        }
        _ => failure,
    }
}

/// Puts another phone, name or password hash in place of what an account has. With another password, all its sessions but
/// this one end.
///
/// # Errors
/// A problem beside the field when phone or name is taken.
pub async fn change(
    tx: &PlatformTx,
    keys: &Keys,
    who: Identity,
    change: (Option<&Phone>, Option<String>, Option<String>),
    now: DateTime<Utc>,
) -> Result<()> {
    let (phone, login, hash) = change;
    let lookup = phone.map(|phone| keys.phone_lookup(phone.digits()));
    free(tx, Some(who.account), login.as_deref(), lookup.as_deref()).await?;
    let sealed = phone.map(|phone| keys.seal(phone.digits())).transpose()?;
    let ends_others = hash.is_some();
    let kept = |value: Option<String>| value.map_or(sea_orm::ActiveValue::NotSet, |value| Set(Some(value)));
    let row = account::ActiveModel {
        login: kept(login),
        phone_lookup: kept(lookup),
        phone_sealed: kept(sealed),
        password_hash: kept(hash),
        ..Default::default()
    };
    let open = Condition::all().add(account::Column::Id.eq(who.account)).add(account::Column::ClosedAt.is_null());
    tx.update::<account::Entity>(row, open).await.map_err(|failure| as_taken(failure, phone.is_some()))?;
    if ends_others {
        end_all(tx, who.account, Some(who.session), now).await?;
    }
    Ok(())
}

/// Sets a new password and ends every session.
///
/// # Errors
/// When the database does.
pub async fn set_password(tx: &PlatformTx, id: AccountId, hash: String, now: DateTime<Utc>) -> Result<()> {
    put_hash(tx, id, hash).await?;
    end_all(tx, id, None, now).await
}

pub async fn put_hash(tx: &PlatformTx, id: AccountId, hash: String) -> Result<()> {
    let row = account::ActiveModel { password_hash: Set(Some(hash)), ..Default::default() };
    let open = Condition::all().add(account::Column::Id.eq(id)).add(account::Column::ClosedAt.is_null());
    tx.update::<account::Entity>(row, open).await.map(|_| ())
}

/// How long failures are remembered.
const WINDOW: TimeDelta = TimeDelta::minutes(10);

/// The seconds to wait, if any of these keys has had its failures within the window.
///
/// # Errors
/// When the database does.
pub async fn wait_for(tx: &PlatformTx, keys: &[(String, u64)], now: DateTime<Utc>) -> Result<Option<u32>> {
    for (key, most) in keys {
        let counted = tx.find::<failed_login::Entity>().filter(failed_login::Column::Key.eq(key.as_str()));
        let recent = counted.filter(failed_login::Column::At.gt(now - WINDOW)).descending(failed_login::Column::At);
        let oldest = recent.skip(most.saturating_sub(1)).one().await?;
        if let Some(row) = oldest {
            return Ok(Some(u32::try_from((row.at + WINDOW - now).num_seconds()).unwrap_or(1).max(1)));
        }
    }
    Ok(None)
}

/// Counts a failure under each key. Each is a row of its own, so that none is lost when many fail at once.
///
/// # Errors
/// When the database does.
pub async fn count_failure(tx: &PlatformTx, keys: Vec<(String, u64)>, now: DateTime<Utc>) -> Result<Vec<Uuid>> {
    tx.delete::<failed_login::Entity>(failed_login::Column::At.lte(now - WINDOW)).await?;
    let mut rows = Vec::with_capacity(keys.len());
    for (key, _) in keys {
        let id = uuid_at(now);
        tx.insert::<failed_login::Entity>(failed_login::ActiveModel { id: Set(id), key: Set(key), at: Set(now) }).await?;
        rows.push(id);
    }
    Ok(rows)
}

/// What was counted, and was no failure.
///
/// # Errors
/// When the database does.
pub async fn forget_failures(tx: &PlatformTx, rows: Vec<Uuid>) -> Result<()> {
    tx.delete::<failed_login::Entity>(failed_login::Column::Id.is_in(rows)).await.map(|_| ())
}

/// A role above the communities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// As what.
    pub role: WideRole,
    /// Of which street or district; nil for the operator.
    pub scope: Uuid,
}

/// What an account is above the communities.
///
/// # Errors
/// When the database does.
pub async fn grants_of(tx: &PlatformTx, account: AccountId) -> Result<Vec<Grant>> {
    let standing = Condition::all().add(grant::Column::AccountId.eq(account)).add(grant::Column::RevokedAt.is_null());
    let rows = tx.find::<grant::Entity>().filter(standing).all().await?;
    Ok(rows.into_iter().filter_map(|row| WideRole::from_code(&row.role).map(|role| Grant { role, scope: row.scope_id })).collect())
}

/// Gives an account a role above the communities.
///
/// # Errors
/// When the database does, also when it has the role already.
pub async fn put_grant(tx: &PlatformTx, account: AccountId, new: Grant, now: DateTime<Utc>, by: String) -> Result<()> {
    let row = grant::ActiveModel {
        id: Set(uuid_at(now)),
        account_id: Set(account),
        role: Set(new.role.code().to_owned()),
        scope_id: Set(new.scope),
        granted_at: Set(now),
        granted_by: Set(by),
        revoked_at: Set(None),
        revoked_by: Set(None),
    };
    tx.insert::<grant::Entity>(row).await
}

/// Takes a role above the communities away; false when the account does not have it.
///
/// # Errors
/// When the database does.
pub async fn end_grant(tx: &PlatformTx, account: AccountId, held: Grant, now: DateTime<Utc>, by: String) -> Result<bool> {
    let this = Condition::all()
        .add(grant::Column::AccountId.eq(account))
        .add(grant::Column::Role.eq(held.role.code()))
        .add(grant::Column::ScopeId.eq(held.scope))
        .add(grant::Column::RevokedAt.is_null());
    let row = grant::ActiveModel { revoked_at: Set(Some(now)), revoked_by: Set(Some(by)), ..Default::default() };
    Ok(tx.update::<grant::Entity>(row, this).await? == 1)
}
