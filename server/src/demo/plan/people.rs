//! Who lives in a community of the demo, and since when.

use super::{
    ADMIN, Doing, GRID, LOG_INS, MERCHANT, OTHERS, PEOPLE, Person, RESIDENT, RESIDENT2, STAFF, Teller, VOLUNTEER, VOLUNTEER2, Who, clock,
    day, minutes,
};
use crate::demo::content::{GIVEN, RESIDENTIAL_YARDS, SURNAMES};
use app::communities::model::VolunteerKind;
use app::kernel::actor::Role;
use chrono::NaiveDateTime;

/// Some of the others are volunteers, of these kinds; `None` is a resident.
pub(super) const KINDS: [VolunteerKind; 8] = [
    VolunteerKind::Retired,
    VolunteerKind::InService,
    VolunteerKind::Artisan,
    VolunteerKind::Social,
    VolunteerKind::Retired,
    VolunteerKind::NoPost,
    VolunteerKind::InService,
    VolunteerKind::Away,
];
/// The last of the others register while the demo goes on.
const LATE: usize = 6;
/// These were never verified, so that the desk has someone to verify.
const UNVERIFIED: [Who; 4] = [PEOPLE - 1, PEOPLE - 2, PEOPLE - 8, PEOPLE - 12];

impl Teller {
    /// Everybody who will live here, and when they come.
    pub(super) fn settle(&mut self, nth: usize) {
        let mut yards: Vec<&str> = RESIDENTIAL_YARDS.to_vec();
        self.chance.shuffle(&mut yards);
        yards.truncate(4);
        let mut names = Vec::new();
        for who in 0..PEOPLE {
            let name = loop {
                let name = self.name(who);
                if !names.contains(&name) {
                    break name;
                }
            };
            names.push(name.clone());
            let (building, door) = self.home(who, &yards);
            let (roles, kind) = roles_of(who);
            let has_phone = who < OTHERS || self.chance.hits(700);
            let joined = self.joins(who);
            let slug = self.place.slug;
            self.people.push(Person {
                login: LOG_INS.get(who).map_or_else(|| format!("demo.{slug}.{}", who - OTHERS + 1), |role| format!("{role}.{slug}")),
                has_password: who < OTHERS,
                phone: has_phone.then(|| format!("100{:08}", (nth + 1) * 1000 + who)),
                name,
                building,
                door,
                roles,
                kind,
                joined,
            });
            if who != ADMIN {
                self.push(joined, who, Doing::Join);
                if !UNVERIFIED.contains(&who) {
                    let wait = self.chance.between(20, 400);
                    let received = self.desk(joined + minutes(wait));
                    let by = if roles_of(who).0.is_some() || who == STAFF { ADMIN } else { STAFF };
                    self.push(received, by, Doing::Receive { who });
                }
            }
        }
    }

    fn name(&mut self, who: Who) -> String {
        let surname = self.chance.one_of(SURNAMES).copied().unwrap_or("王");
        // The eldest generation does not sit at the desk.
        let given = if who <= MERCHANT && who != RESIDENT { GIVEN.get(18..) } else { GIVEN.get(..46) }.unwrap_or(GIVEN);
        format!("{surname}{}", self.chance.one_of(given).copied().unwrap_or("萍"))
    }

    fn home(&mut self, who: Who, yards: &[&str]) -> (String, String) {
        match who {
            ADMIN | STAFF => ("社区服务中心".to_owned(), "一楼大厅".to_owned()),
            MERCHANT => ("沿街商铺".to_owned(), format!("{}号", self.chance.between(3, 88))),
            _ => {
                let yard = self.chance.one_of(yards).copied().unwrap_or("锦苑小区");
                let building = format!("{yard}{}栋", self.chance.between(1, 12));
                let (unit, floor, door) = (self.chance.between(1, 3), self.chance.between(1, 7), self.chance.between(1, 4));
                (building, format!("{unit}单元{floor}0{door}"))
            }
        }
    }

    fn joins(&mut self, who: Who) -> NaiveDateTime {
        let minute = self.chance.between(9 * 60, 16 * 60);
        if self.is_early(who) {
            return clock(day(self.span.early(), -5), minute);
        }
        let before = match who {
            ADMIN | STAFF => 18,
            GRID | MERCHANT => 14,
            // Whoever is to have a role by the first day comes early enough for the admin's next working day.
            who if who < OTHERS + KINDS.len() => i64::from(self.chance.between(7, 12)),
            who if who < PEOPLE - LATE => i64::from(self.chance.between(1, 12)),
            _ => {
                let days = u32::try_from((self.span.last - self.span.first).num_days()).unwrap_or_default();
                -i64::from(self.chance.below(days.max(1)))
            }
        };
        clock(day(self.span.first, -before), minute)
    }
}

fn roles_of(who: Who) -> (Option<Vec<Role>>, Option<VolunteerKind>) {
    let helps = || Some(vec![Role::Resident, Role::Volunteer]);
    match who {
        ADMIN => (Some(vec![Role::Staff, Role::Admin]), None),
        STAFF => (Some(vec![Role::Staff]), None),
        GRID => (Some(vec![Role::GridWorker]), None),
        VOLUNTEER => (helps(), Some(VolunteerKind::Retired)),
        VOLUNTEER2 => (helps(), Some(VolunteerKind::InService)),
        MERCHANT => (Some(vec![Role::Merchant]), None),
        RESIDENT | RESIDENT2 => (None, None),
        who => KINDS.get(who - OTHERS).map_or((None, None), |kind| (helps(), Some(*kind))),
    }
}
