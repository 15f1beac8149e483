//! What the pages of a person's own data say.

use crate::words;

words! {
    MY_DATA = "我的信息", "My data";
    MY_DATA_LEAD = "这个社区存着的您的信息。您替别人办事时写的话留在他们的单子里，不在这里。", "What this community keeps about you. What you wrote while helping others stands with their orders, not here.";
    DATA_OF = "{}的信息", "The data of {}";
    DATA_OF_LEAD = "应本人要求，由服务台提供。这次提供已经记录在案。", "Given out by the desk because they asked for it. That it was given out is on record.";
    PUT_TOGETHER = "整理于 {}", "Put together on {}";
    DOWNLOAD = "下载一份（JSON 文件）", "Download a copy (a JSON file)";
    LOOKS = "谁看过我的信息", "Who looked at my information";
    WHO = "本人", "You";
    NAME = "姓名", "Name";
    BUILDING = "楼栋", "Building";
    DOOR = "门牌", "Door";
    GRID = "网格", "Grid";
    PHONE = "电话", "Phone";
    LOGIN = "登录名", "Log-in name";
    BORN = "出生年份", "Year of birth";
    NEEDS = "特殊需要", "Needs";
    CARD = "便民卡号", "Number on the household card";
    ROLES = "身份", "Roles";
    SINCE = "登记时间", "Registered";
    VERIFIED = "核实时间", "Verified";
    CONSENT = "同意的告知书版本", "Version of the notice that was agreed to";
    DEVICES = "登录着的设备", "Where you are logged in";
    DELEGATES = "谁替我办事", "Who speaks for me";
    SPEAKS_FOR = "我替谁办事", "For whom I speak";
    GIVEN_OUT = "服务台提供过", "Given out by the desk";
    WISHES = "点过的单", "Orders";
    NO_WISHES = "还没有点过单。", "No orders yet.";
    HELD = "接过的单", "Taken on for others";
    DONE = "另外在这里办过 {} 次手续（接单、登记、查看等）；时间和名称在下载的文件里。", "Beside that, {} steps here (taking orders, recording, looking); when and which is in the file.";
    DIARY = "走访和电话的记录", "Notes of visits and calls";
    TOLD = "收到的通知", "What you were told";
    NONE = "没有", "none";
    CLEARED = "（已删除）", "(removed)";
    CORRECT = "更正姓名和住址", "Correct your name and address";
    CORRECT_HINT = "改了姓名，社区会再核实一次；核实之前，您看不到心愿墙。电话和登录名请到服务台改。", "If you correct your name, staff look at it again; until then you do not see the wall. The desk changes phone and log-in name for you.";
    CORRECT_SEND = "保存更正", "Save the correction";
    CORRECTED = "更正好了。", "Your correction is saved.";
    LEAVE = "离开这个社区", "Leave this community";
    LEAVE_OF = "删除这份档案", "Remove this record";
    LEAVE_LEAD = "离开后会发生这些事：", "This is what happens:";
    LEAVE_OPEN = "还没办好的单会撤回，已经办好的单会办结。", "Orders that are still open are taken back; what was brought is closed.";
    LEAVE_HELD = "您手上的单会还给社区，请别人来办。", "Orders that you hold are free for others.";
    LEAVE_WORDS = "姓名、住址、电话、特殊需要、便民卡，还有单子里的话和照片，都会删除，找不回来。", "Name, address, phone, needs, household card, and the words and photos of the orders are removed and cannot be brought back.";
    LEAVE_STAYS = "什么时候办过什么事还留着，但不写姓名，只写代号。您替别人办事时写的话，留在他们的单子里。", "What was done and when stays, under a name that says nothing. What you wrote while helping others stays with their orders.";
    LEAVE_SURE = "我知道删除以后找不回来。", "I know that this cannot be undone.";
    LEAVE_SEND = "离开并删除", "Leave and remove";
    LEAVE_SEND_OF = "删除这份档案", "Remove this record";
    CLOSE = "注销账号", "Close my account";
    CLOSE_LEAD = "注销后，您会离开所有社区，账号不能再登录。", "You leave every community, and nobody can log in with this account any more.";
    CLOSE_FIRST = "注销前，您可以先到每个社区下载一份自己的信息：", "Before that you can get a copy of your data in each community:";
    CLOSE_PASSWORD = "再输一次密码", "Your password, once more";
    CLOSE_SEND = "注销账号", "Close my account";
    CLOSED = "您的账号已经注销，信息已经删除。谢谢您用过邻里。", "Your account is closed and your data are removed. Thank you for having used Linli.";
}
