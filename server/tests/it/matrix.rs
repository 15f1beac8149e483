//! Every door × every role × {own, foreign, missing}: what each gets, and that whoever is turned away changes nothing.
//!
//! A door is an operation of `/api/v1` or a server function. One that stands in no row below fails
//! [`every_door_stands_in_the_matrix`]: add its row, thinking about each column.
//!
//! *Own* is a thing of [`HERE`], made by its `resident` (the volunteer holds it from `claimed` on). *Foreign* is the like
//! of [`THERE`], asked for in [`HERE`]; *missing* was never anywhere. The last two must be the same answer, byte for byte.

use crate::harness::{Answer, Client, HERE, THERE, TestApp, on_both, photo};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU32, Ordering};

/// Who asks. `none` is nobody, `there.*` are people of the other community.
const WHO: [&str; 14] = [
    "none",
    "outsider",
    "there.admin",
    "there.staff",
    "there.resident",
    "unverified",
    "resident",
    "resident2",
    "volunteer",
    "volunteer2",
    "merchant",
    "grid",
    "staff",
    "admin",
];

/// What a door is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// Nothing that has an id.
    Nothing,
    /// A wish at this stage.
    Wish(&'static str),
    /// A member who just registered.
    Member,
    /// A session of `resident`.
    Session,
    /// A photo that `resident` added.
    Photo,
    /// A category.
    Category,
    /// A table that `admin` brought: a draft, or one that came in.
    Import(bool),
    /// A webhook of the community.
    Webhook,
    /// A message that could not be sent.
    Message,
    /// A record of somebody without an account.
    Record,
    /// A post: a draft, or one on the board.
    Post(bool),
    /// A claim of the volunteer's: one that waits for a word, or one that is public.
    Claim(bool),
    /// A claim by which the volunteer serves a post, as long as they do not.
    Service,
    /// A claim by which the volunteer holds a post together with another.
    Pair,
    /// An offer of the volunteer's to that other.
    Swap,
    /// A shift of the volunteer's that stands so.
    Shift(&'static str),
    /// Public stars of the volunteer's.
    StarLine,
    /// An objection of the resident's to them.
    StarObjection,
    /// A certificate of the volunteer's.
    Certificate,
    /// An objection of the resident's to an appointment of the volunteer.
    Objection,
    /// An entry of the diary.
    Entry,
    /// A code with which somebody may speak for `resident`.
    Delegation,
}

/// What a request may be made of.
#[derive(Debug, Clone, Default)]
struct Case {
    slug: &'static str,
    id: String,
    category: String,
    helper: String,
    newcomer: String,
    refresh: String,
    phone: String,
    /// Of a record: a code to take on, and the number of its card.
    code: String,
    card: String,
}

struct Door {
    /// `POST /path` of `/api/v1`, or the name of a server function.
    name: &'static str,
    about: About,
    body: fn(&Case) -> Value,
    /// The status of each of [`WHO`] for their own.
    own: &'static str,
    /// The status of each of [`WHO`] for foreign and missing ids.
    other: &'static str,
    /// What everybody gets in a community that there is not; `None` where no community is named.
    nowhere: Option<u16>,
}

impl Door {
    fn is_rest(&self) -> bool {
        self.name.contains(' ')
    }

    fn is_form(&self) -> bool {
        self.name.contains("?do=") || self.name.contains("&do=")
    }
}

//                          none out  t.ad t.st t.re unv  res  res2 vol  vol2 mer  grid staf admin
const OPEN: &str = "200  200  200  200  200  200  200  200  200  200  200  200  200  200";
const LOGGED_IN: &str = "401  200  200  200  200  200  200  200  200  200  200  200  200  200";
const INSIDE: &str = "401  404  404  404  404  200  200  200  200  200  200  200  200  200";
const VERIFIED: &str = "401  404  404  404  404  403  200  200  200  200  200  200  200  200";
const RESIDENTS: &str = "401  404  404  404  404  200  200  200  200  403  403  403  403  403";
const PLACE: &str = "401  404  404  404  404  201  201  201  201  403  403  403  403  403";
const KEEPERS: &str = "401  404  404  404  404  403  403  403  403  403  403  403  200  200";
const FILERS: &str = "401  404  404  404  404  403  403  403  403  403  403  200  200  200";
const LOOKED_UP: &str = "401  404  404  404  404  403  403  403  403  403  403  404  200  200";
const OWN_FILE: &str = "303  404  404  404  404  200  200  200  200  200  200  200  200  200";
const ADMINS_FILE: &str = "303  404  404  404  404  403  403  403  403  403  403  403  403  200";
const MAKE_LINK: &str = "401  404  404  404  404  201  201  201  201  201  201  201  201  201";
const NO_SHEET: &str = "303  404  404  404  404  403  403  403  403  403  403  403  403  404";
const BRING: &str = "401  404  404  404  404  403  403  403  403  403  403  403  403  303";
const PLACE_FORM: &str = "401  404  404  404  404  303  303  303  303  403  403  403  403  403";
const ADD_PHOTO: &str = "401  404  404  404  404  404  303  404  404  404  404  404  403  403";
const SHOW: &str = "401  404  404  404  404  404  403  403  303  403  403  403  403  403";
const FILED: &str = "401  404  404  404  404  403  403  403  403  403  403  201  201  201";
const ADMINS: &str = "401  404  404  404  404  403  403  403  403  403  403  403  403  200";
const NO_MEMBER: &str = "401  404  404  404  404  403  403  403  403  403  403  403  404  404";
const NO_ENTRY: &str = "401  404  404  404  404  403  403  403  403  403  403  404  404  404";
const SET_RATES: &str = "401  404  404  404  404  403  403  403  403  403  403  403  403  201";
const NO_QUARTER: &str = "401  404  404  404  404  403  403  403  403  403  403  403  403  422";
const NOTHING_NEW: &str = "401  404  404  404  404  403  403  403  403  403  403  403  403  409";
const OWN_CERTIFICATE: &str = "401  404  404  404  404  404  404  404  200  404  404  404  200  200";
const HAS_HOURS: &str = "401  404  404  404  404  409  409  409  201  409  409  409  409  409";
const HAS_HOURS_FORM: &str = "401  404  404  404  404  409  409  409  200  409  409  409  409  409";
const NO_NUMBER: &str = "422  422  422  422  422  422  422  422  422  422  422  422  422  422";
const NO_CATEGORY: &str = "401  404  404  404  404  403  403  403  403  403  403  403  403  404";
const NOBODY: &str = "401  404  404  404  404  404  404  404  404  404  404  404  404  404";
const READ_PLACED: &str = "401  404  404  404  404  404  200  404  404  404  404  404  200  200";
const READ_CARD: &str = "401  404  404  404  404  404  200  200  200  200  200  200  200  200";
const ANSWER: &str = "401  404  404  404  404  404  403  404  404  404  404  404  200  200";
const CLAIM: &str = "401  404  404  404  404  404  403  403  200  200  200  403  200  403";
const DISPATCH: &str = "401  404  404  404  404  404  403  403  403  403  403  403  200  200";
const HOLDER: &str = "401  404  404  404  404  404  403  403  200  403  403  403  200  200";
const CLOSE: &str = "401  404  404  404  404  404  200  403  403  403  403  403  403  403";
const WITHDRAW: &str = "401  404  404  404  404  404  200  404  404  404  404  404  403  403";
const COMMENT: &str = "401  404  404  404  404  404  200  403  200  403  403  403  200  200";
const SPEAKERS: &str = "401  404  404  404  404  404  200  404  404  404  404  200  200  200";
const END_SPEAKING: &str = "401  404  404  404  404  404  204  404  404  404  404  204  204  204";
const NEIGHBOUR: &str = "401  404  404  404  404  404  403  200  200  200  200  200  403  403";
const INVITE: &str = "401  404  404  404  404  403  403  403  403  403  403  403  201  201";
const END_INVITE: &str = "401  404  404  404  404  403  403  403  403  403  403  403  204  204";
const OWN_SESSION: &str = "401  404  404  404  404  404  200  404  404  404  404  404  404  404";
const END_SESSION: &str = "401  404  404  404  404  404  204  404  404  404  404  404  404  404";
const END_CURRENT: &str = "401  204  204  204  204  204  204  204  204  204  204  204  204  204";
const CREATED: &str = "201  201  201  201  201  201  201  201  201  201  201  201  201  201";
const JOIN_REST: &str = "201  201  201  201  201  409  409  409  409  409  409  409  409  409";
const LEAVE_REST: &str = "401  204  204  204  204  204  204  204  204  204  204  204  204  409";
const LEAVE: &str = "401  200  200  200  200  200  200  200  200  200  200  200  200  409";
const NO_PASSWORD: &str = "401  422  422  422  422  422  422  422  422  422  422  422  422  422";
const NEED_GONE: &str = "401  404  404  404  404  403  403  403  403  403  403  403  403  409";
const NO_PHOTO: &str = "401  404  404  404  404  404  422  404  404  404  404  404  403  403";
const NO_TABLE: &str = "401  404  404  404  404  403  403  403  403  403  403  403  403  422";
const DISCARD: &str = "401  404  404  404  404  403  403  403  403  403  403  403  403  204";
const NO_CODE: &str = "401  404  404  404  404  422  422  422  422  422  422  422  422  422";
const NOTHING_INSIDE: &str = "401  404  404  404  404  204  204  204  204  204  204  204  204  204";
const OPEN_WEBHOOK: &str = "401  404  404  404  404  403  403  403  403  403  403  403  403  201";
const REMOVE_PHOTO: &str = "401  404  404  404  404  404  204  404  404  404  404  404  403  403";
const ADMINS_ALONE: &str = "404  404  404  404  404  404  404  404  404  404  404  404  404  200";
const NOWHERE: &str = "404  404  404  404  404  404  404  404  404  404  404  404  404  404";
const VOLUNTEERS: &str = "401  404  404  404  404  403  403  403  201  201  403  403  403  403";
const VOLUNTEERS_FORM: &str = "401  404  404  404  404  403  403  403  200  200  403  403  403  403";
const NO_POST: &str = "401  404  404  404  404  403  403  403  404  404  403  403  403  403";
const APPOINT: &str = "401  404  404  404  404  404  404  404  403  404  404  404  404  200";
const OWN_CLAIM: &str = "401  404  404  404  404  404  404  404  200  404  404  404  404  403";
const OFFER: &str = "401  404  404  404  404  404  404  404  422  404  404  404  404  404";
const ASKS: &str = "401  404  404  404  404  404  404  404  200  403  404  404  404  404";
const ASKED: &str = "401  404  404  404  404  404  404  404  403  200  404  404  404  404";
const OBJECT: &str = "401  404  404  404  404  403  201  201  409  201  201  201  201  201";
const OBJECT_FORM: &str = "401  404  404  404  404  403  200  200  409  200  200  200  200  200";
const NO_CLAIM: &str = "401  404  404  404  404  403  404  404  404  404  404  404  404  404";
const SERVE: &str = "401  404  404  404  404  404  404  404  201  404  404  404  201  201";
const SERVE_FORM: &str = "401  404  404  404  404  404  404  404  200  404  404  404  200  200";
const TOO_SHORT: &str = "401  404  404  404  404  404  404  404  409  404  404  404  409  409";
const OWN_SHIFT: &str = "401  404  404  404  404  404  404  404  200  404  404  404  403  403";
const DESK_SHIFT: &str = "401  404  404  404  404  404  404  404  403  404  404  404  200  200";
const MISS: &str = "401  404  404  404  404  403  403  403  403  403  403  403  201  201";
const JOIN: &str = "200  200  200  200  200  409  409  409  409  409  409  409  409  409";

fn empty(_: &Case) -> Value {
    json!({})
}
fn log_in(_: &Case) -> Value {
    json!({"login": "resident", "password": crate::harness::PASSWORD})
}
fn refresh(case: &Case) -> Value {
    json!({"refresh_token": case.refresh})
}
fn register(case: &Case) -> Value {
    json!({"community": case.slug, "name": "孙新人", "building": "1", "door": "101", "consent": app::communities::model::NOTICE,
        "phone": case.phone, "password": "a long enough one"})
}
fn new_wish(case: &Case) -> Value {
    json!({"kind": "micro_wish", "category": case.category, "title": "想要一盏台灯", "text": "孩子写作业用。"})
}
fn verified(_: &Case) -> Value {
    json!({"verified": true})
}
fn roles(_: &Case) -> Value {
    json!({"roles": ["resident", "volunteer"]})
}
fn card(_: &Case) -> Value {
    json!({"public_card": "学生想要一盏台灯"})
}
fn reason(_: &Case) -> Value {
    json!({"reason": "今天来不及了"})
}
fn member(case: &Case) -> Value {
    json!({"member": case.helper})
}
fn note(_: &Case) -> Value {
    json!({"note": "已经送到"})
}
fn grade(_: &Case) -> Value {
    json!({"grade": 4})
}
fn pause(_: &Case) -> Value {
    json!({"reason": "在等配件", "until": "2026-12-20"})
}
fn said(_: &Case) -> Value {
    json!({"text": "收到"})
}
fn record(_: &Case) -> Value {
    json!({"name": "钱无号", "building": "3 号楼", "door": "101", "consent": app::communities::model::NOTICE})
}
fn join(case: &Case) -> Value {
    json!({"member": case.newcomer})
}
fn hours(_: &Case) -> Value {
    json!({"mon": "08:30-12:00, 13:30-17:30", "tue": "08:30-17:30", "wed": "08:30-17:30", "thu": "08:30-17:30", "fri": "08:30-17:30"})
}
fn limits(_: &Case) -> Value {
    json!({"answer": {"amount": 1, "unit": "open_day"}, "deliver": {"amount": 7 * 24 * 60, "unit": "minute"}})
}
fn typed_limits(_: &Case) -> Value {
    json!({"answer": "1", "answer_unit": "open_day", "deliver": "10080", "deliver_unit": "minute"})
}
fn code(case: &Case) -> Value {
    json!({"code": case.code})
}
fn household(case: &Case) -> Value {
    json!({"number": case.card, "last4": "1234"})
}
fn desk(_: &Case) -> Value {
    json!({"phone": "010-65551234", "call_back_percent": 20})
}
fn invited(case: &Case) -> Value {
    json!({"invite": case.code})
}
fn token(case: &Case) -> Value {
    json!({"token": case.code})
}
fn follow(_: &Case) -> Value {
    json!({"on": true})
}
fn duty(_: &Case) -> Value {
    json!({"on": true})
}
fn noted(_: &Case) -> Value {
    json!({"channel": "visit", "words": "灯坏了，不急"})
}
fn post(_: &Case) -> Value {
    crate::harness::post()
}
fn typed_post(_: &Case) -> Value {
    json!({"kind": "own", "title": "敲门岗", "purpose": "敲门问一声好不好。", "place": "各楼", "duties": "每天敲一次门。", "places": "2", "when": "open",
        "from": "2026-11-02", "to": "2027-03-31", "claim_by": "2026-12-31", "version": ""})
}
fn promise(_: &Case) -> Value {
    json!({"promise": "每周都去看一遍", "shown": "whole"})
}
fn objected(_: &Case) -> Value {
    json!({"words": "他平时不在家，去不了。"})
}
fn overruled(_: &Case) -> Value {
    json!({"outcome": "overruled", "answer": "问过了，他周末在家。"})
}
/// Times that were served by nobody before, of whoever serves since before them.
fn slot() -> (String, String, String) {
    static MINUTES: AtomicU32 = AtomicU32::new(0);
    let at = MINUTES.fetch_add(1, Ordering::Relaxed);
    let (day, minute) = (at / 400, at % 400);
    let time = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
    (format!("2026-11-{:02}", 5 + day), time(minute), time(minute + 1))
}
fn times(_: &Case) -> Value {
    let (day, from, to) = slot();
    json!({"day": day, "from": from, "to": to, "note": "手机没电，补记"})
}
/// An offer that nobody gets.
fn to_oneself(case: &Case) -> Value {
    json!({"gives": "2026-12-02T19:00:00+08:00", "with": case.id})
}
fn asked_oneself(case: &Case) -> Value {
    json!({"gives": "2026-12-02T19:00:00+08:00", "asks": case.id})
}
fn rates(_: &Case) -> Value {
    json!({"from": "2099-01-01", "hour": 12, "wish": 6, "most_a_day": 60})
}
/// A difference that nobody was shown.
fn recomputed(_: &Case) -> Value {
    json!({"quarter": "2026Q4", "version": 0, "seen": "7.7.7"})
}
fn showing(_: &Case) -> Value {
    json!({"showing": "masked"})
}
fn star_rules(_: &Case) -> Value {
    json!({"from": "2099Q1", "stars": vec![json!({"points": 1, "hours": 1, "most_missed": 1}); 5]})
}
fn typed_star_rules(_: &Case) -> Value {
    let keys = app::stars::rules::KEYS.iter().flat_map(|key| ["points", "hours", "missed"].map(|column| format!("{column}[{key}]")));
    let mut fields: serde_json::Map<String, Value> = keys.map(|key| (key, json!("1"))).collect();
    fields.insert("from".to_owned(), json!("2099Q1"));
    Value::Object(fields)
}
/// One that is not over.
fn quarter(_: &Case) -> Value {
    json!({"quarter": "2027Q1"})
}
fn nobodys(_: &Case) -> Value {
    json!({"shifts": []})
}
fn missed(_: &Case) -> Value {
    json!({"from": "2026-11-05T16:00:00+08:00"})
}
fn word(_: &Case) -> Value {
    json!({"word": "临时去医院了"})
}
fn category(case: &Case) -> Value {
    json!({"category": case.category})
}
fn called(_: &Case) -> Value {
    json!({"outcome": "reached", "grade": 3})
}
fn corrected(_: &Case) -> Value {
    json!({"name": "孙改名", "building": "3 号楼", "door": "101"})
}
fn sure(_: &Case) -> Value {
    json!({"sure": true})
}
fn table(_: &Case) -> Value {
    static NAMES: AtomicU32 = AtomicU32::new(1);
    let name = format!("赵{}", NAMES.fetch_add(1, Ordering::Relaxed));
    json!({"what": "residents", "table": format!("姓名,楼栋,门牌,本人已同意\n{name},9 号楼,101,是")})
}
fn wish(case: &Case) -> Value {
    json!({"wish": case.id})
}
fn delivered(case: &Case) -> Value {
    json!({"wish": case.id, "note": "装好了"})
}
fn nothing(_: &Case) -> Value {
    json!({"wants": "none", "lang": "en"})
}
fn address(case: &Case) -> Value {
    json!({"address": format!("a{}@example.org", case.phone)})
}
fn webhook(_: &Case) -> Value {
    json!({"name": "短信", "url": "https://hooks.example.org/linli", "gets_phones": true})
}
fn search(_: &Case) -> Value {
    json!({"q": ""})
}

/// A row for a door without ids.
const fn plain(name: &'static str, body: fn(&Case) -> Value, own: &'static str, nowhere: Option<u16>) -> Door {
    Door { name, about: About::Nothing, body, own, other: own, nowhere }
}

/// A row for a door to a thing that has an id.
const fn on(about: About, name: &'static str, body: fn(&Case) -> Value, own: &'static str, other: &'static str) -> Door {
    Door { name, about, body, own, other, nowhere: Some(404) }
}

const PLACED: About = About::Wish("placed");
const ACCEPTED: About = About::Wish("accepted");
const CLAIMED: About = About::Wish("claimed");
const PAUSED: About = About::Wish("paused");
const DELIVERED: About = About::Wish("delivered");
const DRAFT: About = About::Import(false);
const DRAFT_POST: About = About::Post(false);
const POST: About = About::Post(true);
const CLAIM_MADE: About = About::Claim(false);
const APPOINTED: About = About::Claim(true);
const RUNNING: About = About::Shift("running");
const REPORTED: About = About::Shift("reported");
const DISPUTED: About = About::Shift("disputed");
const MISSED: About = About::Shift("missed");
const UNSATISFIED: About = About::Wish("unsatisfied");

/// `/api/v1`. Invitations and registering come late: they verify whom nobody had verified, and make members of those who were
/// none; going comes last.
const REST: &[Door] = &[
    plain("POST /sessions", log_in, CREATED, None),
    plain("POST /sessions/refresh", refresh, OPEN, None),
    plain("GET /sessions", empty, LOGGED_IN, None),
    plain("DELETE /sessions/current", empty, END_CURRENT, None),
    Door { nowhere: None, ..on(About::Session, "DELETE /sessions/{id}", empty, END_SESSION, NOBODY) },
    plain("GET /me", empty, LOGGED_IN, None),
    plain("GET /districts", empty, OPEN, None),
    plain("GET /districts/{district}/communities", empty, OPEN, None),
    plain("GET /communities/{slug}", empty, OPEN, Some(404)),
    plain("GET /communities/{slug}/categories", empty, OPEN, Some(404)),
    plain("GET /communities/{slug}/members", empty, KEEPERS, Some(404)),
    on(About::Member, "GET /communities/{slug}/members/{id}", empty, LOOKED_UP, NO_ENTRY),
    on(About::Record, "GET /communities/{slug}/members/{id}", empty, FILERS, NO_ENTRY),
    on(About::Member, "PATCH /communities/{slug}/members/{id}", verified, KEEPERS, NO_MEMBER),
    on(About::Member, "PATCH /communities/{slug}/members/{id}", roles, ADMINS, NO_MEMBER),
    plain("PUT /communities/{slug}/hours", hours, ADMINS, Some(404)),
    plain("GET /communities/{slug}/residents", empty, FILERS, Some(404)),
    plain("POST /communities/{slug}/residents", record, FILED, Some(404)),
    on(About::Record, "PUT /communities/{slug}/residents/{id}", corrected, KEEPERS, NO_MEMBER),
    on(About::Record, "POST /communities/{slug}/residents/{id}/join", join, KEEPERS, NO_MEMBER),
    on(About::Category, "PUT /communities/{slug}/categories/{id}/limits", limits, ADMINS, NO_CATEGORY),
    plain("PUT /communities/{slug}/desk", desk, ADMINS, Some(404)),
    plain("GET /communities/{slug}/delegates", empty, INSIDE, Some(404)),
    plain("POST /communities/{slug}/delegates", empty, PLACE, Some(404)),
    plain("POST /communities/{slug}/delegates/take-on", code, INSIDE, Some(404)),
    on(About::Delegation, "DELETE /communities/{slug}/delegates/{id}", empty, END_SPEAKING, NOBODY),
    plain("GET /communities/{slug}/invitation", empty, KEEPERS, Some(404)),
    plain("POST /communities/{slug}/invitation", empty, INVITE, Some(404)),
    plain("DELETE /communities/{slug}/invitation", empty, END_INVITE, Some(404)),
    plain("GET /communities/{slug}/card", empty, RESIDENTS, Some(404)),
    plain("POST /communities/{slug}/card", empty, RESIDENTS, Some(404)),
    plain("POST /communities/{slug}/card-status", household, OPEN, Some(404)),
    plain("GET /communities/{slug}/notices", empty, INSIDE, Some(404)),
    plain("POST /communities/{slug}/notices/read", empty, INSIDE, Some(404)),
    plain("GET /communities/{slug}/my-messages", empty, INSIDE, Some(404)),
    plain("PUT /communities/{slug}/my-messages", nothing, INSIDE, Some(404)),
    plain("PUT /communities/{slug}/my-messages/mail", address, NOTHING_INSIDE, Some(404)),
    plain("POST /communities/{slug}/my-messages/mail/confirm", code, NO_CODE, Some(404)),
    plain("DELETE /communities/{slug}/my-messages/mail", empty, NOTHING_INSIDE, Some(404)),
    plain("GET /communities/{slug}/webhooks", empty, ADMINS, Some(404)),
    plain("POST /communities/{slug}/webhooks", webhook, OPEN_WEBHOOK, Some(404)),
    on(About::Webhook, "DELETE /communities/{slug}/webhooks/{id}", empty, DISCARD, NO_CATEGORY),
    on(About::Webhook, "POST /communities/{slug}/webhooks/{id}/try", empty, ADMINS, NO_CATEGORY),
    plain("GET /communities/{slug}/messages", empty, ADMINS, Some(404)),
    on(About::Message, "POST /communities/{slug}/messages/{id}/retry", empty, DISCARD, NO_CATEGORY),
    plain("POST /communities/{slug}/wishes", new_wish, PLACE, Some(404)),
    plain("GET /communities/{slug}/wishes", empty, VERIFIED, Some(404)),
    plain("GET /communities/{slug}/looks", empty, INSIDE, Some(404)),
    on(PLACED, "GET /communities/{slug}/wishes/{id}", empty, READ_PLACED, NOBODY),
    on(CLAIMED, "GET /communities/{slug}/wishes/{id}", empty, READ_CARD, NOBODY),
    on(PLACED, "GET /communities/{slug}/wishes/{id}/events", empty, READ_PLACED, NOBODY),
    on(CLAIMED, "GET /communities/{slug}/wishes/{id}/events", empty, READ_CARD, NOBODY),
    plain("GET /communities/{slug}/wishes/alike", empty, INSIDE, Some(404)),
    on(ACCEPTED, "PUT /communities/{slug}/wishes/{id}/follow", follow, NEIGHBOUR, NOBODY),
    on(PLACED, "POST /communities/{slug}/wishes/{id}/accept", card, ANSWER, NOBODY),
    on(PLACED, "POST /communities/{slug}/wishes/{id}/decline", reason, ANSWER, NOBODY),
    on(ACCEPTED, "POST /communities/{slug}/wishes/{id}/claim", empty, CLAIM, NOBODY),
    on(ACCEPTED, "POST /communities/{slug}/wishes/{id}/dispatch", member, DISPATCH, NOBODY),
    on(CLAIMED, "POST /communities/{slug}/wishes/{id}/release", reason, HOLDER, NOBODY),
    on(CLAIMED, "POST /communities/{slug}/wishes/{id}/deliver", note, HOLDER, NOBODY),
    on(DELIVERED, "POST /communities/{slug}/wishes/{id}/confirm", grade, CLOSE, NOBODY),
    on(DELIVERED, "POST /communities/{slug}/wishes/{id}/reopen", reason, CLOSE, NOBODY),
    on(PLACED, "POST /communities/{slug}/wishes/{id}/withdraw", empty, WITHDRAW, NOBODY),
    on(CLAIMED, "POST /communities/{slug}/wishes/{id}/pause", pause, DISPATCH, NOBODY),
    on(PAUSED, "POST /communities/{slug}/wishes/{id}/resume", empty, DISPATCH, NOBODY),
    on(UNSATISFIED, "POST /communities/{slug}/wishes/{id}/call_back", called, DISPATCH, NOBODY),
    on(CLAIMED, "POST /communities/{slug}/wishes/{id}/comment", said, COMMENT, NOBODY),
    on(PLACED, "POST /communities/{slug}/wishes/{id}/photos", empty, NO_PHOTO, NOBODY),
    on(About::Photo, "GET /communities/{slug}/photos/{id}", empty, READ_PLACED, NOBODY),
    on(About::Photo, "DELETE /communities/{slug}/photos/{id}", empty, REMOVE_PHOTO, NOBODY),
    plain("GET /communities/{slug}/posts", empty, OPEN, Some(404)),
    plain("POST /communities/{slug}/posts", post, OPEN_WEBHOOK, Some(404)),
    on(POST, "GET /communities/{slug}/posts/{id}", empty, OPEN, NOWHERE),
    on(DRAFT_POST, "GET /communities/{slug}/posts/{id}", empty, ADMINS_ALONE, NOWHERE),
    on(POST, "PUT /communities/{slug}/posts/{id}", post, ADMINS, NO_CATEGORY),
    on(DRAFT_POST, "POST /communities/{slug}/posts/{id}/open", empty, ADMINS, NO_CATEGORY),
    on(POST, "POST /communities/{slug}/posts/{id}/end", reason, ADMINS, NO_CATEGORY),
    on(POST, "POST /communities/{slug}/posts/{id}/claims", promise, VOLUNTEERS, NO_POST),
    plain("GET /communities/{slug}/claims", empty, INSIDE, Some(404)),
    on(POST, "GET /communities/{slug}/posts/{id}/records", empty, ADMINS, NO_CATEGORY),
    on(CLAIM_MADE, "POST /communities/{slug}/claims/{id}/appoint", empty, APPOINT, NOBODY),
    on(CLAIM_MADE, "POST /communities/{slug}/claims/{id}/decline", reason, APPOINT, NOBODY),
    on(CLAIM_MADE, "POST /communities/{slug}/claims/{id}/withdraw", empty, OWN_CLAIM, NOBODY),
    on(APPOINTED, "POST /communities/{slug}/claims/{id}/step_down", reason, OWN_CLAIM, NOBODY),
    on(APPOINTED, "POST /communities/{slug}/claims/{id}/dismiss", reason, APPOINT, NOBODY),
    on(APPOINTED, "POST /communities/{slug}/claims/{id}/objections", objected, OBJECT, NO_CLAIM),
    plain("GET /communities/{slug}/swaps", empty, INSIDE, Some(404)),
    on(About::Pair, "POST /communities/{slug}/claims/{id}/swaps", to_oneself, OFFER, NOBODY),
    on(About::Swap, "POST /communities/{slug}/swaps/{id}/agree", empty, ASKED, NOBODY),
    on(About::Swap, "POST /communities/{slug}/swaps/{id}/decline", empty, ASKED, NOBODY),
    on(About::Swap, "POST /communities/{slug}/swaps/{id}/withdraw", empty, ASKS, NOBODY),
    plain("GET /communities/{slug}/objections", empty, VERIFIED, Some(404)),
    on(About::Objection, "POST /communities/{slug}/objections/{id}/answer", overruled, ADMINS, NO_CATEGORY),
    plain("GET /communities/{slug}/roster", empty, OPEN, Some(404)),
    on(APPOINTED, "GET /communities/{slug}/roster/{id}", empty, OPEN, NOWHERE),
    plain("GET /communities/{slug}/shifts", empty, INSIDE, Some(404)),
    plain("GET /communities/{slug}/shifts/expected", empty, KEEPERS, Some(404)),
    plain("GET /communities/{slug}/hours", empty, INSIDE, Some(404)),
    plain("GET /communities/{slug}/hours/calendar", empty, INSIDE, Some(404)),
    plain("POST /communities/{slug}/hours/calendar", empty, MAKE_LINK, Some(404)),
    plain("DELETE /communities/{slug}/hours/calendar", empty, NOTHING_INSIDE, Some(404)),
    on(About::Service, "POST /communities/{slug}/claims/{id}/check_in", empty, SERVE, NOBODY),
    on(About::Service, "POST /communities/{slug}/claims/{id}/hours", times, SERVE, NOBODY),
    on(About::Service, "POST /communities/{slug}/claims/{id}/miss", missed, MISS, NO_MEMBER),
    on(RUNNING, "POST /communities/{slug}/shifts/{id}/check_out", empty, TOO_SHORT, NOBODY),
    on(DISPUTED, "POST /communities/{slug}/shifts/{id}/correct", times, OWN_SHIFT, NOBODY),
    on(REPORTED, "POST /communities/{slug}/shifts/{id}/withdraw", empty, OWN_SHIFT, NOBODY),
    on(REPORTED, "POST /communities/{slug}/shifts/{id}/confirm", empty, DESK_SHIFT, NOBODY),
    plain("POST /communities/{slug}/shifts/confirm", nobodys, KEEPERS, Some(404)),
    on(REPORTED, "POST /communities/{slug}/shifts/{id}/dispute", reason, DESK_SHIFT, NOBODY),
    on(MISSED, "POST /communities/{slug}/shifts/{id}/explain", word, OWN_SHIFT, NOBODY),
    on(MISSED, "POST /communities/{slug}/shifts/{id}/revoke", reason, DESK_SHIFT, NOBODY),
    plain("GET /communities/{slug}/points", empty, INSIDE, Some(404)),
    plain("GET /communities/{slug}/points/rates", empty, INSIDE, Some(404)),
    plain("POST /communities/{slug}/points/rates", rates, SET_RATES, Some(404)),
    plain("GET /communities/{slug}/points/difference", empty, NO_QUARTER, Some(404)),
    plain("POST /communities/{slug}/points/recompute", recomputed, NOTHING_NEW, Some(404)),
    plain("GET /communities/{slug}/stars", empty, OPEN, Some(404)),
    plain("GET /communities/{slug}/stars/mine", empty, INSIDE, Some(404)),
    plain("PUT /communities/{slug}/stars/mine/showing", showing, INSIDE, Some(404)),
    plain("GET /communities/{slug}/stars/rules", empty, OPEN, Some(404)),
    plain("POST /communities/{slug}/stars/rules", star_rules, SET_RATES, Some(404)),
    plain("GET /communities/{slug}/stars/quarters/{quarter}", empty, ADMINS, Some(404)),
    plain("POST /communities/{slug}/stars/quarters/{quarter}/compute", empty, NOTHING_NEW, Some(404)),
    plain("POST /communities/{slug}/stars/quarters/{quarter}/publish", empty, NO_CATEGORY, Some(404)),
    plain("POST /communities/{slug}/stars/quarters/{quarter}/seal", empty, NO_CATEGORY, Some(404)),
    on(About::StarLine, "POST /communities/{slug}/stars/lines/{id}/objections", objected, OBJECT, NO_CLAIM),
    plain("GET /communities/{slug}/stars/objections", empty, VERIFIED, Some(404)),
    on(About::StarObjection, "POST /communities/{slug}/stars/objections/{id}/answer", overruled, ADMINS, NO_CATEGORY),
    on(About::Certificate, "GET /communities/{slug}/certificates/{id}", empty, OWN_CERTIFICATE, NOBODY),
    on(About::Certificate, "POST /communities/{slug}/certificates/{id}/void", reason, DESK_SHIFT, NOBODY),
    plain("GET /communities/{slug}/certificates", empty, INSIDE, Some(404)),
    plain("POST /communities/{slug}/certificates", empty, HAS_HOURS, Some(404)),
    plain("GET /certificates/{number}", empty, NO_NUMBER, None),
    plain("GET /communities/{slug}/diary", empty, FILERS, Some(404)),
    plain("POST /communities/{slug}/diary", noted, FILED, Some(404)),
    on(About::Entry, "POST /communities/{slug}/diary/{id}/turn", category, FILED, NO_ENTRY),
    plain("GET /communities/{slug}/imports", empty, ADMINS, Some(404)),
    plain("POST /communities/{slug}/imports", empty, NO_TABLE, Some(404)),
    on(DRAFT, "GET /communities/{slug}/imports/{id}", empty, ADMINS, NO_CATEGORY),
    on(DRAFT, "POST /communities/{slug}/imports/{id}/apply", empty, ADMINS, NO_CATEGORY),
    on(DRAFT, "DELETE /communities/{slug}/imports/{id}", empty, DISCARD, NO_CATEGORY),
    on(About::Import(true), "POST /communities/{slug}/imports/{id}/undo", empty, ADMINS, NO_CATEGORY),
    plain("GET /communities/{slug}/figures", empty, KEEPERS, Some(404)),
    plain("GET /communities/{slug}/posts/to-decide", empty, ADMINS, Some(404)),
    plain("GET /communities/{slug}/posts/needs", empty, ADMINS, Some(404)),
    plain("POST /communities/{slug}/posts/needs", empty, NEED_GONE, Some(404)),
    plain("GET /communities/{slug}/audit", empty, ADMINS, Some(404)),
    plain("GET /communities/{slug}/screen", empty, OPEN, Some(404)),
    plain("PUT /communities/{slug}/duty", duty, KEEPERS, Some(404)),
    plain("POST /communities/{slug}/invitation/come-by", token, INSIDE, Some(404)),
    plain("GET /communities/{slug}/my-data", empty, INSIDE, Some(404)),
    on(About::Record, "GET /communities/{slug}/residents/{id}/my-data", empty, KEEPERS, NO_MEMBER),
    on(About::Record, "DELETE /communities/{slug}/residents/{id}/my-data", empty, END_INVITE, NO_MEMBER),
    plain("PATCH /me", empty, NO_PASSWORD, None),
    plain("DELETE /me", empty, NO_PASSWORD, None),
    plain("POST /accounts", register, JOIN_REST, Some(404)),
    // Everybody is a member now; whoever corrects their name is verified no more, and whoever leaves is nobody.
    plain("PUT /communities/{slug}/my-data", corrected, LOGGED_IN, Some(404)),
    plain("DELETE /communities/{slug}/my-data", empty, LEAVE_REST, Some(404)),
];

/// The server functions of our own pages.
const FUNCTIONS: &[Door] = &[
    plain("accounts.log_in", log_in, OPEN, None),
    plain("accounts.log_out", empty, OPEN, None),
    Door { nowhere: None, ..on(About::Session, "accounts.end_session", empty, OWN_SESSION, NOBODY) },
    plain("accounts.set_look", empty, OPEN, None),
    plain("communities.front_door", search, OPEN, None),
    plain("communities.account", empty, OPEN, None),
    plain("communities.home", empty, OPEN, Some(404)),
    plain("communities.people", empty, KEEPERS, Some(404)),
    on(About::Member, "communities.person", empty, LOOKED_UP, NO_ENTRY),
    on(About::Member, "communities.verify", empty, KEEPERS, NO_MEMBER),
    on(About::Member, "communities.set_roles", roles, ADMINS, NO_MEMBER),
    plain("communities.file", search, FILERS, Some(404)),
    plain("communities.keep_record", record, FILERS, Some(404)),
    on(About::Record, "communities.correct_record", corrected, KEEPERS, NO_MEMBER),
    on(About::Record, "personal.join", join, KEEPERS, NO_MEMBER),
    plain("communities.settings", empty, ADMINS, Some(404)),
    plain("communities.set_hours", hours, ADMINS, Some(404)),
    on(About::Category, "communities.set_limits", typed_limits, ADMINS, NO_CATEGORY),
    plain("communities.set_desk", desk, ADMINS, Some(404)),
    plain("communities.delegates", empty, INSIDE, Some(404)),
    plain("communities.offer_delegation", empty, RESIDENTS, Some(404)),
    plain("communities.take_on", code, INSIDE, Some(404)),
    on(About::Delegation, "communities.end_delegation", empty, SPEAKERS, NOBODY),
    plain("communities.invitation", empty, KEEPERS, Some(404)),
    plain("communities.make_invitation", empty, KEEPERS, Some(404)),
    plain("communities.end_invitation", empty, KEEPERS, Some(404)),
    plain("communities.register_form", empty, OPEN, Some(404)),
    plain("communities.card", empty, RESIDENTS, Some(404)),
    plain("communities.make_card", empty, RESIDENTS, Some(404)),
    plain("wishes.by_card", empty, OPEN, Some(404)),
    plain("wishes.open_card", household, OPEN, Some(404)),
    plain("wishes.close_card", empty, OPEN, Some(404)),
    plain("notices.list", empty, INSIDE, Some(404)),
    plain("notices.read_all", empty, INSIDE, Some(404)),
    plain("messages.choices", empty, INSIDE, Some(404)),
    plain("messages.choose", nothing, INSIDE, Some(404)),
    plain("messages.ask_mail", address, INSIDE, Some(404)),
    plain("messages.confirm_mail", code, NO_CODE, Some(404)),
    plain("messages.remove_mail", empty, INSIDE, Some(404)),
    plain("messages.page", empty, ADMINS, Some(404)),
    plain("messages.open_webhook", webhook, ADMINS, Some(404)),
    on(About::Webhook, "messages.try_webhook", empty, ADMINS, NO_CATEGORY),
    on(About::Webhook, "messages.close_webhook", empty, ADMINS, NO_CATEGORY),
    on(About::Message, "messages.retry", empty, ADMINS, NO_CATEGORY),
    plain("wishes.form", empty, RESIDENTS, Some(404)),
    plain("wishes.mine", empty, INSIDE, Some(404)),
    plain("wishes.claims", empty, INSIDE, Some(404)),
    plain("wishes.looks", empty, INSIDE, Some(404)),
    plain("wishes.wall", empty, VERIFIED, Some(404)),
    plain("wishes.desk", empty, KEEPERS, Some(404)),
    on(PLACED, "wishes.one", empty, READ_PLACED, NOBODY),
    on(CLAIMED, "wishes.one", empty, READ_CARD, NOBODY),
    plain("wishes.place", new_wish, RESIDENTS, Some(404)),
    plain("wishes.alike", empty, INSIDE, Some(404)),
    on(ACCEPTED, "wishes.follow", follow, NEIGHBOUR, NOBODY),
    on(PLACED, "wishes.accept", card, ANSWER, NOBODY),
    on(PLACED, "wishes.decline", reason, ANSWER, NOBODY),
    on(ACCEPTED, "wishes.claim", empty, CLAIM, NOBODY),
    on(ACCEPTED, "wishes.dispatch", member, DISPATCH, NOBODY),
    on(CLAIMED, "wishes.release", reason, HOLDER, NOBODY),
    on(CLAIMED, "wishes.deliver", note, HOLDER, NOBODY),
    on(DELIVERED, "wishes.confirm", grade, CLOSE, NOBODY),
    on(DELIVERED, "wishes.reopen", reason, CLOSE, NOBODY),
    on(PLACED, "wishes.withdraw", empty, WITHDRAW, NOBODY),
    on(CLAIMED, "wishes.pause", pause, DISPATCH, NOBODY),
    on(PAUSED, "wishes.resume", empty, DISPATCH, NOBODY),
    on(UNSATISFIED, "wishes.call_back", called, DISPATCH, NOBODY),
    on(CLAIMED, "wishes.comment", said, COMMENT, NOBODY),
    on(About::Photo, "wishes.remove_photo", empty, WITHDRAW, NOBODY),
    plain("posts.board", empty, OPEN, Some(404)),
    on(POST, "posts.one", empty, OPEN, NOWHERE),
    on(DRAFT_POST, "posts.one", empty, ADMINS_ALONE, NOWHERE),
    plain("posts.decide", empty, ADMINS, Some(404)),
    plain("posts.mine", empty, INSIDE, Some(404)),
    plain("posts.roster", empty, OPEN, Some(404)),
    on(APPOINTED, "posts.holder", empty, OPEN, NOWHERE),
    plain("posts.form", empty, ADMINS, Some(404)),
    on(POST, "posts.form", empty, ADMINS, NO_CATEGORY),
    plain("posts.swaps", empty, INSIDE, Some(404)),
    on(About::Pair, "posts.offer", asked_oneself, OFFER, NOBODY),
    on(About::Swap, "posts.agree", empty, ASKED, NOBODY),
    on(About::Swap, "posts.decline_swap", empty, ASKED, NOBODY),
    on(About::Swap, "posts.withdraw_swap", empty, ASKS, NOBODY),
    plain("posts.set_up", typed_post, ADMINS, Some(404)),
    on(POST, "posts.change", typed_post, ADMINS, NO_CATEGORY),
    on(DRAFT_POST, "posts.open", empty, ADMINS, NO_CATEGORY),
    on(POST, "posts.end", reason, ADMINS, NO_CATEGORY),
    on(POST, "posts.claim", promise, VOLUNTEERS_FORM, NO_POST),
    on(CLAIM_MADE, "posts.appoint", empty, APPOINT, NOBODY),
    on(CLAIM_MADE, "posts.decline", reason, APPOINT, NOBODY),
    on(CLAIM_MADE, "posts.withdraw", empty, OWN_CLAIM, NOBODY),
    on(APPOINTED, "posts.step_down", reason, OWN_CLAIM, NOBODY),
    on(APPOINTED, "posts.dismiss", reason, APPOINT, NOBODY),
    on(APPOINTED, "posts.object", objected, OBJECT_FORM, NO_CLAIM),
    on(About::Objection, "posts.answer", overruled, ADMINS, NO_CATEGORY),
    plain("stars.board", empty, OPEN, Some(404)),
    plain("stars.mine", empty, INSIDE, Some(404)),
    on(POST, "stars.records", empty, ADMINS, NO_CATEGORY),
    plain("stars.choose", showing, INSIDE, Some(404)),
    plain("stars.rules", empty, OPEN, Some(404)),
    plain("stars.set_rules", typed_star_rules, ADMINS, Some(404)),
    plain("stars.closing", empty, ADMINS, Some(404)),
    plain("stars.honours", quarter, NOBODY, Some(404)),
    plain("stars.compute", quarter, NOTHING_NEW, Some(404)),
    plain("stars.publish", quarter, NO_CATEGORY, Some(404)),
    plain("stars.seal", quarter, NO_CATEGORY, Some(404)),
    on(About::StarLine, "stars.object", objected, OBJECT_FORM, NO_CLAIM),
    on(About::StarObjection, "stars.answer", overruled, ADMINS, NO_CATEGORY),
    plain("diary.page", empty, FILERS, Some(404)),
    plain("diary.note", noted, FILERS, Some(404)),
    on(About::Entry, "diary.turn", category, FILERS, NO_ENTRY),
    plain("figures.month", empty, KEEPERS, Some(404)),
    plain("figures.sheet", empty, OPEN, Some(404)),
    plain("audit.page", empty, ADMINS, Some(404)),
    plain("imports.page", empty, ADMINS, Some(404)),
    on(DRAFT, "imports.one", empty, ADMINS, NO_CATEGORY),
    on(DRAFT, "imports.apply", empty, ADMINS, NO_CATEGORY),
    on(DRAFT, "imports.discard", empty, ADMINS, NO_CATEGORY),
    on(About::Import(true), "imports.undo", empty, ADMINS, NO_CATEGORY),
    plain("hall.screen", empty, OPEN, Some(404)),
    plain("communities.set_duty", duty, KEEPERS, Some(404)),
    plain("communities.come_by", invited, INSIDE, Some(404)),
    plain("personal.page", empty, INSIDE, Some(404)),
    on(About::Certificate, "certificates.get", empty, OWN_CERTIFICATE, NOBODY),
    on(About::Certificate, "certificates.void", reason, DESK_SHIFT, NOBODY),
    plain("certificates.list", empty, INSIDE, Some(404)),
    plain("certificates.issue", empty, HAS_HOURS_FORM, Some(404)),
    plain("certificates.confirm", empty, OPEN, None),
    plain("points.mine", empty, INSIDE, Some(404)),
    plain("points.rates", empty, INSIDE, Some(404)),
    plain("points.set_rates", rates, ADMINS, Some(404)),
    plain("points.recompute", recomputed, NOTHING_NEW, Some(404)),
    plain("shifts.mine", empty, INSIDE, Some(404)),
    plain("shifts.renew_calendar", empty, INSIDE, Some(404)),
    plain("shifts.end_calendar", empty, INSIDE, Some(404)),
    plain("shifts.desk", empty, KEEPERS, Some(404)),
    on(About::Service, "shifts.check_in", empty, SERVE_FORM, NOBODY),
    on(About::Service, "shifts.enter", times, SERVE_FORM, NOBODY),
    on(About::Service, "shifts.miss", missed, KEEPERS, NO_MEMBER),
    on(RUNNING, "shifts.check_out", empty, TOO_SHORT, NOBODY),
    on(DISPUTED, "shifts.correct", times, OWN_SHIFT, NOBODY),
    on(REPORTED, "shifts.withdraw", empty, OWN_SHIFT, NOBODY),
    on(REPORTED, "shifts.confirm", empty, DESK_SHIFT, NOBODY),
    plain("shifts.confirm_all", empty, KEEPERS, Some(404)),
    on(REPORTED, "shifts.dispute", reason, DESK_SHIFT, NOBODY),
    on(MISSED, "shifts.explain", word, OWN_SHIFT, NOBODY),
    on(MISSED, "shifts.revoke", reason, DESK_SHIFT, NOBODY),
    plain("posts.needs", empty, ADMINS, Some(404)),
    plain("posts.draft", empty, NEED_GONE, Some(404)),
    on(About::Member, "communities.set_grid", empty, KEEPERS, NO_MEMBER),
    plain("accounts.change", empty, NO_PASSWORD, None),
    plain("personal.close_account", empty, NO_PASSWORD, None),
    plain("communities.register", register, JOIN, Some(404)),
    plain("personal.correct", corrected, LOGGED_IN, Some(404)),
    plain("personal.leave", sure, LEAVE, Some(404)),
];

/// What a page lets one download, and its forms that send files.
const FILES: &[Door] = &[
    plain("GET /c/{slug}/my-data.json", empty, OWN_FILE, Some(404)),
    plain("GET /c/{slug}/audit.csv", empty, ADMINS_FILE, Some(404)),
    plain("GET /c/{slug}/imports/template.csv", empty, ADMINS_FILE, Some(404)),
    plain("GET /c/{slug}/shifts.ics", empty, NOWHERE, Some(404)),
    plain("GET /c/{slug}/stars.xlsx", empty, NO_SHEET, Some(404)),
    on(About::Photo, "GET /c/{slug}/photos/{id}", empty, READ_PLACED, NOBODY),
    plain("POST /c/{slug}/imports?do=imports.bring", table, BRING, Some(404)),
    plain("POST /c/{slug}/wishes/new?kind=micro_wish&do=wishes.place", new_wish, PLACE_FORM, Some(404)),
    on(PLACED, "POST /c/{slug}/wishes/{id}?do=wishes.add_photo", wish, ADD_PHOTO, NOBODY),
    on(CLAIMED, "POST /c/{slug}/wishes/{id}?do=wishes.deliver", delivered, SHOW, NOBODY),
];

/// Every door that the program has, by the names of this table.
fn doors() -> BTreeSet<String> {
    let api = serde_json::to_value(server::http::openapi()).unwrap();
    let mut doors = BTreeSet::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        for (method, _) in item.as_object().unwrap() {
            // Whatever a path calls the district, here it is called so.
            let path = path.replace("/districts/{slug}", "/districts/{district}");
            doors.insert(format!("{} {path}", method.to_uppercase()));
        }
    }
    doors.extend(leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.trim_start_matches("/api/").to_owned()));
    doors
}

