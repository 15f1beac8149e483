//! What the pages of messages say, and what is sent.

use crate::words;

words! {
    CHOICES = "怎样通知我", "How I am told";
    CHOICES_LEAD = "有了新通知，除了在这里看，还可以发到您的邮箱，或者用社区开通的方式发给您。不选，就什么也不发。", "Beside reading them here, you can have notices sent to your e-mail, or by what the community has set up. Unless you choose so, nothing is sent.";
    WANTS = "想收到什么", "What to be sent";
    WAYS = "用什么方式", "By what ways";
    NO_WAYS = "还没有可以选的方式。先在下面填好邮箱；短信等方式由社区开通。", "There is no way to choose yet. Give your e-mail below; text messages and the like are set up by the community.";
    BY_MAIL = "电子邮件", "E-mail";
    WITH_PHONE = "{}（会用到您的手机号）", "{} (your phone number goes with it)";
    QUIET = "免打扰", "Quiet hours";
    QUIET_HINT = "这段时间里不发，过后再发。两项都空着，就随时发。", "Nothing is sent between these times, but afterwards. Leave both empty to be told at any time.";
    QUIET_FROM = "从", "From";
    QUIET_TO = "到", "Until";
    LANGUAGE = "用哪种语言", "In which language";
    SAVE = "保存", "Save";
    SAVED = "保存好了。", "Saved.";
    MAIL = "我的邮箱", "My e-mail";
    MAIL_IS = "已验证：{}", "Confirmed: {}";
    MAIL_ASKED = "验证码正发往 {}，半小时内有效。过几分钟还没收到，看看垃圾邮件，或者再要一个。", "A code is on its way to {}; it is good for half an hour. If it does not come within minutes, look among the junk, or ask for another.";
    ADDRESS = "邮箱地址", "E-mail address";
    ADDRESS_HINT = "会发一个六位验证码过去，证明是您的。", "A code of six digits is sent there, to show that it is yours.";
    ASK = "发验证码", "Send a code";
    CODE = "验证码", "Code";
    CONFIRM = "验证", "Confirm";
    CONFIRMED = "邮箱验证好了，以后的通知会发过去。", "Your e-mail is confirmed; notices will be sent there.";
    REMOVE = "不再用这个邮箱", "Use this address no more";
    REMOVED = "邮箱已经删除。", "The address is removed.";
    NOTHING_YET = "现在什么也不会发：还没有选方式，或者选的方式停用了。", "Nothing is sent now: no way is chosen, or the one that was is closed.";
    NO_MAIL_YET = "这里还不能发电子邮件。", "E-mail cannot be sent from here yet.";
    WHAT_GOES = "发出去的只有一句话和一个链接：哪一类单，办到哪一步；办事的人最多写个姓。不带您的姓名、住址和单子里的话。", "What is sent is one sentence and a link: what kind of order, how far it is, and at most the family name of whoever takes care of it. Never your name, your address, or what an order says.";

    MESSAGES = "对外发送", "Messages sent out";
    MESSAGES_LEAD = "通知怎样发到居民手里，每一条发出去了没有。发给谁，这里不写。", "How notices reach people outside, and what became of each. To whom they went is not said here.";
    MAIL_ON = "电子邮件已经开通。", "E-mail is set up.";
    MAIL_OFF = "电子邮件还没有开通，请联系平台运维。", "E-mail is not set up; please ask the operator of the platform.";
    FAILED = "最近七天有 {} 条发不出去。", "In the last seven days {} message(s) could not be sent.";
    SEE_FAILED = "看看是哪些", "See which";
    WEBHOOKS = "社区开通的方式", "Ways that the community set up";
    WEBHOOKS_HINT = "接短信网关、聊天机器人等程序（Webhook），对方要有一个能收这种消息的小程序。居民自己选了，才会发。", "For text message gateways and chat programs (webhooks), with a small program there that takes such messages. Only who chooses one gets anything by it.";
    NO_WEBHOOKS = "还没有开通。", "There is none yet.";
    GETS_PHONES = "会拿到手机号", "gets phones";
    URL = "网址", "Address";
    SECRET = "签名密钥", "Signing secret";
    SECRET_HINT = "对方用它核对消息确实来自邻里（Standard Webhooks）。请不要外传。", "The other side checks with it that a message is from Linli (Standard Webhooks). Keep it secret.";
    TRY = "发一条试试", "Send a test";
    TRIED = "测试消息正在发，结果见下面的记录。", "A test message is on its way; what became of it stands below.";
    CLOSE = "停用", "Close";
    ADD = "开通一种方式", "Set up a way";
    NAME = "名称", "Name";
    NAME_HINT = "居民看到的名字，例如“短信”。", "What members read, such as “text message”.";
    URL_HINT = "以 https:// 开头，必须在公网上。", "Begins with https:// and lies in the public net.";
    PHONES = "这是短信网关：把选了它的人的手机号一起发过去。", "This is a text message gateway: it gets the phone of whoever chose it.";
    OPEN = "开通", "Set it up";
    LOG = "发送记录", "Log";
    NO_LOG = "还没有发过。", "Nothing was sent yet.";
    ALL_STAGES = "全部", "All";
    WHEN = "时间", "When";
    WAY = "方式", "Way";
    ABOUT = "内容", "About";
    RESULT = "结果", "Result";
    TRIES = "试过 {} 次", "{} tries";
    RETRY = "再试一次", "Try again";
    ABOUT_CODE = "验证码", "a code";
    ABOUT_TEST = "测试", "a test";
    ABOUT_NOTICE = "通知", "a notice";

    TEST = "这是一条测试消息。收到它，说明设置好了。", "This is a test. If you read it, all is set up well.";
    MAIL_SUBJECT = "{}：您有一条新通知", "{}: there is news for you";
    MAIL_BODY = "您好！\n\n{}\n\n去看看：{}\n\n——{}\n\n这封信是邻里自动发的，请不要回复。不想再收，可以在这里改：{}\n", "Hello,\n\n{}\n\nSee it: {}\n\n{}\n\nLinli sent this by itself; please do not reply. To be sent no more, choose so here: {}\n";
    MAIL_CODE_SUBJECT = "{}：您的验证码", "{}: your code";
    MAIL_CODE = "您好！\n\n您的验证码是 {}，半小时内有效。\n\n如果不是您要的，不用理会，也不要告诉别人。\n\n——{}\n", "Hello,\n\nYour code is {}; it is good for half an hour.\n\nIf you did not ask for it, do nothing and tell it to nobody.\n\n{}\n";
}
