//! Districts, communities and their settings in the database; people, categories and the rest below.

mod categories;
mod delegates;
mod invitations;
mod leaving;
mod people;

pub use categories::{find_categories, find_category, find_open_category, list_categories, list_grids, list_presets, with_district_limits};
pub use delegates::{
    delegations_of, delegations_to, find_by_code, find_offer, find_unused, get_delegation, is_open, list_delegates, new_offer, stands,
    stands_for,
};
pub use invitations::{find_invitation, find_open_invitation, find_standing_invitation};
pub use leaving::{is_here, kept_of};
pub use people::{
    find_by_card, find_card_number, find_members_called, find_membership, find_phone, find_phone_lookup, find_records, find_residents,
    get_member, list_called, list_hands, list_here, list_homes, list_members, list_names, list_on_duty, list_volunteer_kinds,
    list_with_role, memberships_of,
};

use super::calendar::Calendar;
use super::entity::{community, district, holiday, street};
use super::hours::{Span, Week};
use super::model::{CommunityCard, CommunityEvent, DistrictCard, TheCommunity, check_slug};
use crate::kernel::authz::Subject as _;
use crate::kernel::ctx::{Ctx, Place};
use crate::kernel::db::{PlatformTx, holds};
use crate::kernel::events;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::TenantId;
use crate::kernel::said::Said;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

type Result<T> = std::result::Result<T, Failure>;

pub async fn find_community(tx: &PlatformTx, slug: &str) -> Result<Option<community::Model>> {
    // A slug that is none names nothing; PostgreSQL takes no NUL.
    if check_slug(slug).is_err() {
        return Ok(None);
    }
    tx.find::<community::Entity>().filter(community::Column::Slug.eq(slug)).one().await
}

pub async fn find_district(tx: &PlatformTx, slug: &str) -> Result<Option<district::Model>> {
    if check_slug(slug).is_err() {
        return Ok(None);
    }
    tx.find::<district::Entity>().filter(district::Column::Slug.eq(slug)).one().await
}

async fn get_district(tx: &PlatformTx, id: Uuid) -> Result<district::Model> {
    let found = tx.find::<district::Entity>().filter(district::Column::Id.eq(id)).one().await?;
    found.ok_or_else(|| Failure::Broken("a community has no district".to_owned()))
}

pub async fn list_districts(tx: &PlatformTx) -> Result<Vec<district::Model>> {
    tx.find::<district::Entity>().ascending(district::Column::CreatedAt).all().await
}

pub async fn find_street(tx: &PlatformTx, district: Uuid, zh: &str) -> Result<Option<street::Model>> {
    tx.find::<street::Entity>().filter(street::Column::DistrictId.eq(district)).filter(street::Column::NameZh.eq(zh)).one().await
}

/// The communities of a district, street by street, that have `q` in a name.
pub async fn list_communities(tx: &PlatformTx, district: &district::Model, q: &str) -> Result<Vec<CommunityCard>> {
    let mut find = tx.find::<community::Entity>().filter(community::Column::DistrictId.eq(district.id));
    if !q.is_empty() {
        find = find.filter(holds(q, &[community::Column::NameZh, community::Column::NameEn, community::Column::Slug]));
    }
    let rows = find.ascending(community::Column::StreetId).ascending(community::Column::Id).all().await?;
    let streets = tx.find::<street::Entity>().filter(street::Column::DistrictId.eq(district.id)).all().await?;
    Ok(rows.into_iter().map(|row| card(row, district, &streets)).collect())
}

pub async fn get_card(tx: &PlatformTx, row: community::Model) -> Result<CommunityCard> {
    let district = get_district(tx, row.district_id).await?;
    let streets = tx.find::<street::Entity>().filter(street::Column::DistrictId.eq(district.id)).all().await?;
    Ok(card(row, &district, &streets))
}

fn card(row: community::Model, district: &district::Model, streets: &[street::Model]) -> CommunityCard {
    let hours = row.hours.as_deref().and_then(|hours| hours.parse().ok()).or_else(|| first_week(&row)).unwrap_or_default();
    let street = streets.iter().find(|street| Some(street.id) == row.street_id);
    CommunityCard {
        slug: row.slug,
        name_zh: row.name_zh,
        name_en: row.name_en,
        district: district.slug.clone(),
        street_zh: street.map(|street| street.name_zh.clone()),
        street_en: street.map(|street| street.name_en.clone()),
        population: row.population,
        households: row.households,
        over60_permille: row.over60_permille,
        hours,
        desk_phone: row.desk_phone,
        time_zone: district.zone.clone(),
        is_demo: row.is_demo,
    }
}

pub fn district_card(row: &district::Model) -> DistrictCard {
    DistrictCard { slug: row.slug.clone(), name_zh: row.name_zh.clone(), name_en: row.name_en.clone() }
}

/// The slugs of these communities.
pub async fn slugs(tx: &PlatformTx, ids: impl Iterator<Item = TenantId>) -> Result<HashMap<TenantId, String>> {
    let mut ids: Vec<TenantId> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = tx.find::<community::Entity>().filter(community::Column::Id.is_in(ids)).all().await?;
    Ok(rows.into_iter().map(|row| (row.id, row.slug)).collect())
}

