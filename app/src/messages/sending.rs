//! What the clock does with messages: a notice becomes some, one is handed out to be sent, and what became of it is noted.
//! Nothing is sent here; see the server's `post`.

use super::entity::message;
use super::letter::Letter;
use super::model::{AFTER, CODE_FOR, MOST_TRIES, MessageId, Stage, Wants, Way, Why};
use super::policy::{Heard, Plan, Send};
use super::store::{self, Message, Outlet, Webhook};
use crate::accounts;
use crate::communities;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::Failure;
use crate::kernel::ids::NoticeId;
use crate::kernel::jobs::{self, Job};
use crate::kernel::notices::{self, Told};
use chrono::{DateTime, TimeDelta, TimeZone as _, Utc};

type Result<T> = std::result::Result<T, Failure>;

/// A letter, where it goes, and the id that is the same at each try. What it holds is not for the log.
#[derive(Clone)]
pub struct Parcel {
    /// The message.
    pub id: MessageId,
    /// Where it goes.
    pub to: To,
    /// What it says.
    pub letter: Letter,
}

/// Where a letter goes.
#[derive(Clone)]
pub enum To {
    /// To an e-mail address.
    Mail(String),
    /// To a webhook.
    Webhook {
        /// Where it leads.
        url: String,
        /// What it is signed with.
        secret: String,
    },
}

unlogged!(Parcel To);

/// What came of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken.
    Sent,
    /// Perhaps later.
    Later(Why),
    /// There is no point in trying again.
    Never(Why),
    /// Its turn did not come: it is looked at again in a minute.
    Untried,
}

/// A notice becomes a message for each way that its reader chose. False where there was nothing to do.
///
/// # Errors
/// When the database does.
pub async fn plan(ctx: Ctx, job: Job) -> Result<bool> {
    if !jobs::take(&ctx, &job).await? {
        return Ok(false);
    }
    let heard = Heard(NoticeId(job.subject));
    ctx.permit::<Plan>(&heard)?.schedule(None).await?;
    let Some((reader, notice)) = notices::find(&ctx, heard.0).await? else { return Ok(false) };
    let Some(outlet) = store::find_outlet(&ctx, reader).await? else { return Ok(false) };
    let wanted = outlet.wants.take(&notice.kind);
    if outlet.wants == Wants::None || outlet.ways.is_empty() {
        return Ok(false);
    }
    for way in outlet.ways {
        let message = Message {
            id: MessageId::new(ctx.now),
            member: reader,
            notice: Some(notice.id),
            way,
            kind: notice.kind.clone(),
            stage: if wanted { Stage::Waiting } else { Stage::Skipped },
            why: (!wanted).then_some(Why::NotWanted),
            tries: 0,
            at: ctx.now,
            settled_at: (!wanted).then_some(ctx.now),
        };
        ctx.permit::<Plan>(&heard)?.add::<message::Entity>(store::message_row(&message)).await?;
        if wanted {
            ctx.permit::<Send>(&message)?.schedule(Some(notice.at + AFTER)).await?;
        }
    }
    Ok(true)
}

/// Hands a message out to be sent; `None` where it is not to be (now). Until what became of it is noted it counts as failed,
/// and is due again after the wait of its tries: a server that stops between the two loses nothing, and the message goes out
/// again under the same id.
///
/// # Errors
/// When the database does.
pub async fn hand_out(ctx: Ctx, job: Job) -> Result<Option<Parcel>> {
    if !jobs::put_off(ctx.tx().platform(), &job, ctx.now).await? {
        return Ok(None);
    }
    let message = store::find_message(&ctx, MessageId(job.subject)).await?;
    let message = message.ok_or_else(|| Failure::Broken(format!("a job for message {} that is not there", job.subject)))?;
    if message.stage != Stage::Waiting {
        return ctx.permit::<Send>(&message)?.schedule(None).await.map(|()| None);
    }
    match parcel(&ctx, &message).await? {
        Next::Send(parcel) => {
            let message = Message { tries: message.tries + 1, why: None, ..message };
            put(&ctx, &message).await?;
            Ok(Some(*parcel))
        }
        Next::Skip(why) => {
            let skipped = Message { stage: Stage::Skipped, why: Some(why), settled_at: Some(ctx.now), ..message };
            settled(&ctx, &skipped).await.map(|()| None)
        }
        Next::Wait(until) => {
            put(&ctx, &Message { why: Some(Why::Quiet), ..message.clone() }).await?;
            ctx.permit::<Send>(&message)?.schedule(Some(until)).await.map(|()| None)
        }
    }
}

enum Next {
    Send(Box<Parcel>),
    Skip(Why),
    Wait(DateTime<Utc>),
}

