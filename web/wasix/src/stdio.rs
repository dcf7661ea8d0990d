//! fds 0, 1 and 2 of the program that runs in this worker.

use std::{
    cell::RefCell,
    io::{self, SeekFrom},
    pin::Pin,
    task::{Context, Poll},
};

use virtual_fs::{AsyncRead, AsyncSeek, AsyncWrite, FsError, ReadBuf, VirtualFile};

/// Which of the two output files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// fd 1
    Stdout,
    /// fd 2
    Stderr,
}

/// What a program's standard files are connected to.
pub trait Stdio {
    /// Fills the front of `buffer` with the next bytes of stdin and says how
    /// many; 0 is the end of input.
    ///
    /// # Errors
    /// When the input can no longer be read; the program sees EIO.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize>;
    /// Takes all of `bytes`.
    fn write(&mut self, output: Output, bytes: &[u8]);
}

thread_local! {
    /// wasmer-wasix wants files that can be sent between threads; what is
    /// behind these cannot. A worker runs one program at a time, so the files
    /// are empty names and the connection is the worker's.
    static OPEN: RefCell<Option<Box<dyn Stdio>>> = const { RefCell::new(None) };
}

/// Connects the standard files until the guard is dropped.
pub fn open(stdio: Box<dyn Stdio>) -> impl Drop {
    struct Close;
    impl Drop for Close {
        fn drop(&mut self) {
            OPEN.with_borrow_mut(Option::take);
        }
    }
    OPEN.set(Some(stdio));
    Close
}

fn with_open<T>(act: impl FnOnce(&mut dyn Stdio) -> T) -> io::Result<T> {
    OPEN.with_borrow_mut(|open| {
        open.as_mut()
            .map(|stdio| act(stdio.as_mut()))
            .ok_or_else(|| io::ErrorKind::NotConnected.into())
    })
}

/// fd 0
#[derive(Debug)]
pub struct Stdin;

/// fd 1 or 2
#[derive(Debug)]
pub struct Sink(pub Output);

impl AsyncRead for Stdin {
    fn poll_read(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = with_open(|stdio| stdio.read(buffer.initialize_unfilled()));
        Poll::Ready(read.flatten().map(|count| buffer.advance(count)))
    }
}

impl AsyncWrite for Sink {
    fn poll_write(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = with_open(|stdio| stdio.write(self.0, bytes));
        Poll::Ready(written.map(|()| bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Stdin {
    fn poll_write(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
        _bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Poll::Ready(Err(io::ErrorKind::PermissionDenied.into()))
    }

    fn poll_flush(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for Sink {
    fn poll_read(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
        _buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Poll::Ready(Err(io::ErrorKind::PermissionDenied.into()))
    }
}

/// What both kinds have in common: a stream has no size, no position, no times.
macro_rules! stream {
    ($file:ty, $fd:expr) => {
        impl AsyncSeek for $file {
            fn start_seek(self: Pin<&mut Self>, _position: SeekFrom) -> io::Result<()> {
                Err(io::ErrorKind::NotSeekable.into())
            }

            fn poll_complete(
                self: Pin<&mut Self>,
                _context: &mut Context<'_>,
            ) -> Poll<io::Result<u64>> {
                Poll::Ready(Ok(0))
            }
        }

        impl VirtualFile for $file {
            fn last_accessed(&self) -> u64 {
                0
            }

            fn last_modified(&self) -> u64 {
                0
            }

            fn created_time(&self) -> u64 {
                0
            }

            fn size(&self) -> u64 {
                0
            }

            fn set_len(&mut self, _size: u64) -> virtual_fs::Result<()> {
                Err(FsError::PermissionDenied)
            }

            fn unlink(&mut self) -> virtual_fs::Result<()> {
                Err(FsError::PermissionDenied)
            }

            fn get_special_fd(&self) -> Option<u32> {
                Some($fd(self))
            }

            fn poll_read_ready(
                self: Pin<&mut Self>,
                _context: &mut Context<'_>,
            ) -> Poll<io::Result<usize>> {
                Poll::Ready(Ok(8192))
            }

            fn poll_write_ready(
                self: Pin<&mut Self>,
                _context: &mut Context<'_>,
            ) -> Poll<io::Result<usize>> {
                Poll::Ready(Ok(8192))
            }
        }
    };
}

stream!(Stdin, |_: &Stdin| 0);
stream!(Sink, |sink: &Sink| match sink.0 {
    Output::Stdout => 1,
    Output::Stderr => 2,
});
