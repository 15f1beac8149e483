//! One community never sees, nor is touched by, what happens in another. The policy, the filter in every query and
//! PostgreSQL's row-level security each say so; the last is tried by itself.

use crate::harness::{Client, Engine, HERE, THERE, TestApp, on_both, run, start};
use crate::schema::tenant_tables;
use chrono::TimeDelta;
use serde_json::json;

/// Stands in every text of [`THERE`] that people write, and is never typed in [`HERE`].
const CANARY: &str = "金丝雀七号";
/// What people of [`HERE`] search for: a page may repeat it, so it is not the whole word.
const SEARCHED: &str = "金丝雀";
/// Stands in the e-mail address of somebody of [`THERE`], where letters alone will do.
const CANARY_MAIL: &str = "canary.seven";

/// Text columns in which nobody's own words stand, and what does. The rest must hold the canary, or the test is blind there.
const NOT_TYPED: [(&str, &str); 80] = [
    ("posts.categories", "codes"),
    ("calendars.token_sealed", "sealed"),
    ("calendars.token_lookup", "a keyed hash"),
    ("star_rules.thresholds", "numbers"),
    ("star_quarters.stage", "a code"),
    ("star_objections.outcome", "a code"),
    ("star_choices.showing", "a code"),
    ("certificates.digits", "digits"),
    ("certificates.name", "the name of a member, as it stands there"),
    ("point_rates.rates", "numbers and codes"),
    ("point_entries.what", "a code"),
    ("shifts.stage", "a code"),
    ("posts.kind", "a code"),
    ("posts.who", "codes"),
    ("posts.times", "times"),
    ("posts.weekdays", "digits"),
    ("posts.stage", "a code"),
    ("claims.shown", "a code"),
    ("claims.stage", "a code"),
    ("claims.times", "times"),
    ("claims.covers", "times"),
    ("swaps.stage", "a code"),
    ("claims.zone", "a time zone"),
    ("objections.outcome", "a code"),
    ("outlets.wants", "a code"),
    ("outlets.ways", "codes and ids"),
    ("outlets.quiet_from", "a time"),
    ("outlets.quiet_to", "a time"),
    ("outlets.lang", "a code"),
    ("outlets.mail_sealed", "sealed"),
    ("outlets.asked_sealed", "sealed"),
    ("outlets.code_sealed", "sealed"),
    ("webhooks.url_sealed", "sealed"),
    ("webhooks.secret_sealed", "sealed"),
    ("messages.way", "a code or an id"),
    ("messages.kind", "a code"),
    ("messages.stage", "a code"),
    ("messages.why", "a code"),
    ("imports.stage", "a code"),
    ("imports.what", "a code"),
    ("import_parts.draft_sealed", "sealed"),
    ("import_parts.made", "ids and codes"),
    ("photos.side", "a code"),
    ("event_seals.words", "a keyed hash"),
    ("event_seals.seal", "a keyed hash"),
    ("events.payload", "codes, ids, numbers: the words stand beside it"),
    ("diary.way", "a code"),
    ("community_day.measure", "a code"),
    ("grids.name_zh", "the operator's, public"),
    ("grids.name_en", "the operator's, public"),
    ("categories.code", "a preset's code, public"),
    ("categories.kind", "a code"),
    ("categories.class", "a code"),
    ("categories.way", "a code"),
    ("categories.name_zh", "the district's, public"),
    ("categories.name_en", "the district's, public"),
    ("memberships.roles", "codes"),
    ("categories.answer_limit", "a number and a unit"),
    ("categories.deliver_limit", "a number and a unit"),
    ("memberships.volunteer_kind", "a code"),
    ("memberships.consent_version", "a version"),
    ("memberships.phone_sealed", "sealed"),
    ("memberships.phone_lookup", "a keyed hash"),
    ("memberships.needs", "codes"),
    ("memberships.needs_consent", "a version"),
    ("memberships.card_no", "digits drawn by lot"),
    ("delegations.code_sealed", "sealed"),
    ("delegations.code_lookup", "a keyed hash"),
    ("invitations.token_sealed", "sealed"),
    ("invitations.token_lookup", "a keyed hash"),
    ("wishes.call_back", "a code"),
    ("events.subject_kind", "a code"),
    ("events.kind", "a code"),
    ("events.channel", "a code"),
    ("idempotency_keys.fingerprint", "a hash"),
    ("idempotency_keys.answer", "sealed"),
    ("notices.kind", "a code"),
    ("notices.link", "a path with an id"),
    ("wishes.kind", "a code"),
    ("wishes.stage", "a code"),
];

