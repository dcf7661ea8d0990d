//! Compiles what others wrote, where a registry has its sources alone.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{
    Origin,
    package::{self, run},
};

/// The AssemblyScript compiler, and what makes WASI of its calls to JavaScript.
const ASSEMBLY_SCRIPT: [&str; 2] = ["assemblyscript@0.28.20", "@assemblyscript/wasi-shim@0.1.0"];

/// A crate's binary, for wasm32-wasip1, by the rustc that is here.
pub fn cargo(from: &Origin, scratch: &Path, build: &Path) -> Result<Vec<u8>, String> {
    run(Command::new("cargo")
        .args(["install", "--quiet", "--locked", "--no-track"])
        .args(["--target", "wasm32-wasip1"])
        .args(["--version", &from.version, "--bin", &from.file])
        .arg("--target-dir")
        .arg(build)
        .args(["--root", ".", &from.package])
        .current_dir(scratch))?;
    read(&scratch.join("bin").join(format!("{}.wasm", from.file)))
}

/// A program in an npm package that is written in AssemblyScript.
pub fn assembly_script(from: &Origin, scratch: &Path) -> Result<Vec<u8>, String> {
    fs::write(scratch.join("package.json"), "{}").map_err(|error| error.to_string())?;
    run(Command::new("npm")
        .args(["install", "--loglevel=error", "--no-audit", "--no-fund"])
        .args(["--ignore-scripts", "--legacy-peer-deps", "--save-exact"])
        .arg(format!("{}@{}", from.package, from.version))
        .args(&from.with)
        .args(ASSEMBLY_SCRIPT)
        .current_dir(scratch))?;
    run(Command::new("node")
        .args(["node_modules/assemblyscript/bin/asc.js"])
        .arg(format!("node_modules/{}/{}", from.package, from.file))
        .args([
            "--config",
            "node_modules/@assemblyscript/wasi-shim/asconfig.json",
        ])
        .args(["--optimize", "--outFile", "program.wasm"])
        .current_dir(scratch))?;
    read(&scratch.join("program.wasm"))
}

/// A program among the sources that come with the Zig compiler.
pub fn zig(from: &Origin, cache: &Path, scratch: &Path) -> Result<Vec<u8>, String> {
    let wheel = package::archive(from, cache)?;
    run(Command::new("python3")
        .args(["-m", "zipfile", "-e"])
        .arg(wheel)
        .arg(".")
        .current_dir(scratch))?;
    let home = scratch.join("ziglang");
    let compiler = home.join("zig");
    // Python's zipfile forgets that it may be run.
    run(Command::new("chmod").arg("+x").arg(&compiler))?;
    // The program's own `main`, from a folder that holds all that it imports.
    let written = |path: &Path, text: &str| {
        fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
    };
    let sources = home.join("lib/compiler");
    let entry = sources.join("entry.zig");
    let main = format!("pub const main = @import(\"{}\").main;\n", from.file);
    written(&entry, &main)?;
    let options = scratch.join("options.zig");
    written(&options, "pub const enable_tracy = false;\n")?;
    let module = |name: &str, path: &Path| format!("-M{name}={}", path.display());
    run(Command::new(compiler)
        .args(["build-exe", "-target", "wasm32-wasi", "-OReleaseSmall"])
        .args(["-fstrip", "--name", "program"])
        .args(["--cache-dir", "cache", "--global-cache-dir", "cache"])
        .args(["--dep", "aro"])
        .arg(module("root", &entry))
        .args(["--dep", "build_options"])
        .arg(module("aro", &sources.join("aro/aro.zig")))
        .arg(module("build_options", &options))
        .current_dir(scratch))?;
    read(&scratch.join("program.wasm"))
}

fn read(built: &Path) -> Result<Vec<u8>, String> {
    fs::read(built).map_err(|error| format!("{}: {error}", built.display()))
}
