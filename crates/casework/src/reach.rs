//! Whom and what we have not reached (R9, R18, R66): the four lists, the next step beside a name, and what a table of counts
//! keeps to itself. The lists are of our duties that we missed, never of people who did something; nobody stands higher on one.

use guanai_kernel::words;

words! {
    /// A list of what we missed.
    ReachList {
        /// 我们还没有走到的: nobody was in touch within the term of the guarantee.
        NoContact = "no-contact",
        /// 我们还没有帮着申请的: a standard holds, or may hold, and nobody ever applied.
        NeverApplied = "never-applied",
        /// 我们的标准还没有顾到的: in hardship, and every measure says no.
        Unserved = "unserved",
        /// 还没有动起来的党组织: nothing was done in the stretch of months.
        Quiet = "quiet",
    }
}

words! {
    /// What comes next for somebody with whom nobody was in touch.
    NextStep {
        /// 走访
        Visit = "visit",
        /// 到家里看: they cannot come out.
        VisitAtHome = "visit-at-home",
        /// 打电话
        Call = "call",
        /// 请流入地党组织联系
        HandOver = "hand-over",
    }
}

/// How somebody can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reachability {
    /// How they can be met.
    pub meets: Meets,
    /// Where they are.
    pub place: Place,
}

/// How somebody can be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Meets {
    /// As anybody is.
    #[default]
    Anywhere,
    /// At home alone: they keep to their bed, or can hardly walk.
    AtHome,
    /// By telephone: they wish nobody at their home.
    ByPhone,
}

/// Where somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Place {
    /// Where they belong.
    #[default]
    Here,
    /// Away or abroad.
    Away,
    /// Floating, and it is known where to: an organisation there receives them.
    Received,
}

impl Reachability {
    /// The next step. Where somebody is comes first: nobody knocks on the door of an empty house.
    pub const fn next_step(self) -> NextStep {
        match (self.place, self.meets) {
            (Place::Received, _) => NextStep::HandOver,
            (Place::Away, _) | (Place::Here, Meets::ByPhone) => NextStep::Call,
            (Place::Here, Meets::AtHome) => NextStep::VisitAtHome,
            (Place::Here, Meets::Anywhere) => NextStep::Visit,
        }
    }
}

/// A count as a table over many places shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShownCount {
    /// So many.
    Told(u64),
    /// Some, and so few that the number would tell of somebody; or kept back, so that those few cannot be reckoned.
    Few,
}

/// The counts of a table, and their sum, in which no count from one up to `below` (not with it) can be read or reckoned from the
/// others: where one is kept back, the next in size is too; where there is no other, so is the sum.
pub fn protected(counts: &[u64], below: u64) -> (Vec<ShownCount>, ShownCount) {
    let is_small = |count: u64| count > 0 && count < below;
    let mut shown: Vec<ShownCount> =
        counts.iter().map(|count| if is_small(*count) { ShownCount::Few } else { ShownCount::Told(*count) }).collect();
    let sum = counts.iter().fold(0_u64, |sum, count| sum.saturating_add(*count));
    let kept_back = shown.iter().filter(|count| **count == ShownCount::Few).count();
    let mut total = ShownCount::Told(sum);
    if kept_back == 1 {
        let others = counts.iter().enumerate().filter(|(_, count)| **count >= below && **count > 0);
        match others.min_by_key(|(_, count)| **count).map(|(at, _)| at) {
            Some(at) => {
                if let Some(other) = shown.get_mut(at) {
                    *other = ShownCount::Few;
                }
            }
            None => total = ShownCount::Few,
        }
    }
    (shown, total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_somebody_is_decides_before_how_they_are_met() {
        let step = |place, meets| Reachability { meets, place }.next_step();
        for meets in [Meets::Anywhere, Meets::AtHome, Meets::ByPhone] {
            assert_eq!(step(Place::Away, meets), NextStep::Call);
            assert_eq!(step(Place::Received, meets), NextStep::HandOver);
        }
        assert_eq!(step(Place::Here, Meets::AtHome), NextStep::VisitAtHome);
        assert_eq!(step(Place::Here, Meets::ByPhone), NextStep::Call);
        assert_eq!(step(Place::Here, Meets::Anywhere), NextStep::Visit);
    }

    #[test]
    fn a_few_are_kept_back_and_cannot_be_reckoned_from_the_sum() {
        use ShownCount::{Few, Told};
        assert_eq!(protected(&[0, 5, 9], 3), (vec![Told(0), Told(5), Told(9)], Told(14)));
        assert_eq!(protected(&[0, 2, 9, 5], 3), (vec![Told(0), Few, Told(9), Few], Told(16)));
        assert_eq!(protected(&[1, 2, 9], 3), (vec![Few, Few, Told(9)], Told(12)));
        assert_eq!(protected(&[0, 2], 3), (vec![Told(0), Few], Few));
        assert_eq!(protected(&[], 3), (vec![], Told(0)));
        assert_eq!(
            protected(&[1, 2], 0),
            (vec![Told(1), Told(2)], Told(3)),
            "nothing is kept back where nothing is small"
        );
    }
}
