//! A person's own data: given out, corrected, and removed when they go.

use crate::harness::{Client, HERE, PASSWORD, THERE, TestApp, keys, name_of, on_both, phone_of};
use app::kernel::db::Db;
use chrono::TimeDelta;
use migrations::Migrator;
use sea_orm_migration::MigratorTrait as _;
use serde_json::{Value, json};

const MINE: &str = "/api/v1/communities/dongyuan/my-data";
const DIARY: &str = "/api/v1/communities/dongyuan/diary";
/// Stands in everything that the resident, or anybody about them, writes.
const ADDRESS: &str = "canary.seven@example.org";
const CANARY: &str = "金丝雀九号";

/// Everything that the database holds, as text; what is sealed, opened.
async fn everything(app: &TestApp) -> String {
    let mut all = format!("{:?}", app.dump().await);
    for sealed in [
        "accounts.phone_sealed",
        "memberships.phone_sealed",
        "idempotency_keys.answer",
        "delegations.code_sealed",
        "import_parts.draft_sealed",
        "outlets.mail_sealed",
        "outlets.asked_sealed",
    ] {
        let (table, column) = sealed.split_once('.').unwrap();
        for text in app.rows(&format!("select {column} from {table} where {column} <> ''")).await {
            all.push_str(&keys().open(&text).unwrap());
        }
    }
    all
}

/// A resident who has done all that there is to do, with the canary in every word; and what tells who they are.
async fn lived(app: &TestApp) -> (Client, Vec<String>) {
    let [resident, staff, volunteer, grid] = ["resident", "staff", "volunteer", "grid"].map(|login| app.user(login));
    let (resident, staff, volunteer, grid) = (resident.await, staff.await, volunteer.await, grid.await);
    let word = |more: &str| format!("{CANARY}{more}");
    let me = app.member(HERE, "resident").await;
    let who = json!({"name": word(""), "building": word("楼"), "door": "金K707"});
    resident.put(MINE, who).await.ok();
    staff.patch(&format!("/api/v1/communities/{HERE}/members/{me}"), json!({"verified": true})).await.ok();
    let reason = json!({"reason": word("的理由")});
    for end in ["placed", "declined", "claimed", "delivered", "confirmed", "called"] {
        let wish = app.place_as(HERE, &resident, &word("的题目"), &word("的正文")).await;
        resident.step_with(HERE, &wish, "comment", json!({"text": word("的话")})).await.ok();
        match end {
            "placed" => {}
            "declined" => drop(staff.step_with(HERE, &wish, "decline", reason.clone()).await.ok()),
            _ => {
                let card = json!({"public_card": word("的卡片"), "as_it_is": true});
                staff.with("idempotency-key", &wish).step_with(HERE, &wish, "accept", card).await.ok();
                volunteer.step(HERE, &wish, "claim").await.ok();
                volunteer.wish(HERE, &wish).await.ok();
            }
        }
        if ["delivered", "confirmed", "called"].contains(&end) {
            volunteer.step_with(HERE, &wish, "deliver", json!({"note": word("的说明")})).await.ok();
        }
        if end == "confirmed" || end == "called" {
            resident.step_with(HERE, &wish, "reopen", reason.clone()).await.ok();
            volunteer.step(HERE, &wish, "claim").await.ok();
            volunteer.step_with(HERE, &wish, "deliver", json!({"note": word("的说明")})).await.ok();
            resident.step_with(HERE, &wish, "confirm", json!({"grade": 2, "words": word("的评语")})).await.ok();
        }
        if end == "called" {
            let call = json!({"outcome": "reached", "grade": 3, "words": word("的电话")});
            app.user("admin").await.step_with(HERE, &wish, "call_back", call).await.ok();
        }
    }
    grid.post(DIARY, json!({"resident": me, "channel": "visit", "words": word("的日记")})).await.ok();
    let delegates = format!("/api/v1/communities/{HERE}/delegates");
    let offer = resident.post(&delegates, json!({})).await.ok();
    app.user("resident2").await.post(&format!("{delegates}/take-on"), json!({"code": offer["code"]})).await.ok();
    resident.post(&delegates, json!({})).await.ok();
    resident.post(&format!("/api/v1/communities/{HERE}/card"), json!({})).await.ok();
    let card = app.rows("select card_no from memberships where card_no is not null").await.pop().unwrap();
    let phone = phone_of("resident");
    let lookup = keys().phone_lookup(&phone);
    (resident, vec![CANARY.to_owned(), "金K707".to_owned(), card, phone, lookup])
}

