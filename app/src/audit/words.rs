//! What the page of the audit says.

use crate::words;

words! {
    AUDIT = "操作记录", "Audit";
    LEAD = "谁在什么时候做了什么。记录只增不改，有人改动或删除会被查出来。", "Who did what, and when. Entries are only added; one that is changed or removed is found out.";
    ABOUT = "关于", "About";
    ANYTHING = "全部", "Anything";
    WHO = "谁做的（姓名）", "Who did it (a name)";
    FROM = "从哪天", "From day";
    TO = "到哪天", "To day";
    SHOW = "查看", "Show";
    EMPTY = "没有符合条件的记录。换个条件再看看。", "Nothing like that. Try other conditions.";
    BY_ITSELF = "系统", "Linli";
    SHEET = "下载表格（CSV，最多 {} 条）", "Download as a table (CSV, at most {} lines)";
    SEALED = "已加封 {} 条，最近一次在{}。", "{} entries are sealed, the last of them {}.";
    NOT_SEALED = "还没有加封过，几分钟内会自动加封。", "Nothing is sealed yet; it happens by itself within minutes.";
    OPEN = "查看这一单", "See the order";
}