/// Everything in [`THERE`] that can be written, with the canary in it; returns a wish and a member of it.
async fn let_canaries_fly(app: &TestApp) -> (String, String) {
    let (resident, staff, volunteer) = (app.user("there.resident").await, app.user("there.staff").await, app.user("there.volunteer").await);
    let word = |more: &str| format!("{CANARY}{more}");
    let reason = json!({"reason": word("的理由")});
    let mut last = String::new();
    for end in ["placed", "declined", "accepted", "claimed", "confirmed"] {
        let wish = app.place_as(THERE, &resident, &word("的题目"), &word("的正文")).await;
        if end != "placed" && end != "declined" {
            staff.step_with(THERE, &wish, "accept", json!({"public_card": word("的卡片")})).await.ok();
        }
        match end {
            "declined" => drop(staff.step_with(THERE, &wish, "decline", reason.clone()).await.ok()),
            "claimed" => {
                volunteer.step(THERE, &wish, "claim").await.ok();
                volunteer.step_with(THERE, &wish, "release", reason.clone()).await.ok();
                volunteer.with("idempotency-key", "canary-0001").step(THERE, &wish, "claim").await.ok();
                resident.step_with(THERE, &wish, "comment", json!({"text": word("的话")})).await.ok();
            }
            "confirmed" => {
                volunteer.step(THERE, &wish, "claim").await.ok();
                volunteer.step_with(THERE, &wish, "deliver", json!({"note": word("的说明")})).await.ok();
                resident.step_with(THERE, &wish, "reopen", reason.clone()).await.ok();
                volunteer.step(THERE, &wish, "claim").await.ok();
                volunteer.step_with(THERE, &wish, "deliver", json!({"note": word("的说明")})).await.ok();
                resident.step_with(THERE, &wish, "confirm", json!({"grade": 2, "words": word("的评语")})).await.ok();
            }
            _ => {}
        }
        last = wish;
    }
    let record = json!({"name": word("婆"), "building": word("楼"), "door": word("室"), "phone": "13977770002", "consent": app::communities::model::NOTICE});
    staff.post(&format!("/api/v1/communities/{THERE}/residents"), record).await.ok();
    let noted = json!({"channel": "visit", "words": word("的日记")});
    staff.post(&format!("/api/v1/communities/{THERE}/diary"), noted).await.ok();
    volunteer_for(app, &word).await;
    bring_in(app, THERE, &word("伯")).await;
    reach(app, THERE, &word("")).await;
    let delegates = format!("/api/v1/communities/{THERE}/delegates");
    let offer = resident.post(&delegates, json!({})).await.ok();
    app.user("there.resident2").await.post(&format!("{delegates}/take-on"), json!({"code": offer["code"]})).await.ok();
    resident.post(&format!("/api/v1/communities/{THERE}/card"), json!({})).await.ok();
    staff.post(&format!("/api/v1/communities/{THERE}/invitation"), json!({})).await.ok();
    let body = json!({"community": THERE, "name": word(""), "building": word("楼"), "door": word("室"), "phone": "13977770001",
        "consent": app::communities::model::NOTICE, "password": "a long enough one"});
    let member = app.anonymous().with("idempotency-key", "canary-0002").post("/api/v1/accounts", body).await.ok();
    let claim = serve(app, &word).await;
    earn(app, THERE, &claim, &word("作废")).await;
    rate(app, THERE, (&word("的星级异议"), &word("的星级答复"))).await;
    // Hours that wait for the desk: a quarter is not closed before they are confirmed.
    let hours = json!({"day": "2026-11-04", "from": "12:00", "to": "13:00", "note": word("的备注")});
    app.user("there.volunteer").await.post(&format!("/api/v1/communities/{THERE}/claims/{claim}/hours"), hours).await.expect(201);
    app.swap(THERE).await;
    (last, member["id"].as_str().unwrap().to_owned())
}

