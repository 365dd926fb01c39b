//! Everybody's lines: needs and standards in one list, members in hardship, and the questions that are open.

use guanai_app::plan::NeedFinding;
use guanai_app::population::Resident;
use guanai_exchange::out::{Kind, Table, Value};
use guanai_i18n::Put;
use guanai_kernel::FactRole;
use guanai_scheme::{Answer, Explanation, FactState, Measure, MeasureKind, Value as FactValue, explain};

use super::Writing;

/// The rows of three sheets, made in one walk over everybody.
#[derive(Default)]
pub struct Lines {
    /// 一人一策
    pub rows: Vec<Vec<Value>>,
    /// 困难党员
    pub hardship: Vec<Vec<Value>>,
    /// 待补信息
    pub questions: Vec<Vec<Value>>,
    /// Persons with at least one line.
    pub people: usize,
    /// Answers that wait for a fact or a choice.
    pub undetermined: usize,
}

/// One person's findings while their lines are made.
#[derive(Default)]
struct Findings {
    holds: Vec<String>,
    open: Vec<String>,
    needs: Vec<String>,
    helpers: Vec<String>,
}

impl Writing<'_> {
    /// The heads of everybody's plan.
    pub fn plan_table(&self) -> Table {
        self.table(
            "plan-sheet-people",
            Some("plan-note-people"),
            &[
                ("plan-organization", 26.0, Kind::Text),
                ("plan-name", 10.0, Kind::Text),
                ("plan-classes", 24.0, Kind::Text),
                ("plan-matter", 18.0, Kind::Text),
                ("plan-finding", 12.0, Kind::Text),
                ("plan-amount", 12.0, Kind::Money),
                ("plan-clause", 26.0, Kind::Text),
                ("plan-why", 56.0, Kind::Text),
                ("plan-helper", 26.0, Kind::Text),
                ("plan-responsible", 24.0, Kind::Text),
                ("plan-due", 12.0, Kind::Date),
                ("plan-ask", 30.0, Kind::Text),
            ],
        )
    }

    /// The heads of members in hardship.
    pub fn hardship_table(&self) -> Table {
        self.table(
            "plan-sheet-hardship",
            None,
            &[
                ("plan-organization", 26.0, Kind::Text),
                ("plan-name", 10.0, Kind::Text),
                ("plan-degree", 12.0, Kind::Text),
                ("plan-cause", 14.0, Kind::Text),
                ("plan-holding", 44.0, Kind::Text),
                ("plan-ask", 36.0, Kind::Text),
                ("plan-needs", 24.0, Kind::Text),
                ("plan-helper", 30.0, Kind::Text),
            ],
        )
    }

    /// The heads of open questions.
    pub fn question_table(&self) -> Table {
        self.table(
            "plan-sheet-questions",
            Some("plan-note-questions"),
            &[
                ("plan-organization", 26.0, Kind::Text),
                ("plan-name", 10.0, Kind::Text),
                ("plan-measure", 22.0, Kind::Text),
                ("plan-fact", 22.0, Kind::Text),
                ("plan-question", 56.0, Kind::Text),
                ("plan-clause", 26.0, Kind::Text),
            ],
        )
    }

    /// Everybody's lines.
    pub fn plan_lines(&self) -> Lines {
        let mut lines = Lines::default();
        for (at, resident) in self.plan.population().residents.iter().enumerate() {
            let before = lines.rows.len();
            let mut findings = Findings::default();
            let classes = self.classes(at);
            self.need_lines(resident, &classes, &mut lines, &mut findings);
            self.measure_lines(at, resident, &classes, &mut lines, &mut findings);
            if self.is_recognised(resident) {
                lines.hardship.push(self.hardship_line(resident, &findings));
            }
            if lines.rows.len() > before {
                lines.people += 1;
            }
        }
        lines
    }

    fn classes(&self, at: usize) -> String {
        let classes = self.plan.classes(at);
        let names: Vec<String> = classes
            .iter()
            .filter_map(|c| self.pack.classes().get(*c))
            .map(|c| c.name.get(self.lang).to_owned())
            .collect();
        self.listed(&names)
    }

    fn need_lines(&self, resident: &Resident, classes: &str, lines: &mut Lines, findings: &mut Findings) {
        for need in resident.needs.iter().filter_map(|at| self.plan.population().needs.get(*at)) {
            let (finding, why, helper) = match self.plan.finding(need) {
                NeedFinding::Helped(pair) => ("plan-helped", self.pair_reason(pair), Some(self.helper(pair.offer))),
                NeedFinding::Unmet(unmet) => ("plan-unmet", self.unmet_reason(unmet), None),
                NeedFinding::WithoutCategory => ("plan-unmet", self.text("unmet-without-category", &[]), None),
                NeedFinding::Arranged(Some(helper)) => ("plan-arranged", String::new(), Some(helper.name.clone())),
                NeedFinding::Arranged(None) => ("plan-asked", String::new(), None),
                NeedFinding::Ended => continue,
            };
            let mut finding = self.text(finding, &[]);
            if need.due_on.is_some_and(|due| due < self.plan.population().as_of) {
                finding = self.text("plan-late", &[("finding", Put::from(&finding))]);
            }
            let category = self.category(need);
            let ask = need.category.awaits_confirmation().then(|| self.text("plan-confirm-category", &[]));
            let [organization, name] = self.who(resident);
            let responsible = organization.clone();
            lines.rows.push(vec![
                organization,
                name,
                Value::from(classes),
                Value::from(self.text("plan-need", &[("category", Put::from(&category))])),
                Value::from(finding),
                Value::Empty,
                Value::Empty,
                Value::from(why),
                Value::from(helper.clone()),
                responsible,
                Value::from(need.due_on),
                Value::from(ask),
            ]);
            findings.needs.push(category);
            findings.helpers.extend(helper);
        }
    }

    fn measure_lines(&self, at: usize, resident: &Resident, classes: &str, lines: &mut Lines, findings: &mut Findings) {
        for answer in self.plan.answers(at) {
            let Some(measure) = self.pack.measures().get(answer.measure) else { continue };
            let why = explain(self.pack, &resident.subject, self.plan.population().as_of, answer.measure, self.lang);
            let (finding, amount) = match &answer.answer {
                Answer::Holds(entitled) => {
                    findings.holds.push(measure.name.get(self.lang).to_owned());
                    let key =
                        if measure.kind == MeasureKind::Allowance { "plan-due-allowance" } else { "plan-eligible" };
                    (key, entitled.amount)
                }
                Answer::Undetermined(_) => {
                    lines.undetermined += 1;
                    self.question_lines(resident, measure, &why, lines, findings);
                    ("plan-undetermined", None)
                }
                Answer::Conflict { .. } => ("plan-conflict", None),
                Answer::Fault(_) => ("plan-fault", None),
                Answer::DoesNotHold(_) => continue,
            };
            // The column is added up: what a household is given once stands there once.
            let with = self.plan.counted_with(at, answer.measure);
            let said = match with {
                Some(other) => self.text(
                    "plan-counted-with",
                    &[("why", Put::from(&why.sentence)), ("name", Put::from(&other.person.name))],
                ),
                None => why.sentence.clone(),
            };
            let asked: Vec<String> = why.ask.iter().map(|q| q.title.clone()).collect();
            let [organization, name] = self.who(resident);
            let responsible = self.plan.lead_organization(resident, measure.lead).map(|o| o.name.as_str());
            lines.rows.push(vec![
                organization,
                name,
                Value::from(classes),
                Value::from(measure.name.get(self.lang)),
                Value::from(self.text(finding, &[])),
                Value::from(amount.filter(|_| with.is_none())),
                Value::from(why.clause.as_str()),
                Value::from(said.as_str()),
                Value::Empty,
                Value::from(responsible),
                Value::from(self.plan.due_on(measure.due_days)),
                Value::from(self.listed(&asked)),
            ]);
        }
    }

    fn question_lines(
        &self,
        resident: &Resident,
        measure: &Measure,
        why: &Explanation,
        lines: &mut Lines,
        findings: &mut Findings,
    ) {
        for question in &why.ask {
            let [organization, name] = self.who(resident);
            lines.questions.push(vec![
                organization,
                name,
                Value::from(measure.name.get(self.lang)),
                Value::from(question.title.as_str()),
                Value::from(question.text.as_str()),
                Value::from(why.clause.as_str()),
            ]);
            if !findings.open.contains(&question.title) {
                findings.open.push(question.title.clone());
            }
        }
    }

    fn is_recognised(&self, resident: &Resident) -> bool {
        let slot = self.pack.fact_of(FactRole::Hardship).and_then(|name| self.pack.slot(name));
        slot.is_some_and(|s| matches!(resident.subject.state(s), FactState::Known(FactValue::Bool(true), _)))
    }

    fn hardship_line(&self, resident: &Resident, findings: &Findings) -> Vec<Value> {
        let [organization, name] = self.who(resident);
        vec![
            organization,
            name,
            Value::from(self.fact_in_words(resident, FactRole::HardshipDegree)),
            Value::from(self.fact_in_words(resident, FactRole::HardshipCause)),
            Value::from(self.listed(&findings.holds)),
            Value::from(self.listed(&findings.open)),
            Value::from(self.listed(&findings.needs)),
            Value::from(self.listed(&findings.helpers)),
        ]
    }

    /// A coded fact in the pack's words; none where it is not recorded.
    fn fact_in_words(&self, resident: &Resident, role: FactRole) -> Option<String> {
        let slot = self.pack.slot(self.pack.fact_of(role)?)?;
        let FactState::Known(FactValue::Text(code), _) = resident.subject.state(slot) else { return None };
        let listed = self.pack.fact(slot).value(code);
        Some(listed.map_or_else(|| code.to_string(), |v| v.name.get(self.lang).to_owned()))
    }
}
