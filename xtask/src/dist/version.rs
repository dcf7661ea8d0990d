//! One version of the page: its files in a folder of their own, and what leads to them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use data_encoding::HEXLOWER;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// The service worker, which is found again by its address.
pub const WORKER: &str = "service-worker.js";
const PAGE: &str = "index.html";
const MANIFEST: &str = "manifest.webmanifest";
/// Stands beside the page's own script, and is run in a hosted page alone.
const INSTALL: &str = "install.js";

/// A runtime that is larger than this, in bytes, is kept for visits without a network only once it was used.
const LARGE: usize = 1_000_000;

/// Bytes by name, as they lie below a folder.
type Files = BTreeMap<String, Vec<u8>>;

/// The files that Trunk built.
pub struct Version {
    built: Files,
    name: String,
}

impl Version {
    /// Reads them; the mark makes another version of them.
    pub fn read(folder: &Path, mark: &str) -> Result<Version> {
        let mut built = Files::new();
        gather(folder, "", &mut built)?;
        let install = built.get_mut(INSTALL);
        let install =
            install.with_context(|| format!("the page that was built has no {INSTALL}"))?;
        install.extend_from_slice(mark.as_bytes());
        Ok(Version::of(built))
    }

    fn of(built: Files) -> Version {
        let mut hash = Sha256::new();
        for (name, bytes) in &built {
            hash.update(format!("{name}\0{}\0", digest(bytes)));
        }
        let name = HEXLOWER.encode(&hash.finalize()[..6]);
        Version { built, name }
    }

    /// What a host serves.
    ///
    /// # Errors
    /// If the page is not as Trunk makes it.
    pub fn files(mut self) -> Result<Files> {
        let prefix = format!("a/{}/", self.name);
        let mut take = |name: &str| {
            let bytes = self.built.remove(name);
            let bytes = bytes.with_context(|| format!("the page that was built has no {name}"))?;
            anyhow::Ok(String::from_utf8(bytes)?)
        };
        let worker = take(WORKER)?;
        let html = lead(&take(PAGE)?, &prefix)?;
        let manifest = take(MANIFEST)?.replace("\"./icon", &format!("\"./{prefix}icon"));
        let mut files = Files::from([
            (PAGE.to_owned(), html.into_bytes()),
            (MANIFEST.to_owned(), manifest.into_bytes()),
        ]);
        for (name, bytes) in self.built {
            files.insert(format!("{prefix}{name}"), bytes);
        }
        let list = list(&self.name, &files);
        files.insert(
            WORKER.to_owned(),
            format!("self.page = {list};\n{worker}").into_bytes(),
        );
        Ok(files)
    }
}

/// The page, which finds its files in the version's folder.
fn lead(html: &str, prefix: &str) -> Result<String> {
    let install = format!("<script type=\"module\" src=\"./{INSTALL}\"></script></head>");
    let (head, body) = html
        .split_once("</head>")
        .context("index.html has no head")?;
    // With quotes or, in a page made small, without.
    let html = format!("{head}{install}{body}")
        .replace("=\"./", &format!("=\"./{prefix}"))
        .replace("=./", &format!("=./{prefix}"));
    Ok(html.replace(&format!("{prefix}{MANIFEST}"), MANIFEST))
}

/// What the service worker keeps at once, and what later, each with its SHA-256.
fn list(version: &str, files: &Files) -> Value {
    let html = String::from_utf8_lossy(&files[PAGE]).into_owned();
    let (mut now, mut later) = (Map::new(), Map::new());
    for (name, bytes) in files.iter().filter(|(name, _)| *name != PAGE) {
        let is_later = bytes.len() > LARGE && !name.contains("/filters/") && !html.contains(name);
        let list = if is_later { &mut later } else { &mut now };
        list.insert(name.clone(), digest(bytes).into());
    }
    now.insert("./".to_owned(), digest(&files[PAGE]).into());
    json!({ "version": version, "now": now, "later": later })
}

fn digest(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

fn gather(folder: &Path, below: &str, files: &mut Files) -> Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        // Trunk's folder for what is not done yet.
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            gather(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built(style: &str) -> Files {
        let html = "<head><link href=./app.js rel=modulepreload><link rel=\"manifest\" href=\"./manifest.webmanifest\"><link href=\"./big.wasm\"></head><body>";
        [
            (PAGE, html.as_bytes().to_vec()),
            (
                MANIFEST,
                b"{\"start_url\": \"./\", \"src\": \"./icon.svg\"}".to_vec(),
            ),
            (WORKER, b"keep();".to_vec()),
            ("app.js", b"app".to_vec()),
            ("big.wasm", vec![0; LARGE + 1]),
            ("wasix_bg.wasm", vec![1; LARGE + 1]),
            ("filters/big.wasm", vec![2; LARGE + 1]),
            ("style.css", style.into()),
        ]
        .map(|(name, bytes)| (name.to_owned(), bytes))
        .into()
    }

    fn text(files: &Files, name: &str) -> String {
        String::from_utf8(files[name].clone()).unwrap()
    }

    #[test]
    fn files_lie_in_the_versions_folder_and_the_page_leads_there() {
        let version = Version::of(built("one"));
        let at = format!("a/{}", version.name);
        let files = version.files().unwrap();
        assert_eq!(
            text(&files, PAGE),
            format!(
                "<head><link href=./{at}/app.js rel=modulepreload><link rel=\"manifest\" href=\"./manifest.webmanifest\"><link href=\"./{at}/big.wasm\"><script type=\"module\" src=\"./{at}/install.js\"></script></head><body>"
            )
        );
        assert_eq!(
            text(&files, MANIFEST),
            format!("{{\"start_url\": \"./\", \"src\": \"./{at}/icon.svg\"}}")
        );
        assert_eq!(text(&files, &format!("{at}/app.js")), "app");
    }

    #[test]
    fn another_file_is_another_version() {
        let name = |style| Version::of(built(style)).name;
        assert_eq!(name("one"), name("one"));
        assert_ne!(name("one"), name("two"));
    }

    #[test]
    fn the_worker_knows_each_file_and_leaves_a_large_runtime_for_later() {
        let version = Version::of(built("one"));
        let at = format!("a/{}", version.name);
        let files = version.files().unwrap();
        let worker = text(&files, WORKER);
        let (list, rest) = worker
            .strip_prefix("self.page = ")
            .unwrap()
            .split_once(";\n")
            .unwrap();
        assert_eq!(rest, "keep();");
        let list: Value = serde_json::from_str(list).unwrap();
        let mut now: Vec<&String> = list["now"].as_object().unwrap().keys().collect();
        now.sort();
        let expected = [
            "./",
            &format!("{at}/app.js"),
            &format!("{at}/big.wasm"),
            &format!("{at}/filters/big.wasm"),
            &format!("{at}/style.css"),
            MANIFEST,
        ];
        assert_eq!(now, expected);
        let later: Vec<&String> = list["later"].as_object().unwrap().keys().collect();
        assert_eq!(later, [&format!("{at}/wasix_bg.wasm")]);
        assert_eq!(list["now"]["./"], digest(&files[PAGE]));
    }

    #[test]
    fn a_page_that_lacks_a_part_is_refused() {
        for name in [PAGE, MANIFEST, WORKER] {
            let mut built = built("one");
            built.remove(name);
            assert!(Version::of(built).files().is_err(), "{name}");
        }
    }
}
