//! Larger worlds, for measuring: so many communities with so many wishes each, written many at a time instead of lived one
//! by one. What stands in them could have come about: the same moves, the same clocks, the same figures.

use super::chance::Chance;
use super::content::{GIVEN, STORIES, SURNAMES, Story};
use super::life::minutes_of_day;
use super::places::{PLACES, Place};
use crate::operator::{say, sentence};
use app::accounts;
use app::communities;
use app::communities::model::{CategoryCard, NOTICE, NewCommunity, Registration};
use app::communities::ops::Settler;
use app::kernel::actor::{Role, Roles};
use app::kernel::ctx::Call;
use app::kernel::db::Mode;
use app::kernel::ids::MemberId;
use app::wishes::model::Rating;
use app::wishes::ops::{Doing, Lived};
use chrono::{DateTime, TimeDelta, Utc};

type Result<T> = std::result::Result<T, String>;

/// How large a world is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// How many communities.
    pub communities: u16,
    /// How many wishes each has.
    pub wishes: u32,
    /// Over how many days.
    pub days: u16,
}

/// The communities of a district.
const OF_A_DISTRICT: u16 = 16;
/// How many wishes are written at a time.
const AT_A_TIME: usize = 500;
/// How many volunteers and staff there are; and one resident for so many wishes.
const VOLUNTEERS: usize = 8;
const STAFF: usize = 2;
const WISHES_OF_A_RESIDENT: u32 = 12;

/// A community before anything happened in it.
#[derive(Debug, Clone)]
pub struct Settled {
    /// Its slug.
    pub slug: String,
    /// What can be ordered.
    pub categories: Vec<CategoryCard>,
    /// Those with a log-in of these names: `staff`, `staff2`, …; `volunteer`, …; `resident`, …
    pub staff: Vec<MemberId>,
    /// The same.
    pub volunteers: Vec<MemberId>,
    /// The same.
    pub residents: Vec<MemberId>,
}

/// Makes such a world, up to now by the call's clock. Whoever has a password has the one of that hash.
///
/// # Errors
/// What the use cases say.
pub async fn make(call: &Call, size: Size, seed: u64, hash: &str) -> Result<u64> {
    let mut events = 0;
    for nth in 0..size.communities {
        let world = settle(call, nth, size, hash).await?;
        // Another number for each: communities differ.
        let lives = lives(&world, size, call.app.clock.now(), seed.wrapping_add(u64::from(nth)));
        events += load(call, &world.slug, lives).await?;
        if (nth + 1).is_multiple_of(25) {
            say(&format!("  {} communities", nth + 1));
        }
    }
    Ok(events)
}

/// Writes these wishes; says how many events they have.
///
/// # Errors
/// What the use case says.
pub async fn load(call: &Call, slug: &str, lives: Vec<Lived>) -> Result<u64> {
    let mut events = 0;
    for some in lives.chunks(AT_A_TIME) {
        let written = communities::serve(call, "demo.load", Mode::Write, slug, some.to_vec(), app::wishes::ops::load).await;
        events += written.map_err(sentence)?;
    }
    Ok(events)
}

/// Sets a community up, some weeks before the first day.
async fn found(call: &Call, nth: u16, place: &Place, until: DateTime<Utc>, days: u16) -> Result<String> {
    call.app.clock.set(until - TimeDelta::days(i64::from(days) + 21));
    let (district, number) = (format!("district{:02}", nth / OF_A_DISTRICT + 1), nth + 1);
    if nth.is_multiple_of(OF_A_DISTRICT) {
        let n = nth / OF_A_DISTRICT + 1;
        let input = (district.clone(), format!("演示{n}区"), format!("Demo District {n}"), "Asia/Shanghai".to_owned());
        let made = accounts::serve(call, "demo.district", Mode::Write, input, communities::ops::create_district).await;
        made.map_err(sentence)?;
    }
    let slug = format!("{}{number:04}", place.slug);
    let new = NewCommunity {
        district,
        street: None,
        slug: slug.clone(),
        name: (format!("{}{number}社区", place.zh), format!("{} {number} Community", place.en)),
        population: place.population,
        households: place.households,
        over60_permille: place.over60,
        hours: (minutes_of_day(place.hours.0), minutes_of_day(place.hours.1)),
        grids: place.grids,
        is_demo: true,
    };
    communities::ops::create_community(call, new).await.map_err(sentence)?;
    call.app.clock.set(until);
    Ok(slug)
}

