//! Photos: added by those whose they are, seen by those who see the wish, which is on record, and taken away again.

use super::At;
use super::looks::seen;
use crate::communities::{self, serve, serve_once};
use crate::kernel::authz::someone_was_faster;
use crate::kernel::ctx::{Call, Ctx};
use crate::kernel::db::Mode;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::picture::{self, Unfit};
use crate::wishes::entity::{photo, photo_file};
use crate::wishes::model::{
    MOST_PHOTOS, NewWish, PHOTO_BYTES, PhotoCard, PhotoId, Side, Wish, WishEvent, WishId, WishPage, enough_photos, no_photo, not_a_picture,
    too_many_bytes, too_many_photos, too_many_pixels,
};
use crate::wishes::policy::{self, AddPhoto, Clear, SeePhotos, Sight};
use crate::wishes::store;
use sea_orm::ActiveValue::Set;

type Result<T> = std::result::Result<T, Failure>;

/// Adds a photo to a wish: the resident's, or the holder's, by who adds it. The work on the picture is done outside of any
/// transaction.
///
/// # Errors
/// [`Fault::NotFound`] and [`Fault::Refused`] as the wish is seen; a problem of the field where it is no photo, or too large;
/// a rule where there are three already.
pub async fn add_photo(call: &Call, slug: &str, wish: WishId, bytes: Vec<u8>) -> std::result::Result<PhotoCard, Fault> {
    serve(call, "wishes.may_add_photo", Mode::Read, slug, wish, may_add).await?;
    let fresh = fresh(call, bytes).await?;
    serve_once(call, "wishes.add_photo", slug, (wish, fresh), keep).await
}

/// Places a wish with up to three photos of what it is about: all of it, or nothing.
///
/// # Errors
/// As [`super::place`]; a problem of the field where something is no photo, or there are more.
pub async fn place_with_photos(call: &Call, slug: &str, new: NewWish, files: Vec<Vec<u8>>) -> std::result::Result<WishPage, Fault> {
    serve(call, "wishes.may_place", Mode::Read, slug, new.clone(), may_place).await?;
    let photos = all_fresh(call, files).await?;
    serve_once(call, "wishes.place", slug, (new, photos), place_and_keep).await
}

/// Whoever holds a wish says that it was brought, with up to three photos of it: all of it, or nothing.
///
/// # Errors
/// As [`super::deliver`] and [`add_photo`]; a problem of the field where something is no photo, or there are more.
pub async fn deliver_with_photos(call: &Call, slug: &str, said: (At, String), files: Vec<Vec<u8>>) -> std::result::Result<WishPage, Fault> {
    serve(call, "wishes.may_deliver", Mode::Read, slug, said.clone(), may_deliver).await?;
    let photos = all_fresh(call, files).await?;
    serve_once(call, "wishes.deliver", slug, (said, photos), deliver_and_keep).await
}

async fn all_fresh(call: &Call, files: Vec<Vec<u8>>) -> std::result::Result<Vec<Vec<u8>>, Fault> {
    if files.len() > MOST_PHOTOS {
        return Err(too_many_photos().into());
    }
    let mut photos = Vec::with_capacity(files.len());
    for file in files {
        photos.push(fresh(call, file).await?);
    }
    Ok(photos)
}

async fn may_deliver(ctx: Ctx, (at, note): (At, String)) -> Result<()> {
    let wish = super::ready_to_deliver(&ctx, at, &note).await.map(|(wish, _)| wish)?;
    free_slot(&ctx, &wish).await.map(|_| ())
}

async fn deliver_and_keep(ctx: Ctx, ((at, note), photos): ((At, String), Vec<Vec<u8>>)) -> Result<WishPage> {
    let delivered = super::deliver(ctx.clone(), (at, note)).await?;
    for photo in photos {
        keep(ctx.clone(), (delivered.card.id, photo)).await?;
    }
    Ok(delivered)
}

async fn may_place(ctx: Ctx, new: NewWish) -> Result<()> {
    super::checked(&ctx, &new).await.map(|_| ())
}

async fn place_and_keep(ctx: Ctx, (new, photos): (NewWish, Vec<Vec<u8>>)) -> Result<WishPage> {
    let channel = new.channel.clone();
    let placed = super::place(ctx.clone(), new).await?;
    let ctx = super::as_said(ctx.clone(), &seen(&ctx, placed.card.id).await?, &channel)?;
    for photo in photos {
        keep(ctx.clone(), (placed.card.id, photo)).await?;
    }
    Ok(placed)
}

/// The picture as it is kept.
async fn fresh(call: &Call, bytes: Vec<u8>) -> std::result::Result<Vec<u8>, Fault> {
    match bytes.len() {
        0 => return Err(no_photo().into()),
        n if n > PHOTO_BYTES => return Err(too_many_bytes().into()),
        _ => {}
    }
    let fresh = picture::anew(bytes).await.map_err(|failure| failure.into_fault(&call.request_id))?;
    Ok(fresh.map_err(|unfit| match unfit {
        Unfit::NotAPicture => not_a_picture(),
        Unfit::TooManyPixels => too_many_pixels(),
    })?)
}

async fn may_add(ctx: Ctx, id: WishId) -> Result<()> {
    let wish = seen(&ctx, id).await?;
    free_slot(&ctx, &wish).await.map(|_| ())
}

