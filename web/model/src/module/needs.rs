//! Which additions to WebAssembly's first version a module uses, as far as that
//! is found cheaply: in its types, in its list of features, and in the first
//! of its code.

use wasmparser::{BinaryReader, FunctionBody, VisitOperator, VisitSimdOperator};

/// An addition to WebAssembly that is worth a word. What every browser has had
/// for years (sign extension, several results and the like) is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proposal {
    /// `memory.copy`, `memory.fill`, passive segments
    BulkMemory,
    /// References in tables, locals and globals
    References,
    /// 128-bit vectors
    Simd,
    /// Vector instructions whose results may differ by machine
    RelaxedSimd,
    /// `return_call`
    TailCalls,
    /// Tags; which of the two kinds of exceptions is not known
    Exceptions,
    /// `try`, the first design
    LegacyExceptions,
    /// `try_table`, the final design
    FinalExceptions,
    /// Shared memories and atomic instructions
    Threads,
    /// Structures and arrays that the engine collects
    Gc,
    /// Typed references to functions
    FunctionReferences,
    /// Addresses of 64 bits
    Memory64,
    /// More than one memory
    Memories,
    /// Pages of another size than 64 KB
    PageSizes,
    /// Continuations
    StackSwitching,
    /// 128-bit integers
    WideArithmetic,
    /// What stands in drafts only
    Drafts,
}

use Proposal::*;

/// Each with its name, and whether current engines all have it.
const ALL: [(Proposal, &str, bool); 17] = [
    (BulkMemory, "bulk memory", true),
    (References, "reference types", true),
    (Simd, "SIMD", true),
    (RelaxedSimd, "relaxed SIMD", false),
    (TailCalls, "tail calls", true),
    (Exceptions, "exceptions", true),
    (LegacyExceptions, "legacy exceptions (try)", true),
    (FinalExceptions, "final exceptions (try_table)", true),
    (Threads, "atomics or shared memory", true),
    (Gc, "garbage collection", true),
    (FunctionReferences, "typed function references", true),
    (Memory64, "64-bit memory", false),
    (Memories, "several memories", false),
    (PageSizes, "pages of another size", false),
    (StackSwitching, "stack switching", false),
    (WideArithmetic, "wide arithmetic", false),
    (Drafts, "instructions that are drafts", false),
];

/// A set of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs(u32);

impl Needs {
    /// Adds one.
    pub fn add(&mut self, proposal: impl Into<Option<Proposal>>) {
        if let Some(proposal) = proposal.into() {
            self.0 |= 1 << proposal as u32;
        }
    }

    /// Whether one is among them.
    pub fn has(self, proposal: Proposal) -> bool {
        self.0 & (1 << proposal as u32) != 0
    }

    /// What they are called.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let is_known = self.has(LegacyExceptions) || self.has(FinalExceptions);
        let known = ALL
            .into_iter()
            .filter(move |(proposal, ..)| self.has(*proposal));
        known
            .filter(move |(proposal, ..)| !(is_known && *proposal == Exceptions))
            .map(|(_, name, _)| name)
    }

    /// What those are called that not every current engine has.
    pub(super) fn rare(self) -> Vec<&'static str> {
        let rare = ALL
            .into_iter()
            .filter(|(proposal, _, everywhere)| self.has(*proposal) && !everywhere);
        rare.map(|(_, name, _)| name).collect()
    }

    /// Takes the features that a compiler wrote down.
    pub(super) fn add_feature(&mut self, feature: &str) {
        self.add(match feature {
            "bulk-memory" | "bulk-memory-opt" => BulkMemory,
            "reference-types" => References,
            "simd128" => Simd,
            "relaxed-simd" => RelaxedSimd,
            "tail-call" => TailCalls,
            "exception-handling" => Exceptions,
            "atomics" => Threads,
            "gc" => Gc,
            "memory64" => Memory64,
            "multimemory" => Memories,
            "wide-arithmetic" => WideArithmetic,
            _ => return,
        });
    }

    /// Takes what stands in the first bytes of a code section. Whether the code
    /// is valid is for the browser to say.
    pub(super) fn add_code(&mut self, mut code: BinaryReader) {
        if code.read_var_u32().is_err() {
            return;
        }
        while !code.eof() {
            let Ok(length) = code.read_var_u32() else {
                return;
            };
            // The last body may be cut off.
            let there = code.bytes_remaining().min(length as usize);
            let at = code.original_position();
            let Ok(body) = code.read_bytes(there) else {
                return;
            };
            let Ok(mut body) =
                FunctionBody::new(BinaryReader::new(body, at)).get_operators_reader()
            else {
                continue;
            };
            while !body.eof() && body.visit_operator(&mut Watch(self)).is_ok() {}
        }
    }
}

/// Takes each instruction's proposal.
struct Watch<'n>(&'n mut Needs);

#[rustfmt::skip] // A table.
macro_rules! proposal {
    (mvp $op:ident) => { None };
    (sign_extension $op:ident) => { None };
    (saturating_float_to_int $op:ident) => { None };
    (bulk_memory $op:ident) => { BulkMemory };
    (reference_types $op:ident) => { References };
    (simd $op:ident) => { Simd };
    (relaxed_simd $op:ident) => { RelaxedSimd };
    (tail_call $op:ident) => { TailCalls };
    (legacy_exceptions $op:ident) => { LegacyExceptions };
    // Both designs have it.
    (exceptions Throw) => { Exceptions };
    (exceptions $op:ident) => { FinalExceptions };
    (threads $op:ident) => { Threads };
    (gc $op:ident) => { Gc };
    (function_references $op:ident) => { FunctionReferences };
    (stack_switching $op:ident) => { StackSwitching };
    (wide_arithmetic $op:ident) => { WideArithmetic };
    ($other:ident $op:ident) => { Drafts };
}

macro_rules! watch {
    ($(@$proposal:ident $op:ident $({ $($arg:ident: $argty:ty),* })? => $visit:ident ($($ann:tt)*))*) => {
        $(
            fn $visit(&mut self $($(, _: $argty)*)?) {
                self.0.add(proposal!($proposal $op));
            }
        )*
    };
}

impl<'a> VisitOperator<'a> for Watch<'_> {
    type Output = ();

    fn simd_visitor(&mut self) -> Option<&mut dyn VisitSimdOperator<'a, Output = ()>> {
        Some(self)
    }

    wasmparser::for_each_visit_operator!(watch);
}

impl<'a> VisitSimdOperator<'a> for Watch<'_> {
    wasmparser::for_each_visit_simd_operator!(watch);
}
