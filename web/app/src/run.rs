//! The stage workers: those that run, those that wait to, and the ports between
//! them.

mod large;

use std::{cell::Cell, rc::Rc};

use js_sys::{Array, Uint8Array, WebAssembly};
use model::{
    grant::Grant,
    module::Host,
    protocol::{self, FromStage, Lines, Panes, Program, Run, RunId, StageId, Stdin, ToStage},
    session::{Called, Input, Launch, Serves, Sink, Source, Start},
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    Blob, ErrorEvent, MessageChannel, MessageEvent, MessagePort, Worker, WorkerOptions, WorkerType,
};
use yew::Callback;

use large::Large;

use crate::{
    few::Few,
    js::{Js, beside, said, window},
    library::Compiled,
    relay::Relay,
};

/// The worker's script, beside the page.
const SCRIPT: &str = "worker.js";

/// So many workers are kept warm at most; more are started when they are needed.
const MOST_WARM: usize = 8;

/// In line mode a program may write so much for one line, in bytes.
const MOST_A_LINE: u64 = 64 * 1024 * 1024;

/// The page says how much it took when it is this much, in bytes.
const TAKEN: u64 = 256 * 1024;

/// The workers of this page.
pub struct Stages {
    /// The host, compiled once and posted to every worker.
    runtime: WebAssembly::Module,
    on_message: Callback<FromStage<Js>>,
    /// Ready, or about to be.
    idle: Vec<Stage>,
    busy: Few<StageId, Stage>,
    /// They have ended and are not used again. What a worker has just sent, to
    /// the page or to its neighbours, can be lost when it is terminated at once:
    /// they are kept until the next pipeline.
    retired: Vec<Stage>,
    /// What is typed goes in here.
    typed: Option<MessagePort>,
    /// How many are kept warm.
    wanted: usize,
    /// Where ports are slow.
    relay: Option<Relay>,
    large: Large,
}

/// The program of each filter that is to start.
pub type Modules = Few<String, Compiled>;

/// The runtimes of the hosts that are fetched on demand.
pub type Runtimes = Few<Host, WebAssembly::Module>;

impl Stages {
    /// Starts a worker and a spare; they get ready while the person reads the
    /// page.
    pub fn new(
        runtime: WebAssembly::Module,
        on_message: Callback<FromStage<Js>>,
    ) -> Result<Self, String> {
        let mut stages = Self {
            runtime,
            on_message,
            idle: Vec::new(),
            busy: Few::default(),
            retired: Vec::new(),
            typed: None,
            wanted: 1,
            relay: Relay::is_faster().then(Relay::default),
            large: Large::default(),
        };
        stages.fill()?;
        Ok(stages)
    }

    /// The page is left, and may be kept for Back with all that it has: what waits for work
    /// is ended. Chromium gives the pages of a tab 125 memories together, and a page that
    /// finds none stays empty.
    pub fn rest(&mut self) {
        self.idle.clear();
        if self.busy.len() == 0 {
            self.retired.clear();
        }
    }

    /// Has workers ready for a command line of so many stages.
    pub fn warm(&mut self, count: usize) -> Result<(), String> {
        self.wanted = count.clamp(1, MOST_WARM);
        self.fill()
    }

    fn fill(&mut self) -> Result<(), String> {
        self.idle
            .retain(|stage| stage.host.get() != Loaded::Crashed);
        // One more than is needed: it is there at once after a Stop.
        while self.idle.len() + self.busy.len() < self.wanted + 1 {
            let stage = self.spawn()?;
            self.idle.push(stage);
        }
        Ok(())
    }

    fn spawn(&self) -> Result<Stage, String> {
        Stage::spawn(&self.runtime, &self.on_message, self.relay.clone())
    }

    /// A worker apart from these, for what is no run of the command line.
    pub fn apart(&self, heard: &Callback<FromStage<Js>>) -> Result<Stage, String> {
        Stage::spawn(&self.runtime, heard, None)
    }

