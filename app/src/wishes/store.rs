//! Wishes in the database: rows to models and back. Decides nothing.

use super::clock::Due;
use super::entity::{photo, photo_file, wish};
use super::model::{CallBack, Cursor, PhotoId, Stage, Wish, WishId, WishQuery};
use super::moves::Moved;
use crate::communities::model::Kind;
use crate::kernel::authz::{Action, Permit};
use crate::kernel::ctx::Ctx;
use crate::kernel::db::holds;
use crate::kernel::fault::Failure;
use crate::kernel::ids::MemberId;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, IntoCondition as _};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

type Result<T> = std::result::Result<T, Failure>;

/// The wish of that id in this community, whoever asks: what they see is the policy's matter.
pub async fn find(ctx: &Ctx, id: WishId) -> Result<Option<Wish>> {
    ctx.tx().find::<wish::Entity>().filter(wish::Column::Id.eq(id)).one().await?.map(model).transpose()
}

/// Whose wishes a list may hold.
#[derive(Debug, Clone)]
pub enum Shelf {
    /// All of the community: the desk's.
    All,
    /// Those with a public card that are open, or that were granted.
    Wall,
    /// Those of these residents.
    Of(Vec<MemberId>),
    /// Those held or brought by this member.
    HeldBy(MemberId),
}

/// A page of wishes, with one row more than the limit where there are more.
pub async fn list(ctx: &Ctx, shelf: &Shelf, query: &WishQuery, limit: u64) -> Result<Vec<Wish>> {
    let mut find = ctx.tx().find::<wish::Entity>().filter(narrowed(shelf, query, ctx.now));
    if let Some(cursor) = query.cursor {
        find = find.filter(if query.soonest_first { after(cursor) } else { wish::Column::Id.lt(cursor.id).into_condition() });
    }
    let find = if query.soonest_first {
        find.ascending_nulls_last(wish::Column::DueAt).ascending(wish::Column::Id)
    } else {
        find.descending(wish::Column::Id)
    };
    find.limit(limit + 1).all().await?.into_iter().map(model).collect()
}

/// What comes after a wish where the soonest limit comes first and those without one come last.
fn after(cursor: Cursor) -> Condition {
    let later = |due: Expr| Condition::all().add(due).add(wish::Column::Id.gt(cursor.id));
    match cursor.due_at {
        Some(at) => {
            Condition::any().add(wish::Column::DueAt.gt(at)).add(wish::Column::DueAt.is_null()).add(later(wish::Column::DueAt.eq(at)))
        }
        None => later(wish::Column::DueAt.is_null()),
    }
}

/// What of this resident is open, or was closed since then; the newest first.
pub async fn list_current(ctx: &Ctx, resident: MemberId, since: DateTime<Utc>, limit: u64) -> Result<Vec<Wish>> {
    let closed = Stage::ALL.into_iter().filter(|stage| stage.is_closed()).map(Stage::code);
    let current = Condition::any().add(wish::Column::Stage.is_not_in(closed)).add(wish::Column::MovedAt.gt(since));
    let find = ctx.tx().find::<wish::Entity>().filter(wish::Column::ResidentId.eq(resident)).filter(current);
    find.descending(wish::Column::Id).limit(limit).all().await?.into_iter().map(model).collect()
}

/// What was placed since then, the newest first.
pub async fn list_placed_since(ctx: &Ctx, since: DateTime<Utc>, limit: u64) -> Result<Vec<Wish>> {
    // Ids carry their time.
    let find = ctx.tx().find::<wish::Entity>().filter(wish::Column::Id.gte(WishId::new(since)));
    find.descending(wish::Column::Id).limit(limit).all().await?.into_iter().map(model).collect()
}

/// The newest open cards of the wall.
pub async fn list_open_cards(ctx: &Ctx, limit: u64) -> Result<Vec<Wish>> {
    let open = Condition::all()
        .add(wish::Column::PublicCard.is_not_null())
        .add(wish::Column::Stage.is_in([Stage::Accepted, Stage::Claimed].map(Stage::code)));
    let find = ctx.tx().find::<wish::Entity>().filter(open).descending(wish::Column::Id).limit(limit);
    find.all().await?.into_iter().map(model).collect()
}

