//! The tree of Party organisations: four systems, three kinds of enterprise, two to four levels.

use std::collections::BTreeMap;

use super::draw::Draw;
use super::sheet::Cell;
use super::{Record, Size, names, number};

/// The four systems, in the order of the roster's sheets.
pub(crate) const SYSTEMS: [&str; 4] = ["农村", "机关事业单位", "企业", "社区"];
pub(crate) const RURAL: usize = 0;
pub(crate) const INSTITUTION: usize = 1;
pub(crate) const ENTERPRISE: usize = 2;
pub(crate) const COMMUNITY: usize = 3;

/// An organisation.
#[derive(Debug, Clone)]
pub(crate) struct Organization {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) parent: Option<usize>,
    pub(crate) kind: &'static str,
    /// An index into [`SYSTEMS`].
    pub(crate) system: usize,
    pub(crate) enterprise: Option<&'static str>,
    pub(crate) town: String,
    pub(crate) credit: Option<String>,
    pub(crate) secretary: String,
    pub(crate) phone: String,
}

/// The organisations of a county and the words of its places.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    pub(crate) county: String,
    /// 全县, 全市, 全区 or 全旗.
    pub(crate) whole: &'static str,
    pub(crate) division: String,
    pub(crate) organizations: Vec<Organization>,
    /// Towns and streets, without the seat of the county.
    pub(crate) towns: Vec<String>,
}

/// Where a branch or committee is put.
#[derive(Clone, Copy)]
struct Place<'a> {
    parent: Option<usize>,
    system: usize,
    enterprise: Option<&'static str>,
    town: &'a str,
}

struct Grower<'a> {
    draw: &'a mut Draw,
    tree: Tree,
    /// Levels of the tree, the county committee included: 2, 3 or 4.
    depth: usize,
    code_width: usize,
}

impl Tree {
    pub(crate) fn grow(draw: &mut Draw, size: Size) -> Self {
        let (county, whole) = names::county(draw);
        let division = format!("99{:02}{:02}", draw.between(1, 9), draw.between(1, 29));
        let tree = Self { county, whole, division, organizations: Vec::new(), towns: Vec::new() };
        let depth = draw.copy(&[2, 3, 3, 4, 4]);
        let code_width = draw.between(3, 6);
        let mut grower = Grower { draw, tree, depth, code_width };
        grower.grow(size);
        grower.tree
    }

    /// The branches 党支部 of a system.
    pub(crate) fn branches(&self, system: usize) -> Vec<usize> {
        (0..self.organizations.len())
            .filter(|&at| self.organizations[at].system == system && self.organizations[at].kind == "党支部")
            .collect()
    }

    /// The seat of the county, the town of everything that belongs to no town.
    pub(crate) fn seat(&self) -> &'static str {
        if self.county.ends_with('县') { "县城" } else { "城区" }
    }

    /// The lines of the book, parents not always before their children.
    pub(crate) fn records(&self, draw: &mut Draw, workbook: bool) -> Vec<Record> {
        let figures = workbook && draw.chance(15);
        let code = |code: &str| match code.parse() {
            Ok(number) if figures => Cell::Whole(number),
            _ => Cell::text(code),
        };
        let optional = |text: Option<&str>| text.map_or(Cell::Blank, Cell::text);
        let mut records: Vec<Record> = self
            .organizations
            .iter()
            .map(|organization| {
                let parent = organization.parent.map_or(Cell::Blank, |at| code(&self.organizations[at].code));
                BTreeMap::from([
                    ("党组织代码", code(&organization.code)),
                    ("党组织名称", Cell::text(&organization.name)),
                    ("上级党组织代码", parent),
                    ("类别", Cell::text(organization.kind)),
                    ("所属体系", Cell::text(SYSTEMS[organization.system])),
                    ("企业类型", optional(organization.enterprise)),
                    ("所在乡镇（街道）", Cell::text(&organization.town)),
                    ("单位统一社会信用代码", optional(organization.credit.as_deref())),
                    ("书记", Cell::text(&organization.secretary)),
                    ("联系电话", Cell::text(&organization.phone)),
                ])
            })
            .collect();
        if draw.chance(25) {
            draw.shuffle(&mut records);
        }
        records
    }
}

