//! `Idempotency-Key`: whatever the network does, a thing is done once and its answer is the same.

use crate::harness::{Answer, Client, HERE, THERE, TestApp, at, on_both};
use axum::body::Body;
use axum::http::{HeaderValue, Request, header};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

const KEY: &str = "idempotency-key";

fn wishes() -> String {
    format!("/api/v1/communities/{HERE}/wishes")
}

async fn new_wish(app: &TestApp, title: &str) -> Value {
    json!({"kind": "micro_wish", "category": app.category(HERE, "wish_item").await, "title": title, "text": "请来修"})
}

/// Asks until it is told how it ended: "still running" says to ask again.
async fn patiently(client: &Client, path: &str, body: &Value) -> Answer {
    loop {
        let answer = client.post(path, body.clone()).await;
        if answer.status != 409 || answer.code() != "still_running" {
            return answer;
        }
    }
}

/// The one answer of fifty who ask the same at once.
async fn fifty(client: &Client, key: &str, path: &str, body: &Value) -> Answer {
    let mut all = JoinSet::new();
    for _ in 0..50 {
        let (client, path, body) = (client.with(KEY, key), path.to_owned(), body.clone());
        all.spawn(async move { patiently(&client, &path, &body).await });
    }
    let mut answers = all.join_all().await;
    let one = answers.pop().unwrap();
    for other in answers {
        assert_eq!((other.status, &other.text), (one.status, &one.text));
    }
    one
}

fn refused(answer: &Answer, code: &str) {
    answer.expect(422);
    let problem = answer.json()["errors"][0].clone();
    assert_eq!((&problem["field"], &problem["code"]), (&json!("Idempotency-Key"), &json!(code)), "{}", answer.text);
}

