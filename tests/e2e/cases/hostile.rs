//! Programs that try to break the host: wild pointers, lengths that overflow,
//! standard files closed and moved, ends in odd places, stacks that run out.
//! Each gets an errno, wasmtime's where that gives one, or a trap with a name;
//! the page lives and the next run is right.

use std::fmt::Write as _;

use super::{Case, case, contains, equal};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![
        case(
            "wild_pointers_and_lengths_are_efault_in_every_call",
            wild_pointers,
        ),
        case(
            "vectors_that_overlap_alias_or_overflow_are_read_once",
            vectors,
        ),
        case("closed_and_moved_standard_files_are_gone", standard_files),
        case("stdin_and_stdout_can_change_places", places),
        case("proc_exit_ends_the_program_wherever_it_is", exits),
        case("exit_codes_are_32_bits", exit_codes),
        case("a_start_section_may_call_the_host", start_section),
        case("memories_of_every_size_and_growth", memories),
        case("poll_oneoff_takes_anything", polls),
        case("poll_oneoff_waits_as_long_as_it_says", polls_wait),
        case(
            "clocks_yields_and_random_bytes",
            clocks_yields_and_random_bytes,
        ),
        case("odd_modules_get_a_sentence", odd_modules),
        case("a_stack_that_runs_out_in_the_host_is_named", host_stack),
        case(
            "a_stack_that_runs_out_and_is_caught_harms_no_later_run",
            caught_stack,
        ),
        case(
            "a_stack_that_runs_out_line_by_line_harms_no_later_run",
            line_stack,
        ),
        case("a_trap_line_by_line_ends_the_run_wherever_it_is", line_trap),
        case("bytes_before_a_trap_and_tiny_writes_arrive", tiny_writes),
        case("4_gb_in_one_write_is_counted", one_huge_write),
        case("a_writer_that_ignores_epipe_can_be_stopped", ignores_epipe),
        case("a_stage_that_never_reads_ends_its_writer", never_reads),
        case(
            "a_closed_stdout_is_the_end_for_its_reader",
            closes_stdout_early,
        ),
    ]
}

const BADF: u32 = 8;
const FAULT: u32 = 21;
const INVAL: u32 = 28;
const NOTSOCK: u32 = 57;
const NOTSUP: u32 = 58;
const SPIPE: u32 = 70;

const PREVIEW1: &str = "wasi_snapshot_preview1";
const UNSTABLE: &str = "wasi_unstable";

/// A call that is made with good arguments, and then with each of its pointers
/// and lengths gone wild.
struct Call {
    name: &'static str,
    /// Its parameters; `I` is 64 bits wide.
    takes: &'static str,
    good: &'static [u64],
    pointers: &'static [usize],
    lengths: &'static [usize],
    /// What it gives for good arguments, without files and with them.
    gives: [u32; 2],
}

const fn call(
    name: &'static str,
    takes: &'static str,
    good: &'static [u64],
    pointers: &'static [usize],
    lengths: &'static [usize],
    gives: [u32; 2],
) -> Call {
    Call {
        name,
        takes,
        good,
        pointers,
        lengths,
        gives,
    }
}

/// All of `wasi_snapshot_preview1`, in an order in which each finds what the one
/// before it left. fd 3 is the directory, if there is one, with a file `a`.
const CALLS: [Call; 44] = [
    call("args_get", "ii", &[1024, 2048], &[0, 1], &[], [0, 0]),
    call("args_sizes_get", "ii", &[1024, 1028], &[0, 1], &[], [0, 0]),
    call("clock_res_get", "ii", &[0, 1024], &[1], &[], [0, 0]),
    call("clock_time_get", "iIi", &[0, 0, 1024], &[2], &[], [0, 0]),
    call("environ_get", "ii", &[1024, 2048], &[0, 1], &[], [0, 0]),
    call(
        "environ_sizes_get",
        "ii",
        &[1024, 1028],
        &[0, 1],
        &[],
        [0, 0],
    ),
    call("fd_advise", "iIIi", &[3, 0, 0, 6], &[], &[], [BADF, BADF]),
    call("fd_allocate", "iII", &[3, 0, 1], &[], &[], [BADF, BADF]),
    call("fd_close", "i", &[9], &[], &[], [BADF, BADF]),
    call("fd_datasync", "i", &[3], &[], &[], [BADF, BADF]),
    call("fd_fdstat_get", "ii", &[1, 1024], &[1], &[], [0, 0]),
    call("fd_fdstat_set_flags", "ii", &[3, 0], &[], &[], [BADF, BADF]),
    call(
        "fd_fdstat_set_rights",
        "iII",
        &[9, 0, 0],
        &[],
        &[],
        [BADF, BADF],
    ),
    call("fd_filestat_get", "ii", &[1, 1024], &[1], &[], [0, 0]),
    call(
        "fd_filestat_set_size",
        "iI",
        &[3, 0],
        &[],
        &[],
        [BADF, BADF],
    ),
    call(
        "fd_filestat_set_times",
        "iIIi",
        &[3, 0, 0, 0],
        &[],
        &[],
        [BADF, 0],
    ),
    call(
        "fd_pread",
        "iiiIi",
        &[3, 64, 1, 0, 1024],
        &[1, 4],
        &[2],
        [BADF, BADF],
    ),
    call("fd_prestat_get", "ii", &[3, 1024], &[1], &[], [BADF, 0]),
    call(
        "fd_prestat_dir_name",
        "iii",
        &[3, 1024, 1],
        &[1],
        &[],
        [BADF, 0],
    ),
    call(
        "fd_pwrite",
        "iiiIi",
        &[3, 64, 1, 0, 1024],
        &[1, 4],
        &[2],
        [BADF, BADF],
    ),
    call("fd_read", "iiii", &[0, 64, 1, 1024], &[1, 3], &[2], [0, 0]),
    call(
        "fd_readdir",
        "iiiIi",
        &[3, 1024, 512, 0, 2048],
        &[1, 4],
        &[2],
        [BADF, 0],
    ),
    call("fd_renumber", "ii", &[9, 10], &[], &[], [BADF, BADF]),
    call("fd_seek", "iIii", &[3, 0, 0, 1024], &[3], &[], [BADF, BADF]),
    call("fd_sync", "i", &[3], &[], &[], [BADF, BADF]),
    call("fd_tell", "ii", &[3, 1024], &[1], &[], [BADF, BADF]),
    call("fd_write", "iiii", &[2, 64, 1, 1024], &[1, 3], &[2], [0, 0]),
    call(
        "path_create_directory",
        "iii",
        &[3, 33, 1],
        &[1],
        &[2],
        [BADF, 0],
    ),
    call(
        "path_filestat_get",
        "iiiii",
        &[3, 0, 32, 1, 1024],
        &[2, 4],
        &[3],
        [BADF, 0],
    ),
    call(
        "path_filestat_set_times",
        "iiiiIIi",
        &[3, 0, 32, 1, 0, 0, 0],
        &[2],
        &[3],
        [BADF, 0],
    ),
    call(
        "path_link",
        "iiiiiii",
        &[3, 0, 32, 1, 3, 34, 1],
        &[2, 5],
        &[3, 6],
        [BADF, 0],
    ),
    call(
        "path_open",
        "iiiiiIIii",
        &[3, 0, 32, 1, 0, 2, 0, 0, 1024],
        &[2, 8],
        &[3],
        [BADF, 0],
    ),
    call(
        "path_symlink",
        "iiiii",
        &[32, 1, 3, 35, 1],
        &[0, 3],
        &[1, 4],
        [BADF, 0],
    ),
    call(
        "path_readlink",
        "iiiiii",
        &[3, 35, 1, 1024, 64, 2048],
        &[1, 3, 5],
        &[2, 4],
        [BADF, 0],
    ),
    call(
        "path_remove_directory",
        "iii",
        &[3, 33, 1],
        &[1],
        &[2],
        [BADF, 0],
    ),
    call(
        "path_rename",
        "iiiiii",
        &[3, 34, 1, 3, 36, 1],
        &[1, 4],
        &[2, 5],
        [BADF, 0],
    ),
    call(
        "path_unlink_file",
        "iii",
        &[3, 36, 1],
        &[1],
        &[2],
        [BADF, 0],
    ),
    call(
        "poll_oneoff",
        "iiii",
        &[128, 1024, 1, 2048],
        &[0, 1, 3],
        &[],
        [0, 0],
    ),
    call("proc_raise", "i", &[6], &[], &[], [NOTSUP, NOTSUP]),
    call("random_get", "ii", &[1024, 8], &[0], &[1], [0, 0]),
    call("sched_yield", "", &[], &[], &[], [0, 0]),
    call(
        "sock_recv",
        "iiiiii",
        &[9, 64, 1, 0, 1024, 1028],
        &[],
        &[],
        [BADF, BADF],
    ),
    call(
        "sock_send",
        "iiiii",
        &[9, 64, 1, 0, 1024],
        &[],
        &[],
        [BADF, BADF],
    ),
    call("sock_shutdown", "ii", &[9, 1], &[], &[], [BADF, BADF]),
];

