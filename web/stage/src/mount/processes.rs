//! `/proc`: what the host knows of the program, by Linux's names (proc(5)).

use std::{cell::RefCell, rc::Rc};

use super::{DIRECTORY, FileSystem, Node, SYMLINK, text::Text};
use crate::{
    fs::{self, Errno, Kind},
    preview1::{Process, table::Object},
};

/// The one process that a program sees.
pub struct Processes;

/// What a path is.
enum Place {
    Root,
    Own,
    Fds,
    Fd(u32),
    CommandLine,
}

fn place(path: &[String], process: &Process) -> Result<Place, Errno> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match path[..] {
        [] => Ok(Place::Root),
        ["self"] => Ok(Place::Own),
        ["self", "cmdline"] => Ok(Place::CommandLine),
        ["self", "fd"] => Ok(Place::Fds),
        ["self", "fd", number] => {
            let fd = number.parse().map_err(|_| Errno::Noent)?;
            match process.table.fds().any(|(open, _)| open == fd) {
                true => Ok(Place::Fd(fd)),
                false => Err(Errno::Noent),
            }
        }
        _ => Err(Errno::Noent),
    }
}

impl FileSystem for Processes {
    fn open(&self, path: &[String], wants: fs::Open, process: &Process) -> Result<Node, Errno> {
        let place = place(path, process)?;
        if wants.create && wants.exclusive {
            return Err(Errno::Exist);
        }
        let is_directory = matches!(place, Place::Root | Place::Own | Place::Fds);
        if wants.write || wants.truncate {
            return Err(if is_directory {
                Errno::Isdir
            } else {
                Errno::Acces
            });
        }
        match place {
            Place::Root | Place::Own | Place::Fds => Ok(Node::Directory),
            _ if wants.directory => Err(Errno::Notdir),
            Place::CommandLine => Ok(Node::File(Rc::new(RefCell::new(Text::new(
                process.args.concat(),
            ))))),
            // It leads nowhere that has a path.
            Place::Fd(_) => Err(Errno::Nxio),
        }
    }

    fn filetype(&self, path: &[String], process: &Process) -> Result<u8, Errno> {
        Ok(match place(path, process)? {
            Place::Root | Place::Own | Place::Fds => DIRECTORY,
            Place::Fd(_) => SYMLINK,
            Place::CommandLine => Kind::Regular.filetype(),
        })
    }

    fn list(&self, path: &[String], process: &Process) -> Result<Vec<(String, u8)>, Errno> {
        Ok(match place(path, process)? {
            Place::Root => vec![("self".to_owned(), DIRECTORY)],
            Place::Own => vec![
                ("cmdline".to_owned(), Kind::Regular.filetype()),
                ("fd".to_owned(), DIRECTORY),
            ],
            Place::Fds => process
                .table
                .fds()
                .map(|(fd, _)| (fd.to_string(), SYMLINK))
                .collect(),
            Place::Fd(_) | Place::CommandLine => return Err(Errno::Notdir),
        })
    }

    fn readlink(&self, path: &[String], process: &Process) -> Result<String, Errno> {
        let Place::Fd(fd) = place(path, process)? else {
            return Err(Errno::Inval);
        };
        let open = process.table.fds().find(|(open, _)| *open == fd);
        Ok(match open.map(|(_, open)| &open.object) {
            Some(Object::Input(_)) => "pipe:[stdin]".to_owned(),
            Some(Object::Output(pen)) if Rc::ptr_eq(pen, &process.pens[0]) => {
                "pipe:[stdout]".to_owned()
            }
            Some(Object::Output(_)) => "pipe:[stderr]".to_owned(),
            Some(Object::Directory(_, Some(guest)) | Object::Mounted(_, Some(guest))) => {
                guest.clone()
            }
            Some(Object::Directory(..) | Object::Mounted(..)) => "directory:".to_owned(),
            Some(Object::File(inode)) => format!("file:[{inode}]"),
            Some(Object::Device(_)) => "device:".to_owned(),
            None => return Err(Errno::Noent),
        })
    }
}
