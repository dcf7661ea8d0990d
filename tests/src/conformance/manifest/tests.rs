use std::path::PathBuf;

use super::*;
use crate::native::fresh_folder;

fn written(files: &[(&str, &[u8])]) -> PathBuf {
    let folder = fresh_folder("manifest").unwrap();
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

const CORE: &[u8] = b"\0asm\x01\0\0\0";

#[test]
fn a_manifest_says_everything() {
    let text = r#"{"tests": [
        {"name": "a", "suite": "s", "wasm": "bin/a.wasm", "argv0": "me", "args": ["x"], "env": {"B": "b", "A": "a"},
         "dirs": [{"guest": "/", "host": "d"}, {"guest": "/ro", "host": "e", "readonly": true}],
         "stdin_file": "in", "expect_exit": 3, "expect_stdout": "o", "expect_stderr": null,
         "stdout_compare": "sorted-lines-nodots", "timeout_s": 1.5, "min_ms": 10},
        {"name": "b", "suite": "s", "wasm": "b.wasm"}]}"#;
    let folder = written(&[("m.json", text.as_bytes()), ("in", b"input")]);
    let (cases, left_out) = read(&folder.join("m.json")).unwrap();
    assert!(left_out.is_empty());
    let dir = |guest: &str, host: &str, readonly| Dir {
        guest: guest.into(),
        host: folder.join(host),
        readonly,
    };
    let expected = Case {
        name: "a".into(),
        suite: "s".into(),
        wasm: folder.join("bin/a.wasm"),
        args: vec!["me".into(), "x".into()],
        env: vec![("B".into(), "b".into()), ("A".into(), "a".into())],
        dirs: vec![dir("/", "d", false), dir("/ro", "e", true)],
        stdin: b"input".to_vec(),
        expect: Expect {
            exit: 3,
            stdout: Some(b"o".to_vec()),
            stderr: None,
            compare: Compare::SortedLinesNoDots,
        },
        timeout: Duration::from_millis(1500),
        at_least: Duration::from_millis(10),
    };
    assert_eq!(cases[0], expected);
    assert_eq!(cases[1].args, ["b.wasm"]);
    assert_eq!((cases[1].expect.exit, &cases[1].expect.stdout), (0, &None));
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_is_wrong_is_said() {
    let wrong = |text: &str| {
        let folder = written(&[("m.json", text.as_bytes())]);
        let why = read(&folder.join("m.json")).unwrap_err();
        fs::remove_dir_all(folder).unwrap();
        why
    };
    let why = wrong(r#"{"tests": [{"name": "a", "suite": "s", "wasm": "a", "expected": 1}]}"#);
    assert!(why.contains("unknown field `expected`"), "{why}");
    let why =
        wrong(r#"{"tests": [{"name": "a", "suite": "s", "wasm": "a", "stdout_compare": "?"}]}"#);
    assert_eq!(why, "a: there is no comparison ?");
    let why = wrong(
        r#"{"tests": [{"name": "a", "suite": "s", "wasm": "a", "stdin": "", "stdin_file": ""}]}"#,
    );
    assert_eq!(why, "a: a text and a file are given for the same");
    let why = wrong(r#"{"tests": [{"name": "a", "suite": "s", "wasm": "a", "timeout_s": -1}]}"#);
    assert_eq!(why, "a: a time is no time");
}

#[test]
fn both_forms_of_wasi_testsuite_are_understood() {
    let operations = br#"{"operations": [
        {"type": "run", "args": ["x"], "env": {"A": "b"}, "root": "d"},
        {"type": "read", "payload": "one"}, {"type": "read", "id": "stderr", "payload": "two"},
        {"type": "wait", "exit_code": 2}]}"#;
    let folder = written(&[
        (
            "c/manifest.json",
            br#"{"name": "C", "version": "wasm32-wasip1"}"#,
        ),
        ("c/new.wasm", CORE),
        ("c/new.json", operations),
        ("c/old.wasm", CORE),
        (
            "c/old.json",
            br#"{"args": ["y"], "dirs": ["e"], "exit_code": 33, "stdout": "hello"}"#,
        ),
        ("c/plain.wasm", CORE),
        ("c/http.wasm", CORE),
        (
            "c/http.json",
            br#"{"proposals": ["http"], "operations": [{"type": "request"}]}"#,
        ),
        ("p3/component.wasm", b"\0asm\x0d\0\x01\0"),
    ]);
    let (cases, left_out) = read(&folder).unwrap();
    let names: Vec<_> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names, ["new", "old", "plain"]);
    assert!(cases.iter().all(|case| case.suite == "C"));
    assert_eq!(cases[0].args, ["new.wasm", "x"]);
    assert_eq!(cases[0].dirs[0].guest, "/");
    assert_eq!(cases[0].dirs[0].host, folder.join("c/d"));
    assert_eq!(cases[0].expect.stdout.as_deref(), Some(&b"one"[..]));
    assert_eq!(cases[0].expect.stderr.as_deref(), Some(&b"two"[..]));
    assert_eq!(cases[0].expect.exit, 2);
    assert_eq!(cases[1].dirs[0].guest, "e");
    assert_eq!(cases[1].expect.exit, 33);
    assert_eq!(cases[2].expect.stdout, None);
    assert_eq!(left_out.len(), 2, "{left_out:?}");
    assert!(left_out[0].ends_with("http.wasm: it needs http"));
    assert!(left_out[1].ends_with("component.wasm: it is no core module"));
    let (one, _) = read(&folder.join("c/old.json")).unwrap();
    assert_eq!(one, cases[1..2]);
    fs::remove_dir_all(folder).unwrap();
}
