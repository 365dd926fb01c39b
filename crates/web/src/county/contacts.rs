//! The pages of named contacts over the app.

use guanai_app::contacts::{ContactError, ContactsPage, NameContacts, name_contacts, read_contacts};

use super::{County, day, id};
use crate::contacts::{ContactDesk, ContactWish};
use crate::day::MyDay;
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;

impl From<ContactError> for AskError {
    fn from(error: ContactError) -> Self {
        match error {
            ContactError::Denied(error) => error.into(),
            ContactError::NotFound | ContactError::Nobody => Self::NotFound,
            ContactError::Operation(error) => error.into(),
            ContactError::Store(error) => error.into(),
            ContactError::Stale => Self::Refused("web-refused-contact-stale"),
            ContactError::Oneself => Self::Refused("web-refused-contact-oneself"),
            ContactError::NotMember => Self::Refused("web-refused-contact-member"),
        }
    }
}

impl ContactDesk for County {
    fn contacts<'a>(&'a self, who: Asker<'a>, organization: &'a str) -> Answer<'a, ContactsPage> {
        Box::pin(async move { Ok(read_contacts(&mut self.cx(who)?, id(organization)?).await?) })
    }
    fn name_contacts<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        organization: &'a str,
        wish: ContactWish,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = NameContacts {
                organization_id: id(organization)?,
                person_ids: wish.people.iter().map(|person| id(person)).collect::<Result<_, _>>()?,
                by: wish.by.as_deref().map(id).transpose()?,
                state_no: wish.state_no,
            };
            name_contacts(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
    fn own_day<'a>(&'a self, who: Asker<'a>) -> Answer<'a, MyDay> {
        Box::pin(day::own_day(self, who))
    }
}
