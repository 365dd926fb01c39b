//! The standards of another organisation on the site: its list, its contents and forms, and each measure in plain words, in
//! both languages, without a word of the county's.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::http::StatusCode;
use guanai_app::{Role, Standards};
use guanai_scheme::Lang;
use guanai_testkit::engines::on_both;

use crate::desk::Desk;

fn mutual_aid() -> Arc<Standards> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemes/mutual-aid");
    let mut texts = BTreeMap::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "toml") {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                texts.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    Arc::new(Standards::from_texts(texts, Lang::En).unwrap())
}

/// What stands between the page's frame: menus and titles of the site are not the pack's.
fn main_of(page: &str) -> &str {
    let (_, rest) = page.split_once("<main").unwrap();
    rest.split_once("</main>").unwrap().0
}

#[test]
fn the_standards_of_another_organisation_are_shown_in_its_own_words() {
    on_both(async |db| {
        let mut desk = Desk::open(db).await;
        let standards = mutual_aid();
        desk.router = desk.begun_under(Arc::clone(&standards));
        let mut officer = desk.sign_in(Role::CountyOfficer).await;
        for (language, told) in [
            ("en", ["Riverside Mutual-Aid Association", "a pair of hands", "Fits, no measure yet"]),
            ("zh", ["河畔邻里互助会", "搭把手", "可用、尚无"]),
        ] {
            officer.reads(language);
            let list = officer.get("/standards").await;
            assert_eq!(list.status, StatusCode::OK);
            for words in told {
                assert!(list.text.contains(words), "{language}: {words} is not on the page");
            }
            let paths = standards.pack.measures().iter().map(|measure| format!("/standards/{}", measure.id));
            for path in std::iter::once("/standards".to_owned()).chain(paths) {
                let page = officer.get(&path).await;
                assert_eq!(page.status, StatusCode::OK, "{path}");
                for foreign in ["党", "Party", "⟨"] {
                    assert!(!main_of(&page.text).contains(foreign), "{foreign} on {path} in {language}");
                }
            }
        }
        desk.close().await;
    });
}
