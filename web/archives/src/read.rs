//! Any bytes in, the files of an archive out.

use std::io::{Cursor, Read};

use flate2::read::MultiGzDecoder;

use crate::name;

/// What is taken of an archive; the rest is told of.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// All files together, in bytes.
    pub bytes: u64,
    /// How many files.
    pub files: usize,
}

impl Default for Limits {
    /// What a phone's page can hold.
    fn default() -> Self {
        Self {
            bytes: 256 << 20,
            files: 10_000,
        }
    }
}

/// No more problems than this are told of.
const MOST_PROBLEMS: usize = 8;

/// What was in an archive.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// Its files, each with its path; of two of one name the last one.
    pub files: Vec<(String, Vec<u8>)>,
    /// What was left out, in sentences.
    pub problems: Vec<String>,
    taken: u64,
    /// Whether a limit ended it.
    full: bool,
}

/// Reads an archive.
///
/// # Errors
/// A sentence, if it is none.
pub fn unpack(bytes: &[u8], limits: Limits) -> Result<Unpacked, String> {
    let mut unpacked = Unpacked::default();
    match bytes {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => zip(bytes, &mut unpacked, limits)?,
        [0x1f, 0x8b, ..] => tar(MultiGzDecoder::new(bytes), &mut unpacked, limits)?,
        _ if is_tar(bytes) => tar(bytes, &mut unpacked, limits)?,
        _ => return Err("This is no archive that can be read here: .tar, .tar.gz or .zip.".into()),
    }
    Ok(unpacked)
}

/// By the magic number of POSIX and GNU tar; an empty one is zeros.
fn is_tar(bytes: &[u8]) -> bool {
    let zeros = || bytes.len() >= 1024 && bytes[..1024].iter().all(|byte| *byte == 0);
    bytes.get(257..262) == Some(b"ustar") || zeros()
}

impl Unpacked {
    fn problem(&mut self, sentence: String) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(sentence);
        }
    }

    /// Takes a file, if it may be taken; a broken one is told of.
    fn take(&mut self, raw: &[u8], contents: impl Read, limits: Limits) {
        let shown = shown(raw);
        let name = match name::of(raw) {
            Ok(name) => name,
            Err(why) => return self.problem(format!("{shown} was left out: {why}.")),
        };
        let room = limits.bytes - self.taken;
        let mut bytes = Vec::new();
        // One more byte than there is room for tells that there is no room.
        if let Err(error) = contents.take(room + 1).read_to_end(&mut bytes) {
            return self.problem(format!("{shown} was left out: it is damaged ({error})."));
        }
        if bytes.len() as u64 > room || self.files.len() >= limits.files {
            let (megabytes, files) = (limits.bytes >> 20, limits.files);
            self.problem(format!(
                "{shown} and what is behind it was left out: {megabytes} MB and {files} files are taken of an archive."
            ));
            self.full = true;
            return;
        }
        self.taken += bytes.len() as u64;
        match self.files.iter_mut().find(|(other, _)| *other == name) {
            Some((_, old)) => *old = bytes,
            None => self.files.push((name, bytes)),
        }
    }
}

/// A name as it is said: an archive's may be as long as it likes.
fn shown(name: &[u8]) -> String {
    let start = String::from_utf8_lossy(&name[..name.len().min(240)]);
    let seen = |next: char| if next.is_control() { '\u{fffd}' } else { next };
    start.chars().map(seen).take(60).collect()
}

fn tar(bytes: impl Read, to: &mut Unpacked, limits: Limits) -> Result<(), String> {
    // Headers and what is skipped are bounded too: zeros pack well.
    let bytes = bytes.take(limits.bytes.saturating_mul(2));
    let mut archive = tar::Archive::new(bytes);
    let entries = archive.entries().map_err(|error| error.to_string())?;
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                to.problem(format!("The archive ends before its end: {error}."));
                break;
            }
        };
        let kind = entry.header().entry_type();
        if kind.is_dir() || kind.is_pax_global_extensions() {
            continue;
        }
        let name = entry.path_bytes().into_owned();
        if !kind.is_file() {
            let shown = shown(&name);
            to.problem(format!(
                "{shown} was left out: it is no file, but a link or a device."
            ));
            continue;
        }
        to.take(&name, entry, limits);
        if to.full {
            break;
        }
    }
    Ok(())
}

fn zip(bytes: &[u8], to: &mut Unpacked, limits: Limits) -> Result<(), String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| format!("This .zip cannot be read: {error}."))?;
    for at in 0..archive.len().min(limits.files.saturating_add(1)) {
        let entry = match archive.by_index(at) {
            Ok(entry) => entry,
            Err(error) => {
                to.problem(format!(
                    "File {} of the archive was left out: {error}.",
                    at + 1
                ));
                continue;
            }
        };
        if entry.is_dir() {
            continue;
        }
        let name = entry.name_raw().to_vec();
        if entry.is_symlink() {
            let shown = String::from_utf8_lossy(&name).into_owned();
            to.problem(format!("{shown} was left out: it is no file, but a link."));
            continue;
        }
        to.take(&name, entry, limits);
        if to.full {
            break;
        }
    }
    Ok(())
}
