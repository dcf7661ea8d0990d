//! Links that somebody else made.

use model::{
    demo::Demo,
    link::{self, LARGEST},
};

use crate::golden;

fn first_problem(text: &str) -> String {
    let link = link::read(text);
    assert!(!link.is_whole, "{text}");
    link.problems[0].clone()
}

#[test]
fn every_letter_that_is_missing_is_counted() {
    let text = golden::PACKED;
    let link = link::read(&text[..text.len() - 40]);
    assert_eq!(
        link.problems[0],
        format!(
            "This link was cut off: 40 of its {} letters are missing. What could be rescued is here; ask for the whole link, or for a .demo file.",
            text.len() - 2
        )
    );
    assert_eq!(link.demo.command, golden::demo().command);
    assert_eq!(link.demo.title, golden::demo().title);
}

#[test]
fn every_bit_that_is_turned_is_noticed() {
    let text = golden::PACKED;
    let letters = b"ABab01-_";
    for at in 2..text.len() {
        for letter in letters {
            let mut wrong = text.to_owned().into_bytes();
            if std::mem::replace(&mut wrong[at], *letter) == *letter {
                continue;
            }
            let link = link::read(&String::from_utf8(wrong).expect("it is ASCII"));
            // The last letter has bits that mean nothing.
            assert!(!link.is_whole || (link.demo == golden::demo()), "at {at}");
        }
    }
}

#[test]
fn what_stands_behind_a_link_does_not_count() {
    for more in [")", ".", "\u{2026}", ")**", "&x", "%20", "AAAA"] {
        let link = link::read(&format!("{}{more}", golden::PACKED));
        assert_eq!(
            (link.demo, link.problems),
            (golden::demo(), vec![]),
            "{more}"
        );
    }
}

#[test]
fn a_newer_version_is_named() {
    for version in ["=2", "=9abc", "=aAAAA", "=Z"] {
        assert!(first_problem(version).contains("newer Pourover"));
    }
    for none in ["=", "=1", "=1A", "=1AAAA"] {
        assert!(first_problem(none).contains("cut off at its very beginning"));
    }
    assert!(first_problem("=ü").contains("no link of Pourover"));
    assert!(first_problem("==1").contains("no link of Pourover"));
}

#[test]
fn a_bomb_is_read_no_further_than_is_said() {
    let demo = Demo {
        command: "wc".into(),
        stdin: vec![0; LARGEST + 1],
        ..Demo::default()
    };
    let text = link::pack(&demo);
    assert!(text.len() < 100_000);
    let link = link::read(&text);
    assert!(link.problems[0].contains("unpacks to more than 64 MB"));
    assert_eq!(link.demo.command, "wc");
    assert!(link.demo.stdin.len() < LARGEST);
}

#[test]
fn many_parts_are_not_all_taken() {
    let files = |count| Demo {
        files: vec![("a".into(), Vec::new()); count],
        ..Demo::default()
    };
    assert!(link::read(&link::pack(&files(4096))).is_whole);
    let many = link::read(&link::pack(&files(100_000)));
    assert!(!many.is_whole && many.demo.files.len() == 4096);
    let many = link::read(&format!("!a{}", "&x".repeat(100_000)));
    assert!(many.problems.len() <= 8);
    let many: String = (0..1000).map(|key| format!("&{key}")).collect();
    assert_eq!(link::read(&format!("!a{many}")).problems.len(), 8);
}
