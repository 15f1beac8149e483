//! Outlets, webhooks and messages in the database: rows to models and back. Decides nothing.

use super::entity::{message, outlet, webhook};
use super::model::{LogQuery, Mail, MessageId, Stage, Wants, Way, WebhookCard, WebhookId, Why};
use super::quiet::Quiet;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::Failure;
use crate::kernel::ids::{MemberId, NoticeId};
use crate::kernel::said::Lang;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

type Result<T> = std::result::Result<T, Failure>;

/// How a member is reached. The addresses stay sealed until they are asked for.
#[derive(Debug, Clone)]
pub struct Outlet {
    pub member: MemberId,
    pub wants: Wants,
    pub ways: Vec<Way>,
    pub quiet: Option<Quiet>,
    pub lang: Lang,
    pub mail_sealed: Option<String>,
    pub asked_sealed: Option<String>,
    pub code_sealed: Option<String>,
    pub code_ends_at: Option<DateTime<Utc>>,
}

impl Outlet {
    /// What somebody has who did not choose yet.
    pub fn usual(member: MemberId, lang: Lang) -> Self {
        Self {
            member,
            wants: Wants::All,
            ways: Vec::new(),
            quiet: Quiet::usual(),
            lang,
            mail_sealed: None,
            asked_sealed: None,
            code_sealed: None,
            code_ends_at: None,
        }
    }

    /// The addresses, for whose they are.
    pub fn mail(&self, ctx: &Ctx) -> Result<Mail> {
        let open = |sealed: Option<&String>| sealed.map(|sealed| ctx.keys.open(sealed)).transpose();
        Ok(Mail { address: open(self.mail_sealed.as_ref())?, asked: open(self.asked_sealed.as_ref())? })
    }
}

/// A webhook, with its address and secret still sealed.
#[derive(Debug, Clone)]
pub struct Webhook {
    pub id: WebhookId,
    pub name: String,
    pub url_sealed: String,
    pub secret_sealed: String,
    pub gets_phones: bool,
    pub since: DateTime<Utc>,
}

impl Webhook {
    /// As admins see it.
    pub fn card(self, ctx: &Ctx) -> Result<WebhookCard> {
        Ok(WebhookCard {
            url: ctx.keys.open(&self.url_sealed)?,
            secret: ctx.keys.open(&self.secret_sealed)?,
            id: self.id,
            name: self.name,
            gets_phones: self.gets_phones,
            since: ctx.moment(self.since),
        })
    }
}

/// A message. What it says is read from the notice when it is sent.
#[derive(Debug, Clone)]
pub struct Message {
    pub id: MessageId,
    pub member: MemberId,
    pub notice: Option<NoticeId>,
    pub way: Way,
    pub kind: String,
    pub stage: Stage,
    pub why: Option<Why>,
    pub tries: i32,
    pub at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
}

pub async fn find_outlet(ctx: &Ctx, member: MemberId) -> Result<Option<Outlet>> {
    let row = ctx.tx().find::<outlet::Entity>().filter(outlet::Column::MemberId.eq(member)).one().await?;
    row.map(outlet_model).transpose()
}

/// The row of what a member chose, beside the e-mail.
pub fn outlet_row(outlet: &Outlet) -> outlet::ActiveModel {
    let (from, to) = outlet.quiet.map(Quiet::at_rest).unzip();
    outlet::ActiveModel {
        member_id: Set(outlet.member),
        wants: Set(outlet.wants.code().to_owned()),
        ways: Set(outlet.ways.iter().map(|way| way.code()).collect::<Vec<_>>().join(",")),
        quiet_from: Set(from),
        quiet_to: Set(to),
        lang: Set(outlet.lang.tag().to_owned()),
        mail_sealed: Set(outlet.mail_sealed.clone()),
        asked_sealed: Set(outlet.asked_sealed.clone()),
        code_sealed: Set(outlet.code_sealed.clone()),
        code_ends_at: Set(outlet.code_ends_at),
        ..Default::default()
    }
}

fn outlet_model(row: outlet::Model) -> Result<Outlet> {
    let broken = || Failure::Broken(format!("the choices of member {} do not read", row.member_id));
    let quiet = Quiet::typed(row.quiet_from.as_deref().unwrap_or_default(), row.quiet_to.as_deref().unwrap_or_default());
    Ok(Outlet {
        member: row.member_id,
        wants: Wants::from_code(&row.wants).ok_or_else(broken)?,
        ways: row.ways.split(',').filter_map(Way::from_code).collect(),
        quiet: quiet.map_err(|_| broken())?,
        lang: Lang::from_tag(&row.lang),
        mail_sealed: row.mail_sealed,
        asked_sealed: row.asked_sealed,
        code_sealed: row.code_sealed,
        code_ends_at: row.code_ends_at,
    })
}

/// The webhooks that are open, the first of them first.
pub async fn list_webhooks(ctx: &Ctx) -> Result<Vec<Webhook>> {
    let open = ctx.tx().find::<webhook::Entity>().filter(webhook::Column::ClosedAt.is_null());
    Ok(open.ascending(webhook::Column::Id).all().await?.into_iter().map(webhook_model).collect())
}

