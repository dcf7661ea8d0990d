//! What a program is granted, and what it did with it.

use std::rc::Rc;

use js_sys::Uint8Array;
use model::grant::Grant;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, FileReaderSync};

use crate::{
    fs::{Errno, Held, Limits, Tree},
    mount::{self, World},
    page::Js,
    preview1::{
        clock,
        table::{Object, Open, Table},
    },
};

/// What a program is granted.
#[derive(Default)]
pub struct Granted {
    /// Its directories, and what is in them apart from files.
    pub grant: Grant,
    /// The files that there are, by path, `Uint8Array`s; large ones are `Blob`s.
    pub files: Vec<(String, Js)>,
    /// How much they may take together, in bytes.
    pub room: Option<u64>,
    /// What its file systems of the host's own lead to, if it has any.
    pub world: Option<World>,
    /// An object with both, as the page sent it, for the second host to read; or
    /// nothing.
    pub sent: JsValue,
}

impl Granted {
    /// The files, and the directories that it starts with in `table`.
    ///
    /// # Errors
    /// A sentence with what cannot be given to it.
    pub fn open(&self, table: &mut Table) -> Result<Tree, String> {
        let now = clock::realtime();
        let mut tree = Tree::with_limits(
            now,
            Limits {
                bytes: self.room.unwrap_or(Limits::default().bytes),
                ..Limits::default()
            },
        );
        let Granted { grant, files, .. } = self;
        if !grant.files() {
            self.mount(table)?;
            return Ok(tree);
        }
        for (path, bytes) in files {
            given(path, tree.add_file(path, held(&bytes.0), now))?;
        }
        for path in &grant.directories {
            new(path, tree.add_directory(path, now))?;
        }
        for (path, target) in &grant.symlinks {
            new(path, tree.add_symlink(path, target, now))?;
        }
        for preopen in &grant.preopens {
            let inode = given(&preopen.folder, tree.add_directory(&preopen.folder, now))?;
            let open = Open {
                readonly: preopen.readonly,
                ..Open::given(Object::Directory(inode, Some(preopen.guest.clone())))
            };
            let held = tree.retain(inode).and_then(|()| table.open(open));
            given(&preopen.folder, held.map(u64::from))?;
        }
        self.mount(table)?;
        Ok(tree)
    }

    /// The file systems of the host's own, behind the directories of files.
    fn mount(&self, table: &mut Table) -> Result<(), String> {
        let Some(world) = &self.world else {
            return Ok(());
        };
        for mount in &self.grant.mounts {
            let directory = mount::Directory {
                system: mount::mounted(mount.what, world),
                path: Rc::new([]),
            };
            let open = Open::given(Object::Mounted(directory, Some(mount.guest.clone())));
            given(&mount.guest, table.open(open).map(u64::from))?;
        }
        Ok(())
    }
}

/// The bytes of a file as the page sent it.
fn held(sent: &JsValue) -> Held {
    let Some(blob) = sent.dyn_ref::<Blob>().cloned() else {
        return Uint8Array::new(sent).to_vec().into();
    };
    let size = blob.size() as u64;
    let load = move || {
        let reader = FileReaderSync::new().ok()?;
        let bytes = reader.read_as_array_buffer(&blob).ok()?;
        Some(Uint8Array::new(&bytes).to_vec())
    };
    Held::later(size, Rc::new(load))
}

/// Something was put where the program sees it, or could not be.
#[inline(never)]
fn given(what: &str, put: Result<u64, Errno>) -> Result<u64, String> {
    put.map_err(|errno| format!("{what} cannot be given to the program ({errno:?})"))
}

/// The same, but what is there already stays: the files are newer than what a demo says.
fn new(what: &str, put: Result<u64, Errno>) -> Result<(), String> {
    match put {
        Err(Errno::Exist | Errno::Notdir) => Ok(()),
        put => given(what, put).map(drop),
    }
}

/// What a program did to the files that it was granted.
#[derive(Default)]
pub struct Changes {
    /// Those that it wrote or made, whole, `Uint8Array`s.
    pub written: Vec<(String, Js)>,
    /// Those that it removed.
    pub removed: Vec<String>,
    /// Whether there was no room for something that it wrote.
    pub lacked_room: bool,
}

impl Changes {
    /// What became of a tree.
    pub fn of(tree: &Tree) -> Self {
        let written = tree
            .changed()
            .into_iter()
            .map(|(path, bytes)| (path, Js(Uint8Array::from(bytes).into())))
            .collect();
        Self {
            written,
            removed: tree.removed(),
            lacked_room: tree.is_full(),
        }
    }
}
