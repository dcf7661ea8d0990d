//! `cargo xtask serve`

use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::page::Page;
use crate::programs::run;
use crate::step::Steps;
use crate::tools;

/// Sets up what the page needs, builds it and serves it until somebody stops it. Edits build it anew.
pub fn serve(port: u16) -> Result<ExitCode> {
    ensure_free(port)?;
    let mut steps = Steps::default();
    let page = Page::set_up(&mut steps)?;
    tools::sweep()?;
    // `trunk serve` would build as well, but serve on when that fails. It finds everything built.
    steps.run("page", || run(&mut page.trunk("build")?))?;
    steps.report();
    println!(
        "\nServing http://localhost:{port} in a moment; edits build the page anew; Ctrl-C ends it."
    );
    // Trunk takes the place of this program, so that a signal to it ends the server.
    let failed = page
        .trunk("serve")?
        .args(["--port", &port.to_string()])
        .exec();
    Err(failed).context("cannot start Trunk")
}

/// Said before a build of minutes, not after it.
fn ensure_free(port: u16) -> Result<()> {
    let listeners = [
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)),
        TcpListener::bind((Ipv6Addr::LOCALHOST, port)),
    ];
    for error in listeners.into_iter().filter_map(Result::err) {
        match error.kind() {
            ErrorKind::AddrInUse => bail!(
                "port {port} is in use by another program: choose another one, as in `cargo xtask serve --port {}`",
                port ^ 1
            ),
            ErrorKind::PermissionDenied => bail!(
                "port {port} may not be used by this account: choose one above 1023 with --port"
            ),
            // A machine without IPv6.
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_said() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let sentence = ensure_free(port).unwrap_err().to_string();
        assert!(
            sentence.contains(&format!("port {port} is in use")) && sentence.contains("--port"),
            "{sentence}"
        );
    }
}
