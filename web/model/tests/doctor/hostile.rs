//! Modules made to hurt: much of something, deeply nested, or lying.

use model::module::{Found, Kind, Report, limit_memory};
use wasm_encoder::{
    CustomSection, EntityType, ExportKind, ExportSection, ImportSection, MemorySection, MemoryType,
    Module, NameSection, Section, TypeSection,
};

use super::{COMMAND, examine, wasm};

/// No honest file makes the doctor read more, in bytes.
const LITTLE: u64 = 4 << 20;

fn imports(count: u32, module: impl Fn(u32) -> String) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    let mut imports = ImportSection::new();
    for at in 0..count {
        imports.import(
            &module(at),
            &format!("import_{at}"),
            EntityType::Function(0),
        );
    }
    Module::new()
        .section(&types)
        .section(&imports)
        .clone()
        .finish()
}

fn shape(report: &Report) -> &model::module::Shape {
    match &report.found {
        Found::Module(shape) => shape,
        other => panic!("no module: {other:?}"),
    }
}

#[test]
fn a_hundred_thousand_imports() {
    let one = examine(&imports(100_000, |_| "env".to_owned()));
    let sentence = &one.verdict.sentence;
    assert!(
        sentence.contains("env.import_2 and 99997 more"),
        "{sentence}"
    );
    assert_eq!(shape(&one).imports.families.len(), 1);

    let each = examine(&imports(100_000, |at| format!("host {at}")));
    let imports = &shape(&each).imports;
    assert_eq!((imports.count, imports.missing.count), (100_000, 100_000));
    assert!(imports.families.len() < 20);
    let told: u64 = imports.families.iter().map(|family| family.count).sum();
    assert_eq!(told + imports.others, 100_000);
}

#[test]
fn a_hundred_thousand_exports() {
    let mut exports = ExportSection::new();
    for at in 0..100_000 {
        exports.export(&format!("export_{at}"), ExportKind::Func, 0);
    }
    let report = examine(&Module::new().section(&exports).clone().finish());
    assert!(
        report.verdict.sentence.contains("export_4 and 99995 more"),
        "{}",
        report.verdict.sentence
    );
}

#[test]
fn components_in_components() {
    // Each one is the only section of the next; the lengths are what makes the
    // encoded size, so it grows from the inside.
    let mut nested = b"\0asm\x0d\0\x01\0".to_vec();
    for _ in 0..10_000 {
        let mut around = b"\0asm\x0d\0\x01\0\x04".to_vec();
        leb128(&mut around, nested.len());
        around.append(&mut nested);
        nested = around;
    }
    let report = examine(&nested);
    assert_eq!(report.kind, Kind::Component);
    assert!(report.read < LITTLE);
}

#[test]
fn a_memory_of_four_gigabytes() {
    let whole = wasm(&COMMAND.replace(r#""memory") 1"#, r#""memory") 65536 65536"#));
    let report = examine(&whole);
    assert!(
        report
            .verdict
            .sentence
            .contains("the limit has to be raised"),
        "{}",
        report.verdict.sentence
    );
    let refusal = limit_memory(&whole, 16_384).expect_err("it is too large").0;
    assert!(refusal.contains("asks for 4096 MB"), "{refusal}");
    // More than can be.
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: u64::MAX,
        maximum: Some(0),
        memory64: true,
        shared: true,
        page_size_log2: Some(31),
    });
    examine(&Module::new().section(&memories).clone().finish());
}

#[test]
fn fifty_megabytes_of_names() {
    let mut bytes = wasm(COMMAND);
    let mut names = NameSection::new();
    names.module(&"n".repeat(50 << 20));
    names.append_to(&mut bytes);
    let report = examine(&bytes);
    assert!(report.verdict.host.is_some());
    assert!(report.read < LITTLE, "read {} bytes", report.read);
}

#[test]
fn a_million_sections() {
    let mut bytes = wasm(COMMAND);
    for _ in 0..1_000_000 {
        CustomSection {
            name: "".into(),
            data: (&[]).into(),
        }
        .append_to(&mut bytes);
    }
    let report = examine(&bytes);
    assert!(shape(&report).partial && report.read < LITTLE);
}

#[test]
fn code_that_opens_blocks_for_ever() {
    let mut bytes = wasm(COMMAND);
    let mut body = vec![0];
    body.extend([0x02, 0x40].repeat(2 << 20));
    bytes.push(10);
    let mut content = vec![1];
    leb128(&mut content, body.len());
    content.append(&mut body);
    leb128(&mut bytes, content.len());
    bytes.append(&mut content);
    assert!(examine(&bytes).read < LITTLE);
}

#[test]
fn lists_that_are_longer_than_they_are() {
    for id in 1..=13 {
        // Four thousand million things, in a section of five bytes.
        let bytes = [
            b"\0asm\x01\0\0\0".as_slice(),
            &[id, 5, 0xff, 0xff, 0xff, 0xff, 0x0f],
        ]
        .concat();
        examine(&bytes);
        let component = [
            b"\0asm\x0d\0\x01\0".as_slice(),
            &[id, 5, 0xff, 0xff, 0xff, 0xff, 0x0f],
        ]
        .concat();
        examine(&component);
        // A section of four gigabytes, in a file of a few bytes.
        let bytes = [
            b"\0asm\x01\0\0\0".as_slice(),
            &[id, 0xff, 0xff, 0xff, 0xff, 0x0f],
        ]
        .concat();
        assert!(super::refusal(&bytes).contains("cut off"));
    }
}

#[test]
fn every_flipped_bit() {
    let whole = wasm(&COMMAND.replacen("(func (export", "(func $f (param i32)) (func (export", 1));
    for at in 0..whole.len() * 8 {
        let mut flipped = whole.clone();
        flipped[at / 8] ^= 1 << (at % 8);
        examine(&flipped);
    }
}

fn leb128(to: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        to.push(value as u8 | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
}
