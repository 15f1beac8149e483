//! The sixteen kinds of post of a district (Nanming's 365): what an admin begins with, in words to be made one's own. A
//! code, once used, is not changed.

use crate::kernel::said::{Lang, Text, text};

/// A post that is none of the presets.
pub const OWN: &str = "own";
/// What that is called.
pub const OWN_NAME: Text = text("自设岗位", "A post of our own");

/// One preset.
#[derive(Debug, Clone, Copy)]
pub struct Preset {
    /// Lower snake case, unique.
    pub code: &'static str,
    /// What it is called.
    pub name: Text,
    /// What it is for.
    pub purpose: Text,
    /// What is to be done.
    pub duties: Text,
    /// What one should be able to do.
    pub skills: Text,
}

/// The preset of that code.
pub fn preset(code: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.code == code)
}

/// What a kind of post is called.
pub fn kind_name(code: &str) -> Text {
    preset(code).map_or(OWN_NAME, |preset| preset.name)
}

/// What a kind of post is called, in this language.
pub fn kind_said(code: &str, lang: Lang) -> &'static str {
    lang.t(kind_name(code))
}

/// The preset that serves what is ordered under a category, by its code; none where none of them does.
pub fn preset_serving(category: &str) -> Option<&'static Preset> {
    let code = match category {
        "ask_policy" | "ask_papers" | "ask_school" | "ask_nearby" => "policy_guide",
        "errand" | "papers" | "insurance_online" => "errands",
        "clinic_company" => "health_companion",
        "wish_company" | "wish_outing" | "wish_haircut" => "visit_old",
        "wish_study" => "four_oclock_tutor",
        "culture_class" | "culture_venue" => "culture_sport",
        "mediation" => "mediation",
        "legal_guide" => "legal_advice",
        "public_repair" => "patrol",
        _ => return None,
    };
    preset(code)
}

const fn preset_of(code: &'static str, name: Text, purpose: Text, duties: Text, skills: Text) -> Preset {
    Preset { code, name, purpose, duties, skills }
}

