//! JPEG: a row of segments, each with a marker; after a scan's header follow its coded bytes.

use super::PictureError;

/// How a file begins: start of image, and the next marker.
pub(super) const HEAD: [u8; 3] = [0xff, 0xd8, 0xff];

const START_OF_SCAN: u8 = 0xda;
const END_OF_IMAGE: u8 = 0xd9;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;
const APP15: u8 = 0xef;
const COMMENT: u8 = 0xfe;
const EXIF: &[u8] = b"Exif\0\0";
const ORIENTATION: u16 = 0x0112;

pub(super) fn bare(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let mut kept = bytes.get(..2).unwrap_or_default().to_vec();
    let (mut at, mut has_turned) = (2, false);
    loop {
        let broken = PictureError::Broken { at };
        if bytes.get(at) != Some(&0xff) {
            return Err(broken);
        }
        // Fill bytes may stand before a marker.
        let fill = bytes.get(at..).unwrap_or_default().iter().take_while(|byte| **byte == 0xff).count();
        at += fill;
        let marker = *bytes.get(at).ok_or(broken)?;
        at += 1;
        if marker == END_OF_IMAGE {
            kept.extend([0xff, END_OF_IMAGE]);
            return Ok(kept);
        }
        let body = segment(bytes, at)?;
        if keeps(marker, body) {
            kept.extend([0xff, marker]);
            kept.extend(bytes.get(at..at + 2).unwrap_or_default());
            kept.extend(body);
        } else if let Some(turn) = (marker == APP1 && !has_turned).then(|| orientation(body)).flatten() {
            kept.extend(turned(turn));
            has_turned = true;
        }
        at += 2 + body.len();
        if marker == START_OF_SCAN {
            let coded = coded(bytes, at)?;
            kept.extend(coded);
            at += coded.len();
        }
    }
}

/// What a segment holds behind its length.
fn segment(bytes: &[u8], at: usize) -> Result<&[u8], PictureError> {
    let broken = PictureError::Broken { at };
    let length: [u8; 2] = bytes.get(at..at + 2).and_then(|two| two.try_into().ok()).ok_or(broken)?;
    let length = usize::from(u16::from_be_bytes(length));
    bytes.get(at + 2..at + length.max(2)).filter(|_| length >= 2).ok_or(broken)
}

/// Whether a segment is of the picture: tables, frames and scans, how its colours are meant, and nothing else.
fn keeps(marker: u8, body: &[u8]) -> bool {
    match marker {
        APP0 => body.starts_with(b"JFIF\0"),
        APP2 => body.starts_with(b"ICC_PROFILE\0"),
        APP14 => body.starts_with(b"Adobe"),
        APP1..=APP15 | COMMENT => false,
        _ => true,
    }
}

/// The coded bytes of a scan, to the next marker that is neither a stuffed byte nor a restart.
fn coded(bytes: &[u8], from: usize) -> Result<&[u8], PictureError> {
    let rest = bytes.get(from..).unwrap_or_default();
    let is_marker = |two: &[u8]| matches!(two, [0xff, marker] if !matches!(marker, 0x00 | 0xd0..=0xd7 | 0xff));
    let length = rest.windows(2).position(is_marker).ok_or(PictureError::Broken { at: bytes.len() })?;
    Ok(rest.get(..length).unwrap_or_default())
}

/// Which way up an Exif segment says that the picture is: 2 to 8; none where it says nothing, or nothing that is one.
fn orientation(body: &[u8]) -> Option<u16> {
    let tiff = body.strip_prefix(EXIF)?;
    let is_big = match tiff.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let two: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_big { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) })
    };
    let long = |at: usize| {
        let four: [u8; 4] = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(if is_big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }).ok()
    };
    let first = long(4)?;
    let entries = usize::from(short(first)?);
    let entry = |no: usize| first.checked_add(2 + no * 12);
    let found = (0..entries).filter_map(entry).find(|at| short(*at) == Some(ORIENTATION))?;
    short(found.checked_add(8)?).filter(|turn| (2..=8).contains(turn))
}

/// An Exif segment that says which way up, and nothing else.
fn turned(turn: u16) -> Vec<u8> {
    let mut body = EXIF.to_vec();
    body.extend(b"MM\0*\0\0\0\x08\0\x01");
    body.extend(ORIENTATION.to_be_bytes());
    // A SHORT, one of it, in the field itself; and no further directory.
    body.extend([0, 3, 0, 0, 0, 1]);
    body.extend(turn.to_be_bytes());
    body.extend([0; 6]);
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
    let mut segment = vec![0xff, APP1];
    segment.extend(length.to_be_bytes());
    segment.extend(body);
    segment
}
