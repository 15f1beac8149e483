//! What certificates say.

use crate::words;

words! {
    LEAD = "社区确认过的时长，可以开成证明，打印出来交给学校、单位。", "What the community has confirmed can be put on paper, for a school or an employer.";
    OF = "{} 的服务时长证明", "Certificates of hours of {}";
    MAKE = "开一张证明", "Make a certificate";
    MAKE_HINT = "写的是到现在为止社区确认过的全部时长。时长没有变，就还是原来那张。", "It says all hours that the community has confirmed by now. Where nothing was added, it is the one there is.";
    MADE = "开过的证明", "Those that were made";
    NONE = "还没有开过证明。", "There is none yet.";
    MADE_ON = "{} 开具", "Made on {}";
    HOURS = "{}，{} 次服务", "{}, {} times of service";
    SEE = "打开，打印", "Open, to print";
    IS_VOID = "已作废", "Void";
    BECAUSE = "原因：{}", "The reason: {}";
    CERTIFICATE = "志愿服务时长证明", "Certificate of volunteer hours";
    SAYS = "兹证明 {} 从 {} 到 {}，在{}参加志愿服务 {} 次，经社区确认的服务时长共 {}。", "This is to certify that {}, from {} to {}, volunteered in {}, {} times, for {} of service confirmed by the community.";
    NO_TRAVEL = "时长只算服务本身，不算路上的时间。", "Hours are of service alone, without travel.";
    NUMBER = "编号：{}", "Number: {}";
    CHECK_IT = "核对真假：扫这个码，或者打开 {}，填编号和姓名的前三个字。", "To check it: scan this code, or open {} and give the number and the first three characters of the name.";
    CODE = "核对这张证明的二维码", "The code by which this certificate is checked";
    TO_PRINT = "用浏览器的“打印”印在 A4 纸上。需要盖章的，请到社区。", "Print it on A4 with the browser. Where a stamp is asked for, please come to the community.";
    VOID_IT = "作废这张证明", "Declare it void";
    VOID_REASON = "为什么作废", "Why";
    VOID_HINT = "本人会看到。核对的人只看到已作废。", "Whose it is reads it. Whoever checks the certificate sees only that it is void.";
    DO_VOID = "作废", "Declare void";
    CHECK = "核对服务时长证明", "Check a certificate of hours";
    CHECK_LEAD = "填证明上的编号和姓名的前三个字，看它是不是真的。", "Give the number on the certificate and the first three characters of the name, to see whether it is genuine.";
    F_NUMBER = "证明编号", "Number of the certificate";
    F_NUMBER_HINT = "像 wenchang-1234567897 这样。", "Like wenchang-1234567897.";
    F_NAME = "姓名的前三个字", "The first three characters of the name";
    F_NAME_HINT = "姓名只有两个字的，填全名。", "The whole name where it is shorter.";
    DO_CHECK = "核对", "Check it";
    GENUINE = "这张证明是真的。", "This certificate is genuine.";
    NO_LONGER = "这张证明已经作废，不能再用。", "This certificate was declared void, and holds no more.";
    BY = "{}，{} 开具", "{}, {}";
    SPAN = "{} 到 {}，经确认的服务时长 {}", "{} to {}: {} of confirmed service";
}
