//! Shifts: in and out, entered later, confirmed, disputed, missed; never at two places at once, never more than eight hours.

use crate::harness::{Answer, Client, HERE, THERE, on_both, post};
use chrono::TimeDelta;
use serde_json::{Value, json};
use tokio::task::JoinSet;

const API: &str = "/api/v1/communities/dongyuan";
const THEIRS: &str = "/api/v1/communities/xiyuan";

async fn check_in(who: &Client, claim: &str) -> Answer {
    who.post(&format!("{API}/claims/{claim}/check_in"), json!({})).await
}

async fn enter(who: &Client, claim: &str, day: &str, from: &str, to: &str) -> Answer {
    let body = json!({"day": day, "from": from, "to": to, "note": "手机没电，补记"});
    who.post(&format!("{API}/claims/{claim}/hours"), body).await
}

async fn step(who: &Client, shift: &str, step: &str, body: Value) -> Answer {
    who.post(&format!("{API}/shifts/{shift}/{step}"), body).await
}

async fn newest_notice(who: &Client) -> String {
    let notices = who.get(&format!("{API}/notices")).await.ok();
    notices["items"][0]["said"]["zh"].as_str().unwrap_or_default().to_owned()
}

fn id(answer: &Answer) -> String {
    answer.expect(201).json()["id"].as_str().unwrap().to_owned()
}

/// A post without set times, public for a day.
fn as_it_comes() -> Value {
    let mut says = post();
    says["public_days"] = json!(1);
    says
}

