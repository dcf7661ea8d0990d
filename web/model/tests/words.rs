//! The command line, against what a POSIX shell does with the same words.

use model::words::{Kind, Line, closest, quote};
use proptest::prelude::*;

fn args(line: &str) -> Vec<String> {
    Line::parse(line).command().expect(line).args
}

#[test]
fn quoting() {
    assert_eq!(args(r"tr -cs A-Za-z '\n'"), ["tr", "-cs", "A-Za-z", r"\n"]);
    assert_eq!(args(r#"a "b c" 'd e' f\ g"#), ["a", "b c", "d e", "f g"]);
    assert_eq!(args(r#"a "x\"y\\z\q\$" ''"#), ["a", r#"x"y\z\q$"#, ""]);
    assert_eq!(args("a b'c'\"d\"e"), ["a", "bcde"]);
    assert_eq!(args("a \\\n b"), ["a", "b"]);
    assert_eq!(args("a # not this"), ["a"]);
    assert_eq!(args("a b#c"), ["a", "b#c"]);
    assert_eq!(args("grep 'a|b' '*' \\*"), ["grep", "a|b", "*", "*"]);
    assert_eq!(args("echo grüße 🦀"), ["echo", "grüße", "🦀"]);
    assert_eq!(args("sed $ s/a$/b/"), ["sed", "$", "s/a$/b/"]);
}

#[test]
fn the_machines_shell_agrees() {
    for line in [
        r"a b\ c",
        r#"a "b\$c" "d\e" 'f\g'"#,
        r#"a 'it'\''s' "" ''"#,
        r#"a "x'y" 'x"y' z\"z"#,
        "a \"two\nlines\" 'and\nthese'",
        r#"a "\`" '\' "\\""#,
        "a\tb   c",
    ] {
        let out = std::process::Command::new("sh")
            .args(["-c", &format!(r#"set -- {line}; printf '%s\0' "$@""#)])
            .output()
            .expect("sh runs");
        let shell: Vec<_> = out.stdout.split(|byte| *byte == 0).collect();
        let ours = args(line);
        assert_eq!(ours.len() + 1, shell.len(), "{line}");
        for (ours, shell) in ours.iter().zip(shell) {
            assert_eq!(ours.as_bytes(), shell, "{line}");
        }
    }
}

#[test]
fn assignments_come_before_the_command() {
    let command = Line::parse("A=1 B='x y' C=a=b A=2 env D=4")
        .command()
        .unwrap();
    let expected = [("B", "x y"), ("C", "a=b"), ("A", "2")];
    assert_eq!(
        command.env,
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    assert_eq!(command.args, ["env", "D=4"]);
    assert_eq!(args("'A=1' x"), ["A=1", "x"]);
    assert_eq!(args("1A=1 x"), ["1A=1", "x"]);
    assert!(Line::parse("A=1").command().is_err());
}

#[test]
fn problems_point_at_their_column() {
    for (line, column, word) in [
        ("sort | uniq", 6, "Pipelines"),
        ("grüße > x", 7, ">"),
        ("cat 'abc", 5, "never closed"),
        ("cat \"abc", 5, "never closed"),
        ("cat \\", 5, "nothing to quote"),
        ("ls *.txt", 4, "pattern"),
        ("echo $HOME", 6, "variable"),
        ("echo \"$(date)\"", 7, "substitution"),
        ("echo `date`", 6, "substitution"),
        ("a && b", 3, "&&"),
        ("a; b", 2, ";"),
        ("a x\nb", 4, "second line"),
        ("echo \"$x\"", 7, "write \\$"),
        ("echo $x", 6, "write '$'"),
        ("echo $'\\n'", 6, "quote with escapes"),
        ("   ", 1, "no command"),
        ("", 1, "no command"),
    ] {
        let problem = Line::parse(line).command().expect_err(line);
        assert_eq!(problem.column(line), column, "{line}: {}", problem.sentence);
        assert!(
            problem.sentence.contains(word),
            "{line}: {}",
            problem.sentence
        );
    }
}

#[test]
fn words_know_what_they_are() {
    let line = Line::parse("A=1 grep -v 'a b' - |");
    let kinds: Vec<_> = line.words.iter().map(|word| word.kind).collect();
    use Kind::{Argument, Assignment, Flag, Operator, Program};
    assert_eq!(
        kinds,
        [Assignment, Program, Flag, Argument, Argument, Operator]
    );
    assert_eq!(line.words[3].span, 12..17);
}

#[test]
fn the_closest_name_is_offered() {
    let names = ["cat", "cut", "sort", "sha256sum", "promptreply"];
    assert_eq!(closest("srot", names), Some("sort"));
    assert_eq!(closest("CAT", names), Some("cat"));
    assert_eq!(closest("sha256", names), None);
    assert_eq!(closest("prompt-reply", names), Some("promptreply"));
    assert_eq!(closest("ffmpeg", names), None);
}

proptest! {
    #[test]
    fn what_is_quoted_is_read_back(words in prop::collection::vec("\\PC*", 1..5)) {
        let line: Vec<_> = words.iter().map(|word| quote(word)).collect();
        prop_assert_eq!(args(&line.join(" ")), words);
    }

    #[test]
    fn any_line_is_read(line: String) {
        let read = Line::parse(&line);
        for word in &read.words {
            prop_assert!(line.get(word.span.clone()).is_some_and(|text| !text.is_empty()));
        }
        for problem in &read.problems {
            prop_assert!(line.get(problem.span.clone()).is_some());
            problem.column(&line);
        }
    }
}
