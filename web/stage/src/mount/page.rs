//! `/page`: the playground itself, after the `/mnt/acme` of Plan 9 (acme(4)).
//!
//! A file is what the page was when the run began, or when something happened
//! last; what is written to it changes the page when it is closed. `event` gives
//! a line for each thing that happens, and `ctl` takes words that the page obeys.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

use js_sys::Uint8Array;
use model::protocol::{FromStage, Panes, RunId, Seen, StageId, Waits};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, FileReaderSync};

use super::{DEVICE, DIRECTORY, File, FileSystem, Node, text::next};
use crate::{
    fs::{self, Errno},
    page::{self, Js},
    preview1::{Process, Stop},
    wait,
};

/// What is there whatever the page shows.
const NAMES: [&str; 9] = [
    "command",
    "ctl",
    "event",
    "selection",
    "status",
    "stderr",
    "stdin",
    "stdout",
    "title",
];

/// The folder of the page's files.
const FILES: &str = "files";

/// No file is written that is larger than this, in bytes.
const LARGEST: usize = 16 << 20;

/// One run changes the page so often at most, and by so many bytes.
const MOST_CHANGES: u32 = 1000;
const MOST_BYTES: u64 = 64 << 20;

thread_local! {
    /// The page that hears of what happens.
    static CURRENT: RefCell<Option<Rc<Page>>> = const { RefCell::new(None) };
}

/// The page, as one stage sees it.
pub struct Page {
    run: RunId,
    stage: StageId,
    /// What stands in each file, as [`Panes`] has it.
    files: RefCell<Vec<(String, JsValue)>>,
    /// Which state of the page that is.
    seen: Cell<Seen>,
    /// What happened and was not read yet.
    events: RefCell<VecDeque<u8>>,
    /// Whether more may happen while the program runs.
    is_live: bool,
    changes: Cell<u32>,
    changed: Cell<u64>,
}

/// `/page`, mounted.
pub struct Mounted(pub Rc<Page>);

impl Page {
    /// The page with these files. If it is live, [`happened`] is heard.
    pub fn new(
        (run, stage): (RunId, StageId),
        panes: Option<Panes<Js>>,
        event: &[u8],
        is_live: bool,
    ) -> Rc<Self> {
        let (files, seen) = panes.map_or_else(Default::default, |panes| (panes.files, panes.seen));
        let page = Rc::new(Self {
            run,
            stage,
            files: RefCell::new(
                files
                    .into_iter()
                    .map(|(name, bytes)| (name, bytes.0))
                    .collect(),
            ),
            events: RefCell::new(event.iter().copied().collect()),
            is_live,
            seen: Cell::new(seen),
            changes: Cell::new(0),
            changed: Cell::new(0),
        });
        CURRENT.set(is_live.then(|| page.clone()));
        page
    }

