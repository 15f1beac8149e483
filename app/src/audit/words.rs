//! What the page of the audit says.

use crate::words;

words! {
    AUDIT = "操作记录", "Audit";
    LEAD = "谁在什么时候做了什么。每条记录都不能改、不能删。", "Who did what, and when. No entry can be changed or removed.";
    ABOUT = "关于", "About";
    ANYTHING = "全部", "Anything";
    WHO = "谁做的（姓名）", "Who did it (a name)";
    FROM = "从哪天", "From day";
    TO = "到哪天", "To day";
    SHOW = "查看", "Show";
    EMPTY = "没有符合条件的记录。换个条件再看看。", "Nothing like that. Try other conditions.";
    BY_ITSELF = "系统", "Linli";
    SHEET = "下载表格（CSV，最多 {} 条）", "Download as a table (CSV, at most {} lines)";
    SEALED = "已封存 {} 条，最近一次在 {}。", "{} entries are sealed, the last of them {}.";
    NOT_SEALED = "还没有封存过，几分钟内会自动封存。", "Nothing is sealed yet; it happens by itself within minutes.";
    OPEN = "查看这一单", "See the order";
}
