//! What is typed at the doors that came after the platform: records, the diary, pauses, call backs, webhooks, tables, posts. It is
//! shown as text on every page that shows it.

use super::{HOSTILE, cleaned, encode, shows, sound};
use crate::harness::{HERE, on_both, post};
use serde_json::json;

const API: &str = "/api/v1/communities/dongyuan";

/// Long enough for every field, and no longer than this.
fn typed(hostile: &str, most: usize) -> String {
    format!("请看{hostile}").chars().take(most).collect()
}

on_both! {
    async fn what_is_heard_of_somebody_is_shown_as_text(app: TestApp) {
        let [grid, staff, resident] = [app.user("grid").await, app.user("staff").await, app.user("resident").await];
        let paused = app.wish_at(HERE, "accepted").await;
        let called = app.wish_at(HERE, "unsatisfied").await;
        for hostile in HOSTILE {
            let words = typed(hostile, 200);
            grid.post(&format!("{API}/diary"), json!({"channel": "visit", "words": words})).await.expect(201);
            shows(&grid.browser().get(&format!("/c/{HERE}/diary")).await, &cleaned(&words));
            let (name, building, door) = (typed(hostile, 30), typed(hostile, 40), typed(hostile, 20));
            let record = json!({"name": name, "building": building, "door": door, "consent": app::communities::model::NOTICE});
            let record = staff.post(&format!("{API}/residents"), record).await.expect(201).json()["id"].as_str().unwrap().to_owned();
            for page in [format!("people/{record}"), format!("my-data?for={record}")] {
                let page = staff.browser().get(&format!("/c/{HERE}/{page}")).await;
                shows(&page, &cleaned(&name));
                shows(&page, &cleaned(&building));
            }
            sound(&staff.browser().get(&format!("/c/{HERE}/file?q={}", encode(&name))).await);
            let reason = json!({"reason": words, "until": "2026-12-20"});
            staff.step_with(HERE, &paused, "pause", reason).await.ok();
            shows(&resident.browser().get(&format!("/c/{HERE}/wishes/{paused}")).await, &cleaned(&words));
            staff.step_with(HERE, &paused, "resume", json!({})).await.ok();
        }
        let words = typed(HOSTILE[0], 200);
        staff.step_with(HERE, &called, "call_back", json!({"outcome": "reached", "grade": 2, "words": words})).await.ok();
        shows(&resident.browser().get(&format!("/c/{HERE}/wishes/{called}")).await, &cleaned(&words));
    }

    async fn what_comes_in_by_a_table_or_names_a_webhook_is_shown_as_text(app: TestApp) {
        let admin = app.user("admin").await;
        for hostile in HOSTILE {
            let cell = |most| format!("\"{}\"", typed(hostile, most).replace('"', "\"\"").replace('\0', ""));
            let table = format!("姓名,楼栋,门牌,本人已同意\n{},{},101,是", cell(30), cell(40));
            let import = app.bring(HERE, "residents", &table).await.ok()["id"].as_str().unwrap().to_owned();
            let page = admin.browser().get(&format!("/c/{HERE}/imports/{import}")).await;
            shows(&page, &cleaned(&typed(hostile, 30)));
            let name = typed(hostile, 20);
            let webhook = json!({"name": name, "url": "https://hooks.example.org/linli"});
            let webhook = admin.post(&format!("{API}/webhooks"), webhook).await.expect(201).json()["id"].as_str().unwrap().to_owned();
            for page in ["messages", "notices/choices"] {
                shows(&admin.browser().get(&format!("/c/{HERE}/{page}")).await, &cleaned(&name));
            }
            admin.delete(&format!("{API}/webhooks/{webhook}")).await.expect(204);
        }
    }

    async fn what_is_typed_around_posts_is_shown_as_text(app: TestApp) {
        let [admin, volunteer, resident] = [app.user("admin").await, app.user("volunteer").await, app.user("resident").await];
        for hostile in HOSTILE {
            let mut says = post();
            for (field, most) in [("title", 40), ("purpose", 300), ("place", 60), ("duties", 600), ("skills", 100)] {
                says[field] = json!(typed(hostile, most));
            }
            let post = app.opened(HERE, says).await;
            let (line, words) = (typed(hostile, 100), typed(hostile, 200));
            let claim = json!({"promise": words, "skills": line, "shown": "whole"});
            let claim = volunteer.post(&format!("{API}/posts/{post}/claims"), claim).await.expect(201).json()["id"].as_str().unwrap().to_owned();
            admin.post(&format!("{API}/claims/{claim}/appoint"), json!({})).await.ok();
            let said = resident.post(&format!("{API}/claims/{claim}/objections"), json!({"words": words})).await.expect(201).json();
            let one = format!("/c/{HERE}/posts/{post}");
            let page = admin.browser().get(&one).await;
            for most in [40, 60, 100, 200] {
                shows(&page, &cleaned(&typed(hostile, most)));
            }
            let answer = json!({"outcome": "overruled", "answer": words});
            admin.post(&format!("{API}/objections/{}/answer", said["id"].as_str().unwrap()), answer).await.ok();
            shows(&resident.browser().get(&one).await, &cleaned(&words));
            for page in ["posts", "my-posts", "my-data"] {
                shows(&volunteer.browser().get(&format!("/c/{HERE}/{page}")).await, &cleaned(&words));
            }
            sound(&admin.browser().get(&format!("{one}/edit")).await);
            volunteer.post(&format!("{API}/claims/{claim}/step_down"), json!({"reason": words})).await.ok();
            shows(&volunteer.browser().get(&one).await, &cleaned(&words));
            let e = encode(hostile);
            for page in [format!("posts?q={e}&kind={e}&grid={e}&day={e}&stage={e}&cursor={e}"), format!("posts/new?preset={e}&like={e}"), format!("posts/{e}"), format!("roster/{e}")] {
                sound(&admin.browser().get(&format!("/c/{HERE}/{page}")).await);
            }
        }
    }

    async fn what_is_said_of_a_shift_is_shown_as_text(app: TestApp) {
        let claim = app.in_service(HERE).await;
        app.clock.advance(chrono::TimeDelta::days(2));
        let [volunteer, staff] = [app.user("volunteer").await, app.user("staff").await];
        let missed = json!({"from": "2026-11-04T16:00:00+08:00"});
        let missed = staff.post(&format!("{API}/claims/{claim}/miss"), missed).await.expect(201).json()["id"].as_str().unwrap().to_owned();
        for (hour, hostile) in HOSTILE.iter().enumerate() {
            let words = typed(hostile, 200);
            let (from, to) = (format!("{:02}:{:02}", hour / 4, hour % 4 * 15), format!("{:02}:{:02}", hour / 4, hour % 4 * 15 + 1));
            let body = json!({"day": "2026-11-04", "from": from, "to": to, "note": words});
            let shift = volunteer.post(&format!("{API}/claims/{claim}/hours"), body).await.expect(201).json()["id"].as_str().unwrap().to_owned();
            shows(&staff.browser().get(&format!("/c/{HERE}/shifts")).await, &cleaned(&words));
            staff.post(&format!("{API}/shifts/{shift}/dispute"), json!({"reason": words})).await.ok();
            shows(&volunteer.browser().get(&format!("/c/{HERE}/my-shifts")).await, &cleaned(&words));
            shows(&volunteer.browser().get(&format!("/c/{HERE}/my-data")).await, &cleaned(&words));
            volunteer.post(&format!("{API}/shifts/{shift}/withdraw"), json!({})).await.ok();
            volunteer.post(&format!("{API}/shifts/{missed}/explain"), json!({"word": words})).await.ok();
            shows(&staff.browser().get(&format!("/c/{HERE}/shifts?stage=missed")).await, &cleaned(&words));
        }
    }
}
