//! Where the care fund's money comes from 资金来源 (R25): how certain each source is, how much hangs on the largest, how long the money
//! lasts, and what if the largest fails or no pledge is kept. A pledge is never cash, and what has expired counts no more.

use std::collections::BTreeMap;

use guanai_kernel::ids::FundSourceId;
use guanai_kernel::{Date, Moment, Money, words};

words! {
    /// What kind of source it is.
    SourceKind {
        /// 财政
        Finance = "finance",
        /// 党费
        Dues = "dues",
        /// 捐赠
        Donation = "donation",
        /// 其他
        Other = "other",
    }
}

words! {
    /// How certain it is, the least certain first.
    Grade {
        /// 有希望
        Hoped = "hoped",
        /// 认捐、口头答应
        Pledged = "pledged",
        /// 书面确认
        Confirmed = "confirmed",
        /// 已到账: it stands in the books, and is not counted a second time.
        Received = "received",
    }
}

/// Somebody who acted, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceHand {
    /// Who.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// That a grade is to be raised, on what evidence; another has to confirm it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaiseAsked {
    /// To which.
    pub grade: Grade,
    /// What shows it: the document's number, or the voucher.
    pub evidence: String,
    /// Who asked.
    pub asked: SourceHand,
}

/// What one source gives in one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundSource {
    /// Its id.
    pub source_id: FundSourceId,
    /// The body or channel; never a person's name.
    pub name: String,
    /// Of what kind.
    pub kind: SourceKind,
    /// For which year.
    pub year: i16,
    /// How much.
    pub amount: Money,
    /// The last day on which it still may come; none where nothing ends it before its year is over.
    pub expires_on: Option<Date>,
    /// How certain it is.
    pub grade: Grade,
    /// A raise that waits.
    pub raise: Option<RaiseAsked>,
    /// What the grade stands on, once it was raised, or why it was lowered.
    pub evidence: Option<String>,
    /// Who wrote it down.
    pub recorded: SourceHand,
    /// Who changed the grade last.
    pub graded: Option<SourceHand>,
}

/// Why a grade is not changed so. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GradeError {
    /// It is no raise.
    #[error("a raise leads to a grade above {}", grade.code())]
    NotAbove {
        /// Where it stands.
        grade: Grade,
    },
    /// It is no lowering.
    #[error("a lowering leads to a grade below {}", grade.code())]
    NotBelow {
        /// Where it stands.
        grade: Grade,
    },
    /// A raise waits already, or none does.
    #[error("no raise waits, or one waits already: read it again")]
    Raise,
    /// Whoever asked for a raise does not confirm it.
    #[error("whoever asked for a raise does not confirm it: a second person must")]
    OwnHand,
    /// It has expired.
    #[error("this source has expired and is raised no more")]
    Expired,
}

impl GradeError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAbove { .. } => "source-not-above",
            Self::NotBelow { .. } => "source-not-below",
            Self::Raise => "source-raise",
            Self::OwnHand => "source-own-hand",
            Self::Expired => "source-expired",
        }
    }
}

impl FundSource {
    /// Whether it can come no more: received is received, and stays.
    pub fn is_expired(&self, today: Date) -> bool {
        self.grade != Grade::Received
            && (self.year < today.year() || self.expires_on.is_some_and(|expires| expires < today))
    }

    /// It, with a raise that waits.
    pub fn asked(&self, raise: RaiseAsked, today: Date) -> Result<Self, GradeError> {
        if raise.grade <= self.grade {
            return Err(GradeError::NotAbove { grade: self.grade });
        }
        if self.raise.is_some() {
            return Err(GradeError::Raise);
        }
        if self.is_expired(today) {
            return Err(GradeError::Expired);
        }
        Ok(Self { raise: Some(raise), ..self.clone() })
    }

    /// It, once a second person confirmed the raise.
    pub fn confirmed(&self, hand: SourceHand, today: Date) -> Result<Self, GradeError> {
        let raise = self.raise.as_ref().ok_or(GradeError::Raise)?;
        if raise.asked.by == hand.by {
            return Err(GradeError::OwnHand);
        }
        if self.is_expired(today) {
            return Err(GradeError::Expired);
        }
        let (grade, evidence) = (raise.grade, Some(raise.evidence.clone()));
        Ok(Self { grade, evidence, raise: None, graded: Some(hand), ..self.clone() })
    }

    /// It, lowered at once: caution needs no second person. A raise that waits falls with it.
    pub fn lowered(&self, grade: Grade, why: String, hand: SourceHand) -> Result<Self, GradeError> {
        if grade >= self.grade {
            return Err(GradeError::NotBelow { grade: self.grade });
        }
        Ok(Self { grade, evidence: Some(why), raise: None, graded: Some(hand), ..self.clone() })
    }
}

/// How much hangs on few.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concentration {
    /// The largest source by name.
    pub largest: String,
    /// Its share, in a hundred, rounded up.
    pub largest_percent: u32,
    /// The sum of the squares of the shares, of ten thousand: ten thousand is a single source.
    pub herfindahl: u32,
    /// As if so many sources of one size gave alike, in tenths, rounded down.
    pub alike_tenths: u32,
}

