//! What is given the inputs, and what has to be true of whatever comes out.

use component::{
    link,
    plan::{self, Instance},
};
use model::{
    demo::Demo,
    exit::Trap,
    link as links,
    module::{command_name, component_parts, examine, limit_memory},
    pipeline::{Script, kept_stages, moved, with_stage, without_stage},
    text::{TextWatch, glance, paint},
    view::{
        ansi::{Spans, Style},
        diff, guess, json,
        netpbm::Picture,
        table::Table,
    },
    words::{closest, quote},
};

pub fn doctor(input: &[u8]) {
    let report = examine(&input);
    let card = report.card();
    let sentence = &card.sentence;
    assert!(
        sentence.ends_with('.') && sentence.len() < 1500,
        "{sentence}"
    );
    let texts = card.rows.iter().flat_map(|(label, text)| [label, text]);
    for text in texts.chain([sentence, &card.brief, &card.needs]) {
        assert!(
            !text.contains(char::is_control) && text.len() < 5000,
            "{text:?}"
        );
        assert!(!text.contains('\u{202e}'), "{text:?}");
    }
    assert!(card.rows.len() < 20);
    // Each byte is read a few times at most.
    assert!(
        report.read <= 4 * input.len() as u64 + 8192,
        "{} bytes read of {}",
        report.read,
        input.len()
    );
}

pub fn memory_limit(input: &[u8]) {
    for pages in [1, 100, 65_535] {
        if let Ok(Some(limited)) = limit_memory(input, pages) {
            assert_eq!(limit_memory(&limited, pages), Ok(None));
        }
    }
}

/// Of each component that is not refused the parts are where they should be, its
/// plan can be carried out in order, and the module for it is valid.
pub fn component(input: &[u8]) {
    let frame = match component_parts(input) {
        Ok(parts) => {
            let modules: usize = parts
                .modules
                .iter()
                .map(|place| input[place.clone()].len())
                .sum();
            assert!(modules + 8 <= input.len());
            parts.frame
        }
        Err(_) => input.to_vec(),
    };
    let Ok(plan) = plan::read(&frame) else {
        return;
    };
    let valid = wasmparser::Validator::new().validate_all(&link::module(&plan.lowered, 8));
    assert!(valid.is_ok(), "{:?}", valid.err());
    for (number, instance) in plan.instances.iter().enumerate() {
        if let Instance::Module(_, imports) = instance {
            assert!(imports.iter().all(|(_, other)| *other < number));
        }
    }
}

pub fn demo(input: &[u8]) {
    let (demo, problems) = Demo::parse(&String::from_utf8_lossy(input));
    if problems.is_empty() {
        assert_eq!(Demo::parse(&demo.to_text()), (demo, vec![]));
    }
}

pub fn command(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let (line, other) = text.split_at(text.floor_char_boundary(text.len() / 2));
    let script = Script::parse(&text);
    let _ = script.ready();
    let words = script.words.iter().map(|word| &word.span);
    let stages = script.stages().map(|stage| &stage.span);
    for span in words.chain(stages) {
        assert!(text.get(span.clone()).is_some(), "{text:?}");
    }
    for problem in &script.problems {
        assert!(text.get(problem.span.clone()).is_some(), "{text:?}");
        problem.column(&text);
    }
    for stage in 0..3 {
        let _ = with_stage(&text, stage, other);
        let _ = without_stage(&text, stage);
        let _ = moved(&text, stage, 1);
        let _ = moved(&text, stage, -1);
    }
    let kept = kept_stages(&Script::parse(line), line, &script, &text);
    assert_eq!(kept.len(), script.stages().count());
    // What is quoted is one word.
    let quoted = quote(line);
    let _ = Script::parse(&quoted);
}

pub fn output(input: &[u8]) {
    let mut watch = TextWatch::default();
    let mut newlines = 0;
    for piece in input.chunks(1 + input.len() / 3) {
        watch.push(piece);
        newlines += glance(piece).newlines;
    }
    assert_eq!(newlines, glance(input).newlines);
    let valid = std::str::from_utf8(input).is_ok() && !input.contains(&0);
    assert_eq!(watch.ends_as_text(), valid);
    assert!(!paint(input).contains('\u{1b}'));
}

pub fn trap(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let (message, stack) = text.split_once('\n').unwrap_or((&text, ""));
    let _ = Trap::from_error(message, stack, || input.to_vec()).to_string();
    assert!(!command_name(&text).is_empty());
    let _ = closest(message, ["sort", "größe", ""]);
}

fn look(link: &links::Link) {
    assert!(link.is_whole || !link.problems.is_empty());
    for sentence in &link.problems {
        assert!(sentence.ends_with('.'), "{sentence}");
    }
    link.asks();
}

/// What is read can be written, and is read the same then.
pub fn link(input: &[u8]) {
    let link = links::read(&String::from_utf8_lossy(input));
    look(&link);
    if link.problems.is_empty() {
        let again = links::read(&links::write(&link.demo));
        assert_eq!(again, link);
    }
}

/// The input becomes what is compressed in a link, with its checksum right.
pub fn link_content(input: &[u8]) {
    look(&links::read(&links::seal(input)));
}

/// Whatever a program writes can be shown in each way, and what is shown is no
/// more than what there is.
pub fn views(input: &[u8]) {
    guess::guess(input, true);
    guess::guess(input, false);
    for span in Spans::new(input, Style::default()) {
        span.style.paint();
    }
    let tree = json::read(input);
    assert!(tree.nodes.len() <= input.len());
    for (at, node) in tree.nodes.iter().enumerate() {
        assert!(node.next > at && node.span.end <= input.len());
    }
    let table = Table::read(input);
    assert!(table.len() <= input.len());
    for at in 0..table.len() {
        assert!(table.row(at).is_some());
    }
    if let Ok(picture) = Picture::read(input) {
        assert!(
            picture.rgba.len() as u64 == 4 * u64::from(picture.width) * u64::from(picture.height)
        );
    }
    let (one, other) = input.split_at(input.len() / 2);
    let comparison = diff::compare(one, other);
    assert_eq!(comparison.same, one == other);
}
