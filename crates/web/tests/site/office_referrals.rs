//! The sample office's answers about referrals.

use guanai_app::referrals::WishedReferralStep;
use guanai_casework::ReferralState;
use guanai_web::form::FieldError;
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::referrals::desk::SentOn;
use guanai_web::referrals::{
    OwnReferralRow, ReferralDesk, ReferralFile, ReferralMoveWish, ReferralsAsk, ReferralsList, SendChoices, SendWish,
};

use crate::office::{SampleOffice, give, samples};
use crate::samples::NEED;
use crate::samples_referrals::{REFERRAL, STATE_NO};

/// What a move says, in one line.
fn told(step: &WishedReferralStep) -> String {
    match step {
        WishedReferralStep::Receive(said) | WishedReferralStep::Return(said) => {
            format!("{} {} {:?} {:?}", said.on, said.manner, said.by, said.words)
        }
        WishedReferralStep::Answer { result, said } => {
            format!("{result} {} {} {:?} {:?}", said.on, said.manner, said.by, said.words)
        }
        WishedReferralStep::Remind { words } | WishedReferralStep::TakeBack { words } => words.clone(),
    }
}

impl ReferralDesk for SampleOffice {
    fn referral_choices<'a>(&'a self, who: Asker<'a>, need: &'a str) -> Answer<'a, SendChoices> {
        let samples = samples(who);
        let choices = match need {
            NEED => Some(samples.referral_choices(None)),
            "unconfirmed" => Some(samples.referral_choices(Some("web-referral-against-not-confirmed"))),
            _ => None,
        };
        Box::pin(async move { choices.ok_or(AskError::NotFound) })
    }
    fn send_referral<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: SendWish) -> Answer<'a, SentOn> {
        if wish.asked == "too late" {
            let error =
                FieldError { field: "referral_kind".into(), key: "web-error-referral-already", value: String::new() };
            return give(SentOn::Wrong(error));
        }
        let shares: Vec<&str> = wish.shares.iter().map(|item| item.code()).collect();
        self.record_once(
            op,
            format!(
                "{:?} {:?} {:?} {} {} {}",
                wish.kind,
                wish.to_name,
                wish.working_days,
                wish.asked,
                shares.join("+"),
                wish.permission.ground
            ),
        );
        give(SentOn::Referral(REFERRAL.to_owned()))
    }
    fn referral_list<'a>(&'a self, who: Asker<'a>, ask: ReferralsAsk) -> Answer<'a, ReferralsList> {
        let mut list = samples(who).referrals_list();
        if ask.due {
            list.rows.clear();
        }
        give(list)
    }
    fn referral_by_code<'a>(&'a self, _: Asker<'a>, code: &'a str) -> Answer<'a, Option<String>> {
        give((code == "7KQ2M9XA").then(|| REFERRAL.to_owned()))
    }
    /// The id is one that was received; the code of a state is one that stands there.
    fn referral_file<'a>(&'a self, who: Asker<'a>, referral: &'a str) -> Answer<'a, ReferralFile> {
        let state =
            if referral == REFERRAL { Some(ReferralState::Received) } else { ReferralState::from_code(referral) };
        let mut file = state.map(|state| samples(who).referral_file(state, who.session.role));
        // Whoever has the id of one is of the person's side.
        if referral == REFERRAL
            && let Some(file) = &mut file
        {
            (file.view.stance.of_person, file.view.stance.of_department) = (true, false);
        }
        Box::pin(async move { file.ok_or(AskError::NotFound) })
    }
    fn own_referrals<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<OwnReferralRow>> {
        give(samples(who).own_referrals())
    }
    fn move_referral<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: ReferralMoveWish) -> Answer<'a, ()> {
        if wish.state_no != STATE_NO {
            return Box::pin(async { Err(AskError::Refused("web-refused-referral-stale")) });
        }
        self.record_once(op, told(&wish.step));
        give(())
    }
}