/// How much hangs on few of these sources; none where nothing comes.
pub fn concentration<'s>(sources: impl IntoIterator<Item = (&'s str, Money)>) -> Option<Concentration> {
    let mut by_name: BTreeMap<&str, u128> = BTreeMap::new();
    for (name, amount) in sources {
        let fen = u128::try_from(amount.fen()).unwrap_or(0);
        let sum = by_name.entry(name).or_default();
        *sum = sum.saturating_add(fen);
    }
    let total = by_name.values().fold(0_u128, |sum, fen| sum.saturating_add(*fen));
    if total == 0 {
        return None;
    }
    let (largest, most) = by_name.iter().max_by_key(|(name, fen)| (**fen, std::cmp::Reverse(**name)))?;
    let squares = by_name.values().fold(0_u128, |sum, fen| sum.saturating_add(fen.saturating_mul(*fen)));
    let whole = total.saturating_mul(total);
    let herfindahl = squares.saturating_mul(10_000).checked_div(whole)?;
    let alike = whole.saturating_mul(10).checked_div(squares)?;
    Some(Concentration {
        largest: (*largest).to_owned(),
        largest_percent: u32::try_from(most.saturating_mul(100).div_ceil(total)).unwrap_or(100),
        herfindahl: u32::try_from(herfindahl).unwrap_or(10_000),
        alike_tenths: u32::try_from(alike).unwrap_or(u32::MAX),
    })
}

/// Years that are looked ahead at most.
pub const MOST_YEARS: u32 = 10;

/// How many months the money lasts, from the first of the month of `today` on: what is there, and what each year still brings, against
/// what a year costs. A year's money is taken to come within its year. None where nothing is spent; at most [`MOST_YEARS`] years.
pub fn months_of_cover(there: Money, brings: &BTreeMap<i16, Money>, year_costs: Money, today: Date) -> Option<u32> {
    let costs = i128::from(year_costs.fen());
    if costs <= 0 {
        return None;
    }
    let mut cash = i128::from(there.fen()).max(0);
    let mut months = 0_u32;
    let most = MOST_YEARS.saturating_mul(12);
    let mut year = today.year();
    let mut left = 13_i128.saturating_sub(i128::from(today.month()));
    while months < most {
        let brought = brings.get(&year).map_or(0, |amount| i128::from(amount.fen()).max(0));
        cash = cash.saturating_add(brought);
        // How many whole months of this year it pays for.
        let paid = cash.saturating_mul(12).checked_div(costs).unwrap_or(0).min(left);
        months = months.saturating_add(u32::try_from(paid).unwrap_or(0));
        if paid < left {
            break;
        }
        cash = cash.saturating_sub(costs.saturating_mul(left).checked_div(12).unwrap_or(0));
        left = 12;
        year = year.saturating_add(1);
    }
    Some(months.min(most))
}

/// What is known of the fund's outlook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// What this year's sources come to, by grade; what has expired is in none.
    pub this_year: BTreeMap<Grade, Money>,
    /// How much hangs on few of what was received or confirmed for this year.
    pub concentration: Option<Concentration>,
    /// Months that the cash alone lasts; none where nothing is spent.
    pub cash_alone: Option<u32>,
    /// Months, if what is confirmed comes, and no pledge is kept.
    pub no_pledge_kept: Option<u32>,
    /// Months, if pledges are kept too. Hopes never count.
    pub pledges_kept: Option<u32>,
    /// Months, if pledges are kept but the largest source still to come is lost.
    pub largest_lost: Option<u32>,
    /// Which that is.
    pub largest_to_come: Option<String>,
}

/// Reckons the outlook: what is there, what a year costs, and which sources are known.
pub fn outlook(sources: &[FundSource], there: Money, year_costs: Money, today: Date) -> Outlook {
    let live: Vec<&FundSource> = sources.iter().filter(|source| !source.is_expired(today)).collect();
    let mut this_year: BTreeMap<Grade, Money> = BTreeMap::new();
    for source in live.iter().filter(|source| source.year == today.year()) {
        add(this_year.entry(source.grade).or_default(), source.amount);
    }
    let sure = live.iter().filter(|source| source.year == today.year() && source.grade >= Grade::Confirmed);
    let concentration = concentration(sure.map(|source| (source.name.as_str(), source.amount)));
    // What was received stands in the books already: it comes a second time nowhere.
    let to_come =
        |least: Grade| live.iter().filter(move |source| source.grade >= least && source.grade < Grade::Received);
    let mut by_name: BTreeMap<&str, Money> = BTreeMap::new();
    for source in to_come(Grade::Pledged) {
        add(by_name.entry(&source.name).or_default(), source.amount);
    }
    let largest = by_name.iter().max_by_key(|(name, amount)| (**amount, std::cmp::Reverse(**name)));
    let largest: Option<&str> = largest.map(|(name, _)| *name);
    let lasts = |least: Grade, without: Option<&str>| {
        let mut brings: BTreeMap<i16, Money> = BTreeMap::new();
        for source in to_come(least).filter(|source| Some(source.name.as_str()) != without) {
            add(brings.entry(source.year).or_default(), source.amount);
        }
        months_of_cover(there, &brings, year_costs, today)
    };
    Outlook {
        this_year,
        concentration,
        cash_alone: months_of_cover(there, &BTreeMap::new(), year_costs, today),
        no_pledge_kept: lasts(Grade::Confirmed, None),
        pledges_kept: lasts(Grade::Pledged, None),
        largest_lost: lasts(Grade::Pledged, largest),
        largest_to_come: largest.map(str::to_owned),
    }
}

fn add(sum: &mut Money, amount: Money) {
    *sum = Money::from_fen(sum.fen().saturating_add(amount.fen()));
}

#[cfg(test)]
mod tests;
