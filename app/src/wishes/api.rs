//! Server functions of wishes, for our own pages. Each move leads back to the page it was made on.

use super::model::{Cursor, PhotoId, Stage, WishId};
use crate::communities::model::{CategoryId, Framed};
use crate::kernel::fault::Fault;
use crate::kernel::ids::MemberId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    super::model::{Mine, NewCall, NewWish, Rating, WishQuery},
    super::ops::{self, Acceptance, At},
    crate::communities::{ops::get_community, serve, serve_once},
    crate::kernel::{ctx::Call, db::Mode, web},
};

pub use super::model::{AlikeCard, CardLine, LookLine, OneWish, PlaceForm, WishList};

/// How a list is asked for in a link.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// Only this stage.
    pub stage: Option<Stage>,
    /// Only this category.
    pub category: Option<CategoryId>,
    /// Part of the words.
    pub q: Option<String>,
    /// Only those whose limit has run out.
    #[serde(default)]
    pub overdue: bool,
    /// Only those whose resident is to be called back.
    #[serde(default)]
    pub to_call_back: bool,
    /// What comes first, where that is not as usual on this page.
    #[serde(default)]
    pub sort: Option<Sort>,
    /// Where to go on.
    pub cursor: Option<Cursor>,
}

/// What comes first in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sort {
    /// What was placed last.
    Newest,
    /// Whose limit runs out soonest.
    Soonest,
}

impl Sort {
    /// The name in links.
    pub fn code(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Soonest => "soonest",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Newest, Self::Soonest].into_iter().find(|sort| sort.code() == code)
    }
}

#[cfg(feature = "ssr")]
impl Asked {
    fn query(self, mine: Option<Mine>, usual: Sort) -> WishQuery {
        let Self { stage, category, q, overdue, to_call_back, sort, cursor } = self;
        let soonest_first = sort.unwrap_or(usual) == Sort::Soonest;
        WishQuery { stage, category, mine, q, cursor, limit: None, overdue, to_call_back, soonest_first }
    }
}

/// The page on which a wish is placed: what can be ordered, and for whom where it is filed.
#[server(prefix = "/api", endpoint = "wishes.form")]
pub async fn get_place_form(community: String, #[server(default)] resident: Option<MemberId>) -> Result<Framed<PlaceForm>, Fault> {
    web::answer(serve(&Call::here()?, "wishes.form", Mode::Read, &community, resident, ops::place_form).await)
}

/// One's own wishes.
#[server(prefix = "/api", endpoint = "wishes.mine")]
pub async fn list_mine(community: String, #[server(default)] asked: Asked) -> Result<Framed<WishList>, Fault> {
    let query = asked.query(Some(Mine::Placed), Sort::Newest);
    web::answer(serve(&Call::here()?, "wishes.mine", Mode::Read, &community, query, ops::my_list).await)
}

/// The wishes that one holds, or brought; soonest limit first.
#[server(prefix = "/api", endpoint = "wishes.claims")]
pub async fn list_claims(community: String, #[server(default)] asked: Asked) -> Result<Framed<WishList>, Fault> {
    let query = asked.query(Some(Mine::Held), Sort::Soonest);
    web::answer(serve(&Call::here()?, "wishes.claims", Mode::Read, &community, query, ops::my_list).await)
}

/// The wall.
#[server(prefix = "/api", endpoint = "wishes.wall")]
pub async fn list_wall(community: String, #[server(default)] asked: Asked) -> Result<Framed<WishList>, Fault> {
    let query = asked.query(None, Sort::Newest);
    web::answer(serve(&Call::here()?, "wishes.wall", Mode::Read, &community, query, ops::wall).await)
}

/// The desk's inbox, soonest limit first.
#[server(prefix = "/api", endpoint = "wishes.desk")]
pub async fn list_desk(community: String, #[server(default)] asked: Asked) -> Result<Framed<WishList>, Fault> {
    let query = asked.query(None, Sort::Soonest);
    web::answer(serve(&Call::here()?, "wishes.desk", Mode::Read, &community, query, ops::desk).await)
}

