//! What the operator does with the real binary: the demo, backup and restore, the doctor, serving and stopping.

use crate::faults::{ask, request};
use crate::harness::{Deployment, Engine, HERE, on_both, within};
use app::kernel::db::Db;
use axum::http::Method;
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use serde_json::{Value, json};
use std::time::Duration;

/// One column of text of each row, looked at past every lock.
async fn rows(url: &str, sql: &str) -> Vec<String> {
    let db = Db::open(url).await.expect("the database opens");
    let backend = if db.is_postgres() { DbBackend::Postgres } else { DbBackend::Sqlite };
    let rows = db.for_migrations().query_all_raw(Statement::from_string(backend, sql)).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
    db.for_migrations().close_by_ref().await.expect("the pool closes");
    rows.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect()
}

const ROLES: [&str; 8] = ["admin", "staff", "grid", "volunteer", "volunteer2", "resident", "resident2", "merchant"];

/// Slug, street, district of each community that the reports name.
const PLACES: [(&str, &str, &str); 16] = [
    ("songbiandian", "兴关路街道", "nanming"),
    ("sixixiang", "中曹司街道", "nanming"),
    ("nanmingtang", "西湖路街道", "nanming"),
    ("dongshengxiang", "西湖路街道", "nanming"),
    ("jinianta", "新华路街道", "nanming"),
    ("xinhualu", "新华路街道", "nanming"),
    ("houba", "花果园街道", "nanming"),
    ("shapo", "花果园街道", "nanming"),
    ("fengqi", "太慈街道", "nanming"),
    ("jindi", "河滨街道", "nanming"),
    ("cinanmen", "河滨街道", "nanming"),
    ("dianjianyi", "太慈桥街道", "nanming"),
    ("wenchang", "-", "jingyang"),
    ("jianshe", "-", "yaodu"),
    ("tongyang", "-", "chaohu"),
    ("zhongjie", "中街街道", "kongtong"),
];

