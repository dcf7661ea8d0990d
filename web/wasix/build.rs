//! Assembles what stands in for a program, see `src/unwinds.wat`.

use std::{env, fs, path::Path};

fn main() {
    let to = env::var_os("OUT_DIR").expect("cargo sets it");
    println!("cargo::rerun-if-changed=src/unwinds.wat");
    let module = wat::parse_file("src/unwinds.wat").expect("it is well-formed");
    fs::write(Path::new(&to).join("unwinds.wasm"), module)
        .expect("the output directory can be written to");
}