/// One wish. It may write: a look at name, phone and door goes on record.
#[server(prefix = "/api", endpoint = "wishes.one")]
pub async fn get_one(community: String, wish: WishId) -> Result<Framed<OneWish>, Fault> {
    web::answer(serve(&Call::here()?, "wishes.one", Mode::Write, &community, wish, ops::one).await)
}

/// Who looked at the reader's name, phone and door.
#[server(prefix = "/api", endpoint = "wishes.looks")]
pub async fn list_looks(community: String) -> Result<Framed<Vec<LookLine>>, Fault> {
    web::answer(serve(&Call::here()?, "wishes.looks", Mode::Read, &community, (), ops::looks_page).await)
}

/// The name of the cookie that keeps an opened card.
#[cfg(feature = "ssr")]
const CARD: &str = "linli-card";

/// How far the orders are of the card that this browser has opened.
#[server(prefix = "/api", endpoint = "wishes.by_card")]
pub async fn get_by_card(community: String) -> Result<Framed<Option<Vec<CardLine>>>, Fault> {
    let parts = use_context::<http::request::Parts>();
    let pass = parts.and_then(|parts| web::cookie(&parts.headers, CARD).map(ToOwned::to_owned));
    web::answer(serve(&Call::here()?, "wishes.by_card", Mode::Read, &community, pass, ops::by_card).await)
}

/// Opens a card in this browser for some minutes.
#[server(prefix = "/api", endpoint = "wishes.open_card")]
pub async fn open_card(community: String, #[server(default)] number: String, #[server(default)] last4: String) -> Result<(), Fault> {
    let pass = web::answer(ops::open_card(&Call::here()?, &community, (number, last4)).await)?;
    keep_card(&community, &pass, ops::PASS_FOR.num_seconds());
    Ok(())
}

/// Closes the card again.
#[server(prefix = "/api", endpoint = "wishes.close_card")]
pub async fn close_card(community: String) -> Result<(), Fault> {
    let community = web::answer(serve(&Call::here()?, "wishes.close_card", Mode::Read, &community, (), get_community).await)?.slug;
    keep_card(&community, "", 0);
    Ok(())
}

#[cfg(feature = "ssr")]
fn keep_card(community: &str, pass: &str, seconds: i64) {
    let page = crate::ui::paths::of(community, "card");
    web::set_cookies([format!("{CARD}={pass}; Path={page}; Max-Age={seconds}; HttpOnly; Secure; SameSite=Lax")]);
    web::go_to(&page);
}

/// Open wishes that are like this one, for whoever writes it.
#[server(prefix = "/api", endpoint = "wishes.alike")]
pub async fn find_alike(community: String, #[server(default)] title: String) -> Result<Vec<AlikeCard>, Fault> {
    web::answer(serve(&Call::here()?, "wishes.alike", Mode::Read, &community, title, ops::find_alike).await)
}

/// Says that one needs the same (`on`), or does so no more.
#[server(prefix = "/api", endpoint = "wishes.follow")]
pub async fn follow(community: String, wish: WishId, #[server(default)] on: bool) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "wishes.follow", &community, (wish, on), ops::follow).await).map(|_| ())
}

/// Places a wish and leads to it.
#[server(prefix = "/api", endpoint = "wishes.place")]
pub async fn place(
    community: String,
    #[server(default)] kind: String,
    #[server(default)] category: String,
    #[server(default)] title: String,
    #[server(default)] text: String,
    #[server(default)] resident: String,
    #[server(default)] channel: String,
) -> Result<(), Fault> {
    let new = NewWish { kind, category, title, text, resident, channel };
    let page = web::answer(serve_once(&Call::here()?, "wishes.place", &community, new, ops::place).await)?;
    web::go_to(&format!("/c/{community}/wishes/{}?placed=1", page.card.id));
    Ok(())
}

