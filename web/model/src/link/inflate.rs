//! Deflate, read with a bound on what comes out.

use miniz_oxide::inflate::{
    TINFLStatus,
    core::{
        DecompressorOxide, decompress,
        inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF as WHOLE,
    },
};

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// At its end.
    Whole,
    /// The input is cut off, or wrong from there on.
    Broken,
    /// There would be more than was asked for.
    TooLarge,
}

/// What comes out, up to `most` bytes, also of what is cut off or wrong. (The
/// crate's own function for this gives zeros behind it then.)
pub fn inflate(packed: &[u8], most: usize) -> (Vec<u8>, End) {
    let mut state = Box::<DecompressorOxide>::default();
    let mut bytes = vec![0; (packed.len().saturating_mul(4)).clamp(256, most.max(256))];
    let (mut at, mut rest) = (0, packed);
    let end = loop {
        let (status, read, written) = decompress(&mut state, rest, &mut bytes, at, WHOLE);
        at += written;
        rest = rest.get(read..).unwrap_or_default();
        match status {
            TINFLStatus::Done => break End::Whole,
            TINFLStatus::HasMoreOutput if bytes.len() < most => {
                let larger = bytes.len().saturating_mul(2).min(most);
                bytes.resize(larger, 0);
            }
            TINFLStatus::HasMoreOutput => break End::TooLarge,
            _ => break End::Broken,
        }
    };
    bytes.truncate(at.min(most));
    (bytes, end)
}
