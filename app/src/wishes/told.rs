//! Who is told what when something happens to a wish. Pure. A sentence names the category and never the title, a name in
//! full, a door or a phone: it may be read long after the right to see those has ended.

use super::clock::Awaited;
use super::model::{LOW, Stage, WishEvent};
use super::words as w;
use crate::communities::model::CategoryCard;
use crate::kernel::said::{Lang, Said, Text, text};
use crate::kernel::when::Moment;

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Whose wish it is.
    Resident,
    /// Who filed it for the resident, and their delegates: hear what the resident does.
    Speaker,
    /// Who holds it, or held it until now.
    Holder,
    /// Neighbours who need the same.
    Follower,
    /// Staff; where there are none, the admins.
    Desk,
    /// The admins.
    Admins,
}

/// Who is told of what happened, in the order in which one who is several hears it as the first. `stage` is how the wish
/// stands afterwards.
pub fn whom(event: &WishEvent, stage: Stage) -> &'static [Whom] {
    let held = stage == Stage::Claimed;
    match event {
        WishEvent::Delivered { .. } => &[Whom::Resident, Whom::Follower],
        WishEvent::Accepted { .. }
        | WishEvent::Declined { .. }
        | WishEvent::Claimed
        | WishEvent::Paused { .. }
        | WishEvent::Placed { .. }
        | WishEvent::Lapsed => &[Whom::Resident],
        // Somebody at the desk calls back; where the only one there gave the grade or did the work, an admin.
        WishEvent::Confirmed(rating) if rating.grade <= LOW => &[Whom::Resident, Whom::Holder, Whom::Desk, Whom::Admins],
        // Where somebody said so for the resident, the resident reads it.
        WishEvent::Withdrawn => &[Whom::Resident, Whom::Holder, Whom::Follower],
        WishEvent::Dispatched { .. } | WishEvent::Confirmed(_) => &[Whom::Resident, Whom::Holder],
        WishEvent::Reminded { .. } if held => &[Whom::Resident, Whom::Holder],
        WishEvent::Released { .. } | WishEvent::Reopened { .. } | WishEvent::Reminded { .. } => &[Whom::Resident, Whom::Desk],
        WishEvent::Overdue { .. } if held => &[Whom::Resident, Whom::Holder, Whom::Admins],
        WishEvent::Overdue { .. } => &[Whom::Resident, Whom::Desk, Whom::Admins],
        WishEvent::Resumed
        | WishEvent::CallBackDrawn
        | WishEvent::CalledBack(_)
        | WishEvent::Commented { .. }
        | WishEvent::Followed { .. }
        | WishEvent::Looked
        | WishEvent::PhotoAdded { .. }
        | WishEvent::PhotoRemoved { .. }
        | WishEvent::PhotosSeen
        | WishEvent::Cleared => &[],
    }
}

/// What a sentence may name.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The category.
    pub category: &'a CategoryCard,
    /// How the wish stands.
    pub stage: Stage,
    /// Who holds it, masked.
    pub holder: Option<&'a str>,
    /// When the limit runs out, or ran out.
    pub by: Option<Moment>,
    /// Whether it has run out.
    pub is_past: bool,
}

const FOR_THEM: Text = text("您帮居民照看的单，请转告：{}", "An order that you look after for a resident; please pass it on: {}");
const ACCEPTED: Text = text("社区接了您的“{}”。", "The community has taken your order “{}”.");
const DECLINED: Text =
    text("您的“{}”暂时办不了，社区写了原因。", "Your order “{}” is not possible for now; the community has written why.");
