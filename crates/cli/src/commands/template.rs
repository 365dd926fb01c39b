//! `guanai template --out FOLDER`

use std::fs;

use anyhow::{Context, Result};
use guanai_exchange::Book;
use guanai_exchange::out::{self, TemplateLists};
use guanai_i18n::{Language, Put};

use super::import::book_language;
use crate::Ending;
use crate::arguments::Template;
use crate::console::{Channel, Console};

/// Writes a template for every book.
pub fn run(console: &mut Console, arguments: &Template) -> Result<Ending> {
    let standards = console.standards()?;
    let shown = arguments.out.display().to_string();
    fs::create_dir_all(&arguments.out).with_context(|| shown.clone())?;
    for &book in Book::ALL {
        let name = &standards.books.description(book).name;
        let name = match console.texts().language() {
            Language::Chinese => &name.zh,
            Language::English => &name.en,
        };
        let file = arguments.out.join(format!("{name}.xlsx"));
        out::write_template(&file, book, &standards.books, &TemplateLists::default(), book_language(console))?;
    }
    console.say(Channel::Output, &console.text("template-written", &[("file", Put::from(&shown))]));
    Ok(Ending::Whole)
}
