//! Districts, communities, members and categories in the database.

mod delegates;
mod invitations;
mod leaving;

pub use delegates::{
    delegations_of, delegations_to, find_by_code, find_offer, find_unused, get_delegation, is_open, list_delegates, new_offer, stands,
    stands_for,
};
pub use invitations::{find_invitation, find_open_invitation, find_standing_invitation};
pub use leaving::{is_here, kept_of};

use super::calendar::{Calendar, Limits};
use super::entity::{category, community, district, grid, holiday, membership, preset, street};
use super::hours::{Span, Week};
use super::model::{
    CategoryCard, CategoryId, Class, CommunityCard, CommunityEvent, DistrictCard, GridCard, Kind, Member, MemberQuery, Need, Page,
    TheCommunity, VolunteerKind, Way, check_slug, read_card,
};
use super::presets::limits;
use crate::accounts;
use crate::accounts::model::{MembershipCard, Phone};
use crate::kernel::actor::{Role, Roles};
use crate::kernel::authz::Subject as _;
use crate::kernel::ctx::{Ctx, Place};
use crate::kernel::db::{PlatformTx, TenantTx, holds};
use crate::kernel::events;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::{AccountId, MemberId, TenantId};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
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

pub async fn find_membership(tx: &TenantTx, account: AccountId) -> Result<Option<membership::Model>> {
    tx.find::<membership::Entity>().filter(membership::Column::AccountId.eq(account)).one().await
}

/// Where a person is a member, and as what.
pub async fn memberships_of(tx: &PlatformTx, account: AccountId) -> Result<Vec<MembershipCard>> {
    let own = tx.find_own::<membership::Entity>(account).await?.ascending(membership::Column::CreatedAt).all().await?;
    let ids: Vec<TenantId> = own.iter().map(|row| row.tenant_id).collect();
    let places = tx.find::<community::Entity>().filter(community::Column::Id.is_in(ids)).all().await?;
    Ok(own
        .into_iter()
        .filter_map(|row| {
            let place = places.iter().find(|place| place.id == row.tenant_id)?;
            Some(MembershipCard {
                community: place.slug.clone(),
                name_zh: place.name_zh.clone(),
                name_en: place.name_en.clone(),
                roles: Roles::from_rest(&row.roles),
                verified: row.verified_at.is_some(),
            })
        })
        .collect())
}

/// The member of that id in this community.
///
/// # Errors
/// [`Fault::NotFound`] when there is none here.
pub async fn get_member(ctx: &Ctx, id: MemberId) -> Result<Member> {
    let found = ctx.tx().find::<membership::Entity>().filter(membership::Column::Id.eq(id)).one().await?;
    Ok(member(ctx, found.ok_or(Fault::NotFound)?))
}

/// The phone of a member's account, or the one that a record keeps, in the open: for those whom a rule names, who record that
/// they looked.
///
/// # Errors
/// When the database does, or the phone was sealed under another key.
pub async fn find_phone(ctx: &Ctx, member: &Member) -> Result<Option<String>> {
    if let Some(account) = member.account {
        return accounts::phone_of(ctx.tx().platform(), &ctx.keys, account).await;
    }
    let found = ctx.tx().find::<membership::Entity>().filter(membership::Column::Id.eq(member.id)).one().await?;
    found.and_then(|row| row.phone_sealed).map(|sealed| ctx.keys.open(&sealed)).transpose()
}

/// Whose household card has this number.
///
/// # Errors
/// When the database does.
pub async fn find_by_card(ctx: &Ctx, number: &str) -> Result<Option<Member>> {
    let found = ctx.tx().find::<membership::Entity>().filter(membership::Column::CardNo.eq(number)).one().await?;
    Ok(found.map(|row| member(ctx, row)))
}

/// The number of a resident's household card.
pub async fn find_card_number(ctx: &Ctx, id: MemberId) -> Result<Option<String>> {
    let found = ctx.tx().find::<membership::Entity>().filter(membership::Column::Id.eq(id)).one().await?;
    Ok(found.and_then(|row| row.card_no))
}

