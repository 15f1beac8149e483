//! Lives a plan through the real use cases, each in its own transaction, at the time of the plan.

use super::plan::{ADMIN, Doing, OBJECTION, Person, Plan, Step, Who, day, posted, zone};
use crate::operator::sentence;
use app::accounts::model::Phone;
use app::accounts::{self, PersonCtx};
use app::communities;
use app::communities::model::{CategoryCard, MemberChange, NOTICE, NewAccount, NewCommunity, NewDesk, Patch, Registration};
use app::diary;
use app::diary::model::NewEntry;
use app::kernel::actor::{Channel, Roles};
use app::kernel::clock::Clock;
use app::kernel::ctx::{Call, Ctx, Identity};
use app::kernel::db::Mode;
use app::kernel::fault::{Failure, Fault};
use app::kernel::ids::{AccountId, MemberId};
use app::kernel::said::Lang;
use app::points;
use app::points::rates::{NewRates, Rates};
use app::posts;
use app::posts::model::{ClaimId, NewClaim, NewPost, PostId, Shown};
use app::posts::ops::{ClaimAt, PostAt};
use app::posts::presets::preset;
use app::posts::swaps::NewSwap;
use app::posts::times::Planned;
use app::shifts;
use app::shifts::model::{NewEnd, ShiftId};
use app::shifts::ops::ShiftAt;
use app::stars;
use app::wishes;
use app::wishes::model::{NewWish, WishId};
use app::wishes::ops::{Acceptance, At};
use chrono::{DateTime, Days, TimeDelta, Utc};
use std::collections::HashMap;

type Result<T> = std::result::Result<T, String>;

/// Sessions live ninety days; a new one is begun in good time.
const SESSION: TimeDelta = TimeDelta::days(80);

/// One community while it is lived.
#[derive(Debug)]
pub struct Life {
    plan: Plan,
    categories: Vec<CategoryCard>,
    people: Vec<Someone>,
    wishes: Vec<Option<WishId>>,
    posts: HashMap<usize, PostId>,
    claims: HashMap<(usize, Who), ClaimId>,
    /// What was served last of each post.
    shifts: HashMap<usize, ShiftId>,
}

#[derive(Debug, Clone, Default)]
struct Someone {
    account: Option<AccountId>,
    member: Option<MemberId>,
    session: Option<(Identity, DateTime<Utc>)>,
}

/// What all communities share: the operator's call, the clock, and the hash of everybody's password.
#[derive(Debug, Clone)]
pub struct World {
    /// The operator's call.
    pub call: Call,
    /// The clock that is moved.
    pub clock: Clock,
    /// The hash of the demo's password.
    pub hash: String,
}

impl World {
    /// Makes an account with a password hashed before, or without one.
    ///
    /// # Errors
    /// When the log-in or phone is taken.
    pub async fn account(&self, login: &str, phone: Option<&str>, has_password: bool) -> Result<AccountId> {
        let phone = phone.map(Phone::parse).transpose().map_err(|problem| sentence(problem.into()))?;
        let input = (login.to_owned(), phone, has_password.then(|| self.hash.clone()));
        accounts::serve(&self.call, "demo.account", Mode::Write, input, make_account).await.map_err(sentence)
    }

    /// Makes an account that is something above the communities, in one transaction.
    ///
    /// # Errors
    /// As [`World::account`].
    pub async fn official(&self, login: &str, grant: accounts::Grant) -> Result<()> {
        let input = (login.to_owned(), self.hash.clone(), grant);
        accounts::serve(&self.call, "demo.official", Mode::Write, input, make_official).await.map_err(sentence)
    }
}

async fn make_account(
    ctx: PersonCtx,
    (login, phone, hash): (String, Option<Phone>, Option<String>),
) -> std::result::Result<AccountId, Failure> {
    accounts::create_account(ctx.tx(), &ctx.keys, ctx.now, Some(login), phone.as_ref(), hash).await
}

async fn make_official(ctx: PersonCtx, (login, hash, grant): (String, String, accounts::Grant)) -> std::result::Result<(), Failure> {
    accounts::create_account(ctx.tx(), &ctx.keys, ctx.now, Some(login.clone()), None, Some(hash)).await?;
    accounts::ops::grant(ctx, (login, grant, "demo".to_owned())).await
}