    fn put(&self, name: &str, bytes: JsValue) {
        let mut files = self.files.borrow_mut();
        match files.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = bytes,
            None => files.push((name.to_owned(), bytes)),
        }
    }

    fn bytes(&self, name: &str) -> Result<Vec<u8>, Errno> {
        let files = self.files.borrow();
        let Some((_, bytes)) = files.iter().find(|(known, _)| known == name) else {
            return Ok(Vec::new());
        };
        let Some(blob) = bytes.dyn_ref::<Blob>() else {
            let Some(bytes) = bytes.dyn_ref::<Uint8Array>() else {
                return Err(Errno::Fbig);
            };
            return match bytes.length() as usize > LARGEST {
                true => Err(Errno::Fbig),
                false => Ok(bytes.to_vec()),
            };
        };
        if blob.size() > LARGEST as f64 {
            return Err(Errno::Fbig);
        }
        let read = FileReaderSync::new().and_then(|reader| reader.read_as_array_buffer(blob));
        Ok(Uint8Array::new(&read.map_err(|_| Errno::Io)?.into()).to_vec())
    }

    /// Changes the page.
    ///
    /// # Errors
    /// ENOSPC if this run changed it too often, or by too much.
    fn change(&self, name: &str, bytes: &[u8]) -> Result<(), Errno> {
        let (changes, changed) = (self.changes.get(), self.changed.get() + bytes.len() as u64);
        if changes >= MOST_CHANGES || changed > MOST_BYTES {
            return Err(Errno::Nospc);
        }
        self.changes.set(changes + 1);
        self.changed.set(changed);
        let bytes: JsValue = Uint8Array::from(bytes).into();
        let message = FromStage::Page {
            run: self.run,
            stage: self.stage,
            name: name.to_owned(),
            bytes: Js(bytes.clone()),
            seen: self.seen.get(),
        };
        page::post(&message, &[]);
        self.put(name, bytes);
        Ok(())
    }

    /// The names in the folder of files that begin with this.
    fn below(&self, folder: &str) -> Vec<(String, u8)> {
        let mut names: Vec<(String, u8)> = Vec::new();
        for (name, _) in &*self.files.borrow() {
            let Some(rest) = name
                .strip_prefix(folder)
                .and_then(|rest| rest.strip_prefix('/'))
            else {
                continue;
            };
            let found = match rest.split_once('/') {
                Some((folder, _)) => (folder.to_owned(), DIRECTORY),
                None => (rest.to_owned(), DEVICE),
            };
            if !names.contains(&found) {
                names.push(found);
            }
        }
        names
    }
}

/// Something happened on the page: a line for `event`, and what its files are
/// now.
pub fn happened(line: &str, panes: Panes<Js>) {
    CURRENT.with_borrow(|page| {
        if let Some(page) = page {
            page.events.borrow_mut().extend(line.bytes());
            page.seen.set(panes.seen);
            for (name, bytes) in panes.files {
                page.put(&name, bytes.0);
            }
        }
    });
    wait::wake();
}

/// The program is over: nothing is heard any more.
pub fn forget() {
    CURRENT.set(None);
}

impl FileSystem for Mounted {
    fn open(&self, path: &[String], wants: fs::Open, process: &Process) -> Result<Node, Errno> {
        let name = path.join("/");
        match self.filetype(path, process) {
            Ok(_) if wants.create && wants.exclusive => return Err(Errno::Exist),
            Ok(DIRECTORY) => {
                return match wants.write || wants.truncate {
                    true => Err(Errno::Isdir),
                    false => Ok(Node::Directory),
                };
            }
            Ok(_) if wants.directory => return Err(Errno::Notdir),
            Ok(_) => {}
            Err(Errno::Noent) if wants.create && path.len() > 1 && path[0] == FILES => {}
            Err(errno) => return Err(errno),
        }
        let writes = wants.write || wants.create || wants.truncate;
        let page = self.0.clone();
        Ok(Node::File(match name.as_str() {
            "event" => Rc::new(RefCell::new(Events {
                page,
                waits: process.devices_wait,
            })),
            "ctl" => Rc::new(RefCell::new(Control {
                page,
                writes,
                line: Vec::new(),
            })),
            _ => {
                let bytes = match wants.truncate {
                    true => Vec::new(),
                    false => page.bytes(&name)?,
                };
                Rc::new(RefCell::new(Draft {
                    at: if wants.append { bytes.len() } else { 0 },
                    bytes,
                    // One that is made is there, though nothing is written.
                    changed: writes && (wants.truncate || wants.create),
                    writes,
                    page,
                    name,
                }))
            }
        }))
    }

    fn filetype(&self, path: &[String], _: &Process) -> Result<u8, Errno> {
        let name = path.join("/");
        match path {
            [] => Ok(DIRECTORY),
            [folder] if folder == FILES => Ok(DIRECTORY),
            [name] if NAMES.contains(&name.as_str()) => Ok(DEVICE),
            [folder, ..] if NAMES.contains(&folder.as_str()) => Err(Errno::Notdir),
            [folder, ..] if folder == FILES => {
                if self
                    .0
                    .files
                    .borrow()
                    .iter()
                    .any(|(known, _)| *known == name)
                {
                    return Ok(DEVICE);
                }
                match self.0.below(&name).is_empty() {
                    true => Err(Errno::Noent),
                    false => Ok(DIRECTORY),
                }
            }
            _ => Err(Errno::Noent),
        }
    }

