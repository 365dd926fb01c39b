//! Sample letters and stays of floating members for every page of theirs. Nobody in them is real.

use guanai_app::floating::{FloatingLine, FloatingList, GuestFile, LetterFile, LetterForm, LetterRead, Tab};
use guanai_exchange::letters::{Home, Host, Letter, ReplyKey, Who};
use guanai_kernel::ids::{FloatingGuestId, FloatingLetterId, OrganizationId, PersonId};
use guanai_kernel::{Date, FloatingHelp, FloatingOver, Moment};
use guanai_registry::life_event::Deed;
use guanai_registry::{
    FloatingGuest, FloatingLetter, GuestDetails, LetterAnswer, LetterDetails, LetterState, MemberKind,
};
use guanai_web::floating::desk::{FloatingDesk, LetterWish, Opening, TakeWish};
use guanai_web::office::{Answer, AskError, Asker, Download};
use guanai_web::operation::OperationId;
use guanai_web::session::Role;

use crate::office::{SampleOffice, give, samples};
use crate::samples::{BRANCH, PERSON, Samples, day};

/// A letter that is out, with its code.
pub const SENT: &str = "01KC0F10AT0000000000000001";
/// One whose code was told.
pub const TOLD: &str = "01KC0F10AT0000000000000002";
/// One whose slip has come.
pub const ANSWERED: &str = "01KC0F10AT0000000000000003";
/// One whose receiving side says that it is over.
pub const ENDED: &str = "01KC0F10AT0000000000000004";
/// One that another took the place of.
pub const REPLACED: &str = "01KC0F10AT0000000000000005";
/// Somebody from outside.
pub const GUEST: &str = "01KC0F10AT0000000000000006";
/// A stay that is over.
pub const GONE: &str = "01KC0F10AT0000000000000007";
/// A code that opens.
pub const CODE: &str = "4929123456789013";

fn deed() -> Deed {
    Deed { by: "contact".to_owned(), person_id: None, at: Moment::from_micros(0) }
}

fn person() -> PersonId {
    PERSON.parse().expect("an id")
}

fn branch() -> OrganizationId {
    BRANCH.parse().expect("an id")
}

impl Samples {
    fn floating_line(self, tab: Tab) -> FloatingLine {
        let letter: FloatingLetterId = if tab == Tab::Answered { ANSWERED } else { SENT }.parse().expect("an id");
        let of_letters = matches!(tab, Tab::Out | Tab::Answered);
        FloatingLine {
            person_id: person(),
            name: self.w("周桂兰", "Zhou Guilan"),
            is_own: true,
            home: self.w("青石村党支部", "Qingshi village branch"),
            host: (tab != Tab::Unwritten)
                .then(|| self.w("东江市望江街道党工委", "Wangjiang street committee, Dongjiang")),
            since_on: day(2026, 9, 1),
            letter: of_letters.then_some((letter, 62)),
            guest: (tab == Tab::In).then(|| GUEST.parse().expect("an id")),
        }
    }

    fn floating_list(self, tab: Tab) -> FloatingList {
        let counts = Tab::ALL.iter().map(|each| (*each, u64::from(*each != Tab::Within))).collect();
        let lines: Vec<_> = if tab == Tab::Within { Vec::new() } else { vec![self.floating_line(tab)] };
        FloatingList { counts, total: lines.len().try_into().expect("a count"), lines }
    }

