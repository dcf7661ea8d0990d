//! The tools that build and test the page: each is found on PATH in the right version, or installed below target/tools.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::programs::{cargo, on_path, output, run, version};
use crate::step::Steps;
use crate::version::{Version, locked, pinned};

/// The page, the filters, and the components that the tests bring.
const TARGETS: [&str; 3] = ["wasm32-unknown-unknown", "wasm32-wasip1", "wasm32-wasip2"];

/// The folder that everything is installed into.
pub fn folder() -> PathBuf {
    crate::root().join("target/tools")
}

/// Makes sure that rustc can build for the WebAssembly targets.
pub fn rust_targets(steps: &mut Steps) -> Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut missing = Vec::new();
    for target in TARGETS {
        let library =
            output(Command::new(&rustc).args(["--print", "target-libdir", "--target", target]))?;
        if !Path::new(&library).exists() {
            missing.push(target);
        }
    }
    if missing.is_empty() {
        println!("── Rust targets {}: there", TARGETS.join(", "));
        return Ok(());
    }
    // Not left to a rust-toolchain.toml: with RUSTUP_AUTO_INSTALL=0 its targets are passed over in silence.
    if on_path("rustup").is_none() {
        let missing = missing.join(" and ");
        bail!(
            "rustc has no standard library for {missing}, and there is no rustup to add it: install it for your Rust"
        );
    }
    steps.run(&format!("rustup target add {}", missing.join(" ")), || {
        run(Command::new("rustup")
            .args(["target", "add"])
            .args(&missing))
    })
}

/// Trunk, compatible with the version that Trunk.toml names.
pub fn trunk(steps: &mut Steps) -> Result<PathBuf> {
    let wanted =
        pinned(&read("Trunk.toml")?, "trunk-version").context("Trunk.toml has no trunk-version")?;
    from_cargo(steps, "trunk", "trunk", &wanted, |found| {
        found.compatible_with(&wanted)
    })
}

/// The command line program of wasm-bindgen. It must be of exactly the version of the crate: they share a private format.
pub fn wasm_bindgen(steps: &mut Steps) -> Result<PathBuf> {
    let wanted =
        locked(&read("Cargo.lock")?, "wasm-bindgen").context("Cargo.lock has no wasm-bindgen")?;
    from_cargo(
        steps,
        "wasm-bindgen-cli",
        "wasm-bindgen",
        &wanted,
        |found| *found == wanted,
    )
}

/// The WebDriver server of Firefox, which Debian does not package.
pub fn geckodriver(steps: &mut Steps) -> Result<PathBuf> {
    let wanted = Version::find("0.37.1").expect("a version");
    from_cargo(steps, "geckodriver", "geckodriver", &wanted, |found| {
        *found >= wanted
    })
}

/// wasm-opt with its version, or why the page is built without it.
pub fn wasm_opt(steps: &mut Steps) -> Result<(PathBuf, Version)> {
    let wanted = pinned(&read("Trunk.toml")?, "wasm_opt").context("Trunk.toml pins no wasm_opt")?;
    let right = |found: &Version| *found >= wanted;
    let installed = folder().join("npm/node_modules/.bin/wasm-opt");
    if let Some(found) = find("wasm-opt", &installed, right) {
        return Ok(found);
    }
    ensure!(
        on_path("npm").is_some(),
        "wasm-opt {wanted} or newer is not on PATH and npm, which could install it, is not either"
    );
    steps.run(&format!("wasm-opt {wanted} (npm package binaryen)"), || {
        npm_install("npm", &format!("binaryen@{wanted}"))?;
        let version = version(&installed).context("the installed wasm-opt does not run")?;
        Ok((installed, version))
    })
}

/// What makes scripts smaller, or why they stay as they are.
pub fn terser(steps: &mut Steps) -> Result<PathBuf> {
    let wanted = Version::find("5.44.0").expect("a version");
    let installed = folder().join("terser/node_modules/.bin/terser");
    if let Some((found, _)) = find("terser", &installed, |found| *found >= wanted) {
        return Ok(found);
    }
    ensure!(
        on_path("npm").is_some(),
        "terser is not on PATH and npm, which could install it, is not either"
    );
    steps.run(&format!("terser {wanted} (npm package)"), || {
        npm_install("terser", &format!("terser@{wanted}"))?;
        Ok(installed)
    })
}

/// Installs a package into a folder below target/tools, which is its alone: npm removes what it was not asked for.
fn npm_install(below: &str, package: &str) -> Result<()> {
    let npm = folder().join(below);
    fs::create_dir_all(&npm)?;
    run(Command::new("npm")
        .args([
            "install",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--prefix",
        ])
        .arg(&npm)
        .arg(package))
}

/// Frees the space of what `cargo install` built; the programs themselves stay.
pub fn sweep() -> Result<()> {
    let build = folder().join("build");
    if build.exists() {
        fs::remove_dir_all(&build).with_context(|| format!("cannot remove {}", build.display()))?;
    }
    Ok(())
}

/// The program on PATH or below target/tools, else installed from `package`.
fn from_cargo(
    steps: &mut Steps,
    package: &str,
    program: &str,
    wanted: &Version,
    right: impl Fn(&Version) -> bool,
) -> Result<PathBuf> {
    let installed = folder().join("bin").join(program);
    if let Some((path, _)) = find(program, &installed, right) {
        return Ok(path);
    }
    steps.run(
        &format!("{program} {wanted} (cargo install, minutes the first time)"),
        || {
            // A debug build with a little optimisation is there in a third of a release build's time, and quick enough.
            run(cargo()
                .args([
                    "install",
                    "--quiet",
                    "--locked",
                    "--debug",
                    package,
                    "--version",
                    &wanted.to_string(),
                    "--root",
                ])
                .arg(folder())
                .env("CARGO_TARGET_DIR", folder().join("build"))
                .env("CARGO_PROFILE_DEV_DEBUG", "0")
                .env("CARGO_PROFILE_DEV_OPT_LEVEL", "1"))
        },
    )?;
    Ok(installed)
}

/// The first of PATH and `installed` whose version is right.
fn find(
    program: &str,
    installed: &Path,
    right: impl Fn(&Version) -> bool,
) -> Option<(PathBuf, Version)> {
    for path in on_path(program).into_iter().chain([installed.to_owned()]) {
        if let Some(version) = version(&path).filter(&right) {
            println!("── {program} {version}: {}", path.display());
            return Some((path, version));
        }
    }
    None
}

fn read(file: &str) -> Result<String> {
    fs::read_to_string(crate::root().join(file)).with_context(|| format!("cannot read {file}"))
}
