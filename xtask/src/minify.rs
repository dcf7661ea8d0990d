//! Makes the scripts that wasm-bindgen writes smaller: they are written to be read, and a third of them travels less.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result};
use data_encoding::BASE64;
use sha2::{Digest, Sha384};

use crate::programs::run;

/// The variable that names terser to Trunk's hook; without it, scripts stay as they are.
pub const PROGRAM: &str = "POUROVER_TERSER";

/// Makes each script beside its `_bg.wasm` smaller; gives the page with their new hashes.
pub fn scripts(folder: &Path, mut html: String) -> Result<String> {
    let Some(terser) = env::var_os(PROGRAM) else {
        return Ok(html);
    };
    for script in of_wasm_bindgen(folder)? {
        let before = hash(&script)?;
        run(Command::new(&terser)
            .args(["--module", "--compress", "passes=2", "--mangle"])
            .arg("--output")
            .arg(&script)
            .arg("--")
            .arg(&script))?;
        html = html.replace(&before, &hash(&script)?);
    }
    Ok(html)
}

/// The scripts of a folder that start a WebAssembly file beside them.
fn of_wasm_bindgen(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut scripts = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if let Some(name) = name.strip_suffix("_bg.wasm") {
            let script = folder.join(format!("{name}.js"));
            if script.is_file() {
                scripts.push(script);
            }
        }
    }
    Ok(scripts)
}

/// As the attribute `integrity` has it.
fn hash(file: &Path) -> Result<String> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(format!("sha384-{}", BASE64.encode(&Sha384::digest(&bytes))))
}
