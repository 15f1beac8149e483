//! A database that is away, and mistakes of our own: who asks is told so, in few words and none of the driver's, and when
//! it is over everything works by itself.

use crate::harness::{Answer, Client, Engine, HERE, PASSWORD, TestApp, on_both, run};
use app::communities;
use app::kernel::ctx::Ctx;
use app::kernel::db::Mode;
use app::kernel::fault::{Failure, Fault};
use app::kernel::rest::Refusal;
use app::kernel::said::Lang;
use axum::response::IntoResponse as _;
use serde_json::json;
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use tokio::task::JoinSet;

/// Words of drivers, of SQL and of files, that nobody outside may read.
const INSIDE: [&str; 12] =
    ["sqlx", "sea_orm", "SQLSTATE", "relation", "no such table", "postgres", "sqlite", "select ", "linli_app", ".rs:", "pool", "panicked"];

#[track_caller]
fn tells_nothing(answer: &Answer) {
    for word in INSIDE {
        assert!(!answer.text.to_lowercase().contains(&word.to_lowercase()), "{} tells of {word}: {}", answer.asked, answer.text);
    }
}

/// Runs statements on the cluster, beside the test's database; `{name}` stands for its name.
async fn on_the_cluster(app: &TestApp, statements: &[&str]) {
    let mut url: url::Url = app.owner_url().parse().expect("an address");
    let name = url.path().trim_start_matches('/').to_owned();
    url.set_path("postgres");
    let mut connection = PgConnection::connect(url.as_str()).await.expect("a connection");
    for statement in statements {
        let statement = statement.replace("{name}", &name);
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.expect("it is done");
    }
}

/// Runs one statement in the test's database, past every lock.
async fn in_the_database(app: &TestApp, statement: &str) {
    let safe = sqlx::AssertSqlSafe(statement.to_owned());
    if app.engine == Engine::Postgres {
        let mut connection = PgConnection::connect(&app.owner_url()).await.expect("a connection");
        sqlx::raw_sql(safe).execute(&mut connection).await.expect("it is done");
    } else {
        let mut connection = SqliteConnection::connect(&app.owner_url()).await.expect("a connection");
        sqlx::raw_sql(safe).execute(&mut connection).await.expect("it is done");
    }
}

const END_ALL: &str = "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'";

async fn database_away(app: TestApp) {
    let [resident, staff] = [app.user("resident").await, app.user("staff").await];
    let wish = app.wish_at(HERE, "accepted").await;
    let category = app.category(HERE, "wish_item").await;
    for _ in 0..2 {
        on_the_cluster(&app, &["alter database {name} allow_connections false", END_ALL]).await;
        programs_are_told(&app, &resident, &wish).await;
        people_are_told(&app, &staff, &wish, &category).await;
        app.anonymous().get("/healthz").await.expect(200);
        let ready = app.anonymous().get("/readyz").await;
        ready.expect(503);
        tells_nothing(&ready);

        on_the_cluster(&app, &["alter database {name} allow_connections true"]).await;
        app.anonymous().get("/readyz").await.expect(200);
        resident.wish(HERE, &wish).await.expect(200);
        staff.browser().get(&format!("/c/{HERE}/desk")).await.expect(200);
    }
    let placed = resident.with("idempotency-key", "through-it-all");
    let new = json!({"kind": "micro_wish", "category": category, "title": "厨房的灯坏了", "text": "请来修"});
    placed.post(&format!("/api/v1/communities/{HERE}/wishes"), new).await.expect(201);
    assert_eq!(app.count("wishes").await, 2);
}

async fn programs_are_told(app: &TestApp, resident: &Client, wish: &str) {
    let answers = [
        resident.wish(HERE, wish).await,
        resident.step(HERE, wish, "comment").await,
        resident.with("idempotency-key", "away").step(HERE, wish, "withdraw").await,
        resident.get("/api/v1/me").await,
        app.anonymous().get("/api/v1/districts").await,
        app.anonymous().post("/api/v1/sessions", json!({"login": "resident", "password": PASSWORD})).await,
    ];
    for answer in answers {
        answer.expect(503);
        assert_eq!((answer.header("content-type"), &*answer.code()), ("application/problem+json", "unavailable"), "{}", answer.asked);
        assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0), "{}", answer.asked);
        tells_nothing(&answer);
    }
    let english = resident.with("accept-language", "en").wish(HERE, wish).await;
    assert!(english.expect(503).json()["detail"].as_str().unwrap().contains("busy"), "{}", english.text);
}

