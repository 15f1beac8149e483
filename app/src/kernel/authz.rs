//! Proof before a write: a [`Permit`] is made by one function, after the policy said yes, and the write takes its key
//! from it. There is no other way to change a tenant's row, and no write without its event.
//!
//! A permit is consumed by its write and cannot outlive the command it was given in:
//!
//! ```
//! fn once<A: app::kernel::authz::Action>(permit: app::kernel::authz::Permit<'_, A>) {
//!     drop(permit);
//! }
//! ```
//! ```compile_fail
//! fn twice<A: app::kernel::authz::Action>(permit: app::kernel::authz::Permit<'_, A>) {
//!     drop(permit);
//!     drop(permit);
//! }
//! ```
//! Nobody else makes one:
//!
//! ```
//! fn take<A: app::kernel::authz::Action>(permit: app::kernel::authz::Permit<'_, A>) -> app::kernel::authz::Permit<'_, A> {
//!     permit
//! }
//! ```
//! ```compile_fail
//! fn forge<'c, A: app::kernel::authz::Action>(ctx: &'c app::kernel::ctx::Ctx) -> app::kernel::authz::Permit<'c, A> {
//!     app::kernel::authz::Permit { ctx, key: uuid::Uuid::nil(), action: std::marker::PhantomData }
//! }
//! ```

use super::actor::Actor;
use super::ctx::Ctx;
use super::db::TenantScoped;
use super::events::{self, Fact, Past};
use super::fault::{Failure, Fault};
use super::figures::{self, Count};
use super::ids::MemberId;
use super::jobs::{self, Later};
use super::notices::{self, Notice};
use super::said::{Text, text};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::IntoCondition;
use std::marker::PhantomData;
use uuid::Uuid;

type Result<T> = std::result::Result<T, Failure>;

/// A thing that can be acted on: one row of one table.
pub trait Subject {
    /// Its table.
    type Table: TenantScoped;
    /// What its history files it under.
    const KIND: &'static str;
    /// Its key within the tenant.
    fn key(&self) -> Uuid;
}

/// Something a person may do to a subject.
pub trait Action {
    /// What it is done to.
    type On: Subject;
    /// Whether this actor may. Pure; roles and rows only, never a request's words.
    ///
    /// # Errors
    /// [`Fault::Refused`], or [`Fault::NotFound`] for those who may not even see the subject.
    fn check(actor: &Actor, subject: &Self::On) -> std::result::Result<(), Fault>;
}

/// Proof that the policy allowed `A` on one subject, in one command.
#[derive(Debug)]
pub struct Permit<'c, A: Action> {
    ctx: &'c Ctx,
    key: Uuid,
    action: PhantomData<fn() -> A>,
}

impl Ctx {
    /// Asks the policy; the only maker of a [`Permit`].
    ///
    /// # Errors
    /// What the policy answers.
    pub fn permit<A: Action>(&self, subject: &A::On) -> Result<Permit<'_, A>> {
        A::check(&self.actor, subject)?;
        Ok(Permit { ctx: self, key: subject.key(), action: PhantomData })
    }
}

const FASTER: Text =
    text("刚刚有人先办了一步。请看看现在的情况，再决定。", "Someone was a moment faster. Please look at how it stands now, then decide.");

/// What a command is about and, if the caller insists on what was seen, its version.
#[derive(Debug, Clone, Copy)]
pub struct At<I> {
    /// Which.
    pub id: I,
    /// The version that was seen.
    pub version: Option<i32>,
}

impl<I> At<I> {
    /// Insists on what was seen, where the caller does.
    ///
    /// # Errors
    /// [`someone_was_faster`] for another version.
    pub fn insist(&self, version: i32) -> Result<()> {
        if self.version.is_some_and(|seen| seen != version) { Err(someone_was_faster().into()) } else { Ok(()) }
    }
}

impl<I: std::str::FromStr> std::str::FromStr for At<I> {
    type Err = ();
    /// As a form's box holds it: `id.version`.
    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        let (id, version) = text.split_once('.').ok_or(())?;
        Ok(Self { id: id.parse().map_err(|_| ())?, version: Some(version.parse().map_err(|_| ())?) })
    }
}

/// Somebody else changed it since it was read.
pub fn someone_was_faster() -> Fault {
    Fault::Rule { code: "someone_was_faster".into(), said: FASTER.into() }
}

/// A row that another leaves no room for was somebody else's a moment before.
pub(super) fn inserted(done: Result<()>) -> Result<()> {
    match done {
        Err(Failure::Db(error)) if matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_))) => {
            Err(someone_was_faster().into())
        }
        other => other,
    }
}

type Row<A> = <<<A as Action>::On as Subject>::Table as sea_orm::EntityTrait>::ActiveModel;

