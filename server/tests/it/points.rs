//! Points: a ledger that says where each comes from, rates for days to come, and a quarter that is computed again.

use crate::harness::{Answer, Client, HERE, TestApp, on_both, post};
use chrono::TimeDelta;
use serde_json::{Value, json};
use tokio::task::JoinSet;

const API: &str = "/api/v1/communities/dongyuan";

/// Serves hours on the 4th, and has them confirmed; the shift's id.
async fn served(app: &TestApp, claim: &str, from: &str, to: &str) -> String {
    let shift = app.entered(HERE, claim, ("2026-11-04", from, to)).await;
    app.user("staff").await.post(&format!("{API}/shifts/{shift}/confirm"), json!({})).await.ok();
    shift
}

/// Two days after the volunteer's claim took effect.
async fn in_service(app: &TestApp) -> String {
    let claim = app.in_service(HERE).await;
    app.clock.advance(TimeDelta::days(2));
    claim
}

async fn points(who: &Client) -> Value {
    who.get(&format!("{API}/points")).await.ok()
}

/// What this volunteer has, and what each entry brought, newest first.
async fn ledger(app: &TestApp, login: &str) -> (i64, Vec<i64>) {
    app.ring().await;
    let mine = points(&app.user(login).await).await;
    let entries = mine["entries"]["items"].as_array().unwrap().iter().map(|entry| entry["points"].as_i64().unwrap()).collect();
    (mine["points"].as_i64().unwrap(), entries)
}

fn rates(from: &str, hour: i32) -> Value {
    json!({"from": from, "hour": hour, "wish": 5, "most_a_day": 60})
}

async fn set(who: &Client, rates: Value) -> Answer {
    who.post(&format!("{API}/points/rates"), rates).await
}

async fn difference(who: &Client, quarter: &str, version: i32) -> Answer {
    who.get(&format!("{API}/points/difference?quarter={quarter}&version={version}")).await
}

async fn recompute(who: &Client, shown: &Value) -> Answer {
    let body = json!({"quarter": shown["quarter"], "version": shown["version"], "seen": shown["seen"]});
    who.post(&format!("{API}/points/recompute"), body).await
}

