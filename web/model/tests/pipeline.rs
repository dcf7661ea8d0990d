//! The command line, as pipelines and lists; whether a shell reads them the
//! same is in `pipeline/shell.rs`.

use model::{
    pipeline::{
        Join, Part, Script, Stage, Target, Template, kept_stages, moved, with_stage, without_stage,
    },
    words::{Kind, quote},
};
use proptest::prelude::*;

#[path = "pipeline/shell.rs"]
mod shell;

/// A template as it could be typed.
fn shown(template: &Template) -> String {
    let part = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Status => "$?".to_owned(),
    };
    template.0.iter().map(part).collect()
}

/// A stage in one line: assignments, arguments, redirections.
fn stage(stage: &Stage) -> String {
    let mut words: Vec<String> = Vec::new();
    for (name, value) in &stage.env {
        words.push(format!("{name}={}", shown(value)));
    }
    words.extend(stage.args.iter().map(shown));
    for redirection in &stage.redirections {
        let (operator, target) = match &redirection.target {
            Target::Read(file) => ("<", shown(file)),
            Target::Write(file) => (">", shown(file)),
            Target::Append(file) => (">>", shown(file)),
            Target::Fd(fd) => (">&", fd.to_string()),
        };
        words.push(format!("{}{operator}{target}", redirection.fd));
    }
    words.join("_")
}

/// The whole line; each item as `join negation stages`.
fn script(line: &str) -> String {
    let script = Script::parse(line);
    let items = script.ready().unwrap_or_else(|problem| {
        panic!("{line}: {} {:?}", problem.sentence, problem.span);
    });
    let items = items.iter().map(|item| {
        let join = match item.join {
            Join::Always => "",
            Join::And => "&& ",
            Join::Or => "|| ",
        };
        let stages: Vec<_> = item.stages.iter().map(stage).collect();
        let negation = if item.negated { "! " } else { "" };
        format!("{join}{negation}{}", stages.join(" | "))
    });
    items.collect::<Vec<_>>().join(" ; ")
}

#[test]
fn lists_and_pipelines() {
    for (line, read) in [
        ("cat", "cat"),
        ("cat|sort | uniq -c", "cat | sort | uniq_-c"),
        ("a;b", "a ; b"),
        ("a\nb\n\n# c\nd", "a ; b ; d"),
        ("a &&\n\n b || # why\n c;", "a ; && b ; || c"),
        ("a |\n # then\n b", "a | b"),
        ("! a | b && ! c", "! a | b ; && ! c"),
        ("a \\\n b", "a_b"),
        ("a &\\\n& b |\\\n| c", "a ; && b ; || c"),
        ("gr\\\nep x", "grep_x"),
        ("a # b \\\nc", "a ; c"),
        ("a b#c", "a_b#c"),
        ("a '|' \\; \"&&\" '!' !", "a_|_;_&&_!_!"),
        ("'if' | \\while x | \"!\" y", "if | while_x | !_y"),
        ("echo if done { }", "echo_if_done_{_}"),
        ("A=1 if", "A=1_if"),
        (" \t a \u{a0} b\r\nc", "a_b ; c"),
    ] {
        assert_eq!(script(line), read, "{line}");
    }
}

