//! Who is told what when something happens to a post, a claim or an objection. Pure. A sentence names the post, which is
//! public, and nobody.

use super::model::{ClaimEvent, ObjectionEvent};
use super::swaps::SwapEvent;
use crate::kernel::said::{Lang, Said, Text, text};
use crate::kernel::when::Moment;

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Who made the claim.
    Volunteer,
    /// The admins.
    Admins,
}

const APPOINTED: Text = text("社区给您定了“{}”，公示到 {}。", "The community appointed you to “{}”. It is public until {}.");
const QUEUED: Text = text(
    "社区同意您认领“{}”，现在名额满了，您在候补名单里。有人离岗，会按次序自动补上。",
    "The community agreed to your claim of “{}”. Every place is taken, so you are on the waiting list and move up by yourself.",
);
const MOVED_UP: Text = text("“{}”有名额了，您已补上，公示到 {}。", "A place of “{}” became free and is yours. It is public until {}.");
const TOOK_EFFECT: Text =
    text("“{}”公示期满，您正式上岗了。谢谢您。", "The days in public for “{}” are over: the post is yours. Thank you.");
const DECLINED: Text =
    text("这次没有给您定“{}”，社区写了原因。", "You were not appointed to “{}” this time; the community has written why.");
const DISMISSED: Text = text("您不再担任“{}”，社区写了原因。", "You no longer hold “{}”; the community has written why.");
const STRUCK: Text = text(
    "有居民对“{}”的公示提出异议，社区核实后取消了定岗，写了原因。",
    "A resident objected to your appointment to “{}”. The community looked into it and took it back; it has written why.",
);
const POST_ENDED: Text = text("“{}”结束了，谢谢您。", "“{}” is over. Thank you.");
const CHANGED: Text = text("您认领的“{}”有改动，请看一看。", "“{}”, which you claimed, has changed. Please have a look.");
const CLAIMED: Text = text("有志愿者认领了“{}”，请定岗。", "A volunteer claimed “{}”. Please decide.");
const WITHDRAWN: Text = text("有志愿者撤回了对“{}”的认领。", "A volunteer took back a claim of “{}”.");
const STEPPED_DOWN: Text = text("有志愿者离开了“{}”。", "A volunteer has left “{}”.");
const OBJECTED: Text = text(
    "有居民对“{}”的公示提出异议。在您答复之前，定岗不会生效。",
    "A resident objected to an appointment to “{}”. It does not take effect until you answer.",
);
const OVERRULED: Text =
    text("您对“{}”公示的异议，社区答复了：定岗不变。", "The community answered your objection about “{}”: the appointment stands.");
const UPHELD: Text = text(
    "您对“{}”公示的异议，社区答复了：定岗已取消。",
    "The community answered your objection about “{}”: the appointment was taken back.",
);
const SETTLED: Text = text("您对“{}”公示提过异议，这次定岗已经取消。", "You objected about “{}”; that appointment is over.");

const WANTED: Text =
    text("“{}”照看的“{}”有一单等人接，先请您看看。", "“{}” looks after “{}”: there is an order to take on, and you hear of it first.");

const SWAP: Text = text(
    "“{}”的同岗想和您换班：请您来 {} 的班，对方来您 {} 的班。请答复。",
    "Somebody who holds “{}” with you would like to swap: you come on {}, and they come on {} for you. Please answer.",
);
const STEP_IN: Text =
    text("“{}”的同岗想请您代一次班：{}。请答复。", "Somebody who holds “{}” with you asks you to step in on {}. Please answer.");
const AGREED: Text = text("“{}” {} 的班，对方同意了，换好了。", "“{}”: they agreed to take your shift on {}. It is arranged.");
const CANNOT: Text = text("“{}” {} 的班，对方不方便，这一班还是您的。", "“{}”: they cannot take your shift on {}. It is still yours.");
const TAKEN_BACK: Text = text("“{}” {} 的班，对方不用换了。", "“{}”: they no longer need anybody for the shift on {}.");

/// What whoever holds a post hears of a wish that it looks after.
pub fn of_wanted(title: &str, category: &Said) -> Said {
    let one = |lang: Lang| lang.fill(WANTED, &[&title, &category.t(lang)]);
    Said { zh: one(Lang::Zh).into(), en: one(Lang::En).into() }
}

/// Who hears of what happened to a claim.
pub fn of_claim(event: &ClaimEvent) -> Option<Whom> {
    match event {
        ClaimEvent::Claimed { .. } | ClaimEvent::Withdrawn | ClaimEvent::SteppedDown => Some(Whom::Admins),
        ClaimEvent::Swapped | ClaimEvent::Cleared => None,
        _ => Some(Whom::Volunteer),
    }
}

