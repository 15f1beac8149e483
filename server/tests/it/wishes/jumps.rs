//! A server whose clock jumps: what is told is told once, and histories keep their order.

use crate::harness::{Engine, HERE, TestApp, on_both, start};
use chrono::TimeDelta;
use serde_json::json;
use std::collections::BTreeMap;

/// Numbers that look like chance, and are the same in every run. Source: Knuth's MMIX generator.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// What was told of a wish: how often each mark of each limit.
async fn marks(app: &TestApp, wish: &str) -> BTreeMap<String, usize> {
    let this = if app.engine == Engine::Postgres { format!("'{wish}'") } else { format!("x'{}'", wish.replace('-', "")) };
    let mut marks = BTreeMap::new();
    let told =
        format!("select kind || cast(payload as text) from events where subject_id = {this} and kind in ('reminded', 'overdue', 'lapsed')");
    for mark in app.rows(&told).await {
        *marks.entry(mark).or_default() += 1;
    }
    marks
}

on_both! {
    async fn an_hour_of_clock_jumps_tells_nothing_twice_and_loses_nothing(app: TestApp) {
        let [resident, staff, volunteer] = [app.user("resident").await, app.user("staff").await, app.user("volunteer").await];
        let category = app.category(HERE, "home_repair").await;
        let (mut chance, mut wishes, mut moved) = (Chance(20_261_122), Vec::new(), 0);
        for minute in 0..60 {
            // The hour goes on; the clock stands up to an hour beside it, before or after, and somewhere else each minute.
            let beside = i64::try_from(chance.below(121)).unwrap() - 60;
            app.clock.set(start() + TimeDelta::minutes(minute + beside));
            if minute % 6 == 0 {
                let new = json!({"kind": "service_order", "category": category, "title": "厨房的灯坏了", "text": "请来修"});
                let placed = resident.post(&format!("/api/v1/communities/{HERE}/wishes"), new).await.ok();
                wishes.push(placed["id"].as_str().unwrap().to_owned());
            }
            let wish: &String = &wishes[chance.below(wishes.len())];
            let (who, step) = [(&staff, "accept"), (&volunteer, "claim"), (&volunteer, "deliver"), (&staff, "pause"), (&staff, "resume")][chance.below(5)];
            let answer = who.step(HERE, wish, step).await;
            assert!([200, 403, 404, 409].contains(&answer.status), "{step}: {} {}", answer.status, answer.text);
            moved += usize::from(answer.status == 200);
            app.ring().await;
        }
        assert!(moved >= 10, "only {moved} moves: this proves little");
        // The clock is right again, and goes on.
        for hours in [2, 8, 30, 24 * 30, 24 * 60] {
            app.clock.set(start() + TimeDelta::hours(hours));
            app.ring().await;
        }
        let mut told = 0;
        for wish in &wishes {
            let marks = marks(&app, wish).await;
            assert!(marks.values().all(|times| *times == 1), "{wish}: {marks:?}");
            told += marks.keys().filter(|mark| !mark.starts_with("lapsed")).count();
            let stage = staff.wish(HERE, wish).await.ok()["stage"].as_str().unwrap().to_owned();
            if stage == "placed" {
                assert_eq!(marks.len(), 3, "{wish} waits for an answer, and not every mark was told: {marks:?}");
            }
        }
        let notices = app.rows("select n.kind from notices n join memberships m on m.tenant_id = n.tenant_id and m.id = n.member_id \
            where m.name = '周秀英' and n.kind in ('reminded', 'overdue')").await;
        assert_eq!(notices.len(), told, "the resident was told of each mark once");
    }
}