#[test]
fn every_door_stands_in_the_matrix() {
    let listed: BTreeSet<String> = REST.iter().chain(FUNCTIONS).map(|door| door.name.to_owned()).collect();
    let doors = doors();
    let unlisted: Vec<_> = doors.difference(&listed).collect();
    assert!(
        unlisted.is_empty(),
        "{unlisted:?} stand in no row of the matrix. Add a row to REST or FUNCTIONS in server/tests/it/matrix.rs that says what each \
         role gets for their own thing, for one of another community and for one that is nowhere (the last two must be alike)."
    );
    let gone: Vec<_> = listed.difference(&doors).collect();
    assert!(gone.is_empty(), "{gone:?} stand in the matrix, but there is no such door any more");
}

#[test]
fn every_download_and_every_form_with_files_stands_in_the_matrix() {
    let source = |path: &str| crate::sources::files("server/src/http").iter().find(|(name, _)| name.ends_with(path)).unwrap().1.clone();
    let quoted = |text: &str, before: &str| -> Vec<String> {
        text.split(before).skip(1).filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect()
    };
    // `it/live.rs` holds who may listen: a stream does not end.
    let routes = quoted(&source("http/mod.rs"), ".route(\"/c/{community}").into_iter().filter(|path| path != "/live");
    let mut doors: Vec<String> = routes.map(|path| format!("GET /c/{{slug}}{}", path.replace("{photo}", "{id}"))).collect();
    let uploads = source("http/uploads.rs");
    doors.extend(quoted(&uploads, "\n        \"").into_iter().map(|door| format!("do={door}")));
    assert!(doors.len() == FILES.len(), "{doors:?}");
    for door in doors {
        assert!(FILES.iter().any(|row| row.name == door || row.name.ends_with(&door)), "{door} stands in no row of FILES");
    }
}