#[test]
fn words() {
    for (line, read) in [
        (r"tr -cs A-Za-z '\n'", r"tr_-cs_A-Za-z_\n"),
        (r#"a "b c" 'd e' f\ g ''"#, "a_b c_d e_f g_"),
        (r#"a "x\"y\\z\q\$\`""#, r#"a_x"y\z\q$`"#),
        ("a b'c'\"d\"e", "a_bcde"),
        ("sed $ s/a$/b/ \"$\" $.", "sed_$_s/a$/b/_$_$."),
        ("grep 'a|b' '*' \\* '[a]' [ [|[", "grep_a|b_*_*_[a]_[_[ | ["),
        ("a x~ '~' \\~ \"~\" x=~", "a_x~_~_~_~_x=~"),
        ("A=1 B='x y' C=a=b A=2 env D=4", "B=x y_C=a=b_A=2_env_D=4"),
        ("A= B=* c", "A=_B=*_c"),
        ("'A'=1", "A=1"),
        ("1A=1 x", "1A=1_x"),
        ("echo $? \"$?\" a$?b'$?'\\$\\?", "echo_$?_$?_a$?b$?$?"),
        ("A=$? x$? <$?", "A=$?_x$?_0<$?"),
    ] {
        assert_eq!(script(line), read, "{line}");
    }
}

#[test]
fn redirections() {
    for (line, read) in [
        ("a <b >c", "a_0<b_1>c"),
        ("a < b > c >> d 2> e 2>>f 1>g 1>>h 0<i >|j 2>| k", {
            "a_0<b_1>c_1>>d_2>e_2>>f_1>g_1>>h_0<i_1>j_2>k"
        }),
        (">x a b", "a_b_1>x"),
        ("a <x b 2>&1 c", "a_b_c_0<x_2>&1"),
        ("a >&2 1>&2 2>& 1 2>&\\\n1 2>&'1'", {
            "a_1>&2_1>&2_2>&1_2>&1_2>&1"
        }),
        ("a 2 >x", "a_2_1>x"),
        ("a b2>x", "a_b2_1>x"),
        ("a '2'>x \\2>y", "a_2_2_1>x_1>y"),
        ("a 2\\\n>x >\\\n>y", "a_2>x_1>>y"),
        ("a>x|b>>y;c", "a_1>x | b_1>>y ; c"),
        ("a >-x", "a_1>-x"),
        ("A=1 >x B=2 a", "A=1_B=2_a_1>x"),
        (">x if", "if_1>x"),
        ("a >b=c", "a_1>b=c"),
    ] {
        assert_eq!(script(line), read, "{line}");
    }
}

#[test]
fn problems_point_at_their_column() {
    for (line, column, said) in [
        ("   ", 1, "no command here"),
        ("# x", 1, "no command here"),
        ("", 1, "no command here"),
        ("cat 'abc", 5, "never closed"),
        ("cat \"a$b", 5, "never closed"),
        ("cat \\", 5, "nothing to quote"),
        ("ls *.txt", 4, "write '*'"),
        ("ls a?", 5, "file pattern"),
        ("ls [ab]", 4, "file pattern"),
        ("ls ~/x", 4, "home folder"),
        ("A=~ x", 3, "home folder"),
        ("A=b:~ x", 5, "home folder"),
        ("cat < ~/x", 7, "home folder"),
        ("echo $HOME", 6, "variable"),
        ("grüße \"$x\"", 8, "write \\$"),
        ("echo ${x:-a b} | c", 6, "variable"),
        ("echo $1", 6, "variable"),
        ("echo $#", 6, "variable"),
        ("echo \"$(a | (b))\"", 7, "command substitution"),
        ("echo $((1+1))", 6, "arithmetic"),
        ("echo `date`", 6, "command substitution"),
        ("echo $'\\n'", 6, "quote with escapes"),
        ("cat <<E\nx\nE", 5, "here-document"),
        ("cat <<-E", 5, "here-document"),
        ("cat <<< x", 5, "here-string"),
        ("cat <(sort x | y) z", 5, "process substitution"),
        ("tee >(sort)", 5, "process substitution"),
        ("a & b", 3, "background"),
        ("a |& b", 3, "2>&1 |"),
        ("(a; b) | c", 1, "subshell"),
        ("f() { a; }", 2, "subshell"),
        ("{ a; }", 1, "group"),
        ("if a; then b; fi", 1, "'if'"),
        ("a && while b", 6, "'while'"),
        ("a; for x", 4, "'for'"),
        ("until a", 1, "'until'"),
        ("a | case x", 5, "'case'"),
        ("function f", 1, "'function'"),
        ("a ;; b", 3, "case"),
        ("cat <&3", 5, "< FILE"),
        ("cat <> x", 5, "reading and writing"),
        ("a >&file", 3, "write > file 2>&1"),
        ("a &> x", 3, "> FILE 2>&1"),
        ("a &>> x", 3, ">> FILE 2>&1"),
        ("a 2>&3", 3, "descriptor 3"),
        ("a 2>&-", 3, "close"),
        ("a 2>&$?", 3, "1 or 2"),
        ("a 3>x", 3, "descriptor 3"),
        ("a 10>x", 3, "descriptor 10"),
        ("a 1<x", 3, "write <"),
        ("a 0>x", 3, "write > or 2>"),
        ("a >", 3, "needs a file name"),
        ("a > | b", 3, "needs a file name"),
        ("a > 2>x", 3, "needs a file name"),
        ("a 2>&", 3, "needs the number"),
        ("a > ''", 3, "no name"),
        ("a |", 3, "| needs a command"),
        ("a &&\n", 3, "&& needs a command"),
        ("!", 1, "! needs a command"),
        ("!\na", 2, "between ! and the end of the line"),
        ("| a", 1, "before this |"),
        ("a | | b", 5, "between | and |"),
        ("a | ; b", 5, "between | and ;"),
        ("a; ;b", 4, "between ; and ;"),
        ("a\n&& b", 3, "before this &&"),
        (";", 1, "before this ;"),
        ("! ! a", 3, "second !"),
        ("a | ! b", 5, "whole pipeline"),
        ("A=1", 1, "variable for a command"),
        ("a | A=1 >x", 5, "variable for a command"),
        ("a; >x", 4, "belongs to no command"),
        ("a \0", 3, "NUL"),
    ] {
        let problem = Script::parse(line).ready().expect_err(line);
        let sentence = problem.sentence.as_str();
        assert_eq!(problem.column(line), column, "{line}: {sentence}");
        assert!(sentence.contains(said), "{line}: {sentence}");
        assert!(
            sentence.ends_with('.') && !sentence.contains('\n'),
            "{sentence}"
        );
    }
}

#[test]
fn what_is_refused_is_refused_once() {
    for line in [
        "echo $(a | b; c)",
        "echo \"`a | b`\" c",
        "cat <(a; b)",
        "a & b",
        "a &",
        "a | ;",
        "(a",
        "echo ${x y}",
    ] {
        assert_eq!(Script::parse(line).problems.len(), 1, "{line}");
    }
    // What stands around it is read.
    let script = Script::parse("a $(b | c) | d; (e) && f");
    assert_eq!(script.stages().count(), 4);
}

#[test]
fn words_know_what_they_are() {
    let line = "! A=1 grep -v 'a b' - <-x | b 2>&1; -c $?";
    let script = Script::parse(line);
    let words: Vec<_> = script
        .words
        .iter()
        .map(|word| (&line[word.span.clone()], word.value.as_str(), word.kind))
        .collect();
    use Kind::{Argument, Assignment, Flag, Operator, Program};
    let expected = [
        ("!", "!", Operator),
        ("A=1", "A=1", Assignment),
        ("grep", "grep", Program),
        ("-v", "-v", Flag),
        ("'a b'", "a b", Argument),
        ("-", "-", Argument),
        ("<", "<", Operator),
        ("-x", "-x", Argument),
        ("|", "|", Operator),
        ("b", "b", Program),
        ("2>&", "2>&", Operator),
        ("1", "1", Operator),
        (";", ";", Operator),
        ("-c", "-c", Program),
        ("$?", "$?", Argument),
    ];
    assert_eq!(words, expected);
    let spans: Vec<_> = script
        .stages()
        .map(|stage| (&line[stage.span.clone()], &line[stage.name_span.clone()]))
        .collect();
    let expected = [
        ("A=1 grep -v 'a b' - <-x", "grep"),
        ("b 2>&1", "b"),
        ("-c $?", "-c"),
    ];
    assert_eq!(spans, expected);
    assert_eq!(&line[script.items[0].span.clone()], &line[..34]);
}

#[test]
fn templates() {
    let script = Script::parse("a x$?\"y$?\" ''");
    let args = &script.items[0].stages[0].args;
    assert_eq!(args[1].fill(127), "x127y127");
    assert_eq!(args[1].literal(), None);
    assert_eq!(args[2].literal(), Some(""));
    assert_eq!(args[0].literal(), Some("a"));
}

#[test]
fn edits() {
    assert_eq!(with_stage("a|b c |d", 1, "x").unwrap(), "a|x |d");
    assert_eq!(with_stage("a|b", 2, "x"), None);
    assert_eq!(moved("a x| b ;c", 0, 1).unwrap(), "b| a x ;c");
    assert_eq!(
        moved("a | # to b\n b | c", 2, -2).unwrap(),
        "c | # to b\n a | b"
    );
    assert_eq!(moved("a | b; c", 1, 1), None);
    assert_eq!(moved("a | b; c", 0, -1), None);
    assert_eq!(moved("a | b; c", 2, -1), None);
    // The quote would go on over what comes after it.
    assert_eq!(moved("a | b 'x", 0, 1), None);
    for (line, stage, left) in [
        ("a | b | c", 0, "b | c"),
        ("a | b | c", 1, "a | c"),
        ("a | b | c", 2, "a | b"),
        ("a |\n  b |\n  c # d", 1, "a |\n  c # d"),
        (
            "cat | # read\nsort | # order\nuniq",
            1,
            "cat | # read\n  # order\nuniq",
        ),
        ("cat | # read\nsort", 0, "  # read\nsort"),
        ("cat | # read\nsort", 1, "cat  # read\n"),
        ("! a | b", 0, "! b"),
        ("a && b; c", 0, "b; c"),
        ("a && b; c", 1, "a; c"),
        ("a; ! b || c", 1, "a || c"),
        ("a && # c\n b; d", 1, "a; d"),
        ("a # first\nb", 1, "a # first\n"),
        ("! cat; # all", 0, " # all"),
        ("cat", 0, ""),
        ("a; b;", 1, "a;"),
    ] {
        assert_eq!(without_stage(line, stage).as_deref(), Some(left), "{line}");
    }
    assert_eq!(without_stage("a", 1), None);
}

#[test]
fn stages_are_known_again() {
    for (old, new, kept) in [
        ("a | b | c", "a | b2 | c", vec![Some(0), Some(1), Some(2)]),
        (
            "a | b | c",
            "a | x | b | c",
            vec![Some(0), None, Some(1), Some(2)],
        ),
        ("a | b | c", "a | c", vec![Some(0), Some(2)]),
        ("a | b", "b", vec![Some(1)]),
        ("a | a", "a", vec![Some(0)]),
        ("", "a", vec![None]),
        ("a", "", vec![]),
        ("a | b | c", "a | x; y | z", vec![Some(0), None, None, None]),
    ] {
        let read = (Script::parse(old), Script::parse(new));
        assert_eq!(kept_stages(&read.0, old, &read.1, new), kept, "{new}");
    }
    // Of other lines: no panic.
    let script = Script::parse("a | b");
    kept_stages(&script, "ü", &script, "");
}

/// Pieces that mean something to a shell, to be put together at random.
fn soup() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        " ", " ", " ", "\n", "\\\n", "|", "&", ";", "<", ">", "(", ")", "!", "#", "'", "\"", "\\",
        "$", "?", "`", "{", "}", "~", "*", "[", "=", "-", "1", "2", "a", "B", "ü", "🦀", "\0",
        "if", "$?", "2>&1", " | ", " && ",
    ]);
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

