//! Delegates: somebody speaks for a resident by a code that was passed on, until one of the two or the desk ends it.

use crate::harness::{Client, HERE, THERE, TestApp, at, on_both};
use chrono::TimeDelta;
use serde_json::{Value, json};

const DELEGATES: &str = "/api/v1/communities/dongyuan/delegates";
const WISHES: &str = "/api/v1/communities/dongyuan/wishes";

/// A code of this resident; `None` for one's own.
async fn code_of(who: &Client, resident: Option<&str>) -> String {
    let offer = who.post(DELEGATES, json!({"resident": resident})).await.expect(201).json();
    offer["code"].as_str().unwrap().to_owned()
}

async fn take_on(who: &Client, code: &str) -> crate::harness::Answer {
    who.post(&format!("{DELEGATES}/take-on"), json!({"code": code})).await
}

/// Lets `delegate` speak for `resident`: the delegation's id.
async fn appoint(app: &TestApp, resident: &str, delegate: &str) -> String {
    let code = code_of(&app.user(resident).await, None).await;
    take_on(&app.user(delegate).await, &code).await.ok()["id"].as_str().unwrap().to_owned()
}

async fn order(app: &TestApp, resident: &str) -> Value {
    let category = app.category(HERE, "wish_item").await;
    json!({"kind": "micro_wish", "category": category, "title": "厨房的灯坏了", "text": "看不见", "resident": resident})
}

