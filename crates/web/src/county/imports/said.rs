//! What the desk tells, in words: values, differences, what hangs on a decision.

use guanai_app::Standards;
use guanai_app::import::desk::read::{Row, Rows as Found};
use guanai_app::import::told::{
    About, Answered, Becomes as Became, Difference as Differs, Effect, Said, ToldAbsence, ToldChange, ToldConflict,
    ToldMatter, ToldOddity,
};
use guanai_app::standing::Standing;
use guanai_i18n::Put;
use guanai_kernel::Money;
use guanai_kernel::codes::Ethnicity;
use guanai_kernel::ids::OrganizationId;
use guanai_scheme::{show_date, show_money};

use super::super::words::Words;
use crate::imports::{
    AbsentRow, Becomes, ChangedRow, Conflict, Decision, Difference, RefusedRow, Rows, Verdict, WarnedRow, Written,
};
use crate::page::Choice;

/// Effects that are shown; of more, how many there are is said.
const EFFECTS: usize = 3;

/// Puts into words what the desk tells.
pub(super) struct Telling<'a> {
    pub words: Words<'a>,
    pub standards: &'a Standards,
    pub standing: &'a Standing,
}

impl Telling<'_> {
    /// What a book is called.
    pub fn book(&self, code: &str) -> String {
        self.standards.book_name(code, self.words.lang)
    }

    /// What an organisation is called.
    pub fn organization(&self, id: OrganizationId) -> String {
        let found = self.standing.organizations.get(&id).map(|found| found.name.clone());
        found.unwrap_or_else(|| self.words.say("web-organization-nowhere"))
    }

    /// A page of what was found.
    pub fn rows(&self, found: &Found) -> Rows {
        match found {
            Found::Conflicts(rows) => Rows::Conflicts(rows.iter().map(|row| self.conflict(row)).collect()),
            Found::Warned(rows) => Rows::Warned(rows.iter().map(|row| self.oddity(row)).collect()),
            Found::Changed(rows) => Rows::Changed(rows.iter().map(|row| self.change(row)).collect()),
            Found::Absent(rows) => Rows::Absent(rows.iter().map(|row| self.absence(row)).collect()),
            Found::Refused(rows) => Rows::Refused(
                rows.iter()
                    .map(|row| RefusedRow {
                        book: self.book(row.book.code()),
                        place: self.place(&place(&row.place.file, &row.place.sheet, row.place.row)),
                        name: self.standards.name_in_refused(row),
                        problems: self.standards.said_of_refused(row, self.words.lang),
                    })
                    .collect(),
            ),
        }
    }

    /// `党员花名册.xlsx 农村 17` as `党员花名册.xlsx 农村 第17行`.
    fn place(&self, place: &str) -> String {
        match place.rsplit_once(' ') {
            Some((file, row)) if row.bytes().all(|b| b.is_ascii_digit()) => {
                self.words.texts.text("web-place", &[("file", Put::from(file)), ("row", Put::from(row))])
            }
            _ => place.to_owned(),
        }
    }

    fn somewhere(organization: Option<&String>) -> String {
        organization.cloned().unwrap_or_default()
    }

    fn conflict(&self, row: &Row<ToldConflict>) -> Conflict {
        let told = &row.told;
        let written = |(value, place): &(Said, String)| Written { value: self.say(value), place: self.place(place) };
        Conflict {
            person: told.person_id.map(|id| id.to_string()),
            name: told.name.clone(),
            organization: Self::somewhere(told.organization.as_ref()),
            column: self.about(&told.book, &told.about),
            here: written(&told.here),
            there: written(&told.there),
            effects: match &told.matter {
                Some(matter) => self.effects(&matter.effects),
                None => vec![self.words.say("web-effect-voucher")],
            },
            decision: self.decision(row, told.matter.as_ref()),
        }
    }

    fn oddity(&self, row: &Row<ToldOddity>) -> WarnedRow {
        let told = &row.told;
        let column = self.standards.column_name(&told.book, &told.column, self.words.lang);
        let said = self.standards.said_of_row(&told.reason, &column, &told.read, self.words.lang);
        let warning = said.unwrap_or_else(|| {
            let what = self.words.say(&format!("reason-{}", told.reason));
            let values = [("what", Put::from(&what)), ("column", Put::from(&column)), ("read", Put::from(&told.read))];
            self.words.texts.text("web-warned-value", &values)
        });
        let settles = told.matter.as_ref().filter(|matter| matter.may.contains(&Verdict::Take));
        WarnedRow {
            person: told.person_id.map(|id| id.to_string()),
            name: told.name.clone().unwrap_or_else(|| self.book(&told.book)),
            organization: Self::somewhere(told.organization.as_ref()),
            place: self.place(&told.place),
            warning,
            effects: settles.map(|matter| self.effects(&matter.effects)).unwrap_or_default(),
            decision: self.decision(row, told.matter.as_ref()),
        }
    }

    fn decision<T>(&self, row: &Row<T>, matter: Option<&ToldMatter>) -> Option<Decision> {
        let matter = matter?;
        let family = if matter.may.contains(&Verdict::Take) {
            match matter.key.kind.code() {
                "values_differ" => "web-verdict-",
                _ => "web-verdict-number-",
            }
        } else {
            "web-verdict-seen-"
        };
        let choices = matter.may.iter().map(|verdict| Choice {
            code: verdict.code().to_owned(),
            name: self.words.say(&format!("{family}{}", verdict.code())),
        });
        Some(Decision {
            key: row.key.as_ref()?.to_string(),
            choices: choices.collect(),
            verdict: row.verdict,
            is_settled: row.is_settled,
        })
    }

    fn change(&self, told: &ToldChange) -> ChangedRow {
        ChangedRow {
            person: told.person_id.map(|id| id.to_string()),
            name: told.name.clone(),
            organization: Self::somewhere(told.organization.as_ref()),
            source: Written { value: self.book(&told.book), place: self.place(&told.place) },
            becomes: match told.becomes {
                Became::New => Becomes::New,
                Became::Changed => Becomes::Changed,
                Became::Moved => Becomes::Moved,
            },
            differences: told.differences.iter().map(|differs| self.difference(&told.book, differs)).collect(),
        }
    }

    fn difference(&self, book: &str, differs: &Differs) -> Difference {
        Difference {
            label: self.about(book, &differs.about),
            before: self.say(&differs.before),
            after: self.say(&differs.after),
        }
    }

    fn absence(&self, told: &ToldAbsence) -> AbsentRow {
        AbsentRow {
            person: told.person_id.to_string(),
            name: told.name.clone(),
            organization: Self::somewhere(told.organization.as_ref()),
            last_seen: told.named.as_ref().map(|(place, day)| (self.place(place), *day)),
            asked_since: told.asked_since,
        }
    }

    /// What a difference is about.
    fn about(&self, book: &str, about: &About) -> String {
        match about {
            About::Column(field) => self.standards.column_name(book, field, self.words.lang),
            About::Fact(name) => self.words.fact_title(&self.standards.pack, name),
        }
    }

    /// A value.
    fn say(&self, said: &Said) -> String {
        let words = self.words;
        match said {
            Said::Nothing => words.say("web-said-nothing"),
            Said::Withheld => words.say("web-said-withheld"),
            Said::Words(text) | Said::Masked(text) => text.clone(),
            Said::Day(day) => day.to_string(),
            Said::Fen(fen) => show_money(Money::from_fen(*fen), words.lang),
            Said::Count(count) => guanai_i18n::grouped(*count),
            Said::Truth(true) => words.say("web-said-yes"),
            Said::Truth(false) => words.say("web-said-no"),
            Said::Listed { fact, code } => {
                words.value(&self.standards.pack, fact, &guanai_registry::FactValue::Text(code.clone()))
            }
            Said::Term { family, code } => self.term(family, code),
        }
    }

    fn term(&self, family: &str, code: &str) -> String {
        let (words, pack) = (self.words, &self.standards.pack);
        let named = match family {
            "ethnicity" => Ethnicity::from_code(code).map(|ethnicity| match words.lang {
                guanai_scheme::Lang::Zh => ethnicity.name_zh().to_owned(),
                guanai_scheme::Lang::En => ethnicity.name_en().to_owned(),
            }),
            "need-category" => pack.need_category(code).map(|found| found.name.get(words.lang).to_owned()),
            "urgency" => {
                let found = pack.urgencies().iter().find(|urgency| urgency.code == code);
                found.map(|urgency| urgency.name.get(words.lang).to_owned())
            }
            "sex" => words.sex(Some(code)),
            "member-kind" => Some(words.say(&format!("web-kind-of-member-{code}"))),
            "system" => Some(words.say(&format!("web-system-{code}"))),
            "organization-kind" => Some(words.say(&format!("web-organization-kind-{code}"))),
            "settlement" => Some(words.say(&format!("web-settlement-{code}"))),
            "enterprise-kind" => Some(words.say(&format!("web-enterprise-kind-{code}"))),
            _ => None,
        };
        named.unwrap_or_else(|| code.to_owned())
    }

    /// Which standards would answer differently, and how; where none would, that.
    fn effects(&self, effects: &[Effect]) -> Vec<String> {
        if effects.is_empty() {
            return vec![self.words.say("web-effect-none")];
        }
        let mut lines: Vec<String> = effects.iter().take(EFFECTS).map(|effect| self.effect(effect)).collect();
        if effects.len() > EFFECTS {
            lines.push(self.words.with("web-effect-more", "count", Put::from(effects.len() - EFFECTS)));
        }
        lines
    }

    fn effect(&self, effect: &Effect) -> String {
        let pack = &self.standards.pack;
        let measure = pack.measure_index(&effect.measure).and_then(|at| pack.measures().get(at));
        let name = measure.map_or_else(|| effect.measure.clone(), |m| m.name.get(self.words.lang).to_owned());
        let answer = |answered: &Answered| {
            let amount = match &answered.amount {
                Said::Fen(fen) => measure.and_then(|m| self.words.amount(m, Some(Money::from_fen(*fen)))),
                _ => None,
            };
            let state = self.words.say(&format!("web-import-answer-{}", answered.code));
            let since = answered.starts_on.map(|day| {
                let day = show_date(day, self.words.lang);
                self.words.with("web-import-answer-since", "day", Put::from(&day))
            });
            let parts: Vec<String> = [amount.or(Some(state)), since].into_iter().flatten().collect();
            self.words.joined(&parts)
        };
        let (keep, take) = (answer(&effect.keep), answer(&effect.take));
        let values = [("name", Put::from(&name)), ("keep", Put::from(&keep)), ("take", Put::from(&take))];
        self.words.texts.text("web-effect-differs", &values)
    }
}

fn place(file: &str, sheet: &str, row: u32) -> String {
    if sheet.is_empty() { format!("{file} {row}") } else { format!("{file} {sheet} {row}") }
}
