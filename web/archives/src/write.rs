//! Files in, a `.tar` out.

/// Writes a `.tar`: POSIX ustar, with GNU's extension for long names.
///
/// # Errors
/// A sentence, if one of the files cannot be in it.
pub fn pack(files: impl Iterator<Item = (String, Vec<u8>)>) -> Result<Vec<u8>, String> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive
            .append_data(&mut header, &name, bytes.as_slice())
            .map_err(|error| format!("{name} cannot be put into a .tar: {error}."))?;
    }
    archive
        .into_inner()
        .map_err(|error| format!("The .tar cannot be written: {error}."))
}
