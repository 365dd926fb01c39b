//! Templates: an empty book with drop-downs, a sample row that is never imported, and a sheet of instructions.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError,
};

use super::{WriteError, cell_text, save, sheet_name};
use crate::books::{Book, Column, Description, HeadSynonyms, Language};
use crate::cells::column_letters;

/// Rows that have drop-downs.
const OFFERED_ROWS: u32 = 5_000;

/// Words that only the county knows, for drop-downs.
#[derive(Debug, Clone, Default)]
pub struct TemplateLists {
    /// Full names of the organisations.
    pub organizations: Vec<Arc<str>>,
    /// Townships and streets.
    pub townships: Vec<Arc<str>>,
}

struct Offered {
    column: u16,
    words: Vec<Arc<str>>,
}

/// Writes the template of one book.
pub fn write_template(
    path: &Path,
    book: Book,
    books: &HeadSynonyms,
    lists: &TemplateLists,
    language: Language,
) -> Result<(), WriteError> {
    let mut workbook = Workbook::new();
    fill(&mut workbook, book, books, lists, language)
        .map_err(|error| WriteError::NotAWorkbook { path: path.to_owned(), error })?;
    save(&mut workbook, path)
}

/// The template of one book as bytes, for who takes it away.
pub fn template_workbook(
    book: Book,
    books: &HeadSynonyms,
    lists: &TemplateLists,
    language: Language,
) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    let bytes = fill(&mut workbook, book, books, lists, language).and_then(|()| workbook.save_to_buffer());
    bytes.map_err(|error| WriteError::NotAWorkbook { path: PathBuf::new(), error })
}

fn fill(
    workbook: &mut Workbook,
    book: Book,
    books: &HeadSynonyms,
    lists: &TemplateLists,
    language: Language,
) -> Result<(), XlsxError> {
    let description = books.description(book);
    let words = &books.template;
    let mut taken = BTreeSet::new();
    let offered: Vec<Offered> = (0u16..)
        .zip(&description.columns)
        .map(|(column, described)| Offered { column, words: offered_words(described, books, lists) })
        .filter(|offered| !offered.words.is_empty())
        .collect();
    let options = sheet_name(words.options.in_language(language), &mut taken);
    let form = workbook.add_worksheet();
    form.set_name(sheet_name(description.name.in_language(language), &mut taken))?;
    write_form(form, description, books, &offered, &options)?;
    let instructions = workbook.add_worksheet();
    instructions.set_name(sheet_name(words.instructions.in_language(language), &mut taken))?;
    write_instructions(instructions, description, books, &offered, language)?;
    let listed = workbook.add_worksheet();
    listed.set_name(&options)?.set_hidden(true);
    for (at, offered) in (0u16..).zip(&offered) {
        for (line, word) in (0u32..).zip(&offered.words) {
            listed.write_string(line, at, cell_text(word))?;
        }
    }
    Ok(())
}

fn offered_words(column: &Column, books: &HeadSynonyms, lists: &TemplateLists) -> Vec<Arc<str>> {
    match (column.list.as_deref(), column.field) {
        // Several may stand in one cell: a drop-down would forbid it.
        (Some("offer_category" | "post"), _) => Vec::new(),
        (Some(list), _) => books.words(list),
        (None, "branch" | "organization" | "superior_name") => lists.organizations.clone(),
        (None, "township") => lists.townships.clone(),
        _ => Vec::new(),
    }
}

fn write_form(
    form: &mut Worksheet,
    description: &Description,
    books: &HeadSynonyms,
    offered: &[Offered],
    options: &str,
) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_background_color(Color::RGB(0x00EA_F1F8)).set_text_wrap();
    let must = head.clone().set_font_color(Color::RGB(0x00C0_0000));
    let text = Format::new().set_num_format("@");
    let sample = Format::new().set_num_format("@").set_italic().set_font_color(Color::RGB(0x0080_8080));
    for (column, described) in (0u16..).zip(&description.columns) {
        let shown = described.heads.first().map(String::as_str).unwrap_or_default();
        let width = u32::try_from(shown.chars().count() * 2 + 4).unwrap_or(12).clamp(10, 30);
        let (shown, format) = if described.required { (format!("{shown}*"), &must) } else { (shown.to_owned(), &head) };
        form.write_string_with_format(0, column, cell_text(&shown), format)?;
        form.set_column_width(column, if described.field == "identity" { 22 } else { width })?;
        if described.text {
            form.set_column_format(column, &text)?;
        }
        let shown = if column == 0 { &books.sample_mark } else { &described.sample };
        form.write_string_with_format(1, column, cell_text(shown), &sample)?;
    }
    for (at, offered) in (0u32..).zip(offered) {
        let letters = column_letters(at);
        let range = format!("='{options}'!${letters}$1:${letters}${}", offered.words.len());
        let rule = DataValidation::new()
            .allow_list_formula(Formula::new(range))
            .set_error_style(DataValidationErrorStyle::Warning);
        form.add_data_validation(1, offered.column, OFFERED_ROWS, offered.column, &rule)?;
    }
    form.set_freeze_panes(1, 0)?;
    Ok(())
}

fn write_instructions(
    sheet: &mut Worksheet,
    description: &Description,
    books: &HeadSynonyms,
    offered: &[Offered],
    language: Language,
) -> Result<(), XlsxError> {
    let words = &books.template;
    let bold = Format::new().set_bold();
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let told = |text: &crate::books::Text| text.in_language(language).to_owned();
    sheet.write_string_with_format(0, 0, told(&description.name), &bold)?;
    let mut line = 1;
    for text in &words.lines {
        sheet.write_string(line, 0, told(text))?;
        line += 1;
    }
    line += 1;
    let heads = [&words.column, &words.required, &words.sample, &words.allowed];
    for (column, head) in (0u16..).zip(heads) {
        sheet.write_string_with_format(line, column, told(head), &bold)?;
    }
    for (column, described) in (0u16..).zip(&description.columns) {
        line += 1;
        let head = described.heads.first().map(String::as_str).unwrap_or_default();
        let choice = offered.iter().find(|o| o.column == column).map(|o| o.words.join("、")).unwrap_or_default();
        let choice: String = choice.chars().take(400).collect();
        let required = if described.required { &words.yes } else { &words.no };
        for (at, text) in (0u16..).zip([head, &told(required), &described.sample, &choice]) {
            sheet.write_string_with_format(line, at, cell_text(text), &wrap)?;
        }
    }
    for (column, width) in [(0, 30), (1, 12), (2, 24), (3, 60)] {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}