/// Sets a post up, has it claimed, appointed and objected to, and ends it.
async fn volunteer_for(app: &TestApp, word: &impl Fn(&str) -> String) {
    let [admin, volunteer, resident] = [app.user("there.admin").await, app.user("there.volunteer").await, app.user("there.resident").await];
    let api = format!("/api/v1/communities/{THERE}");
    let mut says = crate::harness::post();
    for (field, end) in [("title", "岗"), ("purpose", "的目的"), ("place", "的地点"), ("duties", "的职责"), ("skills", "的本领")]
    {
        says[field] = json!(word(end));
    }
    let post = app.opened(THERE, says).await;
    let promise = json!({"promise": word("的承诺"), "skills": word("的本事"), "shown": "whole"});
    let claim = volunteer.post(&format!("{api}/posts/{post}/claims"), promise).await.expect(201).json()["id"].as_str().unwrap().to_owned();
    admin.post(&format!("{api}/claims/{claim}/appoint"), json!({})).await.ok();
    let objection = resident.post(&format!("{api}/claims/{claim}/objections"), json!({"words": word("的异议")})).await.expect(201).json();
    let answer = json!({"outcome": "overruled", "answer": word("的答复")});
    admin.post(&format!("{api}/objections/{}/answer", objection["id"].as_str().unwrap()), answer).await.ok();
    volunteer.post(&format!("{api}/claims/{claim}/step_down"), json!({"reason": word("的原因")})).await.ok();
}

/// Serves a post, with a note and a question about it, and misses it once, with a word about that: the claim.
async fn serve(app: &TestApp, word: &impl Fn(&str) -> String) -> String {
    let api = format!("/api/v1/communities/{THERE}");
    let claim = app.in_service(THERE).await;
    app.clock.advance(TimeDelta::days(2));
    let [staff, volunteer] = [app.user("there.staff").await, app.user("there.volunteer").await];
    let hours = json!({"day": "2026-11-04", "from": "10:00", "to": "11:00", "note": word("的备注")});
    let shift = volunteer.post(&format!("{api}/claims/{claim}/hours"), hours).await.expect(201).json()["id"].as_str().unwrap().to_owned();
    staff.post(&format!("{api}/shifts/{shift}/dispute"), json!({"reason": word("的疑问")})).await.ok();
    let more = json!({"day": "2026-11-04", "from": "11:00", "to": "12:00", "note": word("的备注")});
    volunteer.post(&format!("{api}/claims/{claim}/hours"), more).await.expect(201);
    let missed = staff.post(&format!("{api}/claims/{claim}/miss"), json!({"from": "2026-11-04T16:00:00+06:00"})).await.expect(201).json();
    let missed = missed["id"].as_str().unwrap();
    volunteer.post(&format!("{api}/shifts/{missed}/explain"), json!({"word": word("的说明")})).await.ok();
    claim
}

/// Sets rates, brings a ledger an entry for an hour, and has a certificate of it made that is void for this reason.
async fn earn(app: &TestApp, community: &str, claim: &str, reason: &str) {
    let api = format!("/api/v1/communities/{community}");
    let rates = json!({"from": "2099-01-01", "hour": 12, "wish": 6, "most_a_day": 60});
    app.of(community, "admin").await.post(&format!("{api}/points/rates"), rates).await.expect(201);
    let begun = app.of(community, "volunteer").await.post(&format!("{api}/claims/{claim}/check_in"), json!({})).await.expect(201).json();
    let shift = begun["id"].as_str().unwrap();
    app.clock.advance(TimeDelta::hours(1));
    let [volunteer, staff] = [app.of(community, "volunteer").await, app.of(community, "staff").await];
    volunteer.post(&format!("{api}/shifts/{shift}/check_out"), json!({})).await.ok();
    staff.post(&format!("{api}/shifts/{shift}/confirm"), json!({})).await.ok();
    volunteer.post(&format!("{api}/hours/calendar"), json!({})).await.expect(201);
    let made = volunteer.post(&format!("{api}/certificates"), json!({})).await.expect(201).json();
    staff.post(&format!("{api}/certificates/{}/void", made["id"].as_str().unwrap()), json!({"reason": reason})).await.ok();
    for kind in ["points", "reminders"] {
        app.work_off(community, kind).await;
    }
}

