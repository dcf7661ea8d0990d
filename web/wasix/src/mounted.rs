//! The stage's own file systems (`/dev`, `/proc`, `/page`), mounted in the
//! program's tree. What they do is asked of the stage, by numbers.

use std::{
    io::{self, SeekFrom},
    path::{Path, PathBuf},
    pin::Pin,
    task::{Context, Poll},
};

use js_sys::{Array, Uint8Array};
use virtual_fs::{
    AsyncRead, AsyncSeek, AsyncWrite, DirEntry, FileOpener, FileSystem, FileType, FsError,
    Metadata, OpenOptions, OpenOptionsConfig, ReadBuf, ReadDir, Result, VirtualFile,
};
use wasm_bindgen::{JsCast, JsValue};

use crate::host;

/// What a file is opened for, in one number; the same stands in
/// `web/stage/src/second/mounted.rs`.
const WRITE: u32 = 1;
const CREATE: u32 = 2;
const EXCLUSIVE: u32 = 4;
const TRUNCATE: u32 = 8;
const APPEND: u32 = 16;

/// `filetype` of a directory in preview 1.
const DIRECTORY: u32 = 3;

/// One of the file systems: which of the program's mounts it is.
#[derive(Clone, Copy, Debug)]
pub struct Mounted(pub u32);

/// An open file: its number.
#[derive(Debug)]
struct File(u32);

/// Asks the stage; a negative number is an errno.
fn ask(question: &str, number: u32, value: JsValue, more: u32) -> Result<JsValue> {
    let args = [question.into(), number.into(), value, more.into()];
    let answer = host::call("ask", &args)?;
    match answer.as_f64() {
        Some(errno) if errno < 0.0 => Err(error(-errno as u32)),
        _ => Ok(answer),
    }
}

/// The error that wasmer-wasix makes this errno of, or one that is like it.
fn error(errno: u32) -> FsError {
    match errno {
        2 | 63 => FsError::PermissionDenied,
        6 => FsError::WouldBlock,
        8 => FsError::InvalidFd,
        14 => FsError::ConnectionRefused,
        15 => FsError::ConnectionReset,
        20 => FsError::AlreadyExists,
        23 => FsError::AddressNotAvailable,
        28 | 31 => FsError::InvalidInput,
        44 => FsError::EntryNotFound,
        // There is no other word for a disk that is full.
        51 => FsError::WriteZero,
        54 => FsError::BaseNotDirectory,
        58 => FsError::Unsupported,
        64 => FsError::BrokenPipe,
        _ => FsError::IOError,
    }
}

fn number(answer: &JsValue) -> u32 {
    answer.as_f64().unwrap_or_default() as u32
}

fn text(path: &Path) -> JsValue {
    JsValue::from_str(&path.to_string_lossy())
}

/// wasmer-wasix knows files and directories; devices are files to it.
fn metadata(is_directory: bool) -> Metadata {
    let ft = match is_directory {
        true => FileType::new_dir(),
        false => FileType::new_file(),
    };
    Metadata {
        ft,
        ..Metadata::default()
    }
}

impl FileSystem for Mounted {
    fn readlink(&self, _path: &Path) -> Result<PathBuf> {
        Err(FsError::InvalidInput)
    }

    fn read_dir(&self, path: &Path) -> Result<ReadDir> {
        let names: Array = ask("list", self.0, text(path), 0)?
            .dyn_into()
            .map_err(|_| FsError::InvalidData)?;
        let entry = |at: u32| DirEntry {
            path: path.join(names.get(at).as_string().unwrap_or_default()),
            metadata: Ok(metadata(names.get(at + 1).is_truthy())),
        };
        let entries = (0..names.length()).step_by(2).map(entry);
        Ok(ReadDir::new(entries.collect()))
    }

    fn create_dir(&self, _path: &Path) -> Result<()> {
        Err(FsError::PermissionDenied)
    }

    fn remove_dir(&self, _path: &Path) -> Result<()> {
        Err(FsError::PermissionDenied)
    }

    fn rename<'a>(
        &'a self,
        _from: &'a Path,
        _to: &'a Path,
    ) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>> {
        Box::pin(async { Err(FsError::PermissionDenied) })
    }

    fn metadata(&self, path: &Path) -> Result<Metadata> {
        let kind = ask("kind", self.0, text(path), 0)?;
        Ok(metadata(number(&kind) == DIRECTORY))
    }

    fn symlink_metadata(&self, path: &Path) -> Result<Metadata> {
        self.metadata(path)
    }

    fn remove_file(&self, _path: &Path) -> Result<()> {
        Err(FsError::PermissionDenied)
    }

    fn new_open_options(&self) -> OpenOptions<'_> {
        OpenOptions::new(self)
    }

    fn mount(&self, _: String, _: &Path, _: Box<dyn FileSystem + Send + Sync>) -> Result<()> {
        Err(FsError::Unsupported)
    }
}

impl FileOpener for Mounted {
    fn open(
        &self,
        path: &Path,
        wants: &OpenOptionsConfig,
    ) -> Result<Box<dyn VirtualFile + Send + Sync + 'static>> {
        let flags = [
            (wants.write, WRITE),
            (wants.create || wants.create_new, CREATE),
            (wants.create_new, EXCLUSIVE),
            (wants.truncate, TRUNCATE),
            (wants.append, APPEND),
        ];
        let flags = flags.into_iter().filter(|(is_set, _)| *is_set);
        let wants = flags.map(|(_, flag)| flag).sum();
        let file = ask("open", self.0, text(path), wants)?;
        Ok(Box::new(File(number(&file))))
    }
}

impl AsyncRead for File {
    fn poll_read(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let room = u32::try_from(buffer.remaining()).unwrap_or(u32::MAX);
        let read = || -> Result<()> {
            let bytes: Uint8Array = ask("read", self.0, JsValue::NULL, room)?
                .dyn_into()
                .map_err(|_| FsError::InvalidData)?;
            let bytes = bytes.subarray(0, bytes.length().min(room)).to_vec();
            buffer.put_slice(&bytes);
            Ok(())
        };
        let mut read = read;
        Poll::Ready(read().map_err(Into::into))
    }
}

impl AsyncWrite for File {
    fn poll_write(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = ask("write", self.0, Uint8Array::from(bytes).into(), 0);
        let written = written.map(|written| number(&written) as usize);
        Poll::Ready(written.map_err(Into::into))
    }

    fn poll_flush(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// wasmer-wasix moves to a place before each read and write; in a stream there
/// is none.
impl AsyncSeek for File {
    fn start_seek(self: Pin<&mut Self>, _position: SeekFrom) -> io::Result<()> {
        Ok(())
    }

    fn poll_complete(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Poll::Ready(Ok(0))
    }
}

impl VirtualFile for File {
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

    fn set_len(&mut self, _size: u64) -> Result<()> {
        Ok(())
    }

    fn unlink(&mut self) -> Result<()> {
        Err(FsError::PermissionDenied)
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

impl Drop for File {
    fn drop(&mut self) {
        let _ = ask("close", self.0, JsValue::NULL, 0);
    }
}
