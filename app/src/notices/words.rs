//! What the page of notices says.

use crate::words;

words! {
    NOTICES = "通知", "Notices";
    LEAD = "您点的单、您接的单有了进展，都在这里告诉您。", "What is new about what you ordered and what you took on.";
    EMPTY = "还没有通知。", "There are no notices yet.";
    NEW = "新", "new";
    SEE = "去看看", "See it";
    CHOICES = "怎样通知我", "How I am told";
    READ_ALL = "都看过了", "I have read them all";
}
