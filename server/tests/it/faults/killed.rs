//! The real binary, killed in the middle of writing: what it acknowledged is there when it stands up again.

use super::{ask, request};
use crate::harness::{Engine, HERE, TestApp, run};
use axum::http::Method;
use serde_json::{Value, json};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

const LOGIN: &str = "keeper";
const SECRET: &str = "a-password-for-kills";

/// A deployment in a folder of its own: keys, the (empty) browser half, and for SQLite the database.
struct Deployment {
    folder: PathBuf,
    database: String,
    address: SocketAddr,
}

impl Drop for Deployment {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// The server, killed when this is dropped.
struct Server {
    child: Child,
    /// Reads its log on, so that it never waits for a reader.
    _log: JoinSet<()>,
}

impl Deployment {
    fn new(database: Option<String>) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("linli_killed_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(folder.join("site/pkg")).expect("a folder");
        std::fs::write(folder.join("hash.txt"), "js: test\nwasm: test\ncss: test\n").expect("a file");
        let database = database.unwrap_or_else(|| format!("sqlite://{}", folder.join("linli.db").display()));
        // A port that was free a moment ago; who takes it meanwhile makes the start fail, and the test say so.
        let address = TcpListener::bind(("127.0.0.1", 0)).and_then(|free| free.local_addr()).expect("a port");
        Self { folder, database, address }
    }

    fn command(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
        command.args(["--database", &self.database, "--data"]).arg(self.folder.join("data")).args(words.split(' '));
        for name in ["LINLI_PASSWORD", "LINLI_LOG", "LINLI_METRICS", "LINLI_DATABASE_URL"] {
            command.env_remove(name);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command
    }

    /// Runs one command of the operator with this on its standard input; gives what it said.
    async fn operate(&self, words: &str, input: &str) -> (bool, String) {
        let mut child = self.command(words).spawn().expect("the binary runs");
        child.stdin.take().unwrap().write_all(input.as_bytes()).await.ok();
        let done = child.wait_with_output().await.expect("it ends");
        (done.status.success(), String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned())
    }

    async fn well(&self, words: &str, input: &str) {
        let (well, said) = self.operate(words, input).await;
        assert!(well, "linli {words}: {said}");
    }

    /// An admin who is also a resident, in this community.
    async fn people(&self) {
        self.well(&format!("account create --login {LOGIN}"), &format!("{SECRET}\n")).await;
        self.well(&format!("account grant {LOGIN} --community {HERE} --role resident,staff,admin --name 甲"), "").await;
    }

    /// Starts the server and comes back once it listens.
    async fn serve(&self) -> Server {
        let words = format!("serve --listen {} --site {}", self.address, Path::new(&self.folder).join("site").display());
        let mut child = self.command(&words).spawn().expect("the binary runs");
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
        while let Some(line) = log.next_line().await.expect("its log") {
            if line.contains("listening") {
                let mut reader = JoinSet::new();
                reader.spawn(async move { while let Ok(Some(_)) = log.next_line().await {} });
                return Server { child, _log: reader };
            }
        }
        panic!("the server did not start: {:?}", child.wait().await);
    }

    async fn token(&self) -> String {
        let body = json!({"login": LOGIN, "password": SECRET}).to_string();
        let (status, body) = ask(self.address, &request(&Method::POST, "/api/v1/sessions", None, "", &body)).await.expect("an answer");
        assert_eq!(status, 201, "{body}");
        serde_json::from_str::<Value>(&body).unwrap()["access_token"].as_str().unwrap().to_owned()
    }

    async fn category(&self) -> String {
        let path = format!("/api/v1/communities/{HERE}/categories");
        let (_, body) = ask(self.address, &request(&Method::GET, &path, None, "", "")).await.expect("an answer");
        let list: Value = serde_json::from_str(&body).unwrap();
        list["items"].as_array().unwrap().iter().find(|one| one["kind"] == "micro_wish").unwrap()["id"].as_str().unwrap().to_owned()
    }
}

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
        let mut server = deployment.serve().await;
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
        let _again = deployment.serve().await;
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
