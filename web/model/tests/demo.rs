//! Demo files are read and written.

use model::{
    demo::{Code, Demo, Module, Problem, Settings},
    grant::{Each, Grant, Moment, Mount, Mounted, Plugin, Preopen, Server},
};
use proptest::prelude::*;

const SHOUT: &str = "# Shout
Letters go in small
and come out large.

$ tr a-z A-Z
--- stdin
hello
--- stdout
HELLO
";

fn parse_well(text: &str) -> Demo {
    let (demo, problems) = Demo::parse(text);
    assert_eq!(problems, [], "in:\n{text}");
    demo
}

#[test]
fn a_demo_has_prose_a_command_and_streams() {
    let expected = Demo {
        title: "Shout".into(),
        prose: "Letters go in small\nand come out large.".into(),
        command: "tr a-z A-Z".into(),
        stdin: b"hello\n".into(),
        stdout: b"HELLO\n".into(),
        ..Demo::default()
    };
    assert_eq!(parse_well(SHOUT), expected);
    assert_eq!(expected.to_text(), SHOUT);
}

#[test]
fn modifiers_give_any_bytes() {
    let demo = parse_well(
        "# T\n\n$ x\n--- stdin no-newline\na\n\n--- stdout escaped no-newline\n\\x2d-- \\x00\\xff\\t\\\\\nü\n--- stderr base64\nAAEC\n/w==\n--- status 3\n",
    );
    assert_eq!(demo.stdin, b"a\n");
    assert_eq!(demo.stdout, b"--- \x00\xff\t\\\n\xc3\xbc");
    assert_eq!(demo.stderr, [0, 1, 2, 255]);
    assert_eq!(demo.status, 3);
}

#[test]
fn problems_have_lines() {
    let lines = |text: &str| {
        Demo::parse(text)
            .1
            .iter()
            .map(|Problem { line, .. }| *line)
            .collect::<Vec<_>>()
    };
    assert_eq!(lines(""), [1, 1]);
    assert_eq!(lines("T\n$ x\n"), [1]);
    assert_eq!(lines("# T\nprose\n"), [2]);
    assert_eq!(lines("# T\n$ x\nstray\n"), [3]);
    assert_eq!(lines("# T\n$ x\n--- stdn\n"), [3]);
    assert_eq!(lines("# T\n$ x\n--- stdin\na\n--- stdin\nb\n"), [5]);
    assert_eq!(lines("# T\n$ x\n--- stdin rot13\n"), [3]);
    assert_eq!(lines("# T\n$ x\n--- stdin base64 escaped\n"), [3]);
    assert_eq!(lines("# T\n$ x\n--- stdin no-newline\n"), [3]);
    assert_eq!(lines("# T\n$ x\n--- stdin escaped\nok\n\\q\n"), [5]);
    assert_eq!(lines("# T\n$ x\n--- stdin base64\nAAAA\n*\n"), [5]);
    assert_eq!(lines("# T\n$ x\n--- status\n--- status x\n"), [3, 4]);
    assert_eq!(lines("# T\n$ x\n--- status 1\nbody\n"), [3]);
    assert_eq!(
        lines("# T\n$ x\n--- preopen\n--- preopen /\n--- preopen / . often\n"),
        [3, 4, 5]
    );
    assert_eq!(
        lines("# T\n$ x\n--- directory\n--- symlink a\n--- terminal\n--- terminal stdio\n"),
        [3, 4, 5, 6]
    );
    assert_eq!(lines("# T\n$ x\n--- preopen / .\nbody\n"), [3]);
    assert_eq!(
        lines("# T\n$ x\n--- preopen / a\n--- preopen / b\n"),
        [4],
        "two directories with one name"
    );
}

#[test]
fn a_demo_says_what_is_granted_and_in_which_order() {
    let text = "# T

$ x
--- file notes/a
1
--- directory notes/empty
--- symlink notes/b a
--- preopen /data notes readonly
--- preopen / . kept
--- mount /dev dev
--- serve 1997 line tr a-z A-Z | rev
--- serve 80 connection sed 's/a %20/b%25/'
--- plugin run,edit cat /page/stdout | wc -w | tee /page/status
--- plugin press sort
--- terminal stdin stderr
--- fixed
";
    let demo = parse_well(text);
    let preopen = |guest: &str, folder: &str, readonly| Preopen {
        guest: guest.into(),
        folder: folder.into(),
        readonly,
        kept: !readonly,
    };
    let expected = Grant {
        preopens: vec![preopen("/data", "notes", true), preopen("/", ".", false)],
        mounts: vec![Mount {
            guest: "/dev".into(),
            what: Mounted::Devices,
        }],
        servers: vec![
            Server {
                port: 1997,
                each: Each::Line,
                command: "tr a-z A-Z | rev".into(),
            },
            Server {
                port: 80,
                each: Each::Connection,
                command: "sed 's/a  /b%/'".into(),
            },
        ],
        plugins: vec![
            Plugin {
                on: vec![Moment::Run, Moment::Edit],
                command: "cat /page/stdout | wc -w | tee /page/status".into(),
            },
            Plugin {
                on: vec![Moment::Press],
                command: "sort".into(),
            },
        ],
        directories: vec!["notes/empty".into()],
        symlinks: vec![("notes/b".into(), "a".into())],
        terminals: [true, false, true],
        fixed: true,
    };
    assert_eq!(demo.grant, expected);
    assert_eq!(demo.to_text(), text);
    assert_eq!(parse_well("# T\n\n$ x\n").grant, Grant::default());
}