async fn parcel(ctx: &Ctx, message: &Message) -> Result<Next> {
    let Some(member) = communities::list_here(ctx, vec![message.member]).await?.pop() else { return Ok(Next::Skip(Why::Gone)) };
    let outlet = store::find_outlet(ctx, message.member).await?;
    let webhook = match message.way {
        Way::Webhook(id) => store::find_webhook(ctx, id).await?,
        Way::Mail => None,
    };
    let notice = match message.notice {
        Some(id) => notices::find(ctx, id).await?.map(|(_, notice)| notice),
        None => None,
    };
    if let Some(why) = against(ctx, message, notice.as_ref(), outlet.as_ref()) {
        return Ok(Next::Skip(why));
    }
    if let Some(until) = quiet(ctx, notice.as_ref(), outlet.as_ref()) {
        return Ok(Next::Wait(until));
    }
    let is_code = message.kind == "code";
    let to = match (message.way, &outlet, &webhook) {
        (Way::Mail, Some(outlet), _) => {
            let sealed = if is_code { &outlet.asked_sealed } else { &outlet.mail_sealed };
            sealed.as_deref().map(|sealed| ctx.keys.open(sealed)).transpose()?.map(To::Mail)
        }
        (Way::Webhook(_), _, Some(Webhook { url_sealed, secret_sealed, .. })) => {
            Some(To::Webhook { url: ctx.keys.open(url_sealed)?, secret: ctx.keys.open(secret_sealed)? })
        }
        _ => None,
    };
    let Some(to) = to else { return Ok(Next::Skip(Why::NoWay)) };
    let mut letter = Letter::new(ctx, message, notice, outlet.as_ref().map(|outlet| outlet.lang).unwrap_or_default());
    if is_code {
        letter.code = outlet.and_then(|outlet| outlet.code_sealed).map(|sealed| ctx.keys.open(&sealed)).transpose()?;
    }
    if message.notice.is_some() && webhook.is_some_and(|webhook| webhook.gets_phones) {
        letter.phone = match member.account {
            Some(account) => accounts::phone_of(ctx.tx().platform(), &ctx.keys, account).await?,
            None => None,
        };
        if letter.phone.is_none() {
            return Ok(Next::Skip(Why::NoPhone));
        }
    }
    Ok(Next::Send(Box::new(Parcel { id: message.id, to, letter })))
}

/// What speaks against sending it now and ever.
fn against(ctx: &Ctx, message: &Message, notice: Option<&Told>, outlet: Option<&Outlet>) -> Option<Why> {
    let Some(notice) = notice else {
        // A code that has run out, was used or asked for anew is not sent any more.
        let ends_at = outlet.and_then(|outlet| outlet.code_ends_at).filter(|ends_at| *ends_at > ctx.now);
        return (message.kind == "code" && ends_at != Some(message.at + CODE_FOR)).then_some(Why::NoWay);
    };
    match outlet {
        _ if notice.read => Some(Why::Read),
        Some(outlet) if outlet.ways.contains(&message.way) => (!outlet.wants.take(&notice.kind)).then_some(Why::NotWanted),
        _ => Some(Why::NoWay),
    }
}

/// Until when it is quiet there, where it is. What somebody asked for this moment comes this moment.
fn quiet(ctx: &Ctx, notice: Option<&Told>, outlet: Option<&Outlet>) -> Option<DateTime<Utc>> {
    let until = outlet.filter(|_| notice.is_some())?.quiet?.until(ctx.moment(ctx.now).local())?;
    // An hour that the clocks leave out is over an hour later; one that comes twice, the second time.
    let read = |local| ctx.place.zone.from_local_datetime(&local).latest();
    read(until).or_else(|| read(until + TimeDelta::hours(1))).map(|at| at.to_utc()).filter(|at| *at > ctx.now)
}

/// Notes what became of a message. One that was settled meanwhile stays as it is.
///
/// # Errors
/// When the database does.
pub async fn settle(ctx: Ctx, (id, outcome): (MessageId, Outcome)) -> Result<()> {
    let Some(message) = store::find_message(&ctx, id).await?.filter(|message| message.stage == Stage::Waiting) else { return Ok(()) };
    let (stage, why) = match outcome {
        Outcome::Sent => (Stage::Sent, None),
        Outcome::Never(why) => (Stage::Failed, Some(why)),
        Outcome::Untried => {
            let untried = Message { tries: message.tries - 1, ..message };
            return if put(&ctx, &untried).await? { ctx.permit::<Send>(&untried)?.schedule(Some(ctx.now + AFTER)).await } else { Ok(()) };
        }
        Outcome::Later(why) if message.tries >= MOST_TRIES => (Stage::Failed, Some(why)),
        Outcome::Later(why) => return put(&ctx, &Message { why: Some(why), ..message }).await.map(|_| ()),
    };
    settled(&ctx, &Message { stage, why, settled_at: Some(ctx.now), ..message }).await
}

async fn settled(ctx: &Ctx, message: &Message) -> Result<()> {
    ctx.permit::<Send>(message)?.schedule(None).await?;
    put(ctx, message).await.map(|_| ())
}

/// Writes how far a message is that waited until now; false where it does no more. Its row is its whole history; the notice's
/// own stands beside what it tells.
async fn put(ctx: &Ctx, message: &Message) -> Result<bool> {
    let waits = store::is_at(message.id, Stage::Waiting);
    Ok(ctx.permit::<Send>(message)?.change_parts::<message::Entity>(store::moved(message), waits).await? == 1)
}