/// What a program is to do, and the numbers that it is to say.
#[derive(Default)]
struct Script {
    code: String,
    says: Vec<(String, Vec<u32>)>,
}

impl Script {
    /// Does something that gives nothing.
    fn then(&mut self, code: &str) {
        self.code.push_str(code);
        self.code.push('\n');
    }

    /// Evaluates something, which is to be this.
    fn is(&mut self, code: &str, number: u32) {
        self.any(code, &[number]);
    }

    /// Evaluates something, which is to be one of these.
    fn any(&mut self, code: &str, numbers: &[u32]) {
        let _ = writeln!(self.code, "(call $say {code})");
        self.says.push((code.to_owned(), numbers.to_vec()));
    }

    /// The program: it says the numbers at its end.
    fn module(&self, snapshot: &str, pages: &str) -> String {
        let code = &self.code;
        module(
            snapshot,
            pages,
            &format!(
                "(func (export \"_start\") (local $at i32) (local $count i32) (local $zeros i32) {code} (call $tell (i32.const 1)))"
            ),
        )
    }

    /// What differs from what it is to say.
    fn judge(&self, said: &[u8]) -> Outcome {
        let said = String::from_utf8_lossy(said);
        let lines: Vec<&str> = said.lines().collect();
        equal("numbers said", lines.len(), self.says.len())?;
        let wrong: Vec<String> = lines
            .iter()
            .zip(&self.says)
            .filter(|(line, (_, numbers))| {
                !numbers.iter().any(|number| number.to_string() == **line)
            })
            .map(|(line, (code, numbers))| format!("{code} gave {line} instead of {numbers:?}"))
            .collect();
        equal("wrong", wrong.join("\n"), "")
    }
}

/// A module that imports every function of a snapshot. Its memory begins with
/// names of files from 32 on, an empty vector at 64 and a subscription to the
/// clock that is over at once at 128; `$say` gathers numbers from 65536 on, and
/// `$tell` writes them.
fn module(snapshot: &str, pages: &str, rest: &str) -> String {
    let mut imports = String::new();
    let more = [("proc_exit", "i"), ("sock_accept", "iii")];
    let all = CALLS.iter().map(|call| (call.name, call.takes)).chain(more);
    for (name, takes) in all {
        if snapshot == UNSTABLE && name == "sock_accept" {
            continue;
        }
        let takes: String = takes
            .chars()
            .map(|kind| if kind == 'I' { " i64" } else { " i32" })
            .collect();
        let gives = match name {
            "proc_exit" => "",
            _ => "(result i32)",
        };
        let _ = writeln!(
            imports,
            "(import \"{snapshot}\" \"{name}\" (func ${name} (param{takes}) {gives}))"
        );
    }
    format!(
        r#"(module
            {imports}
            (memory (export "memory") {pages})
            (data (i32.const 32) "adlsm")
            (data (i32.const 64) "\00\04\00\00\00\00\00\00")
            (global $end (mut i32) (i32.const 65536))
            (func $put (param $byte i32)
                (i32.store8 (global.get $end) (local.get $byte))
                (global.set $end (i32.add (global.get $end) (i32.const 1))))
            (func $digits (param $number i32)
                (if (i32.ge_u (local.get $number) (i32.const 10))
                    (then (call $digits (i32.div_u (local.get $number) (i32.const 10)))))
                (call $put (i32.add (i32.const 48) (i32.rem_u (local.get $number) (i32.const 10)))))
            (func $say (param $number i32)
                (call $digits (local.get $number))
                (call $put (i32.const 10)))
            (func $write (param $fd i32) (param $at i32) (param $length i32) (result i32)
                (i32.store (i32.const 16) (local.get $at))
                (i32.store (i32.const 20) (local.get $length))
                (call $fd_write (local.get $fd) (i32.const 16) (i32.const 1) (i32.const 24)))
            (func $tell (param $fd i32)
                (drop (call $write (local.get $fd) (i32.const 65536) (i32.sub (global.get $end) (i32.const 65536))))
                (global.set $end (i32.const 65536)))
            (func $vector (param $at i32) (param $start i32) (param $length i32)
                (i32.store (local.get $at) (local.get $start))
                (i32.store offset=4 (local.get $at) (local.get $length)))
            {rest})"#
    )
}

/// Brings a module under this name, which no other of the test has.
async fn bring(page: &Page, name: &str, text: &str) -> Outcome {
    let bytes = wat::parse_str(text).map_err(|error| format!("{name}: {error}"))?;
    page.choose_module(&bytes, &format!("{name}.wasm")).await
}

/// The page lives, and whoever runs next runs well: all of the warm workers are
/// asked.
async fn lives(page: &Page) -> Outcome {
    for round in ["on", "and", "on and on"] {
        page.fill_stdin("b\na\n").await?;
        let run = page.run(&format!("sort | cat | args '{round}'")).await?;
        equal(
            "the next run",
            (run.status.as_str(), String::from_utf8_lossy(&run.stdout)),
            ("exited 0", format!("0: args\n1: {round}\n").into()),
        )?;
        equal("and", page.run("sort | cat").await?.stdout, b"a\nb\n")?;
    }
    Ok(())
}

/// Runs a script and judges what it said.
async fn says(page: &Page, name: &str, script: &Script, pages: &str) -> Outcome {
    for snapshot in [PREVIEW1, UNSTABLE] {
        // Subscriptions of snapshot 0 lie otherwise: its own are all zeros.
        if snapshot == UNSTABLE && name == "polls" {
            continue;
        }
        let name = format!("{name}-{}", snapshot.len());
        bring(page, &name, &script.module(snapshot, pages)).await?;
        let run = page.run(&format!("VARIABLE=1 {name}")).await?;
        equal(&name, run.status.as_str(), "exited 0")?;
        script
            .judge(&run.stdout)
            .map_err(|error| format!("{name}: {error}"))?;
    }
    Ok(())
}

async fn grant_files(page: &Page) -> Outcome {
    page.demo_file(b"text", "a").await?;
    page.script("document.getElementById('files').click()", vec![])
        .await?;
    page.click("#grant").await?;
    page.click("#close").await
}

fn made(call: &Call, arguments: &[u64]) -> String {
    let arguments: String = arguments
        .iter()
        .zip(call.takes.chars())
        .map(|(value, kind)| match kind {
            'I' => format!(" (i64.const {value})"),
            _ => format!(" (i32.const {value})"),
        })
        .collect();
    format!("(call ${}{arguments})", call.name)
}

async fn wild_pointers(page: Page) -> Outcome {
    for granted in [0, 1] {
        if granted == 1 {
            grant_files(&page).await?;
        }
        let mut script = Script::default();
        for call in &CALLS {
            let good = call.gives[granted];
            // With two things wrong, either may be said.
            let wrong: &[u32] = match good {
                0 => &[FAULT],
                _ => &[FAULT, good],
            };
            let mut arguments = call.good.to_vec();
            for at in call.pointers {
                // The last byte there is, the one behind it, and the last there
                // could be: no structure is a byte long, and buffers are longer.
                for wild in [
                    0x1_ffff_u64,
                    0x2_0000,
                    0xffff_ffff,
                    0xffff_fff8,
                    0x8000_0000,
                ] {
                    // A name of one byte may be the last byte.
                    let short = call.takes.len() > at + 1 && call.good[at + 1] == 1;
                    if wild == 0x1_ffff && short {
                        continue;
                    }
                    arguments[*at] = wild;
                    script.any(&made(call, &arguments), wrong);
                }
                arguments[*at] = call.good[*at];
            }
            for at in call.lengths {
                // Of an array of vectors, 2^29 are 2^32 bytes.
                for wild in [0xffff_ffff_u64, 0x2000_0000, 0x2000_0001, 0x8000_0000] {
                    arguments[*at] = wild;
                    script.any(&made(call, &arguments), wrong);
                }
                arguments[*at] = call.good[*at];
            }
            script.is(&made(call, call.good), good);
        }
        says(&page, &format!("wild-{granted}"), &script, "2").await?;
    }
    lives(&page).await
}

