//! Every move × every stage × every reader.

use crate::harness::{HERE, MOVES, STAGES, THERE, at, body, legal, on_both, start, texts};
use serde_json::json;

/// Everybody who could try; the harness lets `volunteer` hold what is held and `resident` place it.
const READERS: [&str; 11] =
    ["resident", "resident2", "volunteer", "volunteer2", "merchant", "grid", "staff", "admin", "unverified", "outsider", "there.staff"];

/// Whether this reader may make the move in this stage, were the stage to allow it.
fn may(who: &str, stage: &str, step: &str) -> bool {
    let desk = ["staff", "admin"].contains(&who);
    let holds = who == "volunteer" && ["claimed", "delivered", "confirmed", "lapsed"].contains(&stage);
    match step {
        "accept" | "decline" | "dispatch" | "pause" | "resume" | "call_back" => desk,
        "claim" => ["volunteer", "volunteer2", "merchant", "staff"].contains(&who),
        "release" | "deliver" => desk || holds,
        "confirm" | "reopen" | "withdraw" => who == "resident",
        _ => desk || holds || who == "resident",
    }
}

/// Whether this reader sees the wish at all.
fn sees(who: &str, stage: &str) -> bool {
    match who {
        "resident" | "staff" | "admin" => true,
        "unverified" | "outsider" | "there.staff" => false,
        _ => !["placed", "declined", "withdrawn"].contains(&stage),
    }
}

/// Who makes the move in the ordinary course.
fn usual(step: &str) -> &'static str {
    match step {
        "accept" | "decline" | "dispatch" | "pause" | "resume" | "call_back" => "staff",
        "claim" | "release" | "deliver" => "volunteer",
        _ => "resident",
    }
}

/// Where a move leads.
fn leads_to(step: &str, stage: &'static str) -> &'static str {
    match step {
        "accept" | "release" | "reopen" => "accepted",
        "decline" => "declined",
        "claim" | "dispatch" => "claimed",
        "deliver" => "delivered",
        "confirm" => "confirmed",
        "withdraw" => "withdrawn",
        _ => stage,
    }
}

/// What the history calls it.
fn happened(step: &str) -> &'static str {
    match step {
        "accept" => "accepted",
        "decline" => "declined",
        "claim" => "claimed",
        "dispatch" => "dispatched",
        "release" => "released",
        "deliver" => "delivered",
        "confirm" => "confirmed",
        "reopen" => "reopened",
        "withdraw" => "withdrawn",
        "pause" => "paused",
        "resume" => "resumed",
        "call_back" => "called_back",
        _ => "commented",
    }
}

