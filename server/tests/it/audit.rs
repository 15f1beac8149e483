//! The audit: who did what; and the seals, which find what was done to a history behind the application's back.

use crate::harness::{Engine, HERE, THERE, TestApp, name_of, on_both};
use app::audit::names;
use app::kernel::db::Mode;
use app::kernel::seals::{Finding, Head, Report};
use chrono::TimeDelta;
use serde_json::{Value, json};

const AUDIT: &str = "/api/v1/communities/dongyuan/audit";

async fn sealed(app: &TestApp) -> Report {
    server::seals::seal(&app.operator()).await.unwrap();
    verified(app, None).await
}

async fn verified(app: &TestApp, written_down: Option<Head>) -> Report {
    app::communities::serve(&app.operator(), "test", Mode::Snapshot, HERE, written_down, app::audit::ops::verify).await.unwrap()
}

/// Past every lock, as somebody with the database in their hands.
async fn by_hand(app: &TestApp, statements: &[&str]) {
    let mut all = Vec::new();
    if app.engine == Engine::Sqlite {
        for trigger in ["events_no_update", "events_no_delete", "event_words_once", "event_words_no_delete"] {
            all.push(format!("drop trigger if exists {trigger}"));
        }
        all.push("pragma foreign_keys = off".to_owned());
    } else {
        all.push("set session_replication_role = replica".to_owned());
    }
    all.extend(statements.iter().map(|sql| (*sql).to_owned()));
    for sql in all {
        app.rows(&sql).await;
    }
}

/// The history as it stands, to be put back by [`put_back`]: what every test ends with looks at it again.
async fn keep(app: &TestApp) {
    by_hand(app, &["create table events_kept as select * from events"]).await;
}

async fn put_back(app: &TestApp) {
    by_hand(app, &["delete from events", "insert into events select * from events_kept", "drop table events_kept"]).await;
}

/// The id of one event as each engine writes it, and how it is written in SQL.
async fn event(app: &TestApp, kind: &str) -> (String, String) {
    let id = if app.engine == Engine::Postgres { "id::text" } else { "lower(hex(id))" };
    let tenant = app.tenant(HERE).await;
    let tenant = if app.engine == Engine::Postgres { format!("'{tenant}'") } else { format!("x'{}'", tenant.replace('-', "")) };
    let found =
        app.rows(&format!("select {id} from events where kind = '{kind}' and tenant_id = {tenant} order by id limit 1")).await.remove(0);
    let sql = if app.engine == Engine::Postgres { format!("'{found}'") } else { format!("x'{found}'") };
    (found.replace('-', ""), sql)
}

fn named(finding: &Finding) -> (&'static str, String) {
    let id = |event: &app::kernel::ids::EventId| event.0.simple().to_string();
    match finding {
        Finding::Changed(event) => ("changed", id(event)),
        Finding::Removed(event) => ("removed", id(event)),
        Finding::Added(event) => ("added", id(event)),
        Finding::Words(event) => ("words", id(event)),
        Finding::Seal(no) => ("seal", no.to_string()),
    }
}

fn found(report: &Report) -> Vec<(&'static str, String)> {
    report.findings.iter().map(named).collect()
}

