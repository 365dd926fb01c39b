//! Letters about floating members.

use guanai_app::Actor;
use guanai_app::actor::Act;
use guanai_app::floating::{WriteLetter, read_slip, write_letter};
use guanai_exchange::letters::{Chance, ReplyKey, Slip, SlipWord, seal_slip};
use guanai_kernel::ids::FloatingLetterId;
use guanai_kernel::{FloatingOver, Period};
use guanai_registry::life_event::Deed;
use guanai_registry::{FloatingLetter, FloatingSpell, LetterAnswer, LetterDetails, LetterMove, LetterState};
use guanai_store::{floating, spells};
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::form::{Moving, holds};
use crate::town::{Town, source};

/// The letter about the first member, who works away.
struct Written {
    town: Town,
    letter: FloatingLetter,
}

fn deed() -> Deed {
    Deed { by: "somebody".to_owned(), person_id: None, at: clock::at(day(8, 1)) }
}

fn answer() -> LetterAnswer {
    LetterAnswer {
        on: day(8, 10),
        county: "外县".to_owned(),
        organization: "外县某支部".to_owned(),
        contact: "高原".to_owned(),
        phone: "0000-7654321".to_owned(),
    }
}

impl Moving for Written {
    type State = LetterState;
    type Step = LetterMove;
    type Record = FloatingLetter;
    const STATES: &'static [LetterState] = LetterState::ALL;
    const STEPS: &'static [LetterMove] = LetterMove::ALL;

    fn leads(from: LetterState, step: LetterMove) -> Option<LetterState> {
        from.after(step)
    }

    fn act(step: LetterMove) -> Act {
        match step {
            LetterMove::Answer => Act::ReadFloatingSlip,
            LetterMove::Replace => Act::WriteFloatingLetter,
        }
    }

    fn state(record: &FloatingLetter) -> LetterState {
        record.state
    }

    async fn put(&mut self, _: &Actor, state: LetterState, _: LetterMove) -> FloatingLetter {
        let is_answered = state == LetterState::Answered;
        let mut tx = self.town.db.begin_write().await.unwrap();
        // Whatever else was written since gives way.
        for other in floating::list_letters_of(&mut tx, &[self.letter.person_id]).await.unwrap() {
            if other.letter_id != self.letter.letter_id && other.state == LetterState::Out {
                let gone = FloatingLetter { state: LetterState::Replaced, ..other.clone() };
                floating::amend_letter(&mut tx, &other, &gone, clock::at(day(8, 30))).await.unwrap();
            }
        }
        let before = floating::find_letter(&mut tx, self.letter.letter_id).await.unwrap().unwrap();
        let after = FloatingLetter {
            state,
            details: LetterDetails { answer: is_answered.then(answer), ..self.letter.details.clone() },
            answered: is_answered.then(|| (day(8, 12), deed())),
            ..self.letter.clone()
        };
        if before != after {
            floating::amend_letter(&mut tx, &before, &after, clock::at(day(8, 30))).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }

    async fn kept(&self) -> FloatingLetter {
        let mut tx = self.town.db.begin_read().await.unwrap();
        floating::find_letter(&mut tx, self.letter.letter_id).await.unwrap().unwrap()
    }

    async fn tries(&mut self, who: &Actor, step: LetterMove) -> Result<(), &'static str> {
        let before = self.kept().await;
        let operation = self.town.operation();
        let cx = &mut self.town.on(who, day(9, 1));
        match step {
            LetterMove::Answer => {
                let LetterAnswer { on, county, organization, contact, phone } = answer();
                let says = SlipWord::Over(FloatingOver::Returned);
                let slip = Slip { made_on: day(8, 30), says, on, county, organization, contact, phone };
                let chance = Chance { salt: [1; 16], nonce: [2; 24] };
                let key = ReplyKey(before.details.reply_key);
                let file = seal_slip(before.letter_id, &slip, &key, &chance).unwrap();
                read_slip(cx, operation, &file).await.map(drop).map_err(|error| error.code())
            }
            LetterMove::Replace => {
                let wish = WriteLetter {
                    person_id: before.person_id,
                    organization: "外县党工委".to_owned(),
                    place: "外县".to_owned(),
                    phone: None,
                    home_contact: "周云".to_owned(),
                    home_phone: "0000-1234567".to_owned(),
                    arrangements: None,
                    helps: Vec::new(),
                    is_agreed: false,
                };
                write_letter(cx, operation, &wish).await.map_err(|error| error.code())?;
                // Another may be written where this one gave way already; it gives way no second time.
                if self.kept().await == before { Err("another beside it") } else { Ok(()) }
            }
        }
    }
}

#[test]
fn nobody_takes_an_unlawful_move_of_a_letter_about_a_floating_member() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        let person_id = town.members[0];
        let spell = FloatingSpell {
            person_id,
            period: Period::new(day(7, 10), None).unwrap(),
            receiving_place: Some("外县".to_owned()),
            receiving_organization_id: None,
            source: source(),
        };
        let letter = FloatingLetter {
            letter_id: FloatingLetterId::fresh(&mut town.ids),
            person_id,
            organization_id: town.branches[0],
            spell_from_on: day(7, 10),
            state: LetterState::Out,
            details: LetterDetails {
                organization: "外县党工委".to_owned(),
                place: "外县".to_owned(),
                phone: None,
                home_contact: "周云".to_owned(),
                home_phone: "0000-1234567".to_owned(),
                arrangements: None,
                helps: Vec::new(),
                agreed_on: None,
                code: None,
                reply_key: [7; 32],
                answer: None,
                over: None,
            },
            file: b"sealed".to_vec(),
            made_on: day(8, 1),
            made: deed(),
            answered: None,
        };
        let mut tx = town.db.begin_write().await.unwrap();
        spells::add_floating(&mut tx, &[spell]).await.unwrap();
        floating::add_letter(&mut tx, &letter).await.unwrap();
        tx.commit().await.unwrap();
        holds(&mut Written { town, letter }, &everybody).await;
    });
}
