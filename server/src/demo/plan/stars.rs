//! The story of stars, in the place where it was told first (`../shared/domain.md` of the developers: Wenchang): a man who was
//! rated two stars in one quarter took on a post that nobody wanted, and was four stars a quarter later. The first of the two is
//! sealed; the second is over, its hours are confirmed, and it waits to be closed.

use super::{ADMIN, Doing, Posted, STAFF, Span, Teller, VOLUNTEER, Who, clock, day};
use app::kernel::period::Period;
use chrono::NaiveDate;

/// Where it is told.
const PLACE: &str = "wenchang";
/// His posts, after those of the last days.
const FIRST: usize = super::posts::RECENT;
const SECOND: usize = FIRST + 1;

/// What he served first, and what nobody else wanted.
pub(super) const POSTS: [Posted; 2] = [
    Posted {
        preset: "visit_old",
        place: "老人家里",
        places: 1,
        week: ["", "", "", "", "", "09:00-10:30", ""],
        ago: (0, None, None),
        days: 80,
        promise: "每个星期六去看两位老人",
        skills: "有耐心",
    },
    Posted {
        preset: "safety_watch",
        place: "老旧楼栋",
        places: 1,
        week: ["", "", "", "", "", "14:00-16:00", ""],
        ago: (0, None, None),
        days: 120,
        promise: "没人去的楼我去，每户都查到",
        skills: "当过燃气检修工",
    },
];

impl Span {
    /// The two quarters that were over last: the first day of each, and the day after them.
    fn quarters(&self) -> [NaiveDate; 3] {
        let now = Period::quarter_of(self.last);
        let last = now.quarter_before();
        [last.quarter_before().from, last.from, now.from]
    }

    /// The day on which the story begins.
    pub fn early(&self) -> NaiveDate {
        let [first, ..] = self.quarters();
        first
    }
}

impl Teller {
    /// Whether somebody of this place is there from the beginning of the story.
    pub(super) fn is_early(&self, who: Who) -> bool {
        self.place.slug == PLACE && [ADMIN, STAFF, VOLUNTEER].contains(&who)
    }

    /// The two quarters.
    pub(super) fn stars(&mut self) {
        if self.place.slug != PLACE {
            return;
        }
        let [first, second, _] = self.span.quarters();
        let quarter = Period::quarter_of(first).quarter_code();
        self.takes(FIRST, (first, 6), &[16, 30, 44, 58], 9 * 60..10 * 60 + 30, "陪老人说话，量了血压");
        self.office(first, 9, Doing::Show { showing: "whole" }, VOLUNTEER);
        // Set up for everybody, and worth more; nobody claims it.
        self.office(first, 40, Doing::SetUpPost { post: SECOND }, ADMIN);
        self.office(first, 43, Doing::OpenPost { post: SECOND }, ADMIN);
        self.office(first, 46, Doing::SetRates { post: SECOND, points: 15 }, ADMIN);
        self.office(second, 2, Doing::ComputeStars { quarter: quarter.clone() }, ADMIN);
        self.office(second, 5, Doing::PublishStars { quarter: quarter.clone() }, ADMIN);
        self.office(second, 14, Doing::SealStars { quarter }, ADMIN);
        self.takes(SECOND, (second, 4), &[15, 22, 29, 36, 43, 50, 57], 14 * 60..16 * 60, "一户一户查了燃气软管");
    }

    /// Sets a post up unless it is, has it claimed on that day, appointed, and served on those days, all of it confirmed.
    fn takes(&mut self, post: usize, (from, plus): (NaiveDate, i64), days: &[i64], times: std::ops::Range<u32>, note: &'static str) {
        let who = VOLUNTEER;
        if post == FIRST {
            self.office(from, 0, Doing::SetUpPost { post }, ADMIN);
            self.office(from, 3, Doing::OpenPost { post }, ADMIN);
        }
        self.push(clock(day(from, plus), 19 * 60), who, Doing::ClaimPost { post, days: &[] });
        self.office(from, plus + 1, Doing::Appoint { post, who }, ADMIN);
        for plus in days {
            self.push(clock(day(from, *plus), times.start), who, Doing::CheckIn { post, who });
            self.push(clock(day(from, *plus), times.end), who, Doing::CheckOut { post, note });
            self.office(from, plus + 1, Doing::ConfirmHours { post }, STAFF);
        }
    }

    /// At the desk, when it is open next, so many days after that one: what must come after it stands three days later.
    fn office(&mut self, from: NaiveDate, plus: i64, doing: Doing, by: Who) {
        let at = self.desk(clock(day(from, plus), 10 * 60));
        self.push(at, by, doing);
    }
}