/// Whether any community is demo data.
pub async fn any_demo(tx: &PlatformTx) -> Result<bool> {
    Ok(tx.find::<community::Entity>().filter(community::Column::IsDemo.eq(true)).limit(1).one().await?.is_some())
}

/// The community of that slug, as a command needs it.
pub async fn find_place(tx: &PlatformTx, slug: &str) -> Result<Option<Place>> {
    let Some(row) = find_community(tx, slug).await? else { return Ok(None) };
    let zone = get_district(tx, row.district_id).await?.zone;
    let zone = zone.parse().map_err(|_| Failure::Broken(format!("{zone} is no time zone")))?;
    Ok(Some(Place { id: row.id, slug: row.slug, zh: row.name_zh, en: row.name_en, zone, tells: row.tells }))
}

/// What a community is called, for people who are at home in several.
///
/// # Errors
/// [`Fault::NotFound`] for an id of nothing; when the database does.
pub async fn name_of(ctx: &Ctx, id: TenantId) -> Result<Said> {
    let row = ctx.tx().platform().find::<community::Entity>().filter(community::Column::Id.eq(id)).one().await?.ok_or(Fault::NotFound)?;
    Ok(Said { zh: row.name_zh.into(), en: row.name_en.into() })
}

/// When this community is open, as the clocks count it.
///
/// # Errors
/// When the database does, or the opening hours do not read.
pub async fn calendar(ctx: &Ctx) -> Result<Calendar<chrono_tz::Tz>> {
    let tx = ctx.tx().platform();
    let place = find_community(tx, &ctx.place.slug).await?.ok_or(Fault::NotFound)?;
    let broken = || Failure::Broken(format!("the opening hours of {} do not read", ctx.place.slug));
    let mut hours = vec![(place.created_at, first_week(&place).ok_or_else(broken)?)];
    for entry in events::of(ctx, TheCommunity::KIND, ctx.place.id.0).await? {
        if let Ok(CommunityEvent::HoursSet { hours: week }) = serde_json::from_value(entry.fact) {
            hours.push((entry.at, week));
        }
    }
    let entered = tx.find::<holiday::Entity>().filter(holiday::Column::DistrictId.eq(place.district_id));
    let mut exceptions: BTreeMap<NaiveDate, Vec<(DateTime<Utc>, bool)>> = BTreeMap::new();
    for row in entered.ascending(holiday::Column::EnteredAt).all().await? {
        exceptions.entry(row.day.parse().map_err(|_| broken())?).or_default().push((row.entered_at, row.is_open));
    }
    Ok(Calendar { hours, exceptions, zone: ctx.place.zone })
}

/// The hours that a community was set up with: one span, on the days from `1` (Monday) to `5`.
fn first_week(place: &community::Model) -> Option<Week> {
    let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
    let (from, to) = place.open_days.split_once('-')?;
    let days = from.parse::<usize>().ok()?.checked_sub(1)?..to.parse().ok()?;
    Some(Week::same(Span { from: time(&place.opens_at)?, to: time(&place.closes_at)? }, days))
}

/// The opening hours of the week as everybody may read them.
pub async fn put_hours(ctx: &Ctx, hours: &Week) -> Result<()> {
    let row = community::ActiveModel { hours: Set(Some(hours.to_string())), ..Default::default() };
    ctx.tx().platform().update::<community::Entity>(row, community::Column::Id.eq(ctx.place.id)).await.map(|_| ())
}

/// The desk's phone and its share of call backs.
pub async fn put_desk(ctx: &Ctx, phone: Option<String>, call_back_percent: i32) -> Result<()> {
    let row = community::ActiveModel { desk_phone: Set(phone), call_back_percent: Set(call_back_percent), ..Default::default() };
    ctx.tx().platform().update::<community::Entity>(row, community::Column::Id.eq(ctx.place.id)).await.map(|_| ())
}

/// From now on somebody here is told outside.
pub async fn put_tells(ctx: &Ctx) -> Result<()> {
    let row = community::ActiveModel { tells: Set(true), ..Default::default() };
    ctx.tx().platform().update::<community::Entity>(row, community::Column::Id.eq(ctx.place.id)).await.map(|_| ())
}

/// Of how many closed wishes in a hundred somebody is called back here.
///
/// # Errors
/// When the database does.
pub async fn call_back_percent(ctx: &Ctx) -> Result<i32> {
    let place = find_community(ctx.tx().platform(), &ctx.place.slug).await?.ok_or(Fault::NotFound)?;
    Ok(place.call_back_percent)
}

/// Writes down a holiday, or what that day is now.
pub async fn put_holiday(tx: &PlatformTx, district: Uuid, day: NaiveDate, is_open: bool, now: DateTime<Utc>) -> Result<()> {
    let row = holiday::ActiveModel { district_id: Set(district), day: Set(day.to_string()), entered_at: Set(now), is_open: Set(is_open) };
    tx.insert::<holiday::Entity>(row).await
}
