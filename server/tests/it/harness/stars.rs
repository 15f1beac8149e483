//! Stars, made as people would make them: in the January after, for the quarter of a test's world ends there.

use super::TestApp;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

impl TestApp {
    /// The volunteer's stars of 2026Q4, public by their whole name: the line by which one objects. The clock stands afterwards
    /// where it stood.
    pub async fn star_line(&self, community: &str) -> String {
        let (now, api) = (self.clock.now(), format!("/api/v1/communities/{community}"));
        let quarter = format!("{api}/stars/quarters/2026Q4");
        let january: DateTime<Utc> = "2027-01-05T04:00:00Z".parse().expect("a time");
        self.clock.set(january.max(now));
        let [admin, staff, volunteer] =
            [self.of(community, "admin").await, self.of(community, "staff").await, self.of(community, "volunteer").await];
        if admin.get(&quarter).await.ok()["stage"] == Value::Null {
            let claim = staff.get(&format!("{api}/roster")).await.ok()["items"][0]["claim"].as_str().expect("a claim").to_owned();
            self.entered(community, &claim, ("2026-12-20", "08:00", "10:00")).await;
            let waiting = staff.get(&format!("{api}/shifts?stage=reported&limit=100")).await.ok();
            let waiting: Vec<Value> = waiting["items"].as_array().expect("shifts").iter().map(|shift| json!({"id": shift["id"]})).collect();
            staff.post(&format!("{api}/shifts/confirm"), json!({"shifts": waiting})).await.ok();
            self.work_off(community, "points").await;
            admin.post(&format!("{quarter}/compute"), json!({})).await.ok();
            admin.post(&format!("{quarter}/publish"), json!({"days": 30})).await.ok();
            volunteer.put(&format!("{api}/stars/mine/showing"), json!({"showing": "whole"})).await.ok();
        }
        let closing = admin.get(&quarter).await.ok();
        for open in closing["objections"].as_array().expect("objections").iter().filter(|one| one["can_answer"] == true) {
            self.answer_stars(community, open["id"].as_str().expect("an id"), "签到本上有").await;
        }
        let line = closing["lines"].as_array().expect("lines").iter().find(|line| line["stars"] != 0).expect("a star");
        let line = line["id"].as_str().expect("an id").to_owned();
        self.clock.set(now);
        line
    }

    /// The resident's objection to the volunteer's stars: its id.
    pub async fn star_objection(&self, community: &str, words: &str) -> String {
        let path = format!("/api/v1/communities/{community}/stars/lines/{}/objections", self.star_line(community).await);
        let made = self.of(community, "resident").await.post(&path, json!({"words": words})).await;
        made.expect(201).json()["id"].as_str().expect("an id").to_owned()
    }

    /// An admin answers that the stars stand.
    pub async fn answer_stars(&self, community: &str, objection: &str, answer: &str) {
        let path = format!("/api/v1/communities/{community}/stars/objections/{objection}/answer");
        self.of(community, "admin").await.post(&path, json!({"outcome": "overruled", "answer": answer})).await.ok();
    }
}
