//! The edges of every field: counted in characters, whatever their bytes.

use crate::harness::{Answer, Client, HERE, THERE, on_both};
use serde_json::{Value, json};

/// One of three bytes, one of four beyond the common plane, one that is drawn in colour.
const LETTERS: [&str; 3] = ["心", "𠮷", "😀"];

async fn place(client: &Client, title: &str, text: &str, category: &str) -> Answer {
    let new = json!({"kind": "micro_wish", "category": category, "title": title, "text": text});
    client.post(&format!("/api/v1/communities/{HERE}/wishes"), new).await
}

/// A field of a move: the stage it is made in, by whom, with what else, and its bounds.
struct Field {
    step: &'static str,
    stage: &'static str,
    who: &'static str,
    name: &'static str,
    least: usize,
    most: usize,
}

const FIELDS: [Field; 7] = [
    Field { step: "accept", stage: "placed", who: "staff", name: "public_card", least: 4, most: 300 },
    Field { step: "decline", stage: "placed", who: "staff", name: "reason", least: 2, most: 500 },
    Field { step: "release", stage: "claimed", who: "volunteer", name: "reason", least: 2, most: 500 },
    Field { step: "deliver", stage: "claimed", who: "volunteer", name: "note", least: 2, most: 1000 },
    Field { step: "confirm", stage: "delivered", who: "resident", name: "words", least: 0, most: 1000 },
    Field { step: "reopen", stage: "delivered", who: "resident", name: "reason", least: 2, most: 500 },
    Field { step: "comment", stage: "claimed", who: "resident", name: "text", least: 1, most: 1000 },
];

fn filled(field: &Field, value: &str) -> Value {
    let mut body = if field.step == "confirm" { json!({"grade": 4}) } else { json!({}) };
    body[field.name] = json!(value);
    body
}

