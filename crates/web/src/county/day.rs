//! My day in words, and a visit that is put off.

use guanai_app::life::ComesBack;
use guanai_app::visits as care;
use guanai_app::visits::{
    DeferVisitError, OwnerGone, ReadMyDayError, defer_visit, list_drafts, read_my_day, read_own_day,
};
use guanai_app::{Cx, Role};
use guanai_i18n::Put;
use guanai_kernel::civil::days_between;
use guanai_kernel::{Date, Guarantee};
use guanai_scheme::{ContactWish, Pack, VisitReason, VisitRule, VisitTrigger, show_money};

use super::words::Words;
use super::{County, id, visits};
use crate::day::defer::{DeferChoices, DeferVisit};
use crate::day::{DayCard, DayDraft, DayLook, DayPromise, DayTask, MyDay};
use crate::office::{AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Choice, short_day};

impl From<ReadMyDayError> for AskError {
    fn from(error: ReadMyDayError) -> Self {
        match error {
            ReadMyDayError::Denied(error) => error.into(),
            ReadMyDayError::Population(error) => error.into(),
            ReadMyDayError::Store(error) => error.into(),
        }
    }
}

impl From<DeferVisitError> for AskError {
    fn from(error: DeferVisitError) -> Self {
        match error {
            DeferVisitError::Denied(error) => error.into(),
            DeferVisitError::NotFound => Self::NotFound,
            DeferVisitError::DayWrong => Self::Refused("web-refused-defer-day"),
            DeferVisitError::NoReason => Self::Refused("web-refused-defer-reason"),
            DeferVisitError::Operation(error) => error.into(),
            DeferVisitError::Store(error) => error.into(),
        }
    }
}

pub(super) async fn day(county: &County, who: Asker<'_>) -> Result<MyDay, AskError> {
    let mut cx = county.cx(who)?;
    let read = read_my_day(&mut cx).await?;
    told(county, who, cx, read).await
}

/// The day of those alone whom the asker looks after.
pub(super) async fn own_day(county: &County, who: Asker<'_>) -> Result<MyDay, AskError> {
    let mut cx = county.cx(who)?;
    let read = read_own_day(&mut cx).await?;
    told(county, who, cx, read).await
}

async fn told(county: &County, who: Asker<'_>, mut cx: Cx<'_>, read: care::MyDay) -> Result<MyDay, AskError> {
    let words = county.words(who.language);
    let drafts = list_drafts(&mut cx).await?.into_iter();
    let telling = Telling { words, pack: &county.standards.pack, today: read.on, role: who.session.role };
    Ok(MyDay {
        for_a_group: telling.for_a_group(&who.session.place, &read),
        more: read.more,
        put_off: read.put_off,
        seen_this_month: read.seen_this_month,
        by_phone: read.by_phone,
        drafts: drafts
            .map(|draft| DayDraft { person: draft.person_id.to_string(), name: draft.name, kept_at: draft.kept_at })
            .collect(),
        cards: read.cards.into_iter().map(|card| telling.card(card)).collect(),
    })
}

pub(super) async fn defer_choices(county: &County, who: Asker<'_>, person: &str) -> Result<DeferChoices, AskError> {
    let words = county.words(who.language);
    let form = visits::opened(county, who, id(person)?).await?;
    let pauses = &county.standards.pack.guarantees().pauses;
    let reasons = pauses.iter().filter(|reason| reason.fits(Guarantee::Visit));
    Ok(DeferChoices {
        person: form.person_id.to_string(),
        name: form.name,
        organization: form.organization.unwrap_or_else(|| words.say("web-organization-nowhere")),
        reasons: reasons
            .map(|reason| Choice { code: reason.code.clone(), name: reason.name.get(words.lang).to_owned() })
            .collect(),
    })
}

pub(super) async fn defer(county: &County, who: Asker<'_>, op: OperationId, wish: DeferVisit) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    let wish = care::DeferVisit { person_id: id(&wish.person)?, until_on: wish.until_on, reason: wish.reason };
    defer_visit(&mut cx, op.into(), &wish).await?;
    Ok(())
}

