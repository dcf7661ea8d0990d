//! Demo files: prose, a command line, its input, and what must come out. Each is an entry of the gallery, a test in every
//! engine, and documentation.
//!
//! ```text
//! # Shout
//! Letters go in small and come out large.
//!
//! $ tr a-z A-Z
//! --- stdin
//! hello
//! --- stdout
//! HELLO
//! ```
//!
//! The first line is `# ` and the title. Prose follows, up to the line that begins with `$ `, the command line. Then come
//! sections, in any order: a line `--- WHAT [MODIFIER]…` and the body, which is all lines up to the next section, each with its
//! newline. WHAT is `stdin`, `stdout`, `stderr`, `file NAME`, a file that
//! redirections can read, or one of those that have no body:
//!
//! - `status N`: the exit status; 0 if it is missing.
//! - `preopen GUEST FOLDER`, perhaps with `readonly`, `kept` or both behind it: a folder of the files that programs are granted,
//!   and the name that they know it by; the folder `.` is all of them. One that is kept is found as it was left by who opens
//!   the demo again in the same browser. Their order is that of the fds, from 3 on. Without this section a
//!   program sees no files at all.
//! - `mount GUEST dev`, `mount GUEST proc` or `mount GUEST page`: a file system of the host's own, see [`crate::grant::Mounted`].
//! - `serve PORT line COMMAND` or `serve PORT connection COMMAND`: who listens at a port of the page's own network, see
//!   [`crate::grant::Each`].
//! - `plugin MOMENTS COMMAND`: a pipeline that runs when something happens on the page, see [`crate::grant::Plugin`]; MOMENTS
//!   are `run`, `edit`, `select`, `save`, `press`, with commas between.
//! - `directory NAME`: a folder, although no file is in it.
//! - `symlink NAME TARGET`: a symbolic link.
//! - `terminal STREAM…`: which of `stdin`, `stdout` and `stderr` are terminals, where a pane is at the other end; none if it
//!   is missing.
//! - `fixed`: clocks and random numbers are the same in every run.
//! - `module NAME at ADDRESS sha256 DIGITS`: a program that the command line calls NAME, by its address and hash.
//! - `view WORD`: the view of stdout.
//! - `feed typed` or `feed lines`: how stdin is given, if not as a whole.
//! - `limits SECONDS MEMORY KEPT WRITTEN [FILES]`: those of its runs, see [`crate::limits`].
//!
//! `module NAME`, with a body, is a program that the demo brings. In a NAME, `%NN` is a byte: `%20` is a blank.
//!
//! Any other section that is missing is empty. The modifiers:
//!
//! - `no-newline`: the last newline is not part of the body.
//! - `escaped`: `\xNN` is a byte, `\t`, `\r`, `\n` and `\\` are what they are in C. So a body line may begin with `--- `,
//!   written `\x2d-- `.
//! - `base64`: the body is base64; its line ends do not count.

mod body;
mod part;

use crate::{grant::Grant, link::percent};
use body::Modifiers;
pub use part::{Code, Module, Settings, from_hex, hex};

/// A demo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demo {
    /// One line.
    pub title: String,
    /// What it shows, in plain text; no blank lines before and after.
    pub prose: String,
    /// The command line, in shell words.
    pub command: String,
    /// Standard input.
    pub stdin: Vec<u8>,
    /// The files that there are before, by name.
    pub files: Vec<(String, Vec<u8>)>,
    /// What programs are granted.
    pub grant: Grant,
    /// What standard output must be.
    pub stdout: Vec<u8>,
    /// What standard error must be.
    pub stderr: Vec<u8>,
    /// What the exit status must be.
    pub status: u32,
    /// The programs that it brings, beside those that come with the page.
    pub modules: Vec<Module>,
    /// How the page is set for it.
    pub settings: Settings,
}

/// Something wrong with a demo file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line, counted from 1.
    pub line: usize,
    /// One sentence: what it is and what to do.
    pub sentence: String,
}

