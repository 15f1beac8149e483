//! Forms that come too late: the page says so, and what was typed is not lost.

use crate::harness::{HERE, on_both};

on_both! {
    async fn who_claims_a_moment_too_late_is_told_so(app: TestApp) {
        let wish = app.wish_at(HERE, "accepted").await;
        let page = format!("/c/{HERE}/wishes/{wish}?do=wishes.claim");
        let fields = [("community", HERE), ("wish", &*wish), ("version", "2")];
        app.user("volunteer").await.browser().form(&page, &fields).await.expect(303);
        let late = app.user("volunteer2").await.browser().form(&page, &fields).await;
        late.expect(409);
        assert!(late.text.contains("role=\"alert\"") && late.text.contains("这一步没有办成"), "{}", late.text);
    }

    async fn what_was_typed_for_a_wish_that_is_gone_is_shown_again(app: TestApp) {
        let wish = app.wish_at(HERE, "claimed").await;
        app.user("resident").await.step(HERE, &wish, "withdraw").await.ok();
        let (volunteer, staff) = (app.user("volunteer").await.browser(), app.user("staff").await.browser());
        let page = format!("/c/{HERE}/wishes/{wish}?do=wishes.deliver");
        let fields = [("community", HERE), ("wish", &*wish), ("version", "3"), ("note", "灯泡<b>换好了</b>")];
        // The desk still sees the wish; whoever held it does not.
        for (who, status) in [(staff, 409), (volunteer, 404)] {
            let late = who.form(&page, &fields).await;
            late.expect(status);
            assert!(late.text.contains("灯泡&lt;b&gt;换好了"), "{}", late.text);
            assert!(!late.text.contains("灯泡<b>"), "{}", late.text);
        }
    }

    async fn whoever_has_to_log_in_first_finds_their_words_on_the_log_in_page(app: TestApp) {
        let wish = app.wish_at(HERE, "claimed").await;
        let page = format!("/c/{HERE}/wishes/{wish}?do=wishes.comment");
        let fields = [("community", HERE), ("wish", &*wish), ("text", "明天下午我在家")];
        let answer = app.anonymous().browser().form(&page, &fields).await;
        answer.expect(401);
        assert!(answer.text.contains("明天下午我在家") && answer.text.contains("type=\"password\""), "{}", answer.text);
        assert_eq!(app.rows("select kind from events where kind = 'commented'").await, Vec::<String>::new());
        // Secrets are never written out again.
        let secret = app.anonymous().browser().form("/?do=accounts.log_in", &[("login", "staff"), ("password", "a guess at it")]).await;
        assert!(secret.expect(401).text.contains("这一步没有办成") && !secret.text.contains("a guess at it"), "{}", secret.text);
    }
}
