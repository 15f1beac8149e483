//! From month to month.

use super::look::Look;
use super::words as w;
use crate::kernel::period::Period;
use chrono::NaiveDate;
use leptos::prelude::*;

/// Links to the month before, and to the one after where that has begun; other ways beside them.
#[component]
pub fn Months(
    /// The page's address without a query.
    page: String,
    /// What else stands in its query, each with its `&`.
    #[prop(optional, into)]
    more: String,
    /// The month that is shown.
    period: Period,
    /// Today here.
    today: NaiveDate,
    children: Children,
) -> impl IntoView {
    let l = Look::here().lang;
    let to = |period: Period| format!("{page}?month={}{more}", period.code());
    view! {
        <p class="links noprint">
            <a class="link" href=to(period.month_before())>{l.t(w::MONTH_BEFORE)}</a>
            {(period.to < today).then(|| view! { <a class="link" href=to(period.month_after())>{l.t(w::MONTH_AFTER)}</a> })}
            {children()}
        </p>
    }
}
