//! A filter's man page is the doc comment its file opens with.

/// A filter's man page.
#[derive(Debug, PartialEq, Eq)]
pub struct Manual {
    /// What the filter does, from the first line `NAME - summary`.
    pub summary: String,
    /// The whole doc comment as text.
    pub text: String,
}

impl Manual {
    /// Takes the man page out of the source of the filter `name`.
    ///
    /// # Errors
    /// A sentence, if the source does not open with `//! NAME - summary`.
    pub fn of(name: &str, source: &str) -> Result<Manual, String> {
        let lines: Vec<&str> = source
            .lines()
            .skip_while(|line| line.is_empty())
            .map_while(|line| line.strip_prefix("//!"))
            .map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end())
            .collect();
        let summary = lines
            .first()
            .and_then(|line| line.strip_prefix(name)?.strip_prefix(" - "));
        match summary {
            Some(summary) if !summary.is_empty() => Ok(Manual {
                summary: summary.to_owned(),
                text: lines.join("\n") + "\n",
            }),
            _ => Err(format!(
                "the first line must be `//! {name} - what it does`"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_doc_block_is_the_man_page() {
        let source = "//! rev - turn each line around\n//!\n//!     rev [FILE]...\n//!\n//! Lines stay lines.\n\nuse std::io;\n//! not this\n";
        let manual = Manual::of("rev", source).unwrap();
        assert_eq!(manual.summary, "turn each line around");
        assert_eq!(
            manual.text,
            "rev - turn each line around\n\n    rev [FILE]...\n\nLines stay lines.\n"
        );
    }

    #[test]
    fn a_file_without_its_man_page_is_refused() {
        for source in [
            "",
            "use std::io;",
            "//! cat - another name\n",
            "//! rev\n",
            "//! rev - \n",
            "// rev - plain comment\n",
        ] {
            assert!(
                Manual::of("rev", source)
                    .unwrap_err()
                    .contains("//! rev - "),
                "{source:?}"
            );
        }
    }
}
