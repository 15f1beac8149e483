//! What the admin of a community sets. Each change is on record, and counts for what begins after it: a clock that runs
//! goes on by what was known when it began.

use crate::communities::calendar::Limits;
use crate::communities::entity::category;
use crate::communities::hours::Week;
use crate::communities::model::{
    CategoryCard, CategoryEvent, CategoryId, CommunityCard, CommunityEvent, Framed, NewDesk, NewLimits, Settings, TheCommunity,
};
use crate::communities::policy::{SetDesk, SetHours, SetLimits, keep_settings};
use crate::communities::store;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::said::{Text, text};
use sea_orm::ActiveValue::Set;
use sea_orm::ColumnTrait as _;

type Result<T> = std::result::Result<T, Failure>;

/// Notes that somebody took the list of who did what away as a table.
///
/// # Errors
/// [`Fault::Refused`] for all but admins.
pub async fn take_audit(ctx: &Ctx) -> Result<()> {
    ctx.permit::<SetDesk>(&TheCommunity(ctx.place.id))?.note(&CommunityEvent::AuditTaken).await
}

/// From now on what members are told is looked at for whom to tell outside as well: somebody chose so.
///
/// # Errors
/// When the database does.
pub async fn tell_outside(ctx: &Ctx) -> Result<()> {
    if ctx.place.tells { Ok(()) } else { store::put_tells(ctx).await }
}

/// The page of settings.
///
/// # Errors
/// [`Fault::Refused`] for all but admins.
pub async fn settings(ctx: Ctx, (): ()) -> Result<Framed<Settings>> {
    keep_settings(&ctx.actor)?;
    let categories = store::with_district_limits(&ctx, store::list_categories(&ctx).await?).await?;
    let today = ctx.today();
    let entered = store::calendar(&ctx).await?.exceptions;
    let coming = entered.into_iter().filter(|(day, _)| *day >= today);
    let exceptions = coming.filter_map(|(day, words)| words.last().map(|(_, open)| (day, *open))).collect();
    let call_back_percent = store::call_back_percent(&ctx).await?;
    super::frame(&ctx, Settings { categories, exceptions, call_back_percent }).await
}

const TOO_SHORT: Text = text(
    "按这样的开门时间，“{}”的时限会比区里的标准松。请先把那一类的时限改严。",
    "With these hours the limits of “{}” would be laxer than the district's. Please make that category's limits stricter first.",
);

/// Sets the opening hours, as they are typed for each day.
///
/// # Errors
/// The first problem of each day; a rule where a category's limits would be laxer than the district's; [`Fault::Refused`] for all but admins.
pub async fn set_hours(ctx: Ctx, days: [String; 7]) -> Result<CommunityCard> {
    let this = TheCommunity(ctx.place.id);
    let permit = ctx.permit::<SetHours>(&this)?;
    let hours = Week::typed(&days).map_err(Fault::Invalid)?;
    // A shorter working day makes the district's limits shorter, too.
    let categories = store::with_district_limits(&ctx, store::list_categories(&ctx).await?).await?;
    let within =
        |own: Limits, district: &Limits| own.answer.is_within(district.answer, &hours) && own.deliver.is_within(district.deliver, &hours);
    if let Some((category, _)) = categories.iter().find(|(category, district)| !within(category.limits, district)) {
        return Err(Fault::Rule { code: "hours_too_short".into(), said: TOO_SHORT.fill_said(&category.said()) }.into());
    }
    store::put_hours(&ctx, &hours).await?;
    permit.note(&CommunityEvent::HoursSet { hours }).await?;
    super::get_community(ctx, ()).await
}

/// Sets the desk's phone and of how many closed wishes in a hundred somebody is called back.
///
/// # Errors
/// All problems at once; [`Fault::Refused`] for all but admins.
pub async fn set_desk(ctx: Ctx, new: NewDesk) -> Result<CommunityCard> {
    let this = TheCommunity(ctx.place.id);
    let permit = ctx.permit::<SetDesk>(&this)?;
    let (phone, call_back_percent) = new.check()?;
    store::put_desk(&ctx, phone.clone(), call_back_percent).await?;
    permit.note(&CommunityEvent::DeskSet { phone, call_back_percent }).await?;
    super::get_community(ctx, ()).await
}

/// Sets how long a category may take: as the district says, or stricter.
///
/// # Errors
/// All problems at once; [`Fault::NotFound`] for a category of nothing, [`Fault::Refused`] for all but admins.
pub async fn set_limits(ctx: Ctx, (id, new): (CategoryId, NewLimits)) -> Result<CategoryCard> {
    keep_settings(&ctx.actor)?;
    let category = store::find_category(&ctx, id).await?.ok_or(Fault::NotFound)?;
    let (category, district) = store::with_district_limits(&ctx, vec![category]).await?.pop().ok_or(Fault::NotFound)?;
    let calendar = store::calendar(&ctx).await?;
    let limits = new.check(&district, calendar.week(ctx.now).ok_or(Fault::NotFound)?)?;
    let row = category::ActiveModel {
        answer_limit: Set(Some(limits.answer.to_string())),
        deliver_limit: Set(Some(limits.deliver.to_string())),
        ..Default::default()
    };
    let event = CategoryEvent::LimitsSet { from: category.limits, to: limits };
    ctx.permit::<SetLimits>(&category)?.change(row, category::Column::Id.eq(id), &event).await?;
    Ok(CategoryCard { limits, ..category })
}
