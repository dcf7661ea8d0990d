//! The one component: it holds the session, performs its effects, and draws
//! the panes from it.

mod keys;
mod notice;
mod saving;
mod view;

use std::{cell::Cell, rc::Rc};

use gloo_events::EventListener;
use gloo_render::AnimationFrame;
use gloo_timers::callback::Timeout;
use js_sys::{Uint8Array, WebAssembly};
use model::{
    protocol::{FromStage, Output},
    session::{Activity, Effect, Event, Filter, Input, Origin, Session, Start},
};
use web_sys::File;
use yew::{Component, Context, Html};

use crate::{
    bring,
    js::Js,
    library::{Library, NamedDemo},
    panes::{
        drawer::{Drawer, Progress},
        view::{Mode, ViewState, Window},
    },
    run::{self, Stages},
    store::{Draft, Store},
};
use notice::{Notice, Offer};

/// The demo that a first visit shows.
const FIRST: &str = "sort";

/// The page.
pub struct App {
    session: Session<Js>,
    library: Library,
    demos: Vec<NamedDemo>,
    /// The workers, once the host is compiled.
    stages: Option<Stages>,
    /// What is to run as soon as the host is there.
    waiting: Option<(Start, WebAssembly::Module)>,
    store: Option<Store>,
    /// Whether this is the first visit; not known until the store answered.
    first_visit: Option<bool>,
    drawer: Option<Drawer>,
    notice: Option<Notice>,
    /// What was there before a demo was loaded.
    before: Option<(String, Input<Js>)>,
    progress: Option<Progress>,
    views: Views,
    /// Whether a file is dragged over the page.
    dragging: bool,
    painting: Option<AnimationFrame>,
    saving: Option<Timeout>,
    /// How often the draft was saved.
    saves: Rc<Cell<u32>>,
    /// Whether it was said that the draft cannot be kept.
    said_not_kept: bool,
    /// Why the host cannot be had.
    no_host: Option<String>,
    /// The example that is shown, as long as it is as it was.
    example: Option<String>,
    /// What had the focus before a drawer was opened.
    opener: Option<String>,
    /// What gets the focus once it is drawn.
    focus_next: Option<String>,
    _listeners: Vec<EventListener>,
}

/// What each pane remembers of its view.
#[derive(Default)]
struct Views {
    stdin: ViewState,
    stdout: ViewState,
    stderr: ViewState,
    stdin_folded: bool,
    stderr_folded: bool,
}

/// A pane of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// fd 0
    Stdin,
    /// fd 1
    Stdout,
    /// fd 2
    Stderr,
}

/// What the app hears.
pub enum Msg {
    /// Something for the session.
    Event(Event<Js>),
    /// The same, by the visitor's own hand.
    Edited(Event<Js>),
    /// New output is to be drawn.
    Paint,
    /// The host is compiled, or not.
    Runtime(Result<WebAssembly::Module, String>),
    /// The list of what comes with the page.
    BuiltIn(Result<(Vec<Filter>, Vec<NamedDemo>), String>),
    /// The store is open, or not; with what the last visit left.
    Store(Option<(Store, Option<Draft>)>),
    /// A program is compiled.
    Compiled(Start, WebAssembly::Module),
    /// A file was chosen as a module.
    AddFile(File),
    /// An address was given for a module.
    AddAddress(String),
    /// How far it is.
    Progress(Progress),
    /// The visitor's module is in the library, or was refused.
    Added(Result<(Filter, Option<String>), String>),
    /// Forget one of the visitor's modules.
    Remove(String),
    /// A file was chosen as stdin.
    InputFile(File),
    /// Much text was pasted.
    InputPasted(String),
    /// stdin is to be emptied.
    ClearInput,
    /// The draft could not be kept, and why.
    NotKept(String),
    /// One of the visitor's modules is gone.
    Removed(String),
    /// stdin was read, or could not be.
    InputRead(Result<Input<Js>, String>),
    /// Files were dropped on the page.
    Dropped(Vec<File>),
    /// A file is dragged over the page, or no more.
    Dragging(bool),
    /// Load this demo.
    Demo(String),
    /// Put this filter into the command line.
    Call(String),
    /// Bring back what was there before.
    Undo,
    /// Open or close a drawer.
    Drawer(Option<Drawer>),
    /// A key that the page listens to.
    Key(keys::Key),
    /// Show a pane's bytes otherwise.
    Mode(Pane, Mode),
    /// A pane was scrolled.
    Scrolled(Pane, Window),
    /// Fold or unfold a pane.
    Fold(Pane),
    /// Copy a pane's text.
    Copy(Output),
    /// Download a pane's bytes.
    Download(Output),
    /// Say this.
    Say(Notice),
    /// Say nothing.
    Dismiss,
    /// Keep the draft now.
    Save,
}

