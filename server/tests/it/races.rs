//! Many hands at once: one wins, the others are told so. The naive way is run here too, and the same eyes must catch it.

use crate::harness::{Answer, Client, Engine, HERE, PASSWORD, TestApp, on_both, run};
use serde_json::json;
use sqlx::{Connection as _, PgConnection, Row as _, SqliteConnection};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use uuid::Uuid;

/// Who was told that they took which wish: wish and member.
type Taken = Vec<(String, String)>;

/// What is wrong with what was taken: a wish that went to nobody, to several, or to another than its row says.
async fn wrongs(app: &TestApp, wishes: &[String], taken: &Taken) -> Vec<String> {
    let (id, holder) = match app.engine {
        Engine::Postgres => ("id::text", "coalesce(holder_id::text, '-')"),
        Engine::Sqlite => ("lower(hex(id))", "coalesce(lower(hex(holder_id)), '-')"),
    };
    let rows = app.rows(&format!("select {id} || ' ' || {holder} from wishes")).await;
    let plain = |id: &str| id.replace('-', "");
    let held: HashMap<String, String> =
        rows.iter().filter_map(|row| row.split_once(' ')).map(|(wish, by)| (plain(wish), plain(by))).collect();
    let wrong = |wish: &String| {
        let winners: Vec<&String> = taken.iter().filter(|(one, _)| one == wish).map(|(_, by)| by).collect();
        match winners.as_slice() {
            [one] if held.get(&plain(wish)) == Some(&plain(one)) => None,
            [one] => Some(format!("{wish} went to {one}, but its row says {:?}", held.get(&plain(wish)))),
            several => Some(format!("{wish} went to {} of them", several.len())),
        }
    };
    wishes.iter().filter_map(wrong).collect()
}

/// So many wishes that wait to be claimed.
async fn accepted(app: &TestApp, count: usize) -> Vec<String> {
    let (resident, staff) = (app.user("resident").await, app.user("staff").await);
    let category = app.category(HERE, "wish_item").await;
    let mut wishes = Vec::with_capacity(count);
    for _ in 0..count {
        let new = json!({"kind": "micro_wish", "category": category, "title": "厨房的灯坏了", "text": "请来修"});
        let placed = resident.post(&format!("/api/v1/communities/{HERE}/wishes"), new).await.ok();
        let wish = placed["id"].as_str().unwrap().to_owned();
        staff.step(HERE, &wish, "accept").await.ok();
        wishes.push(wish);
    }
    wishes
}

fn lost(answer: &Answer) -> bool {
    answer.status == 409 && ["someone_was_faster", "not_in_stage"].contains(&&*answer.code())
}

