//! The hall's screen: what it shows to everybody, and what it never does.

use crate::harness::{HERE, THERE, TestApp, name_of, on_both};
use chrono::TimeDelta;
use serde_json::{Value, json};

async fn screen(app: &TestApp) -> Value {
    app.anonymous().get(&format!("/api/v1/communities/{HERE}/screen")).await.ok()
}

async fn duty(app: &TestApp, login: &str, on: bool) -> Value {
    app.user(login).await.put(&format!("/api/v1/communities/{HERE}/duty"), json!({"on": on})).await.ok()
}

on_both! {
    async fn it_shows_hours_cards_and_the_month_and_nobody_who_did_not_agree(app: TestApp) {
        app.wish_at(HERE, "accepted").await;
        app.wish_at(HERE, "claimed").await;
        app.wish_at(HERE, "placed").await;
        let shown = screen(&app).await;
        assert_eq!(shown["open"], json!([{"from": "08:30:00", "to": "17:30:00"}]));
        assert_eq!((&shown["waiting"], shown["cards"].as_array().unwrap().len()), (&json!(1), 1));
        assert_eq!(shown["cards"][0]["card"], "独居老人想修一盏灯");
        assert_eq!((&shown["on_duty"], &shown["month"]["placed"]), (&json!([]), &json!(0)));
        app.clock.advance(TimeDelta::days(1));
        assert_eq!(screen(&app).await["month"]["placed"], 3);
        let page = app.anonymous().browser().get(&format!("/c/{HERE}/screen")).await;
        let page = &page.expect(200).text;
        assert!(page.contains("独居老人想修一盏灯") && page.contains("居民点了 3 单") && page.contains("今天开门 08:30-17:30"), "{page}");
        // Nobody's name, no phone, no door, and no word that a resident wrote.
        for login in ["resident", "volunteer", "staff", "admin"] {
            assert!(!page.contains(name_of(login)), "{login}: {page}");
        }
        for private in ["厨房的灯坏了", "晚上看不见", crate::harness::phone_of("resident").as_str()] {
            assert!(!page.contains(private), "{private}: {page}");
        }
        // A Sunday.
        app.clock.advance(TimeDelta::days(5));
        assert_eq!(screen(&app).await["open"], json!([]));
    }

    async fn who_is_on_duty_says_so_themselves_and_for_today_alone(app: TestApp) {
        let said = duty(&app, "staff", true).await;
        assert_eq!(said, json!({"names": [name_of("staff")], "mine": true}));
        // Twice is once.
        assert_eq!(duty(&app, "staff", true).await, said);
        duty(&app, "admin", true).await;
        let mut names = vec![name_of("staff"), name_of("admin")];
        names.sort_unstable();
        assert_eq!(screen(&app).await["on_duty"], json!(names));
        let there = app.anonymous().get(&format!("/api/v1/communities/{THERE}/screen")).await.ok();
        assert_eq!(there["on_duty"], json!([]));
        duty(&app, "admin", false).await;
        assert_eq!(screen(&app).await["on_duty"], json!([name_of("staff")]));
        // Whoever is no longer at the desk is not on duty there.
        let path = format!("/api/v1/communities/{HERE}/members/{}", app.member_id("staff").await);
        app.user("admin").await.patch(&path, json!({"roles": ["resident"]})).await.ok();
        assert_eq!(screen(&app).await["on_duty"], json!([]));
        app.user("admin").await.patch(&path, json!({"roles": ["staff"]})).await.ok();
        assert_eq!(screen(&app).await["on_duty"], json!([name_of("staff")]));
        // At midnight where the community is.
        app.clock.set("2026-11-02T15:59:59Z".parse().unwrap());
        assert_eq!(screen(&app).await["on_duty"], json!([name_of("staff")]));
        app.clock.set("2026-11-02T16:00:00Z".parse().unwrap());
        assert_eq!(screen(&app).await["on_duty"], json!([]));
    }

    async fn a_screen_without_a_log_in_listens_to_its_own_community_alone(app: TestApp) {
        let browser = app.anonymous().browser();
        browser.get(&format!("/c/{HERE}/live")).await.expect(401);
        drop(browser.open(&format!("/c/{HERE}/live?screen=true")).await);
        browser.get("/c/nowhere/live?screen=true").await.expect(404);
        // One wish is for those who may see it, on whatever screen.
        let wish = app.wish_at(HERE, "placed").await;
        app.user("volunteer").await.browser().get(&format!("/c/{HERE}/live?screen=true&wish={wish}")).await.expect(404);
        browser.get(&format!("/c/{HERE}/live?screen=true&wish={wish}")).await.expect(401);
    }
}
