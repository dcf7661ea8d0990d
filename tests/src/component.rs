//! Test programs of one file each, compiled here.

use std::{collections::HashMap, fs, process::Command, sync::Mutex};

use crate::native::root;

/// The bytes of `tests/components/box.rs`, compiled for wasm32-wasip2.
///
/// # Errors
/// What rustc says.
pub fn component() -> Result<Vec<u8>, String> {
    program("box", "wasm32-wasip2")
}

/// The bytes of a program in `tests/components`, compiled for this target.
///
/// # Errors
/// What rustc says.
pub fn program(name: &str, target: &str) -> Result<Vec<u8>, String> {
    type Built = HashMap<String, Result<Vec<u8>, String>>;
    static BUILT: Mutex<Option<Built>> = Mutex::new(None);
    let mut built = BUILT.lock().map_err(|error| error.to_string())?;
    let built = built.get_or_insert_default();
    let key = format!("{name} {target}");
    built
        .entry(key)
        .or_insert_with(|| build(name, target))
        .clone()
}

fn build(name: &str, target: &str) -> Result<Vec<u8>, String> {
    let folder = root().join("target/components").join(target);
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let file = folder.join(name).with_extension("wasm");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let built = Command::new(rustc)
        .args(["--edition", "2024", "--target", target, "-O"])
        .arg(
            root()
                .join("tests/components")
                .join(name)
                .with_extension("rs"),
        )
        .arg("-o")
        .arg(&file)
        .output()
        .map_err(|error| format!("rustc does not start ({error})"))?;
    match built.status.success() {
        true => fs::read(&file).map_err(|error| format!("{}: {error}", file.display())),
        false => Err(format!("rustc: {}", String::from_utf8_lossy(&built.stderr))),
    }
}
