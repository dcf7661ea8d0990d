//! `cargo xtask filters`

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, anyhow, ensure};
use data_encoding::HEXLOWER;
use model::{
    demo::Demo,
    example::{Example, contents},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::manual::Manual;
use crate::programs::{cargo, line};
use crate::step::Steps;

/// Builds the filters into target/filters: `NAME.wasm` each, `filters.json`, which describes them and holds the demo that a first
/// visit shows, and `gallery.json`, which holds them all and is fetched when one of them is asked for; for each demo in it
/// `DEMO.out`, the stdout that it promises.
pub fn filters() -> Result<()> {
    Steps::default().run("filters", || {
        let sources = crate::root().join("filters");
        let folder = crate::root().join("target/filters");
        fs::create_dir_all(&folder)?;

        let modules = build()?;
        let demos = files(&sources.join("demos"), "demo")?;
        let mut kept = vec!["filters.json".to_owned(), "gallery.json".to_owned()];
        let mut list = Vec::new();
        for (name, module) in &modules {
            let bytes =
                fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
            let source = sources.join("src/bin").join(name).with_extension("rs");
            let text = fs::read_to_string(&source)
                .with_context(|| format!("cannot read {}", source.display()))?;
            let manual = Manual::of(name, &text)
                .map_err(|problem| anyhow!("{}: {problem}", source.display()))?;
            list.push(json!({
                "name": name, "summary": manual.summary, "manual": manual.text,
                "bytes": bytes.len(), "sha256": HEXLOWER.encode(&Sha256::digest(&bytes)),
            }));
            let file = format!("{name}.wasm");
            write(&folder.join(&file), &bytes)?;
            kept.push(file);
        }
        let file = sources.join("gallery.txt");
        let text =
            fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let gallery: Vec<Value> = contents(&text)
            .map(|(group, name)| {
                let file = demos
                    .get(name)
                    .with_context(|| format!("{}: there is no demo {name}", file.display()))?;
                let (demo, _) = Demo::parse(&fs::read_to_string(file)?);
                let promised = format!("{name}.out");
                write(&folder.join(&promised), &demo.stdout)?;
                kept.push(promised);
                Ok(serde_json::to_value(Example::of(group, name, &demo))?)
            })
            .collect::<Result<_>>()?;
        let first = gallery.first().context("the gallery is empty")?;
        for (name, value) in [
            ("filters.json", &json!({ "filters": list, "first": first })),
            ("gallery.json", &json!(gallery)),
        ] {
            write(
                &folder.join(name),
                (serde_json::to_string(value)? + "\n").as_bytes(),
            )?;
        }
        remove_others(&folder, &kept)
    })
}

/// Builds every filter for wasm32-wasip1; returns their modules by name.
fn build() -> Result<BTreeMap<String, PathBuf>> {
    let mut build = cargo();
    // All browsers that run the page have SIMD; searching is twice as fast with it.
    build.env(
        "CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS",
        "-C target-feature=+simd128",
    );
    build.args([
        "build",
        "--package",
        "filters",
        "--bins",
        "--target",
        "wasm32-wasip1",
        "--profile",
        "filter",
    ]);
    build
        .arg("--message-format=json-render-diagnostics")
        .stderr(Stdio::inherit());
    let output = build
        .output()
        .with_context(|| format!("cannot run {}", line(&build)))?;
    ensure!(
        output.status.success(),
        "`{}` ended with {}",
        line(&build),
        output.status
    );
    let messages = String::from_utf8(output.stdout)?;
    messages
        .lines()
        .map(|message| Ok(executable(&serde_json::from_str(message)?)))
        .filter_map(Result::transpose)
        .collect()
}

/// The name and path of the executable that a message of cargo tells of, if it does.
fn executable(message: &Value) -> Option<(String, PathBuf)> {
    Some((
        message["target"]["name"].as_str()?.to_owned(),
        message["executable"].as_str()?.into(),
    ))
}

/// The files of `folder` that end in `.extension`, by name.
fn files(folder: &Path, extension: &str) -> Result<BTreeMap<String, PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files = BTreeMap::new();
    for entry in entries {
        let path = entry?.path();
        if let (Some(name), true) = (
            path.file_stem(),
            path.extension() == Some(extension.as_ref()),
        ) {
            files.insert(name.to_string_lossy().into_owned(), path);
        }
    }
    Ok(files)
}

/// Writes a file, unless it holds those bytes already: what watches the folder sees true changes only.
fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(file).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
}

/// Removes the modules of filters that are no more.
fn remove_others(folder: &Path, kept: &[String]) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !kept.iter().any(|name| entry.file_name() == name.as_str()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_found_in_what_cargo_says() {
        let built = json!({ "reason": "compiler-artifact", "target": { "name": "cat" }, "executable": "/t/cat.wasm" });
        assert_eq!(
            executable(&built),
            Some(("cat".to_owned(), "/t/cat.wasm".into()))
        );
        let library = json!({ "reason": "compiler-artifact", "target": { "name": "filters" }, "executable": null });
        assert_eq!(executable(&library), None);
        assert_eq!(
            executable(&json!({ "reason": "build-finished", "success": true })),
            None
        );
    }

    #[test]
    fn an_unchanged_file_is_left_alone() {
        let folder = std::env::temp_dir().join(format!("pourover-filters-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("cat.wasm");
        write(&file, b"one").unwrap();
        let long_ago = std::time::SystemTime::UNIX_EPOCH;
        fs::File::options()
            .append(true)
            .open(&file)
            .unwrap()
            .set_modified(long_ago)
            .unwrap();
        write(&file, b"one").unwrap();
        assert_eq!(file.metadata().unwrap().modified().unwrap(), long_ago);
        write(&file, b"two").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"two");
        write(&folder.join("old.wasm"), b"").unwrap();
        remove_others(&folder, &["cat.wasm".to_owned()]).unwrap();
        assert!(file.exists() && !folder.join("old.wasm").exists());
        fs::remove_dir_all(folder).unwrap();
    }
}
