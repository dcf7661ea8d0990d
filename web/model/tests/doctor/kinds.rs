//! Modules and components, and the sentence that each one gets.

use model::module::{Host, Kind};

use super::{COMMAND, examine, host, refusal, wasm};

#[test]
fn a_command_runs() {
    assert_eq!(host(&wasm(COMMAND)), Host::Preview1);
    assert_eq!(
        examine(&wasm(COMMAND)).verdict.sentence,
        "This is a command for WASI preview 1; it runs here."
    );
    let unstable = COMMAND.replace("wasi_snapshot_preview1", "wasi_unstable");
    assert_eq!(host(&wasm(&unstable)), Host::Preview1);
}

#[test]
fn wasix_is_another_host() {
    for (module, name, memory, limit) in [
        ("wasix_32v1", "proc_fork", "1", "wasmer-wasix"),
        ("wasix_64v1", "proc_fork", "i64 1", "cannot wait"),
        ("wasix_32v1", "sock_open", "1", "no sockets"),
        ("wasix_32v1", "thread_spawn_v2", "1 9 shared", "threads"),
    ] {
        let text = format!(
            r#"(module
                (import "wasi_snapshot_preview1" "fd_write" (func))
                (import "{module}" "{name}" (func))
                (memory (export "memory") {memory})
                (func (export "_start")))"#
        );
        let bytes = wasm(&text);
        assert_eq!(host(&bytes), Host::Wasix, "{text}");
        let sentence = examine(&bytes).verdict.sentence;
        assert!(
            sentence.contains("with limits: ") && sentence.contains(limit),
            "{sentence}"
        );
    }
}

#[test]
fn limits_are_said() {
    let start = r#"(func (export "_start"))"#;
    for (rest, limit) in [
        (r#"(memory (export "memory") 65536)"#, "so much memory"),
        (
            r#"(memory (export "memory") 1) (memory 1)"#,
            "several memories",
        ),
        (
            r#"(memory (export "memory") 1 1 (pagesize 1))"#,
            "pages of another size",
        ),
        (
            r#"(memory (export "memory") 1) (func (param v128) (result v128)
                (i8x16.relaxed_swizzle (local.get 0) (local.get 0)))"#,
            "relaxed SIMD",
        ),
    ] {
        let report = examine(&wasm(&format!("(module {rest} {start})")));
        assert_eq!(report.verdict.host, Some(Host::Preview1));
        let limits = report.verdict.limits;
        assert!(limits.len() == 1 && limits[0].contains(limit), "{limits:?}");
    }
}

#[test]
fn a_wasix_program_may_want_its_memory_from_the_host() {
    for (wasix, memory) in [("wasix_32v1", "1 9 shared"), ("wasix_64v1", "i64 1")] {
        let report = examine(&wasm(&format!(
            r#"(module (import "{wasix}" "fd_dup" (func)) (import "env" "memory" (memory {memory})) (func (export "_start")))"#
        )));
        assert_eq!(report.verdict.host, Some(Host::Wasix), "{memory}");
    }
}

