//! What a role sees of a person. `docs/ARCHITECTURE.md` says why.

use guanai_kernel::FactRole;
use guanai_kernel::name::mask_name;
use guanai_scheme::{Answer, Beside, Entitled, Explanation, FactSet, Open, Pack, Refusal, Stands, Weighing};

use crate::actor::Role;

/// The facts that say whether somebody is a case of the branch.
const HARDSHIP: [FactRole; 2] = [FactRole::Hardship, FactRole::HardshipDegree];

/// How names are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// In clear.
    Clear,
    /// Masked: 张*三.
    Masked,
}

/// How identity numbers and phones are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// The end of the identity number; the phone in clear, for who calls people.
    EndAndPhone,
    /// The phone alone, in clear.
    Phone,
    /// The ends of both.
    Ends,
    /// Nothing of them.
    Nothing,
}

/// Whether facts that the pack calls sensitive, such as health, are shown, and answers that rest on them explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SensitiveFacts {
    /// They are.
    Shown,
    /// Whether somebody is recognised as in hardship and to which degree, and no more: no cause, no health, no income.
    Hardship,
    /// That there is one, and no more.
    Withheld,
}

/// Whether a need's words, which are people's own and may tell of health, are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// To whoever is to answer them.
    Shown,
    /// A decision needs the kind of need and its urgency, and no more.
    Withheld,
}

/// Whether the amount of an answer is told. A share of a bill tells the bill: where reasons are withheld, so is the amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountSight {
    /// It is, where there is one.
    Told,
    /// There is one, and the role does not see it.
    Withheld,
}

/// An answer as a role sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldAnswer {
    /// How it stands; without amount, tier and days where the reasons are withheld, because they would tell them.
    pub answer: Answer,
    /// Why; none where the reasons tell of facts that the role does not see.
    pub why: Option<Explanation>,
    /// Whether its amount is told.
    pub amount: AmountSight,
}

/// What a role sees of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// Names.
    pub names: Names,
    /// Numbers.
    pub numbers: Numbers,
    /// Health and the like.
    pub sensitive: SensitiveFacts,
    /// Whether needs are shown.
    pub sees_needs: bool,
    /// Whether their words are.
    pub words: Words,
}

impl Sight {
    /// Whether a telephone, and where somebody lives, is shown: to whoever calls and goes there.
    pub const fn sees_phone(self) -> bool {
        matches!(self.numbers, Numbers::EndAndPhone | Numbers::Phone)
    }

    /// What `role` sees of whoever is within its reach.
    pub const fn of(role: Role) -> Self {
        let (names, numbers, sensitive, sees_needs) = match role {
            Role::Console | Role::TownshipOfficer | Role::CountyOfficer | Role::Member => {
                (Names::Clear, Numbers::EndAndPhone, SensitiveFacts::Shown, true)
            }
            Role::BranchContact => (Names::Clear, Numbers::Phone, SensitiveFacts::Hardship, true),
            Role::CountyApprover => (Names::Clear, Numbers::Ends, SensitiveFacts::Shown, true),
            Role::Accountant | Role::Cashier => (Names::Clear, Numbers::Nothing, SensitiveFacts::Withheld, false),
            Role::Auditor | Role::Administrator => (Names::Masked, Numbers::Nothing, SensitiveFacts::Withheld, false),
        };
        let words = match role {
            Role::Console | Role::BranchContact | Role::TownshipOfficer | Role::CountyOfficer | Role::Member => {
                Words::Shown
            }
            Role::CountyApprover | Role::Accountant | Role::Cashier | Role::Auditor | Role::Administrator => {
                Words::Withheld
            }
        };
        Self { names, numbers, sensitive, sees_needs, words }
    }

    /// A name as it is shown.
    pub fn name(self, name: &str) -> String {
        match self.names {
            Names::Clear => name.to_owned(),
            Names::Masked => mask_name(name),
        }
    }

    /// Whether the value of a fact, by its name in the pack, is shown.
    pub fn shows(self, pack: &Pack, fact: &str, is_sensitive: bool) -> bool {
        match self.sensitive {
            SensitiveFacts::Shown => true,
            SensitiveFacts::Hardship => !is_sensitive || HARDSHIP.iter().any(|role| pack.fact_of(*role) == Some(fact)),
            SensitiveFacts::Withheld => !is_sensitive,
        }
    }

    /// Whether it is shown that somebody is recognised as in hardship.
    pub const fn sees_recognition(self) -> bool {
        !matches!(self.sensitive, SensitiveFacts::Withheld)
    }

    /// Reasons, where none of the facts of which they tell is kept from the role.
    pub fn reasons(self, pack: &Pack, why: Explanation) -> Option<Explanation> {
        let all = why.told_facts().all(|fact| self.shows(pack, &fact.fact, fact.sensitive));
        all.then_some(why)
    }

    /// What an amount is set against, where none of the facts of which it tells is kept from the role.
    pub fn beside(self, pack: &Pack, beside: Beside) -> Option<Beside> {
        let all = beside.facts.iter().all(|fact| self.shows(pack, &fact.fact, fact.sensitive));
        all.then_some(beside)
    }

    /// Conditions and tiers; how one stands that looks at a fact which is kept from the role is not said.
    pub fn weighing(self, pack: &Pack, mut weighing: Weighing) -> Weighing {
        let shown = |facts: FactSet| {
            facts.iter().map(|slot| pack.fact(slot)).all(|fact| self.shows(pack, &fact.name, fact.sensitive))
        };
        for one in weighing.conditions.iter_mut().filter(|one| !shown(one.facts)) {
            one.stands = Stands::Withheld;
        }
        for one in weighing.tiers.iter_mut().filter(|one| !one.is_chosen && !shown(one.facts)) {
            one.stands = Stands::Withheld;
        }
        weighing
    }

    /// An answer with its reasons; the bare answer where the reasons are withheld.
    pub fn answer(self, pack: &Pack, answer: Answer, why: Explanation) -> ToldAnswer {
        // Why it rests is said in words about the person.
        let is_kept = answer == Answer::DoesNotHold(Refusal::Paused) && !self.sees_recognition();
        if let Some(why) = self.reasons(pack, why).filter(|_| !is_kept) {
            return ToldAnswer { answer, why: Some(why), amount: AmountSight::Told };
        }
        let has_amount = matches!(&answer, Answer::Holds(entitled) if entitled.amount.is_some());
        let amount = if has_amount { AmountSight::Withheld } else { AmountSight::Told };
        ToldAnswer { answer: bare(&answer), why: None, amount }
    }

    /// Whether people may be searched by name: who sees masked names would learn them by trying.
    pub fn searches_names(self) -> bool {
        self.names == Names::Clear
    }
}

/// The answer without what would tell its reasons.
fn bare(answer: &Answer) -> Answer {
    match answer {
        Answer::Holds(_) => Answer::Holds(Entitled { tier: None, amount: None, starts_on: None, meanwhile: None }),
        Answer::DoesNotHold(Refusal::Paused) => Answer::DoesNotHold(Refusal::Paused),
        Answer::DoesNotHold(_) => Answer::DoesNotHold(Refusal::Condition),
        Answer::Undetermined(_) => Answer::Undetermined(Open::default()),
        Answer::Conflict { .. } => Answer::Conflict { tiers: Vec::new() },
        Answer::Fault(fault) => Answer::Fault(*fault),
    }
}