impl Component for App {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let library = Library::default();
        let link = ctx.link();
        link.send_future(async { Msg::Runtime(run::runtime().await) });
        let listed = library.clone();
        link.send_future(async move { Msg::BuiltIn(listed.built_in().await) });
        link.send_future(async {
            let opened = async {
                let store = Store::open().await.ok()?;
                let draft = store.draft().await.ok().flatten();
                Some((store, draft))
            };
            Msg::Store(opened.await)
        });
        Self {
            session: Session::default(),
            library,
            demos: Vec::new(),
            stages: None,
            waiting: None,
            store: None,
            first_visit: None,
            drawer: None,
            notice: None,
            before: None,
            progress: None,
            views: Views {
                stdin_folded: true,
                stderr_folded: true,
                ..Views::default()
            },
            dragging: false,
            painting: None,
            saving: None,
            saves: Rc::default(),
            said_not_kept: false,
            no_host: None,
            example: None,
            opener: None,
            focus_next: None,
            _listeners: keys::listen(link),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let link = ctx.link().clone();
        match msg {
            Msg::Event(event) => return self.event(ctx, event),
            Msg::Paint => self.painting = None,
            Msg::Runtime(compiled) => self.runtime(ctx, compiled),
            Msg::BuiltIn(Ok((filters, demos))) => {
                self.event(ctx, Event::FiltersListed(Origin::BuiltIn, filters));
                self.demos = demos;
                self.welcome(ctx);
            }
            Msg::BuiltIn(Err(sentence))
            | Msg::Added(Err(sentence))
            | Msg::InputRead(Err(sentence)) => {
                self.progress = None;
                self.notice = Some(Notice::trouble(sentence));
            }
            Msg::Store(opened) => self.opened(ctx, opened),
            Msg::Compiled(start, module) => self.start(ctx, start, module),
            Msg::AddFile(file) => {
                let library = self.library.clone();
                link.send_future(async move {
                    Msg::Added(match bring::read(&file).await {
                        Ok(bytes) => library.add(&file.name(), bytes).await,
                        Err(sentence) => Err(sentence),
                    })
                });
            }
            Msg::AddAddress(address) => self.fetch(ctx, address),
            Msg::Progress(progress) => self.progress = Some(progress),
            Msg::Added(Ok((filter, warning))) => self.added(ctx, filter, warning),
            Msg::Remove(name) => {
                let library = self.library.clone();
                let gone = name;
                link.send_future(async move {
                    library.remove(&gone).await;
                    Msg::Removed(gone)
                });
            }
            Msg::Removed(name) => {
                self.notice = Some(Notice::plain(format!("{name} was removed.")));
                self.event(ctx, Event::FilterRemoved(name));
            }
            Msg::NotKept(why) => {
                if std::mem::replace(&mut self.said_not_kept, true) {
                    return false;
                }
                self.notice = Some(Notice::trouble(format!(
                    "What you typed cannot be kept for a reload ({why}): this browser's storage may be full."
                )));
            }
            Msg::InputFile(file) => link.send_future(async move {
                Msg::InputRead(bring::input(file.name(), file.into()).await)
            }),
            Msg::InputPasted(text) => {
                let bytes = Uint8Array::from(text.as_bytes());
                let input = bring::input_of_bytes("pasted text".to_owned(), &bytes);
                self.replace_input(ctx, input);
            }
            Msg::InputRead(Ok(input)) => self.replace_input(ctx, input),
            Msg::ClearInput => self.replace_input(ctx, Input::Text(String::new())),
            Msg::Dropped(files) => {
                self.dragging = false;
                ctx.link().send_future_batch(sort_out(files));
            }
            Msg::Dragging(dragging) => {
                let changed = self.dragging != dragging;
                self.dragging = dragging;
                return changed;
            }
            Msg::Demo(name) => self.load(ctx, &name),
            Msg::Call(name) => self.call(ctx, &name),
            Msg::Undo => {
                self.notice = None;
                self.example = None;
                if let Some((command, input)) = self.before.take() {
                    self.event(ctx, Event::CommandEdited(command));
                    self.event(ctx, Event::InputGiven(input));
                }
            }
            Msg::Drawer(drawer) => self.open(drawer),
            Msg::Key(key) => return self.key(ctx, key),
            Msg::Mode(pane, mode) => self.view_state(pane).mode = mode,
            Msg::Scrolled(pane, window) => self.view_state(pane).window = window,
            Msg::Edited(event) => {
                self.example = None;
                return self.event(ctx, event);
            }
            Msg::Fold(Pane::Stdin) => self.views.stdin_folded ^= true,
            Msg::Fold(_) => self.views.stderr_folded ^= true,
            Msg::Copy(output) => self.copy(ctx, output),
            Msg::Download(output) => self.download(output),
            Msg::Say(notice) => self.notice = Some(notice),
            Msg::Dismiss => self.notice = None,
            Msg::Save => self.save(ctx),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        self.draw(ctx)
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        keys::show_example(self.example.as_deref().unwrap_or_default());
        if let Some(id) = self.focus_next.take() {
            keys::focus(&id);
        }
        // What is visible is what the element says: it may be new, or of
        // another size than at the last scroll.
        for (pane, id) in [
            (Pane::Stdin, "stdin"),
            (Pane::Stdout, "stdout"),
            (Pane::Stderr, "stderr"),
        ] {
            let seen = Window::of(id);
            if self.view_state(pane).window != seen {
                ctx.link().send_message(Msg::Scrolled(pane, seen));
            }
        }
    }
}

/// A dropped file is a module if it looks like one or calls itself one; the
/// first other is stdin.
async fn sort_out(files: Vec<File>) -> Vec<Msg> {
    let mut messages = Vec::new();
    let mut input: Option<String> = None;
    for file in files {
        let magic = match file.slice_with_i32_and_i32(0, 4) {
            Ok(start) => bring::read(&start).await.map(|bytes| bytes.to_vec()),
            Err(_) => Ok(Vec::new()),
        };
        let is_module = magic.is_ok_and(|magic| magic == b"\0asm");
        if is_module || file.name().to_lowercase().ends_with(".wasm") {
            messages.push(Msg::AddFile(file));
        } else if let Some(input) = &input {
            let sentence = format!(
                "stdin is one file: {input} was taken, {} was not.",
                file.name()
            );
            messages.push(Msg::Say(Notice::trouble(sentence)));
        } else {
            input = Some(file.name());
            messages.push(Msg::InputFile(file));
        }
    }
    messages
}

impl App {
    fn view_state(&mut self, pane: Pane) -> &mut ViewState {
        match pane {
            Pane::Stdin => &mut self.views.stdin,
            Pane::Stdout => &mut self.views.stdout,
            Pane::Stderr => &mut self.views.stderr,
        }
    }

