//! The tree of organisations, one at a time, with the figures of the county as it stands.

use guanai_app::organizations::read_organization;
use guanai_app::standing::Standing;
use guanai_i18n::Put;
use guanai_kernel::ids::OrganizationId;
use guanai_registry::PartyOrganization;

use super::people::crumbs;
use super::words::Words;
use super::{County, id};
use crate::office::{AskError, Asker};
use crate::organizations::{OrganizationFile, OrganizationRow};
use crate::page::{Choice, Fact, shown};

/// What kind of organisation, in words.
pub(super) fn kind(words: Words<'_>, organization: &PartyOrganization) -> String {
    match organization.kind {
        Some(kind) => words.say(&format!("web-organization-kind-{}", kind.code())),
        None => words.say("web-unknown"),
    }
}

pub(super) async fn file(
    county: &County,
    who: Asker<'_>,
    organization: Option<&str>,
) -> Result<OrganizationFile, AskError> {
    let words = county.words(who.language);
    let standing = county.standing().await?;
    let mut cx = county.cx(who)?;
    let found = read_organization(&mut cx, organization.map(id).transpose()?, Some(&standing)).await?;
    let own = &found.organization;
    let mut headline = vec![kind(words, own), words.say(&format!("web-system-{}", own.system.code()))];
    headline.extend(own.township.clone());
    let mut facts = vec![Fact { label: words.say("web-organization-code"), value: own.code.clone() }];
    if let Some(secretary) = &own.secretary_name {
        facts.push(Fact { label: words.say("web-organization-secretary"), value: secretary.clone() });
    }
    let lies = own.lies_in().map_or("unknown", guanai_kernel::Settlement::code);
    facts.push(Fact { label: words.say("web-settlement"), value: words.say(&format!("web-settlement-{lies}")) });
    if let Some(at) = own.coordinates {
        facts.push(Fact { label: words.say("web-organization-coordinates"), value: at.to_string() });
    }
    if let Some(unit) = &found.unit {
        let name = unit.name.clone().unwrap_or_default();
        let shown = words
            .texts
            .text("web-organization-unit-shown", &[("name", Put::from(&name)), ("code", Put::from(&unit.credit_code))]);
        facts.push(Fact { label: words.say("web-organization-unit"), value: shown.trim().to_owned() });
    }
    let children = found.below.iter().map(|(organization, headcount)| OrganizationRow {
        id: organization.organization_id.to_string(),
        name: organization.name.clone(),
        kind: kind(words, organization),
        members: shown(headcount.members),
        open_needs: headcount.open_needs.map(shown),
    });
    let mut path = found.path.clone();
    path.pop();
    Ok(OrganizationFile {
        id: own.organization_id.to_string(),
        name: own.name.clone(),
        headline: words.joined(&headline),
        crumbs: crumbs(&path),
        facts,
        members: shown(found.headcount.members),
        open_needs: found.headcount.open_needs.map(shown),
        is_branch: found.below.is_empty(),
        children: children.collect(),
    })
}

/// Organisations that a list may be narrowed to, at most: beyond that the committees alone are shown.
const MOST_CHOICES: usize = 60;

impl County {
    /// The organisations by which lists of the asker's scope are narrowed: its committees, or all of a small scope, and the
    /// one that is asked for.
    pub(super) fn organization_choices(
        who: Asker<'_>,
        standing: &Standing,
        asked: Option<OrganizationId>,
    ) -> Vec<Choice> {
        let scope = who.session.scope.as_deref().and_then(|id| id.parse().ok());
        let Some(top) = scope.or_else(|| standing.root().map(|root| root.organization_id)) else { return Vec::new() };
        let within = standing.subtree(top);
        let is_small = within.len() <= MOST_CHOICES;
        let mut shown: Vec<_> = within
            .iter()
            .filter_map(|id| standing.organizations.get(id))
            .filter(|found| {
                found.organization_id != top
                    && (is_small || found.superior_id == Some(top) || asked == Some(found.organization_id))
            })
            .collect();
        shown.sort_by(|a, b| a.code.cmp(&b.code));
        shown
            .into_iter()
            .map(|found| Choice { code: found.organization_id.to_string(), name: found.name.clone() })
            .collect()
    }
}
