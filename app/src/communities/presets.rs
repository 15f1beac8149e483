//! The preset categories of a district, inherited by each of its communities.
//!
//! They put the working models of `domain.md` into our words: micro-wishes and the six service classes, each done by
//! us, done for you or shown to you, after Zhongjie's orders; the small trades and the help at the door after
//! Jianshe's circle; the one door for papers after Tongyang's hall; questions with a quick answer after Nanming's 365.
//! A community may add its own beside them or leave some of them out; a code, once used, is not changed.

use super::calendar::{Limit, Limits};
use super::model::{Class, Kind, Way};

/// Of how many closed wishes in a hundred somebody is called back, where the community sets nothing else.
pub const CALL_BACK_PERCENT: i32 = 10;

/// One preset category: what a resident can order, and how it is served.
#[derive(Debug, Clone, Copy)]
pub struct Preset {
    /// Lower snake case, unique, at most 32 characters.
    pub code: &'static str,
    pub kind: Kind,
    /// For service orders, only and always.
    pub class: Option<Class>,
    /// For service orders, only and always.
    pub way: Option<Way>,
    /// At most 12 characters.
    pub zh: &'static str,
    pub en: &'static str,
}

impl Preset {
    /// Help at the door of people in need.
    pub fn is_urgent(&self) -> bool {
        self.code == URGENT
    }

    /// Its limits: see [`limits`].
    pub fn limits(&self) -> Limits {
        limits(self.kind, self.is_urgent())
    }
}

const URGENT: &str = "urgent_help";

/// The limits of a category that has none of its own. Sources: Nanming's 365 (a question is answered within five
/// minutes), Jianshe's circle (people in need: fifteen minutes to the door).
pub fn limits(kind: Kind, is_urgent: bool) -> Limits {
    match kind {
        _ if is_urgent => Limits { answer: Limit::minutes(5), deliver: Limit::minutes(10) },
        Kind::Question => Limits { answer: Limit::open_minutes(5), deliver: Limit::open_days(1) },
        Kind::ServiceOrder => Limits { answer: Limit::minutes(30), deliver: Limit::minutes(24 * 60) },
        Kind::MicroWish => Limits { answer: Limit::open_days(1), deliver: Limit::minutes(7 * 24 * 60) },
    }
}

