//! Reading figures, and counting them again.

use super::model::{
    AllFigures, CategoryFigures, Figures, Gap, Grades, KindOfPost, MonthOfFigures, Share, Tally, Volunteering, Waited, WallSheet,
};
use super::policy::{self, Mend, TheFigures};
use crate::communities;
use crate::communities::model::{CategoryId, Framed};
use crate::kernel::actor::Channel;
use crate::kernel::ctx::Ctx;
use crate::kernel::events::Fact;
use crate::kernel::fault::Failure;
use crate::kernel::figures::{self, Count, Sum};
use crate::kernel::jobs::{self, Job};
use crate::kernel::period::Period;
use crate::posts::model::{Post, PostStage};
use crate::posts::presets::{OWN, PRESETS, kind_name};
use crate::wishes;
use crate::wishes::clock::Awaited;
use crate::wishes::figures::{Measure, middle};
use crate::{posts, shifts, stars};
use chrono::{Days, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

type Result<T> = std::result::Result<T, Failure>;

/// The figures from one day to another, each as text; where they are empty, of this month.
///
/// # Errors
/// [`crate::kernel::fault::Fault::Refused`] for all but staff and admins; days that do not read.
pub async fn get(ctx: Ctx, (from, to): (String, String)) -> Result<AllFigures> {
    policy::may_read(&ctx.actor)?;
    let period = Period::between(&from, &to, ctx.today())?;
    Ok(AllFigures { orders: read(&ctx, period).await?, volunteering: volunteering(&ctx, period).await? })
}

async fn volunteering(ctx: &Ctx, period: Period) -> Result<Volunteering> {
    let span = (ctx.start_of(period.from), ctx.start_of(period.to + Days::new(1)));
    let served = shifts::ops::sums(ctx, None, &[span]).await?;
    let at_work = posts::ops::list_at_work(ctx).await?;
    let objections = posts::ops::count_objections(ctx, span).await? + stars::ops::count_objections(ctx, span).await?;
    let kind = |code: &'static str| {
        let of: Vec<&Post> = at_work.iter().filter(|post| post.terms.kind == code).collect();
        let filled = of.iter().filter(|post| post.stage == PostStage::Filled).count();
        let (places, taken) = (of.iter().map(|post| post.terms.places).sum(), of.iter().map(|post| post.taken).sum());
        let line = KindOfPost { kind: code.to_owned(), name: kind_name(code).into(), open: of.len() - filled, filled, places, taken };
        (!of.is_empty()).then_some(line)
    };
    Ok(Volunteering {
        active: served.iter().filter(|one| one.minutes > 0).count(),
        minutes: served.iter().map(|one| one.minutes).sum(),
        missed: served.iter().map(|one| one.missed).sum(),
        objections,
        kinds: PRESETS.iter().map(|preset| preset.code).chain([OWN]).filter_map(kind).collect(),
    })
}

/// The page of a month's figures, with the month before beside it.
///
/// # Errors
/// As [`get`].
pub async fn month(ctx: Ctx, month: String) -> Result<Framed<MonthOfFigures>> {
    policy::may_read(&ctx.actor)?;
    let period = Period::named(&month, ctx.today())?;
    let mut body = of_month(&ctx, period, period.to).await?;
    body.volunteering = volunteering(&ctx, period).await?;
    communities::ops::frame(&ctx, body).await
}

/// The month's page for the wall of the community: for everybody, and without what would tell of a few people.
///
/// # Errors
/// A month that does not read.
pub async fn wall_sheet(ctx: Ctx, month: String) -> Result<Framed<WallSheet>> {
    let period = Period::named(&month, ctx.today())?;
    let body = WallSheet::of(of_month(&ctx, period, yesterday(&ctx)).await?, period.month_after().from <= ctx.today());
    communities::ops::frame(&ctx, body).await
}

/// This month up to yesterday, as everybody may read it.
///
/// # Errors
/// When the database does.
pub async fn this_month(ctx: &Ctx) -> Result<Tally> {
    let figures = read(ctx, Period { to: yesterday(ctx), ..Period::month_of(ctx.today()) }).await?;
    Ok(figures.whole.for_everybody())
}

