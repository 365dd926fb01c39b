//! School sponsorship 助学 (R76): somebody promises a pupil so much a year. It stops by itself on the day on which the pupil graduates
//! or leaves school, the sponsor's promise ends, or the guardian's consent does. What is promised is paid through the fund and its
//! decisions, never here; and the pupil's name is for the office that keeps it alone.

use guanai_kernel::civil::add_months;
use guanai_kernel::ids::{OrganizationId, PersonId, SponsorshipId};
use guanai_kernel::words;
use guanai_kernel::{Date, Moment, Money};

use crate::AnswerManner;

words! {
    /// In which stage of school the pupil is.
    SchoolStage {
        /// 小学
        Primary = "primary",
        /// 初中
        Junior = "junior",
        /// 高中
        Senior = "senior",
        /// 中职
        Vocational = "vocational",
        /// 大学
        University = "university",
    }
}

words! {
    /// Who sponsors.
    SponsorKind {
        /// 党组织、单位
        Organization = "organization",
        /// 党员
        Member = "member",
    }
}

words! {
    /// Why it stops.
    SponsorshipStop {
        /// 毕业
        Graduated = "graduated",
        /// 离校、退学
        LeftSchool = "left-school",
        /// 资助期满或资助人不再资助
        SponsorEnds = "sponsor-ends",
        /// 监护人的同意到期或收回
        ConsentEnds = "consent-ends",
    }
}

impl SponsorshipStop {
    /// What somebody writes down; a graduation comes by its day.
    pub const SAID: &'static [Self] = &[Self::LeftSchool, Self::SponsorEnds, Self::ConsentEnds];
}

/// That a guardian agreed that the pupil is sponsored, and the sponsor is told of the stage.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct GuardianConsent {
    /// How.
    pub manner: AnswerManner,
    /// On which day.
    pub on: Date,
    /// From this day on it holds no longer; none is until it is taken back.
    pub until_on: Option<Date>,
}

/// A sponsorship.
#[derive(Clone, PartialEq, Eq)]
pub struct Sponsorship {
    /// Its id.
    pub sponsorship_id: SponsorshipId,
    /// The guardian, who is in the register; the pupil need not be.
    pub person_id: PersonId,
    /// The pupil's name; sealed in the store.
    pub child_name: String,
    /// In which stage they are.
    pub stage: SchoolStage,
    /// The day on which they graduate.
    pub graduates_on: Date,
    /// Who sponsors: of which kind.
    pub sponsor_kind: SponsorKind,
    /// By name.
    pub sponsor_name: String,
    /// The organisation, where it is one of the register.
    pub sponsor_organization_id: Option<OrganizationId>,
    /// What is promised a year.
    pub yearly: Money,
    /// The first day.
    pub from_on: Date,
    /// From this day on the promise holds no longer; none is until graduation.
    pub until_on: Option<Date>,
    /// What the guardian said; sealed in the store.
    pub consent: GuardianConsent,
    /// The day on which the pupil left school.
    pub left_school_on: Option<Date>,
    /// The last day on which it was looked at; the first day where it never was.
    pub looked_on: Date,
    /// What whoever took the last step wrote about it; sealed in the store.
    pub words: Option<String>,
    /// Who wrote it down, as the audit names them: the office that keeps it.
    pub entered_by: String,
    /// When it was recorded.
    pub recorded_at: Moment,
}

guanai_kernel::debug_by_id!(Sponsorship.sponsorship_id);

/// What is done with a sponsorship.
#[derive(Clone, PartialEq, Eq)]
pub enum SponsorshipStep {
    /// The yearly look: in which stage the pupil is, and when they graduate.
    Look {
        /// In which stage.
        stage: SchoolStage,
        /// When they graduate.
        graduates_on: Date,
        /// How it goes.
        words: Option<String>,
    },
    /// It stops.
    Stop {
        /// Why.
        cause: SponsorshipStop,
        /// From which day on.
        on: Date,
        /// In words.
        words: Option<String>,
    },
}

/// Why a step is not taken, or a sponsorship is none. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SponsorshipError {
    /// It has stopped.
    #[error("it has stopped already")]
    Over,
    /// The days do not go together.
    #[error("the days do not go together: consent comes first, graduation and what ends it come after the beginning")]
    Days,
    /// Nothing is promised.
    #[error("say what is promised a year: more than nothing")]
    Amount,
}

impl SponsorshipError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Over => "sponsorship-over",
            Self::Days => "sponsorship-days",
            Self::Amount => "sponsorship-amount",
        }
    }
}

impl Sponsorship {
    /// The first day on which it holds no longer, and why: whatever comes first.
    pub fn stops(&self) -> (Date, SponsorshipStop) {
        let others = [
            (self.left_school_on, SponsorshipStop::LeftSchool),
            (self.until_on, SponsorshipStop::SponsorEnds),
            (self.consent.until_on, SponsorshipStop::ConsentEnds),
        ];
        let others = others.into_iter().filter_map(|(on, cause)| Some((on?, cause)));
        others.fold((self.graduates_on, SponsorshipStop::Graduated), std::cmp::Ord::min)
    }

