//! Messages: who is reached outside, by what way, when, what it says, and what happens when nobody answers there.

use crate::harness::{Client, Engine, HERE, MailServer, Receiver, TestApp, name_of, on_both, phone_of, run};
use app::kernel::ctx::Reach;
use app::kernel::db::Mode;
use app::kernel::jobs::Queue;
use app::messages::model::Why;
use app::messages::sending::{Outcome, hand_out, settle};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use server::config::Outside;
use server::post::Post;
use standardwebhooks::Webhook;

const MINE: &str = "/api/v1/communities/dongyuan/my-messages";
const MAIL: &str = "/api/v1/communities/dongyuan/my-messages/mail";
const CONFIRM: &str = "/api/v1/communities/dongyuan/my-messages/mail/confirm";
const WEBHOOKS: &str = "/api/v1/communities/dongyuan/webhooks";
const ADDRESS: &str = "zhou.xiuying@example.com";
/// Nobody listens here.
const NOWHERE: &str = "smtp://127.0.0.1:9";

/// The resident, who reads English.
async fn resident(app: &TestApp) -> Client {
    app.user("resident").await.with("accept-language", "en")
}

/// The six digits in a letter.
fn code_in(letter: &str) -> String {
    let (_, after) = letter.split_once("Your code is ").unwrap_or_else(|| panic!("no code: {letter}"));
    after.chars().take(6).collect()
}

/// Confirms the resident's address: what they chose then.
async fn confirmed(app: &TestApp, mail: &MailServer) -> Value {
    let resident = resident(app).await;
    resident.put(MAIL, json!({"address": ADDRESS})).await.expect(204);
    app.send(&app.post_to(&mail.url)).await;
    let code = code_in(mail.got().last().unwrap());
    resident.post(CONFIRM, json!({"code": code})).await.ok()
}

/// The resident chooses these ways alone, at any time of the day.
async fn choose(app: &TestApp, ways: &[&Value]) {
    resident(app).await.put(MINE, json!({"wants": "all", "ways": ways, "lang": "en"})).await.ok();
}

/// A volunteer, who is told nothing of these orders, chooses to be told outside.
async fn somebody_chose(app: &TestApp) {
    let webhook = app.webhook(HERE, "https://hooks.example.org/", false).await;
    app.user("volunteer").await.put(MINE, json!({"wants": "all", "ways": [webhook["id"]], "lang": "zh-CN"})).await.ok();
}

/// Somebody is told: the community takes a new order of the resident's. A minute later it may go out.
async fn told(app: &TestApp) -> String {
    let wish = app.wish_at(HERE, "accepted").await;
    app.ring().await;
    app.clock.advance(TimeDelta::seconds(61));
    wish
}

