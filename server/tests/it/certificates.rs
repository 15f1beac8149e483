//! Certificates of hours: made of what is confirmed, checked by number and name, void where the desk says so.

use crate::harness::{Answer, Client, HERE, THERE, TestApp, on_both};
use chrono::TimeDelta;
use serde_json::{Value, json};
use tokio::task::JoinSet;

const API: &str = "/api/v1/communities/dongyuan";

/// The volunteer's claim, in effect, and hours of the 4th that are confirmed.
async fn served(app: &TestApp) -> String {
    let claim = app.in_service(HERE).await;
    app.clock.advance(TimeDelta::days(2));
    more(app, &claim, "08:00", "10:30").await;
    claim
}

async fn more(app: &TestApp, claim: &str, from: &str, to: &str) {
    let shift = app.entered(HERE, claim, ("2026-11-04", from, to)).await;
    app.user("staff").await.post(&format!("{API}/shifts/{shift}/confirm"), json!({})).await.ok();
}

async fn make(who: &Client) -> Answer {
    who.post(&format!("{API}/certificates"), json!({})).await
}

async fn check(who: &Client, number: &str, name: &str) -> Answer {
    let name: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    who.get(&format!("/api/v1/certificates/{number}?name={name}")).await
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

on_both! {
    async fn what_is_confirmed_is_certified_and_what_says_the_same_is_the_same(app: TestApp) {
        let volunteer = app.user("volunteer").await;
        assert_eq!(make(&volunteer).await.code(), "no_hours");
        let claim = served(&app).await;
        let volunteer = app.user("volunteer").await;
        let one = make(&volunteer).await.expect(201).json();
        assert_eq!((&one["minutes"], &one["services"], &one["from"], &one["to"]), (&json!(150), &json!(1), &json!("2026-11-04"), &json!("2026-11-04")));
        assert_eq!((&one["made_on"], &one["void"], &one["can_void"]), (&json!("2026-11-05"), &Value::Null, &json!(false)));
        assert_eq!(make(&volunteer).await.expect(201).json()["number"], one["number"], "nothing was added since");
        more(&app, &claim, "11:00", "12:00").await;
        let other = make(&volunteer).await.expect(201).json();
        assert_ne!(other["number"], one["number"]);
        let all = volunteer.get(&format!("{API}/certificates")).await.ok();
        let minutes: Vec<_> = all["items"].as_array().unwrap().iter().map(|one| one["minutes"].clone()).collect();
        assert_eq!(minutes, [json!(210), json!(150)]);
        // The desk makes one for whom it serves, and nobody else does.
        let member = app.member_id("volunteer").await;
        let made = app.user("staff").await.post(&format!("{API}/certificates"), json!({"member": member})).await.expect(201).json();
        assert_eq!(made["number"], other["number"]);
        app.user("volunteer2").await.post(&format!("{API}/certificates"), json!({"member": member})).await.expect(404);
        app.user("volunteer2").await.get(&format!("{API}/certificates?member={member}")).await.expect(404);
    }

    async fn number_and_name_confirm_it_and_nothing_else_shows(app: TestApp) {
        served(&app).await;
        let one = make(&app.user("volunteer").await).await.expect(201).json();
        let (number, name) = (text(&one["number"]), text(&one["name"]));
        let anybody = app.anonymous();
        let shown = check(&anybody, &number, &name).await.ok();
        let said = json!({"number": number, "holds": true, "community": shown["community"], "minutes": 150, "from": "2026-11-04",
            "to": "2026-11-04", "made_on": "2026-11-05"});
        assert_eq!(shown, said);
        assert!(!shown.to_string().contains(&name));
        // A number of nothing, of another community, and a name that does not fit are told apart by nothing.
        let digits = number.rsplit_once('-').unwrap().1;
        let nothing = app::communities::model::card_number("123456789");
        let wrong = [
            check(&anybody, &number, "钱某某").await,
            check(&anybody, &format!("{HERE}-{nothing}"), &name).await,
            check(&anybody, &format!("{THERE}-{digits}"), &name).await,
            check(&anybody, &format!("nowhere-{digits}"), &name).await,
        ];
        for answer in &wrong {
            assert_eq!((answer.status, answer.fields(), &answer.text), (422, vec!["number".to_owned()], &wrong[0].text));
        }
        assert_eq!(check(&anybody, "x", "").await.fields(), ["number", "name"]);
        assert_eq!(check(&anybody, &number, &name.chars().take(1).collect::<String>()).await.fields(), ["name"]);
    }

    async fn whoever_guesses_names_is_slowed_down(app: TestApp) {
        served(&app).await;
        let one = make(&app.user("volunteer").await).await.expect(201).json();
        let (number, anybody) = (text(&one["number"]), app.anonymous());
        let mut guesses = JoinSet::new();
        for n in 0..12 {
            let (number, anybody) = (number.clone(), anybody.clone());
            guesses.spawn(async move { check(&anybody, &number, &format!("钱{n}")).await.status });
        }
        let answers = guesses.join_all().await;
        let looked_at = answers.iter().filter(|status| **status == 422).count();
        assert!(looked_at <= 5 && answers.iter().all(|status| [422, 429].contains(status)), "{answers:?}");
        check(&anybody, &number, &text(&one["name"])).await.expect(429);
        app.clock.advance(TimeDelta::minutes(11));
        check(&anybody, &number, &text(&one["name"])).await.ok();
    }

    async fn the_desk_declares_one_void_and_says_why(app: TestApp) {
        served(&app).await;
        let [volunteer, staff] = [app.user("volunteer").await, app.user("staff").await];
        let one = make(&volunteer).await.expect(201).json();
        let path = format!("{API}/certificates/{}/void", text(&one["id"]));
        volunteer.post(&path, json!({"reason": "不要了"})).await.expect(403);
        assert_eq!(staff.post(&path, json!({"reason": ""})).await.fields(), ["reason"]);
        let mut both = JoinSet::new();
        for login in ["staff", "admin"] {
            let (who, path) = (app.user(login).await, path.clone());
            both.spawn(async move { who.post(&path, json!({"reason": "时长有误"})).await.status });
        }
        let mut answers = both.join_all().await;
        answers.sort_unstable();
        assert_eq!(answers, [200, 409]);
        let seen = volunteer.get(&format!("{API}/certificates/{}", text(&one["id"]))).await.ok();
        assert_eq!(seen["void"], "时长有误");
        let notice = volunteer.get(&format!("{API}/notices")).await.ok()["items"][0]["said"]["zh"].clone();
        assert!(text(&notice).contains(&text(&one["number"])) && text(&notice).contains("时长有误"));
        let shown = check(&app.anonymous(), &text(&one["number"]), &text(&one["name"])).await.ok();
        assert_eq!((&shown["holds"], shown.to_string().contains("时长有误")), (&json!(false), false));
        // A new one is made, though it says the same.
        let new = make(&volunteer).await.expect(201).json();
        assert_ne!(new["number"], one["number"]);
    }

    async fn whoever_leaves_takes_their_name_along(app: TestApp) {
        served(&app).await;
        let volunteer = app.user("volunteer").await;
        let one = make(&volunteer).await.expect(201).json();
        let given = volunteer.get(&format!("{API}/my-data")).await.ok();
        assert_eq!(given["certificates"][0]["number"], one["number"]);
        assert_eq!(given["points"], json!([]));
        volunteer.delete(&format!("{API}/my-data")).await.expect(204);
        assert_eq!(check(&app.anonymous(), &text(&one["number"]), &text(&one["name"])).await.status, 422);
        assert_eq!(app.rows("select name from certificates").await, [""]);
    }

    async fn with_scripts_off_it_is_made_printed_and_checked(app: TestApp) {
        served(&app).await;
        let volunteer = app.user("volunteer").await.browser();
        let made = volunteer.form(&format!("/c/{HERE}/certificates?do=certificates.issue"), &[("community", HERE)]).await;
        let to = made.expect(303).header("location").to_owned();
        let page = volunteer.get(&to).await;
        let one = app.user("volunteer").await.get(&format!("{API}/certificates")).await.ok()["items"][0].clone();
        for said in [text(&one["number"]), text(&one["name"]), "2 小时 30 分".to_owned(), "2026年11月4日".to_owned()] {
            assert!(page.expect(200).text.contains(&said), "{said}");
        }
        assert!(!page.text.contains("certificates.void"), "nobody declares their own void");
        let anybody = app.anonymous().browser();
        let asks = anybody.get(&format!("/certificates?number={}", text(&one["number"]))).await;
        assert!(asks.expect(200).text.contains(&format!("value=\"{}\"", text(&one["number"]))) && !asks.text.contains("这张证明是真的"));
        let encoded: String = url::form_urlencoded::byte_serialize(text(&one["name"]).as_bytes()).collect();
        let shown = anybody.get(&format!("/certificates?number={}&name={encoded}", text(&one["number"]))).await;
        assert!(shown.expect(200).text.contains("这张证明是真的。"));
        let wrong = anybody.get(&format!("/certificates?number={}&name=xyz", text(&one["number"]))).await;
        assert!(wrong.expect(200).text.contains("编号和姓名对不上"));
    }
}
