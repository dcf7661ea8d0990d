//! Line mode: a pipeline run afresh for each line, as the talk's server runs its
//! program. Each program gets what the one before it wrote when that has ended,
//! so nothing has to wait, and one worker runs them all.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use js_sys::Uint8Array;
use model::{
    exit::Exit,
    protocol::{Lines, Output, Spent, StageId, Stdin, Waits},
};
use wasm_bindgen_futures::JsFuture;

use crate::{
    granted::{Changes, Granted},
    input::{Found, Input},
    mount::{World, network::Network, page::Page},
    output::{self, Pen, Shared, To},
    page::{self, Js},
    program::{Ready, Stdio},
    runtimes,
    stage::{self, BROKEN, imports},
    wait,
};

/// One of the programs, and what came of it so far.
struct Stage {
    id: u32,
    program: Ready,
    stdout: Shared,
    stderr: Shared,
    exit: Exit,
    spent: Spent,
}

/// Runs the programs for each line, to the end of the input, and tells the page.
pub async fn run(run: Lines<Js>) {
    output::forget(run.id);
    let last = run.programs.len().saturating_sub(1);
    let is_plugin = run.page.is_some();
    let event = match &run.stdin {
        Stdin::Bytes(pieces) if is_plugin => pieces.first().map(|piece| Uint8Array::new(&piece.0)),
        _ => None,
    };
    let event = event.map_or(Vec::new(), |event| event.to_vec());
    let world = is_plugin.then(|| World {
        network: Network::new((run.id, 0), Vec::new(), (Vec::new(), None), 0),
        page: Page::new((run.id, 0), run.page, &event, false),
    });
    let granted = Rc::new(Granted {
        grant: run.grant,
        world,
        ..Granted::default()
    });
    let mut stages: Vec<Stage> = run
        .programs
        .iter()
        .enumerate()
        .map(|(at, program)| {
            let to = match at == last {
                true => To::Page,
                false => To::Memory(Vec::new(), usize::try_from(run.most).unwrap_or(usize::MAX)),
            };
            let stage = program.stage;
            Stage {
                id: stage,
                program: Ready::new(program, granted.clone()),
                stdout: Pen::new(run.id, stage, Output::Stdout, to, run.keep),
                stderr: Pen::new(run.id, stage, Output::Stderr, To::Page, run.keep),
                exit: Exit::Exited(0),
                spent: Spent::default(),
            }
        })
        .collect();
    let first = stages.first().map_or(0, |stage| stage.id);
    let ids: Vec<StageId> = stages.iter().map(|stage| stage.id).collect();
    let fail = |why: String| {
        for id in &ids {
            let exit = Exit::Failed(why.clone());
            stage::end(run.id, *id, exit, Spent::default(), Changes::default());
        }
    };
    let stdin = match Input::new(run.stdin, Some((run.id, first))) {
        Ok(stdin) => Rc::new(RefCell::new(stdin)),
        Err(error) => return fail(format!("This browser cannot read the input: {error:?}.")),
    };
    for program in &run.programs {
        if let Err(why) = runtimes::load(program).await {
            return fail(why);
        }
    }
    stage::watch(run.id, first, &stdin);
    let broken = each_line(&stdin, &mut stages, is_plugin).await;
    wait::reset(None);
    let read = stdin.borrow().read();
    stdin.borrow_mut().close();
    for (at, stage) in stages.into_iter().enumerate() {
        for pen in [&stage.stdout, &stage.stderr] {
            // None is to be had of one that was broken off in a call.
            if let Ok(mut pen) = pen.try_borrow_mut() {
                pen.finish();
            }
        }
        let exit = match broken && at == 0 {
            true => Exit::Failed(BROKEN.to_owned()),
            false => stage.exit,
        };
        let spent = Spent {
            read: if at == 0 { read } else { stage.spent.read },
            ..stage.spent
        };
        stage::end(run.id, stage.id, exit, spent, Changes::default());
    }
}

/// Reads lines until there are no more; says whether the input broke off.
async fn each_line(stdin: &Rc<RefCell<Input>>, stages: &mut [Stage], is_plugin: bool) -> bool {
    let mut line: Vec<u8> = Vec::new();
    loop {
        let found = stdin.borrow_mut().find();
        let count = match found {
            Ok(Found::Bytes(0)) => break,
            Ok(Found::Bytes(count)) => count,
            Ok(Found::Wait) => {
                for stage in stages.iter() {
                    stage.stdout.borrow_mut().flush();
                    stage.stderr.borrow_mut().flush();
                }
                wait::want(Waits::Input, None);
                JsFuture::from(wait::ready()).await.ok();
                continue;
            }
            Err(_) => return true,
        };
        let piece = stdin.borrow_mut().take(count).to_vec();
        for part in piece.split_inclusive(|byte| *byte == b'\n') {
            line.extend_from_slice(part);
            if line.ends_with(b"\n") && !one(stages, std::mem::take(&mut line), is_plugin) {
                return false;
            }
        }
    }
    if !line.is_empty() {
        one(stages, line, is_plugin);
    }
    false
}

/// Runs the programs for one line; false if one of them did not come to its
/// end, and nothing more should run.
fn one(stages: &mut [Stage], line: Vec<u8>, is_plugin: bool) -> bool {
    let imports = imports();
    let mut bytes = line;
    for stage in stages {
        let pieces = VecDeque::from([Uint8Array::from(bytes.as_slice())]);
        let stdio = Stdio {
            stdin: Rc::new(RefCell::new(Input::of_pieces(pieces))),
            stdout: stage.stdout.clone(),
            stderr: stage.stderr.clone(),
        };
        let started = page::now();
        let left = stage.program.run(&stdio, &imports);
        stage.spent.took_ms += page::now() - started;
        stage.spent.memory = stage.spent.memory.max(left.memory);
        stage.spent.read += stdio.stdin.try_borrow().map_or(0, |stdin| stdin.read());
        stage.spent.instances += 1;
        stage.exit = left.exit;
        bytes = match stage.stdout.try_borrow_mut() {
            Ok(mut pen) => pen.take(),
            Err(_) => return false,
        };
        // What goes into the page is whole, or does not go there.
        let goes_on = match is_plugin {
            true => stage.exit == Exit::Exited(0),
            false => matches!(stage.exit, Exit::Exited(_)),
        };
        if !goes_on {
            return false;
        }
    }
    true
}
