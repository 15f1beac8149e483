//! The real binary, killed in the middle of writing: what it acknowledged is there when it stands up again.

use super::{ask, request};
use crate::harness::{Deployment, Engine, HERE, TestApp, run};
use axum::http::Method;
use serde_json::{Value, json};
use std::net::SocketAddr;
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_a_kill_on_sqlite() {
    let deployment = Deployment::new(None);
    deployment.well("migrate", "").await;
    deployment.well("district create --slug east --name-zh 东城 --name-en East", "").await;
    let sizes = "--population 4200 --households 1800 --over60 310";
    deployment.well(&format!("community create --district east --slug {HERE} --name-zh 东园社区 --name-en Dongyuan {sizes}"), "").await;
    deployment.people().await;
    survives(&deployment).await;
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
