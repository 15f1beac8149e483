//! What shifts say.

use super::rules::national_stars;
use crate::kernel::said::{Lang, Text, text};
use crate::words;

words! {
    MY_SHIFTS_LEAD = "到岗签到，离岗签退。社区确认以后，时长就算数了。", "Check in when you begin, and out when you stop. Hours count once the community has confirmed them.";
    NO_HOLDS = "您现在没有在岗的岗位。", "You do not hold a post at the moment.";
    TO_BOARD = "看看有哪些岗位", "See which posts there are";
    HOURS_HERE = "本社区已确认", "Confirmed here";
    HOURS_ALL = "各社区合计", "In all communities";
    MINUTES = "{} 分钟", "{} min";
    HOURS = "{} 小时", "{} h";
    HOURS_MINUTES = "{} 小时 {} 分", "{} h {} min";
    NATIONAL = "全国志愿者星级：{}。", "National rating of volunteers: {}.";
    NATIONAL_NONE = "全国志愿者星级：还没有星。", "National rating of volunteers: no star yet.";
    NATIONAL_NEXT = "各社区合计满 {} 小时是{}。", "{} hours in all communities are {}.";
    MY_HOLDS = "我的岗位", "My posts";
    NEXT = "接下来的班", "Next";
    AS_IT_COMES = "时间不固定，什么时候去都可以签到。", "No set times: check in whenever you serve.";
    NO_NEXT = "两周内没有班。", "No shift within two weeks.";
    DO_CHECK_IN = "签到", "Check in";
    DO_CHECK_IN_FOR = "给 TA 签到", "Check them in";
    DO_CHECK_OUT = "签退", "Check out";
    DO_CHECK_OUT_FOR = "给 TA 签退", "Check them out";
    FORGOT = "忘了签退？写下结束的时间", "Forgot to check out? Say when it ended";
    UNTIL = "什么时候结束的", "When it ended";
    ENTER_LATER = "补记一次服务", "Enter hours later";
    TIME_DAY = "哪一天", "Day";
    TIME_FROM = "开始", "From";
    TIME_TO = "结束", "To";
    TIME_NOTE = "做了什么，为什么现在才记", "What you did, and why it is entered only now";
    TIME_NOTE_HINT = "路上的时间不算。一天最多 8 小时。", "Travel does not count. At most 8 hours a day.";
    DO_ENTER = "补记", "Enter";
    MY_RECORD = "服务记录", "My record";
    NO_SHIFTS = "还没有服务记录。", "There is no record yet.";
    SINCE = "{} 开始", "since {}";
    SAYS_NOTE = "备注：{}", "Note: {}";
    SAYS_REASON = "社区说：{}", "The community says: {}";
    SAYS_WORD = "本人说明：{}", "In their own words: {}";
    DO_WITHDRAW = "撤销这次", "Take it back";
    DO_CORRECT = "改时间", "Correct the time";
    DO_EXPLAIN = "说明原因", "Say why";
    EXPLAIN_WORD = "为什么没有到岗", "Why you did not come";
    EXPLAIN_HINT = "社区会看到您写的话，放在记录旁边。", "The community reads it beside the record.";
    CALENDAR = "放进手机日历", "In the calendar of your phone";
    CALENDAR_HINT = "链接是您一个人的，谁拿到都能看到您的班次。给错了人，换一个新的，旧的就打不开了。", "The link is yours alone: whoever has it sees your shifts. Where it got into wrong hands, make a new one, and the old one opens nothing.";
    CALENDAR_MAKE = "要一个日历链接", "Make a link";
    CALENDAR_RENEW = "换一个新的链接", "Make a new link";
    CALENDAR_END = "停用链接", "Let it open nothing";
    CALENDAR_OPEN = "打开日历文件", "Open the calendar file";
    CALENDAR_COPY = "在手机日历里选“添加订阅日历”，填这个地址，以后有变动自己会更新：", "In your calendar choose to subscribe to a calendar, and give this address; it then follows every change by itself:";
    DESK_LEAD = "今天谁该到岗，哪些时长等您确认。自己的时长请别人确认。", "Who is expected today, and which hours wait for your word. Somebody else confirms your own.";
    TODAY = "今天的班", "Today";
    NO_TODAY = "今天没有排班。", "Nobody is expected today.";
    WHO = "谁", "Who";
    POST = "岗位", "Post";
    TIMES = "时间", "When";
    STATE = "情况", "How it stands";
    TO_DO = "办理", "To do";
    NOT_HERE = "还没有记录", "No record yet";
    DO_MISS = "没有来", "Did not come";
    HOURS_LIST = "时长", "Hours";
    NOTHING_AT = "没有这样的记录。", "There is none.";
    NOTHING_WAITS = "没有等您确认的时长，都办好了。", "No hours wait for your word.";
    DO_CONFIRM = "确认", "Confirm";
    DO_CONFIRM_ALL = "这一页都确认", "Confirm all on this page";
    CONFIRM_ALL_HINT = "{} 条一起确认。有疑问的，请先一条一条写明。", "Confirms all {} of them. Where you have a question, say so one by one first.";
    DO_DISPUTE = "有疑问", "Dispute";
    DISPUTE_REASON = "疑问是什么", "What the question is";
    DISPUTE_HINT = "本人会看到，可以改时间或者撤销。", "Whoever served reads it, and can correct the time or take it back.";
    DO_REVOKE = "取消缺岗记录", "Take the record back";
    REVOKE_REASON = "为什么取消", "Why";
    REVOKE_HINT = "本人会看到。", "Whoever it is about reads it.";
    OWN = "您自己的，请别人确认", "Your own: somebody else decides";
    OLDER = "更早的", "Earlier ones";
    MORE = "后面的", "More";
}

/// How far somebody is in the national rating: 全国志愿者星级：二星。满 600 小时是三星。
pub fn national(l: Lang, minutes: i64) -> String {
    let (stars, next) = national_stars(minutes);
    let now = match NATIONAL_NAMES.get(usize::from(stars).wrapping_sub(1)) {
        Some(name) => l.fill(NATIONAL, &[&l.t(*name)]),
        None => l.t(NATIONAL_NONE).to_owned(),
    };
    let next = next.zip(NATIONAL_NAMES.get(usize::from(stars)));
    let next = next.map(|(hours, name)| l.fill(NATIONAL_NEXT, &[&hours, &l.t(*name)]));
    [Some(now), next].into_iter().flatten().collect::<Vec<_>>().join(l.pick("", " "))
}

/// What one to five stars are called.
const NATIONAL_NAMES: [Text; 5] = [
    text("一星", "one star"),
    text("二星", "two stars"),
    text("三星", "three stars"),
    text("四星", "four stars"),
    text("五星", "five stars"),
];

/// A time in hours and minutes: 2 小时 30 分.
pub fn lasted(l: Lang, minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => l.fill(MINUTES, &[&minutes]),
        (hours, 0) => l.fill(HOURS, &[&hours]),
        (hours, minutes) => l.fill(HOURS_MINUTES, &[&hours, &minutes]),
    }
}
