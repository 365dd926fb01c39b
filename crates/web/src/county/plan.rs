//! The plan by branch, and the way down to a branch.

use guanai_app::branch_plan::{
    self, BranchPlanError, Monthly, PlannedMeasure, PlannedNeed, PlannedPerson, ReadBranchPlan, list_plans,
    read_branch_plan,
};
use guanai_app::people::AmountSight;
use guanai_app::standing::{NeedOutcome, Standing};
use guanai_i18n::Put;
use guanai_kernel::Money;
use guanai_kernel::capitals::capitals;
use guanai_scheme::{Answer, Pack};

use super::words::Words;
use super::{County, id, need_row};
use crate::office::{AskError, Asker};
use crate::page::{Crumb, shown};
use crate::plan::{BranchPlan, PlanAmount, PlanLine, PlanPerson, PlanRow, PlanSum, Plans};

impl From<BranchPlanError> for AskError {
    fn from(error: BranchPlanError) -> Self {
        match error {
            BranchPlanError::Denied(error) => error.into(),
            BranchPlanError::NotFound => Self::NotFound,
            BranchPlanError::Population(error) => error.into(),
            BranchPlanError::Store(error) => error.into(),
        }
    }
}

fn crumbs(path: &[(guanai_kernel::ids::OrganizationId, String)]) -> Vec<Crumb> {
    path.iter().map(|(id, name)| Crumb { href: format!("/plan?under={id}"), name: name.clone() }).collect()
}

pub(super) async fn branches(county: &County, who: Asker<'_>, under: Option<&str>) -> Result<Plans, AskError> {
    let standing = county.standing().await?;
    let cx = county.cx(who)?;
    let (mut path, listed) = list_plans(&cx, &standing, under.map(id).transpose()?).await?;
    let here = path.pop();
    let rows = listed.into_iter().map(|listed| PlanRow {
        organization: listed.organization.organization_id.to_string(),
        name: listed.organization.name,
        has_below: listed.has_below,
        people: shown(listed.totals.in_plan),
        questions: shown(listed.totals.undetermined),
        unmet: shown(listed.totals.unmet),
    });
    Ok(Plans {
        as_of: Some(standing.as_of),
        here: here.map(|(_, name)| name).unwrap_or_default(),
        crumbs: crumbs(&path),
        rows: rows.collect(),
    })
}

pub(super) async fn of_branch(county: &County, who: Asker<'_>, organization: &str) -> Result<BranchPlan, AskError> {
    let standing = county.standing().await?;
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let ask = ReadBranchPlan { organization_id: id(organization)?, lang: words.lang };
    let plan = read_branch_plan(&mut cx, &standing, ask).await?;
    let telling = Telling { words, pack: &county.standards.pack, standing: &standing };
    Ok(telling.plan(plan))
}

/// The amount of a line, as the reader's role sees it.
pub(super) fn amount(amount: Option<Money>, sight: AmountSight) -> PlanAmount {
    match (sight, amount) {
        (AmountSight::Withheld, _) => PlanAmount::Withheld,
        (AmountSight::Told, Some(amount)) => PlanAmount::Of(amount),
        (AmountSight::Told, None) => PlanAmount::NoMoney,
    }
}

struct Telling<'a> {
    words: Words<'a>,
    pack: &'a Pack,
    standing: &'a Standing,
}

