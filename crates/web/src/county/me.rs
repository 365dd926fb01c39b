//! The member's own page over the use cases.

use guanai_app::own::{ReadOwnError, read_own};

use super::audit::told_read_by;
use super::{County, people};
use crate::me::{OwnAsk, OwnFile};
use crate::office::{AskError, Asker};
use crate::operation::OperationId;
use crate::people::PersonFile;

impl From<ReadOwnError> for AskError {
    fn from(error: ReadOwnError) -> Self {
        match error {
            ReadOwnError::Denied(error) => error.into(),
            ReadOwnError::NotFound => Self::NotFound,
            ReadOwnError::File(error) => error.into(),
            ReadOwnError::Store(error) => error.into(),
        }
    }
}

pub(super) async fn file(county: &County, who: Asker<'_>) -> Result<OwnFile, AskError> {
    let standing = county.standing().await?;
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let own = read_own(&mut cx, standing.as_of, words.lang).await?;
    let five = super::guarantees::person::faces(county, &cx, words, own.file.person_id).await?;
    let plan = super::plans::own(county, who).await?;
    let pairs = super::pairs::own(county, who).await?;
    let referrals = super::referrals::own(county, who).await?;
    Ok(OwnFile {
        pairs,
        referrals,
        plan,
        file: PersonFile { five, ..people::told(county, words, &standing, own.file) },
        said: own.asks.into_iter().map(|seen| county.said(words, seen)).collect(),
        consents: county.consents(words, &own.consents),
        read_by: told_read_by(words, own.read_by),
    })
}

pub(super) async fn ask(county: &County, who: Asker<'_>, op: OperationId, ask: OwnAsk) -> Result<(), AskError> {
    county.say(who, op, None, ask).await
}
