//! Sessions and the door: who is signed in, signing in and out, choosing a password.

use guanai_app::Actor;
use guanai_app::accounts::{self, ChoosePassword, ChoosePasswordError, Secret, SignedIn, Token};

use super::{County, id};
use crate::entrance::{Attempt, Chosen, Device, NewPassword, SignIn};
use crate::office::{AskError, Asker};
use crate::session::{PasswordState, Session, SessionToken};

/// Who acts in a session; nobody before an own password was chosen.
pub(super) fn actor(session: &Session) -> Result<Actor, AskError> {
    if session.password == PasswordState::OneTime {
        return Err(AskError::NotYours);
    }
    Ok(Actor {
        name: session.account.clone(),
        role: session.role,
        scope: session.scope.as_deref().map(id).transpose()?,
        person_id: session.person.as_deref().map(id).transpose()?,
        on_behalf_of: None,
        tenure: session.tenure.clone(),
    })
}

const fn state(state: accounts::PasswordState) -> PasswordState {
    match state {
        accounts::PasswordState::Own => PasswordState::Own,
        accounts::PasswordState::OneTime => PasswordState::OneTime,
    }
}

pub(super) async fn session(county: &County, token: &SessionToken) -> Result<Option<Session>, AskError> {
    let found = accounts::session_of(&county.db, county.now(), &Token::new(token.as_str())).await?;
    Ok(found.map(|signed_in| of(signed_in, token)))
}

fn of(signed_in: SignedIn, token: &SessionToken) -> Session {
    Session {
        token: token.clone(),
        account: signed_in.account_id.to_string(),
        name: signed_in.name,
        role: signed_in.role,
        scope: signed_in.scope.map(|id| id.to_string()),
        place: signed_in.place.unwrap_or_default(),
        person: signed_in.person_id.map(|id| id.to_string()),
        tenure: signed_in.tenure,
        password: state(signed_in.password),
    }
}

fn fresh(token: &Token) -> Result<SessionToken, AskError> {
    SessionToken::new(token.as_str()).ok_or_else(|| AskError::Broken("a token that no browser may hold".to_owned()))
}

pub(super) async fn sign_in(county: &County, attempt: Attempt) -> Result<SignIn, AskError> {
    let attempt = accounts::Attempt {
        sign_in_name: attempt.account,
        secret: Secret::new(attempt.secret.as_str()),
        device: match attempt.device {
            Device::Own => accounts::Device::Own,
            Device::Shared => accounts::Device::Shared,
        },
    };
    Ok(match accounts::sign_in(&mut county.door(), &attempt).await? {
        accounts::SignIn::Welcome { token, password } => {
            SignIn::Welcome { token: fresh(&token)?, password: state(password) }
        }
        accounts::SignIn::Wrong => SignIn::Wrong,
        accounts::SignIn::CodeOver => SignIn::CodeOver,
        accounts::SignIn::Blocked { minutes } => SignIn::Blocked { minutes },
        accounts::SignIn::Locked => SignIn::Locked,
    })
}

pub(super) async fn sign_out(county: &County, token: &SessionToken) -> Result<(), AskError> {
    Ok(accounts::sign_out(&mut county.door(), &Token::new(token.as_str())).await?)
}

pub(super) async fn choose_password(county: &County, who: Asker<'_>, choice: NewPassword) -> Result<Chosen, AskError> {
    let token = Token::new(who.session.token.as_str());
    let choice =
        ChoosePassword { current: Secret::new(choice.current.as_str()), new: Secret::new(choice.new.as_str()) };
    match accounts::choose_password(&mut county.door(), &token, &choice).await {
        Ok(token) => Ok(Chosen::Done { token: fresh(&token)? }),
        Err(ChoosePasswordError::WrongCurrent) => Ok(Chosen::WrongCurrent),
        Err(ChoosePasswordError::Blocked { minutes }) => Ok(Chosen::Blocked { minutes }),
        Err(ChoosePasswordError::Locked) => Ok(Chosen::Locked),
        Err(ChoosePasswordError::Weak(weak)) => Ok(Chosen::Weak(weak)),
        Err(ChoosePasswordError::NotSignedIn) => Err(AskError::NotYours),
        Err(error) => Err(error.into()),
    }
}
