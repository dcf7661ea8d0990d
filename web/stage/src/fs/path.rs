//! Paths as text.

use super::Errno;

/// The longest name, as on Linux.
const NAME_MAX: usize = 255;

/// The longest path and the longest target of a symbolic link, as on Linux.
pub(super) const PATH_MAX: usize = 4095;

/// A path or the target of a link as text. Calls with two of them ask this of
/// both before they look at the files: so does wasmtime.
pub(super) fn text(path: &[u8]) -> Result<&str, Errno> {
    str::from_utf8(path).map_err(|_| Errno::Ilseq)
}

/// Whether a text can be walked: without NUL, neither empty nor too long.
pub(super) fn check(path: &str) -> Result<(), Errno> {
    if path.contains('\0') {
        Err(Errno::Inval)
    } else if path.is_empty() {
        Err(Errno::Noent)
    } else if path.len() > PATH_MAX {
        Err(Errno::Nametoolong)
    } else {
        Ok(())
    }
}

/// Splits the first component off. The rest begins with the slash behind it.
pub(super) fn first(path: &str) -> Option<(&str, &str)> {
    let path = path.trim_start_matches('/');
    let end = path.find('/').unwrap_or(path.len());
    (end > 0).then(|| path.split_at(end))
}

/// A name that a directory can hold.
pub(super) fn name(name: &str) -> Result<&str, Errno> {
    if name.len() > NAME_MAX {
        Err(Errno::Nametoolong)
    } else {
        Ok(name)
    }
}