    /// Gives the session an event and performs what it asks for; says whether
    /// to draw at once.
    fn event(&mut self, ctx: &Context<Self>, event: Event<Js>) -> bool {
        let is_output = matches!(event, Event::FromStage(FromStage::Output { .. }));
        if matches!(event, Event::RunAsked) {
            // Who runs something has read what was said, and wants to see it run.
            self.notice.take_if(|notice| !notice.can_undo());
            self.drawer = None;
        }
        let runs = self.session.is_running();
        for effect in self.session.on(event) {
            match effect {
                Effect::Start(start) => self.prepare(ctx, start),
                Effect::Terminate | Effect::Retire => {
                    self.waiting = None;
                    if let Some(Err(sentence)) = self.stages.as_mut().map(Stages::replace) {
                        self.notice = Some(Notice::trouble(sentence));
                    }
                }
                Effect::KeepDraft => self.save_soon(ctx),
            }
        }
        if is_output {
            self.paint_soon(ctx);
        }
        let failed =
            matches!(&self.session.activity, Activity::Ended { exit, .. } if !exit.is_success());
        if runs && failed && self.session.stderr.written() > 0 {
            // Where there is little room, the reason is not left folded away.
            self.views.stderr_folded = false;
        }
        !is_output
    }

    /// However much output comes, it is drawn once a frame.
    fn paint_soon(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        self.painting.get_or_insert_with(|| {
            gloo_render::request_animation_frame(move |_| link.send_message(Msg::Paint))
        });
    }

