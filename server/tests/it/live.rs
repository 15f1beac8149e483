//! Live pages: who may listen, what they hear (that something changed, and nothing else), and when a stream ends.

use crate::faults::request;
use crate::harness::{Client, Deployment, HERE, THERE, TestApp, on_both};
use app::kernel::live::Hub;
use axum::body::BodyDataStream;
use axum::http::Method;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::StreamExt as _;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::task::JoinSet;

/// Longer than a change takes: read twice a second, told along for a fifth of one.
const SOON: Duration = Duration::from_secs(5);
/// Longer than the hall waits, and than it takes to look whether a session still stands.
const LONGER: Duration = Duration::from_secs(25);
/// Long enough for a change to have come.
const A_WHILE: Duration = Duration::from_millis(1500);

fn address(community: &str, wish: Option<&str>, since: Option<DateTime<Utc>>) -> String {
    let wish = wish.map_or_else(String::new, |wish| format!("wish={wish}&"));
    format!("/c/{community}/live?{wish}since={}", since.map_or_else(String::new, |at| at.timestamp_micros().to_string()))
}

/// A stream that is open.
struct Ear(BodyDataStream);

impl Ear {
    /// The next event; `None` when it has ended, or nothing comes within this time.
    async fn within(&mut self, time: Duration) -> Result<Option<String>, tokio::time::error::Elapsed> {
        let next = tokio::time::timeout(time, self.0.next()).await?;
        Ok(next.map(|part| String::from_utf8(part.expect("a whole part").to_vec()).expect("a text")))
    }

    async fn hears(&mut self, event: &str) {
        let heard = self.within(SOON).await.expect("it comes soon").expect("it is open");
        // A name, an id and nothing more: no word of what it is about.
        let lines: Vec<&str> =
            heard.lines().filter(|line| !line.is_empty() && !line.starts_with("id: ") && !line.starts_with("retry: ")).collect();
        assert_eq!(lines, [format!("event: {event}").as_str(), "data: 1"], "{heard}");
    }

    async fn hears_nothing(&mut self) {
        let heard = self.within(A_WHILE).await;
        assert!(heard.is_err(), "{heard:?}");
    }

    async fn ends(&mut self) {
        assert_eq!(self.within(SOON).await.expect("it ends soon"), None);
    }
}

async fn listen(who: &Client, path: &str) -> Ear {
    let mut ear = Ear(who.browser().open(path).await);
    ear.hears("hello").await;
    ear
}

/// What a server does beside answering.
fn telling(app: &TestApp) -> JoinSet<()> {
    let mut telling = JoinSet::new();
    let app = app.app.clone();
    telling.spawn(async move { match server::live::run(&app).await {} });
    telling
}

