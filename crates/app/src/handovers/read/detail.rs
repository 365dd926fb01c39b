//! What more there is to say of an item than its kind and whom it concerns: as little as whoever takes it over needs to know it by.

use guanai_casework::application::DocumentKind;
use guanai_casework::handover::{HandoverItem, ItemKind};
use guanai_kernel::Guarantee;
use guanai_kernel::ids::{ApplicationId, PartnershipId};
use guanai_registry::life_event::OutcomeKind;
use guanai_store::{
    StoreError, Tx, applications, life_tasks, needs, offers, organizations, pairs, partnerships, round_sheets, rounds,
};

/// What an item is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemDetail {
    /// A need of this category.
    Category(String),
    /// A clock of this guarantee.
    Guarantee(Guarantee),
    /// A measure that is applied for, and the application's short code.
    Measure(String, String),
    /// What it is called: a round, a sheet's code, who offers.
    Called(String),
    /// What a life event left to be done.
    Task(OutcomeKind),
    /// A paper, and where it lies.
    Paper(DocumentKind, String),
}

pub(super) async fn of(tx: &mut Tx, item: &HandoverItem) -> Result<Option<ItemDetail>, StoreError> {
    let Some(subject) = item.subject.as_deref() else { return Ok(None) };
    Ok(match item.kind {
        ItemKind::Need => match subject.parse() {
            Ok(id) => needs::find(tx, id)
                .await?
                .and_then(|need| need.category.category().map(str::to_owned))
                .map(ItemDetail::Category),
            Err(_) => None,
        },
        ItemKind::Clock => subject.split('/').nth(1).and_then(Guarantee::from_code).map(ItemDetail::Guarantee),
        ItemKind::Application => match subject.parse::<ApplicationId>() {
            Ok(id) => applications::find(tx, id).await?.map(|one| ItemDetail::Measure(one.measure, one.code)),
            Err(_) => None,
        },
        ItemKind::Round => match subject.parse() {
            Ok(id) => rounds::find(tx, id).await?.map(|round| ItemDetail::Called(round.title)),
            Err(_) => None,
        },
        ItemKind::Sheet | ItemKind::Cash => match subject.parse() {
            Ok(id) => round_sheets::find(tx, id).await?.map(|sheet| ItemDetail::Called(sheet.code)),
            Err(_) => None,
        },
        ItemKind::Offer => match subject.parse() {
            Ok(id) => offers::find(tx, id).await?.map(|offer| ItemDetail::Called(offer.provider_name)),
            Err(_) => None,
        },
        ItemKind::Pair => match subject.parse() {
            Ok(id) => pairs::find(tx, id).await?.map(|pair| ItemDetail::Category(pair.category)),
            Err(_) => None,
        },
        ItemKind::Partnership => match subject.parse() {
            Ok(id) => partner_of(tx, id).await?.map(ItemDetail::Called),
            Err(_) => None,
        },
        ItemKind::LifeTask => life_task(tx, subject).await?.map(ItemDetail::Task),
        ItemKind::Original => paper(tx, subject).await?,
        // What was asked is read where it is answered, and nowhere else.
        ItemKind::Ask
        | ItemKind::Contact
        | ItemKind::Letter
        | ItemKind::Recheck
        | ItemKind::Plan
        | ItemKind::Promise
        | ItemKind::Unreached
        | ItemKind::People
        | ItemKind::Thing => None,
    })
}

/// What the two organisations of an agreement are called: whoever takes it over is of one of them.
async fn partner_of(tx: &mut Tx, id: PartnershipId) -> Result<Option<String>, StoreError> {
    let Some(found) = partnerships::find(tx, id).await? else { return Ok(None) };
    let places = organizations::list_by_ids(tx, &[found.one_id, found.other_id]).await?;
    let names: Vec<&str> = places.iter().map(|place| place.name.as_str()).collect();
    Ok(Some(names.join(" · ")))
}

async fn life_task(tx: &mut Tx, subject: &str) -> Result<Option<OutcomeKind>, StoreError> {
    let mut parts = subject.split('/').skip(1);
    let (Some(event), Some(no)) = (parts.next(), parts.next()) else { return Ok(None) };
    let Ok(life_event_id) = event.parse() else { return Ok(None) };
    let tasks = life_tasks::list_of(tx, life_event_id).await?;
    Ok(tasks.into_iter().find(|task| task.task_no.to_string() == no).map(|task| task.kind))
}

async fn paper(tx: &mut Tx, subject: &str) -> Result<Option<ItemDetail>, StoreError> {
    let Some((application, document)) = subject.split_once('/') else { return Ok(None) };
    let Ok(application_id) = application.parse::<ApplicationId>() else { return Ok(None) };
    let file = applications::find_file(tx, application_id).await?;
    let papers = file.map(|file| file.documents).unwrap_or_default().into_iter();
    let paper = papers.into_iter().find(|paper| paper.document_id.to_string() == document);
    Ok(paper.map(|paper| ItemDetail::Paper(paper.kind, paper.place)))
}