on_both! {
    async fn confirmed_hours_and_granted_wishes_bring_points_that_say_where_they_come_from(app: TestApp) {
        let claim = in_service(&app).await;
        let volunteer = app.user("volunteer").await;
        let nothing = points(&volunteer).await;
        assert_eq!((&nothing["points"], &nothing["entries"]["items"], &nothing["earns"]), (&json!(0), &json!([]), &json!(true)));
        served(&app, &claim, "08:00", "09:30").await;
        app.ring().await;
        let mine = points(&volunteer).await;
        let entry = &mine["entries"]["items"][0];
        assert_eq!((&mine["points"], &mine["points_in_quarter"], &mine["quarter"]["from"]), (&json!(15), &json!(15), &json!("2026-10-01")));
        let title = json!({"zh": "每日巡查岗", "en": "每日巡查岗"});
        let said = json!({"id": entry["id"], "what": "shift", "title": title, "day": "2026-11-04", "n": 90, "rate": 10, "version": 0,
            "due": 15, "points": 15, "because": null});
        assert_eq!(entry, &said);
        app.wish_at(HERE, "confirmed").await;
        let (sum, entries) = ledger(&app, "volunteer").await;
        assert_eq!((sum, entries), (20, vec![5, 15]));
        // What closed by itself was granted as well.
        app.wish_at(HERE, "lapsed").await;
        assert_eq!(ledger(&app, "volunteer").await.0, 25);
        assert_eq!(points(&app.user("resident").await).await["points"], 0);
    }

    async fn what_no_longer_counts_is_taken_back_by_an_entry_of_its_own(app: TestApp) {
        let claim = in_service(&app).await;
        let shift = served(&app, &claim, "08:00", "10:00").await;
        assert_eq!(ledger(&app, "volunteer").await, (20, vec![20]));
        let [volunteer, staff] = [app.user("volunteer").await, app.user("staff").await];
        staff.post(&format!("{API}/shifts/{shift}/dispute"), json!({"reason": "签到本上是一个小时"})).await.ok();
        assert_eq!(ledger(&app, "volunteer").await, (0, vec![-20, 20]));
        let hour = json!({"day": "2026-11-04", "from": "08:00", "to": "09:00", "note": "记错了"});
        volunteer.post(&format!("{API}/shifts/{shift}/correct"), hour).await.ok();
        staff.post(&format!("{API}/shifts/{shift}/confirm"), json!({})).await.ok();
        assert_eq!(ledger(&app, "volunteer").await, (10, vec![10, -20, 20]));
        let entries = points(&app.user("volunteer").await).await["entries"]["items"].clone();
        assert_eq!((&entries[1]["because"], &entries[0]["because"]), (&json!("gone"), &Value::Null));
        let wish = app.wish_at(HERE, "confirmed").await;
        assert_eq!(ledger(&app, "volunteer").await.0, 15);
        app.user("resident").await.step(HERE, &wish, "reopen").await.ok();
        assert_eq!(ledger(&app, "volunteer").await.0, 10);
    }

    async fn a_day_brings_so_many_at_most_and_the_ledger_says_so(app: TestApp) {
        let claim = in_service(&app).await;
        served(&app, &claim, "06:00", "11:00").await;
        let last = served(&app, &claim, "12:00", "15:00").await;
        assert_eq!(ledger(&app, "volunteer").await, (60, vec![10, 50]));
        let entries = points(&app.user("volunteer").await).await["entries"]["items"].clone();
        assert_eq!((&entries[0]["because"], &entries[0]["n"], &entries[0]["due"]), (&json!("day_full"), &json!(180), &json!(10)));
        // The earlier hours go: there is room for the later ones.
        let first = entries[1]["id"].clone();
        let shifts = app.user("staff").await.get(&format!("{API}/shifts?stage=confirmed")).await.ok();
        let earlier = shifts["items"].as_array().unwrap().iter().find(|shift| shift["id"] != json!(last)).unwrap()["id"].clone();
        app.user("staff").await.post(&format!("{API}/shifts/{}/dispute", earlier.as_str().unwrap()), json!({"reason": "再核对"})).await.ok();
        let (sum, mut new) = ledger(&app, "volunteer").await;
        new.truncate(2);
        new.sort_unstable();
        assert_eq!((sum, new), (30, vec![-50, 20]));
        assert_ne!(points(&app.user("volunteer").await).await["entries"]["items"][0]["id"], first);
    }

    async fn staff_earn_nothing_and_whoever_becomes_a_volunteer_nothing_for_what_was_done_before(app: TestApp) {
        let wish = app.wish_at(HERE, "accepted").await;
        let [grid, resident, staff] = [app.user("grid").await, app.user("resident").await, app.user("staff").await];
        let member = app.member(HERE, "grid").await;
        staff.step_with(HERE, &wish, "dispatch", json!({"member": member})).await.ok();
        grid.step(HERE, &wish, "deliver").await.ok();
        resident.step(HERE, &wish, "confirm").await.ok();
        assert_eq!(ledger(&app, "grid").await, (0, vec![0]));
        let mine = points(&app.user("grid").await).await;
        assert_eq!((&mine["earns"], &mine["entries"]["items"][0]["because"]), (&json!(false), &json!("barred")));
        let roles = json!({"roles": ["volunteer"]});
        app.user("admin").await.patch(&format!("{API}/members/{member}"), roles).await.ok();
        let wish = app.wish_at(HERE, "accepted").await;
        let grid = app.user("grid").await;
        grid.step(HERE, &wish, "claim").await.ok();
        grid.step(HERE, &wish, "deliver").await.ok();
        app.user("resident").await.step(HERE, &wish, "confirm").await.ok();
        assert_eq!(ledger(&app, "grid").await, (5, vec![5, 0]));
    }

    async fn new_rates_hold_from_their_day_on_and_leave_the_past_alone(app: TestApp) {
        let claim = in_service(&app).await;
        served(&app, &claim, "08:00", "09:00").await;
        let admin = app.user("admin").await;
        for (field, wrong) in [("from", rates("2026-11-05", 20)), ("hour", rates("2026-11-06", 101)), ("hour", rates("2026-11-06", -1))] {
            assert_eq!(set(&admin, wrong).await.expect(422).fields(), [field]);
        }
        let mut unknown = rates("2026-11-06", 20);
        unknown["kinds"] = json!({"nothing": 3});
        assert_eq!(set(&admin, unknown).await.fields(), ["kinds[nothing]"]);
        let mut particular = rates("2026-11-06", 20);
        particular["kinds"] = json!({"safety_watch": 30});
        let card = set(&admin, particular).await.expect(201).json();
        assert_eq!((&card["version"], &card["versions"][0]["version"], &card["versions"][0]["from"]), (&json!(0), &json!(1), &json!("2026-11-06")));
        assert_eq!(ledger(&app, "volunteer").await, (10, vec![10]));
        app.clock.advance(TimeDelta::days(2));
        // Hours of the 4th that are entered only now are worth what an hour was worth then.
        served(&app, &claim, "09:00", "10:00").await;
        assert_eq!(ledger(&app, "volunteer").await, (20, vec![10, 10]));
        let later = app.entered(HERE, &claim, ("2026-11-06", "09:00", "10:00")).await;
        app.user("staff").await.post(&format!("{API}/shifts/{later}/confirm"), json!({})).await.ok();
        assert_eq!(ledger(&app, "volunteer").await, (50, vec![30, 10, 10]));
        let mine = points(&app.user("volunteer").await).await;
        assert_eq!((&mine["version"], &mine["entries"]["items"][0]["version"], &mine["entries"]["items"][0]["rate"]), (&json!(1), &json!(1), &json!(30)));
    }

    async fn a_post_of_its_own_rate_is_worth_that(app: TestApp) {
        let mut says = post();
        (says["title"], says["public_days"]) = (json!("燃气安全巡查"), json!(1));
        let claim = app.serves(HERE, says, "volunteer2").await;
        let held = app.user("volunteer2").await.get(&format!("{API}/hours")).await.ok();
        let mut particular = rates("2026-11-04", 10);
        particular["posts"] = json!({held["holds"][0]["post"].as_str().unwrap(): 40});
        set(&app.user("admin").await, particular).await.expect(201);
        app.clock.advance(TimeDelta::days(2));
        let shift = app.user("volunteer2").await.post(&format!("{API}/claims/{claim}/hours"), json!({"day": "2026-11-04", "from": "10:00",
            "to": "11:00", "note": "查了燃气"})).await.expect(201).json();
        app.user("staff").await.post(&format!("{API}/shifts/{}/confirm", shift["id"].as_str().unwrap()), json!({})).await.ok();
        assert_eq!(ledger(&app, "volunteer2").await, (40, vec![40]));
    }

    async fn a_quarter_is_computed_again_as_it_was_shown_and_that_is_recorded(app: TestApp) {
        let claim = in_service(&app).await;
        served(&app, &claim, "08:00", "09:30").await;
        app.ring().await;
        let admin = app.user("admin").await;
        set(&admin, rates("2027-01-01", 20)).await.expect(201);
        assert_eq!(difference(&admin, "2026Q5", 1).await.fields(), ["quarter"]);
        assert_eq!(difference(&admin, "2026Q4", 2).await.fields(), ["version"]);
        assert_eq!(difference(&admin, "2027Q1", 1).await.code(), "not_begun");
        let shown = difference(&admin, "2026Q4", 1).await.ok();
        let lines = shown["lines"].as_array().unwrap();
        assert_eq!((&shown["before"], &shown["after"], lines.len()), (&json!(15), &json!(30), 1));
        assert_eq!((&lines[0]["before"], &lines[0]["after"]), (&json!(15), &json!(30)));
        assert_eq!(ledger(&app, "volunteer").await.0, 15, "a look changes nothing");
        // What was shown is no longer so: nothing happens.
        served(&app, &claim, "10:00", "11:00").await;
        app.ring().await;
        assert_eq!(recompute(&admin, &shown).await.code(), "someone_was_faster");
        let shown = difference(&admin, "2026Q4", 1).await.ok();
        recompute(&admin, &shown).await.ok();
        assert_eq!(recompute(&admin, &shown).await.code(), "someone_was_faster", "twice is once");
        let (sum, mut entries) = ledger(&app, "volunteer").await;
        entries.sort_unstable();
        assert_eq!((sum, entries), (50, vec![10, 10, 15, 15]));
        let again = difference(&admin, "2026Q4", 1).await.ok();
        assert_eq!(recompute(&admin, &again).await.code(), "no_difference");
        let card = admin.get(&format!("{API}/points/rates")).await.ok();
        assert_eq!(card["recomputed"], json!([{"quarter": "2026Q4", "version": 1}]));
        let audit = admin.get(&format!("{API}/audit?about=point_term")).await.ok();
        assert_eq!(audit["items"][0]["detail"]["zh"], "2026Q4，按第 1 版，1 人，一共变动 25 分");
        // And back, by the standard.
        let back = difference(&admin, "2026Q4", 0).await.ok();
        recompute(&admin, &back).await.ok();
        assert_eq!(ledger(&app, "volunteer").await.0, 25);
        assert_eq!(points(&app.user("volunteer").await).await["entries"]["items"][0]["because"], "corrected");
    }

    async fn however_many_work_at_it_a_deed_is_booked_once(app: TestApp) {
        let claim = in_service(&app).await;
        for hour in 8..14 {
            served(&app, &claim, &format!("{hour:02}:00"), &format!("{hour:02}:30")).await;
        }
        let mut workers = JoinSet::new();
        for _ in 0..8 {
            let app = app.clone();
            workers.spawn(async move { app.ring().await });
        }
        workers.join_all().await;
        assert_eq!(ledger(&app, "volunteer").await, (30, vec![5, 5, 5, 5, 5, 5]));
    }

    async fn rates_that_are_set_at_once_are_versions_one_after_another(app: TestApp) {
        let admin = app.user("admin").await;
        let mut tries = JoinSet::new();
        for hour in 1..=8 {
            let admin = admin.clone();
            tries.spawn(async move { set(&admin, rates("2026-12-01", hour)).await.status });
        }
        assert_eq!(tries.join_all().await, [201; 8]);
        let card = admin.get(&format!("{API}/points/rates")).await.ok();
        let versions: Vec<i64> = card["versions"].as_array().unwrap().iter().map(|one| one["version"].as_i64().unwrap()).collect();
        assert_eq!(versions, [8, 7, 6, 5, 4, 3, 2, 1, 0]);
    }

    async fn nothing_in_the_ledger_can_be_changed_or_removed(app: TestApp) {
        app.wish_at(HERE, "confirmed").await;
        app.ring().await;
        set(&app.user("admin").await, rates("2026-12-01", 12)).await.expect(201);
        for table in ["point_entries", "point_rates", "point_terms"] {
            for sql in [format!("update {table} set version = 7 returning 'changed'"), format!("delete from {table} returning 'removed'")] {
                let url = app.app_url();
                let tenant = app.tenant(HERE).await;
                assert!(app.rows_of(&url, Some(&tenant), &sql).await.is_err(), "{sql}");
            }
        }
        assert_eq!(ledger(&app, "volunteer").await.0, 5);
    }

    async fn with_scripts_off_the_rules_are_set_and_a_quarter_is_computed_again(app: TestApp) {
        let claim = in_service(&app).await;
        served(&app, &claim, "08:00", "09:30").await;
        app.ring().await;
        let [volunteer, admin] = [app.user("volunteer").await.browser(), app.user("admin").await.browser()];
        let page = volunteer.get(&format!("/c/{HERE}/points")).await;
        for said in ["15 分", "1 小时 30 分 × 每小时 10 分", "按通用规则", "每日巡查岗"] {
            assert!(page.expect(200).text.contains(said), "{said}");
        }
        let rules = volunteer.get(&format!("/c/{HERE}/points/rates")).await;
        assert!(rules.text.contains("服务 1 小时 10 分") && !rules.text.contains("points.set_rates"));
        let path = format!("/c/{HERE}/points/rates");
        let form = [("community", HERE), ("from", "2026-11-06"), ("hour", "20"), ("wish", "5"), ("most_a_day", "60"), ("kinds[safety_watch]", "许多")];
        let wrong = admin.form(&format!("{path}?do=points.set_rates"), &form).await;
        assert!(wrong.expect(422).text.contains("要写 0 到 100 的整数。") && wrong.text.contains("value=\"许多\""));
        // The post's own field is there as well, empty, and does not disturb.
        let held = app.user("volunteer").await.get(&format!("{API}/hours")).await.ok();
        let field = format!("posts[id-{}]", held["holds"][0]["post"].as_str().unwrap());
        assert!(wrong.text.contains(&format!("name=\"{field}\"")));
        let mut right = [form.as_slice(), &[(field.as_str(), "")]].concat();
        right[5].1 = "30";
        admin.form(&format!("{path}?do=points.set_rates"), &right).await.expect(303);
        let shown = admin.get(&format!("{path}?quarter=2026Q4&version=1")).await;
        assert!(shown.expect(200).text.contains("+30"), "90 minutes at 30 an hour are 45, 15 are there");
        let seen = difference(&app.user("admin").await, "2026Q4", 1).await.ok();
        let form = [("community", HERE), ("quarter", "2026Q4"), ("version", "1"), ("seen", seen["seen"].as_str().unwrap())];
        admin.form(&format!("{path}?quarter=2026Q4&version=1&do=points.recompute"), &form).await.expect(303);
        assert_eq!(ledger(&app, "volunteer").await.0, 45);
    }
}
