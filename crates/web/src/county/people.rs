//! People: lists and searches, one person's file, a masked number.

use guanai_app::people::{
    self, AmountSight, ListPeople, ListedPerson, Number, Purpose, ReadPerson, SeenFact, UnmaskNumber, list_people,
    read_person, unmask_number,
};
use guanai_app::standing::Standing;
use guanai_i18n::Put;
use guanai_kernel::Recipient;
use guanai_kernel::civil::completed_years;
use guanai_kernel::codes::Kinship;
use guanai_registry::DiscrepancyKind;
use guanai_scheme::{Answer, MeasureKind, Pack};

use super::words::{self, Words};
use super::{County, id, need_row, plan, visit_files};
use crate::needs::NeedRow;
use crate::office::{AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Choice, Crumb, Pager};
use crate::people::{
    ClassMark, Discrepancy, Entitlement, Kin, LookedAfter, PeopleAsk, PeopleList, PersonFile, PersonRow, RecordedFact,
    Spell, UnmaskAsk, Unmasked,
};
use crate::plan::PlanLine;

pub(super) async fn list(county: &County, who: Asker<'_>, ask: PeopleAsk) -> Result<PeopleList, AskError> {
    let standing = county.standing().await?;
    let words = county.words(who.language);
    let wish = ListPeople {
        organization_id: ask.organization.as_deref().map(id).transpose()?,
        class: ask.class.clone(),
        search: ask.search.clone(),
        page: u64::try_from(ask.page).unwrap_or(u64::MAX),
    };
    let mut cx = county.cx(who)?;
    let page = list_people(&mut cx, standing.as_of, &wish, Some(&standing)).await?;
    let pack = &county.standards.pack;
    Ok(PeopleList {
        rows: page.rows.into_iter().map(|listed| row(words, pack, listed)).collect(),
        pager: Pager::of(page.total, page.page, people::PAGE),
        organizations: County::organization_choices(who, &standing, wish.organization_id),
        classes: pack
            .classes()
            .iter()
            .map(|class| Choice { code: class.id.clone(), name: class.name.get(words.lang).to_owned() })
            .collect(),
    })
}

fn row(words: Words<'_>, pack: &Pack, listed: ListedPerson) -> PersonRow {
    let classes = listed.classes.iter().filter_map(|at| pack.classes().get(*at));
    PersonRow {
        id: listed.person_id.to_string(),
        name: listed.name,
        gender: words.sex(listed.sex.as_deref()),
        age: listed.age,
        organization: listed.organization.unwrap_or_else(|| words.say("web-organization-nowhere")),
        is_resident: listed.recipient == Some(Recipient::Resident),
        seniority: listed.seniority_years,
        classes: classes.map(|class| class.name.get(words.lang).to_owned()).collect(),
        open_needs: listed.open_needs,
    }
}

/// The way down to somebody or something.
pub(super) fn crumbs(path: &[(guanai_kernel::ids::OrganizationId, String)]) -> Vec<Crumb> {
    path.iter().map(|(id, name)| Crumb { href: format!("/organizations/{id}"), name: name.clone() }).collect()
}

pub(super) async fn file(county: &County, who: Asker<'_>, person: &str) -> Result<PersonFile, AskError> {
    let standing = county.standing().await?;
    let words = county.words(who.language);
    let ask = ReadPerson { person_id: id(person)?, as_of: standing.as_of, lang: words.lang };
    let mut cx = county.cx(who)?;
    let seen = read_person(&mut cx, ask).await?;
    let visits = visit_files::of_person(county, who, &mut cx, seen.person_id).await?;
    let five = super::guarantees::person::faces(county, &cx, words, ask.person_id).await?;
    let own_plans = super::plans::of_person(&mut cx, ask.person_id).await?;
    let applications = super::applications::of_person(&mut cx, ask.person_id).await?;
    Ok(PersonFile { five, own_plans, applications, visits, ..Filing { county, words, standing: &standing }.file(seen) })
}

/// A file as it was read, put into words.
pub(super) fn told(county: &County, words: Words<'_>, standing: &Standing, seen: people::PersonFile) -> PersonFile {
    Filing { county, words, standing }.file(seen)
}

/// A fact in words.
pub(super) fn recorded_fact(words: Words<'_>, pack: &Pack, fact: &SeenFact) -> RecordedFact {
    let value = fact.value.as_ref();
    RecordedFact {
        label: words.fact_title(pack, &fact.name),
        value: value.map_or_else(|| words.say("web-fact-withheld"), |value| words.value(pack, &fact.name, value)),
        source: words.source(&fact.source),
        recorded_on: fact.source.stated_on,
        verified_by: fact.verified.then(|| words.say("web-fact-verified-yes")),
    }
}

