//! Clients that hang up: whatever had begun is finished or undone, and no connection is left inside a transaction.

use super::{ask, request};
use crate::harness::{Engine, HERE, TestApp, at, on_both};
use axum::http::Method;
use serde_json::json;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// How many hang up.
const DROPPED: usize = 10_000;
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
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("there is no room, and there will be none");
}

/// The connections of the application that are inside a transaction and do nothing.
const LEFT: &str = "select pid::text || ' ' || query from pg_stat_activity where datname = current_database() and usename = 'linli_app' \
     and state like 'idle in transaction%'";

/// Waits until what had begun is over; what stays is left behind.
async fn nobody_left(app: &TestApp) {
    if app.engine == Engine::Postgres {
        let over = async {
            while !app.rows(LEFT).await.is_empty() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(10), over).await;
        assert!(waited.is_ok(), "left inside a transaction: {:?}", app.rows(LEFT).await);
    }
}

/// Lets a future go so many steps and drops it there; says whether it came to its end.
async fn steps<F: Future>(mut left: usize, future: F) -> bool {
    let mut future = pin!(future);
    poll_fn(|context| {
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(_) => Poll::Ready(true),
            Poll::Pending if left == 0 => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

on_both! {
    /// A connection once went back to the pool inside a transaction when its caller was dropped just as it began one.
    async fn a_request_may_be_dropped_at_every_single_step(app: TestApp) {
        let wish = app.wish_at(HERE, "accepted").await;
        let [resident, staff] = [app.user("resident").await, app.user("staff").await];
        let (page, desk) = (format!("/c/{HERE}/wishes/{wish}"), format!("/c/{HERE}/desk"));
        for (name, who, path) in [
            ("a look", &staff, at(&wish, "")),
            ("a list", &resident, format!("/api/v1/communities/{HERE}/wishes?mine=true")),
            ("a page that writes", &staff.browser(), page),
            ("a page that reads", &staff.browser(), desk),
            ("the probe", &resident, "/readyz".to_owned()),
        ] {
            let mut count = 1;
            while !steps(count, who.get(&path)).await {
                nobody_left(&app).await;
                count += 1;
                assert!(count < 500, "{name} comes to no end");
            }
        }
        let once = resident.with("idempotency-key", "step-by-step");
        let mut count = 1;
        while !steps(count, once.step(HERE, &wish, "comment")).await {
            nobody_left(&app).await;
            count += 1;
        }
        once.step(HERE, &wish, "comment").await.ok();
        assert_eq!(app.rows("select kind from events where kind = 'commented'").await.len(), 1);
    }

    async fn ten_thousand_who_hang_up_leave_nothing_half_done(app: TestApp) {
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
                    0 | 1 => place(client * 10_000 + n),
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
        nobody_left(&app).await;

        // Each who asks again under the same key gets what the first time did, or is the first: one wish a key.
        let (mut keys, mut repeats) = (0, JoinSet::new());
        for client in 0..AT_ONCE {
            for n in (0..DROPPED / AT_ONCE).filter(|n| n % 5 < 2) {
                let bytes = place(client * 10_000 + n);
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
        // More than there are connections: none of them is spoilt.
        for _ in 0..40 {
            let (status, body) = ask(server, &request(&Method::GET, &at(&wish, ""), Some(&staff), "", "")).await.expect("an answer");
            assert_eq!(status, 200, "{body}");
        }
    }
}
