//! Lists: what they narrow to, and that their pages hold everything once.

use crate::harness::{Client, HERE, STAGES, THERE, on_both};
use serde_json::{Value, json};

async fn list(client: &Client, query: &str) -> Value {
    client.get(&format!("/api/v1/communities/{HERE}/wishes?{query}")).await.ok()
}

async fn ids(client: &Client, query: &str) -> Vec<String> {
    let page = list(client, query).await;
    page["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

/// All pages of a list.
async fn leafed(client: &Client, query: &str) -> Vec<String> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = list(client, &format!("{query}{cursor}")).await;
        all.extend(page["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}

fn escaped(words: &str) -> String {
    app::ui::paths::encode(words)
}

on_both! {
    async fn the_pages_of_a_list_hold_every_wish_once_newest_first(app: TestApp) {
        let (resident, staff) = (app.user("resident").await, app.user("staff").await);
        let mut placed = Vec::new();
        for _ in 0..23 {
            placed.push(app.place(HERE, &resident).await);
        }
        app.wish_at(THERE, "placed").await;
        placed.reverse();
        for limit in [1, 2, 7, 22, 23, 24, 100] {
            assert_eq!(leafed(&staff, &format!("limit={limit}")).await, placed, "{limit}");
        }
        // One that comes in meanwhile does not shift what comes after.
        let first = list(&staff, "limit=10").await;
        let late = app.place(HERE, &resident).await;
        let rest = leafed(&staff, &format!("limit=100&cursor={}", first["next"].as_str().unwrap())).await;
        assert!(!rest.contains(&late));
        assert_eq!(ids(&staff, "limit=1").await, [late]);
        assert_eq!(list(&staff, "").await["items"].as_array().unwrap().len(), 20);
    }

    async fn a_page_holds_between_one_and_a_hundred(app: TestApp) {
        let (resident, staff) = (app.user("resident").await, app.user("staff").await);
        for _ in 0..102 {
            app.place(HERE, &resident).await;
        }
        for (limit, rows) in [("0", 1), ("1", 1), ("100", 100), ("101", 100), ("18446744073709551615", 100)] {
            let page = list(&staff, &format!("limit={limit}")).await;
            assert_eq!(page["items"].as_array().unwrap().len(), rows, "{limit}");
            assert!(page["next"].is_string(), "{limit}");
        }
        assert_eq!(leafed(&staff, "limit=100").await.len(), 102);
    }

    async fn a_list_narrows_to_a_stage_a_category_and_what_is_mine(app: TestApp) {
        let (resident, staff) = (app.user("resident").await, app.user("staff").await);
        let mut by_stage = Vec::new();
        for stage in STAGES {
            by_stage.push((stage, app.wish_at(HERE, stage).await));
        }
        for (stage, wish) in &by_stage {
            assert_eq!(ids(&staff, &format!("stage={stage}")).await, std::slice::from_ref(wish));
            assert_eq!(ids(&resident, &format!("mine=placed&stage={stage}")).await, std::slice::from_ref(wish));
        }
        let other = app.place(HERE, &app.user("resident2").await).await;
        let own = sorted(by_stage.iter().map(|(_, wish)| wish.clone()).collect());
        for mine in ["true", "placed"] {
            assert_eq!(sorted(ids(&resident, &format!("mine={mine}")).await), own);
        }
        assert_eq!(ids(&app.user("resident2").await, "mine=true").await, [other]);
        let held: Vec<String> = by_stage.iter().filter(|(stage, _)| ["claimed", "delivered", "confirmed", "lapsed"].contains(stage)).map(|(_, wish)| wish.clone()).collect();
        assert_eq!(sorted(ids(&app.user("volunteer").await, "mine=held").await), sorted(held));
        assert!(ids(&app.user("volunteer2").await, "mine=held").await.is_empty());
        assert_eq!(ids(&staff, "mine=false").await.len(), 9);

        let list = app.anonymous().get(&format!("/api/v1/communities/{HERE}/categories")).await.ok();
        let category = list["items"].as_array().unwrap().iter().find(|one| one["kind"] == "question").unwrap()["id"].as_str().unwrap().to_owned();
        let new = json!({"kind": "question", "category": category, "title": "高龄津贴怎么办", "text": "想问问"});
        let question = resident.post(&format!("/api/v1/communities/{HERE}/wishes"), new).await.ok()["id"].as_str().unwrap().to_owned();
        assert_eq!(ids(&staff, &format!("category={category}")).await, [question]);
        let foreign = app.category(THERE, "wish_item").await;
        assert!(ids(&staff, &format!("category={foreign}")).await.is_empty());
    }

    async fn the_wall_shows_open_cards_to_verified_members_alone(app: TestApp) {
        let mut shown = Vec::new();
        for stage in STAGES {
            let wish = app.wish_at(HERE, stage).await;
            if !["placed", "declined", "withdrawn"].contains(&stage) {
                shown.push(wish);
            }
        }
        // Accepted without a card: the desk hands it on, the wall does not show it.
        let hidden = app.wish_at(HERE, "placed").await;
        app.user("staff").await.step_with(HERE, &hidden, "accept", json!({})).await.ok();
        for who in ["resident2", "volunteer2", "merchant", "grid"] {
            assert_eq!(sorted(ids(&app.user(who).await, "").await), sorted(shown.clone()), "{who}");
        }
        assert_eq!(ids(&app.user("admin").await, "").await.len(), 9);
        let unverified = app.user("unverified").await;
        unverified.get(&format!("/api/v1/communities/{HERE}/wishes")).await.expect(403);
        assert!(ids(&unverified, "mine=true").await.is_empty());
        for who in ["outsider", "there.admin"] {
            app.user(who).await.get(&format!("/api/v1/communities/{HERE}/wishes")).await.expect(404);
        }
    }

    async fn every_page_with_a_list_sorts_by_its_clocks_when_asked(app: TestApp) {
        let (resident, volunteer, staff) = (app.user("resident").await, app.user("volunteer").await, app.user("staff").await);
        let late = app.wish_at(HERE, "claimed").await;
        app.clock.advance(chrono::TimeDelta::hours(1));
        let later = app.wish_at(HERE, "claimed").await;
        let order = async |who: &Client, page: &str| {
            let text = who.browser().get(&format!("/c/{HERE}/{page}")).await.text;
            let at = |wish: &str| text.find(&format!("/wishes/{wish}")).unwrap_or_else(|| panic!("{page} shows no {wish}"));
            at(&late) < at(&later)
        };
        for (who, page, soonest_is_usual) in [(&resident, "mine", false), (&volunteer, "claims", true), (&volunteer, "wall", false), (&staff, "desk?stage=", true)] {
            assert_eq!(order(who, page).await, soonest_is_usual, "{page}");
            let joint = if page.contains('?') { '&' } else { '?' };
            assert!(order(who, &format!("{page}{joint}sort=soonest")).await, "{page}");
            assert!(!order(who, &format!("{page}{joint}sort=newest")).await, "{page}");
        }
    }

    /// `%` finds a percent sign and no more: else a search tells of texts that it was not asked about.
    async fn words_are_looked_for_as_they_are_written(app: TestApp) {
        let (resident, staff) = (app.user("resident").await, app.user("staff").await);
        let titles = ["折扣 100% 是真的吗", "文件 a_b 在哪里", "路径 C:\\temp 打不开", "他说 'or 1=1 --", "普通的一件小事", "Broken LAMP here", "axb 也在这里"];
        let mut wishes = Vec::new();
        for title in titles {
            wishes.push(app.place_as(HERE, &resident, title, "没有别的").await);
        }
        for (words, found) in [
            ("%", vec![0]),
            ("100%", vec![0]),
            ("_", vec![1]),
            ("a_b", vec![1]),
            ("\\", vec![2]),
            ("\\temp", vec![2]),
            ("'", vec![3]),
            ("' or ''='", vec![]),
            ("%%", vec![]),
            ("\\%", vec![]),
            ("lamp", vec![5]),
            ("LaMp", vec![5]),
            ("小事", vec![4]),
            ("  小事  ", vec![4]),
            ("没有别的", vec![0, 1, 2, 3, 4, 5, 6]),
            ("\u{1F600}", vec![]),
        ] {
            let found: Vec<String> = found.into_iter().map(|at: usize| wishes[at].clone()).collect();
            assert_eq!(sorted(ids(&staff, &format!("q={}", escaped(words))).await), sorted(found), "{words}");
        }
        assert_eq!(ids(&staff, "q=").await.len(), 7);
        assert_eq!(ids(&staff, "q=%20%20").await.len(), 7);
        // What no text holds is found nowhere, and breaks nothing.
        for words in ["\0", "小\0事", "\u{202E}"] {
            staff.get(&format!("/api/v1/communities/{HERE}/wishes?q={}", escaped(words))).await.ok();
        }
        staff.get(&format!("/api/v1/communities/{HERE}/wishes?q={}", escaped(&"长".repeat(61)))).await.expect(422);
        staff.get(&format!("/api/v1/communities/{HERE}/wishes?stages=placed")).await.expect(422);
    }

    /// A hit in the resident's words would tell what stands in them.
    async fn on_the_wall_only_the_card_is_searched(app: TestApp) {
        let resident = app.user("resident").await;
        let wish = app.place_as(HERE, &resident, "修灯的事情", "我有糖尿病").await;
        app.user("staff").await.step_with(HERE, &wish, "accept", json!({"public_card": "想请人换一盏灯"})).await.ok();
        let volunteer = app.user("volunteer").await;
        assert_eq!(ids(&volunteer, &format!("q={}", escaped("一盏"))).await, std::slice::from_ref(&wish));
        for words in ["糖尿病", "修灯的"] {
            assert!(ids(&volunteer, &format!("q={}", escaped(words))).await.is_empty(), "{words}");
        }
        assert_eq!(ids(&app.user("staff").await, &format!("q={}", escaped("糖尿病"))).await, [wish]);
    }

    async fn values_that_nobody_knows_are_refused_by_name(app: TestApp) {
        let staff = app.user("staff").await;
        for (name, values) in [
            ("stage", vec!["open", "Placed", "placed'", "%00"]),
            ("category", vec!["wish_item", "1", "%00"]),
            ("mine", vec!["yes", "TRUE", "1"]),
            ("cursor", vec!["x", "0", "%00"]),
            ("limit", vec!["x", "-1", "1.5", "1e3", "99999999999999999999"]),
        ] {
            for value in values {
                let answer = staff.get(&format!("/api/v1/communities/{HERE}/wishes?{name}={value}")).await;
                assert_eq!(answer.expect(422).fields(), [name], "{name}={value}");
            }
        }
        // A query that does not even read is refused in the same shape.
        for query in ["stage=placed&stage=claimed", "limit=1&limit=2"] {
            let answer = staff.get(&format!("/api/v1/communities/{HERE}/wishes?{query}")).await;
            assert!((400..500).contains(&answer.status), "{query}: {}", answer.text);
            assert_eq!(answer.header("content-type"), "application/problem+json", "{query}: {}", answer.text);
        }
    }
}