/// Every preset.
pub const PRESETS: [Preset; 16] = [
    preset_of(
        "policy_guide",
        text("政策宣传岗", "Policy guide"),
        text("让邻居知道有哪些惠民政策、怎么办。", "So that neighbours know what they are entitled to and how to get it."),
        text(
            "在楼栋里讲解新政策，张贴通知，带话回社区。",
            "Explain new policies in the buildings, put up notices, bring questions back to the community.",
        ),
        text("会讲解，熟悉政策", "explaining, knowing policies"),
    ),
    preset_of(
        "sanitation_watch",
        text("环卫监督岗", "Sanitation watch"),
        text("楼道和院子干净，有人看着。", "So that stairs and yards stay clean."),
        text(
            "看楼道、垃圾点和绿地，发现问题告诉社区，劝一劝邻居。",
            "Look after stairs, bins and greens; tell the community what is wrong; have a word with neighbours.",
        ),
        text("细心，好沟通", "care, a friendly word"),
    ),
    preset_of(
        "traffic_helper",
        text("交通协管岗", "Traffic helper"),
        text("上学放学、买菜高峰时路口安全。", "So that the crossing is safe when school begins and ends and at market hours."),
        text("在路口提醒行人和车辆，扶老人孩子过马路。", "Remind walkers and drivers at the crossing; help the old and children across."),
        text("身体好，守时", "fitness, punctuality"),
    ),
    preset_of(
        "mediation",
        text("治安调解岗", "Mediation"),
        text("邻里有矛盾时，先有人来劝和。", "So that somebody brings peace when neighbours quarrel."),
        text(
            "听双方说，讲道理，记下说好的事；难办的请社区接手。",
            "Hear both sides, reason with them, write down what was agreed; hand hard cases to the community.",
        ),
        text("公道，会调解", "fairness, mediation"),
    ),
    preset_of(
        "patrol",
        text("巡查岗", "Patrol"),
        text("早晚有人走一圈，隐患早发现。", "So that dangers are found early, by a round in the morning and at night."),
        text(
            "按路线巡查，看门禁、消防通道和路灯，发现问题告诉社区。",
            "Walk the round; look at doors, fire lanes and lamps; tell the community what is wrong.",
        ),
        text("身体好，熟悉小区", "fitness, knowing the neighbourhood"),
    ),
    preset_of(
        "four_oclock_tutor",
        text("四点半辅导岗", "Four-o'clock tutor"),
        text("孩子放学后有地方做作业，有人陪。", "So that children have a place for their homework after school, and company."),
        text(
            "看护孩子写作业，讲不懂的题，等家长来接。",
            "Look after children at their homework, explain what is hard, wait until the parents come.",
        ),
        text("有耐心，会辅导功课", "patience, tutoring"),
    ),
    preset_of(
        "legal_advice",
        text("法律咨询岗", "Legal advice"),
        text("居民遇到法律上的事，先有人问。", "So that residents have somebody to ask about the law."),
        text(
            "按时在社区解答，说明可以找谁、要带什么。",
            "Answer questions at the community at set times; say whom to turn to and what to bring.",
        ),
        text("懂法律", "law"),
    ),
    preset_of(
        "counselling",
        text("心理疏导岗", "Counselling"),
        text("心里难受的时候，有人听。", "So that somebody listens when the heart is heavy."),
        text(
            "倾听、陪伴，说的话不外传；需要时建议去看医生。",
            "Listen and keep company; what is said stays here; where needed, suggest a doctor.",
        ),
        text("心理咨询", "counselling"),
    ),
    preset_of(
        "culture_sport",
        text("文体活动岗", "Culture and sport"),
        text("邻居有地方唱、跳、下棋、锻炼。", "So that neighbours sing, dance, play and exercise together."),
        text("组织活动，教一教新来的，收好场地和器材。", "Organise activities, teach newcomers, put room and things in order."),
        text("有文体特长", "music, dance, sport or games"),
    ),
    preset_of(
        "job_guidance",
        text("就业指导岗", "Job guidance"),
        text("找工作的邻居有人指路。", "So that neighbours who look for work find their way."),
        text("收集招工信息，帮忙写简历，陪着去招聘会。", "Collect openings, help with a CV, go along to a job fair."),
        text("了解招聘，会写简历", "hiring, writing a CV"),
    ),
    preset_of(
        "health_companion",
        text("健康服务岗", "Health companion"),
        text("老人量血压、看病、吃药有人提醒。", "So that somebody reminds the old of check-ups, doctors and medicine."),
        text(
            "量血压，陪着去医院，提醒按医嘱吃药；不看病，不开药。",
            "Measure blood pressure, go along to the hospital, remind of what the doctor said; no diagnosis, no prescription.",
        ),
        text("护理或医务经验", "nursing or medical experience"),
    ),
    preset_of(
        "visit_old",
        text("探访老人岗", "Visiting the old"),
        text("独居老人每周有人来看看。", "So that somebody looks in on the old who live alone every week."),
        text(
            "上门聊天，看看缺什么、身体怎么样，有事告诉社区。",
            "Visit and talk, see what is missing and how they are, tell the community if something is wrong.",
        ),
        text("有耐心，好聊天", "patience, a good talk"),
    ),
    preset_of(
        "errands",
        text("代办服务岗", "Doing errands"),
        text("出门不便的邻居，事有人跑。", "So that somebody runs errands for neighbours who cannot go out."),
        text("帮忙买菜、取药、交费、办事，票据当面交清。", "Shop, fetch medicine, pay bills, go to offices; hand over receipts in person."),
        text("守信，跑得动", "reliability, good legs"),
    ),
    preset_of(
        "voice_of_people",
        text("民情联络岗", "Voice of the people"),
        text("楼里的心声，社区听得到。", "So that the community hears what the building says."),
        text(
            "听邻居说，记下来，每周带回社区，再把答复带回去。",
            "Listen to neighbours, note it down, bring it to the community every week, and bring the answer back.",
        ),
        text("热心，好沟通", "warmth, a friendly word"),
    ),
    preset_of(
        "safety_watch",
        text("安全巡防岗", "Safety watch"),
        text("燃气、电线、消防，有人常看看。", "So that gas, wires and fire exits are looked at often."),
        text(
            "上门提醒燃气和用电安全，看消防器材，隐患马上报告。",
            "Remind households of gas and wiring, look at fire equipment, report dangers at once.",
        ),
        text("懂燃气、用电或消防", "gas, wiring or fire safety"),
    ),
    preset_of(
        "family_disputes",
        text("家庭纠纷调解岗", "Family disputes"),
        text("一家人闹别扭，有人帮着说开。", "So that somebody helps when a family quarrels."),
        text(
            "听一家人说，劝和，不偏不传；有危险马上报警并告诉社区。",
            "Hear the family, bring them together, take no side, tell nobody; in danger call the police and the community at once.",
        ),
        text("公道，会调解", "fairness, mediation"),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posts::model::{DUTIES, PURPOSE, SKILLS, TITLE};
    use std::collections::BTreeSet;

    #[test]
    fn every_preset_is_a_post_that_could_be_opened_as_it_is() {
        let codes: BTreeSet<&str> = PRESETS.iter().map(|preset| preset.code).collect();
        assert_eq!(codes.len(), 16);
        for preset in PRESETS {
            for lang in [Lang::Zh, Lang::En] {
                let fits = [
                    TITLE.check(lang.t(preset.name)),
                    PURPOSE.check(lang.t(preset.purpose)),
                    DUTIES.check(lang.t(preset.duties)),
                    SKILLS.check(lang.t(preset.skills)),
                ];
                assert!(fits.iter().all(Result::is_ok), "{}: {fits:?}", preset.code);
            }
        }
        assert_eq!(kind_said("own", Lang::Zh), "自设岗位");
    }
}
