//! Setting districts and communities up, for the operator.

use crate::accounts::{self, PersonCtx};
use crate::communities::door::serve;
use crate::communities::entity::{category, community, district, grid, preset, street};
use crate::communities::model::{CategoryId, CommunityEvent, NewCommunity, TheCommunity, check_slug};
use crate::communities::policy::SetUp;
use crate::communities::presets::CALL_BACK_PERCENT;
use crate::communities::presets::PRESETS;
use crate::communities::store;
use crate::kernel::ctx::{Call, Ctx};
use crate::kernel::db::Mode;
use crate::kernel::fault::{Failure, Fault, Problem};
use crate::kernel::ids::{TenantId, uuid_at};
use crate::kernel::said::{Text, text};
use chrono::{NaiveDate, TimeDelta};
use sea_orm::ActiveValue::Set;

type Result<T> = std::result::Result<T, Failure>;

/// The id of a district, or of a street in it, for the operator's grants.
///
/// # Errors
/// [`Fault::NotFound`] for a slug or street of nothing.
pub async fn scope_of(ctx: PersonCtx, (district, street): (String, Option<String>)) -> Result<uuid::Uuid> {
    let district = store::find_district(ctx.tx(), &district).await?.ok_or(Fault::NotFound)?;
    match street {
        None => Ok(district.id),
        Some(zh) => Ok(store::find_street(ctx.tx(), district.id, &zh).await?.ok_or(Fault::NotFound)?.id),
    }
}

const SLUG_TAKEN: Text = text("这个路径名已经有了。", "This slug is taken.");

fn slug_taken() -> Failure {
    Problem::new("slug", "slug_taken", SLUG_TAKEN).into()
}

/// Sets a district up, with the presets that its communities inherit. For the operator.
///
/// # Errors
/// A slug that is taken or not well formed; a time zone that is none.
pub async fn create_district(ctx: PersonCtx, (slug, zh, en, zone): (String, String, String, String)) -> Result<()> {
    check_slug(&slug)?;
    if zone.parse::<chrono_tz::Tz>().is_err() {
        return Err(Problem::new("zone", "zone", text("没有这个时区。", "There is no such time zone.")).into());
    }
    if store::find_district(ctx.tx(), &slug).await?.is_some() {
        return Err(slug_taken());
    }
    let id = uuid_at(ctx.now);
    let row = district::ActiveModel {
        id: Set(id),
        slug: Set(slug),
        name_zh: Set(zh),
        name_en: Set(en),
        zone: Set(zone),
        created_at: Set(ctx.now),
    };
    ctx.tx().insert::<district::Entity>(row).await?;
    for (position, one) in (0..).zip(PRESETS) {
        let row = preset::ActiveModel {
            district_id: Set(id),
            code: Set(one.code.to_owned()),
            kind: Set(one.kind.code().to_owned()),
            class: Set(one.class.map(|class| class.code().to_owned())),
            way: Set(one.way.map(|way| way.code().to_owned())),
            name_zh: Set(one.zh.to_owned()),
            name_en: Set(one.en.to_owned()),
            position: Set(position),
            answer_limit: Set(Some(one.limits().answer.to_string())),
            deliver_limit: Set(Some(one.limits().deliver.to_string())),
            is_urgent: Set(one.is_urgent()),
        };
        ctx.tx().insert::<preset::Entity>(row).await?;
    }
    Ok(())
}

/// Says of a day whether it is a holiday, or a working day that makes up for one. Clocks that run are not moved by it.
///
/// # Errors
/// [`Fault::NotFound`] for a district of nothing.
pub async fn set_holiday(ctx: PersonCtx, (district, day, is_open): (String, NaiveDate, bool)) -> Result<()> {
    let district = store::find_district(ctx.tx(), &district).await?.ok_or(Fault::NotFound)?;
    store::put_holiday(ctx.tx(), district.id, day, is_open, ctx.now).await
}