impl Demo {
    /// Reads a demo file: what could be read of it, and what is wrong with it, in the order of lines.
    pub fn parse(text: &str) -> (Self, Vec<Problem>) {
        let mut lines = text.lines_with_ends().peekable();
        let (mut demo, mut problems) = (Self::default(), Vec::new());
        let mut problem = |line: usize, sentence: &str| {
            problems.push(Problem {
                line,
                sentence: sentence.to_owned(),
            })
        };

        match lines.next_if(|(_, line)| line.starts_with("# ")) {
            Some((_, line)) => demo.title = line[2..].trim_end_matches(['\n', '\r']).to_owned(),
            None => problem(1, "The first line must be `# ` and the title."),
        }
        let mut prose = String::new();
        while let Some((_, line)) =
            lines.next_if(|(_, line)| !line.starts_with("$ ") && !is_section(line))
        {
            prose.push_str(line);
        }
        demo.prose = prose.trim_matches('\n').to_owned();
        match lines.next_if(|(_, line)| line.starts_with("$ ")) {
            Some((_, line)) => demo.command = line[2..].trim_end_matches(['\n', '\r']).to_owned(),
            None => problem(
                text.lines().count().max(1),
                "There is no command line: a line that begins with `$ `.",
            ),
        }
        while let Some((number, line)) = lines.next_if(|(_, line)| !is_section(line)) {
            if !line.trim().is_empty() {
                problem(
                    number,
                    "Between the command line and the first section (`--- stdin`) only blank lines may stand.",
                );
            }
        }

        let mut seen = Vec::new();
        while let Some((number, header)) = lines.next() {
            let mut body = String::new();
            while let Some((_, line)) = lines.next_if(|(_, line)| !is_section(line)) {
                body.push_str(line);
            }
            if !body.is_empty() && !body.ends_with('\n') {
                body.push('\n');
            }
            let mut words = header.split_whitespace().skip(1);
            let what = words.next().unwrap_or_default();
            let name = match what {
                "file" | "module" | "preopen" | "mount" | "serve" | "directory" | "symlink" => {
                    words.next().unwrap_or_default()
                }
                // There may be many for the same moments.
                "plugin" => header,
                _ => "",
            };
            if matches!(what, "file" | "module") && name.is_empty() {
                problem(number, "Behind `file` and `module` a name must stand.");
                continue;
            }
            if seen.contains(&(what, name)) {
                problem(
                    number,
                    "This section has come before; the first one counts.",
                );
                continue;
            }
            seen.push((what, name));
            if what == "status" {
                match words.next().and_then(|status| status.parse().ok()) {
                    Some(status) => demo.status = status,
                    None => problem(number, "Behind `status` a number must stand."),
                }
                if words.next().is_some() || !body.trim().is_empty() {
                    problem(number, "A status is one number, and has no body.");
                }
                continue;
            }
            if Grant::has_section(what) {
                let section: Vec<&str> = header.split_whitespace().skip(1).collect();
                if !demo.grant.add(&section) {
                    problem(number, wrong_grant(what));
                } else if !body.trim().is_empty() {
                    problem(number, "This section has no body.");
                }
                continue;
            }
            if matches!(what, "view" | "feed" | "limits") {
                let setting: Vec<&str> = words.collect();
                if !demo.settings.set(what, &setting) {
                    problem(number, wrong_setting(what));
                } else if !body.trim().is_empty() {
                    problem(number, "This section has no body.");
                }
                continue;
            }
            let own_name = || String::from_utf8_lossy(&percent::decode(name)).into_owned();
            if what == "module" {
                let at: Vec<&str> = words.clone().collect();
                if at.first() == Some(&"at") {
                    match Module::at(own_name(), &at) {
                        Some(module) => demo.modules.push(module),
                        None => problem(
                            number,
                            "A module that is elsewhere is `module NAME at ADDRESS sha256 DIGITS`, with 64 hexadecimal digits.",
                        ),
                    }
                    continue;
                }
            }
            let stream = match what {
                "stdin" => &mut demo.stdin,
                "stdout" => &mut demo.stdout,
                "stderr" => &mut demo.stderr,
                "file" => {
                    demo.files.push((own_name(), Vec::new()));
                    &mut demo.files.last_mut().expect("it was just pushed").1
                }
                "module" => demo.bring(own_name()),
                _ => {
                    problem(
                        number,
                        "A section is one of `stdin`, `stdout`, `stderr`, `file NAME`, `status N`, `preopen GUEST FOLDER`, `mount GUEST WHAT`, `serve PORT EACH COMMAND`, `directory NAME`, `symlink NAME TARGET`, `terminal STREAM`, `fixed`, `module NAME`, `view WORD`, `feed WORD` and `limits`.",
                    );
                    continue;
                }
            };
            let mut modifiers = Modifiers::default();
            for word in words {
                if !modifiers.add(word) {
                    problem(
                        number,
                        "A modifier is one of `no-newline`, `escaped` and `base64`, and `base64` stands alone.",
                    );
                }
            }
            let (bytes, wrong) = modifiers.decode(&body);
            *stream = bytes;
            if let Some((line, sentence)) = wrong {
                problem(number + line, sentence);
            }
        }
        problems.sort_by_key(|problem| problem.line);
        (demo, problems)
    }