/// `08:30`.
pub fn minutes_of_day(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

impl Life {
    /// Sets the community up, with its admin.
    ///
    /// # Errors
    /// What the use cases say.
    pub async fn found(world: &World, plan: Plan) -> Result<Self> {
        let place = plan.place;
        let new = NewCommunity {
            district: place.district.to_owned(),
            street: place.street.map(|(zh, en)| (zh.to_owned(), en.to_owned())),
            slug: place.slug.to_owned(),
            name: (format!("{}社区", place.zh), format!("{} Community", place.en)),
            population: place.population,
            households: place.households,
            over60_permille: place.over60,
            hours: (minutes_of_day(place.hours.0), minutes_of_day(place.hours.1)),
            grids: place.grids,
            is_demo: true,
        };
        communities::ops::create_community(&world.call, new).await.map_err(sentence)?;
        let list = communities::ops::list_categories;
        let categories = communities::serve(&world.call, "demo.categories", Mode::Read, place.slug, (), list).await.map_err(sentence)?;
        let mut life = Self {
            people: vec![Someone::default(); plan.people.len()],
            wishes: vec![None; plan.wishes.len()],
            posts: HashMap::new(),
            claims: HashMap::new(),
            shifts: HashMap::new(),
            categories,
            plan,
        };
        let admin = life.plan.people.get(ADMIN).cloned().ok_or("the plan has no admin")?;
        let account = world.account(&admin.login, admin.phone.as_deref(), admin.has_password).await?;
        let roles = Roles::new(admin.roles.clone().unwrap_or_default());
        let input = (admin.login.clone(), registration(&admin), roles);
        let member = communities::serve(&world.call, "demo.grant", Mode::Write, place.slug, input, communities::ops::grant)
            .await
            .map_err(sentence)?;
        life.set(ADMIN, Someone { account: Some(account), member: Some(member.id), session: None });
        // Nobody is called back by lot while the demo is told: the same seed tells the same.
        life.set_desk(world, 0).await?;
        Ok(life)
    }

    /// Sets the desk: the admin's phone, in a range that nobody is given, and of how many closed wishes in a hundred somebody is called back.
    ///
    /// # Errors
    /// What the use case says.
    pub async fn set_desk(&mut self, world: &World, percent: i32) -> Result<()> {
        let phone = self.plan.people.get(ADMIN).and_then(|admin| admin.phone.clone()).unwrap_or_default();
        let desk = NewDesk { phone, call_back_percent: percent.to_string() };
        self.act(world, ADMIN, "communities.set_desk", desk, communities::ops::set_desk).await
    }

    /// The steps, in their order.
    pub fn steps(&self) -> &[Step] {
        &self.plan.steps
    }

    /// How many wishes there are so far.
    pub fn wishes(&self) -> usize {
        self.wishes.iter().flatten().count()
    }

    fn set(&mut self, who: Who, someone: Someone) {
        if let Some(place) = self.people.get_mut(who) {
            *place = someone;
        }
    }

    /// Lives one step.
    ///
    /// # Errors
    /// What the use case says, with the step.
    pub async fn live(&mut self, world: &World, nth: usize) -> Result<()> {
        let step = self.plan.steps.get(nth).cloned().ok_or("the plan has no such step")?;
        world.clock.set(step.at);
        let lived = self.step(world, &step).await;
        lived.map_err(|said| {
            let login = self.plan.people.get(step.by).map_or("?", |person| &person.login);
            format!("the demo stopped in {}: {:?} by {login} at {}: {said}", self.plan.place.slug, step.doing, step.at)
        })
    }

    async fn step(&mut self, world: &World, step: &Step) -> Result<()> {
        match step.doing.clone() {
            Doing::Join => self.join(world, step.by).await,
            Doing::Receive { who } => self.receive(world, step.by, who).await,
            Doing::Place { wish } => self.place(world, step.by, wish).await,
            Doing::Accept { wish, card } => {
                let public_card = card.then(|| self.story(wish).map(|story| story.card.to_owned())).transpose()?;
                let input = (self.at(wish)?, Acceptance { public_card, ..Acceptance::default() });
                self.act(world, step.by, "wishes.accept", input, wishes::ops::accept).await
            }
            Doing::Decline { wish } => {
                let reason = self.story(wish)?.no.to_owned();
                self.act(world, step.by, "wishes.decline", (self.at(wish)?, reason), wishes::ops::decline).await
            }
            Doing::Claim { wish } => self.act(world, step.by, "wishes.claim", self.at(wish)?, wishes::ops::claim).await,
            Doing::Dispatch { wish, to } => {
                let to = self.people.get(to).and_then(|someone| someone.member).ok_or("nobody to hand it to")?;
                self.act(world, step.by, "wishes.dispatch", (self.at(wish)?, to), wishes::ops::dispatch).await
            }
            Doing::Release { wish, reason } => {
                self.act(world, step.by, "wishes.release", (self.at(wish)?, reason.to_owned()), wishes::ops::release).await
            }
            Doing::Deliver { wish, note } => {
                self.act(world, step.by, "wishes.deliver", (self.at(wish)?, note.to_owned()), wishes::ops::deliver).await
            }
            Doing::Confirm { wish, rating } => {
                self.act(world, step.by, "wishes.confirm", (self.at(wish)?, rating, String::new()), wishes::ops::confirm).await
            }
            Doing::CallBack { wish, call } => {
                self.act(world, step.by, "wishes.call_back", (self.at(wish)?, call), wishes::ops::call_back).await
            }
            Doing::Reopen { wish } => {
                let reason = self.story(wish)?.again.to_owned();
                self.act(world, step.by, "wishes.reopen", (self.at(wish)?, reason, String::new()), wishes::ops::reopen).await
            }
            Doing::Withdraw { wish } => {
                self.act(world, step.by, "wishes.withdraw", (self.at(wish)?, String::new()), wishes::ops::withdraw).await
            }
            Doing::Comment { wish, text } => {
                self.act(world, step.by, "wishes.comment", (self.at(wish)?, text.to_owned()), wishes::ops::comment).await
            }
            Doing::SetUpPost { post } => self.set_up_post(world, step.by, post).await,
            Doing::OpenPost { post } => {
                let at = PostAt { id: self.post(post)?, version: None };
                self.act(world, step.by, "posts.open", at, posts::ops::open).await
            }
            Doing::ClaimPost { post, days } => self.claim_post(world, step.by, (post, days)).await,
            Doing::OfferSwap { post, with } => self.offer_swap(world, step.by, (post, with)).await,
            Doing::Appoint { post, who } => {
                let at = ClaimAt { id: self.claim(post, who)?, version: None };
                self.act(world, step.by, "posts.appoint", at, posts::ops::appoint).await
            }
            Doing::Object { post, who } => {
                let input = (self.claim(post, who)?, OBJECTION.to_owned());
                self.act(world, step.by, "posts.object", input, posts::ops::object).await
            }
            Doing::CheckIn { post, who } => {
                let (claim, call) = (self.claim(post, who)?, self.call(world, step.by).await?);
                let slug = self.plan.place.slug;
                let shift = communities::serve(&call, "shifts.check_in", Mode::Write, slug, claim, shifts::ops::check_in).await;
                self.shifts.insert(post, shift.map_err(sentence)?.id);
                Ok(())
            }
            Doing::CheckOut { post, note } => {
                let input = (self.shift(post)?, NewEnd { until: String::new(), note: note.to_owned() });
                self.act(world, step.by, "shifts.check_out", input, shifts::ops::check_out).await
            }
            Doing::ConfirmHours { post } => self.act(world, step.by, "shifts.confirm", self.shift(post)?, shifts::ops::confirm).await,
            Doing::SetRates { post, points } => {
                let preset = posted(post).ok_or("no such post")?.preset;
                let (standard, today) = (Rates::standard(), world.clock.now().with_timezone(&zone()).date_naive());
                let new = NewRates {
                    from: (today + Days::new(1)).to_string(),
                    hour: standard.hour.to_string(),
                    kinds: [(preset.to_owned(), points.to_string())].into(),
                    wish: standard.wish.to_string(),
                    most_a_day: standard.most_a_day.to_string(),
                    ..NewRates::default()
                };
                self.act(world, step.by, "points.set_rates", new, points::ops::set_rates).await
            }
            Doing::Show { showing } => self.act(world, step.by, "stars.choose", showing.to_owned(), stars::ops::choose).await,
            Doing::ComputeStars { quarter } => {
                self.act(world, step.by, "stars.compute", stars::model::At { quarter, version: None }, stars::ops::compute).await
            }
            Doing::PublishStars { quarter } => {
                let input = (stars::model::At { quarter, version: None }, String::new());
                self.act(world, step.by, "stars.publish", input, stars::ops::publish).await
            }
            Doing::SealStars { quarter } => {
                self.act(world, step.by, "stars.seal", stars::model::At { quarter, version: None }, stars::ops::seal).await
            }
            Doing::Note { who, way, words } => {
                let about = self.people.get(who).and_then(|someone| someone.member).ok_or("nobody to note")?;
                let new = NewEntry { resident: about.to_string(), channel: way.code().to_owned(), words: words.to_owned() };
                self.act(world, step.by, "diary.note", new, diary::ops::note).await
            }
        }
    }

    async fn set_up_post(&mut self, world: &World, by: Who, nth: usize) -> Result<()> {
        let posted = posted(nth).ok_or("there is no such post")?;
        let preset = preset(posted.preset).ok_or("there is no such preset")?;
        let today = world.clock.now().with_timezone(&zone()).date_naive();
        let [mon, tue, wed, thu, fri, sat, sun] = posted.week.map(str::to_owned);
        let when = if posted.week.iter().all(|spans| spans.is_empty()) { "open" } else { "weekly" };
        let new = NewPost {
            kind: preset.code.to_owned(),
            title: preset.name.zh.to_owned(),
            purpose: preset.purpose.zh.to_owned(),
            place: posted.place.to_owned(),
            duties: preset.duties.zh.to_owned(),
            skills: preset.skills.zh.to_owned(),
            places: posted.places.to_string(),
            when: when.to_owned(),
            mon,
            tue,
            wed,
            thu,
            fri,
            sat,
            sun,
            from: today.to_string(),
            to: day(today, posted.days).to_string(),
            claim_by: day(today, 60).to_string(),
            ..NewPost::default()
        };
        let call = self.call(world, by).await?;
        let page = communities::serve(&call, "posts.set_up", Mode::Write, self.plan.place.slug, new, posts::ops::set_up).await;
        self.posts.insert(nth, page.map_err(sentence)?.card.id);
        Ok(())
    }

    async fn claim_post(&mut self, world: &World, by: Who, (nth, days): (usize, &[&str])) -> Result<()> {
        let posted = posted(nth).ok_or("there is no such post")?;
        let days = days.iter().map(|day| (*day).to_owned()).collect();
        let [promise, skills] = [posted.promise, posted.skills].map(str::to_owned);
        let input = (self.post(nth)?, NewClaim { promise, skills, shown: Shown::Masked.code().to_owned(), days });
        let call = self.call(world, by).await?;
        let claim = communities::serve(&call, "posts.claim", Mode::Write, self.plan.place.slug, input, posts::ops::claim).await;
        self.claims.insert((nth, by), claim.map_err(sentence)?.id);
        Ok(())
    }

    async fn offer_swap(&mut self, world: &World, by: Who, (nth, with): (usize, Who)) -> Result<()> {
        let (slug, ours, theirs) = (self.plan.place.slug, self.claim(nth, by)?, self.claim(nth, with)?);
        let call = self.call(world, by).await?;
        let swaps = communities::serve(&call, "posts.swaps", Mode::Read, slug, (), posts::ops::list_swaps).await.map_err(sentence)?;
        let post = swaps.posts.iter().find(|post| post.claim == ours).ok_or("the post is not held yet")?;
        let fellow = post.fellows.iter().find(|fellow| fellow.claim == theirs).ok_or("the other does not hold it yet")?;
        let last = |shifts: &[Planned]| shifts.last().map(|shift| shift.from.0.to_rfc3339()).ok_or("there is no shift to come");
        let new = NewSwap { gives: last(&post.shifts)?, asks: format!("{theirs}/{}", last(&fellow.shifts)?) };
        communities::serve(&call, "posts.offer", Mode::Write, slug, (ours, new), posts::ops::offer).await.map_err(sentence)?;
        Ok(())
    }

    fn post(&self, nth: usize) -> Result<PostId> {
        self.posts.get(&nth).copied().ok_or_else(|| "the post is not set up yet".to_owned())
    }

    fn claim(&self, nth: usize, who: Who) -> Result<ClaimId> {
        self.claims.get(&(nth, who)).copied().ok_or_else(|| "the post is not claimed yet".to_owned())
    }

    fn shift(&self, post: usize) -> Result<ShiftAt> {
        let id = self.shifts.get(&post).copied().ok_or("nobody has served the post yet")?;
        Ok(ShiftAt { id, version: None })
    }

    async fn join(&mut self, world: &World, who: Who) -> Result<()> {
        let person = self.plan.people.get(who).cloned().ok_or("the plan has no such person")?;
        let account = world.account(&person.login, person.phone.as_deref(), person.has_password).await?;
        self.set(who, Someone { account: Some(account), ..Someone::default() });
        let call = self.call(world, who).await?;
        let registered = communities::ops::register(&call, self.plan.place.slug, NewAccount::default(), registration(&person)).await;
        let member = registered.map_err(sentence)?.id;
        if let Some(someone) = self.people.get_mut(who) {
            someone.member = Some(member);
        }
        Ok(())
    }

    async fn receive(&mut self, world: &World, by: Who, who: Who) -> Result<()> {
        let member = self.people.get(who).and_then(|someone| someone.member).ok_or("nobody to receive")?;
        let person = self.plan.people.get(who).ok_or("the plan has no such person")?;
        let roles = person.roles.clone().map(Roles::new);
        // Each building lies in one grid.
        let number = person.building.bytes().map(u32::from).sum::<u32>() % u32::from(self.plan.place.grids) + 1;
        let grid = Patch::Set(format!("第{number}网格"));
        let change = MemberChange { roles, volunteer_kind: person.kind.map_or(Patch::Keep, Patch::Set), verified: Some(true), grid };
        self.act(world, by, "communities.change_member", (member, change), communities::ops::change_member).await
    }

    async fn place(&mut self, world: &World, by: Who, wish: usize) -> Result<()> {
        let story = self.story(wish)?;
        let category = self.categories.iter().find(|category| category.code == story.category).ok_or("no such category")?;
        let new = NewWish {
            kind: category.kind.code().to_owned(),
            category: category.id.to_string(),
            title: story.title.to_owned(),
            text: story.text.to_owned(),
            ..NewWish::default()
        };
        let call = self.call(world, by).await?;
        let page = communities::serve(&call, "wishes.place", Mode::Write, self.plan.place.slug, new, wishes::ops::place)
            .await
            .map_err(sentence)?;
        if let Some(place) = self.wishes.get_mut(wish) {
            *place = Some(page.card.id);
        }
        Ok(())
    }

    fn story(&self, wish: usize) -> Result<&'static super::content::Story> {
        self.plan.wishes.get(wish).map(|wished| wished.story).ok_or_else(|| "the plan has no such wish".to_owned())
    }

    fn at(&self, wish: usize) -> Result<At> {
        let id = self.wishes.get(wish).copied().flatten().ok_or("the wish is not placed yet")?;
        Ok(At { id, version: None })
    }

    /// Runs one use case in the name of a person.
    async fn act<I, O, Fut>(&mut self, world: &World, who: Who, door: &'static str, input: I, op: fn(Ctx, I) -> Fut) -> Result<()>
    where
        I: Clone + Send + Sync + 'static,
        O: Send + 'static,
        Fut: Future<Output = std::result::Result<O, Failure>> + Send + 'static,
    {
        let call = self.call(world, who).await?;
        communities::serve(&call, door, Mode::Write, self.plan.place.slug, input, op).await.map(drop).map_err(sentence)
    }

    /// A person's call, logged in.
    async fn call(&mut self, world: &World, who: Who) -> Result<Call> {
        let someone = self.people.get_mut(who).ok_or("the plan has no such person")?;
        let account = someone.account.ok_or("this person has no account yet")?;
        let now = world.clock.now();
        let call = Call { channel: Channel::Web, lang: Lang::Zh, ..world.call.clone() };
        let who = match someone.session {
            Some((who, since)) if since + SESSION > now => who,
            old => {
                if let Some((who, _)) = old {
                    end(&Call { identity: Some(who), ..call.clone() }).await?;
                }
                let who = accounts::ops::start_session(&world.call, account).await.map_err(sentence)?.who;
                someone.session = Some((who, now));
                who
            }
        };
        Ok(Call { identity: Some(who), ..call })
    }

    /// Logs everybody out, so that nobody finds the demo in their list of sessions.
    ///
    /// # Errors
    /// When the database does.
    pub async fn log_out(&mut self, world: &World) -> Result<()> {
        for someone in &mut self.people {
            if let Some((who, _)) = someone.session.take() {
                end(&Call { channel: Channel::Web, identity: Some(who), ..world.call.clone() }).await?;
            }
        }
        Ok(())
    }
}

async fn end(call: &Call) -> Result<()> {
    match accounts::serve(call, "demo.log_out", Mode::Write, None, accounts::ops::end_session).await {
        // It ran out by itself.
        Ok(_) | Err(Fault::SignIn) => Ok(()),
        Err(fault) => Err(sentence(fault)),
    }
}

fn registration(person: &Person) -> Registration {
    Registration {
        name: person.name.clone(),
        building: person.building.clone(),
        door: person.door.clone(),
        consent: NOTICE.to_owned(),
        invite: String::new(),
    }
}

/// A password's hash, made once for everybody.
///
/// # Errors
/// When it cannot be hashed.
pub async fn hash(password: &str) -> Result<String> {
    accounts::hash_password(password).await.map_err(crate::operator::cause)
}
