//! A deployment of the real binary, as an operator has it.

use super::HERE;
use crate::faults::{ask, request};
use axum::http::Method;
use serde_json::{Value, json};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinSet;

const LOGIN: &str = "keeper";
const SECRET: &str = "a-password-for-kills";

/// A deployment in a folder of its own: keys, the (empty) browser half, and for SQLite the database.
pub struct Deployment {
    /// Keys, and whatever else it keeps.
    pub folder: PathBuf,
    /// The address of its database.
    pub database: String,
    /// Where it serves.
    pub address: SocketAddr,
}

impl Drop for Deployment {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// The server, killed when this is dropped.
pub struct Server {
    /// Its process.
    pub child: Child,
    /// Reads its log on, so that it never waits for a reader.
    _log: JoinSet<()>,
}

impl Deployment {
    pub fn new(database: Option<String>) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("linli_killed_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(folder.join("site/pkg")).expect("a folder");
        std::fs::write(folder.join("hash.txt"), "js: test\nwasm: test\ncss: test\n").expect("a file");
        let database = database.unwrap_or_else(|| format!("sqlite://{}", folder.join("linli.db").display()));
        Self { folder, database, address: free_address() }
    }

    /// An address that nobody listens on.
    pub fn another_address(&self) -> SocketAddr {
        loop {
            let address = free_address();
            if address != self.address {
                return address;
            }
        }
    }

    fn command(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
        command
            .args(["--database", &self.database, "--data"])
            .arg(self.folder.join("data"))
            .args(words.split(' ').filter(|word| !word.is_empty()));
        for name in ["LINLI_PASSWORD", "LINLI_LOG", "LINLI_METRICS", "LINLI_DATABASE_URL"] {
            command.env_remove(name);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command
    }

    /// Runs one command of the operator with this on its standard input; gives what it said.
    pub async fn operate(&self, words: &str, input: &str) -> (bool, String) {
        let mut child = self.command(words).spawn().expect("the binary runs");
        child.stdin.take().unwrap().write_all(input.as_bytes()).await.ok();
        let done = child.wait_with_output().await.expect("it ends");
        (done.status.success(), String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned())
    }

    /// Starts a command that goes on by itself; it is killed when it is dropped.
    pub fn start(&self, words: &str) -> Child {
        self.command(words).stderr(Stdio::null()).spawn().expect("the binary runs")
    }

    pub async fn well(&self, words: &str, input: &str) {
        let (well, said) = self.operate(words, input).await;
        assert!(well, "linli {words}: {said}");
    }

    /// An admin who is also a resident, in this community.
    pub async fn people(&self) {
        self.well(&format!("account create --login {LOGIN}"), &format!("{SECRET}\n")).await;
        self.well(&format!("account grant {LOGIN} --community {HERE} --role resident,staff,admin --name 甲"), "").await;
    }

    /// Starts the server and comes back once it listens.
    pub async fn serve(&self, more: &str) -> Server {
        let words = format!("serve --listen {} --site {} {more}", self.address, Path::new(&self.folder).join("site").display());
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

    pub async fn token(&self) -> String {
        let body = json!({"login": LOGIN, "password": SECRET}).to_string();
        let (status, body) = ask(self.address, &request(&Method::POST, "/api/v1/sessions", None, "", &body)).await.expect("an answer");
        assert_eq!(status, 201, "{body}");
        serde_json::from_str::<Value>(&body).unwrap()["access_token"].as_str().unwrap().to_owned()
    }

    pub async fn category(&self) -> String {
        let path = format!("/api/v1/communities/{HERE}/categories");
        let (_, body) = ask(self.address, &request(&Method::GET, &path, None, "", "")).await.expect("an answer");
        let list: Value = serde_json::from_str(&body).unwrap();
        list["items"].as_array().unwrap().iter().find(|one| one["kind"] == "micro_wish").unwrap()["id"].as_str().unwrap().to_owned()
    }
}

/// A port that was free a moment ago; who takes it meanwhile makes the start fail, and the test say so.
fn free_address() -> SocketAddr {
    TcpListener::bind(("127.0.0.1", 0)).and_then(|free| free.local_addr()).expect("a port")
}
