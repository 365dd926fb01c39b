//! Pairs over the app's use cases.

use guanai_app::needs::HelperError;
use guanai_app::pairing::FullBy;
use guanai_app::pairs::{
    self as app, Backing, Candidate, ListPairs, ListPairsError, ListedPair, MovePair, MovePairError, PairEvent,
    PairHappened, PairView, ProposePair, ProposePairError, Proposers, ReadHelpersError, ReadPairError, WhyNot,
};
use guanai_app::standing::Standing;
use guanai_app::{Act, Cx};
use guanai_casework::{PairError, PairMove};
use guanai_i18n::Put;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{MatchingRunId, NeedId};

use super::words::Words;
use super::{County, id, need_row, needs};
use crate::form::FieldError;
use crate::home::{Duty, DutyState};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Pager, shown};
use crate::pairs::desk::Proposed;
use crate::pairs::{
    CandidateRow, HelpersFile, PairDesk, PairFile, PairMoveWish, PairRow, PairsAsk, PairsList, ProposeWish,
};
use crate::people::TimelineEntry;
use crate::session::role_key;

impl From<ListPairsError> for AskError {
    fn from(error: ListPairsError) -> Self {
        match error {
            ListPairsError::Denied(error) => error.into(),
            ListPairsError::NotFound => Self::NotFound,
            ListPairsError::Store(error) => error.into(),
        }
    }
}

impl From<ReadPairError> for AskError {
    fn from(error: ReadPairError) -> Self {
        match error {
            ReadPairError::Denied(error) => error.into(),
            ReadPairError::NotFound => Self::NotFound,
            ReadPairError::Store(error) => error.into(),
        }
    }
}

impl From<ReadHelpersError> for AskError {
    fn from(error: ReadHelpersError) -> Self {
        match error {
            ReadHelpersError::Denied(error) => error.into(),
            ReadHelpersError::NotFound => Self::NotFound,
            ReadHelpersError::Population(error) => error.into(),
            ReadHelpersError::Store(error) => error.into(),
        }
    }
}

impl From<MovePairError> for AskError {
    fn from(error: MovePairError) -> Self {
        Self::Refused(match error {
            MovePairError::Denied(error) => return error.into(),
            MovePairError::NotFound => return Self::NotFound,
            MovePairError::Operation(error) => return error.into(),
            MovePairError::Store(error) => return error.into(),
            MovePairError::Helper(error) => return error.into(),
            MovePairError::Stale => "web-refused-pair-stale",
            MovePairError::Recused => "web-refused-pair-recused",
            MovePairError::Withheld => "web-refused-pair-withheld",
            MovePairError::NotNow => "web-refused-pair-not-now",
            MovePairError::PlaceGone => "web-refused-pair-place-gone",
            MovePairError::NeedState | MovePairError::Need(_) => "web-refused-pair-need",
            MovePairError::NoShare => "web-refused-need-no-share",
            MovePairError::Pair(PairError::Days | PairError::Interval) => "web-refused-pair-days",
            MovePairError::Pair(PairError::Move(_)) | MovePairError::OtherSide => "web-refused-pair-moved",
            // The form asks for both before it is sent.
            MovePairError::Words | MovePairError::Manner => "web-refused-pair-incomplete",
        })
    }
}

/// What a refusal is on the form: the field that is wrong, or no answer at all.
fn wrong(error: ProposePairError) -> Result<FieldError, AskError> {
    let at = |field: &str, key| Ok(FieldError { field: field.to_owned(), key, value: String::new() });
    match error {
        ProposePairError::Denied(error) => Err(error.into()),
        ProposePairError::NotFound => Err(AskError::NotFound),
        ProposePairError::Operation(error) => Err(error.into()),
        ProposePairError::Store(error) => Err(error.into()),
        // How many they said is told where they were chosen.
        ProposePairError::Helper(HelperError::Full(full)) => {
            let key = match full.by {
                FullBy::Word => "web-error-helper-full-word",
                FullBy::Standards => "web-error-helper-full-standards",
                FullBy::System => "web-error-helper-full-system",
            };
            Ok(FieldError { field: "pair_offer".to_owned(), key, value: full.most.to_string() })
        }
        ProposePairError::Helper(error) => Err(error.into()),
        ProposePairError::Recused => Err(AskError::Refused("web-refused-pair-recused")),
        ProposePairError::NeedState => Err(AskError::Refused("web-refused-pair-need")),
        ProposePairError::Why => at("pair_why", "web-error-required"),
        ProposePairError::NothingToFollow | ProposePairError::AlreadyAsked => at("pair_as", "web-error-pair-as"),
    }
}

/// Who proposes somebody for a need: the matching of everybody, and the run of which a line is asked.
fn proposers(standing: &Standing, need_id: NeedId, run: Option<MatchingRunId>) -> Proposers {
    Proposers { standing: standing.proposed(need_id), run }
}