/// Up to when everybody may read: who watched today's figures grow could tell whose grade had just come.
fn yesterday(ctx: &Ctx) -> NaiveDate {
    ctx.today().pred_opt().unwrap_or_default()
}

async fn of_month(ctx: &Ctx, period: Period, upto: NaiveDate) -> Result<MonthOfFigures> {
    let figures = read(ctx, Period { to: period.to.min(upto), ..period }).await?;
    let before = period.month_before();
    let before = read(ctx, Period { to: before.to.min(upto), ..before }).await?.whole;
    Ok(MonthOfFigures { period, figures, before, volunteering: Volunteering::default() })
}

async fn read(ctx: &Ctx, period: Period) -> Result<Figures> {
    let sums = figures::sums(ctx, period.from, period.to).await?;
    let mut by_category: BTreeMap<CategoryId, Counters> = BTreeMap::new();
    let mut whole = Counters::default();
    for sum in sums {
        whole.add(&sum);
        by_category.entry(CategoryId(sum.about_id)).or_default().add(&sum);
    }
    let names = communities::find_categories(ctx, by_category.keys().copied().collect()).await?;
    let line = |(id, counters): (CategoryId, Counters)| {
        let category = names.get(&id)?;
        let (code, kind, class, name) = (category.code.clone(), category.kind, category.class, category.said());
        Some(CategoryFigures { code, kind, class, name, tally: counters.tally() })
    };
    let mut categories: Vec<CategoryFigures> = by_category.into_iter().filter_map(line).collect();
    categories.sort_by(|a, b| b.tally.placed.cmp(&a.tally.placed).then_with(|| a.code.cmp(&b.code)));
    Ok(Figures { from: period.from, to: period.to, as_of: ctx.moment(ctx.now), whole: whole.tally(), categories })
}

/// Sums of counters, by measure and part.
#[derive(Debug, Default)]
struct Counters(BTreeMap<String, BTreeMap<i32, i64>>);

impl Counters {
    fn add(&mut self, sum: &Sum) {
        *self.0.entry(sum.measure.clone()).or_default().entry(sum.part).or_default() += sum.n;
    }

    fn parts(&self, measure: Measure) -> impl Iterator<Item = (i32, i64)> + '_ {
        self.0.get(measure.code()).into_iter().flatten().map(|(part, n)| (*part, *n))
    }

    fn n(&self, measure: Measure) -> i64 {
        self.parts(measure).map(|(_, n)| n).sum()
    }

    fn kept(&self, awaited: Awaited) -> Share {
        let n = self.n(Measure::InTime(awaited));
        Share { n, of: n + self.n(Measure::Late(awaited)) }
    }

    fn grades(&self, measures: impl IntoIterator<Item = Measure>) -> Grades {
        let mut grades = Grades::default();
        for (grade, n) in measures.into_iter().flat_map(|measure| self.parts(measure).collect::<Vec<_>>()) {
            if let Some(slot) = usize::try_from(grade - 1).ok().and_then(|at| grades.0.get_mut(at)) {
                *slot += n;
            }
        }
        grades
    }

    fn gap(&self, measure: Measure) -> Gap {
        Gap { n: self.n(measure), sum: self.parts(measure).map(|(gap, n)| i64::from(gap) * n).sum() }
    }

    fn waited(&self, awaited: Awaited) -> Waited {
        let measure = Measure::Waited(awaited);
        let all = self.n(measure);
        // The bucket by which so many in ten have waited no longer.
        let by = |in_ten: i64| {
            let mut seen = 0;
            let reached = self.parts(measure).find(|(_, n)| {
                seen += n;
                seen * 10 >= all * in_ten
            });
            #[expect(clippy::cast_possible_truncation, reason = "seconds of a century fit")]
            reached.map(|(bucket, _)| middle(bucket).round() as i64)
        };
        Waited { n: all, median_s: by(5), p90_s: by(9) }
    }

    fn tally(&self) -> Tally {
        let taken_down = Channel::TAKEN_DOWN.map(Measure::Grade);
        Tally {
            placed: self.n(Measure::Placed),
            accepted: self.n(Measure::Accepted),
            declined: self.n(Measure::Declined),
            withdrawn: self.n(Measure::Withdrawn),
            delivered: self.n(Measure::Delivered),
            confirmed: self.n(Measure::Confirmed),
            lapsed: self.n(Measure::Lapsed),
            reopened: self.n(Measure::Reopened),
            answered_in_time: self.kept(Awaited::Answer),
            delivered_in_time: self.kept(Awaited::Delivery),
            waited_for_answer: self.waited(Awaited::Answer),
            waited_for_delivery: self.waited(Awaited::Delivery),
            grades: self.grades(taken_down.into_iter().chain([Measure::Grade(Channel::Web)])),
            grades_taken_down: self.grades(taken_down),
            grades_said: self.grades([Measure::SaidGrade]),
            calls_owed: self.n(Measure::CallOwed),
            called_back: self.n(Measure::CalledBack),
            gap_taken_down: self.gap(Measure::GapTakenDown),
            gap_own: self.gap(Measure::GapOwn),
        }
    }
}

