//! Trunk, with everything it needs in its way.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result};

use crate::step::Steps;
use crate::version::Version;
use crate::{minify, tools, wasm_opt};

/// What builds the page.
pub struct Page {
    trunk: PathBuf,
    wasm_opt: Option<(PathBuf, Version)>,
    terser: Option<PathBuf>,
    /// Holds links to the tools in the right version; Trunk finds them there first.
    links: PathBuf,
}

impl Page {
    /// Finds or installs what builds the page.
    pub fn set_up(steps: &mut Steps) -> Result<Page> {
        tools::rust_targets(steps)?;
        let trunk = tools::trunk(steps)?;
        let wasm_bindgen = tools::wasm_bindgen(steps)?;
        let wasm_opt = tools::wasm_opt(steps)
            .inspect_err(|error| println!("── {error:#}; the page works without it and is larger (to mend it: install Node.js with npm)"))
            .ok();
        let terser = tools::terser(steps)
            .inspect_err(|error| println!("── {error:#}; the page works without it and is larger"))
            .ok();
        let links = tools::folder().join("links");
        link(&links, "wasm-bindgen", &wasm_bindgen)?;
        link(&links, "wasm-opt", &env::current_exe()?)?;
        Ok(Page {
            trunk,
            wasm_opt,
            terser,
            links,
        })
    }

    /// `trunk COMMAND` for a release build.
    pub fn trunk(&self, command: &str) -> Result<Command> {
        let inherited = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(
            [self.links.clone()]
                .into_iter()
                .chain(env::split_paths(&inherited)),
        )?;
        let mut trunk = Command::new(&self.trunk);
        trunk
            .arg(command)
            .current_dir(crate::root())
            .env("PATH", path)
            .env("TRUNK_SKIP_VERSION_CHECK", "true");
        // Trunk 0.21 takes the words true and false here, and ends with an error at the usual 1.
        if env::var_os("NO_COLOR").is_some() {
            trunk.env("NO_COLOR", "true");
        }
        if let Some(terser) = &self.terser {
            trunk.env(minify::PROGRAM, terser);
        }
        match &self.wasm_opt {
            Some((program, version)) => {
                trunk
                    .arg("--release")
                    .env(wasm_opt::PROGRAM, program)
                    .env(wasm_opt::VERSION, version.to_string());
                trunk.env("TRUNK_TOOLS_WASM_OPT", format!("version_{version}"));
            }
            // The same build; but Trunk calls wasm-opt only in what it calls a release build.
            None => drop(trunk.args(["--cargo-profile", "release"])),
        }
        Ok(trunk)
    }
}

/// Makes `folder/name` lead to `program`.
fn link(folder: &Path, name: &str, program: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let link = folder.join(name);
    if fs::read_link(&link).is_ok_and(|to| to == program) {
        return Ok(());
    }
    if link.symlink_metadata().is_ok() {
        fs::remove_file(&link)?;
    }
    symlink(program, &link).with_context(|| format!("cannot make the link {}", link.display()))
}
