//! Links as each version of Pourover wrote them: they are read for ever. What
//! is here is never changed; a new version adds to it.

use model::{
    demo::{Code, Demo, Module, Settings},
    grant::{Grant, Preopen},
    limits::Limits,
    link,
    session::Feed,
};

/// Version 1, with each kind of part in it.
pub const PACKED: &str = "=1mgLtNLgNLZDLTsJAGIUHsIADclG83343XZjQUmI0MYhxoy_gyt20_Vsm7XSamVFa47v4Fr4AD6aNsD75zvlygmu9kO8GvsAoYONPeBq_gW3DFQTMwAyY6zumMDCd257pvKjVz-obYebP88HrUkLKM9RURsCNE3dCrjAwUpUkjIe6FFWakJRsOuJRrlDmmBGXMKKQhTJLy7hvUAmesZRoE1YqsRXxAsOk_cFxCQssEhohhuupZJBywY0GbwK3N-DBRNfu2HMjYorU6o0tq9lqb9NOd6fXHwx390b7B4dHxyenZ-cXlwtjcn3vulgwkafoSBW7FeYsmRaP7MG3A970KaPkV9YLivWSRt3WRt2jUxo1LRS5KUXP-r-MVFyNEPIH";

/// The same, and what this program made of it then.
pub fn demo() -> Demo {
    Demo {
        title: "Größe <b>".into(),
        prose: "Two lines\nof it.".into(),
        command: "shout | tr a-z A-Z && ! cat < a/b.txt 2>&1".into(),
        stdin: b"b\na\n\0\xff".to_vec(),
        files: vec![
            ("a/b.txt".into(), b"1\n2\n".to_vec()),
            ("empty".into(), Vec::new()),
        ],
        grant: Grant {
            preopens: vec![Preopen {
                guest: "/".into(),
                folder: "a".into(),
                readonly: true,
                kept: false,
            }],
            mounts: Vec::new(),
            servers: Vec::new(),
            plugins: Vec::new(),
            directories: vec!["d".into()],
            symlinks: vec![("l".into(), "a/b.txt".into())],
            terminals: [false, true, false],
            fixed: true,
        },
        stdout: b"x\n".to_vec(),
        stderr: b"y\n".to_vec(),
        status: 7,
        modules: vec![
            Module {
                name: "far".into(),
                code: Code::Address {
                    address: "https://example.org/far.wasm?a=b&c".into(),
                    sha256: std::array::from_fn(|at| at as u8),
                },
            },
            Module {
                name: "shout".into(),
                code: Code::Inline(b"\0asm\x01\0\0\0".to_vec()),
            },
        ],
        settings: Settings {
            view: "hex".into(),
            feed: Feed::Lines,
            limits: Some(Limits {
                seconds: 10,
                memory: 64,
                kept: 1,
                written: 0,
                ..Limits::default()
            }),
        },
    }
}

#[test]
fn version_1_is_read() {
    let link = link::read(PACKED);
    assert_eq!(
        (link.demo, link.problems),
        (demo(), vec![]),
        "{}",
        link::pack(&demo())
    );
    assert!(link.is_whole);
}

#[test]
fn version_1_of_the_first_examples_is_read() {
    for (text, command, stdin) in [
        (
            "=1GjLXlZtL5ivOLypRqFEozcssVNBNzmRL4krkSuICAA",
            "sort | uniq -c",
            "b\na\nb\n",
        ),
        (
            "!sort%20%7C%20uniq%20-c&in=b%0Aa%0Ab%0A",
            "sort | uniq -c",
            "b\na\nb\n",
        ),
        ("sort | uniq -c", "sort | uniq -c", ""),
    ] {
        let expected = Demo {
            command: command.into(),
            stdin: stdin.into(),
            ..Demo::default()
        };
        let link = link::read(text);
        assert_eq!(
            (link.demo, link.problems),
            (expected.clone(), vec![]),
            "{}",
            link::pack(&expected)
        );
    }
}
