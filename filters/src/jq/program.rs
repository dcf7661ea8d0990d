//! Programs of `jq`, compiled by jaq.

use jaq_core::{
    Compiler, DataT, Lut,
    data::HasLut,
    load::{Error, File, Loader},
};
use jaq_json::Val;
use jaq_std::input::{HasInputs, Inputs};
use std::io::Write;

pub use jaq_core::load::Arena;

/// The kind of data that programs run on, as jaq wants it named.
pub struct Reach;

/// What a program can reach while it runs.
#[derive(Clone)]
pub struct Reached<'a> {
    /// The compiled program.
    pub lut: &'a Lut<Reach>,
    /// What `input` and `inputs` give.
    pub inputs: Inputs<'a, Val>,
}

impl DataT for Reach {
    type V<'a> = Val;
    type Data<'a> = Reached<'a>;
}

impl<'a> HasLut<'a, Reach> for Reached<'a> {
    fn lut(&self) -> &'a Lut<Reach> {
        self.lut
    }
}

impl<'a> HasInputs<'a, Val> for Reached<'a> {
    fn inputs(&self) -> Inputs<'a, Val> {
        self.inputs
    }
}

/// Compiles a program. Its variables have their `$`.
///
/// # Errors
/// What is wrong with it.
pub fn compile<'a>(
    arena: &'a Arena,
    program: &str,
    variables: &'a [(String, Val)],
) -> Result<jaq_core::Filter<Reach>, String> {
    // The arena keeps the text as long as the compiler needs it.
    let code: &'a str = arena.alloc(format!("{} {program}", include_str!("prelude.jq")));
    let defs = jaq_core::defs()
        .chain(jaq_std::defs())
        .chain(jaq_json::defs());
    let funs = jaq_core::funs()
        .chain(jaq_std::funs())
        .chain(jaq_json::funs());
    let funs = funs.chain(
        jaq_std::input::funs()
            .into_vec()
            .into_iter()
            .map(jaq_core::native::run),
    );
    let modules = Loader::new(defs)
        .load(arena, File { code, path: () })
        .map_err(|errors| {
            let found = |text: &str| match text.split_whitespace().next() {
                None => "its end".to_owned(),
                Some(word) => word.to_owned(),
            };
            let sentences = errors.iter().flat_map(|(_, error)| match error {
                Error::Io(errors) => errors
                    .iter()
                    .map(|(path, what)| format!("{path}: {what}"))
                    .collect::<Vec<_>>(),
                Error::Lex(errors) => errors
                    .iter()
                    .map(|(wanted, at)| {
                        format!("expected {}, found {}", wanted.as_str(), found(at))
                    })
                    .collect(),
                Error::Parse(errors) => errors
                    .iter()
                    .map(|(wanted, at)| {
                        format!("expected {}, found {}", wanted.as_str(), found(at))
                    })
                    .collect(),
            });
            sentences.collect::<Vec<_>>().join("; ")
        })?;
    let compiler = Compiler::default()
        .with_funs(funs)
        .with_global_vars(variables.iter().map(|(name, _)| name.as_str()));
    compiler.compile(modules).map_err(|errors| {
        let unknown = errors.iter().flat_map(|(_, errors)| errors);
        let sentences = unknown.map(|(name, kind)| format!("there is no {} {name}", kind.as_str()));
        sentences.collect::<Vec<_>>().join("; ")
    })
}

/// From now on `debug` and `stderr` print to standard error.
pub fn print_messages() {
    // It fails where it has been done before.
    if log::set_logger(&Messages).is_ok() {
        log::set_max_level(log::LevelFilter::Debug);
    }
}

struct Messages;

impl log::Log for Messages {
    fn enabled(&self, _: &log::Metadata) -> bool {
        true
    }

    fn log(&self, record: &log::Record) {
        let mut stderr = std::io::stderr();
        // Who closed standard error does not want to know.
        let _ = match record.level() {
            log::Level::Debug => writeln!(stderr, "[\"DEBUG:\",{}]", record.args()),
            log::Level::Error => write!(stderr, "{}", record.args()),
            _ => Ok(()),
        };
    }

    fn flush(&self) {}
}
