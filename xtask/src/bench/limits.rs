//! What docs/bench.md says in words: how it is measured, and what limits each
//! figure, as profiles and experiments showed.

/// How it is measured.
pub const METHOD: &str = "
Each host runs in a dedicated worker of its own, on the same inputs (lines of made-up ASCII words) and the same `.wasm` files, compiled once by the page. The contestants take turns, round by round, and each
cell is the median of its rounds. The time of a run is the page's: from the message that starts the worker to the message that the program ended, all output there. The page is cross-origin isolated, for its
clock only. Each host gets its input beforehand and in the way that is fastest by its public interface: ours as one `Uint8Array`, browser_wasi_shim as an `OpenFile` and `ConsoleStdout`, Runno as functions of strings,
which fit the ASCII that is used here. All collect what comes out in pieces of 256 KB, which the page receives. *bare JavaScript* does the same copies without a host or a program: input to buffer, buffer to piece; for a
tiny run it is an instance with a few small functions as imports. wasmtime runs in Python, without its start-up, and is not measured in turn with the browsers; *own tools* are those of the machine from start to end,
through a pipe, `LC_ALL=C`. A ratio above 1 means that ours is better. What is said of limits was found by separate experiments on 23 November 2026, on a machine that others used as well.
";

/// What limits the figures of a block.
pub fn of(block: &str) -> Option<&'static str> {
    Some(match block {
        "cat" => {
            "from 8 KB on, memory that was never touched before, on the way to the page. A worker without any host or program sends the page 1 to 2 GB/s in new buffers of 64 KB to 1 MB, and 4 to 11 GB/s if the page gives
them back, in both engines; but what the page keeps it cannot give back. At 1 KB it is the steps out of the program's WebAssembly and, in Firefox, being able to suspend (see the next table). With 1 MB it is messages too: each of the first 32 writes goes to the page by itself, to be seen at once (until there were 200 of them, 1 MB
in writes of 1 KB took 1.4 to 1.9 times as long)."
        }
        "cat, output only counted" => {
            "copies, and the steps into JavaScript that they take: in a profile at 1 KB in Chromium the copying function is 42 % of the worker's time and the clock that decides whether a write is shown at once 11 %. Ours makes
three copies where bare JavaScript makes two: it has the bytes in its own memory once, to count lines and to see whether they are text. Imports that can suspend have a price even where nothing waits: with plain ones the
same host was 1.16, 1.03 and 0.95 times as fast at 1, 8 and 64 KB in Chromium, and 1.69, 1.26 and 1.12 times in Firefox (best of 60 rounds in turn)."
        }
        "filters" => {
            "mostly the programs. In Chromium's profile `grep` and `sort` spend about 85 % of their worker's time in their own code, `tr` 35 %: the rest of `tr` is the way to the page, as for `cat`. `grep -c` built with SIMD
(`-C target-feature=+simd128`) was 2.4 times as fast on the same host."
        }
        "pipeline" => {
            "copies, of which each stage makes three, and the cores: five stages want more than the two that were there (the machine's own five `cat`s fall as much). In Chromium new memory for each piece was the limit (1.4 GB/s
through a port; 10 with buffers that come back), until pipes gave their buffers back. In Firefox ports were: one from worker to worker moves 200 to 500 MB/s there, and five stages passed 59 MB/s where one passed 906 (16
MB, quiet machine). Its pipes go over the page since."
        }
        "tiny run" => {
            "repeated: the engine, which makes and drops an instance with a memory of 17 pages; in Chromium's profile 55 % is the garbage collector, 27 % `WebAssembly.Instance`, and bare JavaScript has both. First:
compiling is 0.4 ms of it in Chromium, the rest is the run from the page and back with code that is still cold. From the page and back: in Chromium, taking and posting messages is a third of what the worker does and
`WebAssembly.Instance` 15 %; in Firefox, half a millisecond is `WebAssembly.promising`, called for every run (with one that is made once, 0.66 ms in place of 1.15)."
        }
        "key press to painted output" => {
            "the wait for the frame: the output has changed after 4 to 7 ms, and is painted with the next frame. What those 4 to 7 ms consist of was not profiled."
        }
        "link to output, 1.6 Mbit/s and 150 ms" => {
            "the line. Between the link and the output of `sort` about 420 KB come, which takes 2.1 s, and two answers are waited for while nothing comes: index.html, and what it names. The host is asked for while the end of the page's program comes. The five programs are another 100 KB.
A relay in front of the server lets 1.6 Mbit/s through, for all connections together, and each answer begins 150 ms after its request. The page is as `cargo xtask dist` makes it, compressed with brotli, to be kept for ten minutes. Cold is the first visit in a new browser; warm the next one. (28 November 2026, three rounds, on a machine that others used as well.)"
        }
        "over the wire, brotli" => {
            "the page's own WebAssembly, which is about two thirds of it; the host's is one third."
        }
        _ => return None,
    })
}
