//! The demos of the gallery, as the page reads them: what to put into it,
//! without what must come out. `cargo xtask filters` writes them, so that the
//! page need not carry what reads demo files.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};

use crate::{demo::Demo, grant::Grant, link};

/// The gallery's table of contents: the names of demos, each with the heading
/// that it stands under. A heading is a line that begins with `# `.
pub fn contents(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = text.lines().filter(|line| !line.is_empty());
    let entries = lines.scan("", |group, line| {
        let heading = line.strip_prefix("# ");
        *group = heading.unwrap_or(group);
        Some((*group, line, heading.is_none()))
    });
    entries
        .filter(|(.., is_entry)| *is_entry)
        .map(|(group, name, _)| (group, name))
}

/// A demo of the gallery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Its file's name without `.demo`.
    pub name: String,
    /// The heading of the gallery that it stands under.
    pub group: String,
    /// What stands behind `#` in an address that opens it.
    pub link: String,
    /// One line.
    pub title: String,
    /// What it shows.
    pub prose: String,
    /// The command line.
    pub command: String,
    /// Standard input.
    pub stdin: Content,
    /// The files that there are before, by name.
    pub files: Vec<(String, Content)>,
    /// How stdin is given, as in [`crate::demo::Settings`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub feed: String,
    /// The view of stdout, likewise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub view: String,
    /// What its programs are granted; most are granted nothing.
    #[serde(default, skip_serializing_if = "Grant::is_nothing")]
    pub grant: Grant,
}

/// Bytes in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// Bytes that are text.
    Text(String),
    /// Any bytes.
    Base64(String),
}

impl Content {
    /// Of these bytes. A text field would turn a carriage return into a newline
    /// and knows no NUL: text with one of them counts as any bytes.
    pub fn of(bytes: &[u8]) -> Self {
        match str::from_utf8(bytes) {
            Ok(text) if !text.contains(['\r', '\0']) => Self::Text(text.to_owned()),
            _ => Self::Base64(BASE64_STANDARD.encode(bytes)),
        }
    }
}

impl Example {
    /// Of a demo. Its link leaves out what must come out.
    pub fn of(group: &str, name: &str, demo: &Demo) -> Self {
        let files = demo.files.iter();
        Self {
            name: name.to_owned(),
            group: group.to_owned(),
            link: link::write(&Demo {
                stdout: Vec::new(),
                stderr: Vec::new(),
                status: 0,
                ..demo.clone()
            }),
            title: demo.title.clone(),
            prose: demo.prose.clone(),
            command: demo.command.clone(),
            stdin: Content::of(&demo.stdin),
            files: files
                .map(|(name, bytes)| (name.clone(), Content::of(bytes)))
                .collect(),
            feed: demo.settings.feed_word().to_owned(),
            view: demo.settings.view.clone(),
            grant: demo.grant.clone(),
        }
    }
}
