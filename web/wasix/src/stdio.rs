//! fds 0, 1 and 2 of the program that runs in this worker.

use std::{
    io::{self, SeekFrom},
    pin::Pin,
    task::{Context, Poll},
};

use js_sys::Uint8Array;
use virtual_fs::{AsyncRead, AsyncSeek, AsyncWrite, FsError, ReadBuf, VirtualFile};
use wasm_bindgen::JsCast;

use crate::host::call;

/// Which of the two output files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// fd 1
    Stdout,
    /// fd 2
    Stderr,
}

fn read(buffer: &mut [u8]) -> io::Result<usize> {
    let most = u32::try_from(buffer.len()).unwrap_or(u32::MAX);
    let bytes: Uint8Array = call("read", &[most.into()])?
        .dyn_into()
        .map_err(|_| io::ErrorKind::InvalidData)?;
    let count = (bytes.length() as usize).min(buffer.len());
    bytes
        .subarray(0, count as u32)
        .copy_to(&mut buffer[..count]);
    Ok(count)
}

fn write(output: Output, bytes: &[u8]) -> io::Result<usize> {
    let fd = match output {
        Output::Stdout => 1,
        Output::Stderr => 2,
    };
    call("write", &[fd.into(), Uint8Array::from(bytes).into()])?;
    Ok(bytes.len())
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
        let read = read(buffer.initialize_unfilled());
        Poll::Ready(read.map(|count| buffer.advance(count)))
    }
}

impl AsyncWrite for Sink {
    fn poll_write(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Poll::Ready(write(self.0, bytes))
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
