//! The closed list of life events, as one table: what each asks beside the day, what it causes, and by whose hand.

use guanai_kernel::{CodeRole, FactRole, Occasion, Serves, words};

words! {
    /// What happened in a life.
    LifeEventKind {
        /// 去世
        Death = "death",
        /// 患病
        Illness = "illness",
        /// 住院
        Hospital = "hospital",
        /// 康复或出院
        Recovery = "recovery",
        /// 受灾
        Disaster = "disaster",
        /// 生育
        Birth = "birth",
        /// 失去工作
        WorkLost = "work-lost",
        /// 就业
        WorkFound = "work-found",
        /// 搬迁
        Moving = "moving",
        /// 退休
        Retirement = "retirement",
        /// 组织关系转接
        Transfer = "transfer",
        /// 外出流动
        FloatingOut = "floating-out",
        /// 流动返回
        FloatingBack = "floating-back",
        /// 离任
        PostLeft = "post-left",
        /// 脱困
        HardshipOver = "hardship-over",
        /// 返困
        HardshipAgain = "hardship-again",
        /// 台账信息追溯更正: what the register says of days that are over became another, and months of allowances with it. No form
        /// enters it: it is drawn up where facts change.
        FactsRestated = "facts-restated",
    }
}

words! {
    /// What a form asks beside the day; the code is the field's name.
    Ask {
        /// 患病情况
        Severity = "severity",
        /// 医院
        Hospital = "hospital",
        /// 家庭损失
        Loss = "loss",
        /// 新岗位
        Work = "work",
        /// 新住址
        Address = "address",
        /// 是否领取离退休待遇
        Pension = "pension",
        /// 介绍信编号
        Letter = "letter",
        /// 转入党组织
        Destination = "destination",
        /// 流入地
        Receiving = "receiving",
        /// 离任的职务
        Post = "post",
        /// 任职累计年限
        Years = "years",
        /// 致困原因
        Cause = "cause",
        /// 困难程度
        Degree = "degree",
    }
}

/// Whether a form may leave it empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Without it nothing is entered.
    Must,
    /// Where nobody knows it, it stays unknown.
    May,
}

/// Who enters it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// The branch, and the offices over it.
    Branch,
    /// An office alone: it follows from a recognition 组织认定.
    Office,
}

/// What an event causes, once it is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The day of death is put down.
    Dies,
    /// The spell of belonging ends, and the next begins where a transfer stays within the county.
    LeavesOrganization,
    /// Every post ends.
    LeavesPosts,
    /// The post that the form names ends.
    LeavesPost,
    /// Floating ends.
    StopsFloating,
    /// Floating begins.
    StartsFloating,
    /// The belonging to a household ends.
    LeavesHousehold,
    /// Open needs are taken back.
    DropsNeeds,
    /// Needs that the person was to help with wait for a helper again.
    FreesHelped,
    /// Pairs in which they are helped or help are over.
    EndsPairs,
    /// What they booked is taken back, and what others booked of theirs is declined.
    EndsBookings,
    /// Offers of help end.
    EndsOffers,
    /// Taken off the lists of rounds that run.
    LeavesRounds,
    /// The address is another.
    Moves,
    /// It happened, as far as the guarantees' clocks ask.
    Happens(Occasion),
    /// A fact with a value of its own.
    States(FactRole, Stated),
    /// A fact with what the form says; unknown where it says nothing.
    Says(FactRole, Ask),
    /// A grave illness is a fact and tells the clock so; another happens.
    FallsIll,
    /// One more in the household, where its size is known.
    HouseholdGrows,
    /// The watch period after recovery from hardship, by the pack's months.
    IsWatched,
    /// The watch is over.
    IsWatchedNoMore,
}

/// A value that an event gives a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stated {
    /// A code.
    Code(CodeRole),
    /// Yes.
    Yes,
    /// No.
    No,
}

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LifeEventRow {
    /// What happened.
    pub kind: LifeEventKind,
    /// By whose hand.
    pub hand: Hand,
    /// What its form asks beside the day.
    pub asks: &'static [(Ask, Need)],
    /// What it causes, in this order.
    pub causes: &'static [Cause],
    /// Whether it waits for a receipt before anything changes.
    pub waits: bool,
}

