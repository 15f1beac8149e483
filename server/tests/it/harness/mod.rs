//! What every test stands on.
//!
//! ```text
//! on_both! {
//!     /// Why this matters.
//!     async fn a_sentence_that_says_what_holds(app: TestApp) {
//!         let staff = app.user("staff").await;
//!         staff.get("/api/v1/communities/dongyuan/members").await.ok();
//!     }
//! }
//! ```
//!
//! makes two tests, `…::sqlite` and `…::postgres`. Each gets a database of its own, copied from a seeded one that is
//! made once a process: two districts, two communities ([`HERE`] and [`THERE`]) and their people (see [`seed`]). A user
//! of [`THERE`] is called `there.staff`, and so on. When the test is over, the invariants are checked.
//!
//! Time stands at [`start`] and moves by [`Client`]'s requests (some milliseconds each) and by `app.clock.advance`.

mod client;
mod database;
mod deployment;
mod invariants;
mod look;
mod moves;
mod outside;
mod posts;
mod seed;
mod stars;
mod wishes;
mod works;

pub use client::{Answer, Client};
pub use database::{Engine, Home};
pub use deployment::Deployment;
pub use moves::{MOVES, STAGES, at, body, legal, name_of, texts};
pub use outside::{MailServer, Receiver};
pub use posts::post;
pub use seed::{HERE, PASSWORD, PEOPLE, THERE, keys, phone_of, start};
pub use wishes::{STEPS, photo};

use app::accounts::ops::Tokens;
use app::kernel::actor::Channel;
use app::kernel::clock::Clock;
use app::kernel::ctx::{App, Call, Identity, Reach};
use app::kernel::db::{Db, Mode};
use app::kernel::live::Hub;
use app::kernel::said::Lang;
use axum::Router;
use database::Template;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// What tests reach outside: a mail server and webhooks of their own, on this machine.
const REACH: Reach = Reach { mail: true, private_webhooks: true };

/// Linli with a database of its own.
#[derive(Debug, Clone)]
pub struct TestApp {
    /// Everything it answers.
    pub router: Router,
    /// What stands behind the answers.
    pub app: App,
    /// The time, which the test moves.
    pub clock: Clock,
    /// On which engine.
    pub engine: Engine,
    home: Arc<Home>,
    looking: Arc<Looking>,
}

/// A connection past every lock, for looking at rows.
#[expect(clippy::disallowed_types, reason = "the tests look past the application")]
type Looking = tokio::sync::OnceCell<sea_orm::DatabaseConnection>;

impl TestApp {
    async fn begin(engine: Engine) -> Self {
        let template = Template::of(engine).await;
        let home = template.copy().await;
        let clock = Clock::held(start());
        let db = Db::open(&home.url()).await.expect("the test's database opens");
        let app = App { db, clock: clock.clone(), keys: seed::keys(), live: Hub::default(), reach: REACH };
        let router = server::http::router(app.clone(), &site()).expect("the router");
        Self { router, app, clock, engine, home: Arc::new(home), looking: Arc::default() }
    }

    /// The same, reaching people outside in this way.
    pub fn reaching(&self, reach: Reach) -> Self {
        let app = App { reach, ..self.app.clone() };
        let router = server::http::router(app.clone(), &site()).expect("the router");
        Self { router, app, ..self.clone() }
    }

    /// Another server on the same database, with its own listeners.
    pub fn another_server(&self, live: Hub) -> Self {
        let app = App { live, ..self.app.clone() };
        let router = server::http::router(app.clone(), &site()).expect("the router");
        Self { router, app, ..self.clone() }
    }

    /// Somebody without an account.
    pub fn anonymous(&self) -> Client {
        Client::new(self.clone(), None)
    }

    /// Somebody with a new session, asking as a program does (bearer token); `.browser()` makes a browser of them.
    pub async fn user(&self, login: &str) -> Client {
        Client::new(self.clone(), Some(self.session(login).await))
    }

    /// A new session of this user.
    pub async fn session(&self, login: &str) -> Identity {
        self.tokens(login).await.who
    }

    /// The tokens of a new session of this user.
    pub async fn tokens(&self, login: &str) -> Tokens {
        let call = self.operator();
        let account = app::accounts::serve(&call, "test", Mode::Read, login.to_owned(), seed::account).await;
        let account = account.unwrap_or_else(|fault| panic!("{login} has no account: {fault}"));
        app::accounts::ops::start_session(&call, account).await.expect("a session")
    }

    /// Somebody who just registered in a community under this name, verified by nobody: log-in name and member id.
    pub async fn newcomer(&self, community: &str, name: &str) -> (String, String) {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        self.clock.advance(chrono::TimeDelta::milliseconds(5));
        let login = format!("newcomer{}", NEXT.fetch_add(1, Ordering::Relaxed));
        app::accounts::ops::create_account(&self.operator(), Some(login.clone()), None, None).await.expect("an account");
        (login.clone(), seed::register(&self.operator(), community, &login, name).await.id.to_string())
    }

