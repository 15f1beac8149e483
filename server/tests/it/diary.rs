//! The diary: noting, reading, making orders of it.

use crate::harness::{Client, HERE, THERE, TestApp, name_of, on_both};
use chrono::TimeDelta;
use serde_json::{Value, json};

const DIARY: &str = "/api/v1/communities/dongyuan/diary";
const SAID: &str = "灯坏了，想请人换一盏\n晚上看不见，不急。";

async fn note(who: &Client, resident: &str) -> Value {
    who.post(DIARY, json!({"resident": resident, "channel": "visit", "words": SAID})).await.ok()
}

async fn turn(app: &TestApp, who: &Client, entry: &Value, category: &str) -> crate::harness::Answer {
    let category = app.category(HERE, category).await;
    who.post(&format!("{DIARY}/{}/turn", entry["id"].as_str().unwrap()), json!({"category": category})).await
}

on_both! {
    async fn what_was_heard_at_a_door_is_read_by_those_who_file_and_by_nobody_else(app: TestApp) {
        let [grid, staff] = [app.user("grid").await, app.user("staff").await];
        let record = app.record(HERE, "钱无号").await;
        let entry = note(&grid, &record).await;
        assert_eq!((&entry["author"], &entry["resident"], &entry["channel"]), (&json!(name_of("grid")), &json!("钱**"), &json!("visit")));
        assert_eq!((&entry["words"], &entry["wish"], &entry["can_turn"]), (&json!(SAID), &Value::Null, &json!(true)));
        let nobodys = note(&grid, "").await;
        assert_eq!((&nobodys["resident"], &nobodys["can_turn"]), (&Value::Null, &json!(false)));
        let read = staff.get(DIARY).await.ok();
        assert_eq!(read["items"], json!([nobodys, entry]));
        let about = staff.get(&format!("{DIARY}?resident={record}")).await.ok();
        assert_eq!(about["items"], json!([entry]));
        let page = staff.browser().get(&format!("/c/{HERE}/diary?for={record}")).await;
        assert!(page.expect(200).text.contains("想请人换一盏") && page.text.contains("记的是：钱**"), "{}", page.text);
        app.user("volunteer").await.get(DIARY).await.expect(403);
        app.user("there.grid").await.get(DIARY).await.expect(404);
        app.user("there.grid").await.browser().get(&format!("/c/{THERE}/diary?for={record}")).await.expect(404);
    }

    async fn one_press_makes_an_order_of_it_once_by_the_way_it_came(app: TestApp) {
        let grid = app.user("grid").await;
        let record = app.record(HERE, "钱无号").await;
        let entry = note(&grid, &record).await;
        let wish = turn(&app, &grid, &entry, "wish_item").await.expect(201).json();
        assert_eq!((&wish["title"], &wish["text"]), (&json!("灯坏了，想请人换一盏"), &json!(SAID)));
        let events = grid.get(&format!("/api/v1/communities/{HERE}/wishes/{}/events", wish["id"].as_str().unwrap())).await.ok();
        assert_eq!((&events["items"][0]["kind"], &events["items"][0]["channel"]), (&json!("placed"), &json!("visit")));
        let read = grid.get(DIARY).await.ok();
        assert_eq!((&read["items"][0]["wish"], &read["items"][0]["can_turn"]), (&wish["id"], &json!(false)));
        turn(&app, &grid, &entry, "wish_item").await.expect(403);
        assert_eq!(app.count("wishes").await, 1);
    }

    async fn what_is_sent_twice_under_one_key_is_noted_and_ordered_once(app: TestApp) {
        let record = app.record(HERE, "钱无号").await;
        let grid = app.user("grid").await.with("idempotency-key", "noted-once");
        let (first, second) = (note(&grid, &record).await, note(&grid, &record).await);
        assert_eq!((&first, app.count("diary").await), (&second, 1));
        let grid = app.user("grid").await.with("idempotency-key", "ordered-once");
        let first = turn(&app, &grid, &first, "wish_item").await.expect(201).json();
        let second = turn(&app, &grid, &second, "wish_item").await.expect(201).json();
        assert_eq!((first["id"] == second["id"], app.count("wishes").await), (true, 1));
    }

    async fn of_many_who_press_at_once_one_makes_the_order(app: TestApp) {
        let record = app.record(HERE, "钱无号").await;
        let entry = note(&app.user("grid").await, &record).await;
        let mut pressing = tokio::task::JoinSet::new();
        for login in ["grid", "staff", "admin", "grid", "staff", "admin"] {
            let (app, who, entry) = (app.clone(), app.user(login).await, entry.clone());
            pressing.spawn(async move { turn(&app, &who, &entry, "wish_item").await.status });
        }
        let done = pressing.join_all().await;
        assert_eq!(done.iter().filter(|status| **status == 201).count(), 1, "{done:?}");
        assert!(done.iter().all(|status| [201, 403, 409].contains(status)), "{done:?}");
        assert_eq!(app.count("wishes").await, 1, "the orders of the others were undone");
    }

    async fn nobody_makes_an_order_for_themselves_or_for_nobody_by_it(app: TestApp) {
        let [grid, staff] = [app.user("grid").await, app.user("staff").await];
        let nobodys = note(&grid, "").await;
        turn(&app, &grid, &nobodys, "wish_item").await.expect(403);
        // Staff who are residents as well.
        let path = format!("/api/v1/communities/{HERE}/members/{}", app.member_id("staff").await);
        app.user("admin").await.patch(&path, json!({"roles": ["resident", "staff"]})).await.ok();
        let own = note(&grid, &app.member_id("staff").await).await;
        turn(&app, &staff, &own, "wish_item").await.expect(403);
        turn(&app, &grid, &own, "wish_item").await.expect(201);
    }

    async fn a_month_is_summed_up_and_begins_where_the_community_is(app: TestApp) {
        let grid = app.user("grid").await;
        let record = app.record(HERE, "钱无号").await;
        let entry = note(&grid, &record).await;
        turn(&app, &grid, &entry, "wish_item").await.expect(201);
        note(&grid, &record).await;
        grid.post(DIARY, json!({"channel": "phone", "words": "问候一下"})).await.ok();
        let november = grid.get(DIARY).await.ok();
        assert_eq!(november["summary"], json!({"by_way": [["visit", 2], ["phone", 1]], "entries": 3, "people": 1, "turned": 1}));
        // The first of December, a second after midnight there.
        app.clock.set("2026-11-30T16:00:01Z".parse().unwrap());
        let grid = app.user("grid").await;
        note(&grid, &record).await;
        assert_eq!(grid.get(DIARY).await.ok()["summary"]["entries"], 1);
        assert_eq!(grid.get(&format!("{DIARY}?month=2026-11")).await.ok()["summary"]["entries"], 3);
        grid.get(&format!("{DIARY}?month=x")).await.expect(422);
    }

    async fn a_long_month_goes_on_on_the_next_page(app: TestApp) {
        let grid = app.user("grid").await;
        for _ in 0..51 {
            app.clock.advance(TimeDelta::seconds(1));
            note(&grid, "").await;
        }
        let first = grid.get(DIARY).await.ok();
        assert_eq!((first["items"].as_array().unwrap().len(), &first["summary"]["entries"]), (50, &json!(51)));
        let second = grid.get(&format!("{DIARY}?cursor={}", first["next"].as_str().unwrap())).await.ok();
        assert_eq!((second["items"].as_array().unwrap().len(), &second["next"]), (1, &Value::Null));
        assert!(!first["items"].as_array().unwrap().contains(&second["items"][0]));
    }

    async fn what_does_not_read_is_named(app: TestApp) {
        let grid = app.user("grid").await;
        for (body, field) in [
            (json!({"channel": "visit", "words": "好"}), "words"),
            (json!({"channel": "visit", "words": "灯".repeat(301)}), "words"),
            (json!({"channel": "web", "words": SAID}), "channel"),
            (json!({"channel": "visit", "words": SAID, "resident": app.member_id("there.resident").await}), "resident"),
            (json!({"channel": "visit", "words": SAID, "resident": "x"}), "resident"),
        ] {
            assert_eq!(grid.post(DIARY, body.clone()).await.expect(422).fields(), [field], "{body}");
        }
        let record = app.record(HERE, "钱无号").await;
        let entry = note(&grid, &record).await;
        let foreign = app.category(THERE, "wish_item").await;
        let path = format!("{DIARY}/{}/turn", entry["id"].as_str().unwrap());
        assert_eq!(grid.post(&path, json!({"category": foreign})).await.expect(422).fields(), ["category"]);
        let (page, id) = (format!("/c/{HERE}/diary?do=diary.turn"), entry["id"].as_str().unwrap());
        let form = grid.form(&page, &[("community", HERE), ("entry", id), ("category", "")]).await;
        assert!(form.expect(422).text.contains("请从列表里选一类"), "{}", form.text);
    }
}
