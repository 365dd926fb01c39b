//! What a pack that loads should still be looked at for: standards that are lawful to write and rarely meant. Nothing of it
//! refuses the pack; `guanai scheme check` tells it.
//!
//! To add a finding: a variant with its code and both texts, the place where it is looked for, and a wrong pack in
//! `tests/gallery/lints.rs`.

mod spans;

use std::collections::BTreeSet;
use std::fmt;

use guanai_kernel::{Date, Guarantee, Money};

use self::spans::{Reader, Span, Unit};
use crate::fact_set::FactSet;
use crate::pack::Pack;
use crate::pack::manifest::Clause;
use crate::pack::measures::{Measure, Tier};
use crate::pack::words::TierRule;
use crate::shown::{show_date, show_money};
use crate::text::Lang;

/// From how many times the amount of the tier below a tier is told as a jump.
const JUMP: i128 = 5;

/// One finding: where, of what, and what should be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LintFinding {
    /// The file inside the pack.
    pub file: String,
    /// The id of the measure, tier, class or parameter.
    pub about: String,
    /// What was found.
    pub lint: Lint,
}

impl LintFinding {
    /// The whole message in one language.
    pub fn describe(&self, lang: Lang) -> String {
        let why = self.lint.describe(lang);
        match lang {
            Lang::Zh => format!("{}：“{}”{why}", self.file, self.about),
            Lang::En => format!("{}: {} {why}", self.file, self.about),
        }
    }

    /// The same for somebody who knows the standards by their names and never opens a file.
    pub fn told(&self, pack: &Pack, lang: Lang) -> String {
        let measure = pack.measures().iter().find(|measure| file_of(measure) == self.file);
        let tier = |id: &str| {
            let tier = measure?.tiers.iter().find(|tier| tier.id == id)?;
            tier.label.as_ref().map(|label| label.get(lang).to_owned())
        };
        let named = |id: &str| tier(id).unwrap_or_else(|| id.to_owned());
        let lint = match self.lint.clone() {
            Lint::TierOverlap { other, values } => Lint::TierOverlap { other: named(&other), values },
            Lint::TierJump { other, less, more } => Lint::TierJump { other: named(&other), less, more },
            other => other,
        };
        let figure = || Some(pack.find_parameter(&self.about)?.title.get(lang).to_owned());
        let class = || Some(pack.classes().iter().find(|class| class.id == self.about)?.name.get(lang).to_owned());
        let about = match measure {
            Some(measure) => match tier(&self.about) {
                Some(tier) => format!("{} · {tier}", measure.name.get(lang)),
                None => measure.name.get(lang).to_owned(),
            },
            None => figure().or_else(class).unwrap_or_else(|| self.about.clone()),
        };
        match lang {
            Lang::Zh => format!("“{about}”{}", lint.describe(lang)),
            Lang::En => format!("{about} {}", lint.describe(lang)),
        }
    }
}

impl fmt::Display for LintFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe(Lang::En))
    }
}

macro_rules! lints {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident : $type:ty),* $(,)? } = $code:literal $zh:literal $en:literal;)*) => {
        /// What should be looked at.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Lint { $($(#[$doc])* $name { $($(#[$fdoc])* $field: $type),* }),* }

        impl Lint {
            /// The codes of all findings, in the order of this file.
            pub const CODES: &'static [&'static str] = &[$($code),*];

            /// The stable code.
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$name { .. } => $code),* }
            }

            /// What was found, and what to do.
            pub fn describe(&self, lang: Lang) -> String {
                match (self, lang) {
                    $((Self::$name { $($field),* }, Lang::Zh) => format!($zh, $($field = $field.zh()),*),
                    (Self::$name { $($field),* }, Lang::En) => format!($en, $($field = $field.en()),*),)*
                }
            }
        }
    };
}

/// Something told in both languages.
trait Told {
    fn zh(&self) -> String;
    fn en(&self) -> String;
}

impl Told for String {
    fn zh(&self) -> String {
        self.clone()
    }
    fn en(&self) -> String {
        self.clone()
    }
}

impl Told for Date {
    fn zh(&self) -> String {
        show_date(*self, Lang::Zh)
    }
    fn en(&self) -> String {
        show_date(*self, Lang::En)
    }
}

impl Told for Money {
    fn zh(&self) -> String {
        show_money(*self, Lang::Zh)
    }
    fn en(&self) -> String {
        show_money(*self, Lang::En)
    }
}

