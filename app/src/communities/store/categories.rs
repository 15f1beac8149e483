//! Grids, categories, and the limits that the district presets for them.

use super::find_community;
use crate::communities::calendar::Limits;
use crate::communities::entity::{category, grid, preset};
use crate::communities::model::{CategoryCard, CategoryId, Class, GridCard, Kind, Way};
use crate::communities::presets::limits;
use crate::kernel::ctx::Ctx;
use crate::kernel::db::PlatformTx;
use crate::kernel::fault::{Failure, Fault};
use sea_orm::ColumnTrait;
use std::collections::HashMap;
use uuid::Uuid;

type Result<T> = std::result::Result<T, Failure>;

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

pub async fn list_presets(tx: &PlatformTx, district: Uuid) -> Result<Vec<preset::Model>> {
    tx.find::<preset::Entity>().filter(preset::Column::DistrictId.eq(district)).ascending(preset::Column::Position).all().await
}