/// What was closed by a word or without one from then until then, and nobody is to be called back for.
pub async fn list_closed(ctx: &Ctx, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<Wish>> {
    let closed = Condition::all()
        .add(wish::Column::Stage.is_in(Stage::GRANTED.map(Stage::code)))
        .add(wish::Column::CallBack.is_null())
        // Whose resident has gone.
        .add(wish::Column::Title.ne(""))
        .add(wish::Column::MovedAt.gte(from))
        .add(wish::Column::MovedAt.lt(until));
    ctx.tx().find::<wish::Entity>().filter(closed).all().await?.into_iter().map(model).collect()
}

/// What was brought, and closed by a word or without one: by this holder, or by anybody; closed in these times, or ever.
pub async fn list_granted(ctx: &Ctx, holder: Option<MemberId>, span: Option<(DateTime<Utc>, DateTime<Utc>)>) -> Result<Vec<Wish>> {
    let mut granted = wish::Column::Stage.is_in(Stage::GRANTED.map(Stage::code)).into_condition();
    granted = granted.add(holder.map_or_else(|| wish::Column::HolderId.is_not_null(), |holder| wish::Column::HolderId.eq(holder)));
    if let Some((from, until)) = span {
        granted = granted.add(wish::Column::MovedAt.gte(from)).add(wish::Column::MovedAt.lt(until));
    }
    ctx.tx().find::<wish::Entity>().filter(granted).all().await?.into_iter().map(model).collect()
}

/// How many residents are to be called back.
pub async fn count_to_call(ctx: &Ctx) -> Result<u64> {
    ctx.tx().find::<wish::Entity>().filter(owed()).count().await
}

fn owed() -> Condition {
    wish::Column::CallBack.is_in([CallBack::LowGrade, CallBack::Sample].map(CallBack::code)).into_condition()
}

/// How many wishes a list holds in all.
pub async fn count(ctx: &Ctx, shelf: &Shelf, query: &WishQuery) -> Result<u64> {
    ctx.tx().find::<wish::Entity>().filter(narrowed(shelf, query, ctx.now)).count().await
}

fn narrowed(shelf: &Shelf, query: &WishQuery, now: DateTime<Utc>) -> Condition {
    let shown = [Stage::Accepted, Stage::Claimed, Stage::Delivered, Stage::Confirmed, Stage::Lapsed].map(Stage::code);
    let mut all = match shelf {
        Shelf::All => Condition::all(),
        Shelf::Wall => Condition::all().add(wish::Column::PublicCard.is_not_null()).add(wish::Column::Stage.is_in(shown)),
        Shelf::Of(residents) => Condition::all().add(wish::Column::ResidentId.is_in(residents.iter().copied())),
        Shelf::HeldBy(member) => Condition::all().add(wish::Column::HolderId.eq(*member)),
    };
    if let Some(stage) = query.stage {
        all = all.add(wish::Column::Stage.eq(stage.code()));
    }
    if query.overdue {
        all = all.add(wish::Column::DueAt.lt(now));
    }
    if query.to_call_back {
        all = all.add(owed());
    }
    if let Some(category) = query.category {
        all = all.add(wish::Column::CategoryId.eq(category));
    }
    if let Some(q) = query.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        let q = q.chars().take(60).collect::<String>();
        // On the wall only the card may be searched: a hit in the text would tell what stands in it.
        let part = match shelf {
            Shelf::Wall => holds(&q, &[wish::Column::PublicCard]),
            _ => holds(&q, &[wish::Column::Title, wish::Column::PublicCard, wish::Column::Text]),
        };
        all = all.add(part);
    }
    all
}

/// The row of a wish that is being placed.
pub fn new_row(wish: &Wish) -> wish::ActiveModel {
    wish::ActiveModel {
        id: Set(wish.id),
        resident_id: Set(wish.resident),
        category_id: Set(wish.category),
        kind: Set(wish.kind.code().to_owned()),
        title: Set(wish.title.clone()),
        text: Set(wish.text.clone()),
        public_card: Set(None),
        stage: Set(wish.stage.code().to_owned()),
        version: Set(wish.version),
        holder_id: Set(None),
        filed_by: Set(wish.filed_by),
        placed_at: Set(wish.placed_at),
        moved_at: Set(wish.moved_at),
        grade: Set(None),
        since: Set(wish.due.since),
        due_at: Set(wish.due.due_at),
        answer_by: Set(wish.due.answer_by),
        deliver_by: Set(wish.due.deliver_by),
        paused_until: Set(wish.due.paused_until),
        ..Default::default()
    }
}

