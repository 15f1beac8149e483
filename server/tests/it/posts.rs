//! Volunteer posts: set up, claimed, appointed, made public, objected to, ended.

use crate::harness::{Answer, Client, HERE, THERE, TestApp, name_of, on_both, post};
use chrono::TimeDelta;
use serde_json::{Value, json};

const API: &str = "/api/v1/communities/dongyuan";

/// A post of one place.
fn one_place() -> Value {
    json!({"places": 1}).as_object().unwrap().iter().fold(post(), |mut says, (field, value)| {
        says[field] = value.clone();
        says
    })
}

/// A post that is served on Wednesdays.
fn on_wednesdays(span: &str) -> Value {
    let mut says = post();
    says["times"] = json!({"kind": "weekly", "week": ["", "", span, "", "", "", ""]});
    says
}

async fn try_claim(app: &TestApp, community: &str, post: &str, who: &Client) -> Answer {
    let _ = app;
    let body = json!({"promise": "每周三准时到", "shown": "whole"});
    who.post(&format!("/api/v1/communities/{community}/posts/{post}/claims"), body).await
}

async fn step(who: &Client, claim: &str, step: &str) -> Answer {
    let body = if ["decline", "dismiss", "step_down"].contains(&step) { json!({"reason": "另有安排"}) } else { json!({}) };
    who.post(&format!("{API}/claims/{claim}/{step}"), body).await
}

async fn stage_of(who: &Client, claim: &str) -> Value {
    let mine = who.get(&format!("{API}/claims")).await.ok();
    mine["items"].as_array().unwrap().iter().find(|one| one["id"] == claim).unwrap()["stage"].clone()
}

async fn newest_notice(who: &Client) -> String {
    let notices = who.get(&format!("{API}/notices")).await.ok();
    notices["items"][0]["said"]["zh"].as_str().unwrap_or_default().to_owned()
}

/// Volunteers of this community, so many: log-in names.
async fn volunteers(app: &TestApp, many: usize) -> Vec<String> {
    let admin = app.user("admin").await;
    let mut logins = Vec::new();
    for _ in 0..many {
        let (login, id) = app.newcomer(HERE, "孙志愿").await;
        admin.patch(&format!("{API}/members/{id}"), json!({"verified": true, "roles": ["volunteer"]})).await.ok();
        logins.push(login);
    }
    logins
}

async fn claim_of(app: &TestApp, post: &str, login: &str) -> String {
    let made = try_claim(app, HERE, post, &app.user(login).await).await;
    made.expect(201).json()["id"].as_str().unwrap().to_owned()
}

