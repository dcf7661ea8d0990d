//! The hosts that programs are made for, told by what is imported from them.

/// The two module names under which preview 1 is imported: its final name and
/// the one of its first snapshot.
pub(super) const PREVIEW1: [&str; 2] = ["wasi_snapshot_preview1", "wasi_unstable"];

/// The two module names under which WASIX is imported, by the width of its
/// memory. Which functions they have is for the host to say: they grow.
pub(super) const WASIX: [&str; 2] = ["wasix_32v1", "wasix_64v1"];

/// The functions of `wasi_snapshot_preview1` that a host gives; snapshot 0 has
/// the same names but for `sock_accept`.
pub const FUNCTIONS: [&str; 46] = [
    "args_get",
    "args_sizes_get",
    "clock_res_get",
    "clock_time_get",
    "environ_get",
    "environ_sizes_get",
    "fd_advise",
    "fd_allocate",
    "fd_close",
    "fd_datasync",
    "fd_fdstat_get",
    "fd_fdstat_set_flags",
    "fd_fdstat_set_rights",
    "fd_filestat_get",
    "fd_filestat_set_size",
    "fd_filestat_set_times",
    "fd_pread",
    "fd_prestat_dir_name",
    "fd_prestat_get",
    "fd_pwrite",
    "fd_read",
    "fd_readdir",
    "fd_renumber",
    "fd_seek",
    "fd_sync",
    "fd_tell",
    "fd_write",
    "path_create_directory",
    "path_filestat_get",
    "path_filestat_set_times",
    "path_link",
    "path_open",
    "path_readlink",
    "path_remove_directory",
    "path_rename",
    "path_symlink",
    "path_unlink_file",
    "poll_oneoff",
    "proc_exit",
    "proc_raise",
    "random_get",
    "sched_yield",
    "sock_accept",
    "sock_recv",
    "sock_send",
    "sock_shutdown",
];

/// Another host than ours; the later in this list, the more certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// A page that runs AssemblyScript, perhaps.
    AssemblyScript,
    /// What it is called.
    Other(&'static str),
    /// A page, through Emscripten's JavaScript.
    Emscripten,
    /// WASI 0.2, as a module that was not made into a component yet.
    Preview2,
    /// A page, through Go's `wasm_exec.js`.
    GoJs,
    /// A page, through wasm-bindgen's JavaScript.
    WasmBindgen,
}

impl Mark {
    /// What one import that no host here has tells.
    pub fn of(module: &str, name: &str) -> Option<Self> {
        let other = OTHERS.iter().find(|(theirs, start, _)| match *start {
            "" => module.starts_with(theirs),
            _ => module == *theirs && name.starts_with(start),
        });
        match module {
            "wbg" => Some(Self::WasmBindgen),
            _ if module.starts_with("__wbindgen") || module.ends_with("_bg.js") => {
                Some(Self::WasmBindgen)
            }
            "gojs" | "go" => Some(Self::GoJs),
            "$root" => Some(Self::Preview2),
            _ if module.starts_with("wasi:")
                || module.starts_with("cm32p2|")
                || module.starts_with("[export]") =>
            {
                Some(Self::Preview2)
            }
            // An optimised build shortens `env` to `a`.
            "a" => Some(Self::Emscripten),
            "env" if EMSCRIPTEN.iter().any(|mark| name.starts_with(mark)) => Some(Self::Emscripten),
            _ => match other {
                Some((.., called)) => Some(Self::Other(called)),
                None if module == "env" && name == "abort" => Some(Self::AssemblyScript),
                None => None,
            },
        }
    }
}

const EMSCRIPTEN: [&str; 7] = [
    "emscripten",
    "_emscripten",
    "__syscall",
    "_embind",
    "_abort_js",
    "invoke_",
    "__cxa_throw",
];

/// How an import's module begins, how its name does (or nothing: then the first
/// is only the module's beginning), and what the host is called.
const OTHERS: [(&str, &str, &str); 17] = [
    ("extism:", "", "Extism"),
    ("fastly_", "", "Fastly Compute"),
    ("wasi_ephemeral_", "", "a runtime with extensions of WASI"),
    (
        "wasi_experimental_",
        "",
        "a runtime with extensions of WASI",
    ),
    (
        "wasi_snapshot_preview1",
        "sock_",
        "WasmEdge, with its sockets",
    ),
    ("wapc", "", "waPC"),
    ("dart2wasm", "", "a page that runs Dart"),
    ("teavm", "", "a page that runs Java by TeaVM"),
    ("moonbit:", "", "a page that runs MoonBit"),
    (
        "javy_quickjs_provider",
        "",
        "Javy's provider, which it is linked with when it starts",
    ),
    ("GOT.", "", "a program that links it when it starts"),
    ("env", "proxy_", "a proxy (proxy-wasm)"),
    ("env", "addr_validate", "CosmWasm"),
    ("env", "db_read", "CosmWasm"),
    ("env", "ext_", "a Substrate chain"),
    ("env", "log_utf8", "NEAR"),
    ("env", "blit", "WASM-4"),
];