impl Telling<'_> {
    fn plan(&self, plan: branch_plan::BranchPlan) -> BranchPlan {
        let mut path = plan.path;
        path.pop();
        let monthly = match plan.monthly {
            Monthly::Fen(fen) => PlanSum::Of(Money::from_fen(fen)),
            Monthly::Open => PlanSum::Open,
            Monthly::Withheld => PlanSum::Withheld,
        };
        BranchPlan {
            // The figures by which the paper is found again: the branch's own code and the day.
            sheet: format!("{}-{}", plan.organization.code, plan.as_of.to_string().replace('-', "")),
            organization: plan.organization.organization_id.to_string(),
            name: plan.organization.name,
            crumbs: crumbs(&path),
            as_of: plan.as_of,
            version: self.pack.manifest().version.clone(),
            people: plan.people.into_iter().map(|person| self.person(person)).collect(),
            monthly_capitals: match monthly {
                PlanSum::Of(sum) => capitals(sum),
                PlanSum::Open | PlanSum::Withheld => None,
            },
            monthly,
        }
    }

    fn person(&self, person: PlannedPerson) -> PlanPerson {
        let classes = person.classes.iter().filter_map(|at| self.pack.classes().get(*at));
        let mut lines: Vec<PlanLine> = person.measures.iter().filter_map(|measure| self.measure(measure)).collect();
        lines.extend(person.needs.iter().filter_map(|need| self.helped(need)));
        let mut questions: Vec<String> = Vec::new();
        for question in person.measures.iter().flat_map(|measure| &measure.ask) {
            if !questions.contains(question) {
                questions.push(question.clone());
            }
        }
        PlanPerson {
            id: person.person_id.to_string(),
            name: person.name,
            classes: classes.map(|class| class.name.get(self.words.lang).to_owned()).collect(),
            lines,
            unmet: person.needs.iter().filter_map(|need| self.unmet(need)).collect(),
            questions,
        }
    }

    fn measure(&self, planned: &PlannedMeasure) -> Option<PlanLine> {
        let measure = self.pack.measures().get(planned.measure)?;
        let Answer::Holds(entitled) = &planned.told.answer else { return None };
        let name = measure.name.get(self.words.lang);
        let (name, due) = match &planned.counted_with {
            Some(other) => {
                let values = (("measure", Put::from(name)), ("name", Put::from(other)));
                (self.words.with2("web-plan-counted-with", values.0, values.1), None)
            }
            None => (name.to_owned(), Some(amount(entitled.amount, planned.told.amount))),
        };
        Some(PlanLine {
            measure: name,
            dimension: self.words.dimension(measure),
            amount: due.unwrap_or(PlanAmount::NoMoney),
            period: self.words.period(measure.period),
            by: planned.lead.clone().unwrap_or_else(|| self.words.say("web-unknown")),
            clause: planned.told.why.as_ref().map(|why| why.clause.clone()).unwrap_or_default(),
        })
    }

    fn need_name(&self, need: &PlannedNeed) -> String {
        let code = need.need.category.category();
        let category = code.map(|code| need_row::category(self.words, self.pack, code));
        self.words.with(
            "plan-need",
            "category",
            Put::from(&category.unwrap_or_else(|| self.words.say("plan-category-open"))),
        )
    }

    /// A need for which somebody could be found, is asked, or helps.
    fn helped(&self, need: &PlannedNeed) -> Option<PlanLine> {
        let (dimension, by, clause) = match need.outcome.as_ref()? {
            NeedOutcome::Helped(pairs) => {
                let pair = pairs.first()?;
                let (_, face) = self.standing.offer(pair.offer)?;
                let why = self.words.joined(&self.words.pair_reasons(pair));
                ("web-plan-proposed", face.provider_name.clone(), why)
            }
            NeedOutcome::Arranged(Some(helper)) => ("web-plan-arranged", helper.clone(), String::new()),
            NeedOutcome::Arranged(None) => {
                ("web-pair-state-asked", self.words.say("web-pair-answer-waits"), String::new())
            }
            NeedOutcome::Unmet(_) | NeedOutcome::WithoutCategory => return None,
        };
        Some(PlanLine {
            measure: self.need_name(need),
            dimension: self.words.say(dimension),
            amount: PlanAmount::NoMoney,
            period: self.words.say("web-period-none"),
            by,
            clause,
        })
    }

    fn unmet(&self, need: &PlannedNeed) -> Option<String> {
        let why = match &need.outcome {
            Some(outcome) => self.words.why_unmet(self.standing, outcome)?,
            None => self.words.say("web-need-not-yet-matched"),
        };
        let name = self.need_name(need);
        Some(self.words.texts.text("web-plan-unmet-why", &[("need", Put::from(&name)), ("why", Put::from(&why))]))
    }
}
