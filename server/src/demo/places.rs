//! The demo's districts and communities. The names are those of the working models' communities (`domain.md`); size
//! and age are believable, the temper is invented: no figure here says anything about a real place, except Tongyang's
//! people and households and Jianshe's grids, which its report gives.

/// A district.
#[derive(Debug, Clone, Copy)]
pub struct District {
    pub slug: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

/// A community.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub district: &'static str,
    pub slug: &'static str,
    /// Without the word for community.
    pub zh: &'static str,
    pub en: &'static str,
    pub street: Option<(&'static str, &'static str)>,
    pub population: i32,
    pub households: i32,
    /// Per thousand.
    pub over60: i32,
    pub grids: u8,
    /// When the desk opens and closes, in minutes of the local day.
    pub hours: (u32, u32),
    pub temper: Temper,
}

/// How life goes there: communities differ, so that there is something to compare.
#[derive(Debug, Clone, Copy)]
pub struct Temper {
    /// Wishes in ten days.
    pub in_ten_days: u32,
    /// How long things take, in percent of the usual.
    pub pace: u32,
    /// Of a thousand, how many the community declines.
    pub declined: u32,
    /// Of a thousand that were brought, how many were not solved the first time.
    pub again: u32,
    /// Of a hundred residents, how many give 5, 4, 3, 2, 1.
    pub grades: [u32; 5],
}

pub const DISTRICTS: [District; 5] = [
    District { slug: "nanming", zh: "南明区", en: "Nanming" },
    District { slug: "jingyang", zh: "旌阳区", en: "Jingyang" },
    District { slug: "yaodu", zh: "尧都区", en: "Yaodu" },
    District { slug: "chaohu", zh: "巢湖市烔炀镇", en: "Tongyang Town, Chaohu" },
    District { slug: "kongtong", zh: "崆峒区", en: "Kongtong" },
];

const HAPPY: [u32; 5] = [66, 26, 6, 1, 1];
const CONTENT: [u32; 5] = [48, 36, 11, 4, 1];
const SO_SO: [u32; 5] = [33, 37, 19, 8, 3];

const fn temper(in_ten_days: u32, pace: u32, declined: u32, again: u32, grades: [u32; 5]) -> Temper {
    Temper { in_ten_days, pace, declined, again, grades }
}

const EARLY: (u32, u32) = (8 * 60 + 30, 17 * 60 + 30);
const LATE: (u32, u32) = (9 * 60, 18 * 60);

const XINGGUAN: Option<(&str, &str)> = Some(("兴关路街道", "Xingguan Road Subdistrict"));
const ZHONGCAOSI: Option<(&str, &str)> = Some(("中曹司街道", "Zhongcaosi Subdistrict"));
const XIHU: Option<(&str, &str)> = Some(("西湖路街道", "Xihu Road Subdistrict"));
const XINHUA: Option<(&str, &str)> = Some(("新华路街道", "Xinhua Road Subdistrict"));
const HUAGUOYUAN: Option<(&str, &str)> = Some(("花果园街道", "Huaguoyuan Subdistrict"));
const TAICI: Option<(&str, &str)> = Some(("太慈街道", "Taici Subdistrict"));
const HEBIN: Option<(&str, &str)> = Some(("河滨街道", "Hebin Subdistrict"));
const TAICIQIAO: Option<(&str, &str)> = Some(("太慈桥街道", "Taiciqiao Subdistrict"));
const ZHONGJIE: Option<(&str, &str)> = Some(("中街街道", "Zhongjie Subdistrict"));

/// One line a community: who it is, how many live there in how many homes, how many of a thousand are over 60, grids.
macro_rules! place {
    ($district:literal, $slug:literal, $zh:literal, $en:literal, $street:expr, $people:literal, $homes:literal, $old:literal, $grids:literal, $hours:expr, $temper:expr) => {
        Place {
            district: $district,
            slug: $slug,
            zh: $zh,
            en: $en,
            street: $street,
            population: $people,
            households: $homes,
            over60: $old,
            grids: $grids,
            hours: $hours,
            temper: $temper,
        }
    };
}

pub const PLACES: [Place; 16] = [
    place!("nanming", "songbiandian", "送变电", "Songbiandian", XINGGUAN, 6_420, 2_310, 268, 5, EARLY, temper(27, 75, 45, 35, HAPPY)),
    place!("nanming", "sixixiang", "四喜巷", "Sixixiang", ZHONGCAOSI, 5_180, 1_890, 241, 4, EARLY, temper(17, 100, 60, 55, CONTENT)),
    place!("nanming", "nanmingtang", "南明堂", "Nanmingtang", XIHU, 7_950, 2_840, 226, 6, LATE, temper(23, 90, 55, 45, CONTENT)),
    place!("nanming", "dongshengxiang", "东笙巷", "Dongshengxiang", XIHU, 4_760, 1_720, 287, 4, EARLY, temper(14, 125, 80, 70, SO_SO)),
    place!("nanming", "jinianta", "纪念塔", "Jinianta", XINHUA, 9_310, 3_350, 213, 7, LATE, temper(30, 110, 70, 60, CONTENT)),
    place!("nanming", "xinhualu", "新华路", "Xinhualu", XINHUA, 8_240, 2_970, 235, 6, EARLY, temper(25, 80, 40, 40, HAPPY)),
    place!("nanming", "houba", "后坝", "Houba", HUAGUOYUAN, 11_600, 4_480, 142, 8, LATE, temper(32, 145, 95, 85, SO_SO)),
    place!("nanming", "shapo", "沙坡", "Shapo", HUAGUOYUAN, 10_870, 4_150, 151, 8, LATE, temper(29, 120, 75, 65, CONTENT)),
    place!("nanming", "fengqi", "凤栖", "Fengqi", TAICI, 3_980, 1_460, 254, 3, EARLY, temper(12, 85, 35, 30, HAPPY)),
    place!("nanming", "jindi", "金地", "Jindi", HEBIN, 6_930, 2_620, 176, 5, EARLY, temper(19, 95, 50, 50, CONTENT)),
    place!("nanming", "cinanmen", "次南门", "Cinanmen", HEBIN, 5_540, 2_080, 279, 4, EARLY, temper(16, 160, 110, 90, SO_SO)),
    place!("nanming", "dianjianyi", "电建一", "Dianjianyi", TAICIQIAO, 4_320, 1_610, 302, 3, EARLY, temper(13, 70, 40, 30, HAPPY)),
    place!("jingyang", "wenchang", "文昌", "Wenchang", None, 7_260, 2_690, 247, 5, LATE, temper(22, 80, 45, 40, HAPPY)),
    place!("yaodu", "jianshe", "建设", "Jianshe", None, 12_400, 4_260, 205, 7, EARLY, temper(26, 65, 50, 45, CONTENT)),
    place!("chaohu", "tongyang", "烔炀", "Tongyang", None, 8_704, 2_935, 231, 6, EARLY, temper(22, 105, 65, 55, CONTENT)),
    place!("kongtong", "zhongjie", "中街", "Zhongjie", ZHONGJIE, 9_050, 3_180, 219, 5, EARLY, temper(20, 100, 85, 50, CONTENT)),
];
