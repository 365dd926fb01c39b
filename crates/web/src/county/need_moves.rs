//! Moving a need on: what its form gives to choose, and the move itself.

use guanai_app::needs::{HelperError, MoveNeed, MoveNeedError, move_need, open_step_form};
use guanai_app::pairing::FullBy;
use guanai_casework::{Move, Offer, StepError};
use guanai_i18n::Put;
use guanai_kernel::ids::NeedId;

use super::needs::{Telling, categories, row};
use super::{County, id, resources};
use crate::needs::{MoveChoices, NeedRow};
use crate::office::{AskError, Asker};
use crate::operation::OperationId;
use crate::page::Choice;

impl From<MoveNeedError> for AskError {
    fn from(error: MoveNeedError) -> Self {
        match error {
            MoveNeedError::Denied(error) => error.into(),
            MoveNeedError::NotFound => Self::NotFound,
            MoveNeedError::Operation(error) => error.into(),
            MoveNeedError::Store(error) => error.into(),
            MoveNeedError::Stale => Self::Refused("web-refused-need-stale"),
            MoveNeedError::Recused => Self::Refused("web-refused-need-recused"),
            MoveNeedError::OpenReferral => Self::Refused("web-refused-need-open-referral"),
            MoveNeedError::InTheChain => Self::Refused("web-refused-need-in-the-chain"),
            MoveNeedError::NoShare => Self::Refused("web-refused-need-no-share"),
            MoveNeedError::Helper(error) => error.into(),
            MoveNeedError::Step(error) => Self::Refused(match error {
                StepError::Move(_) => "web-refused-need-moved",
                StepError::CallBackDue => "web-refused-need-call-back-due",
                StepError::NoCallBackDue => "web-refused-need-no-call-back",
                StepError::Contradicted => "web-refused-need-contradicted",
                StepError::NotTheSame => "web-refused-need-not-the-same",
            }),
            // The form asks for all of these before it is sent.
            MoveNeedError::NoWords | MoveNeedError::TooManyWords | MoveNeedError::NoCategory | MoveNeedError::Parts => {
                Self::Refused("web-refused-need-incomplete")
            }
        }
    }
}

impl From<HelperError> for AskError {
    fn from(error: HelperError) -> Self {
        Self::Refused(match error {
            HelperError::NoName => "web-refused-helper-no-name",
            HelperError::NoOffer => "web-refused-helper-no-offer",
            HelperError::Expired => "web-refused-helper-expired",
            HelperError::OtherKind => "web-refused-helper-other-kind",
            HelperError::ByAmount => "web-refused-helper-by-amount",
            HelperError::Taken => "web-refused-helper-taken",
            HelperError::NoSkill => "web-refused-helper-no-skill",
            HelperError::NoLanguage => "web-refused-helper-no-language",
            HelperError::TooShort => "web-refused-helper-too-short",
            HelperError::NotForThem => "web-refused-helper-not-for-them",
            HelperError::PlaceUnknown => "web-refused-helper-place-unknown",
            HelperError::TooFar => "web-refused-helper-too-far",
            HelperError::NoGuardian => "web-refused-helper-no-guardian",
            HelperError::NoConsent => "web-refused-helper-no-consent",
            HelperError::OwnOrKin => "web-refused-helper-own-or-kin",
            HelperError::Superior => "web-refused-helper-superior",
            HelperError::Full(full) => match full.by {
                FullBy::Word => "web-refused-helper-full-word",
                FullBy::Standards => "web-refused-helper-full-standards",
                FullBy::System => "web-refused-helper-full-system",
            },
            HelperError::InHardship => "web-refused-helper-in-hardship",
            HelperError::Population(error) => return error.into(),
            HelperError::Store(error) => return error.into(),
        })
    }
}

pub(super) async fn choices(county: &County, who: Asker<'_>, need: &str, step: Move) -> Result<MoveChoices, AskError> {
    let standing = county.standing().await?;
    let words = county.words(who.language);
    let need_id: NeedId = id(need)?;
    let proposed = standing.proposed(need_id).pop_first();
    let mut cx = county.cx(who)?;
    let on = cx.now.day_in_china();
    let form = open_step_form(&mut cx, on, need_id, step, proposed).await?;
    let pack = &county.standards.pack;
    let telling = Telling { words, pack, standing: &standing };
    let suggested = form.file.suggestion.as_ref().map(|suggestion| suggestion.category.clone());
    let offered = |offer: &Offer| {
        let kind = words.say(&format!("provider-{}", offer.provider_kind.code()));
        let mut parts = vec![offer.provider_name.clone(), kind, resources::area(words, &offer.area)];
        if proposed == Some(offer.offer_id) {
            parts.push(words.say("web-move-proposed"));
        }
        Choice { code: offer.offer_id.to_string(), name: words.joined(&parts) }
    };
    let shown = |other: &NeedRow| {
        let category = other.category.clone().unwrap_or_else(|| words.say("web-need-no-category"));
        let stated = words.with("web-move-stated-on", "day", Put::from(&other.stated_on.to_string()));
        Choice { code: other.id.clone(), name: words.joined(&[category, stated]) }
    };
    let open = super::referrals::of_need(county, words, &mut cx, need_id).await?;
    let others = form.same_person.iter().map(|other| shown(&row(words, pack, &standing, other)));
    Ok(MoveChoices {
        row: row(words, pack, &standing, &form.file.row),
        suggestion: telling.suggestion(&form.file),
        suggested: suggested.or_else(|| form.file.row.category.clone()),
        words: form.file.words.clone(),
        consents_to_contact: form.file.consents_to_contact,
        state_no: form.file.state_no,
        categories: categories(words, pack),
        offers: form.offers.iter().map(offered).collect(),
        others: others.collect(),
        open_referrals: open.iter().filter(|row| row.listed.state.is_open()).count(),
    })
}

pub(super) async fn take(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    wish: crate::needs::MoveNeed,
) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    let on = cx.now.day_in_china();
    let wish = MoveNeed { need_id: id(&wish.need)?, state_no: wish.state_no, step: wish.step, on };
    move_need(&mut cx, op.into(), &wish).await?;
    Ok(())
}
