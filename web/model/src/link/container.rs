//! A demo in bytes, to be compressed: parts, one after the other, each a letter,
//! the length of its body (LEB128), and the body. What tells most comes first,
//! so that a link that is cut off still has it. A name in front of other bytes
//! has its length before it.

use super::Link;
use crate::demo::{Code, Demo, Module};

/// A link may have no more parts than this.
pub const MOST_PARTS: usize = 4096;

/// Writes a demo.
pub fn write(demo: &Demo) -> Vec<u8> {
    let mut out = Vec::new();
    for (letter, body) in [
        (b'c', demo.command.as_bytes()),
        (b't', demo.title.as_bytes()),
        (b'p', demo.prose.as_bytes()),
    ] {
        if !body.is_empty() {
            part(&mut out, letter, body);
        }
    }
    for words in demo.grant.sections() {
        part(&mut out, b'g', words.join("\0").as_bytes());
    }
    for (key, words) in demo.settings.words() {
        part(&mut out, b'k', format!("{key} {words}").as_bytes());
    }
    if demo.status != 0 {
        part(&mut out, b's', demo.status.to_string().as_bytes());
    }
    for module in &demo.modules {
        if let Code::Address { address, sha256 } = &module.code {
            let rest = [&sha256[..], address.as_bytes()].concat();
            part(&mut out, b'a', &named(&module.name, &rest));
        }
    }
    for (letter, body) in [
        (b'i', &demo.stdin),
        (b'o', &demo.stdout),
        (b'e', &demo.stderr),
    ] {
        if !body.is_empty() {
            part(&mut out, letter, body);
        }
    }
    for (name, bytes) in &demo.files {
        part(&mut out, b'f', &named(name, bytes));
    }
    for module in &demo.modules {
        if let Code::Inline(bytes) = &module.code {
            part(&mut out, b'm', &named(&module.name, bytes));
        }
    }
    out
}

fn part(out: &mut Vec<u8>, letter: u8, body: &[u8]) {
    out.push(letter);
    leb128(out, body.len());
    out.extend(body);
}

fn named(name: &str, rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    leb128(&mut body, name.len());
    body.extend(name.as_bytes());
    body.extend(rest);
    body
}

pub(super) fn leb128(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Takes a number from the front, of 32 bits at most.
pub(super) fn take_leb128(from: &mut &[u8]) -> Option<usize> {
    let mut number = 0_u64;
    for at in 0..5 {
        let byte = *from.get(at)?;
        number |= u64::from(byte & 0x7f) << (7 * at);
        if byte < 0x80 {
            *from = &from[at + 1..];
            return usize::try_from(u32::try_from(number).ok()?).ok();
        }
    }
    None
}

/// Reads what is there. The last part may be cut off: of a text or of bytes
/// the beginning counts, of a module or a setting nothing.
pub fn read(mut rest: &[u8], link: &mut Link) {
    let mut count = 0;
    while let Some((letter, after)) = rest.split_first() {
        rest = after;
        count += 1;
        if count > MOST_PARTS {
            link.is_whole = false;
            link.problem("This link has too many parts: what comes last was left out.");
            return;
        }
        let Some(length) = take_leb128(&mut rest) else {
            link.is_whole = false;
            return;
        };
        let is_whole = length <= rest.len();
        let body;
        (body, rest) = rest.split_at(length.min(rest.len()));
        if !is_whole {
            link.is_whole = false;
        }
        if set(link, *letter, body, is_whole).is_none() {
            let what = what(*letter);
            link.problem(match is_whole {
                true => format!("{what} of this link was not understood, and was left out."),
                false => format!("{what} of this link is not all there, and was left out."),
            });
        } else if !is_whole {
            link.problem(format!("{} of this link is not all there.", what(*letter)));
        }
    }
}

/// Puts a part where it belongs; `None` if it is not understood, or cut off and
/// of no use so.
fn set(link: &mut Link, letter: u8, body: &[u8], is_whole: bool) -> Option<()> {
    let demo = &mut link.demo;
    match letter {
        b'c' => demo.command = text(body),
        b't' => demo.title = text(body),
        b'p' => demo.prose = text(body),
        b'i' => demo.stdin = body.to_vec(),
        b'o' => demo.stdout = body.to_vec(),
        b'e' => demo.stderr = body.to_vec(),
        b'f' => {
            let (name, bytes) = take_name(body)?;
            demo.files.push((name, bytes.to_vec()));
        }
        _ if !is_whole => return None,
        b'g' => {
            let words = text(body);
            let words: Vec<&str> = words.split('\0').collect();
            return demo.grant.add(&words).then_some(());
        }
        b'k' => {
            let words = text(body);
            let mut words = words.split_whitespace();
            let key = words.next()?;
            let words: Vec<&str> = words.collect();
            return demo.settings.set(key, &words).then_some(());
        }
        b's' => demo.status = text(body).parse().ok()?,
        b'a' => {
            let (name, rest) = take_name(body)?;
            let (sha256, address) = rest.split_first_chunk()?;
            let code = Code::Address {
                address: text(address),
                sha256: *sha256,
            };
            demo.modules.push(Module { name, code });
        }
        b'm' => {
            let (name, bytes) = take_name(body)?;
            let code = Code::Inline(bytes.to_vec());
            demo.modules.push(Module { name, code });
        }
        _ => return None,
    }
    Some(())
}

fn take_name(mut body: &[u8]) -> Option<(String, &[u8])> {
    let length = take_leb128(&mut body)?;
    let (name, rest) = body.split_at_checked(length)?;
    Some((text(name), rest))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A part, at the beginning of a sentence.
fn what(letter: u8) -> &'static str {
    match letter {
        b'c' => "The command line",
        b't' => "The title",
        b'p' => "The explanation",
        b'i' => "stdin",
        b'o' | b'e' | b's' => "What must come out",
        b'f' => "A file",
        b'g' => "Something that is granted to the programs",
        b'k' => "A setting",
        b'a' | b'm' => "A module",
        _ => "A part, of a kind that this Pourover does not know,",
    }
}
