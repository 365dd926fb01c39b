//! What an amount is set against: another benefit, a cap, a floor, that a household is given it once. In one sentence, for
//! whoever grants and would otherwise have to read the standard for it.

use super::ShownFact;
use super::telling::Telling;
use crate::assess::{Answer, Assessor};
use crate::expr::evaluate::Known;
use crate::expr::program::Program;
use crate::pack::Pack;
use crate::pack::measures::{Measure, Offset};
use crate::pack::words::{GrantPeriod, OffsetRule};
use crate::shown::{not_recorded, show, show_money};
use crate::subject::Subject;
use crate::text::Lang;
use crate::value::Val;
use guanai_kernel::{Date, Money};

/// What a measure's amount is set against for one person, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// In one sentence.
    pub sentence: String,
    /// The facts of which it tells something, beyond those of the answer.
    pub facts: Vec<ShownFact>,
}

/// What a measure's amount is set against; none where the measure sets it against nothing. `measure` is its place in
/// [`Pack::measures`].
pub fn beside(pack: &Pack, subject: &Subject, as_of: Date, measure: usize, lang: Lang) -> Option<Beside> {
    let of_pack = pack.measures().get(measure)?;
    let assessor = Assessor::new(pack, as_of);
    let answer = assessor.measure(subject, measure);
    let telling = Telling { pack, frame: assessor.frame(subject, &[]), lang };
    let facts = of_pack.offset.map(|offset| telling.fact(offset.benefit)).unwrap_or_default();
    let bounded = [
        of_pack.offset.map(|offset| telling.offset(offset)),
        telling.bound(of_pack.cap.as_ref(), of_pack, &answer, Bound::Cap),
        telling.bound(of_pack.floor.as_ref(), of_pack, &answer, Bound::Floor),
        of_pack.once_per_household.then(|| once(of_pack.period, lang).to_owned()),
    ];
    let parts: Vec<String> = bounded.into_iter().flatten().collect();
    let sentence = format!("{}{}", parts.join(lang.pick("；", "; ")), lang.pick("。", "."));
    (!parts.is_empty()).then_some(Beside { sentence, facts })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    Cap,
    Floor,
}

const fn once(period: Option<GrantPeriod>, lang: Lang) -> &'static str {
    match period {
        Some(GrantPeriod::Year) => lang.pick("同一户一年只给一次", "a household is given it once a year"),
        Some(GrantPeriod::Month) => lang.pick("同一户每月只给一份", "a household is given it once a month"),
        Some(GrantPeriod::Event) => lang.pick("同一户同一件事只给一次", "a household is given it once for an event"),
        Some(GrantPeriod::Once) | None => lang.pick("同一户只给一次", "a household is given it once"),
    }
}

impl<'a> Telling<'a> {
    fn offset(&self, offset: Offset) -> String {
        let fact = self.pack.fact(offset.benefit);
        let title = fact.title.get(self.lang);
        let value = match self.frame.fact(offset.benefit) {
            Known::Value(value) => show(&value.to_value(), Some(fact), self.lang),
            Known::Unknown(_) => not_recorded(self.lang).to_owned(),
        };
        match (self.lang, offset.rule) {
            (Lang::Zh, OffsetRule::TopUp) => format!("先抵扣“{title}”（{value}），只补差额"),
            (Lang::Zh, OffsetRule::Exclusive) => format!("“{title}”：{value}，两项不重复享受"),
            (Lang::Zh, OffsetRule::Stack) => format!("“{title}”：{value}，可以同时享受，不抵扣"),
            (Lang::En, OffsetRule::TopUp) => format!("{title} ({value}) is taken off first, the difference is given"),
            (Lang::En, OffsetRule::Exclusive) => format!("{title}: {value}, the two are not given together"),
            (Lang::En, OffsetRule::Stack) => format!("{title}: {value}, both may be given and nothing is taken off"),
        }
    }

