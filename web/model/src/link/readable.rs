//! Links that people write and read: the command line, and behind each `&` a
//! key, `=` and a value. They are split at raw `&`, `=`, `:` and `@`; then `%NN`
//! becomes bytes.
//!
//! | key | value |
//! |---|---|
//! | `in` | stdin |
//! | `title`, `about` | one line; a few of explanation |
//! | `file` | `NAME:BYTES` |
//! | `module` | `NAME@ADDRESS@SHA256`: a program, by its address and 64 hexadecimal digits |
//! | `grant` | what programs are granted, as a section of a demo file says it: `preopen%20/%20.` |
//! | `view`, `feed`, `limits` | how the page is set, as the same sections say it |
//! | `out`, `err`, `status` | what must come out |

use super::{Link, container, percent};
use crate::demo::{Code, Demo, Module, from_hex, hex};

/// Reads a command line.
pub fn command(text: &str) -> Link {
    let mut link = Link::new();
    link.demo.command = words(&mut link, text);
    link
}

/// Reads what stands behind `!`.
pub fn read(text: &str) -> Link {
    let mut parts = text.split('&');
    let mut link = command(parts.next().unwrap_or_default());
    let mut count = 0;
    for part in parts {
        count += 1;
        if count > container::MOST_PARTS {
            link.problem("This link has too many parts: what comes last was left out.");
            break;
        }
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        set(&mut link, key, value);
    }
    link
}

fn set(link: &mut Link, key: &str, value: &str) {
    match key {
        "in" => link.demo.stdin = percent::decode(value),
        "out" => link.demo.stdout = percent::decode(value),
        "err" => link.demo.stderr = percent::decode(value),
        "title" => link.demo.title = words(link, value),
        "about" => link.demo.prose = words(link, value),
        "file" => {
            let (name, bytes) = value.split_once(':').unwrap_or((value, ""));
            let name = words(link, name);
            link.demo.files.push((name, percent::decode(bytes)));
        }
        "module" => match module(link, value) {
            Some(module) => link.demo.modules.push(module),
            None => link.problem("A module is written module=NAME@ADDRESS@SHA256, the last of them 64 hexadecimal digits: one of this link was left out."),
        },
        "grant" => {
            let section = words(link, value);
            let section: Vec<&str> = section.split_whitespace().collect();
            if !link.demo.grant.add(&section) {
                link.problem("Something that this link grants to its programs was not understood, and was left out.");
            }
        }
        "status" => match value.parse() {
            Ok(status) => link.demo.status = status,
            Err(_) => link.problem("The exit status of this link is no number, and was left out."),
        },
        "view" | "feed" | "limits" => {
            let setting = words(link, value);
            let setting: Vec<&str> = setting.split_whitespace().collect();
            if !link.demo.settings.set(key, &setting) {
                link.problem(format!("What this link says of {key} was not understood, and was left out."));
            }
        }
        _ => {
            let key: String = words(link, key).chars().take(40).collect();
            link.problem(format!("This link says something of “{key}”, which this Pourover does not know; it was left out."));
        }
    }
}

/// `NAME@ADDRESS@SHA256`
fn module(link: &mut Link, value: &str) -> Option<Module> {
    let (name, rest) = value.split_once('@')?;
    let (address, digits) = rest.rsplit_once('@')?;
    Some(Module {
        name: words(link, name),
        code: Code::Address {
            address: words(link, address),
            sha256: from_hex(digits.as_bytes())?,
        },
    })
}

/// Text; what is none is shown as �.
fn words(link: &mut Link, text: &str) -> String {
    String::from_utf8(percent::decode(text)).unwrap_or_else(|error| {
        link.problem("Some letters of this link are no UTF-8: they are shown as �.");
        String::from_utf8_lossy(error.as_bytes()).into_owned()
    })
}

/// Writes a demo, if this form can hold it: not with modules in it.
pub fn write(demo: &Demo) -> Option<String> {
    let mut text = percent::encode(demo.command.as_bytes());
    // Neither `!` nor `=` stays raw: it cannot be taken for another form.
    if is_command(demo) && !text.is_empty() {
        return Some(text);
    }
    text.insert(0, '!');
    let mut add = |key: &str, value: String| {
        text.push('&');
        text.push_str(key);
        text.push('=');
        text.push_str(&value);
    };
    for (key, bytes) in [
        ("title", demo.title.as_bytes()),
        ("about", demo.prose.as_bytes()),
        ("in", &demo.stdin),
        ("out", &demo.stdout),
        ("err", &demo.stderr),
    ] {
        if !bytes.is_empty() {
            add(key, percent::encode(bytes));
        }
    }
    for (name, bytes) in &demo.files {
        let name = percent::encode(name.as_bytes());
        add("file", format!("{name}:{}", percent::encode(bytes)));
    }
    for words in demo.grant.sections() {
        add("grant", percent::encode(words.join(" ").as_bytes()));
    }
    for (key, words) in demo.settings.words() {
        add(key, percent::encode(words.as_bytes()));
    }
    for module in &demo.modules {
        let Code::Address { address, sha256 } = &module.code else {
            return None;
        };
        let [name, address] = [&module.name, address].map(|text| percent::encode(text.as_bytes()));
        add("module", format!("{name}@{address}@{}", hex(sha256)));
    }
    if demo.status != 0 {
        add("status", demo.status.to_string());
    }
    Some(text)
}

/// Whether there is nothing but a command line.
fn is_command(demo: &Demo) -> bool {
    *demo
        == Demo {
            command: demo.command.clone(),
            ..Demo::default()
        }
}
