//! What stars say.

use crate::kernel::said::{Lang, Said, Text, text};
use crate::words;

words! {
    BOARD_LEAD = "志愿者每个季度评一次星，按积分、时长和缺岗来算，规则公开。这里只写同意公开的人。", "Each quarter volunteers are rated by points, hours and missed shifts, by rules that anybody may read. Only those are shown who agreed.";
    WHICH = "看哪个季度", "Which quarter";
    NONE_YET = "还没有公示过星级。", "No stars are public yet.";
    NOBODY = "没有人选择公开。", "Nobody chose to be shown.";
    HIDDEN = "另有 {} 位有星级，没有选择公开。", "{} more have stars and did not choose to be shown.";
    UNTIL = "公示到 {}。觉得有不对的，可以提出异议，只有管理员看得到是谁提的。", "Public until {}. Where something is wrong you can object; only the admins see who did.";
    IS_FINAL = "已经存档。", "Final.";
    NO_BUILDING = "没有登记楼栋", "No building given";
    COUNTS = "{} 分 · {}", "{} points · {}";
    MISSED = "缺岗 {} 次", "missed {} time(s)";
    OBJECT = "提出异议", "Object";
    WORDS = "哪里不对", "What is wrong";
    WORDS_HINT = "只给管理员看。请写清楚您知道的情况。", "For the admins alone. Please say what you know.";
    DO_OBJECT = "交给管理员", "Send to the admins";
    PRINT = "海报、证书和这一页的表，都用浏览器的“打印”印出来。", "Poster, honours and the table of this page are printed with the browser.";
    PRINT_POSTER = "用浏览器的“打印”可以印成海报。", "Print it with the browser as a poster.";
    MINE_LEAD = "每颗星怎么来的，都写在这里。", "Where each star comes from.";
    SO_FAR = "本季度到现在", "This quarter so far";
    AS_IT_STANDS = "按现在的积分和时长，是{}。季度还没有结束，还会变。", "By points and hours as they stand: {}. The quarter is not over, so this can change.";
    NOT_EARNING = "星级只评志愿者。社区工作人员和网格员不评星。", "Stars are for volunteers alone; staff and grid workers have none.";
    QUARTERS = "评过的季度", "Quarters";
    NO_QUARTERS = "还没有评过。", "None yet.";
    YEARS = "年度星级", "Years";
    YEAR_LINE = "{} 年：{}。由 {} 个季度的平均数四舍五入。", "{}: {}. The mean of {} quarter(s), rounded half up.";
    ALL_COUNTS = "一共：{}", "In all: {}";
    LATE = "其中以前季度补记的：{}", "Of that, come late for quarters before: {}";
    ARITHMETIC = "怎么算的", "How it is counted";
    STAR = "星级", "Stars";
    TAKES_POINTS = "积分至少", "Points, at least";
    TAKES_HOURS = "小时至少", "Hours, at least";
    MOST_MISSED = "缺岗最多", "Missed, at most";
    REACHED = "够了吗", "Reached";
    YES = "够了", "Yes";
    LACKS_POINTS = "差 {} 分", "{} points short";
    LACKS_MINUTES = "差 {}", "{} short";
    TOO_MANY = "缺岗多了 {} 次", "{} missed too many";
    SHOWN_AS = "给别人看吗", "Shown to others";
    SHOWN_HINT = "公开的话，别人会看到您的星级、积分和时长，写在您住的楼栋下面。随时可以改。", "Where shown, others see your stars, points and hours under your building. You can change it at any time.";
    F_SHOWING = "我的星级", "My stars are";
    SAVE = "保存", "Save";
    MY_HONOUR = "打印荣誉证书", "Print the honour";
    RULES = "评星规则", "Rules of stars";
    RULES_LEAD = "一个季度要多少积分、多少小时，缺岗不超过几次，才有几颗星。每一项都要够。", "How many points and hours a quarter takes for each star, and how many missed shifts at most. All three must be met.";
    NOW = "现在的规则", "The rules now";
    EARLIER = "所有版本", "All versions";
    STANDARD = "通用规则", "the standard";
    VERSION = "第 {} 版", "Version {}";
    FROM_QUARTER = "从{}起", "from {} on";
    SET = "定新的规则", "Set new rules";
    SET_HINT = "新规则从以后的季度开始算，已经开始的季度不变。", "New rules hold from a quarter to come; one that has begun stays as it is.";
    FROM = "从哪个季度开始", "From which quarter";
    FROM_HINT = "像 2027Q1 这样。", "Like 2027Q1.";
    POINTS_OF = "{}要几分", "Points for {}";
    HOURS_OF = "{}要几小时", "Hours for {}";
    MISSED_OF = "{}最多缺岗几次", "Missed shifts, at most, for {}";
    CLOSE_LEAD = "一步一步来：确认时长，计算，公示，答复异议，存档。存档以后不再变。", "Step by step: confirm the hours, compute, make public, answer objections, seal. What is sealed stays.";
    QUARTER = "季度", "Quarter";
    STEP_HOURS = "一、确认时长", "1. Confirm the hours";
    WAITING = "这个季度还有 {} 条服务记录等确认。", "{} shifts of that quarter wait for a word.";
    TO_HOURS = "去确认", "To the hours";
    HOURS_DONE = "时长都确认了。", "All hours are confirmed.";
    SETTLING = "积分正在入账，等一会儿再刷新。", "Points are being booked; please look again in a moment.";
    STEP_COMPUTE = "二、计算", "2. Compute";
    NOT_OVER = "这个季度还没有结束，结束以后再来。", "That quarter is not over yet. Please come back then.";
    DO_COMPUTE = "计算", "Compute";
    DO_AGAIN = "重新计算", "Compute again";
    COMPUTED = "已经算好：{}。", "Computed: {}.";
    SO_MANY = "{} {} 人", "{}: {}";
    FIRST_THE_ONE_BEFORE = "先办前面的。", "The steps before come first.";
    STALE = "计算以后，时长或者积分又有变化。请重新计算；已经公示的，要再公示一次。", "Hours or points have changed since. Please compute again; what was public must be made public again.";
    STEP_PUBLISH = "三、公示", "3. Make public";
    F_DAYS = "公示几天", "For how many days";
    DO_PUBLISH = "开始公示", "Make public";
    PUBLISH_HINT = "有星的人会收到通知。只有同意公开的人，别人才看得到。", "Whoever has stars is told. Others see only those who agreed to be shown.";
    PUBLIC_UNTIL = "公示到 {}。", "Public until {}.";
    TO_BOARD = "看公示", "See what is public";
    STEP_OBJECTIONS = "四、答复异议", "4. Answer objections";
    NO_OBJECTIONS = "没有异议。", "No objections.";
    OBJECTION_LINE = "{} 对 {} 的星级提出异议", "{} objects to the stars of {}";
    OUTCOME = "怎么答复", "What you found";
    ANSWER = "答复", "Your answer";
    ANSWER_HINT = "提出的人会看到。“成立”之前，请先把时长记录改正。", "Whoever objected reads it. Before you uphold it, please put the hours right.";
    ANSWERED = "答复：{}", "Answered: {}";
    DO_ANSWER = "答复", "Answer";
    STEP_SEAL = "五、存档", "5. Seal";
    DO_SEAL = "存档", "Seal";
    SEAL_HINT = "公示期满、异议都答复了，就可以存档。", "Once its public days are over and every objection is answered.";
    SEALED = "已经存档，不再变。", "Sealed: it stays as it is.";
    STEP_OUTPUT = "六、海报、证书、会议用表", "6. Poster, honours, the meeting's table";
    POSTER = "海报", "Poster";
    HONOURS = "荣誉证书", "Honours";
    WORKBOOK = "会议用表（XLSX）", "The table for the meeting (XLSX)";
    TABLE_TITLE = "{}的星级", "Stars of {}";
    NAME = "姓名", "Name";
    BUILDING = "楼栋", "Building";
    POINTS = "积分", "Points";
    HOURS = "时长", "Hours";
    TIMES_MISSED = "缺岗", "Missed";
    SHOWN = "公开", "Shown";
    YES_SHOWN = "是", "yes";
    NO_SHOWN = "否", "no";
    NO_LINES = "这个季度没有人有积分、时长或者缺岗。", "Nobody has points, hours or missed shifts in that quarter.";
    HONOUR = "荣誉证书", "Certificate of honour";
    HONOUR_SAYS = "{}同志：{}在{}的志愿服务中，您被评为{}志愿者。谢谢您为邻里做的每一件事。", "To {}: in {}, in {}, your service to your neighbours was rated {}. Thank you for everything you did.";
    HONOURS_LEAD = "一人一张，用浏览器的“打印”印在 A4 纸上。", "One sheet each; print them on A4 with the browser.";
    NO_HONOURS = "没有可以打印的荣誉证书。", "There is nothing to print.";
}

/// The heads of the meeting's table.
pub const TABLE: [Text; 6] = [BUILDING, NAME, STAR, POINTS, text("时长（分钟）", "Minutes"), TIMES_MISSED];

const STARS: [Text; 6] = [
    text("没有星", "no star"),
    text("一星", "one star"),
    text("二星", "two stars"),
    text("三星", "three stars"),
    text("四星", "four stars"),
    text("五星", "five stars"),
];

/// How many stars, in words: 四星.
pub fn stars(l: Lang, stars: u8) -> String {
    STARS.get(usize::from(stars)).map_or_else(|| stars.to_string(), |name| l.t(*name).to_owned())
}

/// How many stars, in words, in every language.
pub fn stars_said(stars: u8) -> Said {
    STARS.get(usize::from(stars)).map_or_else(|| Said { zh: stars.to_string().into(), en: stars.to_string().into() }, |name| (*name).into())
}
