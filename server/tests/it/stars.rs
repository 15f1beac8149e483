//! Stars: a quarter is counted, made public, objected to, sealed; what comes late counts in the next; nobody is shown who did not
//! agree.

use crate::harness::{Answer, Client, HERE, TestApp, on_both, post};
use chrono::TimeDelta;
use serde_json::{Value, json};
use tokio::task::JoinSet;

const API: &str = "/api/v1/communities/dongyuan";

async fn confirmed(app: &TestApp, shift: &str) {
    app.user("staff").await.post(&format!("{API}/shifts/{shift}/confirm"), json!({})).await.ok();
}

/// The volunteer's claim, and a shift of two hours on the 4th of November that was confirmed; two months later, in 2027.
async fn after_a_quarter(app: &TestApp) -> (String, String) {
    let claim = app.in_service(HERE).await;
    app.clock.advance(TimeDelta::days(2));
    let shift = app.entered(HERE, &claim, ("2026-11-04", "08:00", "10:00")).await;
    confirmed(app, &shift).await;
    app.clock.advance(TimeDelta::days(60));
    app.ring().await;
    (claim, shift)
}

async fn step(who: &Client, step: &str, body: Value) -> Answer {
    who.post(&format!("{API}/stars/quarters/2026Q4/{step}"), body).await
}

async fn show(app: &TestApp, login: &str, showing: &str) {
    app.user(login).await.put(&format!("{API}/stars/mine/showing"), json!({"showing": showing})).await.ok();
}

/// Everybody's stars in the quarter, as the admin sees them.
fn lines(closing: &Value) -> Vec<(String, u64, i64, i64)> {
    let line = |one: &Value| {
        let number = |field: &str| one["count"][field].as_i64().unwrap();
        (one["name"].as_str().unwrap().to_owned(), one["stars"].as_u64().unwrap(), number("points"), number("minutes"))
    };
    closing["lines"].as_array().unwrap().iter().map(line).collect()
}

async fn published(app: &TestApp) -> (String, String) {
    let made = after_a_quarter(app).await;
    let admin = app.user("admin").await;
    step(&admin, "compute", json!({})).await.ok();
    step(&admin, "publish", json!({})).await.ok();
    made
}

/// The line by which one objects to the volunteer's stars.
async fn line(app: &TestApp) -> String {
    let closing = app.user("admin").await.get(&format!("{API}/stars/quarters/2026Q4")).await.ok();
    closing["lines"][0]["id"].as_str().unwrap().to_owned()
}

async fn object(who: &Client, line: &str, words: &str) -> Answer {
    who.post(&format!("{API}/stars/lines/{line}/objections"), json!({"words": words})).await
}

async fn answer(who: &Client, objection: &Value, outcome: &str) -> Answer {
    let path = format!("{API}/stars/objections/{}/answer", objection["id"].as_str().unwrap());
    who.post(&path, json!({"outcome": outcome, "answer": "核对过签到本了"})).await
}

async fn board(who: &Client) -> Value {
    who.get(&format!("{API}/stars")).await.ok()
}

