//! bars - draw counts as a bar chart
//!
//! usage: bars [FILE]...
//!
//! Reads lines of a number and a label, as `uniq -c` writes them, and prints a picture in SVG with a bar for each, in their
//! order. The longest bar is that of the largest number.
//!
//! Exits 0, or 1 if a line did not begin with a number that is not negative, or a file could not be read; the other lines are
//! drawn all the same.

use filters::{Filter, Stop, input::content, man, run};
use std::{io::Write, process::ExitCode};
use unicode_width::UnicodeWidthStr;

/// The height of a bar with the gap below it, in pixels.
const ROW: usize = 28;
/// The length of the longest bar, in pixels.
const LONGEST: f64 = 360.0;
/// The width of a character, in pixels.
const CHARACTER: usize = 9;
/// Of longer labels the beginning is drawn, in characters.
const LABEL: usize = 32;

struct Bar {
    value: f64,
    number: String,
    label: String,
}

fn main() -> ExitCode {
    run(man!("bars.rs"), 1, bars)
}

fn bars(me: &mut Filter) -> Result<(), Stop> {
    let (_, operands) = me.options("", &[])?;
    let mut bars = Vec::new();
    me.each_input(operands, |me, input| {
        let (mut lines, mut count) = (input.lines(), 0);
        while let Some(line) = lines.next(&mut me.out)? {
            count += 1;
            let text = String::from_utf8_lossy(content(line)).into_owned();
            match bar(text.trim()) {
                Some(bar) => bars.push(bar),
                None => me.complain(format_args!("line {count}: no number stands in front")),
            }
        }
        Ok(())
    })?;
    draw(&mut me.out, &bars)
}

fn bar(line: &str) -> Option<Bar> {
    let (number, label) = line.split_once([' ', '\t']).unwrap_or((line, ""));
    let value = number.parse().ok()?;
    let is_drawn = (0.0..f64::INFINITY).contains(&value);
    is_drawn.then(|| Bar {
        value,
        number: number.to_owned(),
        label: label.trim().chars().take(LABEL).collect(),
    })
}

fn draw(out: &mut impl Write, bars: &[Bar]) -> Result<(), Stop> {
    let widest = |text: fn(&Bar) -> &str| {
        let widths = bars.iter().map(|bar| text(bar).width());
        widths.max().unwrap_or(0) * CHARACTER
    };
    let largest = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    let left = widest(|bar| &bar.label) + 24;
    let width = left + LONGEST as usize + widest(|bar| &bar.number) + 24;
    let height = bars.len() * ROW + 20;
    writeln!(
        out,
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="monospace" font-size="15">
<rect width="100%" height="100%" fill="#fbf9f6"/>"##
    )?;
    for (index, bar) in bars.iter().enumerate() {
        let (top, line) = (index * ROW + 12, index * ROW + 29);
        // A share, for the value itself may be too large to be multiplied. Of nothing but zeros there is none.
        let share = if largest > 0.0 {
            bar.value / largest
        } else {
            0.0
        };
        let long = (share * LONGEST).round() as usize;
        writeln!(
            out,
            r##"<text x="{}" y="{line}" text-anchor="end" fill="#211c18">{}</text><rect x="{left}" y="{top}" width="{long}" height="22" fill="#74431f"/><text x="{}" y="{line}" fill="#665d55">{}</text>"##,
            left - 10,
            escaped(&bar.label),
            left + long + 8,
            escaped(&bar.number),
        )?;
    }
    Ok(writeln!(out, "</svg>")?)
}

/// A text as it stands in XML, which has no place for control characters.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace(
        |char: char| char.is_control() || matches!(char, '\u{fffe}' | '\u{ffff}'),
        "\u{fffd}",
    )
}
