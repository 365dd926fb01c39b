//! The door: signing in with the account of a printed slip, choosing an own password, signing out, and how the pages
//! look. A forgotten password is reset in person by two people; there is no mail and no text message.

pub mod door;
pub mod password;
pub mod signin;

use std::fmt;

use crate::session::{PasswordState, SessionToken};

pub use guanai_app::accounts::{LONGEST_PASSWORD, SHORTEST_PASSWORD, WeakPassword};

/// Something that gets into no log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A secret as it was typed.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// What was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Whose device it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// One's own.
    Own,
    /// Several people's: the session ends after ten minutes of rest.
    Shared,
}

/// An attempt to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The account, as typed, without spaces.
    pub account: String,
    /// The password, or the one-time code of a slip.
    pub secret: Secret,
    /// Whose device.
    pub device: Device,
}

/// What comes of an attempt. Unknown accounts and wrong passwords are one answer, in the same time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// Signed in.
    Welcome {
        /// The fresh session's token.
        token: SessionToken,
        /// Whether an own password is to be chosen first.
        password: PasswordState,
    },
    /// The account or the password is wrong.
    Wrong,
    /// The one-time code is over; a new slip is needed.
    CodeOver,
    /// Too many attempts failed.
    Blocked {
        /// Minutes to wait.
        minutes: u32,
    },
    /// So many failed that only a reset in person helps.
    Locked,
}

/// An own password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPassword {
    /// The one so far, or the one-time code.
    pub current: Secret,
    /// The new one.
    pub new: Secret,
}

/// What comes of choosing a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// Chosen; the session goes on under a fresh token.
    Done {
        /// The fresh token.
        token: SessionToken,
    },
    /// The current one is wrong.
    WrongCurrent,
    /// The rules do not take it.
    Weak(WeakPassword),
    /// Too many attempts failed.
    Blocked {
        /// Minutes to wait.
        minutes: u32,
    },
    /// So many failed that only a reset in person helps.
    Locked,
}