/// Sets a community up: its row, its grids, and the categories of its district. For the operator.
///
/// # Errors
/// All problems of the form at once; a slug that is taken; [`Fault::NotFound`] for a district of nothing.
pub async fn create_community(call: &Call, new: NewCommunity) -> std::result::Result<(), Fault> {
    new.check()?;
    accounts::serve(call, "communities.create", Mode::Write, new.clone(), put_community).await?;
    let slug = new.slug.clone();
    serve(call, "communities.set_up", Mode::Write, &slug, new, set_up).await
}

async fn put_community(ctx: PersonCtx, new: NewCommunity) -> Result<()> {
    let tx = ctx.tx();
    let district = store::find_district(tx, &new.district).await?.ok_or(Fault::NotFound)?;
    if let Some(there) = store::find_community(tx, &new.slug).await? {
        // It may have been cut off before it was set up; then that is done now.
        return if there.district_id == district.id { Ok(()) } else { Err(slug_taken()) };
    }
    let street_id = match new.street {
        None => None,
        Some(names) => Some(street_of(&ctx, district.id, names).await?),
    };
    let row = community::ActiveModel {
        id: Set(TenantId::new(ctx.now)),
        district_id: Set(district.id),
        street_id: Set(street_id),
        slug: Set(new.slug),
        name_zh: Set(new.name.0),
        name_en: Set(new.name.1),
        population: Set(new.population),
        households: Set(new.households),
        over60_permille: Set(new.over60_permille),
        opens_at: Set(new.hours.0),
        closes_at: Set(new.hours.1),
        open_days: Set("1-5".to_owned()),
        hours: Set(None),
        desk_phone: Set(None),
        call_back_percent: Set(CALL_BACK_PERCENT),
        tells: Set(false),
        is_demo: Set(new.is_demo),
        created_at: Set(ctx.now),
    };
    tx.insert::<community::Entity>(row).await
}

/// The street of that name in the district, made if there is none yet.
async fn street_of(ctx: &PersonCtx, district_id: uuid::Uuid, (zh, en): (String, String)) -> Result<uuid::Uuid> {
    if let Some(street) = store::find_street(ctx.tx(), district_id, &zh).await? {
        return Ok(street.id);
    }
    let id = uuid_at(ctx.now);
    let row = street::ActiveModel { id: Set(id), district_id: Set(district_id), name_zh: Set(zh), name_en: Set(en) };
    ctx.tx().insert::<street::Entity>(row).await?;
    Ok(id)
}

async fn set_up(ctx: Ctx, new: NewCommunity) -> Result<()> {
    let this = TheCommunity(ctx.place.id);
    if !store::list_categories(&ctx).await?.is_empty() {
        return Err(slug_taken());
    }
    for number in 1..=new.grids {
        let row = grid::ActiveModel {
            // Grids are listed by their ids, which sort by whole milliseconds.
            id: Set(uuid_at(ctx.now + TimeDelta::milliseconds(number.into()))),
            name_zh: Set(format!("第{number}网格")),
            name_en: Set(format!("Grid {number}")),
            ..Default::default()
        };
        ctx.permit::<SetUp>(&this)?.add::<grid::Entity>(row).await?;
    }
    let tx = ctx.tx().platform();
    let district = store::find_district(tx, &new.district).await?.ok_or(Fault::NotFound)?;
    for one in store::list_presets(tx, district.id).await? {
        let row = category::ActiveModel {
            id: Set(CategoryId::new(ctx.now)),
            code: Set(one.code),
            kind: Set(one.kind),
            class: Set(one.class),
            way: Set(one.way),
            name_zh: Set(one.name_zh),
            name_en: Set(one.name_en),
            position: Set(one.position),
            is_open: Set(true),
            answer_limit: Set(one.answer_limit),
            deliver_limit: Set(one.deliver_limit),
            is_urgent: Set(one.is_urgent),
            ..Default::default()
        };
        ctx.permit::<SetUp>(&this)?.add::<category::Entity>(row).await?;
    }
    let permit = ctx.permit::<SetUp>(&this)?;
    // What comes round every week is looked at once, and says itself when next.
    permit.schedule(Some(ctx.now)).await?;
    permit.note(&CommunityEvent::Created).await
}
