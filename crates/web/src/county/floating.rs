//! The pages of floating members over the app.

use guanai_app::floating::{
    EndStay, FloatingError, FloatingList, GuestFile, LetterFile, LetterForm, LetterRead, OpenLetter, Tab, TakeIn,
    WriteLetter, code_was_told, end_stay, hand_out_letter, hand_out_slip, list_floating, open_floating_letter,
    read_guest, read_letter, read_letter_form, read_slip, take_in, write_letter,
};
use guanai_kernel::{Date, FloatingOver};

use super::{County, id};
use crate::floating::desk::{FloatingDesk, LetterWish, Opening, TakeWish};
use crate::office::{Answer, AskError, Asker, Download};
use crate::operation::OperationId;

/// The text of a refusal by its stable code.
macro_rules! keys {
    ($code:expr, $($known:literal)*) => {
        match $code {
            $($known => concat!("web-refused-", $known),)*
            // An identity number that is none: the form says what to compare.
            _ => "web-refused-floating-identity",
        }
    };
}

impl From<FloatingError> for AskError {
    fn from(error: FloatingError) -> Self {
        match error {
            FloatingError::Denied(error) => error.into(),
            FloatingError::NotFound => Self::NotFound,
            FloatingError::Operation(error) => error.into(),
            FloatingError::Store(error) => error.into(),
            FloatingError::Busy => Self::Busy,
            other => Self::Refused(keys!(
                other.code(),
                "floating-future" "floating-words" "floating-not-agreed" "floating-recused" "floating-not-outside"
                "floating-answered" "floating-own-letter" "floating-used" "floating-slip-used" "floating-other-slip"
                "floating-already-ours" "floating-already-in" "floating-other-person" "floating-died"
                "floating-no-branch" "floating-too-early" "floating-over" "sealed-too-large" "sealed-foreign"
                "sealed-other-kind" "sealed-newer" "sealed-damaged" "sealed-code-length" "sealed-code-mistyped"
                "sealed-wrong-code" "sealed-tampered" "sealed-contents" "sealed-broken"
            )),
        }
    }
}

impl FloatingDesk for County {
    fn floating<'a>(&'a self, who: Asker<'a>, tab: Tab, page: usize) -> Answer<'a, FloatingList> {
        Box::pin(async move {
            let page = u64::try_from(page).unwrap_or(u64::MAX);
            Ok(list_floating(&mut self.cx(who)?, tab, page).await?)
        })
    }
    fn letter_form<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, Option<LetterForm>> {
        Box::pin(async move {
            match read_letter_form(&mut self.cx(who)?, id(person)?).await {
                Ok(form) => Ok(Some(form)),
                Err(FloatingError::NotOutside | FloatingError::Answered) => Ok(None),
                Err(error) => Err(error.into()),
            }
        })
    }
    fn write_letter<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        person: &'a str,
        wish: LetterWish,
    ) -> Answer<'a, String> {
        Box::pin(async move {
            let LetterWish { organization, place, phone, home_contact, home_phone, .. } = wish;
            let wish = WriteLetter {
                person_id: id(person)?,
                organization,
                place,
                phone,
                home_contact,
                home_phone,
                arrangements: wish.arrangements,
                helps: wish.helps,
                is_agreed: wish.is_agreed,
            };
            Ok(write_letter(&mut self.cx(who)?, op.into(), &wish).await?.to_string())
        })
    }
    fn letter<'a>(&'a self, who: Asker<'a>, letter: &'a str) -> Answer<'a, LetterFile> {
        Box::pin(async move { Ok(read_letter(&mut self.cx(who)?, id(letter)?).await?) })
    }
    fn letter_download<'a>(&'a self, who: Asker<'a>, letter: &'a str) -> Answer<'a, Download> {
        Box::pin(async move {
            let bytes = hand_out_letter(&mut self.cx(who)?, id(letter)?).await?;
            Ok(sealed("letter", letter, bytes))
        })
    }
    fn code_told<'a>(&'a self, who: Asker<'a>, letter: &'a str) -> Answer<'a, ()> {
        Box::pin(async move { Ok(code_was_told(&mut self.cx(who)?, id(letter)?).await?) })
    }
    fn slip<'a>(&'a self, who: Asker<'a>, op: OperationId, file: Vec<u8>) -> Answer<'a, String> {
        Box::pin(async move { Ok(read_slip(&mut self.cx(who)?, op.into(), &file).await?.to_string()) })
    }
    fn open_letter<'a>(&'a self, who: Asker<'a>, opening: Opening) -> Answer<'a, LetterRead> {
        Box::pin(async move {
            let wish = OpenLetter { file: opening.file, code: opening.code };
            Ok(open_floating_letter(&mut self.cx(who)?, &wish).await?)
        })
    }
    fn take_in<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: TakeWish) -> Answer<'a, String> {
        Box::pin(async move {
            let TakeWish { opening, identity, branch, since_on, contact, phone, own_phone } = wish;
            let letter = OpenLetter { file: opening.file, code: opening.code };
            let wish = TakeIn { letter, identity, branch, since_on, contact, phone, own_phone };
            Ok(take_in(&mut self.cx(who)?, op.into(), &wish).await?.to_string())
        })
    }
    fn guest<'a>(&'a self, who: Asker<'a>, guest: &'a str) -> Answer<'a, GuestFile> {
        Box::pin(async move { Ok(read_guest(&mut self.cx(who)?, id(guest)?).await?) })
    }
    fn slip_download<'a>(&'a self, who: Asker<'a>, guest: &'a str) -> Answer<'a, Download> {
        Box::pin(async move {
            let bytes = hand_out_slip(&mut self.cx(who)?, id(guest)?).await?;
            Ok(sealed("slip", guest, bytes))
        })
    }
    fn end_stay<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        guest: &'a str,
        on: Date,
        over: FloatingOver,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = EndStay { guest_id: id(guest)?, on, over };
            end_stay(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
}

/// A file whose name tells nobody: the end of an id.
fn sealed(what: &str, of: &str, bytes: Vec<u8>) -> Download {
    let end = of.get(of.len().saturating_sub(8)..).unwrap_or_default();
    Download { name: format!("guanai-{what}-{end}.gnf"), kind: "application/octet-stream", bytes }
}
