//! Figures: what they say of a month, to whom, and that they are the history counted. That they are is checked after
//! every test of all (`harness::invariants`).

use crate::harness::{Client, Engine, HERE, THERE, TestApp, on_both, run};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tokio::task::JoinSet;

async fn figures(who: &Client, query: &str) -> Value {
    who.get(&format!("/api/v1/communities/{HERE}/figures{query}")).await.ok()
}

/// The moment at which a day begins in the district.
fn midnight(day: &str) -> DateTime<Utc> {
    format!("{day}T00:00:00+08:00").parse::<DateTime<chrono::FixedOffset>>().unwrap().to_utc()
}

/// How many figures of [`HERE`] and everywhere do not stand as the history says.
async fn wrong(app: &TestApp) -> usize {
    server::doctor::wrong_figures(&app.operator()).await.unwrap().len()
}

/// By when a wish is to be answered.
async fn answer_by(app: &TestApp, wish: &str) -> DateTime<Utc> {
    let wish = app.user("staff").await.wish(HERE, wish).await.ok();
    wish["clock"]["answer_by"].as_str().unwrap().parse().unwrap()
}

async fn mend(app: &TestApp) -> usize {
    let call = app.operator();
    let job = app::communities::serve(&call, "test", app::kernel::db::Mode::Write, HERE, (), app::figures::ops::ask).await.unwrap();
    server::worker::recount(&call, HERE, job).await.unwrap()
}

