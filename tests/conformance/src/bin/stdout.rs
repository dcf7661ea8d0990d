//! What is written to stdout and stderr comes out in order, from any number of buffers.
//!
//! ```json
//! {"expect_stderr": "error\n", "expect_stdout_file": "files/stdout.txt"}
//! ```

use conformance::{call, errno::BADF, refused, write};

fn main() {
    let buffers: [&[u8]; 5] = [b"", b"one ", b"", b"two ", b"three\n"];
    let mut left: Vec<u8> = buffers.concat();
    let mut written = call::fd_write(1, &buffers).unwrap() as usize;
    assert!(written >= 4, "at least the first that is not empty");
    while written < left.len() {
        left.drain(..written);
        written = call::fd_write(1, &[&left]).unwrap() as usize;
    }
    write(2, b"error\n");
    write(1, &[b'x'; 10_000]);
    assert_eq!(call::fd_write(1, &[]), Ok(0));
    refused(call::fd_read(1, &mut [&mut [0; 8]]), BADF);
}
