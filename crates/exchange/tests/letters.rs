//! The two sealed files of a floating member: what was sealed comes out again, any byte that changed is told, and nothing that a
//! stranger writes costs more than a look.

#![expect(clippy::unwrap_used, reason = "tests")]

use guanai_exchange::letters::{
    Chance, Code, CodeError, Home, Host, Letter, MOST_BYTES, ReplyKey, SealedError, SealedKind, Slip, SlipWord, Who,
    number_of, open_letter, open_slip, seal_letter, seal_slip,
};
use guanai_kernel::codes::identity::IdentityNumber;
use guanai_kernel::ids::FloatingLetterId;
use guanai_kernel::{Date, FloatingHelp, FloatingOver, Ids, Moment};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

fn ids(seed: u64) -> Ids {
    Ids::seeded(seed, Moment::from_micros(0))
}

fn chance(ids: &mut Ids) -> Chance {
    Chance { salt: ids.bytes(), nonce: ids.bytes() }
}

fn code(seed: u64) -> Code {
    Code::drawn(&ids(seed).bytes::<64>()).unwrap()
}

fn key(seed: u64) -> ReplyKey {
    ReplyKey(ids(seed).bytes())
}

fn letter(arrangements: Option<String>) -> Letter {
    let identity = IdentityNumber::from_stored("990101198001010013");
    let identity_mark = identity.map_or([7; 32], |identity| key(1).mark(&identity));
    Letter {
        made_on: Date::constant(2026, 11, 26),
        home: Home {
            county: "清溪县".into(),
            organization: "青石村党支部".into(),
            contact: "周云".into(),
            phone: "0000-123".into(),
        },
        host: Host { organization: "东江区某街道党工委".into(), place: "东江市".into(), phone: None },
        who: Who {
            name: "欧阳青".into(),
            sex: Some("male".into()),
            birth_year: 1980,
            identity_end: "0013".into(),
            identity_mark,
            member_kind: Some("full".into()),
        },
        since_on: Date::constant(2026, 11, 1),
        arrangements,
        helps: vec![FloatingHelp::Study, FloatingHelp::Rights],
        reply_key: key(1),
    }
}

fn slip(contact: &str) -> Slip {
    Slip {
        made_on: Date::constant(2026, 11, 27),
        says: SlipWord::TakenIn,
        on: Date::constant(2026, 11, 27),
        county: "东江区".into(),
        organization: "东江社区党支部".into(),
        contact: contact.into(),
        phone: "0000-456".into(),
    }
}

const NUMBER: FloatingLetterId = FloatingLetterId::from_bits(42);

fn with_sum(mut file: Vec<u8>) -> Vec<u8> {
    let whole = file.len() - 8;
    let sum: [u8; 32] = Sha256::digest(&file[..whole]).into();
    file[whole..].copy_from_slice(&sum[..8]);
    file
}

#[test]
fn a_letter_opens_with_its_code_alone() {
    let sealed = seal_letter(NUMBER, &letter(None), &code(1), &chance(&mut ids(2))).unwrap();
    assert_eq!(number_of(&sealed, SealedKind::Letter), Ok(NUMBER));
    assert_eq!(open_letter(&sealed, &code(1)), Ok((NUMBER, letter(None))));
    assert_eq!(open_letter(&sealed, &code(2)), Err(SealedError::WrongCode));
    assert_eq!(open_slip(&sealed, &key(1)), Err(SealedError::OtherKind));
    let clear = ["欧阳青", "青石村", "0013"];
    assert!(clear.iter().all(|text| !sealed.windows(text.len()).any(|part| part == text.as_bytes())));
    let longer = seal_letter(NUMBER, &letter(Some("每月".into())), &code(1), &chance(&mut ids(3))).unwrap();
    assert_eq!(longer.len(), sealed.len(), "how much was written does not show");
}