/// Micro-wishes, then service orders by class, then questions.
pub const PRESETS: &[Preset] = &[
    Preset { code: "wish_item", kind: Kind::MicroWish, class: None, way: None, zh: "添一件小东西", en: "A small thing for the home" },
    Preset {
        code: "wish_study", kind: Kind::MicroWish, class: None, way: None, zh: "孩子的学习心愿", en: "A child's wish for learning"
    },
    Preset { code: "wish_haircut", kind: Kind::MicroWish, class: None, way: None, zh: "上门理发", en: "A haircut at home" },
    Preset { code: "wish_company", kind: Kind::MicroWish, class: None, way: None, zh: "陪着说说话", en: "Company and a chat" },
    Preset { code: "wish_photo", kind: Kind::MicroWish, class: None, way: None, zh: "拍张照片留念", en: "A photo to keep" },
    Preset { code: "wish_outing", kind: Kind::MicroWish, class: None, way: None, zh: "陪着出门走走", en: "Company for an outing" },
    Preset {
        code: "party_transfer",
        kind: Kind::ServiceOrder,
        class: Some(Class::PartyMass),
        way: Some(Way::DoForYou),
        zh: "党组织关系转接",
        en: "Transfer of party membership",
    },
    Preset {
        code: "party_study",
        kind: Kind::ServiceOrder,
        class: Some(Class::PartyMass),
        way: Some(Way::WeDo),
        zh: "党员学习活动",
        en: "Party members' study and activities",
    },
    Preset {
        code: "papers",
        kind: Kind::ServiceOrder,
        class: Some(Class::Government),
        way: Some(Way::DoForYou),
        zh: "证件材料代办",
        en: "Papers and certificates done for you",
    },
    Preset {
        code: "insurance_online",
        kind: Kind::ServiceOrder,
        class: Some(Class::Government),
        way: Some(Way::ShowYou),
        zh: "社保医保网上办",
        en: "Social and medical insurance online",
    },
    Preset {
        code: URGENT,
        kind: Kind::ServiceOrder,
        class: Some(Class::Living),
        way: Some(Way::WeDo),
        zh: "困难家庭急需上门",
        en: "Urgent help at the door",
    },
    Preset {
        code: "home_repair",
        kind: Kind::ServiceOrder,
        class: Some(Class::Living),
        way: Some(Way::WeDo),
        zh: "家里小修小补",
        en: "Small repairs at home",
    },
    Preset {
        code: "public_repair",
        kind: Kind::ServiceOrder,
        class: Some(Class::Living),
        way: Some(Way::WeDo),
        zh: "公共设施报修",
        en: "Repairs to shared facilities",
    },
    Preset {
        code: "errand",
        kind: Kind::ServiceOrder,
        class: Some(Class::Living),
        way: Some(Way::DoForYou),
        zh: "代买代取代送",
        en: "Errands and deliveries",
    },
    Preset {
        code: "clinic_company",
        kind: Kind::ServiceOrder,
        class: Some(Class::Volunteer),
        way: Some(Way::WeDo),
        zh: "陪同就医",
        en: "Company to the doctor",
    },
    Preset {
        code: "phone_lesson",
        kind: Kind::ServiceOrder,
        class: Some(Class::Volunteer),
        way: Some(Way::ShowYou),
        zh: "教用智能手机",
        en: "Help with using a smartphone",
    },
    Preset {
        code: "culture_class",
        kind: Kind::ServiceOrder,
        class: Some(Class::Culture),
        way: Some(Way::ShowYou),
        zh: "文体兴趣班",
        en: "Arts and exercise classes",
    },
    Preset {
        code: "culture_venue",
        kind: Kind::ServiceOrder,
        class: Some(Class::Culture),
        way: Some(Way::WeDo),
        zh: "活动场地借用",
        en: "A room for an activity",
    },
    Preset {
        code: "mediation",
        kind: Kind::ServiceOrder,
        class: Some(Class::Legal),
        way: Some(Way::WeDo),
        zh: "邻里纠纷调解",
        en: "Mediation between neighbours",
    },
    Preset {
        code: "legal_guide",
        kind: Kind::ServiceOrder,
        class: Some(Class::Legal),
        way: Some(Way::ShowYou),
        zh: "法律咨询指引",
        en: "Where to turn with a legal matter",
    },
    Preset { code: "ask_policy", kind: Kind::Question, class: None, way: None, zh: "政策咨询", en: "A question about a policy" },
    Preset { code: "ask_papers", kind: Kind::Question, class: None, way: None, zh: "办事材料咨询", en: "Which papers to bring" },
    Preset {
        code: "ask_nearby", kind: Kind::Question, class: None, way: None, zh: "身边服务打听", en: "Where to find a service nearby"
    },
    Preset { code: "ask_school", kind: Kind::Question, class: None, way: None, zh: "入学入托咨询", en: "Schools and nurseries" },
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers that were promised, written a second time.
    #[test]
    fn each_kind_has_the_limits_that_were_promised() {
        let said = |kind, urgent| {
            let Limits { answer, deliver } = limits(kind, urgent);
            [answer, deliver].map(|limit| limit.to_string())
        };
        assert_eq!(said(Kind::Question, false), ["5 open_minute", "1 open_day"]);
        assert_eq!(said(Kind::ServiceOrder, false), ["30 minute", "1440 minute"]);
        assert_eq!(said(Kind::MicroWish, false), ["1 open_day", "10080 minute"]);
        // Fifteen minutes to the door: five to answer, ten to come.
        for kind in Kind::ALL {
            assert_eq!(said(*kind, true), ["5 minute", "10 minute"]);
        }
    }
}