const CLAIMED: Text = text("有人来办您的“{}”了。", "Someone is taking care of your order “{}”.");
const DISPATCHED: Text = text("社区请您办一件“{}”。", "The community asks you to take care of an order “{}”.");
const DELIVERED: Text = text(
    "您的“{}”办好了。请看看是否满意；没有解决，也请说一声。",
    "Your order “{}” is done. Please say how it was, or that it is not solved.",
);
const DONE_THERE: Text = text(
    "您也需要的“{}”，邻居家办好了。您家也要办的话，可以点一单。",
    "An order “{}” that you need too was done at your neighbour's. If you need it as well, please place an order.",
);
const GONE_THERE: Text = text(
    "您也需要的“{}”，邻居撤回了。您家还要办的话，可以点一单。",
    "A neighbour has taken back an order “{}” that you need too. If you still need it, please place an order.",
);
const RELEASED: Text =
    text("您的“{}”要换人来办，社区正在安排。", "Someone else will take care of your order “{}”; the community is arranging it.");
const FREE_AGAIN: Text = text("一件“{}”退回来了，要再找人去办。", "An order “{}” was given back; someone else is needed.");
const PLACED_FOR: Text = text(
    "有人替您点了一件“{}”。如果不是您的意思，请告诉社区，或者撤回。",
    "An order “{}” was placed for you. If you did not mean it so, please tell the community or take it back.",
);
const CONFIRMED_FOR: Text = text(
    "您的“{}”已经照您说的确认了。如果没有解决，七天之内可以说一声。",
    "Your order “{}” was confirmed as you said. If it is not solved, you can say so within seven days.",
);
const REOPENED_FOR: Text =
    text("您说“{}”还没有解决，社区会重新安排。", "You said that “{}” is not solved; the community will arrange it anew.");
const WITHDRAWN_FOR: Text = text("您的“{}”照您说的撤回了。", "Your order “{}” was taken back as you said.");
const NOT_SATISFIED: Text =
    text("居民对一件“{}”不满意，请打电话回访。", "A resident is not satisfied with an order “{}”; please call them back.");
const CONFIRMED: Text =
    text("居民确认了您办的“{}”，谢谢您。", "The resident has confirmed the order “{}” that you took care of. Thank you.");
const REOPENED: Text =
    text("居民说一件“{}”还没有解决，要再找人去办。", "A resident says that an order “{}” is not solved; someone is needed again.");
const WITHDRAWN: Text = text("居民撤回了“{}”，不用再办了。", "The resident has taken the order “{}” back; nothing more is to be done.");
const PAUSED: Text = text("您的“{}”暂停计时，社区写了原因。", "The clock of your order “{}” stands still; the community has written why.");
const LAPSED: Text = text(
    "您的“{}”办好已经七天，没有听到您的话，已自动办结。如果没有解决，七天之内还可以说一声。",
    "Seven days after your order “{}” was done we had not heard from you, so it closed by itself. If it is not solved, you can still say so within seven days.",
);
const HALF: Text = text("“{}”的时限过了一半。", "Half of the time for “{}” has passed.");
const NEARLY: Text = text("“{}”的时限快到了。", "The time for “{}” is nearly up.");
const LATE: Text = text("“{}”超过时限了。", "“{}” is late.");
const SORRY: Text = text("您的“{}”超过时限了，很抱歉。", "Your order “{}” is late, and we are sorry.");
const ADMIN_KNOWS: Text = text("已经告诉社区管理员。", "The community's admin has been told.");
const ANSWER_DUE: Text = text("最晚 {} 前答复。", "The answer is due by {}.");
const DUE: Text = text("最晚 {} 前办好。", "It is due by {}.");
const ANSWER_WAS_DUE: Text = text("本应在 {} 前答复。", "The answer was due by {}.");
const WAS_DUE: Text = text("本应在 {} 前办好。", "It was due by {}.");

/// The sentences for one of [`whom`].
pub fn said(event: &WishEvent, whom: Whom, facts: Facts<'_>) -> Said {
    let one = |lang| in_one(event, whom, facts, lang);
    Said { zh: one(Lang::Zh).into(), en: one(Lang::En).into() }
}

