//! The file systems of the host's own, as wasmer-wasix asks for them: by one
//! function, in which an open file is a number, and an errno a negative one.
//! Nobody can wait on this way; so it is as where no program can.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsValue, closure::Closure};

use crate::{
    fs::{self, Errno},
    granted::Granted,
    mount::{self, DIRECTORY, Directory, Handle, Node},
    preview1::{self, Stop},
};

/// What a file is opened for, in one number; the same stands in
/// `web/wasix/src/mounted.rs`.
const WRITE: u32 = 1;
const CREATE: u32 = 2;
const EXCLUSIVE: u32 = 4;
const TRUNCATE: u32 = 8;
const APPEND: u32 = 16;

/// So many can be open at once.
const MOST: usize = 1 << 16;

/// A question: which, of which mount or file, with which path or bytes, and a
/// number more.
type Ask = Closure<dyn FnMut(String, u32, JsValue, u32) -> JsValue>;

/// Hears where a path lies, and how long it is.
type Tell = Closure<dyn FnMut(u32, u32)>;

/// The file systems, and what is open of them.
struct Mounts {
    roots: Vec<Directory>,
    /// The path of the program's last call that has one.
    path: RefCell<String>,
    open: RefCell<Vec<Option<Handle>>>,
}

/// What answers, for as long as the program runs.
pub struct Mounted {
    mounts: Rc<Mounts>,
    _ask: Ask,
    tell: Tell,
}

impl Mounted {
    /// Puts the function where the program's host finds it.
    ///
    /// # Errors
    /// None that a browser gives.
    pub fn put_into(host: &Object, granted: &Granted) -> Result<Self, JsValue> {
        let root = |what| {
            let world = granted.world.as_ref()?;
            Some(Directory {
                system: mount::mounted(what, world),
                path: Rc::new([]),
            })
        };
        let roots = granted.grant.mounts.iter();
        let mounts = Rc::new(Mounts {
            roots: roots.filter_map(|mount| root(mount.what)).collect(),
            path: RefCell::default(),
            open: RefCell::default(),
        });
        let asked = mounts.clone();
        let ask = Ask::new(move |question: String, number, value, more| {
            let answer = asked.answer(&question, number, &value, more);
            answer.unwrap_or_else(|errno| JsValue::from(-(errno as i32)))
        });
        Reflect::set(host, &"ask".into(), ask.as_ref())?;
        let told = mounts.clone();
        let tell = Tell::new(move |at, length| {
            let path = preview1::path_at(at, length).unwrap_or_default();
            told.path
                .replace(String::from_utf8_lossy(&path).into_owned());
        });
        Ok(Self {
            mounts,
            _ask: ask,
            tell,
        })
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.mounts.roots.is_empty()
    }

    /// What is to hear of each path before wasmer-wasix does: that asks for one name
    /// after the other, and not for the whole.
    pub fn hears_paths(&self) -> &JsValue {
        self.tell.as_ref()
    }

    /// What is still open, now that the program has ended.
    pub fn left_open(&self) -> Vec<Handle> {
        self.mounts.open.take().into_iter().flatten().collect()
    }
}

impl Mounts {
    fn answer(
        &self,
        question: &str,
        number: u32,
        value: &JsValue,
        more: u32,
    ) -> Result<JsValue, Errno> {
        let path = value.as_string();
        let path = path.as_deref().unwrap_or_default();
        Ok(match question {
            "kind" => self.kind(number, path)?.into(),
            "list" => self.list(number, path)?.into(),
            "open" => self.open(number, path, more)?.into(),
            "read" => {
                let file = self.file(number)?;
                let bytes = waited(|| file.borrow_mut().read(more))?;
                Uint8Array::from(bytes.as_slice()).into()
            }
            "write" => {
                let (file, bytes) = (self.file(number)?, Uint8Array::new(value).to_vec());
                waited(|| file.borrow_mut().write(&bytes))?.into()
            }
            "close" => {
                let mut open = self.open.borrow_mut();
                let file = open.get_mut(number as usize).and_then(Option::take);
                drop(open);
                let file = file.ok_or(Errno::Badf)?;
                waited(|| file.borrow_mut().close().map_or(Ok(()), Err))?;
                0.into()
            }
            _ => return Err(Errno::Nosys),
        })
    }

    /// A path, from the root of a mount.
    fn at(&self, mount: u32, path: &str) -> Result<(&Directory, Vec<String>), Errno> {
        let root = self.roots.get(mount as usize).ok_or(Errno::Noent)?;
        let path = match path.trim_start_matches('/') {
            "" => Vec::new(),
            path => root.at(path.as_bytes())?,
        };
        Ok((root, path))
    }

    /// The `filetype` of what is there. A host of the web is a directory if the program
    /// wants something that lies there.
    fn kind(&self, mount: u32, path: &str) -> Result<u8, Errno> {
        let (root, parts) = self.at(mount, path)?;
        let kind = preview1::look(|process| root.system.filetype(&parts, process))?;
        let wanted = self.path.borrow();
        let beyond = wanted.split_once(path.trim_start_matches('/'));
        let is_beyond = beyond.is_some_and(|(_, rest)| rest.starts_with('/') && rest.len() > 1);
        Ok(
            match is_beyond && parts.len() > 1 && root.system.takes_the_rest(&parts[..2]) {
                true => DIRECTORY,
                false => kind,
            },
        )
    }

    /// The names in a directory; a name is followed by whether it is one, too.
    fn list(&self, mount: u32, path: &str) -> Result<Array, Errno> {
        let (root, path) = self.at(mount, path)?;
        let names = preview1::look(|process| root.system.list(&path, process))?;
        let pair = |(name, kind): (String, u8)| [JsValue::from(name), (kind == DIRECTORY).into()];
        Ok(names.into_iter().flat_map(pair).collect::<Array>())
    }

    fn open(&self, mount: u32, path: &str, wants: u32) -> Result<u32, Errno> {
        let (root, path) = self.at(mount, path)?;
        let wants = |what: u32| wants & what != 0;
        let wants = fs::Open {
            create: wants(CREATE),
            exclusive: wants(EXCLUSIVE),
            truncate: wants(TRUNCATE),
            append: wants(APPEND),
            write: wants(WRITE),
            ..fs::Open::default()
        };
        let node = preview1::look(|process| root.system.open(&path, wants, process))?;
        let Node::File(file) = node else {
            return Err(Errno::Isdir);
        };
        let mut open = self.open.borrow_mut();
        let free = open.iter().position(Option::is_none);
        match free {
            Some(at) => open[at] = Some(file),
            None if open.len() >= MOST => return Err(Errno::Mfile),
            None => open.push(Some(file)),
        }
        Ok(free.unwrap_or(open.len() - 1) as u32)
    }

    fn file(&self, number: u32) -> Result<Handle, Errno> {
        let open = self.open.borrow();
        open.get(number as usize)
            .and_then(Option::clone)
            .ok_or(Errno::Badf)
    }
}

/// Makes a call until no server has to run for it.
fn waited<T>(mut call: impl FnMut() -> Result<T, Stop>) -> Result<T, Errno> {
    loop {
        match call() {
            Ok(done) => return Ok(done),
            Err(Stop::Errno(errno)) => return Err(errno),
            Err(Stop::Serve(exchange)) => exchange.serve(),
            Err(Stop::Wait) => return Err(Errno::Again),
        }
    }
}