/// Waits until the doctor finds nothing any more.
async fn until_well(deployment: &Deployment) {
    let mut last = String::new();
    for _ in 0..60 {
        let (well, said) = deployment.operate("doctor", "").await;
        if well && said.contains("All is well") {
            return;
        }
        last = said;
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("{last}");
}

on_both! {
    async fn the_demo_is_whole_the_same_each_time_and_never_among_other_people(app: TestApp) {
        let mut told: Vec<Vec<String>> = Vec::new();
        for _ in 0..2 {
            let home = app.blank().await;
            Deployment::new(Some(home.migrator_url())).well("migrate", "").await;
            let deployment = Deployment::new(Some(home.url()));
            deployment.well("demo --days 7 --date 2026-11-20", "").await;
            let (well, said) = deployment.operate("demo --days 7 --date 2026-11-20", "").await;
            assert!(well && said.contains("here already"), "{said}");
            let look = home.owner_url();
            told.push(rows(&look, "select title || stage || version from wishes order by id").await);

            let places = "select c.slug || ' ' || coalesce(s.name_zh, '-') || ' ' || d.slug from communities c \
                 join districts d on d.id = c.district_id left join streets s on s.id = c.street_id order by 1";
            let mut expected: Vec<String> = PLACES.iter().map(|(slug, street, district)| format!("{slug} {street} {district}")).collect();
            expected.sort();
            let mut found = rows(&look, places).await;
            found.sort();
            assert_eq!(found, expected);
            let size = "select cast(households as text) || ' ' || cast(population as text) from communities where slug = 'tongyang'";
            assert_eq!(rows(&look, size).await, ["2935 8704"]);
            let grids = "select cast(count(*) as text) from grids g join communities c on c.id = g.tenant_id where c.slug = 'jianshe'";
            assert_eq!(rows(&look, grids).await, ["7"]);
            assert_eq!(rows(&look, "select slug from communities where not is_demo").await, Vec::<String>::new());

            // Everybody who is named can log in, by one password, of which there is one hash.
            let named: Vec<String> = PLACES.iter().flat_map(|(slug, ..)| ROLES.map(|role| format!("{role}.{slug}"))).collect();
            let known = rows(&look, "select login from accounts where password_hash is not null").await;
            for login in named.iter().map(String::as_str).chain(["official.nanming", "operator"]) {
                assert!(known.iter().any(|one| one == login), "{login}");
            }
            assert_eq!(known.len(), named.len() + 2);
            assert_eq!(rows(&look, "select distinct password_hash from accounts where password_hash is not null").await.len(), 1);
            // What has come due since the demo's last day waits for a server.
            let (well, said) = deployment.operate("doctor", "").await;
            assert!(!well && said.contains("WRONG  what is due") && said.matches("WRONG").count() == 1, "{said}");

            let server = deployment.serve("").await;
            until_well(&deployment).await;
            for login in ["admin.tongyang", "resident.songbiandian", "official.nanming", "operator"] {
                let body = json!({"login": login, "password": "linli-demo-2026"}).to_string();
                let (status, body) = ask(deployment.address, &request(&Method::POST, "/api/v1/sessions", None, "", &body)).await.unwrap();
                assert_eq!(status, 201, "{login}: {body}");
            }
            let (_, page) = ask(deployment.address, &request(&Method::GET, "/c/songbiandian", None, "", "")).await.unwrap();
            assert!(page.contains("这是演示数据"), "{page}");
            drop(server);
            home.remove().await;
        }
        assert_eq!(told[0], told[1]);

        // Here live other people.
        let before = app.dump().await;
        let here = Deployment::new(Some(app.app_url()));
        let (well, said) = here.operate("demo --days 7", "").await;
        assert!(!well && said.contains("there are people in this database"), "{said}");
        here.well("demo --days 7 --if-empty", "").await;
        assert_eq!(app.dump().await, before);
    }

    async fn a_backup_puts_everything_back_and_overwrites_nothing(app: TestApp) {
        app.wish_at(HERE, "confirmed").await;
        let deployment = Deployment::new(Some(app.app_url()));
        let file = deployment.folder.join("backup");
        let ops = if app.engine == Engine::Postgres { format!(" --ops-database {}", app.ops_url()) } else { String::new() };
        deployment.well(&format!("backup {}{ops}", file.display()), "").await;
        let (well, said) = deployment.operate(&format!("backup {}{ops}", file.display()), "").await;
        assert!(!well && said.contains("is there already"), "{said}");

        let home = app.blank().await;
        let other = Deployment::new(Some(home.migrator_url()));
        other.well(&format!("restore {}", file.display()), "").await;
        for sql in ["select title from wishes", "select login from accounts order by login", "select kind from events order by at, id"] {
            assert_eq!(rows(&home.owner_url(), sql).await, app.rows(sql).await, "{sql}");
        }
        // Not over people, unless that is said; and the application's role can work with what was put back.
        let (well, said) = other.operate(&format!("restore {}", file.display()), "").await;
        assert!(!well && said.contains("--force"), "{said}");
        other.well(&format!("restore {} --force", file.display()), "").await;
        let server = Deployment::new(Some(home.url()));
        let running = server.serve("").await;
        let (status, _) = ask(server.address, &request(&Method::GET, &format!("/api/v1/communities/{HERE}"), None, "", "")).await.unwrap();
        assert_eq!(status, 200);
        drop(running);
        let (well, said) = other.operate("restore /nowhere/at/all", "").await;
        assert!(!well && said.contains("there is no backup"), "{said}");
        home.remove().await;
    }

    async fn the_doctor_says_what_is_wrong(app: TestApp) {
        let (well, said) = Deployment::new(Some(app.app_url())).operate("doctor", "").await;
        assert!(!well && said.contains("WRONG  keys"), "keys that do not fit: {said}");
        let blank = app.blank().await;
        let unready = Deployment::new(Some(blank.migrator_url()));
        for words in ["serve", "demo"] {
            let (well, said) = unready.operate(words, "").await;
            assert!(!well && said.contains("linli migrate"), "{words}: {said}");
        }
        unready.well("migrate", "").await;
        blank.remove().await;
    }

    async fn the_server_says_how_it_is_and_stops_when_told(app: TestApp) {
        let deployment = Deployment::new(Some(app.app_url()));
        let figures = deployment.another_address();
        let mut server = deployment.serve(&format!("--metrics {figures}")).await;
        for (path, expected) in [("/healthz", "alive"), ("/readyz", "ready")] {
            let (status, body) = ask(deployment.address, &request(&Method::GET, path, None, "", "")).await.unwrap();
            assert_eq!((status, body.trim()), (200, expected), "{path}");
        }
        // The figures have a port of their own, and the pages' port has none.
        let (status, _) = ask(deployment.address, &request(&Method::GET, "/metrics", None, "", "")).await.unwrap();
        assert_eq!(status, 404);
        ask(deployment.address, &request(&Method::GET, &format!("/api/v1/communities/{HERE}"), None, "", "")).await.unwrap();
        let (status, body) = ask(figures, &request(&Method::GET, "/metrics", None, "", "")).await.unwrap();
        assert!(status == 200 && body.contains("linli_commands_total") && !body.contains(HERE), "{body}");

        let id = server.child.id().expect("it runs").to_string();
        assert!(tokio::process::Command::new("kill").args(["-INT", &id]).status().await.unwrap().success());
        let ended = tokio::time::timeout(Duration::from_secs(20), server.child.wait()).await.expect("it stops").unwrap();
        assert!(ended.success(), "{ended}");
    }
}

/// Waits until the histories are sealed, and gives what was said of them.
async fn sealed(deployment: &Deployment) -> String {
    let _worker = deployment.start("worker");
    for _ in 0..60 {
        let (well, said) = deployment.operate("audit verify", "").await;
        assert!(well, "{said}");
        if said.lines().filter(|line| line.starts_with("head ")).count() == 2 {
            return said;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("the histories got no seal");
}

/// On one engine: what the commands look through stands in tests of both; here it is the commands themselves.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operators_commands_find_what_was_spoilt_by_hand() {
    within("looking for it", what_was_spoilt_is_found()).await;
}

async fn what_was_spoilt_is_found() {
    let deployment = Deployment::new(None);
    deployment.well("migrate", "").await;
    deployment.well("demo --communities 2 --wishes 30 --days 7", "").await;
    assert_eq!(rows(&deployment.database, "select count(*) || '' from wishes").await, ["60"]);
    let by_hand = async |sql: &str| drop(rows(&deployment.database, sql).await);

    deployment.well("figures verify", "").await;
    by_hand("update community_day set n = n + 1 where rowid = (select min(rowid) from community_day)").await;
    let (well, said) = deployment.operate("figures verify", "").await;
    assert!(!well && said.contains("songbiandian0001"), "{said}");
    deployment.well("figures rebuild", "").await;
    deployment.well("figures verify", "").await;

    let heads = deployment.folder.join("heads");
    std::fs::write(&heads, sealed(&deployment).await).unwrap();
    let since = format!("audit verify --since {}", heads.display());
    deployment.well(&since, "").await;
    by_hand("drop trigger events_no_update").await;
    by_hand("update events set channel = 'api' where id = (select min(event_id) from event_seals)").await;
    for words in ["audit verify", &since] {
        let (well, said) = deployment.operate(words, "").await;
        assert!(!well && said.contains("says something else than when it was sealed"), "{words}: {said}");
    }
    let (well, said) = deployment.operate("audit verify --since /nowhere/heads", "").await;
    assert!(!well && said.contains("/nowhere/heads"), "{said}");

    // A community whose only admin is taken away is named: what is late there reaches nobody.
    let way_up = "WRONG  the way up";
    assert!(!deployment.operate("doctor", "").await.1.contains(way_up));
    deployment.well("account grant admin.songbiandian0001 --community songbiandian0001 --role resident", "").await;
    let (well, said) = deployment.operate("doctor", "").await;
    let line = said.lines().find(|line| line.starts_with(way_up)).unwrap_or_default();
    assert!(!well && line.contains("songbiandian0001") && !line.contains("sixixiang0002"), "{said}");
}

/// On SQLite there are no roles.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_does_not_start_as_a_role_that_could_go_round_row_level_security() {
    crate::harness::run(Engine::Postgres, |app| async move {
        for url in [app.owner_url(), app.migrator_url(), app.ops_url()] {
            let (well, said) = Deployment::new(Some(url)).operate("serve", "").await;
            assert!(!well && said.lines().count() == 1, "{said}");
            assert!(said.contains("row"), "{said}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_description_of_the_interface_names_the_token() {
    let api: Value = serde_json::to_value(server::http::openapi()).unwrap();
    assert_eq!(api["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    assert!(api["security"].as_array().unwrap().iter().any(|one| one.get("bearer").is_some()));
}
