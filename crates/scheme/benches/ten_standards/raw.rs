//! Reads people whose facts stand in raw columns, a file a fact.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use guanai_scheme::{Column, Pack, Population, Type};

/// The bytes of a file, a few at a time, so that reading takes no memory beside the columns.
fn cells<const WIDTH: usize>(path: &Path) -> impl Iterator<Item = [u8; WIDTH]> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path).unwrap());
    let rows = usize::try_from(std::fs::metadata(path).unwrap().len()).unwrap() / WIDTH;
    (0..rows).map(move |_| {
        let mut cell = [0; WIDTH];
        file.read_exact(&mut cell).unwrap();
        cell
    })
}

/// The column of a fact, and what is missing of it where there is a file of that.
fn column(folder: &Path, name: &str, kind: Type) -> Column {
    let file = |ending: &str| folder.join(format!("{name}.{ending}"));
    let column = match kind {
        Type::Bool => Column::flags(cells::<1>(&file("u8")).map(|[byte]| byte != 0)),
        _ => Column::ints(cells(&file("i32")).map(|cell| i64::from(i32::from_le_bytes(cell)))),
    };
    let gaps = file("null");
    if gaps.is_file() { column.with_missing(cells::<1>(&gaps).map(|[byte]| byte != 0)).unwrap() } else { column }
}

/// Everybody of a folder of raw columns.
pub fn population(pack: &Pack, folder: &Path) -> Population<'static> {
    let columns: Vec<_> = pack
        .facts_by_slot()
        .map(|(slot, fact)| (slot, column(folder, fact.name.trim_start_matches("person."), fact.value_type)))
        .collect();
    let mut population = Population::new(pack, columns.first().unwrap().1.rows());
    for (slot, column) in columns {
        population.set(pack, slot, column).unwrap();
    }
    population
}
