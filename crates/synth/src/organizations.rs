//! The tree of organisations: as many of each kind and system as the published totals say, over invented villages,
//! communities and units.

use std::collections::BTreeSet;

use guanai_kernel::codes::CreditCode;
use guanai_registry::OrganizationKind;

use crate::apportion::{largest_remainder, whole_part, within_bounds};
use crate::assumed;
use crate::classes::Sector;
use crate::county::{Organization, OrganizationIx, Township, TownshipIx};
use crate::draw::Draw;
use crate::places::{ordinal, unending};
use crate::published::{ORGANIZATION_KIND, ORGANIZATIONS_PER_MEMBER};

pub(crate) mod units;

/// How many organisations of each kind a sector has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Planned {
    pub committees: usize,
    pub general_branches: usize,
    pub branches: usize,
}

/// The numbers of every sector, in the order of [`Sector::ALL`].
pub(crate) fn plan(members: u32, townships: &[Township]) -> [Planned; 8] {
    let all = whole_part(f64::from(members) * ORGANIZATIONS_PER_MEMBER.per_member() + 0.5);
    let kinds = largest_remainder(&ORGANIZATION_KIND.shares(), all);
    let in_sectors = largest_remainder(&assumed::organization_shares(), all);
    let streets = townships.iter().filter(|township| township.is_street).count();
    let mut must = [0; 8];
    must[Sector::Rural.place()] = townships.len() - streets;
    must[Sector::Community.place()] = streets;
    must[Sector::Organ.place()] = 1;

    let count = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    let spread = |weights: [u32; 8], total: usize| {
        largest_remainder(&weights.map(f64::from), u32::try_from(total).unwrap_or(u32::MAX))
    };
    let more_committees = count(kinds[0]).saturating_sub(must.iter().sum());
    let committees = spread(assumed::COMMITTEE_WEIGHTS, more_committees);
    let general = spread(assumed::GENERAL_BRANCH_WEIGHTS, count(kinds[1]));
    let mut planned = [Planned::default(); 8];
    for (at, sector) in planned.iter_mut().enumerate() {
        sector.committees = must[at] + count(committees[at]);
        sector.general_branches = count(general[at]);
        // What a small county's committees take away, its branches keep: each sector has at least one.
        sector.branches = count(in_sectors[at]).saturating_sub(sector.committees + sector.general_branches).max(1);
    }
    planned
}

/// What is said of an organisation before it has a code.
struct Draft {
    name: String,
    superior: Option<OrganizationIx>,
    kind: OrganizationKind,
    sector: Sector,
    township: Option<TownshipIx>,
    settlement: Option<String>,
    unit: Option<String>,
}

struct Builder<'a> {
    county: &'a str,
    townships: &'a [Township],
    organizations: Vec<Organization>,
    names: BTreeSet<String>,
    draw: &'a mut Draw,
}

/// The tree. A superior stands before what is under it; the root is the first.
pub(crate) fn draw_organizations(
    county: &str,
    townships: &[Township],
    planned: &[Planned; 8],
    draw: &mut Draw,
) -> Vec<Organization> {
    let mut tree = Builder { county, townships, organizations: Vec::new(), names: BTreeSet::new(), draw };
    let root = tree.add(Draft {
        name: format!("中共{county}委员会"),
        superior: None,
        kind: OrganizationKind::Committee,
        sector: Sector::Organ,
        township: None,
        settlement: None,
        unit: Some(format!("中共{county}委员会")),
    });
    let towns = tree.add_township_committees(root);
    tree.add_settlements(Sector::Rural, planned[Sector::Rural.place()], &towns);
    tree.add_settlements(Sector::Community, planned[Sector::Community.place()], &towns);
    let mut social_head = root;
    for sector in
        [Sector::Organ, Sector::School, Sector::PublicBody, Sector::StateOwned, Sector::NonPublic, Sector::Social]
    {
        let superior = if sector == Sector::Social { social_head } else { root };
        let head = tree.add_units(sector, planned[sector.place()], superior, &towns);
        if sector == Sector::NonPublic {
            social_head = head;
        }
    }
    tree.organizations
}

