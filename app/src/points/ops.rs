//! The use cases of points. Whatever writes takes the turn of the community's ledgers first: nothing is booked by rates that are
//! being changed.

mod lists;
mod rates;
mod settling;

pub use lists::{check, count_unsettled, kept_of, list_mine, mine_page, sums};
pub use rates::{difference, get_rates, rates_page, recompute, set_rates};
pub use settling::settle;

use super::ledger::{Deed, What};
use crate::communities;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::Failure;
use crate::kernel::ids::MemberId;
use crate::kernel::jobs;
use crate::kernel::period::Period;
use crate::{posts, shifts, wishes};
use std::collections::BTreeMap;

type Result<T> = std::result::Result<T, Failure>;

/// One at a time writes into the ledgers of a community, or says how.
///
/// # Errors
/// When the database does.
pub async fn turn(ctx: &Ctx) -> Result<()> {
    jobs::alone(ctx, "points_turn", ctx.place.id.0).await
}

/// What counts as it stands now: of this member, or of everybody; of these days, or of all.
async fn deeds(ctx: &Ctx, member: Option<MemberId>, days: Option<Period>) -> Result<BTreeMap<MemberId, Vec<Deed>>> {
    let span = days.map(|days| (ctx.start_of(days.from), ctx.start_of(days.to + chrono::Days::new(1))));
    let mut all: BTreeMap<MemberId, Vec<Deed>> = BTreeMap::new();
    let served = shifts::ops::list_confirmed(ctx, member, span).await?;
    let of = posts::ops::list_these(ctx, served.iter().map(|shift| shift.post).collect()).await?;
    for shift in served {
        let code = of.get(&shift.post).map(|post| post.terms.kind.clone()).unwrap_or_default();
        let (day, n) = (ctx.moment(shift.from).local().date(), shift.minutes(ctx.now));
        let deed = Deed { what: What::Shift, id: shift.id.0, about: shift.post.0, code, day, at: shift.from, n };
        all.entry(shift.member).or_default().push(deed);
    }
    let granted = wishes::ops::list_granted(ctx, member, span).await?;
    let of = communities::find_categories(ctx, granted.iter().map(|wish| wish.category).collect()).await?;
    for wish in granted {
        let code = of.get(&wish.category).map(|category| category.code.clone()).unwrap_or_default();
        let day = ctx.moment(wish.closed_at).local().date();
        let deed = Deed { what: What::Wish, id: wish.id.0, about: wish.category.0, code, day, at: wish.closed_at, n: 1 };
        all.entry(wish.holder).or_default().push(deed);
    }
    Ok(all)
}
