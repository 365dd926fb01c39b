//! Neither the order of the files nor the number of imports they come in matters to what is known afterwards.

use std::path::PathBuf;
use std::sync::Mutex;

use guanai_testkit::county::Kind;
use guanai_testkit::engines::on_both;
use guanai_testkit::{County, Size};

use crate::office::{Office, counts};
use crate::records::said;
use crate::shelf::Shelf;

const SEEDS: [u64; 3] = [4, 11, 23];

#[test]
fn files_in_any_order_say_the_same() {
    for seed in SEEDS {
        let county = County::generate(seed, Size::Small);
        let shelf = Shelf::of(&county);
        let mut files: Vec<PathBuf> = guanai_exchange::gather_files(&shelf.folder()).unwrap();
        let told = Mutex::new(Vec::new());
        for _ in 0..2 {
            files.reverse();
            on_both(async |db| {
                let mut office = Office::open(db);
                let imported = office.import(&files, county.as_of()).await;
                assert_eq!(counts(&imported), county.key(), "seed {seed}");
                let said = said(&office.export().await);
                told.lock().unwrap().push(said);
            });
        }
        let told = told.into_inner().unwrap();
        assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "seed {seed}");
    }
}

#[test]
fn books_in_several_imports_say_what_they_say_in_one() {
    const PARTS: [&[Kind]; 5] =
        [&[Kind::Organizations], &[Kind::Roster], &[Kind::Needs], &[Kind::Hardship], &[Kind::Resources, Kind::Fund]];
    for seed in SEEDS {
        let county = County::generate(seed, Size::Small);
        let shelf = Shelf::of(&county);
        let in_one = Mutex::new(Vec::new());
        on_both(async |db| {
            let mut office = Office::open(db);
            let imported = office.import(&shelf.folder(), county.as_of()).await;
            let said = said(&office.export().await);
            in_one.lock().unwrap().push((imported.changes.new, said));
        });
        let in_one = in_one.into_inner().unwrap();
        on_both(async |db| {
            let mut office = Office::open(db);
            let mut new = 0;
            for part in PARTS {
                let imported = office.import(&shelf.files(part), county.as_of()).await;
                assert_eq!((imported.changes.changed, imported.changes.absent), (0, 0), "seed {seed}: {part:?}");
                new += imported.changes.new;
            }
            let in_parts = office.export().await;
            assert!(in_one.iter().all(|one| *one == (new, said(&in_parts))), "seed {seed}");
            // All at once on top of it: there is nothing left to say.
            let whole = office.import(&shelf.folder(), county.as_of()).await;
            assert_eq!(counts(&whole), county.key(), "seed {seed}");
            assert_eq!((whole.changes.new, whole.changes.changed, whole.changes.absent), (0, 0, 0), "seed {seed}");
            assert_eq!(office.export().await, in_parts, "seed {seed}");
        });
    }
}