/// A person's file, put into words.
struct Filing<'a> {
    county: &'a County,
    words: Words<'a>,
    standing: &'a Standing,
}

impl Filing<'_> {
    fn file(&self, seen: people::PersonFile) -> PersonFile {
        let needs = seen.needs.iter().flatten().map(|need| self.need(need, &seen)).collect();
        PersonFile {
            id: seen.person_id.to_string(),
            crumbs: crumbs(&seen.path),
            headline: self.headline(&seen),
            identity: match &seen.identity_end {
                Some(end) => format!("**************{end}"),
                None => self.words.say("web-identity-hidden"),
            },
            phone: seen.phone.clone().or_else(|| seen.phone_end.as_ref().map(|end| format!("*******{end}"))),
            died_on: seen.died_on,
            is_resident: seen
                .spells
                .iter()
                .any(|spell| spell.membership.until_on.is_none() && !spell.membership.is_member()),
            classes: self.classes(&seen),
            facts: seen.facts.iter().map(|fact| recorded_fact(self.words, self.pack(), fact)).collect(),
            spells: seen.spells.iter().rev().map(|spell| self.spell(spell)).collect(),
            kin: seen.kin.iter().map(|kin| self.kin(kin)).collect(),
            looked_after: seen.looked_after.as_ref().map(|found| LookedAfter {
                branch: found.organization.clone(),
                branch_id: found.organization_id.to_string(),
                branch_phone: found.organization_phone.clone(),
                by: found.by.clone(),
                phone: found.phone.clone(),
            }),
            five: Vec::new(),
            entitlements: self.entitlements(&seen),
            questions: Self::questions(&seen),
            plan: self.plan(&seen),
            discrepancies: seen.discrepancies.iter().map(|matter| self.matter(matter)).collect(),
            timeline: Vec::new(),
            visits: Vec::new(),
            own_plans: Vec::new(),
            applications: Vec::new(),
            needs,
            name: seen.name,
        }
    }

    fn pack(&self) -> &Pack {
        &self.county.standards.pack
    }

    fn headline(&self, seen: &people::PersonFile) -> String {
        let words = self.words;
        let mut parts: Vec<String> = words.sex(seen.sex.as_deref()).into_iter().collect();
        match seen.birth.candidates()[..] {
            [birth] => {
                let until = seen.died_on.unwrap_or(self.standing.as_of);
                parts.push(words.with("web-years-old", "count", Put::from(completed_years(birth, until))));
            }
            _ => parts.push(words.say("web-birth-contested")),
        }
        let mut spells = seen.spells.iter().rev().map(|spell| &spell.membership);
        // Whoever has died is called by what they were.
        let told = match seen.died_on {
            Some(died) => spells.find(|m| m.until_on.is_none_or(|until| died < until)),
            None => spells.find(|m| m.until_on.is_none()),
        };
        match told {
            Some(membership) => {
                if let Some(kind) = membership.kind {
                    parts.push(words.say(&format!("web-member-{}", kind.code())));
                }
                if let Some(joined) = membership.joined_on {
                    parts.push(words.with("web-joined-on", "day", Put::from(&joined.to_string())));
                }
                if let Some(full) = membership.full_on {
                    parts.push(words.with("web-full-on", "day", Put::from(&full.to_string())));
                }
            }
            None => parts.push(words.say("web-member-none")),
        }
        words.joined(&parts)
    }

    fn classes(&self, seen: &people::PersonFile) -> Vec<ClassMark> {
        let marks = seen.classes.iter().filter_map(|class| {
            let found = self.pack().classes().get(class.class)?;
            Some(ClassMark {
                name: found.name.get(self.words.lang).to_owned(),
                because: class
                    .why
                    .as_ref()
                    .map_or_else(|| self.words.say("web-reason-withheld"), |why| why.sentence.clone()),
            })
        });
        marks.collect()
    }

    fn spell(&self, spell: &people::SeenSpell) -> Spell {
        Spell {
            organization: spell.organization.clone(),
            kind: self.words.say(if spell.membership.is_hosted() { "web-spell-hosted" } else { "web-spell-belongs" }),
            from: Some(spell.membership.since_on),
            until: spell.membership.until_on,
        }
    }

    fn kin(&self, kin: &people::Kin) -> Kin {
        let relation = Kinship::from_code(&kin.relation).map(|relation| match self.words.lang {
            guanai_scheme::Lang::Zh => relation.name_zh(),
            guanai_scheme::Lang::En => relation.name_en(),
        });
        Kin {
            name: kin.name.clone(),
            relation: relation.map_or_else(|| self.words.say("web-kin-unknown"), str::to_owned),
            person: kin.person_id.map(|id| id.to_string()),
        }
    }

    /// What holds first, then what waits, then what does not.
    fn entitlements(&self, seen: &people::PersonFile) -> Vec<Entitlement> {
        let mut entitlements: Vec<Entitlement> = seen
            .answers
            .iter()
            .filter_map(|seen| {
                let measure = self.pack().measures().get(seen.measure)?;
                let told = &seen.told;
                let amount = match (&told.answer, told.amount) {
                    (_, AmountSight::Withheld) => Some(self.words.say("web-amount-withheld")),
                    (Answer::Holds(entitled), AmountSight::Told) => self.words.amount(measure, entitled.amount),
                    _ => None,
                };
                Some(Entitlement {
                    measure: measure.id.clone(),
                    name: measure.name.get(self.words.lang).to_owned(),
                    state: words::state(measure, &told.answer),
                    amount,
                    because: told
                        .why
                        .as_ref()
                        .map_or_else(|| self.words.say("web-reason-withheld"), |why| why.sentence.clone()),
                })
            })
            .collect();
        entitlements.sort_by_key(|entitlement| match entitlement.state {
            crate::people::EntitlementState::Due => 0,
            crate::people::EntitlementState::Meets | crate::people::EntitlementState::Paused => 1,
            crate::people::EntitlementState::Unknown => 2,
            crate::people::EntitlementState::Not => 3,
        });
        entitlements
    }

    /// Each question once, the one that settles most answers first.
    fn questions(seen: &people::PersonFile) -> Vec<String> {
        let mut counted: Vec<(String, usize)> = Vec::new();
        for question in seen.answers.iter().filter_map(|answer| answer.told.why.as_ref()).flat_map(|why| &why.ask) {
            match counted.iter_mut().find(|(text, _)| *text == question.text) {
                Some((_, count)) => *count += 1,
                None => counted.push((question.text.clone(), 1)),
            }
        }
        counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counted.into_iter().map(|(text, _)| text).collect()
    }

    fn plan(&self, seen: &people::PersonFile) -> Vec<PlanLine> {
        let lines = seen.answers.iter().filter_map(|answer| {
            let measure = self.pack().measures().get(answer.measure)?;
            let Answer::Holds(entitled) = &answer.told.answer else { return None };
            // An allowance is paid by rule and stands among the entitlements: a plan is what somebody has to do.
            if measure.kind == MeasureKind::Allowance {
                return None;
            }
            Some(PlanLine {
                measure: measure.name.get(self.words.lang).to_owned(),
                dimension: self.words.dimension(measure),
                amount: plan::amount(entitled.amount, answer.told.amount),
                period: self.words.period(measure.period),
                by: self.pack().words().lead(measure.lead).get(self.words.lang).to_owned(),
                clause: answer.told.why.as_ref().map(|why| why.clause.clone()).unwrap_or_default(),
            })
        });
        lines.collect()
    }

    fn matter(&self, matter: &guanai_registry::Discrepancy) -> Discrepancy {
        let what = self.words.say(&format!("reason-{}", matter.kind.code()));
        let what = match (&matter.stands, &matter.other) {
            (Some(stands), Some(other)) if matter.kind != DiscrepancyKind::AbsentFromRoster => {
                let values = [("what", Put::from(&what)), ("stands", Put::from(stands)), ("other", Put::from(other))];
                self.words.texts.text("web-matter-values", &values)
            }
            _ => what,
        };
        Discrepancy { what, remedy: self.words.say(&format!("web-remedy-{}", matter.kind.code())) }
    }

    fn need(&self, need: &guanai_casework::Need, seen: &people::PersonFile) -> NeedRow {
        let organization = seen.path.last().map(|(_, name)| name.clone()).unwrap_or_default();
        need_row::row(self.words, self.pack(), self.standing, need, &seen.name, &organization)
    }
}

pub(super) async fn unmask(
    county: &County,
    who: Asker<'_>,
    _op: OperationId,
    ask: UnmaskAsk,
) -> Result<Unmasked, AskError> {
    let person_id = id(&ask.person)?;
    let number = Number::from_code(&ask.field).ok_or(AskError::NotFound)?;
    let purpose = Purpose::from_code(&ask.purpose).ok_or(AskError::NotFound)?;
    let mut cx = county.cx(who)?;
    let shown = unmask_number(&mut cx, UnmaskNumber { person_id, number, purpose }).await?;
    Ok(Unmasked { name: shown.name, value: shown.number.as_str().to_owned() })
}
