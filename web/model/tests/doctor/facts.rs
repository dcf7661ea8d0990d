//! What the card tells of a module.

use model::module::{Proposal, Toolchain};

use super::{COMMAND, examine, row, wasm};

/// A command with something at its end.
fn ending(more: &str) -> Vec<u8> {
    let end = COMMAND.rfind(')').expect("it has one");
    wasm(&format!("{} {more})", &COMMAND[..end]))
}

#[test]
fn who_made_it_is_told_by_its_producers() {
    for (producers, toolchain, languages) in [
        (
            r#"(language "Rust" "") (processed-by "rustc" "1.95.0 (5980 2026-04-14)")"#,
            Toolchain::Rust,
            "Rust",
        ),
        (
            r#"(language "C11" "") (language "Rust" "") (processed-by "clang" "21")"#,
            Toolchain::Rust,
            "Rust and C",
        ),
        (
            r#"(language "Go" "go1.25.5") (processed-by "Go cmd/compile" "go1.25.5")"#,
            Toolchain::Go,
            "Go",
        ),
        (
            r#"(language "C11" "") (processed-by "TinyGo" "0.41.1")"#,
            Toolchain::TinyGo,
            "Go",
        ),
        (
            r#"(language "C_plus_plus_14" "") (language "C11" "")"#,
            Toolchain::C,
            "C++ and C",
        ),
        (
            r#"(processed-by "wasm-bindgen" "0.2.104")"#,
            Toolchain::Rust,
            "Rust",
        ),
        (
            r#"(language "JavaScript" "")"#,
            Toolchain::JavaScript,
            "JavaScript",
        ),
    ] {
        let maker = examine(&ending(&format!("(@producers {producers})"))).maker;
        assert_eq!(
            (maker.toolchain, maker.languages.as_str()),
            (Some(toolchain), languages),
            "{producers}"
        );
        assert!(!maker.guessed);
    }
    let card = examine(&ending(
        r#"(@producers (language "Rust" "") (processed-by "rustc" "1.95.0 (5980 2026-04-14)"))"#,
    ))
    .card();
    assert_eq!(row(&card, "Made with"), "Rust (rustc 1.95.0)");
    assert_eq!(card.brief, "Rust · runs");
    assert_eq!(
        card.sentence,
        "This is a command for WASI preview 1 from Rust; it runs here."
    );
}