async fn people_are_told(app: &TestApp, staff: &Client, wish: &str, category: &str) {
    for (language, said) in [("zh-CN", "现在有点忙"), ("en", "We are busy right now")] {
        let reader = staff.browser().with("accept-language", language);
        let form = [("community", HERE), ("wish", wish), ("version", "2"), ("reason", "今天不行"), ("category", category)];
        for answer in [
            reader.get(&format!("/c/{HERE}/desk")).await,
            reader.get(&format!("/c/{HERE}/wishes/{wish}")).await,
            reader.get("/").await,
            app.anonymous().browser().with("accept-language", language).get(&format!("/c/{HERE}")).await,
            reader.form(&format!("/c/{HERE}/wishes/{wish}?do=wishes.decline"), &form).await,
        ] {
            answer.expect(503);
            assert!(answer.header("content-type").starts_with("text/html"), "{}", answer.asked);
            assert!(answer.text.contains(said), "{} in {language}: {}", answer.asked, answer.text);
            tells_nothing(&answer);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_database_is_away_everybody_is_told_and_afterwards_it_works_by_itself() {
    run(Engine::Postgres, database_away).await;
}

async fn connections_ended(app: TestApp) {
    let resident = app.user("resident").await;
    let wish = app.wish_at(HERE, "accepted").await;
    for _ in 0..3 {
        // All connections of the pool are in use once.
        let mut all = JoinSet::new();
        for _ in 0..40 {
            let (resident, wish) = (resident.clone(), wish.clone());
            all.spawn(async move { resident.wish(HERE, &wish).await.expect(200).status });
        }
        all.join_all().await;
        on_the_cluster(&app, &[END_ALL]).await;
        // A dead connection is found dead before it is lent.
        for _ in 0..20 {
            resident.wish(HERE, &wish).await.expect(200);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_the_database_ended_every_connection_nobody_notices() {
    run(Engine::Postgres, connections_ended).await;
}

async fn panics(_: Ctx, (): ()) -> Result<(), Failure> {
    panic!("select secret from sqlx at pool.rs:1")
}

on_both! {
    /// Forty times: more often than there are connections, so a lost one would show.
    async fn a_panic_in_a_command_is_an_incident_and_costs_no_connection(app: TestApp) {
        let wish = app.wish_at(HERE, "accepted").await;
        for mode in [Mode::Write, Mode::Read] {
            for _ in 0..40 {
                let call = app.operator();
                let fault = communities::serve(&call, "test", mode, HERE, (), panics).await.expect_err("it panicked");
                assert_eq!(fault, Fault::Broken { incident: call.request_id.clone() });
                let response = Refusal(fault, Lang::En).into_response();
                assert_eq!(response.status().as_u16(), 500);
                let body = axum::body::to_bytes(response.into_body(), 1 << 16).await.unwrap();
                let body = String::from_utf8(body.to_vec()).unwrap();
                assert!(body.contains(&call.request_id) && !body.contains("secret") && !body.contains("sqlx"), "{body}");
            }
        }
        app.user("resident").await.step(HERE, &wish, "withdraw").await.ok();
    }

    async fn a_mistake_of_ours_is_a_number_and_no_more(app: TestApp) {
        let wish = app.wish_at(HERE, "accepted").await;
        let [resident, staff] = [app.user("resident").await, app.user("staff").await];
        in_the_database(&app, "alter table wishes rename to wishes_away").await;
        let mut incidents = Vec::new();
        for answer in [resident.wish(HERE, &wish).await, staff.step(HERE, &wish, "dispatch").await, resident.step(HERE, &wish, "withdraw").await] {
            if answer.status == 422 {
                continue;
            }
            answer.expect(500);
            assert_eq!((answer.header("content-type"), &*answer.code()), ("application/problem+json", "broken"));
            let incident = answer.json()["incident"].as_str().unwrap().to_owned();
            assert!(incident.len() >= 8 && answer.json()["detail"].as_str().unwrap().contains(&incident), "{}", answer.text);
            tells_nothing(&answer);
            incidents.push(incident);
        }
        incidents.sort();
        incidents.dedup();
        assert_eq!(incidents.len(), 2, "each its own");
        for (language, said) in [("zh-CN", "是我们出了差错"), ("en", "This is our mistake")] {
            let page = staff.browser().with("accept-language", language).get(&format!("/c/{HERE}/desk")).await;
            page.expect(500);
            assert!(page.text.contains(said), "{}", page.text);
            tells_nothing(&page);
        }
        in_the_database(&app, "alter table wishes_away rename to wishes").await;
        resident.step(HERE, &wish, "withdraw").await.ok();
    }

    async fn a_server_with_pending_migrations_is_not_ready(app: TestApp) {
        let nobody = app.anonymous();
        assert_eq!(nobody.get("/readyz").await.expect(200).text, "ready\n");
        let last = "(select max(version) from seaql_migrations)";
        let row = app.rows(&format!("select version || '|' || applied_at from seaql_migrations where version = {last}")).await.remove(0);
        let (version, applied) = row.split_once('|').unwrap();
        in_the_database(&app, &format!("delete from seaql_migrations where version = '{version}'")).await;
        let answer = nobody.get("/readyz").await;
        assert!(answer.expect(503).text.contains("linli migrate"), "{}", answer.text);
        nobody.get("/healthz").await.expect(200);
        in_the_database(&app, &format!("insert into seaql_migrations (version, applied_at) values ('{version}', {applied})")).await;
        nobody.get("/readyz").await.expect(200);
    }
}
