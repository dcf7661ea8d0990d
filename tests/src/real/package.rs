//! Packages of a registry, and the files in them.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Origin, Registry, fetch::lock};

/// The bytes of a file in a package.
///
/// # Errors
/// One sentence, when the package cannot be fetched or does not hold the file.
pub fn file(from: &Origin, cache: &Path) -> Result<Vec<u8>, String> {
    let archive = archive(from, cache)?;
    match from.registry {
        Registry::Npm => from_tar(&archive, &from.file),
        _ => from_zip(&archive, &from.file),
    }
}

/// The bytes of a file among the sources of a crate that this workspace depends on: they are here already.
///
/// # Errors
/// One sentence, when the workspace does not depend on it, or it has no such file.
pub fn of_dependency(from: &Origin) -> Result<Vec<u8>, String> {
    let listed = run(Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR")))?;
    let listed: serde_json::Value =
        serde_json::from_slice(&listed).map_err(|error| format!("cargo metadata: {error}"))?;
    let manifest = listed["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|package| package["name"] == from.package && package["version"] == from.version)
        .and_then(|package| package["manifest_path"].as_str())
        .ok_or_else(|| {
            let Origin {
                package, version, ..
            } = from;
            format!("this workspace does not depend on {package} {version}")
        })?;
    let file = Path::new(manifest).with_file_name(&from.file);
    fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))
}

/// The package's archive. It stays: others may be in it.
pub(super) fn archive(from: &Origin, cache: &Path) -> Result<PathBuf, String> {
    let Origin {
        registry,
        package,
        version,
        ..
    } = from;
    let name: String = format!("{package}-{version}")
        .chars()
        .map(|character| if character == '/' { '-' } else { character })
        .collect();
    let home = cache.join("packages").join(name);
    let io = |error: std::io::Error| format!("{}: {error}", home.display());
    fs::create_dir_all(&home).map_err(io)?;
    let _locked = lock(&home.join("lock")).map_err(io)?;

    let (extension, mut client) = match registry {
        Registry::Npm => ("tgz", Command::new("npm")),
        _ => ("whl", Command::new("python3")),
    };
    if let Some(archive) = only(&home, extension).map_err(io)? {
        return Ok(archive);
    }
    let incomplete = home.join("new");
    let _ = fs::remove_dir_all(&incomplete);
    fs::create_dir_all(&incomplete).map_err(io)?;
    let client = match registry {
        Registry::Npm => client
            .args(["pack", "--loglevel=error", "--pack-destination", "."])
            .arg(format!("{package}@{version}")),
        _ => client
            .args(["-m", "pip", "download", "--quiet"])
            .args(["--disable-pip-version-check", "--no-deps"])
            .args(["--only-binary", ":all:"])
            .arg(format!("{package}=={version}")),
    };
    run(client.current_dir(&incomplete))?;
    let fetched = only(&incomplete, extension)
        .map_err(io)?
        .ok_or_else(|| format!("the package came without a .{extension} file"))?;
    let archive = home.join(fetched.file_name().unwrap_or_default());
    fs::rename(fetched, &archive).map_err(io)?;
    Ok(archive)
}

/// The one file with this extension in a directory, if there is one.
fn only(directory: &Path, extension: &str) -> std::io::Result<Option<PathBuf>> {
    let files = fs::read_dir(directory)?;
    Ok(files
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| path.extension().is_some_and(|found| found == extension)))
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

/// Runs a registry's client or a compiler and gives its stdout. What it complains of becomes the error, on one
/// line.
pub(super) fn run(command: &mut Command) -> Result<Vec<u8>, String> {
    let client = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .map_err(|error| format!("{client} does not start ({error}); install it"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    let words: Vec<&str> = complaint.split_whitespace().collect();
    let line: String = words.join(" ").chars().take(600).collect();
    Err(format!("{client} failed: {line}"))
}
