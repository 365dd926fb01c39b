//! Typed ids: 128 bits as 26 letters and figures (Crockford's base 32), made by a seeded generator that is handed in,
//! so that the same commands on two engines give the same ids. They say nothing about a person.

use std::fmt;
use std::str::FromStr;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::civil::Moment;

const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const WIDTH: usize = 26;

/// What stood where an id was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{read:?} is not an id: 26 letters and figures are expected")]
pub struct IdError {
    /// The text as read.
    pub read: String,
}

/// The one source of ids: seeded, and begun at a moment so that ids made later sort later (rows land at the end of an index).
#[derive(Debug, Clone)]
pub struct Ids {
    random: ChaCha8Rng,
    millis: u64,
    counter: u32,
}

impl Ids {
    /// A generator; the binary seeds it from the operating system, tests with a number.
    pub fn new(seed: [u8; 32], now: Moment) -> Self {
        Self {
            random: ChaCha8Rng::from_seed(seed),
            millis: now.as_micros().div_euclid(1000).unsigned_abs(),
            counter: 0,
        }
    }

    /// A generator for tests: the same number gives the same ids.
    pub fn seeded(seed: u64, now: Moment) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self::new(bytes, now)
    }

    /// A generator of its own, drawn from this one: for ids that are made where this one cannot be reached, such as in a
    /// transaction that may run again.
    #[must_use]
    pub fn split(&mut self) -> Self {
        let mut seed = [0; 32];
        for part in seed.chunks_mut(8) {
            part.copy_from_slice(&self.random.next_u64().to_le_bytes());
        }
        Self { random: ChaCha8Rng::from_seed(seed), millis: self.millis, counter: 0 }
    }

    /// Bytes at random, for keys and salts.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill_bytes(&mut bytes);
        bytes
    }

    /// 48 bits of milliseconds, 24 of a counter, 56 at random.
    pub fn fresh(&mut self) -> u128 {
        self.counter = self.counter.wrapping_add(1) & 0x00FF_FFFF;
        if self.counter == 0 {
            self.millis = self.millis.wrapping_add(1);
        }
        let random = u128::from(self.random.next_u64() >> 8);
        (u128::from(self.millis & 0xFFFF_FFFF_FFFF) << 80) | (u128::from(self.counter) << 56) | random
    }
}

/// The 26 letters of a 128-bit id.
pub fn encode(id: u128) -> String {
    let mut letters = [0u8; WIDTH];
    let mut rest = id;
    for place in letters.iter_mut().rev() {
        *place = LETTERS[usize::try_from(rest & 31).unwrap_or(0)];
        rest >>= 5;
    }
    letters.iter().map(|&b| char::from(b)).collect()
}

/// The id that 26 letters stand for.
pub fn decode(text: &str) -> Result<u128, IdError> {
    let wrong = || IdError { read: text.chars().take(40).collect() };
    if text.len() != WIDTH {
        return Err(wrong());
    }
    let mut id: u128 = 0;
    for (at, byte) in text.bytes().enumerate() {
        let value = LETTERS.iter().position(|&l| l == byte).ok_or_else(wrong)?;
        if at == 0 && value > 7 {
            return Err(wrong());
        }
        id = (id << 5) | u128::try_from(value).map_err(|_| wrong())?;
    }
    Ok(id)
}

macro_rules! id_types {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl $name {
            /// A fresh id.
            pub fn fresh(ids: &mut Ids) -> Self {
                Self(ids.fresh())
            }

            /// The id's 128 bits, for a record that is known by another's id.
            pub const fn bits(self) -> u128 {
                self.0
            }

            /// The id of these 128 bits.
            pub const fn from_bits(bits: u128) -> Self {
                Self(bits)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&encode(self.0))
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                decode(text).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

/// Shows a record in `Debug` by its id alone: a failing assertion or a log line must not tell a person's data.
#[macro_export]
macro_rules! debug_by_id {
    ($($record:ident . $id:ident),* $(,)?) => {$(
        impl std::fmt::Debug for $record {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($record), "({})"), self.$id)
            }
        }
    )*};
}

