//! Operands and standard input, as bytes and as lines.

use crate::{Stop, filter::reason, output::Output};
use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, Read, StdinLock, Write},
};

/// A file that is read from its start to its end.
pub struct Input {
    /// Its name as the operand gave it; `-` for standard input.
    pub name: OsString,
    source: Source,
}

enum Source {
    Stdin(StdinLock<'static>),
    File(File),
}

impl Input {
    /// Opens a file, or standard input for `-`.
    ///
    /// # Errors
    /// What the system says; a directory is an error already here.
    pub fn open(name: OsString) -> io::Result<Self> {
        let source = if name == "-" {
            Source::Stdin(io::stdin().lock())
        } else if fs::metadata(&name)?.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        } else {
            Source::File(File::open(&name)?)
        };
        Ok(Self { name, source })
    }

    /// The name for messages and headings; standard input is called `stdin`.
    pub fn shown(&self, stdin: &str) -> String {
        if self.name == "-" {
            stdin.to_owned()
        } else {
            self.name.display().to_string()
        }
    }

    /// Reads some bytes; 0 at the end. What is in `out` goes out first, because this may wait: who types a line sees its
    /// answer before typing the next.
    pub fn read(&mut self, buffer: &mut [u8], out: &mut Output) -> Result<usize, Stop> {
        out.flush()?;
        loop {
            let read = match &mut self.source {
                Source::Stdin(stdin) => stdin.read(buffer),
                Source::File(file) => file.read(buffer),
            };
            match read {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    return Err(Stop::Failed(format!(
                        "{}: {}",
                        self.name.display(),
                        reason(&error)
                    )));
                }
                Ok(count) => return Ok(count),
            }
        }
    }

    /// Reads all that is left and appends it to `bytes`.
    pub fn read_to_end(&mut self, bytes: &mut Vec<u8>, out: &mut Output) -> Result<(), Stop> {
        let mut end = bytes.len();
        loop {
            if bytes.len() - end < CHUNK {
                bytes.resize((bytes.len() + CHUNK).max(bytes.len() * 3 / 2), 0);
            }
            match self.read(&mut bytes[end..], out)? {
                0 => break,
                count => end += count,
            }
        }
        bytes.truncate(end);
        Ok(())
    }

    /// The size of a regular file in bytes.
    pub fn size(&self) -> Option<u64> {
        use std::os::fd::AsFd;
        let metadata = match &self.source {
            // WASI cannot duplicate a descriptor; then the size is unknown.
            Source::Stdin(stdin) => File::from(stdin.as_fd().try_clone_to_owned().ok()?)
                .metadata()
                .ok()?,
            Source::File(file) => file.metadata().ok()?,
        };
        metadata.is_file().then_some(metadata.len())
    }

    /// The input cut into lines.
    pub fn lines(self) -> Lines {
        self.split(b'\n')
    }

    /// The input cut behind each `end`.
    pub fn split(self, end: u8) -> Lines {
        Lines {
            input: self,
            binary: false,
            end,
            buffer: Vec::new(),
            next: 0,
            filled: 0,
            ended: false,
        }
    }
}

/// How much is read at once, in bytes.
pub const CHUNK: usize = 64 * 1024;

/// The lines of an input; each has its newline, but for the last one where the input has none there.
pub struct Lines {
    /// Where they come from.
    pub input: Input,
    /// A NUL byte has been read so far, perhaps in a line that has not been given yet.
    pub binary: bool,
    end: u8,
    buffer: Vec<u8>,
    next: usize,
    filled: usize,
    ended: bool,
}

impl Lines {
    /// The next line, or nothing at the end of the input.
    pub fn next(&mut self, out: &mut Output) -> Result<Option<&[u8]>, Stop> {
        let mut searched = 0;
        loop {
            searched += self.next;
            if let Some(at) = memchr::memchr(self.end, &self.buffer[searched..self.filled]) {
                let line = self.next..searched + at + 1;
                self.next = line.end;
                return Ok(Some(&self.buffer[line]));
            }
            let partial = self.filled - self.next;
            if self.ended {
                let line = self.next..self.filled;
                self.next = self.filled;
                return Ok((partial > 0).then(|| &self.buffer[line]));
            }
            self.fill(out)?;
            searched = partial;
        }
    }

    /// Whether there is another line; this may have to wait for it.
    pub fn more(&mut self, out: &mut Output) -> Result<bool, Stop> {
        if self.next == self.filled && !self.ended {
            self.fill(out)?;
        }
        Ok(self.next < self.filled)
    }

    /// Reads some more behind what is buffered, and moves that to the front.
    fn fill(&mut self, out: &mut Output) -> Result<(), Stop> {
        self.buffer.copy_within(self.next..self.filled, 0);
        self.filled -= self.next;
        self.next = 0;
        if self.buffer.len() - self.filled < CHUNK / 2 {
            self.buffer.resize((self.buffer.len() * 2).max(CHUNK), 0);
        }
        let count = self.input.read(&mut self.buffer[self.filled..], out)?;
        self.binary |= memchr::memchr(0, &self.buffer[self.filled..][..count]).is_some();
        self.filled += count;
        self.ended = count == 0;
        Ok(())
    }
}

/// A line without its newline.
pub fn content(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\n").unwrap_or(line)
}
