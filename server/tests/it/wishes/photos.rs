//! Photos: who adds, who sees, what is kept of them, and that it goes with whoever goes.

use crate::harness::{Answer, Client, HERE, on_both, photo};
use axum::http::Method;
use serde_json::{Value, json};

fn under(wish: &str) -> String {
    format!("/api/v1/communities/{HERE}/wishes/{wish}/photos")
}

async fn add(who: &Client, wish: &str) -> Answer {
    who.send_bytes(Method::POST, &under(wish), "image/png", photo(40, 30)).await
}

async fn see(who: &Client, id: &str) -> Answer {
    who.get_bytes(&format!("/api/v1/communities/{HERE}/photos/{id}")).await
}

fn ids(page: &Value) -> Vec<String> {
    page["photos"].as_array().unwrap().iter().map(|photo| photo["id"].as_str().unwrap().to_owned()).collect()
}

/// A PNG of one pixel whose head promises more than any machine has room for.
fn bomb() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(1, 1).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let mut png = png.into_inner();
    png.splice(16..24, [0, 0, 0x9C, 0x40, 0, 0, 0x9C, 0x40]);
    // The checksum of a chunk (ISO 3309).
    let crc = !png[12..29].iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    });
    png.splice(29..33, crc.to_be_bytes());
    png
}