    fn floating_letter(self, id: &str, role: Role) -> LetterFile {
        let state = match id {
            ANSWERED | ENDED => LetterState::Answered,
            REPLACED => LetterState::Replaced,
            _ => LetterState::Out,
        };
        let answer = LetterAnswer {
            on: day(2026, 10, 8),
            county: self.w("东江市", "Dongjiang"),
            organization: self.w("望江社区第二党支部", "second branch of Wangjiang community"),
            contact: self.w("高原", "Gao Yuan"),
            phone: "0000-7654321".to_owned(),
        };
        let letter = FloatingLetter {
            letter_id: id.parse().expect("an id"),
            person_id: person(),
            organization_id: branch(),
            spell_from_on: day(2026, 9, 1),
            state,
            details: LetterDetails {
                organization: self.w("东江市望江街道党工委", "Wangjiang street committee, Dongjiang"),
                place: self.w("东江市望江街道", "Wangjiang street, Dongjiang"),
                phone: None,
                home_contact: self.w("周云", "Zhou Yun"),
                home_phone: "0000-1234567".to_owned(),
                arrangements: Some(
                    self.w("每月线上学习一次，党费向原支部交纳", "Studies online once a month, pays dues at home"),
                ),
                helps: vec![FloatingHelp::Study, FloatingHelp::Rights, FloatingHelp::Health],
                agreed_on: Some(day(2026, 9, 22)),
                code: (id == SENT && role != Role::CountyApprover).then(|| CODE.to_owned()),
                reply_key: [0; 32],
                answer: (state == LetterState::Answered).then_some(answer),
                over: (id == ENDED).then(|| (FloatingOver::Returned, day(2026, 11, 20))),
            },
            file: Vec::new(),
            made_on: day(2026, 9, 22),
            made: deed(),
            answered: (state == LetterState::Answered).then(|| (day(2026, 10, 10), deed())),
        };
        LetterFile {
            letter,
            name: self.w("周桂兰", "Zhou Guilan"),
            organization: self.w("青石村党支部", "Qingshi village branch"),
            runs: true,
            days_out: 62,
            may_write: role != Role::CountyApprover,
        }
    }

    fn floating_guest(self, id: &str, role: Role) -> GuestFile {
        let is_over = id == GONE;
        GuestFile {
            guest: FloatingGuest {
                guest_id: id.parse::<FloatingGuestId>().expect("an id"),
                letter_id: SENT.parse().expect("an id"),
                person_id: person(),
                organization_id: branch(),
                since_on: day(2026, 10, 8),
                until_on: is_over.then(|| day(2026, 11, 20)),
                details: GuestDetails {
                    home_county: self.w("平江县", "Pingjiang county"),
                    home_organization: self.w("石桥村党支部", "Shiqiao village branch"),
                    home_contact: self.w("陈远", "Chen Yuan"),
                    home_phone: "0000-1112223".to_owned(),
                    member_kind: Some(MemberKind::Full),
                    floating_since_on: day(2026, 9, 1),
                    arrangements: None,
                    helps: vec![FloatingHelp::Contact, FloatingHelp::Housing],
                    reply_key: [0; 32],
                    contact: self.w("周云", "Zhou Yun"),
                    phone: "0000-1234567".to_owned(),
                    over: is_over.then_some(FloatingOver::Returned),
                },
                taken: deed(),
                ended: is_over.then(deed),
            },
            name: self.w("周桂兰", "Zhou Guilan"),
            organization: self.w("青石村党支部", "Qingshi village branch"),
            may_act: role != Role::CountyApprover,
        }
    }

    fn floating_read(self) -> LetterRead {
        let letter = Letter {
            made_on: day(2026, 11, 20),
            home: Home {
                county: self.w("平江县", "Pingjiang county"),
                organization: self.w("石桥村党支部", "Shiqiao village branch"),
                contact: self.w("陈远", "Chen Yuan"),
                phone: "0000-1112223".to_owned(),
            },
            host: Host {
                organization: self.w("清溪县城关街道党工委", "Chengguan street committee, Qingxi"),
                place: self.w("清溪县", "Qingxi county"),
                phone: None,
            },
            who: Who {
                name: self.w("万水", "Wan Shui"),
                sex: Some("male".to_owned()),
                birth_year: 1985,
                identity_end: "0221".to_owned(),
                identity_mark: [0; 32],
                member_kind: Some("full".to_owned()),
            },
            since_on: day(2026, 9, 1),
            arrangements: Some(self.w("每月线上学习一次", "Studies online once a month")),
            helps: vec![FloatingHelp::Contact, FloatingHelp::Schooling],
            reply_key: ReplyKey([0; 32]),
        };
        LetterRead { letter_id: SENT.parse().expect("an id"), letter, known: None }
    }
}

