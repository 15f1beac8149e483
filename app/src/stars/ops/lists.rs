//! Reading: what everybody may see, one's own stars, the honours; and what must hold of all of them.

use super::{Result, count, lines};
use crate::accounts::model::masked_name;
use crate::communities;
use crate::communities::model::{Framed, Member};
use crate::kernel::actor::Role;
use crate::kernel::authz::Subject as _;
use crate::kernel::ctx::Ctx;
use crate::kernel::events;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::MemberId;
use crate::kernel::period::Period;
use crate::points::policy::earns;
use crate::posts::model::{Claim, PostId};
use crate::stars::counting::{Count, Counted, Tally};
use crate::stars::model::{
    BoardQuery, Honour, Honours, Line, LineId, MyQuarter, MyStars, MyYear, Quarter, QuarterCard, QuarterEvent, QuarterStage, RecordCard,
    Showing, StarBoard, StarBuilding, StarCard,
};
use crate::stars::moves::replay;
use crate::stars::policy::may_object;
use crate::stars::rules::{Version, at, numbered, yearly};
use crate::stars::store;
use crate::{posts, shifts};
use chrono::{DateTime, Datelike as _};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A quarter, or a year, and the stars of it.
struct Sheet {
    card: QuarterCard,
    sealed_on: chrono::NaiveDate,
    rows: Vec<Row>,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    line: Option<LineId>,
    member: MemberId,
    stars: u8,
    count: Count,
}

/// What there is, the newest first: quarters that are public or sealed, and years whose last quarter is sealed.
fn cards(ctx: &Ctx, quarters: &[Quarter]) -> Vec<QuarterCard> {
    let card = |quarter: &Quarter| QuarterCard {
        quarter: quarter.days.quarter_code(),
        stage: quarter.stage,
        until: quarter.public_until.map(|until| ctx.moment(until)),
    };
    let year = |year: i32| QuarterCard { quarter: year.to_string(), stage: QuarterStage::Sealed, until: None };
    let mut cards = Vec::new();
    for quarter in quarters.iter().filter(|quarter| quarter.stage != QuarterStage::Computed) {
        if ends_a_year(quarter) {
            cards.push(year(quarter.days.from.year()));
        }
        cards.push(card(quarter));
    }
    cards
}

/// Whether with this quarter the stars of its year can be said.
fn ends_a_year(quarter: &Quarter) -> bool {
    quarter.stage == QuarterStage::Sealed && quarter.days.to.month() == 12
}

/// The sealed quarters of a year.
fn of_year(quarters: &[Quarter], year: i32) -> Vec<Quarter> {
    let sealed = |quarter: &&Quarter| quarter.stage == QuarterStage::Sealed && quarter.days.from.year() == year;
    quarters.iter().filter(sealed).cloned().collect()
}

/// A year's stars of everybody of whom there is a line in it.
fn rows_of_year(lines: &[Line], quarters: usize) -> Vec<Row> {
    let mut by_member: BTreeMap<MemberId, (Vec<u8>, Count)> = BTreeMap::new();
    for Counted { member, count, stars, .. } in lines.iter().map(|line| line.counted) {
        let (all, sum) = by_member.entry(member).or_default();
        all.push(stars);
        *sum = *sum + count;
    }
    let row = |(member, (mut all, count)): (MemberId, (Vec<u8>, Count))| {
        // A quarter in which nothing was done has no star.
        all.resize(quarters, 0);
        Row { line: None, member, stars: yearly(&all).unwrap_or_default(), count }
    };
    by_member.into_iter().map(row).collect()
}

/// The sheet that is asked for; the newest, where none is named.
async fn read(ctx: &Ctx, quarters: &[Quarter], asked: &str) -> Result<Option<Sheet>> {
    let asked = asked.trim();
    let cards = cards(ctx, quarters);
    let card = if asked.is_empty() { cards.first() } else { cards.iter().find(|card| card.quarter == asked) };
    let Some(card) = card.cloned() else {
        return if asked.is_empty() { Ok(None) } else { Err(Fault::NotFound.into()) };
    };
    let (of, rows) = if let Ok(year) = card.quarter.parse() {
        let of = of_year(quarters, year);
        let rows = rows_of_year(&store::list_lines(ctx, &of, None).await?, of.len());
        (of, rows)
    } else {
        let of: Vec<Quarter> = quarters.iter().filter(|one| one.days.quarter_code() == card.quarter).cloned().collect();
        let row =
            |line: Line| Row { line: Some(line.id), member: line.counted.member, stars: line.counted.stars, count: line.counted.count };
        let rows = store::list_lines(ctx, &of, None).await?.into_iter().map(row).collect();
        (of, rows)
    };
    let sealed_on = of.iter().map(|one| ctx.moment(one.moved_at).local().date()).max().unwrap_or_else(|| ctx.today());
    Ok(Some(Sheet { card, sealed_on, rows }))
}