/// Sets thresholds, closes a quarter up to its public days, and has the volunteer's stars objected to and that answered.
async fn rate(app: &TestApp, community: &str, (words, answer): (&str, &str)) {
    let rules = json!({"from": "2099Q1", "stars": vec![json!({"points": 1, "hours": 1, "most_missed": 1}); 5]});
    let path = format!("/api/v1/communities/{community}/stars/rules");
    app.of(community, "admin").await.post(&path, rules).await.expect(201);
    let objection = app.star_objection(community, words).await;
    app.answer_stars(community, &objection, answer).await;
}

/// Brings somebody in by a table, and another as a draft.
async fn bring_in(app: &TestApp, community: &str, name: &str) {
    let table = |name: &str| format!("姓名,楼栋,门牌,本人已同意\n{name},9 号楼,101,是");
    let id = app.bring(community, "residents", &table(name)).await.ok()["id"].as_str().unwrap().to_owned();
    let admin = app.user(if community == THERE { "there.admin" } else { "admin" }).await;
    admin.post(&format!("/api/v1/communities/{community}/imports/{id}/apply"), json!({})).await.ok();
    app.bring(community, "residents", &table(&format!("{name}二"))).await.ok();
}

/// Sets a way of this name up that leads to an address with the name in it, tries it, and asks for a code to such an address.
async fn reach(app: &TestApp, community: &str, name: &str) {
    let (login, resident) = if community == THERE { ("there.admin", "there.resident") } else { ("admin", "resident") };
    let (admin, api) = (app.user(login).await, format!("/api/v1/communities/{community}"));
    let url = format!("https://hooks.example.org/{name}");
    let webhook = admin.post(&format!("{api}/webhooks"), json!({"name": name, "url": url})).await.ok();
    admin.post(&format!("{api}/webhooks/{}/try", webhook["id"].as_str().unwrap()), json!({})).await.ok();
    let mail = json!({"address": format!("{CANARY_MAIL}@example.org")});
    app.user(resident).await.put(&format!("{api}/my-messages/mail"), mail).await.expect(204);
}