#[test]
fn every_server_function_in_the_source_is_registered() {
    let written = crate::sources::files("app/src").iter().map(|(_, text)| text.matches("#[server(prefix").count()).sum::<usize>();
    assert_eq!(written, leptos::server_fn::axum::server_fn_paths().count(), "two functions of one name, or one that was not linked in");
    let (path, _) = leptos::server_fn::axum::server_fn_paths().find(|(_, method)| *method != axum::http::Method::POST).unwrap_or_default();
    assert_eq!(path, "", "a server function that answers GET could be called by a mere link");
}

on_both! {
    async fn each_role_gets_what_the_matrix_says_from_api_v1(app: TestApp) {
        try_doors(&app, REST).await;
    }

    async fn each_role_gets_what_the_matrix_says_from_downloads_and_forms_with_files(app: TestApp) {
        try_doors(&app, FILES).await;
    }

    async fn each_role_gets_what_the_matrix_says_from_the_server_functions(app: TestApp) {
        try_doors(&app, FUNCTIONS).await;
    }
}

fn expected(row: &str) -> Vec<u16> {
    let row: Vec<u16> = row.split_whitespace().map(|status| status.parse().unwrap()).collect();
    assert_eq!(row.len(), WHO.len(), "a row has a status for each of {WHO:?}");
    row
}

