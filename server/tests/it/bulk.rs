//! Large worlds that are written many at a time stand as if they had been lived.

use crate::harness::{Client, Engine, TestApp, on_both, start};
use app::kernel::db::Mode;
use app::kernel::ids::MemberId;
use app::wishes::ops::{Doing, Lived};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use server::demo::bulk::{Settled, Size, lives, load, make, settle};
use std::collections::BTreeMap;

const SIZE: Size = Size { communities: 1, wishes: 60, days: 20 };

/// What stands in a community: its figures by category, its wishes, and everything that happened, to the second: a request
/// takes some microseconds. What programs sent counts as what came by the web.
async fn stands(app: &TestApp, slug: &str) -> [Vec<String>; 3] {
    let here = format!("(select id from communities where slug = '{slug}')");
    let text = |column: &str| if app.engine == Engine::Postgres { format!("{column}::text") } else { column.to_owned() };
    let figures = format!(
        "select c.code || ' ' || {} || ' ' || measure || ' ' || part || ' ' || n from community_day f \
         join categories c on c.tenant_id = f.tenant_id and c.id = f.about_id where f.tenant_id = {here} order by 1",
        text("f.day")
    );
    let row = ["placed_at", "moved_at", "since", "due_at", "answer_by", "deliver_by"]
        .map(|at| format!("coalesce(substr({}, 1, 19), '-')", text(at)))
        .join(" || ' ' || ");
    let wishes = format!(
        "select title || stage || version || coalesce(call_back, '-') || coalesce(grade, 0) || {row} from wishes where tenant_id = {here} order by 1"
    );
    let events = format!(
        "select substr({}, 1, 19) || ' ' || kind || ' ' || replace(channel, 'api', 'web') || coalesce({}, '') from events e \
         left join event_words w on w.tenant_id = e.tenant_id and w.event_id = e.id \
         where e.tenant_id = {here} and e.subject_kind = 'wish' order by 1",
        text("at"),
        text("w.words")
    );
    [app.rows(&figures).await, app.rows(&wishes).await, app.rows(&events).await]
}

/// When, of which wish, and who does what; nothing where it is placed.
type Step<'w> = (DateTime<Utc>, usize, Option<(&'w Client, &'w Doing)>);

/// Lives these wishes one step after the other, as people do.
async fn live(app: &TestApp, world: &Settled, lives: &[Lived], until: DateTime<Utc>) {
    let mut people: BTreeMap<MemberId, Client> = BTreeMap::new();
    for (name, members) in [("staff", &world.staff), ("volunteer", &world.volunteers), ("resident", &world.residents)] {
        for (n, member) in members.iter().enumerate() {
            let name = if n == 0 { name.to_owned() } else { format!("{name}{}", n + 1) };
            people.insert(*member, app.user(&format!("{name}.{}", world.slug)).await);
        }
    }
    let mut steps: Vec<Step<'_>> = Vec::new();
    for (n, life) in lives.iter().enumerate() {
        steps.push((life.placed_at, n, None));
        steps.extend(life.steps.iter().map(|(at, by, doing)| (*at, n, Some((&people[by], doing)))));
    }
    steps.sort_by_key(|(at, n, _)| (*at, *n));
    let (clock, mut wishes) = (server::worker::call(&app.app), BTreeMap::new());
    for (at, n, step) in steps {
        server::worker::until(&clock, at).await.unwrap();
        // Each request lets five milliseconds pass.
        app.clock.set(at - TimeDelta::milliseconds(5));
        match step {
            None => {
                let life = &lives[n];
                let body = json!({"kind": life.category.kind.code(), "category": life.category.id, "title": life.title, "text": life.text});
                let placed = people[&life.resident].post(&format!("/api/v1/communities/{}/wishes", world.slug), body).await.ok();
                wishes.insert(n, placed["id"].as_str().unwrap().to_owned());
            }
            Some((who, doing)) => {
                let (step, body) = said(doing);
                who.step_with(&world.slug, &wishes[&n], step, body).await.ok();
            }
        }
    }
    server::worker::until(&clock, until).await.unwrap();
}