/// Everything that can be read in a community, by address; `wish` stands wherever one is asked for.
fn reads(community: &str, wish: &str) -> Vec<String> {
    let api = format!("/api/v1/communities/{community}");
    let page = format!("/c/{community}");
    let mut paths: Vec<String> =
        ["/members?limit=100", "/wishes?limit=100", "/wishes?mine=placed", "/wishes?mine=held"].map(|end| format!("{api}{end}")).into();
    paths.push(format!("{api}/wishes/alike?title={SEARCHED}"));
    paths.extend([format!("{api}/members?q={SEARCHED}"), format!("{api}/wishes?q={SEARCHED}")]);
    paths.extend([format!("{api}/wishes/{wish}"), format!("{api}/wishes/{wish}/events")]);
    for thing in ["members", "imports", "photos", "posts", "roster", "certificates"] {
        paths.push(format!("{api}/{thing}/{wish}"));
    }
    paths.extend([format!("{api}/residents/{wish}/my-data"), format!("{api}/posts/{wish}/records")]);
    for end in ["people", "wall", "mine", "claims", "desk"] {
        paths.extend([format!("{page}/{end}"), format!("{page}/{end}?q={SEARCHED}")]);
    }
    paths.push(format!("{page}/certificates/{wish}"));
    paths.extend([format!("{page}/wishes/new"), format!("{page}/wishes/{wish}"), format!("{page}/register")]);
    for end in [
        "notices",
        "looks",
        "settings",
        "file",
        "delegates",
        "card",
        "card/print",
        "invite",
        "figures",
        "diary",
        "my-data",
        "my-data.json",
        "audit",
        "imports",
        "messages",
        "notices/choices",
        "posts/new",
        "posts/decide",
        "posts/needs",
        "my-posts",
        "swaps",
        "my-shifts",
        "shifts.ics",
        "shifts",
        "points",
        "points/rates",
        "points/rates?quarter=2026Q4&version=0",
        "stars/mine",
        "stars/close",
        "stars/close?quarter=2026Q4",
        "stars/honours?quarter=2026Q4",
        "stars.xlsx?quarter=2026Q4",
        "certificates",
    ] {
        paths.push(format!("{page}/{end}"));
    }
    paths.extend([format!("{page}/file?q={SEARCHED}"), format!("{api}/residents?q={SEARCHED}")]);
    for end in [
        "notices?limit=100",
        "looks",
        "delegates",
        "card",
        "invitation",
        "figures",
        "diary",
        "my-data",
        "audit",
        "imports",
        "messages",
        "webhooks",
        "my-messages",
        "claims",
        "swaps",
        "objections",
        "posts/needs",
        "posts/to-decide",
        "shifts",
        "shifts/expected",
        "hours",
        "hours/calendar",
        "points",
        "points/rates",
        "points/difference?quarter=2026Q4&version=0",
        "stars/mine",
        "stars/quarters/2026Q4",
        "stars/objections",
        "certificates",
    ] {
        paths.push(format!("{api}/{end}"));
    }
    paths
}

/// What can be read in no community, and what a community shows to everybody.
fn public_reads(community: &str) -> Vec<String> {
    let api = ["/me", "/sessions", "/districts", "/districts/east/communities", "/districts/west/communities", "/openapi.json", "/docs"];
    let mut paths: Vec<String> = api.map(|end| format!("/api/v1{end}")).into();
    paths.extend([format!("/?q={SEARCHED}"), "/".into(), "/account".into(), "/login".into(), format!("/c/{community}")]);
    paths.extend([format!("/c/{community}/figures/sheet"), format!("/c/{community}/screen")]);
    paths.push(format!("/api/v1/communities/{community}/screen"));
    // A number with a slip in it: what is wrong by number and name alone is counted (`it/certificates.rs`).
    paths.extend(["/certificates", "/api/v1/certificates/xiyuan-1234567890?name=abc"].map(str::to_owned));
    paths.extend(["posts", "roster", "stars", "stars/rules"].map(|end| format!("/c/{community}/{end}")));
    paths.extend(["posts", "roster", "stars", "stars/rules"].map(|end| format!("/api/v1/communities/{community}/{end}")));
    paths.extend([format!("/api/v1/communities/{community}"), format!("/api/v1/communities/{community}/categories")]);
    paths
}

/// The reading server functions, as islands call them.
const FUNCTIONS: [&str; 43] = [
    "stars.board",
    "stars.mine",
    "stars.records",
    "stars.rules",
    "stars.closing",
    "stars.honours",
    "certificates.list",
    "certificates.get",
    "points.mine",
    "points.rates",
    "shifts.mine",
    "shifts.desk",
    "posts.decide",
    "posts.needs",
    "posts.mine",
    "posts.swaps",
    "posts.form",
    "messages.page",
    "messages.choices",
    "imports.page",
    "audit.page",
    "personal.page",
    "communities.front_door",
    "communities.account",
    "communities.home",
    "communities.people",
    "wishes.form",
    "wishes.mine",
    "wishes.wall",
    "wishes.desk",
    "wishes.looks",
    "notices.list",
    "communities.file",
    "communities.settings",
    "communities.delegates",
    "communities.card",
    "communities.invitation",
    "communities.register_form",
    "wishes.by_card",
    "wishes.alike",
    "diary.page",
    "figures.month",
    "figures.sheet",
];

async fn read(who: &Client, path: &str) -> String {
    let who = if path.starts_with("/api/v1") { who.clone() } else { who.browser() };
    let answer = who.get(path).await;
    assert!(answer.status < 500, "{path}: {}", answer.text);
    format!("{} {} {}", answer.status, answer.header("location"), answer.text)
}

