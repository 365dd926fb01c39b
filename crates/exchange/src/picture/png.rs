//! PNG: a signature and a row of chunks: length, name, contents, check.

use super::PictureError;

/// The signature.
pub(super) const HEAD: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

/// The chunks without which a picture would look otherwise; whatever else is there is about how it was made.
const OF_THE_PICTURE: [&[u8; 4]; 15] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs",
    b"acTL", b"fcTL", b"fdAT",
];

pub(super) fn bare(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let mut kept = HEAD.to_vec();
    let mut at = HEAD.len();
    loop {
        let broken = PictureError::Broken { at };
        let length: [u8; 4] = bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).ok_or(broken)?;
        let length = usize::try_from(u32::from_be_bytes(length)).map_err(|_| broken)?;
        let end = at.checked_add(12).and_then(|end| end.checked_add(length)).ok_or(broken)?;
        let chunk = bytes.get(at..end).ok_or(broken)?;
        let name = chunk.get(4..8).unwrap_or_default();
        if OF_THE_PICTURE.iter().any(|own| own.as_slice() == name) {
            kept.extend(chunk);
        }
        if name == b"IEND" {
            return Ok(kept);
        }
        at = end;
    }
}
