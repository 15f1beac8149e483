//! Logging in, staying logged in, logging out.

use super::door::{PersonCtx, serve};
use super::entity::session;
use super::model::{
    CheckedChange, KeptOfAccount, LogInChange, Phone, SessionCard, check_login, check_password, no_password, wrong_credentials,
    wrong_password,
};
use super::password::{self, Verdict};
use super::store::{self, Grant};
use super::tries::{Try, count as count_try};
use crate::kernel::actor::Channel;
use crate::kernel::ctx::{Call, Identity};
use crate::kernel::db::{Mode, PlatformTx};
use crate::kernel::fault::{Failure, Fault, Problems};
use crate::kernel::ids::{AccountId, SessionId};
use crate::kernel::keys::{ACCESS_SECONDS, Keys, fresh_token};
use crate::kernel::when::Moment;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ActiveValue::Set;

type Result<T> = std::result::Result<T, Failure>;

pub use super::password::warm_up;

/// How long a session lives without being used.
const SESSION_DAYS: i64 = 90;
/// How long an old refresh token still gets its successor, for tabs that refresh at the same moment.
const GRACE: TimeDelta = TimeDelta::seconds(10);
/// Failures within ten minutes for one name from one address (or on a device where its owner has logged in before), for
/// one name from anywhere, and from one address. Many residents share an address, so its limit is wide. Whoever comes on
/// a device of their own is counted there alone: nobody can lock them out from elsewhere.
const LIMITS: (u64, u64, u64) = (8, 40, 200);
/// Registrations, and changes of how one logs in, from one address within ten minutes: a crowd may share it, a machine may
/// not.
const REGISTRATIONS: u64 = 60;

/// What a log-in hands out.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// Who.
    pub who: Identity,
    /// The access token.
    pub access: String,
    /// Its life in seconds.
    pub expires_in: i64,
    /// The refresh token, `session.secret`.
    pub refresh: String,
    /// What tells this device from others at the owner's next log-in; no secret opens with it.
    pub device: String,
}

/// Logs in with a phone or name and a password.
///
/// # Errors
/// The same fault for no such user, a wrong password and a closed account; [`Fault::SlowDown`] after too many failures.
pub async fn log_in(call: &Call, login: String, password: String) -> std::result::Result<Tokens, Fault> {
    let attempt = Attempt { counted: throttle_keys(call, &login), login, mark: call.mark.clone() };
    let (counted, found) = serve(call, "accounts.log_in.find", Mode::Read, attempt, find).await?;
    let (account, hash) = found.unzip();
    // The turn is kept until the failure is counted: no guess is checked before those ahead of it count.
    let (verdict, turn) = password::verify(&password, hash.flatten()).await.map_err(|f| f.into_fault(&call.request_id))?;
    let (account, anew) = match verdict {
        Verdict::Yes { anew } => (account, anew),
        Verdict::No => (None, None),
    };
    let tried = Tried { account, anew, device: call.device.clone(), counted };
    let done = serve(call, "accounts.log_in", Mode::Write, tried, finish).await;
    drop(turn);
    done?.ok_or_else(wrong_credentials)
}

fn throttle_keys(call: &Call, login: &str) -> Vec<(String, u64)> {
    // However a phone is written, it is one name.
    let name = Phone::parse(login).map_or_else(|_| login.trim().to_lowercase(), |phone| phone.digits().to_owned());
    let keys = &call.app.keys;
    vec![
        (keys.throttle_key(&["name and address", &name, &call.address]), LIMITS.0),
        (keys.throttle_key(&["name", &name]), LIMITS.1),
        (keys.throttle_key(&["address", &call.address]), LIMITS.2),
    ]
}

/// A log-in before anything is known of it.
#[derive(Debug, Clone)]
struct Attempt {
    login: String,
    /// What the device says of itself.
    mark: Option<String>,
    counted: Vec<(String, u64)>,
}

type Found = (Vec<(String, u64)>, Option<(AccountId, Option<String>)>);

/// The account, if there is one, and where its failures are counted.
async fn find(ctx: PersonCtx, Attempt { login, mark, counted }: Attempt) -> Result<Found> {
    let account = store::find_account(ctx.tx(), &ctx.keys, &login).await?;
    let own = mark.filter(|mark| account.as_ref().is_some_and(|row| ctx.keys.is_device_mark(row.id, mark)));
    let counted = own.map_or(counted, |own| vec![(ctx.keys.throttle_key(&["device", &own]), LIMITS.0)]);
    not_throttled(ctx.tx(), &counted, ctx.now).await?;
    Ok((counted, account.map(|row| (row.id, row.password_hash))))
}

