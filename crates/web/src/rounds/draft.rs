//! Drawing up a round: for which festival, with what else comes due in its days, what may be spent and what is given.

use askama::Template;
use axum::response::Response;
use guanai_app::rounds::MOST_DAYS;
use guanai_kernel::civil::days_between;
use guanai_kernel::{Date, Money};

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::visit::Visit;

/// A festival that a round may be for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FestivalChoice {
    /// Its rule in the pack.
    pub rule: String,
    /// What the rule is called.
    pub name: String,
    /// The first day on which a visit counts next.
    pub opens_on: Date,
    /// The last.
    pub closes_on: Date,
    /// What a round for it is called where nobody says otherwise.
    pub title: String,
    /// The first purse that its standards name; none where they give nothing.
    pub purse: Option<String>,
}

/// What the form gives to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundChoices {
    /// Festivals, the next first.
    pub festivals: Vec<FestivalChoice>,
    /// What else comes due.
    pub others: Vec<Choice>,
    /// The purses that may pay its gifts.
    pub purses: Vec<Choice>,
    /// The organisations that may hold it.
    pub organizations: Vec<Choice>,
}

/// A round to be drawn up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// For which organisation; none is all of the asker's scope.
    pub organization: Option<String>,
    /// What it is called.
    pub title: String,
    /// By which rules.
    pub rules: Vec<String>,
    /// The first day.
    pub opens_on: Date,
    /// The last day.
    pub closes_on: Date,
    /// What may be spent.
    pub budget: Money,
    /// The gift where no standard names one.
    pub plain_gift: Option<Money>,
    /// What goods, and what one set is worth.
    pub goods: Option<(String, Money)>,
    /// The purse that pays; none where nothing is given.
    pub purse: Option<String>,
}

/// The form.
#[derive(Template)]
#[template(path = "rounds/draft.html")]
pub struct DraftPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What it gives to choose.
    pub choices: &'a RoundChoices,
    /// What was typed.
    pub form: &'a Form,
}

impl DraftPage<'_> {
    /// Festivals with the days on which their visits count.
    fn festivals(&self) -> Vec<Choice> {
        let choices = self.choices.festivals.iter().map(|found| {
            let days = self.frame.with3(
                "web-round-festival-days",
                ("name", &found.name),
                ("from", &found.opens_on.to_string()),
                ("to", &found.closes_on.to_string()),
            );
            Choice { code: found.rule.clone(), name: days }
        });
        choices.collect()
    }

    /// Whether something was typed there, or is wrong: then it stands open.
    fn any(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| !self.form.value(field).is_empty() || self.form.error(field).is_some())
    }

    fn is_ticked(&self, code: &str) -> bool {
        self.form.has("also", code)
    }
}

/// `GET /rounds/new`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().round_choices(visit.asker()?).await?;
    let mut form = visit.fresh_form();
    if let Some(next) = choices.festivals.first() {
        form.typed = form.typed.with("festival", next.rule.clone());
        if let Some(purse) = &next.purse {
            form.typed = form.typed.with("round_purse", purse.clone());
        }
    }
    page::draw(&DraftPage { frame: &visit.frame, choices: &choices, form: &form })
}

/// `POST /rounds`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().round_choices(visit.asker()?).await?;
    let draft = match read(&visit, &choices) {
        Ok(draft) => draft,
        Err(errors) => {
            let form = visit.form_again(errors);
            return page::unprocessable(page::draw(&DraftPage { frame: &visit.frame, choices: &choices, form: &form }));
        }
    };
    let operation = visit.operation()?;
    let act = async {
        let id = visit.office().draft_round(visit.asker()?, operation, draft).await?;
        Ok(Done { to: format!("/rounds/{id}"), said: "web-done-round" })
    };
    visit.once(act).await
}

fn read(visit: &Visit, choices: &RoundChoices) -> Result<Draft, Vec<FieldError>> {
    let typed = visit.typed();
    let mut fields = Fields::of(typed);
    let rule = fields.choice("festival", choices.festivals.iter().map(|found| found.rule.as_str())).to_owned();
    let festival = choices.festivals.iter().find(|found| found.rule == rule);
    let title = fields.words_or_none("round_title", 60);
    let title = if title.is_empty() { festival.map(|found| found.title.clone()).unwrap_or_default() } else { title };
    let is_blank = |field: &str| typed.word(field).trim().is_empty();
    let opens_on = if is_blank("opens_on") { festival.map(|f| f.opens_on) } else { fields.date("opens_on", None) };
    let closes_on = if is_blank("closes_on") { festival.map(|f| f.closes_on) } else { fields.date("closes_on", None) };
    if let (Some(opens), Some(closes)) = (opens_on, closes_on) {
        refuse_days(&mut fields, (opens, closes), visit.frame.today(), festival);
    }
    let budget = fields.money("budget");
    let plain_gift = fields.money_or_none("plain_gift").filter(|gift| gift.fen() > 0);
    let goods = fields.words_or_none("round_goods", 40);
    let goods = match (goods.is_empty(), is_blank("goods_worth")) {
        (true, true) => None,
        (true, false) => {
            fields.refuse("round_goods", "web-error-goods-name", "");
            None
        }
        (false, _) => {
            let worth = fields.money("goods_worth");
            if worth.is_some_and(|worth| worth.fen() == 0) {
                fields.refuse("goods_worth", "web-error-goods-worth", "");
            }
            worth.map(|worth| (goods, worth))
        }
    };
    let mut rules: Vec<String> = choices
        .others
        .iter()
        .filter(|other| typed.all("also").any(|code| code == other.code))
        .map(|other| other.code.clone())
        .collect();
    rules.push(rule);
    // Where something is given, it is said from what.
    let gives = plain_gift.is_some() || goods.is_some() || festival.is_some_and(|found| found.purse.is_some());
    let purse = match typed.word("round_purse") {
        "" if !gives => None,
        _ => Some(fields.choice("round_purse", choices.purses.iter().map(|c| c.code.as_str())).to_owned()),
    };
    let organization = match typed.word("round_organization") {
        "" => None,
        _ => {
            Some(fields.choice("round_organization", choices.organizations.iter().map(|c| c.code.as_str())).to_owned())
        }
    };
    fields.finish(Draft {
        organization,
        title,
        rules,
        opens_on: opens_on.unwrap_or(Date::MIN),
        closes_on: closes_on.unwrap_or(Date::MIN),
        budget: budget.unwrap_or_default(),
        plain_gift,
        goods,
        purse,
    })
}

/// Days that end before they begin, are over, are too many, or on which no visit for the festival counts.
fn refuse_days(fields: &mut Fields<'_>, (opens, closes): (Date, Date), today: Date, festival: Option<&FestivalChoice>) {
    if closes < opens || closes < today {
        fields.refuse("closes_on", "web-error-round-days", "");
    } else if days_between(opens, closes) >= MOST_DAYS {
        fields.refuse("closes_on", "web-error-round-long", MOST_DAYS.to_string());
    } else if let Some(festival) = festival.filter(|day| closes < day.opens_on || opens > day.closes_on) {
        let days = format!("{}–{}", festival.opens_on, festival.closes_on);
        fields.refuse("closes_on", "web-error-round-festival", days);
    }
}
