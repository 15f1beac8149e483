//! The photos of a wish, and adding some.

use crate::kernel::said::Text;
use crate::ui::form::{Files, Form, Kept, Send};
use crate::ui::look::Look;
use crate::ui::paths;
use crate::wishes::model::{MOST_PHOTOS, PhotoCard, Side, WishPage};
use crate::wishes::words as w;
use chrono::NaiveDate;
use leptos::prelude::*;

/// The photos that are there.
#[component]
pub fn Photos(
    /// Oldest first.
    photos: Vec<PhotoCard>,
    /// The community.
    slug: String,
    /// Today here.
    today: NaiveDate,
) -> impl IntoView {
    let l = Look::here().lang;
    (!photos.is_empty()).then(|| {
        view! {
            <section aria-label=l.t(w::PHOTOS)>
                <ul class="photos">
                    {photos.into_iter().map(|photo| view! { <Photo photo=photo slug=slug.clone() today=today /> }).collect_view()}
                </ul>
            </section>
        }
    })
}

#[component]
fn Photo(photo: PhotoCard, slug: String, today: NaiveDate) -> impl IntoView {
    let l = Look::here().lang;
    let src = paths::photo(&slug, photo.id);
    let (id, href) = (photo.id.to_string(), src.clone());
    let whose = l.t(if photo.side == Side::Resident { w::PHOTO_OF_RESIDENT } else { w::PHOTO_OF_HOLDER });
    let kept = Kept::of("wishes.remove_photo", Some(("photo", &id)));
    view! {
        <li>
            <a href=href><img src=src alt=whose loading="lazy" /></a>
            <p class="soft">{whose} " · " <time datetime=photo.at.0.to_rfc3339() title=photo.at.full()>{photo.at.said(l, today)}</time></p>
            {photo.mine.then(|| {
                view! {
                    <Form kept=kept hidden=vec![("community", slug), ("photo", id)] class="noprint">
                        <Send label=w::REMOVE_PHOTO rank="quiet" />
                    </Form>
                }
            })}
        </li>
    }
}

/// The way to add some, for those who may.
#[component]
pub fn AddPhotos(
    /// The wish.
    wish: WishPage,
    /// The community.
    slug: String,
) -> impl IntoView {
    let l = Look::here().lang;
    let kept = Kept::of("wishes.add_photo", None);
    let open = kept.failed();
    wish.adds_photo.map(|_| {
        view! {
            <details class="card narrow noprint" open=open>
                <summary>{l.t(w::ADD_PHOTO)}</summary>
                <Form kept=kept.clone() hidden=vec![("community", slug), ("wish", wish.card.id.to_string())] files=true>
                    <ChoosePhotos kept=kept label=w::CHOOSE_PHOTO />
                    <Send label=w::ADD_PHOTO rank="quiet" />
                </Form>
            </details>
        }
    })
}

/// The field for them.
#[component]
pub fn ChoosePhotos(
    /// The form it stands in.
    kept: Kept,
    /// What is asked.
    label: Text,
    /// Whether none has to be chosen.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let hint = Look::here().lang.fill(w::ADD_PHOTO_HINT, &[&MOST_PHOTOS]);
    view! { <Files kept=kept name="photo" label=label hint=hint accept="image/jpeg,image/png,image/webp" several=true optional=optional /> }
}
