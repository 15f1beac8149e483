//! What the grid worker hears at doors and on the phone, and notes in the diary.

use super::super::chance::Chance;
use super::{Doing, GRID, Teller, Who, at, clock, day};
use app::kernel::actor::Channel;
use chrono::{DateTime, Datelike as _, Utc};

/// By what way, and what was said.
const HEARD: [(Channel, &str); 12] = [
    (Channel::Visit, "家里都好，药按时吃。\n想问社区食堂周末开不开。"),
    (Channel::Visit, "窗户关不严，晚上漏风。\n不急，等天晴再来看看。"),
    (Channel::Phone, "打电话问候，说这几天腿脚不便，没出门。\n下周再去看一趟。"),
    (Channel::Visit, "刚从女儿家回来，精神不错。\n请她周五来活动室唱歌。"),
    (Channel::Visit, "楼道灯一闪一闪，她怕摔跤。\n已经告诉物业，三天后再来看。"),
    (Channel::Desk, "来服务台问老年卡怎么年审。\n当场办好了。"),
    (Channel::Visit, "家里新装了扶手，用得惯。\n缺一个防滑垫。"),
    (Channel::Phone, "手机收到陌生人的转账短信，没有点。\n请他再收到就打电话给我们。"),
    (Channel::Visit, "一个人过生日，坐着聊了一会儿。\n想学着和外孙视频。"),
    (Channel::Text, "发消息说水压小，洗澡不够用。\n约了明天上午去看。"),
    (Channel::Visit, "阳台堆了不少纸箱，劝了几句，答应收拾。\n下次带人帮忙搬。"),
    (Channel::Visit, "孩子放学没人接，想打听四点半课堂。\n回来问了，还有名额。"),
];

impl Teller {
    /// On about every second working day, in the afternoon: about a resident whom the community has verified by then.
    pub(super) fn visits(&mut self, mut chance: Chance) {
        let known: Vec<(Who, DateTime<Utc>)> = self
            .steps
            .iter()
            .filter_map(|step| match step.doing {
                Doing::Receive { who } if self.people.get(who).is_some_and(|person| person.roles.is_none()) => Some((who, step.at)),
                _ => None,
            })
            .collect();
        for n in 0..=(self.span.last - self.span.first).num_days() {
            let day = day(self.span.first, n);
            if day.weekday().num_days_from_monday() > 4 || !chance.hits(500) {
                continue;
            }
            let local = clock(day, chance.between(15 * 60, 17 * 60));
            let by_then: Vec<Who> = known.iter().filter(|(_, since)| *since < at(local)).map(|(who, _)| *who).collect();
            if let (Some(who), Some((way, words))) = (chance.one_of(&by_then).copied(), chance.one_of(&HEARD).copied()) {
                self.push(local, GRID, Doing::Note { who, way, words });
            }
        }
    }
}
