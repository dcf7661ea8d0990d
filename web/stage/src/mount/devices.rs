//! `/dev`: devices by their names on Unix, and the network by addresses.

use std::{cell::RefCell, rc::Rc};

use super::{
    DEVICE, DIRECTORY, File, FileSystem, Handle, Node, clipboard::Clipboard, loopback,
    network::Network, socket, text::Text, web,
};
use crate::{
    fs::{self, Errno},
    preview1::{self, Process, Stop},
};

/// The devices. Of the network only the folders are listed: to addresses there is
/// no end.
const NAMES: [&str; 5] = ["clipboard", "full", "null", "random", "zero"];

/// Folders of addresses, and one of what is known of the last answer.
const FOLDERS: [&str; 5] = ["http", "https", "web", "ws", "wss"];

/// What is in `web`.
const ANSWER: [&str; 3] = ["headers", "status", "url"];

/// The devices.
pub struct Devices {
    network: Rc<Network>,
}

impl Devices {
    /// The devices, and this network.
    pub fn new(network: Rc<Network>) -> Self {
        Self { network }
    }

    /// What is known of the last answer from the web.
    fn answered(&self, name: &str) -> Text {
        let answer = self.network.answer.borrow();
        let text = match name {
            "headers" => &answer.headers,
            "status" => &answer.status,
            _ => &answer.url,
        };
        Text::new(text.clone().into_bytes())
    }

    fn device(&self, name: &str) -> Option<Handle> {
        Some(match name {
            "clipboard" => Rc::new(RefCell::new(Clipboard::new(self.network.clone()))),
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
        let (network, suspends) = (&self.network, process.devices_wait);
        let (first, rest) = path.split_first().ok_or(Errno::Noent)?;
        Ok(Node::File(match (first.as_str(), rest) {
            ("web", [name]) => Rc::new(RefCell::new(self.answered(name))),
            ("http" | "https", rest) => web::open(network, first, rest, suspends)?,
            ("ws" | "wss", rest) => socket::open(network, first, rest, suspends)?,
            (name, _) => match self.device(name) {
                Some(device) => device,
                None => loopback::connect(network, name, suspends)?,
            },
        }))
    }

    fn filetype(&self, path: &[String], _: &Process) -> Result<u8, Errno> {
        match path {
            [] => Ok(DIRECTORY),
            [folder] if FOLDERS.contains(&folder.as_str()) => Ok(DIRECTORY),
            [folder, name] if folder == "web" => match ANSWER.contains(&name.as_str()) {
                true => Ok(DEVICE),
                false => Err(Errno::Noent),
            },
            [scheme, _, ..] if scheme != "web" && FOLDERS.contains(&scheme.as_str()) => Ok(DEVICE),
            [name] if NAMES.contains(&name.as_str()) || name.contains(':') => Ok(DEVICE),
            [_] => Err(Errno::Noent),
            [name, ..] if NAMES.contains(&name.as_str()) => Err(Errno::Notdir),
            [..] => Err(Errno::Noent),
        }
    }

    fn takes_the_rest(&self, path: &[String]) -> bool {
        path.len() == 2 && matches!(path[0].as_str(), "http" | "https" | "ws" | "wss")
    }

    fn list(&self, path: &[String], process: &Process) -> Result<Vec<(String, u8)>, Errno> {
        if self.filetype(path, process)? != DIRECTORY {
            return Err(Errno::Notdir);
        }
        let (devices, folders): (&[&str], &[&str]) = match path {
            [] => (&NAMES, &FOLDERS),
            [name] if name == "web" => (&ANSWER, &[]),
            _ => (&[], &[]),
        };
        let named = |names: &[&str], filetype| {
            let each = |name: &&str| ((*name).to_owned(), filetype);
            names.iter().map(each).collect::<Vec<_>>()
        };
        let mut all = named(devices, DEVICE);
        all.extend(named(folders, DIRECTORY));
        Ok(all)
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
