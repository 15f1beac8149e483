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
        self.claim_on(community, post, login, &[]).await
    }

    /// A claim of some days of a weekly post: its id.
    pub async fn claim_on(&self, community: &str, post: &str, login: &str, days: &[&str]) -> String {
        let body = json!({"promise": "每周都去看一遍，看到问题马上说", "skills": "当过燃气工", "shown": "masked", "days": days});
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
        self.take_effect(community, &[&claim], days).await;
        claim
    }

    /// An admin appoints by these claims, and their public days pass.
    pub async fn take_effect(&self, community: &str, claims: &[&str], days: i64) {
        for claim in claims {
            let path = format!("/api/v1/communities/{community}/claims/{claim}/appoint");
            self.of(community, "admin").await.post(&path, json!({})).await.ok();
        }
        self.clock.advance(TimeDelta::days(days));
        self.work_off(community, "claim").await;
    }

    /// The claims by which the volunteer and the other one hold one post that is served from 19:00 to 21:00: the one on Mondays,
    /// Wednesdays and Fridays, the other on the other days. Made at the first time.
    pub async fn pair(&self, community: &str) -> [String; 2] {
        if let Some(post) = self.shared(community).await {
            return [&post["claim"], &post["fellows"][0]["claim"]].map(|claim| claim.as_str().expect("a claim").to_owned());
        }
        let mut says = post();
        (says["title"], says["public_days"]) = (json!("门口值守岗"), json!(1));
        says["times"] = json!({"kind": "weekly", "week": vec!["19:00-21:00"; 7]});
        let post = self.opened(community, says).await;
        let one = self.claim_on(community, &post, "volunteer", &["mon", "wed", "fri"]).await;
        let other = self.claim_on(community, &post, "volunteer2", &["tue", "thu", "sat", "sun"]).await;
        self.take_effect(community, &[&one, &other], 1).await;
        [one, other]
    }

    /// The post of the volunteer's that another holds with them, as the page of swaps shows it.
    pub async fn shared(&self, community: &str) -> Option<Value> {
        let swaps = self.of(community, "volunteer").await.get(&format!("/api/v1/communities/{community}/swaps")).await.ok();
        let posts = swaps["posts"].as_array().expect("posts");
        posts.iter().find(|post| post["fellows"].as_array().is_some_and(|fellows| !fellows.is_empty())).cloned()
    }

    /// The volunteer's offer of their next shift to the other of the pair, who is asked to step in; there is one at a time: its id.
    pub async fn swap(&self, community: &str) -> String {
        let (api, [one, other]) = (format!("/api/v1/communities/{community}"), self.pair(community).await);
        let volunteer = self.of(community, "volunteer").await;
        let offers = volunteer.get(&format!("{api}/swaps")).await.ok()["offers"].clone();
        for open in offers.as_array().expect("offers").iter().filter(|offer| offer["is_open"] == true) {
            volunteer.post(&format!("{api}/swaps/{}/withdraw", open["id"].as_str().expect("an id")), json!({})).await.ok();
        }
        let post = self.shared(community).await.expect("a post that two hold");
        let body = json!({"gives": post["shifts"][0]["from"], "with": other});
        let made = volunteer.post(&format!("{api}/claims/{one}/swaps"), body).await;
        made.expect(201).json()["id"].as_str().expect("an id").to_owned()
    }

    /// Hours of the volunteer by that claim, entered later, on that day: the shift's id.
    pub async fn entered(&self, community: &str, claim: &str, (day, from, to): (&str, &str, &str)) -> String {
        let body = json!({"day": day, "from": from, "to": to, "note": "手机没电，补记"});
        let path = format!("/api/v1/communities/{community}/claims/{claim}/hours");
        let made = self.of(community, "volunteer").await.post(&path, body).await;
        made.expect(201).json()["id"].as_str().expect("an id").to_owned()
    }
}
