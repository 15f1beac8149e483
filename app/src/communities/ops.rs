//! Finding a community, joining it, and keeping its people; setting districts and communities up.

use super::door::serve;
use super::entity::{category, community, district, grid, membership, preset, street};
use super::model::{
    CategoryCard, CategoryId, CommunityCard, CommunityEvent, DistrictCard, Frame, Framed, FrontDoor, Home, Member, MemberChange,
    MemberEvent, MemberQuery, MyAccount, NewAccount, NewCommunity, Page, Registration, TheCommunity, check_slug,
};
use super::policy::{self, ChangeRoles, GrantRoles, Register, SetUp, Verify};
use super::presets::PRESETS;
use super::store;
use crate::accounts::model::{Me, MembershipCard, Phone};
use crate::accounts::{self, PersonCtx};
use crate::kernel::actor::{Role, Roles};
use crate::kernel::authz::Action as _;
use crate::kernel::ctx::{Call, Ctx};
use crate::kernel::db::Mode;
use crate::kernel::fault::{Failure, Fault, Problem, Problems};
use crate::kernel::ids::{AccountId, MemberId, TenantId, uuid_at};
use crate::kernel::said::{Text, text};
use chrono::TimeDelta;
use sea_orm::{ActiveValue::Set, ColumnTrait};

type Result<T> = std::result::Result<T, Failure>;

/// The front door: districts and communities that match, and where the reader is at home.
///
/// # Errors
/// When the database does.
pub async fn front_door(ctx: PersonCtx, q: String) -> Result<FrontDoor> {
    let q: String = q.trim().chars().take(40).collect();
    let mut districts = Vec::new();
    for district in store::list_districts(ctx.tx()).await? {
        let communities = store::list_communities(ctx.tx(), &district, &q).await?;
        if q.is_empty() || !communities.is_empty() {
            districts.push((store::district_card(&district), communities));
        }
    }
    let mine = match ctx.identity {
        Some(who) => store::memberships_of(ctx.tx(), who.account).await?,
        None => Vec::new(),
    };
    Ok(FrontDoor { districts, mine })
}

/// The page of my account, also for a passer-by, who can set how pages look.
///
/// # Errors
/// When the database does.
pub async fn my_account(ctx: PersonCtx, (): ()) -> Result<MyAccount> {
    let Some(who) = ctx.identity else { return Ok(MyAccount { mine: Vec::new(), sessions: None }) };
    let mine = store::memberships_of(ctx.tx(), who.account).await?;
    let sessions = accounts::ops::list_sessions(ctx, ()).await?;
    Ok(MyAccount { mine, sessions: Some(sessions) })
}

/// Whether any community is demo data.
///
/// # Errors
/// When the database does.
pub async fn is_demo(ctx: PersonCtx, (): ()) -> Result<bool> {
    store::any_demo(ctx.tx()).await
}

/// All districts.
///
/// # Errors
/// When the database does.
pub async fn list_districts(ctx: PersonCtx, (): ()) -> Result<Vec<DistrictCard>> {
    Ok(store::list_districts(ctx.tx()).await?.iter().map(store::district_card).collect())
}

/// The communities of a district.
///
/// # Errors
/// [`Fault::NotFound`] for a slug of nothing.
pub async fn list_communities(ctx: PersonCtx, district: String) -> Result<Vec<CommunityCard>> {
    let district = store::find_district(ctx.tx(), &district).await?.ok_or(Fault::NotFound)?;
    store::list_communities(ctx.tx(), &district, "").await
}

/// Who am I, and where.
///
/// # Errors
/// [`Fault::SignIn`] for nobody.
pub async fn me(ctx: PersonCtx, (): ()) -> Result<Me> {
    let (account, login, phone) = accounts::ops::who_am_i(&ctx).await?;
    Ok(Me { account, login, phone, memberships: store::memberships_of(ctx.tx(), account).await? })
}

/// Where this account is a member, for the answer to a log-in.
///
/// # Errors
/// When the database does.
pub async fn memberships(ctx: PersonCtx, account: AccountId) -> Result<Vec<MembershipCard>> {
    store::memberships_of(ctx.tx(), account).await
}

/// The community as everybody may see it.
///
/// # Errors
/// When the database does.
pub async fn get_community(ctx: Ctx, (): ()) -> Result<CommunityCard> {
    let row = store::find_community(ctx.tx().platform(), &ctx.place.slug).await?.ok_or(Fault::NotFound)?;
    store::get_card(ctx.tx().platform(), row).await
}

