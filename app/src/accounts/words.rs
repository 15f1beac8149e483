//! What the pages of accounts say.

use crate::words;

words! {
    LOG_IN = "登录", "Log in";
    LOG_IN_LEAD = "用手机号或您起的登录名登录。", "Log in with your phone number or the name you chose.";
    LOGIN_LABEL = "手机号或登录名", "Phone number or log-in name";
    LOGIN_HINT = "手机号 11 位；登录名是您自己起的。", "A phone number has 11 digits; a log-in name is one you chose.";
    PASSWORD_LABEL = "密码", "Password";
    NOT_YET = "还没有账号？先找到您的社区，在社区首页登记。", "No account yet? Find your community first and register on its page.";
    FIND_COMMUNITY = "找我的社区", "Find my community";
    MY_ACCOUNT = "我的账号", "My account";
    MY_ACCOUNT_LEAD = "显示设置，以及您在哪些设备上登录着。", "How pages look for you, and where you are logged in.";
    SETTINGS = "显示设置", "Display";
    LANGUAGE = "语言", "Language";
    TEXT_SIZE = "字号", "Text size";
    SIZE_NORMAL = "标准", "Normal";
    SIZE_LARGE = "大", "Large";
    ELDER_MODE = "长者模式", "Elder mode";
    ELDER_HINT = "字更大，按钮更大，每页内容更少。", "Larger text, larger buttons, fewer things per page.";
    ELDER_ON = "打开长者模式", "Turn elder mode on";
    ELDER_OFF = "关闭长者模式", "Turn elder mode off";
    SESSIONS = "登录着的设备", "Where you are logged in";
    THIS_DEVICE = "这台设备", "this device";
    SINCE = "{}登录", "logged in {}";
    END_SESSION = "退出这台", "End this one";
    LOG_OUT = "退出登录", "Log out";
    MY_COMMUNITIES = "我的社区", "My communities";
    UNKNOWN_DEVICE = "未知设备", "Unknown device";
    MY_DATA = "我的信息", "My data";
    CLOSE_ACCOUNT = "注销账号", "Close my account";
    LEFT = "您已经离开那个社区，您的信息已经删除。", "You have left that community, and your data there are removed.";
    SAVE = "保存", "Save";
}