/// What they hear.
pub fn said(event: &ClaimEvent, title: &str, until: Option<Moment>) -> Said {
    let one = |lang: Lang| {
        let until = until.map(|until| until.dated(lang)).unwrap_or_default();
        match event {
            ClaimEvent::Appointed => lang.fill(APPOINTED, &[&title, &until]),
            ClaimEvent::MovedUp => lang.fill(MOVED_UP, &[&title, &until]),
            other => lang.fill(head(other), &[&title]),
        }
    };
    Said { zh: one(Lang::Zh).into(), en: one(Lang::En).into() }
}

fn head(event: &ClaimEvent) -> Text {
    match event {
        ClaimEvent::Claimed { .. } => CLAIMED,
        ClaimEvent::Appointed => APPOINTED,
        ClaimEvent::MovedUp => MOVED_UP,
        ClaimEvent::Queued => QUEUED,
        ClaimEvent::TookEffect => TOOK_EFFECT,
        ClaimEvent::Declined => DECLINED,
        ClaimEvent::Withdrawn => WITHDRAWN,
        ClaimEvent::SteppedDown => STEPPED_DOWN,
        ClaimEvent::Dismissed => DISMISSED,
        ClaimEvent::Struck => STRUCK,
        ClaimEvent::PostEnded | ClaimEvent::Swapped | ClaimEvent::Cleared => POST_ENDED,
    }
}

/// What those who claim or hold a post hear when it says something else.
pub fn changed(title: &str) -> Said {
    CHANGED.fill(&[&title])
}

/// What the other hears of an offer of a shift that begins then, and whoever made it of the answer; with the shift that was asked for.
pub fn of_swap(event: &SwapEvent, title: &str, gives: Moment, takes: Option<Moment>) -> Said {
    let one = |lang: Lang| {
        let gives = gives.dated(lang);
        match (event, takes) {
            (SwapEvent::Offered { .. }, Some(takes)) => lang.fill(SWAP, &[&title, &gives, &takes.dated(lang)]),
            (SwapEvent::Offered { .. }, None) => lang.fill(STEP_IN, &[&title, &gives]),
            (SwapEvent::Agreed, _) => lang.fill(AGREED, &[&title, &gives]),
            (SwapEvent::Declined, _) => lang.fill(CANNOT, &[&title, &gives]),
            (SwapEvent::Withdrawn, _) => lang.fill(TAKEN_BACK, &[&title, &gives]),
        }
    };
    Said { zh: one(Lang::Zh).into(), en: one(Lang::En).into() }
}

/// What the admins hear of an objection, and whoever made it of the answer.
pub fn of_objection(event: &ObjectionEvent, title: &str) -> Said {
    let text = match event {
        ObjectionEvent::Objected { .. } => OBJECTED,
        ObjectionEvent::Overruled => OVERRULED,
        ObjectionEvent::Upheld => UPHELD,
        ObjectionEvent::Settled | ObjectionEvent::Cleared => SETTLED,
    };
    text.fill(&[&title])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posts::model::PostId;
    use uuid::Uuid;

    #[test]
    fn whoever_must_act_hears_and_every_sentence_names_the_post_and_is_filled() {
        let until = Some(Moment("2026-11-28T09:00:00+08:00".parse().unwrap()));
        let events = [
            (ClaimEvent::Claimed { post: PostId(Uuid::nil()) }, Whom::Admins),
            (ClaimEvent::Appointed, Whom::Volunteer),
            (ClaimEvent::Queued, Whom::Volunteer),
            (ClaimEvent::MovedUp, Whom::Volunteer),
            (ClaimEvent::TookEffect, Whom::Volunteer),
            (ClaimEvent::Declined, Whom::Volunteer),
            (ClaimEvent::Withdrawn, Whom::Admins),
            (ClaimEvent::SteppedDown, Whom::Admins),
            (ClaimEvent::Dismissed, Whom::Volunteer),
            (ClaimEvent::Struck, Whom::Volunteer),
            (ClaimEvent::PostEnded, Whom::Volunteer),
        ];
        for (event, whom) in events {
            assert_eq!(of_claim(&event), Some(whom), "{event:?}");
            let said = said(&event, "巡查岗", until);
            assert!(said.zh.contains("“巡查岗”") && said.en.contains("“巡查岗”"), "{said:?}");
            assert!(!said.zh.contains("{}") && !said.en.contains("{}"), "{said:?}");
        }
        assert_eq!(said(&ClaimEvent::Appointed, "巡查岗", until).zh, "社区给您定了“巡查岗”，公示到 11月28日 周六 09:00。");
    }
}
