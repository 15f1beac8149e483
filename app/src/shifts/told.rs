//! Who is told what when something happens to a shift. Pure. A sentence names the post, which is public, and nobody.

use super::model::ShiftEvent;
use crate::kernel::said::{Lang, Said, Text, text};
use crate::kernel::when::Moment;

const CONFIRMED: Text = text("您 {} 在“{}”的服务，社区确认了。谢谢您。", "Your hours of {} at “{}” are confirmed. Thank you.");
const DISPUTED: Text = text(
    "您 {} 在“{}”的服务，社区有疑问，写了原因。请看一看，改一下时间，或者撤销。",
    "The community has a question about your hours of {} at “{}” and has written why. Please look, and correct them or take them back.",
);
const MISSED: Text = text(
    "社区记录您 {} 没有到“{}”上岗。如果不是这样，或者有原因，请说明。",
    "It is on record that you did not come to your shift of {} at “{}”. If that is not so, or there is a reason, please say.",
);
const REVOKED: Text = text("您 {} 在“{}”的缺岗记录取消了。", "The record that you missed your shift of {} at “{}” was taken back.");
const BEGUN: Text = text("服务台给您签到了：{}，“{}”。", "The desk checked you in: {}, “{}”.");
const ENTERED: Text = text("服务台给您补记了 {} 在“{}”的服务。", "The desk entered your hours of {} at “{}”.");
const STOPPED: Text = text("服务台给您签退了：{} 开始的“{}”。", "The desk checked you out of what began {}, “{}”.");
const EXPLAINED: Text =
    text("有志愿者说明了为什么 {} 没有到“{}”上岗。", "A volunteer has said why they did not come to a shift of {} at “{}”.");

const REMINDER: Text = text("提醒：{} 您在“{}”有班，地点：{}。", "A reminder: {} is your shift at “{}”. Where: {}.");

/// What whoever is expected hears before a shift.
pub fn of_reminder(title: &str, place: &str, from: Moment) -> Said {
    let one = |lang: Lang| lang.fill(REMINDER, &[&from.dated(lang), &title, &place]);
    Said { zh: one(Lang::Zh).into(), en: one(Lang::En).into() }
}

/// What whoever served hears, and the admins of an explanation; none for what concerns nobody else.
pub fn said(event: &ShiftEvent, title: &str, from: Moment) -> Option<Said> {
    let text = match event {
        ShiftEvent::CheckedIn { .. } => BEGUN,
        ShiftEvent::Entered { .. } => ENTERED,
        ShiftEvent::Missed { .. } => MISSED,
        ShiftEvent::CheckedOut => STOPPED,
        ShiftEvent::Confirmed => CONFIRMED,
        ShiftEvent::Disputed => DISPUTED,
        ShiftEvent::Revoked => REVOKED,
        ShiftEvent::Explained => EXPLAINED,
        ShiftEvent::Corrected | ShiftEvent::Withdrawn | ShiftEvent::Cleared => return None,
    };
    let one = |lang: Lang| lang.fill(text, &[&from.dated(lang), &title]);
    Some(Said { zh: one(Lang::Zh).into(), en: one(Lang::En).into() })
}