async fn read_function(who: &Client, name: &str, community: &str) -> String {
    let answer = who.call(name, &[("community", community), ("q", SEARCHED), ("title", SEARCHED), ("asked[q]", SEARCHED)]).await;
    assert!(answer.status < 500, "{name}: {}", answer.text);
    answer.text
}

fn at_home(login: &str) -> bool {
    ["staff", "admin"].contains(&login)
}

/// Everything that programs can read is read by the tests of this file.
#[test]
fn every_reading_route_is_read_here() {
    let api = serde_json::to_value(server::http::openapi()).unwrap();
    let paths = reads(HERE, "{id}").into_iter().chain(public_reads(HERE));
    let known: Vec<String> = paths.filter_map(|path| path.split('?').next().map(str::to_owned)).collect();
    for (path, item) in api["paths"].as_object().unwrap().iter().filter(|(_, item)| item.get("get").is_some()) {
        let path = path
            .replace("/districts/{slug}", "/districts/east")
            .replace("{slug}", HERE)
            .replace("{number}", "xiyuan-1234567890")
            .replace("{quarter}", "2026Q4");
        assert!(
            known.contains(&format!("/api/v1{path}")),
            "{path}: add it to `reads` or `public_reads` in server/tests/it/tenant.rs ({item})"
        );
    }
}

on_both! {
    async fn words_of_one_community_are_never_seen_from_another(app: TestApp) {
        let (wish, member) = let_canaries_fly(&app).await;
        let own = app.wish_at(HERE, "claimed").await;
        let everybody = ["outsider", "resident", "resident2", "unverified", "volunteer", "merchant", "grid", "staff", "admin"];
        let mut readers = vec![("nobody", app.anonymous())];
        for login in everybody {
            readers.push((login, app.user(login).await));
        }
        for (login, who) in &readers {
            let mut paths = reads(HERE, &own);
            paths.extend(reads(HERE, &wish));
            // Its inside, its wish in its own address, its member's id where a wish's belongs.
            paths.extend(reads(THERE, &wish));
            paths.extend(reads(HERE, &member));
            paths.extend(public_reads(HERE));
            // Taken away, it is on record: not among what is read over and over.
            paths.extend([format!("/c/{HERE}/audit.csv"), format!("/c/{THERE}/audit.csv")]);
            for path in paths {
                let answer = read(who, &path).await;
                assert!(![CANARY, CANARY_MAIL].iter().any(|word| answer.contains(word)), "{login} reads at {path} what was written in another community: {answer}");
            }
            for name in FUNCTIONS {
                for community in [HERE, THERE] {
                    let answer = read_function(who, name, community).await;
                    assert!(![CANARY, CANARY_MAIL].iter().any(|word| answer.contains(word)), "{login} gets from {name} what was written in another community: {answer}");
                }
            }
        }
    }

    async fn the_canaries_sit_in_every_text_that_people_write(app: TestApp) {
        let (wish, _) = let_canaries_fly(&app).await;
        for table in tenant_tables(&app).await {
            for column in text_columns(&app, &table).await {
                let name = format!("{table}.{column}");
                let text = if app.engine == Engine::Postgres { format!("{column}::text") } else { column };
                let seen = app.rows(&format!("select 'x' from {table} where {text} like '%{CANARY}%' or {text} like 'canary-%'")).await;
                let known = NOT_TYPED.iter().any(|(one, _)| *one == name);
                assert!(known == seen.is_empty(), "{name}: write the canary into it in let_canaries_fly, or list what stands in it");
            }
        }
        // And the net catches: whoever is at home there reads them.
        let staff = app.user("there.staff").await;
        let found = staff.get(&format!("/api/v1/communities/{THERE}/residents?q={SEARCHED}")).await.ok();
        assert_eq!(found["items"].as_array().unwrap().len(), 2, "the records of {THERE} are found there");
        for path in reads(THERE, &wish) {
            let hit = read(&staff, &path).await;
            let nothing = ["/members/", "/photos/", "/posts/", "/roster/", "mine=", "q=", "/mine", "/claims", "/wishes/new", "/register", "/notices", "/looks", "/settings", "/file", "/delegates", "/card", "/invit", "/figures", "alike?", "/my-data", "/audit", "/imports", "/messages", "/webhooks", "/my-messages", "/posts/new", "/posts/decide", "/posts/needs", "/my-posts", "/swaps", "/my-shifts", "/shifts/expected", "/hours", "/points", "/stars", "/shifts.ics", "/certificates", "v1/communities/xiyuan/claims", "/objections"].iter().any(|part| path.contains(part));
            assert!(hit.contains(CANARY) || nothing, "{path} shows staff nothing of their own: {hit}");
        }
    }

    async fn a_busy_neighbour_changes_no_byte_of_what_i_read(app: TestApp) {
        let own = app.wish_at(HERE, "claimed").await;
        app.wish_at(HERE, "accepted").await;
        let mut readers = vec![("nobody", app.anonymous())];
        for login in ["outsider", "resident", "unverified", "volunteer", "staff", "admin"] {
            readers.push((login, app.user(login).await));
        }
        // Twice, because the first look at a door goes on record and is seen from then on.
        everything(&app, &readers, &own).await;
        let before = everything(&app, &readers, &own).await;
        let_canaries_fly(&app).await;
        for stage in ["placed", "accepted", "claimed", "delivered", "confirmed", "declined", "withdrawn"] {
            app.wish_at(THERE, stage).await;
        }
        let after = everything(&app, &readers, &own).await;
        for ((asked, before), (_, after)) in before.iter().zip(&after) {
            assert_eq!(before, after, "{asked}");
        }
        assert_eq!(before.len(), after.len());
    }
}

