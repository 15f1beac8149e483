//! Household cards: the order of whoever gives the number is theirs, and the number with the end of the phone on file shows
//! how far orders are, and nothing else.

use crate::harness::{Answer, Client, HERE, THERE, TestApp, on_both, phone_of};
use chrono::TimeDelta;
use serde_json::{Value, json};

const CARD: &str = "/api/v1/communities/dongyuan/card";

async fn number_of(who: &Client, resident: Option<&str>) -> String {
    who.post(CARD, json!({"resident": resident})).await.ok()["number"].as_str().unwrap().to_owned()
}

async fn status(who: &Client, number: &str, last4: &str) -> Answer {
    who.post(&format!("{CARD}-status"), json!({"number": number, "last4": last4})).await
}

/// A record with a phone that ends in 1234, and its card.
async fn elder(app: &TestApp) -> (String, String) {
    let record = app.record(HERE, "钱无号").await;
    let number = number_of(&app.user("grid").await, Some(&record)).await;
    (record, number)
}

/// Another number that reads as one.
fn other(number: &str) -> String {
    let digits = format!("{:07}", (number[..7].parse::<u32>().unwrap() + 1) % 10_000_000);
    app::communities::model::card_number(&digits)
}

on_both! {
    async fn whoever_gives_the_number_orders_and_the_card_shows_stage_and_clock_alone(app: TestApp) {
        let (record, number) = elder(&app).await;
        let staff = app.user("staff").await;
        // The desk finds the person by the number, as they read it out.
        let spoken = format!("{} {}", &number[..4], &number[4..]).replace(' ', "%20");
        let found = staff.get(&format!("/api/v1/communities/{HERE}/residents?q={spoken}")).await.ok();
        assert_eq!((&found["items"][0]["id"], found["items"].as_array().unwrap().len()), (&json!(record), 1));
        let category = app.category(HERE, "wish_item").await;
        let new = json!({"kind": "micro_wish", "category": category, "title": "厨房的灯坏了", "text": "看不见", "resident": record, "channel": "card"});
        let wish = staff.post(&format!("/api/v1/communities/{HERE}/wishes"), new).await.ok()["id"].as_str().unwrap().to_owned();
        let nobody = app.anonymous();
        let shown = status(&nobody, &number, "1234").await.ok()["items"].clone();
        assert_eq!((&shown[0]["stage"], shown.as_array().unwrap().len()), (&json!("placed"), 1));
        assert!(shown[0]["clock"]["remaining_s"].as_i64().unwrap() > 0);
        let fields: Vec<&String> = shown[0].as_object().unwrap().keys().collect();
        assert_eq!(fields, ["clock", "stage"], "nothing else");
        staff.step(HERE, &wish, "accept").await.ok();
        assert_eq!(status(&nobody, &number, "1234").await.ok()["items"][0]["stage"], "accepted");
        // What was closed is shown as long as it may be reopened.
        staff.step_with(HERE, &wish, "withdraw", json!({"channel": "card"})).await.ok();
        assert_eq!(status(&nobody, &number, "1234").await.ok()["items"][0]["stage"], "withdrawn");
        app.clock.advance(TimeDelta::days(8));
        assert_eq!(status(&nobody, &number, "1234").await.ok()["items"], json!([]));
    }

    async fn a_number_of_nobody_and_a_wrong_phone_are_refused_alike_and_not_tried_by_guess(app: TestApp) {
        let (_, number) = elder(&app).await;
        let nobody = app.anonymous();
        let wrong = status(&nobody, &number, "9999").await;
        let missing = status(&nobody, &other(&number), "1234").await;
        assert_eq!(wrong.expect(422).fields(), ["number"]);
        assert_eq!((wrong.status, &wrong.text), (missing.status, &missing.text), "which of the two is wrong is not said");
        for bad in [("", "1234", "number"), ("12345678", "12", "number"), (&*number, "12", "last4"), (&*number, "12345", "last4")] {
            assert!(status(&nobody, bad.0, bad.1).await.expect(422).fields().contains(&bad.2.to_owned()), "{bad:?}");
        }
        // One wrong try is behind us: four more for this number, then everybody waits, who is right as well.
        for guess in 1000..1004 {
            status(&nobody, &number, &guess.to_string()).await.expect(422);
        }
        let waits = status(&nobody.at_address("203.0.113.9"), &number, "1234").await;
        assert!(waits.expect(429).header("retry-after").parse::<u32>().unwrap() > 0);
        app.clock.advance(TimeDelta::minutes(11));
        status(&nobody, &number, "1234").await.ok();
        // One address tries many numbers.
        let (_, right) = elder(&app).await;
        let mut guess = other(&number);
        for _ in 0..40 {
            guess = other(&guess);
            status(&nobody, &guess, "1234").await.expect(422);
        }
        status(&nobody, &right, "1234").await.expect(429);
        status(&nobody.at_address("203.0.113.9"), &right, "1234").await.ok();
    }

    /// Many at the same moment learn no more than a few one after another; and whoever is right is not counted.
    async fn of_many_guesses_at_once_none_is_free(app: TestApp) {
        let (_, number) = elder(&app).await;
        let nobody = app.anonymous();
        for _ in 0..12 {
            status(&nobody, &number, "1234").await.ok();
        }
        let mut guesses = tokio::task::JoinSet::new();
        for guess in 4000..4024 {
            let (nobody, number) = (nobody.clone(), number.clone());
            guesses.spawn(async move { status(&nobody, &number, &guess.to_string()).await.status });
        }
        let answers = guesses.join_all().await;
        let looked_at = answers.iter().filter(|status| **status == 422).count();
        assert!(looked_at <= 5 && answers.iter().all(|status| [422, 429].contains(status)), "{answers:?}");
    }

    async fn a_new_card_voids_the_old_one_and_numbers_of_elsewhere_open_nothing(app: TestApp) {
        let (record, first) = elder(&app).await;
        let second = number_of(&app.user("staff").await, Some(&record)).await;
        assert_ne!(first, second);
        let nobody = app.anonymous();
        status(&nobody, &first, "1234").await.expect(422);
        status(&nobody, &second, "1234").await.ok();
        nobody.post(&format!("/api/v1/communities/{THERE}/card-status"), json!({"number": second, "last4": "1234"})).await.expect(422);
        let found = app.user("there.staff").await.get(&format!("/api/v1/communities/{THERE}/residents?q={second}")).await.ok();
        assert_eq!(found["items"], json!([]));
    }

    async fn residents_have_a_card_of_their_own_their_delegate_prints_it_and_strangers_do_not(app: TestApp) {
        let resident = app.user("resident").await;
        assert_eq!(resident.get(CARD).await.ok()["number"], Value::Null);
        let number = number_of(&resident, None).await;
        assert_eq!(resident.get(CARD).await.ok()["number"], number.as_str());
        // The end of the phone of the account.
        let last4 = phone_of("resident")[7..].to_owned();
        app.wish_at(HERE, "claimed").await;
        assert_eq!(status(&app.anonymous(), &number, &last4).await.ok()["items"][0]["stage"], "claimed");
        let own = app.member_id("resident").await;
        let asked = format!("{CARD}?resident={own}");
        app.user("resident2").await.get(&asked).await.expect(403);
        app.user("resident2").await.post(CARD, json!({"resident": own})).await.expect(403);
        let offer = resident.post(&format!("/api/v1/communities/{HERE}/delegates"), json!({})).await.ok();
        let daughter = app.user("resident2").await;
        daughter.post(&format!("/api/v1/communities/{HERE}/delegates/take-on"), json!({"code": offer["code"]})).await.ok();
        let seen = daughter.get(&asked).await.ok();
        assert_eq!((&seen["number"], &seen["can_make"]), (&json!(number), &json!(false)));
        assert!(!daughter.browser().get(&format!("/c/{HERE}/card/print?for={own}")).await.text.contains("换一张"));
        daughter.post(CARD, json!({"resident": own})).await.expect(403);
        let elsewhere = app.record(THERE, "钱无号").await;
        app.user("staff").await.get(&format!("{CARD}?resident={elsewhere}")).await.expect(404);
    }

    async fn who_has_no_phone_on_file_asks_at_the_desk(app: TestApp) {
        let staff = app.user("staff").await;
        let new = json!({"name": "孙无话", "building": "1", "door": "1", "consent": app::communities::model::NOTICE});
        let record = staff.post(&format!("/api/v1/communities/{HERE}/residents"), new).await.ok()["id"].as_str().unwrap().to_owned();
        let made = staff.post(CARD, json!({"resident": record})).await.ok();
        assert_eq!(made["has_phone"], false);
        status(&app.anonymous(), made["number"].as_str().unwrap(), "0000").await.expect(422);
        let page = staff.browser().get(&format!("/c/{HERE}/card/print?for={record}")).await.text;
        assert!(page.contains("没有登记手机号") && !page.contains("class=\"qr\""), "{page}");
    }

    /// The address of the page never holds what opens it: addresses stand in logs and histories.
    async fn a_browser_opens_a_card_for_some_minutes_and_closes_it(app: TestApp) {
        let (_, number) = elder(&app).await;
        let page = format!("/c/{HERE}/card");
        let nobody = app.anonymous().browser();
        let fields = [("community", HERE), ("number", &*number), ("last4", "1234")];
        let opened = nobody.form(&format!("{page}?do=wishes.open_card"), &fields).await;
        assert_eq!(opened.expect(303).header("location"), page);
        let cookie = opened.cookie("linli-card").unwrap();
        let line = opened.cookies().into_iter().find(|line| line.starts_with("linli-card=")).unwrap();
        assert!(line.contains(&format!("Path={page};")) && line.contains("Max-Age=600;") && line.contains("HttpOnly"), "{line}");
        let with = nobody.with("cookie", &format!("linli-card={cookie}"));
        assert!(with.get(&page).await.text.contains("现在没有在办的单"));
        // In another community, after ten minutes, or made up: nothing.
        assert!(with.get(&format!("/c/{THERE}/card")).await.text.contains("手机号后四位"));
        let made_up = nobody.with("cookie", "linli-card=00112233");
        assert!(made_up.get(&page).await.expect(200).text.contains("手机号后四位"));
        app.clock.advance(TimeDelta::minutes(10));
        assert!(with.get(&page).await.text.contains("手机号后四位"));
        let closed = nobody.form(&format!("{page}?do=wishes.close_card"), &[("community", HERE)]).await;
        assert!(closed.expect(303).cookies().iter().any(|line| line.starts_with("linli-card=;") && line.contains("Max-Age=0")));
        let wrong = nobody.form(&format!("{page}?do=wishes.open_card"), &[("community", HERE), ("number", &number), ("last4", "0000")]).await;
        assert!(wrong.text.contains("对不上") && wrong.text.contains(&number), "{}", wrong.text);
    }

    async fn the_desk_is_set_once_under_one_key_by_an_admin_of_this_community(app: TestApp) {
        let desk = format!("/api/v1/communities/{HERE}/desk");
        let body = json!({"phone": " 010-65551234 ", "call_back_percent": 25});
        let admin = app.user("admin").await.with("idempotency-key", "one-desk");
        let first = admin.put(&desk, body.clone()).await.ok();
        assert_eq!(first["desk_phone"], "010-65551234");
        assert_eq!(admin.put(&desk, body.clone()).await.ok(), first);
        assert_eq!(app.rows("select kind from events where kind = 'desk_set'").await.len(), 1);
        assert_eq!(app.rows("select cast(call_back_percent as text) from communities order by slug").await, ["25", "10"]);
        app.user("staff").await.put(&desk, body.clone()).await.expect(403);
        app.user("there.admin").await.put(&desk, body).await.expect(404);
        // Nothing said is no phone.
        let none = app.user("admin").await.put(&desk, json!({"call_back_percent": 0})).await.ok();
        assert_eq!(none["desk_phone"], Value::Null);
    }

    async fn the_card_names_the_desks_phone_and_never_the_whole_name(app: TestApp) {
        let (record, number) = elder(&app).await;
        let admin = app.user("admin").await;
        admin.put(&format!("/api/v1/communities/{HERE}/desk"), json!({"phone": "010-65551234", "call_back_percent": 10})).await.ok();
        let page = admin.browser().get(&format!("/c/{HERE}/card/print?for={record}")).await.text;
        let card = page.split("household").nth(1).unwrap().split("</section>").next().unwrap();
        assert!(card.contains("钱**") && card.contains("010-65551234") && card.contains(&format!("{} {}", &number[..4], &number[4..])), "{card}");
        assert!(!card.contains("无号") && !card.contains("302") && !card.contains("number="), "{card}");
        for nobody in ["x", "01970000-0000-7000-8000-000000000000"] {
            admin.browser().get(&format!("/c/{HERE}/card/print?for={nobody}")).await.expect(404);
            admin.browser().get(&format!("/c/{HERE}/delegates?for={nobody}")).await.expect(404);
        }
        assert!(app.anonymous().get(&format!("/c/{HERE}")).await.text.contains("010-65551234"));
        for (phone, percent, field) in [("拨打我", 10, "phone"), ("12", 10, "phone"), ("110", 101, "call_back_percent"), ("110", -1, "call_back_percent")] {
            let body = json!({"phone": phone, "call_back_percent": percent});
            let answer = admin.put(&format!("/api/v1/communities/{HERE}/desk"), body).await;
            assert_eq!(answer.expect(422).fields(), [field]);
        }
    }
}