    fn list(&self, path: &[String], process: &Process) -> Result<Vec<(String, u8)>, Errno> {
        if self.filetype(path, process)? != DIRECTORY {
            return Err(Errno::Notdir);
        }
        if !path.is_empty() {
            return Ok(self.0.below(&path.join("/")));
        }
        let mut all: Vec<_> = NAMES.map(|name| (name.to_owned(), DEVICE)).to_vec();
        all.push((FILES.to_owned(), DIRECTORY));
        Ok(all)
    }
}

/// Something of the page, open.
struct Draft {
    page: Rc<Page>,
    name: String,
    bytes: Vec<u8>,
    /// Where the next read or write begins.
    at: usize,
    writes: bool,
    changed: bool,
}

impl File for Draft {
    fn read(&mut self, room: u32) -> Result<Vec<u8>, Stop> {
        Ok(next(&self.bytes, &mut self.at, room))
    }

    fn write(&mut self, bytes: &[u8]) -> Result<u32, Stop> {
        if !self.writes {
            return Err(Errno::Badf.into());
        }
        let end = self.at + bytes.len();
        if end > LARGEST {
            return Err(Errno::Fbig.into());
        }
        let over = self.bytes.len().saturating_sub(self.at).min(bytes.len());
        self.bytes[self.at..self.at + over].copy_from_slice(&bytes[..over]);
        self.bytes.extend_from_slice(&bytes[over..]);
        (self.at, self.changed) = (end, true);
        Ok(bytes.len() as u32)
    }

    fn close(&mut self) -> Option<Stop> {
        if !std::mem::take(&mut self.changed) {
            return None;
        }
        let changed = self.page.change(&self.name, &self.bytes);
        changed.err().map(Stop::Errno)
    }
}

/// What happens.
struct Events {
    page: Rc<Page>,
    waits: bool,
}

impl File for Events {
    fn read(&mut self, room: u32) -> Result<Vec<u8>, Stop> {
        let mut events = self.page.events.borrow_mut();
        if events.is_empty() && self.waits && self.page.is_live {
            wait::want(Waits::Event, None);
            return Err(Stop::Wait);
        }
        // A line a read, as acme has it.
        let line = events.iter().position(|byte| *byte == b'\n');
        let end = line.map_or(events.len(), |at| at + 1);
        Ok(events.drain(..end.min(room as usize)).collect())
    }

    fn write(&mut self, _: &[u8]) -> Result<u32, Stop> {
        Err(Errno::Badf.into())
    }

    fn ready(&mut self) -> Option<u64> {
        let events = self.page.events.borrow().len() as u64;
        let waits = events == 0 && self.waits && self.page.is_live;
        (!waits).then_some(events)
    }
}

/// What the page obeys, line by line.
struct Control {
    page: Rc<Page>,
    writes: bool,
    line: Vec<u8>,
}

impl File for Control {
    fn read(&mut self, _: u32) -> Result<Vec<u8>, Stop> {
        Ok(Vec::new())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<u32, Stop> {
        if !self.writes {
            return Err(Errno::Badf.into());
        }
        for byte in bytes {
            match byte {
                b'\n' => self.page.change("ctl", &std::mem::take(&mut self.line))?,
                // No word is as long.
                _ if self.line.len() >= 256 => return Err(Errno::Inval.into()),
                _ => self.line.push(*byte),
            }
        }
        Ok(bytes.len() as u32)
    }

    fn close(&mut self) -> Option<Stop> {
        let line = std::mem::take(&mut self.line);
        let is_line = !line.is_empty();
        let changed = is_line.then(|| self.page.change("ctl", &line));
        changed?.err().map(Stop::Errno)
    }
}
