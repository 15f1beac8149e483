//! Wishes that are like what somebody writes, and saying "me too".

use crate::harness::{Client, HERE, THERE, TestApp, at, on_both};
use serde_json::{Value, json};

async fn alike(who: &Client, title: &str) -> Vec<(String, bool)> {
    let encoded = app::ui::paths::encode(title);
    let found = who.get(&format!("/api/v1/communities/{HERE}/wishes/alike?title={encoded}")).await.ok();
    let card = |card: &Value| (card["headline"].as_str().unwrap().to_owned(), card["mine"].as_bool().unwrap());
    found["items"].as_array().unwrap().iter().map(card).collect()
}

async fn follow(who: &Client, wish: &str, on: bool) -> crate::harness::Answer {
    who.put(&at(wish, "/follow"), json!({"on": on})).await
}

/// A wish of the resident on the wall with this card.
async fn on_the_wall(app: &TestApp, title: &str, card: &str) -> String {
    let wish = app.place_as(HERE, &app.user("resident").await, title, "谢谢").await;
    app.user("staff").await.step_with(HERE, &wish, "accept", json!({"public_card": card})).await.ok();
    wish
}

on_both! {
    async fn what_is_like_it_is_offered_by_its_card_and_ones_own_by_its_title(app: TestApp) {
        on_the_wall(&app, "水龙头坏了", "请帮忙换一个厨房水龙头，一直滴水。").await;
        on_the_wall(&app, "找人下棋", "每天下午都有空，想有个伴。").await;
        let neighbour = app.user("resident2").await;
        assert_eq!(alike(&neighbour, "厨房水龙头滴水").await, [("请帮忙换一个厨房水龙头，一直滴水。".to_owned(), false)]);
        assert_eq!(alike(&neighbour, "想要一盏台灯").await, []);
        assert_eq!(alike(&neighbour, "").await, []);
        // The title is the resident's own: others do not find it, they do.
        assert_eq!(alike(&neighbour, "找人下棋").await, []);
        assert_eq!(alike(&app.user("resident").await, "找人下棋吧").await, [("找人下棋".to_owned(), true)]);
        // What nobody has answered is not on the wall, and whoever is not verified sees no wall.
        app.place_as(HERE, &app.user("resident").await, "修一修收音机", "没有声音").await;
        assert_eq!(alike(&neighbour, "修一修收音机").await, []);
        assert_eq!(alike(&app.user("unverified").await, "厨房水龙头滴水").await, []);
        app.user("there.resident").await.get(&format!("/api/v1/communities/{HERE}/wishes/alike?title=x")).await.expect(404);
    }

    async fn the_most_alike_comes_first_and_what_is_over_is_not_offered(app: TestApp) {
        for (title, card) in [
            ("楼道灯坏了一", "楼道的灯坏了，请人看看"),
            ("楼道灯坏了二", "三单元楼道有一盏灯要换"),
            ("楼道灯坏了三", "楼道的灯坏了很久，晚上看不见路"),
            ("楼道灯坏了四", "楼道里的灯坏了"),
        ] {
            on_the_wall(&app, title, card).await;
        }
        let neighbour = app.user("resident2").await;
        let found = alike(&neighbour, "楼道的灯坏了").await;
        assert_eq!(found.len(), 3);
        assert!(found[0].0.starts_with("楼道的灯坏了") && found[1].0.starts_with("楼道的灯坏了"), "{found:?}");
        let gone = on_the_wall(&app, "自行车没气", "自行车轮胎没气了，想借打气筒").await;
        assert_eq!(alike(&neighbour, "自行车轮胎没气").await.len(), 1);
        app.user("resident").await.step(HERE, &gone, "withdraw").await.ok();
        assert_eq!(alike(&neighbour, "自行车轮胎没气").await, []);
    }

    async fn a_neighbour_follows_hears_when_it_is_done_and_is_counted_without_a_name(app: TestApp) {
        let wish = on_the_wall(&app, "磨一把菜刀", "想磨一把菜刀").await;
        let [resident, neighbour, other] = [app.user("resident").await, app.user("resident2").await, app.user("volunteer2").await];
        assert_eq!(neighbour.wish(HERE, &wish).await.ok()["follows"], false);
        let before = app.standing(&wish).await;
        let followed = follow(&neighbour, &wish, true).await.ok();
        assert_eq!((&followed["follows"], &followed["followers"]), (&json!(true), &json!(1)));
        follow(&neighbour, &wish, true).await.ok();
        follow(&other, &wish, true).await.ok();
        follow(&other, &wish, false).await.ok();
        follow(&other, &wish, false).await.ok();
        // Nothing of it moves the wish; what it counts is in its history, once for each time it changed.
        let stands = app.standing(&wish).await;
        assert_eq!(stands.split(" events").next(), before.split(" events").next());
        assert_eq!(app.rows("select kind from events where kind = 'followed'").await.len(), 3);
        let seen = resident.wish(HERE, &wish).await.ok();
        assert_eq!((&seen["follows"], &seen["followers"]), (&Value::Null, &json!(1)));
        for who in [&resident, &other, &app.user("staff").await] {
            let lines = who.get(&at(&wish, "/events")).await.ok().to_string();
            assert!(!lines.contains("followed") && !lines.contains("吴"), "{lines}");
        }
        let volunteer = app.user("volunteer").await;
        volunteer.step(HERE, &wish, "claim").await.ok();
        volunteer.step(HERE, &wish, "deliver").await.ok();
        let notices = format!("/api/v1/communities/{HERE}/notices");
        let told = neighbour.get(&notices).await.ok();
        assert_eq!(told["items"].as_array().unwrap().len(), 1);
        assert!(told["items"][0]["said"]["zh"].as_str().unwrap().contains("邻居家办好了"), "{told}");
        assert_eq!(other.get(&notices).await.ok()["items"], json!([]));
        // It is done: nobody begins to follow any more.
        assert_eq!(follow(&other, &wish, true).await.expect(409).code(), "not_in_stage");
    }

    async fn who_takes_part_does_not_follow_and_what_is_not_seen_is_not_there(app: TestApp) {
        let wish = app.wish_at(HERE, "claimed").await;
        for (who, status) in [("resident", 403), ("volunteer", 403), ("staff", 403), ("unverified", 404), ("outsider", 404), ("there.staff", 404)] {
            assert_eq!(follow(&app.user(who).await, &wish, true).await.status, status, "{who}");
        }
        let placed = app.wish_at(HERE, "placed").await;
        follow(&app.user("resident2").await, &placed, true).await.expect(404);
        let foreign = app.wish_at(THERE, "accepted").await;
        follow(&app.user("resident2").await, &foreign, true).await.expect(404);
        follow(&app.anonymous(), &wish, true).await.expect(401);
        app.user("resident2").await.put(&at(&wish, "/follow"), json!({"on": "yes"})).await.expect(422);
    }
}
