//! What happens by itself: reminders at half, four fifths and the whole of a limit, and closing after seven days without
//! a word; each once, whoever works and however often.

use crate::harness::{Client, HERE, PASSWORD, TestApp, on_both, start};
use app::communities;
use app::kernel::actor::{Role, Roles};
use app::kernel::db::Mode;
use app::wishes::stage::LAPSE_AFTER;
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// An order with half an hour to the answer, placed at nine.
async fn order(app: &TestApp, who: &Client) -> String {
    let category = app.category(HERE, "home_repair").await;
    let new = json!({"kind": "service_order", "category": category, "title": "厨房的灯坏了", "text": "请来修"});
    app.clock.set(start());
    let placed = who.post(&format!("/api/v1/communities/{HERE}/wishes"), new).await.ok();
    placed["id"].as_str().unwrap().to_owned()
}

/// What somebody was told, oldest first: kind, and the sentence in Chinese.
async fn told(app: &TestApp, login: &str) -> Vec<(String, String)> {
    let page = app.user(login).await.get(&format!("/api/v1/communities/{HERE}/notices?limit=100")).await.ok();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    page["items"].as_array().unwrap().iter().rev().map(|one| (text(&one["kind"]), text(&one["said"]["zh"]))).collect()
}

async fn kinds(app: &TestApp, login: &str) -> Vec<String> {
    told(app, login).await.into_iter().map(|(kind, _)| kind).collect()
}

/// How often each thing happened to a wish by itself.
async fn by_itself(app: &TestApp) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for kind in app.rows("select kind from events where channel = 'clock'").await {
        *counts.entry(kind).or_default() += 1;
    }
    counts
}

