//! What people with bad intentions type, in every field of every door: it is cleaned or refused, shown as text and never
//! as markup, and nothing breaks.

mod html;
mod shown;

use crate::harness::{Answer, Client, HERE, PASSWORD, TestApp, at, body, on_both};
use app::ui::paths::encode;
use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// All of them fit the longest line there is.
const HOSTILE: [&str; 15] = [
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg/onload=alert(1)>",
    "--><script>alert(1)</script><!--",
    "{{7*7}} ${7*7} <%= 7*7 %>",
    "javascript:alert(1)//",
    "nul\0nul\0",
    "turned \u{202E}gnp.exe\u{202C} round",
    "zero\u{200B}width\u{FEFF}",
    "四字节 𠮷😀👩‍👩‍👧",
    "'; drop table wishes; --",
    "' or '1'='1' union select 1 --",
    "%00%0d%0aSet-Cookie: a=b %s%n",
    "&lt;b&gt; &amp; <b>bold</b> \\u003cscript\\u003e",
];

/// As it must be kept: without what cannot be seen, turns the reading round, or is no text.
fn cleaned(text: &str) -> String {
    text.replace(['\0', '\u{202E}', '\u{202C}', '\u{200B}', '\u{FEFF}'], "").trim().to_owned()
}

/// A page in which nothing stands that its server did not put there.
#[track_caller]
fn sound(answer: &Answer) {
    assert!(answer.status < 500, "{}: {} {}", answer.asked, answer.status, answer.text);
    if !answer.header("content-type").starts_with("text/html") {
        return;
    }
    let policy = answer.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap_or("none");
    for tag in html::tags(&answer.text) {
        let name = tag.name.as_str();
        assert!(!["img", "iframe", "object", "embed", "base", "b"].contains(&name), "{}: <{name}> {:?}", answer.asked, tag.attributes);
        if name == "script" || name == "style" {
            assert_eq!(tag.attributes.get("nonce").map(String::as_str), Some(nonce), "{}: {}", answer.asked, tag.raw);
            assert!(!tag.raw.contains("alert(1)"), "{}: {}", answer.asked, tag.raw);
        }
        for (attribute, value) in &tag.attributes {
            assert!(!attribute.starts_with("on"), "{}: <{name} {attribute}>", answer.asked);
            assert!(!attribute.contains('<') && !attribute.contains('"'), "{}: <{name} {attribute}>", answer.asked);
            let link = ["href", "src", "action", "formaction"].contains(&attribute.as_str());
            assert!(!link || !value.trim().to_ascii_lowercase().starts_with("javascript:"), "{}: {value}", answer.asked);
        }
    }
}

/// A sound page that shows this text, as text.
#[track_caller]
fn shows(answer: &Answer, text: &str) {
    answer.expect(200);
    sound(answer);
    assert!(!answer.text.contains(['\0', '\u{202E}', '\u{200B}']), "{}", answer.asked);
    assert!(html::plain(&answer.text).contains(text), "{} does not show {text:?}", answer.asked);
}

async fn place(app: &TestApp, who: &Client, title: &str, text: &str) -> Answer {
    let category = app.category(HERE, "wish_item").await;
    let new = json!({"kind": "micro_wish", "category": category, "title": title, "text": text});
    who.post(&format!("/api/v1/communities/{HERE}/wishes"), new).await
}

