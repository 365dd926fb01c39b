//! Who is signed in, as the pages need to know it. Sessions themselves are kept by the app; the browser holds a token
//! that says nothing.

use std::fmt;

/// What a person at a browser may be. The operating person at the console has no page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 支部联系人
    BranchContact,
    /// 乡镇（街道）经办
    TownshipOfficer,
    /// 县级经办
    CountyOfficer,
    /// 县级审批
    CountyApprover,
    /// 会计
    Accountant,
    /// 出纳
    Cashier,
    /// 审计
    Auditor,
    /// 党员
    Member,
    /// 管理员
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: &'static [Self] = &[
        Self::BranchContact,
        Self::TownshipOfficer,
        Self::CountyOfficer,
        Self::CountyApprover,
        Self::Accountant,
        Self::Cashier,
        Self::Auditor,
        Self::Member,
        Self::Administrator,
    ];

    /// The stable code, the same as the app's and the audit's.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BranchContact => "branch-contact",
            Self::TownshipOfficer => "township-officer",
            Self::CountyOfficer => "county-officer",
            Self::CountyApprover => "county-approver",
            Self::Accountant => "accountant",
            Self::Cashier => "cashier",
            Self::Auditor => "auditor",
            Self::Member => "member",
            Self::Administrator => "administrator",
        }
    }

    /// The role of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.code() == code)
    }

    /// The key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::BranchContact => "web-role-branch-contact",
            Self::TownshipOfficer => "web-role-township-officer",
            Self::CountyOfficer => "web-role-county-officer",
            Self::CountyApprover => "web-role-county-approver",
            Self::Accountant => "web-role-accountant",
            Self::Cashier => "web-role-cashier",
            Self::Auditor => "web-role-auditor",
            Self::Member => "web-role-member",
            Self::Administrator => "web-role-administrator",
        }
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
    /// Own password, or the code of a slip.
    pub password: PasswordState,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_read_back() {
        for &role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        assert_eq!(Role::from_code("console"), None);
    }

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