/// Whoever works through the inbox goes on to whose answer is due soonest now.
#[cfg(feature = "ssr")]
async fn next_at_desk(call: &Call, community: &str, from: &str) -> Result<(), Fault> {
    if from == "desk" {
        let next = web::answer(serve(call, "wishes.next", Mode::Read, community, (), ops::next_waiting).await)?;
        web::go_to(&next.map_or_else(|| format!("/c/{community}/desk"), |id| format!("/c/{community}/wishes/{id}?from=desk")));
    }
    Ok(())
}

/// Takes the order.
#[server(prefix = "/api", endpoint = "wishes.accept")]
pub async fn accept(
    community: String,
    wish: WishId,
    version: Option<i32>,
    #[server(default)] public_card: String,
    #[server(default)] category: Option<CategoryId>,
    #[server(default)] as_it_is: String,
    #[server(default)] from: String,
) -> Result<(), Fault> {
    let how = Acceptance { public_card: Some(public_card), category, as_it_is: !as_it_is.is_empty() };
    let input = (At { id: wish, version }, how);
    let call = Call::here()?;
    web::answer(serve_once(&call, "wishes.accept", &community, input, ops::accept).await)?;
    next_at_desk(&call, &community, &from).await
}

/// Says that it is not possible for now, and why.
#[server(prefix = "/api", endpoint = "wishes.decline")]
pub async fn decline(
    community: String,
    wish: WishId,
    version: Option<i32>,
    #[server(default)] reason: String,
    #[server(default)] from: String,
) -> Result<(), Fault> {
    let input = (At { id: wish, version }, reason);
    let call = Call::here()?;
    web::answer(serve_once(&call, "wishes.decline", &community, input, ops::decline).await)?;
    next_at_desk(&call, &community, &from).await
}

/// Takes it on.
#[server(prefix = "/api", endpoint = "wishes.claim")]
pub async fn claim(community: String, wish: WishId, version: Option<i32>) -> Result<(), Fault> {
    let page = web::answer(serve_once(&Call::here()?, "wishes.claim", &community, At { id: wish, version }, ops::claim).await)?;
    web::go_to(&format!("/c/{community}/wishes/{}", page.card.id));
    Ok(())
}

/// Hands it to a member.
#[server(prefix = "/api", endpoint = "wishes.dispatch")]
pub async fn dispatch(community: String, wish: WishId, version: Option<i32>, #[server(default)] member: String) -> Result<(), Fault> {
    // Nobody chosen reads as an id of nobody, whom the use case refuses beside the field.
    let member = MemberId(member.parse().unwrap_or_default());
    let input = (At { id: wish, version }, member);
    web::answer(serve_once(&Call::here()?, "wishes.dispatch", &community, input, ops::dispatch).await).map(|_| ())
}

/// Gives it back, and says why.
#[server(prefix = "/api", endpoint = "wishes.release")]
pub async fn release(community: String, wish: WishId, version: Option<i32>, #[server(default)] reason: String) -> Result<(), Fault> {
    let input = (At { id: wish, version }, reason);
    web::answer(serve_once(&Call::here()?, "wishes.release", &community, input, ops::release).await)?;
    Ok(())
}

/// Says that it was brought.
#[server(prefix = "/api", endpoint = "wishes.deliver")]
pub async fn deliver(community: String, wish: WishId, version: Option<i32>, #[server(default)] note: String) -> Result<(), Fault> {
    let input = (At { id: wish, version }, note);
    web::answer(serve_once(&Call::here()?, "wishes.deliver", &community, input, ops::deliver).await).map(|_| ())
}