/// The open categories, for everybody.
///
/// # Errors
/// When the database does.
pub async fn list_categories(ctx: Ctx, (): ()) -> Result<Vec<CategoryCard>> {
    store::list_categories(&ctx).await
}

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

/// What stands around a page of this community.
///
/// # Errors
/// When the database does.
pub async fn frame<T>(ctx: &Ctx, body: T) -> Result<Framed<T>> {
    let community = get_community(ctx.clone(), ()).await?;
    let name = match ctx.actor.member {
        Some(id) => Some(store::get_member(ctx, id).await?.name),
        None => None,
    };
    let frame = Frame {
        community,
        name,
        logged_in: ctx.actor.account.is_some(),
        roles: ctx.actor.roles.clone(),
        verified: ctx.actor.verified,
        today: ctx.today(),
    };
    Ok(Framed { frame, body })
}

/// The community's home page, for everybody.
///
/// # Errors
/// When the database does.
pub async fn home(ctx: Ctx, (): ()) -> Result<Framed<Home>> {
    let grids = store::list_grids(&ctx).await?.into_iter().map(|row| (row.name_zh, row.name_en)).collect();
    let categories = store::list_categories(&ctx).await?;
    frame(&ctx, Home { grids, categories }).await
}

/// Registers as a resident: with a new account, or with the one that is logged in.
///
/// # Errors
/// All problems of the form at once; a phone or name that is taken.
pub async fn register(call: &Call, slug: &str, account: NewAccount, who: Registration) -> std::result::Result<Member, Fault> {
    let mut problems = Problems::default();
    let who = who.check(&mut problems);
    if call.identity.is_some() {
        let who = problems.finish(who)?;
        return super::door::serve_once(call, "communities.register", slug, (who, None), join).await;
    }
    let checked = account.check(&mut problems);
    let (who, (phone, login)) = problems.finish(who.zip(checked))?;
    let hash = accounts::hash_password(&account.password).await.map_err(|failure| failure.into_fault(&call.request_id))?;
    super::door::serve_once(call, "communities.register", slug, (who, Some((phone, login, hash))), join).await
}

const ALREADY: Text = text("您已经是这个社区的居民了，不用再登记。", "You are already registered in this community.");

type Fresh = Option<(Phone, Option<String>, String)>;

async fn join(ctx: Ctx, (who, fresh): (Registration, Fresh)) -> Result<Member> {
    if ctx.actor.member.is_some() {
        return Err(Fault::Rule { code: "already_member".into(), said: ALREADY.into() }.into());
    }
    let account = match (ctx.actor.account, fresh) {
        (Some(account), _) => account,
        (None, Some((phone, login, hash))) => {
            accounts::create_account(ctx.tx().platform(), &ctx.keys, ctx.now, login, Some(&phone), Some(hash)).await?
        }
        (None, None) => return Err(Fault::SignIn.into()),
    };
    add_member(&ctx, account, who, Roles::new([Role::Resident])).await
}

/// Writes a membership in the name of whom it belongs to.
async fn add_member(ctx: &Ctx, account: AccountId, who: Registration, roles: Roles) -> Result<Member> {
    let id = MemberId::new(ctx.now);
    let new = Member {
        id,
        account: Some(account),
        name: who.name,
        building: who.building,
        door: who.door,
        roles,
        volunteer_kind: None,
        verified_at: None,
        created_at: ctx.moment(ctx.now),
    };
    let row = membership::ActiveModel {
        id: Set(id),
        account_id: Set(account),
        name: Set(new.name.clone()),
        building: Set(new.building.clone()),
        door: Set(new.door.clone()),
        grid_id: Set(None),
        roles: Set(new.roles.at_rest()),
        volunteer_kind: Set(None),
        verified_at: Set(None),
        consent_version: Set(who.consent.clone()),
        created_at: Set(ctx.now),
        ..Default::default()
    };
    let themselves = ctx.as_member(account, id);
    themselves.permit::<Register>(&new)?.create(row, &MemberEvent::Registered { consent: who.consent }).await?;
    drop(themselves);
    Ok(new)
}

