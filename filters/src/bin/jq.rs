//! jq - take JSON apart and put it together
//!
//! usage: jq [-acCeghjMnrRsS] [--tab | --indent N] [--arg NAME TEXT] [--argjson NAME JSON] [PROGRAM [FILE]...]
//!
//! Runs PROGRAM, in the jq language, for each JSON value of all FILEs, or of standard input, and prints what it gives.
//!
//!   -c                   each value on one line
//!   -r                   print strings as they are, without quotes; -j also without a newline
//!   -n                   run PROGRAM once, on null; it may ask for `input` and `inputs`
//!   -s                   run it once, on an array of all values
//!   -R                   the input is lines of text
//!   -S                   print objects with their keys in order
//!   -a                   print characters that are not ASCII as \uXXXX
//!   -e                   the exit status is 1 if the last value was false or null, 4 if there was none
//!   --tab, --indent N    indent with tabs, with N blanks (2 when not given, at most 7; 0 as -c)
//!   --arg NAME TEXT      $NAME is TEXT in PROGRAM; --argjson NAME JSON  it is that value
//!   --args, --jsonargs   what follows are $ARGS.positional, not files
//!   -M, -C               do nothing: there are no colours
//!
//! Exits 0, 2 if something could not be read, 3 if PROGRAM is wrong, 5 if it failed.

use filters::{
    Filter, Stop,
    jq::{
        arguments::{command_line, variables},
        input::{self, Failures, SharedOutput, Units},
        layout::Layout,
        program::{Arena, Reach, Reached, compile, print_messages},
    },
    man, output, run,
};
use jaq_core::{Ctx, Vars};
use jaq_json::Val;
use jaq_std::input::RcIter;
use std::{cell::RefCell, io::Write, process::ExitCode, rc::Rc};

fn main() -> ExitCode {
    run(man!("jq.rs"), 2, jq)
}

fn jq(me: &mut Filter) -> Result<(), Stop> {
    let given = command_line(me)?;
    let has = |flag: char| given.flags.contains(&flag);
    let variables = variables(&given);
    let arena = Arena::default();
    let filter = compile(&arena, &given.program, &variables).map_err(|what| {
        me.warn(format!("the program is wrong: {what}"));
        me.status = 3;
        Stop::Done
    })?;
    print_messages();

    let layout = Layout {
        indent: given.indent.clone(),
        sort_keys: has('S'),
        ascii: has('a'),
    };
    let out: SharedOutput = Rc::new(RefCell::new(std::mem::replace(
        &mut me.out,
        output::stdout(),
    )));
    let failures = Failures::default();
    let units = if has('R') {
        Units::Lines { whole: has('s') }
    } else {
        Units::Json
    };
    let mut values = input::values(given.files.clone(), units, out.clone(), failures.clone());
    if has('s') {
        let all = if has('R') {
            input::text(&mut values)
        } else {
            values.collect::<Result<Val, _>>()
        };
        values = Box::new(std::iter::once(all));
    }
    let inputs = RcIter::new(values);
    let null = std::iter::once(Ok(Val::Null));
    let mains: Box<dyn Iterator<Item = _>> = if has('n') {
        Box::new(null)
    } else {
        Box::new(&inputs)
    };
    let (mut last, mut status) = (None, 0);
    'inputs: for input in mains {
        let input = match input {
            Ok(input) => input,
            Err(what) => {
                // The reader of the output may be gone, which is no trouble.
                out.borrow_mut().flush()?;
                me.warn(what);
                status = 2;
                break;
            }
        };
        let context = Ctx::<Reach>::new(
            Reached {
                lut: &filter.lut,
                inputs: &inputs,
            },
            Vars::new(variables.iter().map(|(_, value)| value.clone())),
        );
        for result in filter.id.run((context, input)) {
            match result {
                Ok(value) => {
                    let out = &mut *out.borrow_mut();
                    match &value {
                        Val::TStr(text) if has('r') || has('j') => out.write_all(text)?,
                        value => layout.write(out, value, 0)?,
                    }
                    out.write_all(if has('j') { b"" } else { b"\n" })?;
                    last = Some(!matches!(value, Val::Null | Val::Bool(false)));
                }
                Err(stopped) => match stopped.get_halt() {
                    Ok(code) => {
                        status = code as u8;
                        break 'inputs;
                    }
                    Err(error) => {
                        let error = error
                            .get_err()
                            .map_or_else(|_| Val::Null, |error| error.into_val());
                        match error {
                            Val::TStr(text) => {
                                me.warn(format!("error: {}", String::from_utf8_lossy(&text)))
                            }
                            value => me.warn(format!("error (not a string): {value}")),
                        }
                        status = 5;
                        break;
                    }
                },
            }
        }
    }
    out.borrow_mut().flush()?;
    for failure in failures.borrow().iter() {
        me.warn(format!("error: {failure}"));
        status = 2;
    }
    me.status = match (status, last) {
        (0, None) if has('e') => 4,
        (0, Some(false)) if has('e') => 1,
        (status, _) => status,
    };
    Ok(())
}
