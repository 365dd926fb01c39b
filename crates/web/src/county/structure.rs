//! The pages of an organisation's structure and of trainings over the app.

use guanai_app::rounds::workbook::{Column, Kind, Table, Value, workbook_of};
use guanai_app::structure::{Duty, Structure, StructureError, StructurePage, StructurePlace, read_structure};
use guanai_app::trainings::{
    RecordTraining, TrainingError, TrainingView, TrainingsPage, list_trainings, read_training, record_training,
    strike_training,
};
use guanai_registry::AgeBand;

use super::words::Words;
use super::{County, id};
use crate::office::{Answer, AskError, Asker, Download};
use crate::operation::OperationId;
use crate::structure::{StructureDesk, TrainingWish};

impl From<StructureError> for AskError {
    fn from(error: StructureError) -> Self {
        match error {
            StructureError::Denied(error) => error.into(),
            StructureError::NotFound => Self::NotFound,
            StructureError::Store(error) => error.into(),
        }
    }
}

impl From<TrainingError> for AskError {
    fn from(error: TrainingError) -> Self {
        match error {
            TrainingError::Denied(error) => error.into(),
            TrainingError::NotFound => Self::NotFound,
            TrainingError::Operation(error) => error.into(),
            TrainingError::Store(error) => error.into(),
            TrainingError::Words | TrainingError::Minutes | TrainingError::Future(_) | TrainingError::Nobody => {
                Self::Refused("web-refused-training-typed")
            }
            TrainingError::NotOfBranch => Self::Refused("web-refused-training-people"),
            TrainingError::Twice => Self::Refused("web-refused-training-twice"),
            TrainingError::Struck => Self::Refused("web-refused-training-struck"),
        }
    }
}

/// The media type of a workbook.
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn column(words: Words<'_>, key: &str, width: f64, kind: Kind) -> Column {
    Column { head: words.say(key), width, kind }
}

