//! What stands in every test's database before the test begins.

use super::operator;
use app::accounts::{self, PersonCtx};
use app::communities::model::{Member, NOTICE, NewAccount, NewCommunity, Registration};
use app::communities::{self, ops};
use app::kernel::actor::{Channel, Role, Roles};
use app::kernel::clock::Clock;
use app::kernel::ctx::{App, Call, Reach};
use app::kernel::db::{Db, Mode};
use app::kernel::fault::{Failure, Fault};
use app::kernel::ids::AccountId;
use app::kernel::keys::Keys;
use app::kernel::live::Hub;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::{Arc, OnceLock};

/// The community that most tests are about.
pub const HERE: &str = "dongyuan";
/// The other community, in another district.
pub const THERE: &str = "xiyuan";
/// Everybody's password.
pub const PASSWORD: &str = "linli-tests-2026";

/// Who lives in each community: log-in name (in [`THERE`] after `there.`), the name on the door, and the roles.
/// `unverified` registered and was verified by nobody. `outsider` has an account and is a member nowhere.
pub const PEOPLE: [(&str, &str, &[Role]); 9] = [
    ("resident", "周秀英", &[Role::Resident]),
    ("resident2", "吴建国", &[Role::Resident]),
    ("volunteer", "郑志愿", &[Role::Resident, Role::Volunteer]),
    ("volunteer2", "王热心", &[Role::Volunteer]),
    ("merchant", "冯老板", &[Role::Merchant]),
    ("grid", "陈网格", &[Role::GridWorker]),
    ("staff", "褚工作", &[Role::Staff]),
    ("admin", "卫管理", &[Role::Admin]),
    ("unverified", "蒋新来", &[]),
];

/// Monday, nine in the morning in both districts. Seeding happens an hour before.
pub fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_793_581_200, 0).expect("a time")
}

/// The secrets of every test, so that what is sealed in the template opens in its copies.
pub fn keys() -> Arc<Keys> {
    static KEYS: OnceLock<Arc<Keys>> = OnceLock::new();
    Arc::clone(KEYS.get_or_init(|| Arc::new(Keys::for_test().expect("keys"))))
}

/// The account of that log-in name.
pub async fn account(ctx: PersonCtx, login: String) -> Result<AccountId, Failure> {
    accounts::account_of_login(ctx.tx(), &ctx.keys, &login).await?.ok_or(Failure::Fault(Fault::NotFound))
}

/// The phone of a user of [`PEOPLE`] in a community, or of the outsider.
pub fn phone_of(login: &str) -> String {
    let (first, name) = match login.strip_prefix("there.") {
        Some(name) => (2, name),
        None => (1, login),
    };
    let position = PEOPLE.iter().position(|(one, ..)| *one == name).unwrap_or(PEOPLE.len());
    format!("1380000{first}{position:03}")
}

/// Fills a migrated database through the operator's use cases.
pub async fn seed(db: &Db) {
    let clock = Clock::held(start() - TimeDelta::hours(1));
    let app = App { db: db.clone(), clock, keys: keys(), live: Hub::default(), reach: Reach::default() };
    let call = operator(&app);
    districts(&call).await;
    for (slug, prefix) in [(HERE, ""), (THERE, "there.")] {
        for (login, name, roles) in PEOPLE {
            // Ids sort by whole milliseconds: nobody is as new as the one before.
            app.clock.advance(TimeDelta::seconds(1));
            let login = format!("{prefix}{login}");
            put_account(&call, &login).await;
            if roles.is_empty() {
                register(&call, slug, &login, name).await;
            } else {
                grant(&call, slug, &login, name, roles).await;
            }
        }
    }
    put_account(&call, "outsider").await;
}

async fn districts(call: &Call) {
    let districts = [("east", "东城", "East", "Asia/Shanghai", HERE, "东园"), ("west", "西城", "West", "Asia/Urumqi", THERE, "西园")];
    for (slug, zh, en, zone, community, name) in districts {
        call.app.clock.advance(TimeDelta::seconds(1));
        let district = (slug.to_owned(), zh.to_owned(), en.to_owned(), zone.to_owned());
        accounts::serve(call, "test", Mode::Write, district, ops::create_district).await.expect("a district");
        let new = NewCommunity {
            district: slug.to_owned(),
            street: Some((format!("{zh}街道"), format!("{en} Street"))),
            slug: community.to_owned(),
            name: (format!("{name}社区"), community.to_owned()),
            population: 4200,
            households: 1800,
            over60_permille: 310,
            hours: ("08:30".to_owned(), "17:30".to_owned()),
            grids: 2,
            is_demo: false,
        };
        ops::create_community(call, new).await.expect("a community");
    }
}

async fn put_account(call: &Call, login: &str) {
    let (name, phone) = (Some(login.to_owned()), Some(phone_of(login)));
    accounts::ops::create_account(call, name, phone, Some(PASSWORD.to_owned())).await.expect("an account");
}

fn at_the_door(name: &str) -> Registration {
    let door = format!("{}02", name.chars().count());
    Registration { name: name.to_owned(), building: "3 号楼".to_owned(), door, consent: NOTICE.to_owned(), invite: String::new() }
}

pub(super) async fn grant(call: &Call, slug: &str, login: &str, name: &str, roles: &[Role]) {
    let input = (login.to_owned(), at_the_door(name), Roles::new(roles.iter().copied()));
    communities::serve(call, "test", Mode::Write, slug, input, ops::grant).await.expect("a member with roles");
}

/// Registers the account of that log-in name.
pub async fn register(call: &Call, slug: &str, login: &str, name: &str) -> Member {
    let account = accounts::serve(call, "test", Mode::Read, login.to_owned(), account).await.expect("the account");
    let who = accounts::ops::start_session(call, account).await.expect("a session").who;
    let call = Call { identity: Some(who), channel: Channel::Api, ..call.clone() };
    ops::register(&call, slug, NewAccount::default(), at_the_door(name)).await.expect("a registration")
}
