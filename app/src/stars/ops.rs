//! The use cases of stars. Whatever counts or closes a quarter takes the turn of the community's ledgers first: nothing is booked
//! while it counts.

mod choosing;
mod closing;
mod lists;
mod objecting;

pub use choosing::{choose, get_rules, kept_of, rules_page, set_rules};
pub use closing::{close_page, compute, get_closing, publish, seal, sheet};
pub use lists::{board, board_page, check, honours_page, list_mine, list_records, mine_page};
pub use objecting::{answer, clear, count_objections, list_objections, object};

use super::counting::{Counted, Tally, counted};
use super::model::{Line, Quarter, QuarterStage};
use super::rules::Version;
use super::store;
use crate::communities;
use crate::communities::model::Member;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::Failure;
use crate::kernel::ids::MemberId;
use crate::kernel::period::Period;
use crate::points::policy::earns;
use crate::{points, shifts};
use chrono::Days;
use std::collections::HashMap;

type Result<T> = std::result::Result<T, Failure>;

/// What was done in these days, as it stands now: by everybody, or by this member.
async fn tally(ctx: &Ctx, member: Option<MemberId>, days: &[Period]) -> Result<Tally> {
    let mut tally = Tally::new();
    for (member, points) in points::ops::sums(ctx, member, days).await? {
        tally.entry(member).or_default().points += points;
    }
    let spans: Vec<_> = days.iter().map(|days| span(ctx, *days)).collect();
    for served in shifts::ops::sums(ctx, member.as_ref().map(std::slice::from_ref), &spans).await? {
        let count = tally.entry(served.member).or_default();
        count.minutes += served.minutes;
        count.missed += served.missed;
    }
    Ok(tally)
}

fn span(ctx: &Ctx, days: Period) -> shifts::model::Span {
    (ctx.start_of(days.from), ctx.start_of(days.to + Days::new(1)))
}

/// What counts in this quarter by these thresholds, if it were closed now: of everybody, or of this member.
async fn count(ctx: &Ctx, quarter: Period, rules: &Version, member: Option<MemberId>) -> Result<Vec<Counted>> {
    let mut sealed = store::list_quarters(ctx).await?;
    sealed.retain(|one| one.stage == QuarterStage::Sealed && one.days != quarter);
    let own = tally(ctx, member, &[quarter]).await?;
    let days: Vec<Period> = sealed.iter().map(|one| one.days).collect();
    let stands = tally(ctx, member, &days).await?;
    let already = store::sum_lines(ctx, &sealed, member).await?;
    let members = own.keys().chain(stands.keys()).chain(already.keys()).copied();
    let names = communities::list_names(ctx, members).await?;
    let earns = |member| names.get(&member).is_some_and(|(_, roles)| earns(roles));
    Ok(counted(&own, &stands, &already, &rules.thresholds, earns))
}

/// The lines of a quarter as they stand there, in the order in which they would be counted again.
async fn lines(ctx: &Ctx, quarter: &Quarter) -> Result<Vec<Line>> {
    let mut lines = store::list_lines(ctx, std::slice::from_ref(quarter), None).await?;
    lines.sort_by_key(|line| line.counted.member);
    Ok(lines)
}

/// Those of these lines whose member is still here.
async fn people(ctx: &Ctx, lines: &[Line]) -> Result<HashMap<MemberId, Member>> {
    let ids: Vec<MemberId> = lines.iter().map(|line| line.counted.member).collect();
    Ok(communities::list_here(ctx, ids).await?.into_iter().map(|member| (member.id, member)).collect())
}