on_both! {
    async fn at_each_mark_the_resident_and_whoever_must_act_are_told_once_and_at_the_end_the_admin(app: TestApp) {
        let resident = app.user("resident").await;
        let wish = order(&app, &resident).await;
        for (minutes, expected) in [(14, 0), (15, 1), (16, 1), (23, 1), (24, 2), (29, 2), (30, 3), (31, 3), (600, 3)] {
            app.clock.set(start() + TimeDelta::minutes(minutes) + TimeDelta::seconds(5));
            app.ring().await;
            app.ring().await;
            assert_eq!(kinds(&app, "resident").await.len(), expected, "after {minutes} minutes");
            assert_eq!(kinds(&app, "staff").await.len(), expected, "after {minutes} minutes");
        }
        assert_eq!(kinds(&app, "resident").await, ["reminded", "reminded", "overdue"]);
        assert_eq!(kinds(&app, "admin").await, ["overdue"]);
        for nobody in ["resident2", "volunteer", "grid", "unverified"] {
            assert_eq!(kinds(&app, nobody).await, Vec::<String>::new(), "{nobody}");
        }
        let said = told(&app, "resident").await;
        assert!(said[0].1.contains("家里小修小补") && said[0].1.contains("等工作人员答复") && said[0].1.contains("09:30"), "{said:?}");
        assert!(said[2].1.contains("很抱歉") && said[2].1.contains("已经告诉社区管理员"), "{said:?}");
        assert!(said.iter().all(|(_, zh)| !zh.contains("厨房")), "a notice holds what was written: {said:?}");
        let history = resident.get(&format!("/api/v1/communities/{HERE}/wishes/{wish}/events")).await.ok();
        let lines: Vec<&str> = history["items"].as_array().unwrap().iter().map(|line| line["kind"].as_str().unwrap()).collect();
        assert_eq!(lines, ["placed", "reminded", "reminded", "overdue"]);
        assert_eq!(history["items"][3]["channel"], "clock");
    }

    async fn who_holds_a_wish_is_reminded_of_it_and_a_comment_changes_nothing(app: TestApp) {
        let wish = app.wish_at(HERE, "claimed").await;
        app.user("volunteer").await.post(&format!("/api/v1/communities/{HERE}/notices/read"), json!({})).await.ok();
        let before = (kinds(&app, "volunteer").await, kinds(&app, "staff").await);
        app.clock.advance(TimeDelta::hours(84));
        app.ring().await;
        app.user("resident").await.step(HERE, &wish, "comment").await.ok();
        app.ring().await;
        let volunteer = told(&app, "volunteer").await;
        assert_eq!(volunteer.len(), before.0.len() + 1);
        assert!(volunteer.last().unwrap().1.contains("在您手上"), "{volunteer:?}");
        assert_eq!(kinds(&app, "staff").await, before.1);
        let resident = told(&app, "resident").await;
        assert!(resident.last().unwrap().1.contains("在 郑** 手上"), "{resident:?}");
    }

    async fn three_workers_at_once_tell_each_once(app: TestApp) {
        let resident = app.user("resident").await;
        for _ in 0..12 {
            order(&app, &resident).await;
        }
        for minutes in [15, 24, 30] {
            app.clock.set(start() + TimeDelta::minutes(minutes) + TimeDelta::seconds(5));
            let call = server::worker::call(&app.app);
            let round = || server::worker::round(&call);
            tokio::join!(round(), round(), round());
            app.ring().await;
        }
        assert_eq!(by_itself(&app).await, BTreeMap::from([("overdue".to_owned(), 12), ("reminded".to_owned(), 24)]));
        for (login, each) in [("resident", 3), ("staff", 3), ("admin", 1)] {
            assert_eq!(kinds(&app, login).await.len(), 12 * each, "{login}");
        }
        assert_eq!(app.rows("select cast(attempts as text) from jobs where attempts > 0").await, Vec::<String>::new());
    }

    /// Two servers take the same job from their lists; the second finds it done.
    async fn a_job_that_was_seen_before_is_worked_off_once(app: TestApp) {
        let resident = app.user("resident").await;
        order(&app, &resident).await;
        app.clock.set(start() + TimeDelta::minutes(16));
        let call = server::worker::call(&app.app);
        let seen = server::worker::due(&call).await.unwrap();
        let (slug, job) = seen.into_iter().find(|(_, job)| job.kind == "wish").unwrap();
        assert!(server::worker::work(&call, &slug, job.clone()).await.unwrap());
        assert!(!server::worker::work(&call, &slug, job).await.unwrap());
        assert_eq!(kinds(&app, "resident").await, ["reminded"]);
    }

    /// All marks have rung, so no job is left; both moves want one anew.
    async fn two_at_once_take_a_late_order_and_one_was_faster(app: TestApp) {
        let resident = app.user("resident").await;
        let [staff, admin] = [app.user("staff").await, app.user("admin").await];
        for _ in 0..6 {
            let wish = order(&app, &resident).await;
            app.clock.set(start() + TimeDelta::hours(2));
            app.ring().await;
            assert!(app.rows("select kind from jobs where kind = 'wish'").await.is_empty());
            let (one, other) = tokio::join!(staff.step(HERE, &wish, "accept"), admin.step(HERE, &wish, "accept"));
            let mut statuses = [one.status, other.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 409], "{} {}", one.text, other.text);
            resident.step(HERE, &wish, "withdraw").await.ok();
        }
    }

    async fn what_was_missed_while_no_server_ran_is_told_in_its_order(app: TestApp) {
        let resident = app.user("resident").await;
        order(&app, &resident).await;
        app.clock.set(start() + TimeDelta::days(3));
        app.ring().await;
        let said = told(&app, "resident").await;
        assert_eq!(said.iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>(), ["reminded", "reminded", "overdue"]);
        // What comes too late to be in time says so.
        assert!(said.iter().all(|(_, zh)| zh.contains("本应在 11月2日 周一 09:30 前答复")), "{said:?}");
    }

    async fn a_pause_silences_a_clock_and_reopening_rings_anew(app: TestApp) {
        let wish = app.wish_at(HERE, "claimed").await;
        let [staff, volunteer, resident] = [app.user("staff").await, app.user("volunteer").await, app.user("resident").await];
        let until = (app.clock.now() + TimeDelta::days(20)).to_rfc3339();
        staff.step_with(HERE, &wish, "pause", json!({"reason": "在等配件", "until": until})).await.ok();
        app.clock.advance(TimeDelta::days(19));
        app.ring().await;
        assert_eq!(by_itself(&app).await, BTreeMap::new());
        app.clock.advance(TimeDelta::days(10));
        app.ring().await;
        assert_eq!(by_itself(&app).await, BTreeMap::from([("overdue".to_owned(), 1), ("reminded".to_owned(), 2)]));
        volunteer.step(HERE, &wish, "deliver").await.ok();
        resident.step(HERE, &wish, "reopen").await.ok();
        app.clock.advance(TimeDelta::days(4));
        app.ring().await;
        assert_eq!(by_itself(&app).await["reminded"], 3);
        assert!(told(&app, "staff").await.iter().any(|(kind, zh)| kind == "reopened" && zh.contains("还没有解决")));
    }

    async fn seven_days_after_delivery_without_a_word_it_closes_by_itself(app: TestApp) {
        let wish = app.wish_at(HERE, "delivered").await;
        let [resident, volunteer] = [app.user("resident").await, app.user("volunteer").await];
        app.clock.advance(LAPSE_AFTER - TimeDelta::minutes(1));
        app.ring().await;
        assert_eq!(resident.wish(HERE, &wish).await.ok()["stage"], "delivered");
        app.clock.advance(TimeDelta::minutes(1));
        app.ring().await;
        let closed = resident.wish(HERE, &wish).await.ok();
        assert_eq!((&closed["stage"], &closed["grade"]), (&json!("lapsed"), &Value::Null));
        assert!(told(&app, "resident").await.iter().any(|(kind, zh)| kind == "lapsed" && zh.contains("自动办结")));
        // Whoever held it sees where they went no longer; the resident still has the last word.
        assert_eq!(volunteer.wish(HERE, &wish).await.ok()["contact"], Value::Null);
        resident.step(HERE, &wish, "confirm").await.expect(409);
        app.clock.advance(TimeDelta::days(6));
        let again = resident.step(HERE, &wish, "reopen").await.ok();
        assert_eq!(again["stage"], "accepted");
        let gone = app.wish_at(HERE, "lapsed").await;
        app.clock.advance(TimeDelta::days(7));
        resident.step(HERE, &gone, "reopen").await.expect(409);
        let page = resident.browser().get(&format!("/c/{HERE}/wishes/{gone}")).await;
        assert!(page.text.contains("自动办结") && page.text.contains("时钟"), "{}", page.text);
    }

    async fn a_word_in_time_keeps_it_from_closing(app: TestApp) {
        let wish = app.wish_at(HERE, "confirmed").await;
        app.clock.advance(LAPSE_AFTER * 2);
        app.ring().await;
        assert_eq!(app.user("resident").await.wish(HERE, &wish).await.ok()["stage"], "confirmed");
        assert_eq!(by_itself(&app).await, BTreeMap::new());
    }

    async fn a_job_that_fails_is_put_off_and_holds_up_no_other(app: TestApp) {
        let resident = app.user("resident").await;
        order(&app, &resident).await;
        // A kind that this server does not know, due before the other.
        let columns = "community_id, kind, subject_id, due_at, attempts";
        app.rows(&format!("insert into jobs ({columns}) select community_id, 'tomorrow', subject_id, due_at, 0 from jobs where kind = 'wish' returning kind")).await;
        app.clock.set(start() + TimeDelta::minutes(15) + TimeDelta::seconds(5));
        app.ring().await;
        assert_eq!(kinds(&app, "resident").await, ["reminded"]);
        assert_eq!(app.rows("select cast(attempts as text) from jobs where kind = 'tomorrow'").await, ["1"]);
        app.clock.advance(TimeDelta::minutes(2));
        app.ring().await;
        assert_eq!(app.rows("select cast(attempts as text) from jobs where kind = 'tomorrow'").await, ["2"]);
    }

    async fn where_there_is_no_staff_the_admins_are_told_and_the_doctor_misses_who_is_missing(app: TestApp) {
        let resident = app.user("resident").await;
        let call = server::worker::call(&app.app);
        assert_eq!(server::doctor::unheard(&call).await.unwrap(), []);
        let set = async |login: &str, roles: Vec<Role>| {
            let who = app::communities::model::Registration { name: login.to_owned(), consent: PASSWORD.to_owned(), ..Default::default() };
            let input = (login.to_owned(), who, Roles::new(roles));
            communities::serve(&app.operator(), "test", Mode::Write, HERE, input, communities::ops::grant).await.unwrap();
        };
        set("staff", vec![Role::Resident]).await;
        order(&app, &resident).await;
        app.clock.set(start() + TimeDelta::minutes(16));
        app.ring().await;
        assert_eq!(kinds(&app, "admin").await, ["reminded"]);
        assert_eq!(server::doctor::unheard(&call).await.unwrap(), []);
        set("admin", vec![Role::Resident]).await;
        assert_eq!(server::doctor::unheard(&call).await.unwrap(), [(HERE.to_owned(), vec![Role::Staff, Role::Admin])]);
        set("staff", vec![Role::Staff]).await;
        assert_eq!(server::doctor::unheard(&call).await.unwrap(), [(HERE.to_owned(), vec![Role::Admin])]);
        // Looked at when it begins to work, and again once it is three at night in China.
        let mut checked = None;
        for (now, found) in [("2026-11-05T01:00:00Z", Some(1)), ("2026-11-05T18:59:59Z", None), ("2026-11-05T19:00:00Z", Some(1)), ("2026-11-05T20:00:00Z", None)] {
            app.clock.set(now.parse().unwrap());
            assert_eq!(server::worker::once_a_night(&call, &mut checked).await, found, "{now}");
        }
        set("admin", vec![Role::Admin]).await;
        app.clock.set("2026-11-06T19:00:00Z".parse().unwrap());
        assert_eq!(server::worker::once_a_night(&call, &mut checked).await, Some(0));
    }

    async fn notices_go_on_page_after_page_and_are_read_once(app: TestApp) {
        for _ in 0..3 {
            app.wish_at(HERE, "accepted").await;
        }
        let resident = app.user("resident").await;
        let notices = format!("/api/v1/communities/{HERE}/notices");
        let first = resident.get(&format!("{notices}?limit=2")).await.ok();
        let next = first["next"].as_str().unwrap().to_owned();
        let second = resident.get(&format!("{notices}?limit=2&cursor={next}")).await.ok();
        assert_eq!((first["items"].as_array().unwrap().len(), second["items"].as_array().unwrap().len()), (2, 1));
        assert_eq!(second["next"], Value::Null);
        assert!(first["items"].as_array().unwrap().iter().all(|one| one["read"] == false));
        for read in [3, 0] {
            assert_eq!(resident.post(&format!("{notices}/read"), json!({})).await.ok()["read"], read);
        }
        assert!(resident.get(&notices).await.ok()["items"].as_array().unwrap().iter().all(|one| one["read"] == true));
        resident.get(&format!("{notices}?cursor=somewhere")).await.expect(422);
        resident.get(&format!("{notices}?page=2")).await.expect(422);
    }

    async fn looking_at_a_wish_reads_what_was_told_of_it_and_one_press_reads_all(app: TestApp) {
        let first = app.wish_at(HERE, "delivered").await;
        app.wish_at(HERE, "accepted").await;
        let resident = app.user("resident").await.browser();
        let home = format!("/c/{HERE}");
        assert!(resident.get(&home).await.text.contains("4 条新的"));
        resident.get(&format!("{home}/wishes/{first}")).await.expect(200);
        assert!(resident.get(&home).await.text.contains("1 条新的"));
        let page = resident.get(&format!("{home}/notices")).await;
        assert!(page.text.contains("都看过了") && page.text.contains("社区接了您的"), "{}", page.text);
        resident.form(&format!("{home}/notices?do=notices.read_all"), &[("community", HERE)]).await.expect(303);
        let page = resident.get(&format!("{home}/notices")).await;
        assert!(!page.text.contains("都看过了") && !page.text.contains("条新的"), "{}", page.text);
        assert!(app.user("resident2").await.browser().get(&format!("{home}/notices")).await.text.contains("还没有通知"));
    }
}
