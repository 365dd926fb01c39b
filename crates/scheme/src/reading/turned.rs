//! What would change an answer, in plain words: because of which values it is as it is, and with which it would not be. Never a word
//! of what somebody should do.

use guanai_kernel::Date;

use super::phrase::Saying;
use crate::assess::Assessor;
use crate::expr::syntax::Operator;
use crate::fact_set::Slot;
use crate::pack::Pack;
use crate::subject::SubjectBuilder;
use crate::text::Lang;
use crate::turning::{Held, Turned, Turning, Values};
use crate::value::{Type, Value};

/// One smallest set of facts in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldTurn {
    /// As it is: `家庭人均年收入高于8,000元`.
    pub because: String,
    /// As it would have to be: `家庭人均年收入不高于8,000元`.
    pub otherwise: String,
}

/// The sets of facts that would change an answer, in words, in their order.
pub fn tell_turning(pack: &Pack, turning: &Turning, as_of: Date, lang: Lang) -> Vec<ToldTurn> {
    let assessor = Assessor::new(pack, as_of);
    let nobody = SubjectBuilder::new(pack).build();
    let saying = Saying { pack, frame: assessor.frame(&nobody, &[]), lang };
    let joined = |clauses: Vec<String>| clauses.join(lang.pick("，并且", " and "));
    let told = turning.sets.iter().map(|set| ToldTurn {
        because: joined(set.iter().map(|turned| saying.held(turned)).collect()),
        otherwise: joined(set.iter().map(|turned| saying.turned(turned)).collect()),
    });
    told.collect()
}

impl Saying<'_> {
    fn held(&self, turned: &Turned) -> String {
        let title = self.title(turned.slot);
        if turned.held == Held::Unrecorded {
            return match self.lang {
                Lang::Zh => format!("{title}没有登记"),
                Lang::En => format!("{title} is not recorded"),
            };
        }
        match (&turned.now, self.codes_changed(turned)) {
            (_, Some((added, _))) if !added.is_empty() => self.listed(&strs(&added), turned.slot, false),
            (_, Some((_, removed))) => self.listed(&strs(&removed), turned.slot, true),
            (now, None) => self.valued(turned.slot, now, now),
        }
    }

    fn turned(&self, turned: &Turned) -> String {
        match self.codes_changed(turned) {
            Some((added, _)) if !added.is_empty() => self.listed(&strs(&added), turned.slot, true),
            Some((_, removed)) => self.listed(&strs(&removed), turned.slot, false),
            None => self.valued(turned.slot, &turned.then, &turned.now),
        }
    }

    /// Of a list of codes: any of which alone would change it by being there; else which must all be gone.
    fn codes_changed(&self, turned: &Turned) -> Option<(Vec<String>, Vec<String>)> {
        let Type::List(_) = self.pack.fact(turned.slot).value_type else { return None };
        let codes = |value: &Value| match value {
            Value::List(members) => members.iter().map(|member| self.plain_code(member)).collect::<Vec<String>>(),
            _ => Vec::new(),
        };
        let (Values::Each(then), now) = (&turned.then, &turned.now) else { return None };
        let now: Vec<String> = match now {
            Values::Each(values) => values.first().map(codes).unwrap_or_default(),
            Values::Runs(_) => Vec::new(),
        };
        let mut added: Vec<Vec<String>> = Vec::new();
        let mut removed: Vec<Vec<String>> = Vec::new();
        for list in then.iter().map(codes) {
            let more: Vec<String> = list.iter().filter(|code| !now.contains(code)).cloned().collect();
            let fewer: Vec<String> = now.iter().filter(|code| !list.contains(code)).cloned().collect();
            match (more.is_empty(), fewer.is_empty()) {
                (false, true) => added.push(more),
                (true, false) => removed.push(fewer),
                _ => {}
            }
        }
        let alone: Vec<String> = added.iter().filter(|more| more.len() == 1).flatten().cloned().collect();
        let smallest = |lists: Vec<Vec<String>>| lists.into_iter().min_by_key(Vec::len).unwrap_or_default();
        if !alone.is_empty() {
            return Some((alone, Vec::new()));
        }
        let removed = smallest(removed);
        if removed.is_empty() { Some((smallest(added), Vec::new())) } else { Some((Vec::new(), removed)) }
    }

    fn plain_code(&self, value: &Value) -> String {
        match value {
            Value::Text(code) => code.to_string(),
            other => self.plain(other),
        }
    }

    fn valued(&self, slot: Slot, values: &Values, now: &Values) -> String {
        match values {
            Values::Each(each) => match each.as_slice() {
                [Value::Bool(flag)] => self.flag(slot, *flag),
                [Value::Bool(_), ..] | [] => self.recorded(slot),
                codes => {
                    let text = |values: &[Value]| values.iter().map(|v| self.plain_code(v)).collect::<Vec<String>>();
                    let other = codes.iter().any(|code| self.is_any_other(slot, code));
                    match (other, now) {
                        (true, Values::Each(now)) if !now.is_empty() => {
                            self.one_of_codes(slot, &strs(&text(now)), false)
                        }
                        _ => self.one_of_codes(slot, &strs(&text(codes)), true),
                    }
                }
            },
            Values::Runs(runs) => {
                let runs: Vec<String> =
                    runs.iter().map(|(from, to)| self.run(slot, from.as_ref(), to.as_ref())).collect();
                runs.join(self.lang.pick("，或者", " or "))
            }
        }
    }

    /// What stands for whatever an open list does not name.
    fn is_any_other(&self, slot: Slot, code: &Value) -> bool {
        self.pack.fact(slot).values.is_empty() && *code == Value::text("–")
    }

    fn recorded(&self, slot: Slot) -> String {
        let title = self.title(slot);
        match self.lang {
            Lang::Zh => format!("{title}有登记"),
            Lang::En => format!("{title} is recorded"),
        }
    }

    fn run(&self, slot: Slot, from: Option<&Value>, to: Option<&Value>) -> String {
        let bound = |operator: Operator, value: &Value| self.lined(slot, operator, value);
        match (from, to) {
            (None, None) => self.recorded(slot),
            (Some(from), Some(to)) if from == to => bound(Operator::Equal, from),
            (Some(from), None) => self.over(slot, from),
            (None, Some(to)) => self.under(slot, to),
            (Some(from), Some(to)) => {
                let both = [self.over(slot, from), self.under(slot, to)];
                both.join(self.lang.pick("、", " and "))
            }
        }
    }

    /// At least a value; whole yuan and one fen is said as over so many yuan.
    fn over(&self, slot: Slot, from: &Value) -> String {
        match from {
            Value::Money(amount) if amount.fen().rem_euclid(100) == 1 => {
                let line = guanai_kernel::Money::from_fen(amount.fen() - 1);
                self.lined(slot, Operator::Greater, &Value::Money(line))
            }
            _ => self.lined(slot, Operator::GreaterOrEqual, from),
        }
    }

    /// At most a value; a fen below whole yuan is said as under so many yuan.
    fn under(&self, slot: Slot, to: &Value) -> String {
        match to {
            Value::Money(amount) if amount.fen().rem_euclid(100) == 99 => {
                let line = guanai_kernel::Money::from_fen(amount.fen() + 1);
                self.lined(slot, Operator::Less, &Value::Money(line))
            }
            _ => self.lined(slot, Operator::LessOrEqual, to),
        }
    }

    fn lined(&self, slot: Slot, operator: Operator, value: &Value) -> String {
        let fact = self.pack.fact(slot);
        let (title, said) = (self.title(slot), self.plain(value));
        let unit = match (value, fact.unit.as_deref()) {
            (Value::Int(_), Some("year")) => self.lang.pick("年", " years"),
            _ => "",
        };
        let word = self.operator(operator, fact.value_type).unwrap_or_default();
        match self.lang {
            Lang::Zh => format!("{title}{word}{said}{unit}"),
            Lang::En => format!("{title}{word} {said}{unit}"),
        }
    }
}

