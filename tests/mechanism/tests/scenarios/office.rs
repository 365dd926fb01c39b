//! An office with a small county: books written as text, and the use cases in the words of the scenarios.
//!
//! In a book a cell like `@19400203011` becomes the identity number of somebody born on that day whose order is 011; all of
//! them begin with 990101, which is no place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use guanai_app::actor::Actor;
use guanai_app::assess::{Assessed, assess_everybody, explain_person};
use guanai_app::import::{ImportBooks, ImportError, Imported, Intent, import_books};
use guanai_app::pairing::{Key, propose_pairs};
use guanai_app::plan::{CarePlan, make_plan};
use guanai_app::population::Resident;
use guanai_app::{Cx, Readings, Standards};
use guanai_exchange::BookReader;
use guanai_kernel::codes::IdentityNumber;
use guanai_kernel::ids::{FactId, PersonId};
use guanai_kernel::{Date, Ids, Moment, Money};
use guanai_registry::{Fact, FactValue, Source, SourceKind};
use guanai_scheme::{Answer, Belonging, Entitled, Explanation, Lang};
use guanai_store::facts::{self, NewFact};
use guanai_store::{Db, Tx, canonical, persons};
use guanai_testkit::clock;

/// A town with two villages, a street with a community, a works and a hospital.
pub const ORGANIZATIONS: &str = "
    党组织代码, 党组织名称,               上级党组织代码, 类别,   所属体系,     企业类型, 所在乡镇（街道）
    990000000, 中共示例县委员会,          ,              党委,   机关事业单位, ,        
    990001000, 中共河口镇委员会,          990000000,     党委,   农村,         ,        河口镇
    990001001, 上村党支部,                990001000,     党支部, 农村,         ,        河口镇
    990001002, 下村党支部,                990001000,     党支部, 农村,         ,        河口镇
    990002000, 中共城关街道工作委员会,    990000000,     党工委, 社区,         ,        城关街道
    990002001, 东门社区党支部,            990002000,     党支部, 社区,         ,        城关街道
    990003000, 农机厂党支部,              990000000,     党支部, 企业,         国有企业, 城关街道
    990004000, 县医院党支部,              990000000,     党支部, 机关事业单位, ,        城关街道";

/// The day for which the scenarios' books speak, if nothing else is said.
pub const TODAY: &str = "2026-06-30";

/// The standards of the program, read once.
static STANDARDS: LazyLock<Arc<Standards>> = LazyLock::new(|| Arc::new(Standards::embedded(Lang::Zh).unwrap()));

/// What came of matching, by the names of people and helpers.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Matched {
    /// Who is helped by whom.
    pub pairs: BTreeSet<(String, String)>,
    /// Who is not, and the reason's code.
    pub unmet: BTreeMap<String, &'static str>,
    /// Why each pair: the codes of the rules that applied.
    pub why: BTreeMap<String, Vec<&'static str>>,
}

/// An office.
pub struct Office {
    pub db: Db,
    pub standards: Arc<Standards>,
    now: Moment,
    pub ids: Ids,
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[expect(clippy::unnecessary_wraps, reason = "it is compared with the amount of an answer, which may have none")]
pub fn yuan(yuan: i64) -> Option<Money> {
    Some(Money::from_yuan(yuan).unwrap())
}

impl Office {
    /// An office with the standards of the program and no records.
    pub fn new(db: Db) -> Self {
        Self::with(db, STANDARDS.clone())
    }

    /// An office with standards of its own.
    pub fn with(db: Db, standards: Arc<Standards>) -> Self {
        Self { db, standards, now: clock::at(day(TODAY)), ids: clock::ids(11) }
    }

    /// Another day comes, on which what was entered until then is known.
    pub fn come_to(&mut self, on: &str) {
        self.now = clock::at(day(on));
    }

