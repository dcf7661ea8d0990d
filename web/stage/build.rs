//! Assembles what stands between a program and its host, see `src/preview1/*.wat`.

use std::{env, fs, path::Path};

fn main() {
    let to = env::var_os("OUT_DIR").expect("cargo sets it");
    for name in ["shim", "dispatch"] {
        let source = format!("src/preview1/{name}.wat");
        println!("cargo::rerun-if-changed={source}");
        let module = wat::parse_file(source).expect("it is well-formed");
        fs::write(Path::new(&to).join(name).with_extension("wasm"), module)
            .expect("the output directory can be written to");
    }
}
