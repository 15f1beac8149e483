//! Clients that hang up: whatever had begun is finished or undone, and no connection is left inside a transaction.

use super::{ask, request};
use crate::harness::{HERE, TestApp, on_both};
use crate::harness_wishes::at;
use axum::http::Method;
use serde_json::json;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// How many hang up.
const DROPPED: usize = 1000;
/// How many at once.
const AT_ONCE: usize = 20;

/// The test's server on a socket of its own, until the set is dropped.
async fn listen(app: &TestApp) -> (SocketAddr, JoinSet<()>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("its address");
    let service = app.router.clone().into_make_service_with_connect_info::<SocketAddr>();
    let mut server = JoinSet::new();
    server.spawn(async move { axum::serve(listener, service).await.expect("it serves") });
    (address, server)
}

/// The next of a row of numbers that look like chance and are the same each time.
fn chance(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

/// Sends a request, or the beginning of one, and hangs up a moment later.
async fn hang_up(server: SocketAddr, bytes: &[u8], seed: &mut u64) {
    let mut stream = TcpStream::connect(server).await.expect("the server listens");
    let whole = !chance(seed).is_multiple_of(8);
    let sent = if whole { bytes.len() } else { usize::try_from(chance(seed)).unwrap() % bytes.len() };
    stream.write_all(&bytes[..sent]).await.expect("it takes the request");
    // This is the fault itself, not a wait for anything.
    tokio::time::sleep(Duration::from_micros(chance(seed) % 12_000)).await;
}

/// Asks until it is told how it ended. What was hung up on still runs to its end, so a slow machine may have no room for
/// a while, and says so.
async fn patiently(server: SocketAddr, bytes: &[u8]) {
    for _ in 0..20 {
        let (status, body) = ask(server, bytes).await.expect("an answer");
        if status != 503 && !body.contains("still_running") {
            return assert_eq!(status, 201, "{body}");
        }
    }
    panic!("there is no room, and there will be none");
}

/// The connections of the application that are inside a transaction and do nothing.
const LEFT: &str = "select pid::text || ' ' || query from pg_stat_activity where datname = current_database() and usename = 'linli_app' \
     and state like 'idle in transaction%'";

on_both! {
    async fn a_thousand_who_hang_up_leave_nothing_half_done(app: TestApp) {
        let (server, _running) = listen(&app).await;
        let category = app.category(HERE, "wish_item").await;
        let wish = app.wish_at(HERE, "accepted").await;
        let [resident, staff] = [app.user("resident").await, app.user("staff").await];
        let token = |who: &crate::harness::Client| app.app.keys.sign(who.who.unwrap(), app.clock.now()).expect("a token");
        let (resident, staff) = (token(&resident), token(&staff));
        let place = |key: usize| {
            let new = json!({"kind": "micro_wish", "category": category, "title": format!("第 {key} 个心愿"), "text": "请来修"});
            let path = format!("/api/v1/communities/{HERE}/wishes");
            request(&Method::POST, &path, Some(&resident), &format!("idempotency-key: drop-{key}\r\n"), &new.to_string())
        };
        let mut clients = JoinSet::new();
        for client in 0..AT_ONCE {
            let requests: Vec<Vec<u8>> = (0..DROPPED / AT_ONCE)
                .map(|n| match n % 5 {
                    0 | 1 => place(client * 1000 + n),
                    2 => request(&Method::GET, &at(&wish, ""), Some(&staff), "", ""),
                    3 => request(&Method::POST, &at(&wish, "/comment"), Some(&staff), "", &json!({"text": "在吗"}).to_string()),
                    _ => request(&Method::GET, "/?q=a", None, "", ""),
                })
                .collect();
            clients.spawn(async move {
                let mut seed = client as u64 + 1;
                for bytes in requests {
                    hang_up(server, &bytes, &mut seed).await;
                }
            });
        }
        clients.join_all().await;

        // Each who asks again under the same key gets what the first time did, or is the first: one wish a key.
        let (mut keys, mut repeats) = (0, JoinSet::new());
        for client in 0..AT_ONCE {
            for n in (0..DROPPED / AT_ONCE).filter(|n| n % 5 < 2) {
                let bytes = place(client * 1000 + n);
                keys += 1;
                repeats.spawn(async move { patiently(server, &bytes).await });
                if repeats.len() == AT_ONCE {
                    repeats.join_next().await.unwrap().expect("an answer");
                }
            }
        }
        repeats.join_all().await;
        assert_eq!(app.count("wishes").await, keys + 1);
        let strays = "select cast(count(*) as text) from events e where subject_kind = 'wish' \
             and not exists (select 1 from wishes w where w.tenant_id = e.tenant_id and w.id = e.subject_id)";
        assert_eq!(app.rows(strays).await, ["0"]);
        assert_eq!(app.rows("select cast(count(*) as text) from idempotency_keys where answer is null").await, ["0"]);
        if app.engine == Engine::Postgres {
            let gone = async {
                // What had begun may still be at work; what is left behind stays.
                while !app.rows(LEFT).await.is_empty() {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            };
            let waited = tokio::time::timeout(Duration::from_secs(10), gone).await;
            assert!(waited.is_ok(), "left inside a transaction: {:?}", app.rows(LEFT).await);
        }
        // More than there are connections: none of them is spoilt.
        for _ in 0..40 {
            let (status, body) = ask(server, &request(&Method::GET, &at(&wish, ""), Some(&staff), "", "")).await.expect("an answer");
            assert_eq!(status, 200, "{body}");
        }
    }
}