/// Whether somebody may try again: each key names whose failures count, and how many are too many.
///
/// # Errors
/// [`Fault::SlowDown`] after too many of them within ten minutes.
pub(super) async fn not_throttled(tx: &PlatformTx, counted: &[(String, u64)], now: DateTime<Utc>) -> Result<()> {
    match store::wait_for(tx, counted, now).await? {
        Some(after) => Err(Fault::SlowDown { after }.into()),
        None => Ok(()),
    }
}

/// A password that has been checked.
#[derive(Debug, Clone)]
struct Tried {
    /// Whose it is; `None` when it was wrong.
    account: Option<AccountId>,
    /// Its hash with today's parameters, when the stored one is older.
    anew: Option<String>,
    device: String,
    counted: Vec<(String, u64)>,
}

/// Opens a session, or counts the failure (`None`, and committed). The failures are looked at again: of many passwords
/// tried at the same moment, those beyond the limit learn nothing, be they right or wrong.
async fn finish(ctx: PersonCtx, tried: Tried) -> Result<Option<Tokens>> {
    not_throttled(ctx.tx(), &tried.counted, ctx.now).await?;
    match tried.account {
        Some(account) => start(ctx, (account, tried.device, tried.anew)).await.map(Some),
        None => store::count_failure(ctx.tx(), tried.counted, ctx.now).await.map(|_| None),
    }
}

/// Counts one try to have a phone or a name, from this address.
///
/// # Errors
/// [`Fault::SlowDown`] when there were too many.
pub async fn knock(call: &Call) -> std::result::Result<(), Fault> {
    let counted = vec![(call.app.keys.throttle_key(&["register", &call.address]), REGISTRATIONS)];
    serve(call, "accounts.knock", Mode::Write, counted, count_knock).await
}

async fn count_knock(ctx: PersonCtx, counted: Vec<(String, u64)>) -> Result<()> {
    not_throttled(ctx.tx(), &counted, ctx.now).await?;
    store::count_failure(ctx.tx(), counted, ctx.now).await.map(|_| ())
}

/// Opens a session without a password, for the command line alone: the demo lives its days through it.
///
/// # Errors
/// [`Fault::Refused`] for any other channel.
pub async fn start_session(call: &Call, account: AccountId) -> std::result::Result<Tokens, Fault> {
    if call.channel != Channel::Cli {
        return Err(Fault::Refused);
    }
    serve(call, "accounts.start_session", Mode::Write, (account, call.device.clone(), None), start).await
}

async fn start(ctx: PersonCtx, (account, device, anew): (AccountId, String, Option<String>)) -> Result<Tokens> {
    if let Some(hash) = anew {
        store::put_hash(ctx.tx(), account, hash).await?;
    }
    let id = SessionId::new(ctx.now);
    let secret = fresh_token()?;
    let row = session::ActiveModel {
        id: Set(id),
        account_id: Set(account),
        device: Set(device),
        token_hash: Set(ctx.keys.refresh_hash(&secret)),
        previous_hash: Set(None),
        rotated_at: Set(ctx.now),
        created_at: Set(ctx.now),
        expires_at: Set(ctx.now + TimeDelta::days(SESSION_DAYS)),
        ended_at: Set(None),
    };
    store::put_session(ctx.tx(), row).await?;
    // Closed while the password was checked: the row above waited for it.
    if store::is_closed(ctx.tx(), account).await? {
        return Err(wrong_credentials().into());
    }
    tokens(&ctx, Identity { account, session: id }, &secret)
}

fn tokens(ctx: &PersonCtx, who: Identity, secret: &str) -> Result<Tokens> {
    let access = ctx.keys.sign(who, ctx.now)?;
    let device = ctx.keys.device_mark(who.account)?;
    Ok(Tokens { who, access, expires_in: ACCESS_SECONDS, refresh: format!("{}.{secret}", who.session), device })
}

/// Exchanges a refresh token for new tokens. A second use of an old one ends the session.
///
/// # Errors
/// [`Fault::SignIn`] when the token is not, or no longer, good.
pub async fn refresh(call: &Call, token: String) -> std::result::Result<Tokens, Fault> {
    serve(call, "accounts.refresh", Mode::Write, token, rotate).await?.ok_or(Fault::SignIn)
}

