//! What is said of tables that come in.

use crate::words;

words! {
    IMPORTS = "批量导入", "Bring in a table";
    LEAD = "用表格一次登记很多人，或者增加办事类别。先预览，没有问题再导入；24 小时内可以撤销。", "Record many people, or add categories, from a spreadsheet. You look at it first; for 24 hours it can be taken back.";
    HOLDS = "表里是", "What the table holds";
    FILL_IN = "怎么填", "How to fill it in";
    TEMPLATE = "下载空白表（CSV）", "Get an empty table (CSV)";
    COLUMN = "列名", "Column";
    REQUIRED = "必填", "Required";
    YES = "是", "yes";
    NO = "可以不写", "optional";
    TO_WRITE = "怎么写", "What to write";
    GRIDS = "本社区的网格：{}。", "The grids here: {}.";
    FILE = "选一个文件", "Choose a file";
    FILE_HINT = "XLSX 或 CSV（UTF-8、GBK 都可以），最大 2 MB，最多 2000 行。第一行写列名。", "XLSX or CSV (UTF-8 or GBK), up to 2 MB and 2,000 rows. The first row names the columns.";
    LOOK = "上传并预览", "Upload and look";
    BEFORE = "以前导入的", "Brought in before";
    NONE_YET = "还没有导入过。", "Nothing was brought in yet.";
    OF_ROWS = "{} 行", "{} row(s)";
    BY = "{} 上传", "brought by {}";
    OPEN = "查看", "Open";
    TITLE = "导入：{}", "Table: {}";
    DRAFT_LEAD = "这是预览，还什么都没有改动。", "This is what would happen. Nothing has changed yet.";
    NEW = "{} 行新增", "{} new";
    BECOME = "{} 行改志愿者身份", "{} change as volunteers";
    ARE = "{} 行已经有了", "{} here already";
    WRONG = "{} 行要改", "{} to be corrected";
    ADDED = "新增了 {} 行", "{} added";
    BECAME = "{} 人改了志愿者身份", "{} changed as volunteers";
    WERE = "{} 行本来就有", "{} were here already";
    MENDED = "有 {} 行要改，所以一行也不会导入。请在表里改好，重新上传。", "{} row(s) need a correction, so none comes in. Please correct the table and upload it again.";
    ONLY_WRONG = "只看要改的", "Show those to be corrected";
    ALL_ROWS = "看全部", "Show all";
    LEFT_OUT = "这些列不会导入：{}。", "These columns are not taken: {}.";
    ROW = "行", "Row";
    ROW_NO = "第 {} 行", "Row {}";
    ROWS = "表里的每一行", "The rows of the table";
    HAPPENS = "导入结果", "What happens";
    APPLY = "全部导入", "Bring all of it in";
    DISCARD = "不要了", "Throw it away";
    AGAIN = "重新上传", "Upload again";
    UNDO_CATEGORIES = "{} 以前可以整批撤销：这些类别不再接单，已经点的单照常办完。", "Until {} all of it can be taken back: these categories take nothing new, and what was ordered goes on.";
    UNDO_UNTIL = "{} 以前可以整批撤销。已经点过单、记过日记、办过卡或委托、有了账号或改过身份的人会留下。", "Until {} all of it can be taken back. Whoever has an order, a diary entry, a card, a delegate, an account or another role by then stays.";
    UNDO = "整批撤销", "Take all of it back";
    NO_UNDO = "已超过 24 小时，不能整批撤销。", "24 hours have passed; it cannot be taken back as a whole.";
    IS_UNDONE = "已经撤销。", "It was taken back.";
    STAYED = "第 {} 行导入后已经用过，没有撤销。", "Row(s) {} were used since and stayed.";
    IS_DROPPED = "没有导入，内容已经清除。", "It did not come in; its rows are removed.";
    KEPT_FOR = "预览保留 24 小时，只有您看得到。", "It is kept for 24 hours, and you alone see it.";
}
