//! What a file of text is written in: UTF-8, UTF-16 or GB18030. Strictly: a byte that stands for nothing is an error
//! that names its place, never a question mark.

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::ReadError;

/// The whole text.
pub fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    let (encoding, start) = tell(bytes);
    if encoding == UTF_8 {
        return match std::str::from_utf8(&bytes[start..]) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(undecodable(bytes, encoding, start + error.valid_up_to())),
        };
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let rest = &bytes[start..];
    let room = decoder.max_utf8_buffer_length_without_replacement(rest.len());
    let mut text = String::with_capacity(room.unwrap_or(rest.len()));
    let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
    match result {
        DecoderResult::InputEmpty => {
            text.shrink_to_fit();
            Ok(text)
        }
        DecoderResult::Malformed(length, after) => {
            let back = usize::from(length) + usize::from(after);
            Err(undecodable(bytes, encoding, start + read.saturating_sub(back)))
        }
        DecoderResult::OutputFull => Err(ReadError::Damaged { damage: "its text is longer than it can be".into() }),
    }
}

/// The encoding, and where the text begins after a byte-order mark.
fn tell(bytes: &[u8]) -> (&'static Encoding, usize) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return (encoding, length);
    }
    let start = &bytes[..bytes.len().min(1 << 16)];
    let nuls = |odd: usize| start.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    if even + odd > 0 {
        // A comma or a figure in UTF-16 has a zero byte, before it or behind it.
        return if even > odd { (UTF_16BE, 0) } else { (UTF_16LE, 0) };
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => (UTF_8, 0),
        // Three Chinese characters in a row that UTF-8 can read are no accident: it is UTF-8 with a broken byte.
        Err(error) if holds_utf8(&bytes[..error.valid_up_to()]) => (UTF_8, 0),
        Err(_) => (GB18030, 0),
    }
}

fn holds_utf8(valid: &[u8]) -> bool {
    valid.iter().filter(|b| **b >= 0xE0).take(3).count() == 3
}

fn undecodable(bytes: &[u8], encoding: &'static Encoding, at: usize) -> ReadError {
    let before = &bytes[..at.min(bytes.len())];
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    let feeds = before.split(|b| *b == b'\n').count();
    let line = if wide { utf16_line(before, encoding) } else { feeds };
    ReadError::Undecodable {
        encoding: encoding.name().to_ascii_uppercase(),
        line: u64::try_from(line).unwrap_or(u64::MAX),
        byte: u64::try_from(at).unwrap_or(u64::MAX),
    }
}

/// The line at which so many bytes of UTF-16 end.
fn utf16_line(before: &[u8], encoding: &'static Encoding) -> usize {
    let feed = if encoding == UTF_16LE { [b'\n', 0] } else { [0, b'\n'] };
    before.chunks_exact(2).filter(|pair| **pair == feed).count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "姓名,公民身份号码\n张三𠮷,990101\n";

    #[test]
    fn one_text_in_every_encoding() {
        let gb = GB18030.encode(LINE).0.into_owned();
        let le: Vec<u8> = LINE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = LINE.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        for bytes in [
            LINE.as_bytes().to_vec(),
            marked(b"\xEF\xBB\xBF", LINE.as_bytes()),
            gb,
            le.clone(),
            be.clone(),
            marked(b"\xFF\xFE", &le),
            marked(b"\xFE\xFF", &be),
        ] {
            assert_eq!(decode(&bytes).as_deref(), Ok(LINE), "{:?}", &bytes[..4]);
        }
    }

    #[test]
    fn a_broken_byte_is_named_and_never_replaced() {
        let mut utf8 = "姓名,住址\n张三,青".as_bytes().to_vec();
        utf8.push(0xFF);
        assert_eq!(decode(&utf8), Err(ReadError::Undecodable { encoding: "UTF-8".into(), line: 2, byte: 24 }));
        let mut gb = GB18030.encode("姓名\n张").0.into_owned();
        gb.extend([0xFF, b'\n']);
        assert_eq!(decode(&gb), Err(ReadError::Undecodable { encoding: "GB18030".into(), line: 2, byte: 7 }));
    }
}