on_both! {
    async fn whoever_chose_it_gets_a_letter_with_a_sentence_and_a_link_and_nothing_else(app: TestApp) {
        let (mail, post_to) = (MailServer::start().await, |mail: &MailServer| app.post_to(&mail.url));
        assert_eq!(app.send(&post_to(&mail)).await, 0);
        let chosen = confirmed(&app, &mail).await;
        assert_eq!((&chosen["mail"], &chosen["ways"][0]["chosen"]), (&json!({"address": ADDRESS, "asked": null}), &json!(true)));
        assert_eq!(chosen["quiet"], json!({"from": "21:00:00", "to": "08:00:00"}));

        let wish = app.wish_at(HERE, "accepted").await;
        assert_eq!((app.send(&post_to(&mail)).await, mail.got().len()), (0, 1), "a minute is left to read it in Linli");
        app.clock.advance(TimeDelta::seconds(61));
        app.send(&post_to(&mail)).await;
        let letter = mail.got().last().unwrap().clone();
        assert_eq!(mail.got().len(), 2);
        for part in [&format!("To: {ADDRESS}"), "From: Linli <linli@example.org>", "The community has taken your order", "notices/choices"] {
            assert!(letter.contains(part), "{part}: {letter}");
        }
        assert!(letter.replace("=\n", "").contains(&format!("https://linli.example.org/c/{HERE}/wishes/{wish}")), "{letter}");
        for secret in [name_of("resident"), phone_of("resident").as_str(), "台灯"] {
            assert!(!letter.contains(secret), "{secret}: {letter}");
        }
        assert_eq!(app.log().await, ["sent 1", "sent 1"]);
        // The log, and every row, say nothing of where it went.
        let log = app.user("admin").await.get(&format!("/api/v1/communities/{HERE}/messages")).await.text;
        assert!(!log.contains(ADDRESS) && !log.contains(&app.member(HERE, "resident").await), "{log}");
        assert!(app.dump().await.values().flatten().all(|row| !row.contains(ADDRESS)));
        assert_eq!(app.send(&post_to(&mail)).await, 0);
    }

    async fn nothing_leaves_before_somebody_chose_so(app: TestApp) {
        let receiver = Receiver::start().await;
        app.webhook(HERE, &receiver.url, true).await;
        told(&app).await;
        assert_eq!((app.send(&app.post_to(NOWHERE)).await, receiver.got().len(), app.count("messages").await), (0, 0, 0));
        // Where somebody else chose so, those who did not are still left alone.
        somebody_chose(&app).await;
        told(&app).await;
        assert_eq!((app.send(&app.post_to(NOWHERE)).await, app.count("messages").await), (0, 0));
    }

    async fn a_webhook_gets_what_was_chosen_signed_by_the_standard(app: TestApp) {
        let (phones, plain) = (Receiver::start().await, Receiver::start().await);
        let (one, other) = (app.webhook(HERE, &phones.url, true).await, app.webhook(HERE, &plain.url, false).await);
        choose(&app, &[&one["id"], &other["id"]]).await;
        let wish = told(&app).await;
        app.send(&app.post_to(NOWHERE)).await;
        for (receiver, webhook, phone) in [(&phones, &one, json!(phone_of("resident"))), (&plain, &other, Value::Null)] {
            let got = receiver.got();
            assert_eq!(got.len(), 1);
            let verifier = Webhook::new(webhook["secret"].as_str().unwrap()).unwrap();
            let at = got[0].header("webhook-timestamp").parse().unwrap();
            let signed = verifier.sign(got[0].header("webhook-id"), at, got[0].body.as_bytes()).unwrap();
            assert_eq!((got[0].header("webhook-signature"), at), (signed.as_str(), app.clock.now().timestamp()));
            let said = got[0].json();
            assert_eq!((&said["type"], &said["data"]["kind"], &said["data"]["lang"]), (&json!("notice"), &json!("accepted"), &json!("en")));
            assert_eq!(said["data"]["link"], format!("https://linli.example.org/c/{HERE}/wishes/{wish}"));
            assert_eq!((&said["data"]["phone"], &said["data"]["member"]), (&phone, &json!(app.member(HERE, "resident").await)));
            assert!(!got[0].body.contains(name_of("resident")));
        }
        // In Chinese, for whoever chose that.
        let zh = json!({"wants": "all", "ways": [other["id"]], "lang": "zh-CN"});
        app.user("resident").await.put(MINE, zh).await.ok();
        told(&app).await;
        app.send(&app.post_to(NOWHERE)).await;
        let said = plain.got().last().unwrap().json();
        assert!(said["data"]["lang"] == "zh-CN" && said["data"]["text"].as_str().unwrap().starts_with("社区接了您的"), "{said}");

        let rows = app.dump().await;
        let open = |text: &str| rows.values().flatten().any(|row| row.contains(text));
        assert!(!open(one["secret"].as_str().unwrap()) && !open("group=7"), "secret and address are sealed");
    }

    async fn who_does_not_answer_is_asked_again_later_and_later_until_it_is_given_up(app: TestApp) {
        let receiver = Receiver::start().await;
        let webhook = app.webhook(HERE, &receiver.url, false).await;
        choose(&app, &[&webhook["id"]]).await;
        told(&app).await;
        receiver.answer(503);
        let post = app.post_to(NOWHERE);
        assert_eq!(app.send(&post).await, 1);
        assert_eq!(app.log().await, ["waiting answered_503 1"]);
        for tries in 2..=9 {
            let wait = TimeDelta::minutes(1 << (tries - 2));
            app.clock.advance(wait - TimeDelta::seconds(1));
            assert_eq!(app.send(&post).await, 0, "before try {tries}");
            app.clock.advance(TimeDelta::seconds(2));
            assert_eq!(app.send(&post).await, 1, "try {tries}");
        }
        assert_eq!(app.log().await, ["failed answered_503 9"]);
        app.clock.advance(TimeDelta::days(1));
        assert_eq!(app.send(&post).await, 0);
        let ids: Vec<String> = receiver.got().iter().map(|sent| sent.header("webhook-id").to_owned()).collect();
        assert!(ids.len() == 9 && ids.iter().all(|id| *id == ids[0]), "{ids:?}");

        // An admin reads it, and tries again; a second press finds nothing.
        receiver.answer(200);
        let admin = app.user("admin").await;
        let page = admin.browser().get(&format!("/c/{HERE}/messages")).await.text;
        assert!(page.contains("有 1 条发不出去") && page.contains("对方回答了错误 503"), "{page}");
        let retry = format!("/api/v1/communities/{HERE}/messages/{}/retry", ids[0]);
        admin.post(&retry, json!({})).await.expect(204);
        admin.post(&retry, json!({})).await.expect(404);
        assert_eq!(app.send(&post).await, 1);
        assert_eq!(app.log().await, ["sent 1"]);
        assert_eq!(receiver.got().last().unwrap().header("webhook-id"), ids[0]);
    }

    async fn a_webhook_that_hangs_keeps_nobody_elses_messages(app: TestApp) {
        let (mail, hangs, well) = (MailServer::start().await, Receiver::start().await, Receiver::start().await);
        confirmed(&app, &mail).await;
        let (one, other) = (app.webhook(HERE, &hangs.url, false).await, app.webhook(HERE, &well.url, false).await);
        choose(&app, &[&json!("mail"), &one["id"], &other["id"]]).await;
        hangs.answer(0);
        for _ in 0..3 {
            told(&app).await;
        }
        assert_eq!(app.send(&app.post_to(&mail.url)).await, 9);
        assert_eq!((mail.got().len(), well.got().len(), hangs.got().len()), (1 + 3, 3, 1), "it was asked once, for all three");
        let log = app.log().await;
        let count = |line: &str| log.iter().filter(|one| *one == line).count();
        assert_eq!((count("sent 1"), count("waiting too_slow 1"), count("waiting 0")), (1 + 6, 1, 2), "{log:?}");
        // What did not get its turn gets it while the one that hung waits longer.
        app.clock.advance(TimeDelta::seconds(61));
        hangs.answer(200);
        app.send(&app.post_to(&mail.url)).await;
        assert_eq!(app.log().await.iter().filter(|line| line.starts_with("sent")).count(), 1 + 9);
    }

    async fn a_mail_server_that_is_down_loses_nothing(app: TestApp) {
        let mail = MailServer::start().await;
        confirmed(&app, &mail).await;
        choose(&app, &[&json!("mail")]).await;
        told(&app).await;
        app.send(&app.post_to(NOWHERE)).await;
        assert_eq!(app.log().await[0], "waiting unreachable 1");
        app.clock.advance(TimeDelta::seconds(61));
        mail.answer(451);
        app.send(&app.post_to(&mail.url)).await;
        assert_eq!(app.log().await[0], "waiting answered_451 2");
        app.clock.advance(TimeDelta::seconds(121));
        mail.answer(250);
        app.send(&app.post_to(&mail.url)).await;
        assert_eq!((app.log().await[0].as_str(), mail.got().len()), ("sent 3", 2));
        // One that takes the call and says nothing is waited for no longer than others.
        told(&app).await;
        mail.answer(0);
        for tries in 1..=2 {
            app.send(&app.post_to(&mail.url)).await;
            assert_eq!(app.log().await[0], format!("waiting too_slow {tries}"));
            app.clock.advance(TimeDelta::seconds(61));
        }
        app.clock.advance(TimeDelta::seconds(61));
        mail.answer(250);
        app.send(&app.post_to(&mail.url)).await;
        assert_eq!((app.log().await[0].as_str(), mail.got().len()), ("sent 3", 3));
        // An address that is not there is not tried again.
        told(&app).await;
        mail.answer(550);
        app.send(&app.post_to(&mail.url)).await;
        assert_eq!(app.log().await[0], "failed answered_550 1");
    }

    async fn of_a_server_that_stopped_half_way_nothing_is_lost(app: TestApp) {
        let receiver = Receiver::start().await;
        let webhook = app.webhook(HERE, &receiver.url, false).await;
        choose(&app, &[&webhook["id"]]).await;
        told(&app).await;
        let call = server::worker::call(&app.app);
        let due = |app: &TestApp| {
            let call = server::worker::call(&app.app);
            async move {
                let queue = (Queue::Outside, 10);
                app::accounts::serve(&call, "test", Mode::Read, queue, app::communities::ops::list_due).await.unwrap()
            }
        };
        let job = due(&app).await.remove(0).1;
        let parcel = app::communities::serve(&call, "test", Mode::Write, HERE, job.clone(), hand_out).await.unwrap();
        // It was handed out, and to nobody else, also not to one who had read the same list.
        assert!(parcel.is_some() && due(&app).await.is_empty());
        assert!(app::communities::serve(&call, "test", Mode::Write, HERE, job, hand_out).await.unwrap().is_none());
        // A minute later another server sends it, under the same id.
        app.clock.advance(TimeDelta::seconds(61));
        app.send(&app.post_to(NOWHERE)).await;
        let id = parcel.unwrap().id;
        assert_eq!(receiver.got()[0].header("webhook-id"), id.to_string());
        assert_eq!(app.log().await, ["sent 2"]);
        // What comes of the first then changes nothing more.
        app::communities::serve(&call, "test", Mode::Write, HERE, (id, Outcome::Later(Why::TooSlow)), settle).await.unwrap();
        assert_eq!(app.log().await, ["sent 2"]);
    }

    async fn what_had_to_wait_its_turn_was_not_tried(app: TestApp) {
        let receiver = Receiver::start().await;
        let webhook = app.webhook(HERE, &receiver.url, false).await;
        choose(&app, &[&webhook["id"]]).await;
        told(&app).await;
        let call = server::worker::call(&app.app);
        let queue = (Queue::Outside, 10);
        let job = app::accounts::serve(&call, "test", Mode::Read, queue, app::communities::ops::list_due).await.unwrap().remove(0).1;
        let parcel = app::communities::serve(&call, "test", Mode::Write, HERE, job, hand_out).await.unwrap().unwrap();
        app::communities::serve(&call, "test", Mode::Write, HERE, (parcel.id, Outcome::Untried), settle).await.unwrap();
        assert_eq!(app.log().await, ["waiting 0"]);
        app.clock.advance(TimeDelta::seconds(61));
        assert_eq!((app.send(&app.post_to(NOWHERE)).await, app.log().await), (1, vec!["sent 1".to_owned()]));
    }

    async fn what_somebody_chose_goes_with_their_account_to_their_record(app: TestApp) {
        let record = app.record(HERE, "钱无号").await;
        let (login, member) = app.newcomer(HERE, "钱无号").await;
        let newcomer = app.user(&login).await;
        let webhook = app.webhook(HERE, "https://hooks.example.org/", false).await;
        newcomer.put(MINE, json!({"wants": "late", "ways": [webhook["id"]], "lang": "en"})).await.ok();
        newcomer.put(MAIL, json!({"address": ADDRESS})).await.expect(204);
        let staff = app.user("staff").await;
        let join = |record: &str| format!("/api/v1/communities/{HERE}/residents/{record}/join");
        // To nobody it is joined, and nothing is moved.
        staff.post(&join(&uuid::Uuid::from_u128(7).to_string()), json!({"member": member})).await.expect(404);
        assert_eq!(newcomer.get(MINE).await.ok()["mail"], json!({"address": null, "asked": ADDRESS}));
        staff.post(&join(&record), json!({"member": member})).await.ok();
        let chosen = newcomer.get(MINE).await.ok();
        assert_eq!((&chosen["wants"], &chosen["ways"][0]["chosen"], &chosen["mail"]["asked"]), (&json!("late"), &json!(true), &Value::Null));
        assert_eq!(app.rows("select wants || ways || coalesce(asked_sealed, '') from outlets where ways = ''").await, ["none"]);
        assert_eq!(app.count("outlets").await, 2);
    }

    async fn a_server_without_a_mail_server_leaves_letters_to_one_that_has_it(app: TestApp) {
        let mail = MailServer::start().await;
        confirmed(&app, &mail).await;
        choose(&app, &[&json!("mail")]).await;
        told(&app).await;
        let without = Post::new(&Outside::default()).unwrap();
        assert_eq!(app.send(&without).await, 1);
        assert_eq!(app.log().await[0], "waiting no_mail 1");
        app.clock.advance(TimeDelta::seconds(61));
        app.send(&app.post_to(&mail.url)).await;
        assert_eq!((app.log().await[0].as_str(), mail.got().len()), ("sent 2", 2));
    }

    async fn what_went_out_already_is_not_handed_out_again(app: TestApp) {
        let receiver = Receiver::start().await;
        let webhook = app.webhook(HERE, &receiver.url, false).await;
        choose(&app, &[&webhook["id"]]).await;
        told(&app).await;
        app.rows("create table jobs_kept as select * from jobs where kind = 'message'").await;
        app.send(&app.post_to(NOWHERE)).await;
        // As if a server that was slow had put it back: it ends there.
        app.rows("insert into jobs select * from jobs_kept").await;
        app.rows("drop table jobs_kept").await;
        assert_eq!(app.send(&app.post_to(NOWHERE)).await, 1);
        assert_eq!((receiver.got().len(), app.log().await, app.send(&app.post_to(NOWHERE)).await), (1, vec!["sent 1".to_owned()], 0));
    }

    async fn the_same_way_twice_is_one_way(app: TestApp) {
        let receiver = Receiver::start().await;
        let id = app.webhook(HERE, &receiver.url, false).await["id"].as_str().unwrap().to_owned();
        let twice = json!({"wants": "all", "ways": [id, id.to_uppercase()], "lang": "en"});
        resident(&app).await.put(MINE, twice).await.ok();
        told(&app).await;
        app.send(&app.post_to(NOWHERE)).await;
        assert_eq!((receiver.got().len(), app.log().await), (1, vec!["sent 1".to_owned()]));
    }

    async fn whoever_chooses_while_they_go_leaves_no_address(app: TestApp) {
        let mail = MailServer::start().await;
        confirmed(&app, &mail).await;
        let resident = resident(&app).await;
        let chosen = json!({"wants": "all", "ways": ["mail"], "lang": "en"});
        let choosing = async { futures_util::future::join_all((0..8).map(|_| resident.put(MINE, chosen.clone()))).await };
        let data = format!("/api/v1/communities/{HERE}/my-data");
        let (_, gone) = futures_util::join!(choosing, resident.delete(&data));
        gone.expect(204);
        let row = "select wants || ways || coalesce(mail_sealed, '') from outlets";
        assert_eq!(app.rows(row).await, ["none"]);
    }

    async fn a_code_that_has_run_out_is_not_sent_and_the_newest_alone_goes_out(app: TestApp) {
        let (mail, resident) = (MailServer::start().await, resident(&app).await);
        resident.put(MAIL, json!({"address": "first@example.com"})).await.expect(204);
        app.clock.advance(TimeDelta::seconds(1));
        resident.put(MAIL, json!({"address": ADDRESS})).await.expect(204);
        app.send(&app.post_to(&mail.url)).await;
        assert!(mail.got().len() == 1 && mail.got()[0].contains(ADDRESS), "{:?}", mail.got());
        resident.put(MAIL, json!({"address": ADDRESS})).await.expect(204);
        app.clock.advance(TimeDelta::minutes(31));
        app.send(&app.post_to(&mail.url)).await;
        assert_eq!((mail.got().len(), app.log().await[0].as_str()), (1, "skipped no_way 0"));
        assert_eq!(resident.get(MINE).await.ok()["mail"], json!({"address": null, "asked": null}));
        // It is kept all the same, and so it is given out.
        let kept = resident.get(&format!("/api/v1/communities/{HERE}/my-data")).await.ok();
        assert_eq!(kept["messages"]["choices"]["mail"]["asked"], ADDRESS);
    }

    async fn three_servers_send_each_message_once(app: TestApp) {
        let receiver = Receiver::start().await;
        let webhook = app.webhook(HERE, &receiver.url, false).await;
        choose(&app, &[&webhook["id"]]).await;
        for _ in 0..4 {
            app.wish_at(HERE, "accepted").await;
        }
        let servers = [(); 3].map(|()| app.another_server(app::kernel::live::Hub::default()));
        futures_util::future::join_all(servers.iter().map(TestApp::ring)).await;
        assert_eq!(app.count("messages").await, 4);
        app.clock.advance(TimeDelta::seconds(61));
        let post = app.post_to(NOWHERE);
        futures_util::future::join_all(servers.iter().map(|server| server.send(&post))).await;
        let mut ids: Vec<String> = receiver.got().iter().map(|sent| sent.header("webhook-id").to_owned()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((ids.len(), receiver.got().len()), (4, 4));
    }

    async fn what_was_read_or_is_not_wanted_stays_in(app: TestApp) {
        let receiver = Receiver::start().await;
        let webhook = app.webhook(HERE, &receiver.url, false).await;
        choose(&app, &[&webhook["id"]]).await;
        let wish = told(&app).await;
        app.user("resident").await.browser().get(&format!("/c/{HERE}/wishes/{wish}")).await.expect(200);
        let post = app.post_to(NOWHERE);
        app.send(&post).await;
        assert_eq!(app.log().await, ["skipped read 0"]);
        let late = json!({"wants": "late", "ways": [webhook["id"]], "lang": "en"});
        resident(&app).await.put(MINE, late).await.ok();
        told(&app).await;
        assert_eq!(app.log().await[0], "skipped not_wanted 0");
        // Closed meanwhile, it gets nothing more; and nobody can choose it.
        choose(&app, &[&webhook["id"]]).await;
        told(&app).await;
        let admin = app.user("admin").await;
        admin.delete(&format!("{WEBHOOKS}/{}", webhook["id"].as_str().unwrap())).await.expect(204);
        admin.delete(&format!("{WEBHOOKS}/{}", webhook["id"].as_str().unwrap())).await.expect(404);
        app.send(&post).await;
        assert_eq!((app.log().await[0].as_str(), receiver.got().len()), ("skipped no_way 0", 0));
        let again = json!({"wants": "all", "ways": [webhook["id"]], "lang": "en"});
        assert_eq!(resident(&app).await.put(MINE, again).await.expect(422).fields(), ["ways"]);
        assert_eq!(app.rows("select url_sealed || secret_sealed from webhooks").await, [""]);
    }

    async fn at_quiet_hours_it_waits_for_the_morning(app: TestApp) {
        let receiver = Receiver::start().await;
        let webhook = app.webhook(HERE, &receiver.url, false).await;
        let night = json!({"wants": "all", "ways": [webhook["id"]], "quiet_from": "21:00", "quiet_to": "08:00", "lang": "en"});
        resident(&app).await.put(MINE, night).await.ok();
        // Eleven at night in Shanghai.
        app.clock.set("2026-11-02T15:00:00Z".parse::<DateTime<Utc>>().unwrap());
        told(&app).await;
        let post = app.post_to(NOWHERE);
        app.send(&post).await;
        assert_eq!(app.log().await, ["waiting quiet 0"]);
        app.clock.set("2026-11-02T23:59:59Z".parse().unwrap());
        assert_eq!((app.send(&post).await, receiver.got().len()), (0, 0));
        app.clock.set("2026-11-03T00:00:00Z".parse().unwrap());
        assert_eq!((app.send(&post).await, receiver.got().len()), (1, 1));
        // What one asks for oneself comes at once.
        app.clock.set("2026-11-03T15:00:00Z".parse().unwrap());
        app.user("admin").await.post(&format!("{WEBHOOKS}/{}/try", webhook["id"].as_str().unwrap()), json!({})).await.ok();
        assert_eq!((app.send(&post).await, receiver.got().last().unwrap().json()["type"].clone()), (1, json!("test")));
    }

    async fn an_address_is_used_once_its_code_was_typed(app: TestApp) {
        let (mail, resident) = (MailServer::start().await, resident(&app).await);
        let post = app.post_to(&mail.url);
        assert_eq!(resident.put(MAIL, json!({"address": "zhou@localhost"})).await.expect(422).fields(), ["address"]);
        resident.put(MAIL, json!({"address": ADDRESS})).await.expect(204);
        app.send(&post).await;
        let first = code_in(&mail.got()[0]);
        assert_eq!(resident.post(CONFIRM, json!({"code": "no"})).await.expect(422).fields(), ["code"]);
        // A second code makes the first void; after half an hour it is void itself.
        resident.put(MAIL, json!({"address": ADDRESS})).await.expect(204);
        app.send(&post).await;
        let second = code_in(&mail.got()[1]);
        if first != second {
            resident.post(CONFIRM, json!({"code": first})).await.expect(422);
        }
        app.clock.advance(TimeDelta::minutes(30));
        resident.post(CONFIRM, json!({"code": second})).await.expect(422);
        assert_eq!(resident.get(MINE).await.ok()["ways"], json!([]));
        resident.put(MAIL, json!({"address": ADDRESS})).await.expect(204);
        app.send(&post).await;
        let third = code_in(&mail.got()[2]);
        let chosen = resident.post(CONFIRM, json!({"code": format!(" {} {} ", &third[..3], &third[3..])})).await.ok();
        assert_eq!(chosen["mail"]["address"], ADDRESS);
        resident.post(CONFIRM, json!({"code": third})).await.expect(422);

        // Taken away, nothing goes there any more; taken away twice, it is gone once.
        told(&app).await;
        resident.delete(MAIL).await.expect(204);
        resident.delete(MAIL).await.expect(204);
        app.send(&post).await;
        assert_eq!((app.log().await[0].as_str(), mail.got().len()), ("skipped no_way 0", 3));
        assert_eq!(app.rows("select coalesce(mail_sealed, '') || coalesce(asked_sealed, '') || ways from outlets").await, [""]);
    }

    async fn nobody_is_flooded_with_codes_and_none_is_guessed(app: TestApp) {
        // Also where many are asked for at the same moment.
        let many = app.user("volunteer").await;
        let all = futures_util::future::join_all((0..12).map(|_| many.put(MAIL, json!({"address": "v@example.com"})))).await;
        assert!(all.iter().filter(|answer| answer.status == 204).count() <= 3);
        let resident = app.user("resident").await;
        for _ in 0..3 {
            resident.put(MAIL, json!({"address": ADDRESS})).await.expect(204);
        }
        resident.put(MAIL, json!({"address": "other@example.com"})).await.expect(429);
        // By others neither.
        app.user("resident2").await.put(MAIL, json!({"address": ADDRESS.to_uppercase()})).await.expect(429);
        for _ in 0..8 {
            resident.post(CONFIRM, json!({"code": "x"})).await.expect(422);
        }
        resident.post(CONFIRM, json!({"code": "x"})).await.expect(429);
        // Also where it would be the right one.
        let code = app.rows("select code_sealed from outlets where code_sealed is not null").await.remove(0);
        resident.post(CONFIRM, json!({"code": app.app.keys.open(&code).unwrap()})).await.expect(429);
        app.clock.advance(TimeDelta::minutes(11));
        resident.put(MAIL, json!({"address": ADDRESS})).await.expect(204);
    }

    async fn a_webhook_leads_to_the_public_net_unless_the_operator_says_otherwise(app: TestApp) {
        let closed = app.reaching(Reach { mail: false, private_webhooks: false });
        let admin = closed.user("admin").await;
        for url in ["https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest", "https://db/", "https://localhost/"] {
            let answer = admin.post(WEBHOOKS, json!({"name": "短信", "url": url})).await;
            assert_eq!((answer.expect(422).fields(), answer.json()["errors"][0]["code"].clone()), (vec!["url".to_owned()], json!("private")));
        }
        assert_eq!(admin.post(WEBHOOKS, json!({"name": " ", "url": "http://hooks.example.org"})).await.expect(422).fields(), ["name", "url"]);
        // One that was set up before is refused when it is sent.
        let receiver = Receiver::start().await;
        let webhook = app.webhook(HERE, &receiver.url, false).await;
        admin.post(&format!("{WEBHOOKS}/{}/try", webhook["id"].as_str().unwrap()), json!({})).await.ok();
        closed.send(&closed.post_to(NOWHERE)).await;
        assert_eq!((closed.log().await, receiver.got().len()), (vec!["failed private 1".to_owned()], 0));
        // Redirects lead nowhere either.
        let hop = Receiver::start().await;
        hop.answer(307);
        let webhook = app.webhook(HERE, &hop.url, false).await;
        app.user("admin").await.post(&format!("{WEBHOOKS}/{}/try", webhook["id"].as_str().unwrap()), json!({})).await.ok();
        app.send(&app.post_to(NOWHERE)).await;
        assert_eq!((app.log().await[0].as_str(), hop.got().len()), ("waiting answered_307 1", 1));
    }

    async fn where_no_mail_is_sent_nobody_is_promised_any(app: TestApp) {
        let closed = app.reaching(Reach::default());
        let resident = closed.user("resident").await;
        assert_eq!(resident.put(MAIL, json!({"address": ADDRESS})).await.expect(409).code(), "no_mail");
        let page = resident.browser().get(&format!("/c/{HERE}/notices/choices")).await.text;
        assert!(page.contains("这里还不能发电子邮件") && !page.contains("messages.ask_mail"), "{page}");
    }

    async fn ten_webhooks_are_enough_and_the_same_request_sets_up_one(app: TestApp) {
        let admin = app.user("admin").await;
        let new = json!({"name": "短信", "url": "https://hooks.example.org/"});
        let once = admin.with("idempotency-key", "webhook-0001");
        let (first, again) = (once.post(WEBHOOKS, new.clone()).await.ok(), once.post(WEBHOOKS, new.clone()).await.ok());
        assert_eq!(first, again);
        let (tried, once) = (format!("{WEBHOOKS}/{}/try", first["id"].as_str().unwrap()), admin.with("idempotency-key", "webhook-0002"));
        assert_eq!(once.post(&tried, json!({})).await.ok(), once.post(&tried, json!({})).await.ok());
        assert_eq!(app.count("messages").await, 1);
        let answers = app.rows("select coalesce(answer, '') from idempotency_keys").await;
        assert!(answers.iter().all(|answer| !answer.contains("whsec")), "{answers:?}");
        for _ in 1..10 {
            admin.post(WEBHOOKS, new.clone()).await.expect(201);
        }
        assert_eq!(admin.post(WEBHOOKS, new).await.expect(409).code(), "enough_webhooks");
        assert_eq!(admin.get(WEBHOOKS).await.ok().as_array().unwrap().len(), 10);
    }

    async fn what_was_chosen_and_sent_is_given_out_and_goes_with_whoever_goes(app: TestApp) {
        let mail = MailServer::start().await;
        confirmed(&app, &mail).await;
        choose(&app, &[&json!("mail")]).await;
        told(&app).await;
        let resident = app.user("resident").await;
        let kept = resident.get(&format!("/api/v1/communities/{HERE}/my-data")).await.ok()["messages"].clone();
        assert_eq!((&kept["choices"]["mail"]["address"], kept["messages"].as_array().unwrap().len()), (&json!(ADDRESS), 2));
        let page = resident.browser().get(&format!("/c/{HERE}/my-data")).await.text;
        assert!(page.contains(ADDRESS) && page.contains("发给您的消息"), "{page}");
        let others = app.user("volunteer").await.get(&format!("/api/v1/communities/{HERE}/my-data")).await.ok();
        assert_eq!(others["messages"], Value::Null);

        resident.delete_with(&format!("/api/v1/communities/{HERE}/my-data"), json!({})).await.expect(204);
        app.send(&app.post_to(&mail.url)).await;
        assert_eq!((app.log().await[0].as_str(), mail.got().len()), ("skipped gone 0", 1));
        let row = "select wants || ways || coalesce(mail_sealed, '') || coalesce(asked_sealed, '') || coalesce(code_sealed, '') from outlets";
        assert_eq!(app.rows(row).await, ["none"]);
    }

    async fn without_scripts_all_of_it_is_chosen_and_what_is_wrong_is_said_beside_it(app: TestApp) {
        let mail = MailServer::start().await;
        confirmed(&app, &mail).await;
        let browser = app.user("resident").await.browser();
        let page = format!("/c/{HERE}/notices/choices");
        let wrong = [("community", HERE), ("wants", "all"), ("quiet_from", "25:00"), ("quiet_to", "08:00"), ("lang", "zh-CN")];
        let answer = browser.form(&format!("{page}?do=messages.choose"), &wrong).await;
        assert!(answer.text.contains("请写成 21:00 这样的时间") && answer.text.contains("请至少选一种方式"), "{}", answer.text);
        assert!(answer.text.contains("value=\"25:00\""), "what was typed stays");
        let right = [("community", HERE), ("wants", "late"), ("ways[0]", "mail"), ("quiet_from", ""), ("quiet_to", ""), ("lang", "zh-CN")];
        let answer = browser.form(&format!("{page}?do=messages.choose"), &right).await;
        assert_eq!(answer.header("location"), format!("{page}?done=saved"));
        let chosen = app.user("resident").await.get(MINE).await.ok();
        assert_eq!((&chosen["wants"], &chosen["quiet"], &chosen["ways"][0]["chosen"]), (&json!("late"), &Value::Null, &json!(true)));
        // The same once more changes nothing more.
        browser.form(&format!("{page}?do=messages.choose"), &right).await.expect(303);
        assert_eq!(app.count("outlets").await, 1);
    }
}

/// Nothing of what goes out stands in what the program says of itself.
#[test]
fn what_goes_out_is_not_said_in_logs() {
    use app::messages::letter::Mail;
    use app::messages::sending::To;
    let to = To::Webhook { url: "https://hooks.example.org/secret".to_owned(), secret: "whsec_x".to_owned() };
    assert_eq!(format!("{to:?} {:?}", Mail { subject: "a".to_owned(), body: "b".to_owned() }), "To(…) Mail(…)");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_chose_nothing_costs_no_statement() {
    run(Engine::Sqlite, silent).await;
}

async fn silent(app: TestApp) {
    told(&app).await;
    let kinds = app.rows("select distinct kind from jobs").await;
    assert!(!kinds.contains(&"notice".to_owned()), "{kinds:?}");
    app.user("volunteer").await.put(MINE, json!({"wants": "none", "lang": "zh-CN"})).await.ok();
    app.wish_at(HERE, "accepted").await;
    let kinds = app.rows("select distinct kind from jobs").await;
    assert!(!kinds.contains(&"notice".to_owned()), "who wants nothing sent: {kinds:?}");
    somebody_chose(&app).await;
    app.wish_at(HERE, "accepted").await;
    let kinds = app.rows("select distinct kind from jobs").await;
    assert!(kinds.contains(&"notice".to_owned()), "{kinds:?}");
}