async fn people(app: &TestApp) -> Vec<Client> {
    let mut people = Vec::new();
    for login in WHO {
        people.push(if login == "none" { app.anonymous() } else { app.user(login).await });
    }
    people
}

const MISSING: &str = "01970000-0000-7000-8000-000000000000";

async fn try_doors(app: &TestApp, doors: &[Door]) {
    for community in [HERE, THERE] {
        app.in_service(community).await;
    }
    for community in [HERE, THERE] {
        app.pair(community).await;
    }
    app.clock.advance(TimeDelta::days(3));
    let common = Case {
        category: app.category(HERE, "wish_item").await,
        helper: app.member(HERE, "volunteer2").await,
        slug: HERE,
        ..Case::default()
    };
    let mut asking = people(app).await;
    for door in doors {
        try_door(app, &asking, &common, door).await;
        if ENDS_SESSIONS.contains(&door.name) {
            asking = people(app).await;
        }
    }
}

const ENDS_SESSIONS: [&str; 2] = ["DELETE /sessions/current", "accounts.log_out"];

async fn try_door(app: &TestApp, people: &[Client], common: &Case, door: &Door) {
    let worked = |status: u16| (200..300).contains(&status) || (status == 303 && door.is_form());
    let first = fresh(app, common, door, HERE).await;
    let nowhere = Case { slug: "nowhere", ..first.clone() };
    let elsewhere = Case { id: make(app, door.about, THERE).await, ..first.clone() };
    let nothing_there = Case { id: MISSING.to_owned(), ..first.clone() };

    // First whoever is turned away: nothing may change by it.
    let before = app.dump().await;
    for ((who, login), (mine, others)) in people.iter().zip(WHO).zip(expected(door.own).into_iter().zip(expected(door.other))) {
        let at = |what: &str| format!("{} as {login} on {what}", door.name);
        let answer = if worked(mine) { None } else { Some(ask(who, door, &first).await) };
        if let Some(answer) = &answer {
            assert_eq!(answer.status, mine, "{}: {}", at("their own"), answer.text);
        }
        if door.about != About::Nothing {
            let (foreign, missing) = (ask(who, door, &elsewhere).await, ask(who, door, &nothing_there).await);
            assert_eq!(foreign.status, others, "{}: {}", at("a foreign id"), foreign.text);
            alike(&at("a foreign and a missing id"), &unnamed(foreign, &elsewhere.id), &unnamed(missing, MISSING));
        }
        if let Some(status) = door.nowhere {
            let nowhere = ask(who, door, &nowhere).await;
            // Programs, and whoever sends a file, say who they are before anything else is looked at.
            let first_of_all = door.is_form() || (door.is_rest() && !door.name.starts_with("GET /c/"));
            let status = if first_of_all && mine == 401 { 401 } else { status };
            assert_eq!(nowhere.status, status, "{}: {}", at("a community that is not"), nowhere.text);
            if let Some(answer) = answer.filter(|answer| answer.status == 404 && !door.is_form()) {
                alike(&at("what they may not see and what is not there"), &answer, &nowhere);
            }
        }
    }
    let mut after = app.dump().await;
    if door.is_form() {
        // The page that is shown again, to those who may see it, is a look at what stands on it; what they were told of it is
        // read.
        let id = first.id.replace('-', "");
        let looked = |row: &String| row.contains("looked") && row.to_lowercase().replace('-', "").contains(&id);
        after.get_mut("events").unwrap().retain(|row| !looked(row) || before["events"].contains(row));
        assert_eq!(after["notices"].len(), before["notices"].len(), "{}", door.name);
        after.insert("notices".to_owned(), before["notices"].clone());
    }
    same_rows(door.name, &before, &after);

    // Then whoever may, each on a thing of its own.
    for ((who, login), status) in people.iter().zip(WHO).zip(expected(door.own)) {
        if worked(status) {
            let answer = ask(who, door, &fresh(app, common, door, HERE).await).await;
            assert_eq!(answer.status, status, "{} as {login} on their own: {}", door.name, answer.text);
        }
    }
}

