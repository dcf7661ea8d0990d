//! Links that are packed: a letter for the version, then base64url (RFC 4648,
//! without `=`) of a header and the compressed demo. The header of version 1:
//! the length of what is compressed (LEB128), and the CRC-32 of what it was
//! before (4 bytes, the lowest first). Behind it comes deflate (RFC 1951) of
//! what [`container`] writes.

use base64::{
    Engine,
    alphabet::URL_SAFE,
    engine::{GeneralPurpose, GeneralPurposeConfig, general_purpose::NO_PAD},
};
use miniz_oxide::deflate::compress_to_vec;

use super::{
    LARGEST, Link, container,
    inflate::{End, inflate},
};
use crate::{demo::Demo, figures::grouped};

/// The version that is written.
const VERSION: char = '1';

/// From 0 to 10; the smallest that this crate makes.
const LEVEL: u8 = 10;

/// base64url without `=`. When it is read, the last letter may have more bits than a
/// byte needs: the link was cut there.
const LETTERS: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);
const LENIENT: GeneralPurposeConfig = NO_PAD.with_decode_allow_trailing_bits(true);

/// Writes a demo.
pub fn write(demo: &Demo) -> String {
    seal(&container::write(demo))
}

/// Packs these bytes.
pub fn seal(bytes: &[u8]) -> String {
    let packed = compress_to_vec(bytes, LEVEL);
    let mut all = Vec::new();
    container::leb128(&mut all, packed.len());
    all.extend(crc32(bytes).to_le_bytes());
    all.extend(packed);
    format!("={VERSION}{}", LETTERS.encode(&all))
}

/// Reads what stands behind `=`.
pub fn read(text: &str) -> Link {
    let link = Link::new();
    match text.chars().next() {
        Some(VERSION) => version_1(&text[1..]),
        Some('2'..='9' | 'a'..='z' | 'A'..='Z') => {
            link.broken("This link was made by a newer Pourover: reload this page to get the newest, or ask for the demo in another form.")
        }
        Some(_) => link.broken("This is no link of Pourover: ask for the link again."),
        None => link.broken("This link was cut off at its very beginning: ask for it again."),
    }
}

fn version_1(text: &str) -> Link {
    let mut link = Link::new();
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    // What a chat program put behind it, a bracket or a full stop, ends it.
    let length = text.bytes().take_while(|byte| is_letter(byte)).count();
    let bytes = decode(&text.as_bytes()[..length]);
    let mut rest = &bytes[..];
    let header = container::take_leb128(&mut rest).zip(rest.split_first_chunk::<4>());
    let Some((packed, (crc, rest))) = header else {
        return link.broken(
            "This link was cut off at its very beginning, and nothing can be read: ask for it again.",
        );
    };
    let missing = packed.saturating_sub(rest.len());
    let (bytes, end) = inflate(&rest[..packed.min(rest.len())], LARGEST);
    let is_right = end == End::Whole && crc32(&bytes) == u32::from_le_bytes(*crc);
    container::read(&bytes, &mut link);
    if missing > 0 {
        // As many letters as so many bytes are written with.
        let letters = (missing as u64 * 4).div_ceil(3);
        let all = length as u64 + letters;
        return link.broken(format!(
            "This link was cut off: {} of its {} letters are missing. What could be rescued is here; ask for the whole link, or for a .demo file.",
            grouped(letters), grouped(all)
        ));
    }
    match end {
        End::TooLarge => link.broken(format!(
            "This link unpacks to more than {} MB, which is too much: only its beginning was read.",
            LARGEST >> 20
        )),
        _ if is_right && link.is_whole => link,
        _ => link.broken("This link was damaged on its way: its checksum is wrong. What could be read is here; ask for the link again."),
    }
}

/// The bytes of letters of which the last ones may be missing.
fn decode(letters: &[u8]) -> Vec<u8> {
    // One letter alone is no byte.
    let count = letters.len() - usize::from(letters.len() % 4 == 1);
    LETTERS.decode(&letters[..count]).unwrap_or_default()
}

/// The CRC-32 of these bytes (IEEE 802.3, as in gzip). A crate's is faster, by tables of
/// 16 KB, which are as much over the wire.
fn crc32(bytes: &[u8]) -> u32 {
    let shifted = |crc: u32| (crc >> 1) ^ (0xedb8_8320 * (crc & 1));
    let mut table = [0; 256];
    for (byte, entry) in (0..).zip(&mut table) {
        *entry = (0..8).fold(byte, |crc, _| shifted(crc));
    }
    !bytes.iter().fold(!0, |crc, byte| {
        (crc >> 8) ^ table[usize::from(crc as u8 ^ byte)]
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_checksum_is_that_of_everybody() {
        assert_eq!(super::crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(super::crc32(b""), 0);
    }
}
