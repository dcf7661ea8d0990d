//! The files that a program is granted, in a file system in memory.
//!
//! A WASIX program has one tree with a root, so each directory lies there under
//! the name that the program knows it by.

use std::{
    collections::BTreeMap,
    future::Future,
    path::{Path, PathBuf},
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use js_sys::Uint8Array;
use model::grant::{Grant, Mount, Preopen};
use serde::{Deserialize, Serialize};
use virtual_fs::{AsyncReadExt, AsyncWriteExt, FileSystem, FsError, TmpFileSystem};
use wasm_bindgen::JsValue;
use wasmer_wasix::{WasiEnvBuilder, WasiStateCreationError};

use crate::mounted::Mounted;

/// What a program is granted, as the stage says it.
#[derive(Default, Deserialize)]
pub struct Granted {
    /// Its directories, and what is in them apart from files; its terminals.
    pub grant: Grant,
    /// The files, by path, `Uint8Array`s.
    files: Vec<(String, Js)>,
}

/// What a program did to the files, as the stage hears it: those that it wrote
/// or made, whole, and those that it removed.
pub type Changes = (Vec<(String, Js)>, Vec<String>);

/// A JavaScript value, passed as it is.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Js(#[serde(with = "serde_wasm_bindgen::preserve")] JsValue);

/// The files of the program that runs.
pub struct Files {
    system: TmpFileSystem,
    /// Where each directory lies.
    places: Vec<(Preopen, PathBuf)>,
    /// The stage's own file systems, and where they are.
    mounts: Vec<(Mount, PathBuf)>,
    /// What they held at the start, by path among what was granted.
    before: BTreeMap<String, Vec<u8>>,
}

/// Where what the program calls so lies.
fn place(guest: &str) -> PathBuf {
    Path::new("/").join(guest.trim_start_matches(['/', '.']))
}

/// A call of a file system in memory: it never has to wait.
fn now<T>(call: impl Future<Output = T>) -> Result<T, FsError> {
    match pin!(call).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => Ok(done),
        Poll::Pending => Err(FsError::WouldBlock),
    }
}

impl Files {
    /// Puts them where the program will see them.
    ///
    /// # Errors
    /// What the file system says.
    pub fn new(granted: Granted) -> Result<Self, FsError> {
        let mut files = Self {
            system: TmpFileSystem::new(),
            places: Vec::new(),
            mounts: Vec::new(),
            before: BTreeMap::new(),
        };
        // Before the files: one that lies where something is mounted is behind that.
        for (number, mount) in (0..).zip(granted.grant.mounts) {
            let place = place(&mount.guest);
            files.above(&place)?;
            let system: Arc<dyn FileSystem + Send + Sync> = Arc::new(Mounted(number));
            files
                .system
                .mount(place.clone(), &system, PathBuf::from("/"))?;
            files.mounts.push((mount, place));
        }
        for preopen in granted.grant.preopens {
            // One folder under two names is one folder.
            let there = files
                .places
                .iter()
                .find(|(other, _)| other.folder == preopen.folder);
            let place = match there {
                Some((_, place)) => place.clone(),
                None => place(&preopen.guest),
            };
            files.directory(&place)?;
            files.places.push((preopen, place));
        }
        for path in &granted.grant.directories {
            let place = files.place(path);
            if let Some(place) = place.filter(|place| !files.is_mounted(place)) {
                files.directory(&place)?;
            }
        }
        for (path, bytes) in granted.files {
            let Some(place) = files.place(&path) else {
                continue;
            };
            if files.is_mounted(&place) {
                continue;
            }
            files.above(&place)?;
            let mut options = files.system.new_open_options();
            let mut file = options.write(true).create(true).open(&place)?;
            let bytes = Uint8Array::new(&bytes.0).to_vec();
            now(file.write_all(&bytes))??;
            files.before.insert(path, bytes);
        }
        for (path, target) in &granted.grant.symlinks {
            let place = files.place(path);
            if let Some(place) = place.filter(|place| !files.is_mounted(place)) {
                files.above(&place)?;
                files.system.create_symlink(Path::new(target), &place)?;
            }
        }
        Ok(files)
    }

