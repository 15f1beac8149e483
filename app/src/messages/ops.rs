//! Choosing how one is reached, setting up where messages go, reading what became of them.

use super::entity::{message, outlet, webhook};
use super::model::{
    CODE_DIGITS, CODE_FOR, Choices, KeptOfMessages, LogQuery, MOST_WEBHOOKS, MessageCard, MessageEvent, MessageId, MessageLog, NewChoices,
    NewWebhook, OutletEvent, Stage, WEBHOOK_NAME, Wants, Way, WayCard, WebhookCard, WebhookEvent, WebhookId, enough_webhooks, no_mail_here,
    not_an_address, wrong_code,
};
use super::policy::{Ask, Carry, Choose, KeepWebhook, Retry};
use super::store::{self, Message, Outlet, Webhook};
use super::target;
use crate::accounts::{self, Try};
use crate::communities::policy::{inside, keep_settings};
use crate::communities::{self, model::Framed, serve, serve_once};
use crate::kernel::ctx::{Call, Ctx};
use crate::kernel::db::Mode;
use crate::kernel::fault::{Failure, Fault, Problems};
use crate::kernel::ids::MemberId;
use crate::kernel::keys::{random_digits, webhook_secret};
use crate::kernel::said::Lang;
use sea_orm::ColumnTrait as _;

type Result<T> = std::result::Result<T, Failure>;

/// What the reader chose, and what there is to choose.
///
/// # Errors
/// [`Fault::NotFound`] for those who are not members here.
pub async fn choices(ctx: Ctx, lang: Lang) -> Result<Choices> {
    let outlet = own(&ctx, lang).await?.0;
    let mut choices = shown(&ctx, &outlet).await?;
    // Its code is good no more: as if it had not been asked for.
    choices.mail.asked = choices.mail.asked.filter(|_| outlet.code_ends_at.is_some_and(|ends_at| ctx.now < ends_at));
    Ok(choices)
}

/// The page of it.
///
/// # Errors
/// As [`choices`].
pub async fn choices_page(ctx: Ctx, lang: Lang) -> Result<Framed<Choices>> {
    let choices = choices(ctx.clone(), lang).await?;
    communities::ops::frame(&ctx, choices).await
}

/// The same, to be changed: whoever lets the reader go, or joins their account to a record, meanwhile waits.
async fn own_to_change(ctx: &Ctx, lang: Lang) -> Result<(Outlet, bool)> {
    inside(&ctx.actor)?;
    let member = ctx.actor.member.ok_or(Fault::NotFound)?;
    communities::ops::stays(ctx, member).await?;
    let still = communities::list_here(ctx, vec![member]).await?.pop();
    if still.is_none_or(|member| member.account != ctx.actor.account) {
        return Err(Fault::NotFound.into());
    }
    own(ctx, lang).await
}

/// The reader's choices, and whether they made any before.
async fn own(ctx: &Ctx, lang: Lang) -> Result<(Outlet, bool)> {
    inside(&ctx.actor)?;
    let member = ctx.actor.member.ok_or(Fault::NotFound)?;
    let found = store::find_outlet(ctx, member).await?;
    let is_old = found.is_some();
    Ok((found.unwrap_or_else(|| Outlet::usual(member, lang)), is_old))
}

async fn shown(ctx: &Ctx, outlet: &Outlet) -> Result<Choices> {
    let card = |way: Way, name: String, gets_phones| WayCard { way: way.code(), name, gets_phones, chosen: outlet.ways.contains(&way) };
    let mail = outlet.mail_sealed.is_some().then(|| card(Way::Mail, String::new(), false));
    let webhooks = store::list_webhooks(ctx).await?;
    let ways = mail.into_iter().chain(webhooks.into_iter().map(|one| card(Way::Webhook(one.id), one.name, one.gets_phones)));
    Ok(Choices {
        wants: outlet.wants,
        mail: outlet.mail(ctx)?,
        mail_here: ctx.reach.mail,
        ways: ways.collect(),
        quiet: outlet.quiet,
        lang: outlet.lang.tag().to_owned(),
    })
}

/// Keeps what a member chose.
async fn keep(ctx: &Ctx, outlet: &Outlet, is_old: bool, event: OutletEvent) -> Result<()> {
    if outlet.wants != Wants::None && !outlet.ways.is_empty() {
        // From now on this community's notices are looked at for whom to send them to.
        communities::ops::tell_outside(ctx).await?;
    }
    let (permit, row) = (ctx.permit::<Choose>(outlet)?, store::outlet_row(outlet));
    if is_old { permit.change(row, outlet::Column::MemberId.eq(outlet.member), &event).await } else { permit.create(row, &event).await }
}