/// An answer without the id that was asked for, which a page names in its address, and without the keys that are new in each
/// form and page.
fn unnamed(mut answer: Answer, id: &str) -> Answer {
    const KEY: &str = "name=\"once\" value=\"";
    let named = answer.text.replace(id, "…");
    let mut parts = named.split(KEY);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once('"').map_or(part, |(_, rest)| rest));
    }
    answer.headers.remove("content-security-policy");
    Answer { text, ..answer }
}

fn alike(at: &str, one: &Answer, other: &Answer) {
    assert_eq!((one.status, &one.text), (other.status, &other.text), "{at} differ");
    assert_eq!(one.headers, other.headers, "{at}: the headers differ");
}

fn same_rows(door: &str, before: &BTreeMap<String, Vec<String>>, after: &BTreeMap<String, Vec<String>>) {
    // Tries are counted against an address, whatever comes of them.
    for (table, rows) in before.iter().filter(|(table, _)| *table != "failed_logins") {
        let new: Vec<_> = after[table].iter().filter(|row| !rows.contains(row)).collect();
        assert!(new.is_empty() && rows.len() == after[table].len(), "{door} turned everybody away and yet changed {table}: {new:?}");
    }
}

/// A thing of this community's resident.
async fn make(app: &TestApp, about: About, community: &str) -> String {
    match about {
        About::Nothing => String::new(),
        About::Wish(stage) => app.wish_at(community, stage).await,
        About::Photo => app.photo(community).await,
        About::Category => app.category(community, "wish_item").await,
        About::Record => app.record(community, "钱无号").await,
        About::Post(false) => app.draft(community, crate::harness::post()).await,
        About::Post(true) => app.opened(community, crate::harness::post()).await,
        About::Claim(false) => app.claim(community, &app.opened(community, crate::harness::post()).await, "volunteer").await,
        About::Claim(true) => app.appointed(community).await,
        About::Objection => app.objection(community).await,
        About::StarLine => app.star_line(community).await,
        About::StarObjection => app.star_objection(community, "那天下午他不在").await,
        About::Service => service(app, community).await,
        About::Pair => app.pair(community).await[0].clone(),
        About::Swap => app.swap(community).await,
        About::Shift(stage) => shift(app, community, stage).await,
        About::Certificate => certificate(app, community).await,
        About::Entry => {
            let grid = app.user(if community == THERE { "there.grid" } else { "grid" }).await;
            let body = json!({"resident": app.record(community, "钱无号").await, "channel": "visit", "words": "灯坏了，不急"});
            grid.post(&format!("/api/v1/communities/{community}/diary"), body).await.ok()["id"].as_str().unwrap().to_owned()
        }
        About::Import(applied) => {
            // A name of its own: who came in by the table before is here already.
            static NAMES: AtomicU32 = AtomicU32::new(1);
            let name = format!("钱{}", NAMES.fetch_add(1, Ordering::Relaxed));
            let table = format!("姓名,楼栋,门牌,本人已同意\n{name},9 号楼,101,是");
            let id = app.bring(community, "residents", &table).await.ok()["id"].as_str().unwrap().to_owned();
            if applied {
                let admin = app.user(if community == THERE { "there.admin" } else { "admin" }).await;
                admin.post(&format!("/api/v1/communities/{community}/imports/{id}/apply"), json!({})).await.ok();
            }
            id
        }
        About::Webhook => app.webhook(community, "https://hooks.example.org/linli", false).await["id"].as_str().unwrap().to_owned(),
        About::Message => app.failed_message(community).await,
        About::Delegation => {
            let resident = app.user(if community == THERE { "there.resident" } else { "resident" }).await;
            let offer = resident.post(&format!("/api/v1/communities/{community}/delegates"), json!({})).await.ok();
            offer["id"].as_str().unwrap().to_owned()
        }
        About::Member => app.newcomer(community, "孙新人").await.1,
        // There it is of somebody who does not ask: one's own session is never foreign.
        About::Session => app.session(if community == THERE { "there.volunteer2" } else { "resident" }).await.session.to_string(),
    }
}

