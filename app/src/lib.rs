//! Linli (邻里): communities serve their residents. What the product does and shows, compiled twice: `ssr` for the
//! server, `hydrate` (the islands alone) for the browser.
//!
//! # The map
//! - [`kernel`]: what everything stands on: ids, texts, time, the actor, permits, the database behind its locks.
//! - [`ui`]: how pages are made: frame, forms, words that every page shares.
//! - [`accounts`]: one person, one account; logging in and staying so.
//! - [`communities`]: districts, streets, communities (the tenant), members and their roles, who speaks for
//!   whom, household cards, invitations, categories.
//! - [`notices`]: what a member was told of all this.
//! - [`messages`]: what of it reaches them outside: e-mail, webhooks.
//! - [`wishes`]: a resident orders, the community takes the order, someone brings it, the resident has the last word.
//! - [`posts`]: volunteer posts, set up by need, claimed, appointed, made public.
//! - [`shifts`]: what is served of them: in and out, hours, what the community says to them.
//! - [`points`]: what volunteers earn by it: rules for everybody to read, a ledger that only grows.
//! - [`stars`]: how a volunteer's quarter was, by thresholds for everybody to read; closed by an admin, step by step.
//! - [`certificates`]: confirmed hours on paper, with a number that anybody can check.
//! - [`diary`]: what was heard at doors and on the phone.
//! - [`figures`]: what a community has done in a time, counted from its history.
//! - [`hall`]: the screen for whoever comes by.
//! - [`imports`]: tables of residents, volunteers and categories: looked at, brought in, taken back.
//! - [`personal`]: all that is kept of a person: given out, corrected, removed.
//! - [`audit`]: who did what, and whether the history is still as it was written.
//!
//! A slice calls only slices above it in this list; the other direction goes through the history. Inside a slice:
//! `view → api`, `rest` → `ops` → {`model`, `policy`, `store`} → `entity`. Server functions (`api`) and REST are two
//! doors to one room: no rule stands in a door.
//!
//! # Five locks
//! 1. No context, no database: `communities::serve` and `accounts::serve` alone make a context.
//! 2. Only `TenantTx` runs SQL, one a command; finds carry the tenant, inserts set it.
//! 3. Writes take proof: `ctx.permit::<Accept>(&wish)?` is the only maker of a `Permit`.
//! 4. PostgreSQL says no as well: row-level security, forced, on every tenant's table.
//! 5. Tests that know what was forgotten: every door × every role × {own, foreign, missing}.
//!
//! # Glossary
//! *Wish*: an order of any kind. *Public card*: what others may read of it. *Holder*: who took it on. *Desk*: staff and
//! admins. *Filer*: who filed it for a resident. *Delegate*: whom a resident lets speak for them. *Household card*: a number by which somebody without a phone of their own is known. *Call back*: asking a resident by phone how it was. *Record*: a member without an account. *Place*: the community a command runs in. *Move*: what can be done with a wish. *Fact*, *event*: what happened. *Outlet*: how somebody chose to be reached outside. *Webhook*: where a community sends messages for a gateway or chat program. *Post*: what a volunteer does regularly (岗位). *Claim*: a volunteer's of a post, and what becomes of it. *Preset*: what an admin begins with. *Roster*: who holds which post. *Shift*: what somebody served of it, or missed. *Planned*: from when to when they are expected. *Deed*: what somebody did and that counts. *Rates*: what a deed is worth. *Ledger*: every point and where it comes from. *Figure*: how often it happened, on what day.

pub mod accounts;
pub mod audit;
pub mod certificates;
pub mod communities;
pub mod diary;
pub mod figures;
pub mod hall;
pub mod imports;
pub mod kernel;
pub mod messages;
pub mod notices;
pub mod personal;
pub mod points;
pub mod posts;
pub mod shifts;
pub mod stars;
pub mod ui;
pub mod wishes;

use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{ParamSegment, SsrMode, StaticSegment};

/// The document around every page.
pub fn shell() -> impl IntoView {
    let look = ui::look::Look::here();
    let css = use_context::<ui::assets::Assets>().unwrap_or_default().css;
    view! {
        <!DOCTYPE html>
        <html lang=look.lang.tag() class=look.classes()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="theme-color" content="#B23A22" />
                <link rel="stylesheet" href=css />
                <link rel="icon" href="data:," />
                <MetaTags />
            </head>
            <body>
                <a class="skip" href="#main">{look.lang.t(ui::words::SKIP)}</a>
                <App />
            </body>
        </html>
    }
}

