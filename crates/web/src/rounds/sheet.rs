//! A sheet: on the screen with what came of it, on A4 to be carried and signed, and entered as a whole. Entering goes in two
//! steps: who was not reached is ticked, then why and when next is said, with the money counted beside it.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use guanai_app::rounds::{SheetFile, SheetLine};
use guanai_casework::round::{SheetEntry, SheetState, Unreachable, Unreached};
use guanai_kernel::civil::add_days;
use guanai_kernel::{Date, Money};

use super::outcome_tag;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Choice, Frame, Tag};
use crate::visit::Visit;

/// Days after which somebody comes again, where nobody says otherwise.
const AGAIN_DAYS: i32 = 7;

/// Which sheets are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetsAsk<'a> {
    /// One.
    One(&'a str),
    /// Those that a group carries.
    OfGroup(u16),
}

/// Somebody on a sheet.
#[derive(Debug, Clone)]
pub struct SheetLineView {
    /// What is known.
    pub line: SheetLine,
    /// Why, as far as it may stand on paper that travels: nothing that befell the person.
    pub on_paper: Vec<String>,
}

impl SheetLineView {
    fn outcome(&self) -> Tag {
        outcome_tag(self.line.outcome)
    }
}

/// A sheet.
#[derive(Debug, Clone)]
pub struct SheetView {
    /// The sheet as it stands.
    pub file: SheetFile,
    /// Whoever is on it.
    pub lines: Vec<SheetLineView>,
    /// What the purse is called from which the money is.
    pub purse: Option<String>,
    /// The money in capitals (大写).
    pub capitals: Option<String>,
    /// Whether the reader may enter it.
    pub may_enter: bool,
}

impl SheetView {
    /// Whoever is still on the list.
    pub fn on(&self) -> impl Iterator<Item = &SheetLineView> {
        self.lines.iter().filter(|view| view.line.is_on)
    }

    fn is_enterable(&self) -> bool {
        self.may_enter && self.file.sheet.state == SheetState::Out
    }

    fn on_count(&self) -> usize {
        self.on().count()
    }

    /// Whoever is still on the list, row by row, and whether a row begins a stop.
    fn rows(&self) -> Vec<(&SheetLineView, bool)> {
        let mut before = None;
        let begins = |view: &SheetLineView| before.replace(view.line.stop) != Some(view.line.stop);
        self.on().zip(self.on().map(begins)).collect()
    }
}

/// A sheet to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryWish {
    /// Which.
    pub sheet: String,
    /// The day of the visits.
    pub made_on: Date,
    /// The money that was drawn.
    pub drawn: Money,
    /// What came back.
    pub returned: Money,
    /// Who was not reached, by the person's id.
    pub except: BTreeMap<String, Unreached>,
}

/// The sheet on the screen.
#[derive(Template)]
#[template(path = "rounds/sheet.html")]
pub struct SheetPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The sheet.
    pub view: &'a SheetView,
    /// What was typed.
    pub form: &'a Form,
}

impl SheetPage<'_> {
    /// What was drawn, delivered and returned.
    fn settled(&self, entry: &SheetEntry) -> String {
        let [drawn, delivered, returned] = [entry.drawn, entry.delivered, entry.returned].map(|sum| sum.to_string());
        let values = [("drawn", &drawn), ("delivered", &delivered), ("returned", &returned)];
        let [drawn, delivered, returned] = values.map(|(name, sum)| (name, sum.as_str()));
        self.frame.with3("web-sheet-settled", drawn, delivered, returned)
    }

    fn base(&self) -> String {
        base(self.view)
    }

    /// What was typed in the second step already: whoever goes back to mend a tick finds it again.
    fn begun(&self) -> Vec<(String, &str)> {
        let typed = &self.form.typed;
        let families = ["missed_", "again_", "told_"].into_iter();
        let mut begun: Vec<(String, &str)> = families
            .flat_map(|family| typed.beginning(family).map(move |(place, word)| (format!("{family}{place}"), word)))
            .collect();
        // That nothing came back was said where nobody was ticked.
        let returned = typed.word("returned");
        if !returned.is_empty() && returned != Money::default().to_string() {
            begun.push(("returned".to_owned(), returned));
        }
        begun
    }
}