    /// Tells the programs that run what happened on the page, but for that of the
    /// stage that did it.
    pub fn tell(&self, message: &ToStage<Js>, by: Option<StageId>) {
        for (id, stage) in self.busy.iter() {
            if Some(*id) != by {
                stage.tell(message);
            }
        }
    }

    /// Whether a stage that runs has crashed: what waits for work may, too, and harms none.
    pub fn have_crashed(&self) -> bool {
        let mut busy = self.busy.iter();
        busy.any(|(_, stage)| stage.host.get() == Loaded::Crashed)
    }

    /// Whether every stage that runs has loaded its host.
    pub fn are_ready(&self) -> bool {
        self.busy.iter().all(|(_, stage)| stage.is_ready())
    }

    /// Starts the stages of a pipeline.
    pub fn start(
        &mut self,
        start: Start<Js>,
        modules: &Modules,
        runtimes: &Runtimes,
        input: &Input<Js>,
        page: Option<&Panes<Js>>,
    ) -> Result<(), String> {
        self.retired.clear();
        self.fill()?;
        if let Some(relay) = &self.relay {
            relay.clear();
        }
        let program = |launch| program(launch, modules, runtimes);
        match start.lines {
            true => self.start_lines(start, program, input)?,
            false => self.start_pipeline(start, modules, program, (input, page))?,
        }
        self.fill()
    }

    fn start_pipeline(
        &mut self,
        start: Start<Js>,
        modules: &Modules,
        program: impl Fn(Launch<Js>) -> Result<Program<Js>, String>,
        (input, page): (&Input<Js>, Option<&Panes<Js>>),
    ) -> Result<(), String> {
        let mut reading_end: Option<End> = None;
        for launch in start.stages {
            let (transfer, mut relayed) = (Array::new(), Vec::new());
            let mut open = |end: End| {
                match &end {
                    End::Port(port) => drop(transfer.push(port)),
                    End::Relayed(own, _) => relayed.push(*own),
                }
                Js(end.into())
            };
            let stdin = match (&launch.stdin, reading_end.take()) {
                (Source::Pipe, Some(end)) => Stdin::Pipe(open(end)),
                (source, _) => self.stdin(source, input, &transfer)?,
            };
            let mut sink = |sink: Sink| -> Result<protocol::Sink<Js>, String> {
                Ok(match sink {
                    Sink::Page => protocol::Sink::Page,
                    Sink::Pipe => {
                        let (reads, writes) = self.pipe()?;
                        reading_end = Some(reads);
                        protocol::Sink::Pipe(open(writes))
                    }
                    Sink::Closed => {
                        let (reads, writes) = channel()?;
                        // As a reader says that it has left.
                        reads
                            .post_message(&JsValue::NULL)
                            .map_err(|error| said(&error))?;
                        protocol::Sink::Pipe(open(End::Port(writes)))
                    }
                })
            };
            let (stdout, stderr) = (sink(launch.sinks[0])?, sink(launch.sinks[1])?);
            let files = launch
                .files
                .iter()
                .map(|(name, pieces)| {
                    // wasmer-wasix takes bytes alone.
                    let blob = match launch.host {
                        Host::Wasix => None,
                        _ => self.large.blob(pieces, start.run),
                    };
                    let sent = blob.map_or_else(
                        || {
                            // A copy, to be moved there, and not copied once more.
                            let whole = joined(pieces);
                            transfer.push(&whole.buffer());
                            whole.into()
                        },
                        JsValue::from,
                    );
                    (name.clone(), Js(sent))
                })
                .collect();
            let stage = launch.stage;
            let mut servers = Vec::new();
            for server in &launch.servers {
                servers.push(serving(server, stage, modules)?);
            }
            let message = ToStage::Run(Run {
                servers,
                hosts: launch.hosts.clone(),
                clipboard: launch.clipboard.clone(),
                page: page.cloned(),
                id: start.run,
                stdin,
                stdout,
                stderr,
                fds: launch.fds,
                keep: launch.keep,
                grant: launch.grant.clone(),
                files,
                room: launch.room,
                program: program(launch)?,
            });
            let worker = self.post(stage, &message, &transfer)?;
            if let Some(relay) = &self.relay {
                relayed.iter().for_each(|end| relay.give(*end, &worker));
            }
        }
        self.large.keep(start.run);
        Ok(())
    }