/// Changed on the way it is damaged; changed by somebody who made the sum right again it is told as that, and never believed.
#[test]
fn every_byte_that_changed_is_refused() {
    let sealed = seal_slip(NUMBER, &slip("王晓"), &key(1), &chance(&mut ids(4))).unwrap();
    assert_eq!(open_slip(&sealed, &key(1)), Ok(slip("王晓")));
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 0x10;
        let on_the_way = open_slip(&changed, &key(1)).unwrap_err();
        let expected = match at {
            0..=7 => SealedError::Foreign,
            9 => SealedError::Newer(0x11),
            _ => SealedError::Damaged,
        };
        assert_eq!(on_the_way, expected, "byte {at}");
        if at >= sealed.len() - 8 {
            continue;
        }
        let on_purpose = open_slip(&with_sum(changed), &key(1)).unwrap_err();
        let expected = match at {
            0..=7 => SealedError::Foreign,
            8 => SealedError::OtherKind,
            9 => SealedError::Newer(0x11),
            // Another salt or mark is another key's file.
            26..58 => SealedError::WrongCode,
            _ => SealedError::Tampered,
        };
        assert_eq!(on_purpose, expected, "byte {at}");
    }
}

#[test]
fn a_letter_that_was_changed_on_purpose_is_told_apart_from_a_wrong_code() {
    let sealed = seal_letter(NUMBER, &letter(None), &code(1), &chance(&mut ids(5))).unwrap();
    for at in [10, 60, 100, sealed.len() - 9] {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert_eq!(open_letter(&with_sum(changed), &code(1)), Err(SealedError::Tampered), "byte {at}");
    }
}

#[test]
fn what_is_cut_off_too_long_or_foreign_is_told_before_any_key_is_reckoned() {
    let sealed = seal_slip(NUMBER, &slip("王晓"), &key(1), &chance(&mut ids(6))).unwrap();
    for length in 0..sealed.len() {
        let expected = if length < 8 { SealedError::Foreign } else { SealedError::Damaged };
        assert_eq!(open_slip(&sealed[..length], &key(1)), Err(expected), "{length} bytes");
    }
    let mut longer = sealed.clone();
    longer.push(0);
    assert_eq!(open_slip(&longer, &key(1)), Err(SealedError::Damaged));
    longer.resize(MOST_BYTES + 1, 0);
    assert_eq!(open_slip(&longer, &key(1)), Err(SealedError::TooLarge { bytes: MOST_BYTES + 1 }));
    assert_eq!(open_slip(b"PK\x03\x04 a workbook", &key(1)), Err(SealedError::Foreign));
    assert_eq!(open_slip(&sealed, &key(2)), Err(SealedError::WrongCode), "another letter's slip");
    assert_eq!(Code::read("1234"), Err(CodeError::Length { read: 4 }));
}

#[test]
fn what_cannot_be_is_neither_sealed_nor_believed() {
    let mut wrong = slip("王晓");
    wrong.on = Date::constant(2026, 12, 1);
    let refused = seal_slip(NUMBER, &wrong, &key(1), &chance(&mut ids(7)));
    assert_eq!(refused, Err(SealedError::Contents("on")));
    assert_eq!(seal_slip(NUMBER, &slip(""), &key(1), &chance(&mut ids(8))), Err(SealedError::Contents("contact")));
    let mut twice = letter(None);
    twice.helps.push(FloatingHelp::Study);
    let refused = seal_letter(NUMBER, &twice, &code(1), &chance(&mut ids(9)));
    assert_eq!(refused, Err(SealedError::Contents("helps")));
    assert!(SlipWord::Over(FloatingOver::Returned) != SlipWord::TakenIn);
}

proptest! {
    /// Whatever words: what was sealed comes out again.
    #[test]
    fn slips_come_out_as_they_went_in(seed in 0u64..1_000_000, contact in "[\\p{Han}A-Za-z·]{1,60}", phone in "[0-9 +-]{0,20}[0-9]") {
        let said = Slip { phone, ..slip(&contact) };
        let sealed = seal_slip(NUMBER, &said, &key(seed), &chance(&mut ids(seed))).unwrap();
        prop_assert_eq!(open_slip(&sealed, &key(seed)), Ok(said));
    }

    /// Whatever bytes: a stranger's file is refused, and nothing breaks.
    #[test]
    fn any_bytes_are_refused(mut bytes in proptest::collection::vec(any::<u8>(), 0..700), dressed in any::<bool>()) {
        if dressed && bytes.len() > 90 {
            bytes[..10].copy_from_slice(b"GUANAI\x1a\n\x02\x01");
            bytes = with_sum(bytes);
        }
        prop_assert!(open_slip(&bytes, &key(1)).is_err());
    }
}