on_both! {
    async fn whoever_served_twice_is_one_volunteer_and_posts_are_told_as_they_stand(app: TestApp) {
        let api = format!("/api/v1/communities/{HERE}");
        let staff = app.user("staff").await;
        assert_eq!(figures(&staff, "").await["volunteering"], json!({"active": 0, "minutes": 0, "missed": 0, "objections": 0, "kinds": []}));
        let claim = app.in_service(HERE).await;
        app.clock.advance(TimeDelta::days(3));
        for day in ["2026-11-03", "2026-11-04"] {
            let shift = app.entered(HERE, &claim, (day, "10:00", "11:30")).await;
            staff.post(&format!("{api}/shifts/{shift}/confirm"), json!({})).await.ok();
        }
        // One that waits for its word counts nothing yet.
        app.entered(HERE, &claim, ("2026-11-05", "08:00", "10:00")).await;
        staff.post(&format!("{api}/claims/{claim}/miss"), json!({"from": "2026-11-05T16:00:00+08:00"})).await.expect(201);
        app.objection(HERE).await;
        let said = figures(&staff, "?from=2026-11-01&to=2026-11-30").await["volunteering"].clone();
        let kind = json!({"kind": "safety_watch", "name": said["kinds"][0]["name"], "open": 2, "filled": 0, "places": 6, "taken": 2});
        assert_eq!(said, json!({"active": 1, "minutes": 180, "missed": 1, "objections": 1, "kinds": [kind]}));
        let day = figures(&staff, "?from=2026-11-04&to=2026-11-04").await["volunteering"].clone();
        assert_eq!((&day["active"], &day["minutes"], &day["missed"]), (&json!(1), &json!(90), &json!(0)));
        let before = figures(&staff, "?from=2026-10-01&to=2026-10-31").await["volunteering"].clone();
        assert_eq!((&before["active"], &before["objections"]), (&json!(0), &json!(0)));
        let page = staff.browser().get(&format!("/c/{HERE}/figures?month=2026-11")).await;
        for said in ["1 位志愿者服务过，社区确认的时长一共 3 小时。", "缺岗 1 次。", "2 / 6"] {
            assert!(page.expect(200).text.contains(said), "{said}");
        }
    }

    async fn a_month_says_what_happened_in_it(app: TestApp) {
        let staff = app.user("staff").await;
        let empty = figures(&staff, "").await;
        assert_eq!((&empty["from"], &empty["to"], &empty["categories"]), (&json!("2026-11-01"), &json!("2026-11-30"), &json!([])));
        app.wish_at(HERE, "confirmed").await;
        app.wish_at(HERE, "unsatisfied").await;
        app.wish_at(HERE, "declined").await;
        app.wish_at(HERE, "withdrawn").await;
        app.wish_at(HERE, "placed").await;
        let whole = figures(&staff, "?from=2026-11-01").await["whole"].clone();
        for (figure, n) in [("placed", 5), ("accepted", 2), ("declined", 1), ("withdrawn", 1), ("delivered", 2), ("confirmed", 2), ("calls_owed", 1)] {
            assert_eq!(whole[figure], n, "{figure}: {whole}");
        }
        assert_eq!(whole["answered_in_time"], json!({"n": 3, "of": 3}));
        assert_eq!(whole["delivered_in_time"], json!({"n": 2, "of": 2}));
        assert_eq!((&whole["grades"], &whole["grades_taken_down"]), (&json!([1, 0, 0, 0, 1]), &json!([0, 0, 0, 0, 0])));
        assert_eq!(whole["waited_for_delivery"]["n"], 2);
        let elsewhere = app.user("there.staff").await.get(&format!("/api/v1/communities/{THERE}/figures")).await.ok();
        assert_eq!(elsewhere["whole"]["placed"], 0);
        let line = figures(&staff, "").await["categories"][0].clone();
        assert_eq!((&line["code"], &line["tally"]["placed"]), (&json!("wish_item"), &json!(5)));
    }

    async fn what_is_open_when_its_limit_runs_out_counts_as_late_at_once_and_only_once(app: TestApp) {
        let staff = app.user("staff").await;
        let wish = app.wish_at(HERE, "placed").await;
        app.clock.advance(TimeDelta::days(5));
        app.ring().await;
        let late = json!({"n": 0, "of": 1});
        assert_eq!(figures(&staff, "").await["whole"]["answered_in_time"], late);
        app.user("staff").await.step(HERE, &wish, "accept").await.ok();
        assert_eq!(figures(&staff, "").await["whole"]["answered_in_time"], late);
    }

    async fn a_day_begins_and_ends_where_the_community_is(app: TestApp) {
        let staff = app.user("staff").await;
        for (at, from) in [(-TimeDelta::seconds(1), "2026-11-09"), (TimeDelta::zero(), "2026-11-10"), (TimeDelta::hours(7), "2026-11-10")] {
            app.clock.set(midnight("2026-11-10") + at);
            let before = figures(&staff, &format!("?from={from}&to={from}")).await["whole"]["placed"].as_i64().unwrap();
            // Asking takes five milliseconds of the held clock, a placing two askings.
            app.clock.set(midnight("2026-11-10") + at - TimeDelta::milliseconds(200));
            let resident = app.user("resident").await;
            let category = app.category(HERE, "wish_item").await;
            app.clock.set(midnight("2026-11-10") + at);
            let body = json!({"kind": "micro_wish", "category": category, "title": "厨房的灯坏了", "text": "请换"});
            resident.post(&format!("/api/v1/communities/{HERE}/wishes"), body).await.expect(201);
            let after = figures(&staff, &format!("?from={from}&to={from}")).await["whole"]["placed"].as_i64().unwrap();
            assert_eq!(after, before + 1, "{at} belongs to {from}");
        }
    }

    async fn what_others_took_down_and_what_was_said_in_a_call_are_told_apart(app: TestApp) {
        let [staff, admin, volunteer] = [app.user("staff").await, app.user("admin").await, app.user("volunteer").await];
        let record = app.record(HERE, "钱无号").await;
        let category = app.category(HERE, "wish_item").await;
        let new = json!({"kind": "micro_wish", "category": category, "title": "厨房的灯坏了", "text": "看不见", "resident": record, "channel": "desk"});
        let wish = staff.post(&format!("/api/v1/communities/{HERE}/wishes"), new).await.ok()["id"].as_str().unwrap().to_owned();
        staff.step(HERE, &wish, "accept").await.ok();
        volunteer.step(HERE, &wish, "claim").await.ok();
        volunteer.step(HERE, &wish, "deliver").await.ok();
        staff.step_with(HERE, &wish, "confirm", json!({"grade": 2, "channel": "phone"})).await.ok();
        admin.step_with(HERE, &wish, "call_back", json!({"outcome": "reached", "grade": 1})).await.ok();
        let whole = figures(&admin, "").await["whole"].clone();
        assert_eq!((&whole["grades_taken_down"], &whole["grades_said"]), (&json!([0, 1, 0, 0, 0]), &json!([1, 0, 0, 0, 0])));
        assert_eq!((&whole["gap_taken_down"], &whole["gap_own"]), (&json!({"n": 1, "sum": 1}), &json!({"n": 0, "sum": 0})));
        let page = admin.browser().get(&format!("/c/{HERE}/figures")).await;
        assert!(page.expect(200).text.contains("别人代记的评价回访了 1 次：记下的比居民自己说的平均高 1.0 分。"), "{}", page.text);
    }

    async fn a_figure_that_stands_wrong_is_found_and_put_right_once(app: TestApp) {
        app.wish_at(HERE, "confirmed").await;
        app.ring().await;
        assert_eq!(wrong(&app).await, 0);
        // One counter stands too high, one is gone and one never was.
        app.rows("update community_day set n = 7 where measure = 'wishes.placed' returning measure").await;
        app.rows("delete from community_day where measure = 'wishes.accepted' returning measure").await;
        app.rows("insert into community_day select tenant_id, day, about_id, 'wishes.reopened', 0, 1 from community_day where measure = 'wishes.placed' returning measure").await;
        assert_eq!(wrong(&app).await, 3);
        assert_eq!(figures(&app.user("staff").await, "").await["whole"]["placed"], 7);
        assert_eq!(mend(&app).await, 3);
        assert_eq!((wrong(&app).await, mend(&app).await), (0, 0));
        assert_eq!(figures(&app.user("staff").await, "").await["whole"]["placed"], 1);
        // That they were is on record.
        assert_eq!(app.rows("select kind from events where subject_kind = 'figures'").await, ["mended"]);
    }

    /// Behind the readers' backs: who reads meanwhile finds all of it as it was, or all of it right.
    async fn whoever_reads_while_figures_are_put_right_reads_no_half(app: TestApp) {
        for _ in 0..6 {
            app.wish_at(HERE, "confirmed").await;
        }
        app.ring().await;
        app.rows("update community_day set n = n + 100 returning measure").await;
        let staff = app.user("staff").await;
        let read = async || {
            let whole = figures(&staff, "").await["whole"].clone();
            [&whole["placed"], &whole["accepted"], &whole["delivered"], &whole["confirmed"]].map(|n| n.as_i64().unwrap())
        };
        let (wrong, right) = ([106; 4], [6; 4]);
        assert_eq!(read().await, wrong);
        let reading = async {
            let mut seen = Vec::new();
            while seen.last() != Some(&right) && seen.len() < 500 {
                seen.push(read().await);
            }
            seen
        };
        let (seen, mended) = tokio::join!(reading, mend(&app));
        assert!(mended > 3 && seen.contains(&right) && seen.iter().all(|one| [wrong, right].contains(one)), "{seen:?}");
    }

    async fn figures_are_put_right_while_people_go_on_and_by_several_at_once(app: TestApp) {
        for _ in 0..3 {
            app.wish_at(HERE, "accepted").await;
        }
        app.ring().await;
        app.rows("update community_day set n = n + 5 returning measure").await;
        let call = app.operator();
        let job = app::communities::serve(&call, "test", app::kernel::db::Mode::Write, HERE, (), app::figures::ops::ask).await.unwrap();
        let resident = app.user("resident").await;
        let place = async {
            for _ in 0..10 {
                app.place(HERE, &resident).await;
            }
        };
        let recount = || server::worker::recount(&call, HERE, job.clone());
        let (one, two, three, ()) = tokio::join!(recount(), recount(), recount(), place);
        let mended: Vec<usize> = [one, two, three].into_iter().map(Result::unwrap).filter(|n| *n > 0).collect();
        assert_eq!(mended.len(), 1, "one of three puts them right: {mended:?}");
        assert_eq!(wrong(&app).await, 0);
    }

    async fn what_hangs_on_the_wall_tells_nothing_of_a_few_people_or_of_today(app: TestApp) {
        let sheet = async |app: &TestApp| app.anonymous().call("figures.sheet", &[("community", HERE)]).await.ok()["body"].clone();
        for _ in 1..=4 {
            app.wish_at(HERE, "confirmed").await;
        }
        let today = sheet(&app).await;
        assert_eq!((&today["whole"]["placed"], &today["to"]), (&json!(0), &json!("2026-11-01")), "today is not told before it is over");
        app.clock.advance(TimeDelta::days(1));
        let few = sheet(&app).await;
        assert_eq!((&few["whole"]["placed"], &few["whole"]["grades"], &few["desks"]), (&json!(4), &json!([0, 0, 0, 0, 0]), &json!([])));
        assert_eq!(few["whole"]["waited_for_delivery"], json!({"n": 0, "median_s": null, "p90_s": null}));
        app.wish_at(HERE, "confirmed").await;
        app.clock.advance(TimeDelta::days(1));
        let enough = sheet(&app).await;
        assert_eq!((&enough["whole"]["grades"], &enough["desks"][0]["name"]["zh"]), (&json!([0, 0, 0, 0, 5]), &json!("微心愿")));
        assert_eq!((&enough["desks"][0]["delivered"], &enough["desks"][0]["satisfied"]), (&json!(100), &Value::Null));
        assert_eq!(enough["whole"]["waited_for_delivery"]["n"], 5);
        // Next month's address tells nothing of today either.
        app.wish_at(HERE, "confirmed").await;
        let next = app.anonymous().call("figures.sheet", &[("community", HERE), ("month", "2026-12")]).await.ok()["body"].clone();
        assert_eq!((&next["before"]["placed"], &next["before"]["grades"]), (&json!(5), &json!([0, 0, 0, 0, 5])), "{next}");
        // One who is not satisfied among them: neither they nor how many the others are can be told apart.
        app.wish_at(HERE, "unsatisfied").await;
        app.clock.advance(TimeDelta::days(1));
        let one = sheet(&app).await;
        assert_eq!((&one["whole"]["grades"], &one["whole"]["calls_owed"]), (&json!([0, 0, 0, 0, 0]), &json!(0)));
        let page = app.anonymous().browser().get(&format!("/c/{HERE}/figures/sheet")).await;
        assert!(!page.expect(200).text.contains("居民评价了") && page.text.contains("居民点了 7 单"), "{}", page.text);
        // The month is over; of a desk, too, it is not told that one of twelve was of another mind.
        for _ in 0..5 {
            app.wish_at(HERE, "confirmed").await;
        }
        app.clock.advance(TimeDelta::days(30));
        let over = app.anonymous().call("figures.sheet", &[("community", HERE), ("month", "2026-11")]).await.ok()["body"].clone();
        assert_eq!((&over["desks"][0]["placed"], &over["desks"][0]["satisfied"]), (&json!(12), &Value::Null), "{over}");
        let staff = app.user("staff").await;
        let all = staff.browser().get(&format!("/c/{HERE}/figures?month=2026-11")).await;
        assert!(all.expect(200).text.contains("居民评价了 12 次：满意 11 次，基本满意 0 次，不满意 1 次"), "{}", all.text);
    }

    async fn a_mark_that_rang_on_a_server_whose_clock_is_ahead_is_counted_once(app: TestApp) {
        let wish = app.wish_at(HERE, "placed").await;
        let limit = answer_by(&app, &wish).await;
        app.clock.set(limit + TimeDelta::seconds(1));
        app.ring().await;
        // Another server's clock says that there is a second left.
        app.clock.set(limit - TimeDelta::seconds(1));
        app.user("staff").await.step(HERE, &wish, "accept").await.ok();
        assert_eq!(figures(&app.user("staff").await, "").await["whole"]["answered_in_time"], json!({"n": 0, "of": 1}));
    }

    async fn a_limit_that_runs_out_while_somebody_answers_is_counted_once(app: TestApp) {
        let mut wishes = Vec::new();
        for _ in 0..12 {
            wishes.push(app.wish_at(HERE, "placed").await);
        }
        app.clock.advance(TimeDelta::days(5));
        let staff = app.user("staff").await;
        let call = server::worker::call(&app.app);
        let mut answering = JoinSet::new();
        for wish in &wishes {
            let (staff, wish) = (staff.clone(), wish.clone());
            answering.spawn(async move { staff.step(HERE, &wish, "accept").await.status });
        }
        let ringing = async {
            for _ in 0..4 {
                server::worker::round(&call).await;
            }
        };
        let ((), answered) = tokio::join!(ringing, answering.join_all());
        assert!(answered.iter().all(|status| *status == 200), "{answered:?}");
        assert_eq!(figures(&staff, "").await["whole"]["answered_in_time"], json!({"n": 0, "of": 12}));
        assert_eq!(wrong(&app).await, 0);
    }

    async fn days_and_months_that_do_not_read_are_named(app: TestApp) {
        let staff = app.user("staff").await;
        for (query, field) in [("?from=x", "from"), ("?to=2026-13-01", "to"), ("?from=2026-11-02&to=2026-11-01", "to"), ("?from=2020-01-01&to=2026-01-01", "to")] {
            let answer = staff.get(&format!("/api/v1/communities/{HERE}/figures{query}")).await;
            assert_eq!(answer.expect(422).fields(), [field], "{query}");
        }
        let page = staff.browser().get(&format!("/c/{HERE}/figures?month=bald")).await;
        assert!(page.text.contains("月份要写成 2026-11 这样"), "{}", page.text);
    }
}

