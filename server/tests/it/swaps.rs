//! Shifts that change hands between those who hold the same post.

use crate::harness::{Answer, Client, HERE, THERE, TestApp, name_of, on_both, post};
use chrono::TimeDelta;
use serde_json::{Value, json};

const API: &str = "/api/v1/communities/dongyuan";

/// When the shift of that day in November begins.
fn on(day: u32) -> String {
    format!("2026-11-{day:02}T19:00:00+08:00")
}

async fn offer(who: &Client, claim: &str, gives: u32, (with, takes): (&str, Option<u32>)) -> Answer {
    who.post(&format!("{API}/claims/{claim}/swaps"), json!({"gives": on(gives), "with": with, "takes": takes.map(on)})).await
}

async fn step(who: &Client, swap: &str, step: &str) -> Answer {
    who.post(&format!("{API}/swaps/{swap}/{step}"), json!({})).await
}

fn id(answer: Answer) -> String {
    answer.expect(201).json()["id"].as_str().unwrap().to_owned()
}

/// When the next shifts of somebody begin, by the post that two hold.
async fn next(who: &Client) -> Vec<Value> {
    let holds = who.get(&format!("{API}/hours")).await.ok()["holds"].clone();
    let next = holds.as_array().unwrap().iter().find(|hold| hold["title"] == "门口值守岗").unwrap()["next"].clone();
    next.as_array().unwrap().iter().map(|planned| planned["from"].clone()).collect()
}

async fn newest_notice(who: &Client) -> Value {
    who.get(&format!("{API}/notices")).await.ok()["items"][0].clone()
}

/// Another who holds the post of the pair on these days: their log-in name, and their claim.
async fn third(app: &TestApp, days: &[&str]) -> (String, String) {
    let (login, member) = app.newcomer(HERE, "孙志愿").await;
    let admin = app.user("admin").await;
    admin.patch(&format!("{API}/members/{member}"), json!({"verified": true, "roles": ["volunteer"]})).await.ok();
    let [one, _] = app.pair(HERE).await;
    let mine = app.user("volunteer").await.get(&format!("{API}/claims")).await.ok();
    let post = mine["items"].as_array().unwrap().iter().find(|claim| claim["id"] == one.as_str()).unwrap()["post"].clone();
    let claim = app.claim_on(HERE, post.as_str().unwrap(), &login, days).await;
    app.take_effect(HERE, &[&claim], 1).await;
    (login, claim)
}

/// Lets somebody claim a post of [`THERE`] that is served on these days of the week, from 17:30 to 18:30 by their clocks.
async fn busy_there(app: &TestApp, login: &str, weekday: usize) {
    let mut says = post();
    let mut week = [""; 7];
    week[weekday] = "17:30-18:30";
    says["times"] = json!({"kind": "weekly", "week": week});
    let post = app.opened(THERE, says).await;
    let promise = json!({"promise": "每周都准时到", "shown": "whole"});
    app.user(login).await.post(&format!("/api/v1/communities/{THERE}/posts/{post}/claims"), promise).await.expect(201);
}