impl Grower<'_> {
    fn grow(&mut self, size: Size) {
        let county = self.tree.county.clone();
        let seat = self.tree.seat();
        let root = Place { parent: None, system: INSTITUTION, enterprise: None, town: seat };
        let root = self.add(format!("中共{county}委员会"), "党委", root);
        let (towns, streets, each, offices, firms) = match size {
            Size::Small => (self.draw.between(1, 3), 1, self.draw.between(2, 4), self.draw.between(2, 4), 2),
            Size::County => {
                (self.draw.between(4, 8), self.draw.between(1, 3), self.draw.between(5, 9), 18, self.draw.between(3, 6))
            }
        };
        let words = names::towns(self.draw, towns + streets);
        for (at, word) in words.iter().enumerate() {
            if at < towns {
                let town = format!("{word}{}", self.draw.pick(&["镇", "镇", "乡"]));
                self.township(root, &town, RURAL, each);
            } else {
                let town = format!("{word}{}", self.draw.pick(&["街道", "镇"]));
                self.township(root, &town, COMMUNITY, each);
            }
        }
        self.offices(root, offices);
        self.firms(root, firms);
    }

    fn township(&mut self, root: usize, town: &str, system: usize, villages: usize) {
        self.tree.towns.push(town.to_owned());
        let place = Place { parent: Some(root), system, enterprise: None, town };
        let above = if self.depth == 2 {
            place
        } else {
            let (name, kind) = if town.ends_with("街道") && self.draw.chance(50) {
                (format!("中共{town}工作委员会"), "党工委")
            } else {
                (format!("中共{town}委员会"), "党委")
            };
            Place { parent: Some(self.add(name, kind, place)), ..place }
        };
        let ending = if system == RURAL { "村" } else { "社区" };
        for word in names::villages(self.draw, villages) {
            let village = format!("{town}{word}{ending}");
            if self.depth == 4 && self.draw.chance(35) {
                let general = self.add(format!("{village}党总支"), "党总支", above);
                for n in 1..=self.draw.between(2, 3) {
                    self.add(format!("{village}第{n}党支部"), "党支部", Place { parent: Some(general), ..above });
                }
            } else {
                self.add(format!("{village}党支部"), "党支部", above);
            }
        }
    }

    fn offices(&mut self, root: usize, branches: usize) {
        let (county, seat) = (self.tree.county.clone(), self.tree.seat());
        let place = Place { parent: Some(root), system: INSTITUTION, enterprise: None, town: seat };
        let bodies = [("直属机关", "县直"), ("教育局", "教育"), ("卫生健康局", "卫生")];
        for (at, (body, short)) in bodies.into_iter().enumerate() {
            let above = if self.depth == 2 {
                place
            } else {
                Place { parent: Some(self.add(format!("中共{county}{body}委员会"), "党委", place)), ..place }
            };
            let count = branches.div_ceil(3).min(branches.saturating_sub(at * branches.div_ceil(3)));
            for n in 1..=count {
                self.add(format!("{county}{short}第{n}党支部"), "党支部", above);
            }
        }
    }

    fn firms(&mut self, root: usize, branches: usize) {
        let (county, seat) = (self.tree.county.clone(), self.tree.seat());
        for kind in ["国有企业", "非公企业", "新社会组织"] {
            let place = Place { parent: Some(root), system: ENTERPRISE, enterprise: Some(kind), town: seat };
            let above = if self.depth == 2 {
                place
            } else if self.draw.chance(40) {
                Place { parent: Some(self.add(format!("{county}{kind}党总支"), "党总支", place)), ..place }
            } else {
                Place { parent: Some(self.add(format!("中共{county}{kind}委员会"), "党委", place)), ..place }
            };
            for n in 1..=branches {
                self.add(format!("{county}{kind}第{n}党支部"), "党支部", above);
            }
        }
    }

    fn add(&mut self, name: String, kind: &'static str, place: Place<'_>) -> usize {
        let at = self.tree.organizations.len();
        let office = match (place.system, place.enterprise) {
            (_, Some("新社会组织")) => "52",
            (_, Some(_)) => "91",
            (COMMUNITY, _) => "55",
            (RURAL, _) => "N2",
            _ => self.draw.pick(&["11", "12"]),
        };
        let inner = self.draw.chance(50);
        let woman = self.draw.chance(30);
        let credit = self.draw.chance(60).then(|| number::credit_code(self.draw, office, &self.tree.division, inner));
        self.tree.organizations.push(Organization {
            code: format!("{}{at:0width$}", self.tree.division, width = self.code_width),
            name,
            parent: place.parent,
            kind,
            system: place.system,
            enterprise: place.enterprise,
            town: place.town.to_owned(),
            credit,
            secretary: names::person(self.draw, woman),
            phone: self.draw.phone(),
        });
        at
    }
}