/// Every page and its address.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    // Async: readers without scripts get the whole page, and a status set by its matter is the page's own.
    let mode = SsrMode::Async;
    let c = (StaticSegment("c"), ParamSegment("community"));
    view! {
        <Router>
            <Routes fallback=|| view! { <ui::fault::NotFound /> }>
                <Route path=StaticSegment("") view=communities::view::FrontPage ssr=mode.clone() />
                <Route path=StaticSegment("login") view=accounts::view::LogInPage ssr=mode.clone() />
                <Route path=StaticSegment("account") view=communities::view::AccountPage ssr=mode.clone() />
                <Route path=(StaticSegment("account"), StaticSegment("close")) view=personal::view::ClosePage ssr=mode.clone() />
                <Route path=StaticSegment("certificates") view=certificates::view::ConfirmPage ssr=mode.clone() />
                <Route path=StaticSegment("offline") view=ui::fault::OfflinePage ssr=mode.clone() />
                <Route path=c view=communities::view::HomePage ssr=mode.clone() />
                <Route path=(c, StaticSegment("register")) view=communities::view::RegisterPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("people")) view=communities::view::PeoplePage ssr=mode.clone() />
                <Route path=(c, StaticSegment("people"), ParamSegment("member")) view=communities::view::PersonPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("file")) view=communities::view::FilePage ssr=mode.clone() />
                <Route path=(c, StaticSegment("delegates")) view=communities::view::DelegatesPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("card"), StaticSegment("print")) view=communities::view::CardPrintPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("card")) view=wishes::view::CardPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("invite")) view=communities::view::InvitePage ssr=mode.clone() />
                <Route path=(c, StaticSegment("settings")) view=communities::view::SettingsPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("figures"), StaticSegment("sheet")) view=figures::view::SheetPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("diary")) view=diary::view::DiaryPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("screen")) view=hall::view::ScreenPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("imports")) view=imports::view::ImportsPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("imports"), ParamSegment("import")) view=imports::view::ImportPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("posts")) view=posts::view::BoardPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("posts"), StaticSegment("new")) view=posts::view::NewPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("posts"), StaticSegment("decide")) view=posts::view::DecidePage ssr=mode.clone() />
                <Route path=(c, StaticSegment("posts"), StaticSegment("needs")) view=posts::view::NeedsPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("posts"), ParamSegment("post")) view=|| view! { <posts::view::PostPage records=stars::view::records /> } ssr=mode.clone() />
                <Route path=(c, StaticSegment("posts"), ParamSegment("post"), StaticSegment("edit")) view=posts::view::EditPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("my-posts")) view=posts::view::MyPostsPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("swaps")) view=posts::view::SwapsPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("my-shifts")) view=shifts::view::MyShiftsPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("shifts")) view=shifts::view::DeskPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("points")) view=points::view::MyPointsPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("points"), StaticSegment("rates")) view=points::view::RatesPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("stars")) view=stars::view::BoardPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("stars"), StaticSegment("mine")) view=stars::view::MyStarsPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("stars"), StaticSegment("rules")) view=stars::view::RulesPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("stars"), StaticSegment("close")) view=stars::view::ClosePage ssr=mode.clone() />
                <Route path=(c, StaticSegment("stars"), StaticSegment("honours")) view=stars::view::HonoursPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("certificates")) view=certificates::view::CertificatesPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("certificates"), ParamSegment("certificate")) view=certificates::view::CertificatePage ssr=mode.clone() />
                <Route path=(c, StaticSegment("roster")) view=posts::view::RosterPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("roster"), ParamSegment("claim")) view=posts::view::HolderPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("audit")) view=audit::view::AuditPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("figures")) view=figures::view::FiguresPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("notices")) view=notices::view::NoticesPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("notices"), StaticSegment("choices")) view=messages::view::ChoicesPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("messages")) view=messages::view::MessagesPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("my-data")) view=personal::view::MyDataPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("looks")) view=wishes::view::LooksPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("wall")) view=wishes::view::WallPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("mine")) view=wishes::view::MinePage ssr=mode.clone() />
                <Route path=(c, StaticSegment("claims")) view=wishes::view::ClaimsPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("desk")) view=wishes::view::DeskPage ssr=mode.clone() />
                <Route path=(c, StaticSegment("wishes"), StaticSegment("new")) view=wishes::view::PlacePage ssr=mode.clone() />
                <Route path=(c, StaticSegment("wishes"), ParamSegment("wish")) view=wishes::view::WishPage ssr=mode />
            </Routes>
        </Router>
    }
}
