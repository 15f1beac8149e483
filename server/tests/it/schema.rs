//! The schema as the catalogues of both engines tell it. A new table must carry its tenant in every key, and on
//! PostgreSQL a forced policy, or stand in [`PLATFORM`] with the reason why it belongs to no community.

use crate::harness::{Engine, TestApp, on_both, run, seed_again};
use app::kernel::db::Db;
use migrations::Migrator;
use sea_orm_migration::MigratorTrait as _;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

/// The tables that belong to no community, and why.
pub const PLATFORM: [(&str, &str); 12] = [
    ("changes", "that something changed, for live pages: read for all communities at once, and says nothing of what it was"),
    ("accounts", "a person is one person in every community"),
    ("sessions", "a log-in is a person's, before any community is known"),
    ("holidays", "a district's, for all of its communities"),
    ("jobs", "that something is due, and when: looked through before any community is known"),
    ("failed_logins", "failures are counted before it is known who asks"),
    ("grants", "roles above the communities: operators and officials"),
    ("districts", "stand above the communities, and are public"),
    ("streets", "stand above the communities, and are public"),
    ("communities", "the tenants themselves: what is in it is public"),
    ("category_presets", "a district's own, which its communities copy"),
    ("seaql_migrations", "the migrations' own list"),
];

/// Policies beside `tenant`, and why.
const MORE_POLICIES: [(&str, &str, &str); 3] = [
    ("memberships", "own", "a person sees their own memberships in whatever community: how they find their way home"),
    ("claims", "own", "a person's own shifts are looked at in whatever community: nobody has two at once"),
    ("shifts", "own", "a person's own hours are looked at in whatever community: nobody is at two places at once"),
];

/// One table's keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Keys {
    primary: Vec<String>,
    unique: BTreeSet<Vec<String>>,
    /// To which table, by what columns: ours and theirs.
    foreign: BTreeSet<(String, Vec<(String, String)>)>,
}

/// The tables that belong to a community.
pub async fn tenant_tables(app: &TestApp) -> Vec<String> {
    app.tables().await.into_iter().filter(|table| PLATFORM.iter().all(|(name, _)| name != table)).collect()
}

async fn keys(app: &TestApp) -> BTreeMap<String, Keys> {
    let mut all = BTreeMap::new();
    for table in app.tables().await {
        let keys = if app.engine == Engine::Sqlite { sqlite_keys(app, &table).await } else { postgres_keys(app, &table).await };
        all.insert(table, keys);
    }
    all
}

fn words(row: &str) -> Vec<String> {
    row.split(' ').map(str::to_owned).collect()
}

async fn sqlite_keys(app: &TestApp, table: &str) -> Keys {
    let primary = app.rows(&format!("select name from pragma_table_info('{table}') where pk > 0 order by pk")).await;
    let mut unique = BTreeSet::new();
    for index in app.rows(&format!("select name from pragma_index_list('{table}') where \"unique\" and origin <> 'pk'")).await {
        unique.insert(app.rows(&format!("select name from pragma_index_info('{index}') order by seqno")).await);
    }
    let sql = format!(
        "select id || ' ' || \"table\" || ' ' || \"from\" || ' ' || \"to\" from pragma_foreign_key_list('{table}') order by id, seq"
    );
    let mut foreign: BTreeMap<String, (String, Vec<(String, String)>)> = BTreeMap::new();
    for row in app.rows(&sql).await {
        let [id, to, ours, theirs] = words(&row).try_into().unwrap();
        foreign.entry(id).or_insert((to, Vec::new())).1.push((ours, theirs));
    }
    Keys { primary, unique, foreign: foreign.into_values().collect() }
}

