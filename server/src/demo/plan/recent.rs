//! The last days of those who log in.

use super::{Doing, GRID, MERCHANT, OTHERS, RESIDENT, RESIDENT2, STAFF, Teller, VOLUNTEER, VOLUNTEER2, Who, clock, day};
use crate::demo::content::Story;
use app::wishes::model::Rating;
use chrono::TimeDelta;

impl Teller {
    /// The last days of those who log in: a wish of the resident's in each stage, something in everyone's hands, on the
    /// wall and in the inbox. All before the last day, so that it is there at whatever hour the demo is told; a desk on
    /// duty at the weekend takes part.
    pub(super) fn recent(&mut self) {
        use Doing::{Accept, Claim, Comment, Confirm, Decline, Deliver, Dispatch, Place};
        const HOME: [&str; 3] = ["wish_item", "wish_photo", "wish_company"];
        let card = true;
        let end = self.span.last;
        let mut told = |who: Who, categories: &[&str], steps: &dyn Fn(usize, &'static Story) -> Vec<(i64, u32, Who, Doing)>| {
            let story = self.take(categories);
            let wish = self.wish(story, who);
            for (before, minute, by, doing) in steps(wish, story) {
                let at = clock(day(end, -before), minute + self.chance.below(20)) + TimeDelta::seconds(self.chance.below(60).into());
                self.push(at, by, doing);
            }
        };
        let happy = || Rating {
            grade: 5,
            attitude: Some(5),
            ability: Some(5),
            quality: Some(5),
            efficiency: Some(4),
            words: Some("来得快，办得好，谢谢。".to_owned()),
        };
        told(RESIDENT, &["culture_venue", "wish_outing"], &|wish, _| {
            vec![(6, 600, RESIDENT, Place { wish }), (5, 570, STAFF, Decline { wish })]
        });
        told(RESIDENT, &HOME, &|wish, story| {
            vec![
                (6, 1140, RESIDENT, Place { wish }),
                (5, 540, STAFF, Accept { wish, card }),
                (5, 750, VOLUNTEER, Claim { wish }),
                (4, 1090, VOLUNTEER, Deliver { wish, note: story.note }),
                (3, 1200, RESIDENT, Confirm { wish, rating: happy() }),
            ]
        });
        told(RESIDENT, &["home_repair"], &|wish, story| {
            vec![
                (2, 900, RESIDENT, Place { wish }),
                (2, 921, STAFF, Accept { wish, card }),
                (2, 1150, VOLUNTEER2, Claim { wish }),
                (1, 880, VOLUNTEER2, Deliver { wish, note: story.note }),
            ]
        });
        told(RESIDENT, &["clinic_company"], &|wish, _| {
            vec![
                (1, 900, RESIDENT, Place { wish }),
                (1, 921, STAFF, Accept { wish, card }),
                (1, 1000, VOLUNTEER, Claim { wish }),
                (1, 1030, VOLUNTEER, Comment { wish, text: "收到，我提前十五分钟到楼下等您。" }),
            ]
        });
        told(RESIDENT, &["phone_lesson"], &|wish, _| vec![(1, 1100, RESIDENT, Place { wish }), (1, 1121, STAFF, Accept { wish, card })]);
        told(RESIDENT, &["wish_item", "wish_outing", "wish_company"], &|wish, _| vec![(1, 1180, RESIDENT, Place { wish })]);
        told(RESIDENT2, &HOME, &|wish, story| {
            vec![
                (5, 480, RESIDENT2, Place { wish }),
                (5, 660, STAFF, Accept { wish, card }),
                (4, 700, VOLUNTEER, Claim { wish }),
                (1, 1080, VOLUNTEER, Deliver { wish, note: story.note }),
            ]
        });
        told(RESIDENT2, &["public_repair", "home_repair"], &|wish, _| {
            vec![
                (1, 1060, RESIDENT2, Place { wish }),
                (1, 1081, STAFF, Accept { wish, card }),
                (1, 1105, STAFF, Dispatch { wish, to: MERCHANT }),
            ]
        });
        let others = [OTHERS + 9, OTHERS + 10, OTHERS + 11, OTHERS + 12, OTHERS + 13];
        let [one, two, three, four, five] = others;
        told(one, &["errand"], &|wish, _| {
            vec![(1, 960, one, Place { wish }), (1, 981, STAFF, Accept { wish, card }), (1, 1005, STAFF, Dispatch { wish, to: GRID })]
        });
        told(two, &["wish_haircut"], &|wish, _| vec![(2, 980, two, Place { wish }), (1, 560, STAFF, Accept { wish, card })]);
        told(three, &["wish_study"], &|wish, _| vec![(2, 1130, three, Place { wish }), (1, 600, STAFF, Accept { wish, card })]);
        told(four, &["papers", "insurance_online"], &|wish, _| vec![(1, 1220, four, Place { wish })]);
        told(five, &["ask_policy", "ask_nearby"], &|wish, _| vec![(1, 1260, five, Place { wish })]);
    }
}
