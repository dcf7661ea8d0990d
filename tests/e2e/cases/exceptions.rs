//! Programs that throw and catch, in both of WebAssembly's designs.

use serde_json::json;

use super::{Case, case, contains, equal};
use crate::{
    Outcome,
    page::{Error, Page},
};

pub fn cases() -> Vec<Case> {
    vec![
        case("what_is_thrown_is_caught_in_both_designs", caught),
        case("what_nobody_catches_is_a_trap_with_a_reason", uncaught),
        case(
            "an_engine_that_lacks_a_feature_is_told_by_its_name",
            lacking,
        ),
    ]
}

/// A program that throws the number 7 with `$e` and does this with it.
fn program(body: &str) -> Result<Vec<u8>, wat::Error> {
    wat::parse_str(format!(
        r#"(module
            (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
            (memory (export "memory") 1)
            (tag $e (param i32))
            (data (i32.const 64) "caught 0\n")
            (func $throws (param i32) (throw $e (local.get 0)))
            (func $say (param i32)
                (i32.store8 (i32.const 71) (i32.add (i32.const 48) (local.get 0)))
                (i32.store (i32.const 0) (i32.const 64)) (i32.store (i32.const 4) (i32.const 9))
                (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))
            (func (export "_start") {body}))"#
    ))
}

const LEGACY: &str = "try i32.const 7 call $throws catch $e call $say end";
const FINAL: &str = "(call $say (block $caught (result i32)
    (try_table (catch $e $caught) (call $throws (i32.const 7))) (i32.const 0)))";
/// Catches a reference to what was thrown, and throws that.
const AGAIN: &str = "(call $say (block $outer (result i32)
    (try_table (catch $e $outer)
        (throw_ref (block $inner (result exnref)
            (try_table (catch_all_ref $inner) (call $throws (i32.const 9))) (unreachable))))
    (i32.const 0)))";

const DESIGNS: [(&str, &str, &str); 3] = [
    ("legacy", LEGACY, "caught 7\n"),
    ("final", FINAL, "caught 7\n"),
    ("again", AGAIN, "caught 9\n"),
];

/// Whether this browser takes the module.
async fn takes(page: &Page, module: &[u8]) -> Result<bool, Error> {
    let valid = page
        .script(
            "return WebAssembly.validate(new Uint8Array(arguments[0]))",
            vec![json!(module)],
        )
        .await?;
    Ok(valid == true)
}

async fn caught(page: Page) -> Outcome {
    for (name, body, stdout) in DESIGNS {
        let module = program(body)?;
        equal("the engine has it", takes(&page, &module).await?, true)?;
        page.choose_module(&module, &format!("{name}.wasm")).await?;
        let run = page.run(&format!("{name} | cat")).await?;
        equal("status", run.status, "exited 0")?;
        equal(name, String::from_utf8_lossy(&run.stdout), stdout)?;
    }
    Ok(())
}

async fn uncaught(page: Page) -> Outcome {
    let module = program("(call $say (i32.const 1)) (call $throws (i32.const 7))")?;
    page.choose_module(&module, "throws.wasm").await?;
    let run = page.run("throws").await?;
    equal("status", run.status, "trapped: uncaught exception")?;
    equal("what it wrote", &run.stdout[..], b"caught 1\n")
}

/// As in an engine that knows neither design.
const WITHOUT: &str = "
    const engine = window.WebAssembly;
    const refuse = async () => { throw new engine.CompileError('invalid opcode 0x1f') };
    const compile = engine.compileStreaming;
    engine.compile = refuse;
    engine.compileStreaming = async (response) => (await response).url ? compile(response) : refuse();";

async fn lacking(page: Page) -> Outcome {
    page.script(WITHOUT, vec![]).await?;
    for (name, body) in [("legacy", LEGACY), ("final", FINAL)] {
        let file = format!("{name}.wasm");
        page.drop_file("main", &program(body)?, &file).await?;
        page.when(
            "document.getElementById('notice')?.innerText.startsWith(arguments[0])",
            vec![json!(format!("{file}: "))],
        )
        .await?;
        let notice = page.text("#notice").await?;
        contains(&notice, "This browser cannot compile the module")?;
        contains(&notice, &format!("{name} exceptions"))?;
        equal("one sentence", notice.matches(". ").count(), 0)?;
    }
    Ok(())
}
