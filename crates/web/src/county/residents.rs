//! The pages of residents over the app, and members and residents beside one another on the board.

use guanai_app::residents::{
    EndCareError, EndResidentCare, EnterResident, EnterResidentError, RecipientsError, end_resident_care,
    enter_resident, open_care, open_resident_form, read_recipients,
};
use guanai_app::standing::Standing;
use guanai_app::{Act, Cx};
use guanai_i18n::Put;
use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Date, FactRole, Money, Recipient};

use super::words::Words;
use super::{County, id};
use crate::guarantees::board::BesideRow;
use crate::guarantees::{Five, summed};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::Choice;
use crate::residents::{CareOf, ResidentChoices, ResidentDesk, ResidentWish};

impl From<EnterResidentError> for AskError {
    fn from(error: EnterResidentError) -> Self {
        match error {
            EnterResidentError::Denied(error) => error.into(),
            EnterResidentError::NotFound | EnterResidentError::NotHere => Self::NotFound,
            EnterResidentError::Operation(error) => error.into(),
            EnterResidentError::Store(error) => error.into(),
            EnterResidentError::OtherName => Self::Refused("web-refused-resident-name"),
            EnterResidentError::Died => Self::Refused("web-refused-resident-died"),
            EnterResidentError::IsMember(_) => Self::Refused("web-refused-resident-member"),
            EnterResidentError::Already(_) => Self::Refused("web-refused-resident-already"),
            EnterResidentError::Elsewhere => Self::Refused("web-refused-resident-elsewhere"),
            EnterResidentError::TooEarly { .. } | EnterResidentError::Future(_) => {
                Self::Refused("web-refused-resident-since")
            }
            EnterResidentError::Name
            | EnterResidentError::Identity(_)
            | EnterResidentError::Phone(_)
            | EnterResidentError::Address
            | EnterResidentError::NoCause
            | EnterResidentError::NotAgreed => Self::Refused("web-refused-resident-typed"),
        }
    }
}

impl From<EndCareError> for AskError {
    fn from(error: EndCareError) -> Self {
        match error {
            EndCareError::Denied(error) => error.into(),
            EndCareError::NotFound => Self::NotFound,
            EndCareError::Operation(error) => error.into(),
            EndCareError::Store(error) => error.into(),
            EndCareError::IsMember => Self::Refused("web-refused-care-member"),
            EndCareError::Open(_) => Self::Refused("web-refused-care-open"),
            EndCareError::TooEarly { .. } | EndCareError::Future(_) => Self::Refused("web-refused-care-early"),
        }
    }
}

impl From<RecipientsError> for AskError {
    fn from(error: RecipientsError) -> Self {
        match error {
            RecipientsError::Denied(error) => error.into(),
            RecipientsError::NotFound => Self::NotFound,
            RecipientsError::Store(error) => error.into(),
        }
    }
}

impl ResidentDesk for County {
    fn choices<'a>(&'a self, who: Asker<'a>) -> Answer<'a, ResidentChoices> {
        Box::pin(choices(self, who))
    }
    fn enter<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: ResidentWish) -> Answer<'a, String> {
        Box::pin(async move {
            let wish = EnterResident {
                name: wish.name,
                identity: wish.identity,
                phone: wish.phone,
                address: wish.address,
                organization_id: id(&wish.branch)?,
                cause: wish.cause,
                since_on: wish.since_on,
                agrees: true,
            };
            Ok(enter_resident(&mut self.cx(who)?, op.into(), &wish).await?.to_string())
        })
    }
    fn care<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, CareOf> {
        Box::pin(async move {
            let care = open_care(&mut self.cx(who)?, id(person)?).await?;
            Ok(CareOf {
                person: care.person_id.to_string(),
                name: care.name,
                organization: care.organization,
                since_on: care.since_on,
            })
        })
    }
    fn end<'a>(&'a self, who: Asker<'a>, op: OperationId, person: &'a str, on: Date) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = EndResidentCare { person_id: id(person)?, on };
            end_resident_care(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
}

async fn choices(county: &County, who: Asker<'_>) -> Result<ResidentChoices, AskError> {
    let words = county.words(who.language);
    let form = open_resident_form(&mut county.cx(who)?).await?;
    let pack = &county.standards.pack;
    let causes = pack.codes_of(FactRole::ResidentCause);
    Ok(ResidentChoices {
        branches: form
            .branches
            .into_iter()
            .map(|branch| Choice { code: branch.organization_id.to_string(), name: branch.name })
            .collect(),
        causes: causes
            .map(|cause| Choice { code: cause.code.to_string(), name: cause.name.get(words.lang).to_owned() })
            .collect(),
    })
}

/// Members and residents beside one another; none where the role does not read it.
pub(super) async fn beside(
    cx: &mut Cx<'_>,
    words: Words<'_>,
    standing: &Standing,
    organization_id: Option<OrganizationId>,
    total: &Five,
) -> Result<Vec<BesideRow>, AskError> {
    if cx.authorise(Act::ReadRecipients).is_err() {
        return Ok(Vec::new());
    }
    let beside = read_recipients(cx, standing, organization_id).await?;
    let all = summed(total, None);
    let of_members = |all: u64, of_residents: u64| all.saturating_sub(of_residents).to_string();
    let row = |label: String, members: String, residents: String| BesideRow { label, members, residents };
    let (running, late) = (beside.resident_terms.running, beside.resident_terms.late);
    let mut rows = vec![
        row(words.say("web-beside-people"), beside.members.people.to_string(), beside.residents.people.to_string()),
        row(
            words.say("web-beside-needs"),
            beside.members.open_needs.to_string(),
            beside.residents.open_needs.to_string(),
        ),
        row(words.say("web-beside-running"), of_members(all.running(), running), running.to_string()),
        row(words.say("web-beside-late"), of_members(all.late, late), late.to_string()),
    ];
    let pack = &cx.standards.pack;
    // Every purse that may be spent on them, with what it gave: also where it gave nothing yet.
    for purse in &pack.manifest().purses {
        let told = |recipient: Recipient| match beside
            .granted_to(recipient)
            .find(|granted| granted.purse.as_deref() == Some(purse.id.as_str()))
        {
            Some(granted) => granted_in_words(words, granted.count, granted.amount),
            None if purse.serves.reaches(recipient) => granted_in_words(words, 0, Money::ZERO),
            None => words.say("web-none"),
        };
        let label = words.with("web-beside-purse", "purse", Put::from(purse.name.get(words.lang)));
        rows.push(row(label, told(Recipient::Member), told(Recipient::Resident)));
    }
    let unnamed = |recipient: Recipient| match beside.granted_to(recipient).find(|granted| granted.purse.is_none()) {
        Some(granted) => granted_in_words(words, granted.count, granted.amount),
        None => words.say("web-none"),
    };
    if beside.granted.iter().any(|granted| granted.purse.is_none()) {
        rows.push(row(words.say("web-beside-no-purse"), unnamed(Recipient::Member), unnamed(Recipient::Resident)));
    }
    Ok(rows)
}

fn granted_in_words(words: Words<'_>, count: u64, amount: Money) -> String {
    let (count, amount) = (count.to_string(), amount.to_string());
    words.with2("web-beside-granted", ("count", Put::from(count.as_str())), ("amount", Put::from(amount.as_str())))
}