on_both! {
    async fn of_32_who_reach_for_200_wishes_one_gets_each_and_the_others_are_told(app: TestApp) {
        let wishes = Arc::new(accepted(&app, 200).await);
        let mut hands = JoinSet::new();
        for (number, (member, client)) in app.volunteers(32).await.into_iter().enumerate() {
            let wishes = Arc::clone(&wishes);
            hands.spawn(async move {
                let (mut won, mut told) = (Taken::new(), 0);
                // Eight at each: enough to collide, and four times as quick as all at all.
                for wish in wishes.iter().skip(number % 4).step_by(4) {
                    let answer = client.step(HERE, wish, "claim").await;
                    if answer.status == 200 {
                        won.push((wish.clone(), member.clone()));
                    } else {
                        assert!(lost(&answer), "{}: {} {}", answer.asked, answer.status, answer.text);
                        told += 1;
                    }
                }
                (won, told)
            });
        }
        let done = hands.join_all().await;
        let told: usize = done.iter().map(|(_, told)| told).sum();
        let taken: Taken = done.into_iter().flat_map(|(won, _)| won).collect();
        assert_eq!((taken.len(), told), (200, 7 * 200));
        assert_eq!(wrongs(&app, &wishes, &taken).await, Vec::<String>::new());
        let claims = app.rows("select cast(count(*) as text) from events where kind = 'claimed'").await;
        assert_eq!(claims, ["200"]);
    }

    async fn a_wish_is_accepted_or_declined_but_never_both(app: TestApp) {
        let (staff, admin) = (app.user("staff").await, app.user("admin").await);
        for round in 0..25 {
            let wish = app.wish_at(HERE, "placed").await;
            let (accept, decline) = tokio::join!(together(&staff, &wish, "accept"), together(&admin, &wish, "decline"));
            let (won, other, stage) = if accept.status == 200 { (accept, decline, "accepted") } else { (decline, accept, "declined") };
            won.expect(200);
            assert!(lost(&other), "round {round}: {} {}", other.status, other.text);
            let now = staff.wish(HERE, &wish).await.ok();
            assert_eq!((&now["stage"], &now["version"]), (&json!(stage), &json!(2)), "round {round}");
        }
    }

    async fn of_two_who_claim_while_the_resident_withdraws_at_most_one_holds_it(app: TestApp) {
        let (one, two, resident) = (app.user("volunteer").await, app.user("volunteer2").await, app.user("resident").await);
        for round in 0..25 {
            let wish = app.wish_at(HERE, "accepted").await;
            let (first, second, withdrawn) =
                tokio::join!(together(&one, &wish, "claim"), together(&two, &wish, "claim"), together(&resident, &wish, "withdraw"));
            let claimed = [&first, &second].iter().filter(|answer| answer.status == 200).count();
            for answer in [&first, &second] {
                // Whoever comes after the withdrawal finds nothing.
                assert!(answer.status == 200 || answer.status == 404 || lost(answer), "round {round}: {}", answer.text);
            }
            assert!(withdrawn.status == 200 || lost(&withdrawn), "round {round}: {}", withdrawn.text);
            assert!(claimed <= 1, "round {round}: both claimed it");
            assert!(claimed == 1 || withdrawn.status == 200, "round {round}: nobody got anywhere");
            let now = resident.wish(HERE, &wish).await.ok();
            let stage = if withdrawn.status == 200 { "withdrawn" } else { "claimed" };
            assert_eq!(now["stage"], stage, "round {round}");
            assert_eq!(now["version"].as_u64(), Some(2 + claimed as u64 + u64::from(withdrawn.status == 200)), "round {round}");
            assert_eq!(now["holder"].is_null(), stage == "withdrawn", "round {round}");
        }
    }

    /// Sixteen tabs wake up at once with the same cookie: nobody is logged out, and no family splits in two.
    async fn sixteen_refreshes_of_one_token_get_one_successor(app: TestApp) {
        let nobody = app.anonymous();
        let session = nobody.post("/api/v1/sessions", json!({"login": "resident", "password": PASSWORD})).await.ok();
        let token = session["refresh_token"].as_str().unwrap().to_owned();
        let before = app.count("sessions").await;
        let mut tabs = JoinSet::new();
        for _ in 0..16 {
            let (nobody, token) = (nobody.clone(), token.clone());
            tabs.spawn(async move { nobody.post("/api/v1/sessions/refresh", json!({"refresh_token": token})).await.ok() });
        }
        let answers = tabs.join_all().await;
        let next = answers[0]["refresh_token"].clone();
        assert_ne!(next, json!(token));
        assert!(answers.iter().all(|answer| answer["refresh_token"] == next), "{answers:?}");
        assert_eq!(app.count("sessions").await, before);
        let again = nobody.post("/api/v1/sessions/refresh", json!({"refresh_token": next})).await.ok();
        let access = again["access_token"].as_str().unwrap();
        nobody.with("authorization", &format!("Bearer {access}")).get("/api/v1/me").await.ok();
        // The first token is two rotations old now: whoever shows it has stolen it, and the family ends.
        nobody.post("/api/v1/sessions/refresh", json!({"refresh_token": token})).await.expect(401);
        nobody.post("/api/v1/sessions/refresh", json!({"refresh_token": again["refresh_token"]})).await.expect(401);
    }
}

/// A step in a task of its own, so that several run at once.
async fn together(client: &Client, wish: &str, step: &'static str) -> Answer {
    let (client, wish) = (client.clone(), wish.to_owned());
    let mut one = JoinSet::new();
    one.spawn(async move { client.step(HERE, &wish, step).await });
    one.join_next().await.expect("a task").expect("an answer")
}

/// How a mutant writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// SELECT, then UPDATE by id alone.
    Naive,
    /// SELECT, then UPDATE where it still stands as it was read: as `wishes::store` does.
    Guarded,
}

/// How many reach for each wish.
const HANDS: usize = 4;

const PG_READ: &str = "select stage, version from wishes where id = cast($1::text as uuid)";
const PG_NAIVE: &str =
    "update wishes set stage = 'claimed', version = $3 + 1, holder_id = cast($2::text as uuid) where id = cast($1::text as uuid)";
const PG_GUARDED: &str = "update wishes set stage = 'claimed', version = $3 + 1, holder_id = cast($2::text as uuid) \
     where id = cast($1::text as uuid) and stage = 'accepted' and version = $3";

/// Every hand reads before any writes: the worst order, which a busy day brings about by itself (31 wishes of 200).
async fn reach_on_postgres(url: String, member: String, wishes: Arc<Vec<String>>, way: Way, read: Arc<Barrier>) -> Taken {
    let mut connection = PgConnection::connect(&url).await.expect("a connection");
    let mut won = Taken::new();
    for wish in wishes.iter() {
        let mut tx = connection.begin().await.expect("a transaction");
        let row = sqlx::query(PG_READ).bind(wish).fetch_one(&mut *tx).await.expect("the wish");
        let (stage, version): (String, i32) = (row.get(0), row.get(1));
        read.wait().await;
        assert_eq!(stage, "accepted", "everybody reads before anybody writes");
        let update = if way == Way::Naive { PG_NAIVE } else { PG_GUARDED };
        let done = sqlx::query(update).bind(wish).bind(&member).bind(version).execute(&mut *tx).await.expect("an update");
        tx.commit().await.expect("a commit");
        if done.rows_affected() == 1 {
            won.push((wish.clone(), member.clone()));
        }
    }
    won
}

