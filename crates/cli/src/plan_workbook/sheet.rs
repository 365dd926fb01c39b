//! Heads and words that several sheets share.

use guanai_app::plan::Need;
use guanai_app::population::Resident;
use guanai_exchange::books::Book;
use guanai_exchange::out::{Column, Kind, Table, Value};
use guanai_i18n::Put;
use guanai_scheme::Lang;

use super::Writing;

/// A column: the key of its head, its width in characters, what it holds.
pub type Head = (&'static str, f64, Kind);

impl Writing<'_> {
    /// A text of the catalogue.
    pub fn text(&self, key: &str, values: &[(&str, Put<'_>)]) -> String {
        self.texts.text(key, values)
    }

    /// A table with its heads in words.
    pub fn table(&self, sheet: &str, note: Option<&str>, heads: &[Head]) -> Table {
        let day = self.plan.population().as_of.to_string();
        let county = self.plan.county.clone().unwrap_or_default();
        let name = self.text(sheet, &[]);
        let title = self.text(
            "plan-title",
            &[("county", Put::from(&county)), ("sheet", Put::from(&name)), ("date", Put::from(&day))],
        );
        let column = |(key, width, kind): &Head| Column { head: self.text(key, &[]), width: *width, kind: *kind };
        Table {
            sheet: name,
            title,
            notes: note.map(|key| self.text(key, &[])).into_iter().collect(),
            columns: heads.iter().map(column).collect(),
        }
    }

    /// The branch and the name.
    pub fn who(&self, resident: &Resident) -> [Value; 2] {
        let organization = self.plan.population().organization(resident).map(|o| o.name.as_str());
        [Value::from(organization), Value::from(resident.person.name.as_str())]
    }

    /// A need's category in words; one that somebody must confirm is marked.
    pub fn category(&self, need: &Need) -> String {
        let Some(category) = need.category.category() else { return self.text("plan-category-open", &[]) };
        let name = self.pack.need_category(category).map_or(category, |c| c.name.get(self.lang));
        if need.category.awaits_confirmation() {
            self.text("plan-category-proposed", &[("category", Put::from(name))])
        } else {
            name.to_owned()
        }
    }

    /// How urgent a need is, in words.
    pub fn urgency(&self, need: &Need) -> Option<String> {
        let code = need.urgency?.code();
        let known = self.pack.urgencies().iter().find(|u| u.code == code);
        Some(known.map_or(code, |u| u.name.get(self.lang)).to_owned())
    }

    /// Words in a row. They hold commas of their own, so that they are set apart by more.
    pub fn listed(&self, words: &[String]) -> String {
        words.join(match self.lang {
            Lang::Zh => "；",
            Lang::En => "; ",
        })
    }

    /// Names in a row.
    pub fn named(&self, names: &[String]) -> String {
        names.join(match self.lang {
            Lang::Zh => "、",
            Lang::En => ", ",
        })
    }

    /// A column of a book about people as its head calls it; another name stays as it is.
    pub fn column(&self, field: &str) -> String {
        let columns =
            [Book::Roster, Book::Hardship, Book::Survey].into_iter().flat_map(|b| &self.books.description(b).columns);
        let mut means = columns.filter(|c| c.field == field || c.heads.iter().any(|head| head == field));
        let Some(column) = means.next() else { return field.to_owned() };
        let head = match self.lang {
            Lang::Zh => column.heads.first(),
            Lang::En => column.heads.iter().rfind(|head| head.is_ascii()),
        };
        head.map_or_else(|| field.to_owned(), String::clone)
    }
}
