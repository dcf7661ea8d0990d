//! `/dev`: devices by their names on Unix, and the network by addresses.

use std::{cell::RefCell, rc::Rc};

use super::{DEVICE, DIRECTORY, File, FileSystem, Handle, Node, loopback::Network};
use crate::{
    fs::{self, Errno},
    preview1::{self, Process, Stop},
};

/// What is listed; the network is not, there is no end to it.
const NAMES: [&str; 4] = ["full", "null", "random", "zero"];

/// The devices.
pub struct Devices {
    network: Rc<Network>,
}

impl Devices {
    /// The devices, and this network.
    pub fn new(network: Rc<Network>) -> Self {
        Self { network }
    }

    fn device(name: &str) -> Option<Handle> {
        Some(match name {
            "null" => Rc::new(RefCell::new(Null)),
            "zero" => Rc::new(RefCell::new(Zero)),
            "full" => Rc::new(RefCell::new(Full)),
            "random" => Rc::new(RefCell::new(Random)),
            _ => return None,
        })
    }
}

impl FileSystem for Devices {
    fn open(&self, path: &[String], wants: fs::Open, process: &Process) -> Result<Node, Errno> {
        let filetype = self.filetype(path, process)?;
        if wants.create && wants.exclusive {
            return Err(Errno::Exist);
        }
        if filetype == DIRECTORY {
            return match wants.write || wants.truncate {
                true => Err(Errno::Isdir),
                false => Ok(Node::Directory),
            };
        }
        if wants.directory {
            return Err(Errno::Notdir);
        }
        match Self::device(&path[0]) {
            Some(device) => Ok(Node::File(device)),
            None => Ok(Node::File(self.network.connect(&path[0])?)),
        }
    }

    fn filetype(&self, path: &[String], _: &Process) -> Result<u8, Errno> {
        match path {
            [] => Ok(DIRECTORY),
            [name] if NAMES.contains(&name.as_str()) || name.contains(':') => Ok(DEVICE),
            [_] => Err(Errno::Noent),
            [name, ..] if NAMES.contains(&name.as_str()) => Err(Errno::Notdir),
            [..] => Err(Errno::Noent),
        }
    }

    fn list(&self, path: &[String], process: &Process) -> Result<Vec<(String, u8)>, Errno> {
        match self.filetype(path, process)? {
            DIRECTORY => Ok(NAMES.map(|name| (name.to_owned(), DEVICE)).to_vec()),
            _ => Err(Errno::Notdir),
        }
    }
}

/// Nothing is in it, and what is written is gone.
struct Null;

/// Zeros without end.
struct Zero;

/// The same, on a disk that is full.
struct Full;

/// Random bytes without end.
struct Random;

impl File for Null {
    fn read(&mut self, _: u32) -> Result<Vec<u8>, Stop> {
        Ok(Vec::new())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<u32, Stop> {
        Ok(bytes.len() as u32)
    }
}

/// A device without end gives so much at once.
const AT_ONCE: u32 = 65_536;

impl File for Zero {
    fn read(&mut self, room: u32) -> Result<Vec<u8>, Stop> {
        Ok(vec![0; room.min(AT_ONCE) as usize])
    }

    fn write(&mut self, bytes: &[u8]) -> Result<u32, Stop> {
        Ok(bytes.len() as u32)
    }
}

impl File for Full {
    fn read(&mut self, room: u32) -> Result<Vec<u8>, Stop> {
        Zero.read(room)
    }

    fn write(&mut self, _: &[u8]) -> Result<u32, Stop> {
        Err(Errno::Nospc.into())
    }
}

impl File for Random {
    fn read(&mut self, room: u32) -> Result<Vec<u8>, Stop> {
        Ok(preview1::random::bytes(room.min(AT_ONCE))?)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<u32, Stop> {
        Ok(bytes.len() as u32)
    }
}