fn said(doing: &Doing) -> (&'static str, Value) {
    match doing {
        Doing::Accept(card) => ("accept", json!({"public_card": card, "as_it_is": true})),
        Doing::Decline(reason) => ("decline", json!({"reason": reason})),
        Doing::Claim => ("claim", json!({})),
        Doing::Deliver(note) => ("deliver", json!({"note": note})),
        Doing::Confirm(rating) => ("confirm", json!({"grade": rating.grade, "words": rating.words})),
        Doing::Reopen(reason) => ("reopen", json!({"reason": reason})),
        Doing::Withdraw => ("withdraw", json!({})),
    }
}

on_both! {
    async fn what_is_written_at_once_stands_as_if_it_had_been_lived(app: TestApp) {
        let call = app.operator();
        let until = start() + TimeDelta::days(60);
        app.clock.set(until);
        let [written, lived] = [settle(&call, 0, SIZE, "no hash").await.unwrap(), settle(&call, 1, SIZE, "no hash").await.unwrap()];
        // By lot, no two are the same.
        for world in [&written, &lived] {
            let desk = json!({"phone": "", "call_back_percent": 0});
            app.user(&format!("admin.{}", world.slug)).await.put(&format!("/api/v1/communities/{}/desk", world.slug), desk).await.ok();
        }
        let events = load(&call, &written.slug, lives(&written, SIZE, until, 7)).await.unwrap();
        assert!(events > 300, "{events} events prove little");
        live(&app, &lived, &lives(&lived, SIZE, until, 7), until).await;
        let ([figures, wishes, told], [lived_figures, lived_wishes, lived_told]) = (stands(&app, &written.slug).await, stands(&app, &lived.slug).await);
        assert_eq!(told, lived_told);
        assert_eq!(wishes, lived_wishes);
        assert_eq!(figures, lived_figures);
        assert!(figures.len() > 100 && wishes.len() == 60);
        // Histories replay, figures count again, and what is due later is due in both.
        for slug in [&written.slug, &lived.slug] {
            app::communities::serve(&call, "test", Mode::Read, slug, (), app::wishes::ops::check_histories).await.unwrap();
            assert_eq!(app::communities::serve(&call, "test", Mode::Snapshot, slug, (), app::figures::ops::missing).await.unwrap(), []);
        }
        let due = |slug: &str| format!("select j.kind from jobs j join communities c on c.id = j.community_id where c.slug = '{slug}' and j.kind = 'wish'");
        assert_eq!(app.rows(&due(&written.slug)).await.len(), app.rows(&due(&lived.slug)).await.len());
        // And life goes on in it.
        let (staff, resident) = (app.user(&format!("staff.{}", written.slug)).await, app.user(&format!("resident.{}", written.slug)).await);
        let wish = resident.post(&format!("/api/v1/communities/{}/wishes", written.slug), json!({"kind": "micro_wish", "title": "想要一盏台灯",
            "text": "看书用", "category": written.categories.iter().find(|one| one.code == "wish_item").unwrap().id})).await.ok();
        staff.step(&written.slug, wish["id"].as_str().unwrap(), "accept").await.ok();
    }

    async fn several_communities_are_made_and_nobody_but_the_operator_makes_them(app: TestApp) {
        app.clock.set(start() + TimeDelta::days(60));
        let size = Size { communities: 3, wishes: 20, days: 10 };
        make(&app.operator(), size, 1, "no hash").await.unwrap();
        assert_eq!(app.rows("select slug from communities where is_demo").await.len(), 3);
        assert_eq!(app.count("wishes").await, 60);
        let admin = app.session("admin").await;
        let call = app::kernel::ctx::Call { identity: Some(admin), ..app.operator() };
        let refused = app::communities::serve(&call, "test", Mode::Write, crate::harness::HERE, Vec::new(), app::wishes::ops::load).await;
        assert_eq!(refused, Err(app::kernel::fault::Fault::Refused));
        let refused = app::communities::serve(&call, "test", Mode::Write, crate::harness::HERE, Vec::new(), app::communities::ops::settle).await;
        assert_eq!(refused, Err(app::kernel::fault::Fault::Refused));
    }
}