fn number(count: u64) -> Value {
    Value::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

fn ages(words: Words<'_>, page: &StructurePage, counted: Option<&Structure>) -> (Table, Vec<Vec<Value>>) {
    let table = Table {
        sheet: words.say("web-structure-ages"),
        title: format!("{} {}", page.whole.name, words.say("web-structure-ages")),
        notes: vec![words.say("web-structure-ages-about")],
        columns: vec![
            column(words, "web-structure-band", 14.0, Kind::Text),
            column(words, "web-structure-men", 10.0, Kind::Number),
            column(words, "web-structure-women", 10.0, Kind::Number),
            column(words, "web-structure-sex-unknown", 14.0, Kind::Number),
        ],
    };
    let row = |name: String, row: guanai_app::structure::AgeRow| {
        vec![Value::from(name), number(row.men), number(row.women), number(row.unstated)]
    };
    let rows = counted.into_iter().flat_map(|counted| {
        let of = |band: &AgeBand| counted.ages.get(band).copied().unwrap_or_default();
        let bands = AgeBand::ALL.iter().map(move |band| (words.say(&format!("web-age-{}", band.code())), of(band)));
        let unknown = (words.say("web-structure-band-unknown"), counted.age_unknown);
        bands.chain([unknown]).map(|(name, of)| row(name, of))
    });
    (table, rows.collect())
}

fn places(words: Words<'_>, page: &StructurePage) -> (Table, Vec<Vec<Value>>) {
    let mut columns = vec![
        column(words, "web-person-organization", 32.0, Kind::Text),
        column(words, "web-structure-system", 14.0, Kind::Text),
        column(words, "web-organization-members", 10.0, Kind::Number),
        column(words, "web-structure-old", 12.0, Kind::Number),
        column(words, "web-structure-band-unknown", 14.0, Kind::Number),
        column(words, "web-structure-minutes", 14.0, Kind::Number),
        column(words, "web-structure-trained-head", 14.0, Kind::Number),
        column(words, "web-structure-unknown-head", 16.0, Kind::Number),
        column(words, "web-structure-able", 14.0, Kind::Number),
        column(words, "web-structure-carrying", 14.0, Kind::Number),
    ];
    columns
        .extend(Duty::ALL.iter().map(|duty| column(words, &format!("web-duty-{}", duty.code()), 10.0, Kind::Number)));
    let table = Table {
        sheet: words.say("web-structure-places-sheet"),
        title: format!("{} {}", page.whole.name, words.say("web-structure")),
        notes: vec![format!("{} – {}", page.since, page.as_of), words.say("web-structure-able-about")],
        columns,
    };
    let row = |place: &StructurePlace| {
        let system = place.system.filter(|_| !place.is_own);
        let system = system.map(|system| words.say(&format!("web-system-{}", system.code()))).unwrap_or_default();
        let mut row = vec![Value::from(place.name.as_str()), Value::from(system), number(place.members)];
        let Some(s) = &place.counted else {
            row.extend((0..7 + Duty::ALL.len()).map(|_| Value::Empty));
            return row;
        };
        // What was never written down is left empty: it is no nought.
        let known = |count: u64| if s.learning.of == 0 { Value::Empty } else { number(count) };
        row.extend([
            number(s.old()),
            number(s.age_unknown.all()),
            known(s.learning.minutes),
            known(s.learning.trained),
        ]);
        row.extend([number(s.learning.unknown), number(s.platform.able), number(s.platform.carrying)]);
        row.extend(Duty::ALL.iter().map(|duty| number(s.platform.duties.get(duty).copied().unwrap_or(0))));
        row
    };
    (table, page.places.iter().chain([&page.whole]).map(row).collect())
}

async fn workbook(county: &County, who: Asker<'_>, organization: Option<String>) -> Result<Download, AskError> {
    let page = read_structure(&mut county.cx(who)?, organization.as_deref().map(id).transpose()?).await?;
    let words = county.words(who.language);
    let tables = vec![ages(words, &page, page.whole.counted.as_ref()), places(words, &page)];
    let bytes = workbook_of(tables).map_err(|error| AskError::Broken(error.to_string()))?;
    let name: String = page.whole.name.chars().filter(|letter| !letter.is_control() && *letter != '/').collect();
    Ok(Download { name: format!("{name} {}.xlsx", words.say("web-structure")), kind: WORKBOOK, bytes })
}

impl StructureDesk for County {
    fn structure<'a>(&'a self, who: Asker<'a>, organization: Option<String>) -> Answer<'a, StructurePage> {
        Box::pin(async move {
            let organization = organization.as_deref().map(id).transpose()?;
            Ok(read_structure(&mut self.cx(who)?, organization).await?)
        })
    }
    fn structure_workbook<'a>(&'a self, who: Asker<'a>, organization: Option<String>) -> Answer<'a, Download> {
        Box::pin(workbook(self, who, organization))
    }
    fn trainings<'a>(&'a self, who: Asker<'a>, organization: &'a str, page: usize) -> Answer<'a, TrainingsPage> {
        Box::pin(async move {
            let page = u64::try_from(page).unwrap_or(u64::MAX);
            Ok(list_trainings(&mut self.cx(who)?, id(organization)?, page).await?)
        })
    }
    fn training<'a>(&'a self, who: Asker<'a>, training: &'a str) -> Answer<'a, TrainingView> {
        Box::pin(async move { Ok(read_training(&mut self.cx(who)?, id(training)?).await?) })
    }
    fn record_training<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: TrainingWish) -> Answer<'a, String> {
        Box::pin(async move {
            let wish = RecordTraining {
                organization_id: id(&wish.organization)?,
                title: wish.title,
                held_on: wish.held_on,
                minutes: wish.minutes,
                teacher: wish.teacher,
                person_ids: wish.people.iter().map(|person| id(person)).collect::<Result<_, _>>()?,
            };
            Ok(record_training(&mut self.cx(who)?, op.into(), &wish).await?.to_string())
        })
    }
    fn strike_training<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        training: &'a str,
        why: String,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            strike_training(&mut self.cx(who)?, op.into(), id(training)?, &why).await?;
            Ok(())
        })
    }
}