#[test]
fn what_is_no_program_for_this_host_is_named() {
    let import = |module: &str, name: &str| format!(r#"(import "{module}" "{name}" (func))"#);
    let library = r#"(memory (export "memory") 1) (func (export "add")) (func (export "_hidden"))"#;
    let go = r#"(@producers (language "Go" "go1.25"))"#;
    for (text, kind, said) in [
        (import("wasix_32v1", "fd_dup"), Kind::Library, "no _start"),
        (
            import("wasix_32v1", "fd_dup") + r#"(import "env" "memory" (memory 1 2 shared))"#,
            Kind::Library,
            "no _start",
        ),
        (
            import("wasix_32v1", "fd_dup")
                + r#"(import "env" "memory" (memory 1 2 shared)) (memory 1) (func (export "_start"))"#,
            Kind::Threads,
            "threads share",
        ),
        (
            import("wasix_32v1", "fd_dup") + &import("env", "dlopen"),
            Kind::OtherHost,
            "imports env.dlopen,",
        ),
        (
            import("wbg", "__wbg_log"),
            Kind::WasmBindgen,
            "wasm-bindgen",
        ),
        (
            import("./x_bg.js", "log"),
            Kind::WasmBindgen,
            "cargo build --target wasm32-wasip1",
        ),
        (
            import("gojs", "runtime.wasmExit"),
            Kind::GoJs,
            "GOOS=wasip1",
        ),
        (
            import("env", "emscripten_resize_heap"),
            Kind::Emscripten,
            "emcc -sSTANDALONE_WASM",
        ),
        (import("a", "b"), Kind::Emscripten, "Emscripten"),
        (
            import("wasi:cli/stdout@0.2.0", "get-stdout"),
            Kind::Preview2,
            "WASI 0.2",
        ),
        (import("env", "abort"), Kind::AssemblyScript, "wasi-shim"),
        (
            import("wasi", "thread-spawn") + r#"(import "env" "memory" (memory 1 2 shared))"#,
            Kind::Threads,
            "threads",
        ),
        (
            r#"(import "env" "memory" (memory 1 2 shared))"#.to_owned(),
            Kind::Threads,
            "threads",
        ),
        (
            r#"(import "env" "memory" (memory 1))"#.to_owned(),
            Kind::OtherHost,
            "memory from its host",
        ),
        (
            import("env", "log_line"),
            Kind::OtherHost,
            "imports env.log_line,",
        ),
        (
            import("extism:host/env", "input_length"),
            Kind::OtherHost,
            "Extism",
        ),
        (
            import("wasi_snapshot_preview1", "sock_open"),
            Kind::OtherHost,
            "WasmEdge",
        ),
        (
            import("wasi_snapshot_preview1", "fd_dup"),
            Kind::OtherHost,
            "wasi_snapshot_preview1.fd_dup",
        ),
        (library.to_owned(), Kind::Library, "(it exports add)"),
        (
            format!(r#"{library} (func (export "_initialize"))"#),
            Kind::Reactor,
            "an _initialize and no _start (it exports add)",
        ),
        (
            format!(r#"{go} {library} (func (export "_initialize"))"#),
            Kind::Reactor,
            "GOARCH=wasm go build, without -buildmode=c-shared",
        ),
        (String::new(), Kind::Library, "no functions"),
        (
            r#"(memory 1) (func (export "_start"))"#.to_owned(),
            Kind::Command,
            "not exported",
        ),
        (
            r#"(memory (export "memory") i64 1) (func (export "_start"))"#.to_owned(),
            Kind::Memory64,
            "64-bit",
        ),
        (
            r#"(@custom "linking" "\02")"#.to_owned(),
            Kind::Object,
            "link it",
        ),
        (
            r#"(@custom "reloc.CODE" "\00")"#.to_owned(),
            Kind::Object,
            "link it",
        ),
        (
            r#"(@custom "dylink.0" "\01")"#.to_owned(),
            Kind::Shared,
            "shared library",
        ),
    ] {
        let report = examine(&wasm(&format!("(module {text})")));
        assert_eq!(report.kind, kind, "{text}: {}", report.verdict.sentence);
        assert_eq!(report.verdict.host, None, "{text}");
        let sentence = report.verdict.sentence;
        assert!(sentence.contains(said), "{said}: {sentence}");
    }
}

#[test]
fn many_missing_imports_are_counted() {
    let imports: String = (0..9)
        .map(|at| format!(r#"(import "env" "call{at}" (func))"#))
        .collect();
    let sentence = refusal(&wasm(&format!("(module {imports})")));
    assert!(
        sentence.contains("imports env.call0, env.call1, env.call2 and 6 more,"),
        "{sentence}"
    );
}

#[test]
fn components_are_told_apart() {
    let run = r#"(component
        (import "wasi:cli/stdout@0.2.3" (instance))
        (instance $run)
        (export "wasi:cli/run@0.2.3" (instance $run)))"#;
    let server = run.replace("wasi:cli/run@0.2.3", "wasi:http/incoming-handler@0.2.3");
    let other = run.replace("wasi:cli/run@0.2.3", "some:thing/else");
    let newer = run.replace("0.2.3", "0.3.0");
    let inside = run.replace(
        "(instance $run)\n",
        r#"(core module (@producers (language "Rust" "") (processed-by "rustc" "1.95.0")))  (instance $run)"#,
    );
    let imports = run.replace("wasi:cli/stdout@", "wasi:http/types@");
    for (text, said) in [
        (
            newer.as_str(),
            "a command for WASI 0.3.0, which does not run here yet",
        ),
        (imports.as_str(), "imports wasi:http/types@0.2.3"),
        (&server, "HTTP"),
        (&other, "exports some:thing/else"),
        ("(component)", "exports nothing"),
        (
            r#"(component (type $t (func)) (export "t" (type $t)))"#,
            "interfaces (WIT)",
        ),
    ] {
        let bytes = wasm(text);
        assert_eq!(examine(&bytes).kind, Kind::Component);
        let sentence = refusal(&bytes);
        assert!(sentence.contains(said), "{said}: {sentence}");
    }
    let sockets = run.replace("wasi:cli/stdout@", "wasi:sockets/tcp@");
    for (text, said) in [
        (
            run,
            "This is a component, a command for WASI 0.2.3; it runs here.",
        ),
        (
            inside.as_str(),
            "This is a component from Rust, a command for WASI 0.2.3; it runs here.",
        ),
        (
            sockets.as_str(),
            "it runs here with limits: there are no sockets.",
        ),
    ] {
        let report = examine(&wasm(text));
        assert_eq!(report.verdict.host, Some(Host::Component));
        let sentence = report.verdict.sentence;
        assert!(sentence.contains(said), "{said}: {sentence}");
    }
}

#[test]
fn a_truncated_module_is_called_so_wherever_it_was_cut() {
    let whole = wasm(&COMMAND.replace(
        "(func (export",
        "(func $big (param i32) local.get 0 drop) (func (export",
    ));
    for length in 1..whole.len() {
        let report = examine(&whole[..length]);
        // At a section's end it is a valid module that lacks something, or only
        // its names.
        let said = ["cut off", "library", "not exported"];
        assert!(
            report.verdict.host.is_some()
                || said
                    .iter()
                    .any(|said| report.verdict.sentence.contains(said)),
            "cut at {length}: {}",
            report.verdict.sentence
        );
    }
    assert!(refusal(&whole[..whole.len() - 30]).contains("cut off"));
}

#[test]
fn a_module_saved_as_text_is_called_so() {
    let mut text = wasm(COMMAND)[..12].to_vec();
    text.extend_from_slice("\u{fffd}\u{fffd}\u{fffd}\u{fffd}".as_bytes());
    assert!(refusal(&text).contains("saved as text"));
}