/// The whole row of a wish of the past.
pub fn whole_row(wish: &Wish) -> wish::ActiveModel {
    wish::ActiveModel {
        public_card: Set(wish.public_card.clone()),
        holder_id: Set(wish.holder),
        grade: Set(wish.grade.map(i32::from)),
        call_back: Set(wish.call_back.map(|why| why.code().to_owned())),
        ..new_row(wish)
    }
}

/// Writes a move with its event, if the wish still stands as it was read. The guard is repeated here because two
/// people read before either writes: a SELECT and an UPDATE by id alone sold 31 of 200 wishes twice.
pub async fn write<A: Action<On = Wish>>(permit: Permit<'_, A>, moved: &Moved) -> Result<()> {
    let wish = &moved.wish;
    let row = wish::ActiveModel {
        category_id: Set(wish.category),
        title: Set(wish.title.clone()),
        text: Set(wish.text.clone()),
        public_card: Set(wish.public_card.clone()),
        stage: Set(wish.stage.code().to_owned()),
        version: Set(wish.version),
        holder_id: Set(wish.holder),
        moved_at: Set(wish.moved_at),
        grade: Set(wish.grade.map(i32::from)),
        call_back: Set(wish.call_back.map(|why| why.code().to_owned())),
        since: Set(wish.due.since),
        due_at: Set(wish.due.due_at),
        answer_by: Set(wish.due.answer_by),
        deliver_by: Set(wish.due.deliver_by),
        paused_until: Set(wish.due.paused_until),
        ..Default::default()
    };
    let guard = Condition::all().add(wish::Column::Stage.eq(moved.from.code())).add(wish::Column::Version.eq(moved.seen));
    permit.change(row, guard, &moved.event).await
}

/// The photos of a wish, those taken away too, the first one first.
pub async fn list_photos(ctx: &Ctx, wish: WishId) -> Result<Vec<photo::Model>> {
    ctx.tx().find::<photo::Entity>().filter(photo::Column::WishId.eq(wish)).ascending(photo::Column::Id).all().await
}

pub async fn find_photo(ctx: &Ctx, id: PhotoId) -> Result<Option<photo::Model>> {
    ctx.tx().find::<photo::Entity>().filter(photo::Column::Id.eq(id)).one().await
}

/// The bytes of a photo, if it was not taken away.
pub async fn find_photo_bytes(ctx: &Ctx, id: PhotoId) -> Result<Option<Vec<u8>>> {
    let row = ctx.tx().find::<photo_file::Entity>().filter(photo_file::Column::PhotoId.eq(id)).one().await?;
    Ok(row.and_then(|row| row.bytes))
}

/// Takes these photos away, for good; says how many were still there.
pub async fn remove_photos<A: Action<On = Wish>>(permit: &Permit<'_, A>, ids: Vec<PhotoId>) -> Result<u64> {
    let nowhere = photo::ActiveModel { slot: Set(None), ..Default::default() };
    let there = photo::Column::Id.is_in(ids.iter().copied()).into_condition().add(photo::Column::Slot.is_not_null());
    let removed = permit.change_parts::<photo::Entity>(nowhere, there).await?;
    let nothing = photo_file::ActiveModel { bytes: Set(None), ..Default::default() };
    permit.change_parts::<photo_file::Entity>(nothing, photo_file::Column::PhotoId.is_in(ids)).await?;
    Ok(removed)
}

fn model(row: wish::Model) -> Result<Wish> {
    let broken = |what: &str| Failure::Broken(format!("wish {}: {what}", row.id));
    Ok(Wish {
        id: row.id,
        resident: row.resident_id,
        kind: Kind::from_code(&row.kind).ok_or_else(|| broken("kind"))?,
        category: row.category_id,
        stage: Stage::from_code(&row.stage).ok_or_else(|| broken("stage"))?,
        call_back: row.call_back.as_deref().map(|code| CallBack::from_code(code).ok_or_else(|| broken("call back"))).transpose()?,
        grade: row.grade.map(i16::try_from).transpose().map_err(|_| broken("grade"))?,
        title: row.title,
        text: row.text,
        public_card: row.public_card,
        version: row.version,
        holder: row.holder_id,
        filed_by: row.filed_by,
        placed_at: row.placed_at,
        moved_at: row.moved_at,
        due: Due {
            since: row.since,
            due_at: row.due_at,
            answer_by: row.answer_by,
            deliver_by: row.deliver_by,
            paused_until: row.paused_until,
        },
    })
}