/// Sets a community up with an admin, staff, volunteers and residents; those whom one logs in as have a password.
///
/// # Errors
/// What the use cases say.
pub async fn settle(call: &Call, nth: u16, size: Size, hash: &str) -> Result<Settled> {
    let place = PLACES.get(usize::from(nth) % PLACES.len()).ok_or("there are no places")?;
    let slug = found(call, nth, place, call.app.clock.now(), size.days).await?;
    let slug = slug.as_str();
    let chance = &mut Chance::new(0, slug);
    let residents = (size.wishes / WISHES_OF_A_RESIDENT).clamp(2, 5000);
    let mut people = vec![settler("admin", slug, Some(hash), &[Role::Admin], chance)];
    people.extend((1..=STAFF).map(|n| settler(&numbered("staff", n), slug, Some(hash), &[Role::Staff], chance)));
    people.extend((1..=VOLUNTEERS).map(|n| settler(&numbered("volunteer", n), slug, Some(hash), &[Role::Volunteer], chance)));
    for n in 1..=usize::try_from(residents).unwrap_or_default() {
        people.push(settler(&numbered("resident", n), slug, (n == 1).then_some(hash), &[Role::Resident], chance));
    }
    let settled = communities::serve(call, "demo.settle", Mode::Write, slug, people, communities::ops::settle).await.map_err(sentence)?;
    let (_, rest) = settled.split_first().ok_or("nobody settled")?;
    let (staff, rest) = rest.split_at_checked(STAFF).ok_or("no staff settled")?;
    let (volunteers, residents) = rest.split_at_checked(VOLUNTEERS).ok_or("no volunteers settled")?;
    let (staff, volunteers, residents) = (staff.to_vec(), volunteers.to_vec(), residents.to_vec());
    let list = communities::ops::list_categories;
    let categories = communities::serve(call, "demo.categories", Mode::Read, slug, (), list).await.map_err(sentence)?;
    Ok(Settled { slug: slug.to_owned(), categories, staff, volunteers, residents })
}

/// `staff`, `staff2`, `staff3`, …
fn numbered(name: &str, n: usize) -> String {
    if n == 1 { name.to_owned() } else { format!("{name}{n}") }
}

fn settler(login: &str, slug: &str, hash: Option<&str>, roles: &[Role], chance: &mut Chance) -> Settler {
    let name = format!("{}{}", chance.one_of(SURNAMES).copied().unwrap_or_default(), chance.one_of(GIVEN).copied().unwrap_or_default());
    Settler {
        login: format!("{login}.{slug}"),
        hash: hash.map(str::to_owned),
        who: Registration {
            name,
            building: format!("{}栋", chance.between(1, 20)),
            door: format!("{}0{}", chance.between(1, 18), chance.between(1, 4)),
            consent: NOTICE.to_owned(),
            invite: String::new(),
        },
        roles: Roles::new(roles.iter().copied()),
    }
}

/// The wishes of a community, the first one first: the same for the same seed, size and time, whoever is there.
pub fn lives(world: &Settled, size: Size, until: DateTime<Utc>, seed: u64) -> Vec<Lived> {
    let chance = &mut Chance::new(seed, "lives");
    let minutes = u32::from(size.days) * 24 * 60;
    let mut placed: Vec<DateTime<Utc>> =
        (0..size.wishes).map(|_| until - TimeDelta::minutes(i64::from(chance.below(minutes)) + 1)).collect();
    placed.sort_unstable();
    placed.into_iter().filter_map(|at| life(world, at, until, chance)).collect()
}

fn life(world: &Settled, placed_at: DateTime<Utc>, until: DateTime<Utc>, chance: &mut Chance) -> Option<Lived> {
    let story = chance.one_of(STORIES)?;
    let category = world.categories.iter().find(|category| category.code == story.category)?.clone();
    let resident = *chance.one_of(&world.residents)?;
    let mut steps = plan(story, world, resident, placed_at, chance)?;
    // What would come later has not happened.
    steps.retain(|(at, ..)| *at < until);
    Some(Lived { resident, category, title: story.title.to_owned(), text: story.text.to_owned(), placed_at, steps })
}

type Step = (DateTime<Utc>, MemberId, Doing);

/// How it goes: most are brought and graded, some late, some declined, taken back, not solved at first, or left without a word.
fn plan(story: &Story, world: &Settled, resident: MemberId, placed_at: DateTime<Utc>, chance: &mut Chance) -> Option<Vec<Step>> {
    let (staff, volunteer) = (*chance.one_of(&world.staff)?, *chance.one_of(&world.volunteers)?);
    let mut at = placed_at;
    let mut later = |chance: &mut Chance, usual: u32| {
        at += TimeDelta::seconds(i64::from(chance.about(usual * 60)) + 1);
        at
    };
    let mut steps: Vec<Step> = Vec::new();
    if chance.hits(30) {
        steps.push((later(chance, 20), resident, Doing::Withdraw));
        return Some(steps);
    }
    if chance.hits(60) {
        steps.push((later(chance, 40), staff, Doing::Decline(story.no.to_owned())));
        return Some(steps);
    }
    steps.push((later(chance, 18), staff, Doing::Accept(story.card.to_owned())));
    loop {
        steps.push((later(chance, 240), volunteer, Doing::Claim));
        steps.push((later(chance, 600), volunteer, Doing::Deliver(story.note.to_owned())));
        if !chance.hits(40) {
            break;
        }
        steps.push((later(chance, 300), resident, Doing::Reopen(story.again.to_owned())));
    }
    if chance.hits(850) {
        let grade = [5, 4, 3, 2, 1].get(chance.weighted(&[52, 33, 10, 4, 1])).copied()?;
        let words = (!story.words.is_empty()).then(|| story.words.to_owned());
        let rating = Rating { grade, words, ..Rating::default() };
        steps.push((later(chance, 900), resident, Doing::Confirm(rating)));
    }
    Some(steps)
}