on_both! {
    async fn a_quarter_is_counted_public_and_sealed_and_each_step_once(app: TestApp) {
        let (_, _) = after_a_quarter(&app).await;
        let [admin, volunteer, nobody] = [app.user("admin").await, app.user("volunteer").await, app.anonymous()];
        assert_eq!(step(&admin, "publish", json!({})).await.status, 404, "nothing is computed yet");
        let closing = step(&admin, "compute", json!({"version": 0})).await.ok();
        assert_eq!((&closing["stage"], &closing["version"], lines(&closing)), (&json!("computed"), &json!(1), vec![("郑志愿".to_owned(), 1, 20, 120)]));
        assert_eq!(closing["sums"], json!([0, 1, 0, 0, 0, 0]));
        assert_eq!(step(&admin, "compute", json!({})).await.ok(), closing, "counted again it is the same, and nothing happens");
        assert_eq!(board(&nobody).await["quarters"], json!([]), "what is computed is for admins alone");
        assert_eq!(step(&admin, "seal", json!({})).await.code(), "not_in_stage");
        assert_eq!(step(&admin, "publish", json!({"version": 7})).await.code(), "someone_was_faster");
        for days in [0, 31, -3] {
            assert_eq!(step(&admin, "publish", json!({"days": days})).await.expect(422).fields(), ["days"]);
        }
        let public = step(&admin, "publish", json!({"days": 7})).await.ok();
        assert_eq!((&public["stage"], &public["can"]), (&json!("published"), &json!(["compute", "seal"])));
        let told = volunteer.get(&format!("{API}/notices")).await.ok()["items"][0]["said"]["zh"].as_str().unwrap().to_owned();
        assert!(told.starts_with("2026 年第 4 季度的星级开始公示，到 1月") && told.contains("您是一星。"), "{told}");
        assert_eq!(step(&admin, "seal", json!({})).await.code(), "still_public");
        let hidden = board(&nobody).await;
        assert_eq!((&hidden["shown"]["quarter"], &hidden["buildings"], &hidden["hidden"]), (&json!("2026Q4"), &json!([]), &json!(1)));
        show(&app, "volunteer", "masked").await;
        let shown = board(&nobody).await;
        let person = &shown["buildings"][0]["people"][0];
        assert_eq!((&person["name"], &person["stars"], &person["count"]["points"], &shown["can_object"]), (&json!("郑**"), &json!(1), &json!(20), &json!(false)));
        assert!(!shown.to_string().contains("郑志愿"));
        app.clock.advance(TimeDelta::days(7));
        let sealed = step(&app.user("admin").await, "seal", json!({})).await.ok();
        assert_eq!((&sealed["stage"], &sealed["can"], &sealed["version"]), (&json!("sealed"), &json!([]), &json!(3)));
        let admin = app.user("admin").await;
        assert_eq!(step(&admin, "compute", json!({})).await.code(), "sealed");
        for again in ["publish", "seal"] {
            assert_eq!(step(&admin, again, json!({})).await.code(), "not_in_stage", "{again}");
        }
        let mine = app.user("volunteer").await.get(&format!("{API}/stars/mine")).await.ok();
        let quarter = &mine["quarters"][0];
        assert_eq!((&quarter["stars"], &quarter["rules"]["version"], &quarter["late"]["points"]), (&json!(1), &json!(0), &json!(0)));
        assert_eq!((&mine["years"], &mine["so_far"]["quarter"]), (&json!([{"year": 2026, "stars": 1, "quarters": 1}]), &json!("2027Q1")));
        assert_eq!(board(&app.anonymous()).await["quarters"][0]["quarter"], "2026", "with its last quarter the year can be said");
        let year = app.anonymous().get(&format!("{API}/stars?quarter=2026")).await.ok();
        assert_eq!((&year["buildings"][0]["people"][0]["stars"], &year["buildings"][0]["people"][0]["line"]), (&json!(1), &Value::Null));
        app.anonymous().get(&format!("{API}/stars?quarter=2025Q1")).await.expect(404);
        let audit = admin.get(&format!("{API}/audit?about=star_quarter")).await.ok();
        let details: Vec<&str> = audit["items"].as_array().unwrap().iter().map(|one| one["detail"]["zh"].as_str().unwrap()).collect();
        assert_eq!(details, ["2026Q4", "2026Q4", "2026Q4，按第 0 版，1 人有星"]);
    }

    async fn a_quarter_waits_until_it_is_over_and_every_hour_has_its_word(app: TestApp) {
        let claim = app.in_service(HERE).await;
        app.clock.advance(TimeDelta::days(2));
        let admin = app.user("admin").await;
        assert_eq!(step(&admin, "compute", json!({})).await.code(), "not_over");
        assert_eq!(admin.post(&format!("{API}/stars/quarters/soon/compute"), json!({})).await.fields(), ["quarter"]);
        let shift = app.entered(HERE, &claim, ("2026-11-04", "08:00", "10:00")).await;
        app.clock.advance(TimeDelta::days(60));
        let admin = app.user("admin").await;
        assert_eq!(step(&admin, "compute", json!({})).await.code(), "hours_wait");
        assert_eq!(admin.get(&format!("{API}/stars/quarters/2026Q4")).await.ok()["waiting"], 1);
        confirmed(&app, &shift).await;
        assert_eq!(step(&admin, "compute", json!({})).await.code(), "settling");
        app.ring().await;
        step(&admin, "compute", json!({})).await.ok();
    }

    async fn what_changes_while_it_is_public_is_counted_and_made_public_again(app: TestApp) {
        let (claim, _) = published(&app).await;
        let admin = app.user("admin").await;
        // 31 days back from the 5th of January.
        let more = app.entered(HERE, &claim, ("2026-12-20", "08:00", "12:00")).await;
        confirmed(&app, &more).await;
        app.ring().await;
        app.clock.advance(TimeDelta::days(5));
        let admin_later = app.user("admin").await;
        assert_eq!(step(&admin_later, "seal", json!({})).await.code(), "changed");
        assert_eq!(admin.get(&format!("{API}/stars/quarters/2026Q4")).await.ok()["is_stale"], true);
        let again = step(&admin_later, "compute", json!({})).await.ok();
        assert_eq!((&again["stage"], lines(&again)), (&json!("computed"), vec![("郑志愿".to_owned(), 2, 60, 360)]));
        assert_eq!(board(&app.anonymous()).await["quarters"], json!([]), "what was public is so no longer");
        step(&admin_later, "publish", json!({"days": 1})).await.ok();
        app.clock.advance(TimeDelta::days(1));
        step(&app.user("admin").await, "seal", json!({})).await.ok();
        // What is confirmed after the seal counts in the next quarter, and is said to come late.
        let late = app.entered(HERE, &claim, ("2026-12-21", "08:00", "09:00")).await;
        confirmed(&app, &late).await;
        app.ring().await;
        let mine = app.user("volunteer").await.get(&format!("{API}/stars/mine")).await.ok();
        assert_eq!(mine["quarters"][0]["count"], json!({"points": 60, "minutes": 360, "missed": 0}));
        let ten = json!({"points": 10, "minutes": 60, "missed": 0});
        assert_eq!((&mine["so_far"]["count"], &mine["so_far"]["late"]), (&ten, &ten));
        app.clock.advance(TimeDelta::days(90));
        app.ring().await;
        let next = app.user("admin").await.post(&format!("{API}/stars/quarters/2027Q1/compute"), json!({})).await.ok();
        assert_eq!((lines(&next), &next["lines"][0]["late"]["points"]), (vec![("郑志愿".to_owned(), 0, 10, 60)], &json!(10)));
    }

    async fn an_objection_holds_the_seal_and_is_upheld_once_the_record_is_put_right(app: TestApp) {
        let (_, shift) = published(&app).await;
        let [admin, resident, volunteer] = [app.user("admin").await, app.user("resident").await, app.user("volunteer").await];
        let line = line(&app).await;
        object(&resident, &line, "那天他不在").await.expect(404);
        show(&app, "volunteer", "whole").await;
        assert_eq!(board(&resident).await["can_object"], true);
        object(&app.user("unverified").await, &line, "那天他不在").await.expect(403);
        assert_eq!(object(&volunteer, &line, "我的不对").await.code(), "own_stars");
        assert_eq!(object(&resident, &line, "不").await.expect(422).fields(), ["words"]);
        let objection = object(&resident, &line, "那天下午他不在，签到本上没有").await.expect(201).json();
        assert_eq!((&objection["against"], &objection["can_answer"]), (&json!("郑志愿"), &json!(false)));
        assert_eq!(object(&resident, &line, "那天他真的不在").await.code(), "objected_already");
        let second = object(&app.user("resident2").await, &line, "我也看到了").await.expect(201).json();
        let told = admin.get(&format!("{API}/notices")).await.ok()["items"][0]["said"]["zh"].clone();
        assert_eq!(told, "有居民对2026 年第 4 季度的星级提出异议，请核实。");
        // Others see their own alone.
        let seen = |list: Value| list["items"].as_array().unwrap().len();
        assert_eq!([seen(admin.get(&format!("{API}/stars/objections")).await.ok()), seen(resident.get(&format!("{API}/stars/objections")).await.ok())], [2, 1]);
        assert_eq!(seen(volunteer.get(&format!("{API}/stars/objections")).await.ok()), 0, "who objected is not told to whom it is about");
        app.clock.advance(TimeDelta::days(5));
        let [admin, staff] = [app.user("admin").await, app.user("staff").await];
        assert_eq!(step(&admin, "seal", json!({})).await.code(), "objections_open");
        answer(&staff, &objection, "overruled").await.expect(403);
        assert_eq!(answer(&admin, &objection, "maybe").await.expect(422).fields(), ["outcome"]);
        assert_eq!(answer(&admin, &objection, "upheld").await.code(), "unchanged", "stars come from the record alone");
        staff.post(&format!("{API}/shifts/{shift}/dispute"), json!({"reason": "签到本上是一个小时"})).await.ok();
        app.ring().await;
        let upheld = answer(&admin, &objection, "upheld").await.ok();
        assert_eq!((&upheld["outcome"], &upheld["answer"]), (&json!("upheld"), &json!("核对过签到本了")));
        assert_eq!(answer(&admin, &objection, "upheld").await.code(), "someone_was_faster");
        answer(&admin, &second, "overruled").await.ok();
        assert_eq!(step(&admin, "seal", json!({})).await.code(), "changed");
        let again = step(&admin, "compute", json!({})).await.ok();
        assert_eq!(lines(&again), [], "what is disputed does not count, and holds nothing up");
        object(&app.user("resident").await, &line, "还是不对").await.expect(404);
    }

    async fn new_thresholds_hold_from_a_quarter_to_come(app: TestApp) {
        let [admin, volunteer] = [app.user("admin").await, app.user("volunteer").await];
        let stars = |points: [i32; 5]| points.map(|points| json!({"points": points, "hours": 0, "most_missed": 9})).to_vec();
        let new = |from: &str, points| json!({"from": from, "stars": stars(points)});
        let set = |body: Value| { let admin = admin.clone(); async move { admin.post(&format!("{API}/stars/rules"), body).await } };
        assert_eq!(set(new("2026Q4", [1, 2, 3, 4, 5])).await.expect(422).fields(), ["from"]);
        assert_eq!(set(new("2027Q1", [1, 2, 3, 2, 5])).await.expect(422).fields(), ["points[s4]"]);
        assert_eq!(set(new("2027Q1", [1, 2, 3, 4, 10_001])).await.expect(422).fields(), ["points[s5]"]);
        volunteer.post(&format!("{API}/stars/rules"), new("2027Q1", [1, 2, 3, 4, 5])).await.expect(403);
        let card = set(new("2027Q1", [1, 2, 3, 4, 5])).await.expect(201).json();
        assert_eq!((&card["version"], &card["versions"][0]["version"], &card["versions"][0]["from"]), (&json!(0), &json!(1), &json!("2027-01-01")));
        let (_, _) = after_a_quarter(&app).await;
        let closing = step(&app.user("admin").await, "compute", json!({})).await.ok();
        assert_eq!((lines(&closing)[0].1, &closing["rules"]["version"]), (1, &json!(0)), "the quarter before is as it was");
        // Everybody may read them.
        let read = app.anonymous().get(&format!("{API}/stars/rules")).await.ok();
        assert_eq!((&read["version"], &read["can_set"]), (&json!(1), &json!(false)));
    }

    async fn admins_who_close_at_once_close_it_once(app: TestApp) {
        after_a_quarter(&app).await;
        let admin = app.user("admin").await;
        for (name, done) in [("compute", 8), ("publish", 1)] {
            let mut tries = JoinSet::new();
            for _ in 0..8 {
                let admin = admin.clone();
                tries.spawn(async move { step(&admin, name, json!({})).await.status });
            }
            let ok = tries.join_all().await.into_iter().filter(|status| *status == 200).count();
            assert_eq!(ok, done, "{name}");
        }
        let closing = admin.get(&format!("{API}/stars/quarters/2026Q4")).await.ok();
        assert_eq!((&closing["version"], lines(&closing).len()), (&json!(2), 1));
        let counted = app.rows("select kind from events where subject_kind = 'star_quarter'").await;
        assert_eq!(counted.len(), 2, "{counted:?}");
    }

    /// The machine stops after the first line was written: nothing is there, and computed again it is all there.
    async fn a_crash_in_the_middle_leaves_nothing_and_the_next_try_is_whole(app: TestApp) {
        let first = app.in_service(HERE).await;
        let mut says = post();
        (says["title"], says["public_days"]) = (json!("燃气安全巡查"), json!(1));
        let second = app.serves(HERE, says, "volunteer2").await;
        app.clock.advance(TimeDelta::days(60));
        let shift = app.entered(HERE, &first, ("2026-12-20", "10:00", "11:00")).await;
        confirmed(&app, &shift).await;
        let hours = json!({"day": "2026-12-20", "from": "10:00", "to": "11:00", "note": "查了燃气"});
        let shift = app.user("volunteer2").await.post(&format!("{API}/claims/{second}/hours"), hours).await.expect(201).json();
        confirmed(&app, shift["id"].as_str().unwrap()).await;
        app.ring().await;
        let (make, unmake) = match app.engine {
            Engine::Postgres => (
                vec![
                    "create function crash() returns trigger language plpgsql as $$ begin
                       if (select count(*) from star_lines) > 0 then raise exception 'crash'; end if; return new; end $$",
                    "create trigger crash before insert on star_lines for each row execute function crash()",
                ],
                "drop trigger crash on star_lines",
            ),
            Engine::Sqlite => (
                vec!["create trigger crash before insert on star_lines when (select count(*) from star_lines) > 0
                      begin select raise(abort, 'crash'); end"],
                "drop trigger crash",
            ),
        };
        for sql in make {
            app.rows(sql).await;
        }
        let admin = app.user("admin").await;
        assert!(step(&admin, "compute", json!({})).await.status >= 500);
        let left = admin.get(&format!("{API}/stars/quarters/2026Q4")).await.ok();
        assert_eq!((&left["stage"], &left["lines"]), (&Value::Null, &json!([])));
        app.rows(unmake).await;
        let whole = step(&admin, "compute", json!({})).await.ok();
        assert_eq!((&whole["version"], lines(&whole).len(), &whole["is_stale"]), (&json!(1), 2, &json!(false)));
    }

    async fn whoever_appoints_sees_what_each_did_here_so_far(app: TestApp) {
        let (claim, _) = after_a_quarter(&app).await;
        let [admin, staff] = [app.user("admin").await, app.user("staff").await];
        staff.post(&format!("{API}/claims/{claim}/miss"), json!({"from": "2027-01-02T16:00:00+08:00"})).await.expect(201);
        let mut says = post();
        says["claim_by"] = json!("2027-03-31");
        let new = app.opened(HERE, says).await;
        let path = format!("{API}/posts/{new}/records");
        assert_eq!(admin.get(&path).await.ok()["items"], json!([]));
        let [one, other] = [app.claim(HERE, &new, "volunteer").await, app.claim(HERE, &new, "volunteer2").await];
        let records = async |quarter: Option<&str>, stars: u8| {
            let items = admin.get(&path).await.ok()["items"].clone();
            let of = |claim: &str, minutes: i64, missed: i64, stars: u8| {
                json!({"claim": claim, "minutes": minutes, "missed": missed, "quarter": quarter, "stars": stars})
            };
            assert_eq!(items, json!([of(&one, 120, 1, stars), of(&other, 0, 0, 0)]));
        };
        records(None, 0).await;
        // Stars that are computed are nobody's yet.
        step(&admin, "compute", json!({})).await.ok();
        records(None, 0).await;
        step(&admin, "publish", json!({})).await.ok();
        records(Some("2026Q4"), 1).await;
        assert_eq!(staff.get(&path).await.status, 403);
        let page = admin.browser().get(&format!("/c/{HERE}/posts/{new}")).await.text;
        assert!(page.contains("2 小时；缺岗 1 次；2026 年第 4 季度 一星"), "{page}");
        let seen = app.user("volunteer2").await.browser().get(&format!("/c/{HERE}/posts/{new}")).await.text;
        assert!(!seen.contains("缺岗 1 次"), "{seen}");
        // Whoever takes a claim back is no applicant any more.
        app.user("volunteer2").await.post(&format!("{API}/claims/{other}/withdraw"), json!({})).await.ok();
        assert_eq!(admin.get(&path).await.ok()["items"].as_array().unwrap().len(), 1);
    }

    async fn staff_have_no_stars_and_whoever_goes_is_shown_to_nobody(app: TestApp) {
        published(&app).await;
        show(&app, "volunteer", "whole").await;
        let line = line(&app).await;
        object(&app.user("resident").await, &line, "那天下午他不在").await.expect(201);
        let data = app.user("resident").await.get(&format!("{API}/my-data")).await.ok();
        assert_eq!(data["star_objections"][0]["words"], "那天下午他不在");
        let member = app.member(HERE, "volunteer").await;
        app.user("admin").await.patch(&format!("{API}/members/{member}"), json!({"roles": ["volunteer", "grid_worker"]})).await.ok();
        let admin = app.user("admin").await;
        assert_eq!(admin.get(&format!("{API}/stars/quarters/2026Q4")).await.ok()["is_stale"], true);
        let again = step(&admin, "compute", json!({})).await.ok();
        assert_eq!(lines(&again), [], "grid workers have none");
        app.user("admin").await.patch(&format!("{API}/members/{member}"), json!({"roles": ["volunteer"]})).await.ok();
        step(&app.user("admin").await, "compute", json!({})).await.ok();
        step(&app.user("admin").await, "publish", json!({"days": 1})).await.ok();
        assert_eq!(board(&app.anonymous()).await["buildings"][0]["people"][0]["name"], "郑志愿");
        app.user("volunteer").await.delete(&format!("{API}/my-data")).await.expect(204);
        let left = board(&app.anonymous()).await;
        assert_eq!((&left["buildings"], &left["hidden"]), (&json!([]), &json!(0)));
        assert_eq!(app.rows("select words || answer from star_objections").await, [""]);
        app.clock.advance(TimeDelta::days(1));
        step(&app.user("admin").await, "seal", json!({})).await.ok();
    }

    async fn nothing_that_was_counted_can_be_changed_or_removed(app: TestApp) {
        published(&app).await;
        let stars = vec![json!({"points": 1, "hours": 0, "most_missed": 9}); 5];
        app.user("admin").await.post(&format!("{API}/stars/rules"), json!({"from": "2027Q2", "stars": stars})).await.expect(201);
        let (url, tenant) = (app.app_url(), app.tenant(HERE).await);
        for (table, column) in [("star_lines", "points"), ("star_rules", "version")] {
            for sql in [format!("update {table} set {column} = 7 returning 'changed'"), format!("delete from {table} returning 'removed'")] {
                assert!(app.rows_of(&url, Some(&tenant), &sql).await.is_err(), "{sql}");
            }
        }
    }

    async fn with_scripts_off_a_quarter_is_closed_from_step_to_step(app: TestApp) {
        let (_, _) = after_a_quarter(&app).await;
        let [admin, volunteer, nobody] = [app.user("admin").await.browser(), app.user("volunteer").await.browser(), app.anonymous().browser()];
        let path = format!("/c/{HERE}/stars/close");
        let page = admin.get(&path).await;
        for said in ["2026 年第 4 季度", "时长都确认了。", "stars.compute"] {
            assert!(page.expect(200).text.contains(said), "{said}");
        }
        let at = |version: &'static str| [("community", HERE), ("quarter", "2026Q4"), ("version", version)];
        admin.form(&format!("{path}?do=stars.compute"), &at("0")).await.expect(303);
        let page = admin.get(&path).await;
        assert!(page.text.contains("已经算好：一星 1 人。") && page.text.contains("郑志愿"));
        let wrong = [at("1").as_slice(), &[("days", "四十")]].concat();
        let wrong = admin.form(&format!("{path}?do=stars.publish"), &wrong).await;
        assert!(wrong.expect(422).text.contains("要写 1 到 30 之间的天数。") && wrong.text.contains("value=\"四十\""));
        admin.form(&format!("{path}?do=stars.publish"), &[at("1").as_slice(), &[("days", "3")]].concat()).await.expect(303);
        let mine = volunteer.get(&format!("/c/{HERE}/stars/mine")).await;
        for said in ["一星", "公示中", "20 分 · 2 小时", "差 40 分，差 1 小时"] {
            assert!(mine.expect(200).text.contains(said), "{said}");
        }
        let choice = [("community", HERE), ("showing", "whole")];
        volunteer.form(&format!("/c/{HERE}/stars/mine?do=stars.choose"), &choice).await.expect(303);
        let public = nobody.get(&format!("/c/{HERE}/stars")).await;
        assert!(public.expect(200).text.contains("郑志愿") && !public.text.contains("stars.object"));
        let book = admin.get_bytes(&format!("/c/{HERE}/stars.xlsx?quarter=2026Q4")).await.expect(200).text.clone();
        assert!(book.starts_with("PK"), "a workbook");
        admin.get_bytes(&format!("/c/{HERE}/stars.xlsx?quarter=2026Q3")).await.expect(404);
        app.clock.advance(TimeDelta::days(3));
        let admin = app.user("admin").await.browser();
        admin.form(&format!("{path}?do=stars.seal"), &at("2")).await.expect(303);
        let honours = admin.get(&format!("/c/{HERE}/stars/honours?quarter=2026Q4")).await;
        assert!(honours.expect(200).text.contains("郑志愿同志") && honours.text.contains("被评为一星志愿者"));
        let own = app.user("volunteer2").await.browser().get(&format!("/c/{HERE}/stars/honours?quarter=2026Q4")).await;
        assert!(own.expect(200).text.contains("没有可以打印的荣誉证书。") && !own.text.contains("郑志愿"));
    }
}
