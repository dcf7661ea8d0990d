//! What the programs in `src/bin` share: the calls of preview 1 (`call`), the
//! structures and numbers that they take, and short ways to say what must come
//! of one.
//!
//! Each program asserts one behaviour, as wasmtime has it, and exits with 0 if
//! it is so. What it is run with stands in its comment, between
//! ```` ```json ```` and ```` ``` ````, as in a manifest of
//! `cargo xtask conformance`.

pub mod call;
pub mod errno;
pub mod listing;
pub mod poll;
pub mod raw;
pub mod unstable;

pub use errno::Errno;
pub use poll::{Event, Subscription};

/// What a call gives.
pub type Result<T = (), E = Errno> = std::result::Result<T, E>;

/// The first directory that a program is granted.
pub const DIR: u32 = 3;

/// `lookupflags`: a symbolic link at the end is followed.
pub const FOLLOW: u32 = 1;

/// `oflags`
pub const CREATE: u32 = 1;
/// `oflags`
pub const DIRECTORY: u32 = 2;
/// `oflags`
pub const EXCLUSIVE: u32 = 4;
/// `oflags`
pub const TRUNCATE: u32 = 8;

/// `rights`: `fd_read`
pub const READ: u64 = 1 << 1;
/// `rights`: `fd_write`
pub const WRITE: u64 = 1 << 6;

/// `fdflags`
pub const APPEND: u32 = 1;
/// `fdflags`
pub const DSYNC: u32 = 2;
/// `fdflags`
pub const NONBLOCK: u32 = 4;
/// `fdflags`
pub const RSYNC: u32 = 8;
/// `fdflags`
pub const SYNC: u32 = 16;

/// `whence`
pub const SET: u32 = 0;
/// `whence`
pub const CUR: u32 = 1;
/// `whence`
pub const END: u32 = 2;

/// `fstflags`
pub const ATIM: u32 = 1;
/// `fstflags`
pub const ATIM_NOW: u32 = 2;
/// `fstflags`
pub const MTIM: u32 = 4;
/// `fstflags`
pub const MTIM_NOW: u32 = 8;

/// `filetype` of what is neither of the others.
pub const UNKNOWN: u8 = 0;
/// `filetype`
pub const IS_DIRECTORY: u8 = 3;
/// `filetype`
pub const IS_FILE: u8 = 4;
/// `filetype`
pub const IS_SYMLINK: u8 = 7;

/// `fdstat`
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fdstat {
    /// `fs_filetype`
    pub filetype: u8,
    /// `fs_flags`
    pub flags: u16,
    /// `fs_rights_base`
    pub base: u64,
    /// `fs_rights_inheriting`
    pub inheriting: u64,
}

/// `filestat`
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are named as in preview 1")]
pub struct Filestat {
    pub dev: u64,
    pub ino: u64,
    pub filetype: u8,
    pub nlink: u64,
    pub size: u64,
    pub atim: u64,
    pub mtim: u64,
    pub ctim: u64,
}

/// Fails unless a call was refused with this errno.
#[track_caller]
pub fn refused<T: std::fmt::Debug>(given: Result<T>, errno: Errno) {
    match given {
        Err(is) if is == errno => {}
        given => panic!("{given:?} in place of {errno:?}"),
    }
}

/// Opens a file below [`DIR`] for reading and writing, and makes it if it is
/// not there.
#[track_caller]
pub fn made(path: &str) -> u32 {
    call::path_open(DIR, FOLLOW, path, CREATE, READ | WRITE, 0).expect("it can be made")
}

/// Opens a file or directory below [`DIR`] for reading.
#[track_caller]
pub fn opened(path: &str) -> u32 {
    call::path_open(DIR, FOLLOW, path, 0, READ, 0).expect("it can be opened")
}

/// Makes a file below [`DIR`] that holds these bytes, and closes it.
#[track_caller]
pub fn file(path: &str, bytes: &[u8]) {
    let fd = made(path);
    write(fd, bytes);
    call::fd_close(fd).expect("it is open");
}

/// Makes a directory below [`DIR`].
#[track_caller]
pub fn directory(path: &str) {
    call::path_create_directory(DIR, path).expect("it can be made");
}

/// Makes a symbolic link below [`DIR`].
#[track_caller]
pub fn symlink(target: &str, path: &str) {
    call::path_symlink(target, DIR, path).expect("it can be made");
}

/// Writes all of these bytes to an fd.
#[track_caller]
pub fn write(fd: u32, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        let count = call::fd_write(fd, &[bytes]).expect("it can be written to");
        assert!(count > 0, "a write of something writes something");
        bytes = &bytes[count as usize..];
    }
}

/// Reads from an fd to its end.
#[track_caller]
pub fn read(fd: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 1000];
    loop {
        match call::fd_read(fd, &mut [&mut buffer]).expect("it can be read") {
            0 => return bytes,
            count => bytes.extend(&buffer[..count as usize]),
        }
    }
}

/// What a file below [`DIR`] holds.
#[track_caller]
pub fn content(path: &str) -> Vec<u8> {
    let fd = opened(path);
    let bytes = read(fd);
    call::fd_close(fd).expect("it is open");
    bytes
}

/// What there is to know about a path below [`DIR`]; a link is not followed.
pub fn stat(path: &str) -> Result<Filestat> {
    call::path_filestat_get(DIR, 0, path)
}
