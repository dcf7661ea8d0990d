//! `cargo xtask dist`: a folder that any static host can serve, from any path, without special headers.

mod budget;
mod compress;
mod version;

use std::fs;
use std::path::{Path, PathBuf, absolute};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};

use crate::page::Page;
use crate::programs::run;
use crate::step::Steps;
use compress::Sizes;
use version::Version;

/// What is asked for.
#[derive(Default)]
pub struct Wanted {
    /// Where it goes; `target/hosted` if nothing is said.
    pub folder: Option<PathBuf>,
    /// A page that Trunk built before, in place of a new one.
    pub from: Option<PathBuf>,
}

/// Builds the page, if it is not there, and makes the folder; says so if a first visit takes more than it may.
pub fn dist(wanted: Wanted) -> Result<ExitCode> {
    let mut steps = Steps::default();
    let built = match wanted.from {
        Some(folder) => absolute(folder)?,
        None => {
            let page = Page::set_up(&mut steps)?;
            steps.run("page", || run(&mut page.trunk("build")?))?;
            crate::root().join("dist")
        }
    };
    let folder = match wanted.folder {
        Some(folder) => absolute(folder)?,
        None => crate::root().join("target/hosted"),
    };
    steps.run("files for a host", || make(&built, &folder, ""))?;
    let sizes = steps.run("compressed files", || compress(&folder))?;
    let html = fs::read_to_string(folder.join("index.html"))?;
    let within = budget::check(&html, &sizes);
    steps.report();
    if let Err(more) = within {
        println!("\n{more:#}.");
    }
    println!("\nServe {} as it is.", folder.display());
    Ok(ExitCode::SUCCESS)
}

/// Puts the compressed files beside those of a folder that a host serves.
///
/// # Errors
/// If a file cannot be read or written.
pub fn compress(folder: &Path) -> Result<Sizes> {
    compress::all(folder)
}

/// Makes of a page that Trunk built the folder that a host serves, but for the compressed files. What was made there
/// before is replaced. With a mark it is another version that does the same: one script of it ends in the mark.
///
/// # Errors
/// If the folder holds something else, or the page is not as Trunk makes it.
pub fn make(built: &Path, folder: &Path, mark: &str) -> Result<()> {
    let page = built.join("index.html");
    ensure!(page.is_file(), "{} is not there", page.display());
    if folder.exists() {
        let empty = fs::read_dir(folder)?.next().is_none();
        ensure!(
            empty || folder.join(version::WORKER).is_file(),
            "{} holds something that is no page: choose another folder",
            folder.display()
        );
        fs::remove_dir_all(folder)?;
    }
    let version = Version::read(built, mark)?;
    for (to, bytes) in version.files()? {
        let file = folder.join(to);
        let parent = file.parent().context("a file lies in a folder")?;
        fs::create_dir_all(parent)?;
        fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}