    /// Where a path among what was granted lies, if it is in a directory that
    /// was.
    fn place(&self, path: &str) -> Option<PathBuf> {
        self.places.iter().find_map(|(preopen, place)| {
            let folder = preopen.folder.trim_start_matches(['/', '.']);
            let rest = Path::new(path).strip_prefix(folder).ok()?;
            Some(place.join(rest))
        })
    }

    /// Whether a file system of the stage's is there.
    fn is_mounted(&self, place: &Path) -> bool {
        self.mounts
            .iter()
            .any(|(_, mount)| place.starts_with(mount))
    }

    fn above(&self, path: &Path) -> Result<(), FsError> {
        path.parent().map_or(Ok(()), |above| self.directory(above))
    }

    fn directory(&self, path: &Path) -> Result<(), FsError> {
        for above in path.ancestors().collect::<Vec<_>>().into_iter().rev() {
            match self.system.create_dir(above) {
                Ok(()) | Err(FsError::AlreadyExists) => {}
                // The root is there.
                Err(_) if above == Path::new("/") => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Gives the program its directories.
    ///
    /// # Errors
    /// What wasmer-wasix says.
    pub fn give(&self, builder: WasiEnvBuilder) -> Result<WasiEnvBuilder, WasiStateCreationError> {
        let mut builder = builder.sandbox_fs(self.system.clone());
        let files = self.places.iter();
        let files = files.map(|(preopen, place)| (&preopen.guest, place, preopen.readonly));
        // Whatever is in a directory that can be written to is opened for writing, too.
        let mounts = self.mounts.iter().map(|(mount, place)| {
            let readonly = mount.what == model::grant::Mounted::Processes;
            (&mount.guest, place, readonly)
        });
        for (guest, place, readonly) in files.chain(mounts) {
            let name = guest.trim_start_matches('/');
            builder.add_preopen_build(|directory| {
                let directory = directory.directory(place).read(true);
                let directory = directory.write(!readonly).create(!readonly);
                match name {
                    "" => directory,
                    name => directory.alias(name),
                }
            })?;
        }
        Ok(builder)
    }

    /// What became of them.
    ///
    /// # Errors
    /// What the file system says.
    pub fn changes(&self) -> Result<Changes, FsError> {
        let mut after = BTreeMap::new();
        for (preopen, place) in &self.places {
            let folder = preopen.folder.trim_start_matches(['/', '.']);
            let mut ahead = vec![(place.clone(), PathBuf::from(folder))];
            while let Some((place, path)) = ahead.pop() {
                // What is there is no file: `/dev/zero` has no end.
                if self.is_mounted(&place) {
                    continue;
                }
                for entry in self.system.read_dir(&place)? {
                    let entry = entry?;
                    let path = path.join(entry.file_name());
                    match entry.metadata {
                        Ok(metadata) if metadata.is_dir() => ahead.push((entry.path, path)),
                        Ok(metadata) if metadata.is_file() => {
                            let bytes = self.read(&entry.path)?;
                            after.insert(path.to_string_lossy().into_owned(), bytes);
                        }
                        _ => {}
                    }
                }
            }
        }
        let gone = |path: &&String| !after.contains_key(*path);
        let removed = self.before.keys().filter(gone).cloned().collect();
        after.retain(|path, bytes| self.before.get(path) != Some(bytes));
        let written = after
            .into_iter()
            .map(|(path, bytes)| (path, Js(Uint8Array::from(&bytes[..]).into())))
            .collect();
        Ok((written, removed))
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, FsError> {
        let mut file = self.system.new_open_options().read(true).open(path)?;
        let mut bytes = Vec::new();
        now(file.read_to_end(&mut bytes))??;
        Ok(bytes)
    }
}