async fn vectors(page: Page) -> Outcome {
    let mut script = Script::default();
    let alphabet = "abcdefghijklmnopqrstuvwxyz";
    // Nothing, without looking at the array: it has no bytes.
    script.is(
        "(call $fd_read (i32.const 0) (i32.const 64) (i32.const 0) (i32.const 1024))",
        0,
    );
    script.is("(i32.load (i32.const 1024))", 0);
    // A buffer of nothing reads nothing, and is no end.
    script.is(
        "(call $fd_read (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 1024))",
        0,
    );
    script.is("(i32.load (i32.const 1024))", 0);
    // An empty buffer at the very end of the memory is inside, one behind it is not.
    script.then("(call $vector (i32.const 72) (i32.const 0x20000) (i32.const 0))");
    script.is(
        "(call $fd_read (i32.const 0) (i32.const 72) (i32.const 1) (i32.const 1024))",
        0,
    );
    script.is(
        "(call $fd_write (i32.const 1) (i32.const 72) (i32.const 1) (i32.const 1024))",
        0,
    );
    script.then("(call $vector (i32.const 72) (i32.const 0x20001) (i32.const 0))");
    script.is(
        "(call $fd_read (i32.const 0) (i32.const 72) (i32.const 1) (i32.const 1024))",
        FAULT,
    );
    script.is(
        "(call $fd_write (i32.const 1) (i32.const 72) (i32.const 1) (i32.const 1024))",
        FAULT,
    );
    // The second of two is wild: nothing is read, nothing is written.
    script.then("(call $vector (i32.const 80) (i32.const 2048) (i32.const 4))");
    for (start, length) in [
        ("-1", "1"),
        ("-1", "-1"),
        ("2048", "-1"),
        ("0x1ffff", "2"),
        ("0", "0x20001"),
    ] {
        script.then(&format!(
            "(call $vector (i32.const 88) (i32.const {start}) (i32.const {length}))"
        ));
        script.is(
            "(call $fd_read (i32.const 0) (i32.const 80) (i32.const 2) (i32.const 1024))",
            FAULT,
        );
        script.is(
            "(call $fd_write (i32.const 1) (i32.const 80) (i32.const 2) (i32.const 1024))",
            FAULT,
        );
    }
    script.is("(i32.load (i32.const 2048))", 0);
    // Two that overlap: the second is filled over the first.
    script.then("(call $vector (i32.const 80) (i32.const 2050) (i32.const 4)) (call $vector (i32.const 88) (i32.const 2048) (i32.const 4))");
    script.is(
        "(call $fd_read (i32.const 0) (i32.const 80) (i32.const 2) (i32.const 1024))",
        0,
    );
    script.is("(i32.load (i32.const 1024))", 8);
    script.is("(i32.load (i32.const 2048))", u32::from_le_bytes(*b"efgh"));
    script.is(
        "(i32.load16_u (i32.const 2052))",
        u32::from(u16::from_le_bytes(*b"cd")),
    );
    // The read writes over the array itself: what it said before counts.
    script.then("(call $vector (i32.const 96) (i32.const 96) (i32.const 16)) (call $vector (i32.const 104) (i32.const 2048) (i32.const 1))");
    script.is(
        "(call $fd_read (i32.const 0) (i32.const 96) (i32.const 2) (i32.const 1024))",
        0,
    );
    script.is("(i32.load (i32.const 1024))", 17);
    script.is("(i32.load (i32.const 108))", u32::from_le_bytes(*b"uvwx"));
    script.is("(i32.load8_u (i32.const 2048))", u32::from(b'y'));
    // The count is put into the buffer that was read into, and it comes last.
    script.then("(call $vector (i32.const 80) (i32.const 2048) (i32.const 8))");
    script.is(
        "(call $fd_read (i32.const 0) (i32.const 80) (i32.const 1) (i32.const 2048))",
        0,
    );
    script.is("(i32.load (i32.const 2048))", 1);
    // Then into the array; the end of the input is no error.
    script.is(
        "(call $fd_read (i32.const 0) (i32.const 80) (i32.const 1) (i32.const 84))",
        0,
    );
    script.is("(i32.load (i32.const 84))", 0);
    page.fill_stdin(alphabet).await?;
    says(&page, "vectors", &script, "2").await?;

    // 8193 buffers of 512 KB are more than 2^32 bytes; there are 26.
    let mut script = Script::default();
    script.then(
        "(local.set $at (i32.const 0x10100))
        (loop $again
            (call $vector (local.get $at) (i32.const 0) (i32.const 0x80000))
            (local.set $at (i32.add (local.get $at) (i32.const 8)))
            (br_if $again (i32.lt_u (local.get $at) (i32.const 0x20200))))",
    );
    script.then("(call $vector (i32.const 0x10100) (i32.const 2048) (i32.const 3))");
    script.is(
        "(call $fd_read (i32.const 0) (i32.const 0x10100) (i32.const 8193) (i32.const 1024))",
        0,
    );
    script.is("(i32.load (i32.const 1024))", 26);
    script.is("(i32.load8_u (i32.const 0))", u32::from(b'd'));
    script.is(
        "(i32.load16_u (i32.const 2048))",
        u32::from(u16::from_le_bytes(*b"ab")),
    );
    says(&page, "sum", &script, "8").await?;
    lives(&page).await
}

