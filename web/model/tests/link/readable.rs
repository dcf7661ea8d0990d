//! What people write by hand.

use model::{
    demo::{Code, Demo},
    link::{self, Link},
    session::Feed,
};

fn read_well(text: &str) -> Demo {
    let Link {
        demo,
        problems,
        is_whole,
    } = link::read(text);
    assert_eq!(problems, Vec::<String>::new(), "{text}");
    assert!(is_whole);
    demo
}

#[test]
fn a_command_line_alone_stays_as_it_is() {
    for (text, command) in [
        ("sort | uniq -c", "sort | uniq -c"),
        ("sort%20%7C%20uniq%20-c", "sort | uniq -c"),
        ("a && b 2>&1", "a && b 2>&1"),
        ("a&in=b", "a&in=b"),
        ("grep 100%", "grep 100%"),
        ("a + b", "a + b"),
        ("gr%C3%B6%C3%9Fe", "größe"),
        ("", ""),
    ] {
        let demo = read_well(text);
        assert_eq!(demo.command, command);
        assert_eq!(
            demo,
            Demo {
                command: command.into(),
                ..Demo::default()
            }
        );
    }
}

#[test]
fn parts_are_told_by_their_keys() {
    let hash = "5a".repeat(32);
    let demo = read_well(&format!(
        "!sort%20%26%26 cat&in=b%0Aa%0A%00%FF&title=Two%26&about=x&file=a%3Ab:1=2:3&grant=preopen / .&view=hex&feed=lines\
         &limits=5 6 7 8&module=shout@https://example.org/a.wasm?x=1@{hash}&out=y&status=3"
    ));
    assert_eq!(demo.command, "sort && cat");
    assert_eq!(demo.stdin, b"b\na\n\0\xff");
    assert_eq!((&demo.title[..], &demo.prose[..]), ("Two&", "x"));
    assert_eq!(demo.files, [("a:b".into(), b"1=2:3".to_vec())]);
    assert_eq!(demo.grant.sections(), [["preopen", "/", "."]]);
    assert_eq!(
        (&demo.settings.view[..], demo.settings.feed),
        ("hex", Feed::Lines)
    );
    assert_eq!(demo.settings.limits.map(|limits| limits.written), Some(8));
    assert_eq!((demo.stdout, demo.status), (b"y".to_vec(), 3));
    assert_eq!(demo.modules[0].name, "shout");
    let Code::Address { address, sha256 } = &demo.modules[0].code else {
        panic!("{:?}", demo.modules);
    };
    assert_eq!(
        (&address[..], sha256),
        ("https://example.org/a.wasm?x=1", &[0x5a; 32])
    );
}

#[test]
fn what_is_not_understood_is_told_and_left_out() {
    for (text, word) in [
        ("!sort&colour=red", "“colour”"),
        ("!sort&<b>", "“<b>”"),
        ("!sort&module=a@b", "module=NAME@ADDRESS@SHA256"),
        ("!sort&grant=root", "grants"),
        ("!sort&feed=slowly", "feed"),
        ("!sort&limits=1 2", "limits"),
        ("!sort&status=bad", "exit status"),
        ("!sort&title=%FF", "UTF-8"),
    ] {
        let link = link::read(text);
        assert_eq!(link.demo.command, "sort");
        assert!(link.is_whole);
        assert!(
            link.problems.len() == 1 && link.problems[0].contains(word),
            "{:?}",
            link.problems
        );
    }
}

#[test]
fn what_is_short_is_written_to_be_read() {
    let command = |command: &str| Demo {
        command: command.into(),
        ..Demo::default()
    };
    assert_eq!(
        link::write(&command("sort | uniq -c")),
        "sort%20%7C%20uniq%20-c"
    );
    assert_eq!(link::write(&command("! grep x")), "%21%20grep%20x");
    assert_eq!(link::write(&command("=")), "%3D");
    assert_eq!(link::write(&Demo::default()), "!");
    let mut demo = command("sort");
    demo.stdin = b"b\na\n".to_vec();
    assert_eq!(link::write(&demo), "!sort&in=b%0Aa%0A");
    demo.stdin = b"b\na\n".repeat(100);
    let packed = link::write(&demo);
    assert!(packed.starts_with("=1") && packed.len() < 60, "{packed}");
}

#[test]
fn what_a_stranger_asks_for_is_named() {
    let asks = |text: &str| link::read(text).asks();
    let none: [String; 0] = [];
    assert_eq!(asks("sort"), none);
    assert_eq!(
        asks("!sort&in=a&file=a:b&title=t&colour=red&limits=5 5 5 5"),
        none
    );
    let hash = "00".repeat(32);
    assert_eq!(
        asks(&format!(
            "!a&module=a@https://b.c/d@{hash}&grant=preopen / .&limits=0 5 5 5"
        )),
        [
            "fetches a program, a, from https://b.c/d",
            "lets its programs read and write its files",
            "lets its programs take more time, memory or output than usual",
        ]
    );
    assert_eq!(
        asks("!a&grant=preopen / . readonly"),
        ["lets its programs read its files"]
    );
    assert_eq!(asks("=1"), ["is not whole"]);
}

#[test]
fn a_name_with_a_nul_is_none() {
    // A packed link parts words by it: what was read would not be what was written.
    let link = link::read("!x&grant=preopen%20/%20a%00b");
    assert!(link.demo.grant.is_nothing());
    assert_eq!(link.problems.len(), 1);
}
