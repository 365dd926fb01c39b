//! Help that a household has from others: pairs, resources that were booked, referrals, school sponsorships. With whom and
//! when, never their money, and of those who live with the person nothing that would tell what they need.

use std::collections::BTreeMap;

use guanai_casework::{BookingState, PairState, ReferralState};
use guanai_kernel::ids::{OfferId, PersonId};
use guanai_kernel::{Date, words};
use guanai_store::{StoreError, Tx, bookings, offers, pairs, referrals, sponsorships};

words! {
    /// How others help.
    HelpKind {
        /// 结对帮扶
        Pair = "pair",
        /// 预订的资源
        Resource = "resource",
        /// 转办
        Referral = "referral",
        /// 助学
        Sponsorship = "sponsorship",
    }
}

/// Help from others, this year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// Who is helped.
    pub person_id: PersonId,
    /// How.
    pub kind: HelpKind,
    /// By whom; none where the name of an office would tell what another of the household needs.
    pub by: Option<String>,
    /// The first day.
    pub from_on: Date,
    /// The last day, where it is over or has one.
    pub until_on: Option<Date>,
}

/// The help from others that holds, or was given since `first`: the latest first.
pub(super) async fn help(tx: &mut Tx, ids: &[PersonId], (first, today): (Date, Date)) -> Result<Vec<Help>, StoreError> {
    let mut rows = Vec::new();
    for (at, person_id) in ids.iter().enumerate() {
        let is_asked_about = at == 0;
        rows.extend(of_pairs(tx, *person_id, is_asked_about, first).await?);
        rows.extend(of_bookings(tx, *person_id, is_asked_about, first).await?);
        for referral in referrals::list_of_person(tx, *person_id).await? {
            let is_open = matches!(referral.state, ReferralState::Sent | ReferralState::Received);
            let was_answered = referral.state == ReferralState::Answered;
            if is_open || (was_answered && referral.ended_on.unwrap_or(referral.sent_on) >= first) {
                rows.push(Help {
                    person_id: *person_id,
                    kind: HelpKind::Referral,
                    by: is_asked_about.then_some(referral.to_name),
                    from_on: referral.sent_on,
                    until_on: referral.ended_on,
                });
            }
        }
        for sponsorship in sponsorships::list_of_person(tx, *person_id).await? {
            let (stops_on, _) = sponsorship.stops();
            if sponsorship.from_on <= today && stops_on > first {
                rows.push(Help {
                    person_id: *person_id,
                    kind: HelpKind::Sponsorship,
                    by: Some(sponsorship.sponsor_name),
                    from_on: sponsorship.from_on,
                    until_on: (stops_on <= today).then_some(stops_on),
                });
            }
        }
    }
    rows.sort_by_key(|row| (std::cmp::Reverse(row.from_on), row.person_id, row.kind));
    Ok(rows)
}

async fn of_pairs(
    tx: &mut Tx,
    person_id: PersonId,
    is_asked_about: bool,
    first: Date,
) -> Result<Vec<Help>, StoreError> {
    let mut found = pairs::list_of_person(tx, person_id).await?;
    found.retain(|pair| {
        let is_over = pair.state == PairState::Ended && pair.ended_on.is_some_and(|on| on >= first);
        pair.person_id == person_id && (pair.state == PairState::Running || is_over)
    });
    let rows = found.into_iter().filter_map(|pair| {
        // An enterprise or an office is what it does; a member is a neighbour.
        let is_plain = is_asked_about || pair.helper_person_id.is_some();
        Some(Help {
            person_id,
            kind: HelpKind::Pair,
            by: is_plain.then_some(pair.helper_name),
            from_on: pair.terms.as_ref()?.starts_on,
            until_on: pair.ended_on,
        })
    });
    Ok(rows.collect())
}

async fn of_bookings(
    tx: &mut Tx,
    person_id: PersonId,
    is_asked_about: bool,
    first: Date,
) -> Result<Vec<Help>, StoreError> {
    let mut found = bookings::list_of_person(tx, person_id).await?;
    found.retain(|booking| match booking.state {
        BookingState::Booked => true,
        BookingState::Used | BookingState::Returned => {
            booking.until_on.or(booking.moved_on).unwrap_or(booking.reserved_on) >= first
        }
        BookingState::Reserved | BookingState::Unused | BookingState::Off => false,
    });
    let named: Vec<OfferId> = found.iter().map(|booking| booking.offer_id).collect();
    let named = offers::list_by_ids(tx, &named).await?;
    let named: BTreeMap<OfferId, String> =
        named.into_iter().map(|offer| (offer.offer_id, offer.provider_name)).collect();
    let rows = found.into_iter().map(|booking| Help {
        person_id,
        kind: HelpKind::Resource,
        by: named.get(&booking.offer_id).filter(|_| is_asked_about).cloned(),
        from_on: booking.from_on.unwrap_or(booking.reserved_on),
        until_on: booking.until_on,
    });
    Ok(rows.collect())
}
