//! Where posts are missing: wishes that nobody took or that came late, and a post drafted from them.

use crate::harness::{HERE, THERE, TestApp, on_both};
use chrono::TimeDelta;
use serde_json::{Value, json};

const API: &str = "/api/v1/communities/dongyuan";

async fn needs(app: &TestApp) -> Vec<Value> {
    app.user("admin").await.get(&format!("{API}/posts/needs")).await.ok()["items"].as_array().unwrap().clone()
}

/// What a row counts: nobody took, came late.
fn counts(row: &Value) -> (u64, u64) {
    (row["unclaimed"].as_u64().unwrap(), row["late"].as_u64().unwrap())
}

/// Days go by, and whoever is to be told is told.
async fn days(app: &TestApp, days: i64) {
    app.clock.advance(TimeDelta::days(days));
    app.ring().await;
}

on_both! {
    async fn what_nobody_took_and_what_came_late_stands_by_service_grid_and_hours(app: TestApp) {
        assert_eq!(needs(&app).await, Vec::<Value>::new());
        // Of one resident's: two that nobody takes, one that comes late, one in time, one taken back at once.
        for stage in ["accepted", "accepted", "claimed", "confirmed", "withdrawn"] {
            app.wish_at(HERE, stage).await;
        }
        app.wish_at(THERE, "accepted").await;
        assert_eq!(needs(&app).await, Vec::<Value>::new(), "all of it may still be done in time");
        days(&app, 12).await;
        let rows = needs(&app).await;
        assert_eq!(rows.len(), 1, "{rows:?}");
        let row = &rows[0];
        assert_eq!((counts(row), &row["category_name"]["zh"], &row["grid"]), ((2, 1), &json!("添一件小东西"), &Value::Null));
        // Monday at nine.
        assert_eq!((&row["hour"], &row["days"]), (&json!(8), &json!(["mon"])));

        // The same at another hour, of somebody in a grid, is another row.
        app.rows("update memberships set grid_id = (select id from grids where grids.tenant_id = memberships.tenant_id order by id limit 1) returning name").await;
        app.clock.advance(TimeDelta::hours(8));
        app.wish_at(HERE, "accepted").await;
        days(&app, 12).await;
        let rows = needs(&app).await;
        assert_eq!(rows.iter().map(counts).collect::<Vec<_>>(), [(2, 1), (1, 0)], "{rows:?}");
        assert!(rows.iter().all(|row| row["grid_name"]["zh"].is_string()), "{rows:?}");
        assert_ne!(rows[0]["hour"], rows[1]["hour"]);

        // After ninety days it is history.
        days(&app, 90).await;
        assert_eq!(needs(&app).await, Vec::<Value>::new());
    }

    async fn one_click_drafts_a_post_that_says_why(app: TestApp) {
        app.wish_at(HERE, "accepted").await;
        app.wish_at(HERE, "claimed").await;
        days(&app, 12).await;
        let row = needs(&app).await.remove(0);
        let at = json!({"category": row["category"], "hour": row["hour"].to_string()});
        let admin = app.user("admin").await;
        let draft = admin.post(&format!("{API}/posts/needs"), at.clone()).await.expect(201).json();
        assert_eq!((&draft["stage"], &draft["kind"], &draft["title"]), (&json!("draft"), &json!("own"), &json!("添一件小东西岗")));
        assert_eq!(draft["purpose"], "近 90 天的“添一件小东西”（全社区，08:00-10:00下单）：1 单没人接，1 单办晚了。");
        // It stands nowhere until an admin opens it.
        let board = app.anonymous().get(&format!("{API}/posts")).await.ok();
        assert_eq!(board["items"], json!([]));

        // By the page, without scripts: in the reader's language, and on to where it is changed.
        let english = admin.with("accept-language", "en");
        let page = english.browser().get(&format!("/c/{HERE}/posts/needs")).await;
        assert!(page.expect(200).text.contains("Draft a post") && page.text.contains("A small thing for the home"), "{}", page.text);
        let (category, hour) = (row["category"].as_str().unwrap(), row["hour"].to_string());
        let form = [("community", HERE), ("category", category), ("grid", ""), ("hour", &*hour)];
        let sent = english.form(&format!("/c/{HERE}/posts/needs?do=posts.draft"), &form).await;
        let to = sent.expect(303).header("location").to_owned();
        assert!(to.starts_with(&format!("/c/{HERE}/posts/")) && to.ends_with("/edit"), "{to}");
        let edit = english.browser().get(&to).await;
        assert!(edit.expect(200).text.contains("of the last 90 days") && edit.text.contains("value=\"08:00-10:00\""), "{}", edit.text);

        // What is no row, or none any more, is said, and nothing is drafted.
        let posts = app.count("posts").await;
        for wrong in [json!({}), json!({"category": category, "hour": "4"}), json!({"category": category, "hour": "9"})] {
            assert_eq!(admin.post(&format!("{API}/posts/needs"), wrong).await.expect(409).code(), "need_gone");
        }
        days(&app, 90).await;
        let later = app.user("admin").await.with("accept-language", "en");
        let gone = later.form(&format!("/c/{HERE}/posts/needs?do=posts.draft"), &form).await;
        assert!(gone.expect(409).text.contains("This row is gone"), "{}", gone.text);
        assert_eq!(app.count("posts").await, posts);
    }
}