    /// Gets the program of a run.
    fn prepare(&mut self, ctx: &Context<Self>, start: Start) {
        let Some(filter) = self
            .session
            .filters
            .iter()
            .find(|filter| filter.name == start.filter)
            .cloned()
        else {
            return;
        };
        if let Some(module) = self.library.compiled(&filter) {
            return self.start(ctx, start, module);
        }
        let library = self.library.clone();
        ctx.link().send_future(async move {
            match library.compile(&filter).await {
                Ok(module) => Msg::Compiled(start, module),
                Err(sentence) => Msg::Event(Event::NoProgram(start.run, sentence)),
            }
        });
    }

    fn start(&mut self, ctx: &Context<Self>, start: Start, module: WebAssembly::Module) {
        if self.session.activity != Activity::Running(start.run) {
            return;
        }
        match &mut self.stages {
            None if self.no_host.is_some() => {
                let why = self.no_host.clone().unwrap_or_default();
                self.event(ctx, Event::NoProgram(start.run, why));
            }
            None => self.waiting = Some((start, module)),
            Some(stages) => {
                if let Err(sentence) = stages.run(&start, &module, &self.session.input) {
                    self.event(ctx, Event::NoProgram(start.run, sentence));
                }
            }
        }
    }

    fn runtime(&mut self, ctx: &Context<Self>, compiled: Result<WebAssembly::Module, String>) {
        let heard = ctx
            .link()
            .callback(|message| Msg::Event(Event::FromStage(message)));
        match compiled.and_then(|runtime| Stages::new(runtime, heard)) {
            Ok(stages) => {
                self.stages = Some(stages);
                if let Some((start, module)) = self.waiting.take() {
                    self.start(ctx, start, module);
                }
            }
            Err(why) => {
                self.no_host = Some(format!(
                    "What runs the filters cannot be loaded ({why}): reload the page, or use a newer browser."
                ));
                if let Some((start, module)) = self.waiting.take() {
                    self.start(ctx, start, module);
                }
            }
        }
    }

    fn opened(&mut self, ctx: &Context<Self>, opened: Option<(Store, Option<Draft>)>) {
        if let Some((store, draft)) = opened {
            self.library.keep_in(store.clone());
            self.store = Some(store);
            let library = self.library.clone();
            ctx.link().send_future(async move {
                Msg::Event(Event::FiltersListed(Origin::Own, library.own().await))
            });
            if let Some(draft) = draft.filter(|_| self.is_untouched()) {
                self.first_visit = Some(false);
                self.session.on(Event::CommandEdited(draft.command.clone()));
                match draft.input() {
                    Ok(input) => drop(self.session.on(Event::InputGiven(input))),
                    Err(sentence) => self.notice = Some(Notice::trouble(sentence)),
                }
            }
        }
        self.first_visit.get_or_insert(true);
        self.welcome(ctx);
    }

    /// The first visit shows a running example; later ones what was left.
    fn welcome(&mut self, ctx: &Context<Self>) {
        if self.is_untouched()
            && self.first_visit == Some(true)
            && self.demos.iter().any(|demo| demo.name == FIRST)
        {
            self.load(ctx, FIRST);
            self.before = None;
            self.notice = None;
        }
    }