async fn postgres_keys(app: &TestApp, table: &str) -> Keys {
    let indexes = |which: &str| {
        format!(
            "select string_agg(a.attname, ' ' order by k.n) from pg_index i \
             cross join lateral unnest(i.indkey) with ordinality k (at, n) \
             join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.at \
             where i.indrelid = 'public.{table}'::regclass and {which} group by i.indexrelid"
        )
    };
    let primary = app.rows(&indexes("i.indisprimary")).await.first().map(|row| words(row)).unwrap_or_default();
    let unique = app.rows(&indexes("i.indisunique and not i.indisprimary")).await.iter().map(|row| words(row)).collect();
    let sql = format!(
        "select c.confrelid::regclass::text || ' ' || string_agg(a.attname || ' ' || b.attname, ' ' order by k.n) from pg_constraint c \
         cross join lateral unnest(c.conkey, c.confkey) with ordinality k (ours, theirs, n) \
         join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.ours \
         join pg_attribute b on b.attrelid = c.confrelid and b.attnum = k.theirs \
         where c.contype = 'f' and c.conrelid = 'public.{table}'::regclass group by c.oid, c.confrelid"
    );
    let foreign = |row: &String| {
        let words = words(row);
        let pairs = words[1..].chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
        (words[0].clone(), pairs)
    };
    Keys { primary, unique, foreign: app.rows(&sql).await.iter().map(foreign).collect() }
}

on_both! {
    async fn every_table_has_its_tenant_first_in_every_key(app: TestApp) {
        let tenant_tables = tenant_tables(&app).await;
        assert!(tenant_tables.len() >= 5, "{tenant_tables:?}");
        for (table, keys) in keys(&app).await {
            let to_tenants = keys.foreign.iter().filter(|(to, _)| tenant_tables.contains(to));
            if !tenant_tables.contains(&table) {
                assert_eq!(to_tenants.count(), 0, "{table} belongs to no community and yet points into one");
                continue;
            }
            let teach = "give it tenant_id first, or put the table on the list in server/tests/it/schema.rs with a reason";
            assert_eq!(keys.primary.first().map(String::as_str), Some("tenant_id"), "the primary key of {table}: {teach}");
            for key in &keys.unique {
                assert_eq!(key[0], "tenant_id", "the unique key {key:?} of {table} would tell what another community has: {teach}");
            }
            for (to, by) in to_tenants {
                let first = by.iter().any(|(ours, theirs)| ours == "tenant_id" && theirs == "tenant_id");
                assert!(first, "{table} could hang a row on another community's {to} by {by:?}: {teach}");
            }
            let home = ("communities".to_owned(), vec![("tenant_id".to_owned(), "id".to_owned())]);
            assert!(keys.foreign.contains(&home), "{table}: tenant_id must be a community");
        }
    }

    async fn the_platforms_list_names_only_tables_that_are(app: TestApp) {
        let tables = app.tables().await;
        for (table, _) in PLATFORM {
            assert!(tables.iter().any(|name| name == table), "{table} is on the list, and there is no such table");
        }
    }

    async fn the_history_cannot_be_changed_or_removed(app: TestApp) {
        app.wish_at(crate::harness::HERE, "claimed").await;
        for sql in ["update events set kind = 'placed'", "delete from events"] {
            let (before, url) = (app.dump().await, app.app_url());
            let tenant = app.tenant(crate::harness::HERE).await;
            let done = app.rows_of(&url, Some(&tenant), sql).await;
            assert!(done.is_err(), "{sql}: {done:?}");
            assert_eq!(before, app.dump().await);
        }
    }

    async fn migrations_go_down_one_by_one_and_up_again(app: TestApp) {
        let before = (keys(&app).await, columns(&app).await);
        let db = Db::open(&app.migrator_url()).await.unwrap();
        for _ in Migrator::migrations() {
            Migrator::down(db.for_migrations(), Some(1)).await.unwrap();
        }
        assert_eq!(app.tables().await, ["seaql_migrations"]);
        Migrator::up(db.for_migrations(), None).await.unwrap();
        Migrator::up(db.for_migrations(), None).await.unwrap();
        assert_eq!(before, (keys(&app).await, columns(&app).await));
        db.for_migrations().close_by_ref().await.unwrap();
        seed_again(&app).await;
        app.user("staff").await.get("/api/v1/me").await.expect(200);
    }

    /// On SQLite the table is made anew, on PostgreSQL row security hides its rows from whoever migrates: either could lose them.
    async fn the_newest_migrations_and_back_keep_every_wish_and_set_running_clocks_going(app: TestApp) {
        let lapsed = app.wish_at(crate::harness::HERE, "lapsed").await;
        app.wish_at(crate::harness::HERE, "placed").await;
        app.wish_at(crate::harness::THERE, "claimed").await;
        app.wish_at(crate::harness::THERE, "unsatisfied").await;
        let wishes = "select title || text || version || placed_at || coalesce(due_at, placed_at) from wishes order by id";
        let stages = "select stage from wishes order by id";
        let (before, keys_before) = (app.rows(wishes).await, keys(&app).await["wishes"].clone());
        assert_eq!(app.rows(stages).await, ["lapsed", "placed", "claimed", "confirmed"]);
        let db = Db::open(&app.migrator_url()).await.unwrap();
        Migrator::down(db.for_migrations(), Some(22)).await.unwrap();
        assert_eq!(app.rows(stages).await, ["delivered", "placed", "claimed", "confirmed"]);
        assert_eq!(app.rows(wishes).await, before);
        Migrator::up(db.for_migrations(), None).await.unwrap();
        db.for_migrations().close_by_ref().await.unwrap();
        assert_eq!((app.rows(wishes).await, keys(&app).await["wishes"].clone()), (before, keys_before));
        assert_eq!(app.rows("select kind from jobs where kind = 'wish'").await, ["wish", "wish", "wish"]);
        if app.engine == Engine::Sqlite {
            assert_eq!(app.rows("select name from sqlite_master where tbl_name = 'wishes' and name like 'wishes_by%'").await.len(), 6);
            assert!(app.rows("pragma foreign_key_check").await.is_empty());
        }
        // Its history says that it closed: what going back took is put where it was.
        app.rows("update wishes set stage = 'lapsed' where stage = 'delivered' returning stage").await;
        let ledgers = "insert into jobs (community_id, kind, subject_id, due_at, attempts)
            select tenant_id, 'points', holder_id, moved_at, 0 from wishes where stage = 'lapsed' returning kind";
        app.rows(ledgers).await;
        app.ring().await;
        assert_eq!(app.rows("select kind from jobs where kind = 'wish'").await, ["wish", "wish"]);
        assert_eq!(app.user("resident").await.wish(crate::harness::HERE, &lapsed).await.ok()["stage"], "lapsed");
        // The checks say what the stages are.
        assert!(app.rows_of(&app.owner_url(), None, "update wishes set stage = 'gone'").await.is_err());
        assert!(app.rows_of(&app.owner_url(), None, "update wishes set holder_id = null where stage = 'lapsed'").await.is_err());
    }

    async fn the_application_is_ready_when_its_schema_is_there(app: TestApp) {
        app.anonymous().get("/healthz").await.expect(200);
        app.anonymous().get("/readyz").await.expect(200);
        let db = Db::open(&app.migrator_url()).await.unwrap();
        Migrator::down(db.for_migrations(), Some(1)).await.unwrap();
        app.anonymous().get("/readyz").await.expect(503);
        Migrator::up(db.for_migrations(), None).await.unwrap();
        db.for_migrations().close_by_ref().await.unwrap();
        app.anonymous().get("/readyz").await.expect(200);
    }
}

