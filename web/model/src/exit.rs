//! How a program ended.

use std::fmt;

use serde::{Deserialize, Serialize};

mod name_section;

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Exit {
    /// It returned from `_start` (0) or called `proc_exit` with this code.
    Exited(u32),
    /// WebAssembly ended it.
    Trapped(Trap),
    /// The visitor ended it.
    Stopped,
    /// It went over a limit; the sentence names it.
    Limit(String),
    /// Its reader had left before it was done, where no program can wait to be
    /// told so: what a shell calls SIGPIPE.
    ReaderLeft,
    /// It never started, or the host gave up on it; the sentence says why.
    Failed(String),
}

impl Exit {
    /// `$?`: what a shell would give, with its 128 and the signal's number.
    pub fn status(&self) -> u32 {
        match self {
            // A shell sees eight bits of it.
            Self::Exited(code) => code & 0xff,
            // SIGABRT, which is what wasmtime ends with
            Self::Trapped(_) => 134,
            // SIGINT
            Self::Stopped => 130,
            // SIGKILL
            Self::Limit(_) => 137,
            // SIGPIPE
            Self::ReaderLeft => 141,
            // "found, but not a command that can be run"
            Self::Failed(_) => 126,
        }
    }

    /// The sentence that says why, if there is one.
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Failed(why) | Self::Limit(why) => Some(why),
            _ => None,
        }
    }

    /// Whether this is what a shell calls success.
    pub fn is_success(&self) -> bool {
        *self == Self::Exited(0)
    }
}

impl fmt::Display for Exit {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Exited(code) => write!(to, "exited {code}"),
            Self::Trapped(trap) => write!(to, "trapped: {trap}"),
            Self::Stopped => to.write_str("stopped"),
            Self::Limit(_) => to.write_str("over a limit"),
            Self::ReaderLeft => to.write_str("ended: its reader had left"),
            Self::Failed(_) => to.write_str("failed"),
        }
    }
}

/// Why WebAssembly ended a program, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trap {
    /// In the words of the WebAssembly specification where it has some.
    pub reason: String,
    /// The innermost function, if the module's name section names it.
    pub function: Option<String>,
}

impl fmt::Display for Trap {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        to.write_str(&self.reason)?;
        match &self.function {
            Some(function) => write!(to, " in {function}"),
            None => Ok(()),
        }
    }
}

impl Trap {
    /// Reads the `message` and `stack` of the `Error` that an engine threw.
    /// `names` is the module's name section, which is asked where the engine
    /// gives a function's index alone.
    pub fn from_error(message: &str, stack: &str, names: impl FnOnce() -> Vec<u8>) -> Self {
        let frame = stack.lines().find(|line| line.contains("wasm-function["));
        let reason = reason(message);
        let function = match frame.and_then(function) {
            Some(Function::Name(name)) => Some(name.to_owned()),
            // The innermost function may be one of the host's then, which has other indices.
            Some(Function::Index(_)) if reason == EXHAUSTED => None,
            Some(Function::Index(index)) => name_section::function(&names(), index),
            None => None,
        };
        Self {
            reason,
            function: function.as_deref().map(readable),
        }
    }
}

const EXHAUSTED: &str = "call stack exhausted";

/// One name for what V8, SpiderMonkey and JavaScriptCore word differently.
fn reason(message: &str) -> String {
    const REASONS: &[(&str, &str)] = &[
        ("unreachable", "unreachable"),
        ("call stack", EXHAUSTED),
        ("recursion", EXHAUSTED),
        ("divide by zero", "integer divide by zero"),
        ("division by zero", "integer divide by zero"),
        ("remainder by zero", "integer divide by zero"),
        ("divide result unrepresentable", "integer overflow"),
        ("integer overflow", "integer overflow"),
        ("division overflow", "integer overflow"),
        ("float unrepresentable", "invalid conversion to integer"),
        ("conversion to integer", "invalid conversion to integer"),
        ("out of bounds trunc", "invalid conversion to integer"),
        ("signature", "indirect call type mismatch"),
        ("table index is out of bounds", "undefined element"),
        ("table index out of bounds", "undefined element"),
        ("table element", "undefined element"),
        ("index out of bounds", "out of bounds memory access"),
        ("memory access out of bounds", "out of bounds memory access"),
        ("out of bounds memory access", "out of bounds memory access"),
        ("out of bounds table access", "undefined element"),
        ("null function", "uninitialized element"),
        ("null reference", "null reference"),
    ];
    let lower = message.to_ascii_lowercase();
    REASONS
        .iter()
        .find(|(words, _)| lower.contains(words))
        .map_or_else(|| message.to_owned(), |(_, reason)| (*reason).to_owned())
}

/// A function, as a frame of a stack trace tells of it.
enum Function<'a> {
    Name(&'a str),
    /// JavaScriptCore begins to compile a module that is streamed before it has
    /// read the names at its end, and whether it has them then is chance.
    Index(u32),
}