/// A photo of one more order, and an e-mail address.
async fn shown_and_reached(app: &TestApp, resident: &Client) {
    app.photo(HERE).await;
    resident.put(&format!("/api/v1/communities/{HERE}/my-messages/mail"), json!({"address": ADDRESS})).await.expect(204);
}

on_both! {
    async fn of_whoever_closes_their_account_no_trace_is_left_but_what_was_done(app: TestApp) {
        let (resident, mut traces) = lived(&app).await;
        shown_and_reached(&app, &resident).await;
        traces.push(ADDRESS.to_owned());
        let before = everything(&app).await;
        for trace in &traces {
            assert!(before.contains(trace), "the test is blind: {trace} is nowhere");
        }
        let figures = app.rows("select measure || part || n from community_day order by measure, part").await;
        let (events, wishes) = (app.count("events").await, app.count("wishes").await);
        let wrong = resident.delete_with("/api/v1/me", json!({"password": "not my password"})).await;
        assert_eq!((wrong.status, wrong.fields()), (422, vec!["password".to_owned()]));
        assert_eq!(app.count("events").await, events, "a wrong password changed something");
        resident.delete_with("/api/v1/me", json!({"password": PASSWORD})).await.expect(204);
        let after = everything(&app).await;
        for trace in &traces {
            let at = after.find(trace.as_str());
            assert_eq!(at.map(|at| after[at.saturating_sub(90)..].chars().take(60).collect::<String>()), None, "{trace}");
        }
        assert_eq!(app.rows("select login from accounts where login = 'resident'").await, Vec::<String>::new());
        // What was done stays, by a name that says nothing; nothing of what was counted is gone.
        assert_eq!(app.count("wishes").await, wishes);
        assert!(app.count("events").await > events);
        let now = app.rows("select measure || part || n from community_day order by measure, part").await;
        let still = |measure: &str, list: &[String]| list.iter().filter(|one| one.starts_with(measure)).cloned().collect::<Vec<_>>();
        for measure in ["placed", "accepted", "declined", "grade"] {
            assert_eq!(still(measure, &now), still(measure, &figures), "{measure}");
        }
        let staff = app.user("staff").await;
        let all = staff.get(&format!("/api/v1/communities/{HERE}/wishes?limit=100")).await.ok();
        let cards = all["items"].as_array().unwrap();
        let closed = |card: &&Value| ["declined", "withdrawn", "lapsed", "confirmed"].contains(&card["stage"].as_str().unwrap());
        assert_eq!((cards.len(), cards.iter().filter(closed).count()), (7, 7), "{all}");
        assert!(cards.iter().all(|card| card["title"].is_null() && card["public_card"].is_null() && card["resident"] == "某**"), "{all}");
        assert!(cards.iter().all(|card| card["call_back"].is_null() || card["call_back"] == "done"), "somebody who has gone is to be called back");
        for card in cards {
            let page = staff.browser().get(&format!("/c/{HERE}/wishes/{}", card["id"].as_str().unwrap())).await;
            assert!(page.expect(200).text.contains("所写的内容已删除"), "{}", page.text);
        }
        // Nobody comes in by it any more, and the phone is free for whoever has it next.
        resident.get("/api/v1/me").await.expect(401);
        let again = json!({"login": "resident", "password": PASSWORD});
        app.anonymous().post("/api/v1/sessions", again).await.expect(401);
        let anew = json!({"community": HERE, "name": "新住户", "building": "1", "door": "2", "phone": phone_of("resident"),
            "consent": app::communities::model::NOTICE, "password": "a long enough one"});
        app.anonymous().post("/api/v1/accounts", anew).await.expect(201);
    }

    async fn whoever_leaves_one_community_keeps_the_account_and_may_come_again(app: TestApp) {
        let resident = app.user("resident").await;
        let body = json!({"community": THERE, "name": "周秀英", "building": "9", "door": "909", "consent": app::communities::model::NOTICE});
        resident.post("/api/v1/accounts", body.clone()).await.expect(201);
        let there = app.place(THERE, &resident).await;
        let here = app.place(HERE, &resident).await;
        resident.delete(MINE).await.expect(204);
        resident.delete(MINE).await.expect(404);
        let me = resident.get("/api/v1/me").await.ok();
        assert_eq!(me["memberships"].as_array().unwrap().len(), 1);
        assert_eq!(resident.wish(THERE, &there).await.ok()["stage"], "placed");
        resident.wish(HERE, &here).await.expect(404);
        let body = json!({"community": HERE, "name": "周秀英", "building": "3", "door": "302", "consent": app::communities::model::NOTICE});
        resident.post("/api/v1/accounts", body).await.expect(201);
        resident.wish(HERE, &here).await.expect(404);
        app.user("staff").await.wish(HERE, &here).await.expect(200);
        // Closing goes through both.
        resident.delete_with("/api/v1/me", json!({"password": PASSWORD})).await.expect(204);
        assert_eq!(app.user("there.staff").await.wish(THERE, &there).await.ok()["stage"], "withdrawn");
        assert_eq!(app.rows("select name from memberships where door in ('909', '302') and building in ('9', '3')").await.len(), 0);
    }

    async fn what_somebody_held_is_free_for_others_and_whoever_held_theirs_is_told(app: TestApp) {
        let [resident, volunteer, staff] = [app.user("resident").await, app.user("volunteer").await, app.user("staff").await];
        let (held, other) = (app.wish_at(HERE, "claimed").await, app.place(HERE, &volunteer).await);
        staff.step(HERE, &other, "accept").await.ok();
        staff.step(HERE, &other, "claim").await.ok();
        let once = volunteer.with("idempotency-key", "left-once");
        once.delete(MINE).await.expect(204);
        once.delete(MINE).await.expect(204);
        assert_eq!(staff.wish(HERE, &held).await.ok()["stage"], "accepted");
        assert_eq!(staff.wish(HERE, &other).await.ok()["stage"], "withdrawn");
        let told = |list: Value| list["items"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        let notices = format!("/api/v1/communities/{HERE}/notices");
        let mut last = told(staff.get(&notices).await.ok());
        last.truncate(2);
        last.sort_unstable();
        assert_eq!(last, ["released", "withdrawn"]);
        assert_eq!(told(resident.get(&notices).await.ok())[0], "released");
        // Whatever was due for what is over rings no more, and nobody who has gone is handed anything.
        app.clock.advance(TimeDelta::days(20));
        app.ring().await;
        let listed = staff.get(&format!("/api/v1/communities/{HERE}/members?limit=100")).await.ok();
        assert!(!listed.to_string().contains(name_of("volunteer")) && !listed.to_string().contains("某居民"), "{listed}");
    }

    async fn a_communitys_only_admin_stays_until_there_is_another(app: TestApp) {
        let admin = app.user("admin").await;
        let events = app.count("events").await;
        assert_eq!(admin.delete(MINE).await.expect(409).code(), "last_admin");
        assert_eq!(admin.delete_with("/api/v1/me", json!({"password": PASSWORD})).await.expect(409).code(), "last_admin");
        assert_eq!(app.count("events").await, events);
        let staff = app.member(HERE, "staff").await;
        admin.patch(&format!("/api/v1/communities/{HERE}/members/{staff}"), json!({"roles": ["staff", "admin"]})).await.ok();
        admin.delete(MINE).await.expect(204);
        assert_eq!(app.user("staff").await.delete(MINE).await.expect(409).code(), "last_admin");
    }

    async fn the_desk_gives_out_and_removes_the_record_of_somebody_without_an_account_who_asked(app: TestApp) {
        let [staff, grid] = [app.user("staff").await, app.user("grid").await];
        let record = app.record(HERE, "钱无号").await;
        let of = format!("/api/v1/communities/{HERE}/residents/{record}/my-data");
        grid.post(DIARY, json!({"resident": record, "channel": "visit", "words": "一个人住，想有人说说话"})).await.ok();
        grid.get(&of).await.expect(403);
        grid.delete(&of).await.expect(403);
        app.user("there.staff").await.get(&of).await.expect(404);
        let data = staff.get(&of).await.ok();
        assert_eq!((&data["member"]["phone"], &data["member"]["door"]), (&json!("13900001234"), &json!("302")));
        assert_eq!((&data["diary"][0]["words"], &data["account"]), (&json!("一个人住，想有人说说话"), &Value::Null));
        assert_eq!(staff.get(&of).await.ok()["looks"].as_array().unwrap().len(), 1, "that it was given out is on record, once a day");
        // Whoever has an account does it themselves.
        let other = app.member(HERE, "resident").await;
        let theirs = format!("/api/v1/communities/{HERE}/residents/{other}/my-data");
        staff.get(&theirs).await.expect(403);
        staff.delete(&theirs).await.expect(403);
        let once = staff.with("idempotency-key", "removed-once");
        once.delete(&of).await.expect(204);
        once.delete(&of).await.expect(204);
        assert_eq!(app.rows("select kind from events where kind = 'left'").await.len(), 1);
        let after = everything(&app).await;
        for trace in ["钱无号", "13900001234", "一个人住"] {
            assert!(!after.contains(trace), "{trace}");
        }
        staff.get(&of).await.expect(403);
        staff.delete(&of).await.expect(403);
    }

    async fn what_i_did_for_others_is_given_out_and_nothing_of_what_is_theirs(app: TestApp) {
        let [grid, volunteer] = [app.user("grid").await, app.user("volunteer").await];
        let record = app.record(HERE, "钱无号").await;
        let wishes = format!("/api/v1/communities/{HERE}/wishes");
        let order = json!({"kind": "micro_wish", "category": app.category(HERE, "wish_item").await, "title": "想要一盏台灯", "text": "她说夜里怕黑。",
            "resident": record, "channel": "visit"});
        let wish = grid.post(&wishes, order).await.expect(201).json()["id"].as_str().unwrap().to_owned();
        app.user("staff").await.step(HERE, &wish, "accept").await.ok();
        volunteer.step(HERE, &wish, "claim").await.ok();
        volunteer.step_with(HERE, &wish, "comment", json!({"text": "我下午四点到"})).await.ok();
        grid.step_with(HERE, &wish, "withdraw", json!({"channel": "phone"})).await.ok();
        let did = |data: &Value| data["done"].as_array().unwrap().iter().take(2).map(|one| one["kind"].clone()).collect::<Vec<_>>();
        let data = volunteer.get(MINE).await.ok();
        assert_eq!(did(&data), [json!("commented"), json!("claimed")]);
        let page = volunteer.browser().get(&format!("/c/{HERE}/my-data")).await;
        assert!(page.expect(200).text.contains("另外在这里办过"), "{}", page.text);
        // What was taken down for somebody is theirs, and read no longer once the right to read it has ended.
        let data = grid.get(MINE).await.ok();
        assert!(!data.to_string().contains("怕黑"), "{data}");
        assert_eq!(did(&data), [json!("withdrawn"), json!("placed")]);
    }

    async fn my_data_are_all_that_is_kept_of_me_and_nobody_elses(app: TestApp) {
        let (resident, _) = lived(&app).await;
        let data = resident.get(MINE).await.ok();
        assert_eq!((&data["account"]["login"], &data["account"]["phone"]), (&json!("resident"), &json!(phone_of("resident"))));
        assert_eq!((&data["member"]["name"], &data["member"]["door"]), (&json!(CANARY), &json!("金K707")));
        assert_eq!(data["member"]["delegates"].as_array().unwrap().len(), 1);
        assert_eq!((data["wishes"].as_array().unwrap().len(), data["diary"][0]["words"].as_str()), (6, Some("金丝雀九号的日记")));
        let text = data.to_string();
        for word in ["的题目", "的正文", "的话", "的卡片", "的说明", "的理由", "的评语", "的电话"] {
            assert!(text.contains(&format!("{CANARY}{word}")), "{word} is not given out");
        }
        assert!(data["notices"].as_array().unwrap().len() > 5 && !data["looks"].as_array().unwrap().is_empty());
        for login in ["volunteer", "staff", "resident2", "grid"] {
            assert!(!text.contains(name_of(login)), "the name of {login} is given out");
        }
        let volunteer = app.user("volunteer").await.get(MINE).await.ok();
        assert_eq!(volunteer["held"].as_array().unwrap().len(), 4);
        assert!(!volunteer.to_string().contains(CANARY), "what others wrote is given out to who helped them: {volunteer}");
        // The same as a page, and as a file.
        let browser = resident.browser();
        let page = browser.get(&format!("/c/{HERE}/my-data")).await;
        assert!(page.expect(200).text.contains("金丝雀九号的正文") && page.text.contains(&phone_of("resident")), "{}", page.text);
        let file = browser.get(&format!("/c/{HERE}/my-data.json")).await;
        assert_eq!(file.expect(200).header("content-disposition"), "attachment; filename=\"dongyuan-my-data.json\"");
        assert_eq!(file.json()["wishes"], data["wishes"]);
        assert_eq!(app.anonymous().browser().get(&format!("/c/{HERE}/my-data.json")).await.status, 303);
        app.user("there.admin").await.browser().get(&format!("/c/{HERE}/my-data.json")).await.expect(404);
    }

    async fn whoever_corrects_their_name_is_looked_at_again(app: TestApp) {
        let resident = app.user("resident").await;
        let wrong = resident.put(MINE, json!({"name": "", "building": "3 号楼", "door": ""})).await;
        assert_eq!((wrong.status, wrong.fields()), (422, vec!["name".to_owned(), "door".to_owned()]));
        let once = resident.with("idempotency-key", "moved-once");
        let moved = once.put(MINE, json!({"name": name_of("resident"), "building": "8 号楼", "door": "801"})).await.ok();
        assert_eq!(once.put(MINE, json!({"name": name_of("resident"), "building": "8 号楼", "door": "801"})).await.ok(), moved);
        assert_eq!(app.rows("select kind from events where kind = 'corrected'").await.len(), 1, "what is sent twice under one key is done once");
        assert_eq!((&moved["building"], moved["verified_at"].is_null()), (&json!("8 号楼"), false));
        let renamed = resident.put(MINE, json!({"name": "周秀莹", "building": "8 号楼", "door": "801"})).await.ok();
        assert!(renamed["verified_at"].is_null());
        resident.get(&format!("/api/v1/communities/{HERE}/wishes")).await.expect(403);
        // The desk's own people cannot lock themselves out by a slip of the pen.
        let staff = app.user("staff").await.put(MINE, json!({"name": "褚工", "building": "3", "door": "1"})).await.ok();
        assert!(!staff["verified_at"].is_null());
    }

    async fn what_was_answered_before_somebody_went_is_neither_shown_nor_done_again(app: TestApp) {
        let resident = app.user("resident").await;
        let staff = app.user("staff").await.with("idempotency-key", "an-answer");
        let wish = app.place(HERE, &resident).await;
        let accept = json!({"public_card": "学生想要一盏台灯"});
        staff.step_with(HERE, &wish, "accept", accept.clone()).await.ok();
        staff.step_with(HERE, &wish, "accept", accept.clone()).await.ok();
        resident.delete(MINE).await.expect(204);
        assert_eq!(staff.step_with(HERE, &wish, "accept", accept).await.expect(409).code(), "answer_forgotten");
    }

    async fn whoever_writes_while_somebody_goes_leaves_no_trace_of_them(app: TestApp) {
        let staff = app.user("staff").await;
        for round in 0..6 {
            let (login, member) = app.newcomer(HERE, "孙新人").await;
            staff.patch(&format!("/api/v1/communities/{HERE}/members/{member}"), json!({"verified": true})).await.ok();
            let person = app.user(&login).await;
            let wish = app.place(HERE, &person).await;
            let word = format!("{CANARY}{round}");
            let category = app.category(HERE, "wish_item").await;
            let order = json!({"kind": "micro_wish", "category": category, "title": word, "text": word});
            let mut filed = order.clone();
            (filed["resident"], filed["channel"]) = (json!(member), json!("phone"));
            let noted = json!({"resident": member, "channel": "visit", "words": word});
            let corrected = json!({"name": word, "building": word, "door": "1"});
            let wishes = format!("/api/v1/communities/{HERE}/wishes");
            let mut writing = tokio::task::JoinSet::new();
            let tasks: [(Client, &str, String, Value); 7] = [
                (person.clone(), "DELETE", MINE.to_owned(), Value::Null),
                (person.clone(), "PUT", MINE.to_owned(), corrected),
                (person.clone().with("idempotency-key", &word), "POST", wishes.clone(), order),
                (staff.clone(), "POST", wishes.clone(), filed),
                (staff.clone(), "POST", DIARY.to_owned(), noted),
                (staff.clone(), "POST", format!("{wishes}/{wish}/comment"), json!({"text": word})),
                (person.clone(), "POST", format!("{wishes}/{wish}/comment"), json!({"text": word})),
            ];
            for (who, method, path, body) in tasks {
                writing.spawn(async move { who.send(method.parse().unwrap(), &path, Some(("application/json", body.to_string()))).await.status });
            }
            let done = writing.join_all().await;
            assert!(done.iter().all(|status| [200, 201, 204, 403, 404, 409, 422].contains(status)), "{done:?}");
            // Where somebody was a moment faster, one presses once more.
            let again = person.delete(MINE).await.status;
            assert!([204, 404].contains(&again), "{again}");
            let after = everything(&app).await;
            let at = after.find(&word);
            assert_eq!(at.map(|at| after[at.saturating_sub(200)..].chars().take(120).collect::<String>()), None, "round {round}: {done:?}");
        }
    }

    async fn of_two_admins_who_go_at_once_one_stays(app: TestApp) {
        let (admin, staff) = (app.user("admin").await, app.user("staff").await);
        let member = app.member(HERE, "staff").await;
        admin.patch(&format!("/api/v1/communities/{HERE}/members/{member}"), json!({"roles": ["staff", "admin"]})).await.ok();
        let mut going = tokio::task::JoinSet::new();
        for who in [admin, staff] {
            going.spawn(async move { who.delete(MINE).await.status });
        }
        let mut done = going.join_all().await;
        done.sort_unstable();
        assert_eq!(done, [204, 409]);
    }

    async fn whoever_logs_in_while_the_account_closes_is_not_in(app: TestApp) {
        let resident = app.user("resident").await;
        let mut coming = tokio::task::JoinSet::new();
        for n in 0..4 {
            let (app, resident) = (app.clone(), resident.clone());
            coming.spawn(async move {
                let log_in = json!({"login": "resident", "password": PASSWORD});
                if n == 2 { resident.delete_with("/api/v1/me", json!({"password": PASSWORD})).await } else { app.anonymous().post("/api/v1/sessions", log_in).await }
            });
        }
        let done = coming.join_all().await;
        assert!(done.iter().all(|answer| [201, 204, 401].contains(&answer.status)), "{done:?}");
        for token in done.iter().filter(|answer| answer.status == 201).map(|answer| answer.json()["access_token"].as_str().unwrap().to_owned()) {
            app.anonymous().with("authorization", &format!("Bearer {token}")).get("/api/v1/me").await.expect(401);
        }
        let standing = "select s.device from sessions s join accounts a on a.id = s.account_id where a.closed_at is not null and s.ended_at is null";
        assert_eq!(app.rows(standing).await, Vec::<String>::new());
    }

    async fn what_was_removed_is_not_in_the_file_any_more(app: TestApp) {
        if app.engine == Engine::Postgres {
            return;
        }
        let (resident, _) = lived(&app).await;
        shown_and_reached(&app, &resident).await;
        let file = app.app_url().trim_start_matches("sqlite://").to_owned();
        let holds = |what: &[u8]| {
            ["", "-wal"].iter().any(|end| {
                let bytes = std::fs::read(format!("{file}{end}")).unwrap_or_default();
                bytes.windows(what.len()).any(|some| some == what)
            })
        };
        // What stands at the end of a photo is its own.
        let photo = app.rows("select hex(substr(bytes, -40)) from photo_files").await.remove(0);
        let photo: Vec<u8> = (0..photo.len()).step_by(2).map(|at| u8::from_str_radix(&photo[at..at + 2], 16).unwrap()).collect();
        assert!(photo.len() == 40 && holds(CANARY.as_bytes()) && holds(&photo));
        resident.delete(MINE).await.expect(204);
        app.app.db.checkpoint().await.unwrap();
        assert!(!holds(CANARY.as_bytes()), "the words still stand in the file");
        assert!(!holds(&photo), "the photo still stands in the file");
    }

    async fn the_database_lets_words_be_removed_and_nothing_else(app: TestApp) {
        let wish = app.wish_at(HERE, "declined").await;
        let tenant = app.tenant(HERE).await;
        let try_it = |sql: &'static str| {
            let (app, tenant) = (app.clone(), tenant.clone());
            async move { app.rows_of(&app.app_url(), Some(&tenant), sql).await }
        };
        assert_eq!(app.count("event_words").await, 1);
        let mut refused = vec!["delete from event_words", "update event_words set words = '{}'"];
        if app.engine == Engine::Sqlite {
            refused.push("update event_words set event_id = subject_id, words = null, removed_at = 'x'");
        } else {
            refused.extend(["update event_words set event_id = subject_id", "update event_words set subject_id = event_id"]);
        }
        for sql in refused {
            assert!(try_it(sql).await.is_err(), "{sql}");
        }
        let lines = app.user("resident").await.get(&format!("/api/v1/communities/{HERE}/wishes/{wish}/events")).await.ok();
        assert!(lines["items"][1]["words"].is_string(), "{lines}");
    }

    async fn words_move_out_of_the_history_and_back(app: TestApp) {
        let (resident, _) = lived(&app).await;
        let mine = |client: Client| async move {
            let mut data = client.get(MINE).await.ok();
            data.as_object_mut().unwrap().remove("at");
            data
        };
        let before = mine(resident.clone()).await;
        let words = app.rows("select cast(words as text) from event_words order by event_id").await;
        let db = Db::open(&app.migrator_url()).await.unwrap();
        Migrator::down(db.for_migrations(), Some(14)).await.unwrap();
        let told = app.rows("select cast(payload as text) from events where subject_kind = 'wish'").await;
        assert_eq!(told.iter().filter(|payload| payload.contains(CANARY)).count(), words.len(), "{told:?}");
        Migrator::up(db.for_migrations(), None).await.unwrap();
        db.for_migrations().close_by_ref().await.unwrap();
        let left = app.rows("select cast(payload as text) from events where subject_kind = 'wish'").await;
        assert!(left.iter().all(|payload| !payload.contains(CANARY)), "words stay in the history: {left:?}");
        assert_eq!(app.rows("select cast(words as text) from event_words order by event_id").await, words);
        assert_eq!(mine(resident).await, before);
    }
}
