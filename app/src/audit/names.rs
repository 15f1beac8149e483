//! What each event is called, for people.

use super::model::About;
use crate::kernel::said::{Text, text};

const WISH: [(&str, Text); 24] = [
    ("placed", text("提交了一单", "placed an order")),
    ("accepted", text("接了单", "took the order")),
    ("declined", text("说明暂时办不了", "explained that it is not possible for now")),
    ("claimed", text("认领了", "claimed it")),
    ("dispatched", text("派了单", "handed it to somebody")),
    ("released", text("退回了", "gave it back")),
    ("delivered", text("办好了", "brought it")),
    ("confirmed", text("确认并评价", "confirmed and graded it")),
    ("lapsed", text("自动办结", "it closed by itself")),
    ("reopened", text("说还没有解决", "said that it is not solved")),
    ("withdrawn", text("撤回了", "took it back")),
    ("paused", text("让时限暂停", "let its clock stand still")),
    ("resumed", text("让时限继续", "let its clock run again")),
    ("reminded", text("到了提醒时间", "a reminder was due")),
    ("overdue", text("超过时限", "it ran late")),
    ("call_back_drawn", text("抽到回访", "was drawn for a call back")),
    ("called_back", text("做了回访", "called back")),
    ("commented", text("留言", "left a message")),
    ("followed", text("表示也需要，或取消", "said that they need the same, or no longer")),
    ("looked", text("查看了姓名、电话和住址", "looked at name, phone and address")),
    ("photo_added", text("加了照片", "added a photo")),
    ("photo_removed", text("去掉了照片", "took a photo away")),
    ("photos_seen", text("查看了照片", "looked at photos")),
    ("cleared", text("删除了所写的内容", "what was written in it was removed")),
];

const MEMBER: [(&str, Text); 14] = [
    ("registered", text("登记为居民", "registered")),
    ("recorded", text("建了档案", "made a record")),
    ("joined", text("把账号并入档案", "joined an account to the record")),
    ("joined_to", text("并入了档案", "was joined to a record")),
    ("card_made", text("办了便民卡", "made a household card")),
    ("came_by", text("凭邀请通过核实", "was verified by an invitation")),
    ("duty", text("上岗或下岗", "went on or off duty")),
    ("grid_set", text("登记了所在网格", "said in what grid they live")),
    ("verified", text("核实了身份", "verified who it is")),
    ("corrected", text("更正了信息", "corrected their data")),
    ("looked", text("查看了姓名、电话和住址", "looked at name, phone and address")),
    ("given_out", text("应本人要求提供了全部信息", "gave out all data, as the person asked")),
    ("left", text("离开，信息已删除", "left; the data are removed")),
    ("roles_changed", text("改了身份", "changed the roles")),
];

