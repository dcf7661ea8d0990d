//! A WASI 0.2 component, compiled here.

use std::{fs, path::PathBuf, process::Command, sync::OnceLock};

use crate::native::root;

/// The bytes of `tests/components/box.rs`, compiled for wasm32-wasip2.
///
/// # Errors
/// What rustc says.
pub fn component() -> Result<Vec<u8>, String> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let file = BUILT.get_or_init(build).clone()?;
    fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))
}

fn build() -> Result<PathBuf, String> {
    let folder = root().join("target/components");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let file = folder.join("box.wasm");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let built = Command::new(rustc)
        .args(["--edition", "2024", "--target", "wasm32-wasip2", "-O"])
        .arg(root().join("tests/components/box.rs"))
        .arg("-o")
        .arg(&file)
        .output()
        .map_err(|error| format!("rustc does not start ({error})"))?;
    match built.status.success() {
        true => Ok(file),
        false => Err(format!("rustc: {}", String::from_utf8_lossy(&built.stderr))),
    }
}
