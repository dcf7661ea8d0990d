//! cat with a buffer of its own size: reads fd 0, writes fd 1, one host call for
//! each buffer in and one for each buffer out.
//!
//! usage: cat BYTES

use std::{
    fs::File,
    io::{Read, Write},
    mem::ManuallyDrop,
    os::fd::FromRawFd,
};

fn main() -> std::io::Result<()> {
    let size = std::env::args().nth(1).and_then(|size| size.parse().ok());
    let mut buffer = vec![0; size.expect("usage: cat BYTES")];
    // SAFETY: both are open, and neither is closed here. Rust's own stdin and
    // stdout would put buffers of theirs before them.
    let (mut input, mut output) = unsafe {
        (
            ManuallyDrop::new(File::from_raw_fd(0)),
            ManuallyDrop::new(File::from_raw_fd(1)),
        )
    };
    loop {
        let read = input.read(&mut buffer)?;
        if read == 0 {
            return Ok(());
        }
        output.write_all(&buffer[..read])?;
    }
}