/// The claim by which the volunteer serves, with nothing running and nothing missed.
async fn service(app: &TestApp, community: &str) -> String {
    let api = format!("/api/v1/communities/{community}");
    let [volunteer, staff] = [app.of(community, "volunteer").await, app.of(community, "staff").await];
    for (stage, who, step, body) in [("running", &volunteer, "withdraw", json!({})), ("missed", &staff, "revoke", reason(&Case::default()))]
    {
        for one in staff.get(&format!("{api}/shifts?stage={stage}")).await.ok()["items"].as_array().unwrap() {
            who.post(&format!("{api}/shifts/{}/{step}", one["id"].as_str().unwrap()), body.clone()).await.ok();
        }
    }
    staff.get(&format!("{api}/roster")).await.ok()["items"][0]["claim"].as_str().unwrap().to_owned()
}

async fn shift(app: &TestApp, community: &str, stage: &str) -> String {
    let (api, claim) = (format!("/api/v1/communities/{community}"), service(app, community).await);
    let [volunteer, staff] = [app.of(community, "volunteer").await, app.of(community, "staff").await];
    let made = match stage {
        "running" => volunteer.post(&format!("{api}/claims/{claim}/check_in"), json!({})).await,
        // Their clocks are two hours behind.
        "missed" if community == THERE => {
            staff.post(&format!("{api}/claims/{claim}/miss"), json!({"from": "2026-11-05T16:00:00+06:00"})).await
        }
        "missed" => staff.post(&format!("{api}/claims/{claim}/miss"), missed(&Case::default())).await,
        _ => volunteer.post(&format!("{api}/claims/{claim}/hours"), times(&Case::default())).await,
    };
    let id = made.expect(201).json()["id"].as_str().unwrap().to_owned();
    if stage == "disputed" {
        staff.post(&format!("{api}/shifts/{id}/dispute"), reason(&Case::default())).await.ok();
    }
    id
}

