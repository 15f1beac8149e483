//! Wishes at any stage, brought there as people would: through the REST interface.

use super::{Answer, Client, Engine, TestApp};
use app::kernel::db::Mode;
use app::kernel::jobs::Queue;
use app::wishes::stage::LAPSE_AFTER;
use serde_json::{Value, json};

/// An accepted wish whose clock stands still, and one whose resident is not satisfied and is to be called back.
pub const OTHERS: [(&str, &[&str]); 2] = [("paused", &["accept", "pause"]), ("unsatisfied", &["accept", "claim", "deliver", "grumble"])];

/// The way of a wish that goes well, and the four ways out of it: stage, and the moves that lead there. A `lapse` is no
/// move of anybody's: time passes.
pub const STEPS: [(&str, &[&str]); 8] = [
    ("placed", &[]),
    ("accepted", &["accept"]),
    ("claimed", &["accept", "claim"]),
    ("delivered", &["accept", "claim", "deliver"]),
    ("confirmed", &["accept", "claim", "deliver", "confirm"]),
    ("lapsed", &["accept", "claim", "deliver", "lapse"]),
    ("declined", &["decline"]),
    ("withdrawn", &["withdraw"]),
];

/// A body that the move takes.
pub fn body_of(step: &str) -> Value {
    match step {
        "accept" => json!({"public_card": "独居老人想修一盏灯"}),
        "decline" | "release" | "reopen" => json!({"reason": "今天实在来不及"}),
        "deliver" => json!({"note": "灯已经换好了"}),
        "confirm" => json!({"grade": 5, "words": "很满意,谢谢"}),
        "pause" => json!({"reason": "在等配件", "until": "2026-12-20"}),
        "call_back" => json!({"outcome": "reached", "grade": 4}),
        "comment" => json!({"text": "请问什么时候方便?"}),
        _ => json!({}),
    }
}

/// A PNG of that size.
pub fn photo(width: u32, height: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([x, y, 90].map(|part| u8::try_from(part % 256).unwrap())));
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

impl TestApp {
    /// A photo that the resident added to a new wish: its id.
    pub async fn photo(&self, community: &str) -> String {
        let login = if community == super::THERE { "there.resident" } else { "resident" };
        let resident = self.user(login).await;
        let wish = self.place(community, &resident).await;
        let path = format!("/api/v1/communities/{community}/wishes/{wish}/photos");
        let added = resident.send_bytes(axum::http::Method::POST, &path, "image/png", photo(8, 8)).await;
        added.ok()["id"].as_str().expect("an id").to_owned()
    }

    /// The id of a category of a community.
    pub async fn category(&self, community: &str, code: &str) -> String {
        let list = self.anonymous().get(&format!("/api/v1/communities/{community}/categories")).await.ok();
        let found = list["items"].as_array().and_then(|items| items.iter().find(|one| one["code"] == code)).cloned();
        found.unwrap_or_else(|| panic!("{community} has no category {code}"))["id"].as_str().expect("an id").to_owned()
    }

    /// The id of a member, by log-in name.
    pub async fn member(&self, community: &str, login: &str) -> String {
        let name = login.strip_prefix("there.").unwrap_or(login);
        let name = super::PEOPLE.iter().find(|(one, ..)| *one == name).map_or(login, |(_, name, _)| *name);
        let id = if self.engine == Engine::Postgres { "m.id::text" } else { "lower(hex(m.id))" };
        let whose = format!("c.slug = '{community}' and m.name = '{name}' and m.left_at is null order by m.id desc");
        let found = self.rows(&format!("select {id} from memberships m join communities c on c.id = m.tenant_id where {whose}")).await;
        let id = found.first().unwrap_or_else(|| panic!("{community} has no member {name}"));
        uuid::Uuid::parse_str(id).expect("an id").to_string()
    }

    /// A wish of `who` in a community, just placed: its id.
    pub async fn place(&self, community: &str, who: &Client) -> String {
        self.place_as(community, who, "厨房的灯坏了", "晚上看不见,请帮忙换一下。").await
    }

    /// A wish with these words: its id.
    pub async fn place_as(&self, community: &str, who: &Client, title: &str, text: &str) -> String {
        let category = self.category(community, "wish_item").await;
        let body = json!({"kind": "micro_wish", "category": category, "title": title, "text": text});
        let placed = who.post(&format!("/api/v1/communities/{community}/wishes"), body).await.ok();
        placed["id"].as_str().expect("an id").to_owned()
    }

    /// A wish of the community's resident at this stage, held by its volunteer where someone holds it: its id.
    pub async fn wish_at(&self, community: &str, stage: &str) -> String {
        let prefix = if community == super::THERE { "there." } else { "" };
        let [resident, staff, volunteer] = ["resident", "staff", "volunteer"].map(|login| format!("{prefix}{login}"));
        let (resident, staff, volunteer) = (self.user(&resident).await, self.user(&staff).await, self.user(&volunteer).await);
        let wish = self.place(community, &resident).await;
        let (_, steps) =
            STEPS.iter().chain(&OTHERS).find(|(name, _)| *name == stage).unwrap_or_else(|| panic!("there is no stage {stage}"));
        for step in *steps {
            if *step == "lapse" {
                self.clock.advance(LAPSE_AFTER);
                self.ring().await;
                continue;
            }
            if *step == "grumble" {
                resident.step_with(community, &wish, "confirm", json!({"grade": 1, "words": "还是不亮"})).await.ok();
                continue;
            }
            let who = match *step {
                "accept" | "decline" | "pause" => &staff,
                "claim" | "deliver" => &volunteer,
                _ => &resident,
            };
            who.step(community, &wish, step).await.ok();
        }
        wish
    }
}

impl TestApp {
    /// Works off what is due, as a server does every two seconds.
    pub async fn ring(&self) {
        while server::worker::round(&server::worker::call(&self.app)).await > 0 {}
    }

    /// Works off what is due of this kind in this community, and nothing else.
    pub async fn work_off(&self, community: &str, kind: &str) {
        let call = server::worker::call(&self.app);
        let due = app::accounts::serve(&call, "test", Mode::Read, (Queue::Inside, 10_000), app::communities::ops::list_due).await;
        for (slug, job) in due.expect("what is due") {
            if slug == community && job.kind == kind {
                server::worker::work(&call, &slug, job).await.expect("it is done");
            }
        }
    }
}

impl Client {
    /// Makes a move with a body that it takes.
    pub async fn step(&self, community: &str, wish: &str, step: &str) -> Answer {
        self.step_with(community, wish, step, body_of(step)).await
    }

    /// Makes a move with this body.
    pub async fn step_with(&self, community: &str, wish: &str, step: &str, body: Value) -> Answer {
        self.post(&format!("/api/v1/communities/{community}/wishes/{wish}/{step}"), body).await
    }

    /// The wish as this person sees it.
    pub async fn wish(&self, community: &str, wish: &str) -> Answer {
        self.get(&format!("/api/v1/communities/{community}/wishes/{wish}")).await
    }
}