/// `None` (and committed) where the session had to be ended.
async fn rotate(ctx: PersonCtx, token: String) -> Result<Option<Tokens>> {
    let Some((id, secret)) = token.split_once('.').and_then(|(id, secret)| Some((id.parse().ok()?, secret))) else {
        return Ok(None);
    };
    let Some(row) = store::find_session(ctx.tx(), id).await? else { return Ok(None) };
    if row.ended_at.is_some() || row.expires_at <= ctx.now {
        return Ok(None);
    }
    let who = Identity { account: row.account_id, session: id };
    let shown = ctx.keys.refresh_hash(secret);
    let next = ctx.keys.refresh_successor(secret);
    if shown == row.token_hash {
        // When another tab was a moment faster with the same token, it has the same successor.
        let times = (ctx.now, ctx.now + TimeDelta::days(SESSION_DAYS));
        store::rotate(ctx.tx(), &row, ctx.keys.refresh_hash(&next), times).await?;
        return tokens(&ctx, who, &next).map(Some);
    }
    let parallel = row.previous_hash.as_deref() == Some(shown.as_str()) && row.rotated_at + GRACE > ctx.now;
    if parallel {
        return tokens(&ctx, who, &next).map(Some);
    }
    tracing::warn!(session = %id, "an old refresh token was used again: the session is ended");
    store::end_session(ctx.tx(), row.account_id, id, ctx.now).await?;
    Ok(None)
}

/// Where am I logged in.
///
/// # Errors
/// [`Fault::SignIn`] for nobody.
pub async fn list_sessions(ctx: PersonCtx, (): ()) -> Result<Vec<SessionCard>> {
    let who = ctx.identity()?;
    let rows = store::list_sessions(ctx.tx(), who.account, ctx.now).await?;
    Ok(rows
        .into_iter()
        .map(|row| SessionCard { id: row.id, device: row.device, created_at: in_china(row.created_at), current: row.id == who.session })
        .collect())
}

/// Accounts belong to no community, so to no time zone but the country's.
fn in_china(at: DateTime<Utc>) -> Moment {
    Moment(at.with_timezone(&chrono_tz::Asia::Shanghai).fixed_offset())
}

/// Ends one of my sessions; `None` means the one that I came by.
///
/// # Errors
/// [`Fault::NotFound`] when it is not mine or has ended.
pub async fn end_session(ctx: PersonCtx, session: Option<SessionId>) -> Result<SessionId> {
    let who = ctx.identity()?;
    let id = session.unwrap_or(who.session);
    if store::end_session(ctx.tx(), who.account, id, ctx.now).await? { Ok(id) } else { Err(Fault::NotFound.into()) }
}

/// Whoever is logged in types their password once more, before something that cannot be undone.
///
/// # Errors
/// [`Fault::SignIn`] for nobody; a problem of the field where it is wrong; [`Fault::SlowDown`] after too many tries.
pub async fn prove(call: &Call, password: &str) -> std::result::Result<(), Fault> {
    let account = call.identity()?.account;
    if password.is_empty() {
        return Err(no_password().into());
    }
    let tried = count_try(call, vec![(call.app.keys.throttle_key(&["prove", &account.to_string()]), LIMITS.0)]).await?;
    let right = proven(call, password, tried.clone()).await;
    tried.settle(call, right, wrong_password).await
}

/// Changes the phone, the name or the password of whoever is logged in and types their password once more. Another password
/// ends their sessions elsewhere.
///
/// # Errors
/// All problems of what was typed; as [`prove`] and [`knock`]; a problem beside the field where phone or name is somebody
/// else's.
pub async fn change_log_in(call: &Call, typed: LogInChange) -> std::result::Result<(), Fault> {
    call.identity()?;
    let checked = typed.check()?;
    prove(call, &typed.password).await?;
    // Whether a phone or a name is taken is told here as it is to whoever registers, and no more often.
    knock(call).await?;
    let hash = hashed(call, checked.new_password.clone()).await?;
    serve(call, "accounts.change", Mode::Write, (checked, hash), change).await
}

async fn change(ctx: PersonCtx, (checked, hash): (CheckedChange, Option<String>)) -> Result<()> {
    let CheckedChange { phone, login, .. } = checked;
    store::change(ctx.tx(), &ctx.keys, ctx.identity()?, (phone.as_ref(), login, hash), ctx.now).await
}

async fn proven(call: &Call, password: &str, tried: Try) -> std::result::Result<Option<()>, Fault> {
    let hash = serve(call, "accounts.prove", Mode::Read, tried, own_hash).await?;
    let (verdict, _turn) = password::verify(password, hash).await.map_err(|failure| failure.into_fault(&call.request_id))?;
    Ok((verdict != Verdict::No).then_some(()))
}

async fn own_hash(ctx: PersonCtx, tried: Try) -> Result<Option<String>> {
    tried.check(ctx.tx(), ctx.now).await?;
    Ok(store::get_account(ctx.tx(), ctx.identity()?.account).await?.password_hash)
}

/// Closes an account for good; who and where they were is decided by the communities first.
///
/// # Errors
/// When the database does.
pub async fn close(ctx: &PersonCtx, account: AccountId) -> Result<()> {
    store::close(ctx.tx(), account, ctx.now).await
}