fn strs(codes: &[String]) -> Vec<&str> {
    codes.iter().map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use guanai_kernel::Money;

    use super::*;
    use crate::small_pack::pack_with;
    use crate::subject::Provenance;
    use crate::turning::turning;

    fn told(measure: &str, facts: &[(&str, Value)], lang: Lang) -> Vec<(String, String)> {
        let pack = pack_with(measure);
        let mut builder = SubjectBuilder::new(&pack);
        for (name, value) in facts {
            builder.set(pack.slot(name).unwrap(), value.clone(), Provenance::new("册", None)).unwrap();
        }
        let as_of = "2026-06-30".parse().unwrap();
        let found = turning(&pack, &builder.build(), as_of, 0);
        tell_turning(&pack, &found, as_of, lang).into_iter().map(|one| (one.because, one.otherwise)).collect()
    }

    #[test]
    fn a_reason_is_told_and_never_what_to_do() {
        let yuan = |n| Value::Money(Money::from_yuan(n).unwrap());
        let measure = "for = 'test.money < yuan(800) && test.word in [\"one\", \"two\"] && !(\"three\" in test.list)'";
        let list = |codes: &[&str]| Value::texts(codes.iter().copied());
        let facts = |money, codes: &[&str]| {
            [("test.money", yuan(money)), ("test.word", "two".into()), ("test.list", list(codes))]
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(told(measure, &facts(800, &[]), Lang::Zh), [pair("money不低于800元", "money低于800元")]);
        assert_eq!(
            told(measure, &facts(900, &[]), Lang::En),
            [pair("money: at least 800 yuan", "money: under 800 yuan")]
        );
        let all = told(measure, &facts(10, &["one"]), Lang::Zh);
        assert_eq!(
            all,
            [
                pair("money低于800元", "money不低于800元"),
                pair("word为二", "word为三"),
                pair("list中没有三", "list中有三"),
            ]
        );
        let both = told(measure, &facts(900, &["three"]), Lang::En);
        assert_eq!(
            both,
            [pair(
                "money: at least 800 yuan and list include Three",
                "money: under 800 yuan and list do not include Three"
            )]
        );
        let unrecorded = told("for = 'test.a && test.x >= 3'", &[("test.a", Value::Bool(false))], Lang::Zh);
        assert_eq!(unrecorded, [pair("“a”为“否”，并且x没有登记", "“a”为“是”，并且x不少于3")]);
    }
}