    /// Writes the demo file that [`Demo::parse`] reads as this demo. What a file cannot hold is changed as little as possible:
    /// line breaks in the title and in the command line become blanks, and prose that looks like a command line is indented.
    pub fn to_text(&self) -> String {
        let one_line = |text: &str| text.replace('\n', " ");
        let mut text = format!("# {}\n", one_line(&self.title));
        for line in self.prose.trim_matches('\n').split_inclusive('\n') {
            text.push_str(if line.starts_with("$ ") || is_section(line) {
                " "
            } else {
                ""
            });
            text.push_str(line);
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&format!("\n$ {}\n", one_line(&self.command)));
        let section = |text: &mut String, what: &str, bytes: &[u8]| {
            let (modifiers, body) = body::encode(bytes);
            text.push_str(&format!("--- {what}{modifiers}\n{body}"));
        };
        if !self.stdin.is_empty() {
            section(&mut text, "stdin", &self.stdin);
        }
        for (name, bytes) in &self.files {
            section(&mut text, &format!("file {}", one_word(name)), bytes);
        }
        for Module { name, code } in &self.modules {
            match code {
                Code::Inline(bytes) => {
                    section(&mut text, &format!("module {}", one_word(name)), bytes)
                }
                Code::Address { address, sha256 } => text.push_str(&format!(
                    "--- module {} at {} sha256 {}\n",
                    one_word(name),
                    one_word(address),
                    hex(sha256)
                )),
            }
        }
        for (key, words) in self.settings.words() {
            text.push_str(&format!("--- {key} {words}\n"));
        }
        for words in self.grant.sections() {
            text.push_str(&format!("--- {}\n", words.join(" ")));
        }
        for (what, bytes) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !bytes.is_empty() {
                section(&mut text, what, bytes);
            }
        }
        if self.status != 0 {
            text.push_str(&format!("--- status {}\n", self.status));
        }
        text
    }
}

/// A name as one word of a line.
fn one_word(name: &str) -> String {
    let mut word = String::new();
    for character in name.chars() {
        match character {
            '%' => word.push_str("%25"),
            character if character.is_whitespace() || character.is_control() => {
                let mut bytes = [0; 4];
                word.push_str(&percent::encode(
                    character.encode_utf8(&mut bytes).as_bytes(),
                ));
            }
            character => word.push(character),
        }
    }
    word
}

/// What a section that sets the page needs.
fn wrong_setting(section: &str) -> &'static str {
    match section {
        "view" => "Behind `view` one word must stand.",
        "feed" => "Behind `feed` `typed` or `lines` must stand.",
        _ => {
            "Behind `limits` four numbers must stand: seconds, and megabytes of memory, kept and written."
        }
    }
}

/// What a section that grants something needs.
fn wrong_grant(section: &str) -> &'static str {
    match section {
        "preopen" => {
            "Behind `preopen` the program's name for it and the folder must stand, and perhaps `readonly`."
        }
        "mount" => "Behind `mount` the program's name for it must stand, and `dev` or `proc`.",
        "plugin" => {
            "Behind `plugin` moments must stand (run, edit, select, save, press, with commas between), and a command line."
        }
        "serve" => "Behind `serve` a port must stand, `line` or `connection`, and a command line.",
        "directory" => "Behind `directory` its name must stand, and nothing else.",
        "symlink" => "Behind `symlink` its name and where it leads must stand.",
        "terminal" => "Behind `terminal` one or more of `stdin`, `stdout` and `stderr` must stand.",
        _ => "Behind `fixed` nothing must stand.",
    }
}

/// Whether a line opens a section.
fn is_section(line: &str) -> bool {
    line.starts_with("--- ")
}

trait Lines {
    /// The lines, each with its number from 1 and its newline.
    fn lines_with_ends(&self) -> impl Iterator<Item = (usize, &str)>;
}

impl Lines for str {
    fn lines_with_ends(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.split_inclusive('\n'))
    }
}