fn base(view: &SheetView) -> String {
    format!("/rounds/{}/sheets/{}", view.file.round.round_id, view.file.sheet.sheet_id)
}

/// The second step of entering it.
#[derive(Template)]
#[template(path = "rounds/entry.html")]
pub struct EntryPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The sheet.
    pub view: &'a SheetView,
    /// What was typed.
    pub form: &'a Form,
    /// Who was not reached.
    pub except: Vec<&'a SheetLineView>,
    /// What was delivered then.
    pub delivered: Money,
    /// How many were reached.
    pub reached: usize,
}

impl EntryPage<'_> {
    fn base(&self) -> String {
        base(self.view)
    }

    /// What should have come back, of what the list meant for the sheet.
    fn to_return(&self) -> Option<Money> {
        self.view.file.planned.checked_sub(self.delivered)
    }

    fn field(family: &str, of: &SheetLineView) -> String {
        format!("{family}_{}", of.line.place)
    }

    fn reasons(&self) -> Vec<Choice> {
        let named = |why: &Unreachable| Choice {
            code: why.code().to_owned(),
            name: self.frame.named("web-unreachable-", why.code()),
        };
        Unreachable::ALL.iter().filter(|why| **why != Unreachable::TakenOff).map(named).collect()
    }
}

/// Sheets on paper.
#[derive(Template)]
#[template(path = "rounds/print.html")]
pub struct SheetsPaper<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The sheets, each on pages of its own.
    pub sheets: &'a [SheetView],
    /// Where the way back leads.
    pub back: String,
}

/// `GET /rounds/{round}/sheets/{sheet}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let view = one(&visit).await?;
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("drawn", view.file.planned.to_string());
    form.typed = form.typed.with("sheet_day", visit.frame.today().to_string());
    page::draw(&SheetPage { frame: &visit.frame, view: &view, form: &form })
}

async fn one(visit: &Visit) -> Result<SheetView, PageError> {
    let ask = SheetsAsk::One(visit.param("sheet")?);
    let mut sheets = visit.office().sheets(visit.asker()?, visit.param("round")?, ask).await?;
    sheets.pop().ok_or(PageError::NotFound)
}

/// `GET /rounds/{round}/sheets/{sheet}/print`
pub async fn print(visit: Visit) -> Result<Response, PageError> {
    let sheets = [one(&visit).await?];
    let [sheet] = &sheets;
    page::draw(&SheetsPaper { frame: &visit.frame, back: base(sheet), sheets: &sheets })
}

/// `GET /rounds/{round}/groups/{group}/print`: all that a group carries.
pub async fn print_group(visit: Visit) -> Result<Response, PageError> {
    let round = visit.param("round")?;
    let number = visit.param("group")?.parse().map_err(|_| PageError::NotFound)?;
    let sheets = visit.office().sheets(visit.asker()?, round, SheetsAsk::OfGroup(number)).await?;
    let back = format!("/rounds/{round}");
    page::draw(&SheetsPaper { frame: &visit.frame, sheets: &sheets, back })
}

/// `POST /rounds/{round}/sheets/{sheet}`: who was not reached is known; nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let view = one(&visit).await?;
    if visit.mends() {
        return page::draw(&SheetPage { frame: &visit.frame, view: &view, form: &visit.form_again(Vec::new()) });
    }
    let mut fields = Fields::of(visit.typed());
    if let Some(made_on) = fields.date("sheet_day", Some(visit.frame.today())) {
        refuse_dead(&mut fields, &visit, &view, made_on);
    }
    if let Err(errors) = fields.finish(()) {
        let form = visit.form_again(errors);
        return page::unprocessable(page::draw(&SheetPage { frame: &visit.frame, view: &view, form: &form }));
    }
    let mut form = visit.form_again(Vec::new());
    let made_on = Fields::of(visit.typed()).date("sheet_day", None).unwrap_or(visit.frame.today());
    let next_on =
        Some(view.file.round.closes_on).filter(|day| *day > made_on).or_else(|| add_days(made_on, AGAIN_DAYS));
    for except in excepted(&visit, &view) {
        if let Some(day) = next_on {
            form.typed = form.typed.with(&format!("again_{}", except.line.place), day.to_string());
        }
    }
    // Where everybody was reached nothing came back, as a rule.
    if excepted(&visit, &view).is_empty() {
        form.typed = form.typed.with("returned", Money::default().to_string());
    }
    draw_entry(&visit, &view, &form)
}

