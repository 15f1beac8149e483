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
    MY_ACCOUNT_LEAD = "显示设置、登录用的手机和密码，以及您在哪些设备上登录着。", "How pages look for you, what you log in with, and where you are logged in.";
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
    LOG_IN_DATA = "登录用的手机、登录名和密码", "What you log in with";
    MY_PHONE = "手机", "Phone";
    MY_LOGIN = "登录名", "Log-in name";
    NO_SUCH = "没有", "none";
    CHANGE = "要更改", "Change them";
    CHANGED = "改好了。从下次登录起，用新的。", "Changed. From your next log-in on, use the new one.";
    NEW_PHONE = "新手机号", "New phone number";
    NEW_PHONE_HINT = "11 位数字；不换就不填。", "11 digits; leave it empty to keep yours.";
    NEW_LOGIN = "新登录名", "New log-in name";
    NEW_LOGIN_HINT = "字母、数字、点、横线；不换就不填。", "Letters, digits, dots or dashes; leave it empty to keep yours.";
    NEW_PASSWORD = "新密码", "New password";
    NEW_PASSWORD_HINT = "至少 8 个字符；不换就不填。换了以后，别的设备要重新登录。", "At least 8 characters; leave it empty to keep yours. Other devices have to log in again.";
    PASSWORD_NOW = "现在的密码", "Your password now";
    CHANGE_SEND = "保存更改", "Save the change";
    CLOSE_ACCOUNT = "注销账号", "Close my account";
    LEFT = "您已经离开那个社区，您的信息已经删除。", "You have left that community, and your data there are removed.";
    SAVE = "保存", "Save";
}
