//! Standard output.

use std::io::{self, BufWriter, Write};

/// Bytes for standard output, gathered until there are many or the filter waits for input.
pub type Output = BufWriter<Stdout>;

/// Standard output as it is. `std::io::Stdout` would cut what it is given at the last newline, which makes two writes of one.
pub struct Stdout(io::Stdout);

/// Standard output, buffered.
pub fn stdout() -> Output {
    BufWriter::with_capacity(64 * 1024, Stdout(io::stdout()))
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(rustix::io::write(&self.0, bytes)?)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
