//! People without an account: a record of them, orders that somebody files for them, and joining the record to an account
//! once there is one.

use crate::harness::{HERE, THERE, TestApp, on_both};
use app::communities::model::NOTICE;
use app::kernel::db::Db;
use chrono::TimeDelta;
use migrations::Migrator;
use sea_orm_migration::MigratorTrait as _;
use serde_json::{Value, json};

const RESIDENTS: &str = "/api/v1/communities/dongyuan/residents";
const WISHES: &str = "/api/v1/communities/dongyuan/wishes";

async fn filed(app: &TestApp, resident: &str, channel: &str) -> Value {
    let category = app.category(HERE, "wish_item").await;
    json!({"kind": "micro_wish", "category": category, "title": "厨房的灯坏了", "text": "看不见", "resident": resident, "channel": channel})
}

on_both! {
    async fn the_desk_corrects_a_record_as_the_person_says_and_takes_out_what_they_no_longer_want_kept(app: TestApp) {
        let [staff, admin] = [app.user("staff").await, app.user("admin").await];
        let api = format!("/api/v1/communities/{HERE}");
        let record = app.record(HERE, "钱无号").await;
        let path = format!("{api}/residents/{record}");
        let says = json!({"name": "钱有号", "phone": "13900005678", "building": "8 号楼", "door": "801", "born": 1941, "needs": ["alone"]});
        // What was not kept before takes consent of its own.
        let refused = staff.put(&path, says.clone()).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["needs_consent".to_owned()]));
        let wrong = staff.put(&path, json!({"name": "", "phone": "12", "building": "", "door": "", "grid": "月亮", "born": 1800})).await;
        assert_eq!(wrong.fields(), ["name", "building", "door", "phone", "born", "grid"]);
        let mut agreed = says.clone();
        agreed["needs_consent"] = json!(app::communities::model::NOTICE);
        let corrected = staff.put(&path, agreed).await.ok();
        assert_eq!((&corrected["name"], &corrected["needs"]), (&json!("钱**"), &json!(["alone"])));
        let kept = staff.get(&format!("{path}/my-data")).await.ok()["member"].clone();
        assert_eq!((&kept["name"], &kept["phone"], &kept["door"], &kept["born"]), (&json!("钱有号"), &json!("13900005678"), &json!("801"), &json!(1941)));
        let found = async |phone: &str| staff.get(&format!("{api}/residents?q={phone}")).await.ok()["items"].as_array().unwrap().len();
        assert_eq!((found("13900001234").await, found("13900005678").await), (0, 1));
        // It stays agreed to while it stays; withdrawn, nothing of it is kept.
        staff.put(&path, says).await.ok();
        staff.put(&path, json!({"name": "钱有号", "building": "8 号楼", "door": "801"})).await.ok();
        let kept = staff.get(&format!("{path}/my-data")).await.ok()["member"].clone();
        assert_eq!((&kept["needs"], &kept["needs_consent"], &kept["phone"], &kept["born"]), (&json!([]), &Value::Null, &Value::Null, &Value::Null));
        assert_eq!(app.rows("select kind from events where kind = 'corrected'").await.len(), 3);
        // The same by the form, which keeps what was typed.
        let form = format!("/c/{HERE}/my-data?for={record}&do=communities.correct_record");
        let typed = [("community", HERE), ("record", record.as_str()), ("name", "钱又改"), ("building", "8 号楼"), ("door", ""), ("phone", "")];
        let again = staff.browser().form(&form, &typed).await;
        assert!(again.expect(422).text.contains("钱又改"), "{}", again.text);
        let typed = typed.map(|(name, value)| if name == "door" { (name, "802") } else { (name, value) });
        staff.browser().form(&form, &typed).await.expect(303);
        assert_eq!(staff.get(&format!("{path}/my-data")).await.ok()["member"]["name"], "钱又改");
        // Whoever has an account corrects their own; a volunteer's phone says whose account it becomes.
        let own = app.member(HERE, "resident").await;
        admin.put(&format!("{api}/residents/{own}"), json!({"name": "别人", "building": "1", "door": "1"})).await.expect(403);
        let table = "姓名,手机,类别,楼栋,门牌,本人已同意\n吴工匠,13900007777,能工巧匠,9 号楼,101,是";
        let brought = app.bring(HERE, "volunteers", table).await.ok()["id"].as_str().unwrap().to_owned();
        admin.post(&format!("{api}/imports/{brought}/apply"), json!({})).await.ok();
        let artisan = app.member(HERE, "吴工匠").await;
        let moved = json!({"name": "吴工匠", "phone": "13900008888", "building": "9 号楼", "door": "102"});
        staff.put(&format!("{api}/residents/{artisan}"), moved.clone()).await.expect(403);
        admin.put(&format!("{api}/residents/{artisan}"), moved).await.ok();
    }

    async fn an_order_is_filed_brought_and_confirmed_for_somebody_without_an_account(app: TestApp) {
        let [grid, staff, volunteer] = [app.user("grid").await, app.user("staff").await, app.user("volunteer").await];
        let record = app.record(HERE, "钱无号").await;
        let placed = grid.post(WISHES, filed(&app, &record, "visit").await).await.expect(201).json();
        let wish = placed["id"].as_str().unwrap();
        assert_eq!((&placed["filed"], &placed["mine"]), (&json!(true), &json!(false)));
        // Whoever filed it and whoever holds it reach the person; each look is on record.
        assert_eq!(grid.wish(HERE, wish).await.ok()["contact"]["phone"], "13900001234");
        staff.step(HERE, wish, "accept").await.ok();
        volunteer.step(HERE, wish, "claim").await.ok();
        let contact = volunteer.wish(HERE, wish).await.ok()["contact"].clone();
        assert_eq!(contact, json!({"name": "钱无号", "phone": "13900001234", "building": "5 号楼", "door": "302"}));
        volunteer.step(HERE, wish, "deliver").await.ok();
        // What the person cannot read is told to whoever filed it, to be passed on.
        let told = grid.get(&format!("/api/v1/communities/{HERE}/notices")).await.ok();
        let kinds: Vec<&str> = told["items"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["delivered", "claimed", "accepted"]);
        assert!(told["items"][0]["said"]["zh"].as_str().unwrap().contains("请转告"), "{told}");
        // The person said how it was, by phone; the desk takes it down, and the way stands beside the grade.
        staff.step_with(HERE, wish, "confirm", json!({"grade": 4})).await.expect(422);
        let body = json!({"grade": 4, "channel": "phone"});
        assert_eq!(staff.step_with(HERE, wish, "confirm", body).await.ok()["stage"], "confirmed");
        let lines = staff.get(&format!("{WISHES}/{wish}/events")).await.ok();
        let line = |kind: &str| lines["items"].as_array().unwrap().iter().find(|line| line["kind"] == kind).unwrap().clone();
        assert_eq!((&line("placed")["channel"], &line("placed")["role"]), (&json!("visit"), &json!("grid_worker")));
        assert_eq!((&line("confirmed")["channel"], &line("confirmed")["role"]), (&json!("phone"), &json!("staff")));
        let page = grid.browser().get(&format!("/c/{HERE}/wishes/{wish}")).await;
        assert!(page.text.contains("替居民提交了心愿") && page.text.contains("通过上门走访") && page.text.contains("替居民确认了"), "{}", page.text);
        assert_eq!(grid.wish(HERE, wish).await.ok()["contact"], Value::Null);
    }

    async fn a_record_that_is_sent_twice_is_kept_once(app: TestApp) {
        let staff = app.user("staff").await.with("idempotency-key", "one-record");
        let new = json!({"name": "钱无号", "building": "5 号楼", "door": "302", "consent": NOTICE});
        let first = staff.post(RESIDENTS, new.clone()).await.expect(201).json();
        assert_eq!(staff.post(RESIDENTS, new).await.expect(201).json(), first);
        assert_eq!(app.rows("select name from memberships where account_id is null").await, ["钱无号"]);
    }

    async fn each_way_that_somebody_comes_by_stands_on_the_record_and_what_is_kept_is_read_back(app: TestApp) {
        let staff = app.user("staff").await;
        let grid = app.rows("select name_zh from grids order by name_zh").await.remove(0);
        let kept = json!({"name": "钱无号", "phone": "13900001234", "building": "3 号楼", "door": "302", "grid": grid, "born": 1940,
            "needs": ["alone", "disabled"], "needs_consent": NOTICE, "consent": NOTICE});
        let record = staff.post(RESIDENTS, kept).await.expect(201).json()["id"].as_str().unwrap().to_owned();
        let read = staff.get(&format!("{RESIDENTS}/{record}/my-data")).await.ok()["member"].clone();
        assert_eq!((&read["grid"]["name_zh"], &read["born"], &read["needs"]), (&json!(grid), &json!(1940), &json!(["alone", "disabled"])), "{read}");
        assert_eq!((&read["phone"], &read["door"], &read["needs_consent"]), (&json!("13900001234"), &json!("302"), &json!(NOTICE)));
        for channel in ["phone", "text", "desk", "visit", "card"] {
            let wish = staff.post(WISHES, filed(&app, &record, channel).await).await.expect(201).json()["id"].as_str().unwrap().to_owned();
            let lines = staff.get(&format!("{WISHES}/{wish}/events")).await.ok();
            assert_eq!(lines["items"][0]["channel"], channel);
        }
        for channel in ["web", "api", "clock", "", "pigeon"] {
            assert_eq!(staff.post(WISHES, filed(&app, &record, channel).await).await.expect(422).fields(), ["channel"], "{channel}");
        }
    }

    /// A grade is the resident's: not of whoever did the work, and the resident reads what was said in their name.
    async fn nobody_grades_what_they_brought_and_the_resident_is_told_what_was_said_for_them(app: TestApp) {
        let [grid, staff, resident] = [app.user("grid").await, app.user("staff").await, app.user("resident").await];
        let member = app.member_id("resident").await;
        let wish = grid.post(WISHES, filed(&app, &member, "visit").await).await.ok()["id"].as_str().unwrap().to_owned();
        staff.step(HERE, &wish, "accept").await.ok();
        let helper = app.member_id("grid").await;
        staff.step_with(HERE, &wish, "dispatch", json!({"member": helper})).await.ok();
        let told = grid.get(&format!("/api/v1/communities/{HERE}/notices")).await.ok();
        assert!(told["items"][0]["said"]["zh"].as_str().unwrap().starts_with("社区请您办一件"), "{told}");
        grid.step(HERE, &wish, "deliver").await.ok();
        let body = json!({"grade": 5, "channel": "phone"});
        grid.step_with(HERE, &wish, "confirm", body.clone()).await.expect(403);
        staff.step_with(HERE, &wish, "confirm", body).await.ok();
        let told = resident.get(&format!("/api/v1/communities/{HERE}/notices")).await.ok();
        let kinds: Vec<&str> = told["items"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["confirmed", "delivered", "dispatched", "accepted", "placed"]);
        assert!(told["items"][4]["said"]["zh"].as_str().unwrap().contains("有人替您点了一件"), "{told}");
    }

    async fn who_files_no_longer_sees_no_longer_and_a_record_has_no_other_role(app: TestApp) {
        let [grid, admin] = [app.user("grid").await, app.user("admin").await];
        let record = app.record(HERE, "钱无号").await;
        let wish = grid.post(WISHES, filed(&app, &record, "visit").await).await.ok()["id"].as_str().unwrap().to_owned();
        let members = format!("/api/v1/communities/{HERE}/members");
        admin.patch(&format!("{members}/{record}"), json!({"roles": ["resident", "staff"]})).await.expect(403);
        admin.patch(&format!("{members}/{}", app.member_id("grid").await), json!({"roles": ["resident"]})).await.ok();
        grid.wish(HERE, &wish).await.expect(404);
        grid.step_with(HERE, &wish, "withdraw", json!({"channel": "phone"})).await.expect(404);
    }

    async fn it_is_not_solved_or_not_wanted_any_more_can_be_taken_down_as_well(app: TestApp) {
        let [grid, staff, volunteer] = [app.user("grid").await, app.user("staff").await, app.user("volunteer").await];
        let record = app.record(HERE, "钱无号").await;
        let wish = staff.post(WISHES, filed(&app, &record, "desk").await).await.ok()["id"].as_str().unwrap().to_owned();
        // A grid worker who did not file it sees no more than a neighbour.
        grid.step_with(HERE, &wish, "withdraw", json!({"channel": "phone"})).await.expect(404);
        staff.step(HERE, &wish, "accept").await.ok();
        volunteer.step(HERE, &wish, "claim").await.ok();
        volunteer.step(HERE, &wish, "deliver").await.ok();
        volunteer.step_with(HERE, &wish, "reopen", json!({"reason": "还是不亮", "channel": "phone"})).await.expect(403);
        let body = json!({"reason": "还是不亮", "channel": "card"});
        assert_eq!(staff.step_with(HERE, &wish, "reopen", body).await.ok()["stage"], "accepted");
        assert_eq!(staff.step_with(HERE, &wish, "withdraw", json!({"channel": "phone"})).await.ok()["stage"], "withdrawn");
        // For a wish that its resident placed nobody else speaks.
        let own = app.wish_at(HERE, "delivered").await;
        staff.step_with(HERE, &own, "confirm", json!({"grade": 5, "channel": "phone"})).await.expect(403);
    }

    async fn an_order_is_filed_for_somebody_with_an_account_and_both_can_confirm(app: TestApp) {
        let [staff, resident] = [app.user("staff").await, app.user("resident").await];
        let member = app.member_id("resident").await;
        let wish = staff.post(WISHES, filed(&app, &member, "phone").await).await.ok()["id"].as_str().unwrap().to_owned();
        let seen = resident.wish(HERE, &wish).await.ok();
        assert_eq!((&seen["mine"], &seen["filed"]), (&json!(true), &json!(false)));
        staff.step(HERE, &wish, "accept").await.ok();
        app.user("volunteer").await.step(HERE, &wish, "claim").await.ok();
        app.user("volunteer").await.step(HERE, &wish, "deliver").await.ok();
        resident.step(HERE, &wish, "confirm").await.ok();
        let lines = resident.get(&format!("{WISHES}/{wish}/events")).await.ok();
        assert_eq!(lines["items"].as_array().unwrap().last().unwrap()["channel"], "api");
    }

    async fn nobody_files_for_themselves_for_people_of_elsewhere_or_by_no_way(app: TestApp) {
        let [staff, resident] = [app.user("staff").await, app.user("resident").await];
        let (record, elsewhere) = (app.record(HERE, "钱无号").await, app.record(THERE, "钱无号").await);
        let mut bad = Vec::new();
        for (whom, channel, field) in [
            (app.member_id("staff").await, "phone", "resident"),
            (app.member_id("merchant").await, "phone", "resident"),
            (elsewhere, "phone", "resident"),
            ("somebody".to_owned(), "phone", "resident"),
            (record.clone(), "", "channel"),
            (record.clone(), "web", "channel"),
            (record.clone(), "clock", "channel"),
        ] {
            bad.push((filed(&app, &whom, channel).await, field));
        }
        let good = filed(&app, &record, "phone").await;
        let before = app.dump().await;
        for (body, field) in bad {
            assert_eq!(staff.post(WISHES, body.clone()).await.expect(422).fields(), [field], "{body}");
        }
        resident.post(WISHES, good).await.expect(403);
        assert_eq!(app.dump().await, before);
    }

    async fn a_record_that_is_not_right_is_refused_beside_its_fields_and_needs_take_a_consent_of_their_own(app: TestApp) {
        let staff = app.user("staff").await;
        let before = app.dump().await;
        let good = json!({"name": "钱无号", "building": "5 号楼", "door": "302", "consent": NOTICE});
        let with = |field: &str, value: Value| {
            let mut body = good.clone();
            body[field] = value;
            body
        };
        for (body, fields) in [
            (json!({"name": "", "building": "", "door": "", "consent": ""}), vec!["name", "building", "door", "consent"]),
            (with("phone", json!("12345")), vec!["phone"]),
            (with("born", json!(1800)), vec!["born"]),
            (with("born", json!(1899)), vec!["born"]),
            (with("born", json!(2027)), vec!["born"]),
            (with("needs", json!(["company"])), vec!["needs"]),
            (with("needs", json!(["alone"])), vec!["needs_consent"]),
            (with("consent", json!("2020-01")), vec!["consent"]),
        ] {
            assert_eq!(staff.post(RESIDENTS, body.clone()).await.expect(422).fields(), fields, "{body}");
        }
        assert_eq!(app.dump().await, before);
        let mut body = with("needs", json!(["alone", "disabled"]));
        body["needs_consent"] = json!(NOTICE);
        body["born"] = json!(1941);
        let kept = staff.post(RESIDENTS, body).await.expect(201).json();
        assert_eq!((&kept["needs"], &kept["account"]), (&json!(["alone", "disabled"]), &json!(false)));
        let page = format!("/c/{HERE}/file?do=communities.keep_record");
        let answer = staff.browser().form(&page, &[("community", HERE), ("name", "孙无号"), ("building", ""), ("door", "1")]).await;
        assert!(answer.expect(422).text.contains("value=\"孙无号\"") && answer.text.contains("请先向本人说明"), "{}", answer.text);
    }

    async fn people_are_found_by_name_building_or_the_whole_phone_and_a_phone_is_sealed(app: TestApp) {
        let grid = app.user("grid").await;
        let record = app.record(HERE, "钱无号").await;
        app.record(THERE, "钱无号").await;
        let found = async |q: &str| {
            let list = grid.get(&format!("{RESIDENTS}?q={q}")).await.ok();
            list["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        for q in ["%E9%92%B1%E6%97%A0", "5%20%E5%8F%B7", "13900001234", "139%200000%201234"] {
            assert_eq!(found(q).await, std::slice::from_ref(&record), "{q}");
        }
        assert_eq!((found("").await, found("1390000").await), (vec![], vec![]));
        // Whom nobody verified yet is not found, and who is no resident neither.
        assert_eq!(found("%E8%92%8B%E6%96%B0%E6%9D%A5").await, Vec::<String>::new());
        let dump = app.dump().await;
        assert!(!dump["memberships"].iter().any(|row| row.contains("13900001234")), "the phone lies open");
    }

    async fn a_record_is_joined_to_an_account_once_and_what_it_ordered_goes_along(app: TestApp) {
        let staff = app.user("staff").await;
        let record = app.record(HERE, "钱无号").await;
        let wish = staff.post(WISHES, filed(&app, &record, "desk").await).await.ok()["id"].as_str().unwrap().to_owned();
        let (login, member) = app.newcomer(HERE, "钱无号").await;
        let (other_login, other) = app.newcomer(HERE, "钱无号").await;
        let join = format!("{RESIDENTS}/{record}/join");
        let joined = staff.post(&join, json!({"member": member})).await.ok();
        assert_eq!((&joined["door"], &joined["is_record"]), (&json!("***"), &json!(false)));
        let person = app.user(&login).await;
        assert_eq!(person.wish(HERE, &wish).await.ok()["mine"], true);
        person.step(HERE, &wish, "withdraw").await.ok();
        let me = person.get("/api/v1/me").await.ok();
        assert_eq!(me["memberships"].as_array().unwrap().len(), 1);
        // Never twice: not this record, not this account.
        assert_eq!(staff.post(&join, json!({"member": other})).await.expect(409).code(), "has_account");
        let second = app.record(HERE, "钱又号").await;
        let join = format!("{RESIDENTS}/{second}/join");
        staff.post(&join, json!({"member": member})).await.expect(404);
        assert_eq!(staff.post(&join, json!({"member": record})).await.expect(409).code(), "account_in_use");
        // An account that has ordered goes on as it is.
        app.place(HERE, &app.user(&other_login).await).await;
        assert_eq!(staff.post(&join, json!({"member": other})).await.expect(409).code(), "account_in_use");
        let list = staff.get(&format!("/api/v1/communities/{HERE}/members?limit=100")).await.ok();
        let ids: Vec<&str> = list["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        assert!(ids.contains(&record.as_str()) && !ids.contains(&member.as_str()), "what was joined is still listed");
    }

    async fn the_tables_do_not_go_back_to_a_time_without_records_while_there_is_one(app: TestApp) {
        let record = app.record(HERE, "钱无号").await;
        app.user("staff").await.post(WISHES, filed(&app, &record, "desk").await).await.expect(201);
        let db = Db::open(&app.migrator_url()).await.unwrap();
        // What came after it goes first.
        Migrator::down(db.for_migrations(), Some(20)).await.unwrap();
        let before = app.dump().await;
        assert!(Migrator::down(db.for_migrations(), Some(1)).await.is_err());
        assert!(app.dump().await == before, "a migration that failed left something behind");
        Migrator::up(db.for_migrations(), None).await.unwrap();
        db.for_migrations().close_by_ref().await.unwrap();
        // The figures went with their table: they are counted again.
        app.ring().await;
    }

    async fn whoever_files_is_reminded_in_the_residents_place(app: TestApp) {
        let grid = app.user("grid").await;
        let record = app.record(HERE, "钱无号").await;
        grid.post(WISHES, filed(&app, &record, "visit").await).await.expect(201);
        app.clock.advance(TimeDelta::days(3));
        app.ring().await;
        let told = grid.get(&format!("/api/v1/communities/{HERE}/notices")).await.ok();
        assert_eq!(told["items"][0]["kind"], "overdue");
        assert!(told["items"][0]["said"]["zh"].as_str().unwrap().starts_with("您帮居民照看的单，请转告：您的“添一件小东西”超过时限了"), "{told}");
    }
}
