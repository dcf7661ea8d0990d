//! Installing Debian packages, where that is possible.

use std::process::Command;

use anyhow::Result;

use crate::programs::{on_path, output, run};
use crate::step::Steps;

/// apt on a machine where this account may install.
pub struct Apt {
    updated: bool,
}

impl Apt {
    /// None without apt or without root.
    pub fn here() -> Option<Apt> {
        on_path("apt-get")?;
        let user = output(Command::new("id").arg("-u")).ok()?;
        (user == "0").then_some(Apt { updated: false })
    }

    /// Installs `packages`.
    pub fn install(&mut self, steps: &mut Steps, packages: &[&str]) -> Result<()> {
        if !self.updated {
            steps.run("apt-get update", || {
                run(Command::new("apt-get").args(["update", "-qq"]))
            })?;
            self.updated = true;
        }
        steps.run(&format!("apt-get install {}", packages.join(" ")), || {
            run(Command::new("apt-get")
                .args(["install", "-qq", "-y", "--no-install-recommends"])
                .args(packages)
                .env("DEBIAN_FRONTEND", "noninteractive"))
        })
    }
}
