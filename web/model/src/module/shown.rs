//! Names that somebody else chose, made fit to be shown.

/// A longer name is cut, in characters.
const LONGEST: usize = 48;

/// A name with what cannot be seen, what turns the direction of writing, and
/// line ends escaped; and cut if it is long.
pub(super) fn shown(name: &str) -> String {
    let mut shown = String::new();
    for (at, character) in name.chars().enumerate() {
        if at == LONGEST {
            shown.push('…');
            break;
        }
        match character {
            ' '..='~' => shown.push(character),
            _ if turns(character) => shown.extend(character.escape_unicode()),
            // Controls, format characters and what combines with its neighbour.
            _ => shown.extend(character.escape_debug()),
        }
    }
    shown
}

/// Whether a character is written from right to left, and would take the words
/// beside it along.
fn turns(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// The first few of many: `a, b, c and 4 more`.
pub(super) fn list(first: &[String], count: u64) -> String {
    let list = first.join(", ");
    match count.saturating_sub(first.len() as u64) {
        0 => list,
        more => format!("{list} and {more} more"),
    }
}