macro_rules! events {
    ($($kind:ident $hand:ident [$($ask:ident $need:ident),*] [$($cause:expr),* $(,)?] $waits:literal;)*) => {
        /// Every life event that a form enters, in the order of forms.
        pub const LIFE_EVENTS: &[LifeEventRow] = &[$(*LifeEventKind::$kind.row()),*];

        impl LifeEventKind {
            /// Its line of the table.
            pub const fn row(self) -> &'static LifeEventRow {
                match self {
                    $(Self::$kind => &LifeEventRow {
                        kind: Self::$kind,
                        hand: Hand::$hand,
                        asks: &[$((Ask::$ask, Need::$need)),*],
                        causes: &[$($cause),*],
                        waits: $waits,
                    },)*
                    Self::FactsRestated => &FACTS_RESTATED,
                }
            }
        }
    };
}

/// Its facts changed already, by a book, a decision or a visit: it causes nothing but what is to be done about money.
const FACTS_RESTATED: LifeEventRow =
    LifeEventRow { kind: LifeEventKind::FactsRestated, hand: Hand::Office, asks: &[], causes: &[], waits: false };

use Cause::{
    Dies, DropsNeeds, EndsBookings, EndsOffers, EndsPairs, FallsIll, FreesHelped, Happens, HouseholdGrows, IsWatched,
    IsWatchedNoMore, LeavesHousehold, LeavesOrganization, LeavesPost, LeavesPosts, LeavesRounds, Moves, Says,
    StartsFloating, States, StopsFloating,
};

events! {
    Death Branch [] [
        Dies, LeavesOrganization, LeavesPosts, StopsFloating, LeavesHousehold, DropsNeeds, FreesHelped, EndsPairs, EndsBookings,
        EndsOffers, LeavesRounds,
    ] false;
    Illness Branch [Severity Must] [FallsIll] false;
    Hospital Branch [Hospital May] [Happens(Occasion::Hospitalised)] false;
    Recovery Branch [] [Happens(Occasion::Recovered)] false;
    Disaster Branch [Loss May] [Happens(Occasion::DisasterStruck), Says(FactRole::DisasterLoss, Ask::Loss)] false;
    Birth Branch [] [HouseholdGrows] false;
    WorkLost Branch [] [States(FactRole::Occupation, Stated::Code(CodeRole::WithoutWork))] false;
    WorkFound Branch [Work Must] [Says(FactRole::Occupation, Ask::Work), Happens(Occasion::WorkFound)] false;
    Moving Branch [Address Must] [Moves] false;
    Retirement Branch [Pension May] [
        States(FactRole::Occupation, Stated::Code(CodeRole::Retired)), Happens(Occasion::Retired),
        Says(FactRole::RetirementPay, Ask::Pension),
    ] false;
    Transfer Branch [Letter Must, Destination Must] [
        LeavesOrganization, LeavesPosts, StopsFloating, LeavesRounds, DropsNeeds, EndsOffers, FreesHelped, EndsPairs,
        EndsBookings,
    ] true;
    FloatingOut Branch [Receiving Must] [StartsFloating] false;
    FloatingBack Branch [] [StopsFloating] false;
    PostLeft Branch [Post Must, Years May] [LeavesPost, Says(FactRole::YearsInPosts, Ask::Years)] false;
    HardshipOver Office [] [States(FactRole::Hardship, Stated::No), IsWatched] false;
    HardshipAgain Office [Cause Must, Degree Must] [
        States(FactRole::Hardship, Stated::Yes), Says(FactRole::HardshipCause, Ask::Cause),
        Says(FactRole::HardshipDegree, Ask::Degree), IsWatchedNoMore,
    ] false;
}

impl LifeEventRow {
    /// Whether the form must say it, or may; none where it does not ask.
    pub fn need(&self, ask: Ask) -> Option<Need> {
        self.asks.iter().find(|(asked, _)| *asked == ask).map(|(_, need)| *need)
    }
}

impl LifeEventKind {
    /// In whose life it can happen: what is of membership, of posts, or of a recognition of members in hardship happens to
    /// members alone.
    pub const fn serves(self) -> Serves {
        match self {
            Self::Transfer
            | Self::FloatingOut
            | Self::FloatingBack
            | Self::PostLeft
            | Self::HardshipOver
            | Self::HardshipAgain => Serves::Members,
            _ => Serves::Both,
        }
    }
}
