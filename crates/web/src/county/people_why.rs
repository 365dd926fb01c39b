//! Why one answer is what it is, for one person: the panel's facts and clause, what would change it, what was not used.

use guanai_app::people::{
    Ahead, AmountSight, ExplainMeasure, ExplainMeasureError, MONTHS_AHEAD, MeasureExplained, PersonNamed,
    explain_measure,
};
use guanai_i18n::Put;
use guanai_kernel::Date;
use guanai_scheme::{
    Answer, Asked, Effect, Explanation, LeftOut, Measure, Pack, Refusal, ShownFact, Type, Weighed, Weighing,
    read_measure, show_date, show_value, tell_turning,
};

use super::people::crumbs;
use super::words::{self, Words};
use super::{County, id};
use crate::office::{AskError, Asker};
use crate::page::Crumb;
use crate::people::{COUNTS, Change, UsedFact, WeighedCondition, WeighedTier, Why, weighed_tag};
use crate::standards::Figure;

impl From<ExplainMeasureError> for AskError {
    fn from(error: ExplainMeasureError) -> Self {
        match error {
            ExplainMeasureError::Denied(error) => error.into(),
            ExplainMeasureError::NoMeasure(_) | ExplainMeasureError::NotFound => Self::NotFound,
            ExplainMeasureError::Population(error) => error.into(),
            ExplainMeasureError::Store(error) => error.into(),
        }
    }
}

pub(super) async fn why(county: &County, who: Asker<'_>, person: &str, measure: &str) -> Result<Why, AskError> {
    let standing = county.standing().await?;
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let ask = ExplainMeasure { person: PersonNamed::Id(id(person)?), measure, as_of: standing.as_of, lang: words.lang };
    let explained = explain_measure(&mut cx, ask).await?;
    Ok(Panel { pack: &county.standards.pack, words, as_of: standing.as_of }.of(&explained))
}

fn weighed(one: &Weighed) -> WeighedCondition {
    WeighedCondition {
        text: one.condition.text.clone(),
        any_of: one.condition.any_of.clone(),
        tag: weighed_tag(one.stands),
    }
}

struct Panel<'a> {
    pack: &'a Pack,
    words: Words<'a>,
    as_of: Date,
}