on_both! {
    async fn a_post_is_a_draft_that_nobody_else_sees_until_it_is_opened(app: TestApp) {
        let admin = app.user("admin").await;
        let draft = app.draft(HERE, post()).await;
        let path = format!("{API}/posts/{draft}");
        for login in ["volunteer", "staff", "resident", "outsider"] {
            app.user(login).await.get(&path).await.expect(404);
        }
        assert_eq!(admin.get(&format!("{API}/posts")).await.ok()["items"], json!([]));
        assert_eq!(admin.get(&format!("{API}/posts?stage=draft")).await.ok()["items"][0]["id"], draft);
        app.user("staff").await.get(&format!("{API}/posts?stage=draft")).await.expect(403);
        try_claim(&app, HERE, &draft, &app.user("volunteer").await).await.expect(404);
        let opened = admin.post(&format!("{path}/open"), json!({})).await.ok();
        assert_eq!((&opened["stage"], &opened["taken"], &opened["public_days"]), (&json!("open"), &json!(0), &json!(5)));
        assert_eq!(admin.post(&format!("{path}/open"), json!({})).await.code(), "not_in_stage");
        let shown = app.anonymous().get(&path).await.ok();
        assert_eq!((&shown["title"], &shown["duties"], &shown["deciding"]), (&json!("燃气安全巡防岗"), &post()["duties"], &Value::Null));
        assert_eq!(app.anonymous().get(&format!("{API}/posts")).await.ok()["items"].as_array().unwrap().len(), 1);
    }

    async fn everything_that_is_wrong_with_a_post_is_said_at_once(app: TestApp) {
        let admin = app.user("admin").await;
        let wrong = json!({"kind": "dancing", "title": "岗", "purpose": "", "place": "", "duties": "", "places": 0, "times": {"kind": "dated", "shifts": ["明天"]},
            "from": "2026-11-02", "to": "2026-11-30", "claim_by": "2026-12-31", "public_days": 31});
        let answer = admin.post(&format!("{API}/posts"), wrong).await;
        let fields = ["kind", "title", "purpose", "place", "duties", "places", "public_days", "claim_by"];
        assert_eq!((answer.status, answer.fields()), (422, fields.map(str::to_owned).to_vec()));
        for (field, value, wrong) in [
            ("to", json!("2026-10-01"), "to"),
            ("to", json!("2028-01-01"), "to"),
            ("times", json!({"kind": "dated", "shifts": ["明天"]}), "dated"),
            ("times", json!({"kind": "weekly", "week": ["", "", "", "", "", "", ""]}), "mon"),
            ("times", json!({"kind": "weekly", "week": ["16:00-14:00", "", "", "", "", "", ""]}), "mon"),
            ("grid", json!("01970000-0000-7000-8000-000000000000"), "grid"),
        ] {
            let mut says = post();
            says[field] = value;
            let answer = admin.post(&format!("{API}/posts"), says).await;
            assert_eq!((answer.status, answer.fields()), (422, vec![wrong.to_owned()]), "{}", answer.text);
        }
        let mut past = post();
        (past["from"], past["to"], past["claim_by"]) = (json!("2026-09-01"), json!("2026-10-01"), json!("2026-09-01"));
        assert_eq!(admin.post(&format!("{API}/posts"), past.clone()).await.fields(), ["to"]);
        // A draft whose claims would be over before they began stays one.
        past["to"] = json!("2026-12-01");
        let draft = app.draft(HERE, past).await;
        assert_eq!(admin.post(&format!("{API}/posts/{draft}/open"), json!({})).await.code(), "claims_over");
    }

    async fn the_board_is_narrowed_by_skill_place_day_and_kind(app: TestApp) {
        let here = app.opened(HERE, on_wednesdays("16:00-18:00")).await;
        let mut tutor = post();
        (tutor["kind"], tutor["title"], tutor["skills"], tutor["place"]) = (json!("four_oclock_tutor"), json!("四点半辅导岗"), json!("会数学"), json!("活动室"));
        tutor["times"] = json!({"kind": "dated", "shifts": ["2026-12-05 14:00-16:00"]});
        let tutor = app.opened(HERE, tutor).await;
        let anybody = app.anonymous();
        for (narrowed, found) in [
            ("", vec![&tutor, &here]),
            ("?q=数学", vec![&tutor]),
            ("?q=号楼", vec![&here]),
            ("?day=wed", vec![&here]),
            ("?day=sat", vec![&tutor]),
            ("?day=mon", vec![]),
            ("?kind=four_oclock_tutor", vec![&tutor]),
            ("?stage=filled", vec![]),
            ("?limit=1", vec![&tutor]),
        ] {
            let list = anybody.get(&format!("{API}/posts{narrowed}")).await.ok();
            let ids: Vec<&str> = list["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
            assert_eq!(ids, found, "{narrowed}");
        }
        let first = anybody.get(&format!("{API}/posts?limit=1")).await.ok();
        let next = anybody.get(&format!("{API}/posts?limit=1&cursor={}", first["next"].as_str().unwrap())).await.ok();
        assert_eq!((&next["items"][0]["id"], &next["next"]), (&json!(here), &Value::Null));
    }

    async fn a_volunteer_claims_is_appointed_made_public_and_serves(app: TestApp) {
        let [volunteer, admin] = [app.user("volunteer").await, app.user("admin").await];
        let post = app.opened(HERE, post()).await;
        let claim = app.claim(HERE, &post, "volunteer").await;
        assert_eq!(newest_notice(&admin).await, "有志愿者认领了“燃气安全巡防岗”，请定岗。");
        let page = admin.get(&format!("{API}/posts/{post}")).await.ok();
        let one = &page["deciding"]["claims"][0];
        assert_eq!((&one["name"], &one["skills"], &one["others"]), (&json!(name_of("volunteer")), &json!("当过燃气工"), &json!([])));
        // Before the appointment nothing of it is public.
        let shown = app.anonymous().get(&format!("{API}/posts/{post}")).await.ok();
        assert_eq!((&shown["holders"], &shown["deciding"], &shown["mine"]), (&json!([]), &Value::Null, &Value::Null));
        step(&admin, &claim, "appoint").await.ok();
        assert!(newest_notice(&volunteer).await.starts_with("社区给您定了“燃气安全巡防岗”，公示到 "));
        let shown = app.anonymous().get(&format!("{API}/posts/{post}")).await.ok();
        let holder = &shown["holders"][0];
        assert_eq!((&holder["name"], &holder["promise"]), (&json!("郑**"), &json!("每周都去看一遍，看到问题马上说")));
        assert_eq!((&shown["taken"], &shown["stage"]), (&json!(1), &json!("open")));
        assert_eq!(app.anonymous().get(&format!("{API}/roster")).await.ok()["items"], json!([]));
        let card = format!("{API}/roster/{claim}");
        assert_eq!(app.anonymous().get(&card).await.ok(), json!({"valid": false, "holder": null, "from": "2026-11-02", "to": "2027-03-31", "can_print": false}));
        app.clock.advance(TimeDelta::days(5) - TimeDelta::minutes(1));
        app.ring().await;
        assert_eq!(stage_of(&volunteer, &claim).await, "published");
        app.clock.advance(TimeDelta::minutes(2));
        app.ring().await;
        assert_eq!(stage_of(&volunteer, &claim).await, "serving");
        assert_eq!(newest_notice(&volunteer).await, "“燃气安全巡防岗”公示期满，您正式上岗了。谢谢您。");
        let roster = app.anonymous().get(&format!("{API}/roster")).await.ok();
        assert_eq!((&roster["items"][0]["name"], &roster["items"][0]["title"]), (&json!("郑**"), &json!("燃气安全巡防岗")));
        let valid = app.anonymous().get(&card).await.ok();
        assert_eq!((&valid["valid"], &valid["holder"]["name"], &valid["can_print"]), (&json!(true), &json!("郑**"), &json!(false)));
        assert_eq!(volunteer.get(&card).await.ok()["can_print"], true);
        step(&volunteer, &claim, "step_down").await.ok();
        let gone = app.anonymous().get(&card).await.ok();
        assert_eq!((&gone["valid"], &gone["holder"]), (&json!(false), &Value::Null));
        assert_eq!(app.anonymous().get(&format!("{API}/roster")).await.ok()["items"], json!([]));
        assert_eq!(step(&volunteer, &claim, "step_down").await.code(), "not_in_stage");
    }

    async fn who_may_not_claim_reads_why(app: TestApp) {
        let [volunteer, admin] = [app.user("volunteer").await, app.user("admin").await];
        let open = app.opened(HERE, post()).await;
        let body = json!({"promise": "好", "shown": "nickname"});
        let wrong = volunteer.post(&format!("{API}/posts/{open}/claims"), body).await;
        assert_eq!((wrong.status, wrong.fields()), (422, vec!["promise".to_owned(), "shown".to_owned()]));
        try_claim(&app, HERE, &open, &volunteer).await.expect(201);
        assert_eq!(try_claim(&app, HERE, &open, &volunteer).await.code(), "already_claimed");
        let mut retired = post();
        retired["who"] = json!(["retired", "artisan"]);
        let retired = app.opened(HERE, retired).await;
        let refused = try_claim(&app, HERE, &retired, &volunteer).await;
        assert_eq!((refused.code(), refused.text.contains("离退休、能工巧匠")), ("other_kind".to_owned(), true));
        let id = app.member(HERE, "volunteer").await;
        admin.patch(&format!("{API}/members/{id}"), json!({"volunteer_kind": "retired"})).await.ok();
        try_claim(&app, HERE, &retired, &volunteer).await.expect(201);
        let mut early = post();
        early["claim_by"] = json!("2026-11-03");
        let early = app.opened(HERE, early).await;
        app.clock.advance(TimeDelta::days(3));
        assert_eq!(try_claim(&app, HERE, &early, &app.user("volunteer2").await).await.code(), "claims_over");
        admin.post(&format!("{API}/posts/{open}/end"), json!({"reason": "不再需要"})).await.ok();
        assert_eq!(try_claim(&app, HERE, &open, &app.user("volunteer2").await).await.code(), "not_in_stage");
    }

    async fn nobody_has_two_shifts_at_once_in_whatever_communities(app: TestApp) {
        let volunteer = app.user("volunteer").await;
        let first = app.opened(HERE, on_wednesdays("16:00-18:00")).await;
        let claim = claim_of(&app, &first, "volunteer").await;
        let clashing = app.opened(HERE, on_wednesdays("17:30-19:00")).await;
        let after = app.opened(HERE, on_wednesdays("18:00-19:00")).await;
        let refused = try_claim(&app, HERE, &clashing, &volunteer).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["promise".to_owned()]));
        assert!(refused.text.contains("11月4日 周三 16:00 您在东园社区已有班"), "{}", refused.text);
        try_claim(&app, HERE, &after, &volunteer).await.expect(201);
        // The same person in another community, two hours of the sun behind; nobody there learns of it.
        app.join_there("volunteer").await;
        let there = app.opened(THERE, on_wednesdays("15:00-16:00")).await;
        let refused = try_claim(&app, THERE, &there, &volunteer).await;
        assert!(refused.text.contains("您在东园社区已有班"), "{}", refused.text);
        let page = app.user("there.admin").await.get(&format!("/api/v1/communities/{THERE}/posts/{there}")).await.ok();
        assert_eq!(page["deciding"], json!({"claims": [], "objections": []}));
        // Given up here, it is free there.
        step(&volunteer, &claim, "withdraw").await.ok();
        let mine = try_claim(&app, THERE, &there, &volunteer).await.expect(201).json();
        let page = app.user("there.admin").await.get(&format!("/api/v1/communities/{THERE}/posts/{there}")).await.ok();
        assert_eq!((&page["deciding"]["claims"][0]["id"], &page["deciding"]["claims"][0]["others"]), (&mine["id"], &json!([])));
        assert_eq!(volunteer.get(&format!("/api/v1/communities/{THERE}/claims")).await.ok()["items"].as_array().unwrap().len(), 1);
    }

    async fn who_comes_on_some_days_alone_has_those_shifts_alone(app: TestApp) {
        let [volunteer, admin] = [app.user("volunteer").await, app.user("admin").await];
        let mut twice = on_wednesdays("16:00-18:00");
        twice["times"]["week"][4] = json!("16:00-18:00");
        (twice["public_days"], twice["places"]) = (json!(1), json!(2));
        let twice = app.opened(HERE, twice).await;
        let on = |days: Value| json!({"promise": "每周准时到", "shown": "masked", "days": days});
        let path = format!("{API}/posts/{twice}/claims");
        // A day without a shift, or none at all.
        for wrong in ["mon", "someday"] {
            let refused = volunteer.post(&path, on(json!([wrong]))).await;
            assert_eq!((refused.status, refused.fields()), (422, vec!["days".to_owned()]), "{wrong}");
        }
        let open = app.opened(HERE, post()).await;
        assert_eq!(volunteer.post(&format!("{API}/posts/{open}/claims"), on(json!(["wed"]))).await.fields(), ["days"]);
        let mine = volunteer.post(&path, on(json!(["fri"]))).await.expect(201).json();
        assert!(mine["times"]["week"][2].as_array().unwrap().is_empty() && !mine["times"]["week"][4].as_array().unwrap().is_empty(), "{mine}");
        // The other day is free for another post, that one is not; and whoever names no day comes on all.
        let wednesdays = app.opened(HERE, on_wednesdays("16:00-18:00")).await;
        try_claim(&app, HERE, &wednesdays, &volunteer).await.expect(201);
        let mut fridays = on_wednesdays("17:00-19:00");
        fridays["times"]["week"].as_array_mut().unwrap().swap(2, 4);
        let refused = try_claim(&app, HERE, &app.opened(HERE, fridays).await, &volunteer).await;
        assert!(refused.text.contains("11月6日 周五 16:00 您在东园社区已有班"), "{}", refused.text);
        let all = claim_of(&app, &twice, "volunteer2").await;
        let id = mine["id"].as_str().unwrap().to_owned();
        for claim in [&id, &all] {
            step(&admin, claim, "appoint").await.ok();
        }
        // On Wednesday the fourth one of the two is expected, on Friday the sixth both; the roster and the next times say so.
        let whom = async |day: &str| {
            app.clock.set(format!("{day}T01:00:00Z").parse().unwrap());
            app.ring().await;
            let expected = app.user("staff").await.get(&format!("{API}/shifts/expected")).await.ok();
            expected["items"].as_array().unwrap().iter().map(|one| one["claim"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(whom("2026-11-04").await, std::slice::from_ref(&all));
        assert_eq!(whom("2026-11-06").await.len(), 2);
        let roster = app.anonymous().get(&format!("{API}/roster")).await.ok();
        let served = roster["items"].as_array().unwrap().iter().find(|one| one["claim"] == id.as_str()).unwrap()["times"].clone();
        assert_eq!(served, mine["times"]);
        let next = app.user("volunteer").await.get(&format!("{API}/hours")).await.ok()["holds"][0]["next"].clone();
        assert_eq!((&next[0]["from"], &next[1]["from"]), (&json!("2026-11-06T16:00:00+08:00"), &json!("2026-11-13T16:00:00+08:00")));
    }

    async fn of_claims_at_the_same_time_in_two_communities_one_is_made(app: TestApp) {
        app.join_there("volunteer").await;
        let [here, there] = [app.opened(HERE, on_wednesdays("16:00-18:00")).await, app.opened(THERE, on_wednesdays("15:00-16:00")).await];
        let mut claiming = tokio::task::JoinSet::new();
        for _ in 0..4 {
            for (community, post) in [(HERE, here.clone()), (THERE, there.clone())] {
                let (app, who) = (app.clone(), app.user("volunteer").await);
                claiming.spawn(async move { try_claim(&app, community, &post, &who).await.status });
            }
        }
        let done = claiming.join_all().await;
        assert_eq!(done.iter().filter(|status| **status == 201).count(), 1, "{done:?}");
        assert_eq!(app.count("claims").await, 1);
    }

    async fn there_are_never_more_holders_than_places_and_who_waits_moves_up_in_turn(app: TestApp) {
        let post = app.opened(HERE, one_place()).await;
        let admin = app.user("admin").await;
        let mut claims = Vec::new();
        for login in volunteers(&app, 3).await {
            claims.push((claim_of(&app, &post, &login).await, app.user(&login).await));
        }
        for (claim, _) in [&claims[0], &claims[2], &claims[1]] {
            app.clock.advance(TimeDelta::seconds(1));
            step(&admin, claim, "appoint").await.ok();
        }
        let stages = async |claims: &[(String, Client)]| {
            let mut stages = Vec::new();
            for (claim, who) in claims {
                stages.push(stage_of(who, claim).await.as_str().unwrap().to_owned());
            }
            stages
        };
        assert_eq!(stages(&claims).await, ["published", "waiting", "waiting"]);
        let page = admin.get(&format!("{API}/posts/{post}")).await.ok();
        assert_eq!((&page["stage"], &page["taken"]), (&json!("filled"), &json!(1)));
        // In the order in which they were appointed.
        step(&admin, &claims[0].0, "dismiss").await.ok();
        assert_eq!(stages(&claims).await, ["ended", "waiting", "published"]);
        assert!(newest_notice(&claims[2].1).await.contains("有名额了，您已补上"));
        let mut two = one_place();
        two["places"] = json!(2);
        admin.put(&format!("{API}/posts/{post}"), two).await.ok();
        assert_eq!(stages(&claims).await, ["ended", "published", "published"]);
        assert!(newest_notice(&claims[1].1).await.contains("有名额了") || newest_notice(&claims[1].1).await.contains("有改动"));
        let fewer = admin.put(&format!("{API}/posts/{post}"), one_place()).await;
        assert_eq!((fewer.status, fewer.fields()), (422, vec!["places".to_owned()]));
    }

    async fn thirty_two_admins_at_once_give_no_place_twice(app: TestApp) {
        let mut says = post();
        says["places"] = json!(5);
        let post = app.opened(HERE, says).await;
        let mut appointing = tokio::task::JoinSet::new();
        for login in volunteers(&app, 32).await {
            let (claim, admin) = (claim_of(&app, &post, &login).await, app.user("admin").await);
            appointing.spawn(async move { step(&admin, &claim, "appoint").await.json()["stage"].as_str().unwrap_or_default().to_owned() });
        }
        let stages = appointing.join_all().await;
        let many = |stage: &str| stages.iter().filter(|one| *one == stage).count();
        assert_eq!((many("published"), many("waiting")), (5, 27), "{stages:?}");
        assert_eq!(app.anonymous().get(&format!("{API}/posts/{post}")).await.ok()["stage"], "filled");
    }

    async fn what_waits_for_an_admin_stands_by_post_until_it_is_decided(app: TestApp) {
        let admin = app.user("admin").await;
        let waits = async || {
            let list = admin.get(&format!("{API}/posts/to-decide")).await.ok()["items"].as_array().unwrap().clone();
            let line = |one: &Value| (one["claims"].as_u64().unwrap(), one["objections"].as_u64().unwrap());
            list.iter().map(line).collect::<Vec<_>>()
        };
        assert_eq!(waits().await, []);
        let objection = app.objection(HERE).await;
        let claim = app.claim(HERE, &app.opened(HERE, on_wednesdays("20:00-21:00")).await, "volunteer2").await;
        app.objection(THERE).await;
        assert_eq!(waits().await, [(0, 1), (1, 0)]);
        step(&admin, &claim, "appoint").await.ok();
        let answer = json!({"outcome": "overruled", "answer": "问过了，他调了班。"});
        admin.post(&format!("{API}/objections/{objection}/answer"), answer).await.ok();
        assert_eq!(waits().await, []);
    }

    async fn nobody_decides_on_their_own_claim(app: TestApp) {
        let id = app.member(HERE, "volunteer").await;
        app.user("admin").await.patch(&format!("{API}/members/{id}"), json!({"roles": ["volunteer", "admin"]})).await.ok();
        let claim = app.claim(HERE, &app.opened(HERE, post()).await, "volunteer").await;
        let both = app.user("volunteer").await;
        for refused in ["appoint", "decline"] {
            step(&both, &claim, refused).await.expect(403);
        }
        step(&app.user("admin").await, &claim, "appoint").await.ok();
        step(&both, &claim, "dismiss").await.expect(403);
    }

    async fn a_stale_version_and_a_step_that_does_not_fit_change_nothing(app: TestApp) {
        let admin = app.user("admin").await;
        let post = app.opened(HERE, post()).await;
        let claim = app.claim(HERE, &post, "volunteer").await;
        let stale = admin.post(&format!("{API}/claims/{claim}/appoint"), json!({"version": 7})).await;
        assert_eq!(stale.code(), "someone_was_faster");
        let stale = admin.post(&format!("{API}/posts/{post}/end"), json!({"reason": "不再需要", "version": 1})).await;
        assert_eq!(stale.code(), "someone_was_faster");
        assert_eq!(admin.post(&format!("{API}/claims/{claim}/decline"), json!({"reason": ""})).await.fields(), ["reason"]);
        assert_eq!(step(&admin, &claim, "dismiss").await.code(), "not_in_stage");
        step(&admin, &claim, "appoint").await.ok();
        assert_eq!(step(&admin, &claim, "appoint").await.code(), "not_in_stage");
        assert_eq!(step(&app.user("volunteer").await, &claim, "withdraw").await.code(), "not_in_stage");
    }

    async fn what_is_sent_twice_under_one_key_is_done_once(app: TestApp) {
        let admin = app.user("admin").await.with("idempotency-key", "post-once");
        let [first, second] = [admin.post(&format!("{API}/posts"), post()).await.json(), admin.post(&format!("{API}/posts"), post()).await.json()];
        assert_eq!((&first, app.count("posts").await), (&second, 1));
        let id = app.opened(HERE, post()).await;
        let volunteer = app.user("volunteer").await.with("idempotency-key", "claim-once");
        let [first, second] = [try_claim(&app, HERE, &id, &volunteer).await.json(), try_claim(&app, HERE, &id, &volunteer).await.json()];
        assert_eq!((&first["id"], app.count("claims").await), (&second["id"], 1));
    }

    async fn an_open_objection_holds_the_appointment_until_it_is_answered(app: TestApp) {
        let [resident, admin, volunteer] = [app.user("resident").await, app.user("admin").await, app.user("volunteer").await];
        let claim = app.appointed(HERE).await;
        let object = |who: Client, words: &'static str| {
            let claim = claim.clone();
            async move { who.post(&format!("{API}/claims/{claim}/objections"), json!({"words": words})).await }
        };
        assert_eq!(object(volunteer.clone(), "我自己不合适").await.code(), "own_appointment");
        object(app.user("unverified").await, "他平时不在家").await.expect(403);
        assert_eq!(object(resident.clone(), "不").await.fields(), ["words"]);
        let objection = object(resident.clone(), "他平时不在家，去不了。").await.expect(201).json();
        assert_eq!(object(resident.clone(), "他平时真的不在家").await.code(), "objected_already");
        assert!(newest_notice(&admin).await.contains("提出异议"));
        // In one's own name, to the admins alone.
        let list = format!("{API}/objections");
        let told = admin.get(&list).await.ok()["items"][0].clone();
        assert_eq!((&told["by"], &told["words"], &told["outcome"]), (&json!(name_of("resident")), &json!("他平时不在家，去不了。"), &Value::Null));
        for login in ["staff", "volunteer", "resident2"] {
            assert_eq!(app.user(login).await.get(&list).await.ok()["items"], json!([]), "{login}");
        }
        assert_eq!(resident.get(&list).await.ok()["items"][0]["id"], objection["id"]);
        app.clock.advance(TimeDelta::days(6));
        app.ring().await;
        assert_eq!(stage_of(&volunteer, &claim).await, "published");
        let answer = format!("{API}/objections/{}/answer", objection["id"].as_str().unwrap());
        let wrong = admin.post(&answer, json!({"outcome": "settled", "answer": ""})).await;
        assert_eq!((wrong.status, wrong.fields()), (422, vec!["outcome".to_owned(), "answer".to_owned()]));
        let said = json!({"outcome": "overruled", "answer": "问过了，他周末都在。"});
        assert_eq!(admin.post(&answer, said.clone()).await.ok()["outcome"], "overruled");
        assert_eq!(admin.post(&answer, said).await.code(), "someone_was_faster");
        // Its days are over: it takes effect with the answer.
        assert_eq!(stage_of(&volunteer, &claim).await, "serving");
        assert!(newest_notice(&resident).await.contains("定岗不变"));
        assert_eq!(object(app.user("resident2").await, "现在才看到公示").await.code(), "not_in_stage");
    }

    async fn an_objection_that_is_upheld_ends_the_appointment_and_lets_the_next_move_up(app: TestApp) {
        let [admin, resident] = [app.user("admin").await, app.user("resident").await];
        let post = app.opened(HERE, one_place()).await;
        let [first, second] = [claim_of(&app, &post, "volunteer").await, claim_of(&app, &post, "volunteer2").await];
        for claim in [&first, &second] {
            step(&admin, claim, "appoint").await.ok();
        }
        let mut said = Vec::new();
        for login in ["resident", "resident2"] {
            let made = app.user(login).await.post(&format!("{API}/claims/{first}/objections"), json!({"words": "他另有工作，顾不上。"})).await;
            said.push(made.expect(201).json()["id"].as_str().unwrap().to_owned());
        }
        let upheld = json!({"outcome": "upheld", "answer": "核实过，情况属实。"});
        admin.post(&format!("{API}/objections/{}/answer", said[0]), upheld).await.ok();
        let struck = app.user("volunteer").await;
        assert_eq!(stage_of(&struck, &first).await, "ended");
        assert!(newest_notice(&struck).await.contains("取消了定岗"));
        assert_eq!(stage_of(&app.user("volunteer2").await, &second).await, "published");
        // The other one needs no answer any more.
        let theirs = app.user("resident2").await.get(&format!("{API}/objections")).await.ok();
        assert_eq!(theirs["items"][0]["outcome"], "settled");
        assert_eq!(resident.get(&format!("{API}/objections")).await.ok()["items"][0]["answer"], "核实过，情况属实。");
    }

    async fn an_admin_who_objects_or_is_meant_does_not_answer(app: TestApp) {
        let admin = app.user("admin").await;
        let claim = app.appointed(HERE).await;
        let made = admin.post(&format!("{API}/claims/{claim}/objections"), json!({"words": "我想再看一看。"})).await.expect(201).json();
        let answer = format!("{API}/objections/{}/answer", made["id"].as_str().unwrap());
        let said = json!({"outcome": "overruled", "answer": "看过了，没问题。"});
        admin.post(&answer, said.clone()).await.expect(403);
        let id = app.member(HERE, "volunteer").await;
        admin.patch(&format!("{API}/members/{id}"), json!({"roles": ["volunteer", "admin"]})).await.ok();
        app.user("volunteer").await.post(&answer, said).await.expect(403);
    }

    async fn what_changes_while_somebody_claims_it_is_told_and_its_times_stay(app: TestApp) {
        let admin = app.user("admin").await;
        let id = app.opened(HERE, on_wednesdays("16:00-18:00")).await;
        let path = format!("{API}/posts/{id}");
        admin.put(&path, on_wednesdays("15:00-18:00")).await.ok();
        app.claim(HERE, &id, "volunteer").await;
        let refused = admin.put(&path, on_wednesdays("16:00-18:00")).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["when".to_owned()]));
        let mut later = on_wednesdays("15:00-18:00");
        later["to"] = json!("2027-04-30");
        assert_eq!(admin.put(&path, later).await.fields(), ["when"]);
        let mut moved = on_wednesdays("15:00-18:00");
        moved["place"] = json!("社区活动室");
        assert_eq!(admin.put(&path, moved).await.ok()["place"], "社区活动室");
        assert_eq!(newest_notice(&app.user("volunteer").await).await, "您认领的“燃气安全巡防岗”有改动，请看一看。");
        admin.post(&format!("{path}/end"), json!({"reason": "不再需要"})).await.ok();
        assert_eq!(admin.put(&path, on_wednesdays("15:00-18:00")).await.code(), "not_in_stage");
    }

    async fn a_post_ends_on_its_last_day_by_itself_and_everything_with_it(app: TestApp) {
        let admin = app.user("admin").await;
        let mut short = one_place();
        (short["to"], short["claim_by"]) = (json!("2026-11-20"), json!("2026-11-10"));
        let id = app.opened(HERE, short).await;
        let [holds, waits] = [claim_of(&app, &id, "volunteer").await, claim_of(&app, &id, "volunteer2").await];
        for claim in [&holds, &waits] {
            step(&admin, claim, "appoint").await.ok();
        }
        app.clock.advance(TimeDelta::days(6));
        app.ring().await;
        let volunteer = app.user("volunteer").await;
        assert_eq!(stage_of(&volunteer, &holds).await, "serving");
        // Monday the second, nine in the morning, and six days: the last day is over at midnight here.
        app.clock.set("2026-11-20T15:59:00Z".parse().unwrap());
        app.ring().await;
        assert_eq!(stage_of(&volunteer, &holds).await, "serving");
        app.clock.set("2026-11-20T16:00:01Z".parse().unwrap());
        app.ring().await;
        let volunteer = app.user("volunteer").await;
        assert_eq!((stage_of(&volunteer, &holds).await, newest_notice(&volunteer).await), (json!("ended"), "“燃气安全巡防岗”结束了，谢谢您。".to_owned()));
        assert_eq!(stage_of(&app.user("volunteer2").await, &waits).await, "declined");
        assert_eq!(app.user("admin").await.get(&format!("{API}/posts?stage=ended")).await.ok()["items"][0]["id"], id);
        app.anonymous().get(&format!("{API}/posts/{id}")).await.expect(404);
    }

    async fn appointments_take_effect_once_however_many_servers_look(app: TestApp) {
        let claim = app.appointed(HERE).await;
        app.clock.advance(TimeDelta::days(5));
        let mut ringing = tokio::task::JoinSet::new();
        for _ in 0..3 {
            let app = app.clone();
            ringing.spawn(async move { app.ring().await });
        }
        ringing.join_all().await;
        assert_eq!(stage_of(&app.user("volunteer").await, &claim).await, "serving");
        assert_eq!(app.rows("select kind from events where kind = 'took_effect'").await.len(), 1);
    }

    async fn whoever_leaves_takes_claims_promises_and_objections_along(app: TestApp) {
        let post = app.opened(HERE, one_place()).await;
        let [first, second] = [claim_of(&app, &post, "volunteer").await, claim_of(&app, &post, "volunteer2").await];
        let admin = app.user("admin").await;
        for claim in [&first, &second] {
            step(&admin, claim, "appoint").await.ok();
        }
        app.user("resident").await.post(&format!("{API}/claims/{first}/objections"), json!({"words": "他另有工作，顾不上。"})).await.expect(201);
        let volunteer = app.user("volunteer").await;
        let kept = volunteer.get(&format!("{API}/my-data")).await.ok();
        assert_eq!((&kept["posts"][0]["promise"], &kept["posts"][0]["id"]), (&json!("每周三准时到"), &json!(first)));
        let page = volunteer.browser().get(&format!("/c/{HERE}/my-data")).await;
        assert!(page.expect(200).text.contains("每周三准时到"), "{}", page.text);
        volunteer.delete(&format!("{API}/my-data")).await.expect(204);
        assert_eq!(stage_of(&app.user("volunteer2").await, &second).await, "published", "the next moved up");
        for column in ["claims.promise", "claims.reason", "objections.words"] {
            let (table, column) = column.split_once('.').unwrap();
            let left = app.rows(&format!("select {column} from {table} where {column} in ('每周三准时到', '他另有工作，顾不上。')")).await;
            assert_eq!(left.len(), usize::from(column == "promise"), "{table}.{column}");
        }
        assert_eq!(app.rows("select 'x' from claims where account_id is null").await.len(), 1);
        // Whoever objected and goes holds nothing up any more.
        app.user("resident2").await.post(&format!("{API}/claims/{second}/objections"), json!({"words": "她住得太远了。"})).await.expect(201);
        app.clock.advance(TimeDelta::days(6));
        app.ring().await;
        assert_eq!(stage_of(&app.user("volunteer2").await, &second).await, "published");
        app.user("resident2").await.delete(&format!("{API}/my-data")).await.expect(204);
        assert_eq!(stage_of(&app.user("volunteer2").await, &second).await, "serving");
        assert_eq!(app.rows("select 'x' from objections where words <> '' or answer <> ''").await.len(), 0);
    }

    async fn forms_without_scripts_keep_what_was_typed_and_say_what_is_wrong(app: TestApp) {
        let admin = app.user("admin").await.browser();
        let page = admin.get(&format!("/c/{HERE}/posts/new")).await;
        assert!(page.expect(200).text.contains("四点半辅导岗") && page.text.contains("preset=four_oclock_tutor"), "{}", page.text);
        let page = admin.get(&format!("/c/{HERE}/posts/new?preset=four_oclock_tutor")).await;
        assert!(page.expect(200).text.contains("看护孩子写作业"), "{}", page.text);
        let fields = [
            ("community", HERE), ("kind", "four_oclock_tutor"), ("title", "四点半辅导岗"), ("purpose", "孩子放学有人陪"), ("duties", "看着写作业"),
            ("place", "活动室"), ("grid", ""), ("who[0]", "retired"), ("places", "二"), ("when", "weekly"), ("wed", "16:00-18:00"), ("from", "2026-11-09"),
            ("to", "2027-01-31"), ("claim_by", "2026-12-31"), ("public_days", "3"),
        ];
        let again = admin.form(&format!("/c/{HERE}/posts/new?preset=four_oclock_tutor&do=posts.set_up"), &fields).await;
        assert!(again.expect(422).text.contains("要写 1 到 200 之间的人数") && again.text.contains("看着写作业"), "{}", again.text);
        let fields = fields.map(|(name, value)| if name == "places" { (name, "2") } else { (name, value) });
        let made = admin.form(&format!("/c/{HERE}/posts/new?preset=four_oclock_tutor&do=posts.set_up"), &fields).await;
        let draft = made.expect(303).header("location").to_owned();
        let page = admin.get(&draft).await;
        for said in ["开放认领", "周三 16:00-18:00", "请离退休认领", "2 个名额", "定岗后公示 3 天"] {
            assert!(page.expect(200).text.contains(said), "{said}: {}", page.text);
        }
        admin.form(&format!("{draft}?do=posts.open"), &[("community", HERE), ("post", draft.rsplit('/').next().unwrap()), ("version", "1")]).await.expect(303);
        let edit = admin.get(&format!("{draft}/edit")).await;
        assert!(edit.expect(200).text.contains("16:00-18:00"), "{}", edit.text);
    }

    async fn whoever_looks_after_a_category_hears_first_of_a_wish_that_can_be_taken_on(app: TestApp) {
        let wish = app.wish_at(HERE, "placed").await;
        let categories = app.user("admin").await.get(&format!("{API}/categories")).await.ok();
        let of = |wish: &Value| wish["category"]["code"].as_str().unwrap().to_owned();
        let code = of(&app.user("staff").await.wish(HERE, &wish).await.ok());
        let other = categories["items"].as_array().unwrap().iter().find(|one| one["code"] != json!(code)).unwrap()["code"].clone();
        let mut says = post();
        (says["public_days"], says["categories"]) = (json!(1), json!(["nothing"]));
        let admin = app.user("admin").await;
        assert_eq!(admin.post(&format!("{API}/posts"), says.clone()).await.expect(422).fields(), ["categories"]);
        (says["title"], says["categories"]) = (json!("代办岗"), json!([code]));
        app.serves(HERE, says.clone(), "volunteer").await;
        (says["title"], says["categories"]) = (json!("别的岗"), json!([other]));
        app.serves(HERE, says, "volunteer2").await;
        let heard = |login: &'static str| {
            let app = app.clone();
            async move {
                app.ring().await;
                let all = app.user(login).await.get(&format!("{API}/notices?limit=100")).await.ok();
                let said = all["items"].as_array().unwrap().iter().map(|one| one["said"]["zh"].as_str().unwrap().to_owned());
                said.filter(|said| said.contains("先请您看看")).collect::<Vec<_>>()
            }
        };
        assert_eq!(heard("volunteer").await, Vec::<String>::new(), "nobody has taken the order yet");
        app.user("staff").await.step(HERE, &wish, "accept").await.ok();
        let told = heard("volunteer").await;
        assert!(told.len() == 1 && told[0].starts_with("“代办岗”照看的"), "{told:?}");
        assert_eq!(heard("volunteer2").await, Vec::<String>::new());
        // Once for each order, however often it is worked off; and of what somebody took at once nobody hears.
        assert_eq!(heard("volunteer").await.len(), 1);
        let taken = app.place_as(HERE, &app.user("resident").await, "一件小事", "请帮个忙。").await;
        app.user("staff").await.step(HERE, &taken, "accept").await.ok();
        app.user("volunteer2").await.step(HERE, &taken, "claim").await.ok();
        assert_eq!(heard("volunteer").await.len(), 1);
        let board = app.anonymous().get(&format!("{API}/posts?q=%E4%BB%A3%E5%8A%9E%E5%B2%97")).await.ok();
        let page = app.anonymous().browser().get(&format!("/c/{HERE}/posts/{}", board["items"][0]["id"].as_str().unwrap())).await;
        assert!(page.expect(200).text.contains("照看的心愿："));
    }
}