impl Told for crate::text::Text {
    fn zh(&self) -> String {
        self.zh.clone()
    }
    fn en(&self) -> String {
        self.en.clone()
    }
}

lints! {
    /// What it cites is no longer in force.
    ClauseExpired { /** The source. */ source: crate::text::Text, /** Its last day. */ until: Date } = "clause-expired"
        "的依据{source}只到{until}有效，现在仍在引用；请换成现行依据，或核对有效期"
        "cites {source}, which was in force until {until} only: cite what is in force now, or mend its last day";
    /// What it cites is not in force yet.
    ClauseNotYet { /** The source. */ source: crate::text::Text, /** Its first day. */ from: Date } = "clause-not-yet"
        "的依据{source}从{from}起才有效，却已经在用；请核对起始日期"
        "cites {source}, which is in force from {from} only, and is used already: mend the first day of one of them";
    /// Values between the tiers for which none holds.
    TierGap { /** The values. */ values: String } = "tier-gap"
        "各档之间漏了{values}：符合条件却没有一档；请补上一档，或改边界"
        "leaves {values} without a tier, though its condition lets them through: add a tier, or move a limit";
    /// Values for which two tiers hold.
    TierOverlap { /** The other tier. */ other: String, /** The values. */ values: String } = "tier-overlap"
        "这一档和“{other}”在{values}同时成立，会判为矛盾；请让两档互斥，或写 tiers = \"first-match\""
        "holds together with tier {other} for {values}, which is a conflict: make them exclude one another, or write tiers = \"first-match\"";
    /// A tier that nobody can have.
    TierNever {} = "tier-never"
        "这一档谁也轮不到：条件不可能成立，或都归了前面的档次；请改条件或次序"
        "is a tier that nobody can have: its condition cannot hold, or tiers before it take everybody; mend it, or their order";
    /// A tier whose amount is many times that of the one beside it.
    TierJump { /** The other tier. */ other: String, /** Its amount. */ less: Money, /** Its own amount. */ more: Money } = "tier-jump"
        "这一档{more}，相邻的“{other}”只有{less}，相差五倍以上；差一点就差很多，请再核对"
        "gives {more} and tier {other} beside it {less}, at least five times less: a little less of the fact costs much, so look at it again";
    /// A class for which nothing is done.
    ClassWithoutMeasure { /** What makes it up. */ facts: String } = "class-without-measure"
        "这一类没有对应的措施：没有一项措施看{facts}，也没有一次走访是为这一类安排的；请补上措施，或删去这一类"
        "is a class without a measure: no measure looks at {facts}, and no visit is for it: add a measure, or delete the class";
    /// A measure that nobody can have.
    MeasureForNobody {} = "measure-for-nobody"
        "这项措施谁也不符合：条件互相矛盾；请改条件"
        "is a measure for nobody: its conditions contradict one another; mend them";
    /// A guarantee with nothing behind it.
    GuaranteeWithoutMeasure { /** What it is called. */ name: crate::text::Text } = "guarantee-without-measure"
        "这项保障（{name}）背后没有一项措施：时限到了，没有什么可给；请在合适的措施里写 guarantee，或补上措施"
        "({name}) is a guarantee with no measure behind it: its clock runs, and there is nothing to give; name it in the `guarantee` of a measure, or add one";
    /// Words of a clause that nothing cites.
    ClauseUncited {} = "clause-uncited"
        "这一条写了说的是什么，却没有一项措施、一类对象、一个参数以它为依据，没有人看得到；请核对条号，或删去"
        "is a clause with words under which no measure, class or figure is laid down, so that nobody reads them: check its place, or delete them";
}

/// What should be looked at in a pack, as it is in force on a day.
pub fn lint(pack: &Pack, on: Date) -> Vec<LintFinding> {
    let mut found = Found { pack, on, all: Vec::new() };
    found.clauses();
    found.clause_words();
    for measure in pack.measures() {
        found.measure(measure);
    }
    found.classes();
    found.guarantees();
    found.all.dedup();
    found.all
}

struct Found<'p> {
    pack: &'p Pack,
    on: Date,
    all: Vec<LintFinding>,
}