on_both! {
    async fn once_both_agree_each_has_the_others_shift(app: TestApp) {
        let [one, other] = app.pair(HERE).await;
        let [volunteer, fellow, staff] = [app.user("volunteer").await, app.user("volunteer2").await, app.user("staff").await];
        // The page says what can be swapped, and shows the other as they chose.
        let shared = app.shared(HERE).await.unwrap();
        assert_eq!(shared["shifts"][0]["from"], on(4));
        assert_eq!((&shared["fellows"][0]["claim"], &shared["fellows"][0]["shifts"][1]["from"]), (&json!(other), &json!(on(5))));
        let name = shared["fellows"][0]["name"].as_str().unwrap();
        assert!(name.contains('*') && name != name_of("volunteer2"), "{name}");
        let swap = id(offer(&volunteer, &one, 4, (&other, Some(5))).await);
        let told = newest_notice(&fellow).await;
        assert_eq!(told["said"]["zh"], "“门口值守岗”的同岗想和您换班：请您来 11月4日 周三 19:00 的班，对方来您 11月5日 周四 19:00 的班。请答复。");
        assert_eq!(told["link"], "swaps");
        // Nothing has changed hands yet.
        assert_eq!(next(&volunteer).await[..2], [on(4), on(6)]);
        step(&fellow, &swap, "agree").await.ok();
        assert!(newest_notice(&volunteer).await["said"]["zh"].as_str().unwrap().contains("对方同意了，换好了"));
        assert_eq!(next(&volunteer).await[..2], [on(5), on(6)]);
        assert_eq!(next(&fellow).await[..3], [on(3), on(4), on(7)]);
        // The desk expects whoever comes, and misses nobody else.
        app.clock.set("2026-11-04T14:00:00Z".parse().unwrap());
        let expected = staff.get(&format!("{API}/shifts/expected")).await.ok();
        let expected: Vec<&Value> = expected["items"].as_array().unwrap().iter().map(|one| &one["claim"]).collect();
        assert_eq!(expected, [&json!(other)]);
        let miss = async |claim: &str| staff.post(&format!("{API}/claims/{claim}/miss"), json!({"from": on(4)})).await;
        assert_eq!((miss(&one).await.status, miss(&other).await.status), (409, 201));
        // It is over: nobody answers it twice, and it is listed.
        for (who, what) in [(&fellow, "agree"), (&fellow, "decline"), (&volunteer, "withdraw")] {
            assert_eq!((step(who, &swap, what).await.status, step(who, &swap, what).await.code()), (409, "not_in_stage".to_owned()));
        }
        let listed = volunteer.get(&format!("{API}/swaps")).await.ok()["offers"][0].clone();
        assert_eq!((&listed["id"], &listed["stage"], &listed["is_open"]), (&json!(swap), &json!("agreed"), &json!(false)));
        let audit = app.user("admin").await.browser().get(&format!("/c/{HERE}/audit")).await.text;
        assert!(audit.contains("同意换班") && audit.contains("换了班"), "{audit}");
    }

    async fn whoever_steps_in_has_one_more_and_may_give_it_back(app: TestApp) {
        let [one, other] = app.pair(HERE).await;
        let [volunteer, fellow] = [app.user("volunteer").await, app.user("volunteer2").await];
        let swap = id(offer(&volunteer, &one, 6, (&other, None)).await);
        step(&fellow, &swap, "decline").await.ok();
        assert!(newest_notice(&volunteer).await["said"]["zh"].as_str().unwrap().contains("对方不方便，这一班还是您的"));
        let swap = id(offer(&volunteer, &one, 6, (&other, None)).await);
        step(&fellow, &swap, "agree").await.ok();
        assert_eq!(next(&volunteer).await[..2], [on(4), on(9)]);
        assert_eq!(next(&fellow).await[..3], [on(3), on(5), on(6)]);
        // A shift of two hands: from there on it goes as any other, and back.
        let back = id(offer(&fellow, &other, 6, (&one, None)).await);
        step(&volunteer, &back, "agree").await.ok();
        assert_eq!(next(&volunteer).await[..2], [on(4), on(6)]);
        assert_eq!(app.rows("select 'x' from claims where cast(covers as text) like '%2026-11-06%'").await.len(), 0);
        // Taken back, it is off, and the other is told.
        let swap = id(offer(&volunteer, &one, 4, (&other, None)).await);
        step(&volunteer, &swap, "withdraw").await.ok();
        assert!(newest_notice(&fellow).await["said"]["zh"].as_str().unwrap().contains("对方不用换了"));
        assert_eq!(step(&fellow, &swap, "agree").await.code(), "not_in_stage");
    }

    async fn an_offer_that_cannot_be_is_refused_by_name(app: TestApp) {
        app.join_there("volunteer").await;
        let [one, other] = app.pair(HERE).await;
        let (_, everyday) = third(&app, &[]).await;
        let alone = app.in_service(HERE).await;
        busy_there(&app, "volunteer", 5).await;
        // It is Thursday the fifth, nine in the morning.
        let volunteer = app.user("volunteer").await;
        for (gives, with, takes, field, code) in [
            (7, &other, None, "gives", "not_yours"),
            (4, &other, None, "gives", "not_yours"),
            (6, &one, None, "asks", "no_fellow"),
            (6, &alone, None, "asks", "no_fellow"),
            (6, &other, Some(6), "asks", "not_theirs"),
            (6, &other, Some(3), "asks", "not_theirs"),
            (6, &everyday, None, "asks", "there_already"),
            (6, &other, Some(7), "asks", "clash"),
        ] {
            let refused = offer(&volunteer, &one, gives, (with, takes)).await;
            let problem = refused.json()["errors"][0].clone();
            assert_eq!((refused.status, &problem["field"], &problem["code"]), (422, &json!(field), &json!(code)), "{}", refused.text);
            if code == "clash" {
                assert!(refused.text.contains("11月7日 周六 19:30 您在西园社区已有班"), "{}", refused.text);
            }
        }
        let typed = json!({"gives": "昨天", "with": "张三"});
        assert_eq!(volunteer.post(&format!("{API}/claims/{one}/swaps"), typed).await.status, 422);
        // Once is enough; and a claim that is in effect no more has no shifts.
        offer(&volunteer, &one, 6, (&other, None)).await.expect(201);
        assert_eq!(offer(&volunteer, &one, 6, (&other, Some(8))).await.code(), "offered_already");
        volunteer.post(&format!("{API}/claims/{one}/step_down"), json!({"reason": "搬家了"})).await.ok();
        assert_eq!(offer(&volunteer, &one, 6, (&other, None)).await.code(), "not_in_stage");
        assert_eq!(app.count("swaps").await, 1);
    }

    async fn whoever_agrees_hears_of_their_own_clash_and_of_nobody_elses(app: TestApp) {
        for login in ["volunteer", "volunteer2"] {
            app.join_there(login).await;
        }
        let [one, other] = app.pair(HERE).await;
        let [volunteer, fellow] = [app.user("volunteer").await, app.user("volunteer2").await];
        let [first, second] = [
            id(offer(&volunteer, &one, 4, (&other, None)).await),
            id(offer(&volunteer, &one, 6, (&other, Some(5))).await),
        ];
        busy_there(&app, "volunteer2", 2).await;
        let own = step(&fellow, &first, "agree").await;
        assert_eq!((own.status, own.code()), (409, "clash".to_owned()));
        assert!(own.text.contains("11月4日 周三 19:30 您在西园社区已有班"), "{}", own.text);
        // Whoever offered has something else by now. What, and where, is theirs to know.
        busy_there(&app, "volunteer", 3).await;
        let theirs = step(&fellow, &second, "agree").await;
        assert_eq!((theirs.status, theirs.code()), (409, "swap_over".to_owned()));
        assert!(!theirs.text.contains("西园"), "{}", theirs.text);
        assert_eq!(next(&volunteer).await[..2], [on(4), on(6)]);
    }

    async fn what_is_over_by_time_or_by_leaving_is_answered_no_more(app: TestApp) {
        let [one, other] = app.pair(HERE).await;
        let [volunteer, fellow] = [app.user("volunteer").await, app.user("volunteer2").await];
        let late = id(offer(&volunteer, &one, 4, (&other, None)).await);
        let left = id(offer(&volunteer, &one, 9, (&other, None)).await);
        app.clock.set("2026-11-04T11:00:00Z".parse().unwrap());
        assert_eq!(step(&fellow, &late, "agree").await.code(), "swap_over");
        app.user("admin").await.post(&format!("{API}/claims/{one}/dismiss"), json!({"reason": "几次没来"})).await.ok();
        assert_eq!(step(&fellow, &left, "agree").await.code(), "swap_over");
        for who in [&volunteer, &fellow] {
            let swaps = who.get(&format!("{API}/swaps")).await.ok();
            assert!(swaps["offers"].as_array().unwrap().iter().all(|offer| offer["is_open"] == false && offer["stage"] == "offered"), "{swaps}");
        }
        // Its own page says so, and offers nothing to press.
        let page = fellow.browser().get(&format!("/c/{HERE}/swaps")).await;
        assert!(page.text.contains("过时了") && !page.text.contains("posts.agree"), "{}", page.text);
    }

    async fn of_answers_at_the_same_time_one_counts(app: TestApp) {
        let [one, other] = app.pair(HERE).await;
        let (login, claim) = third(&app, &["tue"]).await;
        let [volunteer, fellow] = [app.user("volunteer").await, app.user("volunteer2").await];
        let swap = id(offer(&volunteer, &one, 6, (&other, Some(7))).await);
        let mut answering = tokio::task::JoinSet::new();
        for _ in 0..5 {
            for (who, what) in [(&fellow, "agree"), (&fellow, "decline"), (&volunteer, "withdraw")] {
                let (who, swap) = (who.clone(), swap.clone());
                answering.spawn(async move { step(&who, &swap, what).await.status });
            }
        }
        let answers = answering.join_all().await;
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
        // One shift that two were asked to take over is taken over by one.
        let [to_fellow, to_third] = [
            id(offer(&volunteer, &one, 11, (&other, None)).await),
            id(offer(&volunteer, &one, 11, (&claim, None)).await),
        ];
        let mut agreeing = tokio::task::JoinSet::new();
        for _ in 0..4 {
            for (login, swap) in [("volunteer2", &to_fellow), (login.as_str(), &to_third)] {
                let (who, swap) = (app.user(login).await, swap.clone());
                agreeing.spawn(async move { step(&who, &swap, "agree").await.status });
            }
        }
        let answers = agreeing.join_all().await;
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
        app.clock.advance(TimeDelta::days(7));
        let expected = app.user("staff").await.get(&format!("{API}/shifts/expected")).await.ok();
        assert_eq!(expected["items"].as_array().unwrap().len(), 1, "{expected}");
    }
}
