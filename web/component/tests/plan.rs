//! Components read into plans, and the module that stands between them and the
//! host.

use component::{
    link,
    plan::{self, Instance, Item, What},
    wasi,
};
use wasmparser::{Parser, Payload, Validator};

fn bytes(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap_or_else(|error| panic!("{error}"))
}

const PROGRAM: &str = include_str!("program.wat");

#[test]
fn a_program_is_read() {
    let plan = plan::read(&bytes(PROGRAM)).unwrap();
    assert_eq!(plan.run, Item::Export(3, "run".into()));
    let made: Vec<Option<usize>> = plan
        .instances
        .iter()
        .map(|instance| match instance {
            Instance::Module(module, _) => Some(*module),
            Instance::Bundle(_) => None,
        })
        .collect();
    assert_eq!(made, [Some(1), None, None, Some(0), None, Some(2)]);
    assert!(matches!(plan.lowered[0].what, What::Drop));
    let What::Wasi(function) = plan.lowered[1].what else {
        panic!("{:?}", plan.lowered[1]);
    };
    assert_eq!(function.name, "get-arguments");
    assert_eq!(
        plan.lowered[1].memory,
        Some(Item::Export(3, "memory".into()))
    );
    assert_eq!(
        plan.lowered[1].realloc,
        Some(Item::Export(3, "cabi_realloc".into()))
    );
}

#[test]
fn the_module_between_is_valid_and_exports_what_was_lowered() {
    let plan = plan::read(&bytes(PROGRAM)).unwrap();
    let module = link::module(&plan.lowered, 1024);
    Validator::new().validate_all(&module).unwrap();
    assert_eq!(exports(&module), ["0", "1", "start", "run"]);
}

fn exports(module: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ExportSection(section) = payload.unwrap() {
            names.extend(
                section
                    .into_iter()
                    .map(|export| export.unwrap().name.to_owned()),
            );
        }
    }
    names
}

/// A component that imports one function, whatever its type.
fn importing(interface: &str, function: &str) -> String {
    format!(
        r#"(component
            (import "{interface}" (instance $other (export "{function}" (func))))
            (core module $main (func (export "run") (result i32) i32.const 0))
            (core func $f (canon lower (func $other "{function}")))
            (core instance $main (instantiate $main))
            (func $run (result (result)) (canon lift (core func $main "run")))
            (instance $program (export "run" (func $run)))
            (export "wasi:cli/run@0.2.0" (instance $program)))"#
    )
}

#[test]
fn every_function_of_every_patch_of_0_2_is_found() {
    assert_eq!(wasi::all().count(), 75);
    for (interface, function) in wasi::all() {
        for version in ["0.2.0", "0.2.12"] {
            // The text form has no names with brackets for a plain function; the
            // binary form is searched for one of the same length.
            let stand_in = "f".repeat(function.name.len());
            let mut component = bytes(&importing(&format!("{interface}@{version}"), &stand_in));
            replace(&mut component, &stand_in, function.name);
            let plan = plan::read(&component).unwrap_or_else(|why| panic!("{why}"));
            let What::Wasi(found) = plan.lowered[0].what else {
                panic!("{interface} {function:?}");
            };
            assert_eq!(found.name, function.name);
            let module = link::module(&plan.lowered, 8);
            Validator::new().validate_all(&module).unwrap();
        }
    }
}

fn replace(bytes: &mut [u8], from: &str, to: &str) {
    for at in 0..=bytes.len() - from.len() {
        if bytes[at..].starts_with(from.as_bytes()) {
            bytes[at..at + from.len()].copy_from_slice(to.as_bytes());
        }
    }
}

#[test]
fn sockets_have_their_place_and_no_function() {
    let mut component = bytes(&importing("wasi:sockets/tcp@0.2.3", &"f".repeat(24)));
    replace(&mut component, &"f".repeat(24), "[method]tcp-socket.bind1");
    let plan = plan::read(&component).unwrap();
    assert!(matches!(plan.lowered[0].what, What::Socket));
    assert_eq!(exports(&link::module(&plan.lowered, 8)), ["start", "run"]);
}

#[test]
fn what_does_not_run_is_named() {
    let nested = PROGRAM.replace(
        "(component $wrapper",
        "(component $wrapper (core module $m) (core instance (instantiate $m))",
    );
    let utf16 = PROGRAM.replace("utf8", "utf16");
    let library = PROGRAM.replace("wasi:cli/run@0.2.3", "wasi:cli/other@0.2.3");
    let newer = PROGRAM.replace("wasi:cli/run@0.2.3", "wasi:cli/run@0.3.0");
    let draft = PROGRAM.replace("wasi:cli/run@0.2.3", "wasi:cli/run@0.2.0-rc-2023-11-10");
    for (text, said) in [
        (nested.as_str(), "composed of several components"),
        (&utf16, "text in UTF-16"),
        (&library, "it exports wasi:cli/other@0.2.3"),
        (
            &newer,
            "another version of WASI (it names wasi:cli/run@0.3.0)",
        ),
        (&draft, "another version of WASI"),
        (
            &importing("wasi:cli/exit@0.2.3", "leave"),
            "imports leave from wasi:cli/exit@0.2.3",
        ),
        (
            &importing("some:thing/else@0.2.3", "f"),
            "imports f from some:thing/else@0.2.3",
        ),
        ("(component)", "it exports nothing"),
        ("(module)", "it is a module"),
    ] {
        let why = plan::read(&bytes(text)).unwrap_err();
        assert!(why.contains(said), "{said}: {why}");
        assert!(
            why.starts_with("This component ") && why.ends_with('.'),
            "{why}"
        );
    }
}

#[test]
fn a_cut_component_is_damaged() {
    let whole = bytes(PROGRAM);
    let export = b"wasi:cli/run@0.2.3";
    let place = whole
        .windows(export.len())
        .position(|window| window == export);
    for end in 0..place.unwrap() + export.len() {
        assert!(plan::read(&whole[..end]).is_err(), "{end}");
    }
}