on_both! {
    async fn a_history_that_nobody_touched_is_as_it_was_written_however_often_it_is_sealed(app: TestApp) {
        for stage in ["confirmed", "declined"] {
            app.wish_at(HERE, stage).await;
        }
        let first = sealed(&app).await;
        let tenant_events = app.count("events").await;
        let head = first.head.clone().unwrap();
        assert_eq!((first.findings.len(), first.waiting), (0, 0));
        assert!(head.no > 10 && usize::try_from(head.no).unwrap() < tenant_events, "a chain is one community's own");
        assert_eq!(server::seals::seal(&app.operator()).await.unwrap(), 0, "nothing is sealed twice");
        app.clock.advance(TimeDelta::days(40));
        app.wish_at(HERE, "claimed").await;
        let waiting = verified(&app, None).await;
        assert_eq!((waiting.findings.len(), waiting.head.as_ref()), (0, Some(&head)));
        assert!(waiting.waiting > 2);
        let later = sealed(&app).await;
        assert_eq!((later.findings.len(), later.waiting), (0, 0));
        assert_eq!(verified(&app, Some(head.clone())).await.findings, []);
        assert_eq!(found(&verified(&app, Some(Head { seal: "another".to_owned(), ..head })).await)[0].0, "seal");
    }

    async fn an_event_that_was_changed_removed_or_swapped_is_found(app: TestApp) {
        app.wish_at(HERE, "confirmed").await;
        app.wish_at(HERE, "declined").await;
        let head = sealed(&app).await.head.unwrap();
        keep(&app).await;
        let (delivered, sql) = event(&app, "delivered").await;
        by_hand(&app, &[&format!("update events set channel = 'desk' where id = {sql}")]).await;
        assert_eq!(found(&verified(&app, None).await), [("changed", delivered)]);
        by_hand(&app, &[&format!("update events set channel = 'api' where id = {sql}")]).await;
        assert_eq!(verified(&app, None).await.findings, [], "put back as it was, it is whole again");
        // The grade, by a hair.
        let (confirmed, sql) = event(&app, "confirmed").await;
        let raised = if app.engine == Engine::Postgres { "jsonb_set(payload, '{grade}', '4')" } else { "json_set(payload, '$.grade', 4)" };
        by_hand(&app, &[&format!("update events set payload = {raised} where id = {sql}")]).await;
        assert_eq!(found(&verified(&app, None).await), [("changed", confirmed.clone())]);
        let (claimed, sql) = event(&app, "claimed").await;
        by_hand(&app, &[&format!("delete from events where id = {sql}")]).await;
        let mut both = found(&verified(&app, None).await);
        both.sort();
        assert_eq!(both, [("changed", confirmed), ("removed", claimed)]);
        // Cut short, with its seals: what was written down elsewhere says so.
        by_hand(&app, &[&format!("delete from event_seals where no = {}", head.no)]).await;
        assert!(found(&verified(&app, Some(head.clone())).await).contains(&("seal", head.no.to_string())));
        by_hand(&app, &["delete from event_seals where no = 3"]).await;
        assert!(found(&verified(&app, None).await).contains(&("seal", "3".to_owned())));
        put_back(&app).await;
    }

    async fn two_that_were_swapped_are_both_found(app: TestApp) {
        app.wish_at(HERE, "confirmed").await;
        sealed(&app).await;
        keep(&app).await;
        let ((accepted, one), (claimed, other)) = (event(&app, "accepted").await, event(&app, "claimed").await);
        let moment = |id: &str, at: &str| format!("update events set at = (select at from event_times where n = {at}) where id = {id}");
        let keep = format!("create table event_times as select 1 as n, at from events where id = {one} union all select 2, at from events where id = {other}");
        by_hand(&app, &[&keep, &moment(&one, "2"), &moment(&other, "1"), "drop table event_times"]).await;
        let mut both = found(&verified(&app, None).await);
        both.sort();
        let mut expected = [("changed", accepted), ("changed", claimed)];
        expected.sort();
        assert_eq!(both, expected);
        put_back(&app).await;
    }

    async fn an_event_that_was_put_in_later_has_no_seal(app: TestApp) {
        app.wish_at(HERE, "confirmed").await;
        sealed(&app).await;
        app.clock.advance(TimeDelta::days(3));
        app.wish_at(HERE, "placed").await;
        sealed(&app).await;
        keep(&app).await;
        let (_, sql) = event(&app, "confirmed").await;
        let copy = if app.engine == Engine::Postgres {
            format!("insert into events select tenant_id, (substr(id::text, 1, 30) || 'abcdef')::uuid, subject_kind, subject_id, kind, actor_id, channel, at, payload from events where id = {sql}")
        } else {
            format!("insert into events select tenant_id, cast(substr(id, 1, 13) || x'abcdef' as blob), subject_kind, subject_id, kind, actor_id, channel, at, payload from events where id = {sql}")
        };
        by_hand(&app, &[&copy]).await;
        let findings = found(&sealed(&app).await);
        assert_eq!(findings.iter().map(|(what, _)| *what).collect::<Vec<_>>(), ["added"]);
        assert!(findings[0].1.ends_with("abcdef"), "{findings:?}");
        put_back(&app).await;
    }

    async fn a_clock_that_was_ahead_does_not_keep_the_others_from_their_seals(app: TestApp) {
        app.wish_at(HERE, "placed").await;
        sealed(&app).await;
        app.clock.advance(TimeDelta::days(30));
        app.place(HERE, &app.user("resident2").await).await;
        sealed(&app).await;
        app.clock.advance(TimeDelta::days(-30));
        app.wish_at(HERE, "declined").await;
        let report = sealed(&app).await;
        assert_eq!((report.findings.len(), report.waiting), (0, 0));
    }

    async fn words_may_leave_with_a_person_and_not_otherwise(app: TestApp) {
        let resident = app.user("resident").await;
        app.wish_at(HERE, "confirmed").await;
        let other = app.place(HERE, &app.user("resident2").await).await;
        app.user("staff").await.step_with(HERE, &other, "decline", json!({"reason": "办不了的理由"})).await.ok();
        sealed(&app).await;
        resident.delete("/api/v1/communities/dongyuan/my-data").await.expect(204);
        assert_eq!(verified(&app, None).await.findings, [], "whoever goes takes their words, and the chain holds");
        assert_eq!(sealed(&app).await.findings, []);
        let (declined, sql) = event(&app, "declined").await;
        let text = if app.engine == Engine::Postgres { "'{\"reason\": \"另一个理由\"}'::jsonb" } else { "'{\"reason\":\"另一个理由\"}'" };
        by_hand(&app, &[&format!("update event_words set words = {text} where event_id = {sql}")]).await;
        assert_eq!(found(&verified(&app, None).await), [("words", declined.clone())]);
        by_hand(&app, &[&format!("update event_words set words = null, removed_at = '2026-11-20 00:00:00+00:00' where event_id = {sql}")]).await;
        assert_eq!(found(&verified(&app, None).await), [("words", declined.clone())], "nobody has gone");
        by_hand(&app, &[&format!("delete from event_words where event_id = {sql}")]).await;
        assert_eq!(found(&verified(&app, None).await), [("words", declined)]);
    }

    async fn two_servers_that_seal_at_once_make_one_chain(app: TestApp) {
        for _ in 0..4 {
            app.wish_at(HERE, "confirmed").await;
        }
        let mut sealing = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let call = app.operator();
            sealing.spawn(async move { server::seals::seal(&call).await.unwrap() });
        }
        sealing.join_all().await;
        let report = sealed(&app).await;
        assert_eq!((report.findings.len(), report.waiting), (0, 0));
        assert_eq!(app.count("event_seals").await, app.count("events").await);
    }

    async fn admins_see_who_did_what_narrowed_and_as_a_table(app: TestApp) {
        let [admin, staff] = [app.user("admin").await, app.user("staff").await];
        let wish = app.wish_at(HERE, "confirmed").await;
        app.wish_at(THERE, "confirmed").await;
        let member = app.member(HERE, "volunteer2").await;
        admin.patch(&format!("/api/v1/communities/{HERE}/members/{member}"), json!({"roles": ["volunteer", "merchant"]})).await.ok();
        staff.get(AUDIT).await.expect(403);
        let all = admin.get(AUDIT).await.ok();
        let newest = &all["items"][0];
        assert_eq!((&newest["kind"], &newest["who"], &newest["whom"]), (&json!("roles_changed"), &json!(name_of("admin")), &json!(name_of("volunteer2"))));
        assert_eq!(newest["detail"]["zh"], "从“志愿者”改为“志愿者、商户”");
        let kinds = |list: &Value| list["items"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        let orders = admin.get(&format!("{AUDIT}?about=wish")).await.ok();
        assert_eq!(kinds(&orders), ["confirmed", "delivered", "claimed", "accepted", "placed"]);
        assert!(orders["items"].as_array().unwrap().iter().all(|one| one["subject"] == json!(wish)));
        assert_eq!((&orders["items"][0]["who"], &orders["items"][3]["who"]), (&json!("周**"), &json!(name_of("staff"))), "whose order it is stands with the order");
        let hers = admin.get(&format!("{AUDIT}?about=wish&who={}", "%E8%A4%9A")).await.ok();
        assert_eq!(kinds(&hers), ["accepted"], "褚工作 alone");
        let today = app.clock.now().date_naive();
        assert!(kinds(&admin.get(&format!("{AUDIT}?from={today}&to={today}")).await.ok()).len() > 5);
        assert!(kinds(&admin.get(&format!("{AUDIT}?to=2020-01-01")).await.ok()).is_empty());
        let wrong = admin.get(&format!("{AUDIT}?about=weather&from=yesterday")).await;
        assert_eq!((wrong.status, wrong.fields()), (422, vec!["about".to_owned(), "from".to_owned()]));
        // What people wrote stands with the wish, not here.
        let file = admin.browser().get(&format!("/c/{HERE}/audit.csv?about=wish")).await;
        assert_eq!(file.expect(200).header("content-type"), "text/csv; charset=utf-8");
        assert!(file.text.starts_with('\u{FEFF}') && file.text.lines().count() == 6, "{}", file.text);
        assert!(!file.text.contains("灯已经换好了") && file.text.contains("确认并评价"), "{}", file.text);
        staff.browser().get(&format!("/c/{HERE}/audit.csv")).await.expect(403);
        assert_eq!(admin.get(AUDIT).await.ok()["items"][0]["kind"], "audit_taken", "that it was taken away is on record");
        let page = admin.browser().get(&format!("/c/{HERE}/audit?about=member")).await;
        assert!(page.expect(200).text.contains("从“志愿者”改为“志愿者、商户”") && page.text.contains("还没有加封过"), "{}", page.text);
        sealed(&app).await;
        let page = admin.browser().get(&format!("/c/{HERE}/audit")).await;
        assert!(page.text.contains("已加封"), "{}", page.text);
    }

    async fn pages_of_the_audit_follow_each_other_without_a_gap(app: TestApp) {
        let admin = app.user("admin").await;
        for _ in 0..12 {
            app.wish_at(HERE, "confirmed").await;
        }
        let (mut ids, mut next) = (Vec::new(), String::new());
        loop {
            let page = admin.get(&format!("{AUDIT}?{next}")).await.ok();
            ids.extend(page["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()));
            match page["next"].as_str() {
                Some(cursor) => next = format!("cursor={cursor}"),
                None => break,
            }
        }
        assert!(ids.len() > 60 && ids.is_sorted_by(|a, b| a > b), "{}", ids.len());
    }
}

/// Every kind of event that the program can write has a name for people; the names of kinds that are gone go as well.
#[test]
fn every_event_has_a_name() {
    use app::audit::model::About;
    let mut kinds = 0;
    for (slice, about, file) in [
        ("WishEvent", About::Wish, "app/src/wishes/model.rs"),
        ("MemberEvent", About::Member, "app/src/communities/model/people.rs"),
        ("CommunityEvent", About::Community, "app/src/communities/model.rs"),
        ("CategoryEvent", About::Category, "app/src/communities/model.rs"),
        ("DelegationEvent", About::Delegation, "app/src/communities/model/delegates.rs"),
        ("InvitationEvent", About::Invitation, "app/src/communities/model/invitation.rs"),
        ("PostEvent", About::Post, "app/src/posts/model.rs"),
        ("ClaimEvent", About::Claim, "app/src/posts/model.rs"),
        ("ObjectionEvent", About::Objection, "app/src/posts/model.rs"),
        ("SwapEvent", About::Swap, "app/src/posts/swaps.rs"),
        ("ShiftEvent", About::Shift, "app/src/shifts/model.rs"),
        ("CalendarEvent", About::Calendar, "app/src/shifts/model.rs"),
        ("TermEvent", About::PointTerm, "app/src/points/model.rs"),
        ("RulesEvent", About::StarRules, "app/src/stars/model.rs"),
        ("QuarterEvent", About::StarQuarter, "app/src/stars/model.rs"),
        ("StarObjectionEvent", About::StarObjection, "app/src/stars/model.rs"),
        ("ChoiceEvent", About::StarChoice, "app/src/stars/model.rs"),
        ("CertificateEvent", About::Certificate, "app/src/certificates/model.rs"),
        ("DiaryEvent", About::Diary, "app/src/diary/ops.rs"),
        ("FiguresEvent", About::Figures, "app/src/figures/ops.rs"),
        ("OutletEvent", About::Outlet, "app/src/messages/model.rs"),
        ("WebhookEvent", About::Webhook, "app/src/messages/model.rs"),
        ("MessageEvent", About::Message, "app/src/messages/model.rs"),
        ("ImportEvent", About::Import, "app/src/imports/model.rs"),
    ] {
        let source = std::fs::read_to_string(crate::sources::root().join(file)).unwrap();
        let (_, body) = source.split_once(&format!("enum {slice} {{\n")).unwrap_or_else(|| panic!("{slice} is not in {file}"));
        let (body, _) = body.split_once("\n}").unwrap();
        let variants = body.lines().filter_map(|line| line.strip_prefix("    ").filter(|line| line.starts_with(char::is_uppercase)));
        for variant in variants {
            let variant: String = variant.chars().take_while(|c| c.is_alphanumeric()).collect();
            let kind = variant.chars().enumerate().fold(String::new(), |mut kind, (at, c)| {
                if c.is_uppercase() && at > 0 {
                    kind.push('_');
                }
                kind.extend(c.to_lowercase());
                kind
            });
            assert!(names::name(about, &kind).is_some(), "{slice}: {kind} has no name in app/src/audit/names.rs");
            kinds += 1;
        }
    }
    assert_eq!(kinds, names::count(), "a name of an event that the program does not write");
}