impl Found<'_> {
    fn add(&mut self, file: &str, about: &str, lint: Lint) {
        self.all.push(LintFinding { file: file.to_owned(), about: about.to_owned(), lint });
    }

    fn clauses(&mut self) {
        let pack = self.pack;
        for parameter in pack.parameters() {
            if let Some(value) = parameter.on(self.on) {
                self.cited("parameters.toml", &parameter.id, &value.clause);
            }
        }
        for class in pack.classes() {
            self.cited("classes.toml", &class.id, &class.clause);
        }
        for measure in pack.measures() {
            self.cited(&file_of(measure), &measure.id, &measure.clause);
        }
    }

    fn clause_words(&mut self) {
        let pack = self.pack;
        let figures = pack.parameters().iter().flat_map(|parameter| &parameter.values).map(|value| &value.clause);
        let classes = pack.classes().iter().map(|class| &class.clause);
        let all = pack.measures().iter().map(|measure| &measure.clause).chain(classes).chain(figures);
        let cited: BTreeSet<String> = all.map(ToString::to_string).collect();
        for clause in pack.worded_clauses().filter(|clause| !cited.contains(*clause)) {
            self.add("clauses.toml", clause, Lint::ClauseUncited {});
        }
    }

    fn cited(&mut self, file: &str, about: &str, clause: &Clause) {
        let Some(source) = self.pack.source(&clause.source) else { return };
        let title = source.title.clone();
        match (source.from, source.until) {
            (_, Some(until)) if until < self.on => {
                self.add(file, about, Lint::ClauseExpired { source: title, until });
            }
            (Some(from), _) if from > self.on => self.add(file, about, Lint::ClauseNotYet { source: title, from }),
            _ => {}
        }
    }

    fn measure(&mut self, measure: &Measure) {
        let reader = Reader::new(self.pack, self.on);
        let file = file_of(measure);
        let condition = &measure.condition.root;
        if reader.is_impossible(&[condition]) {
            return self.add(&file, &measure.id, Lint::MeasureForNobody {});
        }
        let never = |tier: &Tier| reader.is_impossible(&[condition, &tier.when.root]);
        let dead: Vec<bool> = measure.tiers.iter().map(never).collect();
        if !dead.is_empty() && dead.iter().all(|never| *never) {
            return self.add(&file, &measure.id, Lint::MeasureForNobody {});
        }
        for (tier, _) in measure.tiers.iter().zip(&dead).filter(|(_, never)| **never) {
            self.add(&file, &tier.id, Lint::TierNever {});
        }
        if let Some(ladder) = Ladder::of(&reader, measure) {
            self.ladder(measure, &reader, &ladder);
        }
    }

    fn ladder(&mut self, measure: &Measure, reader: &Reader<'_>, ladder: &Ladder) {
        let file = file_of(measure);
        let name = |at: usize| measure.tiers.get(at).map_or("", |tier| tier.id.as_str()).to_owned();
        for gap in ladder.gaps() {
            self.add(&file, &measure.id, Lint::TierGap { values: ladder.unit.told(gap) });
        }
        match measure.tier_rule {
            TierRule::Exclusive => {
                for (a, b, both) in ladder.overlaps() {
                    self.add(&file, &name(b), Lint::TierOverlap { other: name(a), values: ladder.unit.told(both) });
                }
            }
            TierRule::FirstMatch => {
                for at in ladder.covered() {
                    self.add(&file, &name(at), Lint::TierNever {});
                }
            }
        }
        let amount = |at: usize| reader.amount(measure.tiers.get(at)?.amount.as_ref().map(|program| &program.root)?);
        for pair in ladder.in_order().windows(2) {
            let [a, b] = pair else { continue };
            let (Some(first), Some(second)) = (amount(*a), amount(*b)) else { continue };
            let ((more, high), (less, low)) =
                if first > second { ((first, *a), (second, *b)) } else { ((second, *b), (first, *a)) };
            if less.fen() > 0 && i128::from(more.fen()) >= i128::from(less.fen()) * JUMP {
                self.add(&file, &name(high), Lint::TierJump { other: name(low), less, more });
            }
        }
    }

    /// Each of the five is kept by something. A pack without measures is a beginning.
    fn guarantees(&mut self) {
        let pack = self.pack;
        if pack.measures().is_empty() {
            return;
        }
        let kept = |guarantee: Guarantee| pack.measures().iter().any(|measure| measure.guarantee == Some(guarantee));
        for standard in pack.guarantees().standards.iter().filter(|standard| !kept(standard.guarantee)) {
            let name = standard.name.clone();
            self.add("guarantees.toml", standard.guarantee.code(), Lint::GuaranteeWithoutMeasure { name });
        }
    }

    /// A class is served by a measure that looks at something of what makes it up, or by a visit that is for it. What more than
    /// half of all measures look at makes nobody up.
    fn classes(&mut self) {
        let pack = self.pack;
        let measures = pack.measures();
        let common: FactSet = pack
            .facts_by_slot()
            .map(|(slot, _)| slot)
            .filter(|slot| measures.iter().filter(|m| m.reads().contains(*slot)).count() * 2 > measures.len())
            .collect();
        for (at, class) in pack.classes().iter().enumerate() {
            let own: FactSet = class.reads().iter().filter(|slot| !common.contains(*slot)).collect();
            let visited = pack.visits().rules.iter().any(|rule| rule.classes.contains(&at));
            let served = measures.iter().any(|m| !m.reads().intersection(own).is_empty());
            if own.is_empty() || visited || served {
                continue;
            }
            let facts = pack.fact_names(own).collect::<Vec<_>>().join(" ");
            self.add("classes.toml", &class.id, Lint::ClassWithoutMeasure { facts });
        }
    }
}

