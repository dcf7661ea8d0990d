//! The filters as native programs.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// What a program left behind.
#[derive(Debug, PartialEq, Eq)]
pub struct Ended {
    /// Its standard output.
    pub stdout: Vec<u8>,
    /// Its standard error.
    pub stderr: Vec<u8>,
    /// Its exit status; nothing where a signal ended it.
    pub status: Option<i32>,
}

/// Builds the filters and tells where each one is. Cargo does nothing where nothing has changed; it uses the target directory
/// of the test itself, and so honours `CARGO_TARGET_DIR`.
///
/// # Panics
/// When they do not build; cargo has then said why.
pub fn filters() -> BTreeMap<String, PathBuf> {
    let build = Command::new(env!("CARGO"))
        .args([
            "build",
            "--package",
            "filters",
            "--bins",
            "--message-format",
            "json-render-diagnostics",
        ])
        .current_dir(root())
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo starts");
    assert!(
        build.status.success(),
        "the filters do not build: see above"
    );
    let messages = build
        .stdout
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice(line).ok());
    let executables = messages.filter_map(|message: serde_json::Value| {
        let name = message["target"]["name"].as_str()?.to_owned();
        Some((name, PathBuf::from(message["executable"].as_str()?)))
    });
    executables.collect()
}

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Runs a program with this environment and no other, and waits for its end.
///
/// # Errors
/// When it cannot be started, or its output cannot be read.
pub fn run(
    program: &Path,
    args: &[String],
    environment: &[(String, String)],
    stdin: &[u8],
) -> io::Result<Ended> {
    run_in(Path::new("."), program, args, environment, stdin)
}

/// The same, in a folder.
///
/// # Errors
/// When it cannot be started, or its output cannot be read.
pub fn run_in(
    folder: &Path,
    program: &Path,
    args: &[String],
    environment: &[(String, String)],
    stdin: &[u8],
) -> io::Result<Ended> {
    let mut child = Command::new(program)
        .current_dir(folder)
        .args(args)
        .env_clear()
        .envs(environment.iter().cloned())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut pipe = child.stdin.take();
    let output = thread::scope(|scope| {
        // A program that ends early closes its input, which is no failure.
        scope.spawn(move || pipe.as_mut().map(|pipe| pipe.write_all(stdin)));
        child.wait_with_output()
    })?;
    Ok(Ended {
        stdout: output.stdout,
        stderr: output.stderr,
        status: output.status.code(),
    })
}

/// An empty folder of this process's own.
///
/// # Errors
/// When it cannot be made.
pub fn fresh_folder(what: &str) -> io::Result<PathBuf> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("pourover-{what}-{}-{number}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Bytes for a message: short, and on one line.
pub fn shown(bytes: &[u8]) -> String {
    let text = bytes.escape_ascii().to_string();
    match text.char_indices().nth(2000) {
        None => text,
        Some((at, _)) => format!("{}… ({} bytes)", &text[..at], bytes.len()),
    }
}
