//! The county's files: which book is in which, kept how, and what lies beside them.

use super::draw::Draw;
use super::fund::sum;
use super::habit::Habits;
use super::layout::{Form, Laid, Total, lay};
use super::ledger::{Entry, Ledger};
use super::mend::{Mend, Placed};
use super::roster;
use super::sheet::{Book, Cell, Encoding, Format, Kind, Sheet};
use super::tree::SYSTEMS;
use super::{Record, names};

/// Names that say nothing of what is in a file.
const FILE_NAMES: &[&str] = &[
    "1",
    "2",
    "附件1",
    "附件2（报送）",
    "Book1",
    "工作簿2",
    "导出_0630",
    "a7f3",
    "汇总(最终版)",
    "最终版2",
    "表三",
    "副本1",
    "未命名",
    "0630",
    "发组织部",
    "终稿",
    "新建 工作表",
    "上报",
    "x-09",
    "老王整理",
];

/// What is on the shelf.
pub(crate) struct Shelf {
    pub(crate) books: Vec<Book>,
    pub(crate) extras: Vec<(String, Vec<u8>)>,
    pub(crate) mends: Vec<Mend>,
}

struct Filler<'a> {
    draw: &'a mut Draw,
    ledger: &'a Ledger,
    names: Vec<&'static str>,
    shelf: Shelf,
}

impl Shelf {
    pub(crate) fn fill(draw: &mut Draw, ledger: &Ledger) -> Self {
        let mut names = FILE_NAMES.to_vec();
        draw.shuffle(&mut names);
        let shelf = Self { books: Vec::new(), extras: Vec::new(), mends: Vec::new() };
        let mut filler = Filler { draw, ledger, names, shelf };
        filler.organizations();
        filler.roster();
        filler.hardship();
        filler.needs();
        filler.resources();
        filler.fund();
        filler.beside();
        filler.shelf
    }
}

