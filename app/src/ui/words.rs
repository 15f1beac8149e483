//! What every page says.

use crate::words;

words! {
    LINLI = "邻里", "Linli";
    TAGLINE = "群众点单，社区接单", "You order, the community takes the order";
    SKIP = "跳到正文", "Skip to the content";
    OTHER_LANGUAGE = "English", "中文";
    ELDER = "长者模式", "Elder mode";
    STANDARD = "标准模式", "Standard mode";
    LOG_IN = "登录", "Log in";
    MY_ACCOUNT = "我的账号", "My account";
    HOME = "首页", "Home";
    ORDER = "点单", "Order";
    MINE = "我的", "Mine";
    WALL = "心愿墙", "Wish wall";
    POSTS = "岗位", "Posts";
    CLAIMS = "我认领的", "My claims";
    DESK = "收件台", "Desk";
    PEOPLE = "居民", "People";
    FILE = "替人点单", "Order for someone";
    DIARY = "民情日记", "Diary";
    FIGURES = "数字", "Figures";
    SETTINGS = "设置", "Settings";
    NOTICES = "通知", "Notices";
    NEW_NOTICES = "{} 条新的", "{} new";
    DEMO = "这是演示数据，人和事都是编的。", "This is demo data: the people and their stories are made up.";
    SOMETHING_WRONG = "有地方需要改一下", "Something needs a correction";
    WRONG_TITLE = "出了点问题", "Something went wrong";
    NOT_FOUND = "没有找到", "Not found";
    NOT_FOUND_LEAD = "这里没有您要找的内容。可能地址写错了，可能已经撤下，也可能不对您开放。", "What you look for is not here. The address may be wrong, it may be gone, or it is not open to you.";
    REFUSED = "这一页不对您开放", "This page is not open to you";
    REFUSED_LEAD = "如果您觉得应该能看到，请联系社区服务台。刚登记的居民，要等社区核对身份后才能看心愿墙。", "If you think you should see it, please ask the community's desk. New residents see the wish wall once the community has verified them.";
    BROKEN = "是我们出了差错", "This is our mistake";
    UNAVAILABLE = "现在有点忙", "We are busy right now";
    SIGN_IN = "请先登录", "Please log in first";
    BACK_HOME = "回到首页", "Back to the front page";
    TRY_AGAIN = "再试一次", "Try again";
    NOT_DONE = "这一步没有办成", "This was not done";
    YOU_WROTE = "您写的内容在这里，可以再用：", "Here is what you wrote, so that you can use it again:";
    OFFLINE = "没有连上网络", "No network";
    OFFLINE_LEAD = "手机现在没有网络。连上以后，请再点一次。您写的内容还在上一页。", "There is no network at the moment. Once connected, please press again. What you wrote is still on the page before.";
    FOOT = "邻里 · 由区级主办的社区服务平台", "Linli · the community service platform of the district";
    CHANGED = "这里有了新变化。", "Something has changed here.";
    LOOK_AGAIN = "刷新看看", "Look again";
    OPTIONAL = "（可不填）", "(optional)";
    CHOOSE_AGAIN = "刚才选的没有留下，请再选一次。", "What you chose was not kept; please choose it again.";
    MORE_WAYS = "更多", "More";
    MONTH_BEFORE = "上个月", "Month before";
    MONTH_AFTER = "下个月", "Month after";
    MORE = "下一页", "Next page";
    SEARCH = "查找", "Search";
    FILTER = "筛选", "Filter";
    SHOW = "显示", "Show";
    ALL = "全部", "All";
    SEND = "提交", "Send";
}