fn in_one(event: &WishEvent, whom: Whom, facts: Facts<'_>, lang: Lang) -> String {
    let own = matches!(whom, Whom::Resident | Whom::Speaker);
    let head = lang.fill(head(event, whom), &[&facts.category.name(lang)]);
    let head = if whom == Whom::Speaker { lang.fill(FOR_THEM, &[&head]) } else { head };
    let by = |text: Text| facts.by.map(|by| lang.fill(text, &[&by.dated(lang)]));
    let rest = match event {
        WishEvent::Accepted { .. } | WishEvent::Dispatched { .. } | WishEvent::Reopened { .. } => vec![by(DUE)],
        WishEvent::Reminded { awaited, .. } | WishEvent::Overdue { awaited } => {
            // What was missed while no server ran is told late, and says so.
            let due = match (awaited, facts.is_past) {
                (Awaited::Answer, false) => ANSWER_DUE,
                (Awaited::Answer, true) => ANSWER_WAS_DUE,
                (Awaited::Delivery, false) => DUE,
                (Awaited::Delivery, true) => WAS_DUE,
            };
            let admin = own && matches!(event, WishEvent::Overdue { .. });
            vec![Some(who(whom, facts, lang)), by(due), admin.then(|| lang.t(ADMIN_KNOWS).to_owned())]
        }
        _ => Vec::new(),
    };
    let sentences: Vec<String> = std::iter::once(head).chain(rest.into_iter().flatten()).collect();
    sentences.join(lang.pick("", " "))
}

/// What happened.
fn head(event: &WishEvent, whom: Whom) -> Text {
    let own = matches!(whom, Whom::Resident | Whom::Speaker);
    match event {
        WishEvent::Accepted { .. } => ACCEPTED,
        WishEvent::Declined { .. } => DECLINED,
        WishEvent::Dispatched { .. } if !own => DISPATCHED,
        WishEvent::Claimed | WishEvent::Dispatched { .. } => CLAIMED,
        WishEvent::Delivered { .. } if whom == Whom::Follower => DONE_THERE,
        WishEvent::Withdrawn if whom == Whom::Follower => GONE_THERE,
        WishEvent::Delivered { .. } => DELIVERED,
        WishEvent::Released { .. } if own => RELEASED,
        WishEvent::Released { .. } => FREE_AGAIN,
        WishEvent::Placed { .. } => PLACED_FOR,
        WishEvent::Confirmed(_) if own => CONFIRMED_FOR,
        WishEvent::Confirmed(_) if matches!(whom, Whom::Desk | Whom::Admins) => NOT_SATISFIED,
        WishEvent::Confirmed(_) => CONFIRMED,
        WishEvent::Reopened { .. } if own => REOPENED_FOR,
        WishEvent::Reopened { .. } => REOPENED,
        WishEvent::Withdrawn if own => WITHDRAWN_FOR,
        WishEvent::Withdrawn => WITHDRAWN,
        WishEvent::Paused { .. } => PAUSED,
        WishEvent::Lapsed => LAPSED,
        WishEvent::Reminded { percent: ..80, .. } => HALF,
        WishEvent::Reminded { .. } => NEARLY,
        WishEvent::Overdue { .. } if own => SORRY,
        _ => LATE,
    }
}