on_both! {
    async fn whoever_holds_a_post_checks_in_and_out_and_the_desk_confirms(app: TestApp) {
        let claim = app.in_service(HERE).await;
        let [volunteer, staff] = [app.user("volunteer").await, app.user("staff").await];
        let begun = check_in(&volunteer, &claim).await;
        let shift = id(&begun);
        assert_eq!((&begun.json()["stage"], &begun.json()["to"]), (&json!("running"), &Value::Null));
        assert_eq!(check_in(&volunteer, &claim).await.code(), "running");
        assert_eq!(step(&volunteer, &shift, "check_out", json!({})).await.code(), "too_short");
        assert_eq!(step(&staff, &shift, "confirm", json!({})).await.code(), "not_in_stage");
        app.clock.advance(TimeDelta::minutes(150));
        let [volunteer, staff] = [app.user("volunteer").await, app.user("staff").await];
        let done = step(&volunteer, &shift, "check_out", json!({"note": "查了三栋楼"})).await.ok();
        assert_eq!((&done["stage"], &done["minutes"], &done["note"]), (&json!("reported"), &json!(150), &json!("查了三栋楼")));
        let mine = volunteer.get(&format!("{API}/hours")).await.ok();
        assert_eq!((&mine["minutes"], &mine["minutes_here"]), (&json!(0), &json!(0)), "nothing counts before it is confirmed");
        assert_eq!(step(&volunteer, &shift, "confirm", json!({})).await.status, 403);
        let waiting = staff.get(&format!("{API}/shifts?stage=reported")).await.ok();
        assert_eq!((&waiting["items"][0]["id"], &waiting["items"][0]["can"]), (&json!(shift), &json!(["confirm", "dispute"])));
        step(&staff, &shift, "confirm", json!({"version": 2})).await.ok();
        assert_eq!(step(&staff, &shift, "confirm", json!({"version": 2})).await.status, 409);
        assert!(newest_notice(&volunteer).await.contains("在“每日巡查岗”的服务，社区确认了。谢谢您。"));
        let mine = volunteer.get(&format!("{API}/hours")).await.ok();
        assert_eq!((&mine["minutes"], &mine["minutes_here"], &mine["shifts"]["items"][0]["stage"]), (&json!(150), &json!(150), &json!("confirmed")));
        assert_eq!(step(&volunteer, &shift, "withdraw", json!({})).await.code(), "not_in_stage");
    }

    async fn a_post_that_is_not_in_effect_is_not_served(app: TestApp) {
        let published = app.appointed(HERE).await;
        let volunteer = app.user("volunteer").await;
        check_in(&volunteer, &published).await.expect(404);
        enter(&volunteer, &published, "2026-11-02", "08:00", "09:00").await.expect(404);
        let claim = app.in_service(HERE).await;
        app.clock.advance(TimeDelta::hours(2));
        let volunteer = app.user("volunteer").await;
        volunteer.post(&format!("{API}/claims/{claim}/step_down"), json!({"reason": "搬家了"})).await.ok();
        assert_eq!(check_in(&volunteer, &claim).await.code(), "not_in_stage");
        // What was served while it was theirs can still be entered; the claim took effect on the 3rd at nine.
        enter(&volunteer, &claim, "2026-11-03", "09:30", "10:30").await.expect(201);
        assert_eq!(enter(&volunteer, &claim, "2026-11-03", "08:30", "09:30").await.code(), "not_held");
        app.clock.advance(TimeDelta::hours(2));
        assert_eq!(enter(&app.user("volunteer").await, &claim, "2026-11-03", "10:45", "11:30").await.code(), "not_held");
    }

    async fn hours_entered_later_are_refused_by_name_where_they_cannot_be(app: TestApp) {
        let claim = app.in_service(HERE).await;
        app.clock.advance(TimeDelta::days(2));
        let volunteer = app.user("volunteer").await;
        let body = json!({"day": "昨天", "from": "2点", "to": "25:00", "note": ""});
        let wrong = volunteer.post(&format!("{API}/claims/{claim}/hours"), body).await;
        assert_eq!((wrong.status, wrong.fields()), (422, ["day", "from", "to", "note"].map(str::to_owned).to_vec()));
        assert_eq!(enter(&volunteer, &claim, "2026-11-04", "16:00", "14:00").await.fields(), ["to"]);
        assert_eq!(enter(&volunteer, &claim, "2026-11-04", "16:00", "16:00").await.fields(), ["to"]);
        assert_eq!(enter(&volunteer, &claim, "2026-11-06", "08:00", "09:00").await.code(), "future");
        enter(&volunteer, &claim, "2026-11-04", "１４：００", "16:00").await.expect(201);
        assert_eq!(enter(&volunteer, &claim, "2026-11-04", "15:59", "17:00").await.code(), "overlap");
        enter(&volunteer, &claim, "2026-11-04", "06:00", "11:00").await.expect(201);
        enter(&volunteer, &claim, "2026-11-04", "16:00", "17:00").await.expect(201);
        assert_eq!(enter(&volunteer, &claim, "2026-11-04", "18:00", "18:01").await.code(), "too_much");
        app.clock.advance(TimeDelta::days(32));
        assert_eq!(enter(&app.user("volunteer").await, &claim, "2026-11-05", "08:00", "09:00").await.code(), "too_old");
    }

    async fn what_was_forgotten_is_ended_when_it_ended_and_not_later_than_eight_hours(app: TestApp) {
        let claim = app.in_service(HERE).await;
        let shift = id(&check_in(&app.user("volunteer").await, &claim).await);
        app.clock.advance(TimeDelta::hours(9));
        let volunteer = app.user("volunteer").await;
        assert_eq!(step(&volunteer, &shift, "check_out", json!({})).await.code(), "too_much");
        assert_eq!(step(&volunteer, &shift, "check_out", json!({"until": "11:00"})).await.fields(), ["note"]);
        assert_eq!(step(&volunteer, &shift, "check_out", json!({"until": "下午", "note": "忘了"})).await.fields(), ["until"]);
        // Before it began is the day after, which has not come.
        assert_eq!(step(&volunteer, &shift, "check_out", json!({"until": "08:00", "note": "忘了"})).await.code(), "future");
        let done = step(&volunteer, &shift, "check_out", json!({"until": "11:01", "note": "忘了签退"})).await.ok();
        assert_eq!((&done["minutes"], &done["stage"]), (&json!(120), &json!("reported")));
    }

    async fn nobody_is_at_two_places_at_once_in_whatever_communities(app: TestApp) {
        app.join_there("volunteer2").await;
        let here = app.serves(HERE, as_it_comes(), "volunteer2").await;
        // Of the other community they are a volunteer under the same account.
        let post_there = app.opened(THERE, as_it_comes()).await;
        let volunteer = app.user("volunteer2").await;
        let promise = json!({"promise": "每周都去看一遍", "shown": "whole"});
        let there = id(&volunteer.post(&format!("{THEIRS}/posts/{post_there}/claims"), promise).await);
        app.user("there.admin").await.post(&format!("{THEIRS}/claims/{there}/appoint"), json!({})).await.ok();
        app.clock.advance(TimeDelta::days(1));
        app.ring().await;
        app.clock.advance(TimeDelta::days(2));
        let volunteer = app.user("volunteer2").await;
        let day = "2026-11-05";
        let hours = |from: &str, to: &str| json!({"day": day, "from": from, "to": to, "note": "补记"});
        // Their clocks are two hours behind.
        volunteer.post(&format!("{THEIRS}/claims/{there}/hours"), hours("07:00", "12:00")).await.expect(201);
        assert_eq!(enter(&volunteer, &here, day, "13:00", "15:00").await.code(), "overlap");
        assert_eq!(enter(&volunteer, &here, day, "14:00", "17:01").await.code(), "too_much");
        // Whoever enters it for them learns that it does not fit, and nothing of where or when.
        let refused = enter(&app.user("staff").await, &here, day, "13:00", "15:00").await;
        assert_eq!((refused.status, refused.code()), (409, "overlap".to_owned()));
        assert!(!refused.text.contains("西园") && !refused.text.contains("09:00"), "{}", refused.text);
        let shift = id(&enter(&volunteer, &here, day, "14:00", "17:00").await);
        step(&app.user("staff").await, &shift, "confirm", json!({})).await.ok();
        let mine = volunteer.get(&format!("{THEIRS}/hours")).await.ok();
        assert_eq!((&mine["minutes_here"], &mine["minutes"]), (&json!(0), &json!(180)));
    }

    async fn of_many_times_at_once_only_those_that_fit_are_taken(app: TestApp) {
        let claim = app.in_service(HERE).await;
        app.clock.advance(TimeDelta::days(2));
        let [volunteer, staff] = [app.user("volunteer").await, app.user("staff").await];
        let mut tries = JoinSet::new();
        for i in 0..16 {
            let (who, claim) = (if i % 2 == 0 { volunteer.clone() } else { staff.clone() }, claim.clone());
            tries.spawn(async move { enter(&who, &claim, "2026-11-04", "10:00", "11:00").await });
        }
        let answers = tries.join_all().await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        for answer in answers.iter().filter(|answer| answer.status != 201) {
            assert_eq!(answer.code(), "overlap", "{}", answer.text);
        }
    }

    async fn disputed_hours_say_why_and_are_corrected_or_taken_back(app: TestApp) {
        let claim = app.in_service(HERE).await;
        app.clock.advance(TimeDelta::days(2));
        let [volunteer, staff] = [app.user("volunteer").await, app.user("staff").await];
        let shift = app.entered(HERE, &claim, ("2026-11-04", "10:00", "12:00")).await;
        assert_eq!(step(&staff, &shift, "dispute", json!({"reason": ""})).await.fields(), ["reason"]);
        step(&staff, &shift, "dispute", json!({"reason": "签到本上写的是到十一点"})).await.ok();
        assert!(newest_notice(&volunteer).await.contains("社区有疑问，写了原因"));
        let mine = volunteer.get(&format!("{API}/shifts")).await.ok();
        assert_eq!((&mine["items"][0]["reason"], &mine["items"][0]["can"]), (&json!("签到本上写的是到十一点"), &json!(["withdraw", "correct"])));
        let right = json!({"day": "2026-11-04", "from": "10:00", "to": "11:00", "note": "记错了"});
        let corrected = step(&volunteer, &shift, "correct", right.clone()).await.ok();
        assert_eq!((&corrected["minutes"], &corrected["stage"]), (&json!(60), &json!("reported")));
        assert_eq!(step(&volunteer, &shift, "correct", right).await.code(), "not_in_stage");
        step(&staff, &shift, "confirm", json!({})).await.ok();
        // A mistake is found later: it counts no more until it is settled.
        step(&staff, &shift, "dispute", json!({"reason": "那天下雨，活动取消了"})).await.ok();
        assert_eq!(volunteer.get(&format!("{API}/hours")).await.ok()["minutes"], 0);
        step(&volunteer, &shift, "withdraw", json!({})).await.ok();
        // There is room again.
        app.entered(HERE, &claim, ("2026-11-04", "10:00", "12:00")).await;
    }

    async fn whoever_is_expected_is_reminded_a_day_and_two_hours_before_and_once_each(app: TestApp) {
        // In effect since nine on the 3rd; served from four to six every day.
        let claim = app.in_service(HERE).await;
        let reminders = async || {
            let mut workers = JoinSet::new();
            for _ in 0..4 {
                let app = app.clone();
                workers.spawn(async move { app.ring().await });
            }
            workers.join_all().await;
            let notices = app.user("volunteer").await.get(&format!("{API}/notices?limit=100")).await.ok();
            let said = notices["items"].as_array().unwrap().iter().filter(|one| one["kind"] == "shift_reminder");
            said.map(|one| one["said"]["zh"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(reminders().await, [""; 0]);
        app.clock.advance(TimeDelta::hours(5));
        let today = "提醒：11月3日 周二 16:00 您在“每日巡查岗”有班，地点：3 号楼。";
        assert_eq!(reminders().await, [today]);
        assert_eq!(reminders().await, [today]);
        app.clock.advance(TimeDelta::hours(2));
        let tomorrow = today.replace("11月3日 周二", "11月4日 周三");
        assert_eq!(reminders().await, [tomorrow.as_str(), today]);
        // Nobody looked for two days: of what has begun nothing is said, and of what comes next once.
        app.clock.advance(TimeDelta::hours(47));
        assert_eq!(reminders().await, [&today.replace("11月3日 周二", "11月5日 周四"), tomorrow.as_str(), today]);
        app.user("volunteer").await.post(&format!("{API}/claims/{claim}/step_down"), json!({"reason": "搬家了"})).await.ok();
        app.clock.advance(TimeDelta::hours(24));
        assert_eq!(reminders().await.len(), 3, "whoever gave it up is reminded of nothing");
        assert_eq!(app.rows("select kind from jobs where kind = 'reminders'").await, [""; 0]);
    }

    async fn many_hours_are_confirmed_at_once_or_none(app: TestApp) {
        let claim = app.in_service(HERE).await;
        app.clock.advance(TimeDelta::days(2));
        let mut shifts = Vec::new();
        for hour in 8..12 {
            let id = app.entered(HERE, &claim, ("2026-11-04", &format!("{hour:02}:00"), &format!("{hour:02}:30"))).await;
            shifts.push(json!({"id": id, "version": 1}));
        }
        let [volunteer, staff] = [app.user("volunteer").await, app.user("staff").await];
        let all = async |who: &Client, shifts: Value| who.post(&format!("{API}/shifts/confirm"), json!({"shifts": shifts})).await;
        all(&volunteer, json!(shifts)).await.expect(403);
        // One that changed meanwhile, or is nowhere: none of them counts.
        step(&staff, shifts[0]["id"].as_str().unwrap(), "dispute", json!({"reason": "再核对一下"})).await.ok();
        assert_eq!(all(&staff, json!(shifts)).await.status, 409);
        let nowhere = json!([shifts[1], {"id": "01970000-0000-7000-8000-000000000000", "version": 1}]);
        all(&staff, nowhere).await.expect(404);
        assert_eq!(staff.get(&format!("{API}/shifts?stage=confirmed")).await.ok()["items"], json!([]));
        let many: Vec<Value> = (0..101).map(|_| shifts[1].clone()).collect();
        assert_eq!(all(&staff, json!(many)).await.fields(), ["shifts"]);
        assert_eq!(all(&staff, json!([shifts[1], shifts[2], shifts[3], shifts[1]])).await.ok(), json!({"confirmed": 3}));
        assert_eq!(volunteer.get(&format!("{API}/hours")).await.ok()["minutes"], 90);
    }

    async fn of_two_who_confirm_the_same_hours_at_once_one_does(app: TestApp) {
        let claim = app.in_service(HERE).await;
        app.clock.advance(TimeDelta::days(2));
        let mut shifts = Vec::new();
        for hour in 8..14 {
            let id = app.entered(HERE, &claim, ("2026-11-04", &format!("{hour:02}:00"), &format!("{hour:02}:30"))).await;
            shifts.push(json!({"id": id, "version": 1}));
        }
        let mut tries = JoinSet::new();
        for login in ["staff", "admin"] {
            let who = app.user(login).await;
            shifts.reverse();
            let body = json!({"shifts": shifts});
            tries.spawn(async move { who.post(&format!("{API}/shifts/confirm"), body).await.status });
        }
        let mut answers = tries.join_all().await;
        answers.sort_unstable();
        assert_eq!(answers, [200, 409]);
    }

    async fn who_did_not_come_is_on_record_with_their_word(app: TestApp) {
        let claim = app.in_service(HERE).await;
        let miss = async |who: &Client, at: &str| who.post(&format!("{API}/claims/{claim}/miss"), json!({"from": at})).await;
        let staff = app.user("staff").await;
        // It is nine in the morning of the 3rd.
        let expected = staff.get(&format!("{API}/shifts/expected")).await.ok();
        let one = &expected["items"][0];
        assert_eq!((&one["title"], &one["stage"], &one["can_miss"], &one["can_check_in"]), (&json!("每日巡查岗"), &Value::Null, &json!(false), &json!(true)));
        assert_eq!(miss(&staff, "2026-11-03T16:00:00+08:00").await.code(), "too_early");
        assert_eq!(miss(&staff, "2026-11-03T15:00:00+08:00").await.code(), "not_planned");
        // Before it was theirs.
        assert_eq!(miss(&staff, "2026-11-02T16:00:00+08:00").await.code(), "not_planned");
        app.clock.advance(TimeDelta::hours(8));
        let [volunteer, staff, admin] = [app.user("volunteer").await, app.user("staff").await, app.user("admin").await];
        assert_eq!(staff.get(&format!("{API}/shifts/expected")).await.ok()["items"][0]["can_miss"], true);
        let missed = id(&miss(&staff, "2026-11-03T16:00:00+08:00").await);
        assert_eq!(miss(&staff, "2026-11-03T16:00:00+08:00").await.code(), "served");
        assert!(newest_notice(&volunteer).await.contains("没有到“每日巡查岗”上岗"));
        assert_eq!(staff.get(&format!("{API}/shifts/expected")).await.ok()["items"][0]["stage"], "missed");
        step(&volunteer, &missed, "explain", json!({"word": "孩子发烧，去医院了"})).await.ok();
        assert!(newest_notice(&admin).await.contains("有志愿者说明了为什么"));
        let seen = staff.get(&format!("{API}/shifts?stage=missed")).await.ok();
        assert_eq!((&seen["items"][0]["word"], &seen["items"][0]["can"]), (&json!("孩子发烧，去医院了"), &json!(["revoke"])));
        step(&staff, &missed, "revoke", json!({"reason": "事出有因，提前请过假"})).await.ok();
        // What was served is no longer missed.
        let late = id(&check_in(&volunteer, &claim).await);
        assert_eq!(miss(&staff, "2026-11-03T16:00:00+08:00").await.code(), "served");
        step(&staff, &late, "withdraw", json!({})).await.expect(403);
    }

    async fn nobody_decides_on_their_own_hours(app: TestApp) {
        let admin = app.user("admin").await;
        let volunteer = app.member(HERE, "volunteer").await;
        let claim = app.in_service(HERE).await;
        app.clock.advance(TimeDelta::days(2));
        let shift = app.entered(HERE, &claim, ("2026-11-04", "10:00", "12:00")).await;
        drop(admin);
        let admin = app.user("admin").await;
        admin.patch(&format!("{API}/members/{volunteer}"), json!({"roles": ["volunteer", "staff"]})).await.ok();
        let both = app.user("volunteer").await;
        assert_eq!(step(&both, &shift, "confirm", json!({})).await.status, 403);
        assert_eq!(step(&both, &shift, "dispute", json!({"reason": "自己问自己"})).await.status, 403);
        assert_eq!(both.post(&format!("{API}/claims/{claim}/miss"), json!({"from": "2026-11-04T16:00:00+08:00"})).await.status, 403);
        step(&admin, &shift, "confirm", json!({})).await.ok();
    }

    async fn the_desk_checks_in_and_out_for_somebody_who_is_told(app: TestApp) {
        let claim = app.in_service(HERE).await;
        let staff = app.user("staff").await;
        let shift = id(&check_in(&staff, &claim).await);
        let volunteer = app.user("volunteer").await;
        assert!(newest_notice(&volunteer).await.starts_with("服务台给您签到了"));
        check_in(&app.user("volunteer2").await, &claim).await.expect(404);
        app.clock.advance(TimeDelta::minutes(61));
        let done = step(&app.user("staff").await, &shift, "check_out", json!({})).await.ok();
        assert_eq!(done["minutes"], 61);
        assert!(newest_notice(&app.user("volunteer").await).await.starts_with("服务台给您签退了"));
    }

    async fn lists_go_on_where_they_ended(app: TestApp) {
        let claim = app.in_service(HERE).await;
        app.clock.advance(TimeDelta::days(2));
        let mut made = Vec::new();
        for hour in 8..13 {
            made.push(app.entered(HERE, &claim, ("2026-11-04", &format!("{hour:02}:00"), &format!("{hour:02}:30"))).await);
        }
        let staff = app.user("staff").await;
        for (narrowed, oldest_first) in [("", false), ("&stage=reported", true)] {
            let (mut seen, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = staff.get(&format!("{API}/shifts?limit=2{narrowed}{cursor}")).await.ok();
                seen.extend(page["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()));
                let Some(next) = page["next"].as_str() else { break };
                cursor = format!("&cursor={next}");
            }
            if !oldest_first {
                seen.reverse();
            }
            assert_eq!(seen, made, "{narrowed}");
        }
        assert_eq!(app.user("resident").await.get(&format!("{API}/shifts")).await.ok()["items"], json!([]));
    }

    async fn whoever_leaves_takes_their_words_along_and_the_hours_stay(app: TestApp) {
        let claim = app.in_service(HERE).await;
        app.clock.advance(TimeDelta::days(2));
        let shift = app.entered(HERE, &claim, ("2026-11-04", "10:00", "12:00")).await;
        let [volunteer, staff] = [app.user("volunteer").await, app.user("staff").await];
        step(&staff, &shift, "confirm", json!({})).await.ok();
        check_in(&volunteer, &claim).await.expect(201);
        let data = volunteer.get(&format!("{API}/my-data")).await.ok();
        assert_eq!(data["shifts"].as_array().unwrap().len(), 2);
        volunteer.delete_with(&format!("{API}/my-data"), json!({})).await.expect(204);
        let kept = app.rows("select stage || ' ' || minutes || ' ' || note from shifts order by id").await;
        assert_eq!(kept, ["confirmed 120 ", "withdrawn 0 "]);
        assert_eq!(app.rows("select 'x' from shifts where account_id is not null").await.len(), 0);
    }

    async fn ones_shifts_stand_in_a_calendar_for_whoever_knows_its_link_until_it_is_renewed(app: TestApp) {
        let link = format!("{API}/hours/calendar");
        app.in_service(HERE).await;
        let [volunteer, nobody] = [app.user("volunteer").await, app.anonymous()];
        assert_eq!(volunteer.get(&link).await.ok()["path"], Value::Null);
        let first = volunteer.post(&link, json!({})).await.expect(201).json()["path"].as_str().unwrap().to_owned();
        assert!(first.starts_with(&format!("/c/{HERE}/shifts.ics?key=")), "{first}");
        assert_eq!(volunteer.get(&link).await.ok()["path"], first.as_str());
        let calendar = nobody.get(&first).await;
        assert_eq!(calendar.expect(200).header("content-type"), "text/calendar; charset=utf-8");
        let lines: Vec<&str> = calendar.text.split("\r\n").collect();
        assert_eq!((lines.first(), lines.iter().rev().find(|line| !line.is_empty())), (Some(&"BEGIN:VCALENDAR"), Some(&"END:VCALENDAR")));
        // Every day from 16:00 to 18:00 in China, from the day on which it took effect, for ninety days.
        assert_eq!(calendar.text.matches("BEGIN:VEVENT").count(), 91);
        for said in ["DTSTART:20261103T080000Z", "DTEND:20261103T100000Z", "SUMMARY:每日巡查岗", "LOCATION:3 号楼", "X-WR-CALNAME:东园社区的志愿服务"] {
            assert!(lines.contains(&said), "{said}: {}", calendar.text);
        }
        let names: std::collections::BTreeSet<&str> = lines.iter().copied().filter(|line| line.starts_with("UID:")).collect();
        assert_eq!(names.len(), 91, "each shift is known again");
        let second = volunteer.post(&link, json!({})).await.expect(201).json()["path"].as_str().unwrap().to_owned();
        nobody.get(&first).await.expect(404);
        nobody.get(&second).await.expect(200);
        // In another community the same key opens nothing.
        nobody.get(&second.replace(HERE, THERE)).await.expect(404);
        nobody.get(&format!("/c/{HERE}/shifts.ics")).await.expect(404);
        nobody.get(&format!("/c/{HERE}/shifts.ics?key=")).await.expect(404);
        volunteer.delete(&link).await.expect(204);
        volunteer.delete(&link).await.expect(204);
        nobody.get(&second).await.expect(404);
        let page = volunteer.browser().get(&format!("/c/{HERE}/my-shifts")).await;
        assert!(page.expect(200).text.contains("shifts.renew_calendar") && !page.text.contains("shifts.end_calendar"));
        let sent = volunteer.browser().form(&format!("/c/{HERE}/my-shifts?do=shifts.renew_calendar"), &[("community", HERE)]).await;
        sent.expect(303);
        assert!(volunteer.browser().get(&format!("/c/{HERE}/my-shifts")).await.text.contains("/shifts.ics?key="));
        let third = volunteer.get(&link).await.ok()["path"].as_str().unwrap().to_owned();
        volunteer.delete(&format!("{API}/my-data")).await.expect(204);
        nobody.get(&third).await.expect(404);
    }
}
