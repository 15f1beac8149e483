//! What may be done to a wish, how one stands in the rows, and members who take orders.

use super::wishes::body_of;
use super::{Client, Engine, HERE, PEOPLE, THERE, TestApp};
use app::communities::model::{NOTICE, Registration};
use app::kernel::actor::{Role, Roles};
use app::kernel::db::Mode;
use app::{accounts, communities};
use chrono::TimeDelta;
use serde_json::{Value, json};

/// Every stage; first the one that takes time to come about, so that the others stay where they are.
pub const STAGES: [&str; 8] = ["lapsed", "placed", "accepted", "declined", "claimed", "delivered", "confirmed", "withdrawn"];

/// Every move.
pub const MOVES: [&str; 13] = [
    "accept",
    "decline",
    "claim",
    "dispatch",
    "release",
    "deliver",
    "confirm",
    "reopen",
    "withdraw",
    "pause",
    "resume",
    "call_back",
    "comment",
];

/// Whether the stage allows the move, as the domain says it; one that is closed was closed just now.
pub fn legal(stage: &str, step: &str) -> bool {
    match step {
        "accept" | "decline" => stage == "placed",
        "claim" | "dispatch" => stage == "accepted",
        "release" | "deliver" => stage == "claimed",
        "confirm" => stage == "delivered",
        "reopen" => ["delivered", "confirmed", "lapsed"].contains(&stage),
        "withdraw" | "pause" => ["placed", "accepted", "claimed"].contains(&stage),
        // No wish of the harness stands still or is to be called back, but those that are said to.
        "resume" => stage == "paused",
        "call_back" => stage == "unsatisfied",
        "comment" => true,
        other => panic!("{other} is no move"),
    }
}

/// A body that the move takes; `helper` is whom a dispatch goes to.
pub fn body(step: &str, helper: &str) -> Value {
    if step == "dispatch" { json!({"member": helper}) } else { body_of(step) }
}

/// The texts of a list in JSON.
pub fn texts(list: &Value) -> Vec<String> {
    list.as_array().map(|list| list.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect()).unwrap_or_default()
}

/// The address of a wish, or of something under it.
pub fn at(wish: &str, more: &str) -> String {
    format!("/api/v1/communities/{HERE}/wishes/{wish}{more}")
}

impl TestApp {
    /// How a wish stands in its row and how many events it has: what a refusal must leave as it is.
    pub async fn standing(&self, wish: &str) -> String {
        let (this, holder) = match self.engine {
            Engine::Postgres => (format!("'{wish}'"), "holder_id::text"),
            Engine::Sqlite => (format!("x'{}'", wish.replace('-', "")), "hex(holder_id)"),
        };
        let sql = format!(
            "select stage || ' version ' || version || ' holder ' || coalesce({holder}, '-') || ' events ' || \
             (select count(*) from events e where e.tenant_id = w.tenant_id and e.subject_id = w.id) from wishes w where id = {this}"
        );
        self.rows(&sql).await.pop().unwrap_or_else(|| panic!("there is no wish {wish}"))
    }

    /// The member of a community that a log-in name of the harness stands for.
    pub async fn member_id(&self, login: &str) -> String {
        let community = if login.starts_with("there.") { THERE } else { HERE };
        self.member(community, login).await
    }

    /// New verified volunteers of [`HERE`]: member id and client.
    pub async fn volunteers(&self, count: usize) -> Vec<(String, Client)> {
        let call = self.operator();
        let mut made = Vec::with_capacity(count);
        for number in 0..count {
            self.clock.advance(TimeDelta::seconds(1));
            let login = format!("helper{number}");
            accounts::ops::create_account(&call, Some(login.clone()), None, None).await.expect("an account");
            let who = Registration { name: format!("志愿{number}"), consent: NOTICE.to_owned(), ..Registration::default() };
            let input = (login.clone(), who, Roles::new([Role::Volunteer]));
            let member = communities::serve(&call, "test", Mode::Write, HERE, input, communities::ops::grant).await.expect("a volunteer");
            made.push((member.id.to_string(), self.user(&login).await));
        }
        made
    }
}

/// The name on the door of a user of the harness.
pub fn name_of(login: &str) -> &'static str {
    let login = login.strip_prefix("there.").unwrap_or(login);
    PEOPLE.iter().find(|(one, ..)| *one == login).unwrap_or_else(|| panic!("{login} is nobody")).1
}
