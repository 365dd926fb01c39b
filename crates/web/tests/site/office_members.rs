//! The sample office's answers about accounts and what members say.

use guanai_web::accounts::{
    AccountFile, AccountState, AccountsAsk, AccountsList, AccountsOffice, AskPeople, Candidates, OpenWish, Opened,
    Requests, Slips,
};
use guanai_web::asks::{AskFile, AskList, AskShelf, AskStanding, AsksOffice, PersonAsks};
use guanai_web::me::OwnAsk;
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::session::Role;

use crate::office::{SampleOffice, give, samples};
use crate::samples::{BRANCH, PERSON};
use crate::samples_members::{ACCOUNT, ASK, PRINT, RESET};

impl SampleOffice {
    /// An act upon something of an id.
    fn act<'a>(&'a self, id: &str, own: &str, what: String) -> Answer<'a, ()> {
        if id != own {
            return Box::pin(async { Err(AskError::NotFound) });
        }
        self.record(what);
        give(())
    }
}

impl AccountsOffice for SampleOffice {
    fn accounts<'a>(&'a self, who: Asker<'a>, ask: AccountsAsk) -> Answer<'a, AccountsList> {
        let mut list = samples(who).accounts(who.session.role);
        if ask.search.as_deref() == Some("nobody") {
            list.rows.clear();
        }
        give(list)
    }

    fn account<'a>(&'a self, who: Asker<'a>, account: &'a str) -> Answer<'a, AccountFile> {
        let samples = samples(who);
        match account {
            ACCOUNT => give(samples.account(AccountState::Used, false)),
            "waiting" => give(samples.account(AccountState::Waiting, false)),
            "closed" => give(samples.account(AccountState::Closed, false)),
            "own" => give(samples.account(AccountState::Used, true)),
            _ => Box::pin(async { Err(AskError::NotFound) }),
        }
    }

    fn open_account<'a>(&'a self, _: Asker<'a>, _: OperationId, wish: OpenWish) -> Answer<'a, Opened> {
        if wish.sign_in == "wangds" {
            return give(Opened::Refused { field: "sign_in", key: "account-name-taken" });
        }
        self.record(format!("open {} {} {}", wish.sign_in, wish.role.code(), wish.organization));
        give(Opened::Done)
    }

    fn close_account<'a>(&'a self, _: Asker<'a>, _: OperationId, account: &'a str) -> Answer<'a, ()> {
        self.act(account, ACCOUNT, "close".to_owned())
    }

    fn ask_reset<'a>(&'a self, _: Asker<'a>, _: OperationId, account: &'a str) -> Answer<'a, ()> {
        self.act(account, ACCOUNT, "ask for a reset".to_owned())
    }

    fn confirm_reset<'a>(&'a self, _: Asker<'a>, _: OperationId, reset: &'a str) -> Answer<'a, ()> {
        self.act(reset, RESET, "confirm a reset".to_owned())
    }

    fn candidates<'a>(&'a self, who: Asker<'a>, organization: &'a str, role: Role) -> Answer<'a, Candidates> {
        match organization {
            BRANCH => give(samples(who).candidates(role)),
            "nobody" => give(Candidates { rows: Vec::new(), ..samples(who).candidates(role) }),
            _ => Box::pin(async { Err(AskError::NotFound) }),
        }
    }

    fn ask_accounts<'a>(&'a self, _: Asker<'a>, _: OperationId, ask: AskPeople) -> Answer<'a, ()> {
        self.record(format!("ask for {} as {}", ask.people.len(), ask.role.code()));
        give(())
    }

    fn requests<'a>(&'a self, who: Asker<'a>, organization: &'a str) -> Answer<'a, Requests> {
        Self::known(organization, BRANCH, samples(who).requests())
    }

    fn open_requested<'a>(&'a self, _: Asker<'a>, _: OperationId, requests: Vec<String>) -> Answer<'a, ()> {
        self.record(format!("open {} requests", requests.len()));
        give(())
    }

    fn decline_requests<'a>(&'a self, _: Asker<'a>, _: OperationId, requests: Vec<String>) -> Answer<'a, ()> {
        self.record(format!("decline {} requests", requests.len()));
        give(())
    }

    fn slips<'a>(&'a self, who: Asker<'a>, op: OperationId) -> Answer<'a, Slips> {
        if op.to_string() == PRINT {
            return give(samples(who).slips());
        }
        Box::pin(async { Err(AskError::Refused("web-refused-slips-over")) })
    }

    fn forget_slips<'a>(&'a self, _: Asker<'a>, _: OperationId) -> Answer<'a, ()> {
        self.record("forget slips");
        give(())
    }
}

impl AsksOffice for SampleOffice {
    fn asks<'a>(&'a self, who: Asker<'a>, which: AskShelf, _: usize) -> Answer<'a, AskList> {
        give(samples(who).asks(which == AskShelf::Waiting && who.session.role == Role::CountyApprover))
    }

    fn ask<'a>(&'a self, who: Asker<'a>, ask: &'a str) -> Answer<'a, AskFile> {
        match ask {
            ASK => give(samples(who).ask(AskStanding::Waiting)),
            "reviewed" => give(samples(who).ask(AskStanding::Reviewed)),
            _ => Box::pin(async { Err(AskError::NotFound) }),
        }
    }

    fn answer_ask<'a>(&'a self, _: Asker<'a>, _: OperationId, ask: &'a str, words: String) -> Answer<'a, ()> {
        self.act(ask, ASK, format!("answer {words}"))
    }

    fn pass_up_ask<'a>(&'a self, _: Asker<'a>, _: OperationId, ask: &'a str) -> Answer<'a, ()> {
        self.act(ask, ASK, "pass up".to_owned())
    }

    fn person_asks<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, PersonAsks> {
        Self::known(person, PERSON, samples(who).person_asks())
    }

    fn ask_for<'a>(&'a self, _: Asker<'a>, _: OperationId, person: &'a str, ask: OwnAsk) -> Answer<'a, ()> {
        self.act(person, PERSON, format!("for somebody {ask:?}"))
    }

    fn withdraw_ask<'a>(&'a self, _: Asker<'a>, _: OperationId, ask: &'a str) -> Answer<'a, ()> {
        self.act(ask, ASK, "withdraw".to_owned())
    }

    fn review_ask<'a>(&'a self, _: Asker<'a>, _: OperationId, ask: &'a str, words: String) -> Answer<'a, ()> {
        self.act(ask, ASK, format!("review {words}"))
    }
}
