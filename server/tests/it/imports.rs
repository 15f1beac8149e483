//! Tables that come in: what is looked at, what comes in, what is taken back.

use crate::harness::{Answer, Client, HERE, THERE, TestApp, name_of, on_both, phone_of};
use axum::http::Method;
use chrono::TimeDelta;
use serde_json::{Value, json};

const IMPORTS: &str = "/api/v1/communities/dongyuan/imports";
const TWO: &str = "姓名,楼栋,门牌,手机,网格,出生年份,特殊需要,本人已同意,同意登记特殊需要\n\
    钱婆婆,3 号楼,101,13911110001,,1940,独居、残疾,是,是\n\
    孙伯伯,3 号楼,102,,,,,是,";

async fn act(admin: &Client, id: &Value, act: &str) -> Answer {
    admin.post(&format!("{IMPORTS}/{}/{act}", id.as_str().unwrap()), json!({})).await
}

/// A table that came in: its id.
async fn bring_in(app: &TestApp, what: &str, table: &str) -> Value {
    let id = app.bring(HERE, what, table).await.ok()["id"].clone();
    act(&app.user("admin").await, &id, "apply").await.ok();
    id
}

/// What would happen to each row, and the columns and codes of what is wrong.
fn outcomes(import: &Value) -> Vec<String> {
    let row = |row: &Value| {
        let wrong: Vec<&str> = row["problems"].as_array().unwrap().iter().map(|one| one["column"].as_str().unwrap()).collect();
        format!("{} {} {}", row["line"], row["outcome"].as_str().unwrap(), wrong.join(",")).trim_end().to_owned()
    };
    import["items"].as_array().unwrap().iter().map(row).collect()
}

/// A resident whom the desk finds by this name.
async fn find(app: &TestApp, name: &str) -> Value {
    let found = app.user("staff").await.get(&format!("/api/v1/communities/{HERE}/residents?q={name}")).await.ok();
    found["items"][0].clone()
}

/// Everybody's rows, but for what is made anew each time.
async fn members(app: &TestApp) -> Vec<String> {
    let columns = [
        "name",
        "building",
        "door",
        "roles",
        "coalesce(volunteer_kind, '-')",
        "coalesce(born, 0)",
        "needs",
        "coalesce(needs_consent, '-')",
        "consent_version",
        "coalesce(phone_lookup, '-')",
        "(verified_at is not null)",
    ];
    app.rows(&format!("select {} from memberships order by name", columns.join(" || '|' || "))).await
}