/// The residents of this community, with an account or without, that have `q` in their name or building, this phone in their
/// record, or this number on their card.
pub async fn find_residents(ctx: &Ctx, q: &str, most: u64) -> Result<Vec<Member>> {
    let known = Condition::any().add(membership::Column::VerifiedAt.is_not_null()).add(membership::Column::AccountId.is_null());
    search(ctx, q, has_role("resident"), known, most).await
}

/// The records of people without an account, whatever they are, found in the same way.
pub async fn find_records(ctx: &Ctx, q: &str, most: u64) -> Result<Vec<Member>> {
    let someone = Condition::all().add(membership::Column::Roles.ne(""));
    search(ctx, q, someone, Condition::all().add(membership::Column::AccountId.is_null()), most).await
}

async fn search(ctx: &Ctx, q: &str, who: Condition, known: Condition, most: u64) -> Result<Vec<Member>> {
    let mut any = Condition::any().add(holds(q, &[membership::Column::Name, membership::Column::Building]));
    if let Ok(phone) = Phone::parse(q) {
        any = any.add(membership::Column::PhoneLookup.eq(ctx.keys.phone_lookup(phone.digits())));
    }
    if let Ok(number) = read_card(q) {
        any = any.add(membership::Column::CardNo.eq(number));
    }
    let find = ctx.tx().find::<membership::Entity>().filter(who).filter(known).filter(any);
    let rows = find.ascending(membership::Column::Name).ascending(membership::Column::Id).limit(most).all().await?;
    Ok(rows.into_iter().map(|row| member(ctx, row)).collect())
}

/// Those of these members who have not gone.
///
/// # Errors
/// When the database does.
pub async fn list_here(ctx: &Ctx, ids: Vec<MemberId>) -> Result<Vec<Member>> {
    let find = ctx.tx().find::<membership::Entity>().filter(membership::Column::Id.is_in(ids));
    let rows = find.filter(membership::Column::LeftAt.is_null()).all().await?;
    Ok(rows.into_iter().map(|row| member(ctx, row)).collect())
}

/// The look-up hash of the phone that a record keeps.
pub async fn find_phone_lookup(ctx: &Ctx, id: MemberId) -> Result<Option<String>> {
    let found = ctx.tx().find::<membership::Entity>().filter(membership::Column::Id.eq(id)).one().await?;
    Ok(found.and_then(|row| row.phone_lookup))
}

/// The names of these members of this community.
///
/// # Errors
/// When the database does.
pub async fn list_names(ctx: &Ctx, ids: impl IntoIterator<Item = MemberId>) -> Result<HashMap<MemberId, (String, Roles)>> {
    let mut ids: Vec<MemberId> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = ctx.tx().find::<membership::Entity>().filter(membership::Column::Id.is_in(ids)).all().await?;
    Ok(rows.into_iter().map(|row| (row.id, (row.name, Roles::from_rest(&row.roles)))).collect())
}

pub async fn list_members(ctx: &Ctx, query: &MemberQuery) -> Result<Page<Member>> {
    let limit = query.limit.unwrap_or(20).clamp(1, 100);
    // What was joined to a record is that one now.
    let is_someone = Condition::any().add(membership::Column::AccountId.is_not_null()).add(membership::Column::Roles.ne(""));
    let mut find = ctx.tx().find::<membership::Entity>().filter(is_someone);
    let q = query.q.trim();
    if !q.is_empty() {
        // Not the door: it is not shown, and a hit would tell it.
        find = find.filter(holds(q, &[membership::Column::Name, membership::Column::Building]));
    }
    if let Some(role) = query.role {
        find = find.filter(has_role(role.code()));
    }
    if query.unverified {
        find = find.filter(membership::Column::VerifiedAt.is_null());
    }
    if let Some(cursor) = query.cursor {
        find = find.filter(membership::Column::Id.lt(cursor));
    }
    let mut rows = find.descending(membership::Column::Id).limit(limit + 1).all().await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = more.then(|| rows.last().map(|row| row.id.to_string())).flatten();
    Ok(Page { items: rows.into_iter().map(|row| member(ctx, row)).collect(), next })
}