/// What is missing for the figures to stand as the history says; nothing where they do. Runs in a snapshot.
///
/// # Errors
/// [`crate::kernel::fault::Fault::Refused`] for all but the clock and the operator.
pub async fn missing(ctx: Ctx, (): ()) -> Result<Vec<Count>> {
    ctx.permit::<Mend>(&TheFigures(ctx.place.id))?;
    let recounted = wishes::ops::count_all(&ctx).await?;
    figures::missing(&ctx, recounted).await
}

/// Has the figures counted again from now on; whoever works jobs off does it.
///
/// # Errors
/// As [`missing`].
pub async fn ask(ctx: Ctx, (): ()) -> Result<Job> {
    let subject = TheFigures(ctx.place.id);
    ctx.permit::<Mend>(&subject)?.schedule(Some(ctx.now)).await?;
    Ok(Job { community: ctx.place.id, kind: "figures".to_owned(), subject: ctx.place.id.0, due_at: ctx.now, attempts: 0 })
}

/// That figures were put right.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum FiguresEvent {
    /// So many counters did not stand as the history says.
    Mended { counters: usize },
}

impl Fact for FiguresEvent {}

/// Adds what was found [`missing`] since the job was due, once: whoever holds the job. False where somebody else has done it.
///
/// # Errors
/// As [`missing`].
pub async fn mend(ctx: Ctx, (job, missing): (Job, Vec<Count>)) -> Result<bool> {
    if !jobs::take(&ctx, &job).await? {
        return Ok(false);
    }
    let permit = ctx.permit::<Mend>(&TheFigures(ctx.place.id))?;
    permit.schedule(None).await?;
    if missing.is_empty() {
        return Ok(true);
    }
    let counters = missing.len();
    permit.count(missing).await?;
    permit.note(&FiguresEvent::Mended { counters }).await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wishes::figures::bucket;
    use chrono::TimeDelta;
    use uuid::Uuid;

    /// Against sorting every time and taking the one in the middle, over several categories.
    #[test]
    fn half_and_nine_in_ten_are_within_a_twentieth_of_the_true_ones() {
        for many in [1_i64, 2, 3, 10, 97, 500] {
            let mut times: Vec<i64> = (0..many).map(|n| 60 + (n * 7919 + many * 31) % 400_000).collect();
            let mut counters = Counters::default();
            for (at, seconds) in times.iter().enumerate() {
                counters.add(&Sum {
                    about_id: Uuid::from_u128(at as u128 % 3),
                    measure: Measure::Waited(Awaited::Delivery).code().to_owned(),
                    part: bucket(TimeDelta::seconds(*seconds)),
                    n: 1,
                });
            }
            times.sort_unstable();
            let waited = counters.waited(Awaited::Delivery);
            assert_eq!(waited.n, many);
            for (told, in_ten) in [(waited.median_s, 5), (waited.p90_s, 9)] {
                let at = usize::try_from((many * in_ten).div_euclid(10) + i64::from(many * in_ten % 10 > 0) - 1).unwrap();
                let (told, truth) = (told.unwrap(), times[at]);
                assert!((told - truth).abs() * 20 <= truth + 20, "{in_ten} in ten of {many}: {told} s, in truth {truth} s");
            }
        }
        assert_eq!(Counters::default().waited(Awaited::Answer).median_s, None);
    }
}