    fn start_lines(
        &mut self,
        start: Start<Js>,
        program: impl Fn(Launch<Js>) -> Result<Program<Js>, String>,
        input: &Input<Js>,
    ) -> Result<(), String> {
        let Some(first) = start.stages.first() else {
            return Ok(());
        };
        let (stage, keep) = (first.stage, first.keep[1]);
        let fixed = first.grant.fixed;
        let transfer = Array::new();
        let stdin = self.stdin(&first.stdin, input, &transfer)?;
        let programs = start
            .stages
            .into_iter()
            .map(program)
            .collect::<Result<_, _>>()?;
        let message = ToStage::Lines(Lines {
            id: start.run,
            programs,
            stdin,
            keep,
            most: MOST_A_LINE,
            grant: Grant {
                fixed,
                ..Grant::default()
            },
            page: None,
        });
        self.post(stage, &message, &transfer)?;
        Ok(())
    }

    /// The input of a pipeline, opened; what is moved is put into `transfer`.
    fn stdin(
        &mut self,
        source: &Source<Js>,
        input: &Input<Js>,
        transfer: &Array,
    ) -> Result<Stdin<Js>, String> {
        let bytes = |bytes: &[u8]| {
            let bytes = Uint8Array::from(bytes);
            transfer.push(&bytes.buffer());
            Stdin::Bytes(vec![Js(bytes.into())])
        };
        Ok(match (source, input) {
            (Source::Pane { skip }, Input::Text(text)) => {
                bytes(text.as_bytes().get(*skip as usize..).unwrap_or_default())
            }
            (Source::Pane { skip }, Input::File { file, .. }) => {
                let blob: &Blob = file.0.unchecked_ref();
                let rest = blob
                    .slice_with_f64_and_f64(*skip as f64, blob.size())
                    .map_err(|error| said(&error))?;
                Stdin::File(Js(rest.into()))
            }
            (Source::Typed { rest, ended: true }, _) => bytes(rest),
            (Source::Typed { rest, ended: false }, _) => {
                let (reads, writes) = channel()?;
                transfer.push(&reads);
                if !rest.is_empty() {
                    send(&writes, rest)?;
                }
                self.typed = Some(writes);
                Stdin::Pipe(Js(reads.into()))
            }
            (Source::Pieces(pieces), _) => Stdin::Bytes(pieces.clone()),
            (Source::Pipe, _) => Stdin::Bytes(Vec::new()),
        })
    }

    /// A pipe, the reading end first.
    fn pipe(&mut self) -> Result<(End, End), String> {
        if let Some(relay) = &mut self.relay {
            let (reads, writes) = relay.pipe();
            return Ok((End::Relayed(reads, writes), End::Relayed(writes, reads)));
        }
        let (reads, writes) = channel()?;
        Ok((End::Port(reads), End::Port(writes)))
    }

    fn post(
        &mut self,
        stage: StageId,
        message: &ToStage<Js>,
        transfer: &Array,
    ) -> Result<Worker, String> {
        let message = values::to_value(message).map_err(|error| error.to_string())?;
        let worker = match self.idle.is_empty() {
            // The one that was started first is ready first.
            false => self.idle.remove(0),
            true => self.spawn()?,
        };
        worker
            .worker
            .post_message_with_transfer(&message, transfer)
            .map_err(|error| said(&error))?;
        let posted_to = worker.worker.clone();
        self.busy.insert(stage, worker);
        Ok(posted_to)
    }

    /// Gives the program that waits for it what was typed.
    pub fn feed(&self, bytes: &[u8]) -> Result<(), String> {
        match &self.typed {
            Some(port) => send(port, bytes),
            None => Ok(()),
        }
    }

    /// Tells it that this was all.
    pub fn feed_end(&mut self) {
        if let Some(port) = self.typed.take() {
            let _ = port.post_message(&JsValue::NULL);
        }
    }

