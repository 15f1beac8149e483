//! What an admin sets: opening hours and limits. Both count for what begins after them, and no clock that runs is moved.

use crate::harness::{HERE, TestApp, on_both, start};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

/// A wish of this category, placed now: when its answer is due.
async fn answer_by(app: &TestApp, kind: &str, category: &str) -> (String, DateTime<Utc>) {
    let new = json!({"kind": kind, "category": app.category(HERE, category).await, "title": "厨房的灯坏了", "text": "请来修"});
    let placed = app.user("resident").await.post(&format!("/api/v1/communities/{HERE}/wishes"), new).await.expect(201).json();
    (placed["id"].as_str().unwrap().to_owned(), placed["clock"]["answer_by"].as_str().unwrap().parse().unwrap())
}

fn nearly(one: DateTime<Utc>, other: DateTime<Utc>) -> bool {
    (one - other).abs() < TimeDelta::seconds(1)
}

fn week(monday: &str, others: &str) -> Value {
    json!({"mon": monday, "tue": others, "wed": others, "thu": others, "fri": others})
}

on_both! {
    async fn other_opening_hours_count_for_what_is_placed_after_them(app: TestApp) {
        let admin = app.user("admin").await;
        let hours = format!("/api/v1/communities/{HERE}/hours");
        // Monday, a quarter past twelve: open until now, closed for lunch from now on.
        let noon = start() + TimeDelta::minutes(3 * 60 + 15);
        app.clock.set(noon);
        let (before, due) = answer_by(&app, "question", "ask_policy").await;
        assert!(nearly(due, noon + TimeDelta::minutes(5)), "{due}");
        let set = admin.put(&hours, week("8：30至12：00，13:30-17:30", "08:30-17:30")).await.ok();
        assert_eq!(set["hours"][0], json!([{"from": "08:30:00", "to": "12:00:00"}, {"from": "13:30:00", "to": "17:30:00"}]));
        let (_, due) = answer_by(&app, "question", "ask_policy").await;
        assert!(nearly(due, start() + TimeDelta::minutes(4 * 60 + 35)), "{due}");
        // A pause is counted anew from the history; what ran goes by the old hours still.
        let until = (noon + TimeDelta::minutes(2)).to_rfc3339();
        let paused = app.user("staff").await.step_with(HERE, &before, "pause", json!({"reason": "在等回话", "until": until})).await.ok();
        let due: DateTime<Utc> = paused["clock"]["answer_by"].as_str().unwrap().parse().unwrap();
        assert!(nearly(due, noon + TimeDelta::minutes(7)), "{due}");
        let home = app.anonymous().get(&format!("/c/{HERE}")).await;
        assert!(home.text.contains("周一 08:30-12:00、13:30-17:30；周二至周五 08:30-17:30"), "{}", home.text);
        assert_eq!(app.rows("select kind from events where kind = 'hours_set'").await.len(), 1);
    }

    async fn hours_that_make_no_sense_are_named_beside_their_day_and_nothing_changes(app: TestApp) {
        let admin = app.user("admin").await;
        let hours = format!("/api/v1/communities/{HERE}/hours");
        let before = app.dump().await;
        for (monday, friday, fields, code) in [
            ("8:30-12:00, 11:00-17:30", "", vec!["mon"], "overlap"),
            ("上午", "17:30-08:30", vec!["mon", "fri"], "hours"),
            ("12:00-12:00", "", vec!["mon"], "backwards"),
            ("", "", vec!["mon"], "never_open"),
        ] {
            let answer = admin.put(&hours, json!({"mon": monday, "fri": friday})).await;
            assert_eq!(answer.expect(422).fields(), fields, "{monday} {friday}");
            assert_eq!(answer.json()["errors"][0]["code"], code);
        }
        admin.put(&hours, json!({"monday": "8:30-12:00"})).await.expect(422);
        assert_eq!(app.dump().await, before);
        let page = format!("/c/{HERE}/settings?do=communities.set_hours");
        let kept = admin.form(&page, &[("community", HERE), ("mon", "8:30-12:00, 11:00-17:30"), ("sat", "9:00-10:00")]).await;
        assert!(kept.expect(422).text.contains("和前一段重叠了") && kept.text.contains("9:00-10:00"), "{}", kept.text);
    }

    async fn what_is_set_twice_stands_as_it_was_set_and_both_are_on_record(app: TestApp) {
        let admin = app.user("admin").await;
        let (hours, category) = (format!("/api/v1/communities/{HERE}/hours"), app.category(HERE, "home_repair").await);
        let limits = format!("/api/v1/communities/{HERE}/categories/{category}/limits");
        let body = json!({"answer": {"amount": 20, "unit": "minute"}, "deliver": {"amount": 10, "unit": "hour"}});
        let day = week("08:30-12:00", "08:30-17:30");
        assert_eq!(admin.put(&hours, day.clone()).await.ok(), admin.put(&hours, day.clone()).await.ok());
        assert_eq!(admin.put(&limits, body.clone()).await.ok(), admin.put(&limits, body.clone()).await.ok());
        let set = "select kind from events where kind in ('hours_set', 'limits_set')";
        assert_eq!(app.rows(set).await.len(), 4);
        // Under one key it happens once.
        let admin = admin.with("idempotency-key", "hours-once");
        assert_eq!(admin.put(&hours, day.clone()).await.ok(), admin.put(&hours, day).await.ok());
        assert_eq!(app.rows(set).await.len(), 5);
    }

    async fn shorter_days_may_not_make_limits_laxer_than_the_districts(app: TestApp) {
        let admin = app.user("admin").await;
        let category = app.category(HERE, "wish_item").await;
        let path = format!("/api/v1/communities/{HERE}/categories/{category}/limits");
        let body = json!({"answer": {"amount": 9, "unit": "open_hour"}, "deliver": {"amount": 7, "unit": "day"}});
        admin.put(&path, body).await.ok();
        let hours = format!("/api/v1/communities/{HERE}/hours");
        let refused = admin.put(&hours, week("9:00-11:00", "9:00-11:00")).await;
        assert_eq!(refused.expect(409).code(), "hours_too_short");
        assert!(refused.text.contains("添一件小东西"), "{}", refused.text);
        admin.put(&hours, week("8:30-17:30", "8:30-17:30")).await.ok();
    }

    async fn limits_may_be_stricter_and_never_laxer_and_are_on_record(app: TestApp) {
        let admin = app.user("admin").await;
        let category = app.category(HERE, "home_repair").await;
        let path = format!("/api/v1/communities/{HERE}/categories/{category}/limits");
        let body = |answer: i64, unit: &str, deliver: i64| json!({"answer": {"amount": answer, "unit": unit}, "deliver": {"amount": deliver, "unit": "minute"}});
        app.clock.set(start());
        let (running, _) = answer_by(&app, "service_order", "home_repair").await;
        let before = app.dump().await;
        for (bad, fields) in [
            (body(0, "minute", 60), vec!["answer"]),
            (body(-5, "minute", 60), vec!["answer"]),
            (body(31, "minute", 60), vec!["answer"]),
            (body(30, "minute", 1441), vec!["deliver"]),
            (body(5, "open_minute", 60), vec!["answer"]),
            (body(5, "week", 60), vec!["answer_unit"]),
            (body(0, "minute", 9_999_999), vec!["answer", "deliver"]),
        ] {
            let answer = admin.put(&path, bad.clone()).await;
            assert_eq!(answer.expect(422).fields(), fields, "{bad}");
        }
        assert_eq!(app.dump().await, before);
        let page = format!("/c/{HERE}/settings?category={category}&do=communities.set_limits");
        let fields = [("community", HERE), ("category", &*category), ("answer", "45"), ("answer_unit", "minute"), ("deliver", "60"), ("deliver_unit", "minute")];
        let kept = admin.form(&page, &fields).await;
        assert!(kept.expect(422).text.contains("区里的标准是：30 分钟") && kept.text.contains("value=\"45\""), "{}", kept.text);
        let set = admin.put(&path, body(20, "minute", 600)).await.ok();
        assert_eq!(set["limits"], json!({"answer": {"amount": 20, "unit": "minute"}, "deliver": {"amount": 600, "unit": "minute"}}));
        let now = app.clock.now();
        let (_, due) = answer_by(&app, "service_order", "home_repair").await;
        assert!((due - now - TimeDelta::minutes(20)).abs() < TimeDelta::seconds(2), "{due}");
        let clock = app.user("resident").await.wish(HERE, &running).await.ok()["clock"].clone();
        let due: DateTime<Utc> = clock["answer_by"].as_str().unwrap().parse().unwrap();
        assert!(nearly(due, start() + TimeDelta::minutes(30)), "{due}");
        assert_eq!(app.rows("select kind from events where subject_kind = 'category'").await, ["limits_set"]);
        let page = admin.browser().get(&format!("/c/{HERE}/settings")).await;
        assert!(page.text.contains("20 分钟内答复") && page.text.contains("区里的标准：30 分钟"), "{}", page.text);
    }
}