    fn is_untouched(&self) -> bool {
        self.session.command.is_empty() && self.session.input == Input::Text(String::new())
    }

    /// Remembers what the visitor has made, for Undo; an example is not theirs.
    fn remember(&mut self) {
        if self.example.is_none() && !self.is_untouched() {
            self.before = Some((self.session.command.clone(), self.session.input.clone()));
        }
    }

    /// Fills stdin with something else, which can be undone.
    fn replace_input(&mut self, ctx: &Context<Self>, input: Input<Js>) {
        let was_empty = self.session.input == Input::Text(String::new());
        self.remember();
        let example = self.example.take();
        let words = match &input {
            Input::Text(_) => "stdin is empty now.".to_owned(),
            Input::File { name, .. } => format!("stdin is {name} now."),
        };
        self.event(ctx, Event::InputGiven(input));
        self.notice = match example.is_none() && !was_empty && self.before.is_some() {
            true => Some(Notice::offering(words, Offer::Undo)),
            false => None,
        };
    }

    /// Puts an example into the page and runs it: it calls filters that come
    /// with the page, or the visitor's own of the same name.
    fn load(&mut self, ctx: &Context<Self>, name: &str) {
        let Some(demo) = self.demos.iter().find(|demo| demo.name == name) else {
            return;
        };
        let demo = demo.demo.clone();
        self.remember();
        self.event(ctx, Event::CommandEdited(demo.command));
        let input = match String::from_utf8(demo.stdin) {
            // A text field would turn a carriage return into a newline.
            Ok(text) if !text.contains(['\r', '\0']) => Input::Text(text),
            Ok(text) => bring::input_of_bytes(name.to_owned(), &Uint8Array::from(text.as_bytes())),
            Err(error) => {
                bring::input_of_bytes(name.to_owned(), &Uint8Array::from(error.as_bytes()))
            }
        };
        self.event(ctx, Event::InputGiven(input));
        self.event(ctx, Event::RunAsked);
        self.example = Some(name.to_owned());
        let words = format!("{}: {}", demo.title, demo.prose);
        self.notice = Some(match self.before {
            Some(_) => Notice::offering(words, Offer::Undo),
            None => Notice::plain(words),
        });
    }

    /// Opens a drawer and takes the focus there, or closes it and gives the
    /// focus back.
    fn open(&mut self, drawer: Option<Drawer>) {
        if drawer.is_some() && self.drawer.is_none() {
            self.opener = keys::focused();
        }
        self.focus_next = match drawer {
            Some(_) => Some("close".to_owned()),
            None => self.opener.take().or_else(|| Some("command".to_owned())),
        };
        self.drawer = drawer;
    }

    /// Puts a filter's name into the command line.
    fn call(&mut self, ctx: &Context<Self>, name: &str) {
        self.drawer = None;
        self.notice = None;
        self.event(ctx, Event::CommandEdited(model::words::quote(name)));
        self.example = None;
        self.focus_next = Some("command".to_owned());
    }

    fn fetch(&mut self, ctx: &Context<Self>, address: String) {
        let library = self.library.clone();
        let link = ctx.link().clone();
        self.notice = None;
        ctx.link().send_future(async move {
            let what = address.clone();
            let fetched = bring::fetch(&address, |received, total| {
                link.send_message(Msg::Progress(Progress {
                    what: what.clone(),
                    received,
                    total,
                }));
            });
            Msg::Added(match fetched.await {
                Ok(bytes) => library.add(&address, bytes).await,
                Err(sentence) => Err(sentence),
            })
        });
    }

    fn added(&mut self, ctx: &Context<Self>, filter: Filter, warning: Option<String>) {
        self.progress = None;
        let name = filter.name.clone();
        self.event(ctx, Event::FilterAdded(filter));
        let sentence = match warning {
            Some(warning) => format!("{name} was added; {warning}"),
            None => format!("{name} was added, and stays in this browser until you remove it."),
        };
        self.notice = Some(Notice::offering(sentence, Offer::Call(name)));
    }
}
