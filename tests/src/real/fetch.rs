//! Has a program here: fetched or compiled once, then found.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::{Compiler, Module, Registry, compile, package};

/// The path of the program's `.wasm` file, fetched or compiled if it is not there yet.
///
/// # Errors
/// One sentence when the registry's client or the compiler fails, or when the file is not the one that the
/// manifest describes.
pub fn wasm(module: &Module) -> Result<PathBuf, String> {
    let cache = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/modules");
    let path = cache.join(format!("{}-{}.wasm", module.name, module.from.version));
    let io = |error: std::io::Error| format!("{}: {error}", cache.display());

    fs::create_dir_all(&cache).map_err(io)?;
    // Tests run in several processes; one fetches, the others find the file.
    let _locked = lock(&cache.join(format!("{}.lock", module.name))).map_err(io)?;

    if path.exists() {
        let bytes = fs::read(&path).map_err(io)?;
        check(module, &bytes).map_err(|why| format!("{why}; remove {}", path.display()))?;
        return Ok(path);
    }

    let scratch = cache.join(format!("{}.new", module.name));
    let _ = fs::remove_dir_all(&scratch);
    fs::create_dir_all(&scratch).map_err(io)?;
    let fetched = fetch(module, &cache, &scratch);
    let _ = fs::remove_dir_all(&scratch);
    let bytes = fetched.map_err(|why| format!("cannot fetch {}: {why}", module.name))?;
    check(module, &bytes)?;

    // Renamed into place when complete: a file that is there is whole.
    let part = path.with_extension("part");
    fs::write(&part, bytes).map_err(io)?;
    fs::rename(part, &path).map_err(io)?;
    Ok(path)
}

/// Waits until no other process has this lock; it is held as long as the file.
pub(super) fn lock(path: &Path) -> std::io::Result<File> {
    let lock = File::create(path)?;
    lock.lock()?;
    Ok(lock)
}

fn check(module: &Module, bytes: &[u8]) -> Result<(), String> {
    let Some(expected) = &module.sha256 else {
        return Ok(());
    };
    let found = HEXLOWER.encode(&Sha256::digest(bytes));
    if found == *expected {
        Ok(())
    } else {
        Err(format!(
            "{} is not the file that the manifest describes: its SHA-256 is {found}, not {expected}",
            module.name
        ))
    }
}

fn fetch(module: &Module, cache: &Path, scratch: &Path) -> Result<Vec<u8>, String> {
    let from = &module.from;
    match (from.compiler, from.registry) {
        (None, Registry::Npm | Registry::Pypi) => package::file(from, cache),
        (None, Registry::Dependency) => package::of_dependency(from),
        (Some(Compiler::Cargo), _) => compile::cargo(from, scratch, &cache.join("build")),
        (Some(Compiler::AssemblyScript), _) => compile::assembly_script(from, scratch),
        (Some(Compiler::Zig), _) => compile::zig(from, cache, scratch),
        (None, Registry::Crates) => {
            Err("crates hold sources: the manifest has to name a compiler".to_owned())
        }
    }
}
