//! What the pages of floating members ask of the use cases, beside [`crate::office::Office`].

use guanai_app::floating::{FloatingList, GuestFile, LetterFile, LetterForm, LetterRead, Tab};
use guanai_kernel::{Date, FloatingHelp, FloatingOver};

use crate::office::{Answer, Asker, Download};
use crate::operation::OperationId;

/// A letter to be written, as the form says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LetterWish {
    /// To which organisation.
    pub organization: String,
    /// Where.
    pub place: String,
    /// Its telephone.
    pub phone: Option<String>,
    /// Whom they ask at home.
    pub home_contact: String,
    /// The telephone of whoever they ask.
    pub home_phone: String,
    /// What was agreed.
    pub arrangements: Option<String>,
    /// What help is asked for.
    pub helps: Vec<FloatingHelp>,
    /// Whether the person agreed that help with health or money is named.
    pub is_agreed: bool,
}

/// A file with its code.
#[derive(Clone, PartialEq, Eq)]
pub struct Opening {
    /// The file.
    pub file: Vec<u8>,
    /// The code.
    pub code: String,
}

impl std::fmt::Debug for Opening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opening({} bytes)", self.file.len())
    }
}

/// Somebody to be taken in, as the form says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeWish {
    /// The file with its code.
    pub opening: Opening,
    /// The number on the card, where the person is not in the books.
    pub identity: Option<String>,
    /// The branch.
    pub branch: String,
    /// Since when.
    pub since_on: Date,
    /// Who looks after them.
    pub contact: String,
    /// The telephone of whoever looks after them.
    pub phone: String,
    /// The person's own telephone.
    pub own_phone: Option<String>,
}

/// The use cases of floating members, as the pages ask for them.
pub trait FloatingDesk: Send + Sync {
    /// A page of a part of the list.
    fn floating<'a>(&'a self, who: Asker<'a>, tab: Tab, page: usize) -> Answer<'a, FloatingList>;
    /// What the form of a letter shows; none where the person does not float outside, or the slip has come.
    fn letter_form<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, Option<LetterForm>>;
    /// Writes a letter; its number.
    fn write_letter<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        person: &'a str,
        wish: LetterWish,
    ) -> Answer<'a, String>;
    /// A letter.
    fn letter<'a>(&'a self, who: Asker<'a>, letter: &'a str) -> Answer<'a, LetterFile>;
    /// The file of a letter.
    fn letter_download<'a>(&'a self, who: Asker<'a>, letter: &'a str) -> Answer<'a, Download>;
    /// Notes that the code was told.
    fn code_told<'a>(&'a self, who: Asker<'a>, letter: &'a str) -> Answer<'a, ()>;
    /// Reads a slip; the number of the letter that it answers.
    fn slip<'a>(&'a self, who: Asker<'a>, op: OperationId, file: Vec<u8>) -> Answer<'a, String>;
    /// Opens another county's letter. Nothing is kept.
    fn open_letter<'a>(&'a self, who: Asker<'a>, opening: Opening) -> Answer<'a, LetterRead>;
    /// Takes somebody in; the id of the stay.
    fn take_in<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: TakeWish) -> Answer<'a, String>;
    /// A stay.
    fn guest<'a>(&'a self, who: Asker<'a>, guest: &'a str) -> Answer<'a, GuestFile>;
    /// The slip of a stay.
    fn slip_download<'a>(&'a self, who: Asker<'a>, guest: &'a str) -> Answer<'a, Download>;
    /// Enters that a stay is over.
    fn end_stay<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        guest: &'a str,
        on: Date,
        over: FloatingOver,
    ) -> Answer<'a, ()>;
}