/// A certificate of everything that the volunteer served by now, an hour more than before.
async fn certificate(app: &TestApp, community: &str) -> String {
    let (api, shift) = (format!("/api/v1/communities/{community}"), shift(app, community, "reported").await);
    app.of(community, "staff").await.post(&format!("{api}/shifts/{shift}/confirm"), json!({})).await.ok();
    let made = app.of(community, "volunteer").await.post(&format!("{api}/certificates"), json!({})).await;
    made.expect(201).json()["id"].as_str().unwrap().to_owned()
}

/// What the next request that works needs: a thing of its own, and what can be used only once.
async fn fresh(app: &TestApp, common: &Case, door: &Door, community: &str) -> Case {
    static PHONES: AtomicU32 = AtomicU32::new(0);
    let refresh = if door.name == "POST /sessions/refresh" { app.tokens("resident").await.refresh } else { String::new() };
    let phone = format!("139{:08}", PHONES.fetch_add(1, Ordering::Relaxed));
    let newcomer = if door.about == About::Record { app.newcomer(community, "钱无号").await.1 } else { String::new() };
    let code = if door.name.ends_with("take-on") || door.name.ends_with("take_on") { code_of_somebody(app).await } else { String::new() };
    let code = if door.name.ends_with("come-by") || door.name.ends_with("come_by") { invitation(app).await } else { code };
    let card =
        if door.name.contains("card-status") || door.name.ends_with("open_card") { card_of_record(app).await } else { String::new() };
    Case { id: make(app, door.about, community).await, refresh, phone, newcomer, code, card, ..common.clone() }
}