    /// A cap or a floor, and whether it was reached; the bare bound where no amount is known.
    fn bound(&self, bound: Option<&'a Program>, measure: &'a Measure, answer: &Answer, which: Bound) -> Option<String> {
        let bound = self.money(bound?)?;
        let tier = match answer {
            Answer::Holds(entitled) => entitled.tier.and_then(|at| measure.tiers.get(at)),
            _ => None,
        };
        let reckoned = tier.and_then(|tier| tier.amount.as_ref()).and_then(|amount| self.money(amount));
        let told = |amount| show_money(amount, self.lang);
        let reached = reckoned.filter(|reckoned| match which {
            Bound::Cap => *reckoned > bound,
            Bound::Floor => *reckoned < bound,
        });
        Some(match (self.lang, which, reached, reckoned) {
            (Lang::Zh, _, Some(reckoned), _) => {
                let side = if which == Bound::Cap { "超过封顶" } else { "不足保底" };
                format!("算得{}，{side}，按{}计", told(reckoned), told(bound))
            }
            (Lang::Zh, Bound::Cap, None, Some(_)) => format!("没有超过封顶{}", told(bound)),
            (Lang::Zh, Bound::Floor, None, Some(_)) => format!("没有低于保底{}", told(bound)),
            (Lang::Zh, Bound::Cap, None, None) => format!("封顶{}", told(bound)),
            (Lang::Zh, Bound::Floor, None, None) => format!("保底{}", told(bound)),
            (Lang::En, _, Some(reckoned), _) => {
                let side = if which == Bound::Cap { "above the cap" } else { "under the floor" };
                format!("reckoned {}, {side}: {} is given", told(reckoned), told(bound))
            }
            (Lang::En, Bound::Cap, None, Some(_)) => format!("not above the cap of {}", told(bound)),
            (Lang::En, Bound::Floor, None, Some(_)) => format!("not under the floor of {}", told(bound)),
            (Lang::En, Bound::Cap, None, None) => format!("at most {}", told(bound)),
            (Lang::En, Bound::Floor, None, None) => format!("at least {}", told(bound)),
        })
    }

    fn money(&self, program: &'a Program) -> Option<Money> {
        match self.frame.value(&program.root) {
            Ok(Known::Value(Val::Money(fen))) => Some(Money::from_fen(fen)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::small_pack::pack_with;
    use crate::subject::{Provenance, SubjectBuilder};
    use crate::value::Value;

    const PLAIN: &str = "for = 'test.a'\n[[tier]]\nid = \"one\"\nwhen = 'test.a'\namount = 'yuan(700)'\n";

    fn told(head: &str, benefit: Option<bool>, lang: Lang) -> Option<String> {
        let pack = pack_with(&PLAIN.replacen('\n', &format!("\n{head}\n"), 1));
        let mut builder = SubjectBuilder::new(&pack);
        let facts = [("test.a", Some(true)), ("test.c", benefit)];
        for (name, value) in facts.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            builder.set(pack.slot(name).unwrap(), Value::Bool(value), Provenance::new("册", None)).unwrap();
        }
        beside(&pack, &builder.build(), Date::constant(2026, 6, 30), 0, lang).map(|found| found.sentence)
    }

    #[test]
    fn what_an_amount_is_set_against_is_one_sentence() {
        assert_eq!(told("", None, Lang::Zh), None, "set against nothing");
        let stack = r#"offset = { benefit = "test.c", rule = "stack" }"#;
        assert!(told(stack, Some(true), Lang::Zh).unwrap().ends_with("，可以同时享受，不抵扣。"));
        assert!(told(stack, None, Lang::Zh).unwrap().contains(not_recorded(Lang::Zh)), "not known is no no");
        let exclusive = r#"offset = { benefit = "test.c", rule = "exclusive" }"#;
        assert!(told(exclusive, Some(false), Lang::En).unwrap().ends_with("the two are not given together."));
        let capped = told("cap = 'yuan(500)'", None, Lang::Zh).unwrap();
        assert_eq!(capped, "算得700.00元，超过封顶，按500.00元计。");
        assert_eq!(told("cap = 'yuan(900)'", None, Lang::En).unwrap(), "not above the cap of 900.00 yuan.");
        let both = told("floor = 'yuan(800)'\nhousehold = \"once\"", None, Lang::Zh).unwrap();
        assert!(both.starts_with("算得700.00元，不足保底，按800.00元计；同一户"), "{both}");
    }
}
