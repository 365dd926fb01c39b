//! The closed set of functions that expressions may call.

use crate::pack::facts::{COUNT, SUM};
use crate::value::Type;

/// A function of the pack language, as programs call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Function {
    /// Completed years from a day to a day.
    YearsSince,
    /// Completed months from a day to a day.
    MonthsSince,
    /// Days from one day to another.
    DaysBetween,
    /// Completed years of full membership on a day, less interruptions.
    SeniorityYears,
    /// The day on which seniority reaches so many years.
    SeniorityReached,
    /// The anniversary so many years later.
    YearsAfter,
    /// So many months later.
    MonthsAfter,
    /// So many days later.
    DaysAfter,
    /// The first day of the following month.
    MonthAfter,
    /// Working days from one day to another.
    WorkingDaysBetween,
    /// The last day of a term of so many working days.
    WorkingDaysAfter,
    /// A date's year.
    Year,
    /// A date's month.
    Month,
    /// A date from year, month and day.
    DateOf,
    /// The smaller of two.
    Min,
    /// The larger of two.
    Max,
    /// How many members a list has.
    Size,
    /// So many yuan.
    Yuan,
    /// So many fen.
    Fen,
}

/// What a function takes in one place.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Argument {
    /// An expression of this type.
    Of(Type),
    /// The word `person`, which stands for this date fact.
    Person(&'static str),
}

/// How a function is called.
#[derive(Debug)]
pub(crate) struct Signature {
    pub name: &'static str,
    /// For messages.
    pub usage: &'static str,
    pub function: Function,
    pub arguments: &'static [Argument],
    /// Whether a last argument, the day of reckoning, may be left out for the day of assessment.
    pub reckoned: bool,
    pub result: Type,
}

const DATE: Argument = Argument::Of(Type::Date);
const INT: Argument = Argument::Of(Type::Int);
const BORN: Argument = Argument::Person("person.birth_on");
const JOINED: Argument = Argument::Person("person.joined_on");
const FULL: Argument = Argument::Person("person.full_on");

const fn row(
    name: &'static str,
    usage: &'static str,
    function: Function,
    arguments: &'static [Argument],
    reckoned: bool,
    result: Type,
) -> Signature {
    Signature { name, usage, function, arguments, reckoned, result }
}

/// Every function with fixed types. `min`, `max`, `size`, `date("…")`, `age_on` and `known` are met in the checker.
pub(crate) const SIGNATURES: &[Signature] = &[
    row("years_since", "years_since(date) / years_since(date, on)", Function::YearsSince, &[DATE], true, Type::Int),
    row("months_since", "months_since(date) / months_since(date, on)", Function::MonthsSince, &[DATE], true, Type::Int),
    row("days_between", "days_between(date, date)", Function::DaysBetween, &[DATE, DATE], false, Type::Int),
    row("age", "age(person) / age(person, on)", Function::YearsSince, &[BORN], true, Type::Int),
    row(
        "seniority_years",
        "seniority_years(person) / seniority_years(person, on)",
        Function::SeniorityYears,
        &[FULL],
        true,
        Type::Int,
    ),
    row(
        "membership_years",
        "membership_years(person) / membership_years(person, on)",
        Function::YearsSince,
        &[JOINED],
        true,
        Type::Int,
    ),
    row(
        "seniority_reached",
        "seniority_reached(person, years)",
        Function::SeniorityReached,
        &[FULL, INT],
        false,
        Type::Date,
    ),
    row("years_after", "years_after(date, years)", Function::YearsAfter, &[DATE, INT], false, Type::Date),
    row("months_after", "months_after(date, months)", Function::MonthsAfter, &[DATE, INT], false, Type::Date),
    row("days_after", "days_after(date, days)", Function::DaysAfter, &[DATE, INT], false, Type::Date),
    row(
        "working_days_between",
        "working_days_between(date, date)",
        Function::WorkingDaysBetween,
        &[DATE, DATE],
        false,
        Type::Int,
    ),
    row(
        "working_days_after",
        "working_days_after(date, days)",
        Function::WorkingDaysAfter,
        &[DATE, INT],
        false,
        Type::Date,
    ),
    row("month_after", "month_after(date)", Function::MonthAfter, &[DATE], false, Type::Date),
    row("year", "year(date)", Function::Year, &[DATE], false, Type::Int),
    row("month", "month(date)", Function::Month, &[DATE], false, Type::Int),
    row("date", "date(\"2026-01-31\") / date(year, month, day)", Function::DateOf, &[INT, INT, INT], false, Type::Date),
    row("yuan", "yuan(150)", Function::Yuan, &[INT], false, Type::Money),
    row("fen", "fen(50)", Function::Fen, &[INT], false, Type::Money),
];

/// The names of all functions, for messages.
pub(crate) fn names() -> String {
    let special = ["age_on", "min", "max", "size", "known", SUM, COUNT];
    SIGNATURES.iter().map(|s| s.name).chain(special).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::names;

    /// Whoever writes a pack finds every function in its README, in Chinese and in English.
    #[test]
    fn every_function_stands_in_the_readme_of_both_packs() {
        let readmes = [
            include_str!("../../../../schemes/county/README.md"),
            include_str!("../../../../schemes/mutual-aid/README.md"),
        ];
        for name in names().split(' ') {
            for readme in readmes {
                assert!(readme.contains(&format!("`{name}(")), "{name}");
            }
        }
    }
}
