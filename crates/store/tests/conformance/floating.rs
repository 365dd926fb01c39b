//! Letters about floating members and guests from outside: kept sealed, one that holds for a spell, a letter's number used once; who
//! floats, by how they stand and who may see them.

use guanai_kernel::ids::{FloatingGuestId, FloatingLetterId, MembershipId};
use guanai_kernel::{FloatingHelp, FloatingOver, Period};
use guanai_registry::life_event::Deed;
use guanai_registry::{
    FloatingGuest, FloatingLetter, FloatingSpell, GuestDetails, LetterAnswer, LetterDetails, LetterState, MemberKind,
    Source, SourceKind,
};
use guanai_store::engine::sql;
use guanai_store::floating::{self, Floater, Standing};
use guanai_store::{StoreError, Stretch, memberships, reach, spells};

use crate::county::{County, NOW, day};
use crate::engines::on_both;

const ALL: Stretch = Stretch { skip: 0, take: 50 };

fn deed() -> Deed {
    Deed { by: "contact".to_owned(), person_id: None, at: NOW }
}

fn letter(county: &mut County, number: usize) -> FloatingLetter {
    FloatingLetter {
        letter_id: FloatingLetterId::fresh(&mut county.ids),
        person_id: county.persons[number].person_id,
        organization_id: county.memberships[0].organization_id,
        spell_from_on: day(2026, 6, 1),
        state: LetterState::Out,
        details: LetterDetails {
            organization: "东江区某街道党工委".to_owned(),
            place: "东江市".to_owned(),
            phone: Some("0000-1234567".to_owned()),
            home_contact: "周云".to_owned(),
            home_phone: "0000-7654321".to_owned(),
            arrangements: Some("每月线上学习".to_owned()),
            helps: vec![FloatingHelp::Study],
            agreed_on: None,
            code: Some("1234".to_owned()),
            reply_key: [7; 32],
            answer: None,
            over: None,
        },
        file: vec![0, 255, 7],
        made_on: day(2026, 6, 20),
        made: deed(),
        answered: None,
    }
}

fn guest(county: &mut County, number: usize) -> FloatingGuest {
    FloatingGuest {
        guest_id: FloatingGuestId::fresh(&mut county.ids),
        letter_id: FloatingLetterId::fresh(&mut county.ids),
        person_id: county.persons[number].person_id,
        organization_id: county.organizations[0].organization_id,
        since_on: day(2026, 6, 20),
        until_on: None,
        details: GuestDetails {
            home_county: "清溪县".to_owned(),
            home_organization: "青石村党支部".to_owned(),
            home_contact: "周云".to_owned(),
            home_phone: "0000-7654321".to_owned(),
            member_kind: Some(MemberKind::Full),
            floating_since_on: day(2026, 6, 1),
            arrangements: None,
            helps: vec![FloatingHelp::Rights],
            reply_key: [9; 32],
            contact: "高原".to_owned(),
            phone: "0000-1112223".to_owned(),
            over: None,
        },
        taken: deed(),
        ended: None,
    }
}

fn spell(county: &County, number: usize, within: bool) -> FloatingSpell {
    FloatingSpell {
        person_id: county.persons[number].person_id,
        period: Period::since(day(2026, 6, 1)),
        receiving_place: Some("东江市".to_owned()),
        receiving_organization_id: within.then(|| county.organizations[0].organization_id),
        source: Source { kind: SourceKind::Entry, import_id: None, place: String::new(), stated_on: day(2026, 6, 1) },
    }
}

#[test]
fn a_letter_comes_back_as_it_was_and_one_holds_for_a_spell() {
    on_both(async |db| {
        let mut county = County::new(1);
        let (first, second) = (letter(&mut county, 0), letter(&mut county, 0));
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        floating::add_letter(&mut tx, &first).await.unwrap();
        assert_eq!(floating::find_letter(&mut tx, first.letter_id).await.unwrap(), Some(first.clone()));
        let rows = sql("SELECT details, file FROM floating_letters").all::<(String, String)>(&mut tx).await.unwrap();
        assert!(rows.iter().all(|(details, file)| !details.contains("周云") && file.starts_with("v0:")));
        tx.commit().await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        let refused = floating::add_letter(&mut tx, &second).await;
        assert!(matches!(refused, Err(StoreError::Conflict { .. })), "{refused:?}");
        tx.rollback().await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        let replaced = FloatingLetter { state: LetterState::Replaced, ..first.clone() };
        floating::amend_letter(&mut tx, &first, &replaced, NOW).await.unwrap();
        floating::add_letter(&mut tx, &second).await.unwrap();
        let answer = LetterAnswer {
            on: day(2026, 6, 25),
            county: "东江区".to_owned(),
            organization: "东门社区党支部".to_owned(),
            contact: "高原".to_owned(),
            phone: "0000-1112223".to_owned(),
        };
        let details = LetterDetails {
            answer: Some(answer),
            over: Some((FloatingOver::Returned, day(2026, 6, 29))),
            ..second.details.clone()
        };
        let answered = Some((day(2026, 6, 26), deed()));
        let answered = FloatingLetter { state: LetterState::Answered, details, answered, ..second.clone() };
        floating::amend_letter(&mut tx, &second, &answered, NOW).await.unwrap();
        let both = floating::list_letters_of(&mut tx, &[first.person_id]).await.unwrap();
        assert_eq!(both, [answered, replaced], "the latest first");
    });
}

