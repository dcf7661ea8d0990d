//! Redirections (XCU 2.7).

use super::{Target, lexer::Lexed};

/// What a redirection means: its descriptor and where it leads.
///
/// # Errors
/// What is wrong with it, or what it is that is not done here.
pub(super) fn meaning(
    digits: Option<&str>,
    operator: &str,
    target: Option<Lexed>,
) -> Result<(u32, Target), String> {
    let shown = format!("{}{operator}", digits.unwrap_or_default());
    if let Some(what) = refused(operator) {
        return Err(what.replace("OPERATOR", &shown));
    }
    let reads = operator == "<";
    let fd = match digits {
        None => u32::from(!reads),
        Some("0") if reads => 0,
        Some("1") if !reads => 1,
        Some("2") if !reads => 2,
        Some(digits @ ("0" | "1" | "2")) => {
            return Err(match reads {
                true => format!(
                    "{shown} would open {digits} for reading, which is not done here: programs read from 0, so write <."
                ),
                false => format!(
                    "{shown} would open 0 for writing, which is not done here: programs write to 1 and 2, so write {operator} or 2{operator}."
                ),
            });
        }
        Some(digits) => {
            return Err(format!(
                "{shown} would use descriptor {digits}, which is not here: programs have 0 for input, 1 for output and 2 for errors; write a space behind {digits} if it is an argument."
            ));
        }
    };
    if operator == ">&" {
        let Some(target) = target else {
            return Err(format!(
                "{shown} needs the number of a descriptor behind it, as in 2>&1."
            ));
        };
        return match target.template.literal() {
            Some("1") => Ok((fd, Target::Fd(1))),
            Some("2") => Ok((fd, Target::Fd(2))),
            Some("-") => Err(format!(
                "{shown}- would close descriptor {fd}, which is not done here: write {fd}> FILE to have its output apart."
            )),
            Some(number) if number.bytes().all(|digit| digit.is_ascii_digit()) => Err(format!(
                "{shown}{number} would lead to descriptor {number}, which programs do not write to here: write {shown}1 or {shown}2."
            )),
            _ => Err(format!(
                "{shown} leads to a descriptor, 1 or 2, not to a file: write > {} 2>&1 for both in one file.",
                target.value
            )),
        };
    }
    match target {
        None => Err(format!(
            "{shown} needs a file name behind it, as in {shown} notes.txt."
        )),
        Some(word) if word.template.0.is_empty() => {
            Err("This file has no name: write one, such as notes.txt.".to_owned())
        }
        Some(word) => Ok((
            fd,
            match operator {
                "<" => Target::Read(word.template),
                ">>" => Target::Append(word.template),
                _ => Target::Write(word.template),
            },
        )),
    }
}

/// What is not done here, and what to write instead.
fn refused(operator: &str) -> Option<&'static str> {
    Some(match operator {
        "<<" | "<<-" => {
            "OPERATOR would begin a here-document in a shell, which is not done here: put the text into the stdin pane or a file."
        }
        "<<<" => {
            "OPERATOR would be a here-string in a shell, which is not done here: put the text into the stdin pane or a file."
        }
        "<&" => {
            "OPERATOR would join descriptors for reading, which is not done here: write < FILE to read a file."
        }
        "<>" => {
            "OPERATOR would open a file for reading and writing, which is not done here: write < FILE or > FILE."
        }
        "&>" => "OPERATOR is not in POSIX: write > FILE 2>&1 for output and errors in one file.",
        "&>>" => "OPERATOR is not in POSIX: write >> FILE 2>&1 for output and errors in one file.",
        "<(" | ">(" => {
            "OPERATOR would be process substitution in a shell, which is not done here: write to a file with > FILE first, and give its name."
        }
        _ => return None,
    })
}