/// What a day is told with.
struct Telling<'a> {
    words: Words<'a>,
    pack: &'a Pack,
    today: Date,
    role: Role,
}

impl Telling<'_> {
    fn card(&self, card: care::DayCard) -> DayCard {
        let rules: Vec<(&VisitReason, &VisitRule)> = card
            .reasons
            .iter()
            .filter_map(|reason| Some((reason, self.pack.visits().rules.get(reason.rule)?)))
            .collect();
        let mut why: Vec<String> =
            rules.iter().map(|(reason, rule)| self.by(rule.name.get(self.words.lang), reason.closes_on)).collect();
        let mut on_paper: Vec<String> = rules
            .iter()
            .filter(|(_, rule)| !matches!(rule.trigger, VisitTrigger::Event(_)))
            .map(|(reason, rule)| self.by(rule.name.get(self.words.lang), reason.closes_on))
            .collect();
        let act = self.words.say(&format!("web-visit-act-{}", card.act.code()));
        for again in &card.again {
            let (missed, by) = (self.short(again.missed_on), self.short(again.next_on));
            let reason = self.words.say(&format!("web-unreachable-{}", again.why.code()));
            let values = [("missed", Put::from(&missed)), ("why", Put::from(&reason)), ("day", Put::from(&by))];
            why.push(self.words.texts.text("web-day-come-again", &values));
            // Where somebody was instead is of nobody's concern who finds the paper.
            let values = [("missed", Put::from(&missed)), ("day", Put::from(&by))];
            on_paper.push(self.words.texts.text("web-day-come-again-on-paper", &values));
        }
        if on_paper.is_empty() {
            on_paper.push(act);
        }
        for clock in &card.clocks {
            why.push(self.by(&self.words.say(&format!("web-guarantee-{}", clock.guarantee.code())), clock.due_on));
        }
        let first = rules.iter().map(|(reason, _)| *reason).min_by_key(|reason| reason.closes_on);
        let clock = card.clocks.iter().min_by_key(|clock| clock.due_on);
        let guarantee = match (first, clock) {
            (Some(reason), Some(clock)) if clock.due_on < reason.closes_on => clock.guarantee,
            (None, Some(clock)) => clock.guarantee,
            _ => Guarantee::Visit,
        };
        let used_percent = match (guarantee, first) {
            (Guarantee::Visit, Some(reason)) => Some(self.used_percent(reason)),
            _ => None,
        };
        DayCard {
            person: card.person_id.to_string(),
            organization: card.organization.filter(|_| self.role != Role::BranchContact),
            pressing: card.pressing,
            guarantee,
            used_percent,
            why,
            on_paper,
            mind: self.mind(card.wish, card.gift.map(|gift| gift.amount)),
            promises: card
                .promises
                .into_iter()
                .map(|found| DayPromise { words: found.promise.map(|promise| promise.words), due_on: found.due_on })
                .collect(),
            tasks: card
                .tasks
                .into_iter()
                .map(|task| DayTask {
                    plan: task.plan_id.to_string(),
                    words: task.words,
                    responsible: task.responsible,
                    due_on: task.due_on,
                })
                .collect(),
            looks: card.looks.iter().map(|look| self.look(look)).collect(),
            last_on: card.last_on,
            name: card.name,
            place: card.place,
            phone: card.phone,
        }
    }

    /// What is to be done next about help under way, and where.
    fn look(&self, look: &care::DayLook) -> DayLook {
        let (mut owner, mut branch) = ("", String::new());
        let (key, of, href) = match &look.at {
            care::LookAt::Referral { referral_id, to } => {
                ("web-day-look-referral", to.clone(), format!("/referrals/{referral_id}"))
            }
            care::LookAt::Job { job_id, mark } => {
                let mark = self.words.say(&format!("web-job-mark-{}", mark.code()));
                ("web-day-look-job", mark, format!("/jobs/{job_id}"))
            }
            care::LookAt::Dispute(id) => ("web-day-look-dispute", String::new(), format!("/disputes/{id}")),
            care::LookAt::Sponsorship(id) => ("web-day-look-sponsorship", String::new(), format!("/sponsorships/{id}")),
            care::LookAt::Pair { pair_id, runs: true } => {
                ("web-day-look-pair", String::new(), format!("/pairs/{pair_id}"))
            }
            care::LookAt::Pair { pair_id, runs: false } => {
                ("web-day-look-pair-asked", String::new(), format!("/pairs/{pair_id}"))
            }
            care::LookAt::GiveBack { booking_id, what, owner: who, branch: at, gone, comes_back } => {
                let unknown = || self.words.say("web-organization-nowhere");
                (owner, branch) = (who.as_str(), at.clone().unwrap_or_else(unknown));
                let key = match (gone, comes_back) {
                    (OwnerGone::Died, ComesBack::Lent) => "web-day-look-back-died",
                    (OwnerGone::Died, ComesBack::Perhaps) => "web-day-look-back-died-perhaps",
                    (OwnerGone::Left, ComesBack::Lent) => "web-day-look-back-left",
                    (OwnerGone::Left, ComesBack::Perhaps) => "web-day-look-back-left-perhaps",
                };
                (key, what.clone(), format!("/bookings/{booking_id}"))
            }
        };
        let day = self.short(look.due_on);
        let values = [
            ("of", Put::from(&of)),
            ("day", Put::from(&day)),
            ("owner", Put::from(owner)),
            ("branch", Put::from(&branch)),
        ];
        DayLook { words: self.words.texts.text(key, &values), href }
    }

    fn by(&self, what: &str, day: Date) -> String {
        let day = self.short(day);
        let values = [("what", Put::from(what)), ("day", Put::from(&day))];
        self.words.texts.text("web-day-by", &values)
    }

    /// A day of this year without its year.
    fn short(&self, day: Date) -> String {
        short_day(day, self.today, self.words.texts.language())
    }

    fn mind(&self, wish: ContactWish, gift: Option<guanai_kernel::Money>) -> Vec<String> {
        let wished = match wish {
            ContactWish::Visit => None,
            ContactWish::Phone => Some(self.words.say("web-day-wish-phone")),
            ContactWish::Nothing => Some(self.words.say("web-day-wish-nothing")),
        };
        let gift = gift
            .map(|amount| self.words.with("web-day-gift", "amount", Put::from(&show_money(amount, self.words.lang))));
        wished.into_iter().chain(gift).collect()
    }

    fn used_percent(&self, reason: &VisitReason) -> u8 {
        let all = days_between(reason.opens_on, reason.closes_on).max(1);
        let used = days_between(reason.opens_on, self.today).clamp(0, all);
        u8::try_from(used.saturating_mul(100) / all).unwrap_or(100)
    }

    /// Words for a group. They are put together from the day, the branch and the festivals alone: no card is looked at for
    /// anything that is of its person.
    fn for_a_group(&self, place: &str, day: &care::MyDay) -> String {
        let rules = self.pack.visits().rules.iter().enumerate();
        let festivals: Vec<String> = rules
            .filter(|(at, rule)| {
                matches!(rule.trigger, VisitTrigger::Festival(_))
                    && day.cards.iter().any(|card| card.reasons.iter().any(|reason| reason.rule == *at))
            })
            .map(|(_, rule)| rule.name.get(self.words.lang).to_owned())
            .collect();
        let what =
            if festivals.is_empty() { self.words.say("web-day-group-regular") } else { self.words.listed(&festivals) };
        let on = self.short(day.on);
        let values = [("place", Put::from(place)), ("day", Put::from(&on)), ("what", Put::from(&what))];
        self.words.texts.text("web-day-group", &values)
    }
}
