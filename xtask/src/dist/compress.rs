//! Each file once more, compressed: a host that is told to serves it in place of the file.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

/// What a compressed file ends in.
const ENDS: [&str; 2] = [".br", ".gz"];

/// Brotli sizes in bytes, by name below the folder.
pub type Sizes = BTreeMap<String, usize>;

/// Writes a `.br` and a `.gz` beside each file of a folder.
///
/// # Errors
/// If a file cannot be read or written.
pub fn all(folder: &Path) -> Result<Sizes> {
    let mut names = Vec::new();
    list(folder, "", &mut names)?;
    let next = AtomicUsize::new(0);
    let sizes = Mutex::new(Sizes::new());
    let work = || -> Result<()> {
        while let Some(name) = names.get(next.fetch_add(1, Ordering::Relaxed)) {
            let size =
                one(&folder.join(name)).with_context(|| format!("cannot compress {name}"))?;
            let mut sizes = sizes.lock().unwrap_or_else(PoisonError::into_inner);
            sizes.insert(name.clone(), size);
        }
        Ok(())
    };
    thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .try_for_each(|worker| worker.join().expect("compressing does not panic"))
    })?;
    Ok(sizes.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// The names below a folder, without what is compressed already.
fn list(folder: &Path, below: &str, names: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{name}/"), names)?;
        } else if !ENDS.iter().any(|end| name.ends_with(end)) {
            names.push(name);
        }
    }
    Ok(())
}

/// Compresses a file; gives its size by brotli.
fn one(file: &Path) -> Result<usize> {
    let bytes = fs::read(file)?;
    let [small, wide] = [brotli(&bytes)?, gzip(&bytes)?];
    for (end, compressed) in ENDS.iter().zip([&small, &wide]) {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        fs::write(name, compressed)?;
    }
    Ok(small.len())
}

/// As small as it goes.
fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let how = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut small, &how)?;
    Ok(small)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compressed_files_hold_the_same() {
        let folder = std::env::temp_dir().join(format!("pourover-compress-{}", std::process::id()));
        fs::create_dir_all(folder.join("a")).unwrap();
        let text = "sort | uniq -c | ".repeat(99);
        fs::write(folder.join("a/app.js"), &text).unwrap();
        let sizes = all(&folder).unwrap();
        assert_eq!(
            all(&folder).unwrap(),
            sizes,
            "what is compressed is not compressed again"
        );
        let small = fs::read(folder.join("a/app.js.br")).unwrap();
        assert_eq!(sizes, Sizes::from([("a/app.js".to_owned(), small.len())]));
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &*small, &mut back).unwrap();
        assert_eq!(back, text.as_bytes());
        let wide = fs::read(folder.join("a/app.js.gz")).unwrap();
        let mut back = String::new();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&*wide), &mut back)
            .unwrap();
        assert_eq!(back, text);
        fs::remove_dir_all(folder).unwrap();
    }
}
