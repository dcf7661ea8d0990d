//! Files that tests bring, by name: small programs written here in
//! WebAssembly's text form, broken ones, and real ones from registries.

/// The bytes of a file.
///
/// # Errors
/// When there is none of that name, or a real one cannot be fetched.
pub fn read(name: &str) -> Result<Vec<u8>, String> {
    match name {
        "empty.wasm" => Ok(Vec::new()),
        "text.wasm" => Ok(b"This is no module.\n".to_vec()),
        "component.wasm" => Ok(b"\0asm\x0d\0\x01\0\x07\x03\x01\x40\0".to_vec()),
        "truncated.wasm" => {
            let whole = program("hello")?;
            Ok(whole[..whole.len() - 20].to_vec())
        }
        "invalid.wasm" => {
            let text = command("(func (export \"_start\") i32.const 1)");
            // It can be read, and no browser compiles it.
            wat::parse_str(text).map_err(|error| error.to_string())
        }
        _ => program(name.strip_suffix(".wasm").unwrap_or(name)),
    }
}

fn program(name: &str) -> Result<Vec<u8>, String> {
    let text = match name {
        "hello" => command(&format!(r#"(data (i32.const 64) "Hello, wörld\n") (func (export "_start") {})"#, write(1, 64, 14))),
        "both" => command(&format!(
            r#"(data (i32.const 64) "outerr") (func (export "_start") {} {} (call $exit (i32.const 3)))"#,
            write(1, 64, 3),
            write(2, 67, 3)
        )),
        // Writes, then computes for ever.
        "busy" => command(&format!(
            r#"(data (i32.const 64) "first line\nsecond line\n") (func (export "_start") {} {} (loop $again (br $again)))"#,
            write(1, 64, 11),
            write(1, 75, 12)
        )),
        // Lines of 32 KB without an end.
        "flood" => command(&format!(
            r#"(func (export "_start")
                (memory.fill (i32.const 64) (i32.const 102) (i32.const 32767)) (i32.store8 (i32.const 32831) (i32.const 10))
                (loop $again {} (br $again)))"#,
            write(1, 64, 32_768)
        )),
        // A character of two bytes in two writes, then one of four bytes in four.
        "split" => command(&format!(
            r#"(data (i32.const 64) "é🦀") (func (export "_start") {})"#,
            (64..70).map(|at| write(1, at, 1)).collect::<String>()
        )),
        "unreachable" => command("(func $boom unreachable) (func (export \"_start\") (call $boom))"),
        "nameless" => command("(func unreachable) (func (export \"_start\") (call 2))"),
        "divide" => command("(func $halve (drop (i32.div_u (i32.const 1) (i32.const 0)))) (func (export \"_start\") (call $halve))"),
        "outside" => command("(func $reach (drop (i32.load (i32.const -8)))) (func (export \"_start\") (call $reach))"),
        "deep" => command("(func $down (param i32) (call $down (i32.add (local.get 0) (i32.const 1))) (drop (local.get 0))) (func (export \"_start\") (call $down (i32.const 0)))"),
        "throws" => command("(tag $lost) (func (export \"_start\") (throw $lost))"),
        "other-host" => r#"(module (import "env" "log_line" (func)) (memory (export "memory") 1) (func (export "_start")))"#.to_owned(),
        "emscripten" => r#"(module (import "env" "emscripten_resize_heap" (func (param i32) (result i32))))"#.to_owned(),
        "library" => r#"(module (memory (export "memory") 1) (func (export "add")))"#.to_owned(),
        _ => return Err(format!("no test brings a file named {name}")),
    };
    wat::parse_str(&text).map_err(|error| format!("{name}: {error}"))
}

/// A command with a memory, `fd_write` and `proc_exit`.
fn command(rest: &str) -> String {
    format!(
        r#"(module
            (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
            (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
            (memory (export "memory") 1)
            {rest})"#
    )
}

/// Writes some bytes of the memory to a file descriptor.
fn write(fd: u32, start: u32, length: u32) -> String {
    format!(
        "(i32.store (i32.const 0) (i32.const {start})) (i32.store (i32.const 4) (i32.const {length}))
         (drop (call $write (i32.const {fd}) (i32.const 0) (i32.const 1) (i32.const 8)))"
    )
}
