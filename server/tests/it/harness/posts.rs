//! Posts, claims and objections, made as people would: through the REST interface.

use super::{THERE, TestApp, name_of, seed};
use app::kernel::actor::Role;
use chrono::TimeDelta;
use serde_json::{Value, json};

/// What a post says that is served as it comes, by everybody, in three places.
pub fn post() -> Value {
    json!({"kind": "safety_watch", "title": "燃气安全巡防岗", "purpose": "燃气和电线有人常看看。", "place": "3 号楼", "duties": "上门提醒，看见隐患马上报告。",
        "skills": "懂燃气", "places": 3, "times": {"kind": "open"}, "from": "2026-11-02", "to": "2027-03-31", "claim_by": "2026-12-31"})
}

impl TestApp {
    /// Somebody of a community, by their name in [`super::HERE`].
    pub async fn of(&self, community: &str, login: &str) -> super::Client {
        self.user(&if community == THERE { format!("there.{login}") } else { login.to_owned() }).await
    }

    /// Makes a volunteer of this community one of [`THERE`] as well, with the same account.
    pub async fn join_there(&self, login: &str) {
        seed::grant(&self.operator(), THERE, login, name_of(login), &[Role::Volunteer]).await;
    }

    /// A draft of a post that says this: its id.
    pub async fn draft(&self, community: &str, says: Value) -> String {
        let made = self.of(community, "admin").await.post(&format!("/api/v1/communities/{community}/posts"), says).await;
        made.expect(201).json()["id"].as_str().expect("an id").to_owned()
    }

    /// A post on the board that says this: its id.
    pub async fn opened(&self, community: &str, says: Value) -> String {
        let post = self.draft(community, says).await;
        let path = format!("/api/v1/communities/{community}/posts/{post}/open");
        self.of(community, "admin").await.post(&path, json!({})).await.ok();
        post
    }

    /// A claim of a post by somebody: its id.
    pub async fn claim(&self, community: &str, post: &str, login: &str) -> String {
        let body = json!({"promise": "每周都去看一遍，看到问题马上说", "skills": "当过燃气工", "shown": "masked"});
        let made = self.of(community, login).await.post(&format!("/api/v1/communities/{community}/posts/{post}/claims"), body).await;
        made.expect(201).json()["id"].as_str().expect("an id").to_owned()
    }

    /// The volunteer's claim of a new post, which an admin appointed: its id.
    pub async fn appointed(&self, community: &str) -> String {
        let claim = self.claim(community, &self.opened(community, post()).await, "volunteer").await;
        let path = format!("/api/v1/communities/{community}/claims/{claim}/appoint");
        self.of(community, "admin").await.post(&path, json!({})).await.ok();
        claim
    }

    /// The resident's objection to a new appointment of the volunteer: its id.
    pub async fn objection(&self, community: &str) -> String {
        let claim = self.appointed(community).await;
        let path = format!("/api/v1/communities/{community}/claims/{claim}/objections");
        let made = self.of(community, "resident").await.post(&path, json!({"words": "他平时不在家，去不了。"})).await;
        made.expect(201).json()["id"].as_str().expect("an id").to_owned()
    }

    /// The volunteer's claim of a new post that is served from 16:00 to 18:00 every day, in effect since a moment ago: its id.
    pub async fn in_service(&self, community: &str) -> String {
        let mut says = post();
        (says["title"], says["public_days"]) = (json!("每日巡查岗"), json!(1));
        says["times"] = json!({"kind": "weekly", "week": vec!["16:00-18:00"; 7]});
        self.serves(community, says, "volunteer").await
    }

    /// Somebody's claim of a new post that says this, in effect since a moment ago: its id.
    pub async fn serves(&self, community: &str, says: Value, login: &str) -> String {
        let days = says["public_days"].as_i64().unwrap_or(5);
        let claim = self.claim(community, &self.opened(community, says).await, login).await;
        let path = format!("/api/v1/communities/{community}/claims/{claim}/appoint");
        self.of(community, "admin").await.post(&path, json!({})).await.ok();
        self.clock.advance(TimeDelta::days(days));
        self.ring().await;
        claim
    }

    /// Hours of the volunteer by that claim, entered later, on that day: the shift's id.
    pub async fn entered(&self, community: &str, claim: &str, (day, from, to): (&str, &str, &str)) -> String {
        let body = json!({"day": day, "from": from, "to": to, "note": "手机没电，补记"});
        let path = format!("/api/v1/communities/{community}/claims/{claim}/hours");
        let made = self.of(community, "volunteer").await.post(&path, body).await;
        made.expect(201).json()["id"].as_str().expect("an id").to_owned()
    }
}
