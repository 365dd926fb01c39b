//! Needs and help: who could help whom and why, and what has nobody yet and why.

use guanai_app::pairing::{Key, Pair, Reason, Unmet};
use guanai_app::plan::NeedFinding;
use guanai_exchange::out::{Kind, Table, Value};
use guanai_i18n::Put;

use super::Writing;

impl Writing<'_> {
    /// The heads of proposed help.
    pub fn pair_table(&self) -> Table {
        self.table(
            "plan-sheet-pairs",
            Some("plan-note-pairs"),
            &[
                ("plan-organization", 26.0, Kind::Text),
                ("plan-name", 10.0, Kind::Text),
                ("plan-category", 16.0, Kind::Text),
                ("plan-urgency", 8.0, Kind::Text),
                ("plan-helper", 28.0, Kind::Text),
                ("plan-provider-kind", 12.0, Kind::Text),
                ("plan-why", 40.0, Kind::Text),
                ("plan-due", 12.0, Kind::Date),
            ],
        )
    }

    /// The heads of needs that have nobody yet.
    pub fn unmet_table(&self) -> Table {
        self.table(
            "plan-sheet-unmet",
            Some("plan-note-unmet"),
            &[
                ("plan-organization", 26.0, Kind::Text),
                ("plan-name", 10.0, Kind::Text),
                ("plan-category", 16.0, Kind::Text),
                ("plan-urgency", 8.0, Kind::Text),
                ("plan-stated", 12.0, Kind::Date),
                ("plan-due", 12.0, Kind::Date),
                ("plan-reason", 60.0, Kind::Text),
            ],
        )
    }

    /// The rows of both sheets.
    pub fn needs(&self) -> (Vec<Vec<Value>>, Vec<Vec<Value>>) {
        let (mut pairs, mut unmet) = (Vec::new(), Vec::new());
        for resident in &self.plan.population().residents {
            for need in resident.needs.iter().filter_map(|at| self.plan.population().needs.get(*at)) {
                let [organization, name] = self.who(resident);
                let category = Value::from(self.category(need));
                let urgency = Value::from(self.urgency(need));
                let reason = match self.plan.finding(need) {
                    NeedFinding::Helped(pair) => {
                        let helper = Value::from(self.helper(pair.offer));
                        let kind = self.provider_kind(pair.offer);
                        let why = Value::from(self.pair_reason(pair));
                        pairs.push(vec![organization, name, category, urgency, helper, kind, why, need.due_on.into()]);
                        continue;
                    }
                    NeedFinding::Unmet(why) => self.unmet_reason(why),
                    NeedFinding::WithoutCategory => self.text("unmet-without-category", &[]),
                    // Nobody is proposed where somebody helps already, and nobody is lacking.
                    NeedFinding::Arranged(_) | NeedFinding::Ended => continue,
                };
                let stated = Value::from(need.stated_on);
                unmet.push(vec![organization, name, category, urgency, stated, need.due_on.into(), reason.into()]);
            }
        }
        (pairs, unmet)
    }

    /// Whoever offers, by name.
    pub fn helper(&self, offer: Key) -> String {
        self.plan.proposal.offer(offer).map(|o| o.provider_name.clone()).unwrap_or_default()
    }

    fn provider_kind(&self, offer: Key) -> Value {
        let kind = self.plan.proposal.offer(offer).map(|o| o.provider_kind.code());
        Value::from(kind.map(|code| self.text(&format!("provider-{code}"), &[])))
    }

    /// Why this offer: the rules that applied.
    pub fn pair_reason(&self, pair: &Pair<Key>) -> String {
        let rules: Vec<String> =
            pair.parts.iter().map(|part| self.text(&format!("pair-{}", part.rule.code()), &[])).collect();
        let among = self.text("pair-among", &[("count", Put::from(pair.candidates))]);
        self.listed(&rules.into_iter().chain([among]).collect::<Vec<_>>())
    }

    /// Why nobody yet, with the figures that tell what would help.
    pub fn unmet_reason(&self, unmet: &Unmet<Key>) -> String {
        let count = |n: usize| Put::from(n);
        let code = format!("unmet-{}", unmet.why.code());
        let reason = self.text(&code, &[]);
        let detail = match &unmet.why {
            Reason::OutsideArea { elsewhere } => self.text("unmet-detail-elsewhere", &[("count", count(*elsewhere))]),
            Reason::ConsentMissing { offers } => self.text("unmet-detail-consent", &[("count", count(*offers))]),
            Reason::HelpersNotReady { in_hardship, unwilling } => {
                self.text("unmet-detail-not-ready", &[("count", count(in_hardship + unwilling))])
            }
            Reason::BehindWalls { offers } => self.text("unmet-detail-elsewhere", &[("count", count(*offers))]),
            Reason::Unsuited { offers, .. } => self.text("unmet-detail-barred", &[("count", count(*offers))]),
            Reason::OnlyBarred { kin, superior } => {
                self.text("unmet-detail-barred", &[("count", count(kin + superior))])
            }
            Reason::CapacityTaken { candidates, by_more_urgent, offers, .. } => {
                let names: Vec<String> = offers.iter().map(|o| self.helper(*o)).collect();
                let names = self.named(&names);
                let more_urgent = i64::try_from(*by_more_urgent).unwrap_or(i64::MAX);
                let values =
                    [("count", count(*candidates)), ("urgent", Put::from(more_urgent)), ("names", Put::from(&names))];
                self.text("unmet-detail-taken", &values)
            }
            Reason::AllExpired => match unmet.failures.last_expired_on {
                Some(day) => {
                    let day = day.to_string();
                    self.text("unmet-detail-expired", &[("date", Put::from(&day))])
                }
                None => String::new(),
            },
            _ => String::new(),
        };
        format!("{reason}{detail}")
    }
}