/// Chooses what to be sent, by what ways, and when not.
///
/// # Errors
/// All problems at once; as [`choices`].
pub async fn choose(ctx: Ctx, (new, lang): (NewChoices, Lang)) -> Result<()> {
    let (outlet, is_old) = own_to_change(&ctx, lang).await?;
    let ways = shown(&ctx, &outlet).await?.ways;
    let open: Vec<Way> = ways.iter().filter_map(|card| Way::from_code(&card.way)).collect();
    let chosen = new.check(&open)?;
    let outlet = Outlet { wants: chosen.wants, ways: chosen.ways, quiet: chosen.quiet, lang: chosen.lang, ..outlet };
    keep(&ctx, &outlet, is_old, OutletEvent::Chosen { wants: outlet.wants }).await
}

/// How many codes an account may ask for, and an address may get, in ten minutes; how many may be tried in vain.
const MOST_ASKED: u64 = 3;
const MOST_TRIED: u64 = 8;

/// Sends a code to an address that somebody typed as theirs.
///
/// # Errors
/// A problem beside the address; a rule where no e-mail is sent from here; [`Fault::SlowDown`] after too many.
pub async fn ask_mail(call: &Call, slug: &str, address: &str) -> std::result::Result<(), Fault> {
    serve(call, "messages.may_choose", Mode::Read, slug, (), may_choose).await?;
    let who = call.identity()?;
    if !call.app.reach.mail {
        return Err(no_mail_here());
    }
    let address = super::letter::address(address).ok_or_else(not_an_address)?;
    let key = |parts: &[&str]| (call.app.keys.throttle_key(parts), MOST_ASKED);
    // Counted whatever comes of it: each one is a letter to somebody.
    let counted = vec![key(&["mail asked", &who.account.to_string()]), key(&["mail asked for", &address.to_lowercase()])];
    let counted = accounts::count_try(call, counted).await?;
    serve_once(call, "messages.ask_mail", slug, (address, counted, call.lang), ask).await
}

async fn may_choose(ctx: Ctx, (): ()) -> Result<()> {
    Ok(inside(&ctx.actor)?)
}

async fn ask(ctx: Ctx, (address, counted, lang): (String, Try, Lang)) -> Result<()> {
    let (outlet, is_old) = own_to_change(&ctx, lang).await?;
    counted.check(ctx.tx().platform(), ctx.now).await?;
    let code = random_digits(CODE_DIGITS)?;
    let outlet = Outlet {
        asked_sealed: Some(ctx.keys.seal(&address)?),
        code_sealed: Some(ctx.keys.seal(&code)?),
        code_ends_at: Some(ctx.now + CODE_FOR),
        ..outlet
    };
    keep(&ctx, &outlet, is_old, OutletEvent::MailAsked).await?;
    send(&ctx, Way::Mail, "code").await.map(|_| ())
}

/// A message of the reader's own making is sent at once.
async fn send(ctx: &Ctx, way: Way, kind: &str) -> Result<MessageId> {
    let message = Message {
        id: MessageId::new(ctx.now),
        member: ctx.actor.member.ok_or(Fault::NotFound)?,
        notice: None,
        way,
        kind: kind.to_owned(),
        stage: Stage::Waiting,
        why: None,
        tries: 0,
        at: ctx.now,
        settled_at: None,
    };
    ctx.permit::<Ask>(&message)?.schedule(Some(ctx.now)).await?;
    ctx.permit::<Ask>(&message)?.add::<message::Entity>(store::message_row(&message)).await?;
    Ok(message.id)
}

/// Whoever types the code that came has shown that the address is theirs; from now on e-mail is one of their ways.
///
/// # Errors
/// A problem beside the code; [`Fault::SlowDown`] after too many that were wrong.
pub async fn confirm_mail(call: &Call, slug: &str, code: &str) -> std::result::Result<(), Fault> {
    serve(call, "messages.may_choose", Mode::Read, slug, (), may_choose).await?;
    let who = call.identity()?;
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    let key = call.app.keys.throttle_key(&["mail code", &who.account.to_string()]);
    let counted = accounts::count_try(call, vec![(key, MOST_TRIED)]).await?;
    let confirmed = serve_once(call, "messages.confirm_mail", slug, (code, counted.clone(), call.lang), confirm).await;
    counted.settle(call, confirmed, wrong_code).await
}

