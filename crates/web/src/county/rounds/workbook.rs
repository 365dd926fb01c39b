//! A round as a workbook: how far each group is, who is visited and what came of it, who is left out and why, what was changed.

use guanai_app::rounds::workbook::{Column, Kind, Table, Value, workbook_of};
use guanai_app::rounds::{ListRoundPeople, RoundFile, RoundTab, list_round_people, read_round};
use guanai_kernel::ids::RoundId;

use super::{Telling, telling};
use crate::county::{County, id};
use crate::office::{AskError, Asker, Download};
use crate::rounds::RoundPersonRow;

/// The media type of a workbook.
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) async fn workbook(county: &County, who: Asker<'_>, round: &str) -> Result<Download, AskError> {
    let round_id: RoundId = id(round)?;
    let telling = telling(county, who);
    let file = read_round(&mut county.cx(who)?, round_id).await?;
    let mut tables = vec![(progress_table(telling, &file), progress_rows(&file))];
    for tab in [RoundTab::On, RoundTab::Asked, RoundTab::LeftOut, RoundTab::Changed] {
        let ask = ListRoundPeople { round_id, tab, page: None };
        let people = list_round_people(&mut county.cx(who)?, ask).await?;
        let rows = telling.rows(&people.rows);
        tables.push((people_table(telling, &file, tab), rows.iter().map(|row| person_row(telling, row)).collect()));
    }
    let bytes = workbook_of(tables).map_err(|error| AskError::Broken(error.to_string()))?;
    let name: String = file.round.title.chars().filter(|letter| !letter.is_control() && *letter != '/').collect();
    Ok(Download { name: format!("{name}.xlsx"), kind: WORKBOOK, bytes })
}

fn column(telling: Telling<'_>, key: &str, width: f64, kind: Kind) -> Column {
    Column { head: telling.words.say(key), width, kind }
}

fn progress_table(telling: Telling<'_>, file: &RoundFile) -> Table {
    Table {
        sheet: telling.words.say("web-round-groups"),
        title: file.round.title.clone(),
        notes: vec![format!("{} {} – {}", file.organization, file.round.opens_on, file.round.closes_on)],
        columns: vec![
            column(telling, "web-round-group", 8.0, Kind::Number),
            column(telling, "web-round-leader-head", 20.0, Kind::Text),
            column(telling, "web-round-households-head", 8.0, Kind::Number),
            column(telling, "web-round-people", 8.0, Kind::Number),
            column(telling, "web-round-reached", 8.0, Kind::Number),
            column(telling, "web-round-unreached", 8.0, Kind::Number),
            column(telling, "web-round-unknown", 8.0, Kind::Number),
            column(telling, "web-round-planned", 14.0, Kind::Money),
            column(telling, "web-field-drawn", 14.0, Kind::Money),
            column(telling, "web-round-delivered", 14.0, Kind::Money),
            column(telling, "web-round-back", 14.0, Kind::Money),
        ],
    }
}

fn progress_rows(file: &RoundFile) -> Vec<Vec<Value>> {
    let count = |count: usize| Value::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let rows = file.groups.iter().map(|group| {
        vec![
            Value::Number(i64::from(group.number)),
            Value::from(group.leader.as_str()),
            count(group.stops),
            count(group.people),
            count(group.reached),
            count(group.unreached),
            count(group.unknown),
            Value::Money(group.planned),
            Value::Money(group.drawn),
            Value::Money(group.delivered),
            Value::Money(group.returned),
        ]
    });
    rows.collect()
}

fn people_table(telling: Telling<'_>, file: &RoundFile, tab: RoundTab) -> Table {
    Table {
        sheet: telling.words.say(&format!("web-round-tab-{}", tab.code())),
        title: file.round.title.clone(),
        notes: vec![telling.words.say(&format!("web-round-tab-about-{}", tab.code()))],
        columns: vec![
            column(telling, "web-round-organization", 28.0, Kind::Text),
            column(telling, "web-person-name", 12.0, Kind::Text),
            column(telling, "web-round-why", 30.0, Kind::Text),
            column(telling, "web-round-gift", 12.0, Kind::Money),
            column(telling, "web-state", 14.0, Kind::Text),
            column(telling, "web-sheet-remark", 36.0, Kind::Text),
        ],
    }
}

fn person_row(telling: Telling<'_>, row: &RoundPersonRow) -> Vec<Value> {
    let words = telling.words;
    let person = &row.person;
    let mut remarks: Vec<String> = Vec::new();
    remarks.extend(person.left_out.map(|why| words.say(&format!("web-left-out-{}", why.code()))));
    if !row.ask.is_empty() {
        remarks.push(format!("{}{}", words.say("web-round-ask"), words.listed(&row.ask)));
    }
    remarks.extend(person.mention.map(|mention| words.say(&format!("web-mention-{}", mention.code()))));
    remarks.extend(person.words.clone());
    if let Some(unreached) = &person.unreached {
        remarks.push(words.say(&format!("web-unreachable-{}", unreached.why.code())));
    }
    let state = if person.listing.is_on() { row.outcome().key } else { row.listing().key };
    vec![
        Value::from(person.organization.as_str()),
        Value::from(person.name.as_str()),
        Value::from(words.listed(&row.reasons)),
        person.gift.map_or(Value::Empty, Value::Money),
        Value::from(words.say(state)),
        Value::from(words.joined(&remarks)),
    ]
}
