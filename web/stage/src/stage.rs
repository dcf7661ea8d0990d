//! One run of one program in this worker.

use std::{
    cell::{OnceCell, RefCell},
    rc::Rc,
};

use js_sys::{Function, Reflect, WebAssembly};
use model::{
    exit::Exit,
    module::Host,
    protocol::{FromStage, Output, Program, Run, RunId, Sink, Spent, StageId, Stdin, Waits},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::{
    granted::{Changes, Granted},
    input::Input,
    mount::{self, World, loopback::servers, network::Network, page::Page},
    output::{self, Pen},
    page::{self, Js},
    pipe,
    preview1::imports::Imports,
    program::{self, Left, Ready, Stdio},
    runtimes, wait,
};

thread_local! {
    static IMPORTS: OnceCell<Rc<Imports>> = const { OnceCell::new() };
}

/// Makes what programs import; says whether they can wait.
///
/// # Errors
/// When the engine refuses it.
pub fn connect(glue: &JsValue, waiting: &Function) -> Result<bool, JsValue> {
    let imports = Imports::new(glue, waiting)?;
    let waits = imports.suspending.is_some();
    IMPORTS.with(|made| made.set(Rc::new(imports)).ok());
    Ok(waits)
}

/// What programs import here.
pub fn imports() -> Rc<Imports> {
    IMPORTS.with(|made| made.get().cloned().expect("`connect` comes before any run"))
}

/// Tells the page of long waits, and how far the program is.
pub fn watch(run: RunId, stage: StageId, stdin: &Rc<RefCell<Input>>) {
    let stdin = stdin.clone();
    wait::reset(Some(Box::new(move |waits| {
        let read = stdin.try_borrow().map_or(0, |stdin| stdin.read());
        let message = FromStage::Flow {
            run,
            stage,
            read,
            waits,
        };
        page::post(&message, &[]);
    })));
}

/// What is said of a file that cannot be read to its end.
pub const BROKEN: &str =
    "The file in stdin was changed or moved after it was chosen: choose it again.";

/// A page that is to keep more than this, in bytes, is asked whether it can
/// take more.
const MOST_UNASKED: u64 = 256 << 20;

/// Whether a program imports what waits for a clock.
fn imports_a_wait(program: &Program<Js>) -> bool {
    if program.host == Host::Component {
        // Its imports are not looked at here.
        return true;
    }
    let module: &WebAssembly::Module = program.module.0.unchecked_ref();
    WebAssembly::Module::imports(module).iter().any(|import| {
        let name = Reflect::get(&import, &"name".into());
        let name = name.ok().and_then(|name| name.as_string());
        matches!(name.as_deref(), Some("poll_oneoff" | "sched_yield"))
    })
}

/// Runs a program to its end and tells the page. `sent` is the same as it was
/// sent.
pub async fn run(run: Run<Js>, sent: JsValue) {
    let (id, stage, room) = (run.id, run.program.stage, run.room);
    output::forget(id);
    // What can be suspended costs more at each call. Nothing waits where all of
    // the input is there, the page keeps only so much, and no clock is asked.
    let has_mounts = !run.grant.mounts.is_empty();
    let may_wait = matches!(run.stdin, Stdin::Pipe(_))
        || matches!(run.stdout, Sink::Pipe(_))
        || matches!(run.stderr, Sink::Pipe(_))
        || run.keep[0] > MOST_UNASKED
        || has_mounts
        || imports_a_wait(&run.program);
    let stdin_port = match &run.stdin {
        Stdin::Pipe(end) => Some(pipe::port(end)),
        _ => None,
    };
    let stdin = match Input::new(run.stdin, Some((id, stage))) {
        Ok(stdin) => Rc::new(RefCell::new(stdin)),
        Err(error) => {
            let why = format!("This browser cannot read the input: {error:?}.");
            return end(
                id,
                stage,
                Exit::Failed(why),
                Spent::default(),
                Changes::default(),
            );
        }
    };
    // Should the host be broken off in the middle of a call, these are left.
    let port = |sink: &Sink<Js>| match sink {
        Sink::Pipe(end) => Some(pipe::port(end)),
        Sink::Page => None,
    };
    let ports = [port(&run.stdout), port(&run.stderr)];
    let pens = [
        Pen::new(id, stage, Output::Stdout, run.stdout.into(), run.keep[0]),
        Pen::new(id, stage, Output::Stderr, run.stderr.into(), run.keep[1]),
    ];
    let pen = |output| match output {
        Output::Stdout => pens[0].clone(),
        Output::Stderr => pens[1].clone(),
    };
    let stdio = Stdio {
        stdin: stdin.clone(),
        stdout: pen(run.fds[0]),
        stderr: pen(run.fds[1]),
    };
    if let Err(why) = runtimes::load(&run.program).await {
        return end(
            id,
            stage,
            Exit::Failed(why),
            Spent::default(),
            Changes::default(),
        );
    }
    watch(id, stage, &stdin);
    let world = has_mounts.then(|| {
        let servers = servers(&run.servers, run.grant.fixed);
        let given = (run.hosts, run.clipboard);
        World {
            network: Network::new((id, stage), servers, given, run.keep[1]),
            page: Page::new((id, stage), run.page, &[], true),
        }
    });
    let network = world.as_ref().map(|world| world.network.clone());
    let granted = Granted {
        grant: run.grant,
        files: run.files,
        room: Some(run.room),
        world,
        sent,
    };
    let program = Ready::new(&run.program, Rc::new(granted));
    let started = page::now();
    let Left {
        exit,
        memory,
        changes,
    } = match may_wait {
        true => program.run_waiting(&stdio, &imports()).await,
        false => program.run(&stdio, &imports()),
    };
    let spent = Spent {
        took_ms: page::now() - started,
        waited_ms: wait::total(),
        memory,
        read: stdin.try_borrow().map_or(0, |stdin| stdin.read()),
        instances: 1,
        retires: false,
    };
    mount::page::forget();
    for (pen, port) in pens.iter().zip(&ports) {
        match (pen.try_borrow_mut(), port) {
            (Ok(mut pen), _) => pen.finish(),
            // The stack ran out while it was written to: its reader hears that
            // this was all.
            (Err(_), Some(port)) => drop(port.post_message(&JsValue::NULL)),
            (Err(_), None) => {}
        }
    }
    let broken = match stdin.try_borrow_mut() {
        Ok(mut stdin) => {
            stdin.close();
            stdin.is_broken()
        }
        Err(_) => {
            if let Some(port) = &stdin_port {
                let _ = port.post_message(&JsValue::NULL);
            }
            false
        }
    };
    // Those that it was talking to come to their end, too.
    mount::dialogue::hang_up();
    while network
        .as_ref()
        .is_some_and(|network| network.serving.get() > 0)
    {
        wait::want(Waits::Network, None);
        JsFuture::from(wait::ready()).await.ok();
    }
    wait::reset(None);
    let is_spoilt = network.is_some_and(|network| {
        network.finish();
        network.is_spoilt.get()
    });
    let spent = Spent {
        retires: is_spoilt,
        ..spent
    };
    let exit = match broken {
        true => Exit::Failed(BROKEN.to_owned()),
        false => exit,
    };
    if changes.lacked_room {
        let megabytes = room >> 20;
        let sentence = format!(
            "There was no room for what a program wrote: files may take {megabytes} MB together. Raise Files in Limits, or remove some."
        );
        let message = FromStage::Refused {
            run: id,
            stage,
            sentence,
        };
        page::post(&message, &[]);
    }
    end(id, stage, exit, spent, changes);
}

/// Tells the page that a program ended.
pub fn end(run: RunId, stage: StageId, exit: Exit, spent: Spent, changes: Changes) {
    let spent = Spent {
        retires: spent.retires || program::is_worn(),
        ..spent
    };
    let message = FromStage::Ended {
        run,
        stage,
        exit,
        spent,
        files: changes.written,
        removed: changes.removed,
    };
    page::post(&message, &[]);
}