fn file_of(measure: &Measure) -> String {
    format!("measures/{}.toml", measure.id)
}

/// Tiers that cut one number into stretches.
struct Ladder {
    unit: Unit,
    /// What the measure's condition lets through of that number.
    domain: Span,
    /// A stretch a tier.
    spans: Vec<Span>,
}

impl Ladder {
    fn of(reader: &Reader<'_>, measure: &Measure) -> Option<Self> {
        let mut spans = Vec::with_capacity(measure.tiers.len());
        let (subject, unit, first) = reader.only_span(&measure.tiers.first()?.when.root)?;
        spans.push(first);
        for tier in measure.tiers.get(1..).unwrap_or_default() {
            let (other, _, span) = reader.only_span(&tier.when.root)?;
            if other != subject {
                return None;
            }
            spans.push(span);
        }
        let domain = reader.span_of(&measure.condition.root, subject);
        Some(Self { unit, domain, spans })
    }

    /// The tiers by where their stretch begins; of first-match tiers that begin alike, the one that counts first.
    fn in_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.spans.len()).collect();
        order.sort_by_key(|at| self.spans.get(*at).map(|span| span.from));
        order
    }

    /// What lies between the least and the most that has a tier, or that the condition lets through, and has none.
    fn gaps(&self) -> Vec<Span> {
        let (Some(first), Some(last)) =
            (self.spans.iter().map(|s| s.from).min(), self.spans.iter().map(|s| s.to).max())
        else {
            return Vec::new();
        };
        // An end that the condition leaves open is where the tiers end.
        let from = if self.domain.is_open_below() { first } else { self.domain.from };
        let to = if self.domain.is_open_above() { last } else { self.domain.to };
        let mut gaps = Vec::new();
        let mut next = from;
        for at in self.in_order() {
            let Some(span) = self.spans.get(at) else { continue };
            if span.from > next && next <= to {
                gaps.push(Span { from: next, to: (span.from - 1).min(to) });
            }
            next = next.max(span.to.saturating_add(1));
        }
        if next <= to {
            gaps.push(Span { from: next, to });
        }
        gaps
    }

    fn overlaps(&self) -> Vec<(usize, usize, Span)> {
        let mut found = Vec::new();
        for (b, second) in self.spans.iter().enumerate() {
            for (a, first) in self.spans.iter().enumerate().take(b) {
                let both = Span { from: first.from.max(second.from), to: first.to.min(second.to) }.within(self.domain);
                if both.from <= both.to {
                    found.push((a, b, both));
                }
            }
        }
        found
    }

    /// The tiers of which tiers before them leave nothing.
    fn covered(&self) -> Vec<usize> {
        let mut covered = Vec::new();
        for (at, span) in self.spans.iter().enumerate() {
            let mut before: Vec<Span> = self.spans.iter().take(at).copied().collect();
            before.sort_by_key(|s| s.from);
            let mut next = span.from;
            for other in before {
                if other.from <= next {
                    next = next.max(other.to.saturating_add(1));
                }
            }
            if next > span.to {
                covered.push(at);
            }
        }
        covered
    }
}
