use super::*;

const TURNED: &[u8] = include_bytes!("../../tests/pictures/turned.jpg");
const PLAIN: &[u8] = include_bytes!("../../tests/pictures/plain.jpg");
const SAID: &[u8] = include_bytes!("../../tests/pictures/said.png");

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn what_a_phone_writes_into_a_picture_is_gone_and_the_picture_is_whole() {
    for (bytes, kind) in [(TURNED, Picture::Jpeg), (SAID, Picture::Png)] {
        let (found, bare) = bare(bytes).unwrap();
        assert_eq!(found, kind);
        for told in [&b"PHONE-MAKER"[..], b"2026:11:27", b"GPS-DAY", b"SAID-WHERE", b"APPENDED"] {
            let is_compressed = kind == Picture::Png && !holds(bytes, told);
            assert!(is_compressed || holds(bytes, told), "the sample says {told:?}");
            assert!(!holds(&bare, told), "{told:?}");
        }
        assert_eq!(super::bare(&bare), Ok((kind, bare.clone())), "nothing more is to be taken away");
    }
}

#[test]
fn which_way_up_stays_and_nothing_else_of_what_was_said_of_it() {
    let (_, turned) = bare(TURNED).unwrap();
    // ID 0x0112, a SHORT, one of it: 6, a quarter to the right.
    assert!(holds(&turned, &[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]));
    let exif = turned.windows(4).filter(|four| four == b"Exif").count();
    assert_eq!(exif, 1);
    let (_, plain) = bare(PLAIN).unwrap();
    assert_eq!(plain, PLAIN, "a picture without words is not touched");
}

#[test]
fn what_breaks_off_is_refused_at_every_byte_and_nothing_panics() {
    for bytes in [PLAIN, SAID] {
        let whole = bare(bytes).unwrap().1.len();
        for length in 0..whole.min(bytes.len()) {
            let refused = bare(bytes.get(..length).unwrap());
            assert!(refused.is_err(), "{length} of {whole}");
        }
    }
    for other in [&b""[..], b"%PDF-1.7", b"GIF89a", b"<svg/>", b"RIFF\0\0\0\0WEBP"] {
        assert_eq!(bare(other), Err(PictureError::Kind));
    }
}

mod any {
    use proptest::prelude::*;

    proptest! {
        /// Whatever stands behind the first bytes, an answer comes, and what is taken is taken again as it is.
        #[test]
        fn nothing_panics(tail in proptest::collection::vec(any::<u8>(), 0..400), is_png in any::<bool>()) {
            let head: &[u8] = if is_png { b"\x89PNG\r\n\x1a\n" } else { &[0xff, 0xd8, 0xff] };
            let bytes: Vec<u8> = head.iter().copied().chain(tail).collect();
            if let Ok((kind, bare)) = super::bare(&bytes) {
                prop_assert_eq!(super::bare(&bare), Ok((kind, bare.clone())));
            }
        }

        /// One byte that is wrong, anywhere in a real picture, is refused or read; it never panics.
        #[test]
        fn a_wrong_byte_does_no_harm(at in 0_usize..super::TURNED.len(), byte in any::<u8>()) {
            let mut bytes = super::TURNED.to_vec();
            if let Some(there) = bytes.get_mut(at) {
                *there = byte;
            }
            let _ = super::bare(&bytes);
        }
    }
}
