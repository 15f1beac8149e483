//! Whom messages go to: a mail server and webhooks on this machine, which answer as a test tells them.

use super::{HERE, THERE, TestApp};
use app::kernel::db::Mode;
use app::messages::model::{MessageId, Why};
use app::messages::sending::{Outcome, settle};
use axum::body::Bytes;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use server::config::Outside;
use server::post::{self, Post};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// What a webhook got.
#[derive(Debug, Clone)]
pub struct Sent {
    pub headers: HeaderMap,
    pub body: String,
}

impl Sent {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a webhook gets JSON")
    }
}

/// A webhook that keeps what it gets. It answers with `status`; with none, not at all.
#[derive(Debug)]
pub struct Receiver {
    pub url: String,
    status: Arc<AtomicU16>,
    got: Arc<Mutex<Vec<Sent>>>,
    _tasks: JoinSet<()>,
}

type Kept = (Arc<AtomicU16>, Arc<Mutex<Vec<Sent>>>);

impl Receiver {
    pub async fn start() -> Self {
        let kept: Kept = (Arc::new(AtomicU16::new(200)), Arc::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/linli?group=7", listener.local_addr().expect("an address"));
        let router = axum::Router::new().route("/linli", axum::routing::post(take)).with_state(kept.clone());
        let mut tasks = JoinSet::new();
        tasks.spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self { url, status: kept.0, got: kept.1, _tasks: tasks }
    }

    /// From now on it answers so; `0` is not at all.
    pub fn answer(&self, status: u16) {
        self.status.store(status, Ordering::Relaxed);
    }

    pub fn got(&self) -> Vec<Sent> {
        self.got.lock().expect("nobody panicked").clone()
    }
}

async fn take(State((status, got)): State<Kept>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let body = String::from_utf8(body.to_vec()).expect("text");
    got.lock().expect("nobody panicked").push(Sent { headers, body });
    match status.load(Ordering::Relaxed) {
        0 => std::future::pending().await,
        status => StatusCode::from_u16(status).expect("a status"),
    }
}

/// A mail server that keeps what it gets: whole letters, heads and all. It answers to each recipient with `code`; with none, it
/// does not even greet.
#[derive(Debug)]
pub struct MailServer {
    pub url: String,
    code: Arc<AtomicU16>,
    got: Arc<Mutex<Vec<String>>>,
    _tasks: JoinSet<()>,
}

impl MailServer {
    pub async fn start() -> Self {
        let (code, got) = (Arc::new(AtomicU16::new(250)), Arc::<Mutex<Vec<String>>>::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("smtp://{}", listener.local_addr().expect("an address"));
        let mut tasks = JoinSet::new();
        let (answer, kept) = (Arc::clone(&code), Arc::clone(&got));
        tasks.spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.expect("a connection");
                // Whoever hangs up in the middle has sent nothing.
                drop(talk(stream, &answer, &kept).await);
            }
        });
        Self { url, code, got, _tasks: tasks }
    }

    /// From now on it answers so to a recipient; `0` is to nobody at all.
    pub fn answer(&self, code: u16) {
        self.code.store(code, Ordering::Relaxed);
    }

    pub fn got(&self) -> Vec<String> {
        self.got.lock().expect("nobody panicked").clone()
    }
}

async fn talk(stream: TcpStream, code: &AtomicU16, got: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    if code.load(Ordering::Relaxed) == 0 {
        // Until whoever came has enough of waiting.
        return BufReader::new(read).lines().next_line().await.map(drop);
    }
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 mail.example.org\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let answer = match line.split_whitespace().next().unwrap_or_default() {
            "EHLO" => "250-mail.example.org\r\n250 8BITMIME\r\n".to_owned(),
            "RCPT" => format!("{} 5.1.1 as you say\r\n", code.load(Ordering::Relaxed)),
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                let mut letter = String::new();
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    letter.push_str(&line);
                    letter.push('\n');
                }
                got.lock().expect("nobody panicked").push(letter);
                "250 taken\r\n".to_owned()
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 well\r\n".to_owned(),
        };
        write.write_all(answer.as_bytes()).await?;
    }
    Ok(())
}

impl TestApp {
    /// What sends, to this mail server. It waits for two seconds: long enough on a busy machine, and short enough for a test.
    pub fn post_to(&self, smtp: &str) -> Post {
        let outside = Outside {
            smtp: Some(smtp.to_owned()),
            mail_from: Some("Linli <linli@example.org>".to_owned()),
            public_url: Some("https://linli.example.org/".to_owned()),
            private_webhooks: self.app.reach.private_webhooks,
        };
        Post::new(&outside).expect("the settings read").with_patience(Duration::from_secs(2))
    }

    /// Makes messages of what was told, and sends what is due, as a server does every two seconds; says how many were due.
    pub async fn send(&self, post: &Post) -> u64 {
        self.ring().await;
        post::round(&server::worker::call(&self.app), post).await
    }

    /// A webhook that an admin set up.
    pub async fn webhook(&self, community: &str, url: &str, gets_phones: bool) -> Value {
        let admin = self.user(if community == THERE { "there.admin" } else { "admin" }).await;
        let new = json!({"name": "短信", "url": url, "gets_phones": gets_phones});
        admin.post(&format!("/api/v1/communities/{community}/webhooks"), new).await.expect(201).json()
    }

    /// A message that could not be sent: its id.
    pub async fn failed_message(&self, community: &str) -> String {
        let webhook = self.webhook(community, "https://hooks.example.org/linli", false).await;
        let admin = self.user(if community == THERE { "there.admin" } else { "admin" }).await;
        let tried = format!("/api/v1/communities/{community}/webhooks/{}/try", webhook["id"].as_str().expect("an id"));
        let id = admin.post(&tried, json!({})).await.ok()["id"].as_str().expect("an id").to_owned();
        let message: MessageId = id.parse().expect("an id");
        let call = server::worker::call(&self.app);
        let outcome = (message, Outcome::Never(Why::Answered(410)));
        app::communities::serve(&call, "test", Mode::Write, community, outcome, settle).await.expect("it is settled");
        // A community has room for ten.
        admin.delete(&format!("/api/v1/communities/{community}/webhooks/{}", webhook["id"].as_str().expect("an id"))).await.expect(204);
        id
    }

    /// The log as the admin reads it: stage, why and tries of each message, newest first.
    pub async fn log(&self) -> Vec<String> {
        let log = self.user("admin").await.get(&format!("/api/v1/communities/{HERE}/messages")).await.ok();
        let line = |one: &Value| {
            let text = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
            format!("{} {} {}", text("stage"), text("why"), one["tries"]).replace("  ", " ")
        };
        log["items"].as_array().expect("a list").iter().map(line).collect()
    }
}