#[test]
fn who_made_it_is_guessed_by_names_and_said_so() {
    for (more, toolchain) in [
        ("(func $_ZN4core3fmt9Formatter3pad17h1E)", Toolchain::Rust),
        ("(func $runtime.mallocgc)", Toolchain::Go),
        ("(func $fmt.format__anon_1234)", Toolchain::Zig),
        (r#"(func (export "__new"))"#, Toolchain::AssemblyScript),
        (
            r#"(func (export "emscripten_stack_get_current"))"#,
            Toolchain::Emscripten,
        ),
        (r#"(@custom "go:buildid" "x")"#, Toolchain::Go),
    ] {
        let report = examine(&ending(more));
        assert_eq!(report.maker.toolchain, Some(toolchain), "{more}");
        assert!(report.maker.guessed, "{more}");
        assert!(
            row(&report.card(), "Made with").contains("probably"),
            "{more}"
        );
        assert!(
            report.verdict.sentence.contains("(probably from "),
            "{}",
            report.verdict.sentence
        );
    }
    let report = examine(&wasm(COMMAND));
    assert_eq!(
        (report.maker.toolchain, report.maker.guessed),
        (None, false)
    );
}

#[test]
fn what_is_in_it_is_listed() {
    let text = r#"(module $the-name
        (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (import "env" "log" (func))
        (memory (export "memory") 17 32)
        (func (export "_start"))
        (func (export "render"))
        (@custom ".debug_info" "0123456789")
        (@custom "other" "x"))"#;
    let report = examine(&wasm(text));
    let card = report.card();
    for (label, text) in [
        ("Kind", "module for another host"),
        ("Called", "the-name"),
        (
            "Imports",
            "2 from wasi_snapshot_preview1: fd_write, proc_exit; 1 from env: log",
        ),
        ("Not here", "env.log"),
        ("Exports", "_start, memory, render"),
        ("Memory", "its own, 1.1 MB at the start, 2 MB at most"),
        ("Debugging", "DWARF, 22 B; names of functions"),
        ("Needs", ""),
        ("Looked at", "all of it"),
    ] {
        assert_eq!(row(&card, label), text, "{label}");
    }
    assert!(row(&card, "Sections").contains("other 7 B"));
    assert_eq!(row(&card, "Size"), format!("{} B", report.size));
}

#[test]
fn what_it_needs_is_found() {
    let features = r#"(@custom "target_features" "\02+\07simd128-\07atomics")"#;
    for (more, needs) in [
        ("", vec![]),
        (
            "(func (memory.fill (i32.const 0) (i32.const 0) (i32.const 0)))",
            vec![Proposal::BulkMemory],
        ),
        ("(func (drop (v128.const i64x2 0 0)))", vec![Proposal::Simd]),
        (features, vec![Proposal::Simd]),
        ("(func return_call 1)", vec![Proposal::TailCalls]),
        (
            "(tag) (func try catch_all end)",
            vec![Proposal::Exceptions, Proposal::LegacyExceptions],
        ),
        (
            "(tag) (func block try_table (catch_all 0) end end)",
            vec![Proposal::Exceptions, Proposal::FinalExceptions],
        ),
        ("(tag $t) (func throw $t)", vec![Proposal::Exceptions]),
        ("(type (struct (field i32)))", vec![Proposal::Gc]),
        (
            "(func (drop (i32.atomic.load (i32.const 0))))",
            vec![Proposal::Threads],
        ),
        ("(table 1 externref)", vec![Proposal::References]),
        (
            "(memory i64 1)",
            vec![Proposal::Memory64, Proposal::Memories],
        ),
        (
            "(type $f (func)) (func (param (ref $f)) local.get 0 call_ref $f)",
            vec![Proposal::FunctionReferences],
        ),
        (
            "(func (param i64) (drop (drop (i64.add128 (local.get 0) (local.get 0) (local.get 0) (local.get 0)))))",
            vec![Proposal::WideArithmetic],
        ),
    ] {
        let report = examine(&ending(more));
        let model::module::Found::Module(shape) = report.found else {
            panic!("{more}: no module");
        };
        let mut wanted = model::module::Needs::default();
        needs.iter().for_each(|need| wanted.add(*need));
        assert_eq!(
            shape.needs,
            wanted,
            "{more}: {:?}",
            shape.needs.names().collect::<Vec<_>>()
        );
    }
    // Which kind of exceptions it has is said, not that it has some.
    let legacy = examine(&ending("(tag) (func try catch_all end)")).card();
    assert_eq!(legacy.needs, "legacy exceptions (try)");
}

#[test]
fn names_cannot_act() {
    let name = "a\\u{202e}b\\n<script>\\u{0}\\u{5d0}\\u{200b}";
    let text = format!(
        r#"(func (export "{name}")) (@custom "{name}" "x") (@producers (processed-by "{name}" "{name}"))"#
    );
    let module = COMMAND.replace(r#""wasi_snapshot_preview1""#, &format!("\"{name}\""));
    let module = module.replacen("(func (export", &format!("{text} (func (export"), 1);
    // `examine` looks at every text of the card.
    let report = examine(&wasm(&module));
    let sentence = report.verdict.sentence;
    assert!(
        sentence.contains(r"a\u{202e}b\n<script>\0\u{5d0}\u{200b}.fd_write"),
        "{sentence}"
    );
    // A long name is cut.
    let card = examine(&ending(&format!(
        r#"(func (export "{}"))"#,
        "x".repeat(90_000)
    )))
    .card();
    assert!(row(&card, "Exports").len() < 100);
}
