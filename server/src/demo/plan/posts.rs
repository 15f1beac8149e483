//! Volunteer posts: one that two serve, whose last hours wait to be confirmed and of which a swap is offered, one whose appointment is public, one claim that waits for a word, one that nobody
//! has claimed.

use super::{ADMIN, Doing, RESIDENT2, STAFF, Teller, VOLUNTEER, VOLUNTEER2, Who, clock, day};

/// A post: the code of its preset, where it is, how many it needs, and its spans by day of the week (none: as it comes).
#[derive(Debug)]
pub struct Posted {
    pub preset: &'static str,
    pub place: &'static str,
    pub places: u32,
    pub week: [&'static str; 7],
    /// How many days before the end of the demo it is set up, claimed, and decided on; none where nobody does.
    pub ago: (i64, Option<i64>, Option<i64>),
    /// For how many days it is served.
    pub days: i64,
    pub promise: &'static str,
    pub skills: &'static str,
}

/// How many posts are set up in the last days, everywhere.
pub const RECENT: usize = 4;

const POSTS: [Posted; RECENT] = [
    Posted {
        preset: "safety_watch",
        place: "各楼栋",
        places: 3,
        week: ["", "", "16:00-18:00", "16:00-18:00", "", "", ""],
        ago: (9, Some(8), Some(7)),
        days: 180,
        promise: "每周挨家看燃气，看到问题马上报告",
        skills: "当过燃气检修工",
    },
    Posted {
        preset: "four_oclock_tutor",
        place: "社区活动室",
        places: 2,
        week: ["16:30-18:00", "", "", "", "16:30-18:00", "", ""],
        ago: (9, Some(7), Some(3)),
        days: 180,
        promise: "准时到，陪孩子把作业写完再走",
        skills: "小学数学",
    },
    Posted {
        preset: "visit_old",
        place: "老人家里",
        places: 3,
        week: [""; 7],
        ago: (6, Some(4), None),
        days: 180,
        promise: "每周去看一次，陪老人说说话",
        skills: "有耐心，会量血压",
    },
    Posted {
        preset: "patrol",
        place: "小区里外",
        places: 4,
        week: ["19:30-21:00", "19:30-21:00", "19:30-21:00", "19:30-21:00", "19:30-21:00", "", ""],
        ago: (4, None, None),
        days: 180,
        promise: "",
        skills: "",
    },
];

/// The post at this place in the list: those of the last days, then those of the story of stars.
pub fn posted(nth: usize) -> Option<&'static Posted> {
    POSTS.iter().chain(&super::stars::POSTS).nth(nth)
}

/// What is said against the appointment that is public at the end.
pub const OBJECTION: &str = "她周五常常出差，怕顾不上孩子。";

impl Teller {
    /// In the last ten days, where there are so many.
    pub(super) fn posts(&mut self) {
        for (post, posted) in POSTS.iter().enumerate() {
            let (set_up, claimed, appointed) = posted.ago;
            if day(self.span.last, -set_up) < self.span.first {
                continue;
            }
            let mut then = |ago: Option<i64>, minutes: u32, by: Who, doing: Doing| {
                if let Some(ago) = ago {
                    self.push(clock(day(self.span.last, -ago), minutes), by, doing);
                }
            };
            let tutor = posted.preset == "four_oclock_tutor";
            let who = if tutor { VOLUNTEER2 } else { VOLUNTEER };
            // Two hold it, each on a day of theirs; the one offers to swap with the other.
            let shared = posted.preset == "safety_watch";
            then(Some(set_up), 9 * 60 + 10, ADMIN, Doing::SetUpPost { post });
            then(Some(set_up), 9 * 60 + 20, ADMIN, Doing::OpenPost { post });
            // What nobody cares to do is worth more.
            let dearer = shared.then_some(set_up);
            then(dearer, 10 * 60, ADMIN, Doing::SetRates { post, points: 15 });
            let days: &[&str] = if shared { &["wed"] } else { &[] };
            then(claimed, 19 * 60, who, Doing::ClaimPost { post, days });
            then(appointed, 10 * 60, ADMIN, Doing::Appoint { post, who });
            then(claimed.filter(|_| shared), 20 * 60, VOLUNTEER2, Doing::ClaimPost { post, days: &["thu"] });
            then(appointed.filter(|_| shared), 10 * 60 + 5, ADMIN, Doing::Appoint { post, who: VOLUNTEER2 });
            then(appointed.filter(|_| shared).map(|ago| ago - 6), 20 * 60, VOLUNTEER2, Doing::OfferSwap { post, with: who });
            // In effect five days later: served twice, and once confirmed.
            let served = appointed.filter(|_| !tutor).map(|ago| ago - 5);
            then(served, 15 * 60, who, Doing::CheckIn { post, who });
            then(served, 16 * 60 + 30, who, Doing::CheckOut { post, note: "看了 1 至 3 号楼" });
            then(served, 17 * 60, STAFF, Doing::ConfirmHours { post });
            let again = served.map(|ago| ago - 1);
            then(again, 16 * 60, who, Doing::CheckIn { post, who });
            then(again, 17 * 60 + 20, who, Doing::CheckOut { post, note: "看了 4 至 6 号楼，换了两根老化的软管" });
            then(appointed.filter(|_| tutor).map(|ago| ago - 1), 20 * 60, RESIDENT2, Doing::Object { post, who });
        }
    }
}
