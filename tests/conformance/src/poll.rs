//! What `poll_oneoff` takes and gives.

/// `subscription`; each field is a word, whatever its size.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subscription {
    userdata: u64,
    tag: u64,
    id_or_fd: u64,
    timeout: u64,
    precision: u64,
    flags: u64,
}

/// `eventtype`
pub const CLOCK: u8 = 0;
/// `eventtype`
pub const FD_READ: u8 = 1;
/// `eventtype`
pub const FD_WRITE: u8 = 2;

/// `eventrwflags`
pub const HANGUP: u16 = 1;

impl Subscription {
    /// For a clock, so many nanoseconds from now.
    pub fn after(userdata: u64, clock: u32, nanoseconds: u64) -> Self {
        Self::clock(userdata, clock, nanoseconds, 0)
    }

    /// For a clock to show this time.
    pub fn at(userdata: u64, clock: u32, time: u64) -> Self {
        Self::clock(userdata, clock, time, 1)
    }

    fn clock(userdata: u64, clock: u32, timeout: u64, flags: u64) -> Self {
        Self {
            userdata,
            tag: CLOCK.into(),
            id_or_fd: clock.into(),
            timeout,
            precision: 0,
            flags,
        }
    }

    /// For something to read.
    pub fn readable(userdata: u64, fd: u32) -> Self {
        Self {
            tag: FD_READ.into(),
            id_or_fd: fd.into(),
            ..Self::clock(userdata, 0, 0, 0)
        }
    }

    /// For room to write.
    pub fn writable(userdata: u64, fd: u32) -> Self {
        Self {
            tag: FD_WRITE.into(),
            id_or_fd: fd.into(),
            ..Self::clock(userdata, 0, 0, 0)
        }
    }
}

/// `event`
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// What its subscription said.
    pub userdata: u64,
    /// `error`
    pub errno: u16,
    /// `type`
    pub kind: u8,
    /// `fd_readwrite.nbytes`
    pub bytes: u64,
    /// `fd_readwrite.flags`
    pub flags: u16,
}