impl Filler<'_> {
    /// An empty book of a kind, its format drawn.
    fn book(&mut self, kind: Kind, csv_percent: usize) -> Book {
        let format = if self.draw.chance(csv_percent) {
            Format::Csv(self.draw.copy(&[
                Encoding::Utf8 { mark: true },
                Encoding::Utf8 { mark: false },
                Encoding::Utf16Le,
                Encoding::Utf16Be,
                Encoding::Gb18030,
                Encoding::Gb18030,
            ]))
        } else {
            Format::Workbook
        };
        let ending = if format == Format::Workbook { "xlsx" } else { "csv" };
        let name = self.names.pop().unwrap_or("多出来的");
        let day_format = self.draw.pick(&["yyyy-mm-dd", "yyyy/m/d", "yyyy\"年\"m\"月\"d\"日\""]);
        Book { kind, file: format!("{name}.{ending}"), format, day_format, sheets: Vec::new() }
    }

    fn tab(&mut self, book: &Book, wanted: &str) -> String {
        if book.format == Format::Workbook {
            if self.draw.chance(60) { wanted.to_owned() } else { format!("Sheet{}", book.sheets.len() + 1) }
        } else {
            String::new()
        }
    }

    fn lay(&mut self, book: &mut Book, title: &str, tab: &str, total: Total, records: Vec<Record>) -> Laid {
        let tab = self.tab(book, tab);
        let form = Form { kind: book.kind, ledger: self.ledger, title: title.to_owned(), tab, total };
        let laid = lay(self.draw, &form, records);
        book.sheets.push(laid.sheet.clone());
        laid
    }

    /// Puts a book on the shelf, with an empty or an explaining sheet in some workbooks.
    fn put(&mut self, mut book: Book) {
        if book.format == Format::Workbook && self.draw.chance(20) {
            let rows = if self.draw.chance(50) {
                ["填表说明", "一、每人填一行，身份证号按文本填写。", "二、日期写到日。"]
                    .iter()
                    .map(|line| vec![Cell::text(*line)])
                    .collect()
            } else {
                Vec::new()
            };
            book.sheets.push(Sheet { name: "说明页".to_owned(), rows, merges: Vec::new() });
        }
        self.shelf.books.push(book);
    }

    fn organizations(&mut self) {
        let mut book = self.book(Kind::Organizations, 35);
        let records = self.ledger.tree.records(self.draw, book.format == Format::Workbook);
        self.lay(&mut book, "党组织情况表", "党组织", Total::Rows("个"), records);
        self.put(book);
    }

    /// A sheet for each system, one for all, or a file for each.
    fn roster(&mut self) {
        let ledger = self.ledger;
        let by_system = || ledger.roster.iter().zip(SYSTEMS).filter(|(entries, _)| !entries.is_empty());
        match self.draw.below(4) {
            0 => {
                let mut book = self.book(Kind::Roster, 50);
                let all: Vec<&Entry> = ledger.roster.iter().flatten().collect();
                self.roster_sheet(&mut book, "花名册", &all);
                self.put(book);
            }
            1 => {
                for (entries, system) in by_system() {
                    let mut book = self.book(Kind::Roster, 50);
                    let entries: Vec<&Entry> = entries.iter().collect();
                    self.roster_sheet(&mut book, system, &entries);
                    self.put(book);
                }
            }
            _ => {
                let mut book = self.book(Kind::Roster, 0);
                for (entries, system) in by_system() {
                    let entries: Vec<&Entry> = entries.iter().collect();
                    self.roster_sheet(&mut book, system, &entries);
                }
                self.put(book);
            }
        }
    }

    fn roster_sheet(&mut self, book: &mut Book, system: &str, entries: &[&Entry]) {
        let habits = Habits { workbook: book.format == Format::Workbook };
        let records = roster::records(self.draw, habits, self.ledger, entries);
        let laid = self.lay(book, &format!("党员花名册（{system}）"), system, Total::Rows("人"), records);
        let placed = Placed { kind: Kind::Roster, file: &book.file, laid: &laid };
        self.shelf.mends.extend(placed.roster(self.ledger, entries));
    }

    fn hardship(&mut self) {
        let mut book = self.book(Kind::Hardship, 35);
        let habits = Habits { workbook: book.format == Format::Workbook };
        let (draw, ledger) = (&mut *self.draw, self.ledger);
        let records = (1..).zip(&ledger.hardship).map(|(order, row)| row.record(draw, habits, order, ledger)).collect();
        let laid = self.lay(&mut book, "困难党员台账", "困难党员", Total::Rows("人"), records);
        let placed = Placed { kind: Kind::Hardship, file: &book.file, laid: &laid };
        self.shelf.mends.extend(placed.hardship(&self.ledger.hardship));
        self.put(book);
    }

    fn needs(&mut self) {
        let mut book = self.book(Kind::Needs, 65);
        let habits = Habits { workbook: book.format == Format::Workbook };
        let (draw, ledger) = (&mut *self.draw, self.ledger);
        let records = ledger.needs.iter().map(|row| row.record(draw, habits, ledger)).collect();
        let laid = self.lay(&mut book, "党员需求调查", "需求", Total::Rows("份"), records);
        let placed = Placed { kind: Kind::Needs, file: &book.file, laid: &laid };
        self.shelf.mends.extend(placed.needs(&self.ledger.needs));
        self.put(book);
    }

    fn resources(&mut self) {
        let mut book = self.book(Kind::Resources, 35);
        let habits = Habits { workbook: book.format == Format::Workbook };
        let draw = &mut *self.draw;
        let records = (1..).zip(&self.ledger.resources).map(|(order, row)| row.record(draw, habits, order)).collect();
        let laid = self.lay(&mut book, "帮扶资源清单", "资源", Total::Rows("条"), records);
        let placed = Placed { kind: Kind::Resources, file: &book.file, laid: &laid };
        self.shelf.mends.extend(placed.resources(&self.ledger.resources));
        self.put(book);
    }

    fn fund(&mut self) {
        let mut book = self.book(Kind::Fund, 35);
        let habits = Habits { workbook: book.format == Format::Workbook };
        let (draw, rows) = (&mut *self.draw, &self.ledger.fund);
        let records = rows.iter().map(|row| row.record(draw, habits)).collect();
        let total = Total::Amounts(vec![
            ("收入（元）", sum(rows, |row| row.income_yuan)),
            ("支出（元）", sum(rows, |row| row.expense_yuan)),
        ]);
        self.lay(&mut book, "党内关怀帮扶资金收支明细", "收支", total, records);
        self.put(book);
    }

    /// Files that are none of the six.
    fn beside(&mut self) {
        if self.draw.chance(60) {
            let text = "各乡镇请于月底前报送。联系人：组织一科。\r\n".as_bytes().to_vec();
            self.shelf.extras.push(("README.txt".to_owned(), text));
        }
        if self.draw.chance(30) {
            self.shelf.extras.push(("Thumbs.db".to_owned(), vec![0xD0, 0xCF, 0x11, 0xE0, 0, 0, 0, 1]));
        }
        if self.draw.chance(40) {
            let mut book = self.book(Kind::Unrelated, 30);
            let mut rows = vec![["值班日期", "带班领导", "值班人员", "值班室"].map(Cell::text).to_vec()];
            for _ in 0..self.draw.between(3, 12) {
                let day = super::draw::moved(self.ledger.as_of, self.draw.days(1, 30));
                let people = [false, true].map(|woman| Cell::Text(names::person(self.draw, woman)));
                let [leader, clerk] = people;
                rows.push(vec![Cell::Day(day), leader, clerk, Cell::text("一楼")]);
            }
            let name = self.tab(&book, "值班表");
            book.sheets.push(Sheet { name, rows, merges: Vec::new() });
            self.shelf.books.push(book);
        }
    }
}

/// The book of organisations and a roster in one sheet, both plain workbooks.
pub(crate) fn clean(draw: &mut Draw, ledger: &Ledger, organizations: &str, roster: &str) -> [Book; 2] {
    let habits = Habits { workbook: true };
    let entries: Vec<&Entry> = ledger.roster.iter().flatten().collect();
    let people = roster::records(draw, habits, ledger, &entries);
    let tree = ledger.tree.records(draw, true);
    let mut book = |kind, file: &str, title: &str, records| {
        let form = Form { kind, ledger, title: title.to_owned(), tab: title.to_owned(), total: Total::Rows("") };
        let sheets = vec![lay(draw, &form, records).sheet];
        Book { kind, file: file.to_owned(), format: Format::Workbook, day_format: "yyyy-mm-dd", sheets }
    };
    [book(Kind::Organizations, organizations, "党组织", tree), book(Kind::Roster, roster, "党员花名册", people)]
}