impl County {
    fn pair_row(&self, words: Words<'_>, listed: ListedPair) -> PairRow {
        let category = need_row::category(words, &self.standards.pack, &listed.category);
        PairRow { category, listed, helps: None, waits_for_me: false }
    }

    fn pair_told(&self, who: Asker<'_>, cx: &Cx<'_>, view: PairView) -> PairFile {
        let (words, pack) = (self.words(who.language), &self.standards.pack);
        let days = pack.matching().pair;
        let today = cx.now.day_in_china();
        let review_on = i32::try_from(days.review_after).ok().and_then(|after| add_days(today, after));
        PairFile {
            category: need_row::category(words, pack, &view.row.category),
            timeline: view.events.iter().map(|event| event_told(words, event)).collect(),
            contact_every: days.contact_every,
            review_on: review_on.unwrap_or(today),
            view,
        }
    }
}

fn candidate(words: Words<'_>, one: &Candidate) -> CandidateRow {
    let kind = words.say(&format!("provider-{}", one.offer.provider_kind.code()));
    let under: Vec<String> = std::iter::once(kind).chain(one.organization.clone()).collect();
    CandidateRow {
        offer: one.offer.offer_id.to_string(),
        helper: one.offer.provider_name.clone(),
        under: words.joined(&under),
        reasons: one.parts.iter().map(|part| words.say(&format!("pair-{}", part.rule.code()))).collect(),
        taken: shown(one.offer.taken),
        capacity: shown(one.offer.capacity),
        cost: one.cost,
        is_proposed: one.backing == Some(Backing::Matching),
        wished: match &one.backing {
            Some(Backing::Wish(why)) => Some(why.clone()),
            Some(Backing::Matching) | None => None,
        },
        full: one.full.map(|full| {
            let key = match full.by {
                FullBy::Word => "web-pair-full-word",
                FullBy::Standards => "web-pair-full-standards",
                FullBy::System => "web-pair-full-system",
            };
            let (taken, most) = (shown(full.taken), shown(u64::from(full.most)));
            words.texts.text(key, &[("taken", Put::from(taken)), ("most", Put::from(most))])
        }),
    }
}

fn against(code: &str) -> &'static str {
    match code {
        "need-not-confirmed" => "web-pair-against-not-confirmed",
        "need-ended" => "web-pair-against-ended",
        "recused" => "web-pair-against-recused",
        "no-guardian" => "web-need-minor",
        _ => "web-pair-against-no-consent",
    }
}

fn event_told(words: Words<'_>, event: &PairEvent) -> TimelineEntry {
    let what = match event.what {
        PairHappened::Proposed => words.say("web-pair-event-proposed"),
        PairHappened::Moved(None) => words.say("web-pair-event-untold"),
        PairHappened::Moved(Some(step)) => words.say(&format!("web-pair-move-{}", step.code())),
    };
    let mut parts = vec![what];
    if let (Some(by), Some(role)) = (&event.by, event.role) {
        let role = words.say(role_key(role));
        parts.push(words.texts.text("web-need-event-by", &[("name", Put::from(by)), ("role", Put::from(&role))]));
    }
    let mut what = words.joined(&parts);
    if let Some(said) = &event.words {
        what.push_str(&words.say("web-colon"));
        what.push_str(said);
    }
    TimelineEntry { on: event.at.day_in_china(), what }
}

async fn helpers(
    county: &County,
    who: Asker<'_>,
    need: &str,
    run: Option<MatchingRunId>,
) -> Result<HelpersFile, AskError> {
    let standing = county.standing().await?;
    let words = county.words(who.language);
    let need_id: NeedId = id(need)?;
    let mut cx = county.cx(who)?;
    let found = app::read_helpers(&mut cx, need_id, &proposers(&standing, need_id, run)).await?;
    let pack = &county.standards.pack;
    let refused = found.refused.iter().map(|(why, count)| {
        let why = match why {
            WhyNot::AskedAlready => words.say("web-pair-refused-asked-already"),
            WhyNot::Fails(failure) => words.say(&format!("fails-{failure}")),
        };
        (why, *count)
    });
    Ok(HelpersFile {
        need: needs::row(words, pack, &standing, &found.need),
        candidates: found.candidates.iter().map(|one| candidate(words, one)).collect(),
        more: found.more,
        refused: refused.collect(),
        of_wanted: (found.of_wanted.0.into(), found.of_wanted.1.into()),
        pairs: found.pairs.into_iter().map(|listed| county.pair_row(words, listed)).collect(),
        against: found.stands_against.map(against),
        may_propose: found.may_propose,
        holds_days: pack.matching().pair.answer_within,
    })
}

async fn propose(county: &County, who: Asker<'_>, op: OperationId, wish: ProposeWish) -> Result<Proposed, AskError> {
    let standing = county.standing().await?;
    let mut cx = county.cx(who)?;
    let wish = ProposePair {
        need_id: wish.need_id,
        offer_id: wish.offer_id,
        proposed: proposers(&standing, wish.need_id, wish.run),
        why: wish.why,
        is_beside: wish.is_beside,
        follows: wish.follows,
    };
    match app::propose_pair(&mut cx, op.into(), &wish).await {
        Ok(pair_id) => Ok(Proposed::Pair(pair_id.to_string())),
        Err(error) => Ok(Proposed::Wrong(wrong(error)?)),
    }
}

