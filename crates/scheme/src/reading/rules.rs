//! What else a standard lays down: from when, until when, what is set against it, its bounds, its purse, who acts by when.

use guanai_kernel::Serves;

use super::phrase::{Saying, raised};
use super::{Rule, RuleKind};
use crate::expr::functions::Function;
use crate::expr::program::{Node, Program};
use crate::pack::measures::{Measure, Offset};
use crate::pack::words::{GrantPeriod, Lead, MeasureKind, OffsetRule, Starts, TierRule};
use crate::text::Lang;

impl<'a> Saying<'a> {
    /// Every rule of a measure, in the order in which one asks for them.
    pub fn rules(&self, measure: &'a Measure) -> Vec<Rule> {
        let lang = self.lang;
        let mut rules = Vec::new();
        let mut add = |kind, text: Option<String>| rules.extend(text.map(|text| Rule { kind, text }));
        add(RuleKind::Start, self.start(measure));
        add(RuleKind::Stop, stop(measure, lang));
        add(RuleKind::Tiers, which_tier(measure, lang));
        add(RuleKind::Offset, measure.offset.map(|offset| self.offset(offset)));
        add(RuleKind::Floor, measure.floor.as_ref().map(|p| self.bound(p, "不少于", "not less than ")));
        add(RuleKind::Cap, measure.cap.as_ref().map(|p| self.bound(p, "不超过", "not more than ")));
        add(RuleKind::Household, measure.once_per_household.then(|| self.once()));
        add(RuleKind::Decision, decision(measure, lang));
        add(RuleKind::Serves, Some(self.serves(measure.serves)));
        add(RuleKind::Guarantee, self.guarantee(measure));
        add(RuleKind::Purse, self.purse(measure));
        add(RuleKind::Lead, Some(self.lead(measure.lead)));
        add(RuleKind::Days, Some(days(measure.due_days, lang)));
        add(RuleKind::Needs, self.needs(measure));
        rules
    }

    fn once(&self) -> String {
        let members = self.pack.words().members.get(self.lang);
        match self.lang {
            Lang::Zh => format!("一户只给一次；同一户有几名{members}的，不重复给。"),
            Lang::En => format!("Once for a household, however many {members} live in it."),
        }
    }

    fn serves(&self, serves: Serves) -> String {
        let words = self.pack.words();
        let whom = match serves {
            Serves::Members => &words.members,
            Serves::Residents => &words.residents,
            Serves::Both => &words.both,
        };
        match self.lang {
            Lang::Zh => format!("{}。", whom.zh),
            Lang::En => format!("{}.", raised(&whom.en)),
        }
    }

    fn guarantee(&self, measure: &Measure) -> Option<String> {
        let standard = self.pack.guarantees().standard(measure.guarantee?)?;
        Some(standard.name.get(self.lang).to_owned())
    }

    fn lead(&self, lead: Lead) -> String {
        let who = self.pack.words().lead(lead);
        match self.lang {
            Lang::Zh => who.zh.clone(),
            Lang::En => raised(&who.en),
        }
    }

    fn start(&self, measure: &'a Measure) -> Option<String> {
        let lang = self.lang;
        let Some(starts) = measure.starts else {
            let dated = measure.has_amount() && measure.period == Some(GrantPeriod::Month);
            return dated
                .then(|| lang.pick("标准没有另写起始日。", "The standard does not say from which day.").to_owned());
        };
        let of_tiers: Vec<String> = measure
            .tiers
            .iter()
            .filter_map(|tier| {
                let begins = self.begins(&tier.begins.as_ref()?.root, starts)?;
                let name = tier.label.as_ref().map_or(tier.id.as_str(), |label| label.get(lang));
                Some(format!("{name}{}{begins}", lang.pick("：", ": ")))
            })
            .collect();
        let of_measure = measure
            .begins
            .as_ref()
            .map(|begins| self.begins(&begins.root, starts).unwrap_or_else(|| self.calculated(&begins.root)));
        let parts: Vec<String> = of_tiers.into_iter().chain(of_measure).collect();
        let whole = match (parts.is_empty(), lang) {
            (true, _) => lang.pick("从条件符合的那天起", "From the day on which the conditions hold").to_owned(),
            (false, _) => self.begun(&parts.join(lang.pick("；", "; "))),
        };
        Some(format!("{whole}{}", lang.pick("。", ".")))
    }

    /// From when, reckoned from what an expression says.
    fn begins(&self, node: &'a Node, starts: Starts) -> Option<String> {
        match node {
            Node::If(parts) => {
                let (yes, no) = (self.begins(&parts.1, starts)?, self.begins(&parts.2, starts)?);
                self.split(&parts.0, &yes, &no)
            }
            Node::Call(Function::YearsAfter, arguments) => match arguments.as_ref() {
                [since, Node::If(parts)] => {
                    let yes = self.counted(&self.reaching(since, &parts.1)?, starts);
                    let no = self.counted(&self.reaching(since, &parts.2)?, starts);
                    self.split(&parts.0, &yes, &no)
                }
                [since, years] => Some(self.counted(&self.reaching(since, years)?, starts)),
                _ => None,
            },
            Node::Call(Function::SeniorityReached, arguments) => match arguments.as_ref() {
                [_, years] => Some(self.counted(&self.reaching_seniority(years)?, starts)),
                _ => None,
            },
            other => Some(self.counted(&self.noun(other)?, starts)),
        }
    }

