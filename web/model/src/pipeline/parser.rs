//! Words and operators to pipelines (XCU 2.9 and 2.10).

use std::ops::Range;

use super::{
    Item, Join, Kind, Part, Problem, Redirection, Script, Stage, Template, Word,
    lexer::{Lexed, Lexer, Token},
    redirect,
};
use crate::words::RESERVED;

pub(super) fn parse(line: &str) -> Script {
    let mut parser = Parser {
        lexer: Lexer::new(line),
        script: Script::default(),
        item: None,
        stage: None,
        join: Join::Always,
        last: None,
        awaits: None,
        excused: false,
    };
    while parser.token() {}
    parser.end();
    let Parser {
        lexer, mut script, ..
    } = parser;
    script.problems = in_order(lexer.problems, line);
    script
}

/// All that is wrong with a line, from left to right.
fn in_order(problems: Vec<Problem>, line: &str) -> Vec<Problem> {
    let nul = |(at, _)| Problem {
        span: at..at + 1,
        sentence: "This is a NUL character, which ends every argument: remove it.".to_owned(),
    };
    let place = |problem: &Problem| (problem.span.start, problem.span.end);
    let mut ordered: Vec<Problem> = Vec::new();
    // There are few, and most are in order: the library's sort would be a part of
    // every first visit.
    for problem in problems
        .into_iter()
        .chain(line.match_indices('\0').map(nul))
    {
        let at = ordered.partition_point(|other| place(other) <= place(&problem));
        ordered.insert(at, problem);
    }
    ordered
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    script: Script,
    /// The pipeline that is being read, with the stages that are whole.
    item: Option<Item>,
    /// The command that is being read.
    stage: Option<Stage>,
    /// How the next pipeline is joined.
    join: Join,
    /// The operator that ended the last command on this line.
    last: Option<&'static str>,
    /// The operator that must have a command behind it, until there is one.
    awaits: Option<(Range<usize>, &'static str)>,
    /// Something refused stands where a command would, so there is no need to
    /// say that there is none.
    excused: bool,
}

impl Parser<'_> {
    /// Reads a word or an operator; false at the end of the line.
    fn token(&mut self) -> bool {
        let unnamed = self
            .stage
            .as_ref()
            .is_none_or(|stage| stage.args.is_empty());
        let Some((token, span)) = self.lexer.token(unnamed) else {
            return false;
        };
        match token {
            Token::Word(word) => self.word(word, span),
            Token::Redirection(digits, operator) => self.redirection(digits, operator, span),
            Token::Operator(operator) => self.operator(operator, span),
        }
        true
    }

    fn colour(&mut self, value: impl Into<String>, kind: Kind, span: Range<usize>) {
        let value = value.into();
        self.script.words.push(Word { value, kind, span });
    }

    /// The command that is being read, grown to the end of `span`.
    fn stage(&mut self, span: &Range<usize>) -> &mut Stage {
        self.awaits = None;
        self.excused = false;
        let stage = self.stage.get_or_insert_with(|| Stage {
            span: span.clone(),
            ..Stage::default()
        });
        stage.span.end = span.end;
        stage
    }

    fn word(&mut self, word: Lexed, span: Range<usize>) {
        if self.stage.is_none() && !word.quoted {
            if word.value == "!" {
                return self.bang(span);
            }
            if RESERVED.contains(&word.value.as_str()) {
                let value = &word.value;
                let sentence = match value.as_str() {
                    "{" | "}" => format!(
                        "{value} would group commands in a shell, which is not done here: write them without it, or '{value}' for the character itself."
                    ),
                    _ => format!(
                        "{value} belongs to the shell's own language, of which only lists and pipelines run here: join commands with |, ;, && or ||, or write '{value}' for a command of that name."
                    ),
                };
                self.lexer.problem(span.clone(), sentence);
            }
        }
        let stage = self.stage(&span);
        let kind = match word.name {
            Some(length) => {
                let name = word.value[..length].to_owned();
                stage.env.retain(|(other, _)| *other != name);
                stage
                    .env
                    .push((name, without_start(word.template, length + 1)));
                Kind::Assignment
            }
            None => {
                let kind = if stage.args.is_empty() {
                    stage.name_span = span.clone();
                    Kind::Program
                } else if word.value.starts_with('-') && word.value.len() > 1 {
                    Kind::Flag
                } else {
                    Kind::Argument
                };
                stage.args.push(word.template);
                kind
            }
        };
        self.colour(word.value, kind, span);
    }

    fn bang(&mut self, span: Range<usize>) {
        self.colour("!", Kind::Operator, span.clone());
        let join = self.join;
        let item = self.item.get_or_insert_with(|| Item {
            join,
            span: span.clone(),
            ..Item::default()
        });
        let wrong = if !item.stages.is_empty() {
            Some(
                "! stands before a whole pipeline, not within it: move it before the first command, or write '!' for a command of that name.",
            )
        } else if item.negated {
            Some("This is a second !, and a pipeline takes one: remove both.")
        } else {
            None
        };
        item.negated |= item.stages.is_empty();
        if let Some(sentence) = wrong {
            self.lexer.problem(span.clone(), sentence);
        }
        self.awaits = Some((span, "!"));
        self.last = Some("!");
        self.excused = false;
    }

    fn redirection(&mut self, digits: Option<String>, operator: &'static str, span: Range<usize>) {
        let mut whole = span.clone();
        let mut target = None;
        if operator.ends_with('(') {
            self.lexer.skip_to(Some('('), ')');
            whole.end = self.lexer.at();
            self.colour(operator, Kind::Operator, whole.clone());
        } else {
            let shown = format!("{}{operator}", digits.as_deref().unwrap_or_default());
            self.colour(shown, Kind::Operator, span);
            if let Some((word, span)) = self.lexer.target() {
                let kind = match operator {
                    ">&" => Kind::Operator,
                    _ => Kind::Argument,
                };
                whole.end = span.end;
                self.colour(word.value.clone(), kind, span);
                target = Some(word);
            }
        }
        let stage = self.stage(&whole);
        match redirect::meaning(digits.as_deref(), operator, target) {
            Ok((fd, target)) => stage.redirections.push(Redirection {
                fd,
                target,
                span: whole,
            }),
            Err(sentence) => self.lexer.problem(whole, sentence),
        }
    }

    fn operator(&mut self, operator: &'static str, span: Range<usize>) {
        let ended = self.end_stage();
        if operator == "\n" {
            match &self.awaits {
                // Behind `|`, `&&` and `||` the command may be on a later line.
                Some((_, "!")) => self.missing("the end of the line", span),
                Some(_) => return,
                None => {}
            }
            self.end_item(Join::Always);
            self.awaits = None;
            self.last = None;
            return;
        }
        self.colour(operator, Kind::Operator, span.clone());
        if let Some(sentence) = refused(operator) {
            self.lexer.problem(span.clone(), sentence);
            self.excused |= operator != "|&";
        }
        if !ended && !self.excused {
            self.missing(operator, span.clone());
        }
        match operator {
            "|" | "|&" => {}
            "&&" => self.end_item(Join::And),
            "||" => self.end_item(Join::Or),
            _ => self.end_item(Join::Always),
        }
        self.last = Some(operator);
        self.awaits = matches!(operator, "|" | "|&" | "&&" | "||").then_some((span, operator));
        self.excused &= self.awaits.is_none();
    }

    /// Says that there is no command before an operator.
    fn missing(&mut self, operator: &str, span: Range<usize>) {
        let between = match self.last {
            Some(last) => format!("between {last} and {operator}"),
            None => format!("before this {operator}"),
        };
        self.lexer.problem(
            span,
            format!("There is no command {between}: put one there, such as cat."),
        );
    }

    /// Ends the command that is being read; false if there was none.
    fn end_stage(&mut self) -> bool {
        let Some(mut stage) = self.stage.take() else {
            return false;
        };
        if stage.args.is_empty() {
            let end = stage.span.end;
            stage.name_span = end..end;
            let what = match stage.env.is_empty() {
                true => "This redirection belongs to no command: put one before it, such as cat.",
                false => {
                    "This sets a variable for a command, and there is none: put one behind it, such as cat."
                }
            };
            self.lexer.problem(stage.span.clone(), what);
        }
        let join = self.join;
        let item = self.item.get_or_insert_with(|| Item {
            join,
            span: stage.span.clone(),
            ..Item::default()
        });
        item.span.end = stage.span.end;
        item.stages.push(stage);
        true
    }

    fn end_item(&mut self, next: Join) {
        if let Some(item) = self.item.take()
            && !item.stages.is_empty()
        {
            self.script.items.push(item);
        }
        self.join = next;
    }

    fn end(&mut self) {
        self.end_stage();
        if let Some((span, operator)) = self.awaits.take() {
            self.lexer.problem(
                span,
                format!("{operator} needs a command behind it: put one there, such as cat, or remove it."),
            );
        }
        self.end_item(Join::Always);
    }
}

/// A word without the first `length` bytes of its text.
fn without_start(mut template: Template, length: usize) -> Template {
    if let Some(Part::Text(text)) = template.0.first_mut() {
        text.drain(..length);
        if text.is_empty() {
            template.0.remove(0);
        }
    }
    template
}

/// What is not done here, and what to write instead.
fn refused(operator: &str) -> Option<&'static str> {
    Some(match operator {
        "&" => {
            "& would run this in the background in a shell, which is not done here: write ; to run one command after the other, or '&' for the character itself."
        }
        "|&" => "|& is not in POSIX: write 2>&1 | to pipe errors together with the output.",
        ";;" => ";; belongs to case, which is not done here: write one ; between commands.",
        "(" => {
            "( would begin a subshell or a function in a shell, which is not done here: write the commands without it, or '(' for the character itself."
        }
        ")" => {
            ") would end a subshell in a shell, which is not done here: write the commands without it, or ')' for the character itself."
        }
        _ => return None,
    })
}
