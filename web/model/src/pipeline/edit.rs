//! Edits of a command line by stage, as buttons do them: everything else stays
//! as it was typed.

use std::ops::Range;

use super::{Item, Kind, Script};

/// The pipeline of a stage, and which of its stages it is.
fn find(script: &Script, stage: usize) -> Option<(usize, usize)> {
    let mut before = 0;
    for (at, item) in script.items.iter().enumerate() {
        if stage < before + item.stages.len() {
            return Some((at, stage - before));
        }
        before += item.stages.len();
    }
    None
}

/// The texts of all stages, in order.
fn texts<'a>(script: &Script, line: &'a str) -> Vec<&'a str> {
    // A script of another line is a mistake that must not end the page.
    script
        .stages()
        .map(|stage| line.get(stage.span.clone()).unwrap_or_default())
        .collect()
}

/// The line with other text in place of a stage; none if there is no such stage.
pub fn with_stage(line: &str, stage: usize, text: &str) -> Option<String> {
    let span = Script::parse(line).stages().nth(stage)?.span.clone();
    Some([&line[..span.start], text, &line[span.end..]].concat())
}

/// The line with a stage moved by so many places in its pipeline: with 1 or -1
/// it changes places with its neighbour. None if there is no such stage or
/// place.
pub fn moved(line: &str, stage: usize, by: isize) -> Option<String> {
    let script = Script::parse(line);
    let (at, from) = find(&script, stage)?;
    let stages = &script.items[at].stages;
    let to = from
        .checked_add_signed(by)
        .filter(|to| *to < stages.len())?;

    let mut order: Vec<usize> = (0..stages.len()).collect();
    let moving = order.remove(from);
    order.insert(to, moving);
    let mut text = String::with_capacity(line.len());
    let mut kept = 0;
    for (place, from) in stages.iter().zip(order) {
        text.push_str(&line[kept..place.span.start]);
        text.push_str(&line[stages[from].span.clone()]);
        kept = place.span.end;
    }
    text.push_str(&line[kept..]);

    let mut wanted = texts(&script, line);
    let moving = wanted.remove(stage);
    wanted.insert(stage.checked_add_signed(by)?, moving);
    reads_as(&text, &script, &wanted).then_some(text)
}

/// The line without a stage and one of the pipes beside it; or, if it is a
/// whole pipeline, without what joins it to the others. None if there is no
/// such stage.
pub fn without_stage(line: &str, stage: usize) -> Option<String> {
    let script = Script::parse(line);
    let (at, index) = find(&script, stage)?;
    let item = &script.items[at];
    let alone = item.stages.len() == 1;
    let span = match alone {
        true => item.span.clone(),
        false => item.stages[index].span.clone(),
    };
    // The gap to close: before what comes next if there is nothing before.
    let gap = if alone {
        match (script.items.get(at + 1), at.checked_sub(1)) {
            (_, Some(before)) => script.items[before].span.end..span.start,
            (Some(Item { span: next, .. }), None) => span.end..next.start,
            (None, None) => span.end..line.len(),
        }
    } else {
        match item.stages.get(index + 1) {
            Some(next) => span.end..next.span.start,
            None => item.stages[index - 1].span.end..span.start,
        }
    };
    let mut wanted = texts(&script, line);
    wanted.remove(stage);

    // A comment in the gap is kept if what is left still reads as it should.
    let last = wanted.is_empty();
    if last || line[gap.clone()].contains('#') {
        let mut cuts: Vec<Range<usize>> = script
            .words
            .iter()
            .filter(|word| word.kind == Kind::Operator)
            .map(|word| word.span.clone())
            .filter(|operator| gap.start <= operator.start && operator.end <= gap.end)
            // A `!` is its pipeline's own.
            .filter(|operator| line[operator.clone()] != *"!")
            .collect();
        let at = cuts.partition_point(|cut| cut.start < span.start);
        cuts.insert(at, span.clone());
        let text = without(line, &cuts);
        if last || reads_as(&text, &script, &wanted) {
            return Some(text);
        }
    }
    let whole = span.start.min(gap.start)..span.end.max(gap.end);
    Some(without(line, &[whole]))
}

fn without(line: &str, cuts: &[Range<usize>]) -> String {
    let mut text = String::with_capacity(line.len());
    let mut kept = 0;
    for cut in cuts {
        text.push_str(&line[kept..cut.start]);
        kept = cut.end;
    }
    text.push_str(&line[kept..]);
    text
}

/// Whether `text` has the wanted stages, and no more problems than before.
fn reads_as(text: &str, before: &Script, wanted: &[&str]) -> bool {
    let script = Script::parse(text);
    script.problems.len() <= before.problems.len() && texts(&script, text) == wanted
}

/// Which of the old line's stages each new stage is: for keeping what belongs
/// to a stage through an edit of the text. Stages with the same text at the
/// start and at the end are the same, and so are those between, in order, if
/// there are as many as before.
pub fn kept_stages(
    old: &Script,
    old_line: &str,
    new: &Script,
    new_line: &str,
) -> Vec<Option<usize>> {
    let (old, new) = (texts(old, old_line), texts(new, new_line));
    let same = |(old, new): &(&&str, &&str)| old == new;
    let start = old.iter().zip(&new).take_while(same).count();
    let end = old[start..]
        .iter()
        .rev()
        .zip(new[start..].iter().rev())
        .take_while(same)
        .count();
    (0..new.len())
        .map(|stage| {
            if stage < start || new.len() == old.len() {
                Some(stage)
            } else if stage >= new.len() - end {
                Some(stage + old.len() - new.len())
            } else {
                None
            }
        })
        .collect()
}
