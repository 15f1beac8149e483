//! Logging in, staying logged in, logging out; and what a browser's cookies may and may not do.

use crate::harness::{Answer, Client, HERE, PASSWORD, THERE, TestApp, on_both, phone_of};
use app::accounts::cookies::{ACCESS, DEVICE, REFRESH};
use app::kernel::ctx::Identity;
use app::kernel::ids::SessionId;
use app::kernel::keys::Keys;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use axum::http::Method;
use chrono::TimeDelta;
use serde_json::json;
use tokio::task::JoinSet;

async fn log_in(who: &Client, login: &str, password: &str) -> Answer {
    who.post("/api/v1/sessions", json!({"login": login, "password": password})).await
}

async fn refresh(app: &TestApp, token: &str) -> Answer {
    app.anonymous().post("/api/v1/sessions/refresh", json!({"refresh_token": token})).await
}

async fn me(app: &TestApp, access: &str) -> u16 {
    bearer(app, access).get("/api/v1/me").await.status
}

fn bearer(app: &TestApp, access: &str) -> Client {
    app.anonymous().with("authorization", &format!("Bearer {access}"))
}

fn text(answer: &Answer, field: &str) -> String {
    answer.json()[field].as_str().unwrap_or_else(|| panic!("{}: no {field} in {}", answer.asked, answer.text)).to_owned()
}

/// A browser that just logged in by its form, and the answer it got.
async fn by_form(app: &TestApp, login: &str, next: &str) -> Answer {
    app.anonymous().form("/login?do=accounts.log_in", &[("login", login), ("password", PASSWORD), ("next", next)]).await
}

/// A browser that holds these cookies and no others.
fn with_cookies(app: &TestApp, access: &str, refresh: &str) -> Client {
    app.anonymous().with("cookie", &format!("{ACCESS}={access}; {REFRESH}={refresh}"))
}