async fn standard_files(page: Page) -> Outcome {
    page.fill_stdin("input").await?;
    for fd in 0..3_u32 {
        let mut script = Script::default();
        script.is(&format!("(call $fd_close (i32.const {fd}))"), 0);
        // The number of fds that a program could guess.
        for fd in [fd, 3, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff] {
            let fd = fd as i32;
            for code in [
                format!("(call $fd_close (i32.const {fd}))"),
                format!(
                    "(call $fd_read (i32.const {fd}) (i32.const 64) (i32.const 1) (i32.const 1024))"
                ),
                format!(
                    "(call $fd_write (i32.const {fd}) (i32.const 64) (i32.const 1) (i32.const 1024))"
                ),
                format!(
                    "(call $fd_pread (i32.const {fd}) (i32.const 64) (i32.const 1) (i64.const 0) (i32.const 1024))"
                ),
                format!(
                    "(call $fd_pwrite (i32.const {fd}) (i32.const 64) (i32.const 1) (i64.const 0) (i32.const 1024))"
                ),
                format!(
                    "(call $fd_seek (i32.const {fd}) (i64.const 0) (i32.const 0) (i32.const 1024))"
                ),
                format!("(call $fd_tell (i32.const {fd}) (i32.const 1024))"),
                format!("(call $fd_sync (i32.const {fd}))"),
                format!("(call $fd_datasync (i32.const {fd}))"),
                format!(
                    "(call $fd_advise (i32.const {fd}) (i64.const 0) (i64.const 0) (i32.const 0))"
                ),
                format!("(call $fd_allocate (i32.const {fd}) (i64.const 0) (i64.const 1))"),
                format!("(call $fd_fdstat_get (i32.const {fd}) (i32.const 1024))"),
                format!("(call $fd_fdstat_set_flags (i32.const {fd}) (i32.const 0))"),
                format!(
                    "(call $fd_fdstat_set_rights (i32.const {fd}) (i64.const 0) (i64.const 0))"
                ),
                format!("(call $fd_filestat_get (i32.const {fd}) (i32.const 1024))"),
                format!("(call $fd_filestat_set_size (i32.const {fd}) (i64.const 0))"),
                format!(
                    "(call $fd_filestat_set_times (i32.const {fd}) (i64.const 0) (i64.const 0) (i32.const 0))"
                ),
                format!(
                    "(call $fd_readdir (i32.const {fd}) (i32.const 1024) (i32.const 64) (i64.const 0) (i32.const 2048))"
                ),
                format!("(call $fd_prestat_get (i32.const {fd}) (i32.const 1024))"),
                format!(
                    "(call $fd_prestat_dir_name (i32.const {fd}) (i32.const 1024) (i32.const 1))"
                ),
                format!(
                    "(call $fd_renumber (i32.const {fd}) (i32.const {}))",
                    if fd == 2 { 1 } else { 2 }
                ),
                format!(
                    "(call $fd_renumber (i32.const {}) (i32.const {fd}))",
                    if fd == 2 { 1 } else { 2 }
                ),
                format!(
                    "(call $path_open (i32.const {fd}) (i32.const 0) (i32.const 32) (i32.const 1) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 1024))"
                ),
                format!("(call $path_unlink_file (i32.const {fd}) (i32.const 32) (i32.const 1))"),
                format!(
                    "(call $sock_recv (i32.const {fd}) (i32.const 64) (i32.const 1) (i32.const 0) (i32.const 1024) (i32.const 1028))"
                ),
                format!("(call $sock_shutdown (i32.const {fd}) (i32.const 1))"),
            ] {
                script.is(&code, BADF);
            }
        }
        if fd == 1 {
            // What it said goes where there is still somebody.
            script.then("(call $tell (i32.const 2))");
        }
        let name = format!("closed-{fd}");
        bring(&page, &name, &script.module(PREVIEW1, "4")).await?;
        let run = page.run(&name).await?;
        equal(&name, run.status.as_str(), "exited 0")?;
        let said = if fd == 1 { &run.stderr } else { &run.stdout };
        script
            .judge(said)
            .map_err(|error| format!("{name}: {error}"))?;
    }
    // What fits a directory does not fit a stream, and the other way round.
    let mut script = Script::default();
    for (code, errno) in [
        (
            "(call $fd_read (i32.const 1) (i32.const 64) (i32.const 1) (i32.const 1024))",
            BADF,
        ),
        (
            "(call $fd_write (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 1024))",
            BADF,
        ),
        (
            "(call $path_open (i32.const 0) (i32.const 0) (i32.const 32) (i32.const 1) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 1024))",
            BADF,
        ),
        (
            "(call $path_unlink_file (i32.const 1) (i32.const 32) (i32.const 1))",
            BADF,
        ),
        (
            "(call $fd_readdir (i32.const 2) (i32.const 1024) (i32.const 64) (i64.const 0) (i32.const 2048))",
            BADF,
        ),
        (
            "(call $fd_prestat_get (i32.const 0) (i32.const 1024))",
            BADF,
        ),
        (
            "(call $fd_seek (i32.const 0) (i64.const 0) (i32.const 0) (i32.const 1024))",
            SPIPE,
        ),
        (
            "(call $fd_seek (i32.const 1) (i64.const 0) (i32.const 0) (i32.const 1024))",
            SPIPE,
        ),
        ("(call $fd_tell (i32.const 0) (i32.const 1024))", SPIPE),
        (
            "(call $fd_pread (i32.const 0) (i32.const 64) (i32.const 1) (i64.const 0) (i32.const 1024))",
            SPIPE,
        ),
        (
            "(call $fd_pwrite (i32.const 1) (i32.const 64) (i32.const 1) (i64.const 0) (i32.const 1024))",
            SPIPE,
        ),
        (
            "(call $fd_pread (i32.const 1) (i32.const 64) (i32.const 1) (i64.const 0) (i32.const 1024))",
            BADF,
        ),
        (
            "(call $fd_pwrite (i32.const 0) (i32.const 64) (i32.const 1) (i64.const 0) (i32.const 1024))",
            BADF,
        ),
        ("(call $fd_sync (i32.const 1))", BADF),
        ("(call $fd_datasync (i32.const 0))", BADF),
        (
            "(call $fd_advise (i32.const 0) (i64.const 0) (i64.const 0) (i32.const 0))",
            BADF,
        ),
        (
            "(call $fd_allocate (i32.const 1) (i64.const 0) (i64.const 1))",
            BADF,
        ),
        (
            "(call $fd_filestat_set_size (i32.const 1) (i64.const 0))",
            BADF,
        ),
        (
            "(call $fd_filestat_set_times (i32.const 1) (i64.const 0) (i64.const 0) (i32.const 0))",
            BADF,
        ),
        (
            "(call $sock_recv (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 0) (i32.const 1024) (i32.const 1028))",
            NOTSOCK,
        ),
        (
            "(call $sock_send (i32.const 1) (i32.const 64) (i32.const 1) (i32.const 0) (i32.const 1024))",
            NOTSOCK,
        ),
        ("(call $sock_shutdown (i32.const 0) (i32.const 1))", NOTSOCK),
    ] {
        script.is(code, errno);
    }
    says(&page, "streams", &script, "2").await?;
    lives(&page).await
}

async fn places(page: Page) -> Outcome {
    page.fill_stdin("input").await?;
    // stdout becomes fd 0: it cannot be read, can be written, and fd 1 is gone.
    let mut script = Script::default();
    script.then("(call $vector (i32.const 72) (i32.const 2048) (i32.const 4))");
    script.is("(call $fd_renumber (i32.const 0) (i32.const 0))", 0);
    script.is("(call $fd_renumber (i32.const 1) (i32.const 77))", BADF);
    script.is("(call $fd_renumber (i32.const 77) (i32.const 1))", BADF);
    script.is("(call $fd_renumber (i32.const -1) (i32.const -1))", BADF);
    script.is("(call $fd_renumber (i32.const 1) (i32.const 0))", 0);
    script.is(
        "(call $fd_read (i32.const 0) (i32.const 72) (i32.const 1) (i32.const 1024))",
        BADF,
    );
    script.is(
        "(call $fd_read (i32.const 1) (i32.const 72) (i32.const 1) (i32.const 1024))",
        BADF,
    );
    script.is(
        "(call $fd_write (i32.const 1) (i32.const 64) (i32.const 1) (i32.const 1024))",
        BADF,
    );
    script.is("(call $fd_renumber (i32.const 1) (i32.const 0))", BADF);
    script.is("(call $fd_renumber (i32.const 0) (i32.const 1))", BADF);
    script.then("(call $tell (i32.const 0))");
    bring(&page, "onto-stdin", &script.module(PREVIEW1, "2")).await?;
    let run = page.run("onto-stdin").await?;
    script.judge(&run.stdout)?;

    // stdin becomes fd 1, stderr fd 0: both work where they are now.
    let mut script = Script::default();
    script.then("(call $vector (i32.const 72) (i32.const 2048) (i32.const 4))");
    script.is("(call $fd_renumber (i32.const 0) (i32.const 1))", 0);
    script.is(
        "(call $fd_read (i32.const 1) (i32.const 72) (i32.const 1) (i32.const 1024))",
        0,
    );
    script.is("(i32.load (i32.const 2048))", u32::from_le_bytes(*b"inpu"));
    script.is(
        "(call $fd_write (i32.const 1) (i32.const 64) (i32.const 1) (i32.const 1024))",
        BADF,
    );
    script.is(
        "(call $fd_read (i32.const 0) (i32.const 72) (i32.const 1) (i32.const 1024))",
        BADF,
    );
    script.is("(call $fd_renumber (i32.const 2) (i32.const 1))", 0);
    script.is(
        "(call $fd_read (i32.const 1) (i32.const 72) (i32.const 1) (i32.const 1024))",
        BADF,
    );
    script.then("(call $tell (i32.const 1))");
    bring(&page, "onto-stdout", &script.module(PREVIEW1, "2")).await?;
    let run = page.run("onto-stdout").await?;
    equal("stdout is closed", run.stdout.len(), 0)?;
    script.judge(&run.stderr)?;

    // In the middle of a pipeline: the neighbours see an end and a writer that left.
    bring(&page, "swaps", &script.module(PREVIEW1, "2")).await?;
    let run = page.run("cat | swaps | sort").await?;
    equal(
        "pipeline",
        (run.status.as_str(), run.stdout.len()),
        ("exited 0", 0),
    )?;
    script.judge(&run.stderr)?;
    lives(&page).await
}

/// A program that ends in this way, said by its body.
fn ending(body: &str) -> String {
    module(
        PREVIEW1,
        "2",
        &format!(
            "(data (i32.const 300) \"said\") (type $end (func (param i32))) (table 2 funcref) (elem (i32.const 0) $proc_exit $indirect) (tag $thrown)
             (func $indirect (param i32) (call_indirect (type $end) (local.get 0) (i32.const 0)))
             (func $said (drop (call $write (i32.const 1) (i32.const 300) (i32.const 4))))
             {body}"
        ),
    )
}