/// Who has it and what is awaited.
fn who(whom: Whom, facts: Facts<'_>, lang: Lang) -> String {
    match (facts.stage, whom, facts.holder) {
        (Stage::Placed, ..) => lang.t(w::AWAITS_ANSWER).to_owned(),
        (Stage::Claimed, Whom::Holder, _) => lang.t(w::AWAITS_YOU).to_owned(),
        (Stage::Claimed, _, Some(holder)) => lang.fill(w::AWAITS_HOLDER, &[&holder]),
        (Stage::Claimed, ..) => lang.t(w::AWAITS_SOMEONE).to_owned(),
        _ => lang.t(w::AWAITS_HELPER).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::communities::calendar::{Limit, Limits};
    use crate::communities::model::{CategoryId, Kind};
    use uuid::Uuid;

    fn category() -> CategoryCard {
        CategoryCard {
            id: CategoryId(Uuid::nil()),
            code: "wish_haircut".to_owned(),
            kind: Kind::MicroWish,
            class: None,
            way: None,
            name_zh: "上门理发".to_owned(),
            name_en: "A haircut at home".to_owned(),
            limits: Limits { answer: Limit::minutes(1), deliver: Limit::minutes(1) },
            urgent: false,
        }
    }

    fn told(event: &WishEvent, stage: Stage) -> Vec<(Whom, Said)> {
        let category = category();
        let by = Some(Moment("2026-11-23T17:00:00+08:00".parse().unwrap()));
        let is_past = matches!(event, WishEvent::Overdue { .. });
        let facts = Facts { category: &category, stage, holder: Some("郑*"), by, is_past };
        whom(event, stage).iter().map(|whom| (*whom, said(event, *whom, facts))).collect()
    }

    #[test]
    fn the_resident_reads_who_has_it_what_is_awaited_and_by_when() {
        let half = told(&WishEvent::Reminded { awaited: Awaited::Answer, percent: 50 }, Stage::Placed);
        assert_eq!(half[0].1.zh, "“上门理发”的时限过了一半。在社区服务台，等工作人员答复。最晚 11月23日 周一 17:00 前答复。");
        assert_eq!(half[1].0, Whom::Desk);
        let nearly = told(&WishEvent::Reminded { awaited: Awaited::Delivery, percent: 80 }, Stage::Claimed);
        assert_eq!(
            nearly[0].1.en,
            "The time for “A haircut at home” is nearly up. It is with 郑*, who is working on it. It is due by Mon 23 Nov 17:00."
        );
        assert_eq!(nearly[1].0, Whom::Holder);
        assert!(nearly[1].1.zh.contains("在您手上"));
    }

    #[test]
    fn what_is_late_reaches_the_resident_whoever_must_act_and_the_admins() {
        for (stage, acts) in [(Stage::Placed, Whom::Desk), (Stage::Accepted, Whom::Desk), (Stage::Claimed, Whom::Holder)] {
            let late = told(&WishEvent::Overdue { awaited: Awaited::Delivery }, stage);
            assert_eq!(late.iter().map(|(whom, _)| *whom).collect::<Vec<_>>(), [Whom::Resident, acts, Whom::Admins]);
            assert!(late[0].1.zh.contains("很抱歉") && late[0].1.zh.contains("已经告诉社区管理员"), "{}", late[0].1.zh);
            assert!(!late[2].1.zh.contains("抱歉") && late[2].1.zh.contains("本应在"), "{}", late[2].1.zh);
        }
    }

    #[test]
    fn every_sentence_is_filled_in_both_languages() {
        let events = [
            (WishEvent::Accepted { category: category().id, public_card: None, limits: None }, Stage::Accepted),
            (WishEvent::Declined { reason: String::new() }, Stage::Declined),
            (WishEvent::Dispatched { to: crate::kernel::ids::MemberId(Uuid::nil()) }, Stage::Claimed),
            (WishEvent::Released { reason: None }, Stage::Accepted),
            (WishEvent::Delivered { note: String::new() }, Stage::Delivered),
            (WishEvent::Reopened { reason: String::new() }, Stage::Accepted),
            (WishEvent::Withdrawn, Stage::Withdrawn),
            (WishEvent::Lapsed, Stage::Lapsed),
        ];
        for (event, stage) in events {
            let told = told(&event, stage);
            assert!(!told.is_empty(), "{event:?}");
            for (_, said) in told {
                assert!(said.zh.contains("上门理发") && said.en.contains("A haircut at home"), "{said:?}");
                assert!(!said.zh.contains("{}") && !said.en.contains("{}"), "{said:?}");
            }
        }
    }
}