on_both! {
    async fn a_title_has_4_to_60_characters_and_a_text_1_to_2000(app: TestApp) {
        let resident = app.user("resident").await;
        let category = app.category(HERE, "wish_item").await;
        for letter in LETTERS {
            for (title, text) in [(4, 1), (60, 2000)] {
                let (title, text) = (letter.repeat(title), letter.repeat(text));
                let placed = place(&resident, &title, &text, &category).await.ok();
                assert_eq!((placed["title"].as_str(), placed["text"].as_str()), (Some(&*title), Some(&*text)));
                let read = resident.wish(HERE, placed["id"].as_str().unwrap()).await.ok();
                assert_eq!((&read["title"], &read["text"]), (&placed["title"], &placed["text"]));
            }
            let count = app.count("wishes").await;
            for (title, text, wrong) in [(3, 1, "title"), (61, 1, "title"), (0, 1, "title"), (4, 0, "text"), (4, 2001, "text")] {
                let answer = place(&resident, &letter.repeat(title), &letter.repeat(text), &category).await;
                assert_eq!(answer.expect(422).fields(), [wrong], "{title} and {text} of {letter}");
            }
            assert_eq!(place(&resident, "", "", "").await.expect(422).fields(), ["category", "title", "text"]);
            assert_eq!(app.count("wishes").await, count);
        }
        // Space around does not count, and space alone is nothing.
        let answer = place(&resident, " 灯坏了 \n", "好", &category).await;
        assert_eq!(answer.expect(422).fields(), ["title"]);
        assert_eq!(place(&resident, "   \t   ", "\n \n", &category).await.expect(422).fields(), ["title", "text"]);
        assert_eq!(place(&resident, "\n灯坏了!\n", "一\r\n二", &category).await.ok()["text"], "一\n二");
    }

    async fn each_text_of_a_move_is_held_to_its_bounds(app: TestApp) {
        for field in &FIELDS {
            let who = app.user(field.who).await;
            for letter in LETTERS {
                let wish = app.wish_at(HERE, field.stage).await;
                let before = app.standing(&wish).await;
                let mut wrong = vec![field.most + 1];
                // An empty card or no closing words are none; elsewhere nothing is too little.
                wrong.extend((0..field.least).filter(|n| *n > 0 || field.name != "public_card"));
                for count in wrong {
                    let answer = who.step_with(HERE, &wish, field.step, filled(field, &letter.repeat(count))).await;
                    assert_eq!(answer.expect(422).fields(), [field.name], "{} with {count}", field.step);
                }
                assert_eq!(app.standing(&wish).await, before, "{}", field.step);
                who.step_with(HERE, &wish, field.step, filled(field, &letter.repeat(field.most))).await.ok();
                let wish = app.wish_at(HERE, field.stage).await;
                who.step_with(HERE, &wish, field.step, filled(field, &letter.repeat(field.least))).await.ok();
            }
        }
    }

    async fn a_grade_and_its_marks_lie_between_1_and_5(app: TestApp) {
        let resident = app.user("resident").await;
        let wish = app.wish_at(HERE, "delivered").await;
        let before = app.standing(&wish).await;
        for bad in [0, 6, -1, 100, i64::from(i16::MAX)] {
            let answer = resident.step_with(HERE, &wish, "confirm", json!({"grade": bad})).await;
            assert_eq!(answer.expect(422).fields(), ["grade"], "{bad}");
            for mark in ["attitude", "ability", "quality", "efficiency"] {
                let answer = resident.step_with(HERE, &wish, "confirm", json!({"grade": 3, mark: bad})).await;
                assert_eq!(answer.expect(422).fields(), [mark], "{bad}");
            }
        }
        for nonsense in [json!({}), json!({"grade": null}), json!({"grade": "5"}), json!({"grade": 4.5}), json!({"grade": 40000})] {
            assert_eq!(resident.step_with(HERE, &wish, "confirm", nonsense).await.expect(422).fields(), ["body"]);
        }
        let all = resident.step_with(HERE, &wish, "confirm", json!({"grade": 0, "attitude": 9, "words": "好".repeat(1001)})).await;
        assert_eq!(all.expect(422).fields(), ["grade", "attitude", "words"]);
        assert_eq!(app.standing(&wish).await, before);
        for grade in 1..=5 {
            let wish = app.wish_at(HERE, "delivered").await;
            let marks = json!({"grade": grade, "attitude": 1, "ability": 5, "quality": null, "efficiency": grade});
            assert_eq!(resident.step_with(HERE, &wish, "confirm", marks).await.ok()["grade"], grade);
        }
    }

    async fn a_category_is_one_of_this_community_and_of_this_kind(app: TestApp) {
        let resident = app.user("resident").await;
        let list = app.anonymous().get(&format!("/api/v1/communities/{HERE}/categories")).await.ok();
        let of_kind = |kind: &str| -> Vec<String> {
            let all = list["items"].as_array().unwrap().iter().filter(|one| one["kind"] == kind);
            all.filter_map(|one| one["id"].as_str().map(str::to_owned)).collect()
        };
        let (wishes, services, questions) = (of_kind("micro_wish"), of_kind("service_order"), of_kind("question"));
        let foreign = app.category(THERE, "wish_item").await;
        let count = app.count("wishes").await;
        for bad in [&*services[0], &*questions[0], &*foreign, "01936f00-0000-7000-8000-000000000000", "wish_item", "", "'; drop table wishes"] {
            assert_eq!(place(&resident, "厨房的灯坏了", "请来修", bad).await.expect(422).fields(), ["category"], "{bad}");
        }
        for (kind, wrong) in [("wish", "kind"), ("", "kind"), ("MICRO_WISH", "kind")] {
            let new = json!({"kind": kind, "category": wishes[0], "title": "厨房的灯坏了", "text": "请来修"});
            let answer = resident.post(&format!("/api/v1/communities/{HERE}/wishes"), new).await;
            assert_eq!(answer.expect(422).fields(), [wrong], "{kind}");
        }
        assert_eq!(app.count("wishes").await, count);
        for (kind, category) in [("micro_wish", &wishes[0]), ("service_order", &services[0]), ("question", &questions[0])] {
            let new = json!({"kind": kind, "category": category, "title": "厨房的灯坏了", "text": "请来修"});
            assert_eq!(resident.post(&format!("/api/v1/communities/{HERE}/wishes"), new).await.ok()["kind"], kind);
        }
        // The desk may set it right, within the kind.
        let staff = app.user("staff").await;
        let wish = app.wish_at(HERE, "placed").await;
        let before = app.standing(&wish).await;
        for bad in [&services[0], &foreign] {
            assert_eq!(staff.step_with(HERE, &wish, "accept", json!({"category": bad})).await.expect(422).fields(), ["category"]);
        }
        staff.step_with(HERE, &wish, "accept", json!({"category": "x"})).await.expect(422);
        assert_eq!(app.standing(&wish).await, before);
        let page = staff.step_with(HERE, &wish, "accept", json!({"category": wishes[1]})).await.ok();
        assert_eq!(page["category"]["id"], wishes[1].as_str());
    }

    async fn a_body_that_is_not_what_is_asked_for_is_refused_by_name(app: TestApp) {
        let resident = app.user("resident").await;
        let category = app.category(HERE, "wish_item").await;
        let path = format!("/api/v1/communities/{HERE}/wishes");
        let good = json!({"kind": "micro_wish", "category": category, "title": "厨房的灯坏了", "text": "请来修"});
        for (field, value) in [("stage", json!("confirmed")), ("holder", json!("x")), ("tenant_id", json!("x")), ("title", json!(7))] {
            let mut bad = good.clone();
            bad[field] = value;
            let answer = resident.post(&path, bad).await;
            assert_eq!(answer.expect(422).fields(), ["body"], "{field}");
            assert!(answer.text.contains(field) || field == "title", "{}", answer.text);
        }
        for field in ["kind", "category", "title", "text"] {
            let mut bad = good.clone();
            bad.as_object_mut().unwrap().remove(field);
            assert!(resident.post(&path, bad).await.expect(422).text.contains(field), "{field}");
        }
        let wish = app.wish_at(HERE, "placed").await;
        let answer = app.user("staff").await.step_with(HERE, &wish, "accept", json!({"holder": "x"})).await;
        assert_eq!(answer.expect(422).fields(), ["body"]);
    }
}
