//! Calling back: whoever is not satisfied, and some of the others by lot.

use crate::harness::{Client, HERE, TestApp, at, on_both, start};
use chrono::{TimeDelta, Timelike as _, Weekday};
use serde_json::{Value, json};

async fn to_call(who: &Client) -> Vec<String> {
    let list = who.get(&format!("/api/v1/communities/{HERE}/wishes?to_call_back=true&limit=100")).await.ok();
    list["items"].as_array().unwrap().iter().map(|wish| wish["id"].as_str().unwrap().to_owned()).collect()
}

async fn percent(app: &TestApp, percent: i32) {
    let body = json!({"call_back_percent": percent});
    app.user("admin").await.put(&format!("/api/v1/communities/{HERE}/desk"), body).await.ok();
}

/// When the job of a community is due.
async fn next_draw(app: &TestApp) -> chrono::DateTime<chrono::Utc> {
    let call = server::worker::call(&app.app);
    app.clock.advance(TimeDelta::days(15));
    let due = server::worker::due(&call).await.unwrap();
    app.clock.advance(TimeDelta::days(-15));
    due.into_iter().find(|(slug, job)| slug == HERE && job.kind == "community").unwrap().1.due_at
}

on_both! {
    async fn whoever_is_not_satisfied_is_on_the_desks_list_until_the_outcome_is_written_down(app: TestApp) {
        let [staff, resident] = [app.user("staff").await, app.user("resident").await];
        let wish = app.wish_at(HERE, "unsatisfied").await;
        assert_eq!(to_call(&staff).await, [&*wish]);
        for who in ["staff", "admin"] {
            let told = app.user(who).await.get(&format!("/api/v1/communities/{HERE}/notices")).await.ok();
            assert!(told["items"][0]["said"]["zh"].as_str().unwrap().contains("请打电话回访"), "{who}: {told}");
        }
        // The desk sees the phone again, and the look is on record.
        assert_eq!(staff.wish(HERE, &wish).await.ok()["contact"]["phone"], crate::harness::phone_of("resident"));
        staff.step_with(HERE, &wish, "call_back", json!({"outcome": "no_answer"})).await.ok();
        assert_eq!(to_call(&staff).await, [&*wish], "nobody answered: it stays");
        let body = json!({"outcome": "reached", "grade": 3, "words": "后来修好了"});
        let called = staff.step_with(HERE, &wish, "call_back", body).await.ok();
        assert_eq!((&called["stage"], &called["grade"], &called["call_back"]), (&json!("confirmed"), &json!(1), &json!("done")));
        assert_eq!(to_call(&staff).await, Vec::<String>::new());
        assert_eq!(staff.wish(HERE, &wish).await.ok()["contact"], Value::Null);
        staff.step_with(HERE, &wish, "call_back", json!({"outcome": "declined"})).await.expect(409);
        // What was said on the phone stands beside the grade, with the way it came; the resident reads it.
        let lines = resident.get(&at(&wish, "/events")).await.ok();
        let last = lines["items"].as_array().unwrap().last().unwrap();
        assert_eq!((&last["kind"], &last["outcome"], &last["grade"]), (&json!("called_back"), &json!("reached"), &json!(3)));
        assert_eq!((&last["channel"], &last["words"]), (&json!("phone"), &json!("后来修好了")));
        let page = resident.browser().get(&format!("/c/{HERE}/wishes/{wish}")).await.text;
        assert!(page.contains("回访：联系上了，基本满意"), "{page}");
        // A neighbour sees the card, and nothing of the call.
        let seen = app.user("resident2").await.get(&at(&wish, "/events")).await.ok().to_string();
        assert!(!seen.contains("called_back"), "{seen}");
        let asked = format!("/api/v1/communities/{HERE}/wishes?to_call_back=true");
        app.user("resident2").await.get(&asked).await.expect(403);
        // And a grade that is none or good obliges to nothing.
        app.wish_at(HERE, "confirmed").await;
        assert_eq!(to_call(&staff).await, Vec::<String>::new());
    }

    async fn nobody_checks_the_grade_they_took_down_or_the_work_they_did(app: TestApp) {
        let [staff, admin, volunteer] = [app.user("staff").await, app.user("admin").await, app.user("volunteer").await];
        let record = app.record(HERE, "钱无号").await;
        let category = app.category(HERE, "wish_item").await;
        let new = json!({"kind": "micro_wish", "category": category, "title": "厨房的灯坏了", "text": "看不见", "resident": record, "channel": "desk"});
        let wish = staff.post(&format!("/api/v1/communities/{HERE}/wishes"), new).await.ok()["id"].as_str().unwrap().to_owned();
        staff.step(HERE, &wish, "accept").await.ok();
        volunteer.step(HERE, &wish, "claim").await.ok();
        volunteer.step(HERE, &wish, "deliver").await.ok();
        staff.step_with(HERE, &wish, "confirm", json!({"grade": 2, "channel": "phone"})).await.ok();
        let reached = json!({"outcome": "reached", "grade": 2});
        assert_eq!(staff.step_with(HERE, &wish, "call_back", reached.clone()).await.expect(409).code(), "own_entry");
        volunteer.step_with(HERE, &wish, "call_back", reached.clone()).await.expect(403);
        admin.step_with(HERE, &wish, "call_back", reached.clone()).await.ok();
        // Who brought it at the desk.
        let wish = app.wish_at(HERE, "accepted").await;
        staff.step(HERE, &wish, "claim").await.ok();
        staff.step(HERE, &wish, "deliver").await.ok();
        app.user("resident").await.step_with(HERE, &wish, "confirm", json!({"grade": 1})).await.ok();
        staff.step_with(HERE, &wish, "call_back", reached.clone()).await.expect(403);
        admin.step_with(HERE, &wish, "call_back", reached).await.ok();
    }

    async fn what_is_not_solved_is_taken_up_again_from_the_call(app: TestApp) {
        let staff = app.user("staff").await;
        let wish = app.wish_at(HERE, "unsatisfied").await;
        staff.step_with(HERE, &wish, "reopen", json!({"reason": "灯还是不亮"})).await.expect(422);
        let body = json!({"reason": "灯还是不亮", "channel": "phone"});
        let again = staff.step_with(HERE, &wish, "reopen", body.clone()).await.ok();
        assert_eq!((&again["stage"], &again["call_back"]), (&json!("accepted"), &Value::Null));
        assert_eq!(to_call(&staff).await, Vec::<String>::new(), "it is in hand again, and graded anew");
        // Where nobody is to be called, the desk does not speak for a resident who writes themselves.
        let other = app.wish_at(HERE, "confirmed").await;
        staff.step_with(HERE, &other, "reopen", body).await.expect(403);
    }

    /// Seven days are counted from the closing: neither a lot nor a call begins them anew.
    async fn a_call_back_moves_no_limit_but_what_is_asked_may_be_answered(app: TestApp) {
        app.ring().await;
        percent(&app, 100).await;
        let wish = app.wish_at(HERE, "confirmed").await;
        let closed_at = app.user("resident").await.wish(HERE, &wish).await.ok()["moved_at"].clone();
        let draw = next_draw(&app).await;
        app.clock.set(draw);
        app.ring().await;
        app.clock.advance(TimeDelta::days(1));
        let (staff, resident) = (app.user("staff").await, app.user("resident").await);
        // It was confirmed eight days ago, and somebody is to be called: what they say then counts.
        let asked = resident.wish(HERE, &wish).await.ok();
        assert_eq!(asked["moved_at"], closed_at);
        assert!(asked["can"].as_array().unwrap().contains(&json!("reopen")), "{asked}");
        staff.step_with(HERE, &wish, "call_back", json!({"outcome": "reached", "grade": 5})).await.ok();
        assert_eq!(resident.wish(HERE, &wish).await.ok()["moved_at"], closed_at);
        resident.step(HERE, &wish, "reopen").await.expect(409);
    }

    async fn after_three_tries_without_an_answer_it_may_end(app: TestApp) {
        let staff = app.user("staff").await;
        let wish = app.wish_at(HERE, "unsatisfied").await;
        for tried in 0..3 {
            let gave_up = staff.step_with(HERE, &wish, "call_back", json!({"outcome": "gave_up"})).await;
            assert_eq!(gave_up.expect(409).code(), "too_few_tries", "{tried}");
            // Twice on one day is once.
            staff.step_with(HERE, &wish, "call_back", json!({"outcome": "no_answer"})).await.ok();
            staff.step_with(HERE, &wish, "call_back", json!({"outcome": "no_answer"})).await.ok();
            app.clock.advance(TimeDelta::days(1));
        }
        let staff = app.user("staff").await;
        staff.step_with(HERE, &wish, "call_back", json!({"outcome": "gave_up"})).await.ok();
        assert_eq!(to_call(&staff).await, Vec::<String>::new());
        for (body, field) in [(json!({"outcome": "x"}), "outcome"), (json!({"outcome": "reached"}), "grade"), (json!({"outcome": "reached", "grade": 6}), "grade")] {
            let wish = app.wish_at(HERE, "unsatisfied").await;
            assert_eq!(staff.step_with(HERE, &wish, "call_back", body).await.expect(422).fields(), [field]);
        }
    }

    async fn each_monday_some_of_what_was_closed_in_the_week_before_are_drawn_once(app: TestApp) {
        app.ring().await;
        let staff = app.user("staff").await;
        percent(&app, 40).await;
        let mut closed = Vec::new();
        for _ in 0..5 {
            closed.push(app.wish_at(HERE, "confirmed").await);
        }
        app.wish_at(HERE, "declined").await;
        let draw = next_draw(&app).await;
        let local = draw.with_timezone(&chrono::FixedOffset::east_opt(8 * 3600).unwrap());
        assert_eq!((chrono::Datelike::weekday(&local), local.hour(), local.minute()), (Weekday::Mon, 9, 0));
        app.clock.set(draw - TimeDelta::seconds(1));
        app.ring().await;
        assert_eq!(to_call(&staff).await, Vec::<String>::new());
        app.clock.set(draw);
        app.ring().await;
        let drawn = to_call(&staff).await;
        assert!(drawn.len() == 2 && drawn.iter().all(|id| closed.contains(id)), "{drawn:?} of {closed:?}");
        // Once called back is enough, however often the lot is drawn; what was closed before is not drawn later.
        staff.step_with(HERE, &drawn[0], "call_back", json!({"outcome": "reached", "grade": 5})).await.ok();
        for week in 1..4 {
            app.clock.set(draw + TimeDelta::days(7 * week));
            app.ring().await;
        }
        assert_eq!(to_call(&staff).await, [drawn[1].clone()]);
        let kinds = app.rows("select kind from events where kind = 'call_back_drawn'").await;
        assert_eq!(kinds.len(), 2);
    }

    async fn what_closed_by_itself_is_drawn_as_well(app: TestApp) {
        app.ring().await;
        percent(&app, 100).await;
        let wish = app.wish_at(HERE, "lapsed").await;
        let draw = next_draw(&app).await;
        app.clock.set(draw);
        app.ring().await;
        let staff = app.user("staff").await;
        assert_eq!(to_call(&staff).await, std::slice::from_ref(&wish));
        staff.step_with(HERE, &wish, "call_back", json!({"outcome": "reached", "grade": 2, "words": "没有人来过"})).await.ok();
        assert_eq!(to_call(&staff).await, Vec::<String>::new());
    }

    async fn three_workers_at_once_draw_once_and_months_without_a_server_are_not_gone_through(app: TestApp) {
        app.ring().await;
        percent(&app, 100).await;
        let wish = app.wish_at(HERE, "confirmed").await;
        let draw = next_draw(&app).await;
        app.clock.set(draw);
        let call = server::worker::call(&app.app);
        tokio::join!(server::worker::round(&call), server::worker::round(&call), server::worker::round(&call));
        assert_eq!(to_call(&app.user("staff").await).await, [wish]);
        assert_eq!(app.rows("select kind from events where kind = 'call_back_drawn'").await.len(), 1);
        app.clock.set(start() + TimeDelta::days(100));
        app.ring().await;
        let next = next_draw(&app).await;
        assert!(next > start() + TimeDelta::days(100) && next <= start() + TimeDelta::days(107), "{next}");
    }
}
