//! The real binary, killed in the middle of writing: what it acknowledged is there when it stands up again.

use super::{ask, request};
use crate::harness::{Deployment, Engine, HERE, TestApp, on_both, run, within};
use app::kernel::clock::Clock;
use axum::http::Method;
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// Places wishes and accepts them until the server is gone; tells of each answer that came back whole.
async fn write(server: SocketAddr, token: String, category: String, told: mpsc::UnboundedSender<(String, i64)>) {
    let wishes = format!("/api/v1/communities/{HERE}/wishes");
    let new = json!({"kind": "micro_wish", "category": category, "title": "厨房的灯坏了", "text": "请来修"}).to_string();
    let mut path = wishes.clone();
    loop {
        let body = if path == wishes { new.as_str() } else { "{}" };
        let Some((status, body)) = ask(server, &request(&Method::POST, &path, Some(&token), "", body)).await else { return };
        assert!([200, 201].contains(&status), "{body}");
        let page: Value = serde_json::from_str(&body).unwrap();
        let id = page["id"].as_str().unwrap().to_owned();
        path = if status == 201 { format!("{wishes}/{id}/accept") } else { wishes.clone() };
        if told.send((id, page["version"].as_i64().unwrap())).is_err() {
            return;
        }
    }
}

/// Three times: writes from four sides, kills in the middle, starts again, and looks for all that was acknowledged.
async fn survives(deployment: &Deployment) {
    let mut acknowledged: Vec<(String, i64)> = Vec::new();
    for round in 1..=3 {
        let mut server = deployment.serve("").await;
        let (token, category) = (deployment.token().await, deployment.category().await);
        let (tell, mut told) = mpsc::unbounded_channel();
        let mut writers = JoinSet::new();
        for _ in 0..4 {
            writers.spawn(write(deployment.address, token.clone(), category.clone(), tell.clone()));
        }
        drop(tell);
        for _ in 0..40 {
            acknowledged.push(told.recv().await.expect("the writers get answers"));
        }
        // SIGKILL: no last words, no closing of files.
        server.child.kill().await.expect("it is killed");
        while let Some(more) = told.recv().await {
            acknowledged.push(more);
        }
        for written in writers.join_all().await {
            let () = written;
        }
        let _again = deployment.serve("").await;
        let token = deployment.token().await;
        for (wish, version) in &acknowledged {
            let path = format!("/api/v1/communities/{HERE}/wishes/{wish}");
            let (status, body) = ask(deployment.address, &request(&Method::GET, &path, Some(&token), "", "")).await.expect("an answer");
            assert_eq!(status, 200, "round {round}: {wish} is gone: {body}");
            let now = serde_json::from_str::<Value>(&body).unwrap()["version"].as_i64().unwrap();
            assert!(now >= *version, "round {round}: {wish} went back from {version} to {now}");
        }
        let (_, said) = deployment.operate("doctor", "").await;
        assert!(said.contains("ok     history"), "round {round}: {said}");
        assert!(!said.contains("WRONG  history") && !said.contains("WRONG  wholeness"), "round {round}: {said}");
    }
    assert!(acknowledged.len() >= 120);
}

/// How often this happened by itself so far.
async fn rung(app: &TestApp, kind: &str) -> usize {
    app.rows(&format!("select kind from events where channel = 'clock' and kind = '{kind}'")).await.len()
}

on_both! {
    /// Two workers on one database, killed again and again in the middle of reminding: each mark is told once.
    async fn what_is_due_is_told_once_however_often_the_workers_are_killed(app: TestApp) {
        const WISHES: usize = 40;
        app.clock.set(Clock::system().now() - TimeDelta::hours(2));
        let resident = app.user("resident").await;
        let category = app.category(HERE, "home_repair").await;
        for _ in 0..WISHES {
            let new = json!({"kind": "service_order", "category": category, "title": "厨房的灯坏了", "text": "请来修"});
            resident.post(&format!("/api/v1/communities/{HERE}/wishes"), new).await.ok();
        }
        let deployment = Deployment::new(Some(app.app_url()));
        let all = async || rung(&app, "reminded").await + rung(&app, "overdue").await;
        let mut kills = 0;
        while all().await < 3 * WISHES {
            let so_far = all().await;
            let mut workers = [deployment.start("worker"), deployment.start("worker")];
            while all().await < (so_far + WISHES / 2).min(3 * WISHES) {
                tokio::time::sleep(Duration::from_millis(5)).await;
                for worker in &mut workers {
                    assert_eq!(worker.try_wait().unwrap(), None, "a worker ended by itself");
                }
            }
            for worker in &mut workers {
                worker.kill().await.expect("it is killed");
            }
            kills += 1;
        }
        assert!(kills >= 3, "too few kills prove nothing");
        let (_, said) = deployment.operate("doctor", "").await;
        assert!(said.contains("ok     history") && said.contains("ok     what is due") && said.contains("ok     the way up"), "{said}");
        assert_eq!((rung(&app, "reminded").await, rung(&app, "overdue").await), (2 * WISHES, WISHES));
        let told = |login: &'static str| {
            let app = app.clone();
            async move {
                let page = app.user(login).await.get(&format!("/api/v1/communities/{HERE}/notices?limit=100")).await.ok();
                let first = page["items"].as_array().unwrap().len();
                let Some(next) = page["next"].as_str() else { return first };
                let path = format!("/api/v1/communities/{HERE}/notices?limit=100&cursor={next}");
                first + app.user(login).await.get(&path).await.ok()["items"].as_array().unwrap().len()
            }
        };
        assert_eq!([told("resident").await, told("staff").await, told("admin").await], [3 * WISHES, 3 * WISHES, WISHES]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_a_kill_on_sqlite() {
    let deployment = Deployment::new(None);
    deployment.well("migrate", "").await;
    deployment.well("district create --slug east --name-zh 东城 --name-en East", "").await;
    let sizes = "--population 4200 --households 1800 --over60 310";
    deployment.well(&format!("community create --district east --slug {HERE} --name-zh 东园社区 --name-en Dongyuan {sizes}"), "").await;
    deployment.people().await;
    within("surviving three kills", survives(&deployment)).await;
}

/// In a copy of the tests' database, whose invariants are checked afterwards. The kill is the server's; the database's own is
/// for its makers.
async fn killed_on_postgres(app: TestApp) {
    let deployment = Deployment::new(Some(app.app_url()));
    deployment.people().await;
    survives(&deployment).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_a_kill_on_postgres() {
    run(Engine::Postgres, killed_on_postgres).await;
}