on_both! {
    /// The buttons of a page come from `can`: one too many leads into a wall, one too few hides a right.
    async fn what_a_reader_can_is_what_succeeds_and_no_more(app: TestApp) {
        let helper = app.member_id("volunteer2").await;
        for stage in STAGES {
            for who in READERS {
                // Lapsing takes a week each time; the day until which a move pauses stays ahead.
                app.clock.set(start());
                let client = app.user(who).await;
                let wish = app.wish_at(HERE, stage).await;
                let seen = client.wish(HERE, &wish).await;
                assert_eq!(seen.status, if sees(who, stage) { 200 } else { 404 }, "{who} looks at {stage}");
                let can = if sees(who, stage) { texts(&seen.json()["can"]) } else { Vec::new() };
                let before = app.standing(&wish).await;
                for step in MOVES {
                    let right = sees(who, stage) && may(who, stage, step);
                    assert_eq!(can.iter().any(|one| one == step), right && legal(stage, step), "{who} at {stage}: {step}");
                    if can.iter().any(|one| one == step) {
                        continue;
                    }
                    let answer = client.step_with(HERE, &wish, step, body(step, &helper)).await;
                    let expected = if !sees(who, stage) { 404 } else if right { 409 } else { 403 };
                    assert_eq!(answer.status, expected, "{who} at {stage}: {step}: {}", answer.text);
                    if expected == 409 {
                        assert_eq!(answer.code(), "not_in_stage");
                    }
                }
                assert_eq!(app.standing(&wish).await, before, "{who} at {stage} was refused and changed something");
                for step in can {
                    let wish = app.wish_at(HERE, stage).await;
                    client.step_with(HERE, &wish, &step, body(&step, &helper)).await.ok();
                }
            }
        }
    }

    async fn each_legal_move_leads_where_it_should_and_counts_up_by_one(app: TestApp) {
        let helper = app.member_id("volunteer2").await;
        for stage in STAGES {
            for step in MOVES.into_iter().filter(|step| legal(stage, step)) {
                let who = app.user(usual(step)).await;
                // A comment is for those who take part: the resident, in every stage.
                let wish = app.wish_at(HERE, stage).await;
                let before = app.user("resident").await.wish(HERE, &wish).await.ok();
                let version = before["version"].as_i64().unwrap();
                let mut sent = body(step, &helper);
                sent["version"] = json!(version);
                let after = who.step_with(HERE, &wish, step, sent).await.ok();
                assert_eq!(after["stage"], leads_to(step, stage), "{step} at {stage}");
                assert_eq!(after["version"], version + i64::from(step != "comment"), "{step} at {stage}");
                let lines = app.user("resident").await.get(&at(&wish, "/events")).await.ok()["items"].clone();
                let kinds: Vec<&str> = lines.as_array().unwrap().iter().filter_map(|line| line["kind"].as_str()).collect();
                assert!(kinds.contains(&happened(step)), "{step} at {stage}: {kinds:?}");
            }
        }
    }

    async fn a_version_that_moved_on_is_refused_and_changes_nothing(app: TestApp) {
        let helper = app.member_id("volunteer2").await;
        for stage in STAGES {
            for step in MOVES.into_iter().filter(|step| legal(stage, step)) {
                let who = app.user(usual(step)).await;
                let wish = app.wish_at(HERE, stage).await;
                let before = app.standing(&wish).await;
                let version = app.user("resident").await.wish(HERE, &wish).await.ok()["version"].as_i64().unwrap();
                for stale in [version - 1, version + 1, 0, -1, i64::from(i32::MAX)] {
                    let mut sent = body(step, &helper);
                    sent["version"] = json!(stale);
                    let answer = who.step_with(HERE, &wish, step, sent).await;
                    assert_eq!((answer.status, answer.code().as_str()), (409, "someone_was_faster"), "{step} at {stage} with {stale}");
                }
                let mut sent = body(step, &helper);
                sent["version"] = json!("1");
                who.step_with(HERE, &wish, step, sent).await.expect(422);
                assert_eq!(app.standing(&wish).await, before, "{step} at {stage}");
            }
        }
    }

    async fn a_move_made_twice_is_refused_the_second_time_and_a_comment_is_said_twice(app: TestApp) {
        let helper = app.member_id("volunteer2").await;
        for (step, stage) in [
            ("accept", "placed"),
            ("decline", "placed"),
            ("claim", "accepted"),
            ("dispatch", "accepted"),
            ("deliver", "claimed"),
            ("confirm", "delivered"),
            ("reopen", "delivered"),
            ("withdraw", "placed"),
            ("pause", "claimed"),
            ("resume", "paused"),
            ("call_back", "unsatisfied"),
        ] {
            let who = app.user(usual(step)).await;
            let wish = app.wish_at(HERE, stage).await;
            who.step_with(HERE, &wish, step, body(step, &helper)).await.ok();
            let before = app.standing(&wish).await;
            let again = who.step_with(HERE, &wish, step, body(step, &helper)).await;
            assert_eq!((again.status, again.code().as_str()), (409, "not_in_stage"), "{step}");
            assert_eq!(app.standing(&wish).await, before, "{step}");
        }
        // Who gave a wish back holds it no more, so they are refused, not told of a stage.
        let wish = app.wish_at(HERE, "claimed").await;
        let volunteer = app.user("volunteer").await;
        volunteer.step(HERE, &wish, "release").await.ok();
        volunteer.step(HERE, &wish, "release").await.expect(403);
        let resident = app.user("resident").await;
        resident.step(HERE, &wish, "comment").await.ok();
        resident.step(HERE, &wish, "comment").await.ok();
        let lines = resident.get(&at(&wish, "/events")).await.ok();
        assert_eq!(lines["items"].as_array().unwrap().iter().filter(|line| line["kind"] == "commented").count(), 2);
        // Nothing keeps a person from wishing for the same thing twice.
        assert_ne!(app.place(HERE, &resident).await, app.place(HERE, &resident).await);
    }

    /// What you may not see does not exist: were the answers different, anybody could find out what is where.
    async fn a_wish_of_elsewhere_and_a_wish_of_nowhere_answer_alike(app: TestApp) {
        let helper = app.member_id("volunteer2").await;
        let foreign = app.wish_at(THERE, "claimed").await;
        let missing = "01936f00-0000-7000-8000-000000000000";
        for who in ["resident", "volunteer", "staff", "admin"] {
            let client = app.user(who).await;
            for more in ["", "/events"] {
                let answers = [&*foreign, missing, "no-id", "1"].map(|id| at(id, more));
                let first = client.get(&answers[0]).await;
                first.expect(404);
                for path in &answers[1..] {
                    let other = client.get(path).await;
                    assert_eq!((other.status, &other.text), (404, &first.text), "{who}: {path}");
                }
            }
            for step in MOVES {
                let first = client.step_with(HERE, &foreign, step, body(step, &helper)).await;
                first.expect(404);
                for id in [missing, "no-id"] {
                    let other = client.step_with(HERE, id, step, body(step, &helper)).await;
                    assert_eq!((other.status, &other.text), (404, &first.text), "{who}: {step} {id}");
                }
            }
        }
        let staff = app.user("staff").await;
        let own = app.wish_at(HERE, "placed").await;
        let elsewhere = staff.get(&format!("/api/v1/communities/{THERE}/wishes/{own}")).await;
        let nowhere = staff.get(&format!("/api/v1/communities/nowhere/wishes/{own}")).await;
        assert_eq!((elsewhere.status, &elsewhere.text), (404, &nowhere.text));
        for community in [THERE, "nowhere"] {
            let path = format!("/api/v1/communities/{community}/wishes");
            staff.get(&path).await.expect(404);
            let category = app.category(THERE, "wish_item").await;
            let new = json!({"kind": "micro_wish", "category": category, "title": "修一盏灯吧", "text": "谢谢"});
            staff.post(&path, new).await.expect(404);
        }
        assert!(app.standing(&foreign).await.starts_with("claimed version 3"));
    }

    async fn without_a_token_nothing_is_told(app: TestApp) {
        let wish = app.wish_at(HERE, "accepted").await;
        let before = app.standing(&wish).await;
        let nobody = app.anonymous();
        nobody.wish(HERE, &wish).await.expect(401);
        nobody.get(&at(&wish, "/events")).await.expect(401);
        nobody.get(&format!("/api/v1/communities/{HERE}/wishes")).await.expect(401);
        for step in MOVES {
            nobody.step_with(HERE, &wish, step, body(step, &wish)).await.expect(401);
        }
        let bad = nobody.with("authorization", "Bearer not.a.token");
        bad.wish(HERE, &wish).await.expect(401);
        // A cookie is no token here, so no other site can use a browser's log-in.
        app.user("resident").await.browser().wish(HERE, &wish).await.expect(401);
        assert_eq!(app.standing(&wish).await, before);
    }

    async fn residents_place_and_nobody_else(app: TestApp) {
        let category = app.category(HERE, "wish_item").await;
        let new = json!({"kind": "micro_wish", "category": category, "title": "修一盏灯吧", "text": "谢谢"});
        let path = format!("/api/v1/communities/{HERE}/wishes");
        for (who, status) in [
            ("resident", 201),
            ("resident2", 201),
            ("unverified", 201),
            ("volunteer", 201),
            ("volunteer2", 403),
            ("merchant", 403),
            ("grid", 403),
            ("staff", 403),
            ("admin", 403),
            ("outsider", 404),
            ("there.resident", 404),
        ] {
            let count = app.count("wishes").await;
            let placed = app.user(who).await.post(&path, new.clone()).await;
            assert_eq!(placed.status, status, "{who}: {}", placed.text);
            assert_eq!(app.count("wishes").await, count + usize::from(status == 201), "{who}");
            if status == 201 {
                let placed = placed.json();
                assert_eq!((&placed["stage"], &placed["version"], &placed["mine"]), (&json!("placed"), &json!(1), &json!(true)));
                assert_eq!(placed["category"]["id"], category.as_str());
            }
        }
    }

    /// Whoever has both roles helps others, not themselves.
    async fn nobody_takes_their_own_wish(app: TestApp) {
        let volunteer = app.user("volunteer").await;
        let wish = app.place(HERE, &volunteer).await;
        let staff = app.user("staff").await;
        staff.step(HERE, &wish, "accept").await.ok();
        volunteer.step(HERE, &wish, "claim").await.expect(403);
        let own = app.member_id("volunteer").await;
        let dispatched = staff.step_with(HERE, &wish, "dispatch", json!({"member": own})).await;
        assert_eq!(dispatched.expect(422).fields(), ["member"]);
        app.user("volunteer2").await.step(HERE, &wish, "claim").await.ok();
    }

    async fn a_wish_is_handed_only_to_members_who_take_orders(app: TestApp) {
        let staff = app.user("staff").await;
        let wish = app.wish_at(HERE, "accepted").await;
        let before = app.standing(&wish).await;
        for login in ["resident", "resident2", "unverified", "there.volunteer", "there.staff"] {
            let member = app.member_id(login).await;
            let answer = staff.step_with(HERE, &wish, "dispatch", json!({"member": member})).await;
            assert_eq!(answer.expect(422).fields(), ["member"], "{login}");
        }
        for nobody in ["01936f00-0000-7000-8000-000000000000", "00000000-0000-0000-0000-000000000000"] {
            staff.step_with(HERE, &wish, "dispatch", json!({"member": nobody})).await.expect(422);
        }
        for nonsense in [json!({"member": "x"}), json!({"member": null}), json!({"member": 1}), json!({})] {
            staff.step_with(HERE, &wish, "dispatch", nonsense).await.expect(422);
        }
        assert_eq!(app.standing(&wish).await, before);
        for login in ["volunteer", "volunteer2", "merchant", "grid", "staff", "admin"] {
            let wish = app.wish_at(HERE, "accepted").await;
            let member = app.member_id(login).await;
            let page = staff.step_with(HERE, &wish, "dispatch", json!({"member": member})).await.ok();
            assert_eq!(page["stage"], "claimed", "{login}");
            assert_eq!(app.user(login).await.wish(HERE, &wish).await.ok()["held"], true, "{login}");
        }
    }

    async fn reopening_frees_the_wish_and_takes_the_grade_away(app: TestApp) {
        let wish = app.wish_at(HERE, "confirmed").await;
        let resident = app.user("resident").await;
        assert_eq!(resident.wish(HERE, &wish).await.ok()["grade"], 5);
        let page = resident.step(HERE, &wish, "reopen").await.ok();
        assert_eq!((page["grade"].is_null(), page["holder"].is_null()), (true, true));
        // And it can go the whole way again, in other hands.
        let other = app.user("volunteer2").await;
        other.step(HERE, &wish, "claim").await.ok();
        other.step(HERE, &wish, "deliver").await.ok();
        assert_eq!(resident.step_with(HERE, &wish, "confirm", json!({"grade": 2})).await.ok()["grade"], 2);
    }

    async fn a_history_tells_everything_in_its_order(app: TestApp) {
        let wish = app.wish_at(HERE, "confirmed").await;
        let lines = app.user("resident").await.get(&at(&wish, "/events")).await.ok();
        let kinds: Vec<&str> = lines["items"].as_array().unwrap().iter().filter_map(|line| line["kind"].as_str()).collect();
        let moves: Vec<&str> = kinds.into_iter().filter(|kind| *kind != "looked").collect();
        assert_eq!(moves, ["placed", "accepted", "claimed", "delivered", "confirmed"]);
        let last = lines["items"].as_array().unwrap().last().unwrap();
        assert_eq!((&last["grade"], &last["mine"], &last["role"]), (&json!(5), &json!(true), &json!("resident")));
        assert!(lines["next"].is_null());
    }
}