/// The people of this community, newest first.
///
/// # Errors
/// [`Fault::Refused`] for all but staff and admins.
pub async fn list_members(ctx: Ctx, query: MemberQuery) -> Result<Page<Member>> {
    policy::keep_people(&ctx.actor)?;
    store::list_members(&ctx, &query).await
}

/// Members who can be handed a wish of this resident, id and name.
///
/// # Errors
/// When the database does.
pub async fn list_hands(ctx: &Ctx, resident: MemberId) -> Result<Vec<(MemberId, String)>> {
    let hands = store::list_hands(ctx).await?;
    Ok(hands.into_iter().filter(|member| member.id != resident).map(|member| (member.id, member.name)).collect())
}

/// The people page.
///
/// # Errors
/// As [`list_members`].
pub async fn people(ctx: Ctx, query: MemberQuery) -> Result<Framed<Page<Member>>> {
    let page = list_members(ctx.clone(), query).await?;
    frame(&ctx, page).await
}

/// Verifies a member, or gives and takes roles.
///
/// # Errors
/// [`Fault::NotFound`] for a member of elsewhere, [`Fault::Refused`] where the policy says so.
pub async fn change_member(ctx: Ctx, (id, change): (MemberId, MemberChange)) -> Result<Member> {
    policy::keep_people(&ctx.actor)?;
    let mut member = store::get_member(&ctx, id).await?;
    if change.verified == Some(true) && member.verified_at.is_none() {
        let permit = ctx.permit::<Verify>(&member)?;
        let row = membership::ActiveModel { verified_at: Set(Some(ctx.now)), ..Default::default() };
        permit.change(row, membership::Column::VerifiedAt.is_null(), &MemberEvent::Verified).await?;
        member.verified_at = Some(ctx.moment(ctx.now));
    }
    if change.roles.is_some() || change.volunteer_kind.is_some() {
        let permit = ctx.permit::<ChangeRoles>(&member)?;
        let to = change.roles.unwrap_or_else(|| member.roles.clone());
        let volunteer_kind = change.volunteer_kind.or(member.volunteer_kind);
        let row = membership::ActiveModel {
            roles: Set(to.at_rest()),
            volunteer_kind: Set(volunteer_kind.map(|kind| kind.code().to_owned())),
            ..Default::default()
        };
        let event = MemberEvent::RolesChanged { from: member.roles.clone(), to: to.clone(), volunteer_kind };
        permit.change(row, membership::Column::Roles.eq(member.roles.at_rest()), &event).await?;
        member.roles = to;
        member.volunteer_kind = volunteer_kind;
    }
    Ok(member)
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
        };
        ctx.tx().insert::<preset::Entity>(row).await?;
    }
    Ok(())
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
    if store::find_community(tx, &new.slug).await?.is_some() {
        return Err(slug_taken());
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
            ..Default::default()
        };
        ctx.permit::<SetUp>(&this)?.add::<category::Entity>(row).await?;
    }
    ctx.permit::<SetUp>(&this)?.note(&CommunityEvent::Created).await
}

/// Makes an account a member with roles, verified, or changes the roles of one that is. For the operator.
///
/// # Errors
/// [`Fault::NotFound`] for a log-in of nobody.
pub async fn grant(ctx: Ctx, (login, who, roles): (String, Registration, Roles)) -> Result<Member> {
    SetUp::check(&ctx.actor, &TheCommunity(ctx.place.id))?;
    let account = accounts::account_of_login(ctx.tx().platform(), &ctx.keys, &login).await?.ok_or(Fault::NotFound)?;
    let member = match store::find_membership(ctx.tx(), account).await? {
        Some(row) => store::get_member(&ctx, row.id).await?,
        None => add_member(&ctx, account, who, Roles::new([])).await?,
    };
    let event = MemberEvent::RolesChanged { from: member.roles.clone(), to: roles.clone(), volunteer_kind: member.volunteer_kind };
    let row = membership::ActiveModel { roles: Set(roles.at_rest()), verified_at: Set(Some(ctx.now)), ..Default::default() };
    ctx.permit::<GrantRoles>(&member)?.change(row, membership::Column::Id.eq(member.id), &event).await?;
    store::get_member(&ctx, member.id).await
}

/// Whether anyone keeps this community: without an admin nobody verifies members or gives roles. For the doctor.
///
/// # Errors
/// When the database does.
pub async fn has_admin(ctx: Ctx, (): ()) -> Result<bool> {
    store::any_with_role(&ctx, Role::Admin).await
}