impl<A: Action> Permit<'_, A> {
    /// Writes the new row of the subject, with its event.
    ///
    /// # Errors
    /// [`someone_was_faster`] where there is one that leaves no room for it.
    pub async fn create(self, row: Row<A>, event: &impl Fact) -> Result<()> {
        inserted(self.ctx.tx().insert::<<A::On as Subject>::Table>(row).await)?;
        self.note(event).await
    }

    /// Adds a row that belongs to the subject, as part of setting it up; its event is the subject's own.
    ///
    /// # Errors
    /// [`someone_was_faster`] where there is one that leaves no room for it.
    pub async fn add<E: TenantScoped>(self, row: E::ActiveModel) -> Result<()> {
        inserted(self.ctx.tx().insert::<E>(row).await)
    }

    /// Changes rows that belong to the subject, beside the write; says how many.
    ///
    /// # Errors
    /// When the database does.
    pub async fn change_parts<E: TenantScoped>(&self, row: E::ActiveModel, only: impl IntoCondition) -> Result<u64> {
        self.ctx.tx().update_all::<E>(row, only.into_condition()).await
    }

    /// Changes the subject's row where the guard still holds, with its event.
    ///
    /// # Errors
    /// [`someone_was_faster`] when the guard no longer holds.
    pub async fn change(self, row: Row<A>, guard: impl IntoCondition, event: &impl Fact) -> Result<()> {
        let changed = self.ctx.tx().update::<<A::On as Subject>::Table>(self.key, row, guard.into_condition()).await?;
        if changed != 1 {
            return Err(someone_was_faster().into());
        }
        self.note(event).await
    }

    /// Adds many rows at once: what a table brings in, or a large world that the operator makes.
    ///
    /// # Errors
    /// When the database does.
    pub async fn add_all<E: TenantScoped>(&self, rows: Vec<E::ActiveModel>) -> Result<()> {
        self.ctx.tx().insert_all::<E>(rows).await
    }

    /// Writes many events at once, of things of this kind; those of a large world happened in the past.
    ///
    /// # Errors
    /// When the database does.
    pub async fn past<F: Fact>(&self, kind: &str, past: Vec<Past<F>>) -> Result<()> {
        events::append_past(self.ctx, kind, past).await
    }

    /// Says when each of these must be looked at again. For large worlds, which the operator makes.
    ///
    /// # Errors
    /// When the database does.
    pub async fn schedule_all(&self, kind: &str, due: Vec<(Uuid, DateTime<Utc>)>) -> Result<()> {
        for (subject, at) in due {
            jobs::schedule(self.ctx, kind, subject, Some(at)).await?;
        }
        Ok(())
    }

    /// Tells a member about the subject, beside the write.
    ///
    /// # Errors
    /// When the database does.
    pub async fn tell(&self, to: MemberId, notice: &Notice) -> Result<()> {
        notices::append(self.ctx, to, self.key, notice).await
    }

    /// Holds the subject against what happens to it by itself, before its history is read; to be followed by
    /// [`Permit::schedule`].
    ///
    /// # Errors
    /// When the database does.
    pub async fn hold(&self) -> Result<()> {
        jobs::hold(self.ctx, <A::On as Subject>::KIND, self.key).await
    }

    /// Says when the subject must be looked at again, beside the write; `None` when there is no need to.
    ///
    /// # Errors
    /// When the database does.
    pub async fn schedule(&self, due_at: Option<DateTime<Utc>>) -> Result<()> {
        jobs::schedule(self.ctx, <A::On as Subject>::KIND, self.key, due_at).await
    }

    /// Says, beside the write, that a later slice is to look at something.
    ///
    /// # Errors
    /// When the database does.
    pub async fn wake(&self, later: Later, subject: Uuid) -> Result<()> {
        jobs::schedule(self.ctx, later.code(), subject, Some(self.ctx.now)).await
    }

    /// Counts what happens to the subject, beside the write.
    ///
    /// # Errors
    /// When the database does.
    pub async fn count(&self, counts: Vec<Count>) -> Result<()> {
        figures::add(self.ctx, counts).await
    }

    /// Takes what people wrote out of the subject's history, for good, beside the write.
    ///
    /// # Errors
    /// When the database does.
    pub async fn remove_words(&self) -> Result<()> {
        events::words::remove(self.ctx, self.key).await
    }

    /// Records that the actor looked at the subject: once a day.
    ///
    /// # Errors
    /// [`Fault::Refused`] where nobody acts; when the database does.
    pub async fn note_daily(self, event: &impl Fact) -> Result<()> {
        let reader = self.ctx.actor.member.ok_or(Fault::Refused)?;
        events::append_daily(self.ctx, <A::On as Subject>::KIND, self.key, reader, event).await
    }

    /// Records an event that changes no row.
    ///
    /// # Errors
    /// When the database does.
    pub async fn note(self, event: &impl Fact) -> Result<()> {
        events::append(self.ctx, <A::On as Subject>::KIND, self.key, event).await
    }
}
