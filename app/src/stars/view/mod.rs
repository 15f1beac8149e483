//! The pages of stars: what everybody may see, one's own, the rules, the closing of a quarter, and its honours.

mod board;
mod close;
mod honours;
mod mine;
mod rules;

pub use board::BoardPage;
pub use close::ClosePage;
pub use honours::HonoursPage;
pub use mine::MyStarsPage;
pub use rules::RulesPage;

use crate::kernel::fault::Fault;
use crate::kernel::said::Lang;
use crate::posts::model::PostId;
use crate::posts::view::Records;
use crate::shifts::words::lasted;
use crate::stars::api;
use crate::stars::counting::Count;
use crate::stars::model::{RecordCard, quarter_name};
use crate::stars::words as w;
use crate::ui::look::Look;
use leptos::prelude::*;
use std::pin::Pin;

/// What counts, in words: 120 分 · 6 小时 · 缺岗 1 次.
fn counts(l: Lang, count: Count) -> String {
    let done = l.fill(w::COUNTS, &[&count.points, &time(l, count.minutes)]);
    let missed = (count.missed != 0).then(|| l.fill(w::MISSED, &[&count.missed]));
    [Some(done), missed].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What those who claim a post did here so far, for its page.
pub fn records(slug: String, post: PostId) -> Pin<Box<dyn Future<Output = Result<Records, Fault>> + Send>> {
    let l = Look::here().lang;
    let said = move |record: &RecordCard| {
        let served = (record.minutes != 0).then(|| lasted(l, record.minutes));
        let missed = (record.missed != 0).then(|| l.fill(w::MISSED, &[&record.missed]));
        let stars = record.quarter.as_deref().filter(|_| record.stars > 0);
        let stars = stars.map(|quarter| format!("{} {}", quarter_name(quarter).t(l), w::stars(l, record.stars)));
        [served, missed, stars].into_iter().flatten().collect()
    };
    Box::pin(async move {
        let records = api::list_records(slug, post).await?;
        Ok(records.into_iter().map(|record| (record.claim, said(&record))).collect())
    })
}

/// A time that may be less than nothing: what is taken back of a quarter before.
fn time(l: Lang, minutes: i64) -> String {
    let sign = if minutes < 0 { "−" } else { "" };
    format!("{sign}{}", lasted(l, minutes.abs()))
}

/// What a version of the thresholds is called: 第 2 版.
fn version_name(l: Lang, version: i32) -> String {
    if version == 0 { l.t(w::STANDARD).to_owned() } else { l.fill(w::VERSION, &[&version]) }
}

/// One to five stars, drawn and said.
#[component]
fn Stars(stars: u8) -> impl IntoView {
    let drawn = "★".repeat(stars.into());
    view! { <span class="stars" aria-hidden="true">{drawn}</span> " " <strong>{w::stars(Look::here().lang, stars)}</strong> }
}