async fn exits(page: Page) -> Outcome {
    let never = "(drop (call $write (i32.const 1) (i32.const 300) (i32.const 4)))";
    let ways = [
        ("plain", format!("(func (export \"_start\") (call $said) (call $proc_exit (i32.const 7)) {never})")),
        ("indirect", format!("(func (export \"_start\") (call $said) (call_indirect (type $end) (i32.const 7) (i32.const 1)) {never})")),
        // In a handler, and under one that would catch everything.
        ("handler", format!("(func (export \"_start\") (call $said) (block $caught (try_table (catch_all $caught) (throw $thrown))) (call $proc_exit (i32.const 7)) {never})")),
        ("caught", format!("(func (export \"_start\") (call $said) (block $caught (try_table (catch_all $caught) (call $proc_exit (i32.const 7)))) {never})")),
        ("loop", format!("(func (export \"_start\") (call $said) (loop $again (block $caught (try_table (catch_all $caught) (call $proc_exit (i32.const 7)))) (br $again)) {never})")),
        ("deep", format!("(func $down (param i32) (if (local.get 0) (then (call $down (i32.sub (local.get 0) (i32.const 1))) {never}) (else (call $proc_exit (i32.const 7))))) (func (export \"_start\") (call $said) (call $down (i32.const 2000)))")),
        // After everything is closed there is still an end.
        ("closed", "(func (export \"_start\") (call $said) (drop (call $fd_close (i32.const 0))) (drop (call $fd_close (i32.const 1))) (drop (call $fd_close (i32.const 2))) (call $proc_exit (i32.const 7)))".to_owned()),
    ];
    for (name, body) in ways {
        bring(&page, name, &ending(&body)).await?;
        let run = page.run(name).await?;
        equal(
            name,
            (
                run.status.as_str(),
                String::from_utf8_lossy(&run.stdout).as_ref(),
            ),
            ("exited 7", "said"),
        )?;
        // Its neighbours end as well.
        let run = page.run(&format!("{name} | cat")).await?;
        equal(
            name,
            (
                run.status.as_str(),
                String::from_utf8_lossy(&run.stdout).as_ref(),
            ),
            ("exited 0", "said"),
        )?;
    }
    lives(&page).await
}

async fn exit_codes(page: Page) -> Outcome {
    for code in [0_u32, 1, 255, 256, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff] {
        let name = format!("code-{code}");
        bring(
            &page,
            &name,
            &ending(&format!(
                "(func (export \"_start\") (call $proc_exit (i32.const {})))",
                code as i32
            )),
        )
        .await?;
        equal(
            &name,
            page.run(&name).await?.status,
            format!("exited {code}"),
        )?;
        // A shell sees eight bits of it.
        let run = page.run(&format!("{name}; args $?")).await?;
        equal(
            &name,
            String::from_utf8_lossy(&run.stdout),
            format!("0: args\n1: {}\n", code & 255),
        )?;
    }
    Ok(())
}

async fn start_section(page: Page) -> Outcome {
    page.fill_stdin("input").await?;
    // It runs before the host can see a memory: every call is refused, none
    // waits, none fails.
    let mut script = Script::default();
    for call in &CALLS {
        // Whatever it gives, it gives something, and `_start` is still to come.
        let _ = writeln!(script.code, "(drop {})", made(call, call.good));
    }
    let code = &script.code;
    let text = module(
        PREVIEW1,
        "2",
        &format!(
            "(func $first {code}) (start $first) (data (i32.const 300) \"came\") (func (export \"_start\") (drop (call $write (i32.const 1) (i32.const 300) (i32.const 4))))"
        ),
    );
    bring(&page, "first", &text).await?;
    let run = page.run("first").await?;
    equal(
        "first",
        (
            run.status.as_str(),
            String::from_utf8_lossy(&run.stdout).as_ref(),
        ),
        ("exited 0", "came"),
    )?;
    // An end is an end.
    bring(&page, "ends", &ending("(func $first (call $proc_exit (i32.const 7))) (start $first) (func (export \"_start\") (call $said))")).await?;
    let run = page.run("ends").await?;
    equal(
        "ends",
        (run.status.as_str(), run.stdout.len()),
        ("exited 7", 0),
    )?;
    bring(
        &page,
        "traps",
        &ending("(func $boom unreachable) (start $boom) (func (export \"_start\") (call $said))"),
    )
    .await?;
    let run = page.run("traps | cat").await?;
    equal(
        "traps",
        (run.status.as_str(), run.stdout.len()),
        ("exited 0", 0),
    )?;
    equal(
        "traps",
        page.run("traps").await?.status,
        "trapped: unreachable in boom",
    )?;
    lives(&page).await
}

async fn memories(page: Page) -> Outcome {
    page.fill_stdin("abcdefgh").await?;
    // Grown between calls and used at once, over and over.
    let mut script = Script::default();
    for round in 0..8_u32 {
        script.is("(memory.grow (i32.const 1))", 2 + round);
        let at = (2 + round) * 0x1_0000;
        script.then(&format!(
            "(call $vector (i32.const 72) (i32.const {at}) (i32.const 1))"
        ));
        script.is(
            "(call $fd_read (i32.const 0) (i32.const 72) (i32.const 1) (i32.const 1024))",
            0,
        );
        script.is(
            &format!("(i32.load8_u (i32.const {at}))"),
            u32::from(b'a') + round,
        );
        script.is(
            &format!(
                "(call $random_get (i32.const {}) (i32.const 1))",
                at + 0xffff
            ),
            0,
        );
        script.is(
            &format!(
                "(call $random_get (i32.const {}) (i32.const 1))",
                at + 0x1_0000
            ),
            FAULT,
        );
        script.is(
            &format!(
                "(call $fd_write (i32.const 2) (i32.const 72) (i32.const 1) (i32.const {}))",
                at + 0xfffc
            ),
            0,
        );
    }
    // A memory that grows by nothing is another buffer all the same.
    script.is("(memory.grow (i32.const 0))", 10);
    script.is(
        "(call $fd_write (i32.const 2) (i32.const 72) (i32.const 1) (i32.const 1024))",
        0,
    );
    says(&page, "grows", &script, "2").await?;
    // One that may not grow, and one that may as far as any can.
    let mut script = Script::default();
    script.is("(memory.grow (i32.const 1))", u32::MAX);
    script.is("(call $random_get (i32.const 0x20000) (i32.const 0))", 0);
    script.is(
        "(call $random_get (i32.const 0x20001) (i32.const 0))",
        FAULT,
    );
    says(&page, "stays", &script, "2 2").await?;
    let mut script = Script::default();
    script.is("(memory.grow (i32.const 65534))", u32::MAX);
    script.is("(memory.grow (i32.const 1))", 2);
    script.is("(call $random_get (i32.const 0x2fff0) (i32.const 16))", 0);
    says(&page, "may-grow", &script, "2 65536").await?;

    // No memory at all to begin with.
    let none = r#"(module
        (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
        (memory (export "memory") 0)
        (func (export "_start")
            (if (i32.ne (call $fd_write (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0)) (i32.const 21)) (then (call $proc_exit (i32.const 1))))
            (if (i32.ne (call $args_sizes_get (i32.const 0) (i32.const 4)) (i32.const 21)) (then (call $proc_exit (i32.const 2))))
            (if (i32.ne (call $random_get (i32.const 0) (i32.const 0)) (i32.const 0)) (then (call $proc_exit (i32.const 3))))
            (if (i32.ne (memory.grow (i32.const 1)) (i32.const 0)) (then (call $proc_exit (i32.const 4))))
            (i32.store (i32.const 0) (i32.const 8)) (i32.store (i32.const 4) (i32.const 2)) (i32.store (i32.const 8) (i32.const 0x0a21))
            (if (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 12)) (then (call $proc_exit (i32.const 5))))))"#;
    bring(&page, "none", none).await?;
    let run = page.run("none").await?;
    equal(
        "none",
        (run.status.as_str(), &run.stdout[..]),
        ("exited 0", &b"!\n"[..]),
    )?;
    lives(&page).await
}

/// Lays out a subscription to a clock; the number of nanoseconds is an `i64`.
fn clock_at(at: u32, tag: u32, id: u32, timeout: &str, flags: u32) -> String {
    format!(
        "(i64.store (i32.const {at}) (i64.const {at})) (i64.store offset=8 (i32.const {at}) (i64.const {tag})) (i64.store offset=16 (i32.const {at}) (i64.const {id}))
         (i64.store offset=24 (i32.const {at}) {timeout}) (i64.store offset=32 (i32.const {at}) (i64.const 0)) (i64.store offset=40 (i32.const {at}) (i64.const {flags}))"
    )
}

/// Asks for so many subscriptions from 1024 on; the events go to 0x8000, their
/// number to 512.
fn polled(count: u32) -> String {
    format!(
        "(call $poll_oneoff (i32.const 1024) (i32.const 0x8000) (i32.const {}) (i32.const 512))",
        count as i32
    )
}

