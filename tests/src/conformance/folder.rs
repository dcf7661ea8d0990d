//! The directories of a case, read from this machine's disk or copied on it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use model::grant::{Grant, Preopen};

use super::Case;

/// What a case's program is granted, as a stage is told so.
#[derive(Debug, Default, PartialEq)]
pub struct Granted {
    /// Its directories, and what is in them apart from files.
    pub grant: Grant,
    /// The files, by path.
    pub files: Vec<(String, Vec<u8>)>,
}

/// The folders that a case's directories are in: each is read or copied once,
/// so that a file which two directories show is one file.
struct Roots(Vec<PathBuf>);

impl Roots {
    fn of(case: &Case) -> Result<Self, String> {
        let mut hosts = Vec::new();
        for dir in &case.dirs {
            hosts.push(canonical(&dir.host)?);
        }
        // A folder comes before those in it.
        hosts.sort();
        hosts.dedup();
        let mut roots: Vec<PathBuf> = Vec::new();
        for host in hosts {
            if !roots.iter().any(|root| host.starts_with(root)) {
                roots.push(host);
            }
        }
        Ok(Self(roots))
    }

    /// Where a directory is: below its root's number.
    fn place(&self, host: &Path) -> Result<PathBuf, String> {
        let host = canonical(host)?;
        let found = self.0.iter().enumerate().find_map(|(number, root)| {
            let rest = host.strip_prefix(root).ok()?;
            Some(Path::new(&number.to_string()).join(rest))
        });
        found.ok_or_else(|| format!("{} is in no root", host.display()))
    }
}

fn canonical(host: &Path) -> Result<PathBuf, String> {
    host.canonicalize()
        .map_err(|error| format!("{}: {error}", host.display()))
}

impl Case {
    /// Reads its directories.
    ///
    /// # Errors
    /// What cannot be read, and why.
    pub fn granted(&self) -> Result<Granted, String> {
        let roots = Roots::of(self)?;
        let mut granted = Granted::default();
        for (number, root) in roots.0.iter().enumerate() {
            collect(root, &number.to_string(), &mut granted)
                .map_err(|error| format!("{}: {error}", root.display()))?;
        }
        for dir in &self.dirs {
            granted.grant.preopens.push(Preopen {
                guest: dir.guest.clone(),
                folder: roots.place(&dir.host)?.to_string_lossy().into_owned(),
                readonly: dir.readonly,
                kept: false,
            });
        }
        Ok(granted)
    }

    /// Copies its directories into a folder; where each is there.
    ///
    /// # Errors
    /// What cannot be copied, and why.
    pub fn copy_into(&self, folder: &Path) -> Result<Vec<PathBuf>, String> {
        let roots = Roots::of(self)?;
        for (number, root) in roots.0.iter().enumerate() {
            copy(root, &folder.join(number.to_string()))
                .map_err(|error| format!("{}: {error}", root.display()))?;
        }
        self.dirs
            .iter()
            .map(|dir| Ok(folder.join(roots.place(&dir.host)?)))
            .collect()
    }
}

fn collect(folder: &Path, path: &str, granted: &mut Granted) -> io::Result<()> {
    granted.grant.directories.push(path.to_owned());
    for (name, kind, from) in entries(folder)? {
        let path = format!("{path}/{name}");
        if kind.is_dir() {
            collect(&from, &path, granted)?;
        } else if kind.is_symlink() {
            let target = fs::read_link(&from)?.to_string_lossy().into_owned();
            granted.grant.symlinks.push((path, target));
        } else {
            granted.files.push((path, fs::read(&from)?));
        }
    }
    Ok(())
}

/// Copies a folder with all that is in it.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for (name, kind, from) in entries(from)? {
        let to = to.join(name);
        if kind.is_dir() {
            copy(&from, &to)?;
        } else if kind.is_symlink() {
            std::os::unix::fs::symlink(fs::read_link(&from)?, &to)?;
        } else {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}

/// What is in a folder, in the order of names.
fn entries(folder: &Path) -> io::Result<Vec<(String, fs::FileType, PathBuf)>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        entries.push((name, entry.file_type()?, entry.path()));
    }
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(entries)
}
