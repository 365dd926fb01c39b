//! An office with its county on one engine: it imports books and exports what it knows.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use guanai_app::actor::Actor;
use guanai_app::import::{ImportBooks, ImportError, Imported, Intent, import_books};
use guanai_app::records::export_records;
use guanai_app::{Cx, Readings, Standards};
use guanai_exchange::{BookReader, Progress};
use guanai_kernel::{Date, Ids, Moment};
use guanai_registry::Person;
use guanai_scheme::Lang;
use guanai_store::{Db, Tx, persons};
use guanai_testkit::clock;

/// The county pack; reading it takes longer than any import here.
pub static STANDARDS: LazyLock<Standards> = LazyLock::new(|| Standards::embedded(Lang::En).unwrap());

/// What the carried books are of.
pub const MID_2026: Date = Date::constant(2026, 6, 30);

const MINUTE_MICROS: i64 = 60_000_000;

/// An office.
pub struct Office {
    /// Its county's records.
    pub db: Db,
    /// Who acts.
    pub actor: Actor,
    /// Where the next ids come from.
    pub ids: Ids,
    /// When the next command is given: a minute after the last.
    pub now: Moment,
}

impl Office {
    /// An office on 30 June 2026, with seeded ids.
    pub fn open(db: Db) -> Self {
        Self { db, actor: Actor::console(), ids: clock::ids(1), now: clock::at(MID_2026) }
    }

    /// Publishes an import.
    pub async fn import(&mut self, paths: &[PathBuf], as_of: Date) -> Imported {
        self.run(paths, as_of, Intent::Publish, &mut |_| {}).await.unwrap()
    }

    /// Shows what an import would do.
    pub async fn rehearse(&mut self, paths: &[PathBuf], as_of: Date) -> Imported {
        self.run(paths, as_of, Intent::Rehearse, &mut |_| {}).await.unwrap()
    }

    /// An import, whatever comes of it.
    pub async fn run(
        &mut self,
        paths: &[PathBuf],
        as_of: Date,
        intent: Intent,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Imported, ImportError> {
        let mut cx = self.cx();
        let request = ImportBooks { paths, as_of, intent };
        let outcome = import_books(&mut cx, &BookReader::in_process(), &request, progress).await;
        let ids = cx.ids.clone();
        self.pass(ids);
        outcome
    }

    /// The canonical export.
    pub async fn export(&mut self) -> String {
        let mut bytes = Vec::new();
        let mut cx = self.cx();
        export_records(&mut cx, &mut bytes).await.unwrap();
        let ids = cx.ids.clone();
        self.pass(ids);
        String::from_utf8(bytes).unwrap()
    }

    /// A transaction that reads.
    pub async fn reading(&self) -> Tx {
        self.db.begin_read().await.unwrap()
    }

    /// Everybody, by id.
    pub async fn people(&self) -> Vec<Person> {
        persons::list_all(&mut self.reading().await).await.unwrap()
    }

    /// What somebody else's use case is handed.
    pub fn cx_of(&mut self, actor: Actor) -> Cx<'_> {
        let ids = self.ids.split();
        Cx { actor, ids, ..self.cx() }
    }

    fn cx(&self) -> Cx<'_> {
        let (actor, ids) = (self.actor.clone(), self.ids.clone());
        Cx { db: &self.db, standards: &STANDARDS, actor, now: self.now, ids, readings: Readings::AtOnce }
    }

    fn pass(&mut self, ids: Ids) {
        self.ids = ids;
        self.now = Moment::from_micros(self.now.as_micros() + MINUTE_MICROS);
    }
}

/// The books that the project carries.
pub fn carried() -> Vec<PathBuf> {
    vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ledgers/qingxi")]
}

/// The carried books' answer key, without what it says about itself.
pub fn carried_key() -> serde_json::Value {
    let text = std::fs::read(carried()[0].join("answer-key.json")).unwrap();
    let mut key: serde_json::Value = serde_json::from_slice(&text).unwrap();
    key.as_object_mut().unwrap().remove("unused_faults_note");
    key
}

/// What `import --json` prints, without `changes`.
pub fn counts(imported: &Imported) -> serde_json::Value {
    let mut object = imported.to_json();
    object.as_object_mut().unwrap().remove("changes");
    object
}
