//! How a form is laid out: titles above, heads as somebody worded and ordered them, blank rows and totals between.

use super::Record;
use super::column::Column;
use super::draw::Draw;
use super::ledger::{FORMS, Ledger};
use super::sheet::{Cell, Kind, Sheet};

/// What the last row of a sheet adds up.
#[derive(Debug, Clone)]
pub(crate) enum Total {
    /// How many rows, with the word for one.
    Rows(&'static str),
    /// Amounts by column.
    Amounts(Vec<(&'static str, usize)>),
}

/// What a sheet is to be.
#[derive(Debug, Clone)]
pub(crate) struct Form<'a> {
    pub(crate) kind: Kind,
    pub(crate) ledger: &'a Ledger,
    pub(crate) title: String,
    pub(crate) tab: String,
    pub(crate) total: Total,
}

/// A sheet, and where its data rows came to stand.
#[derive(Debug, Clone)]
pub(crate) struct Laid {
    pub(crate) sheet: Sheet,
    /// The row of each record, counted from 1.
    pub(crate) rows: Vec<u32>,
    /// Columns in order, with their heads as written.
    pub(crate) heads: Vec<(&'static str, String)>,
}

struct Layout<'a> {
    form: &'a Form<'a>,
    laid: Laid,
}

/// Lays records out as a sheet.
pub(crate) fn lay(draw: &mut Draw, form: &Form<'_>, records: Vec<Record>) -> Laid {
    let heads = heads(draw, form);
    let sheet = Sheet { name: form.tab.clone(), ..Sheet::default() };
    let mut layout = Layout { form, laid: Laid { sheet, rows: Vec::new(), heads } };
    layout.titles(draw);
    let row: Vec<Cell> = layout.laid.heads.iter().map(|(_, head)| Cell::text(head)).collect();
    layout.laid.sheet.rows.push(row);
    layout.body(draw, records);
    layout.laid
}

fn heads(draw: &mut Draw, form: &Form<'_>) -> Vec<(&'static str, String)> {
    let all: &[Column] = FORMS.iter().find(|(kind, _)| *kind == form.kind).map_or(&[], |(_, columns)| columns);
    let mut columns: Vec<&Column> = all.iter().filter(|column| form.ledger.has(form.kind, column.name)).collect();
    if draw.chance(50) {
        // The first column mostly stays; that of the cash book must, for its total is called so there.
        let pinned = usize::from(form.kind == Kind::Fund || draw.chance(75));
        draw.shuffle(&mut columns[pinned..]);
    }
    let plain = draw.chance(30);
    columns
        .into_iter()
        .map(|column| {
            let other = !plain && !column.also.is_empty() && draw.chance(45);
            let head = if other { draw.pick(column.also) } else { column.name };
            (column.name, if plain { head.to_owned() } else { adorned(draw, head) })
        })
        .collect()
}

/// Brackets of the other width, spaces between two characters, a line break inside a long head.
fn adorned(draw: &mut Draw, head: &str) -> String {
    let letters: Vec<char> = head.chars().collect();
    if let Some((word, unit)) = head.split_once('（') {
        let unit = unit.trim_end_matches('）');
        return match draw.below(5) {
            0 => format!("{word}({unit})"),
            1 => format!("{word} （{unit}）"),
            2 => format!("{word}\n（{unit}）"),
            3 => format!("{word}\n({unit})"),
            _ => head.to_owned(),
        };
    }
    match (letters.len(), draw.below(20)) {
        (2, 0..3) => format!("{}{}{}", letters[0], draw.pick(&[" ", "\u{3000}", "  ", "\u{3000}\u{3000}"]), letters[1]),
        (4.., 0 | 1) => {
            let (front, back) = letters.split_at(letters.len() / 2);
            format!("{}\n{}", front.iter().collect::<String>(), back.iter().collect::<String>())
        }
        (_, 5) => format!("{head} "),
        _ => head.to_owned(),
    }
}

impl Layout<'_> {
    fn width(&self) -> usize {
        self.laid.heads.len()
    }

    fn push(&mut self, cells: Vec<(usize, Cell)>) {
        let mut row = vec![Cell::Blank; self.width()];
        for (column, cell) in cells {
            row[column] = cell;
        }
        self.laid.sheet.rows.push(row);
    }

    fn merge(&mut self, first: usize, last: usize) {
        let row = u32::try_from(self.laid.sheet.rows.len().saturating_sub(1));
        if let (Ok(row), Ok(first), Ok(last), true) = (row, u16::try_from(first), u16::try_from(last), last > first) {
            self.laid.sheet.merges.push((row, first, last));
        }
    }

    /// None to three rows above the heads: title, subtitle, reporting row, or the names of groups of columns.
    fn titles(&mut self, draw: &mut Draw) {
        let (county, as_of) = (self.form.ledger.tree.county.clone(), self.form.ledger.as_of);
        let last = self.width() - 1;
        let count = draw.between(0, 3);
        if count >= 1 {
            self.push(vec![(0, Cell::Text(format!("{county}{}", self.form.title)))]);
            if draw.chance(70) {
                self.merge(0, last);
            }
        }
        if count == 3 {
            match draw.below(3) {
                0 => self.push(vec![(0, Cell::Text(format!("（{}年{}月）", as_of.year(), as_of.month())))]),
                1 => self.push(Vec::new()),
                _ => {
                    let middle = last / 2;
                    self.push(vec![(0, Cell::text("一、基础部分")), (middle + 1, Cell::text("二、其余部分"))]);
                    self.merge(0, middle);
                    self.merge(middle + 1, last);
                }
            }
        }
        if count >= 2 {
            let by = Cell::Text(format!("填报单位：{}组织部", self.form.ledger.tree.organizations[0].name));
            let on = format!("填报日期：{}年{}月{}日", as_of.year(), as_of.month(), as_of.day());
            self.push(vec![(0, by), (last.min(4), Cell::Text(on))]);
        }
    }

    fn body(&mut self, draw: &mut Draw, records: Vec<Record>) {
        let blank_rows = draw.copy(&[0, 0, 1, 3]);
        let by_rows = matches!(self.form.total, Total::Rows(_));
        let subtotals = if by_rows && draw.chance(25) { draw.between(10, 60) } else { usize::MAX };
        let mut since = 0;
        let all = records.len();
        for (order, mut record) in records.into_iter().enumerate() {
            let cells: Vec<Cell> =
                self.laid.heads.iter().map(|(column, _)| record.remove(column).unwrap_or(Cell::Blank)).collect();
            self.laid.sheet.rows.push(cells);
            self.laid.rows.push(u32::try_from(self.laid.sheet.rows.len()).unwrap_or(u32::MAX));
            since += 1;
            if since >= subtotals && order + 1 < all {
                self.total("小计", since);
                since = 0;
            }
            if draw.chance(blank_rows) && order + 1 < all {
                let spaces = if draw.chance(20) { vec![(self.width() / 2, Cell::text("  "))] } else { Vec::new() };
                self.push(spaces);
            }
        }
        if draw.chance(70) {
            let label = draw.pick(&["合计", "合计", "总计", "合 计"]);
            self.total(label, all);
        }
    }

    fn total(&mut self, label: &str, rows: usize) {
        let cells = match &self.form.total {
            Total::Rows(word) => vec![(0, Cell::text(label)), (1, Cell::Text(format!("{rows}{word}")))],
            Total::Amounts(amounts) => {
                let place = |name: &str| self.laid.heads.iter().position(|(column, _)| *column == name);
                let amounts = amounts.iter().filter_map(|(name, amount)| Some((place(name)?, Cell::whole(*amount))));
                std::iter::once((0, Cell::text(label))).chain(amounts).collect()
            }
        };
        self.push(cells);
    }
}
