//! What the hall's screen says.

use crate::words;

words! {
    TITLE = "{}大厅", "The hall of {}";
    OPEN_TODAY = "今天开门 {}", "Open today {}";
    CLOSED_TODAY = "今天不开门", "Closed today";
    CALL = "电话 {}", "Phone {}";
    ON_DUTY = "今天值班", "On duty today";
    NOBODY = "有事请到服务台，或者打电话。", "Please come to the desk, or call.";
    WAITING = "等您来帮一把", "Waiting for a hand";
    WAITING_MORE = "一共有 {} 件等人认领，请到心愿墙看看。", "{} wait in all: see the wish wall.";
    NONE_WAITING = "现在没有等人认领的心愿。有需要，请到服务台点单。", "No wish waits right now. Whatever you need, order it at the desk.";
    THIS_MONTH = "这个月", "This month";
    OPEN_HERE = "用手机扫一扫，在家也能点单", "Scan to order from home";
}