/// `None` for a code that is not good.
async fn confirm(ctx: Ctx, (code, counted, lang): (String, Try, Lang)) -> Result<Option<()>> {
    let (outlet, is_old) = own_to_change(&ctx, lang).await?;
    counted.check(ctx.tx().platform(), ctx.now).await?;
    let (Some(sealed), Some(until)) = (&outlet.code_sealed, outlet.code_ends_at) else { return Ok(None) };
    if ctx.now >= until || ctx.keys.code_lookup(&ctx.keys.open(sealed)?) != ctx.keys.code_lookup(&code) {
        return Ok(None);
    }
    let mut ways = outlet.ways.clone();
    if !ways.contains(&Way::Mail) {
        ways.insert(0, Way::Mail);
    }
    // Whoever wanted nothing until now has just shown that they do.
    let wants = if outlet.wants == Wants::None { Wants::All } else { outlet.wants };
    let outlet =
        Outlet { mail_sealed: outlet.asked_sealed, asked_sealed: None, code_sealed: None, code_ends_at: None, ways, wants, ..outlet };
    keep(&ctx, &outlet, is_old, OutletEvent::MailConfirmed).await.map(Some)
}

/// Takes the address away, and one that waits for its code. Nothing happens where there is none.
///
/// # Errors
/// As [`choices`].
pub async fn remove_mail(ctx: Ctx, (): ()) -> Result<()> {
    let (outlet, is_old) = own_to_change(&ctx, Lang::default()).await?;
    if outlet.mail_sealed.is_none() && outlet.asked_sealed.is_none() { Ok(()) } else { without_mail(&ctx, outlet, is_old).await }
}

async fn without_mail(ctx: &Ctx, outlet: Outlet, is_old: bool) -> Result<()> {
    let ways = outlet.ways.into_iter().filter(|way| *way != Way::Mail).collect();
    let outlet = Outlet { mail_sealed: None, asked_sealed: None, code_sealed: None, code_ends_at: None, ways, ..outlet };
    keep(ctx, &outlet, is_old, OutletEvent::MailRemoved).await
}

/// Removes how a member is reached who goes.
///
/// # Errors
/// When the database does.
pub async fn clear(ctx: &Ctx, member: MemberId) -> Result<()> {
    match store::find_outlet(ctx, member).await? {
        Some(outlet) => without_mail(ctx, Outlet { wants: Wants::None, ways: Vec::new(), ..outlet }, true).await,
        None => Ok(()),
    }
}

/// What a member chose is their record's from now on, to which their account was joined. A code that was on its way is to be asked
/// for anew.
///
/// # Errors
/// When the database does.
pub async fn carry_over(ctx: &Ctx, member: MemberId, record: MemberId) -> Result<()> {
    let Some(outlet) = store::find_outlet(ctx, member).await? else { return Ok(()) };
    let theirs = Outlet { member: record, asked_sealed: None, code_sealed: None, code_ends_at: None, ..outlet };
    ctx.permit::<Carry>(&theirs)?.create(store::outlet_row(&theirs), &OutletEvent::Carried).await?;
    let left = Outlet { wants: Wants::None, ..Outlet::usual(member, theirs.lang) };
    ctx.permit::<Carry>(&left)?.change(store::outlet_row(&left), outlet::Column::MemberId.eq(member), &OutletEvent::Carried).await
}

/// What is kept of a member to reach them, and what was sent; `None` where nothing is.
///
/// # Errors
/// When the database does.
pub async fn kept_of(ctx: &Ctx, member: MemberId) -> Result<Option<KeptOfMessages>> {
    const MOST: u64 = 1000;
    let Some(outlet) = store::find_outlet(ctx, member).await? else { return Ok(None) };
    let messages = store::list_messages_to(ctx, member, MOST).await?;
    Ok(Some(KeptOfMessages { choices: shown(ctx, &outlet).await?, messages: cards(ctx, messages).await? }))
}

/// How many stand on a page of the log.
const PAGE: u64 = 50;

/// What became of messages, newest first: for admins, without saying to whom.
///
/// # Errors
/// [`Fault::Refused`] for all but admins.
pub async fn log(ctx: Ctx, query: LogQuery) -> Result<communities::model::Page<MessageCard>> {
    keep_settings(&ctx.actor)?;
    let mut messages = store::list_messages(&ctx, query, PAGE + 1).await?;
    let more = messages.len() as u64 > PAGE;
    messages.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let next = messages.last().filter(|_| more).map(|last| last.id.to_string());
    Ok(communities::model::Page { items: cards(&ctx, messages).await?, next })
}

/// The page of where messages go, and what became of them.
///
/// # Errors
/// As [`log`].
pub async fn log_page(ctx: Ctx, query: LogQuery) -> Result<Framed<MessageLog>> {
    let page = log(ctx.clone(), query).await?;
    let webhooks = webhooks(ctx.clone(), ()).await?;
    let failed = store::count_failed(&ctx).await?;
    let log = MessageLog { webhooks, mail_here: ctx.reach.mail, failed, items: page.items, next: page.next };
    communities::ops::frame(&ctx, log).await
}

