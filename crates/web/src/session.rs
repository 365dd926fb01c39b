//! Who is signed in, as the pages need to know it. Sessions themselves are kept by the app; the browser holds a token
//! that says nothing.

use std::fmt;

pub use guanai_app::{Role, Tenure};

/// The key of a role's name.
pub const fn role_key(role: Role) -> &'static str {
    match role {
        Role::Console => "web-role-console",
        Role::BranchContact => "web-role-branch-contact",
        Role::TownshipOfficer => "web-role-township-officer",
        Role::CountyOfficer => "web-role-county-officer",
        Role::CountyApprover => "web-role-county-approver",
        Role::Accountant => "web-role-accountant",
        Role::Cashier => "web-role-cashier",
        Role::Auditor => "web-role-auditor",
        Role::Member => "web-role-member",
        Role::Administrator => "web-role-administrator",
    }
}

/// What the browser holds: letters, figures, `-` and `_`, made by the app and meaning nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);

impl SessionToken {
    /// A token as the app made it or a cookie brought it; `None` where it could not have been made by the app.
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        let good = (16..=128).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        good.then_some(Self(text))
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

/// Whether somebody has to choose an own password before anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordState {
    /// They chose it themselves.
    Own,
    /// They signed in with the one-time code of a slip.
    OneTime,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The token that the forms of this session are bound to.
    pub token: SessionToken,
    /// The account's id, as the audit names it.
    pub account: String,
    /// The person's name, as the top bar shows it.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// The organisation whose subtree is the scope; none is the whole jurisdiction.
    pub scope: Option<String>,
    /// The scope's name, as the top bar shows it.
    pub place: String,
    /// The member's own record, where the account belongs to a person in the register.
    pub person: Option<String>,
    /// On what their powers rest today.
    pub tenure: Tenure,
    /// Own password, or the code of a slip.
    pub password: PasswordState,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_app_cannot_have_made_is_no_token() {
        assert!(SessionToken::new("0123456789abcdef").is_some());
        for wrong in ["", "short", "0123456789abcde;", "0123456789abcdeé"] {
            assert!(SessionToken::new(wrong).is_none(), "{wrong}");
        }
        let token = SessionToken::new("0123456789abcdef").unwrap();
        assert!(!format!("{token:?}").contains("0123"), "no token gets into a log");
    }
}