/// On whose side the actor adds, and the first place that is free there.
async fn free_slot(ctx: &Ctx, wish: &Wish) -> Result<(Side, i32)> {
    let side = policy::photo_side(&ctx.actor, wish)?;
    let taken: Vec<i32> =
        store::list_photos(ctx, wish.id).await?.into_iter().filter(|row| row.side == side.code()).filter_map(|row| row.slot).collect();
    let most = i32::try_from(MOST_PHOTOS).unwrap_or_default();
    let free = (1..=most).find(|slot| !taken.contains(slot));
    free.map(|slot| (side, slot)).ok_or_else(|| enough_photos().into())
}

async fn keep(ctx: Ctx, (id, bytes): (WishId, Vec<u8>)) -> Result<PhotoCard> {
    let resident = seen(&ctx, id).await?.resident;
    // Who goes takes the photos along: afterwards it is another wish that is seen.
    communities::ops::stays(&ctx, resident).await?;
    let wish = seen(&ctx, id).await?;
    let (side, slot) = free_slot(&ctx, &wish).await?;
    let by = ctx.actor.member.ok_or(Fault::Refused)?;
    let id = PhotoId::new(ctx.now);
    let row = photo::ActiveModel {
        id: Set(id),
        wish_id: Set(wish.id),
        side: Set(side.code().to_owned()),
        slot: Set(Some(slot)),
        by_id: Set(by),
        at: Set(ctx.now),
        ..Default::default()
    };
    let file = photo_file::ActiveModel { photo_id: Set(id), bytes: Set(Some(bytes)), ..Default::default() };
    // Two at once take the same place; the database lets one of them.
    ctx.permit::<AddPhoto>(&wish)?.add::<photo::Entity>(row).await?;
    ctx.permit::<AddPhoto>(&wish)?.add::<photo_file::Entity>(file).await?;
    ctx.permit::<AddPhoto>(&wish)?.note(&WishEvent::PhotoAdded { photo: id }).await?;
    Ok(PhotoCard { id, side, at: ctx.moment(ctx.now), mine: true })
}

/// The photos of a wish that are there, for those who see the whole of it.
///
/// # Errors
/// When the database does.
pub(super) async fn photos(ctx: &Ctx, wish: &Wish) -> Result<Vec<PhotoCard>> {
    if policy::sight(&ctx.actor, wish) != Sight::Whole {
        return Ok(Vec::new());
    }
    let side = policy::photo_side(&ctx.actor, wish).ok();
    let rows = store::list_photos(ctx, wish.id).await?;
    let card = |row: photo::Model| {
        row.slot?;
        let whose = Side::from_code(&row.side)?;
        Some(PhotoCard { id: row.id, side: whose, at: ctx.moment(row.at), mine: side == Some(whose) && ctx.actor.is(row.by_id) })
    };
    Ok(rows.into_iter().filter_map(card).collect())
}

/// The bytes of a photo, as JPEG. That somebody else's was looked at is on record, once a day and reader.
///
/// # Errors
/// [`Fault::NotFound`] for all who do not see the whole wish, and when it was taken away.
pub async fn get_photo(ctx: Ctx, id: PhotoId) -> Result<Vec<u8>> {
    communities::policy::inside(&ctx.actor)?;
    let row = store::find_photo(&ctx, id).await?.ok_or(Fault::NotFound)?;
    let wish = seen(&ctx, row.wish_id).await?;
    let permit = ctx.permit::<SeePhotos>(&wish).map_err(|_| Failure::from(Fault::NotFound))?;
    let bytes = store::find_photo_bytes(&ctx, id).await?.ok_or(Fault::NotFound)?;
    if !ctx.actor.is(wish.resident) && !ctx.actor.is(row.by_id) {
        permit.note_daily(&WishEvent::PhotosSeen).await?;
    }
    Ok(bytes)
}

/// Takes a photo away, for good: whoever added it, as long as they might add one.
///
/// # Errors
/// [`Fault::NotFound`] for those who do not see it; [`Fault::Refused`] for all but whoever added it.
pub async fn remove_photo(ctx: Ctx, id: PhotoId) -> Result<()> {
    communities::policy::inside(&ctx.actor)?;
    let row = store::find_photo(&ctx, id).await?.filter(|row| row.slot.is_some()).ok_or(Fault::NotFound)?;
    let wish = seen(&ctx, row.wish_id).await?;
    ctx.permit::<SeePhotos>(&wish).map_err(|_| Failure::from(Fault::NotFound))?;
    if !ctx.actor.is(row.by_id) {
        return Err(Fault::Refused.into());
    }
    let permit = ctx.permit::<AddPhoto>(&wish)?;
    if store::remove_photos(&permit, vec![id]).await? != 1 {
        return Err(someone_was_faster().into());
    }
    permit.note(&WishEvent::PhotoRemoved { photo: id }).await
}

/// Takes away every photo of a wish whose resident goes.
pub(super) async fn clear(ctx: &Ctx, wish: &Wish) -> Result<()> {
    let ids = store::list_photos(ctx, wish.id).await?.into_iter().map(|row| row.id).collect();
    store::remove_photos(&ctx.permit::<Clear>(wish)?, ids).await.map(|_| ())
}
