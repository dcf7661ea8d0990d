//! The core module between a component's modules and the host: a function for
//! each that they are given, in WebAssembly, so that no frame of JavaScript is
//! on the stack of a program that is suspended.
//!
//! Such a function puts its arguments into slots of the host's memory, 64 bits
//! each, and calls the host with its own number. The host gives a [`status`];
//! if it has to wait, the same call is made through the import that suspends.
//! If the program may not go on, the function traps, which cannot be caught. A
//! result is in the first slot.

use wasm_encoder::{
    BlockType, CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection,
    ImportSection, MemArg, MemoryType, Module, RefType, TableSection, TableType, TypeSection,
    ValType,
};

use crate::plan::{Lowered, What};

/// What the host gives for a call.
pub mod status {
    /// It has to wait: call again.
    pub const WAIT: i32 = -1;
    /// It is done.
    pub const DONE: i32 = 0;
    /// The program may not go on.
    pub const END: i32 = 1;
}

/// A function has at most so many arguments; one of more has a pointer to them.
pub const MOST_ARGUMENTS: usize = 16;

/// The number of the call by which a program says that it failed.
pub const FAILED: u32 = u32::MAX;

/// Types of the module, by index.
const CALL: u32 = 0;
const START: u32 = 1;
const RUN: u32 = 2;
const FIRST: u32 = 3;

/// Functions that it imports, by index.
const HOST_CALL: u32 = 0;
const HOST_WAIT: u32 = 1;
const IMPORTED: u32 = 2;

/// Parameters and results of a function, from `iI:i`.
fn signature(text: &str) -> (Vec<ValType>, Vec<ValType>) {
    let (parameters, results) = text.split_once(':').unwrap_or((text, ""));
    let types = |text: &str| {
        let letter = |letter| match letter {
            'I' => ValType::I64,
            _ => ValType::I32,
        };
        text.chars().map(letter).collect()
    };
    (types(parameters), types(results))
}

/// What a lowered function looks like to a core module; a socket's has no place
/// in the module.
pub fn signature_of(lowered: &Lowered) -> Option<&'static str> {
    match lowered.what {
        What::Wasi(function) => Some(function.signature),
        What::Drop => Some("i"),
        What::Socket => None,
    }
}

/// Makes the module. `slots` is where the arguments go, an address in `host`'s
/// `memory`. It exports lowered function 7 as `7`, a table `run` of one function,
/// and `start`, which calls that and tells the host if it failed.
pub fn module(lowered: &[Lowered], slots: u32) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32], [ValType::I32]);
    types.ty().function([], []);
    types.ty().function([], [ValType::I32]);

    let mut imports = ImportSection::new();
    let memory = MemoryType {
        minimum: 0,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    };
    imports.import("host", "memory", EntityType::Memory(memory));
    imports.import("host", "call", EntityType::Function(CALL));
    imports.import("host", "wait", EntityType::Function(CALL));

    let mut functions = FunctionSection::new();
    let mut exports = ExportSection::new();
    let mut code = CodeSection::new();
    let (mut kinds, mut count) = (FIRST, 0);
    for (number, lowered) in (0..).zip(lowered) {
        let Some(text) = signature_of(lowered) else {
            continue;
        };
        let (parameters, results) = signature(text);
        code.function(&call(number, &parameters, &results, slots));
        types.ty().function(parameters, results);
        functions.function(kinds);
        exports.export(&number.to_string(), ExportKind::Func, IMPORTED + count);
        kinds += 1;
        count += 1;
    }
    functions.function(START);
    code.function(&start());
    exports.export("start", ExportKind::Func, IMPORTED + count);
    exports.export("run", ExportKind::Table, 0);

    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        minimum: 1,
        maximum: Some(1),
        table64: false,
        shared: false,
    });

    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions);
    module.section(&tables).section(&exports).section(&code);
    module.finish()
}

/// One that asks the host.
fn call(number: u32, parameters: &[ValType], results: &[ValType], slots: u32) -> Function {
    let slot = |offset| MemArg {
        offset,
        align: 3,
        memory_index: 0,
    };
    let status = parameters.len() as u32;
    let mut function = Function::new([(1, ValType::I32)]);
    let mut code = function.instructions();
    for (index, parameter) in (0..).zip(parameters) {
        code.i32_const(slots as i32).local_get(index);
        if *parameter == ValType::I32 {
            code.i64_extend_i32_u();
        }
        code.i64_store(slot(8 * u64::from(index)));
    }
    code.i32_const(number as i32).call(HOST_CALL);
    code.local_tee(status).i32_const(status::WAIT).i32_eq();
    code.if_(BlockType::Empty);
    code.i32_const(number as i32)
        .call(HOST_WAIT)
        .local_set(status);
    code.end();
    code.local_get(status)
        .if_(BlockType::Empty)
        .unreachable()
        .end();
    for result in results {
        code.i32_const(slots as i32).i64_load(slot(0));
        if *result == ValType::I32 {
            code.i32_wrap_i64();
        }
    }
    code.end();
    function
}

/// The one that starts the program.
fn start() -> Function {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    code.i32_const(0).call_indirect(0, RUN);
    code.if_(BlockType::Empty);
    code.i32_const(FAILED as i32).call(HOST_CALL).drop();
    code.end().end();
    function
}