const OTHERS: [(About, &str, Text); 62] = [
    (About::Community, "created", text("建了社区", "set the community up")),
    (About::Community, "audit_taken", text("下载了操作记录", "took the audit away as a table")),
    (About::Community, "hours_set", text("改了办公时间", "changed the opening hours")),
    (About::Community, "desk_set", text("改了服务台设置", "changed the desk's settings")),
    (About::Category, "opened", text("增加了类别", "opened a category")),
    (About::Category, "closed", text("关闭了类别", "closed a category")),
    (About::Category, "limits_set", text("改了时限", "changed the limits")),
    (About::Delegation, "offered", text("办了代办码", "got a code for a delegate")),
    (About::Delegation, "taken_on", text("开始替人办事", "became a delegate")),
    (About::Delegation, "ended", text("结束了代办", "ended the delegation")),
    (About::Invitation, "made", text("发了邀请", "made an invitation")),
    (About::Invitation, "used", text("凭邀请来了", "came by the invitation")),
    (About::Invitation, "ended", text("收回了邀请", "ended the invitation")),
    (About::Post, "set_up", text("设了一个岗位", "set up a post")),
    (About::Post, "opened", text("开放了岗位认领", "opened the post")),
    (About::Post, "changed", text("改了岗位", "changed the post")),
    (About::Post, "ended", text("岗位结束", "the post ended")),
    (About::Claim, "claimed", text("认领了岗位", "claimed a post")),
    (About::Claim, "appointed", text("定了岗，开始公示", "appointed; made public")),
    (About::Claim, "queued", text("定为候补", "put on the waiting list")),
    (About::Claim, "moved_up", text("候补转正，开始公示", "moved up from the waiting list")),
    (About::Claim, "took_effect", text("公示期满上岗", "the appointment took effect")),
    (About::Claim, "declined", text("没有定岗", "did not appoint")),
    (About::Claim, "withdrawn", text("撤回了认领", "took the claim back")),
    (About::Claim, "stepped_down", text("离岗", "left the post")),
    (About::Claim, "dismissed", text("免了岗", "took the post away")),
    (About::Claim, "struck", text("异议成立，取消定岗", "took the appointment back after an objection")),
    (About::Claim, "post_ended", text("岗位结束，认领随之结束", "the claim ended with its post")),
    (About::Claim, "cleared", text("删除了所写的内容", "what was written in it was removed")),
    (About::Objection, "objected", text("提出了异议", "objected to an appointment")),
    (About::Objection, "overruled", text("答复：定岗不变", "answered: the appointment stands")),
    (About::Objection, "upheld", text("答复：异议成立", "answered: upheld")),
    (About::Objection, "settled", text("不用再答复", "needs no answer any more")),
    (About::Objection, "cleared", text("删除了所写的内容", "what was written was removed")),
    (About::Shift, "checked_in", text("签到", "checked in")),
    (About::Shift, "entered", text("补记了服务", "entered hours later")),
    (About::Shift, "missed", text("记了缺岗", "recorded a missed shift")),
    (About::Shift, "checked_out", text("签退", "checked out")),
    (About::Shift, "corrected", text("改了服务时间", "corrected the hours")),
    (About::Shift, "confirmed", text("确认了时长", "confirmed the hours")),
    (About::Shift, "disputed", text("对时长有疑问", "disputed the hours")),
    (About::Shift, "withdrawn", text("撤销了服务记录", "took the record back")),
    (About::Shift, "explained", text("说明了缺岗原因", "said why they did not come")),
    (About::Shift, "revoked", text("取消了缺岗记录", "took a missed shift back")),
    (About::Shift, "cleared", text("删除了所写的内容", "what was written was removed")),
    (About::Diary, "noted", text("记了一条", "noted something")),
    (About::Diary, "turned", text("转成了一单", "made an order of it")),
    (About::Diary, "cleared", text("删除了内容", "what was said was removed")),
    (About::Import, "brought", text("上传了一张表", "brought a table")),
    (About::Import, "applied", text("导入了一张表", "let a table come in")),
    (About::Import, "dropped", text("没有导入，表已清除", "the table was thrown away")),
    (About::Import, "undone", text("撤销了导入", "took a table back")),
    (About::Outlet, "chosen", text("选了怎样收通知", "chose how to be told")),
    (About::Outlet, "mail_asked", text("填了邮箱，等验证", "gave an e-mail address")),
    (About::Outlet, "mail_confirmed", text("验证了邮箱", "confirmed the e-mail address")),
    (About::Outlet, "mail_removed", text("删除了邮箱", "removed the e-mail address")),
    (About::Outlet, "carried", text("通知方式随账号并入档案", "what they chose went with their account to the record")),
    (About::Webhook, "opened", text("开通了一种对外发送方式", "set up a webhook")),
    (About::Webhook, "tried", text("发了一条测试消息", "sent a test by a webhook")),
    (About::Webhook, "closed", text("停用了一种对外发送方式", "closed a webhook")),
    (About::Message, "retried", text("重发了一条消息", "tried a message again")),
    (About::Figures, "mended", text("重新计数，补齐了差额", "counted again and put right what was missing")),
];

/// What an event of this kind is called.
pub fn name(about: About, kind: &str) -> Option<Text> {
    let of = |list: &[(&str, Text)]| list.iter().find(|(code, _)| *code == kind).map(|(_, name)| *name);
    match about {
        About::Wish => of(&WISH),
        About::Member => of(&MEMBER),
        other => OTHERS.iter().find(|(about, code, _)| *about == other && *code == kind).map(|(.., name)| *name),
    }
}

/// How many kinds have a name.
pub fn count() -> usize {
    WISH.len() + MEMBER.len() + OTHERS.len()
}