/// Closes it with a grade.
#[server(prefix = "/api", endpoint = "wishes.confirm")]
pub async fn confirm(
    community: String,
    wish: WishId,
    version: Option<i32>,
    #[server(default)] grade: String,
    #[server(default)] attitude: String,
    #[server(default)] ability: String,
    #[server(default)] quality: String,
    #[server(default)] efficiency: String,
    #[server(default)] words: String,
    #[server(default)] channel: String,
) -> Result<(), Fault> {
    // A mark that is not chosen is none; one that is no number is out of range, and said so beside its field.
    let mark = |raw: &str| if raw.is_empty() { None } else { Some(raw.parse().unwrap_or(0)) };
    let rating = Rating {
        grade: mark(&grade).unwrap_or(0),
        attitude: mark(&attitude),
        ability: mark(&ability),
        quality: mark(&quality),
        efficiency: mark(&efficiency),
        words: Some(words),
    };
    let input = (At { id: wish, version }, rating, channel);
    web::answer(serve_once(&Call::here()?, "wishes.confirm", &community, input, ops::confirm).await).map(|_| ())
}

/// Says that it is not solved, and why.
#[server(prefix = "/api", endpoint = "wishes.reopen")]
pub async fn reopen(
    community: String,
    wish: WishId,
    version: Option<i32>,
    #[server(default)] reason: String,
    #[server(default)] channel: String,
) -> Result<(), Fault> {
    let input = (At { id: wish, version }, reason, channel);
    web::answer(serve_once(&Call::here()?, "wishes.reopen", &community, input, ops::reopen).await).map(|_| ())
}

/// Takes it back.
#[server(prefix = "/api", endpoint = "wishes.withdraw")]
pub async fn withdraw(community: String, wish: WishId, version: Option<i32>, #[server(default)] channel: String) -> Result<(), Fault> {
    let input = (At { id: wish, version }, channel);
    web::answer(serve_once(&Call::here()?, "wishes.withdraw", &community, input, ops::withdraw).await).map(|_| ())
}

/// Writes down how a call back went.
#[server(prefix = "/api", endpoint = "wishes.call_back")]
pub async fn call_back(
    community: String,
    wish: WishId,
    version: Option<i32>,
    #[server(default)] outcome: String,
    #[server(default)] grade: String,
    #[server(default)] words: String,
) -> Result<(), Fault> {
    let input = (At { id: wish, version }, NewCall { outcome, grade: grade.parse().ok(), words });
    web::answer(serve_once(&Call::here()?, "wishes.call_back", &community, input, ops::call_back).await).map(|_| ())
}

/// Lets its clock stand still, and says why.
#[server(prefix = "/api", endpoint = "wishes.pause")]
pub async fn pause(
    community: String,
    wish: WishId,
    version: Option<i32>,
    #[server(default)] reason: String,
    #[server(default)] until: String,
) -> Result<(), Fault> {
    let input = (At { id: wish, version }, reason, until);
    web::answer(serve_once(&Call::here()?, "wishes.pause", &community, input, ops::pause).await).map(|_| ())
}

/// Lets its clock run again.
#[server(prefix = "/api", endpoint = "wishes.resume")]
pub async fn resume(community: String, wish: WishId, version: Option<i32>) -> Result<(), Fault> {
    let at = At { id: wish, version };
    web::answer(serve_once(&Call::here()?, "wishes.resume", &community, at, ops::resume).await).map(|_| ())
}

/// Says something.
#[server(prefix = "/api", endpoint = "wishes.comment")]
pub async fn comment(community: String, wish: WishId, version: Option<i32>, #[server(default)] text: String) -> Result<(), Fault> {
    let input = (At { id: wish, version }, text);
    web::answer(serve_once(&Call::here()?, "wishes.comment", &community, input, ops::comment).await).map(|_| ())
}

/// Takes a photo of one's own away.
#[server(prefix = "/api", endpoint = "wishes.remove_photo")]
pub async fn remove_photo(community: String, photo: PhotoId) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "wishes.remove_photo", &community, photo, ops::remove_photo).await)
}