fn kinds(notices: &Value) -> Vec<&str> {
    notices["items"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect()
}

on_both! {
    async fn a_delegate_orders_follows_and_confirms_and_both_names_stand_on_the_record(app: TestApp) {
        let [resident, daughter, staff, volunteer] =
            [app.user("resident").await, app.user("resident2").await, app.user("staff").await, app.user("volunteer").await];
        let elder = app.member_id("resident").await;
        daughter.post(WISHES, order(&app, &elder).await).await.expect(403);
        appoint(&app, "resident", "resident2").await;
        let placed = daughter.post(WISHES, order(&app, &elder).await).await.expect(201).json();
        assert_eq!((&placed["mine"], &placed["delegate"], &placed["filed"]), (&json!(false), &json!(true), &json!(false)));
        let wish = placed["id"].as_str().unwrap();
        staff.step(HERE, wish, "accept").await.ok();
        volunteer.step(HERE, wish, "claim").await.ok();
        volunteer.step(HERE, wish, "deliver").await.ok();
        // It stands among the delegate's own, with the resident's masked name; and she is told what the resident is told.
        let mine = daughter.get(&format!("{WISHES}?mine=placed")).await.ok();
        assert_eq!((&mine["items"][0]["id"], &mine["items"][0]["resident"]), (&json!(wish), &json!("周**")));
        let told = daughter.get(&format!("/api/v1/communities/{HERE}/notices")).await.ok();
        assert_eq!(kinds(&told), ["delivered", "claimed", "accepted"]);
        let told = resident.get(&format!("/api/v1/communities/{HERE}/notices")).await.ok();
        assert_eq!(kinds(&told), ["delivered", "claimed", "accepted", "placed", "delegation"]);
        // The desk takes down nothing for somebody who writes themselves.
        staff.step_with(HERE, wish, "confirm", json!({"grade": 5, "channel": "phone"})).await.expect(403);
        // Nobody takes down what she says: she says it herself.
        assert_eq!(daughter.step(HERE, wish, "confirm").await.ok()["stage"], "confirmed");
        let lines = resident.get(&at(wish, "/events")).await.ok();
        let line = |kind: &str| lines["items"].as_array().unwrap().iter().find(|line| line["kind"] == kind).unwrap().clone();
        for kind in ["placed", "confirmed"] {
            let line = line(kind);
            assert_eq!((&line["delegate"], &line["actor"], &line["channel"]), (&json!(true), &json!("吴**"), &json!("api")), "{kind}");
        }
        let page = resident.browser().get(&format!("/c/{HERE}/wishes/{wish}")).await;
        assert!(page.text.contains("代办人 吴**") && page.text.contains("替居民提交了心愿"), "{}", page.text);
        // How to reach the resident is not for her to read here.
        assert_eq!(daughter.wish(HERE, wish).await.ok()["contact"], Value::Null);
    }

    async fn what_the_resident_placed_is_followed_as_well_and_no_one_elses(app: TestApp) {
        appoint(&app, "resident", "resident2").await;
        let daughter = app.user("resident2").await;
        let own = app.wish_at(HERE, "delivered").await;
        assert_eq!(daughter.wish(HERE, &own).await.ok()["title"], "厨房的灯坏了");
        daughter.step(HERE, &own, "reopen").await.ok();
        daughter.step(HERE, &own, "withdraw").await.ok();
        let other = app.place(HERE, &app.user("volunteer").await).await;
        daughter.wish(HERE, &other).await.expect(404);
        daughter.post(WISHES, order(&app, &app.member_id("volunteer").await).await).await.expect(403);
        // What she may for the one here she may for nobody there.
        let there = app.wish_at(THERE, "placed").await;
        daughter.wish(HERE, &there).await.expect(404);
        daughter.wish(THERE, &there).await.expect(404);
    }

    async fn it_is_over_when_one_of_the_two_or_the_desk_says_so_and_counts_at_once(app: TestApp) {
        let elder = app.member_id("resident").await;
        let wish = app.wish_at(HERE, "placed").await;
        let daughter = app.user("resident2").await;
        for who in ["resident", "resident2", "staff", "grid"] {
            let id = appoint(&app, "resident", "resident2").await;
            daughter.wish(HERE, &wish).await.ok();
            for stranger in ["volunteer", "merchant", "unverified", "there.staff"] {
                app.user(stranger).await.delete(&format!("{DELEGATES}/{id}")).await.expect(404);
            }
            let ends = app.user(who).await;
            ends.delete(&format!("{DELEGATES}/{id}")).await.expect(204);
            ends.delete(&format!("{DELEGATES}/{id}")).await.expect(404);
            daughter.wish(HERE, &wish).await.expect(404);
            daughter.step(HERE, &wish, "withdraw").await.expect(404);
            daughter.post(WISHES, order(&app, &elder).await).await.expect(403);
        }
        // What she placed before is the resident's, and she sees it no more, nor hears of it.
        appoint(&app, "resident", "resident2").await;
        let placed = daughter.post(WISHES, order(&app, &elder).await).await.ok()["id"].as_str().unwrap().to_owned();
        let id = daughter.get(DELEGATES).await.ok()["residents"][0]["id"].as_str().unwrap().to_owned();
        app.user("resident").await.delete(&format!("{DELEGATES}/{id}")).await.expect(204);
        daughter.wish(HERE, &placed).await.expect(404);
        let before = kinds(&daughter.get(&format!("/api/v1/communities/{HERE}/notices")).await.ok()).len();
        app.user("staff").await.step(HERE, &placed, "accept").await.ok();
        assert_eq!(kinds(&daughter.get(&format!("/api/v1/communities/{HERE}/notices")).await.ok()).len(), before);
    }

    async fn an_elder_without_an_account_does_it_at_the_desk(app: TestApp) {
        let [staff, grid, son] = [app.user("staff").await, app.user("grid").await, app.user("resident2").await];
        let record = app.record(HERE, "钱无号").await;
        let code = code_of(&staff, Some(&record)).await;
        take_on(&son, &code).await.ok();
        let listed = grid.get(&format!("{DELEGATES}?resident={record}")).await.ok();
        assert_eq!((&listed["delegates"][0]["name"], &listed["offer"]), (&json!("吴**"), &Value::Null));
        let placed = son.post(WISHES, order(&app, &record).await).await.expect(201).json();
        assert_eq!(placed["delegate"], true);
        // Others make no codes for anybody, and of people of elsewhere nobody does.
        for who in ["resident", "volunteer", "merchant"] {
            app.user(who).await.post(DELEGATES, json!({"resident": record})).await.expect(403);
            app.user(who).await.get(&format!("{DELEGATES}?resident={record}")).await.expect(403);
        }
        let elsewhere = app.record(THERE, "钱无号").await;
        staff.post(DELEGATES, json!({"resident": elsewhere})).await.expect(404);
        staff.post(DELEGATES, json!({"resident": app.member_id("merchant").await})).await.expect(404);
    }

    /// The building captain is a grid worker as well: what they were as a delegate ends with it, and they never were one by
    /// a code that they got themselves.
    async fn who_files_is_no_delegate_by_their_own_code_and_keeps_nothing_of_it_afterwards(app: TestApp) {
        let [grid, staff, resident] = [app.user("grid").await, app.user("staff").await, app.user("resident").await];
        let elder = app.member_id("resident").await;
        let code = code_of(&grid, Some(&elder)).await;
        assert_eq!(take_on(&grid, &code).await.expect(409).code(), "own_code");
        // A code of the resident's own is not shown to those who file, one that they made is shown to the resident.
        assert_eq!(resident.get(DELEGATES).await.ok()["offer"]["code"], code.as_str());
        let own = code_of(&resident, None).await;
        assert_eq!(staff.get(&format!("{DELEGATES}?resident={elder}")).await.ok()["offer"], Value::Null);
        let id = take_on(&grid, &own).await.ok()["id"].as_str().unwrap().to_owned();
        let wish = grid.post(WISHES, order(&app, &elder).await).await.ok()["id"].as_str().unwrap().to_owned();
        assert_eq!(grid.wish(HERE, &wish).await.ok()["contact"], Value::Null);
        resident.delete(&format!("{DELEGATES}/{id}")).await.expect(204);
        grid.wish(HERE, &wish).await.expect(404);
        grid.step_with(HERE, &wish, "withdraw", json!({"channel": "phone"})).await.expect(404);
        // Staff who speak for a resident do not call them back.
        take_on(&staff, &code_of(&resident, None).await).await.ok();
        let low = app.wish_at(HERE, "unsatisfied").await;
        staff.step(HERE, &low, "call_back").await.expect(403);
        app.user("admin").await.step(HERE, &low, "call_back").await.ok();
    }

    async fn a_neighbour_is_not_told_that_somebody_speaks_for_a_resident(app: TestApp) {
        appoint(&app, "resident", "resident2").await;
        let wish = app.wish_at(HERE, "delivered").await;
        app.user("resident2").await.step(HERE, &wish, "confirm").await.ok();
        let lines = app.user("merchant").await.get(&at(&wish, "/events")).await.ok();
        let last = lines["items"].as_array().unwrap().last().unwrap();
        assert_eq!((&last["kind"], &last["delegate"], &last["role"]), (&json!("confirmed"), &json!(false), &json!("resident")));
        // And what the delegate reads of the resident is a name.
        let form = app.user("resident2").await.browser().get(&format!("/c/{HERE}/wishes/new?for={}", app.member_id("resident").await)).await;
        assert!(form.text.contains("周秀英") && !form.text.contains("3 号楼"), "{}", form.text);
    }

    async fn of_two_codes_made_at_once_one_is_left(app: TestApp) {
        let resident = app.user("resident").await;
        for _ in 0..5 {
            let (one, two) = tokio::join!(resident.post(DELEGATES, json!({})), resident.post(DELEGATES, json!({})));
            for answer in [&one, &two] {
                assert!([201, 409].contains(&answer.status), "{}", answer.text);
            }
            let open = app.rows("select 'x' from delegations where begun_at is null and ended_at is null").await;
            assert_eq!(open.len(), 1);
        }
        let staff = app.user("staff").await;
        let path = format!("/api/v1/communities/{HERE}/invitation");
        for _ in 0..5 {
            let (one, two) = tokio::join!(staff.post(&path, json!({})), staff.post(&path, json!({})));
            assert!([one.status, two.status].iter().all(|status| [201, 409].contains(status)), "{} {}", one.text, two.text);
            assert_eq!(app.rows("select 'x' from invitations where ended_at is null").await.len(), 1);
        }
    }

    async fn a_code_is_good_once_for_three_days_and_void_when_there_is_another(app: TestApp) {
        let resident = app.user("resident").await;
        let (first, second) = (code_of(&resident, None).await, code_of(&resident, None).await);
        let daughter = app.user("resident2").await;
        assert_eq!(take_on(&daughter, &first).await.expect(422).fields(), ["code"]);
        assert_eq!(resident.get(DELEGATES).await.ok()["offer"]["code"], second.as_str());
        // As people read it out, and as a Chinese keyboard types it.
        let typed = format!("{} {}", &second[..4], second[4..].replace('1', "１"));
        take_on(&daughter, &typed).await.ok();
        assert_eq!(take_on(&app.user("volunteer").await, &second).await.expect(422).fields(), ["code"], "it was used");
        let third = code_of(&resident, None).await;
        assert_eq!(take_on(&daughter, &third).await.expect(409).code(), "delegate_already");
        assert_eq!(take_on(&resident, &third).await.expect(409).code(), "own_code");
        app.clock.advance(TimeDelta::days(3));
        let late = take_on(&app.user("volunteer").await, &third).await;
        assert_eq!(late.expect(422).fields(), ["code"], "it ran out");
        assert_eq!(resident.get(DELEGATES).await.ok()["offer"], Value::Null);
        for bad in ["", "1234", "123456789", "abcdefgh"] {
            assert_eq!(take_on(&daughter, bad).await.expect(422).fields(), ["code"], "{bad}");
        }
    }

    /// Eight digits are soon tried through by a machine.
    async fn codes_are_not_tried_by_guess(app: TestApp) {
        let code = code_of(&app.user("resident").await, None).await;
        let guesser = app.user("volunteer").await;
        let mut wrong = (0_u32..).map(|number| format!("{number:08}")).filter(|guess| *guess != code);
        for _ in 0..8 {
            take_on(&guesser, &wrong.next().unwrap()).await.expect(422);
        }
        let waits = take_on(&guesser, &code).await;
        assert!(waits.expect(429).header("retry-after").parse::<u32>().unwrap() > 0, "even the right one has to wait");
        take_on(&app.user("resident2").await, &code).await.ok();
        app.clock.advance(TimeDelta::minutes(11));
        let code = code_of(&app.user("resident").await, None).await;
        take_on(&guesser, &code).await.ok();
    }

    async fn a_resident_has_at_most_five_and_one_code_makes_one_delegate(app: TestApp) {
        let resident = app.user("resident").await;
        let helpers = app.volunteers(6).await;
        for (_, helper) in &helpers[..5] {
            take_on(helper, &code_of(&resident, None).await).await.ok();
        }
        assert_eq!(resident.post(DELEGATES, json!({})).await.expect(409).code(), "enough_delegates");
        let id = resident.get(DELEGATES).await.ok()["delegates"][0]["id"].as_str().unwrap().to_owned();
        resident.delete(&format!("{DELEGATES}/{id}")).await.expect(204);
        // Two who type it at the same moment: one of them.
        let code = code_of(&resident, None).await;
        let (one, two) = tokio::join!(take_on(&helpers[0].1, &code), take_on(&helpers[5].1, &code));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert!(statuses[0] == 200 && [409, 422].contains(&statuses[1]), "{statuses:?}");
        assert_eq!(resident.get(DELEGATES).await.ok()["delegates"].as_array().unwrap().len(), 5);
    }

    async fn the_pages_say_the_same_with_plain_forms(app: TestApp) {
        let resident = app.user("resident").await.browser();
        let page = format!("/c/{HERE}/delegates");
        resident.form(&format!("{page}?do=communities.offer_delegation"), &[("community", HERE)]).await.expect(303);
        let text = resident.get(&page).await.text;
        let code = text.split("class=\"code\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned();
        let daughter = app.user("resident2").await.browser();
        let wrong = daughter.form(&format!("{page}?do=communities.take_on"), &[("community", HERE), ("code", "1234")]).await;
        assert!(wrong.text.contains("代办码是 8 位数字") && wrong.text.contains("value=\"1234\""), "{}", wrong.text);
        let taken = daughter.form(&format!("{page}?do=communities.take_on"), &[("community", HERE), ("code", &code)]).await;
        assert_eq!(taken.expect(303).header("location"), format!("/c/{HERE}/delegates?taken=1#residents"));
        let text = daughter.get(&format!("{page}?taken=1")).await.text;
        assert!(text.contains("周秀英") && text.contains("现在您可以替这位居民点单"), "{text}");
        let form = daughter.get(&format!("/c/{HERE}/wishes/new?for={}", app.member_id("resident").await)).await.text;
        assert!(form.contains("替 周秀英 点单") && !form.contains("居民怎么来的"), "{form}");
    }
}
