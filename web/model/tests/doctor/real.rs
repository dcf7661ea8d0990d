//! Modules that the Rust compiler here makes.

use std::{env, fs, path::Path, process::Command};

use model::module::{Kind, Toolchain};

use super::{examine, host, refusal, row};

const PROGRAM: &str = r#"
    #[unsafe(no_mangle)] pub extern "C" fn doubled(number: i32) -> i32 { number * 2 }
    pub fn main() { println!("{}", doubled(std::env::args().count() as i32)); }"#;

/// What rustc makes of the program for a target.
fn build(name: &str, target: &str, arguments: &[&str]) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (source, made) = (folder.join(name).with_extension("rs"), folder.join(name));
    fs::write(&source, PROGRAM).expect("the folder is ours");
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(rustc);
    command
        .args(["--edition", "2024", "--target", target, "-o"])
        .arg(&made)
        .args(arguments)
        .arg(&source);
    let output = command.output().expect("rustc is there");
    assert!(
        output.status.success(),
        "rustc cannot build for {target} (if it is missing: rustup target add {target}):\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    fs::read(made).expect("rustc made it")
}

#[test]
fn a_program_runs() {
    let bytes = build("program.wasm", "wasm32-wasip1", &[]);
    host(&bytes);
    let report = examine(&bytes);
    assert_eq!(
        (report.kind, report.maker.toolchain),
        (Kind::Command, Some(Toolchain::Rust))
    );
    assert!(
        report.maker.tools.contains("rustc 1."),
        "{}",
        report.maker.tools
    );
    let card = report.card();
    assert!(row(&card, "Imports").contains("from wasi_snapshot_preview1"));
    assert!(
        row(&card, "Debugging").contains("names of functions"),
        "{}",
        row(&card, "Debugging")
    );
    assert!(row(&card, "Exports").contains("_start"));
    let stripped = build(
        "stripped.wasm",
        "wasm32-wasip1",
        &["-Cstrip=symbols", "-Copt-level=s"],
    );
    assert_eq!(row(&examine(&stripped).card(), "Debugging"), "");
}

#[test]
fn a_library_is_told_from_a_program() {
    let library = ["--crate-type", "cdylib"];
    // rustc's own exports initialise themselves: it makes no reactor.
    let bytes = build("library.wasm", "wasm32-wasip1", &library);
    assert_eq!(examine(&bytes).kind, Kind::Library);
    let sentence = refusal(&bytes);
    assert!(
        sentence.contains("it exports doubled") && sentence.contains("not as a library (cdylib)"),
        "{sentence}"
    );
    let bare = build("bare.wasm", "wasm32-unknown-unknown", &library);
    assert_eq!(examine(&bare).kind, Kind::Library);
    assert!(refusal(&bare).contains("cargo build --target wasm32-wasip1"));
}

#[test]
fn what_is_not_linked_is_said_to_be_so() {
    let object = build(
        "object.o",
        "wasm32-wasip1",
        &["--emit=obj", "--crate-type", "lib"],
    );
    assert_eq!(examine(&object).kind, Kind::Object);
    let archive = build("archive.a", "wasm32-wasip1", &["--crate-type", "staticlib"]);
    assert!(refusal(&archive).contains("static library"));
}