/// The stars of a quarter or a year, by building, of those who agreed to be shown: for everybody.
///
/// # Errors
/// [`Fault::NotFound`] for a quarter that is not public.
pub async fn board(ctx: Ctx, query: BoardQuery) -> Result<StarBoard> {
    let quarters = store::list_quarters(&ctx).await?;
    let all = cards(&ctx, &quarters);
    let Some(sheet) = read(&ctx, &quarters, &query.quarter).await? else {
        return Ok(StarBoard { quarters: all, shown: None, buildings: Vec::new(), hidden: 0, can_object: false });
    };
    let rows: Vec<Row> = sheet.rows.into_iter().filter(|row| row.stars > 0).collect();
    let members: Vec<MemberId> = rows.iter().map(|row| row.member).collect();
    let showing = store::list_showing(&ctx, members.clone()).await?;
    let here: BTreeMap<MemberId, Member> =
        communities::list_here(&ctx, members).await?.into_iter().map(|member| (member.id, member)).collect();
    let (mut by_building, mut hidden) = (BTreeMap::<String, Vec<StarCard>>::new(), 0);
    for Row { line, member, stars, count } in rows {
        let Some(of) = here.get(&member) else { continue };
        let name = match showing.get(&member).copied().unwrap_or(Showing::Hidden) {
            Showing::Hidden => {
                hidden += 1;
                continue;
            }
            Showing::Masked => masked_name(&of.name),
            Showing::Whole => of.name.clone(),
        };
        by_building.entry(of.building.clone()).or_default().push(StarCard { line, name, stars, count });
    }
    let building = |(building, mut people): (String, Vec<StarCard>)| {
        people.sort_by(|a, b| (Reverse(a.stars), &a.name, a.line).cmp(&(Reverse(b.stars), &b.name, b.line)));
        StarBuilding { building, people }
    };
    let can_object = sheet.card.stage == QuarterStage::Published && may_object(&ctx.actor).is_ok();
    Ok(StarBoard { quarters: all, shown: Some(sheet.card), buildings: by_building.into_iter().map(building).collect(), hidden, can_object })
}

/// The page of it.
///
/// # Errors
/// As [`board`].
pub async fn board_page(ctx: Ctx, query: BoardQuery) -> Result<Framed<StarBoard>> {
    let board = board(ctx.clone(), query).await?;
    communities::ops::frame(&ctx, board).await
}

/// What those who claim a post did here so far, for whoever appoints.
///
/// # Errors
/// [`Fault::Refused`] for all but admins; [`Fault::NotFound`] for a post of nothing.
pub async fn list_records(ctx: Ctx, post: PostId) -> Result<Vec<RecordCard>> {
    posts::policy::may_keep(&ctx.actor)?;
    let claims = posts::ops::list_live(&ctx, post).await?;
    let members: Vec<MemberId> = claims.iter().map(|claim| claim.member).collect();
    let mut tally = Tally::new();
    for served in shifts::ops::sums(&ctx, Some(&members), &[(DateTime::UNIX_EPOCH, ctx.now)]).await? {
        let count = tally.entry(served.member).or_default();
        count.minutes += served.minutes;
        count.missed += served.missed;
    }
    let mut newest = store::list_quarters(&ctx).await?;
    newest.retain(|quarter| quarter.stage != QuarterStage::Computed);
    newest.truncate(1);
    let lines = store::list_lines(&ctx, &newest, Some(&members)).await?;
    let quarter = newest.first().map(|quarter| quarter.days.quarter_code());
    let card = |claim: Claim| {
        let count = tally.get(&claim.member).copied().unwrap_or_default();
        let stars = lines.iter().find(|line| line.counted.member == claim.member).map_or(0, |line| line.counted.stars);
        RecordCard { claim: claim.id, minutes: count.minutes, missed: count.missed, quarter: quarter.clone(), stars }
    };
    Ok(claims.into_iter().map(card).collect())
}

/// One's own stars, with all that they come from.
///
/// # Errors
/// [`Fault::NotFound`] for those who are not members here.
pub async fn list_mine(ctx: Ctx, (): ()) -> Result<MyStars> {
    communities::policy::inside(&ctx.actor)?;
    of(&ctx, ctx.actor.member.ok_or(Fault::NotFound)?).await
}

/// The page of it.
///
/// # Errors
/// As [`list_mine`].
pub async fn mine_page(ctx: Ctx, (): ()) -> Result<Framed<MyStars>> {
    let mine = list_mine(ctx.clone(), ()).await?;
    communities::ops::frame(&ctx, mine).await
}

