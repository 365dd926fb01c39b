//! Rounds of visits, over the app: commands out of forms, records into words.

mod due;
mod errors;
mod told;
mod workbook;

use std::collections::BTreeSet;

use guanai_app::plans::read_grants;
use guanai_app::rounds::{
    self, ChangeRound, DivideRound, DraftRound, EnterSheet, GroupWish, ListRoundPeople, MoveRound, OnList, RoundDuty,
    RoundTab, SheetsWanted, change_round_list, divide_round, draft_round, enter_sheet, find_sheet, list_round_people,
    list_rounds, move_round, payers_of, purses_of_rounds, read_round, read_round_person, read_sheets, redraw_round,
    rules_of_rounds, send_again, usual_days,
};
use guanai_casework::round::{Goods, LeftOut, Round};
use guanai_kernel::capitals::capitals;
use guanai_scheme::{Purse, VisitTrigger};

use super::{County, id};
use crate::office::{Answer, AskError, Asker, Download};
use crate::operation::OperationId;
use crate::page::{Choice, Pager};
use crate::rounds::{
    Draft, EntryWish, FestivalChoice, MoveWish, RoundChoices, RoundDesk, RoundPeopleView, RoundPersonView, RoundRow,
    RoundView, RoundsList, SheetView, SheetsAsk,
};

pub(super) use due::due;
use told::Telling;

impl RoundDesk for County {
    fn rounds<'a>(&'a self, who: Asker<'a>, page: usize) -> Answer<'a, RoundsList> {
        Box::pin(list(self, who, page))
    }
    fn round_choices<'a>(&'a self, who: Asker<'a>) -> Answer<'a, RoundChoices> {
        Box::pin(choices(self, who))
    }
    fn draft_round<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: Draft) -> Answer<'a, String> {
        Box::pin(draft(self, who, op, wish))
    }
    fn round<'a>(&'a self, who: Asker<'a>, round: &'a str) -> Answer<'a, RoundView> {
        Box::pin(file(self, who, round))
    }
    fn redraw_round<'a>(&'a self, who: Asker<'a>, op: OperationId, round: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            redraw_round(&mut self.cx(who)?, op.into(), id(round)?).await?;
            Ok(())
        })
    }
    fn move_round<'a>(&'a self, who: Asker<'a>, op: OperationId, round: &'a str, wish: MoveWish) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = MoveRound { round_id: id(round)?, step: wish.step, words: wish.words, seen: wish.seen };
            move_round(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
    fn round_people<'a>(
        &'a self,
        who: Asker<'a>,
        round: &'a str,
        tab: RoundTab,
        page: usize,
    ) -> Answer<'a, RoundPeopleView> {
        Box::pin(people(self, who, round, tab, page))
    }
    fn round_person<'a>(&'a self, who: Asker<'a>, round: &'a str, person: &'a str) -> Answer<'a, RoundPersonView> {
        Box::pin(one_person(self, who, round, person))
    }
    fn change_round<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        round: &'a str,
        (person, state_no): (&'a str, u64),
        change: ChangeRound,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let of = OnList { round_id: id(round)?, person_id: id(person)?, state_no };
            Ok(change_round_list(&mut self.cx(who)?, op.into(), of, &change).await?)
        })
    }
    fn divide_round<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        round: &'a str,
        groups: Vec<GroupWish>,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = DivideRound { round_id: id(round)?, groups };
            divide_round(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
    fn send_again<'a>(&'a self, who: Asker<'a>, op: OperationId, round: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            send_again(&mut self.cx(who)?, op.into(), id(round)?).await?;
            Ok(())
        })
    }
    fn sheets<'a>(&'a self, who: Asker<'a>, round: &'a str, ask: SheetsAsk<'a>) -> Answer<'a, Vec<SheetView>> {
        Box::pin(sheets(self, who, round, ask))
    }
    fn find_sheet<'a>(&'a self, who: Asker<'a>, code: &'a str) -> Answer<'a, (String, String)> {
        Box::pin(async move {
            let (round, sheet) = find_sheet(&mut self.cx(who)?, code).await?;
            Ok((round.to_string(), sheet.to_string()))
        })
    }
    fn enter_sheet<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: EntryWish) -> Answer<'a, ()> {
        Box::pin(async move {
            let mut except = std::collections::BTreeMap::new();
            for (person, unreached) in wish.except {
                except.insert(id(&person)?, unreached);
            }
            let wish = EnterSheet {
                sheet_id: id(&wish.sheet)?,
                made_on: wish.made_on,
                drawn: wish.drawn,
                returned: wish.returned,
                except,
            };
            enter_sheet(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
    fn round_workbook<'a>(&'a self, who: Asker<'a>, round: &'a str) -> Answer<'a, Download> {
        Box::pin(workbook::workbook(self, who, round))
    }
}

