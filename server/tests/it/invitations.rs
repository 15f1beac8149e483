//! Invitations: whoever registers by the community's link is verified, until it runs out or is called back.

use crate::harness::{Client, HERE, THERE, TestApp, on_both};
use app::communities::model::NOTICE;
use chrono::TimeDelta;
use serde_json::{Value, json};

const INVITATION: &str = "/api/v1/communities/dongyuan/invitation";

async fn token(who: &Client) -> String {
    who.post(INVITATION, json!({})).await.expect(201).json()["token"].as_str().unwrap().to_owned()
}

/// Registers somebody new; whether they are verified.
async fn comes(app: &TestApp, community: &str, phone: &str, invite: &str) -> bool {
    let body = json!({"community": community, "name": "孙新人", "building": "1", "door": "101", "consent": NOTICE,
        "phone": phone, "password": "a long enough one", "invite": invite});
    let member = app.anonymous().post("/api/v1/accounts", body).await.expect(201).json();
    !member["verified_at"].is_null()
}

on_both! {
    async fn whoever_comes_by_the_link_is_verified_and_counted(app: TestApp) {
        let staff = app.user("staff").await;
        assert_eq!(staff.get(INVITATION).await.ok(), Value::Null);
        let invite = token(&staff).await;
        assert!(comes(&app, HERE, "13900000001", &invite).await);
        assert!(!comes(&app, HERE, "13900000002", "").await);
        let seen = staff.get(INVITATION).await.ok();
        assert_eq!((&seen["used"], &seen["token"]), (&json!(1), &json!(invite)));
        // They see the wall at once.
        let login = json!({"login": "13900000001", "password": "a long enough one"});
        let session = app.anonymous().post("/api/v1/sessions", login).await.expect(201).json();
        let bearer = format!("Bearer {}", session["access_token"].as_str().unwrap());
        app.anonymous().with("authorization", &bearer).get(&format!("/api/v1/communities/{HERE}/wishes")).await.ok();
        // By which invitation they came stands in their history.
        let events = app.rows("select cast(payload as text) from events where kind = 'registered'").await;
        assert_eq!(events.iter().filter(|payload| payload.contains("\"invitation\":\"") || payload.contains("\"invitation\": \"")).count(), 1);
    }

    async fn one_that_ran_out_was_replaced_or_called_back_verifies_nobody_and_keeps_nobody_out(app: TestApp) {
        let staff = app.user("staff").await;
        let first = token(&staff).await;
        let second = token(&staff).await;
        assert!(!comes(&app, HERE, "13900000001", &first).await, "another was made");
        assert!(comes(&app, HERE, "13900000002", &second).await);
        staff.delete(INVITATION).await.expect(204);
        staff.delete(INVITATION).await.expect(204);
        assert!(!comes(&app, HERE, "13900000003", &second).await, "it was called back");
        let third = token(&staff).await;
        assert!(!comes(&app, THERE, "13900000004", &third).await, "it is of another community");
        app.clock.advance(TimeDelta::days(90));
        assert!(!comes(&app, HERE, "13900000005", &third).await, "it ran out");
        assert_eq!(app.user("staff").await.get(INVITATION).await.ok(), Value::Null);
        for made_up in ["0", "ffff", &"x".repeat(5000), "' or 1=1"] {
            let page = app.anonymous().browser().get(&format!("/c/{HERE}/register?invite={}", made_up.replace(' ', "%20"))).await;
            assert!(page.expect(200).text.contains("这个邀请过期了"), "{made_up}");
        }
    }

    async fn who_registered_before_is_verified_by_it_and_a_record_can_still_be_joined(app: TestApp) {
        let staff = app.user("staff").await;
        let invite = token(&staff).await;
        let come = format!("{INVITATION}/come-by");
        let unverified = app.user("unverified").await;
        assert_eq!(unverified.post(&come, json!({"token": "0"})).await.expect(409).code(), "invitation_over");
        let page = unverified.browser().get(&format!("/c/{HERE}/register?invite={invite}")).await.text;
        assert!(page.contains("凭邀请核对身份"), "{page}");
        for _ in 0..2 {
            assert!(!unverified.post(&come, json!({"token": invite})).await.ok()["verified_at"].is_null());
        }
        assert_eq!(staff.get(INVITATION).await.ok()["used"], 1);
        let welcome = unverified.browser().get(&format!("/c/{HERE}?welcome=1")).await.text;
        assert!(welcome.contains("也能看心愿墙了") && !welcome.contains("社区核对身份后"), "{welcome}");
        // Whoever came by it and did nothing else is joined to the record that there was of them; whoever did is not.
        let record = app.record(HERE, "钱无号").await;
        let join = format!("/api/v1/communities/{HERE}/residents/{record}/join");
        assert!(comes(&app, HERE, "13900000001", &invite).await);
        let newcomer = app.member(HERE, "孙新人").await;
        let own = app.member_id("unverified").await;
        app.place(HERE, &unverified).await;
        assert_eq!(staff.post(&join, json!({"member": own})).await.expect(409).code(), "account_in_use");
        staff.post(&join, json!({"member": newcomer})).await.ok();
    }

    /// Whoever came by an invitation is verified, so that others may do things for them; what they did belongs to that account.
    async fn what_others_did_for_an_account_stands_in_its_way_to_a_record(app: TestApp) {
        let (staff, grid) = (app.user("staff").await, app.user("grid").await);
        let api = format!("/api/v1/communities/{HERE}");
        let invite = token(&staff).await;
        let record = app.record(HERE, "钱无号").await;
        let join = format!("{api}/residents/{record}/join");
        for (nth, what) in ["order", "diary", "card", "delegate"].into_iter().enumerate() {
            assert!(comes(&app, HERE, &format!("1390000001{nth}"), &invite).await);
            let list = staff.get(&format!("{api}/members?q=孙新人")).await.ok();
            let newcomer = list["items"][0]["id"].as_str().unwrap().to_owned();
            match what {
                "order" => {
                    let category = app.category(HERE, "wish_item").await;
                    let order = json!({"kind": "micro_wish", "category": category, "title": "想要一盏台灯", "text": "看书用。", "resident": newcomer, "channel": "phone"});
                    staff.post(&format!("{api}/wishes"), order).await.expect(201);
                }
                "diary" => {
                    let noted = json!({"resident": newcomer, "channel": "visit", "words": "问候一下"});
                    grid.post(&format!("{api}/diary"), noted).await.expect(201);
                }
                "card" => drop(staff.post(&format!("{api}/card"), json!({"resident": newcomer})).await.ok()),
                _ => drop(staff.post(&format!("{api}/delegates"), json!({"resident": newcomer})).await.expect(201)),
            }
            assert_eq!(staff.post(&join, json!({"member": newcomer})).await.expect(409).code(), "account_in_use", "{what}");
        }
    }

    async fn the_poster_carries_the_link_and_the_form_carries_it_on(app: TestApp) {
        let staff = app.user("staff").await;
        let invite = token(&staff).await;
        let page = staff.browser().get(&format!("/c/{HERE}/invite")).await.text;
        assert!(page.contains(&format!("/c/{HERE}/register?invite={invite}")) && page.contains("class=\"qr\""), "{page}");
        let form = app.anonymous().browser().get(&format!("/c/{HERE}/register?invite={invite}")).await.text;
        assert!(form.contains("您是凭社区的邀请来的") && form.contains(&format!("name=\"invite\" value=\"{invite}\"")), "{form}");
        let plain = app.anonymous().browser().get(&format!("/c/{HERE}/register")).await.text;
        assert!(!plain.contains("邀请"), "{plain}");
        // Whoever has an account comes by it as well.
        let fields = [("community", HERE), ("name", "钱外来"), ("building", "1"), ("door", "1"), ("consent", NOTICE), ("invite", &*invite)];
        let outsider = app.user("outsider").await.browser();
        outsider.form(&format!("/c/{HERE}/register?invite={invite}&do=communities.register"), &fields).await.expect(303);
        app.user("outsider").await.get(&format!("/api/v1/communities/{HERE}/wishes")).await.ok();
    }
}