/// The stars of this member.
pub(super) async fn of(ctx: &Ctx, member: MemberId) -> Result<MyStars> {
    let versions = store::list_rules(ctx).await?;
    let mut quarters = store::list_quarters(ctx).await?;
    quarters.retain(|quarter| quarter.stage != QuarterStage::Computed);
    let mut lines = store::list_lines(ctx, &quarters, Some(&[member])).await?;
    lines.retain(|line| !line.counted.is_barred);
    let mine = |quarter: &Quarter| {
        let line = lines.iter().find(|line| line.quarter == quarter.id)?;
        Some(my_quarter(quarter.days, Some(quarter.stage), &line.counted, numbered(&versions, quarter.rules)?))
    };
    let year = |quarter: &Quarter| {
        let year = quarter.days.from.year();
        let of = of_year(&quarters, year);
        let its: Vec<Line> = lines.iter().filter(|line| of.iter().any(|one| one.id == line.quarter)).copied().collect();
        let row = rows_of_year(&its, of.len()).pop()?;
        Some(MyYear { year, stars: row.stars, quarters: of.len() })
    };
    let now = Period::quarter_of(ctx.today());
    let rules = at(&versions, now);
    let so_far = count(ctx, now, &rules, Some(member)).await?.pop();
    let nothing = Counted { member, count: Count::default(), late: Count::default(), stars: 0, is_barred: false };
    let name = communities::list_names(ctx, [member]).await?.remove(&member);
    Ok(MyStars {
        showing: store::list_showing(ctx, vec![member]).await?.remove(&member).unwrap_or(Showing::Hidden),
        earns: name.is_some_and(|(_, roles)| earns(&roles)),
        so_far: my_quarter(now, None, &so_far.unwrap_or(nothing), rules),
        quarters: quarters.iter().filter_map(mine).collect(),
        years: quarters.iter().filter(|quarter| ends_a_year(quarter)).filter_map(year).collect(),
    })
}

fn my_quarter(days: Period, stage: Option<QuarterStage>, counted: &Counted, rules: Version) -> MyQuarter {
    MyQuarter { quarter: days.quarter_code(), stage, stars: counted.stars, count: counted.count, late: counted.late, rules }
}

/// The honours of a sealed quarter, or year, to be printed: everybody's for admins, one's own for others.
///
/// # Errors
/// [`Fault::NotFound`] for those who are not members here, and for what is not sealed.
pub async fn honours_page(ctx: Ctx, quarter: String) -> Result<Framed<Honours>> {
    communities::policy::inside(&ctx.actor)?;
    let quarters = store::list_quarters(&ctx).await?;
    let sheet = read(&ctx, &quarters, &quarter).await?.filter(|sheet| sheet.card.stage == QuarterStage::Sealed).ok_or(Fault::NotFound)?;
    let mut rows: Vec<Row> = sheet.rows.into_iter().filter(|row| row.stars > 0).collect();
    if !ctx.actor.roles.has(Role::Admin) {
        rows.retain(|row| ctx.actor.is(row.member));
    }
    let here = communities::list_here(&ctx, rows.iter().map(|row| row.member).collect()).await?;
    let honour = |row: &Row| Some(Honour { name: here.iter().find(|one| one.id == row.member)?.name.clone(), stars: row.stars });
    let mut honours: Vec<Honour> = rows.iter().filter_map(honour).collect();
    honours.sort_by(|a, b| (Reverse(a.stars), &a.name).cmp(&(Reverse(b.stars), &b.name)));
    let honours = Honours { quarter: sheet.card.quarter, sealed_on: sheet.sealed_on, honours };
    communities::ops::frame(&ctx, honours).await
}

/// What must hold of every quarter here: it stands as its history says, and its stars are what its thresholds say of what it
/// counted.
///
/// # Errors
/// What does not hold.
pub async fn check(ctx: Ctx, (): ()) -> Result<()> {
    let broken = |what: String| Err(Failure::Broken(what));
    let versions = store::list_rules(&ctx).await?;
    for quarter in store::list_quarters(&ctx).await? {
        let history = events::of(&ctx, Quarter::KIND, quarter.id.0).await?;
        let history = history.into_iter().map(|entry| serde_json::from_value(entry.fact));
        let history = history.collect::<std::result::Result<Vec<QuarterEvent>, _>>();
        let history = history.map_err(|e| Failure::Broken(format!("quarter {}: {e}", quarter.id)))?;
        if replay(&history) != Some((quarter.stage, quarter.version)) {
            return broken(format!("quarter {} stands at {:?}, its history says {history:?}", quarter.id, quarter.stage));
        }
        let Some(rules) = numbered(&versions, quarter.rules) else { return broken(format!("no thresholds {}", quarter.rules)) };
        for counted in lines(&ctx, &quarter).await?.into_iter().map(|line| line.counted) {
            let due = if counted.is_barred { 0 } else { rules.thresholds.stars(counted.count) };
            if counted.stars != due {
                return broken(format!("quarter {}: {counted:?} is {due} stars", quarter.id));
            }
        }
    }
    Ok(())
}