impl FloatingDesk for SampleOffice {
    fn floating<'a>(&'a self, who: Asker<'a>, tab: Tab, _: usize) -> Answer<'a, FloatingList> {
        give(samples(who).floating_list(tab))
    }
    fn letter_form<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, Option<LetterForm>> {
        let samples = samples(who);
        let form = LetterForm {
            name: samples.w("周桂兰", "Zhou Guilan"),
            organization: samples.w("青石村党支部", "Qingshi village branch"),
            secretary: Some(samples.w("周云", "Zhou Yun")),
            phone: None,
            since_on: day(2026, 9, 1),
            place: Some(samples.w("东江市", "Dongjiang")),
            earlier: Some(SENT.parse().expect("an id")),
        };
        Self::known(person, PERSON, Some(form))
    }
    fn write_letter<'a>(&'a self, _: Asker<'a>, _: OperationId, _: &'a str, wish: LetterWish) -> Answer<'a, String> {
        self.record(format!("{wish:?}"));
        give(SENT.to_owned())
    }
    fn letter<'a>(&'a self, who: Asker<'a>, letter: &'a str) -> Answer<'a, LetterFile> {
        let known = [SENT, TOLD, ANSWERED, ENDED, REPLACED].contains(&letter);
        let own = if known { letter } else { SENT };
        Self::known(letter, own, samples(who).floating_letter(own, who.session.role))
    }
    fn letter_download<'a>(&'a self, _: Asker<'a>, letter: &'a str) -> Answer<'a, Download> {
        let file = Download { name: "guanai-letter.gnf".to_owned(), kind: "application/octet-stream", bytes: vec![1] };
        Self::known(letter, SENT, file)
    }
    fn code_told<'a>(&'a self, _: Asker<'a>, letter: &'a str) -> Answer<'a, ()> {
        self.record(format!("told {letter}"));
        give(())
    }
    fn slip<'a>(&'a self, _: Asker<'a>, _: OperationId, file: Vec<u8>) -> Answer<'a, String> {
        if file.first() != Some(&b'G') {
            return Box::pin(async { Err(AskError::Refused("web-refused-sealed-foreign")) });
        }
        self.record(format!("slip {}", file.len()));
        give(ANSWERED.to_owned())
    }
    fn open_letter<'a>(&'a self, who: Asker<'a>, opening: Opening) -> Answer<'a, LetterRead> {
        if opening.code != CODE {
            return Box::pin(async { Err(AskError::Refused("web-refused-sealed-wrong-code")) });
        }
        give(samples(who).floating_read())
    }
    fn take_in<'a>(&'a self, _: Asker<'a>, _: OperationId, wish: TakeWish) -> Answer<'a, String> {
        if wish.branch == "没有" {
            return Box::pin(async { Err(AskError::Refused("web-refused-floating-no-branch")) });
        }
        self.record(format!("{wish:?}"));
        give(GUEST.to_owned())
    }
    fn guest<'a>(&'a self, who: Asker<'a>, guest: &'a str) -> Answer<'a, GuestFile> {
        let own = if guest == GONE { GONE } else { GUEST };
        Self::known(guest, own, samples(who).floating_guest(own, who.session.role))
    }
    fn slip_download<'a>(&'a self, _: Asker<'a>, guest: &'a str) -> Answer<'a, Download> {
        let file = Download { name: "guanai-slip.gnf".to_owned(), kind: "application/octet-stream", bytes: vec![2] };
        Self::known(guest, GUEST, file)
    }
    fn end_stay<'a>(
        &'a self,
        _: Asker<'a>,
        _: OperationId,
        guest: &'a str,
        on: Date,
        over: FloatingOver,
    ) -> Answer<'a, ()> {
        self.record(format!("end {guest} {on} {over}"));
        give(())
    }
}