/// What an account keeps of its person, in the open.
///
/// # Errors
/// [`Fault::NotFound`] for an account that is closed.
pub async fn kept_of(tx: &PlatformTx, keys: &Keys, account: AccountId, now: DateTime<Utc>) -> Result<KeptOfAccount> {
    let row = store::get_account(tx, account).await?;
    let sessions = store::list_sessions(tx, account, now).await?;
    Ok(KeptOfAccount {
        login: row.login,
        phone: row.phone_sealed.map(|sealed| keys.open(&sealed)).transpose()?,
        since: in_china(row.created_at),
        devices: sessions.into_iter().map(|row| (row.device, in_china(row.created_at))).collect(),
    })
}

/// Makes an account from the command line: checked like a registration, the password hashed, no membership yet.
///
/// # Errors
/// All problems at once; [`Fault::Refused`] for any other channel.
pub async fn create_account(
    call: &Call,
    login: Option<String>,
    phone: Option<String>,
    password: Option<String>,
) -> std::result::Result<AccountId, Fault> {
    if call.channel != Channel::Cli {
        return Err(Fault::Refused);
    }
    let mut problems = Problems::default();
    let login = login.map(|login| problems.take(check_login(&login)));
    let phone = phone.map(|phone| problems.take(Phone::parse(&phone)));
    if let Some(password) = &password {
        problems.take(check_password(password));
    }
    let (login, phone) = problems.finish(Some((login.flatten(), phone.flatten())))?;
    let hash = hashed(call, password).await?;
    serve(call, "accounts.create", Mode::Write, (login, phone, hash), create).await
}

async fn create(ctx: PersonCtx, (login, phone, hash): (Option<String>, Option<Phone>, Option<String>)) -> Result<AccountId> {
    store::create(ctx.tx(), &ctx.keys, ctx.now, login, phone.as_ref(), hash).await
}

/// Sets a new password from the command line and ends every session of the account.
///
/// # Errors
/// [`Fault::NotFound`] for a log-in of nobody; a password that does not pass.
pub async fn reset_password(call: &Call, login: String, password: String) -> std::result::Result<(), Fault> {
    if call.channel != Channel::Cli {
        return Err(Fault::Refused);
    }
    check_password(&password)?;
    let hash = hashed(call, Some(password)).await?.unwrap_or_default();
    serve(call, "accounts.reset_password", Mode::Write, (login, hash), put_password).await
}

async fn put_password(ctx: PersonCtx, (login, hash): (String, String)) -> Result<()> {
    let account = store::account_of_login(ctx.tx(), &ctx.keys, &login).await?.ok_or(Fault::NotFound)?;
    store::set_password(ctx.tx(), account, hash, ctx.now).await
}

async fn hashed(call: &Call, password: Option<String>) -> std::result::Result<Option<String>, Fault> {
    match password {
        None => Ok(None),
        Some(password) => password::hash(&password).await.map(Some).map_err(|failure| failure.into_fault(&call.request_id)),
    }
}

/// Makes an account an official of a street or district, or an operator, from the command line; `by` is who typed it.
///
/// # Errors
/// [`Fault::NotFound`] for a log-in of nobody.
pub async fn grant(ctx: PersonCtx, (login, grant, by): (String, Grant, String)) -> Result<()> {
    let account = store::account_of_login(ctx.tx(), &ctx.keys, &login).await?.ok_or(Fault::NotFound)?;
    if store::grants_of(ctx.tx(), account).await?.contains(&grant) {
        return Ok(());
    }
    store::put_grant(ctx.tx(), account, grant, ctx.now, by).await
}

/// Takes such a role away; who gave it and who took it, and when, stay on record.
///
/// # Errors
/// [`Fault::NotFound`] for a log-in of nobody, or one without that role.
pub async fn revoke(ctx: PersonCtx, (login, grant, by): (String, Grant, String)) -> Result<()> {
    let account = store::account_of_login(ctx.tx(), &ctx.keys, &login).await?.ok_or(Fault::NotFound)?;
    if store::end_grant(ctx.tx(), account, grant, ctx.now, by).await? { Ok(()) } else { Err(Fault::NotFound.into()) }
}

/// Whether there is any account at all: the demo is never loaded beside other people.
///
/// # Errors
/// When the database does.
pub async fn is_inhabited(ctx: PersonCtx, (): ()) -> Result<bool> {
    store::any_account(ctx.tx()).await
}

/// The log-in name and the masked phone of whoever is logged in.
///
/// # Errors
/// [`Fault::SignIn`] for nobody.
pub async fn who_am_i(ctx: &PersonCtx) -> Result<(AccountId, Option<String>, Option<String>)> {
    let who = ctx.identity()?;
    let account = store::get_account(ctx.tx(), who.account).await?;
    let phone = account.phone_sealed.map(|sealed| ctx.keys.open(&sealed)).transpose()?;
    Ok((account.id, account.login, phone.map(|digits| super::model::masked_phone(&digits))))
}
