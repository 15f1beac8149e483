//! Clocks through REST: when something is due, what moves that and what does not.

use crate::harness::{Client, HERE, TestApp, on_both, start};
use app::kernel::db::Mode;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};

async fn place(app: &TestApp, who: &Client, kind: &str, category: &str) -> Value {
    let category = app.category(HERE, category).await;
    let new = json!({"kind": kind, "category": category, "title": "厨房的灯坏了", "text": "请来修"});
    who.post(&format!("/api/v1/communities/{HERE}/wishes"), new).await.expect(201).json()
}

fn time(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap_or_else(|| panic!("{value} is no time")).parse().unwrap()
}

/// A local time of the harness's community, in November 2026.
fn local(text: &str) -> DateTime<Utc> {
    format!("2026-11-{text}:00+08:00").parse::<DateTime<chrono::FixedOffset>>().unwrap().to_utc()
}

async fn clock(who: &Client, wish: &Value) -> Value {
    who.wish(HERE, wish["id"].as_str().unwrap()).await.ok()["clock"].clone()
}

async fn ids(who: &Client, query: &str) -> Vec<String> {
    let page = who.get(&format!("/api/v1/communities/{HERE}/wishes?{query}")).await.ok();
    page["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

on_both! {
    async fn each_kind_has_its_limits_and_a_working_day_is_one_of_the_community(app: TestApp) {
        let resident = app.user("resident").await;
        // Friday afternoon, here.
        app.clock.set(local("20T15:00"));
        for (kind, category, answer) in [
            ("question", "ask_policy", local("20T15:05")),
            ("service_order", "home_repair", local("20T15:30")),
            ("service_order", "urgent_help", local("20T15:05")),
            ("micro_wish", "wish_item", local("23T15:00")),
        ] {
            let late = place(&app, &resident, kind, category).await;
            let due = time(&late["clock"]["answer_by"]);
            assert!((due - answer).abs() < TimeDelta::seconds(1), "{category}: {due}");
            assert_eq!((&late["clock"]["deliver_by"], &late["clock"]["paused"]), (&Value::Null, &json!(false)));
        }
        // After hours a question waits for the morning; on Monday, because that is when the desk opens.
        app.clock.set(local("20T20:00"));
        let late = place(&app, &resident, "question", "ask_policy").await;
        assert_eq!(time(&late["clock"]["answer_by"]), local("23T08:35"));
        let said = resident.browser().get(&format!("/c/{HERE}/wishes/{}", late["id"].as_str().unwrap())).await;
        assert!(said.text.contains("还剩 2 天 12 小时") && said.text.contains("等工作人员答复"), "{}", said.text);
    }

    async fn a_holiday_that_is_entered_counts_for_what_is_placed_after_it(app: TestApp) {
        let resident = app.user("resident").await;
        app.clock.set(local("20T20:00"));
        let before = place(&app, &resident, "question", "ask_policy").await;
        let monday: NaiveDate = "2026-11-23".parse().unwrap();
        let input = ("east".to_owned(), monday, false);
        app::accounts::serve(&app.operator(), "test", Mode::Write, input, app::communities::ops::set_holiday).await.unwrap();
        let after = place(&app, &resident, "question", "ask_policy").await;
        assert_eq!(time(&clock(&resident, &before).await["answer_by"]), local("23T08:35"));
        assert_eq!(time(&after["clock"]["answer_by"]), local("24T08:35"));
    }

    async fn comments_and_looks_move_no_clock_and_reopening_starts_the_second_anew(app: TestApp) {
        let wish = app.wish_at(HERE, "claimed").await;
        let [resident, staff, volunteer] = [app.user("resident").await, app.user("staff").await, app.user("volunteer").await];
        let wish = json!({"id": wish});
        let id = wish["id"].as_str().unwrap();
        let before = clock(&resident, &wish).await;
        app.clock.advance(TimeDelta::hours(5));
        staff.step(HERE, id, "comment").await.ok();
        staff.wish(HERE, id).await.ok();
        assert_eq!(app.rows("select kind from events where kind = 'looked'").await.len(), 1, "the desk saw the door");
        volunteer.step(HERE, id, "release").await.ok();
        volunteer.step(HERE, id, "claim").await.ok();
        let after = clock(&resident, &wish).await;
        assert_eq!(after["deliver_by"], before["deliver_by"]);
        let passed = before["remaining_s"].as_i64().unwrap() - after["remaining_s"].as_i64().unwrap();
        assert!((5 * 3600..5 * 3600 + 5).contains(&passed), "{passed}");
        volunteer.step(HERE, id, "deliver").await.ok();
        assert_eq!(clock(&resident, &wish).await["remaining_s"], Value::Null);
        resident.step(HERE, id, "reopen").await.ok();
        let anew = clock(&resident, &wish).await;
        let from_now = time(&anew["deliver_by"]) - app.clock.now();
        assert!((from_now - TimeDelta::days(7)).abs() < TimeDelta::seconds(1), "{from_now}");
    }

    async fn a_pause_moves_the_end_and_the_resident_reads_why(app: TestApp) {
        let wish = app.wish_at(HERE, "claimed").await;
        let [resident, staff] = [app.user("resident").await, app.user("staff").await];
        let wish = json!({"id": wish});
        let id = wish["id"].as_str().unwrap();
        let before = time(&clock(&resident, &wish).await["deliver_by"]);
        let now = app.clock.now();
        let body = json!({"reason": "在等一个配件", "until": (now + TimeDelta::days(3)).to_rfc3339()});
        let paused = staff.step_with(HERE, id, "pause", body).await.ok();
        assert_eq!((&paused["clock"]["paused"], &paused["stage"]), (&json!(true), &json!("claimed")));
        let moved = time(&paused["clock"]["deliver_by"]) - before;
        assert!((moved - TimeDelta::days(3)).abs() < TimeDelta::seconds(1), "{moved}");
        let page = resident.browser().get(&format!("/c/{HERE}/wishes/{id}")).await;
        assert!(page.text.contains("在等一个配件") && page.text.contains("暂停计时"), "{}", page.text);
        app.clock.advance(TimeDelta::days(1));
        let resumed = staff.step(HERE, id, "resume").await.ok();
        assert_eq!(resumed["clock"]["paused"], false);
        let moved = time(&resumed["clock"]["deliver_by"]) - before;
        assert!((moved - TimeDelta::days(1)).abs() < TimeDelta::seconds(1), "{moved}");
    }

    async fn a_pause_without_a_reason_in_the_past_or_for_ever_is_refused_beside_its_field(app: TestApp) {
        let wish = app.wish_at(HERE, "claimed").await;
        let before = app.standing(&wish).await;
        let staff = app.user("staff").await;
        let day = |days| (start() + TimeDelta::days(days)).date_naive().to_string();
        for (reason, until, fields) in [
            ("", day(3), vec!["reason"]),
            ("在等配件", day(-1), vec!["until"]),
            ("在等配件", day(0), vec!["until"]),
            ("在等配件", day(90), vec!["until"]),
            ("在等配件", "明天".to_owned(), vec!["until"]),
            ("", String::new(), vec!["reason", "until"]),
        ] {
            let answer = staff.step_with(HERE, &wish, "pause", json!({"reason": reason, "until": until})).await;
            assert_eq!(answer.expect(422).fields(), fields, "{reason} {until}");
        }
        assert_eq!(app.standing(&wish).await, before);
        let page = format!("/c/{HERE}/wishes/{wish}?do=wishes.pause");
        let fields = [("community", HERE), ("wish", &*wish), ("reason", "在等一个配件"), ("until", "2026-01-01")];
        let kept = staff.browser().form(&page, &fields).await;
        assert!(kept.expect(422).text.contains("在等一个配件") && kept.text.contains("最多 60 天"), "{}", kept.text);
    }

    async fn the_soonest_limit_comes_first_page_after_page_and_the_late_are_found(app: TestApp) {
        let [resident, staff] = [app.user("resident").await, app.user("staff").await];
        app.clock.set(local("20T10:00"));
        let mut soonest = Vec::new();
        for (kind, category) in [
            ("micro_wish", "wish_item"),
            ("question", "ask_policy"),
            ("service_order", "home_repair"),
            ("micro_wish", "wish_item"),
            ("question", "ask_policy"),
        ] {
            let wish = place(&app, &resident, kind, category).await;
            soonest.push((time(&wish["clock"]["answer_by"]), wish["id"].as_str().unwrap().to_owned()));
        }
        let done = app.wish_at(HERE, "confirmed").await;
        soonest.sort();
        let expected: Vec<String> = soonest.iter().map(|(_, id)| id.clone()).chain([done]).collect();
        let mut seen: Vec<String> = Vec::new();
        // Pages of two. The last of the first page is taken on meanwhile, so that its limit moves far away.
        let mut cursor = String::new();
        for page in 1..=4 {
            let list = staff.get(&format!("/api/v1/communities/{HERE}/wishes?soonest_first=true&limit=2{cursor}")).await.ok();
            seen.extend(list["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()));
            cursor = list["next"].as_str().map_or(String::new(), |next| format!("&cursor={next}"));
            assert_eq!(cursor.is_empty(), page == 4);
            if page == 1 {
                staff.step(HERE, &expected[1], "accept").await.ok();
            }
        }
        // It is met again where it stands now, and nothing is left out.
        let again = [&expected[..5], &expected[1..2], &expected[5..]].concat();
        assert_eq!(seen, again);
        assert!(ids(&staff, "overdue=true").await.is_empty());
        app.clock.set(local("20T10:20"));
        assert_eq!(ids(&staff, "overdue=true&soonest_first=true").await, expected[..1]);
        let desk = staff.browser().get(&format!("/c/{HERE}/desk?overdue=1")).await;
        assert!(desk.text.contains("已超时 15 分钟") || desk.text.contains("已超时 14 分钟"), "{}", desk.text);
        staff.get(&format!("/api/v1/communities/{HERE}/wishes?overdue=perhaps")).await.expect(422);
    }
}