    /// A record of somebody without an account: the membership's id.
    pub async fn record(&self, community: &str, name: &str) -> String {
        let keeper = if community == THERE { "there.staff" } else { "staff" };
        let new = serde_json::json!({"name": name, "building": "5 号楼", "door": "302", "phone": "13900001234", "consent": app::communities::model::NOTICE});
        let kept = self.user(keeper).await.post(&format!("/api/v1/communities/{community}/residents"), new).await.ok();
        kept["id"].as_str().expect("an id").to_owned()
    }

    /// A table that the admin of a community brought, to be looked at: the answer.
    pub async fn bring(&self, community: &str, what: &str, table: &str) -> Answer {
        let admin = self.user(if community == THERE { "there.admin" } else { "admin" }).await;
        let path = format!("/api/v1/communities/{community}/imports?what={what}");
        admin.send_bytes(axum::http::Method::POST, &path, "text/csv", table.as_bytes().to_vec()).await
    }

    /// A call of the operator's command line.
    pub fn operator(&self) -> Call {
        operator(&self.app)
    }

    /// Another database on the same engine, with nothing in it; the test takes it away with `remove`.
    pub async fn blank(&self) -> Home {
        Home::blank(self.engine).await
    }

    /// The address of this test's database as whoever may do everything in it.
    pub fn owner_url(&self) -> String {
        self.home.owner_url()
    }

    /// The address of this test's database as the role that migrates.
    pub fn migrator_url(&self) -> String {
        self.home.migrator_url()
    }

    /// The address of this test's database as the role that reads everything.
    pub fn ops_url(&self) -> String {
        self.home.ops_url()
    }

    /// The address of this test's database as the application's role.
    pub fn app_url(&self) -> String {
        self.home.url()
    }
}

/// Puts everybody into a database that was migrated anew.
pub async fn seed_again(app: &TestApp) {
    seed::seed(&app.app.db).await;
}

/// A call of the operator's command line.
pub fn operator(app: &App) -> Call {
    Call {
        app: app.clone(),
        channel: Channel::Cli,
        request_id: "test".to_owned(),
        identity: None,
        lang: Lang::Zh,
        address: String::new(),
        device: "test".to_owned(),
        mark: None,
        once: None,
        again: false,
    }
}

/// A folder as `cargo xtask` builds it, with no file in it: pages name files, and none is fetched.
fn site() -> PathBuf {
    static SITE: std::sync::OnceLock<PathBuf> = std::sync::OnceLock::new();
    let make = || {
        let folder = database::temporary("site");
        std::fs::create_dir_all(folder.join("site/pkg")).expect("a folder for the site");
        std::fs::write(folder.join("hash.txt"), "js: test\nwasm: test\ncss: test\n").expect("its hashes");
        folder.join("site")
    };
    SITE.get_or_init(make).clone()
}

/// No test takes a fifth of this, also beside other work: what takes longer waits for ever, and fails by its name instead.
const LIMIT: Duration = Duration::from_mins(8);

/// What comes of this, or a panic after so long.
pub async fn within<T>(what: &str, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(LIMIT, work).await.unwrap_or_else(|_| panic!("{what} did not end within {} minutes", LIMIT.as_secs() / 60))
}

/// Runs one test on one engine: its own database, the test, the invariants, and away with the database.
#[expect(clippy::disallowed_methods, reason = "so that a test that fails still leaves no database behind")]
pub async fn run<F>(engine: Engine, test: fn(TestApp) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let app = within("setting up", TestApp::begin(engine)).await;
    let ran = within("the test", tokio::spawn(test(app.clone()))).await;
    let whole = match ran {
        Ok(()) => within("looking at what must hold", tokio::spawn(invariants::check(app.clone()))).await,
        Err(failed) => Err(failed),
    };
    within("giving connections back", app.app.db.for_migrations().close_by_ref()).await.expect("the pool closes");
    if let Some(looking) = app.looking.get() {
        looking.close_by_ref().await.expect("the connection closes");
    }
    app.home.remove().await;
    if let Err(failed) = whole {
        std::panic::resume_unwind(failed.into_panic());
    }
}

/// Makes of each test two: `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($($(#[$doc:meta])* async fn $name:ident($app:ident: TestApp) $body:block)*) => {$(
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports, reason = "not every test needs what its file imports")]
            use super::*;
            use $crate::harness::{Engine, TestApp, run};

            async fn test($app: TestApp) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run(Engine::Sqlite, test).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                run(Engine::Postgres, test).await;
            }
        }
    )*};
}
pub(crate) use on_both;