/// A request of any bytes, by a person with a token.
async fn raw(app: &TestApp, who: &Client, path: &str, kind: Option<&str>, body: Vec<u8>) -> (u16, String) {
    let token = app.app.keys.sign(who.who.unwrap(), app.clock.now()).expect("a token");
    let mut request = Request::post(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    if let Some(kind) = kind {
        request = request.header(header::CONTENT_TYPE, kind);
    }
    let response = app.router.clone().oneshot(request.body(Body::from(body)).expect("a request")).await.expect("an answer");
    let status = response.status().as_u16();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.expect("a body");
    (status, String::from_utf8_lossy(&bytes).into_owned())
}

on_both! {
    async fn what_is_typed_into_a_wish_is_kept_clean_and_shown_as_text(app: TestApp) {
        let [resident, staff, volunteer, other] = [app.user("resident").await, app.user("staff").await, app.user("volunteer").await, app.user("volunteer2").await];
        for hostile in HOSTILE {
            let kept = cleaned(hostile);
            let placed = place(&app, &resident, hostile, hostile).await.ok();
            assert_eq!((placed["title"].as_str(), placed["text"].as_str()), (Some(&*kept), Some(&*kept)));
            let wish = placed["id"].as_str().unwrap().to_owned();
            let page = format!("/c/{HERE}/wishes/{wish}");
            shows(&resident.browser().get(&page).await, &kept);
            shows(&resident.browser().get(&format!("/c/{HERE}/mine")).await, &kept);
            shows(&staff.browser().get(&page).await, &kept);
            shows(&staff.browser().get(&format!("/c/{HERE}/desk")).await, &kept);
            let accepted = staff.step_with(HERE, &wish, "accept", json!({"public_card": hostile})).await.ok();
            assert_eq!(accepted["public_card"], kept.as_str());
            shows(&other.browser().get(&page).await, &kept);
            shows(&other.browser().get(&format!("/c/{HERE}/wall")).await, &kept);
            volunteer.step(HERE, &wish, "claim").await.ok();
            shows(&volunteer.browser().get(&format!("/c/{HERE}/claims")).await, &kept);
            volunteer.step_with(HERE, &wish, "release", json!({"reason": hostile})).await.ok();
            volunteer.step(HERE, &wish, "claim").await.ok();
            volunteer.step_with(HERE, &wish, "deliver", json!({"note": hostile})).await.ok();
            resident.step_with(HERE, &wish, "reopen", json!({"reason": hostile})).await.ok();
            volunteer.step(HERE, &wish, "claim").await.ok();
            volunteer.step_with(HERE, &wish, "deliver", json!({"note": hostile})).await.ok();
            resident.step_with(HERE, &wish, "comment", json!({"text": hostile})).await.ok();
            resident.step_with(HERE, &wish, "confirm", json!({"grade": 5, "words": hostile})).await.ok();
            let declined = place(&app, &resident, hostile, hostile).await.ok()["id"].as_str().unwrap().to_owned();
            staff.step_with(HERE, &declined, "decline", json!({"reason": hostile})).await.ok();
            for (wish, times) in [(&wish, 7), (&declined, 1)] {
                let lines = resident.get(&at(wish, "/events")).await.ok();
                let said = lines["items"].as_array().unwrap().iter().filter(|line| line["words"] == kept.as_str()).count();
                assert_eq!(said, times, "{hostile:?}");
                let page = resident.browser().get(&format!("/c/{HERE}/wishes/{wish}")).await;
                shows(&page, &kept);
            }
        }
    }

    async fn what_is_typed_at_the_door_is_kept_clean_and_shown_as_text(app: TestApp) {
        let staff = app.user("staff").await;
        for (number, hostile) in HOSTILE.into_iter().enumerate() {
            let (name, building, door) = (start(hostile, 30), start(hostile, 40), start(hostile, 20));
            let login = format!("stranger{number}");
            app::accounts::ops::create_account(&app.operator(), Some(login.clone()), None, None).await.expect("an account");
            let stranger = app.user(&login).await;
            let form = json!({"community": HERE, "name": name, "building": building, "door": door, "consent": app::communities::model::NOTICE});
            let member = stranger.post("/api/v1/accounts", form).await.ok();
            for (field, text) in [("name", &name), ("building", &building), ("door", &door)] {
                assert_eq!(member[field], cleaned(text).as_str(), "{field}");
            }
            shows(&stranger.browser().get(&format!("/c/{HERE}")).await, "");
            let found = staff.browser().get(&format!("/c/{HERE}/people?q={}", encode(&cleaned(&name)))).await;
            shows(&found, &cleaned(&name));
            shows(&found, &cleaned(&building));
            // On a wish the desk reads it too, and the history names them masked.
            let wish = place(&app, &stranger, "厨房的灯坏了", "请来修").await.ok()["id"].as_str().unwrap().to_owned();
            shows(&staff.browser().get(&format!("/c/{HERE}/wishes/{wish}")).await, &cleaned(&name));
            sound(&stranger.browser().get(&format!("/c/{HERE}/wishes/{wish}")).await);
        }
    }

    async fn no_field_of_rest_breaks_on_what_is_typed_into_it(app: TestApp) {
        let [resident, staff, admin] = [app.user("resident").await, app.user("staff").await, app.user("admin").await];
        let nobody = app.anonymous();
        let wish = app.wish_at(HERE, "accepted").await;
        let long = "长".repeat(1200);
        for hostile in HOSTILE.into_iter().chain(["", " ", &*long]) {
            let member = app.member_id("volunteer").await;
            let e = encode(hostile);
            let answers = [
                nobody.post("/api/v1/sessions", json!({"login": hostile, "password": hostile})).await,
                nobody.post("/api/v1/sessions", json!({"login": "resident", "password": hostile})).await,
                nobody.post("/api/v1/sessions/refresh", json!({"refresh_token": hostile})).await,
                nobody.post("/api/v1/accounts", json!({"community": hostile, "name": "名", "building": "1", "door": "1", "consent": hostile, "phone": hostile, "login": hostile, "password": hostile})).await,
                nobody.get(&format!("/api/v1/districts/{e}/communities")).await,
                nobody.get(&format!("/api/v1/communities/{e}")).await,
                nobody.get(&format!("/api/v1/communities/{e}/categories")).await,
                resident.get(&format!("/api/v1/communities/{e}/wishes")).await,
                resident.get(&format!("/api/v1/communities/{HERE}/wishes/{e}")).await,
                resident.get(&format!("/api/v1/communities/{HERE}/wishes/{e}/events")).await,
                resident.delete(&format!("/api/v1/sessions/{e}")).await,
                resident.post(&format!("/api/v1/communities/{HERE}/wishes"), json!({"kind": hostile, "category": hostile, "title": hostile, "text": hostile})).await,
                staff.step_with(HERE, &wish, "dispatch", json!({"member": hostile})).await,
                staff.step_with(HERE, &wish, "accept", json!({"category": hostile})).await,
                admin.patch(&format!("/api/v1/communities/{HERE}/members/{e}"), json!({"verified": true})).await,
                admin.patch(&format!("/api/v1/communities/{HERE}/members/{member}"), json!({"roles": [hostile]})).await,
                admin.patch(&format!("/api/v1/communities/{HERE}/members/{member}"), json!({"volunteer_kind": hostile})).await,
            ];
            for answer in answers {
                assert!((400..500).contains(&answer.status) || hostile.trim().is_empty(), "{}: {} {}", answer.asked, answer.status, answer.text);
                assert!(answer.status < 500, "{}: {}", answer.asked, answer.text);
            }
            for path in [
                format!("/api/v1/communities/{HERE}/members?q={e}"),
                format!("/api/v1/communities/{HERE}/members?role={e}&cursor={e}&unverified={e}&limit={e}"),
                format!("/api/v1/communities/{HERE}/wishes?q={e}"),
                format!("/api/v1/communities/{HERE}/wishes?stage={e}&category={e}&mine={e}&cursor={e}&limit={e}"),
            ] {
                let answer = staff.get(&path).await;
                assert!(answer.status < 500, "{path}: {}", answer.text);
                assert!(!answer.header("content-type").contains("html"), "{path}");
            }
        }
        let before = app.standing(&wish).await;
        assert!(before.starts_with("accepted version 2"), "{before}");
    }

    async fn no_page_breaks_on_what_stands_in_its_address(app: TestApp) {
        let wish = app.wish_at(HERE, "claimed").await;
        let people = [app.anonymous().browser(), app.user("resident").await.browser(), app.user("admin").await.browser()];
        for hostile in HOSTILE {
            let e = encode(hostile);
            for page in [
                format!("/?q={e}"),
                format!("/login?next={e}"),
                format!("/account?q={e}"),
                format!("/{e}"),
                format!("/c/{e}"),
                format!("/c/{e}/wall"),
                format!("/c/{e}/register"),
                format!("/c/{HERE}/{e}"),
                format!("/c/{HERE}/people?q={e}&role={e}&unverified={e}&cursor={e}"),
                format!("/c/{HERE}/wall?q={e}&stage={e}&category={e}&cursor={e}"),
                format!("/c/{HERE}/mine?q={e}"),
                format!("/c/{HERE}/claims?q={e}"),
                format!("/c/{HERE}/desk?q={e}&stage={e}"),
                format!("/c/{HERE}/wishes/new?kind={e}"),
                format!("/c/{HERE}/wishes/{e}"),
                format!("/c/{HERE}/wishes/{wish}?from={e}&placed={e}"),
            ] {
                for person in &people {
                    sound(&person.get(&page).await);
                }
            }
        }
    }

    /// A form that did not work is shown again with what was typed: that page is where most leaks are.
    async fn a_form_that_failed_keeps_what_was_typed_as_text(app: TestApp) {
        let [resident, staff, volunteer, admin] = [app.user("resident").await, app.user("staff").await, app.user("volunteer").await, app.user("admin").await];
        let [placed, accepted, claimed, delivered] =
            [app.wish_at(HERE, "placed").await, app.wish_at(HERE, "accepted").await, app.wish_at(HERE, "claimed").await, app.wish_at(HERE, "delivered").await];
        let category = app.category(HERE, "wish_item").await;
        let member = app.member_id("merchant").await;
        for hostile in HOSTILE {
            // Hidden characters may come back as they were typed into a field; a browser shows them to nobody else.
            let kept = hostile.replace('\0', "");
            let at_wish = |wish: &str, step: &str| format!("/c/{HERE}/wishes/{wish}?from={}&do=wishes.{step}", encode(hostile));
            let new = format!("/c/{HERE}/wishes/new?kind=micro_wish&do=wishes.place");
            let whole = [("community", HERE), ("version", "99"), ("reason", hostile), ("note", hostile), ("text", hostile), ("words", hostile), ("public_card", hostile)];
            let with = |wish| [&whole[..], &[("wish", wish), ("grade", hostile), ("attitude", hostile), ("member", hostile), ("category", hostile), ("from", hostile)]].concat();
            let at_version = |wish| [&whole[..], &[("wish", wish), ("grade", "5"), ("category", &*category)]].concat();
            let forms = [
                (&resident, new.clone(), vec![("community", HERE), ("kind", "micro_wish"), ("category", ""), ("title", hostile), ("text", hostile)], "title"),
                (&resident, new, vec![("community", HERE), ("kind", hostile), ("category", hostile), ("title", hostile), ("text", "")], "title"),
                (&staff, at_wish(&placed, "accept"), at_version(&placed), "public_card"),
                (&staff, at_wish(&placed, "decline"), with(&placed), "reason"),
                (&staff, at_wish(&accepted, "dispatch"), with(&accepted), ""),
                (&volunteer, at_wish(&claimed, "release"), with(&claimed), "reason"),
                (&volunteer, at_wish(&claimed, "deliver"), with(&claimed), "note"),
                (&volunteer, at_wish(&claimed, "comment"), with(&claimed), "text"),
                (&resident, at_wish(&delivered, "confirm"), with(&delivered), "words"),
                (&resident, at_wish(&delivered, "reopen"), with(&delivered), "reason"),
                (&resident, at_wish(&encode(hostile), "comment"), vec![("community", hostile), ("wish", hostile), ("text", hostile)], ""),
                (&admin, format!("/c/{HERE}/people?q={}&do=communities.set_roles", encode(hostile)), vec![("community", HERE), ("member", &*member), ("roles[0]", hostile), ("volunteer_kind", hostile)], ""),
                (&admin, format!("/c/{HERE}/people?do=communities.verify"), vec![("community", HERE), ("member", hostile)], ""),
                (&app.anonymous(), format!("/c/{HERE}/register?do=communities.register"), vec![("community", HERE), ("name", hostile), ("building", hostile), ("door", hostile), ("phone", hostile), ("login", hostile), ("password", hostile), ("consent", hostile)], "name"),
                (&app.anonymous(), format!("/login?next={}&do=accounts.log_in", encode(hostile)), vec![("login", hostile), ("password", hostile), ("next", hostile)], "login"),
                (&resident, "/account?do=accounts.end_session".to_owned(), vec![("session", hostile)], ""),
                (&resident, "/account?do=accounts.set_look".to_owned(), vec![("lang", hostile), ("elder", hostile), ("size", hostile), ("back", hostile), ("next", hostile)], "-"),
                (&resident, format!("/account?do={}", encode(hostile)), vec![("x", hostile)], "-"),
                (&resident, "/account?do=no.such_door".to_owned(), vec![("x", hostile)], "-"),
            ];
            for (who, path, fields, shown) in forms {
                let answer = who.form(&path, &fields).await;
                sound(&answer);
                assert!(answer.status >= 400 || shown == "-", "{path}: {}", answer.status);
                if !["", "-"].contains(&shown) {
                    let plain = html::tags(&answer.text).into_iter().any(|tag| {
                        let value = if tag.name == "textarea" { html::plain(&tag.raw) } else { tag.attributes.get("value").cloned().unwrap_or_default() };
                        tag.attributes.get("name").is_some_and(|name| name == shown) && value.replace('\0', "") == kept
                    });
                    assert!(plain, "{path} does not keep {hostile:?} in {shown}: {}", answer.text);
                }
                let location = answer.header("location");
                assert!(location.is_empty() || (location.starts_with('/') && !location.starts_with("//")), "{path} leads to {location}");
            }
        }
        assert_eq!(app.count("wishes").await, 4);
    }

    async fn after_logging_in_nobody_is_led_elsewhere(app: TestApp) {
        for next in ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil.example", "/%0d%0aSet-Cookie:a=b", "\\\\evil.example", "/c/x\r\nSet-Cookie: a=b"] {
            let answer = app.anonymous().form("/login?do=accounts.log_in", &[("login", "resident"), ("password", PASSWORD), ("next", next)]).await;
            answer.expect(303);
            let to = answer.header("location");
            assert!(to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\t', '\r', '\n']), "{next:?} leads to {to:?}");
            assert!(answer.cookies().iter().all(|line| line.starts_with("__Host-linli-")), "{:?}", answer.cookies());
        }
    }

    async fn a_body_over_64_kib_is_refused_at_every_door(app: TestApp) {
        let resident = app.user("resident").await;
        let wish = app.wish_at(HERE, "accepted").await;
        let wishes = app.count("wishes").await;
        let pad = "x".repeat(65 * 1024);
        let category = app.category(HERE, "wish_item").await;
        let new = json!({"kind": "micro_wish", "category": category, "title": "厨房的灯坏了", "text": pad});
        for who in [resident.clone(), resident.with("idempotency-key", "large")] {
            for (path, body) in [
                (format!("/api/v1/communities/{HERE}/wishes"), new.clone()),
                (at(&wish, "/comment"), json!({"text": pad})),
                ("/api/v1/accounts".to_owned(), json!({"name": pad})),
                ("/api/v1/sessions".to_owned(), json!({"login": pad, "password": pad})),
            ] {
                let answer = who.post(&path, body).await;
                assert!([413, 422].contains(&answer.status), "{path}: {}", answer.status);
                assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
            }
        }
        let fields = [("community", HERE), ("kind", "micro_wish"), ("category", &*category), ("title", "厨房的灯坏了"), ("text", "请来修"), ("pad", &*pad)];
        let page = format!("/c/{HERE}/wishes/new?kind=micro_wish&do=wishes.place");
        let huge = "x".repeat(1024 * 1024 + 1);
        let too_much = [("community", HERE), ("text", &*huge)];
        let answer = resident.form(&page, &too_much).await;
        assert!(answer.expect(413).text.contains("内容太长"), "{}", answer.text);
        // A text that is too long for its field is answered beside it, and kept.
        let long = [("community", HERE), ("kind", "micro_wish"), ("category", &*category), ("title", "厨房的灯坏了"), ("text", &*pad)];
        assert!(resident.form(&page, &long).await.expect(422).text.contains(&pad));
        assert!([400, 413].contains(&resident.call("wishes.place", &fields).await.status));
        let padded = [("login", "resident"), ("password", PASSWORD), ("pad", &*pad)];
        assert!([400, 413].contains(&app.anonymous().call("accounts.log_in", &padded).await.status));
        assert_eq!(app.count("wishes").await, wishes);
        // Just under it still fits.
        let fields = [("community", HERE), ("kind", "micro_wish"), ("category", &*category), ("title", "厨房的灯坏了"), ("text", "请来修"), ("pad", &pad[..60 * 1024])];
        resident.form(&page, &fields).await.expect(303);
    }

    async fn a_body_that_is_no_json_is_refused(app: TestApp) {
        let staff = app.user("staff").await;
        let wish = app.wish_at(HERE, "placed").await;
        let before = app.standing(&wish).await;
        let deep = "[".repeat(20_000);
        let deep_text = format!("{{\"reason\": {deep}");
        for text in ["{", "[]", "null", "\"x\"", "7", "{\"reason\":}", "{\"reason\":\"a\",}", "{\"reason\":\"好的\",\"reason\":\"好的\"}", "{\"reason\":\"\\ud800\"}", "\u{FEFF}{}", "reason=x", "<x/>", &*deep, &*deep_text] {
            let (status, said) = raw(&app, &staff, &at(&wish, "/decline"), Some("application/json"), text.as_bytes().to_vec()).await;
            assert!([400, 422].contains(&status), "{}: {status} {said}", &text[..text.len().min(40)]);
            assert!(serde_json::from_str::<Value>(&said).is_ok(), "{said}");
        }
        for bytes in [b"\xff\xfe".to_vec(), b"{\"reason\":\"\xc3\x28\xff\"}".to_vec(), vec![0; 100], Vec::new()] {
            let (status, said) = raw(&app, &staff, &at(&wish, "/decline"), Some("application/json"), bytes).await;
            assert_eq!(status, 422, "{said}");
        }
        assert_eq!(app.standing(&wish).await, before);
    }

    async fn no_content_type_breaks_a_door(app: TestApp) {
        let staff = app.user("staff").await;
        let kinds = [None, Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("multipart/form-data; boundary=x"), Some("application/cbor"), Some("application/json; charset=utf-16"), Some("\"")];
        for kind in kinds {
            let wish = app.wish_at(HERE, "placed").await;
            let (status, said) = raw(&app, &staff, &at(&wish, "/accept"), kind, body("accept", "").to_string().into_bytes()).await;
            assert!(status < 500, "{kind:?}: {status} {said}");
            for path in ["/api/wishes.place", "/api/accounts.log_in", "/api/communities.home", "/api/no.such_door", "/api/", "/login?do=accounts.log_in", &format!("/c/{HERE}/wishes/{wish}?do=wishes.accept")] {
                for bytes in [b"x".to_vec(), b"\xff\xfe\x00".to_vec(), b"community=%ff&wish=%00".to_vec(), Vec::new()] {
                    let (status, said) = raw(&app, &staff, path, kind, bytes).await;
                    assert!(status < 500, "{path} {kind:?}: {status} {said}");
                }
            }
        }
    }

    async fn odd_methods_and_paths_are_answered_briefly(app: TestApp) {
        let resident = app.user("resident").await;
        for method in [Method::PUT, Method::DELETE, Method::OPTIONS, Method::TRACE, Method::PATCH] {
            for path in ["/", "/login", &format!("/c/{HERE}/wall"), &format!("/api/v1/communities/{HERE}/wishes"), "/api/wishes.place", "/pkg/x.js", "/healthz"] {
                let answer = resident.send(method.clone(), path, None).await;
                assert!((200..500).contains(&answer.status), "{}: {}", answer.asked, answer.status);
                assert!(answer.status >= 400 || method == Method::OPTIONS, "{}: {}", answer.asked, answer.status);
            }
        }
        for path in ["/api/v1/communities/%FF/wishes", "/api/v1/communities/%FF", "/c/%FF", "/c/%FF/wall", "//", "/..", "/c/../..", "/%2e%2e/%2e%2e/etc/passwd", "/pkg/..%2f..%2fhash.txt", "/pkg/%2e%2e/hash.txt", "/pkg/%00"] {
            for answer in [resident.get(path).await, resident.browser().get(path).await] {
                assert!(answer.status < 500, "{path}: {}", answer.status);
                assert!(!answer.text.contains("root:") && !answer.text.contains("wasm: test"), "{path}: {}", answer.text);
            }
        }
    }
}

/// The first so many characters.
fn start(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