/// The function of a WebAssembly frame, if the frame says more of it than V8 and
/// SpiderMonkey say of one that has no name.
fn function(line: &str) -> Option<Function<'_>> {
    let line = line.trim();
    if let Some((_, rest)) = line.split_once("<?>.wasm-function[") {
        // JavaScriptCore, older: `<?>.wasm-function[name]@[wasm code]`, the index if it has none.
        let name = rest.rsplit_once("]@").map_or(rest, |(name, _)| name);
        let name = name.strip_suffix(']').unwrap_or(name);
        return Some(name.parse().map_or(Function::Name(name), Function::Index));
    }
    let name = match line.strip_prefix("at ") {
        // V8: `at name (wasm://wasm/cat-0a1b:wasm-function[3]:0x2f)`
        Some(frame) => frame.rsplit_once(" (")?.0,
        // SpiderMonkey: `name@http://host/stage.js line 9 > WebAssembly.Module:wasm-function[3]:0x2f`
        // JavaScriptCore: `name@<?>:wasm-function[3]`; the index, or `(null)`, if it has none.
        None => {
            let (name, place) = line.split_once('@')?;
            let index = place.strip_prefix("<?>:wasm-function[");
            let index = index.and_then(|index| index.strip_suffix(']'));
            match index {
                Some(index) if name == index || name == "(null)" => {
                    return Some(Function::Index(index.parse().ok()?));
                }
                _ => name,
            }
        }
    };
    // V8 puts the module's own name before the function's, `cat.wasm.main`.
    let name = name.rsplit_once(".wasm.").map_or(name, |(_, name)| name);
    Some(Function::Name(name)).filter(|_| !name.is_empty() && !name.starts_with("wasm-function["))
}

/// Rust's and C++'s names as their authors wrote them.
fn readable(name: &str) -> String {
    match rustc_demangle::try_demangle(name) {
        Ok(rust) => format!("{rust:#}"),
        Err(_) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_engines_one_sentence() {
        let names = || -> Vec<u8> { unreachable!("the engines name it") };
        let chromium = Trap::from_error(
            "unreachable",
            "RuntimeError: unreachable\n    at boom (wasm://wasm/0a1b2c3d:wasm-function[1]:0x2f)\n    at _start (wasm://wasm/0a1b2c3d:wasm-function[2]:0x33)",
            names,
        );
        let firefox = Trap::from_error(
            "unreachable executed",
            "boom@http://localhost:8080/ line 5 > WebAssembly.Module:wasm-function[1]:0x2f\n_start@http://localhost",
            names,
        );
        let webkit = Trap::from_error(
            "Unreachable code should not be executed (evaluating 'start()')",
            "boom@<?>:wasm-function[2]\n_start@<?>:wasm-function[3]\n@\nPromise@[native code]",
            names,
        );
        let older_webkit = Trap::from_error(
            "Unreachable code should not be executed (evaluating 'start()')",
            "<?>.wasm-function[boom]@[wasm code]\n<?>.wasm-function[_start]@[wasm code]",
            names,
        );
        for trap in [chromium, firefox, webkit, older_webkit] {
            assert_eq!(trap.to_string(), "unreachable in boom");
        }
    }

    #[test]
    fn no_name_section_no_name() {
        for stack in [
            "RuntimeError: unreachable\n    at wasm://wasm/0a1b2c3d:wasm-function[1]:0x2f\n    at of_the_host (http://x/stage_bg.wasm:wasm-function[7]:0x9)",
            "wasm-function[1]@http://localhost/ line 5 > WebAssembly.Module:wasm-function[1]:0x2f",
            "@http://localhost/ line 5 > WebAssembly.Module:wasm-function[1]:0x2f",
            "<?>.wasm-function[1]@[wasm code]",
            "(null)@<?>:wasm-function[2]\n(null)@<?>:wasm-function[3]\n@",
        ] {
            assert_eq!(
                Trap::from_error("unreachable", stack, Vec::new).function,
                None,
                "{stack}"
            );
        }
    }

    #[test]
    fn an_index_alone_is_looked_up_in_the_module() {
        // Function 2 is `reach`.
        let names = || b"\x01\x08\x01\x02\x05reach".to_vec();
        for stack in [
            "2@<?>:wasm-function[2]\n3@<?>:wasm-function[3]",
            "(null)@<?>:wasm-function[2]\n(null)@<?>:wasm-function[3]",
            "<?>.wasm-function[2]@[wasm code]\n<?>.wasm-function[3]@[wasm code]",
        ] {
            let trap = Trap::from_error("Out of bounds memory access", stack, names);
            assert_eq!(trap.to_string(), "out of bounds memory access in reach");
            let trap = Trap::from_error("Maximum call stack size exceeded.", stack, names);
            assert_eq!(trap.to_string(), "call stack exhausted");
        }
    }

    #[test]
    fn names_are_demangled() {
        let trap = Trap::from_error(
            "divide by zero",
            "    at _ZN4core9panicking5panic17h0123456789abcdefE (wasm://wasm/x:wasm-function[9]:0x1)",
            Vec::new,
        );
        assert_eq!(
            trap.to_string(),
            "integer divide by zero in core::panicking::panic"
        );
    }

    #[test]
    fn words_and_numbers() {
        assert_eq!(Exit::Exited(3).to_string(), "exited 3");
        assert_eq!(Exit::Stopped.to_string(), "stopped");
        assert!(!Exit::Exited(1).is_success());
    }
}