/// On SQLite there is one writer at a time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_answers_while_a_limit_is_running_out_waits_and_reads_that_it_has() {
    run(Engine::Postgres, |app| async move {
        let wish = app.wish_at(HERE, "placed").await;
        let limit = answer_by(&app, &wish).await;
        // Whoever was to be reminded has been.
        app.clock.set(limit - TimeDelta::seconds(1));
        app.ring().await;
        app.clock.set(limit + TimeDelta::seconds(1));
        let staff = app.user("staff").await;
        // What rings has read the history and stops at telling people of it.
        let held = hold_notices(&app).await;
        let call = server::worker::call(&app.app);
        let (mut ringing, mut answering) = (JoinSet::new(), JoinSet::new());
        ringing.spawn(async move { server::worker::round(&call).await });
        tokio::time::sleep(A_MOMENT).await;
        answering.spawn(async move { staff.step(HERE, &wish, "accept").await.status });
        tokio::time::sleep(A_MOMENT).await;
        assert!(ringing.try_join_next().is_none() && answering.try_join_next().is_none(), "both wait");
        held.close().await.expect("the lock is gone with its connection");
        assert_eq!((ringing.join_all().await[0] > 0, answering.join_all().await), (true, vec![200]));
        let staff = app.user("staff").await;
        assert_eq!(figures(&staff, "").await["whole"]["answered_in_time"], json!({"n": 0, "of": 1}));
    })
    .await;
}

/// Long enough for a command to come to where it waits.
const A_MOMENT: std::time::Duration = std::time::Duration::from_millis(700);

#[expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a lock that the application never takes")]
async fn hold_notices(app: &TestApp) -> sea_orm::DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(app.owner_url());
    options.max_connections(1);
    let connection = sea_orm::Database::connect(options).await.expect("a connection");
    for sql in ["begin", "lock table notices in share row exclusive mode"] {
        sea_orm::ConnectionTrait::execute_unprepared(&connection, sql).await.expect(sql);
    }
    connection
}