    /// An office that knows the small county's organisations and has read these books today.
    pub async fn of(db: Db, books: &[&str]) -> Self {
        let mut office = Self::new(db);
        let books: Vec<&str> = [ORGANIZATIONS].iter().chain(books).copied().collect();
        let imported = office.import(TODAY, &books).await;
        assert!(imported.is_whole(), "{:?} {:?}", imported.staged.refused, imported.staged.unreadable);
        office
    }

    pub fn cx(&self) -> Cx<'_> {
        Cx {
            db: &self.db,
            standards: &self.standards,
            actor: Actor::console(),
            now: self.now,
            ids: self.ids.clone(),
            readings: Readings::AtOnce,
        }
    }

    /// Publishes books that speak for a day.
    pub async fn import(&mut self, as_of: &str, books: &[&str]) -> Imported {
        self.try_import(as_of, books, Intent::Publish).await.unwrap()
    }

    pub async fn try_import(&mut self, as_of: &str, books: &[&str], intent: Intent) -> Result<Imported, ImportError> {
        let folder = tempfile::tempdir().unwrap();
        for (at, book) in books.iter().enumerate() {
            std::fs::write(folder.path().join(format!("账册{at}.csv")), as_csv(book)).unwrap();
        }
        let paths = [folder.path().to_owned()];
        let as_of = day(as_of);
        // The office reads a book on the day for which it speaks.
        self.now = clock::at(as_of);
        let mut cx = self.cx();
        let request = ImportBooks { paths: &paths, as_of, intent };
        let outcome = import_books(&mut cx, &BookReader::in_process(), &request, &mut |_| ()).await;
        let ids = cx.ids;
        self.ids = ids;
        outcome
    }

    /// A fact that an officer found out, written straight into the register: pages for single facts come later.
    pub async fn record(&mut self, name: &str, fact: &str, value: FactValue) {
        let person_id = self.person(name).await;
        let mut ids = self.ids.clone();
        let source =
            Source { kind: SourceKind::Entry, import_id: None, place: "走访核实".into(), stated_on: day(TODAY) };
        let fact = Fact {
            fact_id: FactId::fresh(&mut ids),
            person_id,
            name: fact.into(),
            value,
            valid_from: day(TODAY),
            valid_to: None,
            source,
            verified: true,
            recorded_at: self.now,
        };
        self.ids = ids;
        let rows = &[NewFact { fact, sensitive: false }];
        let written = self.db.write(move |tx: &mut Tx, _| Box::pin(async move { facts::append_many(tx, rows).await }));
        written.await.unwrap();
    }

    pub async fn assess(&mut self, on: &str) -> Assessed {
        let mut cx = self.cx();
        let assessed = assess_everybody(&mut cx, day(on)).await.unwrap();
        let ids = cx.ids;
        self.ids = ids;
        assessed
    }

    /// What a measure says of somebody today.
    pub async fn answer(&mut self, name: &str, measure: &str) -> Answer {
        self.answer_on(name, measure, TODAY).await
    }

    pub async fn answer_on(&mut self, name: &str, measure: &str, on: &str) -> Answer {
        let assessed = self.assess(on).await;
        let at = place_of(&assessed.population.residents, name);
        let measure = self.standards.pack.measure_index(measure).unwrap();
        let answers = &assessed.assessments[at].measures;
        answers.iter().find(|a| a.measure == measure).unwrap().answer.clone()
    }

    /// The amount of a measure that holds, by month, year or once; none where it does not hold or does not pay.
    pub async fn amount(&mut self, name: &str, measure: &str) -> Option<Money> {
        entitled(&self.answer(name, measure).await)?.amount
    }

    /// The classes somebody is in.
    pub async fn classes(&mut self, name: &str, on: &str) -> Vec<String> {
        let assessed = self.assess(on).await;
        let at = place_of(&assessed.population.residents, name);
        let classes = assessed.assessments[at].classes.iter().filter(|c| matches!(c.answer, Belonging::Belongs));
        classes.map(|c| self.standards.pack.classes()[c.class].id.clone()).collect()
    }