async fn naive_on_postgres(app: TestApp) {
    let wishes = Arc::new(accepted(&app, 20).await);
    let members = app.volunteers(HANDS).await;
    for way in [Way::Naive, Way::Guarded] {
        let read = Arc::new(Barrier::new(HANDS));
        let mut hands = JoinSet::new();
        for (member, _) in &members {
            hands.spawn(reach_on_postgres(app.owner_url(), member.clone(), Arc::clone(&wishes), way, Arc::clone(&read)));
        }
        let taken: Taken = hands.join_all().await.into_iter().flatten().collect();
        let caught = wrongs(&app, &wishes, &taken).await.len();
        assert_eq!(caught, if way == Way::Naive { 20 } else { 0 }, "{way:?}");
        // As it was, so that the histories fit again.
        let mut owner = PgConnection::connect(&app.owner_url()).await.expect("a connection");
        let back = "update wishes set stage = 'accepted', version = 2, holder_id = null";
        sqlx::query(back).execute(&mut owner).await.expect("the rows go back");
    }
}

const LITE_READ: &str = "select stage, version from wishes where id = $1";
const LITE_NAIVE: &str = "update wishes set stage = 'claimed', version = $3 + 1, holder_id = $2 where id = $1";
const LITE_GUARDED: &str =
    "update wishes set stage = 'claimed', version = $3 + 1, holder_id = $2 where id = $1 and stage = 'accepted' and version = $3";

fn bytes(id: &str) -> Vec<u8> {
    id.parse::<Uuid>().expect("an id").as_bytes().to_vec()
}

/// As on PostgreSQL; in one transaction or each statement by itself. Says whom the engine refused, too.
async fn reach_on_sqlite(
    url: String,
    member: String,
    wishes: Arc<Vec<String>>,
    way: Way,
    whole: bool,
    read: Arc<Barrier>,
) -> (Taken, usize) {
    let mut connection = SqliteConnection::connect(&url).await.expect("a connection");
    let (mut won, mut refused) = (Taken::new(), 0);
    for wish in wishes.iter() {
        if whole {
            sqlx::query("begin").execute(&mut connection).await.expect("a deferred transaction");
        }
        let row = sqlx::query(LITE_READ).bind(bytes(wish)).fetch_one(&mut connection).await.expect("the wish");
        let (stage, version): (String, i32) = (row.get(0), row.get(1));
        read.wait().await;
        assert_eq!(stage, "accepted", "everybody reads before anybody writes");
        let update = if way == Way::Naive { LITE_NAIVE } else { LITE_GUARDED };
        let done = sqlx::query(update).bind(bytes(wish)).bind(bytes(&member)).bind(version).execute(&mut connection).await;
        match done {
            Ok(done) if done.rows_affected() == 1 => won.push((wish.clone(), member.clone())),
            Ok(_) => {}
            Err(error) => {
                let code = error.as_database_error().and_then(|e| e.code().map(std::borrow::Cow::into_owned));
                // 5: busy, 517: what it read has changed since.
                assert!(matches!(code.as_deref(), Some("5" | "517")), "{error}");
                refused += 1;
            }
        }
        if whole {
            // Nobody ends before everybody tried: the last to write would else still find room.
            read.wait().await;
            sqlx::query("commit").execute(&mut connection).await.expect("an end");
            read.wait().await;
        }
    }
    (won, refused)
}

async fn naive_on_sqlite(app: TestApp) {
    let wishes = Arc::new(accepted(&app, 20).await);
    let members = app.volunteers(HANDS).await;
    for (way, whole) in [(Way::Naive, false), (Way::Guarded, false), (Way::Naive, true)] {
        let read = Arc::new(Barrier::new(HANDS));
        let mut hands = JoinSet::new();
        for (member, _) in &members {
            hands.spawn(reach_on_sqlite(app.owner_url(), member.clone(), Arc::clone(&wishes), way, whole, Arc::clone(&read)));
        }
        let (taken, refused): (Vec<Taken>, Vec<usize>) = hands.join_all().await.into_iter().unzip();
        let caught = wrongs(&app, &wishes, &taken.concat()).await;
        match (way, whole) {
            // Each statement by itself: as blind as on PostgreSQL.
            (Way::Naive, false) => assert_eq!(caught.len(), 20),
            (Way::Guarded, _) => assert_eq!(caught, Vec::<String>::new()),
            // In one transaction it cannot happen here: SQLite has one writer, and refuses a write that follows an older read.
            (Way::Naive, true) => {
                assert_eq!(caught, Vec::<String>::new());
                assert_eq!(refused.iter().sum::<usize>(), (HANDS - 1) * 20);
            }
        }
        let mut owner = SqliteConnection::connect(&app.owner_url()).await.expect("a connection");
        let back = "update wishes set stage = 'accepted', version = 2, holder_id = null";
        sqlx::query(back).execute(&mut owner).await.expect("the rows go back");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reading_then_writing_by_id_alone_sells_a_wish_twice_and_is_caught_on_postgres() {
    run(Engine::Postgres, naive_on_postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reading_then_writing_by_id_alone_sells_a_wish_twice_and_is_caught_on_sqlite() {
    run(Engine::Sqlite, naive_on_sqlite).await;
}
