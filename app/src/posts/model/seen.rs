//! Posts, claims and objections as their readers see them.

use super::{ClaimId, ClaimStage, NewPost, ObjectionId, Outcome, PostId, PostStage, Step};
use crate::communities::model::{GridCard, Page, VolunteerKind};
use crate::kernel::said::Said;
use crate::kernel::when::Moment;
use crate::posts::times::Times;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A post on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PostCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: PostId,
    /// The code of its preset, or `own`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// Where.
    pub place: String,
    /// In what grid; none for all of the community.
    pub grid: Option<Said>,
    /// What one should be able to do.
    pub skills: String,
    /// Which kinds of volunteer may claim it; none for every kind.
    pub who: Vec<VolunteerKind>,
    /// When it is served.
    pub times: Times,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The last day for claims.
    pub claim_by: NaiveDate,
    /// How many are needed.
    pub places: i32,
    /// How many of the places are taken.
    pub taken: i32,
    /// Where it stands.
    pub stage: PostStage,
    /// Counted up by every change.
    pub version: i32,
}

/// How the board is narrowed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BoardQuery {
    /// Part of title, skills or place.
    pub q: String,
    /// Only this kind.
    pub kind: String,
    /// Only posts of this grid, by id; those of all of the community stand among them.
    pub grid: String,
    /// Only what is served on this day of the week: `mon`, …
    pub day: String,
    /// Only those at this stage; drafts and ended ones are the admins'.
    pub stage: Option<PostStage>,
    /// Where to go on.
    pub cursor: Option<PostId>,
    /// Most rows.
    pub limit: Option<u64>,
}

/// The board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// The posts.
    pub page: Page<PostCard>,
    /// Whose appointments are public now.
    pub published: Vec<HolderCard>,
    /// The grids.
    pub grids: Vec<GridCard>,
    /// Whether the reader sets posts up.
    pub keeps: bool,
}

/// The page on which a post is set up or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewForm {
    /// What stands in it at first.
    pub begin: Option<NewPost>,
    /// The post that is changed, and the version it was read in.
    pub post: Option<(PostId, i32)>,
    /// Whether somebody claims or holds it, so that its times stay.
    pub held: bool,
    /// The community's own presets.
    pub own: Vec<(PostId, String)>,
    /// The grids.
    pub grids: Vec<GridCard>,
    /// The categories of wishes, by code.
    pub categories: Vec<(String, Said)>,
}

/// Somebody who was appointed, as everybody sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HolderCard {
    /// The claim.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub claim: ClaimId,
    /// Under the name by which they chose to be shown.
    pub name: String,
    /// Which post.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub post: PostId,
    /// What it is called.
    pub title: String,
    /// The code of its preset, or `own`.
    pub kind: String,
    /// Where.
    pub place: String,
    /// When it is served.
    pub times: Times,
    /// Their promise.
    pub promise: String,
    /// Until when the appointment is public; none once it is in effect.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<chrono::DateTime<chrono::Utc>>))]
    pub until: Option<Moment>,
    /// Whether the reader may object.
    pub can_object: bool,
}

/// What the code on a service card leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HolderPage {
    /// Whether the card is valid today.
    pub valid: bool,
    /// Whose it is; none where it is not in effect.
    pub holder: Option<HolderCard>,
    /// From when it is valid.
    pub from: NaiveDate,
    /// Until when.
    pub to: NaiveDate,
    /// Whether the reader may print the card: whose it is, and the admins.
    pub can_print: bool,
}

/// A claim as whoever made it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ClaimCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: ClaimId,
    /// Which post.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub post: PostId,
    /// What it is called.
    pub title: String,
    /// The code of its preset, or `own`.
    pub kind: String,
    /// When it is served.
    pub times: Times,
    /// From when.
    pub from: NaiveDate,
    /// Until when.
    pub to: NaiveDate,
    /// The promise.
    pub promise: String,
    /// Where it stands.
    pub stage: ClaimStage,
    /// Counted up by every move.
    pub version: i32,
    /// When it was made.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub at: Moment,
    /// Until when the appointment is public.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<chrono::DateTime<chrono::Utc>>))]
    pub until: Option<Moment>,
    /// Why it was not appointed, or ended.
    pub reason: String,
    /// What the reader may do with it now.
    pub can: Vec<Step>,
}

/// A claim as the admins see it, side by side with the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Applicant {
    /// The claim.
    #[serde(flatten)]
    pub claim: ClaimCard,
    /// Who.
    pub name: String,
    /// What kind of volunteer.
    pub kind_of_volunteer: Option<VolunteerKind>,
    /// What they are able to do, as they say.
    pub skills: String,
    /// Which other posts they claim or hold in this community.
    pub others: Vec<String>,
}

/// An objection, as the admins and whoever made it see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ObjectionCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: ObjectionId,
    /// Against which appointment.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub claim: ClaimId,
    /// Against whom, as they are shown.
    pub against: String,
    /// To which post.
    pub title: String,
    /// By whom.
    pub by: String,
    /// In their words.
    pub words: String,
    /// When.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub at: Moment,
    /// How it ended; none while it is open.
    pub outcome: Option<Outcome>,
    /// What was answered.
    pub answer: Option<String>,
}

/// What an admin decides on one post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Deciding {
    /// Every claim, those that wait for a word first.
    pub claims: Vec<Applicant>,
    /// The objections.
    pub objections: Vec<ObjectionCard>,
}

/// One post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PostPage {
    /// As on the board.
    #[serde(flatten)]
    pub card: PostCard,
    /// What it is for.
    pub purpose: String,
    /// What is to be done.
    pub duties: String,
    /// The categories of wishes that it looks after: its holders hear first of each that can be taken on.
    pub looks_after: Vec<Said>,
    /// For how many days an appointment is public.
    pub public_days: i32,
    /// Who was appointed: public now, or in effect.
    pub holders: Vec<HolderCard>,
    /// The reader's newest claim of it.
    pub mine: Option<ClaimCard>,
    /// The reader's objections to it.
    pub my_objections: Vec<ObjectionCard>,
    /// Whether the reader may claim it now.
    pub can_claim: bool,
    /// For the admins.
    pub deciding: Option<Deciding>,
}

/// How much of a post waits for an admin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ToDecide {
    /// Which post.
    pub post: PostCard,
    /// How many claims wait for a word.
    pub claims: u64,
    /// How many objections wait for an answer.
    pub objections: u64,
}
