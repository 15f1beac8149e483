//! Becoming a member, being verified, given roles, and found; and what a community shows to everybody.

use crate::harness::{Client, HERE, PASSWORD, THERE, on_both, phone_of};
use app::accounts::cookies::{ACCESS, REFRESH};
use app::communities::model::NOTICE;
use app::kernel::db::Mode;
use serde_json::{Value, json};

const NEWCOMER: &str = "13911112222";

fn registration() -> Value {
    json!({"community": HERE, "name": "孙新人", "building": "5 号楼", "door": "1201", "phone": NEWCOMER, "login": "xinren",
        "password": "a long enough one", "consent": NOTICE})
}

fn but(field: &str, value: &str) -> Value {
    let mut body = registration();
    body[field] = json!(value);
    body
}

async fn register(who: &Client, body: Value) -> crate::harness::Answer {
    who.post("/api/v1/accounts", body).await
}

fn members(community: &str, rest: &str) -> String {
    format!("/api/v1/communities/{community}/members{rest}")
}

fn names(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

const FORM: [(&str, &str); 7] = [
    ("community", HERE),
    ("name", "孙新人"),
    ("building", "5 号楼"),
    ("door", "1201"),
    ("phone", NEWCOMER),
    ("password", "a long enough one"),
    ("consent", NOTICE),
];

fn form_but(field: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    FORM.into_iter().map(|(name, old)| (name, if name == field { value } else { old })).collect()
}

on_both! {
    async fn a_resident_registers_and_waits_to_be_verified(app: TestApp) {
        let member = register(&app.anonymous(), registration()).await;
        let card = member.expect(201).json();
        assert_eq!((&card["name"], &card["roles"], &card["verified_at"]), (&json!("孙新人"), &json!(["resident"]), &Value::Null));
        for hidden in [NEWCOMER, "account", "password"] {
            assert!(!member.text.contains(hidden), "{}", member.text);
        }
        let session = app.anonymous().post("/api/v1/sessions", json!({"login": NEWCOMER, "password": "a long enough one"})).await.ok();
        assert_eq!(session["memberships"][0]["verified"], false);
        let me = app.user("xinren").await.get("/api/v1/me").await.ok();
        assert_eq!((&me["login"], &me["phone"]), (&json!("xinren"), &json!("139****2222")));
    }

    async fn registering_twice_makes_one_member(app: TestApp) {
        let keyed = app.anonymous().with("idempotency-key", "first");
        let first = register(&keyed, registration()).await;
        let again = register(&keyed, registration()).await;
        assert_eq!((first.expect(201).status, &first.text), (again.status, &again.text));
        let taken = register(&app.anonymous(), registration()).await;
        assert_eq!(taken.expect(422).fields(), ["login"]);
        let taken = register(&app.anonymous(), but("login", "")).await;
        assert_eq!(taken.expect(422).fields(), ["phone"]);
        let member = app.user("xinren").await;
        assert_eq!(register(&member, registration()).await.expect(409).code(), "already_member");
        assert_eq!(names(&app.user("staff").await.get(&members(HERE, "?q=孙新人".replace("孙新人", "%E5%AD%99%E6%96%B0%E4%BA%BA").as_str())).await.ok()), ["孙**"]);
    }

    async fn everything_that_is_wrong_is_said_at_once_beside_its_field(app: TestApp) {
        let body = json!({"community": HERE, "name": " ", "building": "", "door": "x".repeat(21), "phone": "123", "login": "1", "password": "short", "consent": ""});
        let answer = register(&app.anonymous(), body).await;
        assert_eq!(answer.expect(422).code(), "invalid");
        let mut fields = answer.fields();
        fields.sort();
        assert_eq!(fields, ["building", "consent", "door", "login", "name", "password", "phone"]);
        assert!(answer.header("content-type").starts_with("application/problem+json"));
        for (field, value) in [("consent", "2020-01"), ("consent", ""), ("phone", "23911112222"), ("password", "password1"), ("login", "13911113333"), ("name", "\u{200B}")] {
            assert_eq!(register(&app.anonymous(), but(field, value)).await.expect(422).fields(), [field], "{value:?}");
        }
        assert_eq!(register(&app.anonymous(), but("phone", &phone_of("staff"))).await.expect(422).fields(), ["phone"]);
        assert_eq!(register(&app.anonymous(), but("login", "Staff")).await.expect(422).fields(), ["login"]);
        register(&app.anonymous(), but("community", "nowhere")).await.expect(404);
    }

    async fn bodies_that_are_not_what_is_asked_for_are_refused_and_change_nothing(app: TestApp) {
        let before = app.dump().await;
        for body in [but("roles", "admin"), but("verified", "true"), json!({"community": HERE}), json!([]), json!(null), but("name", "x").as_object().map(|o| json!({"community": o["community"], "name": 7})).unwrap()] {
            assert_eq!(register(&app.anonymous(), body.clone()).await.expect(422).fields(), ["body"], "{body}");
        }
        let raw = |text: &str| Some(("application/json", text.to_owned()));
        for text in ["{", "not json", "{\"community\": \"dongyuan\",}"] {
            app.anonymous().send(axum::http::Method::POST, "/api/v1/accounts", raw(text)).await.expect(422);
        }
        app.anonymous().send(axum::http::Method::POST, "/api/v1/accounts", raw(&format!("{{\"name\": \"{}\"}}", "x".repeat(70_000)))).await.expect(422);
        let (admin, id) = (app.user("admin").await, app.member(HERE, "resident").await);
        let before = { drop(before); app.dump().await };
        for body in [json!({"name": "x"}), json!({"roles": ["king"]}), json!({"roles": "admin"}), json!({"verified": "yes"}), json!({"volunteer_kind": "x"})] {
            assert_eq!(admin.patch(&members(HERE, &format!("/{id}")), body.clone()).await.expect(422).fields(), ["body"], "{body}");
        }
        for id in ["not-an-id", "0", "../members", "%00"] {
            admin.patch(&members(HERE, &format!("/{id}")), json!({"verified": true})).await.expect(404);
        }
        for query in ["cursor=x", "role=king", "limit=many", "unverified=perhaps"] {
            let field = query.split('=').next().unwrap();
            assert_eq!(admin.get(&members(HERE, &format!("?{query}"))).await.expect(422).fields(), [field]);
        }
        assert_eq!(before, app.dump().await);
    }

    async fn the_form_logs_in_and_leads_home_and_keeps_what_was_typed_when_it_does_not_work(app: TestApp) {
        let page = format!("/c/{HERE}/register?do=communities.register");
        let answer = app.anonymous().form(&page, &form_but("consent", "")).await;
        answer.expect(422);
        assert!(answer.header("content-type").starts_with("text/html"));
        for kept in ["孙新人", "5 号楼", "1201", NEWCOMER] {
            assert!(answer.text.contains(&format!("value=\"{kept}\"")), "{kept} is not kept: {}", answer.text);
        }
        assert!(!answer.text.contains("a long enough one"));
        assert!(answer.text.contains("communities-register-consent"), "the problem is not led to: {}", answer.text);
        assert!(answer.cookies().is_empty());

        let hostile = app.anonymous().form(&page, &form_but("name", "\"><script>alert(1)</script></title></textarea>")).await;
        hostile.expect(422);
        assert!(!hostile.text.contains("<script>alert"), "{}", hostile.text);

        let done = app.anonymous().form(&page, &FORM).await;
        assert_eq!(done.expect(303).header("location"), format!("/c/{HERE}?welcome=1"));
        assert!(done.cookie(ACCESS).is_some() && done.cookie(REFRESH).is_some());
        let browser = app.anonymous().with("cookie", &format!("{ACCESS}={}", done.cookie(ACCESS).unwrap()));
        assert!(browser.get(&format!("/c/{HERE}/mine")).await.expect(200).text.contains("孙新人"));
    }

    async fn one_account_joins_a_second_community_without_a_second_password(app: TestApp) {
        let resident = app.user("resident").await;
        let body = json!({"community": THERE, "name": "周秀英", "building": "女儿家", "door": "2", "consent": NOTICE});
        assert_eq!(register(&resident, body.clone()).await.expect(201).json()["building"], "女儿家");
        let me = resident.get("/api/v1/me").await.ok();
        let places: Vec<_> = me["memberships"].as_array().unwrap().iter().map(|one| one["community"].clone()).collect();
        assert_eq!(places, [HERE, THERE]);
        assert_eq!(register(&resident, body).await.expect(409).code(), "already_member");
        // Each community knows its own member, and neither the other's.
        let there = names(&app.user("there.staff").await.get(&members(THERE, "?limit=100")).await.ok());
        assert_eq!(there.iter().filter(|name| *name == "周**").count(), 2);
        let page = app.user("staff").await.get(&members(HERE, "?limit=100")).await;
        assert!(!page.text.contains("女儿家"));
        let page = resident.browser().get("/").await;
        assert!(page.text.contains("东园") && page.text.contains("西园"));
    }

    async fn the_desk_verifies_a_member_once(app: TestApp) {
        let (login, id) = app.newcomer(HERE, "孙新人").await;
        let (staff, newcomer, path) = (app.user("staff").await, app.user(&login).await, members(HERE, &format!("/{id}")));
        let wall = format!("/api/v1/communities/{HERE}/wishes");
        newcomer.get(&wall).await.expect(403);
        let first = staff.patch(&path, json!({"verified": true})).await.ok();
        assert!(first["verified_at"].is_string());
        newcomer.get(&wall).await.expect(200);
        let rows = app.count("events").await;
        let again = app.user("admin").await.patch(&path, json!({"verified": true})).await.ok();
        assert_eq!(again["verified_at"], first["verified_at"]);
        assert_eq!(staff.patch(&path, json!({"verified": false})).await.ok()["verified_at"], first["verified_at"]);
        assert_eq!(staff.patch(&path, json!({})).await.ok()["verified_at"], first["verified_at"]);
        assert_eq!(app.count("events").await, rows);
    }

    async fn admins_give_and_take_roles_and_every_change_is_on_record(app: TestApp) {
        let (admin, path) = (app.user("admin").await, members(HERE, &format!("/{}", app.member(HERE, "resident").await)));
        let rows = app.count("events").await;
        let body = json!({"roles": ["volunteer", "resident", "volunteer"], "volunteer_kind": "retired"});
        let member = admin.patch(&path, body).await.ok();
        assert_eq!((&member["roles"], &member["volunteer_kind"]), (&json!(["resident", "volunteer"]), &json!("retired")));
        // Without a kind the old one stays.
        let member = admin.patch(&path, json!({"roles": []})).await.ok();
        assert_eq!((&member["roles"], &member["volunteer_kind"]), (&json!([]), &json!("retired")));
        let member = admin.patch(&path, json!({"volunteer_kind": null})).await.ok();
        assert_eq!((&member["roles"], &member["volunteer_kind"]), (&json!([]), &Value::Null));
        assert_eq!(app.count("events").await, rows + 3);
        app.user("resident").await.post(&format!("/api/v1/communities/{HERE}/wishes"), json!({"kind": "question", "category": "", "title": "", "text": ""})).await.expect(403);
    }

    async fn whoever_verifies_someone_opens_them_and_is_answered_by_a_masked_name(app: TestApp) {
        let (_, id) = app.newcomer(HERE, "孙新人").await;
        let staff = app.user("staff").await;
        let seen = staff.get(&members(HERE, &format!("/{id}"))).await.ok();
        assert_eq!((&seen["name"], &seen["door"], &seen["verified_at"]), (&json!("孙新人"), &json!("302"), &Value::Null));
        let verified = staff.patch(&members(HERE, &format!("/{id}")), json!({"verified": true})).await.ok();
        assert_eq!((&verified["name"], &verified["door"]), (&json!("孙**"), &json!("***")));
        assert!(verified["verified_at"].is_string());
    }

    async fn an_address_that_registers_all_day_is_slowed_down(app: TestApp) {
        let from = app.anonymous().at_address("203.0.113.7");
        let taken = || {
            let mut body = registration();
            body["phone"] = json!(phone_of("resident"));
            body
        };
        for _ in 0..60 {
            register(&from, taken()).await.expect(422);
        }
        register(&from, registration()).await.expect(429);
        // Nor does an account tell more of who has a phone than registering does.
        let change = json!({"phone": phone_of("staff"), "password": PASSWORD});
        app.user("resident").await.at_address("203.0.113.7").patch("/api/v1/me", change).await.expect(429);
        register(&app.anonymous().at_address("198.51.100.4"), registration()).await.expect(201);
    }

    async fn the_operator_gives_and_takes_roles_above_the_communities_and_both_stay_on_record(app: TestApp) {
        let call = app.operator();
        let grant = app::accounts::Grant { role: app::accounts::model::WideRole::Operator, scope: uuid::Uuid::nil() };
        let of = |by: &str| ("staff".to_owned(), grant, by.to_owned());
        let record = "select granted_by || ' ' || coalesce(revoked_by, '-') from grants order by granted_at, id";
        for _ in 0..2 {
            app::accounts::serve(&call, "test", Mode::Write, of("wang"), app::accounts::ops::grant).await.unwrap();
        }
        assert_eq!(app.rows(record).await, ["wang -"]);
        app::accounts::serve(&call, "test", Mode::Write, of("li"), app::accounts::ops::revoke).await.unwrap();
        let again = app::accounts::serve(&call, "test", Mode::Write, of("li"), app::accounts::ops::revoke).await;
        assert_eq!(again, Err(app::kernel::fault::Fault::NotFound));
        app.clock.advance(chrono::TimeDelta::seconds(1));
        app::accounts::serve(&call, "test", Mode::Write, of("zhao"), app::accounts::ops::grant).await.unwrap();
        assert_eq!(app.rows(record).await, ["wang li", "zhao -"]);
    }

    async fn nobody_verifies_themselves_or_gives_themselves_a_role(app: TestApp) {
        let before = app.dump().await;
        for login in ["admin", "staff", "resident"] {
            let path = members(HERE, &format!("/{}", app.member(HERE, login).await));
            let who = app.user(login).await;
            who.patch(&path, json!({"roles": ["admin", "staff"]})).await.expect(403);
            who.patch(&path, json!({"volunteer_kind": "social"})).await.expect(403);
        }
        // Staff verify and give no roles; a change that is half allowed does nothing at all.
        let (_, id) = app.newcomer(HERE, "孙新人").await;
        let both = json!({"verified": true, "roles": ["staff"]});
        app.user("staff").await.patch(&members(HERE, &format!("/{id}")), both).await.expect(403);
        let after = app.dump().await;
        let verified = app.user("staff").await.get(&members(HERE, "?unverified=true")).await.ok();
        assert!(names(&verified).contains(&"孙**".to_owned()));
        assert_eq!(before["memberships"].len() + 1, after["memberships"].len());
        assert_eq!(before["events"].len() + 1, after["events"].len());
    }

    async fn the_desk_says_in_what_grid_somebody_lives(app: TestApp) {
        let [staff, admin] = [app.user("staff").await, app.user("admin").await];
        let (login, id) = app.newcomer(HERE, "孙新人").await;
        let path = members(HERE, &format!("/{id}"));
        let page = format!("/c/{HERE}/people/{id}");
        let grid = async || staff.get(&path).await.ok()["grid"].clone();
        assert_eq!(grid().await, Value::Null);
        // While verifying, or later; by a name or an id; and taken back.
        let choose = |value: &str| [("community", HERE.to_owned()), ("member", id.clone()), ("grid", value.to_owned())];
        let form = async |door: &str, value: &str| {
            let typed = choose(value);
            let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
            staff.form(&format!("{page}?do={door}"), &typed).await
        };
        let wrong = form("communities.verify", "没有的网格").await;
        assert!(wrong.expect(422).text.contains("没有这个网格"), "{}", wrong.text);
        assert_eq!((grid().await, staff.get(&path).await.ok()["verified_at"].clone()), (Value::Null, Value::Null), "all of it or nothing");
        form("communities.verify", "第1网格").await.expect(303);
        let first = grid().await;
        assert!(first.is_string());
        let shown = staff.browser().get(&page).await;
        assert!(shown.expect(200).text.contains("网格：第1网格"), "{}", shown.text);
        staff.patch(&path, json!({"grid": "Grid 2"})).await.ok();
        assert_ne!(grid().await, first);
        staff.patch(&path, json!({"grid": first})).await.ok();
        assert_eq!(grid().await, first);
        // They read it among what is kept of them, and the audit names it.
        let kept = app.user(&login).await.get(&format!("/api/v1/communities/{HERE}/my-data")).await.ok();
        assert_eq!(kept["member"]["grid"]["name_zh"], "第1网格", "{kept}");
        let audit = admin.browser().get(&format!("/c/{HERE}/audit")).await;
        assert!(audit.expect(200).text.contains("登记了所在网格"));
        form("communities.set_grid", "").await.expect(303);
        assert_eq!(grid().await, Value::Null);
        staff.patch(&path, json!({"grid": "x"})).await.expect(422);
        app.user("grid").await.patch(&path, json!({"grid": first})).await.expect(403);
    }

    async fn people_are_found_by_name_building_and_role_and_not_by_a_door(app: TestApp) {
        let staff = app.user("staff").await;
        let found = |query: &'static str| {
            let staff = staff.clone();
            async move { names(&staff.get(&members(HERE, &format!("?{query}"))).await.ok()) }
        };
        assert_eq!(found("q=%E7%A7%80%E8%8B%B1").await, ["周**"]);
        // By the character that the list shows, and by no single one that it does not.
        assert_eq!(found("q=%E5%91%A8").await, ["周**"]);
        for hidden in ["q=%E7%A7%80", "q=%E7%A7%80%00", "q=%E8%8B%B1%20"] {
            assert_eq!(found(hidden).await, Vec::<String>::new(), "{hidden}");
        }
        assert_eq!(found("role=grid_worker").await, ["陈网格"]);
        assert_eq!(found("role=volunteer").await, ["王热心", "郑志愿"]);
        assert_eq!(found("unverified=true").await, ["蒋**"]);
        assert_eq!(found("role=resident&q=3%20%E5%8F%B7&unverified=true").await, ["蒋**"]);
        // All of them live behind that door, and it is shown of nobody: a hit would tell it.
        assert_eq!(found("q=302").await, Vec::<String>::new());
        // What looks like a pattern is searched for as it stands.
        for query in ["q=%25", "q=_", "q=%5C", "q='", "q=%22%20or%201=1"] {
            assert_eq!(found(query).await, Vec::<String>::new(), "{query}");
        }
    }

    async fn a_nul_in_what_is_asked_is_no_error_of_ours(app: TestApp) {
        let staff = app.user("staff").await;
        staff.get(&members(HERE, "?q=%00")).await.expect(200);
        staff.get(&format!("/api/v1/communities/{HERE}/wishes?q=%00x")).await.expect(200);
        for path in ["/?q=%00", &format!("/c/{HERE}/people?q=%00"), &format!("/c/{HERE}/wall?q=%00")] {
            staff.browser().get(path).await.expect(200);
        }
        for path in ["/c/%00", "/c/dong%00yuan/wall", "/api/v1/districts/%00/communities", "/api/v1/communities/dong%00yuan"] {
            staff.browser().get(path).await.expect(404);
        }
        let log_in = json!({"login": "sta\0ff", "password": "a long\0 one"});
        app.anonymous().post("/api/v1/sessions", log_in).await.expect(401);
        assert_eq!(register(&app.anonymous(), but("name", "孙\0新人")).await.ok()["name"], "孙新人");
        assert_eq!(register(&app.anonymous().with("idempotency-key", "x"), but("login", "a\0b")).await.expect(422).fields(), ["phone"]);
    }

    async fn a_list_is_read_page_by_page_without_gap_or_repetition(app: TestApp) {
        let staff = app.user("staff").await;
        let whole = names(&staff.get(&members(HERE, "?limit=100")).await.ok());
        assert_eq!(whole.len(), 9);
        assert_eq!(whole.first().map(String::as_str), Some("蒋**"));
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = staff.get(&members(HERE, &format!("?limit=4{cursor}"))).await.ok();
            seen.extend(names(&page));
            if seen.len() == 4 {
                // Somebody new comes before the first page, and moves nothing.
                app.newcomer(HERE, "孙新人").await;
            }
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen, whole);
        for limit in ["0", "1"] {
            assert_eq!(names(&staff.get(&members(HERE, &format!("?limit={limit}"))).await.ok()).len(), 1);
        }
        assert_eq!(staff.get(&members(HERE, "?limit=100000")).await.ok()["next"], Value::Null);
    }

    async fn the_people_page_pages_and_searches_as_well(app: TestApp) {
        let staff = app.user("staff").await.browser();
        let page = staff.get(&format!("/c/{HERE}/people?q=%E7%A7%80%E8%8B%B1")).await;
        assert!(page.expect(200).text.contains("周**") && !page.text.contains("吴**") && !page.text.contains("周秀英"), "{}", page.text);
        let id = app.member(HERE, "unverified").await;
        let done = staff.form(&format!("/c/{HERE}/people?do=communities.verify"), &[("community", HERE), ("member", &id)]).await;
        assert_eq!(done.expect(303).header("location"), format!("/c/{HERE}/people"));
        let admin = app.user("admin").await;
        let fields = [("community", HERE), ("member", &id), ("roles[0]", "resident"), ("roles[1]", "volunteer"), ("volunteer_kind", "artisan")];
        admin.form(&format!("/c/{HERE}/people?do=communities.set_roles"), &fields).await.expect(303);
        let me = app.user("unverified").await.get("/api/v1/me").await.ok();
        assert_eq!((&me["memberships"][0]["verified"], &me["memberships"][0]["roles"]), (&json!(true), &json!(["resident", "volunteer"])));
        // The boxes of roles that are not ticked send nothing: that takes the last role away.
        admin.form(&format!("/c/{HERE}/people?do=communities.set_roles"), &fields[..2]).await.expect(303);
        assert_eq!(app.user("unverified").await.get("/api/v1/me").await.ok()["memberships"][0]["roles"], json!([]));
    }

    async fn districts_communities_and_categories_are_for_everybody(app: TestApp) {
        let nobody = app.anonymous();
        let districts = nobody.get("/api/v1/districts").await.ok();
        let slugs: Vec<_> = districts["items"].as_array().unwrap().iter().map(|one| one["slug"].clone()).collect();
        assert_eq!(slugs, ["east", "west"]);
        let east = nobody.get("/api/v1/districts/east/communities").await.ok();
        assert_eq!((&east["items"][0]["slug"], &east["items"][1], &east["next"]), (&json!(HERE), &Value::Null, &Value::Null));
        let community = nobody.get(&format!("/api/v1/communities/{THERE}")).await.ok();
        assert_eq!((&community["district"], &community["time_zone"], &community["notice"]), (&json!("west"), &json!("Asia/Urumqi"), &json!(NOTICE)));
        let categories = nobody.get(&format!("/api/v1/communities/{HERE}/categories")).await.ok();
        assert_eq!(categories["items"].as_array().map(Vec::len), Some(app::communities::presets::PRESETS.len()));
        for path in ["/districts/nowhere/communities", "/communities/nowhere", "/communities/nowhere/categories", "/nothing", "/communities/%00", "/communities/dongyuan/nothing"] {
            let answer = nobody.get(&format!("/api/v1{path}")).await;
            assert_eq!(answer.expect(404).code(), "not_found", "{path}");
        }
    }

    async fn what_is_not_there_is_said_in_our_own_words(app: TestApp) {
        let nobody = app.anonymous();
        for path in ["/api/v1/nothing", "/api/v1/me/nothing"] {
            let answer = nobody.post(path, json!({})).await;
            assert_eq!(answer.expect(404).code(), "not_found", "{path}");
        }
        // An older page may call a function that is gone, or with other arguments: it is told to load anew.
        for (name, fields) in [("wishes.nothing", &[][..]), ("wishes.mine", &[]), ("wishes.one", &[("community", HERE), ("wish", "x")])] {
            assert_eq!(nobody.call(name, fields).await.expect(400).text, "\"OutOfDate\"", "{name}");
        }
        let page = nobody.browser().get("/c/dongyuan/nothing").await;
        assert!(page.expect(404).header("content-type").starts_with("text/html"));
        nobody.browser().get("/c/nowhere").await.expect(404);
    }

    async fn what_is_said_is_said_in_the_language_that_is_asked_for(app: TestApp) {
        let path = format!("/api/v1/communities/{HERE}/members");
        let said = |lang: &'static str| {
            let who = app.anonymous().with("accept-language", lang);
            let path = path.clone();
            async move { who.get(&path).await.json()["detail"].as_str().unwrap().to_owned() }
        };
        assert!(said("zh-CN,zh;q=0.9").await.starts_with("请先登录"));
        assert_eq!(said("en-GB").await, "Please log in first, then go on.");
    }
}