    /// Why a measure says what it says of somebody.
    pub async fn why(&mut self, name: &str, measure: &str) -> Explanation {
        self.why_in(name, measure, Lang::Zh).await
    }

    pub async fn why_in(&mut self, name: &str, measure: &str, lang: Lang) -> Explanation {
        self.every_why(name, lang).await[self.standards.pack.measure_index(measure).unwrap()].clone()
    }

    /// Why each measure says what it says of somebody, in the order of the pack.
    pub async fn every_why(&mut self, name: &str, lang: Lang) -> Vec<Explanation> {
        let person_id = self.person(name).await;
        let mut cx = self.cx();
        let explanations = explain_person(&mut cx, person_id, day(TODAY), lang).await.unwrap();
        let ids = cx.ids;
        self.ids = ids;
        explanations
    }

    /// Matches every open need with what is offered today.
    pub async fn match_needs(&mut self) -> Matched {
        let mut cx = self.cx();
        let (population, proposal) = propose_pairs(&mut cx, day(TODAY)).await.unwrap();
        let ids = cx.ids;
        self.ids = ids;
        let who = |key: Key| {
            let need = population.needs.iter().find(|n| Key::Need(n.need_id) == key).unwrap();
            population.find(need.person_id).unwrap().person.name.clone()
        };
        let mut matched = Matched::default();
        for pair in &proposal.assignment.pairs {
            let helper = proposal.offer(pair.offer).unwrap().provider_name.clone();
            matched.why.insert(who(pair.demand), pair.parts.iter().map(|part| part.rule.code()).collect());
            matched.pairs.insert((who(pair.demand), helper));
        }
        for unmet in &proposal.assignment.unmet {
            matched.unmet.insert(who(unmet.demand), unmet.why.code());
        }
        for at in &proposal.without_category {
            matched.unmet.insert(who(Key::Need(population.needs[*at].need_id)), "without-category");
        }
        matched
    }

    pub async fn plan(&mut self) -> CarePlan {
        let mut cx = self.cx();
        let plan = make_plan(&mut cx, day(TODAY)).await.unwrap();
        let ids = cx.ids;
        self.ids = ids;
        plan
    }

    /// Who has this name; in these counties every name is one person's.
    pub async fn person(&self, name: &str) -> PersonId {
        let mut tx = self.db.begin_read().await.unwrap();
        let everybody = persons::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        everybody.iter().find(|p| p.name == name).unwrap().person_id
    }

    /// Every record in clear, to be compared with itself.
    pub async fn records(&self) -> String {
        let mut tx = self.db.begin_read().await.unwrap();
        let mut out = Vec::new();
        canonical::export(&mut tx, &mut out).await.unwrap();
        tx.rollback().await.unwrap();
        String::from_utf8(out).unwrap()
    }
}

pub fn entitled(answer: &Answer) -> Option<&Entitled> {
    match answer {
        Answer::Holds(entitled) => Some(entitled),
        _ => None,
    }
}

pub fn place_of(residents: &[Resident], name: &str) -> usize {
    residents.iter().position(|r| r.person.name == name).unwrap()
}

/// The facts that an answer waits for, missing and contested, by name.
pub fn open_facts(office: &Office, answer: &Answer) -> Vec<String> {
    let open = answer.open().unwrap();
    office.standards.pack.fact_names(open.ask.union(open.contested)).map(ToOwned::to_owned).collect()
}

/// A book as a file: cells without the blanks that line them up, and identity numbers written out.
fn as_csv(book: &str) -> String {
    let lines = book.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| line.split(',').map(|c| cell(c.trim())).collect::<Vec<_>>().join(",") + "\n").collect()
}

fn cell(text: &str) -> String {
    let Some(figures) = text.strip_prefix('@') else { return text.to_owned() };
    let first = format!("990101{figures}");
    let check = IdentityNumber::check_letter(&first).unwrap();
    format!("{first}{check}")
}
