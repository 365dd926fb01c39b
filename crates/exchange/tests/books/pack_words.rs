//! The pack's words: those of its books are those of its facts and needs, and a wrong `books.toml` is refused.

use std::collections::BTreeSet;
use std::path::PathBuf;

use guanai_exchange::HeadSynonyms;
use guanai_exchange::books::BooksError;

use crate::workbooks::words;

fn pack(file: &str) -> String {
    std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schemes/county").join(file)).unwrap()
}

/// Codes and first words of an array of tables with `code` and `name`.
fn named(values: &toml::Value) -> BTreeSet<(String, String)> {
    let text = |value: &toml::Value| value.as_str().unwrap().to_owned();
    values.as_array().unwrap().iter().map(|v| (text(&v["code"]), text(&v["name"]["zh-CN"]))).collect()
}

fn listed(books: &HeadSynonyms, list: &str) -> BTreeSet<(String, String)> {
    let words = books.words(list);
    words.iter().map(|w| (books.term(list, w).unwrap().code.as_deref().unwrap().to_owned(), w.to_string())).collect()
}

#[test]
fn lists_agree_with_facts_and_needs() {
    let books = words();
    let facts: toml::Value = toml::from_str(&pack("facts.toml")).unwrap();
    for (list, fact) in [
        ("degree", "hardship.degree"),
        ("cause", "hardship.cause"),
        ("health", "health.state"),
        ("occupation", "person.occupation"),
        ("post", "person.posts"),
        ("system", "organization.system"),
    ] {
        assert_eq!(listed(&books, list), named(&facts["fact"][fact]["values"]), "{list}");
    }
    let needs: toml::Value = toml::from_str(&pack("needs.toml")).unwrap();
    assert_eq!(listed(&books, "need_category"), named(&needs["need"]));
    let offers: BTreeSet<_> = named(&needs["need"]).into_iter().chain(named(&needs["offer_category"])).collect();
    assert_eq!(listed(&books, "offer_category"), offers);
}

#[test]
fn a_wrong_pack_is_refused_by_name() {
    let text = pack("books.toml");
    let read = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        HeadSynonyms::from_toml(&text.replacen(from, to, 1)).map(|_| ())
    };
    assert!(matches!(read("error_column", "eror_column"), Err(BooksError::Malformed { .. })));
    assert!(matches!(read("[book.cash]", "[book.kasse]\nname = 1\n[book.cash]"), Err(BooksError::Malformed { .. })));
    assert!(matches!(read("field = \"labour\"", "field = \"labor\""), Err(BooksError::UnknownField { .. })));
    assert!(matches!(read("heads = [\"健康状况\"", "heads = [\"困难程度\""), Err(BooksError::RepeatedHead { .. })));
    assert!(matches!(read("also = [\"特困\"", "also = [\"一般困难\""), Err(BooksError::RepeatedWord { .. })));
    assert!(matches!(read("list = \"health\"", "list = \"helth\""), Err(BooksError::UnknownList { .. })));
    assert!(matches!(
        read("[fault.missing_name]", "[fault.missing_nam]"),
        Err(BooksError::MissingWords { code: "missing_name" })
    ));
}