/// What opens a new invitation.
async fn invitation(app: &TestApp) -> String {
    let made = app.user("staff").await.post(&format!("/api/v1/communities/{HERE}/invitation"), json!({})).await.ok();
    made["token"].as_str().unwrap().to_owned()
}

/// A code of somebody who just registered: whoever got it does not use it.
async fn code_of_somebody(app: &TestApp) -> String {
    let (login, _) = app.newcomer(HERE, "孙新人").await;
    let offer = app.user(&login).await.post(&format!("/api/v1/communities/{HERE}/delegates"), json!({})).await.ok();
    offer["code"].as_str().unwrap().to_owned()
}

/// The number of a new record's card.
async fn card_of_record(app: &TestApp) -> String {
    let record = app.record(HERE, "钱无号").await;
    let made = app.user("staff").await.post(&format!("/api/v1/communities/{HERE}/card"), json!({"resident": record})).await.ok();
    made["number"].as_str().unwrap().to_owned()
}

async fn ask(who: &Client, door: &Door, case: &Case) -> Answer {
    let body = (door.body)(case);
    if let Some((method, path)) = door.name.split_once(' ').filter(|(_, path)| path.starts_with("/c/")) {
        let path = path.replace("{slug}", case.slug).replace("{id}", &case.id);
        if method == "GET" {
            return who.browser().get_bytes(&path).await;
        }
        let mut fields = vec![("community", case.slug)];
        fields.extend(body.as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap())));
        let file = body["table"].as_str().map_or_else(|| photo(20, 20), |table| table.as_bytes().to_vec());
        return who.upload(&path, &fields, "photo", &[file]).await;
    }
    if let Some((method, path)) = door.name.split_once(' ') {
        let path = format!(
            "/api/v1{}",
            path.replace("{slug}", case.slug)
                .replace("{id}", &case.id)
                .replace("{district}", "east")
                .replace("{number}", "none")
                .replace("{quarter}", "2027Q1")
        );
        let body = if method == "GET" || method == "DELETE" { None } else { Some(("application/json", body.to_string())) };
        return who.send(method.parse().unwrap(), &path, body).await;
    }
    let mut fields = vec![("community".to_owned(), case.slug.to_owned())];
    let id = match door.about {
        About::Nothing => None,
        About::Wish(_) => Some("wish"),
        About::Member => Some("member"),
        About::Session => Some("session"),
        About::Photo => Some("photo"),
        About::Category => Some("category"),
        About::Record => Some("record"),
        About::Post(_) => Some("post"),
        About::Claim(_) | About::Service | About::Pair => Some("claim"),
        About::Swap => Some("swap"),
        About::Shift(_) => Some("shift"),
        About::Certificate => Some("certificate"),
        About::StarLine => Some("line"),
        About::Objection | About::StarObjection => Some("objection"),
        About::Entry => Some("entry"),
        About::Import(_) => Some("import"),
        About::Webhook => Some("webhook"),
        About::Message => Some("message"),
        About::Delegation => Some("delegation"),
    };
    fields.extend(id.map(|name| (name.to_owned(), case.id.clone())));
    for (name, value) in body.as_object().unwrap().iter().filter(|(name, _)| *name != "community") {
        match value {
            Value::Array(many) => {
                fields.extend(many.iter().enumerate().map(|(i, one)| (format!("{name}[{i}]"), one.as_str().unwrap().to_owned())));
            }
            Value::String(text) => fields.push((name.clone(), text.clone())),
            other => fields.push((name.clone(), other.to_string())),
        }
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    who.call(door.name, &fields).await
}
