//! The harness itself: what the other tests take for granted.

use crate::harness::{HERE, STEPS, THERE, on_both};

on_both! {
    async fn people_of_both_communities_are_who_they_are_said_to_be(app: TestApp) {
        for (login, community) in [("staff", HERE), ("there.staff", THERE)] {
            let me = app.user(login).await.get("/api/v1/me").await.ok();
            assert_eq!(me["memberships"][0]["community"], community);
            assert_eq!(me["memberships"][0]["roles"][0], "staff");
            assert_eq!(me["memberships"][0]["verified"], true);
        }
        let me = app.user("unverified").await.get("/api/v1/me").await.ok();
        assert_eq!(me["memberships"][0]["verified"], false);
        assert_eq!(app.user("outsider").await.get("/api/v1/me").await.ok()["memberships"].as_array().map(Vec::len), Some(0));
        app.anonymous().get("/api/v1/me").await.expect(401);
    }

    async fn a_wish_can_be_brought_to_every_stage(app: TestApp) {
        for (stage, _) in STEPS {
            let wish = app.wish_at(HERE, stage).await;
            assert_eq!(app.user("resident").await.wish(HERE, &wish).await.ok()["stage"], stage);
        }
    }

    async fn a_browser_reads_the_same_pages_as_its_owner(app: TestApp) {
        let page = app.user("resident").await.browser().get("/c/dongyuan/mine").await;
        page.expect(200);
        assert!(page.text.contains("周秀英"), "{}", page.text);
        app.anonymous().browser().get("/").await.expect(200);
        app.anonymous().call("communities.home", &[("community", HERE)]).await.expect(200);
    }
}
