//! Lists show nobody's door and no resident's whole name; who opens one member has looked, and the member reads it.

use crate::harness::{HERE, TestApp, name_of, on_both, phone_of};
use app::accounts::model::masked_name;
use chrono::TimeDelta;
use serde_json::{Value, json};

const API: &str = "/api/v1/communities/dongyuan";

fn person(member: &str) -> String {
    format!("{API}/members/{member}")
}

/// Who looked at a resident: as what, at what.
async fn looks(app: &TestApp, login: &str) -> Vec<(String, String)> {
    let list = app.user(login).await.get(&format!("{API}/looks")).await.ok();
    let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    list["items"].as_array().unwrap().iter().map(|one| (text(one, "role"), text(one, "kind"))).collect()
}

on_both! {
    async fn no_list_tells_a_residents_whole_name_phone_or_door(app: TestApp) {
        let grid = app.user("grid").await;
        let (member, name, phone) = (app.member_id("resident").await, name_of("resident"), phone_of("resident"));
        let door = "最里面一间";
        let corrected = json!({"name": name, "building": "3 号楼", "door": door});
        app.user("resident").await.put(&format!("{API}/my-data"), corrected).await.ok();
        // Something in every list: an order of theirs, filed and placed, an entry about them, a delegate, a newcomer of that name.
        app.wish_at(HERE, "unsatisfied").await;
        grid.post(&format!("{API}/diary"), json!({"resident": member, "channel": "visit", "words": "灯坏了，不急"})).await.ok();
        let code = grid.post(&format!("{API}/delegates"), json!({"resident": member})).await.ok()["code"].as_str().unwrap().to_owned();
        app.user("resident2").await.post(&format!("{API}/delegates/take-on"), json!({"code": code})).await.ok();
        app.newcomer(HERE, name).await;
        let before = app.rows("select kind from events where kind = 'looked'").await.len();
        let page = format!("/c/{HERE}");
        let lists = [
            format!("{API}/members?limit=100"),
            format!("{API}/members?q={name}"),
            format!("{API}/residents?q={name}"),
            format!("{API}/diary"),
            format!("{API}/delegates?resident={member}"),
            format!("{API}/wishes?limit=100"),
            format!("{API}/wishes?stage=confirmed&to_call_back=true"),
            format!("{API}/audit"),
            format!("{API}/imports"),
            format!("{API}/messages"),
            format!("{page}/people"),
            format!("{page}/people?unverified=1"),
            format!("{page}/file?q=3"),
            format!("{page}/file?join={}", app.member_id("resident2").await),
            format!("{page}/diary?for={member}"),
            format!("{page}/delegates?for={member}"),
            format!("{page}/wishes/new?for={member}"),
            format!("{page}/card/print?for={member}"),
            format!("{page}/desk"),
            format!("{page}/desk?stage=&to_call_back=1"),
            format!("{page}/wall"),
            format!("{page}/audit"),
            format!("{page}/notices"),
            format!("{page}/figures"),
            format!("{page}/screen"),
        ];
        let mut shown = 0;
        for who in ["volunteer", "merchant", "grid", "staff", "admin"] {
            for list in &lists {
                let client = app.user(who).await;
                let answer = if list.starts_with("/api") { client.get(list).await } else { client.browser().get(list).await };
                for secret in [name, &phone, door] {
                    assert!(!answer.text.contains(secret), "{who} reads {secret} in {list}: {}", answer.text);
                }
                shown += usize::from(answer.text.contains(&masked_name(name)));
            }
        }
        assert!(shown > 15, "the lists show nobody: {shown}");
        assert_eq!(app.rows("select kind from events where kind = 'looked'").await.len(), before, "a list is no look");
    }

    async fn who_opens_a_member_sees_all_and_the_member_reads_who_did_once_a_day(app: TestApp) {
        let member = app.member_id("resident").await;
        for who in ["staff", "grid", "staff"] {
            let seen = app.user(who).await.get(&person(&member)).await.ok();
            assert_eq!((seen["name"].as_str(), seen["phone"].as_str()), (Some(name_of("resident")), Some(&*phone_of("resident"))), "{who}");
            assert_eq!(seen["door"], "302", "{who}");
        }
        let page = app.user("admin").await.browser().get(&format!("/c/{HERE}/people/{member}")).await;
        assert!(page.expect(200).text.contains(name_of("resident")));
        let role = |role: &str| (role.to_owned(), "looked".to_owned());
        assert_eq!(looks(&app, "resident").await, [role("admin"), role("grid_worker"), role("staff")]);
        app.clock.advance(TimeDelta::days(1));
        app.user("staff").await.get(&person(&member)).await.ok();
        // What one looks at of oneself is none, and nobody else reads it.
        let resident = app.user("resident").await;
        resident.get(&person(&member)).await.expect(403);
        let staff = app.member_id("staff").await;
        app.user("staff").await.get(&person(&staff)).await.ok();
        assert_eq!(looks(&app, "resident").await.len(), 4);
        assert!(looks(&app, "staff").await.is_empty() && looks(&app, "resident2").await.is_empty());
        // It stands on the page of who looked, and in what is given out.
        let page = resident.browser().get(&format!("/c/{HERE}/looks")).await;
        assert!(page.text.contains("褚**") && page.text.contains("网格员"), "{}", page.text);
        assert_eq!(resident.get(&format!("{API}/my-data")).await.ok()["looks"].as_array().unwrap().len(), 4);
    }

    async fn who_opens_somebody_in_many_tabs_at_once_has_looked_once(app: TestApp) {
        let member = app.member_id("resident").await;
        let staff = app.user("staff").await;
        let mut tabs = tokio::task::JoinSet::new();
        for _ in 0..12 {
            let (staff, path) = (staff.clone(), person(&member));
            tabs.spawn(async move { staff.get(&path).await.expect(200).status });
        }
        assert_eq!(tabs.join_all().await.len(), 12);
        assert_eq!(looks(&app, "resident").await, [("staff".to_owned(), "looked".to_owned())]);
    }

    async fn a_grid_worker_sees_whom_they_may_order_for_and_nobody_sees_who_has_gone(app: TestApp) {
        let [grid, staff] = [app.user("grid").await, app.user("staff").await];
        let (login, newcomer) = app.newcomer(HERE, "孙新人").await;
        grid.get(&person(&newcomer)).await.expect(404);
        assert_eq!(staff.get(&person(&newcomer)).await.ok()["name"], "孙新人");
        let record = app.record(HERE, "钱无号").await;
        assert_eq!(grid.get(&person(&record)).await.ok()["is_record"], true);
        app.user(&login).await.delete(&format!("{API}/my-data")).await.expect(204);
        staff.get(&person(&newcomer)).await.expect(404);
        // What the desk looked at of a record is read by whoever it is joined to.
        let (login, member) = app.newcomer(HERE, "钱无号").await;
        // The desk opens whom it joins: that is no use of the account, and read by them as well.
        staff.get(&person(&member)).await.ok();
        staff.post(&format!("{API}/residents/{record}/join"), json!({"member": member})).await.ok();
        let looked = |role: &str| (role.to_owned(), "looked".to_owned());
        assert_eq!(looks(&app, &login).await, [looked("staff"), looked("grid_worker")]);
        // Whoever has no role left is still somebody to whom roles can be given.
        let merchant = app.member_id("merchant").await;
        let admin = app.user("admin").await;
        admin.patch(&format!("{API}/members/{merchant}"), json!({"roles": []})).await.ok();
        admin.get(&person(&merchant)).await.ok();
    }
}
