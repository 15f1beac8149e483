//! What the pages of figures say.

use crate::words;

words! {
    OF_MONTH = "{}的数字", "Figures of {}";
    LEAD = "社区这个月办得怎么样，从办事记录里一单一单数出来的，谁也改不了。", "How the community did this month, counted order by order from the record, which nobody can change.";
    AS_OF = "数到 {}", "As of {}";
    FOR_WALL = "打印上墙", "Print for the wall";
    IN_WORDS = "说一说", "In words";
    IN_NUMBERS = "数一数", "In numbers";
    BY_CATEGORY = "分类看", "By category";
    CALL_BACKS = "回访", "Call backs";
    NO_CALL_BACKS = "这个月还没有要回访的。", "Nobody was to be called back this month.";

    NOTHING = "这段时间还没有人点单。", "Nobody has ordered anything in this time yet.";
    PLACED = "居民点了 {} 单。", "Residents placed {} order(s).";
    PLACED_BEFORE = "居民点了 {} 单，上个月是 {} 单。", "Residents placed {} order(s); the month before it was {}.";
    ANSWERED = "该答复的有 {} 单，{} 单按时，{} 单过了时限。", "{} order(s) were to be answered: {} in time, {} ran over.";
    DELIVERED = "该送到的有 {} 单，{} 单按时，{} 单过了时限。", "{} order(s) were to be brought: {} in time, {} ran over.";
    HALF_ACCEPTED = "一半在 {}内接单。", "Half were taken within {}.";
    HALF_BROUGHT = "一半接单后 {}内送到。", "Half were brought within {} of being taken.";
    DECLINED = "{} 单暂时办不了，已经说明原因。", "{} not possible for now; the residents were told why.";
    GRADED = "居民评价了 {} 次：满意 {} 次，基本满意 {} 次，不满意 {} 次。", "Residents graded {} times: {} satisfied, {} basically satisfied, {} not satisfied.";
    LAPSED = "{} 单送到后七天没有人说话，自动关闭，不算评价。", "{} closed by itself seven days after delivery without a word; this counts for no grade.";
    REOPENED = "{} 单居民说没有解决，重新办理。", "{} not solved, and taken up again.";
    CALLED_BACK = "新增要回访 {} 单，回访完 {} 单。", "{} were to be called back; {} calls were finished.";
    TAKEN_DOWN = "别人代记的评价回访了 {} 次：", "Of grades that others took down, {} were asked again: ";
    GAVE_THEMSELVES = "居民自己打的评价回访了 {} 次：", "Of grades that residents gave themselves, {} were asked again: ";
    GAP_NONE = "记下的和居民自己说的一样。", "on file they are as the residents said.";
    GAP_ABOVE = "记下的比居民自己说的平均高 {} 分。", "on file they are {} above what the residents said.";
    GAP_BELOW = "记下的比居民自己说的平均低 {} 分。", "on file they are {} below what the residents said.";

    VOLUNTEERS = "志愿服务", "Volunteers";
    V_SERVED = "{} 位志愿者服务过，社区确认的时长一共 {}。一个人服务几次，只算一个人。", "{} volunteer(s) served, {} in all that the community has confirmed. Whoever served more than once is one.";
    V_MISSED = "缺岗 {} 次。", "{} missed shift(s).";
    V_OBJECTIONS = "对定岗和星级的异议 {} 条。", "{} objection(s) to appointments and stars.";
    V_NO_POSTS = "现在没有开放的岗位。", "No posts are on the board now.";
    V_KIND = "现在的岗位", "Posts now";
    V_OPEN = "还缺人", "With free places";
    V_FILLED = "已招满", "Filled";
    V_PLACES = "在岗 / 名额", "Places taken";

    CATEGORY = "类别", "Category";
    N_PLACED = "点单", "Ordered";
    N_DELIVERED = "送到", "Brought";
    IN_TIME = "按时答复", "Answered in time";
    BROUGHT_IN_TIME = "按时送到", "Brought in time";
    SATISFIED = "满意", "Satisfied";
    N_REOPENED = "重新办理", "Reopened";
    TIME_TO_ANSWER = "多久接单", "Time to acceptance";
    TIME_TO_DELIVERY = "接单后多久送到", "Time to delivery";
    N_OF = "{} / {}", "{} of {}";
    HALF = "一半在 {}内", "half within {}";
    NINE_IN_TEN = "十单里有九单在 {}内", "nine in ten within {}";
    HOW = "怎么算的", "How it is counted";
    HOW_ANSWERED = "按时的 {} 单 ÷（按时的 {} 单 + 过了时限的 {} 单）。接单和说明办不了都算答复；居民先撤回的不算；到了时限还没答复的，当时就算过时限。", "{} in time ÷ ({} in time + {} that ran over). Taking an order and saying why it is not possible both count as an answer; what was taken back before does not count; what is open when its limit runs out counts as over at once.";
    HOW_DELIVERED = "按时的 {} 单 ÷（按时的 {} 单 + 过了时限的 {} 单）。重新办理的，从重新办理起再算一次；暂停的时间不计入时限。", "{} in time ÷ ({} in time + {} that ran over). What is reopened counts once more, from then on; the limit stands still while it is paused.";
    HOW_SATISFIED = "满意的 {} 次 ÷ 评价的 {} 次。4 分和 5 分是满意，3 分是基本满意。别人代记的有 {} 次。自动关闭的不算在内。", "{} satisfied ÷ {} grades. 4 and 5 are satisfied, 3 is basically satisfied. {} were taken down by others. What closed by itself is left out.";
    HOW_WAITED = "从居民的等待时间数出来，夜里和暂停也算，误差不超过 5%。", "Counted from how long residents waited, nights and pauses too; within 5 %.";
    TOO_FEW = "不到 {} 次，不算百分比", "fewer than {}, so no percentage";
    EMPTY = "这个月还没有可以数的。居民点了第一单，这里就有数字。", "There is nothing to count this month yet. It begins with the first order.";

    WALL_TITLE = "{} {}", "{}, {}";
    WALL_LEAD = "居民点单，社区接单。这个月办了什么，请大家看。", "You order, the community takes the order. This is what was done this month.";
    WALL_PRINT = "打印一张 A4 纸，贴在居民看得到的地方。", "Print it on a sheet of A4 and hang it where people pass.";
    WALL_FEW = "算到 {} 为止；少于 {} 次的评价和等待时间不公布。", "Up to {}; grades and waiting times of fewer than {} are not published.";
    WALL_DESKS = "各项办得怎么样", "How each desk did";
    WALL_DESKS_NOTE = "“满意”等这个月过完再算，评价满 {} 次才公布，取到最近的 5%。", "“Satisfied” comes when the month is over, from {} grades on, to the nearest 5 %.";
    DESK = "办什么", "For what";
    WALL_ADDRESS = "也可以在网上看：{}", "Also at {}";
}