on_both! {
    async fn one_logs_in_with_a_name_or_a_phone_and_reads_where_one_is_at_home(app: TestApp) {
        for login in ["staff", "STAFF ", &phone_of("staff"), &format!("+86 {}", phone_of("staff"))] {
            let answer = log_in(&app.anonymous(), login, PASSWORD).await;
            answer.expect(201);
            assert_eq!(answer.json()["memberships"][0]["community"], HERE);
            assert_eq!(answer.json()["expires_in"], 600);
            assert_eq!(me(&app, &text(&answer, "access_token")).await, 200);
        }
    }

    async fn a_wrong_password_an_unknown_name_and_a_closed_account_get_the_same_words(app: TestApp) {
        app.rows("update accounts set closed_at = created_at where login = 'merchant'").await;
        let wrong = log_in(&app.anonymous(), "staff", "not the password").await;
        wrong.expect(401);
        assert_eq!(wrong.json()["errors"][0]["code"], "wrong_credentials");
        let others = [("nobody-of-that-name", PASSWORD), ("13900000000", PASSWORD), ("merchant", PASSWORD), ("", ""), ("staff", "")];
        for (login, password) in others {
            let answer = log_in(&app.anonymous(), login, password).await;
            assert_eq!((answer.status, &answer.text, &answer.headers), (wrong.status, &wrong.text, &wrong.headers), "{login:?}");
        }
    }

    async fn failures_are_throttled_by_name_and_address_and_only_for_a_while(app: TestApp) {
        let (attacker, owner) = (app.anonymous().at_address("203.0.113.7"), app.anonymous().at_address("198.51.100.4"));
        for _ in 0..8 {
            log_in(&attacker, "staff", "a guess at it").await.expect(401);
        }
        let stopped = log_in(&attacker, "staff", "a guess at it").await;
        assert_eq!(stopped.expect(429).code(), "slow_down");
        let after: i64 = stopped.header("retry-after").parse().unwrap();
        assert!((1..=600).contains(&after), "{after}");
        // Not even the right password: else the answer would tell that it is right.
        log_in(&attacker, "staff", PASSWORD).await.expect(429);
        // The first entry of the header is the attacker's own word; the last is the proxy's, also in a line of its own.
        log_in(&app.anonymous().at_address("192.0.2.1, 203.0.113.7"), "staff", "a guess at it").await.expect(429);
        log_in(&app.anonymous().with("x-forwarded-for", "192.0.2.1").at_address("203.0.113.7"), "staff", "a guess at it").await.expect(429);
        log_in(&owner, "staff", PASSWORD).await.expect(201);
        log_in(&attacker, "resident", PASSWORD).await.expect(201);
        app.clock.advance(TimeDelta::seconds(after + 1));
        log_in(&attacker, "staff", PASSWORD).await.expect(201);
    }

    async fn a_phone_is_one_name_however_it_is_written(app: TestApp) {
        let attacker = app.anonymous().at_address("203.0.113.7");
        let phone = phone_of("staff");
        let (head, tail) = phone.split_at(3);
        let wide: String = phone.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
        let spellings = [phone.clone(), format!("{head}-{tail}"), format!("+86 {phone}"), wide];
        for spelling in spellings.iter().cycle().take(8) {
            log_in(&attacker, spelling, "a guess at it").await.expect(401);
        }
        for spelling in &spellings {
            log_in(&attacker, spelling, PASSWORD).await.expect(429);
        }
        // Letters in it make it no phone at all, and so nobody's.
        log_in(&attacker, &format!("{phone}x"), PASSWORD).await.expect(401);
    }

    async fn nobody_is_locked_out_on_a_device_of_their_own(app: TestApp) {
        let mark = by_form(&app, "staff", "/").await.cookie(DEVICE).unwrap();
        for n in 0..40 {
            log_in(&app.anonymous().at_address(&format!("203.0.113.{n}")), "staff", "a guess at it").await.expect(401);
        }
        let fields = |login, password| [("login", login), ("password", password)];
        let device = app.anonymous().with("cookie", &format!("{DEVICE}={mark}"));
        app.anonymous().form("/login?do=accounts.log_in", &fields("staff", PASSWORD)).await.expect(429);
        device.form("/login?do=accounts.log_in", &fields("staff", PASSWORD)).await.expect(303);
        // It is a device of that one account, and its own failures count on it.
        device.form("/login?do=accounts.log_in", &fields("resident", "a guess at it")).await.expect(401);
        for _ in 0..8 {
            device.form("/login?do=accounts.log_in", &fields("staff", "a guess at it")).await.expect(401);
        }
        device.form("/login?do=accounts.log_in", &fields("staff", PASSWORD)).await.expect(429);
    }

    async fn of_thirty_guesses_at_once_those_beyond_the_limit_learn_nothing(app: TestApp) {
        let mut guesses = JoinSet::new();
        for _ in 0..30 {
            let attacker = app.anonymous().at_address("203.0.113.7");
            guesses.spawn(async move { log_in(&attacker, "staff", "a guess at it").await.status });
        }
        let answers = guesses.join_all().await;
        let told = answers.iter().filter(|status| **status == 401).count();
        let stopped = answers.iter().filter(|status| **status == 429).count();
        assert_eq!((told, stopped), (8, 22), "{answers:?}");
    }

    async fn a_password_kept_the_old_way_is_kept_the_new_way_once_it_was_right(app: TestApp) {
        // The password of all, hashed with half the memory.
        let older = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(9 * 1024, 2, 1, None).unwrap());
        let older = older.hash_password(PASSWORD.as_bytes()).unwrap().to_string();
        app.rows(&format!("update accounts set password_hash = '{older}' where login = 'staff'")).await;
        let kept = "select password_hash from accounts where login = 'staff'";
        log_in(&app.anonymous(), "staff", "a guess at it").await.expect(401);
        assert_eq!(app.rows(kept).await, [older]);
        log_in(&app.anonymous(), "staff", PASSWORD).await.expect(201);
        assert!(app.rows(kept).await[0].contains("$m=19456,t=2,p=1$"));
        log_in(&app.anonymous(), "staff", PASSWORD).await.expect(201);
    }

    async fn a_name_that_nobody_has_is_throttled_in_the_same_words(app: TestApp) {
        let mut stopped = Vec::new();
        for login in ["staff", "nobody-of-that-name"] {
            app.clock.set(crate::harness::start() + TimeDelta::hours(1));
            let from = app.anonymous().at_address("203.0.113.7");
            for _ in 0..8 {
                log_in(&from, login, "a guess at it").await.expect(401);
            }
            let answer = log_in(&from, login, "a guess at it").await;
            stopped.push((answer.status, answer.text, answer.headers));
        }
        assert_eq!(stopped[0], stopped[1]);
        assert_eq!(stopped[0].0, 429);
    }

    async fn successes_are_never_counted(app: TestApp) {
        let from = app.anonymous().at_address("203.0.113.7");
        for _ in 0..10 {
            log_in(&from, "staff", PASSWORD).await.expect(201);
        }
        log_in(&from, "staff", "a guess at it").await.expect(401);
        log_in(&from, "staff", PASSWORD).await.expect(201);
    }

    async fn refreshing_hands_out_new_tokens_and_parallel_tabs_get_the_same(app: TestApp) {
        let first = text(&log_in(&app.anonymous(), "staff", PASSWORD).await, "refresh_token");
        let next = refresh(&app, &first).await;
        let second = text(next.expect(200), "refresh_token");
        assert_ne!(first, second);
        assert_eq!(me(&app, &text(&next, "access_token")).await, 200);
        app.clock.advance(TimeDelta::seconds(9));
        let parallel = refresh(&app, &first).await;
        assert_eq!(text(parallel.expect(200), "refresh_token"), second);
        app.clock.advance(TimeDelta::days(80));
        refresh(&app, &second).await.expect(200);
    }

    async fn an_old_refresh_token_used_again_ends_the_whole_session(app: TestApp) {
        let logged_in = log_in(&app.anonymous(), "staff", PASSWORD).await;
        let elsewhere = app.user("staff").await;
        let first = text(&logged_in, "refresh_token");
        let next = refresh(&app, &first).await;
        let (access, second) = (text(&next, "access_token"), text(&next, "refresh_token"));
        app.clock.advance(TimeDelta::seconds(11));
        assert_eq!(me(&app, &access).await, 200);
        assert_eq!(refresh(&app, &first).await.expect(401).code(), "sign_in");
        refresh(&app, &second).await.expect(401);
        assert_eq!(me(&app, &access).await, 401);
        assert_eq!(me(&app, &text(&logged_in, "access_token")).await, 401);
        elsewhere.get("/api/v1/me").await.expect(200);
    }

    async fn a_refresh_token_that_is_not_ours_is_not_good(app: TestApp) {
        let good = text(&log_in(&app.anonymous(), "staff", PASSWORD).await, "refresh_token");
        let (session, secret) = good.split_once('.').unwrap();
        let other = app.session("resident").await.session;
        for token in ["", ".", "x.y", session, &format!("{session}."), &format!("{other}.{secret}"), &format!("{}.{secret}", uuid::Uuid::nil())] {
            refresh(&app, token).await.expect(401);
        }
        app.clock.advance(TimeDelta::days(91));
        refresh(&app, &good).await.expect(401);
    }

    async fn logging_out_counts_at_once_and_for_this_session_alone(app: TestApp) {
        let (one, other) = (log_in(&app.anonymous(), "staff", PASSWORD).await, app.user("staff").await);
        let access = text(&one, "access_token");
        bearer(&app, &access).delete("/api/v1/sessions/current").await.expect(204);
        assert_eq!(me(&app, &access).await, 401);
        for path in ["districts", &format!("communities/{HERE}"), &format!("communities/{HERE}/members")] {
            bearer(&app, &access).get(&format!("/api/v1/{path}")).await.expect(401);
        }
        bearer(&app, &access).delete("/api/v1/sessions/current").await.expect(401);
        refresh(&app, &text(&one, "refresh_token")).await.expect(401);
        other.get("/api/v1/me").await.expect(200);
    }

    async fn roles_that_are_given_and_taken_count_at_the_next_request(app: TestApp) {
        let (admin, staff) = (app.user("admin").await, app.user("staff").await);
        let members = format!("/api/v1/communities/{HERE}/members");
        let id = app.member(HERE, "staff").await;
        staff.get(&members).await.expect(200);
        admin.patch(&format!("{members}/{id}"), json!({"roles": ["resident"]})).await.ok();
        staff.get(&members).await.expect(403);
        admin.patch(&format!("{members}/{id}"), json!({"roles": ["staff"]})).await.ok();
        staff.get(&members).await.expect(200);
        // Roles are held in one community: the same person is nobody in the other.
        staff.get(&format!("/api/v1/communities/{THERE}/members")).await.expect(404);
    }

    async fn one_ends_ones_own_sessions_and_nobody_elses(app: TestApp) {
        let (here, phone, other) = (app.user("staff").await, app.user("staff").await, app.user("resident").await);
        let list = here.get("/api/v1/sessions").await.ok();
        let items = list["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        let current: Vec<_> = items.iter().filter(|one| one["current"] == true).collect();
        assert_eq!(current.len(), 1);
        assert_eq!(current[0]["id"], here.who.unwrap().session.to_string());
        let path = |who: &Client| format!("/api/v1/sessions/{}", who.who.unwrap().session);
        here.delete(&path(&phone)).await.expect(204);
        phone.get("/api/v1/me").await.expect(401);
        here.delete(&path(&phone)).await.expect(404);
        here.delete(&path(&other)).await.expect(404);
        other.get("/api/v1/me").await.expect(200);
        here.delete("/api/v1/sessions/not-an-id").await.expect(404);
        assert_eq!(here.get("/api/v1/sessions").await.ok()["items"].as_array().map(Vec::len), Some(1));
    }

    async fn a_new_password_ends_every_session(app: TestApp) {
        let staff = app.user("staff").await;
        app::accounts::ops::reset_password(&app.operator(), "staff".to_owned(), "another long one".to_owned()).await.unwrap();
        staff.get("/api/v1/me").await.expect(401);
        log_in(&app.anonymous(), "staff", PASSWORD).await.expect(401);
        log_in(&app.anonymous(), "staff", "another long one").await.expect(201);
    }

    async fn who_types_their_password_once_more_changes_phone_name_and_password(app: TestApp) {
        let [resident, elsewhere] = [app.user("resident").await, app.user("resident").await];
        let change = async |with: serde_json::Value| resident.patch("/api/v1/me", with).await;
        for (typed, fields) in [
            (json!({}), vec!["phone"]),
            (json!({"password": PASSWORD}), vec!["phone"]),
            (json!({"phone": "12", "login": "1", "new_password": "12345678", "password": PASSWORD}), vec!["phone", "login", "new_password"]),
            (json!({"phone": "13900139000"}), vec!["password"]),
            (json!({"phone": "13900139000", "password": "not my password"}), vec!["password"]),
            (json!({"phone": phone_of("staff"), "password": PASSWORD}), vec!["phone"]),
            (json!({"login": "STAFF", "password": PASSWORD}), vec!["login"]),
        ] {
            assert_eq!(change(typed.clone()).await.expect(422).fields(), fields, "{typed}");
        }
        log_in(&app.anonymous(), &phone_of("resident"), PASSWORD).await.expect(201);

        // One's own is nobody else's.
        change(json!({"phone": "139 0013 9000", "login": "resident", "password": PASSWORD})).await.expect(204);
        log_in(&app.anonymous(), &phone_of("resident"), PASSWORD).await.expect(401);
        log_in(&app.anonymous(), "13900139000", PASSWORD).await.expect(201);
        assert_eq!(resident.get("/api/v1/me").await.ok()["phone"], "139****9000");
        let kept = resident.get(&format!("/api/v1/communities/{HERE}/my-data")).await.ok();
        assert_eq!((&kept["account"]["phone"], &kept["account"]["login"]), (&json!("13900139000"), &json!("resident")));
        elsewhere.get("/api/v1/me").await.expect(200);

        change(json!({"new_password": "another long one", "password": PASSWORD})).await.expect(204);
        elsewhere.get("/api/v1/me").await.expect(401);
        resident.get("/api/v1/me").await.expect(200);
        log_in(&app.anonymous(), "resident", PASSWORD).await.expect(401);
        log_in(&app.anonymous(), "resident", "another long one").await.expect(201);

        // By the page: what is wrong stands beside its field, and no password comes back.
        let form = async |phone: &str| {
            let typed = [("phone", phone), ("login", "newname"), ("new_password", ""), ("password", "another long one")];
            resident.form("/account?do=accounts.change", &typed).await
        };
        let wrong = form("12").await;
        assert!(wrong.expect(422).text.contains("手机号要 11 位数字") && wrong.text.contains("value=\"newname\""), "{}", wrong.text);
        assert!(!wrong.text.contains("another long one"));
        assert_eq!(form("13900139001").await.expect(303).header("location"), "/account?changed=1");
        let page = resident.browser().get("/account?changed=1").await;
        assert!(page.text.contains("改好了") && page.text.contains("139****9001") && page.text.contains("newname"), "{}", page.text);
        assert!(!page.text.contains("13900139001"));
    }

    async fn of_several_who_want_the_same_phone_at_once_one_gets_it(app: TestApp) {
        let mut all = JoinSet::new();
        for login in ["resident", "resident2", "volunteer", "merchant"] {
            let who = app.user(login).await;
            let typed = json!({"phone": "13900139000", "password": PASSWORD});
            all.spawn(async move { who.patch("/api/v1/me", typed).await });
        }
        let mut statuses: Vec<u16> = all.join_all().await.into_iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 422, 422, 422]);
    }

    async fn a_token_that_is_not_ours_whole_and_of_this_time_is_nobodys(app: TestApp) {
        let who = app.session("staff").await;
        let now = app.clock.now();
        let other = app.session("resident").await;
        let sign = |who: Identity, at| app.app.keys.sign(who, at).unwrap();
        let good = sign(who, now);
        assert_eq!(me(&app, &good).await, 200);
        let (head, rest) = good.split_once('.').unwrap();
        let (claims, signature) = rest.split_once('.').unwrap();
        // {"alg":"none","typ":"JWT"}, in base64.
        let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
        let bad = [
            String::new(),
            "garbage".to_owned(),
            sign(who, now - TimeDelta::minutes(11)),
            sign(who, now + TimeDelta::minutes(11)),
            Keys::for_test().unwrap().sign(who, now).unwrap(),
            sign(Identity { session: SessionId(uuid::Uuid::nil()), ..who }, now),
            sign(Identity { session: other.session, ..who }, now),
            format!("{none}.{claims}."),
            format!("{none}.{claims}.{signature}"),
            format!("{head}.{claims}."),
            format!("{head}.{claims}"),
        ];
        for token in bad {
            assert_eq!(me(&app, &token).await, 401, "{token}");
        }
        for value in [format!("Basic {good}"), format!("bearer{good}"), good.clone()] {
            app.anonymous().with("authorization", &value).get("/api/v1/me").await.expect(401);
        }
        // A broken token is told so, also where no token is needed; but whoever comes for a new one may carry an old one.
        bearer(&app, "garbage").get("/api/v1/districts").await.expect(401);
        log_in(&bearer(&app, "garbage"), "staff", PASSWORD).await.expect(201);
        app.clock.advance(TimeDelta::seconds(599));
        assert_eq!(me(&app, &good).await, 200);
        app.clock.advance(TimeDelta::seconds(2));
        assert_eq!(me(&app, &good).await, 401);
    }

    async fn cookies_are_for_pages_and_tokens_for_programs(app: TestApp) {
        let staff = app.user("staff").await;
        staff.browser().get("/api/v1/me").await.expect(401);
        staff.browser().call("wishes.mine", &[("community", HERE)]).await.expect(200);
        let token = app.app.keys.sign(staff.who.unwrap(), app.clock.now()).unwrap();
        bearer(&app, &token).call("wishes.mine", &[("community", HERE)]).await.expect(401);
    }

    async fn logging_in_by_the_form_sets_cookies_that_scripts_and_other_sites_do_not_get(app: TestApp) {
        let answer = by_form(&app, "staff", "/c/dongyuan/mine").await;
        answer.expect(303);
        assert_eq!(answer.header("location"), "/c/dongyuan/mine");
        let cookies = answer.cookies();
        assert_eq!(cookies.len(), 3, "{cookies:?}");
        for (name, line) in [(ACCESS, &cookies[0]), (REFRESH, &cookies[1]), (DEVICE, &cookies[2])] {
            assert!(line.starts_with(&format!("{name}=")) && name.starts_with("__Host-"), "{line}");
            let attributes: Vec<&str> = line.split("; ").skip(1).collect();
            for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
                assert!(attributes.contains(&attribute), "{line} lacks {attribute}");
            }
            assert!(!line.contains("Domain"), "{line}");
        }
        assert!(!answer.text.contains(&answer.cookie(ACCESS).unwrap()));
        let browser = with_cookies(&app, &answer.cookie(ACCESS).unwrap(), &answer.cookie(REFRESH).unwrap());
        browser.get("/c/dongyuan/desk").await.expect(200);
    }

    async fn logging_in_leads_to_no_other_site(app: TestApp) {
        for next in ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil"] {
            let answer = by_form(&app, "staff", next).await;
            assert_eq!(answer.expect(303).header("location"), "/", "{next}");
        }
    }

    async fn a_form_that_did_not_log_in_keeps_the_name_and_never_the_password(app: TestApp) {
        let fields = [("login", "staff"), ("password", "a wrong guess \"<>")];
        let answer = app.anonymous().form("/login?do=accounts.log_in", &fields).await;
        answer.expect(401);
        assert!(answer.cookies().is_empty());
        assert!(answer.text.contains("value=\"staff\""), "{}", answer.text);
        assert!(!answer.text.contains("a wrong guess"), "{}", answer.text);
    }

    async fn logging_out_by_the_form_takes_the_cookies_away_and_ends_the_session(app: TestApp) {
        let answer = by_form(&app, "staff", "").await;
        let (access, refresh) = (answer.cookie(ACCESS).unwrap(), answer.cookie(REFRESH).unwrap());
        let browser = with_cookies(&app, &access, &refresh);
        let out = browser.form("/account?do=accounts.log_out", &[]).await;
        out.expect(303);
        assert_eq!((out.cookie(ACCESS).as_deref(), out.cookie(REFRESH).as_deref()), (Some(""), Some("")));
        assert!(out.cookies().iter().all(|line| line.contains("Max-Age=0")), "{:?}", out.cookies());
        browser.call("wishes.mine", &[("community", HERE)]).await.expect(401);
        assert_eq!(me(&app, &access).await, 401);
        // A second press of the button works as well.
        browser.form("/account?do=accounts.log_out", &[]).await.expect(303);
    }

    async fn a_browser_stays_logged_in_when_its_access_token_runs_out(app: TestApp) {
        let answer = by_form(&app, "staff", "").await;
        let (access, refresh) = (answer.cookie(ACCESS).unwrap(), answer.cookie(REFRESH).unwrap());
        let browser = with_cookies(&app, &access, &refresh);
        assert!(browser.get("/c/dongyuan/desk").await.expect(200).cookies().is_empty());
        app.clock.advance(TimeDelta::minutes(11));
        let page = browser.get("/c/dongyuan/desk").await;
        page.expect(200);
        let (new_access, new_refresh) = (page.cookie(ACCESS).unwrap(), page.cookie(REFRESH).unwrap());
        assert!(new_access != access && new_refresh != refresh);
        // A second tab at the same moment gets the same.
        let tab = browser.get("/c/dongyuan/mine").await;
        assert_eq!(tab.expect(200).cookie(REFRESH).as_deref(), Some(&*new_refresh));
        // A form as well, without being typed twice.
        app.clock.advance(TimeDelta::minutes(11));
        let renewed = with_cookies(&app, &new_access, &new_refresh);
        let form = renewed.form("/account?do=accounts.set_look", &[("lang", "en"), ("next", "/account")]).await;
        form.expect(303);
        // And the cookies of long ago end it all, and are taken away.
        app.clock.advance(TimeDelta::minutes(11));
        let old = browser.get("/c/dongyuan/desk").await;
        assert!(old.status == 303 || old.status == 401 || old.status == 302, "{}", old.status);
        assert_eq!(old.cookie(REFRESH).as_deref(), Some(""));
        refresh_by_page(&app, &renewed).await;
    }

    async fn another_site_can_make_no_browser_do_anything(app: TestApp) {
        let staff = app.user("staff").await.browser();
        let wish = app.wish_at(HERE, "placed").await;
        let before = app.dump().await;
        let body = || Some(("application/x-www-form-urlencoded", format!("community={HERE}&wish={wish}&public_card=%E5%8D%A1%E7%89%87%E5%8D%A1%E7%89%87")));
        let doors = [format!("/c/{HERE}/wishes/{wish}?do=wishes.accept"), "/api/wishes.accept".to_owned()];
        let others: [&[(&'static str, &str)]; 5] = [
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site"), ("host", "linli.example"), ("origin", "https://linli.example")],
            &[("host", "linli.example"), ("origin", "https://evil.example")],
            &[("host", "linli.example"), ("origin", "null")],
        ];
        for headers in others {
            let browser = headers.iter().fold(staff.clone(), |browser, (name, value)| browser.with(name, value));
            for door in &doors {
                browser.send(Method::POST, door, body()).await.expect(403);
            }
        }
        assert_eq!(before, app.dump().await);
        let own = staff.with("host", "linli.example").with("origin", "https://linli.example");
        own.send(Method::POST, &doors[0], body()).await.expect(303);
        // A mere link changes nothing.
        staff.get(&format!("/c/{HERE}/wishes/{wish}")).await.expect(200);
        let before = app.dump().await;
        staff.with("sec-fetch-site", "cross-site").get(&doors[0]).await.expect(200);
        assert_eq!(staff.get(&doors[1]).await.status / 100, 4);
        assert_eq!(before, app.dump().await);
    }
}

/// A session that was ended because of an old token is ended for whoever holds the newest, too.
async fn refresh_by_page(app: &TestApp, newest: &Client) {
    app.clock.advance(TimeDelta::minutes(11));
    assert_eq!(newest.get("/account").await.cookie(REFRESH).as_deref(), Some(""));
}