    /// Whether it holds on a day. Nobody has to end it: the day does.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from_on <= day && day < self.stops().0
    }

    /// The day of the next yearly look; none where it stops before.
    pub fn look_due_on(&self) -> Option<Date> {
        add_months(self.looked_on, 12).filter(|due| *due < self.stops().0)
    }

    /// Whether it may be kept as it is.
    pub fn check(&self, today: Date) -> Result<(), SponsorshipError> {
        let ends = [Some(self.graduates_on), self.until_on, self.consent.until_on];
        let is_ordered = self.consent.on <= today
            && self.consent.on <= self.from_on
            && ends.into_iter().flatten().all(|end| end > self.from_on);
        if !is_ordered {
            return Err(SponsorshipError::Days);
        }
        if self.yearly <= Money::ZERO { Err(SponsorshipError::Amount) } else { Ok(()) }
    }

    /// The sponsorship after a step taken on a day.
    pub fn after(&self, step: SponsorshipStep, today: Date) -> Result<Self, SponsorshipError> {
        if self.stops().0 <= today {
            return Err(SponsorshipError::Over);
        }
        let mut after = self.clone();
        match step {
            SponsorshipStep::Look { stage, graduates_on, words } => {
                if graduates_on <= today || today < self.from_on {
                    return Err(SponsorshipError::Days);
                }
                (after.stage, after.graduates_on, after.looked_on) = (stage, graduates_on, today);
                after.words = words;
            }
            SponsorshipStep::Stop { cause, on, words } => {
                if on < self.from_on || (cause == SponsorshipStop::LeftSchool && on > today) {
                    return Err(SponsorshipError::Days);
                }
                match cause {
                    SponsorshipStop::Graduated => after.graduates_on = on,
                    SponsorshipStop::LeftSchool => after.left_school_on = Some(on),
                    SponsorshipStop::SponsorEnds => after.until_on = Some(on),
                    SponsorshipStop::ConsentEnds => after.consent.until_on = Some(on),
                }
                after.words = words;
            }
        }
        Ok(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::Ids;

    fn day(year: i16, month: i8) -> Date {
        Date::constant(year, month, 1)
    }

    fn sponsorship() -> Sponsorship {
        let mut ids = Ids::seeded(1, Moment::from_micros(0));
        Sponsorship {
            sponsorship_id: SponsorshipId::fresh(&mut ids),
            person_id: PersonId::fresh(&mut ids),
            child_name: "小明".to_owned(),
            stage: SchoolStage::Senior,
            graduates_on: day(2029, 7),
            sponsor_kind: SponsorKind::Member,
            sponsor_name: "助人".to_owned(),
            sponsor_organization_id: None,
            yearly: Money::from_yuan(2_000).unwrap(),
            from_on: day(2026, 9),
            until_on: None,
            consent: GuardianConsent { manner: AnswerManner::Paper, on: day(2026, 8), until_on: None },
            left_school_on: None,
            looked_on: day(2026, 9),
            words: None,
            entered_by: "console".to_owned(),
            recorded_at: Moment::from_micros(0),
        }
    }

    #[test]
    fn it_stops_on_the_day_whatever_comes_first() {
        let one = sponsorship();
        assert_eq!(one.stops(), (day(2029, 7), SponsorshipStop::Graduated));
        assert!(!one.holds_on(day(2026, 8)) && one.holds_on(day(2026, 9)) && !one.holds_on(day(2029, 7)));
        let ends = Sponsorship { until_on: Some(day(2028, 9)), ..one.clone() };
        assert_eq!(ends.stops(), (day(2028, 9), SponsorshipStop::SponsorEnds));
        let stop = |cause, on| SponsorshipStep::Stop { cause, on, words: None };
        let left = ends.after(stop(SponsorshipStop::LeftSchool, day(2027, 3)), day(2027, 4)).unwrap();
        assert_eq!(left.stops(), (day(2027, 3), SponsorshipStop::LeftSchool));
        assert_eq!(
            left.after(stop(SponsorshipStop::SponsorEnds, day(2027, 5)), day(2027, 4)),
            Err(SponsorshipError::Over)
        );
        let back = ends.after(stop(SponsorshipStop::ConsentEnds, day(2027, 4)), day(2027, 4)).unwrap();
        assert!(back.holds_on(Date::constant(2027, 3, 31)) && !back.holds_on(day(2027, 4)));
        let ahead = ends.after(stop(SponsorshipStop::LeftSchool, day(2027, 6)), day(2027, 4));
        assert_eq!(ahead, Err(SponsorshipError::Days), "nobody knows that a pupil will leave");
    }

    #[test]
    fn it_is_looked_at_every_year_until_it_stops() {
        let one = sponsorship();
        assert_eq!(one.look_due_on(), Some(day(2027, 9)));
        let look = SponsorshipStep::Look { stage: SchoolStage::Senior, graduates_on: day(2028, 9), words: None };
        let seen = one.after(look, day(2027, 10)).unwrap();
        assert_eq!((seen.looked_on, seen.look_due_on()), (day(2027, 10), None), "graduation comes before the next");
        let over = SponsorshipStep::Look { stage: SchoolStage::Senior, graduates_on: day(2027, 9), words: None };
        assert_eq!(one.after(over, day(2027, 10)), Err(SponsorshipError::Days));
    }

    #[test]
    fn consent_comes_first_and_something_is_promised() {
        let (one, today) = (sponsorship(), day(2026, 10));
        assert_eq!(one.check(today), Ok(()));
        let late = GuardianConsent { on: day(2026, 10), ..one.consent.clone() };
        assert_eq!(Sponsorship { consent: late, ..one.clone() }.check(today), Err(SponsorshipError::Days));
        let short = Sponsorship { until_on: Some(day(2026, 9)), ..one.clone() };
        assert_eq!(short.check(today), Err(SponsorshipError::Days));
        assert_eq!(Sponsorship { yearly: Money::ZERO, ..one }.check(today), Err(SponsorshipError::Amount));
    }
}
