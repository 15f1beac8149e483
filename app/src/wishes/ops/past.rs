//! Wishes of the past, written many at a time: for large worlds to measure in, which the operator makes. Each is moved
//! through its stages by the same moves, and told and closed by the same clocks, as if it had been lived; nobody is told of
//! it now.

use crate::communities;
use crate::communities::calendar::Calendar;
use crate::communities::model::{CategoryCard, TheCommunity};
use crate::kernel::actor::Channel;
use crate::kernel::ctx::Ctx;
use crate::kernel::events::Past;
use crate::kernel::fault::Failure;
use crate::kernel::figures::Counted;
use crate::kernel::ids::MemberId;
use crate::kernel::jobs::Later;
use crate::wishes::clock::{self, Due, Ring};
use crate::wishes::entity::wish;
use crate::wishes::figures;
use crate::wishes::history;
use crate::wishes::model::{Rating, Stage, Wish, WishEvent, WishId};
use crate::wishes::moves::{Accepted, Claimed, Delivered, Moved, Placed, Reopenable, Withdrawable};
use crate::wishes::policy::Load;
use crate::wishes::store;
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use std::collections::BTreeMap;

type Result<T> = std::result::Result<T, Failure>;

/// A wish as it was lived.
#[derive(Debug, Clone)]
pub struct Lived {
    /// Whose.
    pub resident: MemberId,
    /// Under what category.
    pub category: CategoryCard,
    /// What it is about.
    pub title: String,
    /// The resident's own words.
    pub text: String,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// What was done then, when, and by whom; in the order of time.
    pub steps: Vec<(DateTime<Utc>, MemberId, Doing)>,
}

/// What somebody did.
#[derive(Debug, Clone)]
pub enum Doing {
    /// Took the order, and wrote the public card.
    Accept(String),
    /// Said that it is not possible, and why.
    Decline(String),
    /// Took it on.
    Claim,
    /// Brought it, and said what was done.
    Deliver(String),
    /// Graded it.
    Confirm(Rating),
    /// Said that it is not solved, and why.
    Reopen(String),
    /// Took it back.
    Withdraw,
}

/// Writes wishes of the past, up to now; says how many events they have.
///
/// # Errors
/// [`crate::kernel::fault::Fault::Refused`] for all but the operator's command line; a step that its stage does not allow.
pub async fn load(ctx: Ctx, lives: Vec<Lived>) -> Result<u64> {
    let permit = ctx.permit::<Load>(&TheCommunity(ctx.place.id))?;
    let calendar = communities::calendar(&ctx).await?;
    let (mut rows, mut past, mut due) = (Vec::with_capacity(lives.len()), Vec::new(), Vec::new());
    let (mut counted, mut granted) = (Counted::new(), BTreeMap::new());
    for life in lives {
        let story = live(life, &calendar, ctx.now)?;
        let steps: Vec<figures::Step<'_>> = story.past.iter().map(|one| (one.at, one.channel.code(), &one.fact)).collect();
        for counts in figures::of(&steps, &calendar) {
            *counted.entry(history::counter(&ctx, counts)).or_default() += 1;
        }
        due.extend(story.next.map(|at| (story.wish.id.0, at)));
        granted.extend(story.wish.holder.filter(|_| Stage::GRANTED.contains(&story.wish.stage)).map(|holder| (holder.0, ctx.now)));
        rows.push(store::whole_row(&story.wish));
        past.extend(story.past);
    }
    let events = past.len() as u64;
    permit.add_all::<wish::Entity>(rows).await?;
    permit.past("wish", past).await?;
    permit.schedule_all("wish", due).await?;
    permit.schedule_all(Later::Ledger.code(), granted.into_iter().collect()).await?;
    permit.count(counted.into_iter().collect()).await?;
    Ok(events)
}

struct Story {
    wish: Wish,
    past: Vec<Past<WishEvent>>,
    next: Option<DateTime<Utc>>,
}

fn live<Z: TimeZone>(life: Lived, calendar: &Calendar<Z>, now: DateTime<Utc>) -> Result<Story> {
    let Lived { resident, category, title, text, placed_at, steps } = life;
    let wish = Wish {
        id: WishId::new(placed_at),
        resident,
        kind: category.kind,
        category: category.id,
        title,
        text,
        public_card: None,
        stage: Stage::Placed,
        version: 1,
        holder: None,
        filed_by: None,
        placed_at,
        moved_at: placed_at,
        grade: None,
        call_back: None,
        due: Due::default(),
    };
    let placed = WishEvent::Placed { category: category.id, limits: Some(category.limits) };
    let mut story = Story { wish, past: Vec::new(), next: None };
    story.happens(placed_at, Some(resident), Channel::Web, placed);
    for (at, by, doing) in steps {
        story.rings(calendar, at)?;
        let wish = story.wish.clone();
        let moved = match doing {
            Doing::Accept(card) => Placed::try_from(wish)?.accept(category.id, Some(category.limits), Some(card)),
            Doing::Decline(reason) => Placed::try_from(wish)?.decline(reason),
            Doing::Claim => Accepted::try_from(wish)?.claim(by),
            Doing::Deliver(note) => Claimed::try_from(wish)?.deliver(note),
            Doing::Confirm(rating) => Delivered::try_from(wish)?.confirm(rating),
            Doing::Reopen(reason) => Reopenable::at(wish, at)?.reopen(reason),
            Doing::Withdraw => Withdrawable::try_from(wish)?.withdraw(),
        };
        story.moves(at, Some(by), Channel::Web, moved);
    }
    story.rings(calendar, now)?;
    let reading = story.reads(calendar);
    story.wish.due = reading.due;
    story.next = reading.next.map(|(at, _)| at);
    Ok(story)
}

impl Story {
    /// What happens by itself until then.
    fn rings<Z: TimeZone>(&mut self, calendar: &Calendar<Z>, until: DateTime<Utc>) -> Result<()> {
        while let Some((at, ring)) = self.reads(calendar).next.filter(|(at, _)| *at <= until) {
            match ring {
                Ring::Lapse => {
                    let moved = Delivered::try_from(self.wish.clone())?.lapse();
                    self.moves(at, None, Channel::Clock, moved);
                }
                Ring::Mark { awaited, percent: 100 } => self.happens(at, None, Channel::Clock, WishEvent::Overdue { awaited }),
                Ring::Mark { awaited, percent } => self.happens(at, None, Channel::Clock, WishEvent::Reminded { awaited, percent }),
            }
        }
        Ok(())
    }

    fn reads<Z: TimeZone>(&self, calendar: &Calendar<Z>) -> clock::Reading {
        clock::read(self.past.iter().map(|one| (one.at, &one.fact)), calendar)
    }

    fn moves(&mut self, at: DateTime<Utc>, by: Option<MemberId>, channel: Channel, moved: Moved) {
        self.wish = Wish { moved_at: at, ..moved.wish };
        self.happens(at, by, channel, moved.event);
    }

    /// Never before what happened last: a history keeps its order.
    fn happens(&mut self, at: DateTime<Utc>, by: Option<MemberId>, channel: Channel, fact: WishEvent) {
        let at = self.past.last().map_or(at, |last| at.max(last.at + TimeDelta::microseconds(1)));
        self.past.push(Past { subject: self.wish.id.0, actor: by, channel, at, fact });
    }
}