on_both! {
    async fn only_those_who_may_see_it_listen(app: TestApp) {
        let wish = app.wish_at(HERE, "placed").await;
        for (login, community, wish, status) in [
            ("none", HERE, None, 401),
            ("outsider", HERE, None, 404),
            ("there.staff", HERE, None, 404),
            ("resident", "nowhere", None, 404),
            ("volunteer", HERE, Some(&*wish), 404),
            ("there.staff", THERE, Some(&*wish), 404),
        ] {
            let who = if login == "none" { app.anonymous() } else { app.user(login).await };
            who.browser().get(&address(community, wish, None)).await.expect(status);
        }
        app.user("staff").await.browser().get(&format!("/c/{HERE}/live?wish=x")).await.expect(400);
    }

    async fn who_has_it_open_hears_that_it_changed_on_whatever_server(app: TestApp) {
        let (wish, other) = (app.wish_at(HERE, "placed").await, app.wish_at(HERE, "placed").await);
        let elsewhere = app.wish_at(THERE, "placed").await;
        // A second server on the same database.
        let second = app.another_server(Hub::default());
        let _telling = telling(&second);
        app.clock.advance(TimeDelta::minutes(1));
        let resident = second.user("resident").await;
        let mut own = listen(&resident, &address(HERE, Some(&wish), None)).await;
        let mut another = listen(&resident, &address(HERE, Some(&other), None)).await;
        let mut there = listen(&second.user("there.resident").await, &address(THERE, Some(&elsewhere), None)).await;
        let mut desk = listen(&second.user("staff").await, &address(HERE, None, None)).await;
        app.user("staff").await.step(HERE, &wish, "accept").await.ok();
        own.hears("changed").await;
        desk.hears("changed").await;
        another.hears_nothing().await;
        there.hears_nothing().await;
        own.hears_nothing().await;
        // A look is no change: a page that looks again because somebody looked would never rest.
        app.user("volunteer").await.step(HERE, &wish, "claim").await.ok();
        own.hears("changed").await;
        app.user("volunteer").await.wish(HERE, &wish).await.ok();
        own.hears_nothing().await;
    }

    async fn who_was_away_hears_at_once_that_something_changed_meanwhile(app: TestApp) {
        let wish = app.wish_at(HERE, "placed").await;
        app.clock.advance(TimeDelta::seconds(30));
        let read = app.clock.now();
        let resident = app.user("resident").await;
        listen(&resident, &address(HERE, Some(&wish), Some(read))).await;
        app.clock.advance(TimeDelta::seconds(30));
        app.user("staff").await.step(HERE, &wish, "accept").await.ok();
        let path = address(HERE, Some(&wish), Some(read));
        Ear(resident.browser().open(&path).await).hears("changed").await;
        // A browser that comes back by itself says what it heard last.
        app.clock.advance(TimeDelta::seconds(30));
        let back = resident.with("last-event-id", &app.clock.now().timestamp_micros().to_string());
        listen(&back, &path).await;
        // What is long forgotten may have been anything.
        app.clock.advance(TimeDelta::minutes(11));
        server::worker::forget(&server::worker::call(&app.app)).await;
        assert_eq!(app.count("changes").await, 0);
        Ear(app.user("resident").await.browser().open(&path).await).hears("changed").await;
    }

    async fn a_stream_ends_with_its_session_and_with_the_server(app: TestApp) {
        let wish = app.wish_at(HERE, "placed").await;
        let _telling = telling(&app);
        app.clock.advance(TimeDelta::minutes(1));
        let [leaving, staying] = [app.user("resident").await, app.user("resident").await];
        let mut left = listen(&leaving, &address(HERE, Some(&wish), None)).await;
        let mut stayed = listen(&staying, &address(HERE, Some(&wish), None)).await;
        leaving.delete("/api/v1/sessions/current").await.expect(204);
        app.user("staff").await.step(HERE, &wish, "accept").await.ok();
        left.ends().await;
        stayed.hears("changed").await;
        app.app.live.close();
        stayed.ends().await;
    }

    /// Where nothing changes, it is looked up every fifteen seconds whether the reader is still logged in.
    async fn a_stream_on_which_nothing_happens_ends_with_its_session_too(app: TestApp) {
        let wish = app.wish_at(HERE, "placed").await;
        let [leaving, staying] = [app.user("resident").await, app.user("resident").await];
        let mut left = listen(&leaving, &address(HERE, Some(&wish), None)).await;
        let mut stayed = listen(&staying, &address(HERE, Some(&wish), None)).await;
        leaving.delete("/api/v1/sessions/current").await.expect(204);
        let (left, stayed) = tokio::join!(left.within(LONGER), stayed.within(LONGER));
        assert_eq!(left, Ok(None));
        assert_eq!(stayed, Ok(Some(": still here\n\n".to_owned())));
    }

    /// The hall hears that something changed, and not at once: when exactly is not everybody's to know.
    async fn the_hall_hears_of_several_changes_together_and_later(app: TestApp) {
        let wish = app.wish_at(HERE, "placed").await;
        let _telling = telling(&app);
        app.clock.advance(TimeDelta::minutes(1));
        let mut screen = listen(&app.anonymous(), &format!("/c/{HERE}/live?screen=true")).await;
        app.user("staff").await.step(HERE, &wish, "accept").await.ok();
        app.user("volunteer").await.step(HERE, &wish, "claim").await.ok();
        screen.hears_nothing().await;
        let heard = screen.within(LONGER).await.expect("it comes").expect("it is open");
        assert!(heard.contains("event: changed") && !heard.contains(&wish), "{heard}");
        screen.hears_nothing().await;
    }

    /// An open page asks for itself again: that is no look at anybody's door, and reads no notice.
    async fn what_nobody_looks_at_is_not_looked_at(app: TestApp) {
        let wish = app.wish_at(HERE, "claimed").await;
        let (volunteer, resident) = (app.user("volunteer").await, app.user("resident").await);
        let page = format!("/c/{HERE}/wishes/{wish}");
        let looks = "select kind from events where kind = 'looked'";
        let unread = "select kind from notices where read_at is null";
        let before = (app.rows(looks).await.len(), app.rows(unread).await.len());
        for who in [&volunteer, &resident] {
            let again = who.browser().with("x-linli-again", "1").get(&page).await;
            assert!(!again.expect(200).text.contains(&crate::harness::phone_of("resident")), "{}", again.text);
        }
        assert_eq!((app.rows(looks).await.len(), app.rows(unread).await.len()), before);
        // Whoever does look sees, and from then on the page may say it again that day.
        volunteer.browser().get(&page).await.expect(200);
        assert_eq!(app.rows(looks).await.len(), before.0 + 1);
        let again = volunteer.browser().with("x-linli-again", "1").get(&page).await;
        assert!(again.text.contains(&crate::harness::phone_of("resident")), "{}", again.text);
    }

    async fn an_open_stream_does_not_hold_up_a_stop(app: TestApp) {
        let wish = app.wish_at(HERE, "placed").await;
        let deployment = Deployment::new(Some(app.app_url()));
        deployment.people().await;
        let mut server = deployment.serve("").await;
        let token = deployment.token().await;
        let mut stream = tokio::net::TcpStream::connect(deployment.address).await.unwrap();
        let cookie = format!("cookie: {}={token}\r\n", app::accounts::cookies::ACCESS);
        let ask = request(&Method::GET, &address(HERE, Some(&wish), None), None, &cookie, "");
        // Requests of the harness end their connection; this one stays.
        let ask = String::from_utf8(ask).unwrap().replace("connection: close", "connection: keep-alive");
        stream.write_all(ask.as_bytes()).await.unwrap();
        let mut heard = vec![0; 4096];
        let read = tokio::time::timeout(SOON, stream.read(&mut heard)).await.unwrap().unwrap();
        let heard = String::from_utf8_lossy(&heard[..read]).into_owned();
        assert!(heard.starts_with("HTTP/1.1 200") && heard.contains("text/event-stream"), "{heard}");
        let id = server.child.id().expect("it runs").to_string();
        assert!(tokio::process::Command::new("kill").args(["-INT", &id]).status().await.unwrap().success());
        let ended = tokio::time::timeout(SOON, server.child.wait()).await.expect("it stops at once").unwrap();
        assert!(ended.success(), "{ended}");
    }
}
