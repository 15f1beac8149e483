//! What every answer carries, so that a browser does nothing that a page did not ask for.

use crate::harness::{Answer, HERE, at, on_both};

fn nonce(answer: &Answer) -> String {
    let policy = answer.header("content-security-policy");
    policy
        .split("'nonce-")
        .nth(1)
        .and_then(|rest| rest.split('\'').next())
        .unwrap_or_else(|| panic!("{}: {policy}", answer.asked))
        .to_owned()
}

#[track_caller]
fn guarded(answer: &Answer) {
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{}", answer.asked);
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{}", answer.asked);
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{}", answer.asked);
    assert!(answer.header("permissions-policy").contains("geolocation=()"), "{}", answer.asked);
    assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{}", answer.asked);
    assert!(answer.headers.get_all("content-security-policy").iter().count() == 1, "{}", answer.asked);
}

on_both! {
    async fn each_page_has_a_policy_of_its_own_and_is_kept_by_nobody(app: TestApp) {
        let wish = app.wish_at(HERE, "accepted").await;
        let admin = app.user("admin").await.browser();
        let pages = ["/", "/login", "/account", "/offline", "/nowhere", &format!("/c/{HERE}")].map(str::to_owned);
        let inside = ["register", "people", "wall", "mine", "claims", "desk", "wishes/new", &format!("wishes/{wish}"), "wishes/x"];
        let inside = inside.map(|page| format!("/c/{HERE}/{page}"));
        let mut seen = Vec::new();
        for path in pages.iter().chain(&inside) {
            let page = admin.get(path).await;
            assert!(page.status < 500, "{path}: {}", page.status);
            guarded(&page);
            assert_eq!(page.header("cache-control"), "no-store", "{path}");
            let policy = page.header("content-security-policy").to_owned();
            for rule in ["default-src 'self'", "script-src 'strict-dynamic' 'nonce-", "style-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"] {
                assert!(policy.contains(rule), "{path}: {policy}");
            }
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains("http"), "{path}: {policy}");
            // The policy forbids them: such a page would not look as it should.
            assert!(!page.text.contains(" style=\"") && !page.text.contains("<style"), "{path}: {}", page.text);
            seen.push(nonce(&page));
        }
        let many = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), many, "a nonce is for one page");
    }

    async fn what_is_no_page_may_do_nothing_at_all(app: TestApp) {
        let resident = app.user("resident").await;
        let wish = app.wish_at(HERE, "accepted").await;
        for answer in [
            resident.wish(HERE, &wish).await,
            resident.get(&at(&wish, "/events")).await,
            resident.get("/api/v1/nowhere").await,
            app.anonymous().get("/api/v1/me").await,
            app.anonymous().get("/healthz").await,
            app.anonymous().get("/readyz").await,
            resident.call("communities.home", &[("community", HERE)]).await,
        ] {
            guarded(&answer);
            assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{}", answer.asked);
            assert_eq!(answer.header("cache-control"), "no-store", "{}", answer.asked);
        }
    }

    async fn a_file_that_is_not_there_is_a_short_404_that_nobody_keeps(app: TestApp) {
        for path in ["/pkg/old.js", "/pkg/linli.0000.wasm", "/pkg/", "/pkg/a/b/c.css"] {
            let answer = app.anonymous().get(path).await;
            answer.expect(404);
            assert!(answer.text.len() < 100 && !answer.text.contains("<html"), "{path}: {}", answer.text);
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
            guarded(&answer);
        }
    }

    async fn behind_tls_browsers_are_told_to_stay_there(app: TestApp) {
        let nobody = app.anonymous().browser();
        assert_eq!(nobody.get("/").await.header("strict-transport-security"), "");
        assert!(nobody.with("x-forwarded-proto", "https").get("/").await.header("strict-transport-security").starts_with("max-age="));
    }

    async fn a_form_of_another_site_changes_nothing(app: TestApp) {
        let resident = app.user("resident").await.browser();
        let wish = app.place(HERE, &app.user("resident").await).await;
        let before = app.standing(&wish).await;
        let body = || Some(("application/x-www-form-urlencoded", format!("community={HERE}&wish={wish}&version=1")));
        for (name, value) in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")] {
            for path in [format!("/c/{HERE}/wishes/{wish}?do=wishes.withdraw"), "/api/wishes.withdraw".to_owned()] {
                let answer = resident.with(name, value).with("host", "linli.example").send(axum::http::Method::POST, &path, body()).await;
                assert_eq!(answer.status, 403, "{name}: {value} at {path}: {}", answer.text);
            }
        }
        assert_eq!(app.standing(&wish).await, before);
    }
}