fn check_spans(line: &str) -> Result<(), TestCaseError> {
    let script = Script::parse(line);
    let mut end = 0;
    for word in &script.words {
        prop_assert!(
            line.get(word.span.clone())
                .is_some_and(|text| !text.is_empty())
        );
        prop_assert!(end <= word.span.start, "{:?}", script.words);
        end = word.span.end;
    }
    let mut before = 0;
    for problem in &script.problems {
        prop_assert!(line.get(problem.span.clone()).is_some());
        prop_assert!(before <= problem.span.start);
        before = problem.span.start;
        problem.column(line);
    }
    let mut end = 0;
    for item in &script.items {
        prop_assert!(end <= item.span.start);
        prop_assert!(!item.stages.is_empty());
        end = item.span.start;
        for stage in &item.stages {
            prop_assert!(end <= stage.span.start);
            prop_assert!(
                line.get(stage.span.clone())
                    .is_some_and(|text| !text.is_empty())
            );
            prop_assert!(line.get(stage.name_span.clone()).is_some());
            prop_assert!(stage.span.start <= stage.name_span.start);
            prop_assert!(stage.name_span.end <= stage.span.end);
            for redirection in &stage.redirections {
                prop_assert!(line.get(redirection.span.clone()).is_some());
            }
            end = stage.span.end;
        }
        prop_assert_eq!(item.span.end, end);
    }
    if let Ok(items) = script.ready() {
        prop_assert!(
            items
                .iter()
                .flat_map(|item| &item.stages)
                .all(|stage| !stage.args.is_empty())
        );
    }
    Ok(())
}