#[test]
fn a_guest_comes_once_by_a_letter_and_stays_once_at_a_time() {
    on_both(async |db| {
        let mut county = County::new(1);
        let stay = guest(&mut county, 0);
        let root = stay.organization_id;
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        floating::add_guest(&mut tx, &stay).await.unwrap();
        assert_eq!(floating::find_guest(&mut tx, stay.guest_id).await.unwrap(), Some(stay.clone()));
        assert_eq!(floating::find_guest_by_letter(&mut tx, stay.letter_id).await.unwrap(), Some(stay.clone()));
        assert_eq!(floating::list_guests_of(&mut tx, stay.person_id).await.unwrap(), [stay.clone()]);
        assert_eq!(floating::page_guests(&mut tx, Some(&[root]), ALL).await.unwrap(), [stay.clone()]);
        assert_eq!(floating::page_guests(&mut tx, Some(&[]), ALL).await.unwrap(), []);
        assert_eq!(floating::count_guests(&mut tx, None).await.unwrap(), 1);
        tx.commit().await.unwrap();
        let used = FloatingGuest {
            person_id: county.persons[1].person_id,
            letter_id: stay.letter_id,
            ..guest(&mut county, 1)
        };
        for second in [used, guest(&mut county, 0)] {
            let mut tx = db.begin_write().await.unwrap();
            let refused = floating::add_guest(&mut tx, &second).await;
            assert!(matches!(refused, Err(StoreError::Conflict { .. })), "{refused:?}");
            tx.rollback().await.unwrap();
        }
        let mut tx = db.begin_write().await.unwrap();
        let over = FloatingGuest { until_on: Some(day(2026, 6, 30)), ended: Some(deed()), ..stay.clone() };
        floating::amend_guest(&mut tx, &stay, &over, NOW).await.unwrap();
        assert_eq!(floating::count_guests(&mut tx, None).await.unwrap(), 0);
        floating::add_guest(&mut tx, &guest(&mut county, 0)).await.unwrap();
    });
}

#[test]
fn who_floats_is_seen_by_home_and_within_the_county_by_the_receiving_side() {
    on_both(async |db| {
        let mut county = County::new(1);
        county.floating.clear();
        let sent = letter(&mut county, 0);
        let spells: Vec<FloatingSpell> =
            [(0, false), (1, true), (2, false)].map(|(at, within)| spell(&county, at, within)).into();
        let root = county.organizations[0].organization_id;
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        spells::add_floating(&mut tx, &spells).await.unwrap();
        floating::add_letter(&mut tx, &sent).await.unwrap();
        for (standing, at, letter_id) in
            [(Standing::Out, 0, Some(sent.letter_id)), (Standing::Within, 1, None), (Standing::Unwritten, 2, None)]
        {
            let found = floating::page_floaters(&mut tx, None, standing, ALL).await.unwrap();
            let expected = Floater {
                person_id: county.persons[at].person_id,
                organization_id: found[0].organization_id,
                since_on: day(2026, 6, 1),
                letter_id,
                receiving_organization_id: (at == 1).then_some(root),
            };
            assert_eq!(found, [expected]);
            assert_eq!(floating::count_floaters(&mut tx, None, standing).await.unwrap(), 1);
            let at_home = Some(&[found[0].organization_id][..]);
            assert_eq!(floating::count_floaters(&mut tx, at_home, standing).await.unwrap(), 1);
            let at_root = floating::count_floaters(&mut tx, Some(&[root]), standing).await.unwrap();
            assert_eq!(at_root, u64::from(at == 1 || found[0].organization_id == root));
            assert_eq!(floating::count_floaters(&mut tx, Some(&[]), standing).await.unwrap(), 0);
        }
        assert_eq!(floating::count_floaters(&mut tx, None, Standing::Answered).await.unwrap(), 0);
        assert_eq!(floating::count_letters_out(&mut tx, None).await.unwrap(), 1);
        assert_eq!(floating::count_letters_out(&mut tx, Some(&[root])).await.unwrap(), 0);
    });
}

/// Who floats in from outside is looked after by the branch, and counts among no members.
#[test]
fn a_guest_is_no_member_in_any_count() {
    on_both(async |db| {
        let mut county = County::new(1);
        let stay = guest(&mut county, 0);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let spell = memberships::list_current_of(&mut tx, &[stay.person_id]).await.unwrap().pop().unwrap();
        let own = spell.organization_id;
        let before = memberships::count_by_organization(&mut tx).await.unwrap()[&own];
        let peopled = reach::list_peopled(&mut tx).await.unwrap();
        let peopled = peopled.iter().find(|one| one.organization_id == own).map(|one| one.members);
        memberships::end_many(&mut tx, &[(spell.membership_id, day(2026, 7, 1))]).await.unwrap();
        let hosted = guanai_registry::floating::hosting(
            &FloatingGuest { organization_id: own, since_on: day(2026, 7, 1), ..stay },
            MembershipId::fresh(&mut county.ids),
            spell.source,
            NOW,
        );
        memberships::add_many(&mut tx, std::slice::from_ref(&hosted)).await.unwrap();
        assert_eq!(memberships::list_current_of(&mut tx, &[hosted.person_id]).await.unwrap(), [hosted.clone()]);
        let counted = memberships::count_by_organization(&mut tx).await.unwrap().get(&own).copied().unwrap_or(0);
        assert_eq!(counted, before - 1);
        let after = reach::list_peopled(&mut tx).await.unwrap();
        let after = after.iter().find(|one| one.organization_id == own).map(|one| one.members);
        assert_eq!(after.unwrap_or(0), peopled.unwrap() - 1);
    });
}