async fn cards(ctx: &Ctx, messages: Vec<Message>) -> Result<Vec<MessageCard>> {
    let names = store::list_names(ctx).await?;
    let name = |way: Way| names.iter().find(|(id, _)| way == Way::Webhook(*id)).map(|(_, name)| name.clone()).unwrap_or_default();
    let card = |one: Message| MessageCard {
        id: one.id,
        way: one.way.code(),
        name: name(one.way),
        kind: one.kind,
        stage: one.stage,
        why: one.why.map(super::model::Why::code).unwrap_or_default(),
        said: one.why.map(super::model::Why::said),
        tries: one.tries,
        at: ctx.moment(one.at),
        settled_at: one.settled_at.map(|at| ctx.moment(at)),
    };
    Ok(messages.into_iter().map(card).collect())
}

/// Tries again what could not be sent.
///
/// # Errors
/// [`Fault::NotFound`] for a message that has not failed; as [`log`].
pub async fn retry(ctx: Ctx, id: MessageId) -> Result<()> {
    keep_settings(&ctx.actor)?;
    let failed = store::find_message(&ctx, id).await?.filter(|message| message.stage == Stage::Failed).ok_or(Fault::NotFound)?;
    let again = Message { stage: Stage::Waiting, tries: 0, settled_at: None, ..failed };
    ctx.permit::<Retry>(&again)?.schedule(Some(ctx.now)).await?;
    ctx.permit::<Retry>(&again)?.change(store::moved(&again), store::is_at(id, Stage::Failed), &MessageEvent::Retried).await
}

/// The webhooks that are open.
///
/// # Errors
/// As [`log`].
pub async fn webhooks(ctx: Ctx, (): ()) -> Result<Vec<WebhookCard>> {
    keep_settings(&ctx.actor)?;
    store::list_webhooks(&ctx).await?.into_iter().map(|one| one.card(&ctx)).collect()
}

/// A webhook that is open.
///
/// # Errors
/// [`Fault::NotFound`] for one that is not; as [`log`].
pub async fn webhook(ctx: Ctx, id: WebhookId) -> Result<WebhookCard> {
    keep_settings(&ctx.actor)?;
    store::find_webhook(&ctx, id).await?.ok_or(Fault::NotFound)?.card(&ctx)
}

/// Sets a webhook up. Its secret is not in the answer, which may be kept for a repetition.
///
/// # Errors
/// All problems at once; a rule where there are enough; as [`log`].
pub async fn open_webhook(ctx: Ctx, new: NewWebhook) -> Result<WebhookId> {
    keep_settings(&ctx.actor)?;
    let mut problems = Problems::default();
    let name = problems.take(WEBHOOK_NAME.check(&new.name));
    let url = problems.take(target::check(&new.url, ctx.reach.private_webhooks));
    let (name, url) = problems.finish(name.zip(url))?;
    if store::list_webhooks(&ctx).await?.len() >= MOST_WEBHOOKS {
        return Err(enough_webhooks().into());
    }
    let webhook = Webhook {
        id: WebhookId::new(ctx.now),
        name,
        url_sealed: ctx.keys.seal(url.as_str())?,
        secret_sealed: ctx.keys.seal(&webhook_secret()?)?,
        gets_phones: new.gets_phones,
        since: ctx.now,
    };
    let event = WebhookEvent::Opened { gets_phones: new.gets_phones };
    ctx.permit::<KeepWebhook>(&webhook)?.create(store::webhook_row(&webhook), &event).await?;
    Ok(webhook.id)
}

/// Sends a message to try a webhook out; what becomes of it stands in the log.
///
/// # Errors
/// As [`webhook`].
pub async fn try_webhook(ctx: Ctx, id: WebhookId) -> Result<MessageId> {
    keep_settings(&ctx.actor)?;
    let webhook = store::find_webhook(&ctx, id).await?.ok_or(Fault::NotFound)?;
    ctx.permit::<KeepWebhook>(&webhook)?.note(&WebhookEvent::Tried).await?;
    send(&ctx, Way::Webhook(id), "test").await
}

/// Closes a webhook for good; what waits for it is not sent.
///
/// # Errors
/// As [`webhook`].
pub async fn close_webhook(ctx: Ctx, id: WebhookId) -> Result<()> {
    keep_settings(&ctx.actor)?;
    let webhook = store::find_webhook(&ctx, id).await?.ok_or(Fault::NotFound)?;
    let row = store::closed_row(ctx.now);
    ctx.permit::<KeepWebhook>(&webhook)?.change(row, webhook::Column::ClosedAt.is_null(), &WebhookEvent::Closed).await
}