    /// Output of a stage has been taken: it may send more.
    pub fn taken(&mut self, run: RunId, stage: StageId, bytes: u64) {
        let Some(stage) = self.busy.get_mut(|id| *id == stage) else {
            return;
        };
        stage.taken += bytes;
        if stage.taken >= TAKEN {
            let bytes = std::mem::take(&mut stage.taken);
            stage.tell(&ToStage::Taken { run, bytes });
        }
    }

    /// A stage has ended its run: its worker is free.
    pub fn release(&mut self, stage: StageId) {
        if let Some(mut worker) = self.busy.remove(|id| *id == stage) {
            worker.taken = 0;
            self.idle.push(worker);
        }
        // Those that a long command line needed are not kept for ever.
        self.idle.truncate((self.wanted + 1).max(MOST_WARM));
    }

    /// A stage has ended its run, and its worker is not to be used again.
    pub fn retire(&mut self, stage: StageId) -> Result<(), String> {
        self.retired.extend(self.busy.remove(|id| *id == stage));
        self.fill()
    }

    /// Ends whatever a stage's worker does, at once.
    pub fn terminate(&mut self, stage: StageId) -> Result<(), String> {
        self.busy.remove(|id| *id == stage);
        self.fill()
    }

    /// Ends whatever all of them do, at once.
    pub fn terminate_all(&mut self) -> Result<(), String> {
        self.busy = Few::default();
        self.retired.clear();
        self.typed = None;
        self.fill()
    }
}

fn compiled(filter: &str, modules: &Modules) -> Result<JsValue, String> {
    let module = modules.get(|name| *name == filter);
    module
        .cloned()
        .ok_or_else(|| format!("The filter {filter} is gone."))
}

fn program(
    launch: Launch<Js>,
    modules: &Modules,
    runtimes: &Runtimes,
) -> Result<Program<Js>, String> {
    Ok(Program {
        stage: launch.stage,
        module: Js(compiled(&launch.filter, modules)?),
        runtime: runtimes
            .get(|host| *host == launch.host)
            .map(|runtime| Js(runtime.into())),
        host: launch.host,
        args: launch.args,
        env: launch.env,
    })
}

/// A server, with its programs.
fn serving(
    server: &Serves,
    stage: StageId,
    modules: &Modules,
) -> Result<protocol::Server<Js>, String> {
    let each = |called| called_at(stage, called, modules);
    let programs = server.programs.iter().map(each);
    Ok(protocol::Server {
        port: server.port,
        by_line: server.by_line,
        programs: programs.collect::<Result<_, _>>()?,
        most: MOST_A_LINE,
    })
}

/// A program that a server or a plugin calls.
pub fn called_at(
    stage: StageId,
    called: &Called,
    modules: &Modules,
) -> Result<Program<Js>, String> {
    Ok(Program {
        stage,
        module: Js(compiled(&called.filter, modules)?),
        runtime: None,
        host: Host::Preview1,
        args: called.args.clone(),
        env: called.env.clone(),
    })
}

/// One end of a pipe.
enum End {
    Port(MessagePort),
    /// Its number and that of the other end.
    Relayed(u32, u32),
}

impl From<End> for JsValue {
    fn from(end: End) -> Self {
        match end {
            End::Port(port) => port.into(),
            End::Relayed(own, other) => Array::of2(&own.into(), &other.into()).into(),
        }
    }
}

/// A message port for each end, the reading one first.
fn channel() -> Result<(MessagePort, MessagePort), String> {
    let channel = MessageChannel::new().map_err(|error| said(&error))?;
    Ok((channel.port1(), channel.port2()))
}

fn send(port: &MessagePort, bytes: &[u8]) -> Result<(), String> {
    let bytes = Uint8Array::from(bytes);
    let moved = Array::of1(&bytes.buffer());
    port.post_message_with_transferable(&bytes, &moved)
        .map_err(|error| said(&error))
}

