//! The five guarantees as the pack lays them down: what starts each clock, within how many days, what stops it, who hears of
//! it; the reasons for which a clock may rest, and the words of somebody in distress.

use guanai_kernel::workdays::{CalendarError, PublishedYear};
use guanai_kernel::{Guarantee, Occasion, Post, Term, WorkCalendar};

use crate::needs::folded;
use crate::pack::Pack;
use crate::pack::manifest::Clause;
use crate::text::Text;

/// The urgency of a question with words of distress in it, beside those of `needs.toml`.
pub const CRISIS: &str = "crisis";

/// One of the five, as the pack lays it down.
#[derive(Debug, Clone)]
pub struct GuaranteeStandard {
    /// Which.
    pub guarantee: Guarantee,
    /// What it is called: 平时有人访.
    pub name: Text,
    /// Its one letter on a clock's face: 访.
    pub mark: Text,
    /// What it promises, in a sentence.
    pub about: Text,
    /// Where it is laid down.
    pub clause: Clause,
    /// What starts a clock.
    pub starts: Vec<Occasion>,
    /// What stops it: the guarantee was kept.
    pub stops: Vec<Occasion>,
    /// What ends it without its having been kept: there is nothing left to do.
    pub ends: Vec<Occasion>,
    /// How long, for whom. The first rule that fits counts; the last fits everybody.
    pub rules: Vec<GuaranteeRule>,
}

/// How long a clock runs, for whom, and who hears of it.
#[derive(Debug, Clone)]
pub struct GuaranteeRule {
    /// Its id; it says the length and nothing of a person, since it is kept beside their clock.
    pub id: String,
    /// The rule in a sentence.
    pub name: Text,
    /// Only for these classes; everybody where there are none.
    pub classes: Vec<String>,
    /// Only for what is of these urgencies; any where there are none.
    pub urgencies: Vec<String>,
    /// Within what.
    pub within: Term,
    /// Within what the next clock runs that begins when this one is stopped; none begins where there is none.
    pub again: Option<Term>,
    /// Whether only somebody who came keeps it: a call or a message keeps 联系 and no 走访.
    pub face_to_face: bool,
    /// How long before its end it is at risk.
    pub at_risk: Term,
    /// Who hears when it starts.
    pub tell_at_start: Vec<Post>,
    /// Who hears when it is at risk.
    pub tell_at_risk: Vec<Post>,
    /// Who hears when it is late, upwards: so many working days after its last day.
    pub tell_late: Vec<LateStep>,
}

/// Who hears of a late clock, and from when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateStep {
    /// Working days after the last day of the term; 0 is the first day on which it is late.
    pub after_working_days: u32,
    /// Who.
    pub to: Post,
}

/// A reason for which a clock rests or a guarantee is not owed.
#[derive(Debug, Clone)]
pub struct RestReason {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Text,
    /// For which guarantees.
    pub guarantees: Vec<Guarantee>,
    /// The most days for one statement of it; whoever still needs it says so again.
    pub longest_days: u32,
}

/// A fact whose value tells that something happened: it came to be one of these codes, or no longer is.
#[derive(Debug, Clone)]
pub struct FactOccasion {
    /// The fact.
    pub fact: String,
    /// The codes.
    pub codes: Vec<String>,
    /// What happened when it came to be one of them.
    pub begins: Occasion,
    /// What happened when it no longer is.
    pub over: Occasion,
}

/// All of `guarantees.toml`, and the published calendars.
#[derive(Debug, Clone)]
pub struct Guarantees {
    /// The five, in their order.
    pub standards: Vec<GuaranteeStandard>,
    /// Why a clock may rest.
    pub pauses: Vec<RestReason>,
    /// Why a guarantee may not be owed.
    pub exemptions: Vec<RestReason>,
    /// What is entered within so many working days counts on the day it happened, what is entered later on the day it was
    /// entered: what was late does not become timely by a note written afterwards.
    pub entry_working_days: u32,
    /// Facts that tell that something happened.
    pub fact_occasions: Vec<FactOccasion>,
    /// Words of somebody in distress.
    pub crisis_words: Vec<String>,
    /// What is said to them at once.
    pub crisis_reply: Text,
    /// By when letters are to have a receipt; none where the pack gives them no term.
    pub letters: Option<LetterTerms>,
    /// The published calendars.
    pub calendar: WorkCalendar,
    /// The same, year by year.
    pub years: Vec<PublishedYear>,
    /// Where each year's calendar was published.
    pub calendar_sources: Vec<CalendarSource>,
}

/// By when letters 介绍信、接洽函 are to have a receipt, in days.
#[derive(Debug, Clone)]
pub struct LetterTerms {
    /// Of a transfer.
    pub receipt_days: u32,
    /// Of a letter about a floating member.
    pub slip_days: u32,
    /// For how many days before the last one is at risk.
    pub risk_days: u32,
    /// After how many days past the last the county hears.
    pub county_after_days: u32,
    /// Where it is laid down.
    pub clause: Clause,
}

/// Where a year's calendar was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarSource {
    /// The year.
    pub year: i16,
    /// The notice.
    pub title: Text,
    /// Its number.
    pub number: String,
    /// Where it stands.
    pub url: String,
}

impl Guarantees {
    /// The standard of one of the five; a pack without it was refused.
    pub fn standard(&self, guarantee: Guarantee) -> Option<&GuaranteeStandard> {
        self.standards.iter().find(|standard| standard.guarantee == guarantee)
    }

    /// A reason to pause, by its code.
    pub fn pause(&self, code: &str) -> Option<&RestReason> {
        self.pauses.iter().find(|reason| reason.code == code)
    }

    /// A reason not to owe, by its code.
    pub fn exemption(&self, code: &str) -> Option<&RestReason> {
        self.exemptions.iter().find(|reason| reason.code == code)
    }
}

impl RestReason {
    /// Whether it may be given for this guarantee.
    pub fn fits(&self, guarantee: Guarantee) -> bool {
        self.guarantees.contains(&guarantee)
    }
}

/// A year's calendar to be laid over the folder's.
#[derive(Debug, Clone)]
pub struct LaidYear {
    /// Its days.
    pub days: PublishedYear,
    /// Where they were published.
    pub source: CalendarSource,
}

impl Guarantees {
    /// Each takes the place of what was known of its year; days that contradict another year's are refused.
    fn lay_years(&mut self, laid: &[LaidYear]) -> Result<(), CalendarError> {
        for year in laid {
            self.years.retain(|known| known.year != year.days.year);
            self.years.push(year.days.clone());
            self.calendar_sources.retain(|known| known.year != year.source.year);
            self.calendar_sources.push(year.source.clone());
        }
        self.years.sort_by_key(|year| year.year);
        self.calendar_sources.sort_by_key(|source| source.year);
        self.calendar = WorkCalendar::new(self.years.clone())?;
        Ok(())
    }
}

impl Pack {
    /// The pack with years' calendars laid over it, in their order: of a year the last one holds.
    pub fn with_years(&self, laid: &[LaidYear]) -> Result<Self, CalendarError> {
        let mut pack = self.clone();
        pack.guarantees.lay_years(laid)?;
        Ok(pack)
    }

    /// Whether somebody's words tell of distress, so that a duty person hears at once. It errs towards hearing.
    pub fn tells_of_distress(&self, text: &str) -> bool {
        let text = folded(text);
        self.guarantees().crisis_words.iter().any(|word| text.contains(&folded(word)))
    }
}
