//! Whom and what we have not reached (R9, R18, R66): the five lists, the next step beside a name, and what a table of counts
//! keeps to itself. The lists are of our duties that we missed, never of people who did something; nobody stands higher on one.

use guanai_kernel::civil::{add_days, add_months};
use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Date, Moment, Post, words};

words! {
    /// A list of what we missed.
    ReachList {
        /// 我们还没有走到的: nobody was in touch within the term of the guarantee.
        NoContact = "no-contact",
        /// 我们还没有帮着申请的: a standard holds, or may hold, and nobody ever applied.
        NeverApplied = "never-applied",
        /// 我们的标准还没有顾到的: in hardship, and every measure says no.
        Unserved = "unserved",
        /// 还没有帮到的: in hardship or with a confirmed need, and no help of any kind ever reached them (R66).
        NeverHelped = "never-helped",
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

/// That somebody was told of an organisation that did nothing; who was told stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuietTelling {
    /// Which organisation.
    pub organization_id: OrganizationId,
    /// The first day on which it was quiet: it names the stretch, and of a later one is told anew.
    pub quiet_from_on: Date,
    /// Who, by their account.
    pub account: String,
    /// At which post.
    pub post: Post,
    /// When.
    pub told_at: Moment,
}

/// The first day on which an organisation is quiet: it did nothing for the months, and the register knew it all the while.
pub fn quiet_from(last_on: Option<Date>, known_on: Date, months: u32) -> Option<Date> {
    let months = i32::try_from(months).ok()?;
    let known = add_months(known_on, months)?;
    match last_on {
        None => Some(known),
        Some(last_on) => Some(add_days(add_months(last_on, months)?, 1)?.max(known)),
    }
}

/// Who is to have heard by a day of an organisation that is quiet since another: whoever the rule names, so many weeks after.
pub fn told_of_quiet(rule: &[(u32, Post)], quiet_from_on: Date, today: Date) -> Vec<Post> {
    let due = |weeks: u32| add_days(quiet_from_on, i32::try_from(weeks.saturating_mul(7)).unwrap_or(i32::MAX));
    rule.iter().filter(|(weeks, _)| due(*weeks).is_some_and(|from| from <= today)).map(|(_, post)| *post).collect()
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
    fn an_organisation_is_quiet_months_after_its_last_doing_and_told_of_weeks_after_that() {
        let day = |month, day| Date::constant(2026, month, day);
        assert_eq!(quiet_from(Some(day(3, 31)), day(1, 1), 3), Some(day(7, 1)));
        assert_eq!(quiet_from(Some(day(1, 5)), day(2, 1), 3), Some(day(5, 1)), "of before it was known nobody knows");
        assert_eq!(quiet_from(None, day(6, 30), 3), Some(day(9, 30)));
        let rule = [(0, Post::Township), (4, Post::County)];
        for (today, told) in [
            (day(6, 29), vec![]),
            (day(6, 30), vec![Post::Township]),
            (day(7, 27), vec![Post::Township]),
            (day(7, 28), vec![Post::Township, Post::County]),
        ] {
            assert_eq!(told_of_quiet(&rule, day(6, 30), today), told, "{today}");
        }
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