on_both! {
    async fn nothing_comes_in_before_it_was_looked_at_and_then_all_of_it(app: TestApp) {
        let admin = app.user("admin").await;
        let before = app.count("memberships").await;
        let import = app.bring(HERE, "residents", TWO).await.expect(201).json();
        assert_eq!(outcomes(&import), ["2 new", "3 new"]);
        assert_eq!((&import["stage"], &import["rows"], &import["counts"]["new"]), (&json!("draft"), &json!(2), &json!(2)));
        assert_eq!(import["items"][0]["cells"], json!(["钱婆婆", "3 号楼", "101", "13911110001", "", "1940", "独居、残疾", "是", "是"]));
        assert_eq!((app.count("memberships").await, find(&app, "钱婆婆").await), (before, Value::Null));

        let applied = act(&admin, &import["id"], "apply").await.ok();
        assert_eq!((&applied["stage"], &applied["items"], &applied["counts"]["new"]), (&json!("applied"), &json!([]), &json!(2)));
        let found = find(&app, "13911110001").await;
        assert_eq!((&found["name"], &found["account"], &found["needs"]), (&json!("钱**"), &json!(false), &json!(["alone", "disabled"])));
        let placed = json!({"kind": "micro_wish", "category": app.category(HERE, "wish_item").await, "title": "想要一盏台灯", "text": "看书用。",
            "resident": find(&app, "孙伯伯").await["id"], "channel": "phone"});
        app.user("staff").await.post(&format!("/api/v1/communities/{HERE}/wishes"), placed).await.expect(201);
        assert_eq!(app.rows("select count(*) || '' from import_parts where draft_sealed is null and made is not null").await, ["1"]);
        // A second time there is nothing to bring in, and nobody came twice.
        assert_eq!(act(&admin, &import["id"], "apply").await.expect(409).code(), "no_draft");
        let again = app.bring(HERE, "residents", TWO).await.ok();
        assert_eq!(outcomes(&again), ["2 there", "3 there"]);
        assert_eq!(act(&admin, &again["id"], "apply").await.expect(409).code(), "nothing_new");
        assert_eq!(app.count("memberships").await, before + 2);
    }

    async fn a_table_writes_what_the_desk_would_have_written_one_by_one(app: TestApp) {
        bring_in(&app, "residents", TWO).await;
        let by_table = (members(&app).await, app.rows("select kind || payload from events where kind = 'recorded' order by id").await.len());
        assert!(by_table.0.iter().any(|row| row.contains("钱婆婆") && row.contains("alone,disabled")), "{by_table:?}");
        let gone = app.bring(HERE, "residents", TWO).await.ok();
        act(&app.user("admin").await, &gone["id"], "apply").await.expect(409);
        let import = app.rows("select 'x' from imports where applied_at is not null").await;
        assert_eq!(import.len(), 1);

        let notice = app::communities::model::NOTICE;
        let staff = app.user("there.staff").await;
        let one = json!({"name": "钱婆婆", "building": "3 号楼", "door": "101", "phone": "13911110001", "born": 1940,
            "needs": ["alone", "disabled"], "consent": notice, "needs_consent": notice});
        staff.post(&format!("/api/v1/communities/{THERE}/residents"), one).await.expect(201);
        let other = json!({"name": "孙伯伯", "building": "3 号楼", "door": "102", "consent": notice});
        staff.post(&format!("/api/v1/communities/{THERE}/residents"), other).await.expect(201);
        for name in ["钱婆婆", "孙伯伯"] {
            let rows: Vec<String> = members(&app).await.into_iter().filter(|row| row.starts_with(name)).collect();
            assert_eq!((rows.len(), &rows[0]), (2, &rows[1]), "the table wrote another row than the desk");
        }
        let text = if app.engine == crate::harness::Engine::Postgres { "payload::text" } else { "payload" };
        let told = app.rows(&format!("select distinct subject_kind || {text} from events where kind = 'recorded'")).await;
        assert_eq!(told.len(), 2, "the table told another event than the desk: {told:?}");
    }

    async fn one_row_that_is_wrong_keeps_all_of_them_out_and_each_is_told_why(app: TestApp) {
        let admin = app.user("admin").await;
        let before = app.dump().await["memberships"].clone();
        let table = format!("{TWO}\n,5 号楼,x,12,东边,19,高兴,否,也许\n钱婆婆,9 号楼,9,13911110001,,,,是,\n李白,,101,,,,,是,");
        let import = app.bring(HERE, "residents", &table).await.ok();
        // What does not read as a yes or a no is told first, and alone.
        assert_eq!(outcomes(&import), ["2 new", "3 new", "4 wrong needs_consent", "5 wrong name", "6 wrong building"]);
        assert!(import["items"][3]["problems"][0]["said"]["zh"].as_str().unwrap().contains("第 2 行"), "{import}");
        assert_eq!(act(&admin, &import["id"], "apply").await.expect(409).code(), "rows_wrong");
        assert_eq!(app.dump().await["memberships"], before);
        let table = "姓名,楼栋,门牌,手机,网格,出生年份,特殊需要,本人已同意\n,5 号楼,x,12,东边,19,高兴,否";
        let import = app.bring(HERE, "residents", table).await.ok();
        assert_eq!(outcomes(&import), ["2 wrong name,phone,born,grid,needs,consent"]);
        let only = admin.get(&format!("{IMPORTS}/{}?wrong=true", import["id"].as_str().unwrap())).await.ok();
        assert_eq!(only["items"], import["items"]);
    }

    async fn a_file_that_is_no_table_is_refused_beside_its_field(app: TestApp) {
        let admin = app.user("admin").await;
        let bring = |what: &'static str, file: Vec<u8>| {
            let admin = admin.clone();
            async move { admin.send_bytes(Method::POST, &format!("{IMPORTS}?what={what}"), "text/csv", file).await }
        };
        let code = |answer: Answer| answer.expect(422).json()["errors"][0]["code"].as_str().unwrap().to_owned();
        assert_eq!(code(bring("residents", Vec::new()).await), "no_file");
        assert_eq!(code(bring("residents", vec![b'x'; app::imports::model::FILE_BYTES + 1]).await), "too_many_bytes");
        assert_eq!(code(bring("residents", "x\n".repeat(3000).into()).await), "too_many_rows");
        assert_eq!(code(bring("residents", b"PK\x03\x04 nothing".to_vec()).await), "not_a_table");
        assert_eq!(code(bring("residents", vec![0xD0, 0xCF, 0x11, 0xE0]).await), "old_workbook");
        assert_eq!(code(bring("residents", "姓名,楼栋,门牌,本人已同意\n".into()).await), "empty");
        assert_eq!(code(bring("residents", "姓名,楼栋\n钱,1".into()).await), "missing_columns");
        assert_eq!(code(bring("residents", "姓名,姓名\n钱,1".into()).await), "column_twice");
        assert_eq!(bring("people", TWO.into()).await.expect(422).fields(), ["what"]);
        assert_eq!(app.count("imports").await, 0);
    }

    async fn a_workbook_in_excel_and_a_csv_in_gbk_come_in_through_the_form_without_scripts(app: TestApp) {
        let admin = app.user("admin").await;
        let page = format!("/c/{HERE}/imports?what=residents&do=imports.bring");
        let (gbk, _, _) = encoding_rs::GBK.encode(TWO);
        let mut book = rust_xlsxwriter::Workbook::new();
        for (at, line) in (0..).zip(TWO.lines()) {
            for (column, cell) in (0..).zip(line.split(',')) {
                let sheet = if at == 0 && column == 0 { book.add_worksheet() } else { book.worksheet_from_index(0).unwrap() };
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write(at, column, number).unwrap(),
                    Err(_) => sheet.write(at, column, cell.trim()).unwrap(),
                };
            }
        }
        for file in [gbk.into_owned(), book.save_to_buffer().unwrap()] {
            let fields = [("community", HERE), ("what", "residents"), ("once", "pressed-twice")];
            let sent = admin.upload(&page, &fields, "file", std::slice::from_ref(&file)).await;
            let to = sent.expect(303).header("location").to_owned();
            let (brought, again) = (app.count("imports").await, admin.upload(&page, &fields, "file", std::slice::from_ref(&file)).await);
            assert_eq!((again.expect(303).header("location"), app.count("imports").await), (to.as_str(), brought), "pressed twice");
            let import = admin.get(&to.replace(&format!("/c/{HERE}/imports"), IMPORTS)).await.ok();
            assert_eq!(outcomes(&import), ["2 new", "3 new"], "{to}");
            assert_eq!(import["items"][0]["cells"][3], json!("13911110001"));
            let shown = admin.browser().get(&to).await;
            assert!(shown.expect(200).text.contains("2 行新增") && shown.text.contains("钱婆婆"), "{}", shown.text);
            app.rows("delete from idempotency_keys").await;
        }
        let empty = admin.upload(&page, &[("community", HERE), ("what", "residents")], "file", &[]).await;
        assert!(empty.expect(422).text.contains("请先选一个文件"), "{}", empty.text);
        let template = admin.browser().get(&format!("/c/{HERE}/imports/template.csv?what=volunteers")).await;
        assert_eq!(template.expect(200).text, "\u{FEFF}姓名,手机,志愿者类别,楼栋,门牌,本人已同意\n");
        app.user("staff").await.browser().get(&format!("/c/{HERE}/imports/template.csv")).await.expect(403);
    }

    async fn a_draft_is_its_bringers_alone_and_gone_after_a_day(app: TestApp) {
        let import = app.bring(HERE, "residents", TWO).await.ok();
        let path = format!("{IMPORTS}/{}", import["id"].as_str().unwrap());
        let id = app.member_id("staff").await;
        let admin = app.user("admin").await;
        admin.patch(&format!("/api/v1/communities/{HERE}/members/{id}"), json!({"roles": ["admin"]})).await.ok();
        let other = app.user("staff").await;
        other.get(&path).await.expect(404);
        act(&other, &import["id"], "apply").await.expect(404);
        other.delete(&path).await.expect(404);
        assert_eq!(other.get(IMPORTS).await.ok()["items"][0]["stage"], json!("draft"));
        assert!(app.rows("select coalesce(draft_sealed, '') from import_parts").await.iter().all(|draft| !draft.contains("钱婆婆")));
        // Another table throws the first away, and the day the second.
        let second = app.bring(HERE, "residents", TWO).await.ok();
        assert_eq!(admin.get(&path).await.ok()["stage"], json!("dropped"));
        let worker = server::worker::call(&app.app);
        app.clock.advance(TimeDelta::hours(23));
        server::worker::round(&worker).await;
        assert_eq!(app.rows("select count(*) || '' from import_parts where draft_sealed is not null").await, ["1"]);
        app.clock.advance(TimeDelta::hours(1));
        server::worker::round(&worker).await;
        assert_eq!(app.rows("select count(*) || '' from import_parts where draft_sealed is not null").await, ["0"]);
        assert_eq!(act(&app.user("admin").await, &second["id"], "apply").await.expect(409).code(), "no_draft");
        let third = app.bring(HERE, "residents", TWO).await.ok();
        let third = format!("{IMPORTS}/{}", third["id"].as_str().unwrap());
        app.user("admin").await.delete(&third).await.expect(204);
        assert_eq!(app.user("admin").await.delete(&third).await.expect(409).code(), "no_draft");
    }

    async fn for_a_day_it_is_taken_back_and_who_was_used_since_stays(app: TestApp) {
        let table = format!("{TWO}\n赵用过,3 号楼,103,,,,,是,\n李日记,3 号楼,104,,,,,是,\n周有卡,3 号楼,105,,,,,是,\n吴托人,3 号楼,106,,,,,是,");
        let id = bring_in(&app, "residents", &table).await;
        let [admin, staff] = [app.user("admin").await, app.user("staff").await];
        let api = format!("/api/v1/communities/{HERE}");
        let of = async |name: &str| find(&app, name).await["id"].clone();
        let placed = json!({"kind": "micro_wish", "category": app.category(HERE, "wish_item").await, "title": "想要一盏台灯", "text": "看书用。",
            "resident": of("赵用过").await, "channel": "phone"});
        staff.post(&format!("{api}/wishes"), placed).await.expect(201);
        staff.post(&format!("{api}/diary"), json!({"resident": of("李日记").await, "channel": "visit", "words": "问候一下"})).await.expect(201);
        staff.post(&format!("{api}/card"), json!({"resident": of("周有卡").await})).await.expect(200);
        staff.post(&format!("{api}/delegates"), json!({"resident": of("吴托人").await})).await.expect(201);
        // Whoever was only looked at was not used.
        staff.get(&format!("{api}/members/{}", of("孙伯伯").await.as_str().unwrap())).await.ok();
        let undone = act(&admin, &id, "undo").await.ok();
        assert_eq!((&undone["stage"], &undone["stayed"]), (&json!("undone"), &json!([4, 5, 6, 7])));
        assert_eq!((find(&app, "钱婆婆").await, find(&app, "13911110001").await, find(&app, "孙伯伯").await), (Value::Null, Value::Null, Value::Null));
        assert_eq!(find(&app, "赵用过").await["name"], json!("赵**"));
        let rows = app.dump().await["memberships"].join("\n");
        assert!(!rows.contains("钱婆婆") && !rows.contains("孙伯伯"), "{rows}");
        assert_eq!(act(&admin, &id, "undo").await.expect(409).code(), "already_undone");
        // And may come in again.
        assert_eq!(outcomes(&app.bring(HERE, "residents", TWO).await.ok()), ["2 new", "3 new"]);
    }

    async fn after_a_day_it_is_not_taken_back_as_a_whole(app: TestApp) {
        let id = bring_in(&app, "residents", TWO).await;
        app.clock.advance(TimeDelta::hours(24));
        assert_eq!(act(&app.user("admin").await, &id, "undo").await.expect(409).code(), "too_late");
        assert_eq!(find(&app, "钱婆婆").await["name"], json!("钱**"));
    }

    async fn volunteers_are_known_again_by_their_phone_and_new_ones_wait_for_their_account(app: TestApp) {
        let admin = app.user("admin").await;
        let (known, phone) = (name_of("resident"), phone_of("resident"));
        let table = format!(
            "姓名,手机,志愿者类别,楼栋,门牌,本人已同意\n{known},{phone},能工巧匠,,,是\n钱帮忙,13922220001,社会志愿者,,,是\n{},{},退休,,,是\n{},{},能工巧匠,,,是\n{},{},能工巧匠,,,是",
            name_of("resident2"), phone_of("resident2"), name_of("unverified"), phone_of("unverified"), name_of("admin"), phone_of("admin"),
        );
        let import = app.bring(HERE, "volunteers", &table).await.ok();
        assert_eq!(outcomes(&import), ["2 changed", "3 new", "4 wrong kind", "5 wrong name", "6 wrong name"]);
        let table: String = table.lines().take(3).collect::<Vec<_>>().join("\n");
        let id = bring_in(&app, "volunteers", &table).await;
        let member = app.member_id("resident").await;
        let of = async |id: &str| {
            let list = admin.get(&format!("/api/v1/communities/{HERE}/members?limit=100")).await.ok();
            list["items"].as_array().unwrap().iter().find(|one| one["id"] == id).cloned().unwrap_or_default()
        };
        let now = of(&member).await;
        assert_eq!((&now["roles"], &now["volunteer_kind"]), (&json!(["resident", "volunteer"]), &json!("artisan")));
        assert_eq!(outcomes(&app.bring(HERE, "volunteers", &table).await.ok()), ["2 there", "3 there"]);

        // Whoever came without an account is a volunteer as soon as the desk joins the two.
        let (login, fresh) = app.newcomer(HERE, "钱帮忙").await;
        let record = app.rows("select name from memberships where name = '钱帮忙' and account_id is null").await;
        assert_eq!(record.len(), 1);
        let list = admin.get(&format!("/api/v1/communities/{HERE}/members?q=钱帮忙&role=volunteer")).await.ok();
        let record = list["items"][0]["id"].as_str().unwrap().to_owned();
        let join = format!("/api/v1/communities/{HERE}/residents/{record}/join");
        let staff = app.user("staff").await;
        let page = staff.browser().get(&format!("/c/{HERE}/file?q=钱帮忙&join={fresh}").replace("钱帮忙", "%E9%92%B1%E5%B8%AE%E5%BF%99")).await;
        assert!(page.expect(200).text.contains(&record) && page.text.contains("志愿者"), "the desk does not find the record to join: {}", page.text);
        // To make somebody a volunteer is an admin's, unless the phone says that it is them.
        assert_eq!(staff.post(&join, json!({"member": fresh})).await.expect(409).code(), "other_phone");
        admin.post(&join, json!({"member": fresh})).await.ok();
        let wish = app.wish_at(HERE, "accepted").await;
        app.user(&login).await.step(HERE, &wish, "claim").await.ok();
        let joined = of(&record).await;
        assert_eq!((&joined["roles"], &joined["volunteer_kind"]), (&json!(["resident", "volunteer"]), &json!("social")));
        // What they typed when they registered is kept, and they order like everybody.
        app.place(HERE, &app.user(&login).await).await;
        assert_eq!(app.rows("select building from memberships where name = '钱帮忙' and left_at is null and roles <> ''").await.len(), 1);
        // Taken back, the one is what they were; the other has an account by now, and stays.
        let undone = act(&admin, &id, "undo").await.ok();
        assert_eq!(undone["stayed"], json!([3]));
        let now = of(&member).await;
        assert_eq!((&now["roles"], &now["volunteer_kind"]), (&json!(["resident"]), &Value::Null));
    }

    async fn a_volunteer_without_an_account_is_nobody_to_hand_a_wish_to(app: TestApp) {
        bring_in(&app, "volunteers", "姓名,手机,志愿者类别,本人已同意\n钱帮忙,13922220001,无职,是").await;
        let wish = app.wish_at(HERE, "accepted").await;
        let page = app.user("staff").await.browser().get(&format!("/c/{HERE}/wishes/{wish}")).await;
        assert!(!page.expect(200).text.contains("钱帮忙"), "{}", page.text);
        assert!(page.text.contains(name_of("volunteer")), "{}", page.text);
    }

    async fn staff_join_a_volunteer_whose_phone_is_the_same(app: TestApp) {
        bring_in(&app, "volunteers", "姓名,手机,志愿者类别,本人已同意\n孙新人,13922220009,无职,是").await;
        let body = json!({"community": HERE, "name": "孙新人", "building": "1 号楼", "door": "101", "phone": "13922220009",
            "consent": app::communities::model::NOTICE, "password": "a long enough one"});
        let fresh = app.anonymous().post("/api/v1/accounts", body).await.ok()["id"].clone();
        let list = app.user("admin").await.get(&format!("/api/v1/communities/{HERE}/members?role=volunteer&q=孙新人")).await.ok();
        let join = format!("/api/v1/communities/{HERE}/residents/{}/join", list["items"][0]["id"].as_str().unwrap());
        let joined = app.user("staff").await.post(&join, json!({"member": fresh})).await.ok();
        assert_eq!((&joined["roles"], &joined["building"]), (&json!(["resident", "volunteer"]), &json!("1 号楼")));
    }

    async fn who_only_registered_under_a_name_keeps_nobody_out(app: TestApp) {
        let (_, member) = app.newcomer(HERE, "钱婆婆").await;
        let (building, door) = ("3号楼", "１０１");
        app.rows(&format!("update memberships set building = '{building}', door = '{door}' where name = '钱婆婆'")).await;
        let import = app.bring(HERE, "residents", TWO).await.ok();
        assert_eq!(outcomes(&import), ["2 wrong name", "3 new"], "the same address written in another way");
        app.user("staff").await.patch(&format!("/api/v1/communities/{HERE}/members/{member}"), json!({"verified": true})).await.ok();
        assert_eq!(outcomes(&app.bring(HERE, "residents", TWO).await.ok()), ["2 there", "3 new"]);
    }

    async fn who_goes_is_in_no_draft_and_comes_back_by_none(app: TestApp) {
        let (name, other) = (name_of("resident"), "钱婆婆");
        let import = app.bring(HERE, "residents", &format!("姓名,楼栋,门牌,本人已同意\n{name},3 号楼,909,是\n{other},3 号楼,908,是")).await.ok();
        app.user("resident").await.delete(&format!("/api/v1/communities/{HERE}/my-data")).await.expect(204);
        assert_eq!(app.rows("select 'x' from import_parts where draft_sealed is not null").await, Vec::<String>::new());
        assert_eq!(act(&app.user("admin").await, &import["id"], "apply").await.expect(409).code(), "no_draft");
        // And of what came in, numbers alone are kept after its day.
        bring_in(&app, "residents", TWO).await;
        app.clock.advance(TimeDelta::hours(25));
        server::worker::round(&server::worker::call(&app.app)).await;
        let kept = app.rows("select made from import_parts where made is not null").await;
        assert_eq!(kept, [r#"{"counts":{"new":2,"changed":0,"there":0,"wrong":0},"made":[],"stayed":[]}"#]);
    }

    async fn a_file_of_some_size_comes_in_under_a_key_and_another_kind_is_another_request(app: TestApp) {
        let admin = app.user("admin").await.with("idempotency-key", "one-key");
        let rows = (0..1900).map(|nth| format!("钱{nth},{nth} 号楼,{nth},1391{nth:07},,,,是,")).collect::<Vec<_>>().join("\n");
        let table = format!("姓名,楼栋,门牌,手机,网格,出生年份,特殊需要,本人已同意,同意登记特殊需要\n{rows}");
        assert!(table.len() > 64 << 10);
        let send = async |what: &str| admin.send_bytes(Method::POST, &format!("{IMPORTS}?what={what}"), "text/csv", table.clone().into()).await;
        let first = send("residents").await.expect(201).json();
        assert_eq!((&first["id"], &first["counts"]["new"], &first["next"]), (&send("residents").await.ok()["id"], &json!(1900), &json!(101)));
        send("volunteers").await.expect(422);
        let admin = app.user("admin").await;
        let before = app.count("memberships").await;
        act(&admin, &first["id"], "apply").await.ok();
        assert_eq!(app.count("memberships").await, before + 1900);
        assert_eq!(act(&admin, &first["id"], "undo").await.ok()["stayed"], json!([]));
        assert_eq!(app.rows("select 'x' from memberships where left_at is null").await.len(), before);
    }

    async fn what_was_ordered_under_a_closed_category_stays_there_when_the_desk_takes_it(app: TestApp) {
        let id = bring_in(&app, "categories", "类型,中文名,英文名\n提问,停车咨询,Parking").await;
        let list = app.anonymous().get(&format!("/api/v1/communities/{HERE}/categories")).await.ok();
        let own = list["items"].as_array().unwrap().iter().find(|one| one["name_zh"] == "停车咨询").unwrap()["id"].clone();
        let new = json!({"kind": "question", "category": own, "title": "车位怎么申请", "text": "想问一问。"});
        let wish = app.user("resident").await.post(&format!("/api/v1/communities/{HERE}/wishes"), new).await.ok()["id"].clone();
        act(&app.user("admin").await, &id, "undo").await.ok();
        let page = app.user("staff").await.browser().get(&format!("/c/{HERE}/wishes/{}", wish.as_str().unwrap())).await;
        let option = format!("<option value=\"{}\" selected", own.as_str().unwrap());
        assert!(page.expect(200).text.contains(&option), "the form would move it to another category: {}", page.text);
    }

    async fn a_wish_is_handed_to_nobody_without_an_account(app: TestApp) {
        bring_in(&app, "volunteers", "姓名,手机,志愿者类别,本人已同意\n钱帮忙,13922220001,无职,是").await;
        let list = app.user("admin").await.get(&format!("/api/v1/communities/{HERE}/members?role=volunteer&q=钱帮忙")).await.ok();
        let wish = app.wish_at(HERE, "accepted").await;
        let answer = app.user("staff").await.step_with(HERE, &wish, "dispatch", json!({"member": list["items"][0]["id"]})).await;
        assert_eq!(answer.expect(422).fields(), ["member"]);
    }

    async fn two_tables_of_the_same_people_are_taken_back_one_after_the_other(app: TestApp) {
        let residents = bring_in(&app, "residents", TWO).await;
        let volunteers = bring_in(&app, "volunteers", "姓名,手机,志愿者类别,本人已同意\n钱婆婆,13911110001,离退休,是").await;
        let admin = app.user("admin").await;
        assert_eq!(act(&admin, &volunteers, "undo").await.ok()["stayed"], json!([]));
        assert_eq!(act(&admin, &residents, "undo").await.ok()["stayed"], json!([]));
        assert_eq!(find(&app, "钱婆婆").await, Value::Null);
    }

    async fn categories_are_ordered_under_and_closed_again(app: TestApp) {
        let admin = app.user("admin").await;
        let head = "类型,中文名,英文名,服务类别,办理方式,接单时限,办结时限";
        let table = format!(
            "{head}\n服务,清洗油烟机,Cleaning the hood,生活,我们做,10 分钟,\nquestion,停车咨询,Parking,,,,\n服务,修锁,Locks,,我们做,,\n提问,停车咨询,Parking,,,,\n微心愿,上门理发,Haircut,,,,\n提问,宠物咨询,Pets,,,100 天,"
        );
        let import = app.bring(HERE, "categories", &table).await.ok();
        assert_eq!(outcomes(&import), ["2 new", "3 new", "4 wrong class", "5 wrong name_zh", "6 there", "7 wrong answer"]);
        let table: String = table.lines().take(3).collect::<Vec<_>>().join("\n");
        let id = bring_in(&app, "categories", &table).await;
        let of = async |name: &str| {
            let list = app.anonymous().get(&format!("/api/v1/communities/{HERE}/categories")).await.ok();
            list["items"].as_array().unwrap().iter().find(|one| one["name_zh"] == name).cloned().unwrap_or_default()
        };
        let hood = of("清洗油烟机").await;
        assert_eq!(hood["limits"]["answer"], json!({"amount": 10, "unit": "minute"}));
        let resident = app.user("resident").await;
        let new = json!({"kind": "service_order", "category": hood["id"], "title": "油烟机该洗了", "text": "这个周末在家。"});
        let wish = resident.post(&format!("/api/v1/communities/{HERE}/wishes"), new.clone()).await.expect(201).json();
        assert_eq!(act(&admin, &id, "undo").await.ok()["stayed"], json!([]));
        assert_eq!((of("清洗油烟机").await, of("停车咨询").await), (Value::Null, Value::Null));
        resident.post(&format!("/api/v1/communities/{HERE}/wishes"), new).await.expect(422);
        app.user("staff").await.step(HERE, wish["id"].as_str().unwrap(), "accept").await.ok();
    }

    async fn pressed_twice_and_by_many_at_once_a_table_comes_in_once(app: TestApp) {
        let import = app.bring(HERE, "residents", TWO).await.ok();
        let before = app.count("memberships").await;
        let mut pressing = tokio::task::JoinSet::new();
        for nth in 0..6 {
            let admin = app.user("admin").await.with("idempotency-key", if nth < 3 { "once" } else { "twice" });
            let id = import["id"].clone();
            pressing.spawn(async move { act(&admin, &id, "apply").await.status });
        }
        let done = pressing.join_all().await;
        assert!(done.contains(&200) && done.iter().all(|status| [200, 409].contains(status)), "{done:?}");
        assert_eq!((app.count("memberships").await, app.rows("select 'x' from events where kind = 'applied'").await.len()), (before + 2, 1));
    }

    async fn somebody_who_gets_an_order_while_the_table_is_taken_back_stays_or_gets_none(app: TestApp) {
        let mut outcomes = std::collections::BTreeSet::new();
        for nth in 0..6 {
            let name = format!("钱{nth}");
            let id = bring_in(&app, "residents", &format!("姓名,楼栋,门牌,本人已同意\n{name},3 号楼,10{nth},是")).await;
            let (admin, staff) = (app.user("admin").await, app.user("staff").await);
            let record = find(&app, &name).await["id"].clone();
            let placed = json!({"kind": "micro_wish", "category": app.category(HERE, "wish_item").await, "title": "想要一盏台灯", "text": "看书用。",
                "resident": record, "channel": "phone"});
            let mut at_once = tokio::task::JoinSet::new();
            let wishes = format!("/api/v1/communities/{HERE}/wishes");
            let order = async move { ("order", staff.post(&wishes, placed).await.status) };
            let undo = async move { ("undo", act(&admin, &id, "undo").await.status) };
            // Each of them is first in half of the rounds.
            if nth % 2 == 0 {
                at_once.spawn(order);
                at_once.spawn(undo);
            } else {
                at_once.spawn(undo);
                at_once.spawn(order);
            }
            for (what, status) in at_once.join_all().await {
                assert!([200, 201, 404, 422].contains(&status), "{what}: {status}");
                outcomes.insert((what, status));
            }
            let lost = app.rows("select 'x' from wishes join memberships m on m.id = wishes.resident_id where m.left_at is not null").await;
            assert!(lost.is_empty(), "somebody has an order and is gone");
            app.clock.advance(TimeDelta::hours(25));
        }
        assert!(outcomes.contains(&("undo", 200)), "{outcomes:?}");
    }

    async fn the_list_and_the_audit_say_what_came_in(app: TestApp) {
        let id = bring_in(&app, "residents", TWO).await;
        let admin = app.user("admin").await;
        act(&admin, &id, "undo").await.ok();
        let items = admin.get(IMPORTS).await.ok()["items"].clone();
        assert_eq!((&items[0]["what"], &items[0]["stage"], &items[0]["by"]), (&json!("residents"), &json!("undone"), &json!(name_of("admin"))));
        let log = admin.get(&format!("/api/v1/communities/{HERE}/audit?about=import")).await.ok();
        let kinds: Vec<&str> = log["items"].as_array().unwrap().iter().map(|line| line["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["undone", "applied", "brought"]);
        assert_eq!(log["items"][1]["detail"]["zh"], json!("新增 2 行，改 0 行"));
        let page = admin.browser().get(&format!("/c/{HERE}/imports")).await;
        assert!(page.expect(200).text.contains("已撤销"), "{}", page.text);
    }
}
