//! Where a post and a claim can stand, and what can be done with them.

use crate::named;

named! {
    /// Where a post stands.
    PostStage {
        /// Seen by the admins alone.
        Draft = "draft", "草稿", "Draft";
        /// On the board, with places to take.
        Open = "open", "正在招募", "Open";
        /// On the board, with every place taken.
        Filled = "filled", "已招满", "Filled";
        /// Over.
        Ended = "ended", "已结束", "Ended";
    }
}

impl PostStage {
    /// Whether everybody sees it on the board.
    pub fn is_on_board(self) -> bool {
        matches!(self, Self::Open | Self::Filled)
    }
}

named! {
    /// Where a claim stands.
    ClaimStage {
        /// Waiting for the admin.
        Claimed = "claimed", "等社区定岗", "Waiting for the community";
        /// Appointed beyond the places: waits for one.
        Waiting = "waiting", "候补", "On the waiting list";
        /// Appointed, and public for some days.
        Published = "published", "公示中", "Made public";
        /// In effect.
        Serving = "serving", "在岗", "Serving";
        /// Not appointed, and why.
        Declined = "declined", "未定岗", "Not appointed";
        /// Taken back before the appointment.
        Withdrawn = "withdrawn", "已撤回", "Taken back";
        /// Appointed once, and over.
        Ended = "ended", "已离岗", "Over";
    }
}

impl ClaimStage {
    /// Whether it takes one of the post's places.
    pub fn takes_place(self) -> bool {
        matches!(self, Self::Published | Self::Serving)
    }

    /// Whether whoever claimed may still come to serve: nobody claims a post twice meanwhile, and its shifts are theirs.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Claimed | Self::Waiting) || self.takes_place()
    }

    /// Those that [are live](Self::is_live).
    pub const LIVE: [Self; 4] = [Self::Claimed, Self::Waiting, Self::Published, Self::Serving];
}

named! {
    /// What can be done with a claim.
    Step {
        /// Give it a place, or put it on the waiting list.
        Appoint = "appoint", "定岗", "Appoint";
        /// Say that it will not be, and why.
        Decline = "decline", "不定岗", "Decline";
        /// Take it back before the appointment.
        Withdraw = "withdraw", "撤回认领", "Take back";
        /// Leave the post.
        StepDown = "step_down", "离岗", "Step down";
        /// Take the post away, and say why.
        Dismiss = "dismiss", "免岗", "Take the post away";
    }
}

impl Step {
    /// Whether a claim that stands so allows it; who may is the policy's matter.
    pub fn is_legal(self, stage: ClaimStage) -> bool {
        match self {
            Self::Appoint => stage == ClaimStage::Claimed,
            Self::Decline | Self::Withdraw => matches!(stage, ClaimStage::Claimed | ClaimStage::Waiting),
            Self::StepDown | Self::Dismiss => stage.takes_place(),
        }
    }
}