/// Every answer to these people, at always the same time.
async fn everything(app: &TestApp, readers: &[(&str, Client)], wish: &str) -> Vec<(String, String)> {
    let mut answers = Vec::new();
    for (login, who) in readers {
        let mut paths = reads(HERE, wish);
        paths.extend(public_reads(HERE));
        // Whether the other community is there at all is public; its inside is not, busy or not.
        paths.extend(reads(THERE, wish).into_iter().filter(|_| at_home(login)));
        for path in paths {
            app.clock.set(start() + TimeDelta::hours(2));
            answers.push((format!("{login} at {path}"), steady(&read(who, &path).await)));
        }
        for name in FUNCTIONS {
            app.clock.set(start() + TimeDelta::hours(2));
            answers.push((format!("{login} calls {name}"), read_function(who, name, HERE).await));
        }
    }
    app.clock.set(start() + TimeDelta::hours(3));
    answers
}

/// A page without what is random by design: the nonces of its policy and the once-keys of its forms.
fn steady(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    // Leptos puts the nonce of a page into `crossorigin` as well.
    let marks = ["nonce=\"", "crossorigin=\"", "name=\"once\" value=\""];
    while let Some((at, mark)) = marks.iter().filter_map(|mark| rest.find(mark).map(|at| (at, mark))).min() {
        let end = at + mark.len();
        out.push_str(&rest[..end]);
        rest = &rest[end + rest[end..].find('"').unwrap()..];
    }
    out + rest
}

