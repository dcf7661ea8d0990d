//! Large files on their way to stages: as `Blob`s, which are handed over without a
//! copy. A stage reads one when its program opens it.

use js_sys::Array;
use model::{protocol::RunId, stream::Piece};
use web_sys::Blob;

use crate::js::Js;

/// A file of so many bytes is large.
const LARGE: usize = 1 << 20;

/// Those of the last run; the next one may be given the same.
#[derive(Default)]
pub struct Large(Vec<(Vec<Js>, Blob, RunId)>);

impl Large {
    /// The file of these pieces for a run, if it is large.
    pub fn blob(&mut self, pieces: &[Js], run: RunId) -> Option<Blob> {
        if pieces.iter().map(Piece::len).sum::<usize>() < LARGE {
            return None;
        }
        if let Some((_, blob, last)) = self.0.iter_mut().find(|(known, ..)| known == pieces) {
            *last = run;
            return Some(blob.clone());
        }
        let parts: Array = pieces.iter().map(|piece| piece.0.clone()).collect();
        let blob = Blob::new_with_u8_array_sequence(&parts).ok()?;
        self.0.push((pieces.to_vec(), blob.clone(), run));
        Some(blob)
    }

    /// Forgets what this run was not given.
    pub fn keep(&mut self, run: RunId) {
        self.0.retain(|(.., last)| *last == run);
    }
}
