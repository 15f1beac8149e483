//! Invitations: staff make a link, print it as a poster, and call it back.

use super::frame;
use crate::communities::entity::{invitation, membership};
use crate::communities::model::{
    Framed, INVITED_FOR, Invitation, InvitationCard, InvitationEvent, InvitationId, Member, MemberEvent, RegisterForm,
};
use crate::communities::policy::{self, ComeBy, EndInvitation, MakeInvitation, VerifyByInvitation};
use crate::communities::store;
use crate::kernel::ctx::Ctx;
use crate::kernel::events;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::keys::fresh_token;
use crate::kernel::said::{Text, text};
use sea_orm::{ActiveValue::Set, ColumnTrait as _};

type Result<T> = std::result::Result<T, Failure>;

/// The invitation that is good now, if there is one.
///
/// # Errors
/// As [`policy::keep_people`].
pub async fn find_invitation(ctx: Ctx, (): ()) -> Result<Option<InvitationCard>> {
    policy::keep_people(&ctx.actor)?;
    let Some((invitation, token)) = store::find_open_invitation(&ctx).await? else { return Ok(None) };
    card(&ctx, &invitation, token).await.map(Some)
}

/// The page of the invitation.
///
/// # Errors
/// As [`find_invitation`].
pub async fn invitation_page(ctx: Ctx, (): ()) -> Result<Framed<Option<InvitationCard>>> {
    let card = find_invitation(ctx.clone(), ()).await?;
    frame(&ctx, card).await
}

async fn card(ctx: &Ctx, invitation: &Invitation, token: String) -> Result<InvitationCard> {
    let used = events::count_of(ctx, invitation.id.0, "used").await?;
    Ok(InvitationCard { token, until: ctx.moment(invitation.expires_at), used })
}

/// Makes an invitation; the one before is void from now on.
///
/// # Errors
/// As [`find_invitation`].
pub async fn make_invitation(ctx: Ctx, (): ()) -> Result<InvitationCard> {
    let new = Invitation { id: InvitationId::new(ctx.now), expires_at: ctx.now + INVITED_FOR };
    let permit = ctx.permit::<MakeInvitation>(&new)?;
    end_open(&ctx).await?;
    let token = fresh_token()?;
    let row = invitation::ActiveModel {
        id: Set(new.id),
        token_sealed: Set(ctx.keys.seal(&token)?),
        token_lookup: Set(ctx.keys.code_lookup(&token)),
        expires_at: Set(new.expires_at),
        ended_at: Set(None),
        ..Default::default()
    };
    permit.create(row, &InvitationEvent::Made).await?;
    card(&ctx, &new, token).await
}

/// Makes the invitation void; nothing happens where there is none.
///
/// # Errors
/// As [`find_invitation`].
pub async fn end_invitation(ctx: Ctx, (): ()) -> Result<()> {
    policy::keep_people(&ctx.actor)?;
    end_open(&ctx).await
}

async fn end_open(ctx: &Ctx) -> Result<()> {
    let Some(old) = store::find_standing_invitation(ctx).await? else { return Ok(()) };
    let row = invitation::ActiveModel { ended_at: Set(Some(ctx.now)), ..Default::default() };
    ctx.permit::<EndInvitation>(&old)?.change(row, invitation::Column::EndedAt.is_null(), &InvitationEvent::Ended).await
}

const NOT_GOOD: Text = text(
    "这个邀请过期了。请向社区要一个新的，或者到服务台核对身份。",
    "This invitation has run out. Please ask the community for another, or come to the desk.",
);

/// Whoever registered before they had the invitation is verified by it. Said twice it is said once.
///
/// # Errors
/// A rule where the invitation is not good (any more).
pub async fn come_by(ctx: Ctx, token: String) -> Result<Member> {
    policy::inside(&ctx.actor)?;
    let member = store::get_member(&ctx, ctx.actor.member.ok_or(Fault::NotFound)?).await?;
    let invitation = store::find_invitation(&ctx, token.trim()).await?;
    let invitation = invitation.ok_or(Fault::Rule { code: "invitation_over".into(), said: NOT_GOOD.into() })?;
    if member.verified_at.is_none() {
        let permit = ctx.permit::<VerifyByInvitation>(&member)?;
        let row = membership::ActiveModel { verified_at: Set(Some(ctx.now)), ..Default::default() };
        let event = MemberEvent::CameBy { invitation: invitation.id };
        permit.change(row, membership::Column::VerifiedAt.is_null(), &event).await?;
        ctx.permit::<ComeBy>(&invitation)?.note(&InvitationEvent::Used).await?;
    }
    store::get_member(&ctx, member.id).await
}

/// The page of registering, for everybody: whether the invitation in its address is good.
///
/// # Errors
/// When the database does.
pub async fn register_form(ctx: Ctx, invite: String) -> Result<Framed<RegisterForm>> {
    let invited = match invite.trim() {
        "" => None,
        token => Some(store::find_invitation(&ctx, token).await?.is_some()),
    };
    frame(&ctx, RegisterForm { invited }).await
}