async fn list(county: &County, who: Asker<'_>, ask: PairsAsk) -> Result<PairsList, AskError> {
    let standing = county.standing().await?;
    let words = county.words(who.language);
    let wish = ListPairs {
        organization_id: ask.organization.as_deref().map(id).transpose()?,
        state: ask.state,
        is_due: ask.due,
        page: u64::try_from(ask.page).unwrap_or(u64::MAX),
    };
    let mut cx = county.cx(who)?;
    let page = app::list_pairs(&mut cx, &wish).await?;
    Ok(PairsList {
        rows: page.rows.into_iter().map(|listed| county.pair_row(words, listed)).collect(),
        pager: Pager::of(page.total, page.page, app::PAGE),
        organizations: County::organization_choices(who, &standing, wish.organization_id),
        taken_up: page.taken_up,
    })
}

async fn file(county: &County, who: Asker<'_>, pair: &str) -> Result<PairFile, AskError> {
    let mut cx = county.cx(who)?;
    let view = app::read_pair(&mut cx, id(pair)?).await?;
    Ok(county.pair_told(who, &cx, view))
}

pub(super) async fn own(county: &County, who: Asker<'_>) -> Result<Vec<PairRow>, AskError> {
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let views = app::list_own_pairs(&mut cx).await?;
    let told = |view: PairView| {
        let waits = |step: &PairMove| matches!(step, PairMove::HelperAgrees | PairMove::PersonAgrees);
        PairRow {
            helps: Some(view.stance.of_helper),
            waits_for_me: view.moves.iter().any(waits),
            ..county.pair_row(words, view.row)
        }
    };
    Ok(views.into_iter().map(told).collect())
}

async fn take(county: &County, who: Asker<'_>, op: OperationId, wish: PairMoveWish) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    let wish = MovePair { pair_id: id(&wish.pair)?, state_no: wish.state_no, step: wish.step };
    app::move_pair(&mut cx, op.into(), &wish).await?;
    Ok(())
}

/// The pairs of a need, for whoever may list pairs.
pub(super) async fn of_need(
    county: &County,
    words: Words<'_>,
    cx: &mut Cx<'_>,
    need_id: NeedId,
) -> Result<Vec<PairRow>, AskError> {
    if cx.authorise(Act::ListPairs).is_err() {
        return Ok(Vec::new());
    }
    let found = app::list_pairs_of_need(cx, need_id).await?;
    Ok(found.into_iter().map(|listed| county.pair_row(words, listed)).collect())
}

/// What waits of pairs: for an office those of which something is due, for a member those that ask them.
pub(super) async fn due(county: &County, who: Asker<'_>) -> Result<Vec<Duty>, AskError> {
    let words = county.words(who.language);
    let cx = county.cx(who)?;
    let (count, title, under, href) = if cx.authorise(Act::ListPairs).is_ok() {
        (app::count_pairs_due(&cx).await?, "web-home-pairs", "web-home-pairs-under", "/pairs?due=yes")
    } else if cx.actor.person_id.is_some() && cx.authorise(Act::ReadPair).is_ok() {
        let waits = own(county, who).await?.iter().filter(|row| row.waits_for_me).count();
        let count = u64::try_from(waits).unwrap_or(u64::MAX);
        (count, "web-home-own-pairs", "web-home-own-pairs-under", "/me/pairs")
    } else {
        return Ok(Vec::new());
    };
    let duty = || Duty {
        title: words.with(title, "count", Put::from(shown(count))),
        under: words.say(under),
        href: Some(href.to_owned()),
        state: DutyState::ToDo,
    };
    Ok((count > 0).then(duty).into_iter().collect())
}

impl PairDesk for County {
    fn helpers<'a>(&'a self, who: Asker<'a>, need: &'a str, run: Option<MatchingRunId>) -> Answer<'a, HelpersFile> {
        Box::pin(helpers(self, who, need, run))
    }
    fn propose_pair<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: ProposeWish) -> Answer<'a, Proposed> {
        Box::pin(propose(self, who, op, wish))
    }
    fn pair_list<'a>(&'a self, who: Asker<'a>, ask: PairsAsk) -> Answer<'a, PairsList> {
        Box::pin(list(self, who, ask))
    }
    fn pair_file<'a>(&'a self, who: Asker<'a>, pair: &'a str) -> Answer<'a, PairFile> {
        Box::pin(file(self, who, pair))
    }
    fn own_pairs<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<PairRow>> {
        Box::pin(own(self, who))
    }
    fn move_pair<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: PairMoveWish) -> Answer<'a, ()> {
        Box::pin(take(self, who, op, wish))
    }
}
