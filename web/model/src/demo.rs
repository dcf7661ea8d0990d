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
//! newline. WHAT is `stdin`, `stdout`, `stderr`, or `status N`, which has no body. A section that is missing is empty, and
//! the status is 0. The modifiers:
//!
//! - `no-newline`: the last newline is not part of the body.
//! - `escaped`: `\xNN` is a byte, `\t`, `\r`, `\n` and `\\` are what they are in C. So a body line may begin with `--- `,
//!   written `\x2d-- `.
//! - `base64`: the body is base64; its line ends do not count.

mod body;

use body::Modifiers;

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
    /// What standard output must be.
    pub stdout: Vec<u8>,
    /// What standard error must be.
    pub stderr: Vec<u8>,
    /// What the exit status must be.
    pub status: u32,
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
            if seen.contains(&what) {
                problem(
                    number,
                    "This section has come before; the first one counts.",
                );
                continue;
            }
            seen.push(what);
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
            let stream = match what {
                "stdin" => &mut demo.stdin,
                "stdout" => &mut demo.stdout,
                "stderr" => &mut demo.stderr,
                _ => {
                    problem(
                        number,
                        "A section is one of `stdin`, `stdout`, `stderr` and `status N`.",
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
        for (what, bytes) in [
            ("stdin", &self.stdin),
            ("stdout", &self.stdout),
            ("stderr", &self.stderr),
        ] {
            if !bytes.is_empty() {
                let (modifiers, body) = body::encode(bytes);
                text.push_str(&format!("--- {what}{modifiers}\n{body}"));
            }
        }
        if self.status != 0 {
            text.push_str(&format!("--- status {}\n", self.status));
        }
        text
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
