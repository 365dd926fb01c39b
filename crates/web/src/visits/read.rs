//! What was typed into the form for a visit, as the use case takes it, with everything that is wrong at once.

use std::collections::BTreeSet;

use guanai_casework::{GiftKind, VisitAct, VisitManner};
use guanai_kernel::text::narrow;
use guanai_kernel::{Date, Money};

use super::record::{FactKind, RecordVisit, TypedGift, VisitChoices};
use crate::form::{FieldError, Fields, Typed};

/// Letters that a text may have.
const MOST_LETTERS: usize = 2_000;

/// Reads a visit.
pub(super) fn visit(typed: &Typed, choices: &VisitChoices, today: Date) -> Result<RecordVisit, Vec<FieldError>> {
    let mut fields = Fields::of(typed);
    let act = VisitAct::from_code(fields.choice("act", VisitAct::ALL.iter().map(|act| act.code())));
    let manner = VisitManner::from_code(fields.choice("manner", VisitManner::ALL.iter().map(|manner| manner.code())));
    let made_on = fields.date("made_on", Some(today));
    let known = |codes: &[crate::page::Choice], field: &str| -> BTreeSet<String> {
        let is_known = |code: &&str| codes.iter().any(|choice| choice.code == **code);
        typed.all(field).filter(is_known).map(str::to_owned).collect()
    };
    let occasions = known(&choices.occasions, "occasion");
    if occasions.is_empty() {
        fields.refuse("occasion", "web-error-choice", "");
    }
    let found = text(&mut fields, "found");
    let promise = promise(&mut fields, typed, made_on);
    let gift = gift(&mut fields, typed, act);
    let note = text(&mut fields, "confided");
    let facts = facts(&mut fields, typed, choices);
    let [companions, visitor, reason] = ["companions", "visitor", "reason"].map(|field| text(&mut fields, field));
    let begun_minute = begun_minute(&mut fields, typed);
    let duration = fields.whole_number_or_none("duration", 1, 1_440);
    let (act, manner) = (act.unwrap_or(VisitAct::Visit), manner.unwrap_or(VisitManner::InPerson));
    fields.finish(RecordVisit {
        person: choices.person.clone(),
        act,
        manner,
        made_on: made_on.unwrap_or(today),
        begun_minute,
        duration_min: duration.and_then(|minutes| u16::try_from(minutes).ok()),
        occasions,
        visitor,
        companions,
        also_seen: known(&choices.household, "seen"),
        reason,
        found,
        promise,
        gift,
        note,
        facts,
        tasks: typed
            .all("visit_task")
            .filter(|id| choices.tasks.iter().any(|task| task.id == **id))
            .map(str::to_owned)
            .collect(),
    })
}

fn text(fields: &mut Fields<'_>, field: &str) -> Option<String> {
    Some(fields.words_or_none(field, MOST_LETTERS)).filter(|words| !words.is_empty())
}

fn promise(fields: &mut Fields<'_>, typed: &Typed, made_on: Option<Date>) -> Option<(String, Option<Date>)> {
    let words = text(fields, "promise");
    let has_day = !typed.word("promise_due").trim().is_empty();
    let due_on = if has_day { fields.date("promise_due", None) } else { None };
    if let (Some(due_on), Some(made_on)) = (due_on, made_on)
        && due_on < made_on
    {
        fields.refuse("promise_due", "web-error-promise-day", "");
    }
    if words.is_none() && has_day {
        fields.refuse("promise", "web-error-promise-words", "");
    }
    words.map(|words| (words, due_on))
}