impl Builder<'_> {
    fn add(&mut self, draft: Draft) -> OrganizationIx {
        let place = self.organizations.len();
        let mut name = draft.name;
        let mut round = 2;
        while !self.names.insert(name.clone()) {
            name = format!("{}（{}）", name.split('（').next().unwrap_or(&name), ordinal(round));
            round += 1;
        }
        let credit_code = draft.unit.as_ref().map(|_| self.credit_code(draft.sector));
        self.organizations.push(Organization {
            code: format!("990101{place:06}"),
            name,
            superior: draft.superior,
            kind: draft.kind,
            sector: draft.sector,
            township: draft.township,
            settlement: draft.settlement,
            credit_code,
            unit_name: draft.unit,
        });
        OrganizationIx(place)
    }

    /// A credit code (GB 32100) of the division 990101, which is no place, with both check letters right.
    fn credit_code(&mut self, sector: Sector) -> String {
        const INNER_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
        let body = match sector {
            Sector::Organ | Sector::Rural | Sector::Community => "11",
            Sector::School | Sector::PublicBody => "12",
            Sector::StateOwned | Sector::NonPublic => "91",
            Sector::Social => "52",
        };
        // The running number keeps codes apart.
        let serial = u32::try_from(self.organizations.len()).unwrap_or(0) * 97 + self.draw.below(97) + 10_000_000;
        let inner = serial.to_string();
        let sum: u32 =
            inner.chars().zip(INNER_WEIGHTS).map(|(figure, weight)| figure.to_digit(10).unwrap_or(0) * weight).sum();
        let inner_check = match 11 - sum % 11 {
            10 => 'X',
            11 => '0',
            figure => char::from_digit(figure, 10).unwrap_or('0'),
        };
        let first = format!("{body}990101{inner}{inner_check}");
        let check = CreditCode::check_letter(&first).expect("seventeen letters of the standard's set");
        format!("{first}{check}")
    }

    fn add_township_committees(&mut self, root: OrganizationIx) -> Vec<OrganizationIx> {
        let towns: Vec<(usize, String, bool)> =
            self.townships.iter().enumerate().map(|(at, town)| (at, town.name.clone(), town.is_street)).collect();
        let add = |(at, name, is_street): (usize, String, bool)| {
            let (title, kind, sector) = if is_street {
                ("工作委员会", OrganizationKind::WorkingCommittee, Sector::Community)
            } else {
                ("委员会", OrganizationKind::Committee, Sector::Rural)
            };
            self.add(Draft {
                name: format!("中共{name}{title}"),
                superior: Some(root),
                kind,
                sector,
                township: Some(TownshipIx(at)),
                settlement: None,
                unit: Some(format!("{name}{}", if is_street { "办事处" } else { "人民政府" })),
            })
        };
        towns.into_iter().map(add).collect()
    }

    /// Villages or communities: the larger ones have a committee or general branch over several branches.
    fn add_settlements(&mut self, sector: Sector, planned: Planned, towns: &[OrganizationIx]) {
        let mut places: Vec<(usize, String)> = Vec::new();
        for (at, township) in self.townships.iter().enumerate() {
            let names = if sector == Sector::Rural { &township.villages } else { &township.communities };
            places.extend(names.iter().map(|name| (at, name.clone())));
        }
        self.draw.shuffle(&mut places);
        let own = towns.iter().filter(|town| self.organizations[town.0].sector == sector).count();
        let committees = planned.committees - own;
        // With fewer branches than places, the last places share none; with fewer large places than planned, the rest fall away.
        let large = (committees + planned.general_branches).min(places.len()).min(planned.branches / 2);
        places.truncate(planned.branches.max(1));
        let singles = places.len() - large;
        let under_large = u32::try_from(planned.branches - singles).unwrap_or(0);
        let weights: Vec<u32> = (0..large).map(|_| self.draw.between(50, 150)).collect();
        let counts = within_bounds(&weights, under_large, 1, u32::MAX);

        for (at, (town, settlement)) in places.into_iter().enumerate() {
            let label = format!("{}{settlement}", self.townships[town].name);
            let draft = |name: String, superior, kind| Draft {
                name,
                superior: Some(superior),
                kind,
                sector,
                township: Some(TownshipIx(town)),
                settlement: Some(settlement.clone()),
                unit: None,
            };
            let Some(&branches) = counts.get(at) else {
                self.add(draft(format!("{label}党支部"), towns[town], OrganizationKind::Branch));
                continue;
            };
            let (title, kind) = if at < committees {
                ("委员会", OrganizationKind::Committee)
            } else {
                ("总支部委员会", OrganizationKind::GeneralBranch)
            };
            let head = self.add(draft(format!("中共{label}{title}"), towns[town], kind));
            for number in 1..=usize::try_from(branches).unwrap_or(0) {
                self.add(draft(format!("{label}第{}党支部", ordinal(number)), head, OrganizationKind::Branch));
            }
        }
    }

    /// Units of a sector: its head, hosts of several branches, and units with one branch. Gives the sector's head.
    fn add_units(
        &mut self,
        sector: Sector,
        planned: Planned,
        superior: OrganizationIx,
        towns: &[OrganizationIx],
    ) -> OrganizationIx {
        let names = units::unit_names(sector, self.county, self.townships, self.draw);
        let mut hosts = unending(names.hosts);
        let mut singles = unending(names.singles);
        // The county committee itself is the first committee of the organs.
        let mut committees = planned.committees - usize::from(sector == Sector::Organ);
        let mut head = superior;
        if committees > 0 {
            committees -= 1;
            let (name, kind) = sector_head(sector, self.county);
            let unit = (kind == OrganizationKind::Committee).then(|| format!("{}{}", self.county, "国有资产服务中心"));
            head = self.add(Draft {
                name,
                superior: Some(superior),
                kind,
                sector,
                township: None,
                settlement: None,
                unit,
            });
        }
        let mut left = planned.branches;
        if sector == Sector::Organ {
            left -= self.add_township_organs(towns, left);
        }
        let large = committees + planned.general_branches;
        let under_large = u32::try_from((left * 3 / 5).max(large).min(left)).unwrap_or(0);
        let weights: Vec<u32> = (0..large).map(|_| self.draw.between(50, 150)).collect();
        let counts = within_bounds(&weights, under_large, 1, u32::MAX);
        for (at, &branches) in counts.iter().enumerate() {
            let unit = hosts();
            let (title, kind) = if at < committees {
                ("委员会", OrganizationKind::Committee)
            } else {
                ("总支部委员会", OrganizationKind::GeneralBranch)
            };
            let host = self.add(unit_draft(format!("中共{unit}{title}"), head, kind, sector, Some(unit.clone())));
            let branches = usize::try_from(branches).unwrap_or(0);
            for number in 1..=branches {
                let retired =
                    sector.system() == guanai_kernel::System::Institution && number == branches && branches > 2;
                let name = if retired {
                    format!("{unit}离退休党支部")
                } else {
                    format!("{unit}第{}党支部", ordinal(number))
                };
                self.add(unit_draft(name, host, OrganizationKind::Branch, sector, None));
            }
            left -= branches;
        }
        for _ in 0..left {
            let joint = matches!(sector, Sector::NonPublic | Sector::Social) && self.draw.chance(2_000);
            if joint {
                let place = self.draw.place(self.townships.len());
                let what = if sector == Sector::Social { "社会组织" } else { "非公企业" };
                let name = format!("{}{what}联合党支部", self.townships[place].name);
                let mut draft = unit_draft(name, head, OrganizationKind::JointBranch, sector, None);
                draft.township = Some(TownshipIx(place));
                self.add(draft);
            } else {
                let unit = singles();
                let name = format!("{unit}党支部");
                self.add(unit_draft(name, head, OrganizationKind::Branch, sector, Some(unit)));
            }
        }
        head
    }

    /// One branch for the office of each township and street; gives how many.
    fn add_township_organs(&mut self, towns: &[OrganizationIx], most: usize) -> usize {
        let added = towns.len().min(most.saturating_sub(1));
        for (at, &town) in towns.iter().enumerate().take(added) {
            let name = format!("{}机关党支部", self.townships[at].name);
            let mut draft = unit_draft(name, town, OrganizationKind::Branch, Sector::Organ, None);
            draft.township = Some(TownshipIx(at));
            self.add(draft);
        }
        added
    }
}

fn unit_draft(
    name: String,
    superior: OrganizationIx,
    kind: OrganizationKind,
    sector: Sector,
    unit: Option<String>,
) -> Draft {
    Draft { name, superior: Some(superior), kind, sector, township: None, settlement: None, unit }
}

fn sector_head(sector: Sector, county: &str) -> (String, OrganizationKind) {
    let working = OrganizationKind::WorkingCommittee;
    match sector {
        Sector::Organ => (format!("中共{county}直属机关工作委员会"), working),
        Sector::School => (format!("中共{county}委教育工作委员会"), working),
        Sector::PublicBody => (format!("中共{county}委卫生健康工作委员会"), working),
        Sector::Social => (format!("中共{county}社会组织综合委员会"), working),
        Sector::NonPublic => (format!("中共{county}委非公有制经济组织和社会组织工作委员会"), working),
        Sector::StateOwned | Sector::Rural | Sector::Community => {
            (format!("中共{county}国有资产服务中心委员会"), OrganizationKind::Committee)
        }
    }
}
