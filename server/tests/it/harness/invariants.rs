//! What holds after every test, whatever it did.

use super::{Engine, HERE, THERE, TestApp};
use app::kernel::db::Mode;
use chrono::TimeDelta;
use std::collections::HashMap;

/// Every wish and every figure stands as the history says, nobody ever took a wish that somebody held, and once what is due is
/// worked off every ledger is what was done.
pub async fn check(app: TestApp) {
    app.ring().await;
    // Where a test ends in its own past, what is due comes later.
    while !app.rows("select kind from jobs where kind = 'points'").await.is_empty() {
        app.clock.advance(TimeDelta::days(1));
        app.ring().await;
    }
    for community in [HERE, THERE] {
        let call = app.operator();
        let checked = app::communities::serve(&call, "test", Mode::Read, community, (), app::wishes::ops::check_histories).await;
        checked.unwrap_or_else(|fault| panic!("the histories of {community} do not fit its wishes: {fault}"));
        let posts = app::communities::serve(&call, "test", Mode::Read, community, (), app::posts::ops::check).await;
        posts.unwrap_or_else(|fault| panic!("the posts of {community} do not stand as their claims say: {fault}"));
        let shifts = app::communities::serve(&call, "test", Mode::Read, community, (), app::shifts::ops::check).await;
        shifts.unwrap_or_else(|fault| panic!("the shifts of {community} do not stand as they should: {fault}"));
        let points = app::communities::serve(&call, "test", Mode::Read, community, (), app::points::ops::check).await;
        points.unwrap_or_else(|fault| panic!("the ledgers of {community} are not what was done: {fault}"));
        let stars = app::communities::serve(&call, "test", Mode::Read, community, (), app::stars::ops::check).await;
        stars.unwrap_or_else(|fault| panic!("the stars of {community} are not what was counted: {fault}"));
        let missing = app::communities::serve(&call, "test", Mode::Snapshot, community, (), app::figures::ops::missing).await;
        let missing = missing.unwrap_or_else(|fault| panic!("the figures of {community} cannot be counted again: {fault}"));
        assert!(missing.is_empty(), "the figures of {community} do not stand as its history says: {missing:?}");
    }
    one_holder(&app).await;
}

async fn one_holder(app: &TestApp) {
    let id = if app.engine == Engine::Postgres { "subject_id::text" } else { "hex(subject_id)" };
    let rows = app.rows(&format!("select {id} || ' ' || kind from events where subject_kind = 'wish' order by at, id")).await;
    let mut held: HashMap<&str, bool> = HashMap::new();
    for row in &rows {
        let (wish, kind) = row.split_once(' ').expect("a wish and what happened");
        match kind {
            "claimed" | "dispatched" => assert_ne!(held.insert(wish, true), Some(true), "wish {wish} was taken twice"),
            "released" | "reopened" | "withdrawn" => drop(held.insert(wish, false)),
            _ => {}
        }
    }
}
