//! The functions that a WASI 0.2 command may import, a file a package; what they
//! mean is said in <https://github.com/WebAssembly/WASI/tree/v0.2.8/wasip2>.
//! They are the same in all versions from 0.2.0 on, which only added some.

mod cli;
mod clocks;
mod directory;
mod filesystem;
mod io;
mod path;
mod poll;
mod random;
mod sockets;
mod stat;

use crate::call::{Answer, Call};

/// A function.
pub struct Function {
    /// As the component calls it.
    pub name: &'static str,
    /// As a core module sees it: parameters, a colon, results; `i` is an i32, `I` an i64.
    pub signature: &'static str,
    /// What it does.
    pub act: fn(&mut Call) -> Answer,
}

impl std::fmt::Debug for Function {
    fn fmt(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
        to.write_str(self.name)
    }
}

/// A function.
const fn function(
    name: &'static str,
    signature: &'static str,
    act: fn(&mut Call) -> Answer,
) -> Function {
    Function {
        name,
        signature,
        act,
    }
}

/// The functions of each interface.
const INTERFACES: [(&str, &[Function]); 25] = [
    ("wasi:cli/environment", &cli::ENVIRONMENT),
    ("wasi:cli/exit", &cli::EXIT),
    ("wasi:cli/stdin", &cli::STDIN),
    ("wasi:cli/stdout", &cli::STDOUT),
    ("wasi:cli/stderr", &cli::STDERR),
    ("wasi:cli/terminal-stdin", &cli::TERMINAL_STDIN),
    ("wasi:cli/terminal-stdout", &cli::TERMINAL_STDOUT),
    ("wasi:cli/terminal-stderr", &cli::TERMINAL_STDERR),
    ("wasi:clocks/monotonic-clock", &clocks::MONOTONIC),
    ("wasi:clocks/wall-clock", &clocks::WALL),
    ("wasi:filesystem/preopens", &directory::PREOPENS),
    ("wasi:filesystem/types", &filesystem::TYPES),
    ("wasi:filesystem/types", &stat::TYPES),
    ("wasi:filesystem/types", &path::TYPES),
    ("wasi:filesystem/types", &directory::TYPES),
    ("wasi:io/error", &io::ERROR),
    ("wasi:io/poll", &poll::POLL),
    ("wasi:io/streams", &io::STREAMS),
    ("wasi:random/insecure", &random::INSECURE),
    ("wasi:random/insecure-seed", &random::SEED),
    ("wasi:random/random", &random::RANDOM),
    ("wasi:sockets/instance-network", &sockets::NETWORK),
    ("wasi:sockets/ip-name-lookup", &sockets::NAMES),
    ("wasi:sockets/tcp-create-socket", &sockets::TCP),
    ("wasi:sockets/udp-create-socket", &sockets::UDP),
];

/// The function of this name in an interface, which is named without its
/// version.
pub fn find(interface: &str, name: &str) -> Option<&'static Function> {
    INTERFACES
        .iter()
        .filter(|(other, _)| *other == interface)
        .flat_map(|(_, functions)| functions.iter())
        .find(|function| function.name == name)
}

/// All of them, with their interfaces.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Function)> {
    let of = |(interface, functions): (&'static str, &'static [Function])| {
        functions.iter().map(move |function| (interface, function))
    };
    INTERFACES.into_iter().flat_map(of)
}
