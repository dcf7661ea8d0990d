//! Demos by chance, for what is written and read again.

use model::{
    demo::{Code, Demo, Module, Settings},
    grant::{Grant, Preopen},
    limits::Limits,
    link,
    session::Feed,
};
use proptest::{collection::vec, prelude::*};

fn module() -> impl Strategy<Value = Module> {
    let code = prop_oneof![
        vec(any::<u8>(), 0..300).prop_map(Code::Inline),
        ("https://[a-z./?&=@%ü ]{0,20}", any::<[u8; 32]>())
            .prop_map(|(address, sha256)| Code::Address { address, sha256 }),
    ];
    ("[a-zü@: ]{1,9}", code).prop_map(|(name, code)| Module { name, code })
}

fn settings() -> impl Strategy<Value = Settings> {
    let feed = prop_oneof![Just(Feed::Whole), Just(Feed::Typed), Just(Feed::Lines)];
    let limits = (0..9u32, 1..9u32, 1..9u32, 0..9u32, 1..9u32).prop_map(
        |(seconds, memory, kept, written, files)| Limits {
            files,
            seconds,
            memory,
            kept,
            written,
        },
    );
    ("[a-z]{0,5}", feed, proptest::option::of(limits)).prop_map(|(view, feed, limits)| Settings {
        view,
        feed,
        limits,
    })
}

prop_compose! {
    pub fn demo()(
        title in "\\PC{0,12}",
        prose in "\\PC{0,30}(\n\\PC{0,9})?",
        command in "\\PC{0,40}",
        stdin in vec(any::<u8>(), 0..400),
        files in vec(("\\PC{1,9}", vec(any::<u8>(), 0..50)), 0..3),
        modules in vec(module(), 0..3),
        settings in settings(),
        preopen in "[a-z /]{1,5}",
        terminals in any::<[bool; 3]>(),
        stdout in vec(any::<u8>(), 0..20),
        status in 0..3u32,
    ) -> Demo {
        let preopens = vec![Preopen { guest: preopen, folder: ".".into(), readonly: status == 1, kept: status == 2 }];
        // In the order in which they are packed; it means nothing.
        let mut modules = modules;
        modules.sort_by_key(|module| matches!(module.code, Code::Inline(_)));
        let grant = Grant { preopens, terminals, ..Grant::default() };
        Demo { title, prose, command, stdin, files, grant, stdout, stderr: Vec::new(), status, modules, settings }
    }
}

proptest! {
    #[test]
    fn what_is_packed_comes_out_the_same(demo in demo()) {
        let text = link::pack(&demo);
        let is_safe = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"=-_".contains(&byte));
        prop_assert!(is_safe, "{}", text);
        let link = link::read(&text);
        prop_assert_eq!(&link.problems, &Vec::<String>::new());
        prop_assert!(link.is_whole);
        prop_assert_eq!(link.demo, demo);
    }

    #[test]
    fn what_is_written_comes_out_the_same(demo in demo()) {
        let text = link::write(&demo);
        let is_safe = text.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"'`{}|^".contains(&byte));
        prop_assert!(is_safe, "{}", text);
        let link = link::read(&text);
        prop_assert_eq!(&link.problems, &Vec::<String>::new());
        prop_assert_eq!(link.demo, demo);
    }

    #[test]
    fn a_packed_link_that_is_cut_says_so(demo in demo(), at in 0.0..1.0) {
        let text = link::pack(&demo);
        let cut = &text[..(text.len() as f64 * at) as usize];
        let link = link::read(cut);
        if cut.starts_with('=') {
            prop_assert!(!link.is_whole);
            prop_assert!(link.problems[0].contains("was cut off"), "{:?}", link.problems);
        }
        prop_assert!(demo.stdin.starts_with(&link.demo.stdin));
        prop_assert!(link.demo.modules.iter().all(|module| demo.modules.contains(module)));
    }
}
