//! Who sees what of a resident, and who can read that they did.

use crate::harness::{Answer, HERE, STAGES, THERE, at, name_of, on_both, phone_of};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

const BUILDING: &str = "3 号楼";
const TITLE: &str = "只给社区看的标题";
const TEXT: &str = "只给社区看的话";

fn tells_of_the_resident(answer: &Answer) -> bool {
    let phone = phone_of("resident");
    [name_of("resident"), &*phone, BUILDING].iter().any(|secret| answer.text.contains(secret))
}

fn tells_the_words(answer: &Answer) -> bool {
    answer.text.contains(TITLE) || answer.text.contains(TEXT)
}

fn looks(lines: &Value) -> Vec<(String, String)> {
    let text = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
    let lines = lines["items"].as_array().unwrap();
    lines.iter().filter(|line| line["kind"] == "looked").map(|line| (text(line, "role"), text(line, "actor"))).collect()
}

on_both! {
    async fn a_resident_reads_who_looked_and_nobody_else_does(app: TestApp) {
        let [resident, volunteer] = [app.user("resident").await, app.user("volunteer").await];
        let looks = format!("/api/v1/communities/{HERE}/looks");
        assert_eq!(resident.get(&looks).await.ok()["items"], json!([]));
        let wish = app.wish_at(HERE, "claimed").await;
        // Two looks on one day are one, the next day's is another; the desk's stands beside them.
        for hours in [0, 1, 24] {
            app.clock.advance(TimeDelta::hours(hours));
            volunteer.wish(HERE, &wish).await.ok();
        }
        app.user("staff").await.wish(HERE, &wish).await.ok();
        let seen = resident.get(&looks).await.ok();
        let lines: Vec<(&str, &str)> = seen["items"].as_array().unwrap().iter().map(|one| (one["role"].as_str().unwrap(), one["who"].as_str().unwrap())).collect();
        assert_eq!(lines, [("staff", "褚**"), ("volunteer", "郑**"), ("volunteer", "郑**")]);
        assert_eq!(seen["items"][0]["wish"], wish);
        let page = resident.browser().get(&format!("/c/{HERE}/looks")).await;
        assert!(page.text.contains("郑**") && page.text.contains(&format!("/wishes/{wish}")), "{}", page.text);
        for other in ["resident2", "volunteer", "staff", "admin"] {
            assert_eq!(app.user(other).await.get(&looks).await.ok()["items"], json!([]), "{other}");
        }
    }

    /// The desk is warned once, loses nothing, and has the last word.
    async fn a_card_that_tells_who_it_is_comes_back_with_a_warning(app: TestApp) {
        let staff = app.user("staff").await;
        let wish = app.wish_at(HERE, "placed").await;
        // The page of the desk records a look at the door.
        staff.wish(HERE, &wish).await.ok();
        let before = app.standing(&wish).await;
        for card in ["请帮周秀英换一盏灯", "换一盏灯，138 0013 8000", "换一盏灯，住 302 室", "糖尿病老人想理发"] {
            let answer = staff.step_with(HERE, &wish, "accept", json!({"public_card": card})).await;
            assert_eq!((answer.expect(422).fields(), answer.json()["errors"][0]["code"].as_str()), (vec!["public_card".to_owned()], Some("card_tells")), "{card}");
        }
        let page = format!("/c/{HERE}/wishes/{wish}?do=wishes.accept");
        let fields = [("community", HERE), ("wish", &*wish), ("public_card", "糖尿病老人想理发")];
        let warned = staff.form(&page, &fields).await;
        let said = &warned.expect(422).text;
        assert!(said.contains("病情（糖尿病）") && said.contains("照这样写") && said.contains("糖尿病老人想理发</textarea>"), "{said}");
        // Too short is another matter, and no tick passes it.
        let short = staff.form(&page, &[("community", HERE), ("wish", &*wish), ("public_card", "灯"), ("as_it_is", "1")]).await;
        assert!(!short.expect(422).text.contains("照这样写"), "{}", short.text);
        assert_eq!(app.standing(&wish).await, before);
        let body = json!({"public_card": "糖尿病老人想理发", "as_it_is": true});
        assert_eq!(staff.step_with(HERE, &wish, "accept", body).await.ok()["stage"], "accepted");
    }

    async fn a_helper_sees_the_card_before_the_claim_the_door_while_holding_and_no_door_after(app: TestApp) {
        let (resident, staff, volunteer) = (app.user("resident").await, app.user("staff").await, app.user("volunteer").await);
        let wish = app.place_as(HERE, &resident, TITLE, TEXT).await;
        volunteer.wish(HERE, &wish).await.expect(404);
        staff.step(HERE, &wish, "accept").await.ok();
        for answer in [
            volunteer.wish(HERE, &wish).await,
            volunteer.get(&at(&wish, "/events")).await,
            volunteer.get(&format!("/api/v1/communities/{HERE}/wishes")).await,
            volunteer.browser().get(&format!("/c/{HERE}/wishes/{wish}")).await,
            volunteer.browser().get(&format!("/c/{HERE}/wall")).await,
        ] {
            answer.expect(200);
            assert!(answer.text.contains("独居老人") || answer.asked.contains("events"), "{}", answer.asked);
            assert!(!tells_of_the_resident(&answer) && !tells_the_words(&answer), "{}: {}", answer.asked, answer.text);
        }
        let claimed = volunteer.step(HERE, &wish, "claim").await;
        // The answer of a move may be given again later, so it never holds the contact; looking at the wish does.
        assert!(claimed.ok()["contact"].is_null(), "{}", claimed.text);
        let contact = volunteer.wish(HERE, &wish).await.ok()["contact"].clone();
        assert_eq!((contact["name"].as_str(), contact["phone"].as_str()), (Some(name_of("resident")), Some(&*phone_of("resident"))));
        assert_eq!((contact["building"].as_str(), contact["door"].as_str()), (Some(BUILDING), Some("302")));
        assert!(tells_the_words(&claimed));
        // Another helper still sees no more than the card.
        let other = app.user("volunteer2").await.wish(HERE, &wish).await;
        assert!(!tells_of_the_resident(&other) && !tells_the_words(&other), "{}", other.text);
        volunteer.step(HERE, &wish, "deliver").await.ok();
        assert!(tells_of_the_resident(&volunteer.wish(HERE, &wish).await));
        resident.step(HERE, &wish, "confirm").await.ok();
        let after = volunteer.wish(HERE, &wish).await;
        assert!(tells_the_words(&after), "who brought it may read it again");
        assert!(after.ok()["contact"].is_null() && !tells_of_the_resident(&after), "{}", after.text);
        assert!(!tells_of_the_resident(&volunteer.browser().get(&format!("/c/{HERE}/wishes/{wish}")).await));
        assert!(staff.wish(HERE, &wish).await.ok()["contact"].is_null(), "a closed wish shows the desk no door either");
    }

    async fn who_gave_a_wish_back_sees_no_more_than_anybody(app: TestApp) {
        let (resident, staff, volunteer) = (app.user("resident").await, app.user("staff").await, app.user("volunteer").await);
        let wish = app.place_as(HERE, &resident, TITLE, TEXT).await;
        staff.step(HERE, &wish, "accept").await.ok();
        for (end, who) in [("release", &volunteer), ("reopen", &resident)] {
            volunteer.step(HERE, &wish, "claim").await.ok();
            if end == "reopen" {
                volunteer.step(HERE, &wish, "deliver").await.ok();
            }
            let ended = who.step(HERE, &wish, end).await;
            ended.ok();
            assert!(end == "reopen" || (!tells_of_the_resident(&ended) && !tells_the_words(&ended)), "{}", ended.text);
            for answer in [volunteer.wish(HERE, &wish).await, volunteer.get(&at(&wish, "/events")).await] {
                assert!(!tells_of_the_resident(&answer) && !tells_the_words(&answer), "{end}: {}", answer.text);
            }
        }
        volunteer.step(HERE, &wish, "claim").await.ok();
        resident.step(HERE, &wish, "withdraw").await.ok();
        volunteer.wish(HERE, &wish).await.expect(404);
    }

    async fn the_desk_sees_the_door_while_a_wish_is_open(app: TestApp) {
        for stage in STAGES {
            let wish = app.wish_at(HERE, stage).await;
            let open = ["placed", "accepted", "claimed", "delivered"].contains(&stage);
            for who in ["staff", "admin"] {
                let page = app.user(who).await.wish(HERE, &wish).await.ok();
                assert_eq!(page["contact"].is_object(), open, "{who} at {stage}");
                assert!(page["title"].is_string(), "{who} at {stage}");
            }
            for who in ["merchant", "grid", "resident2", "volunteer2"] {
                let answer = app.user(who).await.wish(HERE, &wish).await;
                assert!(!tells_of_the_resident(&answer), "{who} at {stage}: {}", answer.text);
            }
            assert!(app.user("resident").await.wish(HERE, &wish).await.ok()["contact"].is_object(), "one's own at {stage}");
        }
    }

    /// Days begin where people live: one look before midnight in Shanghai and one after are two.
    async fn a_look_is_on_record_once_a_day_and_the_resident_reads_it(app: TestApp) {
        let (resident, staff) = (app.user("resident").await, app.user("staff").await);
        let wish = app.place_as(HERE, &resident, TITLE, TEXT).await;
        assert!(looks(&resident.get(&at(&wish, "/events")).await.ok()).is_empty());
        app.clock.set("2026-11-03T15:59:00Z".parse::<DateTime<Utc>>().unwrap());
        for _ in 0..3 {
            staff.wish(HERE, &wish).await.ok();
            staff.browser().get(&format!("/c/{HERE}/wishes/{wish}")).await.expect(200);
        }
        let seen = resident.get(&at(&wish, "/events")).await.ok();
        assert_eq!(looks(&seen), [("staff".to_owned(), "褚**".to_owned())]);
        app.clock.set("2026-11-03T16:00:01Z".parse::<DateTime<Utc>>().unwrap());
        staff.wish(HERE, &wish).await.ok();
        assert_eq!(looks(&resident.get(&at(&wish, "/events")).await.ok()).len(), 2);
        // Midnight of UTC is a morning like any other.
        for time in ["2026-11-03T23:59:59Z", "2026-11-04T00:00:30Z", "2026-11-04T15:59:00Z"] {
            app.clock.set(time.parse::<DateTime<Utc>>().unwrap());
            staff.wish(HERE, &wish).await.ok();
        }
        assert_eq!(looks(&resident.get(&at(&wish, "/events")).await.ok()).len(), 2);
        // Each reader is on record by themselves; the resident is no one who looks.
        app.user("admin").await.wish(HERE, &wish).await.ok();
        resident.wish(HERE, &wish).await.ok();
        let seen = looks(&resident.get(&at(&wish, "/events")).await.ok());
        assert_eq!(seen.last(), Some(&("admin".to_owned(), "卫**".to_owned())));
        assert_eq!(seen.len(), 3);
        let page = resident.browser().get(&format!("/c/{HERE}/wishes/{wish}")).await;
        assert!(page.text.contains("卫**"), "{}", page.text);
    }

    async fn a_holders_look_is_on_record_and_a_look_at_the_card_is_not(app: TestApp) {
        let (resident, staff, volunteer) = (app.user("resident").await, app.user("staff").await, app.user("volunteer").await);
        let wish = app.place_as(HERE, &resident, TITLE, TEXT).await;
        staff.step(HERE, &wish, "accept").await.ok();
        volunteer.wish(HERE, &wish).await.ok();
        let of_holder = |lines: &Value| looks(lines).into_iter().filter(|(role, _)| role == "volunteer").count();
        assert_eq!(of_holder(&resident.get(&at(&wish, "/events")).await.ok()), 0);
        volunteer.step(HERE, &wish, "claim").await.ok();
        volunteer.wish(HERE, &wish).await.ok();
        assert_eq!(of_holder(&resident.get(&at(&wish, "/events")).await.ok()), 1);
        app.clock.advance(TimeDelta::days(1));
        volunteer.wish(HERE, &wish).await.ok();
        assert_eq!(of_holder(&resident.get(&at(&wish, "/events")).await.ok()), 2);
        // Those who see the card alone read neither looks nor words nor names.
        let lines = app.user("volunteer2").await.get(&at(&wish, "/events")).await.ok();
        let lines = lines["items"].as_array().unwrap();
        assert!(lines.iter().all(|line| line["kind"] != "looked" && line["kind"] != "commented"));
        assert!(lines.iter().all(|line| line["actor"].is_null() && line["words"].is_null() && line["to"].is_null()));
    }

    async fn a_day_begins_when_it_does_in_the_districts_zone(app: TestApp) {
        let (resident, staff) = (app.user("there.resident").await, app.user("there.staff").await);
        let wish = app.place(THERE, &resident).await;
        let events = format!("/api/v1/communities/{THERE}/wishes/{wish}/events");
        for (time, count) in [("2026-11-03T15:59:00Z", 1), ("2026-11-03T16:00:30Z", 1), ("2026-11-03T17:59:59Z", 1), ("2026-11-03T18:00:01Z", 2)] {
            app.clock.set(time.parse::<DateTime<Utc>>().unwrap());
            staff.wish(THERE, &wish).await.ok();
            assert_eq!(looks(&resident.get(&events).await.ok()).len(), count, "{time}");
        }
    }

    async fn names_of_others_are_masked_everywhere(app: TestApp) {
        let (resident, staff) = (app.user("resident").await, app.user("staff").await);
        let wish = app.wish_at(HERE, "claimed").await;
        let page = staff.wish(HERE, &wish).await.ok();
        assert_eq!((&page["resident"], &page["holder"]), (&json!("周**"), &json!("郑**")));
        let list = staff.get(&format!("/api/v1/communities/{HERE}/wishes")).await;
        assert_eq!(list.ok()["items"][0]["resident"], "周**");
        assert!(!tells_of_the_resident(&list), "{}", list.text);
        assert_eq!(resident.wish(HERE, &wish).await.ok()["holder"], "郑**");
        for path in [at(&wish, "/events"), at(&wish, "")] {
            let answer = resident.get(&path).await;
            for name in ["郑志愿", "褚工作"] {
                assert!(!answer.text.contains(name), "{}", answer.text);
            }
        }
        let held = app.user("volunteer").await.get(&format!("/api/v1/communities/{HERE}/wishes?mine=held")).await;
        assert!(held.ok()["items"][0]["resident"].is_null() && !tells_of_the_resident(&held));
    }

    async fn a_confirmed_wish_is_reopened_within_seven_days_and_not_after(app: TestApp) {
        let resident = app.user("resident").await;
        for (after, works) in [(TimeDelta::days(7) - TimeDelta::seconds(2), true), (TimeDelta::days(7), false), (TimeDelta::days(400), false)] {
            let wish = app.wish_at(HERE, "confirmed").await;
            let page = resident.wish(HERE, &wish).await.ok();
            let confirmed: DateTime<Utc> = page["moved_at"].as_str().unwrap().parse().unwrap();
            app.clock.set(confirmed + after);
            // Sessions live ninety days.
            let resident = app.user("resident").await;
            app.clock.set(confirmed + after);
            let can = resident.wish(HERE, &wish).await.ok()["can"].clone();
            assert_eq!(can.as_array().unwrap().contains(&json!("reopen")), works, "{after}");
            let before = app.standing(&wish).await;
            let answer = resident.step(HERE, &wish, "reopen").await;
            assert_eq!(answer.status, if works { 200 } else { 409 }, "{after}: {}", answer.text);
            assert_eq!(app.standing(&wish).await == before, !works, "{after}");
        }
        // A wish that waits for the resident's word waits as long as it takes.
        let wish = app.wish_at(HERE, "delivered").await;
        app.clock.advance(TimeDelta::days(80));
        app.user("resident").await.step(HERE, &wish, "reopen").await.ok();
    }

    /// Phones lie sealed in the database. What is kept for a repetition is kept there too.
    async fn no_phone_lies_open_in_any_table(app: TestApp) {
        let (resident, staff, volunteer) = (app.user("resident").await, app.user("staff").await, app.user("volunteer").await);
        let wish = app.wish_at(HERE, "placed").await;
        for (who, step) in [(&staff, "accept"), (&volunteer, "claim"), (&volunteer, "deliver"), (&resident, "confirm")] {
            let once = who.with("idempotency-key", &format!("phone-{step}"));
            let first = once.step(HERE, &wish, step).await;
            first.ok();
            assert_eq!(once.step(HERE, &wish, step).await.text, first.text, "{step}");
        }
        for (table, rows) in app.dump().await {
            for row in rows {
                for login in ["resident", "volunteer", "staff"] {
                    let phone = phone_of(login);
                    let hidden = phone.bytes().fold(String::new(), |all, byte| format!("{all}{byte:02X}"));
                    assert!(!row.contains(&phone) && !row.contains(&hidden), "{table}: {row}");
                }
            }
        }
    }
}