fn gift(fields: &mut Fields<'_>, typed: &Typed, act: Option<VisitAct>) -> Option<TypedGift> {
    let goods = text(fields, "gift_goods");
    let yuan = narrow(typed.word("gift_yuan"));
    let worth = if yuan.trim().is_empty() {
        None
    } else {
        let worth = Money::parse_yuan(yuan.trim()).ok().filter(|worth| *worth > Money::from_fen(0));
        if worth.is_none() {
            fields.refuse("gift_yuan", "web-error-amount", "");
        }
        worth
    };
    let has_kind = !typed.word("gift_kind").is_empty();
    if !has_kind && goods.is_none() && yuan.trim().is_empty() {
        return None;
    }
    if act.is_some_and(|act| act != VisitAct::VisitWithGift) {
        fields.refuse("gift_kind", "web-error-gift-act", "");
    }
    let kind = GiftKind::from_code(fields.choice("gift_kind", GiftKind::ALL.iter().map(|kind| kind.code())))?;
    if goods.is_none() && yuan.trim().is_empty() {
        fields.refuse("gift_yuan", "web-error-gift-nothing", "");
    }
    Some(TypedGift { kind, worth, goods })
}

/// `09:30`, `9：30` or `0930`, in minutes of the day.
fn begun_minute(fields: &mut Fields<'_>, typed: &Typed) -> Option<u16> {
    let text = narrow(typed.word("begun_at"));
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let (hour, minute) = match text.split_once(':') {
        Some(parts) => parts,
        None if text.len() == 4 && text.is_char_boundary(2) => text.split_at(2),
        None => ("", ""),
    };
    let part = |text: &str, most: u16| text.parse::<u16>().ok().filter(|number| *number <= most);
    let read = part(hour, 23).zip(part(minute, 59)).map(|(hour, minute)| hour * 60 + minute);
    if read.is_none() {
        fields.refuse("begun_at", "web-error-time", "");
    }
    read
}

