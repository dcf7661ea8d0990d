//! Random pipelines: programs that read and write in pieces of any size, at any
//! speed, and are stopped at any moment. No byte is lost, doubled or reordered.
//!
//! The seeds are the same in every run but one, which is printed; to see what
//! it did again, put it into `POUROVER_SEED`.

use std::hash::{BuildHasher, RandomState};

use serde_json::json;
use sha2::{Digest, Sha256};

use super::{Case, case, equal};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![
        case(
            "random_pipelines_pass_every_byte_once_and_in_order",
            |page| over_seeds(page, "pipelines", pipeline),
        ),
        case("random_readers_that_leave_get_what_they_read", |page| {
            over_seeds(page, "readers", leaves)
        }),
        case(
            "random_stops_keep_what_came_and_the_next_run_is_right",
            |page| over_seeds(page, "stops", stop),
        ),
    ]
}

/// Copies stdin to stdout. Its argument is the seed of all that it does: how
/// much it reads at once and into how many buffers, how much it writes at once,
/// when it lets others go first and when it sleeps. Exits with the errno of the
/// first call that fails, 32 for a reader that left not being one of them.
const CHUNKS: &str = r#"(module
    (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "sched_yield" (func $sched_yield (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
    (memory (export "memory") 9)
    (global $state (mut i32) (i32.const 0))

    (func $seed (local $at i32)
        (call $check (call $args_get (i32.const 1024) (i32.const 2048)))
        (local.set $at (i32.load (i32.const 1028)))
        (loop $digits
            (if (i32.load8_u (local.get $at)) (then
                (global.set $state (i32.add (i32.mul (global.get $state) (i32.const 10)) (i32.sub (i32.load8_u (local.get $at)) (i32.const 48))))
                (local.set $at (i32.add (local.get $at) (i32.const 1)))
                (br $digits))))
        (global.set $state (i32.or (i32.mul (global.get $state) (i32.const 0x9e3779b1)) (i32.const 1))))

    (func $random (result i32) (local $x i32)
        (local.set $x (global.get $state))
        (local.set $x (i32.xor (local.get $x) (i32.shl (local.get $x) (i32.const 13))))
        (local.set $x (i32.xor (local.get $x) (i32.shr_u (local.get $x) (i32.const 17))))
        (local.set $x (i32.xor (local.get $x) (i32.shl (local.get $x) (i32.const 5))))
        (global.set $state (local.get $x))
        (i32.shr_u (local.get $x) (i32.const 4)))

    ;; From 1 to 2^19, small ones as often as large ones: larger than any piece
    ;; that the host passes on.
    (func $size (result i32) (local $bits i32)
        (local.set $bits (i32.sub (i32.shl (i32.const 1) (i32.rem_u (call $random) (i32.const 20))) (i32.const 1)))
        (i32.add (i32.const 1) (i32.and (call $random) (local.get $bits))))

    (func $check (param $errno i32)
        (if (local.get $errno) (then (call $proc_exit (local.get $errno)))))

    (func $linger (local $dice i32)
        (local.set $dice (i32.rem_u (call $random) (i32.const 200)))
        (if (i32.eqz (local.get $dice)) (then (call $check (call $sched_yield))))
        (if (i32.eq (local.get $dice) (i32.const 1)) (then
            (i64.store (i32.const 128) (i64.const 0)) (i64.store (i32.const 136) (i64.const 0)) (i64.store (i32.const 144) (i64.const 1))
            (i64.store (i32.const 152) (i64.extend_i32_u (i32.rem_u (call $random) (i32.const 8000000))))
            (i64.store (i32.const 160) (i64.const 0)) (i64.store (i32.const 168) (i64.const 0))
            (call $check (call $poll_oneoff (i32.const 128) (i32.const 256) (i32.const 1) (i32.const 512))))))

    (func (export "_start") (local $size i32) (local $part i32) (local $at i32) (local $left i32)
        (call $seed)
        (loop $again
            (call $linger)
            ;; One buffer, or two that follow each other.
            (local.set $size (call $size))
            (local.set $part (i32.rem_u (call $random) (i32.add (local.get $size) (i32.const 1))))
            (if (i32.and (call $random) (i32.const 1)) (then (local.set $part (local.get $size))))
            (i32.store (i32.const 64) (i32.const 0x10000)) (i32.store (i32.const 68) (local.get $part))
            (i32.store (i32.const 72) (i32.add (i32.const 0x10000) (local.get $part))) (i32.store (i32.const 76) (i32.sub (local.get $size) (local.get $part)))
            (call $check (call $fd_read (i32.const 0) (i32.const 64) (i32.const 2) (i32.const 512)))
            (local.set $left (i32.load (i32.const 512)))
            (if (i32.eqz (local.get $left)) (then (return)))
            (local.set $at (i32.const 0x10000))
            (loop $more
                (call $linger)
                (local.set $size (call $size))
                (if (i32.gt_u (local.get $size) (local.get $left)) (then (local.set $size (local.get $left))))
                (local.set $part (i32.rem_u (call $random) (i32.add (local.get $size) (i32.const 1))))
                (i32.store (i32.const 64) (local.get $at)) (i32.store (i32.const 68) (local.get $part))
                (i32.store (i32.const 72) (i32.add (local.get $at) (local.get $part))) (i32.store (i32.const 76) (i32.sub (local.get $size) (local.get $part)))
                (call $check (call $fd_write (i32.const 1) (i32.const 64) (i32.const 2) (i32.const 512)))
                ;; A write may be short.
                (local.set $size (i32.load (i32.const 512)))
                (local.set $at (i32.add (local.get $at) (local.get $size)))
                (local.set $left (i32.sub (local.get $left) (local.get $size)))
                (br_if $more (local.get $left)))
            (br $again))))"#;

/// Numbers that look random, the same for the same seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    /// Up to 2^22 bytes, of any kind or lines of text. Mostly many: what goes
    /// wrong at the seams of pieces needs pieces.
    fn input(&mut self) -> Vec<u8> {
        let most = match self.below(5) {
            0 => 64,
            1 => 1 << 16,
            _ => 1 << 22,
        };
        let length = self.below(most);
        let text = self.below(2) == 0;
        (0..length)
            .map(|_| match (text, self.next() as u8) {
                (false, byte) => byte,
                (true, byte) if byte < 8 => b'\n',
                (true, byte) => b'a' + byte % 26,
            })
            .collect()
    }

    /// A pipeline of `chunks`.
    fn copies(&mut self, least: u64) -> Vec<String> {
        let count = least + self.below(6 - least);
        (0..count)
            .map(|_| format!("chunks {}", self.below(1 << 20)))
            .collect()
    }
}

/// Those that found something once, some others, and one that nobody has seen.
fn seeds() -> Vec<u64> {
    if let Some(seed) = std::env::var("POUROVER_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
    {
        return vec![seed];
    }
    let fresh = RandomState::new().hash_one(0) % 1_000_000_000;
    (1..=8).chain([fresh]).collect()
}

async fn over_seeds<F, O>(page: Page, what: &str, test: F) -> Outcome
where
    F: Fn(Page, Random) -> O,
    O: Future<Output = Result<Page, crate::page::Error>>,
{
    page.choose_module(&wat::parse_str(CHUNKS)?, "chunks.wasm")
        .await?;
    page.click("#close").await?;
    let mut page = page;
    let seeds = seeds();
    println!("{what} in {}: the seeds {seeds:?}", page.engine.name());
    for seed in seeds {
        page = test(page, Random(seed))
            .await
            .map_err(|error| format!("POUROVER_SEED={seed}: {error}"))?;
    }
    Ok(())
}

/// A length and a hash say what differs without megabytes of it.
fn digest(bytes: &[u8]) -> (usize, String) {
    (
        bytes.len(),
        data_encoding::HEXLOWER.encode(&Sha256::digest(bytes)),
    )
}

fn newlines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

/// `12,345`
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    groups.join(",")
}

fn counted(number: usize, what: &str) -> String {
    format!(
        "{} {what}{}",
        grouped(number),
        if number == 1 { "" } else { "s" }
    )
}

async fn pipeline(page: Page, mut random: Random) -> Result<Page, crate::page::Error> {
    let input = random.input();
    let stages = random.copies(1);
    page.stdin_file(&input, &format!("input-{}", input.len()))
        .await?;
    let run = page.run(&stages.join(" | ")).await?;
    let what = format!("{} of {} bytes", stages.join(" | "), input.len());
    equal(
        &what,
        (run.status.as_str(), digest(&run.stdout)),
        ("exited 0", digest(&input)),
    )?;
    // What each stage is said to have read and written.
    for stage in 0..stages.len() {
        let card = page.card(stage).await?;
        let wrote = format!(
            "{} · {}",
            counted(input.len(), "byte"),
            counted(newlines(&input), "line")
        );
        equal(
            &format!("{what}: stage {stage} wrote"),
            &card["Wrote"],
            &wrote,
        )?;
        let read = match stage {
            0 => counted(input.len(), "byte"),
            _ => wrote,
        };
        equal(&format!("{what}: stage {stage} read"), &card["Read"], &read)?;
    }
    Ok(page)
}

async fn leaves(page: Page, mut random: Random) -> Result<Page, crate::page::Error> {
    let input = random.input();
    let mut stages = random.copies(2);
    // Somewhere in the pipeline one reads so much and no more.
    let wanted = random.below(input.len() as u64 + 2) as usize;
    let at = 1 + random.below(stages.len() as u64) as usize;
    stages.insert(at, format!("head -c {wanted}"));
    page.stdin_file(&input, &format!("input-{}", input.len()))
        .await?;
    let run = page.run(&stages.join(" | ")).await?;
    let kept = &input[..wanted.min(input.len())];
    equal(
        &format!("{} of {} bytes", stages.join(" | "), input.len()),
        (run.status.as_str(), digest(&run.stdout)),
        ("exited 0", digest(kept)),
    )?;
    Ok(page)
}

async fn stop(page: Page, mut random: Random) -> Result<Page, crate::page::Error> {
    // Long enough to be stopped in the middle.
    let mut input = random.input();
    input.resize_with(input.len() + (4 << 20), || random.next() as u8);
    let stages = random.copies(1);
    page.stdin_file(&input, &format!("input-{}", input.len()))
        .await?;
    for _ in 0..2 {
        let after = random.below(200);
        page.script(
            "const run = Number(document.getElementById('status').dataset.run);
             const look = () => {
                 if (Number(document.getElementById('status').dataset.run) === run) return setTimeout(look);
                 setTimeout(() => document.getElementById('stop')?.click(), arguments[0]);
             };
             look();",
            vec![json!(after)],
        )
        .await?;
        let what = format!("{} after {after} ms", stages.join(" | "));
        let run = page.run(&stages.join(" | ")).await?;
        match run.status.as_str() {
            "stopped" => equal(
                &format!(
                    "{what}: what came is the beginning, {} bytes",
                    run.stdout.len()
                ),
                input.starts_with(&run.stdout),
                true,
            )?,
            _ => equal(
                &what,
                (run.status.as_str(), digest(&run.stdout)),
                ("exited 0", digest(&input)),
            )?,
        }
    }
    // The next run, of as many stages, is right.
    let input: Vec<u8> = input
        .into_iter()
        .take(random.below(1 << 18) as usize)
        .collect();
    page.stdin_file(&input, &format!("next-{}", input.len()))
        .await?;
    let run = page.run(&stages.join(" | ")).await?;
    equal(
        "the next run",
        (run.status.as_str(), digest(&run.stdout)),
        ("exited 0", digest(&input)),
    )?;
    Ok(page)
}