async fn text_columns(app: &TestApp, table: &str) -> Vec<String> {
    match app.engine {
        Engine::Postgres => {
            let sql = format!(
                "select column_name::text from information_schema.columns \
                 where table_schema = 'public' and table_name = '{table}' and data_type in ('text', 'jsonb')"
            );
            app.rows(&sql).await
        }
        // Times are texts there as well.
        Engine::Sqlite => {
            let sql = format!(
                "select name from pragma_table_info('{table}') where lower(type) = 'text' and name <> 'at' and name not like '%\\_at' escape '\\' \
                 and name not in ('answer_by', 'deliver_by', 'paused_until', 'since')"
            );
            app.rows(&sql).await
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_itself_keeps_the_communities_apart() {
    run(Engine::Postgres, row_security).await;
}

/// As the application's role, past all of the application: what the database alone still refuses.
async fn row_security(app: TestApp) {
    let_canaries_fly(&app).await;
    let own = app.wish_at(HERE, "claimed").await;
    app.user("volunteer2").await.with("idempotency-key", "one").step(HERE, &own, "comment").await;
    app.user("resident").await.with("idempotency-key", "two").step(HERE, &own, "comment").await.ok();
    app.user("resident").await.post(&format!("/api/v1/communities/{HERE}/delegates"), json!({})).await.ok();
    app.user("staff").await.post(&format!("/api/v1/communities/{HERE}/invitation"), json!({})).await.ok();
    let noted = json!({"channel": "visit", "words": "问候一下"});
    app.user("grid").await.post(&format!("/api/v1/communities/{HERE}/diary"), noted).await.ok();
    bring_in(&app, HERE, "钱伯").await;
    app.objection(HERE).await;
    reach(&app, HERE, "短信").await;
    let claim = app.in_service(HERE).await;
    earn(&app, HERE, &claim, "打错了").await;
    rate(&app, HERE, ("那天下午他不在", "签到本上有")).await;
    app.user("volunteer").await.post(&format!("/api/v1/communities/{HERE}/claims/{claim}/check_in"), json!({})).await.expect(201);
    app.swap(HERE).await;
    app.photo(HERE).await;
    app.photo(THERE).await;
    server::seals::seal(&app.operator()).await.unwrap();
    let (url, here, there) = (app.app_url(), app.tenant(HERE).await, app.tenant(THERE).await);
    let count = |table: &str| format!("select count(*)::text from {table}");
    for table in tenant_tables(&app).await {
        let all = |tenant: &str| format!("select count(*)::text from {table} where tenant_id = '{tenant}'");
        let (mine, theirs) = (app.rows(&all(&here)).await, app.rows(&all(&there)).await);
        assert!(mine != ["0"] && theirs != ["0"], "{table} is empty, so it proves nothing: give it rows");
        assert_eq!(app.rows_of(&url, None, &count(&table)).await.unwrap(), ["0"], "{table} without a tenant");
        assert_eq!(app.rows_of(&url, Some(""), &count(&table)).await.unwrap(), ["0"], "{table} with an empty tenant");
        assert_eq!(app.rows_of(&url, Some(&here), &count(&table)).await.unwrap(), mine, "{table} with a tenant");
        assert_eq!(app.rows_of(&url, Some(&here), &all(&there)).await.unwrap(), ["0"], "{table} of another tenant");
        let moved = app.rows_of(&url, Some(&here), &format!("update {table} set tenant_id = '{there}' returning 'moved'")).await;
        assert!(moved.is_err(), "a row of {table} was given to another tenant: {moved:?}");
        if !["events", "event_words", "event_seals", "point_rates", "point_terms", "point_entries", "star_lines", "star_rules"]
            .contains(&table.as_str())
        {
            let sql = format!("update {table} set tenant_id = tenant_id where tenant_id = '{there}' returning 'touched'");
            assert_eq!(app.rows_of(&url, Some(&here), &sql).await.unwrap(), Vec::<String>::new(), "{table} of another tenant was written");
        }
        let removed = app.rows_of(&url, Some(&here), &format!("delete from {table}")).await;
        assert!(removed.is_err(), "rows of {table} were removed: {removed:?}");
        // The owner is bound as well: `force`.
        assert_eq!(app.rows_of(&app.migrator_url(), None, &count(&table)).await.unwrap(), ["0"], "{table} as its owner");
        let copy = copy_of_a_row(&app, &table, &there).await;
        let put = app.rows_of(&url, Some(&here), &copy).await.unwrap_err().to_string();
        assert!(put.contains("row-level security"), "{table}: {copy}: {put}");
    }
}

/// An INSERT of a row of that tenant's, as it is.
async fn copy_of_a_row(app: &TestApp, table: &str, tenant: &str) -> String {
    let row = app.rows(&format!("select quote_literal(t::text) from {table} t where tenant_id = '{tenant}' limit 1")).await.remove(0);
    format!("insert into {table} select ({row}::{table}).*")
}