prop_compose! {
    /// Text that a title or a command line can be.
    fn line()(line in "[^\r\n]{0,20}") -> String {
        line
    }
}

fn stream() -> impl Strategy<Value = Vec<u8>> {
    let text = "(--- |---|\\$ |# |\\\\|\\\\x00|\t|\r|\n|\n\n|ü|\u{1b}|a|b c|base64){0,12}"
        .prop_map(String::into_bytes);
    prop_oneof![text, proptest::collection::vec(any::<u8>(), 0..200)]
}

prop_compose! {
    fn preopen()(guest in "[^\\s\\x00]{1,9}", folder in "[^\\s\\x00]{1,9}", readonly: bool, kept: bool) -> Preopen {
        Preopen { guest, folder, readonly, kept }
    }
}

prop_compose! {
    /// Names of the same kind differ: a section that comes twice is a problem.
    fn grant()(
        preopens in proptest::collection::vec(preopen(), 0..4),
        servers in proptest::collection::btree_map(1..=u16::MAX, ("\\PC{1,12}", any::<bool>()), 0..3),
        plugins in proptest::collection::btree_set("\\PC{1,12}", 0..3),
        mount: bool,
        directories in proptest::collection::btree_set("[^\\s\\x00]{1,9}", 0..3),
        symlinks in proptest::collection::btree_map("[^\\s\\x00]{1,9}", "[^\\s\\x00]{1,9}", 0..3),
        terminals: [bool; 3],
        fixed: bool,
    ) -> Grant {
        let mut preopens: Vec<Preopen> = preopens;
        preopens.sort_by(|a, b| a.guest.cmp(&b.guest));
        preopens.dedup_by(|a, b| a.guest == b.guest);
        let server = |(port, (command, line)): (u16, (String, bool))| Server {
            port,
            each: if line { Each::Line } else { Each::Connection },
            command: command.trim().to_owned(),
        };
        let servers = servers.into_iter().map(server);
        let plugin = |command: String| Plugin {
            on: Moment::ALL[..command.len() % 5 + 1].to_vec(),
            command: command.trim().to_owned(),
        };
        Grant {
            preopens,
            mounts: mount
                .then(|| Mount { guest: "/dev".into(), what: Mounted::Devices })
                .into_iter()
                .collect(),
            servers: servers.filter(|server| !server.command.is_empty()).collect(),
            plugins: plugins.into_iter().map(plugin).filter(|plugin| !plugin.command.is_empty()).collect(),
            directories: directories.into_iter().collect(),
            symlinks: symlinks.into_iter().collect(),
            terminals,
            fixed,
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        title in line(),
        prose in "((a|\\$|---|#|ü| )[a-z -]{0,10}\n{0,2}){0,5}",
        command in line(),
        stdin in stream(),
        stdout in stream(),
        stderr in stream(),
        grant in grant(),
        status: u32,
    ) {
        let looks_like_more = prose.lines().any(|line| line.starts_with("$ ") || line.starts_with("--- "));
        prop_assume!(!looks_like_more);
        let prose = prose.trim_matches('\n').to_owned();
        let files = vec![("a/b c%.txt".to_owned(), stdout.clone()), ("empty".to_owned(), Vec::new())];
        let code = Code::Address { address: "https://a/b c".to_owned(), sha256: [7; 32] };
        let modules = vec![
            Module { name: "far".to_owned(), code },
            Module { name: "here".to_owned(), code: Code::Inline(stderr.clone()) },
        ];
        let mut settings = Settings::default();
        let understood = settings.set("feed", &["typed"]) && settings.set("limits", &["1", "2", "3", "4"]);
        prop_assert!(understood);
        let demo = Demo { title, prose, command, stdin, files, grant, stdout, stderr, status, modules, settings };
        let text = demo.to_text();
        let (read, problems) = Demo::parse(&text);
        prop_assert_eq!(problems, [], "in:\n{}", text);
        prop_assert_eq!(read, demo, "in:\n{}", text);
    }

    #[test]
    fn any_text_is_read_and_settles(text in "(# |\\$ |--- |stdin|stdout|status|file a|file | no-newline| escaped| base64| 7|\\\\|\\\\x|ü|\r|\n|AA==|.){0,40}") {
        let (demo, problems) = Demo::parse(&text);
        for problem in &problems {
            prop_assert!(problem.line >= 1 && problem.line <= text.lines().count().max(1), "{:?}", problem);
        }
        // What could be read is a demo like any other.
        let (again, _) = Demo::parse(&demo.to_text());
        prop_assert_eq!(again, demo);
    }
}