on_both! {
    async fn the_resident_shows_what_it_is_about_and_the_holder_what_was_done(app: TestApp) {
        let [resident, volunteer, staff] = [app.user("resident").await, app.user("volunteer").await, app.user("staff").await];
        let wish = app.place(HERE, &resident).await;
        let first = add(&resident, &wish).await.expect(201).json();
        assert_eq!((&first["side"], &first["mine"]), (&json!("resident"), &json!(true)));
        add(&volunteer, &wish).await.expect(404);
        add(&staff, &wish).await.expect(403);
        staff.step(HERE, &wish, "accept").await.ok();
        volunteer.step(HERE, &wish, "claim").await.ok();
        let second = add(&volunteer, &wish).await.expect(201).json();
        assert_eq!(second["side"], "holder");
        volunteer.step(HERE, &wish, "deliver").await.ok();
        add(&resident, &wish).await.expect(403);
        add(&volunteer, &wish).await.expect(201);
        let page = resident.wish(HERE, &wish).await.ok();
        assert_eq!((ids(&page).len(), &page["adds_photo"]), (3, &Value::Null));
        resident.step(HERE, &wish, "confirm").await.ok();
        add(&volunteer, &wish).await.expect(403);
        let lines = resident.get(&format!("/api/v1/communities/{HERE}/wishes/{wish}/events")).await.ok();
        assert_eq!(lines["items"].as_array().unwrap().iter().filter(|line| line["kind"] == "photo_added").count(), 3);
    }

    async fn only_who_sees_the_whole_wish_sees_its_photos_and_the_resident_reads_who_did(app: TestApp) {
        let [resident, volunteer, staff, neighbour] =
            [app.user("resident").await, app.user("volunteer").await, app.user("staff").await, app.user("resident2").await];
        let wish = app.place(HERE, &resident).await;
        let id = add(&resident, &wish).await.ok()["id"].as_str().unwrap().to_owned();
        staff.step(HERE, &wish, "accept").await.ok();
        // On the wall there is the card, and nothing else.
        assert_eq!(ids(&neighbour.wish(HERE, &wish).await.ok()), Vec::<String>::new());
        for nobody in [&neighbour, &volunteer, &app.user("there.staff").await, &app.user("unverified").await] {
            assert_eq!(see(nobody, &id).await.status, 404);
        }
        see(&app.anonymous(), &id).await.expect(401);
        let looks = format!("/api/v1/communities/{HERE}/looks");
        see(&resident, &id).await.expect(200);
        assert_eq!(resident.get(&looks).await.ok()["items"], json!([]));
        let seen = see(&staff, &id).await;
        assert_eq!((seen.expect(200).header("content-type"), seen.header("x-content-type-options")), ("image/jpeg", "nosniff"));
        see(&staff, &id).await.expect(200);
        let read = resident.get(&looks).await.ok();
        assert_eq!((read["items"].as_array().unwrap().len(), &read["items"][0]["kind"]), (1, &json!("photos_seen")), "once a day: {read}");
        // In the browser by its page's address.
        let page = staff.browser().get(&format!("/c/{HERE}/wishes/{wish}")).await;
        assert!(page.expect(200).text.contains(&format!("/c/{HERE}/photos/{id}")), "{}", page.text);
        assert_eq!(staff.browser().get_bytes(&format!("/c/{HERE}/photos/{id}")).await.expect(200).header("cache-control"), "private, max-age=600");
        neighbour.browser().get_bytes(&format!("/c/{HERE}/photos/{id}")).await.expect(404);
        assert!(!neighbour.browser().get(&format!("/c/{HERE}/wishes/{wish}")).await.text.contains("photos/"));
    }

    async fn what_is_no_photo_is_not_taken_and_says_why(app: TestApp) {
        let resident = app.user("resident").await;
        let wish = app.place(HERE, &resident).await;
        let too_large = vec![0xFF; app::wishes::model::PHOTO_BYTES + 1];
        for (bytes, code) in [(Vec::new(), "no_photo"), (b"<svg onload=alert(1)>".to_vec(), "not_a_picture"), (too_large, "too_many_bytes")] {
            let answer = resident.send_bytes(Method::POST, &under(&wish), "image/jpeg", bytes).await;
            assert_eq!((answer.expect(422).fields(), answer.json()["errors"][0]["code"].as_str()), (vec!["photo".to_owned()], Some(code)));
        }
        // Forty thousand by forty thousand pixels in some fifty bytes, as its head says.
        let answer = resident.send_bytes(Method::POST, &under(&wish), "image/png", bomb()).await;
        assert_eq!((answer.expect(422).fields(), answer.json()["errors"][0]["code"].as_str()), (vec!["photo".to_owned()], Some("too_many_pixels")));
        assert_eq!(app.count("photos").await, 0);
    }

    async fn there_are_three_of_a_side_also_when_eight_come_at_once(app: TestApp) {
        let resident = app.user("resident").await;
        let wish = app.place(HERE, &resident).await;
        let mut adding = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (who, wish) = (resident.clone(), wish.clone());
            adding.spawn(async move { add(&who, &wish).await.status });
        }
        let done = adding.join_all().await;
        assert!(done.iter().all(|status| [201, 409].contains(status)), "{done:?}");
        while add(&resident, &wish).await.status == 201 {}
        assert_eq!(add(&resident, &wish).await.expect(409).code(), "enough_photos");
        let there = ids(&resident.wish(HERE, &wish).await.ok());
        assert_eq!(there.len(), 3);
        // One taken away makes room for another; and is gone.
        let one = format!("/api/v1/communities/{HERE}/photos/{}", there[1]);
        app.user("staff").await.delete(&one).await.expect(403);
        app.user("resident2").await.delete(&one).await.expect(404);
        resident.delete(&one).await.expect(204);
        resident.delete(&one).await.expect(404);
        see(&resident, &there[1]).await.expect(404);
        add(&resident, &wish).await.expect(201);
        assert_eq!(app.rows("select 'x' from photo_files where bytes is not null").await.len(), 3);
    }

    async fn a_photo_sent_twice_under_one_key_is_kept_once(app: TestApp) {
        let resident = app.user("resident").await.with("idempotency-key", "one-photo");
        let wish = app.place(HERE, &app.user("resident").await).await;
        let first = add(&resident, &wish).await.expect(201).json();
        assert_eq!(add(&resident, &wish).await.expect(201).json(), first);
        assert_eq!(app.count("photos").await, 1);
    }

    async fn whoever_goes_takes_their_photos_along(app: TestApp) {
        let [resident, volunteer] = [app.user("resident").await, app.user("volunteer").await];
        let wish = app.wish_at(HERE, "claimed").await;
        let ids = [add(&resident, &wish).await.ok()["id"].clone(), add(&volunteer, &wish).await.ok()["id"].clone()];
        let data = resident.get(&format!("/api/v1/communities/{HERE}/my-data")).await.ok();
        assert_eq!(data["wishes"][0]["wish"]["photos"].as_array().unwrap().len(), 2);
        resident.delete(&format!("/api/v1/communities/{HERE}/my-data")).await.expect(204);
        assert_eq!(app.rows("select 'x' from photo_files where bytes is not null").await, Vec::<String>::new());
        for id in ids {
            see(&app.user("staff").await, id.as_str().unwrap()).await.expect(404);
        }
    }

    async fn an_order_is_placed_with_its_photos_or_not_at_all(app: TestApp) {
        let resident = app.user("resident").await;
        let form = format!("/c/{HERE}/wishes/new?kind=micro_wish&do=wishes.place");
        let category = app.category(HERE, "wish_item").await;
        let fields = |once: &'static str| {
            [("community", HERE), ("kind", "micro_wish"), ("category", &*category), ("title", "厨房的灯坏了"), ("text", "晚上看不见。"), ("once", once)]
        };
        // What is wrong with a photo is said beside it; nothing is placed, and nothing that was typed is lost.
        let huge = || vec![0_u8; 13 << 20];
        for (files, said) in [
            (vec![photo(20, 20), b"no photo".to_vec()], "这不是照片"),
            (vec![photo(20, 20), photo(20, 20), photo(20, 20), photo(20, 20)], "最多选 3 张照片"),
            (vec![huge()], "不能超过 12 MB"),
            (vec![huge(), huge(), huge()], "不能超过 12 MB"),
        ] {
            let answer = resident.upload(&form, &fields("no"), "photo", &files).await;
            assert!(answer.expect(422).text.contains(said) && answer.text.contains("value=\"厨房的灯坏了\"") && answer.text.contains("晚上看不见。"), "{said}: {}", answer.text);
            assert!(answer.text.contains("刚才选的没有留下"), "{said}: {}", answer.text);
        }
        // Only files may be large.
        let long = "长".repeat(400_000);
        let mut wordy = fields("wordy");
        wordy[4] = ("text", &long);
        let answer = resident.upload(&form, &wordy, "photo", &[photo(20, 20)]).await;
        assert!(answer.expect(409).text.contains("内容太长") && answer.text.contains("value=\"厨房的灯坏了\""), "{}", answer.text);
        let mut empty = fields("empty");
        empty[3] = ("title", "");
        let answer = resident.upload(&form, &empty, "photo", &[photo(20, 20)]).await;
        assert!(answer.expect(422).text.contains("晚上看不见。"));
        let stranger = app.anonymous().upload(&form, &fields("who"), "photo", &[photo(20, 20)]).await;
        assert!(stranger.expect(401).text.contains("厨房的灯坏了"), "{}", stranger.text);
        app.user("merchant").await.upload(&form, &fields("merchant"), "photo", &[photo(20, 20)]).await.expect(403);
        assert_eq!((app.count("wishes").await, app.count("photos").await), (0, 0));

        for _ in 0..2 {
            let sent = resident.upload(&form, &fields("press"), "photo", &[photo(20, 20), photo(30, 20)]).await;
            let to = sent.expect(303).header("location").to_owned();
            let id = to.strip_prefix(&format!("/c/{HERE}/wishes/")).and_then(|end| end.strip_suffix("?placed=1")).unwrap();
            assert_eq!(ids(&resident.wish(HERE, id).await.ok()).len(), 2);
        }
        assert_eq!((app.count("wishes").await, app.count("photos").await), (1, 2));
        // Without one it is an order all the same; and whoever files one for somebody adds the resident's.
        let none = resident.upload(&form, &fields("none"), "photo", &[Vec::new()]).await;
        assert!(none.expect(303).header("location").ends_with("?placed=1"));
        let record = app.record(HERE, "钱无号").await;
        let filed: Vec<(&str, &str)> = fields("filed").into_iter().chain([("resident", &*record), ("channel", "visit")]).collect();
        app.user("grid").await.upload(&form, &filed, "photo", &[photo(20, 20)]).await.expect(303);
        assert_eq!((app.count("wishes").await, app.rows("select side from photos").await), (3, vec!["resident".to_owned(); 3]));
        let ways = app.rows("select channel from events where kind = 'photo_added' order by id").await;
        assert_eq!(ways, ["web", "web", "visit"], "by the way that they came");
    }

    async fn whoever_brings_it_shows_it_in_the_same_form_or_brings_nothing(app: TestApp) {
        let wish = app.wish_at(HERE, "claimed").await;
        let [volunteer, admin] = [app.user("volunteer").await, app.user("admin").await];
        let page = format!("/c/{HERE}/wishes/{wish}");
        let form = format!("{page}?do=wishes.deliver");
        let fields = |once: &'static str, note: &'static str| {
            [("community", HERE), ("wish", &*wish), ("version", ""), ("note", note), ("once", once)]
        };
        let shows_it = async |who: &Client| who.browser().get(&page).await.expect(200).text.matches("name=\"photo\"").count();
        assert_eq!((shows_it(&volunteer).await, shows_it(&admin).await), (2, 0), "the form that delivers, and the one that adds");
        for (note, files, said) in [
            ("装好了", vec![photo(20, 20), b"no photo".to_vec()], "这不是照片"),
            ("装好了", vec![photo(20, 20), photo(20, 20), photo(20, 20), photo(20, 20)], "最多选 3 张照片"),
            ("", vec![photo(20, 20)], "刚才选的没有留下"),
        ] {
            let answer = volunteer.upload(&form, &fields("no", note), "photo", &files).await;
            assert!(answer.expect(422).text.contains(said) && answer.text.contains(note), "{said}: {}", answer.text);
        }
        // Whoever does not hold it shows nothing; the desk delivers by words alone.
        admin.upload(&form, &fields("admin", "装好了"), "photo", &[photo(20, 20)]).await.expect(403);
        assert_eq!((volunteer.wish(HERE, &wish).await.ok()["stage"].as_str(), app.count("photos").await), (Some("claimed"), 0));
        for _ in 0..2 {
            let sent = volunteer.upload(&form, &fields("press", "装好了"), "photo", &[photo(20, 20), photo(30, 20)]).await;
            assert_eq!(sent.expect(303).header("location"), page);
        }
        assert_eq!((volunteer.wish(HERE, &wish).await.ok()["stage"].as_str(), app.count("photos").await), (Some("delivered"), 2));
        assert_eq!(app.rows("select distinct side from photos").await, ["holder"]);
    }

    async fn a_form_without_scripts_adds_several_at_once_and_says_what_is_wrong(app: TestApp) {
        let resident = app.user("resident").await;
        let wish = app.place(HERE, &resident).await;
        let page = format!("/c/{HERE}/wishes/{wish}");
        let form = format!("{page}?do=wishes.add_photo");
        let sent = resident.upload(&form, &[("community", HERE), ("wish", &wish), ("once", "press")], "photo", &[photo(20, 20), photo(30, 20)]).await;
        assert_eq!((sent.status, sent.header("location")), (303, page.as_str()));
        // Pressed twice, nothing more comes of it.
        resident.upload(&form, &[("community", HERE), ("wish", &wish), ("once", "press")], "photo", &[photo(20, 20), photo(30, 20)]).await.expect(303);
        assert_eq!(app.count("photos").await, 2);
        let wrong = resident.upload(&form, &[("community", HERE), ("wish", &wish)], "photo", &[b"no photo".to_vec()]).await;
        assert!(wrong.expect(422).text.contains("这不是照片"), "{}", wrong.text);
        let nothing = resident.upload(&form, &[("community", HERE), ("wish", &wish)], "photo", &[Vec::new()]).await;
        assert!(nothing.expect(422).text.contains("请先选一张照片"), "{}", nothing.text);
        app.anonymous().upload(&form, &[("community", HERE), ("wish", &wish)], "photo", &[photo(20, 20)]).await.expect(401);
        app.user("there.resident").await.upload(&form, &[("community", HERE), ("wish", &wish)], "photo", &[photo(20, 20)]).await.expect(404);
    }
}
