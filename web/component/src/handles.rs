//! What a component holds: an index for each stream, file and the like that it
//! was given.

use std::rc::Rc;

use crate::{
    call::Stop,
    preview1::{self, Awaited, Entry, Errno},
};

/// An fd of the host below; closed when nothing holds it any more.
#[derive(Debug)]
pub struct Fd {
    /// Its number.
    pub number: u32,
    /// The program was given it at its start, so it stays.
    pub given: bool,
}

impl Drop for Fd {
    fn drop(&mut self) {
        if !self.given {
            preview1::close(self.number);
        }
    }
}

/// A file or directory.
#[derive(Debug)]
pub struct Descriptor {
    /// Where it is open.
    pub fd: Rc<Fd>,
    /// `descriptor-flags`: what may be done with it.
    pub flags: u32,
    /// Whether it is a directory.
    pub is_directory: bool,
}

/// Where bytes come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// stdin
    Standard,
    /// A file, from this place on.
    File(Rc<Fd>, u64),
    /// What has no places: a connection, say.
    Device(Rc<Fd>),
}

/// Where bytes go.
#[derive(Clone, Debug)]
pub enum Sink {
    /// stdout or stderr.
    Standard(u32),
    /// A file, from this place on.
    File(Rc<Fd>, u64),
    /// The end of a file.
    End(Rc<Fd>),
    /// As in [`Source`].
    Device(Rc<Fd>),
}

/// What a component holds.
#[derive(Debug)]
pub enum Resource {
    /// `input-stream`
    Input(Source),
    /// `output-stream`
    Output(Sink),
    /// `pollable`
    Pollable(Awaited),
    /// `error`
    Error(Errno),
    /// `descriptor`
    Descriptor(Descriptor),
    /// `directory-entry-stream`: what is left of it, backwards.
    Listing(Vec<Entry>),
    /// `terminal-input` or `terminal-output`
    Terminal,
    /// `network`, in which nothing can be opened.
    Network,
}

/// A component can hold so many things.
const MOST: usize = 1 << 16;

const UNKNOWN: Stop = Stop::Trap("it used a handle that it does not have");

/// All that a component holds.
#[derive(Default, Debug)]
pub struct Handles {
    held: Vec<Option<Resource>>,
    free: Vec<u32>,
}

impl Handles {
    /// Gives it something; 0 is never a handle.
    ///
    /// # Errors
    /// A trap if it holds too much.
    pub fn add(&mut self, resource: Resource) -> Result<u32, Stop> {
        if let Some(free) = self.free.pop() {
            self.held[free as usize - 1] = Some(resource);
            return Ok(free);
        }
        if self.held.len() == MOST {
            return Err(Stop::Trap("it holds too many handles"));
        }
        self.held.push(Some(resource));
        Ok(self.held.len() as u32)
    }

    /// It gives something back.
    ///
    /// # Errors
    /// A trap if it does not hold it.
    pub fn drop(&mut self, handle: u32) -> Result<(), Stop> {
        let held = (handle as usize).checked_sub(1);
        let held = held.and_then(|index| self.held.get_mut(index));
        held.and_then(Option::take).ok_or(UNKNOWN)?;
        self.free.push(handle);
        Ok(())
    }

    fn get(&mut self, handle: u32) -> Result<&mut Resource, Stop> {
        let held = (handle as usize).checked_sub(1);
        let held = held.and_then(|index| self.held.get_mut(index));
        held.and_then(Option::as_mut).ok_or(UNKNOWN)
    }

    /// An `input-stream`.
    pub fn input(&mut self, handle: u32) -> Result<&mut Source, Stop> {
        match self.get(handle)? {
            Resource::Input(source) => Ok(source),
            _ => Err(UNKNOWN),
        }
    }

    /// An `output-stream`.
    pub fn output(&mut self, handle: u32) -> Result<&mut Sink, Stop> {
        match self.get(handle)? {
            Resource::Output(sink) => Ok(sink),
            _ => Err(UNKNOWN),
        }
    }

    /// What a `pollable` waits for.
    pub fn awaited(&mut self, handle: u32) -> Result<Awaited, Stop> {
        match self.get(handle)? {
            Resource::Pollable(awaited) => Ok(*awaited),
            _ => Err(UNKNOWN),
        }
    }

    /// An `error`.
    pub fn error(&mut self, handle: u32) -> Result<Errno, Stop> {
        match self.get(handle)? {
            Resource::Error(errno) => Ok(*errno),
            _ => Err(UNKNOWN),
        }
    }

    /// A `descriptor`.
    pub fn descriptor(&mut self, handle: u32) -> Result<&mut Descriptor, Stop> {
        match self.get(handle)? {
            Resource::Descriptor(descriptor) => Ok(descriptor),
            _ => Err(UNKNOWN),
        }
    }

    /// A `directory-entry-stream`.
    pub fn listing(&mut self, handle: u32) -> Result<&mut Vec<Entry>, Stop> {
        match self.get(handle)? {
            Resource::Listing(entries) => Ok(entries),
            _ => Err(UNKNOWN),
        }
    }
}