fn telling<'c>(county: &'c County, who: Asker<'_>) -> Telling<'c> {
    Telling { words: county.words(who.language), pack: &county.standards.pack }
}

async fn list(county: &County, who: Asker<'_>, page: usize) -> Result<RoundsList, AskError> {
    let mut cx = county.cx(who)?;
    let found = list_rounds(&mut cx, u64::try_from(page).unwrap_or(u64::MAX)).await?;
    let rows = found.rows.into_iter().map(|listed| RoundRow {
        id: listed.round.round_id.to_string(),
        title: listed.round.title,
        organization: listed.organization,
        opens_on: listed.round.opens_on,
        closes_on: listed.round.closes_on,
        state: listed.round.state,
    });
    Ok(RoundsList { rows: rows.collect(), pager: Pager::of(found.total, found.page, rounds::PAGE) })
}

async fn choices(county: &County, who: Asker<'_>) -> Result<RoundChoices, AskError> {
    let standing = county.standing().await?;
    let words = county.words(who.language);
    let pack = &county.standards.pack;
    let today = county.cx(who)?.now.day_in_china();
    let mut festivals = Vec::new();
    let mut others = Vec::new();
    for rule in rules_of_rounds(pack) {
        let name = rule.name.get(words.lang).to_owned();
        match usual_days(rule, today) {
            Some((opens_on, closes_on)) => {
                let year = festival_year(rule.trigger, closes_on, rule.closes_days);
                let title = words.texts.text(
                    "web-round-title-of",
                    &[("year", guanai_i18n::Put::from(&year)), ("name", guanai_i18n::Put::from(&name))],
                );
                let payers = payers_of(pack, &[rule]);
                let mut pays = purses_of_rounds(pack).filter(|purse| payers.contains(purse.id.as_str()));
                let purse = pays.next().filter(|_| !rule.measures.is_empty()).map(|purse| purse.id.clone());
                festivals.push(FestivalChoice { rule: rule.id.clone(), name, opens_on, closes_on, title, purse });
            }
            None => others.push(Choice { code: rule.id.clone(), name }),
        }
    }
    festivals.sort_by_key(|found| found.closes_on);
    let purse = |purse: &Purse| Choice { code: purse.id.clone(), name: purse.name.get(words.lang).to_owned() };
    let purses = purses_of_rounds(pack).map(purse).collect();
    Ok(RoundChoices { festivals, others, purses, organizations: County::organization_choices(who, &standing, None) })
}

/// The year of the festival itself: its last visits may lie in the year before.
fn festival_year(trigger: VisitTrigger, closes_on: guanai_kernel::Date, closes_days: i32) -> String {
    let day = guanai_kernel::civil::add_days(closes_on, closes_days.saturating_neg()).unwrap_or(closes_on);
    debug_assert!(matches!(trigger, VisitTrigger::Festival(_)));
    day.year().to_string()
}