async fn columns(app: &TestApp) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for table in app.tables().await {
        let sql = match app.engine {
            Engine::Sqlite => {
                format!("select name || case when \"notnull\" then ' not null' else '' end from pragma_table_info('{table}') order by cid")
            }
            Engine::Postgres => format!(
                "select column_name || case when is_nullable = 'NO' then ' not null' else '' end from information_schema.columns \
                 where table_schema = 'public' and table_name = '{table}' order by ordinal_position"
            ),
        };
        all.insert(table.clone(), app.rows(&sql).await);
    }
    all
}

type Shape = (BTreeMap<String, Keys>, BTreeMap<String, Vec<String>>);

static SHAPES: Mutex<Vec<Shape>> = Mutex::new(Vec::new());

async fn note_shape(app: TestApp) {
    let (mut keys, mut columns) = (keys(&app).await, columns(&app).await);
    // Made by the migrations' library, each engine its own way.
    keys.remove("seaql_migrations");
    columns.remove("seaql_migrations");
    SHAPES.lock().unwrap().push((keys, columns));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_engines_have_the_same_tables_columns_and_keys() {
    run(Engine::Sqlite, note_shape).await;
    run(Engine::Postgres, note_shape).await;
    let shapes = SHAPES.lock().unwrap();
    assert_eq!(shapes[0], shapes[1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_forces_a_policy_with_check_on_every_tenants_table() {
    run(Engine::Postgres, policies).await;
}

async fn policies(app: TestApp) {
    let tenant = "(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)";
    for table in tenant_tables(&app).await {
        let forced = app
            .rows(&format!("select (relrowsecurity and relforcerowsecurity)::text from pg_class where oid = 'public.{table}'::regclass"))
            .await;
        assert_eq!(forced, ["true"], "{table}: row-level security must be enabled and forced (`lock` in migrations/src/engine.rs)");
        let policies = app
            .rows(&format!(
                "select policyname || '|' || permissive || '|' || roles::text || '|' || cmd || '|' || coalesce(qual, '') || '|' || \
                 coalesce(with_check, '') from pg_policies where schemaname = 'public' and tablename = '{table}' order by 1"
            ))
            .await;
        let whole = format!("tenant|PERMISSIVE|{{public}}|ALL|{tenant}|{tenant}");
        assert!(policies.contains(&whole), "{table} has no policy `tenant` for everything, with check: {policies:?}");
        for policy in policies.iter().filter(|policy| **policy != whole) {
            let known = MORE_POLICIES
                .iter()
                .any(|(on, name, _)| *on == table && policy.starts_with(&format!("{name}|PERMISSIVE|{{public}}|SELECT|")));
            assert!(known, "{table} has a policy more, which lets more through: {policy}. List it with its reason, if it has one.");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_gives_the_application_data_and_nothing_else() {
    run(Engine::Postgres, rights).await;
}

async fn rights(app: TestApp) {
    let none = |what: &'static str, sql: String| {
        let app = app.clone();
        async move { assert_eq!(app.rows(&sql).await, Vec::<String>::new(), "{what}") }
    };
    let role = "from pg_roles where rolname = 'linli_app'";
    none(
        "the application's role could go round the policies",
        format!("select rolname::text {role} and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)"),
    )
    .await;
    none(
        "the application's role is a member of another",
        "select roleid::regrole::text from pg_auth_members where member = 'linli_app'::regrole".into(),
    )
    .await;
    none("the application's role owns relations", "select relname::text from pg_class where relowner = 'linli_app'::regrole".into()).await;
    none("the application's role owns schemas", "select nspname::text from pg_namespace where nspowner = 'linli_app'::regrole".into())
        .await;
    none("the application's role owns databases", "select datname::text from pg_database where datdba = 'linli_app'::regrole".into()).await;
    none(
        "the application could make tables",
        "select nspname::text from pg_namespace where nspname = 'public' and has_schema_privilege('linli_app', oid, 'CREATE')".into(),
    )
    .await;
    none(
        "the owner could go round the policies",
        "select rolname::text from pg_roles where rolname = 'linli_owner' and (rolsuper or rolbypassrls)".into(),
    )
    .await;
    none(
        "tables of another owner",
        "select tablename::text from pg_tables where schemaname = 'public' and tableowner <> 'linli_owner'".into(),
    )
    .await;
    let others = "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'p', 'f')";
    none("a view, materialized view, partition or foreign table: policies do not hold there by themselves", others.into()).await;
    let functions = "select proname::text from pg_proc where pronamespace = 'public'::regnamespace and prosecdef";
    none("a function that runs as its owner", functions.into()).await;
    for table in tenant_tables(&app).await {
        for right in ["DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"] {
            none(
                "more rights than a tenant's table gives",
                format!("select '{table} {right}' where has_table_privilege('linli_app', 'public.{table}', '{right}')"),
            )
            .await;
        }
    }
    for right in ["UPDATE", "DELETE", "TRUNCATE"] {
        for table in ["events", "point_entries", "point_rates", "point_terms", "star_lines", "star_rules"] {
            let whole = format!("select '{right}' where has_table_privilege('linli_app', 'public.{table}', '{right}')");
            none("what is append-only", whole).await;
            let columns = format!(
                "select '{right}' where '{right}' = 'UPDATE' and has_any_column_privilege('linli_app', 'public.{table}', 'UPDATE')"
            );
            none("column rights on what is append-only", columns).await;
        }
    }
}
