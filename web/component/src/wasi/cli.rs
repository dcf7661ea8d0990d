//! `wasi:cli`

use super::{Function, function};
use crate::{
    call::{Answer, Call, Record, Stop},
    handles::{Resource, Sink, Source},
    preview1,
};

pub const ENVIRONMENT: [Function; 3] = [
    function("get-environment", "i", environment),
    function("get-arguments", "i", arguments),
    // As on wasmtime: none.
    function("initial-cwd", "i", |call| {
        let to = call.u32();
        call.write(to, &[NONE])
    }),
];

pub const EXIT: [Function; 2] = [
    function("exit", "i", |call| exit(u32::from(call.u32() != 0))),
    function("exit-with-code", "i", |call| exit(call.u32() & 0xff)),
];

pub const STDIN: [Function; 1] = [function("get-stdin", ":i", |call| {
    let stdin = call.handles.add(Resource::Input(Source::Standard))?;
    Ok(u64::from(stdin))
})];

pub const STDOUT: [Function; 1] = [function("get-stdout", ":i", |call| output(call, 1))];

pub const STDERR: [Function; 1] = [function("get-stderr", ":i", |call| output(call, 2))];

pub const TERMINAL_STDIN: [Function; 1] = [function("get-terminal-stdin", "i", |call| {
    terminal(call, 0)
})];

pub const TERMINAL_STDOUT: [Function; 1] = [function("get-terminal-stdout", "i", |call| {
    terminal(call, 1)
})];

pub const TERMINAL_STDERR: [Function; 1] = [function("get-terminal-stderr", "i", |call| {
    terminal(call, 2)
})];

/// The discriminant of an option that is none; what is behind it does not count.
const NONE: u8 = 0;

/// A terminal if the file is one: nothing can be done with it but to have it.
fn terminal(call: &mut Call, fd: u32) -> Answer {
    const CHARACTER_DEVICE: u8 = 2;
    let to = call.u32();
    if preview1::kind(fd) != Ok(CHARACTER_DEVICE) {
        return call.write(to, &[NONE]);
    }
    let terminal = call.handles.add(Resource::Terminal)?;
    call.write(to, &Record::<8>::new().u8(0, 1).u32(4, terminal).0)
}

fn output(call: &mut Call, fd: u32) -> Answer {
    let output = call.handles.add(Resource::Output(Sink::Standard(fd)))?;
    Ok(u64::from(output))
}

fn environment(call: &mut Call) -> Answer {
    let to = call.u32();
    let variables = preview1::environment();
    call.records(to, &variables, |call, variable| {
        let end = variable.iter().position(|byte| *byte == b'=');
        let (name, value) = variable.split_at(end.unwrap_or(variable.len()));
        let name = call.list(name)?;
        let value = call.list(value.get(1..).unwrap_or_default())?;
        Ok(Record::<16>::new().list(0, name).list(8, value))
    })
}

fn arguments(call: &mut Call) -> Answer {
    let to = call.u32();
    let arguments = preview1::arguments();
    call.records(to, &arguments, |call, argument| {
        let argument = call.list(argument)?;
        Ok(Record::<8>::new().list(0, argument))
    })
}

fn exit(code: u32) -> Answer {
    preview1::proc_exit(code);
    Err(Stop::Exit)
}