async fn polls(page: Page) -> Outcome {
    page.fill_stdin("input").await?;
    let mut script = Script::default();
    let now = "(i64.const 0)";
    script.is(&polled(0), INVAL);
    script.any(&polled(u32::MAX), &[INVAL, FAULT]);
    script.any(&polled(0x0555_5556), &[INVAL, FAULT]);
    // One that is over at once; who asks hears it by its number.
    script.then(&clock_at(1024, 0, 1, now, 0));
    script.is(&polled(1), 0);
    script.is("(i32.load (i32.const 512))", 1);
    script.is("(i32.load (i32.const 0x8000))", 1024);
    // Absolute, and long past.
    for clock in [0, 1] {
        script.then(&clock_at(1024, 0, clock, "(i64.const 1)", 1));
        script.is(&polled(1), 0);
        script.is("(i32.load16_u (i32.const 0x8008))", 0);
    }
    // A kind of event and a flag that there are not.
    for tag in [3, 255] {
        script.then(&clock_at(1024, tag, 1, now, 0));
        script.is(&polled(1), INVAL);
    }
    for flags in [2, 3, 0x100, 0x8000] {
        script.then(&clock_at(1024, 0, 1, now, flags));
        script.is(&polled(1), INVAL);
    }
    // Clocks that cannot be waited for, or are none; beside one that can.
    for clock in [2, 3, 4, u32::MAX] {
        script.then(&clock_at(1024, 0, clock, now, 0));
        script.is(&polled(1), INVAL);
    }
    // Files that cannot be waited for: the call fails, as on wasmtime.
    for (tag, fd) in [(1, 1), (1, 2), (2, 0), (1, 9), (2, 9), (1, u32::MAX)] {
        script.then(&clock_at(1024, tag, fd, now, 0));
        script.is(&polled(1), BADF);
    }
    // stdin is there, and so is room, before a clock that is not.
    for (tag, fd) in [(1, 0), (2, 1), (2, 2)] {
        script.then(&clock_at(1024, 0, 1, "(i64.const 60000000000)", 0));
        script.then(&clock_at(1072, tag, fd, now, 0));
        script.is(&polled(2), 0);
        script.is("(i32.load (i32.const 512))", 1);
        script.is("(i32.load (i32.const 0x8000))", 1072);
        script.is("(i32.load8_u (i32.const 0x800a))", tag);
    }
    // 500 of them, all over at once.
    script.then("(local.set $at (i32.const 1024))
        (loop $again (memory.fill (local.get $at) (i32.const 0) (i32.const 48))
            (local.set $at (i32.add (local.get $at) (i32.const 48))) (br_if $again (i32.lt_u (local.get $at) (i32.const 25024))))");
    script.is(&polled(500), 0);
    script.is("(i32.load (i32.const 512))", 500);
    // The events lie over the subscriptions.
    script.then(&clock_at(1024, 0, 1, now, 0));
    script.then(&clock_at(1072, 0, 1, now, 0));
    script.is(
        "(call $poll_oneoff (i32.const 1024) (i32.const 1024) (i32.const 2) (i32.const 512))",
        0,
    );
    script.is("(i32.load (i32.const 1056))", 1072);
    says(&page, "polls", &script, "2").await?;
    lives(&page).await
}

async fn polls_wait(page: Page) -> Outcome {
    page.fill_stdin("").await?;
    // How long it took, in milliseconds by the monotonic clock, and whether that
    // is what was asked for: `least` 1 says yes.
    let timed = |setup: &str, count: u32, least: u32| {
        format!(
            "(drop (call $clock_time_get (i32.const 1) (i64.const 0) (i32.const 600))) {setup} (call $say {}) (drop (call $clock_time_get (i32.const 1) (i64.const 0) (i32.const 608)))
             (call $say (i32.ge_u (i32.wrap_i64 (i64.div_u (i64.sub (i64.load (i32.const 608)) (i64.load (i32.const 600))) (i64.const 1000000))) (i32.const {least})))",
            polled(count)
        )
    };
    let mut script = Script::default();
    let mut wait = |setup: &str, count: u32, least: u32| {
        script.then(&timed(setup, count, least));
        script.says.push((format!("errno of {setup}"), vec![0]));
        script.says.push((format!("waits of {setup}"), vec![1]));
    };
    wait(&clock_at(1024, 0, 1, "(i64.const 200000000)", 0), 1, 199);
    wait(&clock_at(1024, 0, 0, "(i64.const 200000000)", 0), 1, 199);
    // Of two clocks the first.
    wait(
        &format!(
            "{} {}",
            clock_at(1024, 0, 1, "(i64.const 60000000000)", 0),
            clock_at(1072, 0, 1, "(i64.const 100000000)", 0)
        ),
        2,
        99,
    );
    // Until a time.
    wait(
        &clock_at(
            1024,
            0,
            1,
            "(i64.add (i64.load (i32.const 600)) (i64.const 400000000))",
            1,
        ),
        1,
        399,
    );
    bring(&page, "waits", &script.module(PREVIEW1, "2")).await?;
    let run = page.run("waits").await?;
    script.judge(&run.stdout)?;
    // The same while something happens that is not what it waits for: its stdin
    // arrives, its reader reads.
    bring(&page, "drips", &module(PREVIEW1, "2", &format!(
        "(func (export \"_start\") (local $count i32) (loop $again (drop (call $write (i32.const 1) (i32.const 32) (i32.const 1))) {} (drop {})
            (br_if $again (i32.lt_u (local.tee $count (i32.add (local.get $count) (i32.const 1))) (i32.const 60)))))",
        clock_at(1024, 0, 1, "(i64.const 20000000)", 0),
        polled(1)
    ))).await?;
    let run = page.run("drips | waits").await?;
    script
        .judge(&run.stdout)
        .map_err(|error| format!("while its stdin arrives: {error}"))?;
    lives(&page).await
}

