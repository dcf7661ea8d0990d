//! Error numbers of WASI preview 1.

/// What a call answers, by its number in `wasi_snapshot_preview1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u16)]
pub enum Errno {
    /// No error.
    Success = 0,
    /// The argument list is too long.
    TooBig = 1,
    /// Permission denied.
    Acces = 2,
    /// The address is in use.
    Addrinuse = 3,
    /// The address is not available.
    Addrnotavail = 4,
    /// The address family is not supported.
    Afnosupport = 5,
    /// The resource is not ready: try again.
    Again = 6,
    /// Such an operation is under way already.
    Already = 7,
    /// No such file descriptor, or one that cannot do this.
    Badf = 8,
    /// A bad message.
    Badmsg = 9,
    /// The resource is in use; a rename of `.` as well.
    Busy = 10,
    /// The operation was cancelled.
    Canceled = 11,
    /// No child processes.
    Child = 12,
    /// The connection was aborted.
    Connaborted = 13,
    /// The connection was refused.
    Connrefused = 14,
    /// The connection was reset.
    Connreset = 15,
    /// It would wait for itself.
    Deadlk = 16,
    /// A destination address is missing.
    Destaddrreq = 17,
    /// Outside of the domain of a function.
    Dom = 18,
    /// The user's share of the disk is used up.
    Dquot = 19,
    /// The name is taken.
    Exist = 20,
    /// A bad pointer.
    Fault = 21,
    /// The file would be too large.
    Fbig = 22,
    /// The host cannot be reached.
    Hostunreach = 23,
    /// The identifier was removed.
    Idrm = 24,
    /// Not UTF-8.
    Ilseq = 25,
    /// The operation is in progress.
    Inprogress = 26,
    /// The call was interrupted.
    Intr = 27,
    /// A bad argument.
    Inval = 28,
    /// An input or output error.
    Io = 29,
    /// The socket is connected.
    Isconn = 30,
    /// It is a directory.
    Isdir = 31,
    /// Too many symbolic links, or one that was not to be followed.
    Loop = 32,
    /// Too many open files.
    Mfile = 33,
    /// Too many links to one file.
    Mlink = 34,
    /// The message is too long.
    Msgsize = 35,
    /// Reserved.
    Multihop = 36,
    /// The name or the path is too long.
    Nametoolong = 37,
    /// The network is down.
    Netdown = 38,
    /// The network dropped the connection.
    Netreset = 39,
    /// The network cannot be reached.
    Netunreach = 40,
    /// Too many open files in the system.
    Nfile = 41,
    /// No buffer space.
    Nobufs = 42,
    /// No such device.
    Nodev = 43,
    /// No such file or directory.
    Noent = 44,
    /// Not an executable.
    Noexec = 45,
    /// No locks left.
    Nolck = 46,
    /// Reserved.
    Nolink = 47,
    /// No memory left.
    Nomem = 48,
    /// No message of that type.
    Nomsg = 49,
    /// The protocol is not there.
    Noprotoopt = 50,
    /// No space left.
    Nospc = 51,
    /// The function is not there.
    Nosys = 52,
    /// The socket is not connected.
    Notconn = 53,
    /// It is not a directory.
    Notdir = 54,
    /// The directory is not empty.
    Notempty = 55,
    /// The state cannot be recovered.
    Notrecoverable = 56,
    /// It is not a socket.
    Notsock = 57,
    /// Not supported.
    Notsup = 58,
    /// Not a terminal.
    Notty = 59,
    /// No such device or address.
    Nxio = 60,
    /// A value is too large for its type.
    Overflow = 61,
    /// The previous owner died.
    Ownerdead = 62,
    /// Not permitted; also for a path that leads out of its directory.
    Perm = 63,
    /// The reader is gone.
    Pipe = 64,
    /// A protocol error.
    Proto = 65,
    /// The protocol is not supported.
    Protonosupport = 66,
    /// The wrong type of protocol for a socket.
    Prototype = 67,
    /// The result is too large.
    Range = 68,
    /// A read-only file system.
    Rofs = 69,
    /// It cannot seek.
    Spipe = 70,
    /// No such process.
    Srch = 71,
    /// A stale file handle.
    Stale = 72,
    /// The time is up.
    Timedout = 73,
    /// The program file is in use.
    Txtbsy = 74,
    /// A link across devices.
    Xdev = 75,
    /// The file descriptor has not the right to do this.
    Notcapable = 76,
}

impl Errno {
    /// The number a program sees.
    pub const fn number(self) -> u16 {
        self as u16
    }
}