/// The open webhook of that id.
pub async fn find_webhook(ctx: &Ctx, id: WebhookId) -> Result<Option<Webhook>> {
    let open = ctx.tx().find::<webhook::Entity>().filter(webhook::Column::Id.eq(id)).filter(webhook::Column::ClosedAt.is_null());
    Ok(open.one().await?.map(webhook_model))
}

/// What webhooks are or were called.
pub async fn list_names(ctx: &Ctx) -> Result<Vec<(WebhookId, String)>> {
    Ok(ctx.tx().find::<webhook::Entity>().all().await?.into_iter().map(|row| (row.id, row.name)).collect())
}

pub fn webhook_row(webhook: &Webhook) -> webhook::ActiveModel {
    webhook::ActiveModel {
        id: Set(webhook.id),
        name: Set(webhook.name.clone()),
        url_sealed: Set(webhook.url_sealed.clone()),
        secret_sealed: Set(webhook.secret_sealed.clone()),
        gets_phones: Set(webhook.gets_phones),
        created_at: Set(webhook.since),
        ..Default::default()
    }
}

/// The row of a webhook that is closed: where it led and its secret are gone.
pub fn closed_row(now: DateTime<Utc>) -> webhook::ActiveModel {
    webhook::ActiveModel {
        url_sealed: Set(String::new()),
        secret_sealed: Set(String::new()),
        closed_at: Set(Some(now)),
        ..Default::default()
    }
}

fn webhook_model(row: webhook::Model) -> Webhook {
    Webhook {
        id: row.id,
        name: row.name,
        url_sealed: row.url_sealed,
        secret_sealed: row.secret_sealed,
        gets_phones: row.gets_phones,
        since: row.created_at,
    }
}

pub async fn find_message(ctx: &Ctx, id: MessageId) -> Result<Option<Message>> {
    ctx.tx().find::<message::Entity>().filter(message::Column::Id.eq(id)).one().await?.map(message_model).transpose()
}

/// The messages that are asked for, newest first.
pub async fn list_messages(ctx: &Ctx, query: LogQuery, limit: u64) -> Result<Vec<Message>> {
    let mut find = ctx.tx().find::<message::Entity>();
    if let Some(stage) = query.stage {
        find = find.filter(message::Column::Stage.eq(stage.code()));
    }
    if let Some(cursor) = query.cursor {
        find = find.filter(message::Column::Id.lt(cursor));
    }
    find.descending(message::Column::Id).limit(limit).all().await?.into_iter().map(message_model).collect()
}

/// The messages to a member, newest first.
pub async fn list_messages_to(ctx: &Ctx, member: MemberId, limit: u64) -> Result<Vec<Message>> {
    let to = ctx.tx().find::<message::Entity>().filter(message::Column::MemberId.eq(member));
    to.descending(message::Column::Id).limit(limit).all().await?.into_iter().map(message_model).collect()
}

/// How many could not be sent in the last seven days.
pub async fn count_failed(ctx: &Ctx) -> Result<u64> {
    let failed = ctx.tx().find::<message::Entity>().filter(message::Column::Stage.eq(Stage::Failed.code()));
    failed.filter(message::Column::SettledAt.gte(ctx.now - TimeDelta::days(7))).count().await
}

pub fn message_row(message: &Message) -> message::ActiveModel {
    message::ActiveModel {
        id: Set(message.id),
        member_id: Set(message.member),
        notice_id: Set(message.notice),
        way: Set(message.way.code()),
        kind: Set(message.kind.clone()),
        stage: Set(message.stage.code().to_owned()),
        why: Set(message.why.map(Why::code).unwrap_or_default()),
        tries: Set(message.tries),
        at: Set(message.at),
        settled_at: Set(message.settled_at),
        ..Default::default()
    }
}

/// What changes of a message as it goes.
pub fn moved(message: &Message) -> message::ActiveModel {
    message::ActiveModel {
        stage: Set(message.stage.code().to_owned()),
        why: Set(message.why.map(Why::code).unwrap_or_default()),
        tries: Set(message.tries),
        settled_at: Set(message.settled_at),
        ..Default::default()
    }
}

/// The message of that id, at that stage.
pub fn is_at(id: MessageId, stage: Stage) -> Condition {
    Condition::all().add(message::Column::Id.eq(id)).add(message::Column::Stage.eq(stage.code()))
}

fn message_model(row: message::Model) -> Result<Message> {
    let broken = || Failure::Broken(format!("message {}: {} {}", row.id, row.way, row.stage));
    Ok(Message {
        id: row.id,
        member: row.member_id,
        notice: row.notice_id,
        way: Way::from_code(&row.way).ok_or_else(broken)?,
        stage: Stage::from_code(&row.stage).ok_or_else(broken)?,
        why: Why::from_code(&row.why),
        kind: row.kind,
        tries: row.tries,
        at: row.at,
        settled_at: row.settled_at,
    })
}
