//! The browsers that the page is tested in, with their drivers.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr;
use std::{fmt, fs};

use anyhow::{Context, Result, anyhow, bail};

use crate::debian::Apt;
use crate::programs::{on_path, version};
use crate::step::Steps;
use crate::tools;

/// A browser engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Chromium or Chrome.
    Chromium,
    /// Firefox or its extended support release.
    Firefox,
    /// WebKitGTK, in its MiniBrowser.
    Webkit,
}

/// The engines' programs, each with the environment variable that tells the browser tests where it is.
pub type Programs = Vec<(&'static str, PathBuf)>;

/// The engines that tests can run in, and those they cannot.
#[derive(Default)]
pub struct Browsers {
    pub found: Vec<(Engine, Programs)>,
    /// With what is missing and what to install.
    pub skipped: Vec<(Engine, anyhow::Error)>,
}

impl Browsers {
    /// Finds or installs `engines`, or all of them if none is named.
    pub fn set_up(engines: &[Engine], steps: &mut Steps, mut apt: Option<&mut Apt>) -> Browsers {
        let mut browsers = Browsers::default();
        for engine in Engine::ALL
            .into_iter()
            .filter(|engine| engines.is_empty() || engines.contains(engine))
        {
            match engine.set_up(steps, apt.as_deref_mut()) {
                Ok(programs) => browsers.found.push((engine, programs)),
                Err(reason) => {
                    println!("── {engine} is skipped: {reason:#}");
                    browsers.skipped.push((engine, reason));
                }
            }
        }
        browsers
    }

    /// Puts which engines there are, and where, into a command's environment.
    pub fn describe(&self, command: &mut Command) {
        let names: Vec<String> = self
            .found
            .iter()
            .map(|(engine, _)| engine.to_string())
            .collect();
        command.env("POUROVER_ENGINES", names.join(","));
        let programs = self.found.iter().flat_map(|(_, programs)| programs.iter());
        command.envs(programs.map(|(name, path)| (name, path)));
    }
}

impl Engine {
    /// All of them.
    const ALL: [Engine; 3] = [Engine::Chromium, Engine::Firefox, Engine::Webkit];

    /// Finds the engine's programs, and installs what is missing where that is possible.
    ///
    /// # Errors
    /// A sentence that says what is missing and what to install.
    fn set_up(self, steps: &mut Steps, apt: Option<&mut Apt>) -> Result<Programs> {
        let found = match (self.find(), apt) {
            (Err(_), Some(apt)) => apt
                .install(steps, self.packages())
                .and_then(|()| self.find()),
            (found, _) => found,
        };
        let mut programs = found.map_err(|missing| anyhow!("{missing:#}: {}", self.advice()))?;
        if self == Engine::Firefox {
            programs.push(("GECKODRIVER", tools::geckodriver(steps)?));
        }
        for (_, path) in &programs {
            println!("── {self}: {}", path.display());
        }
        Ok(programs)
    }

    fn find(self) -> Result<Programs> {
        match self {
            Engine::Chromium => {
                let driver = program(&["chromedriver"])?;
                Ok(vec![
                    ("CHROMIUM", chromium_for(&driver)?),
                    ("CHROMEDRIVER", driver),
                ])
            }
            Engine::Firefox => Ok(vec![(
                "FIREFOX",
                program(&[
                    "firefox-esr",
                    "firefox",
                    "/Applications/Firefox.app/Contents/MacOS/firefox",
                ])?,
            )]),
            Engine::Webkit => Ok(vec![
                (
                    "WEBKIT_MINIBROWSER",
                    minibrowser().context("MiniBrowser of WebKitGTK is not there")?,
                ),
                ("WEBKIT_DRIVER", program(&["WebKitWebDriver"])?),
                ("XVFB", program(&["Xvfb"])?),
            ]),
        }
    }

    /// The Debian packages with the engine's programs. MiniBrowser is in libwebkit2gtk, which its driver depends on.
    fn packages(self) -> &'static [&'static str] {
        match self {
            Engine::Chromium => &["chromium", "chromium-driver"],
            Engine::Firefox => &["firefox-esr"],
            Engine::Webkit => &["webkit2gtk-driver", "xvfb"],
        }
    }

    fn advice(self) -> String {
        let install = self.packages().join(" and ");
        match self {
            Engine::Chromium => format!(
                "install {install} (Debian's names), or Chrome and a chromedriver of the same version"
            ),
            Engine::Firefox => format!("install {install} (Debian's name), or Firefox"),
            Engine::Webkit => {
                format!("install {install} (Debian's names); there is WebKitGTK for Linux only")
            }
        }
    }
}

/// The Chromium or Chrome that `driver` can drive: the first number of their versions must be the same.
fn chromium_for(driver: &PathBuf) -> Result<PathBuf> {
    let wanted = version(driver)
        .with_context(|| format!("{} does not tell its version", driver.display()))?
        .major();
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ];
    let fits =
        |browser: &PathBuf| version(browser).is_some_and(|version| version.major() == wanted);
    let found = names.iter().filter_map(|name| on_path(name)).find(fits);
    found.with_context(|| {
        format!(
            "{} drives version {wanted}, and there is no Chromium or Chrome of that version",
            driver.display()
        )
    })
}

/// Distributions put it beside the library: in a folder for the machine's architecture, or in libexec.
fn minibrowser() -> Option<PathBuf> {
    let architectures = fs::read_dir("/usr/lib")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let folders = [PathBuf::from("/usr/libexec"), PathBuf::from("/usr/lib")]
        .into_iter()
        .chain(architectures);
    folders
        .map(|folder| folder.join("webkit2gtk-4.1/MiniBrowser"))
        .find(|file| file.is_file())
}

/// The first of `names` that is on PATH, or that is there if it is an absolute path.
fn program(names: &[&str]) -> Result<PathBuf> {
    let found = names.iter().find_map(|name| on_path(name));
    found.with_context(|| format!("{} is not there", Path::new(names[0]).display()))
}

impl FromStr for Engine {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Engine> {
        match Engine::ALL
            .into_iter()
            .find(|engine| engine.to_string() == name)
        {
            Some(engine) => Ok(engine),
            None => bail!("there is no engine {name}: it is one of chromium, firefox and webkit"),
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Engine::Chromium => "chromium",
            Engine::Firefox => "firefox",
            Engine::Webkit => "webkit",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engines_are_named_as_they_print() {
        for engine in Engine::ALL {
            assert_eq!(engine.to_string().parse::<Engine>().unwrap(), engine);
        }
        assert!(
            "opera"
                .parse::<Engine>()
                .unwrap_err()
                .to_string()
                .contains("webkit")
        );
    }
}