/// Whoever had died by the day of the visits was not reached.
fn refuse_dead(fields: &mut Fields<'_>, visit: &Visit, view: &SheetView, made_on: Date) {
    let except: Vec<u16> = excepted(visit, view).iter().map(|on| on.line.place).collect();
    let had_died = |line: &SheetLine| line.died_on.is_some_and(|day| day <= made_on) && !except.contains(&line.place);
    if let Some(dead) = view.on().find(|on| had_died(&on.line)) {
        fields.refuse("except", "web-error-sheet-died", dead.line.name.clone());
    }
}

fn excepted<'v>(visit: &Visit, view: &'v SheetView) -> Vec<&'v SheetLineView> {
    let ticked = |line: &SheetLine| visit.typed().all("except").any(|place| place == line.place.to_string());
    view.on().filter(|on| ticked(&on.line)).collect()
}

fn delivered(visit: &Visit, view: &SheetView) -> (Money, usize) {
    let except: Vec<u16> = excepted(visit, view).iter().map(|on| on.line.place).collect();
    let reached: Vec<&SheetLineView> = view.on().filter(|on| !except.contains(&on.line.place)).collect();
    (Money::sum(reached.iter().filter_map(|on| on.line.gift)).unwrap_or_default(), reached.len())
}

fn draw_entry(visit: &Visit, view: &SheetView, form: &Form) -> Result<Response, PageError> {
    let (delivered, reached) = delivered(visit, view);
    let except = excepted(visit, view);
    page::draw(&EntryPage { frame: &visit.frame, view, form, except, delivered, reached })
}

/// `POST /rounds/{round}/sheets/{sheet}/entry`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let round = visit.param("round")?.to_owned();
    let operation = visit.operation()?;
    let view = one(&visit).await?;
    let wish = match read(&visit, &view) {
        Ok(wish) => wish,
        Err(errors) => return page::unprocessable(draw_entry(&visit, &view, &visit.form_again(errors))),
    };
    let act = async {
        visit.office().enter_sheet(visit.asker()?, operation, wish).await?;
        Ok(Done { to: format!("/rounds/{round}"), said: "web-done-sheet" })
    };
    visit.once(act).await
}

fn read(visit: &Visit, view: &SheetView) -> Result<EntryWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let made_on = fields.date("sheet_day", Some(visit.frame.today())).unwrap_or(Date::MIN);
    let mut except = BTreeMap::new();
    for on in excepted(visit, view) {
        let place = on.line.place;
        let codes = Unreachable::ALL.iter().filter(|why| **why != Unreachable::TakenOff).map(|why| why.code());
        let why = Unreachable::from_code(fields.choice(&format!("missed_{place}"), codes));
        let words = fields.words_or_none(&format!("told_{place}"), 200);
        let next_on = match why {
            Some(why) if why.comes_again() => {
                let field = format!("again_{place}");
                let day = fields.date(&field, None);
                if day.is_some_and(|day| day <= made_on) {
                    fields.refuse(&field, "web-error-next-day", "");
                }
                day
            }
            _ => None,
        };
        if let Some(why) = why {
            let words = Some(words).filter(|words| !words.is_empty());
            except.insert(on.line.person_id.to_string(), Unreached { why, words, next_on });
        }
    }
    refuse_dead(&mut fields, visit, view, made_on);
    let drawn = fields.money("drawn");
    let returned = fields.money("returned");
    if let (Some(drawn), Some(returned)) = (drawn, returned) {
        let (delivered, _) = delivered(visit, view);
        let wanting = delivered.checked_add(returned).and_then(|accounted| drawn.checked_sub(accounted));
        match wanting {
            Some(wanting) if wanting.fen() == 0 => {}
            Some(wanting) => {
                fields.refuse(
                    "returned",
                    "web-error-sheet-sum",
                    Money::from_fen(wanting.fen().saturating_abs()).to_string(),
                );
            }
            None => fields.refuse("returned", "web-error-money", ""),
        }
    }
    fields.finish(EntryWish {
        sheet: view.file.sheet.sheet_id.to_string(),
        made_on,
        drawn: drawn.unwrap_or_default(),
        returned: returned.unwrap_or_default(),
        except,
    })
}
