//! Amounts in plain words: how much and how often, for a tier and for the whole measure.

use guanai_kernel::Money;

use super::phrase::Saying;
use crate::expr::program::Program;
use crate::pack::measures::Measure;
use crate::pack::words::GrantPeriod;
use crate::shown::show_money;
use crate::text::Lang;
use crate::value::Value;

impl<'a> Saying<'a> {
    fn money(&self, program: &'a Program) -> Option<Money> {
        match self.constant(&program.root) {
            Some(Value::Money(amount)) => Some(amount),
            _ => None,
        }
    }

    /// A tier's amount: `每月120.00元`, or how it is calculated.
    pub fn amount_in_words(&self, program: &'a Program, period: Option<GrantPeriod>) -> String {
        if let Some(amount) = self.money(program) {
            return self.each(&show_money(amount, self.lang), period);
        }
        let how = self.noun(&program.root).unwrap_or_else(|| self.calculated(&program.root));
        match self.lang {
            Lang::Zh => format!("{}：{how}", often(period, Lang::Zh)),
            Lang::En => format!("{how},{}", every(period)),
        }
    }

    fn each(&self, amount: &str, period: Option<GrantPeriod>) -> String {
        match self.lang {
            Lang::Zh => format!("{}{amount}", often(period, Lang::Zh)),
            Lang::En => format!("{amount}{}", often(period, Lang::En)),
        }
    }

    /// The measure's amount in one line: the sums between which it lies, or the most, or that it is calculated.
    pub fn amount_of(&self, measure: &'a Measure) -> Option<String> {
        if !measure.has_amount() {
            return None;
        }
        let programs = measure.tiers.iter().filter_map(|tier| tier.amount.as_ref());
        let amounts: Option<Vec<Money>> = programs.map(|p| self.money(p)).collect();
        let bounds = amounts.and_then(|all| Some((*all.iter().min()?, *all.iter().max()?)));
        let cap = measure.cap.as_ref().and_then(|p| self.money(p));
        let said = match (bounds, cap, self.lang) {
            (Some((least, most)), _, lang) if least == most => show_money(most, lang),
            (Some((least, most)), _, Lang::Zh) => format!("{least}至{most}元"),
            (Some((least, most)), _, Lang::En) => format!("{least} to {most} yuan"),
            (None, Some(cap), Lang::Zh) => format!("按规则计算，最多{}", show_money(cap, Lang::Zh)),
            (None, Some(cap), Lang::En) => format!("calculated, at most {}", show_money(cap, Lang::En)),
            (None, None, Lang::Zh) => "按规则计算".to_owned(),
            (None, None, Lang::En) => return Some(format!("calculated,{}", every(measure.period))),
        };
        Some(self.each(&said, measure.period))
    }
}

/// How often, before a Chinese amount and after an English one.
const fn often(period: Option<GrantPeriod>, lang: Lang) -> &'static str {
    let (zh, en) = match period {
        Some(GrantPeriod::Month) => ("每月", " a month"),
        Some(GrantPeriod::Year) => ("每年", " a year"),
        Some(GrantPeriod::Once) => ("一次性", " once"),
        Some(GrantPeriod::Event) => ("每次", " each time"),
        None => ("", ""),
    };
    lang.pick(zh, en)
}

/// How often, after an English calculation.
const fn every(period: Option<GrantPeriod>) -> &'static str {
    match period {
        Some(GrantPeriod::Month) => " each month",
        Some(GrantPeriod::Year) => " each year",
        Some(GrantPeriod::Once) => " once",
        Some(GrantPeriod::Event) | None => " each time",
    }
}