    fn counted(&self, event: &str, starts: Starts) -> String {
        match (self.lang, starts) {
            (Lang::Zh, Starts::AtOnce) => format!("从{event}当天起"),
            (Lang::Zh, Starts::MonthAfter) => format!("从{event}的次月1日起"),
            (Lang::Zh, Starts::CalendarYear) => format!("从{event}那年的1月1日起"),
            (Lang::En, Starts::AtOnce) => format!("from {event}"),
            (Lang::En, Starts::MonthAfter) => format!("from the first day of the month after {event}"),
            (Lang::En, Starts::CalendarYear) => format!("from 1 January of the year of {event}"),
        }
    }

    fn offset(&self, offset: Offset) -> String {
        let fact = self.pack.fact(offset.benefit);
        let title = fact.title.get(self.lang);
        let drawn = match (&fact.says, self.lang) {
            (Some(says), Lang::Zh) => says.yes.zh.clone(),
            (Some(says), Lang::En) => format!("whoever {}", says.yes.en),
            (None, Lang::Zh) => format!("有“{title}”"),
            (None, Lang::En) => format!("whoever has \"{title}\""),
        };
        match (self.lang, offset.rule) {
            (Lang::Zh, OffsetRule::Stack) => format!("{drawn}的，照样给，两边都不减。"),
            (Lang::Zh, OffsetRule::Exclusive) => format!("{drawn}的，不再给。"),
            (Lang::Zh, OffsetRule::TopUp) => format!("{drawn}的，只补差额。"),
            (Lang::En, OffsetRule::Stack) => {
                format!("{} is given it all the same, and neither is reduced.", super::phrase::raised(&drawn))
            }
            (Lang::En, OffsetRule::Exclusive) => {
                format!("{} is not given it beside that.", super::phrase::raised(&drawn))
            }
            (Lang::En, OffsetRule::TopUp) => format!("{} is given the difference.", super::phrase::raised(&drawn)),
        }
    }

    fn bound(&self, program: &'a Program, zh: &str, en: &str) -> String {
        let what = self.noun(&program.root).unwrap_or_else(|| self.calculated(&program.root));
        match self.lang {
            Lang::Zh => format!("{zh}{what}。"),
            Lang::En => format!("{}{what}.", super::phrase::raised(en)),
        }
    }

    fn purse(&self, measure: &Measure) -> Option<String> {
        let manifest = self.pack.manifest();
        let names: Vec<&str> = measure
            .fund
            .iter()
            .map(|id| manifest.purse(id).map_or(id.as_str(), |purse| purse.name.get(self.lang)))
            .collect();
        (!names.is_empty()).then(|| self.begun(&names.join(self.lang.comma())))
    }

    fn needs(&self, measure: &Measure) -> Option<String> {
        let names: Vec<&str> = self
            .pack
            .needs()
            .iter()
            .filter(|need| measure.needs.contains(&need.code))
            .map(|need| need.name.get(self.lang))
            .collect();
        (!names.is_empty()).then(|| names.join(self.lang.comma()))
    }
}

fn stop(measure: &Measure, lang: Lang) -> Option<String> {
    let goes_on = matches!(measure.period, Some(GrantPeriod::Month | GrantPeriod::Year));
    let text = lang.pick(
        "上面的条件有一条不再符合就停；标准没有另写停止的日子。",
        "When one of the conditions no longer holds; the standard names no other day.",
    );
    goes_on.then(|| text.to_owned())
}

fn which_tier(measure: &Measure, lang: Lang) -> Option<String> {
    let text = match measure.tier_rule {
        _ if measure.tiers.len() < 2 => return None,
        TierRule::FirstMatch => lang.pick(
            "从上往下看，先符合哪一档就按哪一档，只按一档。",
            "Read from the top: the first tier that holds counts, and only that one.",
        ),
        TierRule::Exclusive => {
            lang.pick("各档互不重叠，只按符合的那一档。", "The tiers exclude one another; the one that holds counts.")
        }
    };
    Some(text.to_owned())
}

fn decision(measure: &Measure, lang: Lang) -> Option<String> {
    let text = if !measure.has_amount() {
        return None;
    } else if measure.kind == MeasureKind::Allowance {
        lang.pick("条件符合就是应发待遇，按标准发。", "Where the conditions hold it is due and is paid.")
    } else {
        lang.pick(
            "条件符合的是“符合条件、拟帮扶”；给不给、给多少，由组织审定。",
            "Where the conditions hold it is proposed; whether and how much is decided by the organisation.",
        )
    };
    Some(text.to_owned())
}

fn days(days: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{days}天以内要办。"),
        Lang::En => format!("Somebody must have acted within {days} days."),
    }
}
