//! Needs, offers, pairs and visits.

use std::collections::BTreeSet;

use guanai_casework::{NeedState, ProviderKind, Urgency};
use guanai_kernel::{Date, Money};

use super::{OrganizationIx, PersonIx, TownshipIx};

/// A need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// Whose.
    pub person: PersonIx,
    /// The questionnaire's number, for needs of the survey.
    pub number: Option<String>,
    /// The pack's code; none where it was left blank.
    pub category: Option<&'static str>,
    /// In the person's words.
    pub words: String,
    /// How urgent.
    pub urgency: Urgency,
    /// The form of help wished for.
    pub wished_form: Option<&'static str>,
    /// Whether contact data may be passed on.
    pub consents_to_contact: bool,
    /// When it was stated.
    pub stated_on: Date,
    /// Where it stands.
    pub state: NeedState,
}

/// An offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Who offers.
    pub provider_kind: ProviderKind,
    /// 名称
    pub provider_name: String,
    /// The member who offers.
    pub person: Option<PersonIx>,
    /// 所属党组织
    pub organization: OrganizationIx,
    /// The pack's codes of what is offered.
    pub categories: BTreeSet<&'static str>,
    /// How many persons it can serve.
    pub capacity: u32,
    /// Where it holds; empty for everywhere.
    pub townships: BTreeSet<TownshipIx>,
    /// 联系人
    pub contact_name: String,
    /// 联系电话
    pub contact_phone: Option<String>,
    /// The last day.
    pub valid_until_on: Date,
}

/// A pair 结对帮扶.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pairing {
    /// Who helps.
    pub helper: PersonIx,
    /// Who is helped.
    pub helped: PersonIx,
    /// Since when.
    pub since_on: Date,
}

/// Four acts with four forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VisitKind {
    /// 走访
    Visit,
    /// 走访慰问, with a gift
    VisitWithGift,
    /// 谈心谈话
    Talk,
    /// 入户核实
    HomeCheck,
}

impl VisitKind {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::VisitWithGift => "visit-with-gift",
            Self::Talk => "talk",
            Self::HomeCheck => "home-check",
        }
    }
}

/// What a visit is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VisitOccasion {
    /// 春节
    SpringFestival,
    /// 七一
    PartyDay,
    /// 中秋
    MidAutumn,
    /// 重阳
    DoubleNinth,
    /// 生病住院
    Hospital,
    /// 受灾
    Disaster,
    /// 家人去世
    Bereavement,
    /// 困难家庭、结对联系
    Hardship,
    /// 流动党员联系
    Floating,
    /// 年度谈心谈话
    YearlyTalk,
    /// 困难台账核实
    Recheck,
}

impl VisitOccasion {
    /// Every one.
    pub const ALL: [Self; 11] = [
        Self::SpringFestival,
        Self::PartyDay,
        Self::MidAutumn,
        Self::DoubleNinth,
        Self::Hospital,
        Self::Disaster,
        Self::Bereavement,
        Self::Hardship,
        Self::Floating,
        Self::YearlyTalk,
        Self::Recheck,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SpringFestival => "spring-festival",
            Self::PartyDay => "party-day",
            Self::MidAutumn => "mid-autumn",
            Self::DoubleNinth => "double-ninth",
            Self::Hospital => "hospital",
            Self::Disaster => "disaster",
            Self::Bereavement => "bereavement",
            Self::Hardship => "hardship",
            Self::Floating => "floating",
            Self::YearlyTalk => "yearly-talk",
            Self::Recheck => "recheck",
        }
    }
}

/// How a visit was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VisitManner {
    /// 入户
    InPerson,
    /// 电话
    Phone,
    /// 视频
    Video,
}

impl VisitManner {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InPerson => "in-person",
            Self::Phone => "phone",
            Self::Video => "video",
        }
    }
}

/// A visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// Who visits; a member.
    pub visitor: PersonIx,
    /// Who is visited; a member.
    pub visited: PersonIx,
    /// When.
    pub on: Date,
    /// Which of the four acts.
    pub kind: VisitKind,
    /// What for.
    pub occasion: VisitOccasion,
    /// How.
    pub manner: VisitManner,
    /// How long, where it was written down.
    pub minutes: Option<u16>,
    /// The gift's worth, where there was one.
    pub gift: Option<Money>,
    /// What was learned, in a sentence.
    pub learned: &'static str,
}