async fn clocks_yields_and_random_bytes(page: Page) -> Outcome {
    let mut script = Script::default();
    for (clock, errnos) in [
        (0, [0, 0]),
        (1, [0, 0]),
        (2, [BADF, BADF]),
        (3, [BADF, BADF]),
        (4, [INVAL, BADF]),
        (u32::MAX, [INVAL, BADF]),
    ] {
        script.any(
            &format!(
                "(call $clock_time_get (i32.const {}) (i64.const -1) (i32.const 1024))",
                clock as i32
            ),
            &errnos,
        );
        script.any(
            &format!(
                "(call $clock_res_get (i32.const {}) (i32.const 1024))",
                clock as i32
            ),
            &errnos,
        );
    }
    script.then("(loop $again (drop (call $sched_yield)) (br_if $again (i32.lt_u (local.tee $count (i32.add (local.get $count) (i32.const 1))) (i32.const 1000))))");
    script.is("(call $sched_yield)", 0);
    script.is(
        "(call $random_get (i32.const 0x20000) (i32.const 0x100000))",
        0,
    );
    // All of it is random: no 4 KB of it are zeros from end to end.
    script.then("(local.set $at (i32.const 0x20000))
        (loop $again
            (if (i64.eqz (i64.load (local.get $at))) (then (local.set $zeros (i32.add (local.get $zeros) (i32.const 1)))))
            (local.set $at (i32.add (local.get $at) (i32.const 8))) (br_if $again (i32.lt_u (local.get $at) (i32.const 0x120000))))");
    script.is("(local.get $zeros)", 0);
    script.is("(i32.load (i32.const 0x120000))", 0);
    script.is("(call $random_get (i32.const 0) (i32.const 0))", 0);
    script.is("(call $random_get (i32.const 0x130000) (i32.const 0))", 0);
    script.is(
        "(call $random_get (i32.const 0x130001) (i32.const 0))",
        FAULT,
    );
    script.is("(call $random_get (i32.const -1) (i32.const 0))", FAULT);
    script.is(
        "(call $random_get (i32.const 0x130000) (i32.const 1))",
        FAULT,
    );
    says(&page, "bytes", &script, "19").await?;
    lives(&page).await
}

async fn odd_modules(page: Page) -> Outcome {
    let write = r#"(import "wasi_snapshot_preview1" "fd_write" (func $w (param i32 i32 i32 i32) (result i32)))"#;
    // Refused when they are brought.
    for (name, text, part) in [
        ("mem-fn", format!(r#"(module {write} (func (export "memory")) (func (export "_start")))"#), "memory is not exported"),
        ("mem-other", format!(r#"(module {write} (memory (export "mem") 1) (func (export "_start")))"#), "memory is not exported"),
        ("start-global", r#"(module (memory (export "memory") 1) (global (export "_start") i32 (i32.const 0)))"#.to_owned(), "no _start"),
        ("unknown", r#"(module (import "wasi_snapshot_preview1" "fd_writ" (func)) (memory (export "memory") 1) (func (export "_start")))"#.to_owned(), "imports wasi_snapshot_preview1.fd_writ"),
    ] {
        let bytes = wat::parse_str(text)?;
        page.drop_file("main", &bytes, &format!("{name}.wasm")).await?;
        page.when("document.getElementById('notice')?.innerText.startsWith(arguments[0])", vec![format!("{name}.wasm: ").into()]).await?;
        contains(&page.text("#notice").await?, part)?;
    }
    // Refused when they are run.
    for (name, text) in [
        (
            "sig",
            r#"(module (import "wasi_snapshot_preview1" "fd_write" (func (param i64) (result i32))) (memory (export "memory") 1) (func (export "_start")))"#,
        ),
        (
            "sig-exit",
            r#"(module (import "wasi_snapshot_preview1" "proc_exit" (func)) (memory (export "memory") 1) (func (export "_start")))"#,
        ),
        (
            "sig-poll",
            r#"(module (import "wasi_unstable" "poll_oneoff" (func (param i32 i32 i32 i32))) (memory (export "memory") 1) (func (export "_start")))"#,
        ),
        (
            "sig-global",
            r#"(module (import "wasi_snapshot_preview1" "fd_close" (global i32)) (memory (export "memory") 1) (func (export "_start")))"#,
        ),
        (
            "sig-table",
            r#"(module (import "wasi_snapshot_preview1" "fd_close" (table 1 funcref)) (memory (export "memory") 1) (func (export "_start")))"#,
        ),
        (
            "wide",
            r#"(module (memory (export "memory") 1) (func (export "_start") (param i64)))"#,
        ),
    ] {
        bring(&page, name, text).await?;
        let run = page.run(name).await?;
        equal(name, run.status.as_str(), "failed")?;
        page.when(
            "document.body.innerText.includes('The browser cannot start this module')",
            vec![],
        )
        .await?;
        let run = page
            .run(&format!("yes | {name} | cat"))
            .await
            .map_err(|error| format!("yes into {name}: {error}"))?;
        equal(
            name,
            (run.status.as_str(), run.stdout.len()),
            ("exited 0", 0),
        )?;
    }
    // Odd, and still programs.
    bring(&page, "gives", r#"(module (memory (export "memory") 1) (func (export "_start") (result i32 f64) (i32.const 3) (f64.const 1)))"#).await?;
    equal("gives", page.run("gives").await?.status, "exited 0")?;
    lives(&page).await
}

async fn host_stack(page: Page) -> Outcome {
    page.fill_stdin(&"input\n".repeat(10_000)).await?;
    // Each frame calls the host; the widths of the frames and the depths of the
    // host's calls decide where it is that the stack runs out.
    for (number, inner) in [
        "(call $args_sizes_get (i32.const 1024) (i32.const 1028))",
        "(call $clock_time_get (i32.const 0) (i64.const 0) (i32.const 1024))",
        "(call $random_get (i32.const 1024) (i32.const 8))",
        "(call $args_get (i32.const 1024) (i32.const 2048))",
        "(call $fd_filestat_get (i32.const 1) (i32.const 1024))",
        "(call $fd_write (i32.const 1) (i32.const 72) (i32.const 1) (i32.const 1024))",
        "(call $fd_write (i32.const 1) (i32.const 72) (i32.const 2) (i32.const 1024))",
        "(call $fd_read (i32.const 0) (i32.const 88) (i32.const 1) (i32.const 1024))",
        "(call $poll_oneoff (i32.const 128) (i32.const 1024) (i32.const 1) (i32.const 2048))",
        "(call $fd_fdstat_set_flags (i32.const 1) (i32.const 0))",
        "(call $path_unlink_file (i32.const 3) (i32.const 32) (i32.const 1))",
    ]
    .iter()
    .enumerate()
    {
        for wide in [0_usize, 1, 3] {
            let name = format!("down-{number}-{wide}");
            let (params, passed) = (" i64".repeat(wide), "(i64.const 1)".repeat(wide));
            let text = module(
                PREVIEW1,
                "2",
                &format!(
                    "(func $down (param i32{params}) (result i32) (drop {inner}) (i32.add (local.get 0) (call $down (i32.add (local.get 0) (i32.const 1)) {passed})))
                     (func (export \"_start\")
                        (call $vector (i32.const 72) (i32.const 32) (i32.const 1)) (call $vector (i32.const 80) (i32.const 33) (i32.const 1)) (call $vector (i32.const 88) (i32.const 4096) (i32.const 1))
                        (drop (call $down (i32.const 0) {passed})))"
                ),
            );
            bring(&page, &name, &text).await?;
            let run = page.run(&name).await?;
            contains(&run.status, "trapped: call stack exhausted")
                .map_err(|error| format!("{name} ({inner}): {error}"))?;
        }
        lives(&page).await?;
    }
    Ok(())
}

/// Recurses into the host until the stack runs out, catches what an engine lets
/// a program catch, and goes on.
fn catches(inner: &str) -> String {
    module(
        PREVIEW1,
        "2",
        &format!(
            "(data (i32.const 300) \"on\")
             (func $down (param i32) (result i32) (drop {inner}) (i32.add (local.get 0) (call $down (i32.add (local.get 0) (i32.const 1)))))
             (func (export \"_start\")
                (call $vector (i32.const 72) (i32.const 32) (i32.const 1)) (call $vector (i32.const 88) (i32.const 4096) (i32.const 1))
                (block $caught (try_table (catch_all $caught) (drop (call $down (i32.const 0)))))
                (drop (call $write (i32.const 2) (i32.const 300) (i32.const 2))))"
        ),
    )
}

const CAUGHT: [&str; 5] = [
    "(call $args_sizes_get (i32.const 1024) (i32.const 1028))",
    "(call $random_get (i32.const 1024) (i32.const 8))",
    "(call $args_get (i32.const 1024) (i32.const 2048))",
    "(call $fd_write (i32.const 1) (i32.const 72) (i32.const 1) (i32.const 1024))",
    "(call $fd_read (i32.const 0) (i32.const 88) (i32.const 1) (i32.const 1024))",
];

async fn caught_stack(page: Page) -> Outcome {
    page.fill_stdin("input\n").await?;
    for (number, inner) in CAUGHT.iter().enumerate() {
        let name = format!("catches-{number}");
        bring(&page, &name, &catches(inner)).await?;
        let run = page.run(&name).await?;
        // Engines differ in whether a program may catch this.
        let named = run.status.starts_with("trapped: call stack exhausted");
        let went_on = run.status == "exited 0" && run.stderr == b"on";
        equal(&format!("{name} {inner}: {run:?}"), named || went_on, true)?;
        lives(&page).await?;
    }
    Ok(())
}

async fn line_stack(page: Page) -> Outcome {
    for (number, inner) in CAUGHT.iter().enumerate() {
        let name = format!("lines-{number}");
        let text = module(
            PREVIEW1,
            "2",
            &format!(
                "(func $down (param i32) (result i32) (drop {inner}) (i32.add (local.get 0) (call $down (i32.add (local.get 0) (i32.const 1)))))
                 (func (export \"_start\")
                    (call $vector (i32.const 72) (i32.const 32) (i32.const 1)) (call $vector (i32.const 88) (i32.const 4096) (i32.const 1))
                    (drop (call $down (i32.const 0))))"
            ),
        );
        bring(&page, &name, &text).await?;
        for command in [
            name.clone(),
            format!("cat | {name}"),
            format!("cat | {name} | cat"),
        ] {
            one_line(&page, &command).await?;
        }
    }
    Ok(())
}

/// Runs a command for one line, line by line, and then others.
async fn one_line(page: &Page, command: &str) -> Outcome {
    page.select("#feed", "lines").await?;
    page.when("document.querySelector('input#stdin')", vec![])
        .await?;
    page.start(command).await?;
    page.fill("input#stdin", "a line").await?;
    page.click("input#stdin").await?;
    page.keys(thirtyfour::Key::Enter + "").await?;
    // A program that does not trap waits for the next line.
    page.click("#end").await?;
    page.when("document.getElementById('run')", vec![])
        .await
        .map_err(|error| format!("{command}: {error}"))?;
    page.select("#feed", "whole").await?;
    page.when("document.querySelector('textarea#stdin')", vec![])
        .await?;
    lives(page)
        .await
        .map_err(|error| format!("after {command}: {error}").into())
}

async fn line_trap(page: Page) -> Outcome {
    bring(
        &page,
        "boom",
        "(module (memory (export \"memory\") 1) (func (export \"_start\") unreachable))",
    )
    .await?;
    for command in ["boom", "cat | boom", "boom | cat", "cat | boom | cat"] {
        one_line(&page, command).await?;
    }
    Ok(())
}

async fn tiny_writes(page: Page) -> Outcome {
    // A trap right behind a write that has no newline.
    bring(
        &page,
        "unfinished",
        &ending("(func $boom unreachable) (func (export \"_start\") (call $said) (call $boom))"),
    )
    .await?;
    let run = page.run("unfinished").await?;
    equal(
        "unfinished",
        (run.status.as_str(), &run.stdout[..]),
        ("trapped: unreachable in boom", &b"said"[..]),
    )?;
    equal(
        "and into a pipe",
        &page.run("unfinished | cat").await?.stdout[..],
        b"said",
    )?;
    // 200,000 writes of a byte, then a trap: the last are gathered.
    let many = "(func $boom unreachable) (func (export \"_start\") (local $count i32)
        (loop $again
            (i32.store8 (i32.const 700) (i32.add (i32.const 97) (i32.rem_u (local.get $count) (i32.const 26))))
            (if (i32.ne (call $write (i32.const 1) (i32.const 700) (i32.const 1)) (i32.const 0)) (then (call $proc_exit (i32.const 1))))
            (br_if $again (i32.lt_u (local.tee $count (i32.add (local.get $count) (i32.const 1))) (i32.const 200000))))
        (call $boom))";
    let should: Vec<u8> = (0..200_000_u32)
        .map(|number| b'a' + (number % 26) as u8)
        .collect();
    bring(&page, "tiny", &ending(many)).await?;
    let run = page.run("tiny").await?;
    equal(
        "tiny",
        (run.status.as_str(), run.stdout == should),
        ("trapped: unreachable in boom", true),
    )?;
    let run = page.run("tiny | cat").await?;
    equal(
        "tiny into a pipe",
        (run.status.as_str(), run.stdout == should),
        ("exited 0", true),
    )?;
    let run = page.run("tiny 2>&1 | cat | cat").await?;
    equal(
        "tiny through two",
        (run.status.as_str(), run.stdout == should),
        ("exited 0", true),
    )?;
    lives(&page).await
}

async fn one_huge_write(page: Page) -> Outcome {
    // One call, 8191 vectors that are all the same 512 KB: 2^32 - 2^19 bytes. The
    // 8193 would be more than a size can say.
    let text = module(
        PREVIEW1,
        "8",
        "(func (export \"_start\") (local $at i32) (local.set $at (i32.const 0x10000))
            (loop $again
                (call $vector (local.get $at) (i32.const 0) (i32.const 0x80000))
                (local.set $at (i32.add (local.get $at) (i32.const 8)))
                (br_if $again (i32.lt_u (local.get $at) (i32.const 0x20008))))
            (call $say (call $fd_write (i32.const 1) (i32.const 0x10000) (i32.const 8193) (i32.const 64)))
            (global.set $end (i32.const 0x30000))
            (call $say (i32.load (i32.const 64)))
            (drop (call $write (i32.const 2) (i32.const 0x30000) (i32.sub (global.get $end) (i32.const 0x30000)))))",
    );
    bring(&page, "huge", &text).await?;
    let run = page.run("huge > /dev/null").await?;
    equal("huge", run.status.as_str(), "exited 0")?;
    let said: u32 = String::from_utf8_lossy(&run.stderr).trim().parse()?;
    equal(
        "a size that it can be",
        said > 0 && said.is_multiple_of(0x8_0000),
        true,
    )?;
    // Into a pipe, every byte that is said to be written arrives.
    let run = page.run("huge | wc -c").await?;
    if page.waits().await? {
        let said: u64 = String::from_utf8_lossy(&run.stderr).trim().parse()?;
        let counted = String::from_utf8_lossy(&run.stdout).trim().to_owned();
        equal("through a pipe", counted, said.to_string())?;
        // No more is on its way at once than a pipe holds, and one buffer.
        equal("bytes of one write", said < 64 << 20, true)?;
    } else {
        equal("more than can be held", run.status.as_str(), "over a limit")?;
    }
    // Line by line, all of it would have to be held.
    one_line(&page, "huge | wc -c").await?;
    lives(&page).await
}

async fn ignores_epipe(page: Page) -> Outcome {
    let text = module(
        PREVIEW1,
        "2",
        "(data (i32.const 300) \"line\\n\") (func (export \"_start\") (loop $again (drop (call $write (i32.const 1) (i32.const 300) (i32.const 5))) (br $again)))",
    );
    bring(&page, "stubborn", &text).await?;
    page.start("stubborn | head -1 | cat").await?;
    if !page.waits().await? {
        // Nobody runs at the same time: what can be held is full, and that ends it.
        let run = page.ended().await?;
        return equal(
            "stdout",
            (run.status.as_str(), &run.stdout[..]),
            ("exited 0", &b"line\n"[..]),
        );
    }
    // The others end, their output is there, and it goes on until Stop.
    page.when(
        "document.querySelector('pre#stdout')?.textContent === 'line\\n'",
        vec![],
    )
    .await?;
    page.when("document.querySelectorAll('.strip .stage').length === 3 && Array.from(document.querySelectorAll('.strip .stage')).filter((stage) => /exited 0/.test(stage.innerText + stage.getAttribute('aria-label') + stage.title)).length === 2", vec![]).await?;
    equal("status", page.text("#status").await?, "running")?;
    page.click("#stop").await?;
    let run = page.ended().await?;
    equal(
        "stopped",
        (run.status.as_str(), &run.stdout[..]),
        ("stopped", &b"line\n"[..]),
    )?;
    lives(&page).await
}

async fn never_reads(page: Page) -> Outcome {
    // It works for a while, without reading, says something and ends.
    let text = module(
        PREVIEW1,
        "2",
        "(data (i32.const 300) \"done\\n\") (func (export \"_start\") (local $count i32)
            (loop $again (drop (call $sched_yield)) (br_if $again (i32.lt_u (local.tee $count (i32.add (local.get $count) (i32.const 1))) (i32.const 100))))
            (drop (call $write (i32.const 1) (i32.const 300) (i32.const 5))))",
    );
    bring(&page, "deaf", &text).await?;
    for command in ["yes | deaf", "yes | deaf | cat", "yes | cat | cat | deaf"] {
        if command.starts_with("yes | cat") && !page.waits().await? {
            // One after the other, the first `cat` is given more than can be held.
            equal(
                command,
                page.run(command).await?.status.as_str(),
                "over a limit",
            )?;
            continue;
        }
        let run = page.run(command).await?;
        equal(
            command,
            (run.status.as_str(), &run.stdout[..]),
            ("exited 0", &b"done\n"[..]),
        )?;
    }
    lives(&page).await
}

async fn closes_stdout_early(page: Page) -> Outcome {
    // Writes, closes its stdout and goes on until it is stopped: its reader is
    // done before that.
    let text = module(
        PREVIEW1,
        "2",
        "(data (i32.const 300) \"b\\na\\n\") (func (export \"_start\")
            (drop (call $write (i32.const 1) (i32.const 300) (i32.const 4)))
            (drop (call $fd_close (i32.const 1)))
            (loop $again (br $again)))",
    );
    bring(&page, "hangs-up", &text).await?;
    if page.waits().await? {
        page.start("hangs-up | sort").await?;
        page.when(
            "document.querySelector('pre#stdout')?.textContent === 'a\\nb\\n'",
            vec![],
        )
        .await?;
        equal("status", page.text("#status").await?, "running")?;
        page.click("#stop").await?;
        let run = page.ended().await?;
        equal("sorted", &run.stdout[..], b"a\nb\n")?;
    }
    // stdout and stderr are one pipe: it ends with the second of them.
    let text = module(
        PREVIEW1,
        "2",
        "(data (i32.const 300) \"b\\na\\n\") (func (export \"_start\")
            (drop (call $write (i32.const 1) (i32.const 300) (i32.const 2)))
            (drop (call $fd_close (i32.const 1)))
            (drop (call $write (i32.const 2) (i32.const 302) (i32.const 2)))
            (drop (call $fd_close (i32.const 2)))
            (drop (call $write (i32.const 2) (i32.const 300) (i32.const 2))))",
    );
    bring(&page, "one-by-one", &text).await?;
    let run = page.run("one-by-one 2>&1 | sort").await?;
    equal(
        "both",
        (run.status.as_str(), &run.stdout[..]),
        ("exited 0", &b"a\nb\n"[..]),
    )?;
    lives(&page).await
}