id_types! {
    /// A Party organisation 党组织.
    OrganizationId,
    /// A unit 单位: a body with a credit code.
    UnitId,
    /// A person, member or not.
    PersonId,
    /// A household 家庭.
    HouseholdId,
    /// A spell of belonging to an organisation 隶属.
    MembershipId,
    /// A dated post 任职.
    PostId,
    /// One recorded fact 台账信息.
    FactId,
    /// A matter that waits for somebody to settle it 待核事项.
    DiscrepancyId,
    /// A need 需求.
    NeedId,
    /// An offer of help 帮扶资源.
    OfferId,
    /// A run of the matcher.
    MatchRunId,
    /// An entry in the fund's books.
    EntryId,
    /// One import: its files, its counts.
    ImportId,
    /// Books that somebody brought to the import desk.
    ImportJobId,
    /// An audit record.
    AuditId,
    /// An account 账号: somebody who signs in.
    AccountId,
    /// A session: somebody signed in at one browser.
    SessionId,
    /// A reset of an account's password, in person by two people.
    ResetId,
    /// Something that happened, as far as the clocks of the guarantees ask.
    HappeningId,
    /// A clock 计时: that of the happening, or of the end of an exemption, that began it.
    ClockId,
    /// What a clock is about: a need, a question, an illness. Of the same letters as the record's own id.
    MatterId,
    /// A pause or an exemption.
    RestId,
    /// A question asked in doubt 疑惑.
    QuestionId,
    /// A plan for one person 一人一策.
    PlanId,
    /// A task of a plan.
    PlanTaskId,
    /// A pair: a need, and an offer that helps with it 结对帮扶.
    PairId,
    /// A contact between the two sides of a pair 联系记录.
    PairContactId,
    /// A referral of a need to a department 转办.
    ReferralId,
    /// A job that came of help 就业安置.
    JobId,
    /// A school sponsorship 助学.
    SponsorshipId,
    /// A dispute or a claim 矛盾纠纷、诉求.
    DisputeId,
    /// A booking: units of a resource that are kept for a need 预留、预订.
    BookingId,
    /// One intended act, made when its form is drawn: a second arrival of it has no second effect.
    OperationId,
    /// A visit or contact 走访.
    VisitId,
    /// A round of visits, such as before a festival 集中走访.
    RoundId,
    /// A group that makes a part of a round 走访组.
    RoundGroupId,
    /// A route and signature sheet of a round 签收表.
    SheetId,
    /// A call-back 回访.
    CallBackId,
    /// A visit that was put off 暂缓走访.
    DeferralId,
    /// A yearly recheck 年度复核.
    RecheckId,
    /// Somebody on a yearly recheck.
    RecheckItemId,
    /// A revision of standards 标准修订.
    RevisionId,
    /// For whom a revision changes something.
    RevisionPersonId,
    /// A saved run of the matching 一轮撮合.
    MatchingRunId,
    /// A line of one.
    MatchingResultId,
    /// A change that somebody made to one by hand 人工调整.
    MatchingWishId,
    /// Something that a member says and is answered 党员提出的事项.
    AskId,
    /// A consent given or refused 同意事项.
    ConsentId,
    /// An account that an office wants for somebody 开户申请.
    AccountRequestId,
    /// An application for a measure 申请.
    ApplicationId,
    /// A meeting 会议.
    MeetingId,
    /// A public notice before a decision 公示.
    NoticeId,
    /// An objection to what a notice announces 异议.
    ObjectionId,
    /// A signed paper: its kind, its hash, where the original lies 材料.
    DocumentId,
    /// A scan of one 扫描件.
    ScanId,
    /// A photograph of a visit 走访照片.
    PhotoId,
    /// Something that happened in a life 人生大事, with all that followed from it.
    LifeEventId,
    /// A hand-over of a post 交接.
    HandoverId,
    /// An item of a hand-over.
    HandoverItemId,
    /// A letter about a floating member to an organisation outside 流动党员接洽函. Its number stands in the file.
    FloatingLetterId,
    /// Somebody from outside whom an organisation of ours takes in 流入党员.
    FloatingGuestId,
    /// Somebody who comes with a letter or was newly admitted 转入、新接收.
    ArrivalId,
    /// A year's calendar as an office took it over from the notice 年度放假安排.
    CalendarId,
    /// That somebody looks after somebody within a branch 联系人.
    ContactId,
    /// A training that was held 培训.
    TrainingId,
    /// That a measure rests for one person 暂停.
    PauseId,
    /// An organisation's care plan for a year 年度关爱计划.
    CarePlanId,
    /// A source of the care fund, for one year 资金来源.
    FundSourceId,
    /// A fund that is set up 帮扶基金.
    CareFundId,
    /// A survey 问卷调查.
    SurveyId,
    /// An agreement between two organisations 结对共建.
    PartnershipId,
    /// What was done under one.
    PartnershipDeedId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back() {
        let mut ids = Ids::seeded(7, Moment::from_micros(1_780_000_000_000_000));
        let a = PersonId::fresh(&mut ids);
        let b = PersonId::fresh(&mut ids);
        assert_ne!(a, b);
        assert!(a.to_string() < b.to_string(), "later ids sort later");
        assert_eq!(a.to_string().parse::<PersonId>(), Ok(a));
        assert_eq!(a.to_string().len(), WIDTH);
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for wrong in ["", "abc", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "0000000000000000000000000U", "零零零零零零零零零"]
        {
            assert!(wrong.parse::<PersonId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        let now = Moment::from_micros(5);
        let mut a = Ids::seeded(1, now);
        let mut b = Ids::seeded(1, now);
        let mut c = Ids::seeded(2, now);
        assert_eq!(a.fresh(), b.fresh());
        assert_ne!(a.fresh(), c.fresh());
        assert_eq!(a.split().fresh(), {
            let _ = b.fresh();
            b.split().fresh()
        });
        assert_ne!(a.split().fresh(), a.split().fresh());
    }
}
