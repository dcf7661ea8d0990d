//! A program: instantiated, run, and what became of it.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Function, Reflect, WebAssembly};
use model::{
    exit::{Exit, Trap},
    module::Host,
    protocol::{Program, StageId},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::{
    component,
    fs::Tree,
    granted::{Changes, Granted},
    guest::Guest,
    input::Input,
    output::Shared,
    page::Js,
    preview1::{
        self, Process, Stop, fixed,
        imports::Imports,
        table::{Object, Open, Table},
    },
    second::Running,
};

/// The three files that a program starts with.
pub struct Stdio {
    /// fd 0
    pub stdin: Rc<RefCell<Input>>,
    /// fd 1
    pub stdout: Shared,
    /// fd 2
    pub stderr: Shared,
}

impl Stdio {
    fn table(&self, terminals: [bool; 3]) -> Table {
        let mut table = Table::default();
        let objects = [
            Object::Input(self.stdin.clone()),
            Object::Output(self.stdout.clone()),
            Object::Output(self.stderr.clone()),
        ];
        for (object, terminal) in objects.into_iter().zip(terminals) {
            let file = Open {
                terminal,
                ..Open::given(object)
            };
            table.open(file).ok();
        }
        table
    }
}

/// What a program left behind.
pub struct Left {
    /// How it ended.
    pub exit: Exit,
    /// The most memory it had, in bytes.
    pub memory: u64,
    /// What it did to its files.
    pub changes: Changes,
}

/// After so many programs a worker is not used again. Memories of programs that ended are
/// there until the engine looks for what is not needed any more, and Chromium gives all
/// workers of a tab 125 together: with up to nine workers of a page, and a memory for the
/// host in each, these are 90.
const WORN: u32 = 9;

thread_local! {
    static INSTANCES: Cell<u32> = const { Cell::new(0) };
}

/// Whether this worker has run so many programs that another is to take its place.
pub fn is_worn() -> bool {
    INSTANCES.get() >= WORN
}

/// A program that is ready to run, any number of times.
pub struct Ready {
    /// As in `Program`.
    module: JsValue,
    args: Vec<Vec<u8>>,
    env: Vec<Vec<u8>>,
    /// Which it is, of its run.
    stage: StageId,
    /// What it runs on.
    host: Host,
    /// What it is granted.
    granted: Rc<Granted>,
}

impl Ready {
    /// Makes it ready.
    pub fn new(program: &Program<Js>, granted: Rc<Granted>) -> Self {
        let with_nul = |text: &str| [text.as_bytes(), b"\0"].concat();
        Self {
            module: program.module.0.clone(),
            args: program.args.iter().map(|arg| with_nul(arg)).collect(),
            env: program
                .env
                .iter()
                .map(|(name, value)| with_nul(&format!("{name}={value}")))
                .collect(),
            stage: program.stage,
            host: program.host,
            granted,
        }
    }

    /// Instantiates it: gives its `_start`, and what else it runs on.
    #[inline(never)]
    fn instantiate(
        &self,
        stdio: &Stdio,
        suspends: bool,
        imports: &Imports,
    ) -> Result<(Function, Option<Running>), JsValue> {
        let object = match &imports.suspending {
            Some(suspending) if suspends => suspending,
            _ => &imports.plain,
        };
        let suspends = suspends && imports.suspending.is_some();
        INSTANCES.set(INSTANCES.get() + 1);
        fixed::begin(self.granted.grant.fixed, u64::from(self.stage));
        // A start function may call the host before there is a memory to look at.
        preview1::swap(None);
        preview1::process::take_exit();
        let (second, object) = match self.host {
            Host::Preview1 => (None, object.clone()),
            Host::Component => {
                let guest = Guest::new(component::memory());
                preview1::swap(Some(self.process(stdio, suspends, guest)?));
                let start = component::instantiate(&self.module, suspends)?;
                return Ok((start, None));
            }
            Host::Wasix => {
                let text = |strings: &[Vec<u8>]| -> Vec<String> {
                    let text = |bytes: &Vec<u8>| {
                        String::from_utf8_lossy(&bytes[..bytes.len() - 1]).into_owned()
                    };
                    strings.iter().map(text).collect()
                };
                let (args, env) = (text(&self.args), text(&self.env));
                let (module, granted) = (self.module.unchecked_ref(), &self.granted);
                let (second, theirs) = Running::prepare(module, args, env, stdio, granted, object)?;
                (Some(second), theirs)
            }
        };
        let instance = WebAssembly::Instance::new(self.module.unchecked_ref(), &object)?;
        let exports = instance.exports();
        let memory: WebAssembly::Memory = Reflect::get(&exports, &"memory".into())?.dyn_into()?;
        preview1::swap(Some(self.process(stdio, suspends, Guest::new(memory))?));
        if let Some(second) = &second {
            second.attach(&instance)?;
        }
        let start = Reflect::get(&exports, &"_start".into())?.dyn_into()?;
        Ok((start, second))
    }

    /// What our own host knows of it.
    fn process(&self, stdio: &Stdio, suspends: bool, guest: Guest) -> Result<Box<Process>, String> {
        let mut table = stdio.table(self.granted.grant.terminals);
        let tree = match self.host {
            Host::Preview1 | Host::Component => self.granted.open(&mut table)?,
            Host::Wasix => Tree::new(0),
        };
        Ok(Box::new(Process {
            guest,
            args: self.args.clone(),
            env: self.env.clone(),
            pens: vec![stdio.stdout.clone(), stdio.stderr.clone()],
            table,
            tree,
            suspends,
            devices_wait: suspends && self.host != Host::Wasix,
            alarm: None,
        }))
    }

    /// Runs it from start to end without a break.
    pub fn run(&self, stdio: &Stdio, imports: &Imports) -> Left {
        match self.instantiate(stdio, false, imports) {
            Ok((start, second)) => loop {
                let ended = start.call0(&JsValue::UNDEFINED);
                match again(ended, second.as_ref()) {
                    Ok(true) => {}
                    ended => break self.left(ended, second),
                }
            },
            Err(thrown) => self.left(Err(thrown), None),
        }
    }

    /// Runs it, and lets it wait, if this browser can.
    pub async fn run_waiting(&self, stdio: &Stdio, imports: &Imports) -> Left {
        let (start, second) = match self.instantiate(stdio, true, imports) {
            Ok(started) => started,
            Err(thrown) => return self.left(Err(thrown), None),
        };
        loop {
            let ended = match imports.start(&start) {
                Ok(promise) => JsFuture::from(js_sys::Promise::resolve(&promise)).await,
                Err(thrown) => Err(thrown),
            };
            match again(ended, second.as_ref()) {
                Ok(true) => {}
                ended => break self.left(ended, second),
            }
        }
    }

    /// What became of the program that has just ended.
    #[inline(never)]
    fn left(&self, ended: Result<bool, JsValue>, second: Option<Running>) -> Left {
        let process = preview1::swap(None);
        let thrown = ended.as_ref().err();
        let theirs = second.map(|second| second.finish(thrown.cloned().unwrap_or_default()));
        let layer = (self.host == Host::Component).then(|| component::finish(thrown));
        let code = theirs.as_ref().and_then(|finished| finished.code);
        let code = preview1::process::take_exit().or(code);
        let known = layer.as_ref().and_then(|(_, exit)| exit.clone());
        let exit = match (ended, code, known) {
            (_, Some(code), _) => Exit::Exited(code),
            (_, None, Some(exit)) => exit,
            (Ok(_), None, None) => Exit::Exited(0),
            (Err(thrown), None, None) => exit(&thrown, &self.module),
        };
        // What it left open when it ended well is closed, as on any system.
        if exit == Exit::Exited(0) {
            let ours = process.iter().flat_map(|process| process.table.devices());
            let theirs = theirs.iter().flat_map(|finished| &finished.left_open);
            for file in ours.chain(theirs) {
                let stop = file.borrow_mut().close();
                if let Some(Stop::Serve(exchange)) = stop {
                    exchange.serve();
                }
            }
        }
        let (memory, ours) = match process {
            Some(mut process) => (u64::from(process.guest.size()), Changes::of(&process.tree)),
            None => (0, Changes::default()),
        };
        Left {
            exit,
            memory: layer.map_or(memory, |(memory, _)| memory),
            changes: theirs.map_or(ours, |finished| finished.changes),
        }
    }
}

/// Whether a program whose `_start` ended so is to be started again.
fn again(ended: Result<JsValue, JsValue>, second: Option<&Running>) -> Result<bool, JsValue> {
    ended?;
    second.map_or(Ok(false), Running::again)
}

/// What a thrown value says of the program, which is this module or component.
fn exit(thrown: &JsValue, module: &JsValue) -> Exit {
    if thrown.is_instance_of::<WebAssembly::Exception>() {
        return Exit::Trapped(Trap {
            reason: "uncaught exception".to_owned(),
            function: None,
        });
    }
    let Some(error) = thrown.dyn_ref::<js_sys::Error>() else {
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
            Exit::Trapped(Trap::from_error(&message, &stack, || names(module)))
        }
    }
}

/// A module's name section, nothing if it has none. Of a component that of the
/// first of its modules that has one: the program's own comes first, and what
/// adapts it to its host has no names.
fn names(module: &JsValue) -> Vec<u8> {
    let modules = match module.dyn_ref::<js_sys::Array>() {
        Some(parts) => parts.iter().collect(),
        None => vec![module.clone()],
    };
    let sections = modules.iter().filter_map(|module| {
        let sections = WebAssembly::Module::custom_sections(module.dyn_ref()?, "name");
        Some(sections.get(0)).filter(JsValue::is_object)
    });
    sections
        .map(|section| js_sys::Uint8Array::new(&section).to_vec())
        .next()
        .unwrap_or_default()
}
