//! Our own host for `wasi_snapshot_preview1` and `wasi_unstable`, one file a
//! family of calls. Errnos and semantics are those of wasmtime; the calls are
//! described in <https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md>.
//!
//! The functions in these files are exports of the runtime, and a program
//! imports them as they are: a call goes from wasm to wasm. What a program hands
//! over is checked in `guest`. A call that has to wait says so by [`WAIT`];
//! `imports` puts the waiting around it.

mod args;
pub mod clock;
mod directory;
mod fd;
pub mod fixed;
pub mod imports;
mod layout;
mod path;
mod poll;
pub mod process;
pub mod random;
mod socket;
mod stream;
pub mod table;

use std::{cell::Cell, rc::Rc};

use crate::{
    fs::{Errno, Tree},
    guest::Guest,
    mount::exchange::Exchange,
    output::Shared,
};
use table::{Object, Open, Table};

/// Why a call did not do what it was asked for.
pub enum Stop {
    /// The program gets this.
    Errno(Errno),
    /// The program has to wait, and then call again.
    Wait,
    /// A server has to run first, and then the call is made again.
    Serve(Rc<Exchange>),
}

impl From<Errno> for Stop {
    fn from(errno: Errno) -> Self {
        Self::Errno(errno)
    }
}

/// What a call gives that has to wait: no errno.
pub const WAIT: i32 = -1;

/// What a call gives inside the host when a server ran for it.
const SERVED: i32 = -2;

/// The program that runs in this worker.
pub struct Process {
    /// Its memory.
    pub guest: Guest,
    /// Its arguments, each with its NUL.
    pub args: Vec<Vec<u8>>,
    /// Its environment, each `NAME=value` with its NUL.
    pub env: Vec<Vec<u8>>,
    /// Its stdout and stderr, wherever their fds are now.
    pub pens: Vec<Shared>,
    /// Its open files.
    pub table: Table,
    /// The files that it was granted.
    pub tree: Tree,
    /// Whether it can be suspended.
    pub suspends: bool,
    /// Whether it can be, for what it opens of the host's own file systems:
    /// wasmer-wasix, which then stands in between, cannot.
    pub devices_wait: bool,
    /// When the call that waits is to be over, in milliseconds of `page::now`.
    pub alarm: Option<f64>,
}

impl Process {
    /// Sends what was written so far: before a wait there is time for it.
    fn flush(&mut self) {
        for pen in &self.pens {
            pen.borrow_mut().flush();
        }
    }

    /// An fd is closed. When it was the last one of a pipe, the other end hears
    /// of it; an unlinked file is gone.
    fn left(&mut self, open: Open) {
        match open.object {
            Object::Output(pen) => {
                if !self.table.has(
                    |object| matches!(object, Object::Output(other) if Rc::ptr_eq(&pen, other)),
                ) {
                    pen.borrow_mut().finish();
                }
            }
            Object::Input(input) => {
                if !self.table.has(|object| matches!(object, Object::Input(_))) {
                    input.borrow_mut().close();
                }
            }
            Object::File(inode) | Object::Directory(inode, _) => self.tree.release(inode),
            Object::Mounted(..) | Object::Device(_) => {}
        }
    }
}

thread_local! {
    /// Taken by each call, and put back behind it: a stack that runs out in the
    /// middle of a call takes this program with it, and no other.
    static PROCESS: Cell<Option<Box<Process>>> = const { Cell::new(None) };
}

/// Makes this the program that runs; gives back the one before.
pub fn swap(process: Option<Box<Process>>) -> Option<Box<Process>> {
    PROCESS.replace(process)
}

/// What the host knows of a program that does not run at the moment.
#[derive(Default)]
pub struct Aside(Option<Box<Process>>, Option<fixed::Fixed>);

/// Makes room for another program.
pub fn put_aside() -> Aside {
    Aside(swap(None), fixed::swap(None))
}

/// The program that was put aside goes on.
pub fn take_up(program: Aside) {
    swap(program.0);
    fixed::swap(program.1);
}

/// Runs a call for the program that runs, and gives its errno, or [`WAIT`].
fn call(act: impl FnOnce(&mut Process) -> Result<(), Stop>) -> i32 {
    let stop = match PROCESS.take() {
        Some(mut process) => {
            process.guest.refresh();
            let stop = act(&mut process).err();
            PROCESS.set(Some(process));
            stop
        }
        // A program that outlived its run, by a timer of its own making, say.
        None => Some(Errno::Badf.into()),
    };
    match stop {
        None => 0,
        Some(Stop::Errno(errno)) => errno as i32,
        Some(Stop::Wait) => WAIT,
        Some(Stop::Serve(exchange)) => {
            // Its program takes the place of the one that called, whose call is over.
            exchange.serve();
            SERVED
        }
    }
}

/// Looks at the program that runs.
///
/// # Errors
/// What the look gives; EBADF if there is none.
pub fn look<T>(look: impl FnOnce(&Process) -> Result<T, Errno>) -> Result<T, Errno> {
    let process = PROCESS.take().ok_or(Errno::Badf)?;
    let seen = look(&process);
    PROCESS.set(Some(process));
    seen
}

/// The bytes of a path in the memory of the program that runs.
///
/// # Errors
/// EFAULT; EBADF if no program runs.
pub fn path_at(at: u32, length: u32) -> Result<Vec<u8>, Errno> {
    let mut process = PROCESS.take().ok_or(Errno::Badf)?;
    process.guest.refresh();
    let path = process.guest.bytes(at, length.min(LONGEST_PATH));
    PROCESS.set(Some(process));
    path
}

/// A longer path is no path, in bytes.
const LONGEST_PATH: u32 = 4096;

/// Makes a call again for which a server had to run.
fn served(call: impl Fn() -> i32) -> i32 {
    loop {
        match call() {
            SERVED => {}
            code => return code,
        }
    }
}

/// The same, for a call that never waits.
fn now(act: impl FnOnce(&mut Process) -> Result<(), Errno>) -> i32 {
    call(|process| act(process).map_err(Stop::Errno))
}