async fn draft(county: &County, who: Asker<'_>, op: OperationId, wish: Draft) -> Result<String, AskError> {
    let wish = DraftRound {
        organization_id: wish.organization.as_deref().map(id).transpose()?,
        title: wish.title,
        rules: wish.rules.into_iter().collect::<BTreeSet<String>>(),
        opens_on: wish.opens_on,
        closes_on: wish.closes_on,
        budget: wish.budget,
        plain_gift: wish.plain_gift,
        goods: wish.goods.map(|(name, worth)| Goods { name, worth }),
        purse: wish.purse,
    };
    let round_id = draft_round(&mut county.cx(who)?, op.into(), &wish).await?;
    Ok(round_id.to_string())
}

async fn file(county: &County, who: Asker<'_>, round: &str) -> Result<RoundView, AskError> {
    let file = read_round(&mut county.cx(who)?, id(round)?).await?;
    let rules = telling(county, who).rules(file.round.rules.iter().map(String::as_str));
    let purse = purse_of(county, who, &file.round);
    Ok(RoundView { file, rules, purse })
}

/// What the purse of a round is called.
fn purse_of(county: &County, who: Asker<'_>, round: &Round) -> Option<String> {
    let code = round.purse.as_deref()?;
    let lang = county.words(who.language).lang;
    Some(county.standards.pack.manifest().purse(code).map_or(code, |purse| purse.name.get(lang)).to_owned())
}

async fn people(
    county: &County,
    who: Asker<'_>,
    round: &str,
    tab: RoundTab,
    page: usize,
) -> Result<RoundPeopleView, AskError> {
    let round_id = id(round)?;
    let page = Some(u64::try_from(page).unwrap_or(u64::MAX));
    let people = list_round_people(&mut county.cx(who)?, ListRoundPeople { round_id, tab, page }).await?;
    // What the reader may do is the round's to say.
    let may = read_round(&mut county.cx(who)?, round_id).await?.may;
    Ok(RoundPeopleView {
        rows: telling(county, who).rows(&people.rows),
        tab,
        pager: Pager::of(people.total, people.page, rounds::PEOPLE_PAGE),
        may_change: may.does(RoundDuty::Change),
        may_decide: may.does(RoundDuty::DecideAdditions),
        people,
    })
}

async fn one_person(county: &County, who: Asker<'_>, round: &str, person: &str) -> Result<RoundPersonView, AskError> {
    let words = county.words(who.language);
    let found = read_round_person(&mut county.cx(who)?, id(round)?, id(person)?).await?;
    let grants = read_grants(&mut county.cx(who)?, found.person_id).await?;
    let listed = found.listed.as_ref();
    let told = listed.map(|listed| telling(county, who).row(listed, false));
    Ok(RoundPersonView {
        person: found.person_id.to_string(),
        name: found.name,
        organization: found.organization.unwrap_or_else(|| words.say("web-organization-nowhere")),
        listing: listed.map(|listed| listed.listing),
        left_out: listed.and_then(|listed| listed.left_out).map(LeftOut::code),
        reasons: told.as_ref().map(|row| row.reasons.clone()).unwrap_or_default(),
        ask: told.map(|row| row.ask).unwrap_or_default(),
        gift: found.gift,
        state_no: listed.map_or(0, |listed| listed.state_no),
        grants: super::plan_grants::told(words, &county.standards.pack, &grants),
        round: found.round,
    })
}

async fn sheets(county: &County, who: Asker<'_>, round: &str, ask: SheetsAsk<'_>) -> Result<Vec<SheetView>, AskError> {
    let wanted = match ask {
        SheetsAsk::One(sheet) => SheetsWanted::One(id(sheet)?),
        SheetsAsk::OfGroup(number) => SheetsWanted::OfGroup(number),
    };
    let round_id = id(round)?;
    let files = read_sheets(&mut county.cx(who)?, round_id, wanted).await?;
    let telling = telling(county, who);
    let views = files.into_iter().map(|file| SheetView {
        lines: file.lines.iter().map(|line| telling.line(line)).collect(),
        purse: purse_of(county, who, &file.round),
        capitals: capitals(file.planned).filter(|_| file.planned.fen() > 0),
        may_enter: file.round.state == guanai_casework::round::RoundState::Approved,
        file,
    });
    Ok(views.collect())
}
