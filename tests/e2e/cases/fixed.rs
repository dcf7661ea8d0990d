//! Clocks and random numbers that are the same in every run.

use thirtyfour::Key;

use super::{Case, case, equal};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![case(
        "fixed_clocks_and_random_numbers_are_the_same_everywhere",
        fixed,
    )]
}

/// Writes 48 bytes: the time, the time since the start, 16 random bytes, the
/// clock of what `poll_oneoff` gave after a sleep of 5 ms, and the time since
/// the start.
const LOOKS: &str = r#"(module
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
    (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "_start")
        (drop (call $time (i32.const 0) (i64.const 0) (i32.const 1024)))
        (drop (call $time (i32.const 1) (i64.const 0) (i32.const 1032)))
        (drop (call $random (i32.const 1040) (i32.const 16)))
        ;; A subscription to the monotonic clock, and one that is over later.
        (i64.store (i32.const 64) (i64.const 7)) (i32.store (i32.const 80) (i32.const 1)) (i64.store (i32.const 88) (i64.const 5000000))
        (i64.store (i32.const 112) (i64.const 8)) (i32.store (i32.const 128) (i32.const 1)) (i64.store (i32.const 136) (i64.const 5000001))
        (drop (call $poll (i32.const 64) (i32.const 256) (i32.const 2) (i32.const 512)))
        (i64.store (i32.const 1056) (i64.load32_u (i32.const 512)))
        (drop (call $time (i32.const 1) (i64.const 0) (i32.const 1064)))
        (i32.store (i32.const 0) (i32.const 1024)) (i32.store (i32.const 4) (i32.const 48))
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))"#;

async fn fixed(page: Page) -> Outcome {
    page.choose_module(&wat::parse_str(LOOKS)?, "looks.wasm")
        .await?;
    let (one, two) = (page.run("looks").await?, page.run("looks").await?);
    equal("length", one.stdout.len(), 48)?;
    equal("two runs are alike", one.stdout == two.stdout, false)?;

    page.script("document.getElementById('limits').click()", vec![])
        .await?;
    page.click("#fixed").await?;
    page.click("#close").await?;
    // The first two numbers of splitmix64 with the seed 0.
    let words = |looked: u64, random: [u64; 2]| {
        let since = looked * 1_000_000;
        [
            946_684_800_000_000_000 + since,
            since + 1_000_000,
            random[0],
            random[1],
            1,
            since + 7_000_000,
        ]
        .map(u64::to_le_bytes)
        .concat()
    };
    let expected = words(1, [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4]);
    equal("fixed", page.run("looks").await?.stdout, &expected[..])?;
    page.kept_when("draft.grant.includes('fixed')").await?;
    page.load().await?;
    equal(
        "after a reload",
        page.run("looks").await?.stdout,
        &expected[..],
    )?;
    // Another stage has the same time, and other random numbers.
    let other = page.run("cat | looks").await?.stdout;
    equal("the clocks of another stage", &other[..16], &expected[..16])?;
    equal(
        "its random numbers",
        other[16..32] == expected[16..32],
        false,
    )?;
    equal("again", page.run("cat | looks").await?.stdout, &other[..])?;
    page.select("#feed", "lines").await?;
    page.start("looks").await?;
    page.click("input#stdin").await?;
    page.keys("a".to_owned() + Key::Enter).await?;
    page.keys("b".to_owned() + Key::Enter).await?;
    page.click("#end").await?;
    equal(
        "line by line",
        page.ended().await?.stdout,
        expected.repeat(2),
    )
}
