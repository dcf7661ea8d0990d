//! Names of files, as archives have them.

/// A name longer than any system's path, in bytes.
const LONGEST: usize = 4096;

/// What a file of this name is called among the page's files: a path without
/// `.`, empty parts and a slash before it.
///
/// # Errors
/// Why there can be no such file, to stand behind its name.
pub fn of(name: &[u8]) -> Result<String, &'static str> {
    let name = std::str::from_utf8(name).map_err(|_| "its name is no UTF-8")?;
    if name.len() > LONGEST {
        return Err("its name is too long");
    }
    if name.contains('\0') {
        return Err("its name holds a NUL");
    }
    let parts: Vec<&str> = name
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    match parts.is_empty() {
        true => Err("it has no name"),
        false if parts.contains(&"..") => Err("its name leads out of the archive"),
        false => Ok(parts.join("/")),
    }
}