/// A request whose key is these bytes.
async fn with_key(app: &TestApp, client: &Client, key: &[u8], path: &str, body: &Value) -> u16 {
    let token = app.app.keys.sign(client.who.unwrap(), app.clock.now()).expect("a token");
    let request = Request::post(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header(KEY, HeaderValue::from_bytes(key).expect("a header"))
        .body(Body::from(body.to_string()))
        .expect("a request");
    app.router.clone().oneshot(request).await.expect("an answer").status().as_u16()
}

on_both! {
    async fn fifty_at_once_place_one_wish_and_get_one_answer(app: TestApp) {
        let resident = app.user("resident").await;
        let one = fifty(&resident, "place-1", &wishes(), &new_wish(&app, "厨房的灯坏了").await).await;
        one.expect(201);
        assert_eq!(app.count("wishes").await, 1);
        assert_eq!(app.rows("select kind from events where subject_kind = 'wish'").await, ["placed"]);
    }

    async fn fifty_at_once_say_one_thing_and_get_one_answer(app: TestApp) {
        let resident = app.user("resident").await;
        let wish = app.place(HERE, &resident).await;
        fifty(&resident, "say-1", &at(&wish, "/comment"), &json!({"text": "请问什么时候来?"})).await.ok();
        assert_eq!(app.rows("select kind from events where subject_kind = 'wish' order by at").await, ["placed", "commented"]);
    }

    async fn fifty_at_once_accept_once_and_get_one_answer(app: TestApp) {
        let staff = app.user("staff").await;
        let wish = app.wish_at(HERE, "placed").await;
        let page = fifty(&staff, "accept-1", &at(&wish, "/accept"), &json!({"public_card": "换一盏灯"})).await.ok();
        assert_eq!((&page["stage"], &page["version"]), (&json!("accepted"), &json!(2)));
        assert_eq!(app.rows("select kind from events where kind = 'accepted'").await.len(), 1);
    }

    async fn a_key_with_another_body_or_for_another_thing_is_refused(app: TestApp) {
        let resident = app.user("resident").await.with(KEY, "one-key");
        let first = new_wish(&app, "厨房的灯坏了").await;
        resident.post(&wishes(), first.clone()).await.expect(201);
        refused(&resident.post(&wishes(), new_wish(&app, "厕所的灯坏了").await).await, "other_body");
        // Not even a space may differ: the bytes are what was signed for.
        let spaced = serde_json::to_string_pretty(&first).unwrap();
        let answer = resident.send(axum::http::Method::POST, &wishes(), Some(("application/json", spaced))).await;
        refused(&answer, "other_body");
        let wish = app.wish_at(HERE, "accepted").await;
        refused(&resident.post(&at(&wish, "/withdraw"), json!({})).await, "other_body");
        assert_eq!(app.count("wishes").await, 2);
        assert!(app.standing(&wish).await.starts_with("accepted"));
    }

    async fn a_key_is_its_accounts_own(app: TestApp) {
        let body = new_wish(&app, "厨房的灯坏了").await;
        let (one, two) = (app.user("resident").await.with(KEY, "same"), app.user("resident2").await.with(KEY, "same"));
        let first = one.post(&wishes(), body.clone()).await;
        let second = two.post(&wishes(), body.clone()).await;
        assert_ne!(first.ok()["id"], second.ok()["id"]);
        assert_eq!((one.post(&wishes(), body.clone()).await.text, two.post(&wishes(), body).await.text), (first.text, second.text));
        // Another session of the same account is the same account.
        let again = app.user("resident").await.with(KEY, "same");
        refused(&again.post(&wishes(), new_wish(&app, "厕所的灯坏了").await).await, "other_body");
        assert_eq!(app.count("wishes").await, 2);
    }

    async fn a_key_is_of_one_community(app: TestApp) {
        let outsider = app.user("outsider").await.with(KEY, "join");
        for community in [HERE, THERE] {
            let body = json!({"community": community, "name": "孙两家", "building": "1", "door": "2", "consent": app::communities::model::NOTICE});
            let first = outsider.post("/api/v1/accounts", body.clone()).await;
            first.expect(201);
            assert_eq!(outsider.post("/api/v1/accounts", body).await.text, first.text);
        }
        assert_eq!(app.user("outsider").await.get("/api/v1/me").await.ok()["memberships"].as_array().unwrap().len(), 2);
    }

    async fn a_repetition_gets_the_first_answer_though_the_wish_moved_on(app: TestApp) {
        let (resident, staff, volunteer) = (app.user("resident").await, app.user("staff").await, app.user("volunteer").await);
        let once = resident.with(KEY, "place");
        let body = new_wish(&app, "厨房的灯坏了").await;
        let placed = once.post(&wishes(), body.clone()).await;
        let wish = placed.ok()["id"].as_str().unwrap().to_owned();
        let accept = staff.with(KEY, "accept");
        let accepted = accept.step(HERE, &wish, "accept").await;
        accepted.ok();
        volunteer.step(HERE, &wish, "claim").await.ok();
        let before = app.standing(&wish).await;
        let again = once.post(&wishes(), body).await;
        assert_eq!((again.status, again.text), (201, placed.text));
        let again = accept.step(HERE, &wish, "accept").await;
        assert_eq!((again.status, again.text), (200, accepted.text));
        assert_eq!(app.standing(&wish).await, before);
        // Without the key, the second time is a second time.
        staff.step(HERE, &wish, "accept").await.expect(409);
    }

    async fn an_attempt_that_failed_does_not_burn_its_key(app: TestApp) {
        let resident = app.user("resident").await.with(KEY, "try");
        resident.post(&wishes(), new_wish(&app, "短").await).await.expect(422);
        resident.post(&wishes(), new_wish(&app, "厨房的灯坏了").await).await.expect(201);
        let volunteer = app.user("volunteer").await.with(KEY, "claim");
        let wish = app.wish_at(HERE, "placed").await;
        volunteer.step(HERE, &wish, "claim").await.expect(404);
        app.user("staff").await.step(HERE, &wish, "accept").await.ok();
        volunteer.step(HERE, &wish, "claim").await.ok();
        volunteer.step(HERE, &wish, "claim").await.ok();
        let other = app.user("volunteer2").await.with(KEY, "claim");
        other.step(HERE, &wish, "claim").await.expect(409);
        app.user("staff").await.step(HERE, &wish, "release").await.ok();
        other.step(HERE, &wish, "claim").await.ok();
        assert_eq!(app.count("wishes").await, 2);
    }

    async fn a_key_has_1_to_200_visible_characters(app: TestApp) {
        let resident = app.user("resident").await;
        let body = new_wish(&app, "厨房的灯坏了").await;
        let long = "k".repeat(201);
        for bad in ["".as_bytes(), " ".as_bytes(), long.as_bytes(), "钥匙".as_bytes(), b"a b", b"a\tb", b"\xff\xfe"] {
            assert_eq!(with_key(&app, &resident, bad, &wishes(), &body).await, 422, "{bad:?}");
        }
        assert_eq!(app.count("wishes").await, 0);
        refused(&resident.with(KEY, &long).post(&wishes(), body.clone()).await, "bad_key");
        for good in [&*"k".repeat(200), "1", "'; drop table wishes; --", "9f0c~!@#$%^&*()"] {
            let status = with_key(&app, &resident, good.replace(' ', "_").as_bytes(), &wishes(), &body).await;
            assert_eq!(status, 201, "{good}");
        }
        assert_eq!(app.count("wishes").await, 4);
    }

    async fn roles_are_changed_once(app: TestApp) {
        let member = app.member_id("resident2").await;
        let admin = app.user("admin").await.with(KEY, "roles");
        let path = format!("/api/v1/communities/{HERE}/members/{member}");
        let first = admin.patch(&path, json!({"roles": ["resident", "volunteer"]})).await;
        first.ok();
        let events = app.count("events").await;
        for _ in 0..3 {
            let again = admin.patch(&path, json!({"roles": ["resident", "volunteer"]})).await;
            assert_eq!((again.status, &again.text), (200, &first.text));
        }
        refused(&admin.patch(&path, json!({"roles": ["admin"]})).await, "other_body");
        let other = app.member_id("merchant").await;
        refused(&admin.patch(&format!("/api/v1/communities/{HERE}/members/{other}"), json!({"roles": ["resident", "volunteer"]})).await, "other_body");
        assert_eq!(app.count("events").await, events);
    }

    /// Someone without an account yet presses the button again and again.
    async fn a_registration_makes_one_account(app: TestApp) {
        let body = json!({
            "community": HERE, "name": "钱新来", "building": "5 号楼", "door": "601", "consent": app::communities::model::NOTICE,
            "phone": "13912345678", "password": "a-password-of-mine",
        });
        let (accounts, members) = (app.count("accounts").await, app.count("memberships").await);
        let mut all = JoinSet::new();
        for _ in 0..5 {
            let (nobody, body) = (app.anonymous().with(KEY, "register-1"), body.clone());
            all.spawn(async move { patiently(&nobody, "/api/v1/accounts", &body).await });
        }
        let answers = all.join_all().await;
        for answer in &answers {
            assert_eq!((answer.status, &answer.text), (201, &answers[0].text));
        }
        assert_eq!((app.count("accounts").await, app.count("memberships").await), (accounts + 1, members + 1));
        let mut other = body.clone();
        other["phone"] = json!("13912345679");
        refused(&app.anonymous().with(KEY, "register-1").post("/api/v1/accounts", other).await, "other_body");
        // Without the key it is a second registration of the same phone.
        assert_eq!(app.anonymous().post("/api/v1/accounts", body).await.expect(422).fields(), ["phone"]);
        assert_eq!(app.count("accounts").await, accounts + 1);
    }

    async fn a_form_pressed_twice_places_one_wish(app: TestApp) {
        let resident = app.user("resident").await;
        let category = app.category(HERE, "wish_item").await;
        let page = format!("/c/{HERE}/wishes/new?kind=micro_wish&do=wishes.place");
        let fields = [
            ("community", HERE),
            ("kind", "micro_wish"),
            ("category", &*category),
            ("title", "厨房的灯坏了"),
            ("text", "请来修"),
            ("once", "form-1"),
        ];
        let first = resident.form(&page, &fields).await;
        first.expect(303);
        let again = resident.form(&page, &fields).await;
        assert_eq!((again.status, again.header("location")), (303, first.header("location")));
        assert_eq!(app.count("wishes").await, 1);
        // The page writes such a key into each of its forms, fresh each time.
        let form = |text: &str| text.split("name=\"once\"").nth(1).map(|rest| rest.chars().take(80).collect::<String>());
        let path = format!("/c/{HERE}/wishes/new?kind=micro_wish");
        let (one, two) = (resident.browser().get(&path).await, resident.browser().get(&path).await);
        assert!(form(&one.text).is_some(), "{}", one.text);
        assert_ne!(form(&one.text), form(&two.text));
    }
}
