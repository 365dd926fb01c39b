//! Floating members between this county and another: the sealed letter that goes out (`letters`), the slip that answers it (`slips`),
//! the letter of another county that is opened and whom it brings (`incoming`), their stay and its end (`guests`), and who is out and in
//! (`list`). Until a slip has come the home branch answers alone; a guest stays a member elsewhere, so that no standard for members
//! begins to hold here by itself.

pub mod guests;
pub mod incoming;
pub mod letters;
pub mod list;
pub mod slips;

use guanai_exchange::letters::SealedError;
use guanai_kernel::codes::identity::IdentityError;
use guanai_kernel::{Date, FloatingHelp};
use guanai_registry::life_event::Deed;
use guanai_store::{StoreError, Tx, meta};
use tokio::sync::Semaphore;

pub use guests::{EndStay, GuestFile, end_stay, hand_out_slip, read_guest};
pub use incoming::{LetterRead, OpenLetter, TakeIn, open_floating_letter, take_in};
pub use letters::{
    LetterFile, LetterForm, WriteLetter, code_was_told, hand_out_letter, read_letter, read_letter_form, write_letter,
};
pub use list::{FloatingLine, FloatingList, PAGE_ROWS, Tab, count_waiting, list_floating};
pub use slips::read_slip;

use crate::actor::Denied;
use crate::cx::Cx;
use crate::operation::OperationError;

/// Letters of what is written.
pub const MOST_LETTERS: usize = 300;

/// Keys are reckoned one at a time: each holds 64 MiB while it lasts.
static RECKONING: Semaphore = Semaphore::const_new(1);
/// How many may wait for that; whoever comes after them is told to try again.
static WAITING: Semaphore = Semaphore::const_new(8);

/// Why nothing was written, opened, taken in or read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum FloatingError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A day that has not come.
    #[error("{0} lies in the future: enter it when it has happened")]
    Future(Date),
    /// A text that is missing, or longer than is kept.
    #[error("write at most {MOST_LETTERS} letters in each field, and leave none empty that must be said")]
    Words,
    /// Help with health or money is named, and the person did not agree.
    #[error("{0} says something of health or money: ask the person, and name it only where they agree")]
    NotAgreed(FloatingHelp),
    /// The file is not read, or not with this code.
    #[error(transparent)]
    Sealed(#[from] SealedError),
    /// Too many files are being opened.
    #[error("too many files are being opened at this moment; try again in a minute")]
    Busy,
    /// Nobody, or no such letter or stay, within the scope.
    #[error("there is nobody, or no such letter, with this id")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// It is about oneself, or a relative.
    #[error("nobody takes in themselves or a relative: somebody else must")]
    Recused,
    /// The person does not float, or within the county.
    #[error("the register does not say that this person floats outside the county: enter that they went away first")]
    NotOutside,
    /// A slip has come already.
    #[error("the slip of this letter has come: the receiving organisation is known, and no other letter is needed")]
    Answered,
    /// The letter was written here.
    #[error("this letter was written in this county: it is for the receiving one; what comes back here is its slip")]
    OwnLetter,
    /// The letter was used.
    #[error("this letter was used on {on}: whoever it brings is in the books already")]
    Used {
        /// When.
        on: Date,
    },
    /// The slip was read before, and says the same.
    #[error("this slip was read before, and says nothing new")]
    SlipUsed,
    /// The slip answers no letter of ours.
    #[error("this slip answers no letter that your office wrote: it belongs to another county, or another office")]
    OtherSlip,
    /// The person is a member of ours.
    #[error(
        "this person's membership lies in this county: enter where they float as a life event, not as somebody from outside"
    )]
    AlreadyOurs,
    /// A stay of theirs runs.
    #[error("this person is looked after here already: end that stay first, if it is over")]
    AlreadyIn,
    /// The number typed is none.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// The number typed is not that of the letter.
    #[error("the number typed is not that of the person in the letter: compare it with their card")]
    OtherPerson,
    /// The person has died.
    #[error("the register says that this person has died")]
    Died,
    /// No such branch within the scope, or one that holds nobody.
    #[error("there is no branch of this name or code within your office that people belong to")]
    NoBranch,
    /// Before the letter, or before the stay.
    #[error("this lies before {since}: look at the day again")]
    TooEarly {
        /// What it may not lie before.
        since: Date,
    },
    /// The stay is over already.
    #[error("this stay is over already")]
    Over,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl FloatingError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Future(_) => "floating-future",
            Self::Words => "floating-words",
            Self::NotAgreed(_) => "floating-not-agreed",
            Self::Sealed(error) => error.code(),
            Self::Busy => "floating-busy",
            Self::NotFound => "floating-not-found",
            Self::Operation(error) => error.code(),
            Self::Recused => "floating-recused",
            Self::NotOutside => "floating-not-outside",
            Self::Answered => "floating-answered",
            Self::OwnLetter => "floating-own-letter",
            Self::Used { .. } => "floating-used",
            Self::SlipUsed => "floating-slip-used",
            Self::OtherSlip => "floating-other-slip",
            Self::AlreadyOurs => "floating-already-ours",
            Self::AlreadyIn => "floating-already-in",
            Self::Identity(error) => error.code(),
            Self::OtherPerson => "floating-other-person",
            Self::Died => "floating-died",
            Self::NoBranch => "floating-no-branch",
            Self::TooEarly { .. } => "floating-too-early",
            Self::Over => "floating-over",
            Self::Store(error) => error.code(),
        }
    }
}

fn deed(cx: &Cx<'_>) -> Deed {
    Deed { by: cx.actor.name.clone(), person_id: cx.actor.person_id, at: cx.now }
}

/// A text that must be said, in its bounds: as it was written, its lines in one, since a letter's words are lines.
fn must(text: &str) -> Result<String, FloatingError> {
    let lines: Vec<String> = text.lines().map(guanai_kernel::text::written).filter(|line| !line.is_empty()).collect();
    let text = lines.join(" ");
    let letters = text.chars().count();
    let plain = !text.chars().any(char::is_control);
    if letters == 0 || letters > MOST_LETTERS || !plain { Err(FloatingError::Words) } else { Ok(text) }
}

/// A text that may be missing, in its bounds.
fn may(text: Option<&str>) -> Result<Option<String>, FloatingError> {
    text.filter(|text| !text.trim().is_empty()).map(must).transpose()
}

/// The county, as files name it.
async fn county(tx: &mut Tx) -> Result<String, StoreError> {
    Ok(meta::get(tx).await?.county.filter(|name| !name.is_empty()).unwrap_or_else(|| "—".to_owned()))
}

/// Carries out what is slow by design in a thread of its own, one at a time.
async fn slowly<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SealedError> + Send + 'static,
) -> Result<T, FloatingError> {
    let _place = WAITING.try_acquire().map_err(|_| FloatingError::Busy)?;
    let _turn = RECKONING.acquire().await.map_err(|_| FloatingError::Busy)?;
    let done = tokio::task::spawn_blocking(work).await.map_err(|_| FloatingError::Sealed(SealedError::Broken))?;
    Ok(done?)
}