/// Roles are kept as `admin,staff`: a role is the whole text, or stands at an end or between commas.
fn has_role(code: &str) -> Condition {
    let roles = membership::Column::Roles;
    Condition::any()
        .add(roles.eq(code))
        .add(roles.starts_with(format!("{code},")))
        .add(roles.ends_with(format!(",{code}")))
        .add(roles.contains(format!(",{code},")))
}

/// The members who have this role, the first of them first.
///
/// # Errors
/// When the database does.
pub async fn list_with_role(ctx: &Ctx, role: Role) -> Result<Vec<MemberId>> {
    let rows = ctx.tx().find::<membership::Entity>().filter(has_role(role.code())).ascending(membership::Column::Id).all().await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The members whose name holds this, at most two hundred.
///
/// # Errors
/// When the database does.
pub async fn find_members_called(ctx: &Ctx, name: &str) -> Result<Vec<MemberId>> {
    let rows = ctx.tx().find::<membership::Entity>().filter(holds(name, &[membership::Column::Name])).limit(200).all().await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The members of exactly these names, with the look-up hashes of the phones that records keep.
pub async fn list_called(ctx: &Ctx, names: &[String]) -> Result<Vec<(Member, Option<String>)>> {
    let find = ctx.tx().find::<membership::Entity>().filter(membership::Column::Name.is_in(names));
    let rows = find
        .filter(membership::Column::LeftAt.is_null())
        .filter(membership::Column::Roles.ne(""))
        .ascending(membership::Column::Id)
        .all()
        .await?;
    Ok(rows.into_iter().map(|row| (row.phone_lookup.clone(), row)).map(|(phone, row)| (member(ctx, row), phone)).collect())
}

/// Members who can be handed a wish: volunteers, merchants, grid workers and the desk.
pub async fn list_hands(ctx: &Ctx) -> Result<Vec<Member>> {
    let helps = ["volunteer", "merchant", "grid_worker", "staff", "admin"];
    let any = helps.into_iter().fold(Condition::any(), |any, code| any.add(has_role(code)));
    let can = membership::Column::AccountId.is_not_null();
    let rows = ctx.tx().find::<membership::Entity>().filter(any).filter(can).ascending(membership::Column::Name).limit(500).all().await?;
    Ok(rows.into_iter().map(|row| member(ctx, row)).collect())
}

/// Who at the desk said that they are on duty on that day.
pub async fn list_on_duty(ctx: &Ctx, day: NaiveDate) -> Result<Vec<Member>> {
    let rows =
        ctx.tx().find::<membership::Entity>().filter(membership::Column::DutyOn.eq(day)).ascending(membership::Column::Name).all().await?;
    let people = rows.into_iter().map(|row| member(ctx, row));
    Ok(people.filter(|member| member.roles.any(&[Role::Staff, Role::Admin])).collect())
}

fn member(ctx: &Ctx, row: membership::Model) -> Member {
    Member {
        id: row.id,
        account: row.account_id,
        is_record: row.account_id.is_none(),
        needs: row.needs.split(',').filter_map(Need::from_code).collect(),
        name: row.name,
        building: row.building,
        door: row.door,
        roles: Roles::from_rest(&row.roles),
        volunteer_kind: row.volunteer_kind.as_deref().and_then(VolunteerKind::from_code),
        verified_at: row.verified_at.map(|at| ctx.moment(at)),
        created_at: ctx.moment(row.created_at),
    }
}

pub async fn list_grids(ctx: &Ctx) -> Result<Vec<GridCard>> {
    let rows = ctx.tx().find::<grid::Entity>().ascending(grid::Column::Id).all().await?;
    Ok(rows.into_iter().map(|row| GridCard { id: row.id, name_zh: row.name_zh, name_en: row.name_en }).collect())
}

pub async fn list_categories(ctx: &Ctx) -> Result<Vec<CategoryCard>> {
    let open = ctx.tx().find::<category::Entity>().filter(category::Column::IsOpen.eq(true));
    open.ascending(category::Column::Position).all().await?.into_iter().map(category_card).collect()
}

/// The category of that id in this community, open or not.
///
/// # Errors
/// When the database does.
pub async fn find_category(ctx: &Ctx, id: CategoryId) -> Result<Option<CategoryCard>> {
    let found = ctx.tx().find::<category::Entity>().filter(category::Column::Id.eq(id)).one().await?;
    found.map(category_card).transpose()
}

/// The category of that id, if something can be ordered under it.
///
/// # Errors
/// When the database does.
pub async fn find_open_category(ctx: &Ctx, id: CategoryId) -> Result<Option<CategoryCard>> {
    let open = ctx.tx().find::<category::Entity>().filter(category::Column::Id.eq(id)).filter(category::Column::IsOpen.eq(true));
    open.one().await?.map(category_card).transpose()
}

/// The categories of those ids in this community, open or not, in one look.
///
/// # Errors
/// When the database does.
pub async fn find_categories(ctx: &Ctx, mut ids: Vec<CategoryId>) -> Result<HashMap<CategoryId, CategoryCard>> {
    ids.sort_unstable();
    ids.dedup();
    let rows = ctx.tx().find::<category::Entity>().filter(category::Column::Id.is_in(ids)).all().await?;
    rows.into_iter().map(|row| category_card(row).map(|card| (card.id, card))).collect()
}

fn category_card(row: category::Model) -> Result<CategoryCard> {
    let kind = Kind::from_code(&row.kind).ok_or_else(|| Failure::Broken(format!("a category of kind {}", row.kind)))?;
    let limits = limits_of(kind, row.is_urgent, row.answer_limit.as_deref(), row.deliver_limit.as_deref());
    Ok(CategoryCard {
        id: row.id,
        code: row.code,
        kind,
        class: row.class.as_deref().and_then(Class::from_code),
        way: row.way.as_deref().and_then(Way::from_code),
        name_zh: row.name_zh,
        name_en: row.name_en,
        limits,
        urgent: row.is_urgent,
    })
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

/// Each category with the limits that the district sets for it.
pub async fn with_district_limits(ctx: &Ctx, categories: Vec<CategoryCard>) -> Result<Vec<(CategoryCard, Limits)>> {
    let tx = ctx.tx().platform();
    let place = find_community(tx, &ctx.place.slug).await?.ok_or(Fault::NotFound)?;
    let presets = list_presets(tx, place.district_id).await?;
    let of = |category: &CategoryCard| {
        presets.iter().find(|preset| preset.code == category.code).map_or_else(
            || limits(category.kind, category.urgent),
            |preset| limits_of(category.kind, preset.is_urgent, preset.answer_limit.as_deref(), preset.deliver_limit.as_deref()),
        )
    };
    Ok(categories
        .into_iter()
        .map(|category| {
            let limits = of(&category);
            (category, limits)
        })
        .collect())
}

/// The limits as two columns keep them; where one is empty, those of the kind.
fn limits_of(kind: Kind, is_urgent: bool, answer: Option<&str>, deliver: Option<&str>) -> Limits {
    let standard = limits(kind, is_urgent);
    Limits {
        answer: answer.and_then(|limit| limit.parse().ok()).unwrap_or(standard.answer),
        deliver: deliver.and_then(|limit| limit.parse().ok()).unwrap_or(standard.deliver),
    }
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

pub async fn list_presets(tx: &PlatformTx, district: Uuid) -> Result<Vec<preset::Model>> {
    tx.find::<preset::Entity>().filter(preset::Column::DistrictId.eq(district)).ascending(preset::Column::Position).all().await
}