/// What was typed for facts. An amount, a count or a day that is none is refused at its own field.
fn facts(fields: &mut Fields<'_>, typed: &Typed, choices: &VisitChoices) -> Vec<(String, String)> {
    let mut stated = Vec::new();
    for fact in &choices.facts {
        let field = fact.field.as_str();
        let text = narrow(typed.word(field)).trim().to_owned();
        if text.is_empty() {
            continue;
        }
        let read = match &fact.kind {
            FactKind::YesNo => ["true", "false"].contains(&text.as_str()).then(|| text.clone()),
            FactKind::OneOf(choices) => choices.iter().any(|choice| choice.code == text).then(|| text.clone()),
            FactKind::Count => text.replace(',', "").parse::<u32>().ok().map(|count| count.to_string()),
            FactKind::Yuan => {
                Money::parse_yuan(&text).ok().filter(|yuan| *yuan >= Money::from_fen(0)).map(|_| text.clone())
            }
            FactKind::Day => fields.date(field, None).map(|day| day.to_string()),
            FactKind::Words => Some(fields.words_or_none(field, 200)).filter(|words| !words.is_empty()),
        };
        match read {
            Some(text) => stated.push((fact.name.clone(), text)),
            None if matches!(fact.kind, FactKind::Day | FactKind::Words) => {}
            None => fields.refuse(field, "web-error-fact", fact.title.clone()),
        }
    }
    stated
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Choice;
    use crate::visits::FactField;

    const TODAY: Date = Date::constant(2026, 11, 23);

    fn choices() -> VisitChoices {
        let choice = |code: &str| Choice { code: code.into(), name: code.into() };
        let fact = |name: &str, kind| FactField {
            name: name.into(),
            field: format!("fact_{}", name.replace('.', "-")),
            title: name.into(),
            kind,
        };
        VisitChoices {
            person: "P".into(),
            name: "周桂兰".into(),
            organization: "支部".into(),
            died_on: None,
            as_before: None,
            promises: Vec::new(),
            tasks: Vec::new(),
            household: vec![choice("H")],
            occasions: vec![choice("regular"), choice("hardship")],
            facts: vec![fact("household.size", FactKind::Count), fact("benefit.dibao", FactKind::YesNo)],
            grants: None,
            draft: None,
        }
    }

    fn base() -> Typed {
        Typed::default()
            .with("act", "visit")
            .with("manner", "in-person")
            .with("made_on", "2026-11-23")
            .with("occasion", "regular")
    }

    fn wrong(typed: &Typed) -> Vec<String> {
        let errors = visit(typed, &choices(), TODAY).unwrap_err();
        errors.into_iter().map(|error| format!("{} {}", error.field, error.key)).collect()
    }

    #[test]
    fn four_fields_are_a_visit_and_the_rest_is_read_as_it_was_typed() {
        let least = visit(&base(), &choices(), TODAY).unwrap();
        assert_eq!((least.act, least.manner, least.made_on), (VisitAct::Visit, VisitManner::InPerson, TODAY));
        assert!(least.found.is_none() && least.promise.is_none() && least.gift.is_none() && least.facts.is_empty());
        let full = base()
            .with("seen", "H")
            .with("seen", "somebody else")
            .with("found", " 屋顶漏水 ")
            .with("promise", "请镇里派人")
            .with("promise_due", "2026年12月1日")
            .with("begun_at", "9：30")
            .with("duration", "40")
            .with("fact_household-size", "３")
            .with("fact_benefit-dibao", "false");
        let full = visit(&full, &choices(), TODAY).unwrap();
        assert_eq!(full.also_seen, BTreeSet::from(["H".to_owned()]));
        assert_eq!(full.found.as_deref(), Some("屋顶漏水"));
        assert_eq!(full.promise, Some(("请镇里派人".to_owned(), Some(Date::constant(2026, 12, 1)))));
        assert_eq!((full.begun_minute, full.duration_min), (Some(570), Some(40)));
        let facts = [("household.size", "3"), ("benefit.dibao", "false")].map(|(n, v)| (n.to_owned(), v.to_owned()));
        assert_eq!(full.facts, facts);
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_its_field() {
        assert_eq!(
            wrong(&Typed::default()),
            [
                "act web-error-choice",
                "manner web-error-choice",
                "made_on web-error-required",
                "occasion web-error-choice"
            ]
        );
        let cases = [
            (base().with("promise_due", "2026-12-01"), "promise web-error-promise-words"),
            (base().with("promise", "x").with("promise_due", "2026-11-01"), "promise_due web-error-promise-day"),
            (base().with("gift_kind", "cash").with("gift_yuan", "100"), "gift_kind web-error-gift-act"),
            (base().with("begun_at", "25:00"), "begun_at web-error-time"),
            (base().with("begun_at", "晚上"), "begun_at web-error-time"),
            (base().with("duration", "0"), "duration web-error-number"),
            (base().with("fact_household-size", "三口"), "fact_household-size web-error-fact"),
            (base().with("fact_benefit-dibao", "perhaps"), "fact_benefit-dibao web-error-fact"),
        ];
        for (typed, expected) in cases {
            assert_eq!(wrong(&typed), [expected]);
        }
    }

    #[test]
    fn a_gift_says_what_it_is() {
        let given = |fields: &[(&str, &str)]| {
            let begun = Typed::default()
                .with("act", "visit-with-gift")
                .with("manner", "in-person")
                .with("made_on", "2026-11-23")
                .with("occasion", "regular");
            fields.iter().fold(begun, |typed, (field, value)| typed.with(field, *value))
        };
        let gift =
            visit(&given(&[("gift_kind", "both"), ("gift_yuan", "300"), ("gift_goods", "米、油")]), &choices(), TODAY);
        let gift = gift.unwrap().gift.unwrap();
        assert_eq!(
            (gift.kind, gift.worth, gift.goods.as_deref()),
            (GiftKind::Both, Some(Money::from_fen(30_000)), Some("米、油"))
        );
        assert_eq!(wrong(&given(&[("gift_kind", "cash")])), ["gift_yuan web-error-gift-nothing"]);
        assert_eq!(wrong(&given(&[("gift_kind", "cash"), ("gift_yuan", "一百")])), ["gift_yuan web-error-amount"]);
        assert_eq!(wrong(&given(&[("gift_goods", "米")])), ["gift_kind web-error-choice"]);
    }
}