/// Pieces as one array.
pub fn joined(pieces: &[Js]) -> Uint8Array {
    let arrays: Vec<&Uint8Array> = pieces.iter().map(|piece| piece.0.unchecked_ref()).collect();
    let length = arrays.iter().map(|array| array.length()).sum();
    let whole = Uint8Array::new_with_length(length);
    let mut at = 0;
    for array in arrays {
        whole.set(array, at);
        at += array.length();
    }
    whole
}

/// How far a worker is with the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loaded {
    NotYet,
    Ready,
    /// It could not start, or broke off: it runs nothing any more.
    Crashed,
}

/// A worker; dropping it terminates it.
pub struct Stage {
    worker: Worker,
    /// Bytes of its output that were taken and not said yet.
    taken: u64,
    host: Rc<Cell<Loaded>>,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut(ErrorEvent)>,
}

impl Stage {
    /// Whether it has loaded the host.
    pub fn is_ready(&self) -> bool {
        self.host.get() == Loaded::Ready
    }

    /// Sends it a message.
    pub fn tell(&self, message: &ToStage<Js>) {
        if let Ok(message) = values::to_value(message) {
            let _ = self.worker.post_message(&message);
        }
    }

    fn spawn(
        runtime: &WebAssembly::Module,
        on_message: &Callback<FromStage<Js>>,
        relay: Option<Relay>,
    ) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker =
            Worker::new_with_options(&beside(SCRIPT), &options).map_err(|error| said(&error))?;
        let host = Rc::new(Cell::new(Loaded::NotYet));
        let loaded = host.clone();
        let emit = on_message.clone();
        let heard = Closure::new(move |event: MessageEvent| {
            if relay
                .as_ref()
                .is_some_and(|relay| relay.pass(&event.data()))
            {
                return;
            }
            let message =
                values::from_value(event.data()).unwrap_or_else(|error| FromStage::Crashed {
                    message: error.to_string(),
                });
            match message {
                FromStage::Ready { .. } => loaded.set(Loaded::Ready),
                FromStage::Crashed { .. } => loaded.set(Loaded::Crashed),
                _ => {}
            }
            emit.emit(message);
        });
        let emit = on_message.clone();
        let loaded = host.clone();
        let failed = Closure::new(move |event: ErrorEvent| {
            loaded.set(Loaded::Crashed);
            emit.emit(FromStage::Crashed {
                message: js_sys::Reflect::get(&event, &"message".into())
                    .ok()
                    .and_then(|message| message.as_string())
                    .unwrap_or_else(|| "its script cannot be loaded".to_owned()),
            });
        });
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        worker.post_message(runtime).map_err(|error| said(&error))?;
        Ok(Self {
            worker,
            taken: 0,
            host,
            _heard: heard,
            _failed: failed,
        })
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Fetches and compiles the host.
pub async fn runtime() -> Result<WebAssembly::Module, String> {
    // The scripts of its workers come at the same time. When a worker asks for them it
    // gets them from the browser's cache, and need not wait for one after the other.
    for script in [SCRIPT, "stage.js"] {
        let _ = window().fetch_with_str(&beside(script));
    }
    // It was asked for ahead (`start.js`), if the page's own program was long on its way;
    // if not, it is not to be any more.
    let (window, name) = (window(), JsValue::from("hostAhead"));
    let ahead = js_sys::Reflect::get(&window, &name);
    let ahead = ahead.ok().and_then(|ahead| ahead.dyn_into().ok());
    let _ = js_sys::Reflect::set(&window, &name, &JsValue::NULL);
    crate::library::compile::address(&beside("stage_bg.wasm"), ahead)
        .await
        .map_err(|error| said(&error))
}

/// Whether this engine lets a program wait: JSPI, by both of its names.
pub fn engine_waits() -> bool {
    let has = |name: &str| {
        js_sys::Reflect::get(&js_sys::global(), &"WebAssembly".into())
            .and_then(|wasm| js_sys::Reflect::has(&wasm, &name.into()))
            .unwrap_or(false)
    };
    has("Suspending") && has("promising")
}
