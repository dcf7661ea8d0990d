//! One run of one program.

use std::{cell::RefCell, io, rc::Rc};

use js_sys::{Error, Reflect, WebAssembly};
use model::{
    exit::{Exit, Trap},
    protocol::{FromStage, Output, Run},
};
use wasix::{Invocation, Stdio};
use wasm_bindgen::{JsCast, JsValue};

use crate::{
    input::Input,
    output::Pen,
    page::{self, Js},
};

/// The three files of the program.
struct Files {
    stdin: Input,
    stdout: Pen,
    stderr: Pen,
}

impl Files {
    fn pen(&mut self, output: wasix::Output) -> &mut Pen {
        match output {
            wasix::Output::Stdout => &mut self.stdout,
            wasix::Output::Stderr => &mut self.stderr,
        }
    }
}

/// The host's hold on the files; the run keeps one too, to flush them at the end.
struct Shared(Rc<RefCell<Files>>);

impl Stdio for Shared {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut files = self.0.borrow_mut();
        // Who asks for more has said what there was to say.
        files.stdout.flush();
        files.stderr.flush();
        files.stdin.read(buffer)
    }

    fn write(&mut self, output: wasix::Output, bytes: &[u8]) {
        self.0.borrow_mut().pen(output).write(bytes);
    }
}

/// Runs a program to its end and tells the page.
pub fn run(run: Run<Js>) {
    let files = Rc::new(RefCell::new(Files {
        stdin: Input::new(run.stdin),
        stdout: Pen::new(run.id, Output::Stdout, run.keep),
        stderr: Pen::new(run.id, Output::Stderr, run.keep),
    }));
    let invocation = Invocation {
        module: run.module.0.unchecked_ref(),
        args: &run.args,
        env: &run.env,
    };
    let started = page::now();
    let ended = wasix::run(&invocation, Box::new(Shared(files.clone())));
    let took_ms = page::now() - started;

    let mut files = files.borrow_mut();
    files.stdout.finish();
    files.stderr.finish();
    let exit = match ended {
        _ if files.stdin.is_broken() => Exit::Failed(
            "The file in stdin was changed or moved after it was chosen: choose it again."
                .to_owned(),
        ),
        Ok(code) => Exit::Exited(code),
        Err(thrown) => exit(&thrown),
    };
    page::post(
        &FromStage::Ended {
            run: run.id,
            exit,
            took_ms,
        },
        &[],
    );
}

/// What a thrown value says of the program.
fn exit(thrown: &JsValue) -> Exit {
    if thrown.is_instance_of::<WebAssembly::Exception>() {
        return Exit::Trapped(Trap {
            reason: "uncaught exception".to_owned(),
            function: None,
        });
    }
    let Some(error) = thrown.dyn_ref::<Error>() else {
        let said = thrown.as_string().unwrap_or_else(|| format!("{thrown:?}"));
        return Exit::Failed(format!("The host gave up on this program: {said}."));
    };
    let name = String::from(error.name());
    let message = String::from(error.message());
    match name.as_str() {
        "LinkError" | "TypeError" => {
            Exit::Failed(format!("The browser cannot start this module: {message}."))
        }
        // RuntimeError for a trap; RangeError or InternalError for a stack that
        // ran out.
        _ => {
            let stack = Reflect::get(error, &"stack".into())
                .ok()
                .and_then(|stack| stack.as_string())
                .unwrap_or_default();
            Exit::Trapped(Trap::from_error(&message, &stack))
        }
    }
}
