//! Brings a program here with its registry's client.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::{Module, Origin, Registry};

/// The path of the program's `.wasm` file, fetched if it is not there yet.
///
/// # Errors
/// One sentence when the registry's client fails, or when the file is not the one that the manifest describes.
pub fn wasm(module: &Module) -> Result<PathBuf, String> {
    let cache = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/modules");
    let path = cache.join(format!("{}-{}.wasm", module.name, module.from.version));
    let io = |error: std::io::Error| format!("{}: {error}", cache.display());

    fs::create_dir_all(&cache).map_err(io)?;
    // Tests run in several processes; one fetches, the others find the file.
    let lock = File::create(cache.join(format!("{}.lock", module.name))).map_err(io)?;
    lock.lock().map_err(io)?;

    if path.exists() {
        let bytes = fs::read(&path).map_err(io)?;
        check(module, &bytes).map_err(|why| format!("{why}; remove {}", path.display()))?;
        return Ok(path);
    }

    let scratch = cache.join(format!("{}.new", module.name));
    let _ = fs::remove_dir_all(&scratch);
    fs::create_dir_all(&scratch).map_err(io)?;
    let fetched = fetch(&module.from, &scratch, &cache.join("build"));
    let _ = fs::remove_dir_all(&scratch);
    let bytes = fetched.map_err(|why| format!("cannot fetch {}: {why}", module.name))?;
    check(module, &bytes)?;

    // Renamed into place when complete: a file that is there is whole.
    let part = path.with_extension("part");
    fs::write(&part, bytes).map_err(io)?;
    fs::rename(part, &path).map_err(io)?;
    Ok(path)
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

fn fetch(from: &Origin, scratch: &Path, build: &Path) -> Result<Vec<u8>, String> {
    let Origin {
        registry,
        package,
        version,
        file,
    } = from;
    match registry {
        Registry::Npm => {
            run(Command::new("npm")
                .args(["pack", "--loglevel=error", "--pack-destination", "."])
                .arg(format!("{package}@{version}"))
                .current_dir(scratch))?;
            from_tar(&only(scratch, "tgz")?, file)
        }
        Registry::Pypi => {
            run(Command::new("python3")
                .args([
                    "-m",
                    "pip",
                    "download",
                    "--quiet",
                    "--disable-pip-version-check",
                ])
                .args(["--no-deps", "--only-binary", ":all:"])
                .arg(format!("{package}=={version}"))
                .current_dir(scratch))?;
            from_zip(&only(scratch, "whl")?, file)
        }
        Registry::Crates => {
            run(Command::new("cargo")
                .args(["install", "--quiet", "--locked", "--no-track"])
                .args([
                    "--target",
                    "wasm32-wasip1",
                    "--version",
                    version,
                    "--bin",
                    file,
                ])
                .arg("--target-dir")
                .arg(build)
                .args(["--root", ".", package])
                .current_dir(scratch))?;
            let built = scratch.join("bin").join(format!("{file}.wasm"));
            fs::read(&built).map_err(|error| format!("{}: {error}", built.display()))
        }
    }
}

/// Runs a registry's client. What it complains of becomes the error, on one line.
fn run(command: &mut Command) -> Result<(), String> {
    let client = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .map_err(|error| format!("{client} does not start ({error}); install it"))?;
    if output.status.success() {
        return Ok(());
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    let words: Vec<&str> = complaint.split_whitespace().collect();
    let line: String = words.join(" ").chars().take(600).collect();
    Err(format!("{client} failed: {line}"))
}

/// The one file with this extension in a directory.
fn only(directory: &Path, extension: &str) -> Result<PathBuf, String> {
    fs::read_dir(directory)
        .map_err(|error| format!("{}: {error}", directory.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| path.extension().is_some_and(|found| found == extension))
        .ok_or_else(|| format!("the package came without a .{extension} file"))
}

fn from_tar(archive: &Path, file: &str) -> Result<Vec<u8>, String> {
    let broken = |error: std::io::Error| format!("{}: {error}", archive.display());
    let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(
        File::open(archive).map_err(broken)?,
    ));
    for entry in tar.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        if entry.path().map_err(broken)? == Path::new(file) {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).map_err(broken)?;
            return Ok(bytes);
        }
    }
    Err(format!("the package holds no {file}"))
}

fn from_zip(archive: &Path, file: &str) -> Result<Vec<u8>, String> {
    let name = archive.display();
    let opened = File::open(archive).map_err(|error| format!("{name}: {error}"))?;
    let mut zip = zip::ZipArchive::new(opened).map_err(|error| format!("{name}: {error}"))?;
    let mut entry = zip
        .by_name(file)
        .map_err(|error| format!("{name}: {file}: {error}"))?;
    let mut bytes = Vec::new();
    entry
        .read_to_end(&mut bytes)
        .map_err(|error| format!("{name}: {error}"))?;
    Ok(bytes)
}
