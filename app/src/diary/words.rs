//! What the diary says.

use crate::words;

words! {
    LEAD = "走访、接电话时听到的，用两句话记下来，事情就不会漏。只有服务台和网格员看得到。", "What you heard at a door or on the phone, in two lines, so that nothing is lost. The desk and grid workers alone read it.";
    NOTE = "记一笔", "Note something";
    ABOUT = "记的是：{}", "About: {}";
    ABOUT_NOBODY = "不记在谁名下。要记在一位居民名下，请先找到 TA。", "It is about nobody in particular. To note it about a resident, find them first.";
    FIND = "找一位居民", "Find a resident";
    ALL_ENTRIES = "看全部", "Show all";
    HOW = "怎么见到的", "How did you meet";
    WORDS = "听到了什么", "What was said";
    WORDS_HINT = "两句话就够。写清楚是什么事、急不急。", "Two lines will do: what it is about, and whether it is urgent.";
    SAVE = "记下来", "Note it";
    SUMMARY = "这个月记了 {} 笔，涉及 {} 位居民，其中 {} 笔变成了订单。", "{} entries this month, about {} residents; {} became orders.";
    BY_WAY = "{} {} 次", "{}: {}";
    EMPTY = "这个月还没有记。走访回来，先记两句。", "Nothing is noted this month yet. After a visit, note two lines first.";
    BY = "{} 记", "noted by {}";
    NOBODY = "没有记在谁名下", "about nobody in particular";
    TURN = "变成一单", "Make an order of it";
    CATEGORY = "哪一类", "Which category";
    CHOOSE = "请选择", "Please choose";
    TURNED = "已经变成一单", "An order was made of it";
    CLEARED = "居民已离开，内容已删除。", "The resident has gone; what was said is removed.";
}