/// What edits must do on any line, with problems or not.
fn check_edits(line: &str) -> Result<(), TestCaseError> {
    let script = Script::parse(line);
    let texts = |script: &Script, line: &str| -> Vec<String> {
        script
            .stages()
            .map(|stage| line[stage.span.clone()].to_owned())
            .collect()
    };
    let old = texts(&script, line);
    for (stage, text) in old.iter().enumerate() {
        let same = with_stage(line, stage, text);
        prop_assert_eq!(same.as_deref(), Some(line));
        for by in [-1, 1, 2] {
            if let Some(there) = moved(line, stage, by) {
                let back = moved(&there, stage.strict_add_signed(by), -by);
                prop_assert_eq!(back.as_deref(), Some(line), "over {}", there);
            }
        }
        let left = without_stage(line, stage).unwrap();
        if script.problems.is_empty() {
            let read = Script::parse(&left);
            prop_assert_eq!(&read.problems, &[], "{}", left);
            let mut wanted = old.clone();
            wanted.remove(stage);
            prop_assert_eq!(texts(&read, &left), wanted, "{}", left);
        }
    }
    prop_assert_eq!(without_stage(line, old.len()), None);
    prop_assert_eq!(
        kept_stages(&script, line, &script, line),
        (0..old.len()).map(Some).collect::<Vec<_>>()
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_line_is_read(line: String) {
        check_spans(&line)?;
        check_edits(&line)?;
    }

    #[test]
    fn any_soup_of_operators_is_read(line in soup()) {
        check_spans(&line)?;
        check_edits(&line)?;
    }

    #[test]
    fn lines_without_problems_can_be_edited(line in shell::line()) {
        check_spans(&line)?;
        check_edits(&line)?;
        let script = Script::parse(&line);
        for item in &script.items {
            let from = script.stages().position(|stage| stage == &item.stages[0]).unwrap();
            for index in 1..item.stages.len() {
                prop_assert!(moved(&line, from + index - 1, 1).is_some());
            }
        }
    }

    #[test]
    fn what_is_quoted_is_read_back(words in prop::collection::vec("\\PC*|if|!|~\\PC?|a=b", 1..5)) {
        let line: Vec<_> = words.iter().map(|word| quote(word)).collect();
        let script = Script::parse(&line.join(" "));
        let items = script.ready().map_err(|problem| TestCaseError::fail(problem.sentence))?;
        let args: Vec<_> = items[0].stages[0].args.iter().map(|arg| arg.literal().unwrap()).collect();
        prop_assert_eq!(args, words);
    }
}
