//! What happens to a wish by itself, when a time that was set has come; and telling people what happened.

use crate::accounts::model::masked_name;
use crate::communities;
use crate::communities::model::CategoryCard;
use crate::kernel::actor::Role;
use crate::kernel::authz::{Action, Permit};
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::Failure;
use crate::kernel::ids::MemberId;
use crate::kernel::jobs::{self, Job};
use crate::kernel::notices::Notice;
use crate::wishes::clock::Ring;
use crate::wishes::history;
use crate::wishes::model::{Wish, WishEvent, WishId};
use crate::wishes::moves::{Delivered, Moved};
use crate::wishes::policy;
use crate::wishes::store;
use crate::wishes::told::{self, Facts, Whom};

type Result<T> = std::result::Result<T, Failure>;

/// Works one job off: makes happen what is due of this wish, the first thing of it, and says when to look again. False
/// where there was nothing to do: somebody else was faster, or it is not due after all.
///
/// # Errors
/// When the database does, or the history does not read; then nothing happened, and the job stands.
pub async fn ring(ctx: Ctx, job: Job) -> Result<bool> {
    // First the job: who takes it holds it until all of this is done, or none.
    if !jobs::take(&ctx, &job).await? {
        return Ok(false);
    }
    let wish = store::find(&ctx, WishId(job.subject)).await?;
    let wish = wish.ok_or_else(|| Failure::Broken(format!("a job for a wish {} that is not there", job.subject)))?;
    let ctx = ctx.after(wish.moved_at);
    let reading = history::clocks(&ctx, &wish).await?;
    let Some((_, ring)) = reading.next.filter(|(at, _)| *at <= ctx.now) else {
        ctx.permit::<policy::Ring>(&wish)?.schedule(reading.next.map(|(at, _)| at)).await?;
        return Ok(false);
    };
    match ring {
        Ring::Lapse => {
            let moved = Delivered::try_from(wish.clone())?.lapse();
            super::put::<policy::Ring>(&ctx, &wish, moved).await?;
        }
        Ring::Mark { awaited, percent } => {
            let event = if percent < 100 { WishEvent::Reminded { awaited, percent } } else { WishEvent::Overdue { awaited } };
            let permit = ctx.permit::<policy::Ring>(&wish)?;
            let mut moved = Moved { from: wish.stage, seen: wish.version, event, wish: wish.clone() };
            super::beside(&ctx, &permit, None, &mut moved).await?;
            permit.note(&moved.event).await?;
        }
    }
    Ok(true)
}

/// Tells everybody concerned what happened, each once, and nobody what they did themselves. `holder` is who holds the
/// wish, or held it until now.
pub(super) async fn tell<A: Action<On = Wish>>(ctx: &Ctx, permit: &Permit<'_, A>, holder: Option<MemberId>, moved: &Moved) -> Result<()> {
    let Moved { wish, event, .. } = moved;
    let mut people: Vec<(MemberId, Whom)> = Vec::new();
    // Who does not write themselves hears it from whoever speaks for them; who must act as well hears that first.
    let whom = told::whom(event, wish.stage);
    let speaker = whom.contains(&Whom::Resident).then_some(&Whom::Speaker);
    for whom in whom.iter().chain(speaker) {
        let new: Vec<(MemberId, Whom)> = match whom {
            Whom::Resident => vec![(wish.resident, *whom)],
            Whom::Speaker => speakers(ctx, wish).await?.into_iter().map(|id| (id, *whom)).collect(),
            Whom::Holder => holder.into_iter().map(|id| (id, *whom)).collect(),
            Whom::Follower => history::followers(ctx, wish.id).await?.into_iter().map(|id| (id, *whom)).collect(),
            Whom::Desk => desk(ctx).await?.into_iter().map(|id| (id, *whom)).collect(),
            Whom::Admins => communities::list_with_role(ctx, Role::Admin).await?.into_iter().map(|id| (id, *whom)).collect(),
        };
        for (member, whom) in new {
            if !ctx.actor.is(member) && people.iter().all(|(other, _)| *other != member) {
                people.push((member, whom));
            }
        }
    }
    if people.is_empty() {
        return Ok(());
    }
    let category = category_of(ctx, wish).await?;
    let names = communities::list_names(ctx, holder).await?;
    let holder = holder.and_then(|id| names.get(&id)).map(|(name, _)| masked_name(name));
    let by = wish.due.due_at.map(|at| ctx.moment(at));
    let is_past = wish.due.due_at.is_some_and(|at| at <= ctx.now);
    let facts = Facts { category: &category, stage: wish.stage, holder: holder.as_deref(), by, is_past };
    for (member, whom) in people {
        let notice = Notice { kind: history::kind(event), said: told::said(event, whom, facts), link: format!("wishes/{}", wish.id) };
        permit.tell(member, &notice).await?;
    }
    Ok(())
}

/// Who speaks for the resident now: whoever filed the wish, while they may still file, and their delegates.
async fn speakers(ctx: &Ctx, wish: &Wish) -> Result<Vec<MemberId>> {
    let filers = communities::list_names(ctx, wish.filed_by).await?;
    let filers = filers.into_iter().filter(|(_, (_, roles))| roles.any(&Role::FILERS)).map(|(id, _)| id);
    let delegates = communities::list_delegates(ctx, wish.resident).await?;
    Ok(filers.chain(delegates).collect())
}

async fn category_of(ctx: &Ctx, wish: &Wish) -> Result<CategoryCard> {
    let found = communities::find_category(ctx, wish.category).await?;
    found.ok_or_else(|| Failure::Broken(format!("wish {} has no category", wish.id)))
}

/// Staff; where there are none, the admins.
async fn desk(ctx: &Ctx) -> Result<Vec<MemberId>> {
    let staff = communities::list_with_role(ctx, Role::Staff).await?;
    if staff.is_empty() { communities::list_with_role(ctx, Role::Admin).await } else { Ok(staff) }
}

/// Who does not hear of what is late, though they should: for the doctor. Empty when the way up reaches a person at every
/// step: somebody at the desk, and an admin.
///
/// # Errors
/// When the database does.
pub async fn unheard(ctx: Ctx, (): ()) -> Result<Vec<Role>> {
    let desk = desk(&ctx).await?;
    let admins = communities::list_with_role(&ctx, Role::Admin).await?;
    Ok([(Role::Staff, desk), (Role::Admin, admins)].into_iter().filter(|(_, people)| people.is_empty()).map(|(role, _)| role).collect())
}