impl Panel<'_> {
    fn of(&self, explained: &MeasureExplained) -> Why {
        let measure = &self.pack.measures()[explained.measure];
        let name = measure.name.get(self.words.lang).to_owned();
        let person = explained.person_id.to_string();
        let file = Crumb { href: format!("/people/{person}"), name: explained.name.clone() };
        let told = &explained.told;
        let why = told.why.as_ref();
        let clause = read_measure(self.pack, explained.measure, self.as_of, self.words.lang).clause;
        Why {
            crumbs: crumbs(&explained.path).into_iter().chain([file]).collect(),
            person,
            name: explained.name.clone(),
            measure: measure.id.clone(),
            measure_name: name,
            state: words::state(measure, &told.answer),
            answer: match told.amount {
                AmountSight::Told => self.answer(measure, &told.answer, self.as_of),
                AmountSight::Withheld => self.words.say("web-answer-withheld"),
            },
            because: why.map_or_else(|| self.words.say("web-reason-withheld"), |why| why.sentence.clone()),
            clause: clause.text,
            clause_text: clause.words,
            version: self.pack.manifest().version.clone(),
            facts: why.map(|why| self.facts(why, explained)).unwrap_or_default(),
            conditions: explained.weighing.conditions.iter().map(weighed).collect(),
            tiers: self.tiers(&explained.weighing),
            figures: why.map(|why| self.figures(why)).unwrap_or_default(),
            against: self.against(explained),
            unused: explained.unused.iter().map(|slot| self.title(*slot)).collect(),
            questions: explained.missing.iter().map(|asked| self.question(asked, explained.missing.len())).collect(),
            changes: self.changes(measure, explained),
            pause: explained.pause.as_ref().map(|pause| (pause.pause_id.to_string(), pause.state)),
            may_pause: explained.may_pause,
        }
    }

    fn title(&self, slot: guanai_scheme::Slot) -> String {
        self.pack.fact(slot).title.get(self.words.lang).to_owned()
    }

    fn day(&self, day: Date) -> String {
        show_date(day, self.words.lang)
    }

    /// The answer in a few words, as it stands on a day.
    fn answer(&self, measure: &Measure, answer: &Answer, on: Date) -> String {
        let words = self.words;
        match (answer.effect(on), answer) {
            (Effect::Given { amount, .. }, _) => {
                words.amount(measure, amount).unwrap_or_else(|| words.say("web-answer-holds"))
            }
            (Effect::Waits, Answer::Holds(entitled)) => match entitled.starts_on {
                Some(day) => words.with("web-answer-waits", "day", Put::from(&self.day(day))),
                None => words.say("web-answer-holds"),
            },
            (Effect::Undetermined, _) => words.say("web-answer-open"),
            (_, Answer::DoesNotHold(Refusal::Paused)) => words.say("web-entitlement-paused"),
            (Effect::Conflict | Effect::Fault, _) => words.say("web-answer-fault"),
            _ => words.say("web-answer-not"),
        }
    }

    fn facts(&self, why: &Explanation, explained: &MeasureExplained) -> Vec<UsedFact> {
        let facts = why.facts.iter().map(|fact| UsedFact {
            label: fact.title.clone(),
            value: fact.value.clone(),
            source: self.source(fact),
            verified: {
                let on = fact.on.map(|on| on.to_string());
                match (explained.verified.contains(&fact.fact), on) {
                    (true, Some(on)) => self.words.with("web-fact-verified-on", "day", Put::from(&on)),
                    (true, None) => self.words.say("web-fact-verified-yes"),
                    (false, Some(on)) => self.words.with("web-fact-stated-on", "day", Put::from(&on)),
                    (false, None) => self.words.say("web-none"),
                }
            },
        });
        let spells = why.interruptions.iter().map(|spell| UsedFact {
            label: self.words.say("web-why-interruption"),
            value: match spell.until() {
                Some(until) => self.words.joined(&[
                    self.words.with("web-since", "day", Put::from(&self.day(spell.from()))),
                    self.words.with("web-before", "day", Put::from(&self.day(until))),
                ]),
                None => self.words.with("web-since", "day", Put::from(&self.day(spell.from()))),
            },
            source: self.words.say("web-source-roster"),
            verified: self.words.say("web-none"),
        });
        let calendars = why.calendars.iter().map(|calendar| UsedFact {
            label: self.words.with("web-why-calendar", "year", Put::from(&calendar.year.to_string())),
            value: calendar.title.get(self.words.lang).to_owned(),
            source: calendar.number.clone(),
            verified: self.words.say("web-none"),
        });
        facts.chain(spells).chain(calendars).collect()
    }

    fn tiers(&self, weighing: &Weighing) -> Vec<WeighedTier> {
        let shown = weighing.tiers.iter().filter(|_| weighing.tiers.len() > 1).map(|one| WeighedTier {
            when: match &one.tier.name {
                Some(name) => self
                    .words
                    .texts
                    .text("web-tier-named", &[("name", Put::from(name)), ("when", Put::from(&one.tier.when))]),
                None => one.tier.when.clone(),
            },
            amount: one.tier.amount.clone(),
            tag: if one.is_chosen { COUNTS } else { weighed_tag(one.stands) },
        });
        shown.collect()
    }

    fn figures(&self, why: &Explanation) -> Vec<Figure> {
        let words = self.words;
        let shown = why.parameters.iter().map(|figure| {
            let clause = figure.clause.clone().unwrap_or_else(|| words.say("web-none"));
            let clause = if figure.example { words.joined(&[clause, words.say("web-figure-example")]) } else { clause };
            Figure {
                label: figure.title.clone(),
                value: figure.value.clone().unwrap_or_else(|| words.say("web-figure-later")),
                source: figure.set_below(words.lang).unwrap_or(clause),
            }
        });
        shown.collect()
    }

    /// Other benefits, a cap, a floor, and whether the household has it.
    fn against(&self, explained: &MeasureExplained) -> Vec<String> {
        let beside = explained.against.as_ref().map(|beside| beside.sentence.clone());
        beside.into_iter().chain(explained.household_has_it.then(|| self.words.say("web-why-household-has"))).collect()
    }

    /// Where a value comes from; one without a place stands for not being in a book, or for what is kept here.
    fn source(&self, fact: &ShownFact) -> String {
        let declared = self.pack.slot(&fact.fact).map(|slot| self.pack.fact(slot));
        match declared.and_then(|declared| declared.absent.as_ref()) {
            Some(absent) if fact.source.is_empty() && absent.means == fact.recorded => {
                let book = self.words.say(&format!("web-source-{}", absent.book));
                self.words.with("web-source-not-in", "book", Put::from(&book))
            }
            _ if fact.source.is_empty() => self.words.say("web-source-entry"),
            _ if fact.source == "GB 11643" => self.words.say("web-source-identity-number"),
            _ => fact.source.clone(),
        }
    }

    fn question(&self, asked: &Asked, of: usize) -> String {
        let (words, fact) = (self.words, self.pack.fact(asked.slot));
        let (title, ask) = (fact.title.get(words.lang), asked.question(self.pack, words.lang));
        let plain = words.texts.text("web-why-question", &[("title", Put::from(title)), ("ask", Put::from(&ask))]);
        if of == 1 || asked.alone.is_empty() {
            return plain;
        }
        let closed = asked.contested || fact.value_type == Type::Bool || !fact.values.is_empty();
        let hint = if closed && !matches!(fact.value_type, Type::List(_)) {
            let values: Vec<String> = asked.alone.iter().map(|v| show_value(v, Some(fact), words.lang)).collect();
            words.with("web-why-alone", "values", Put::from(&values.join(words.lang.pick("、", ", "))))
        } else {
            words.say("web-why-alone-some")
        };
        format!("{plain}{}{hint}", words.lang.pick("", " "))
    }

    /// Because of which facts it is as it is, and which are left out.
    fn turns(&self, explained: &MeasureExplained) -> Vec<Change> {
        let (words, turning) = (self.words, &explained.turning);
        let other = match explained.told.answer {
            Answer::Holds(_) => "web-answer-not",
            Answer::DoesNotHold(_) => "web-answer-holds",
            _ => return Vec::new(),
        };
        let other = words.say(other);
        let told = tell_turning(self.pack, turning, self.as_of, words.lang).into_iter().map(|turn| Change {
            when: words.with("web-why-turn-because", "because", Put::from(&turn.because)),
            what: words
                .texts
                .text("web-why-turn-then", &[("otherwise", Put::from(&turn.otherwise)), ("answer", Put::from(&other))]),
        });
        let left = [LeftOut::Fixed, LeftOut::Time, LeftOut::Conduct].into_iter().filter_map(|why| {
            let titles: Vec<String> =
                turning.left.iter().filter(|(_, of)| *of == why).map(|(slot, _)| self.title(*slot)).collect();
            let facts = titles.join(words.lang.pick("、", ", "));
            (!facts.is_empty())
                .then(|| Change { when: facts, what: words.say(&format!("web-why-turn-left-{}", why.code())) })
        });
        let more = (!turning.is_whole)
            .then(|| Change { when: words.say("web-why-turn-others"), what: words.say("web-why-turn-more") });
        told.chain(left).chain(more).collect()
    }

    fn changes(&self, measure: &Measure, explained: &MeasureExplained) -> Vec<Change> {
        let words = self.words;
        let by_time = match &explained.ahead {
            Ahead::Withheld => return Vec::new(),
            Ahead::Same => Change {
                when: words.with("web-why-months", "count", Put::from(i64::from(MONTHS_AHEAD))),
                what: words.say("web-why-same"),
            },
            Ahead::Changes { on, answer, why } => Change {
                when: words.with("web-since", "day", Put::from(&self.day(*on))),
                what: words.texts.text(
                    "web-why-then",
                    &[("answer", Put::from(&self.answer(measure, answer, *on))), ("why", Put::from(&why.sentence))],
                ),
            },
        };
        let mended = Change { when: words.say("web-why-mended"), what: words.say("web-why-again") };
        std::iter::once(by_time).chain(self.turns(explained)).chain([mended]).collect()
    }
}
