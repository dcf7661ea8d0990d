//! The one component: it holds the session, performs its effects, and draws
//! the panes from it.

mod files;
mod keeping;
mod keys;
mod linked;
mod loading;
mod looking;
mod messages;
mod modules;
mod notice;
mod page;
mod plugins;
mod rich;
mod running;
mod saving;
mod sharing;
mod view;
mod wishes;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo_events::EventListener;
use gloo_render::AnimationFrame;
use gloo_timers::callback::Timeout;
use js_sys::{Uint8Array, WebAssembly};
use litemap::LiteMap;
use model::{
    example::Example,
    grant::{Grant, Moment},
    limits::Limits,
    link::Carried,
    module::{Card, Host},
    protocol::{FromStage, RunId},
    session::{Event, Feed, Filter, Input, Origin, Session},
    view::View,
    wish::Wish,
};
use web_sys::File;
use yew::{Component, Context, Html};

use crate::{
    bring, embed,
    js::{Js, window},
    library::{Added, Library, Refused, built_in},
    location,
    panes::{
        self,
        drawer::{Drawer, Progress},
        gallery::Gallery,
        view::{ViewState, Window},
    },
    run::{self, Modules, Runtimes, Stages},
    store::{self, Store},
};
pub use files::Files;
pub use linked::{Brought, Linked};
use looking::{Look, Looking};
use messages::later;
pub use modules::Examined;
pub use notice::Notice;
pub use plugins::Plug;
use rich::Rich;
use running::{Quiet, Waiting};
use saving::{Saver, Shown, Soon};
pub use sharing::{Made, Share, Sheet, system};

/// Said when the store does not answer: what it has is not touched then.
const NO_STORE: &str = "This browser's storage does not answer: what you left here is not shown, and what you do is not kept for a reload.";

/// The page.
pub struct App {
    /// Whether it is shown within another page: then it is compact, and keeps
    /// nothing, for the visitor's own draft is not its to overwrite.
    embedded: bool,
    session: Session<Js>,
    library: Library,
    /// The demos of the gallery; before it is fetched, that of a first visit.
    demos: Vec<Example>,
    gallery: Gallery,
    /// The text of the help, once it was fetched.
    help: Option<Result<String, String>>,
    /// The workers, once the host is compiled.
    stages: Option<Stages>,
    /// What is to run as soon as the host is there.
    waiting: Option<Waiting>,
    /// The runtimes of hosts that are fetched on demand, compiled, once a
    /// program needed them.
    runtimes: Runtimes,
    /// Ends a run that takes too long.
    deadline: Option<Timeout>,
    /// The run that it is for.
    timed: RunId,
    /// Runs again what was edited.
    rerun: Option<Timeout>,
    /// The last run that nobody asked for.
    auto: RunId,
    /// While a run that nobody asked for is quick, the page shows how the one
    /// before it ended.
    quiet: Option<Quiet>,
    /// stdout on its way to a file of the visitor's.
    saver: Option<Saver>,
    store: Option<Store>,
    /// Whether this is the first visit; not known until the store answered.
    first_visit: Option<bool>,
    /// Whether all is here that it shows by itself.
    is_settled: bool,
    drawer: Option<Drawer>,
    notice: Option<Notice>,
    /// What was there before a demo was loaded, or a program changed the page.
    before: Option<Before>,
    /// How often the visitor edited something, and whether that was since then.
    edits: u32,
    has_edited: bool,
    /// How often something else was granted: by a demo, a link, or by hand.
    opened_so_far: u32,
    progress: Option<Progress>,
    examined: Examined,
    views: Views,
    rich: Rich,
    runner: plugins::Runner,
    looking: Looking,
    /// The file of the page that is edited.
    editing: Option<panes::files::Edited>,
    /// Whether a file is dragged over the page.
    dragging: bool,
    painting: Option<AnimationFrame>,
    saving: Option<Soon>,
    /// How often the draft was saved.
    saves: Rc<Cell<u32>>,
    /// The files that the store has.
    kept: Rc<RefCell<store::Files>>,
    /// The file of stdin that it has, or that it has none, if that is known.
    kept_stdin: Rc<RefCell<Option<Option<Js>>>>,
    turn: store::Turn,
    /// Whether what the store has is another page's.
    is_others: bool,
    keeping: keeping::Keeping,
    /// Whether it was said that the draft cannot be kept.
    said_not_kept: bool,
    /// Why the host cannot be had.
    no_host: Option<String>,
    /// The example that is shown, as long as it is as it was.
    example: Option<String>,
    /// The demo that came by a link.
    linked: Option<Linked>,
    /// How many links were opened.
    links_opened: u32,
    /// Whether a link is being read.
    opening: bool,
    /// The visitor's own limits, while those of a demo hold.
    own_limits: Option<Limits>,
    /// Whether the visitor ran what was opened.
    has_run: bool,
    /// Which of the links and demo files that were read is awaited.
    reading: u32,
    /// The address is to follow.
    following: Option<Timeout>,
    /// What the address showed when the page last knew of it.
    shown: String,
    sheet: Sheet,
    /// What had the focus before a drawer was opened.
    opener: Option<String>,
    /// What gets the focus once it is drawn.
    focus_next: Option<String>,
    _listeners: Vec<EventListener>,
}

/// What was there before something else was put into the page.
struct Before {
    /// The link that it belongs to, by its number.
    linked: Option<u32>,
    /// See [`keeping::Keeping`].
    demo: Option<String>,
    command: String,
    input: Input<Js>,
    files: LiteMap<String, Vec<Js>>,
    grant: Grant,
    feed: Feed,
    limits: Limits,
    /// The visitor's own, if these are a demo's.
    own_limits: Option<Limits>,
    view: View,
    expected: rich::Expected,
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
    /// What flows through a pipe.
    Tap,
    /// The stderr of one stage.
    StageStderr,
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
    BuiltIn(Result<(Vec<Filter>, Example), String>),
    /// The store is open, with what the last visit left, or there is none, or it does not
    /// answer.
    Store(Result<Option<store::Opened>, ()>),
    /// The programs of a run are compiled.
    Compiled(RunId, Modules),
    /// The runtime of a host is compiled.
    Fetched(Host, WebAssembly::Module),
    /// The page is left, or there again: by Back it comes as it was.
    Away(bool),
    /// Run again what was edited.
    Rerun,
    /// The time of a run that nobody asked for is over.
    TooSlow(u32),
    /// That run is not so quick: show it.
    Loud,
    /// A file was chosen as a module.
    AddFile(File),
    /// An address was given for a module.
    AddAddress(String),
    /// How far it is.
    Progress(Progress),
    /// The visitor's module is in the library, or was refused.
    Added(Result<Added, Box<Refused>>),
    /// What is at an address could not be fetched.
    NotFetched(String),
    /// Show what the doctor says of the file that was refused.
    Details,
    /// The file that was refused is not to be shown any more.
    ForgetRefused,
    /// Have the doctor look at a filter, if it did not yet.
    Examine(Origin, String),
    /// What it says, or why it says nothing.
    Examined(Origin, String, Result<Card, String>),
    /// Forget one of the visitor's modules.
    Remove(String),
    /// A file was chosen as stdin.
    InputFile(File),
    /// Much text was pasted.
    InputPasted(String),
    /// stdin is to be emptied.
    ClearInput,
    /// The draft could not be kept: the sentence that says so, if it is to be said.
    NotKept(Option<String>),
    /// One of the visitor's modules is gone.
    Removed(String),
    /// stdin was read, or could not be.
    InputRead(Result<Input<Js>, String>),
    /// All of these, one after the other.
    All(Vec<Msg>),
    /// Files were dropped on the page.
    Dropped(Vec<File>),
    /// A file is dragged over the page, or no more.
    Dragging(bool),
    /// The gallery was fetched.
    Gallery(Result<Vec<Example>, String>),
    /// The help was fetched.
    Help(Result<String, String>),
    /// Show what of the gallery has these words.
    Search(String),
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
    Mode(Pane, View),
    /// What draws other views than text and hex is there, or cannot be had.
    Rich(Option<rich::Module>),
    /// What stdout is expected to be from now on.
    Expect(Option<(String, Uint8Array)>),
    /// A pane was scrolled.
    Scrolled(Pane, Window),
    /// Fold or unfold a pane.
    Fold(Pane),
    /// Copy a pane's text.
    Copy(Shown),
    /// Download a pane's bytes.
    Download(Shown),
    /// Something in the strip, or what it opened.
    Look(Look),
    /// Something in the drawer of files.
    Files(Files),
    /// One is to be stdin.
    FileAsInput(String),
    /// Say this.
    Say(Notice),
    /// Say nothing.
    Dismiss,
    /// Keep the draft now.
    Save,
    /// Another link was put into the address.
    Hash,
    /// A link or a demo file was read, by the number of the reading; with what stands behind
    /// `#`, if it was a link.
    Linked(u32, Result<Carried<Js>, String>, Option<String>),
    /// What is kept for this demo was read, or could not be.
    Kept(String, keeping::Kept),
    /// What the doctor says of one of the programs of this link.
    LinkedCard(u32, usize, Result<Card, String>),
    /// The programs of this link may run, and are here.
    Accepted(u32, Result<Vec<Filter>, String>),
    /// Show the command line in the address.
    Follow,
    /// A demo file was chosen or dropped.
    OpenDemo(File),
    /// Something in the sheet for sharing.
    Share(Share),
    /// The visitor says yes or no to what a program asks for.
    Answered(Wish, bool),
    /// This is in the clipboard, which was asked for when so often something else
    /// had been granted.
    Pasted(u32, Result<String, String>),
    /// Something for the plugins.
    Plug(Plug),
    /// Load the page again.
    Reload,
}

impl Component for App {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let library = Library::default();
        let link = ctx.link();
        later(ctx, async { Msg::Runtime(run::runtime().await) });
        later(ctx, async { Msg::BuiltIn(built_in::list().await) });
        let embedded = embed::is_asked();
        later(ctx, async move {
            Msg::Store(match embedded {
                true => Ok(None),
                false => Store::opened().await,
            })
        });
        let mut session = Session::default();
        session.on(Event::EngineWaits(run::engine_waits()));
        let mut app = Self {
            embedded,
            session,
            library,
            demos: Vec::new(),
            gallery: Gallery::default(),
            help: None,
            stages: None,
            waiting: None,
            runtimes: Runtimes::default(),
            deadline: None,
            timed: 0,
            rerun: None,
            auto: 0,
            quiet: None,
            saver: None,
            store: None,
            first_visit: None,
            is_settled: false,
            drawer: None,
            notice: None,
            before: None,
            edits: 0,
            opened_so_far: 0,
            has_edited: false,
            progress: None,
            examined: Examined::default(),
            views: Views {
                stdin_folded: true,
                stderr_folded: true,
                ..Views::default()
            },
            rich: Rich::default(),
            runner: plugins::Runner::default(),
            looking: Looking::default(),
            editing: None,
            dragging: false,
            painting: None,
            saving: None,
            saves: Rc::default(),
            kept: Rc::default(),
            kept_stdin: Rc::default(),
            turn: store::Turn::new(),
            is_others: false,
            keeping: keeping::Keeping::default(),
            said_not_kept: false,
            no_host: None,
            example: None,
            linked: None,
            links_opened: 0,
            opening: false,
            own_limits: None,
            has_run: false,
            reading: 0,
            following: None,
            shown: location::shown(),
            sheet: Sheet::default(),
            opener: None,
            focus_next: None,
            _listeners: keys::listen(link),
        };
        app.open_link(ctx);
        app
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Event(Event::FromStage(FromStage::Crashed { .. }))
                if !self.stages.as_ref().is_some_and(Stages::have_crashed) =>
            {
                return false;
            }
            Msg::Event(Event::RunAsked) => return self.run_pressed(ctx),
            Msg::Event(event) => {
                if matches!(event, Event::LimitsSet(_)) {
                    // They are the visitor's own from here on.
                    self.own_limits = None;
                }
                return self.event(ctx, event);
            }
            Msg::Paint => self.painting = None,
            Msg::Runtime(compiled) => self.runtime(ctx, compiled),
            Msg::BuiltIn(Ok((filters, first))) => {
                self.expect_filters(&filters);
                self.event(ctx, Event::FiltersListed(Origin::BuiltIn, filters));
                self.demos = vec![first];
                self.run_linked(ctx);
                self.welcome(ctx);
            }
            Msg::Gallery(Ok(demos)) => {
                self.demos = demos;
                self.gallery.is_whole = true;
            }
            Msg::Help(text) => self.help = Some(text),
            Msg::Search(words) => self.gallery.search = words,
            Msg::BuiltIn(Err(sentence))
            | Msg::Gallery(Err(sentence))
            | Msg::InputRead(Err(sentence)) => {
                self.notice = Some(Notice::trouble(sentence));
            }
            Msg::Store(opened) => {
                let answers = opened.is_ok();
                self.opened(ctx, opened.ok().flatten());
                if !answers {
                    self.notice = Some(Notice::trouble(NO_STORE));
                }
            }
            Msg::Compiled(run, modules) => self.compiled(ctx, run, modules),
            Msg::Fetched(host, runtime) => {
                self.runtimes.insert(host, runtime);
                self.notice.take_if(|notice| notice.is_passing());
            }
            Msg::Away(true) => self.rest(),
            Msg::Away(false) => self.warm(),
            Msg::Rerun => self.rerun(ctx),
            Msg::TooSlow(run) => return self.too_slow(ctx, run),
            Msg::Loud => self.quiet = None,
            Msg::AddFile(file) => self.add(ctx, file),
            Msg::AddAddress(address) => self.fetch(ctx, address),
            Msg::Progress(progress) => self.progress = Some(progress),
            Msg::Added(Ok(added)) => self.added(ctx, added),
            Msg::Added(Err(refused)) => self.refused(*refused),
            Msg::NotFetched(sentence) => {
                self.progress = None;
                self.notice = Some(Notice::trouble(sentence));
            }
            Msg::Details => self.details(),
            Msg::ForgetRefused => self.examined.refused = None,
            Msg::Examine(origin, name) => self.examine(ctx, origin, name),
            Msg::Examined(origin, name, card) => self.examined.cards.insert((origin, name), card),
            Msg::Remove(name) => self.remove(ctx, name),
            Msg::Removed(name) => {
                self.examined.forget(&name);
                self.notice = Some(Notice::plain(format!("{name} was removed.")));
                self.event(ctx, Event::FilterRemoved(name));
            }
            Msg::NotKept(sentence) => {
                self.keeping.forget_stored();
                match sentence {
                    // The page is there again, by Back.
                    None => self.save_soon(ctx),
                    Some(_) if self.said_not_kept => return false,
                    Some(sentence) => {
                        self.said_not_kept = true;
                        self.notice = Some(Notice::trouble(sentence));
                    }
                }
            }
            Msg::InputFile(file) => later(ctx, async move {
                Msg::InputRead(bring::input(file.name(), file.into()).await)
            }),
            Msg::InputPasted(text) => {
                let bytes = Uint8Array::from(text.as_bytes());
                let input = bring::input_of_bytes("pasted text".to_owned(), &bytes);
                self.replace_input(ctx, input);
            }
            Msg::InputRead(Ok(input)) => self.replace_input(ctx, input),
            Msg::ClearInput => self.replace_input(ctx, Input::Text(String::new())),
            Msg::All(messages) => {
                for message in messages {
                    ctx.link().send_message(message);
                }
            }
            Msg::Dropped(files) => {
                self.dragging = false;
                later(ctx, async { Msg::All(sort_out(files).await) });
            }
            Msg::Dragging(dragging) => {
                let changed = self.dragging != dragging;
                self.dragging = dragging;
                return changed;
            }
            Msg::Demo(name) => {
                self.read_none(ctx);
                self.open(None);
                if let Some(demo) = self.demos.iter().find(|demo| demo.name == name) {
                    location::enter(&demo.link);
                    self.shown = location::shown();
                }
                self.load(ctx, &name, Some(location::shown()));
            }
            Msg::Call(name) => self.call(ctx, &name),
            Msg::Undo => {
                let before = self.before.take();
                self.restore(ctx, before);
            }
            Msg::Drawer(drawer) => {
                if drawer == Some(Drawer::Gallery) && !self.gallery.is_whole {
                    later(ctx, async { Msg::Gallery(built_in::gallery().await) });
                }
                if drawer == Some(Drawer::Help) && !matches!(self.help, Some(Ok(_))) {
                    later(ctx, async { Msg::Help(built_in::help().await) });
                }
                self.open(drawer);
                if drawer == Some(Drawer::Share) {
                    self.visitor_did(ctx, Moment::Save, "save");
                    self.share(ctx, Share::Make);
                }
            }
            Msg::Key(key) => return self.key(ctx, key),
            Msg::Mode(pane, mode) => {
                self.view_state(pane).mode = mode;
                self.choose(ctx);
            }
            Msg::Rich(module) => self.rich_came(module),
            Msg::Expect(bytes) => self.expect(ctx, bytes),
            Msg::Scrolled(pane, window) => self.view_state(pane).window = window,
            Msg::Edited(event) => {
                let is_command = matches!(event, Event::CommandEdited(_));
                let what = match &event {
                    Event::InputGiven(_) => "edit stdin",
                    _ => "edit command",
                };
                let drawn = self.event(ctx, event);
                self.visitor_did(ctx, Moment::Edit, what);
                if self.embedded {
                    self.sheet.outdate();
                }
                if is_command {
                    self.looking.draft = None;
                }
                self.edited(ctx);
                return drawn;
            }
            Msg::Fold(Pane::Stdin) => self.views.stdin_folded ^= true,
            Msg::Fold(_) => self.views.stderr_folded ^= true,
            Msg::Copy(shown) => self.copy(ctx, &shown),
            Msg::Download(shown) => {
                self.download(&shown);
                self.visitor_did(ctx, Moment::Save, "save");
            }
            Msg::Look(look) => self.look(ctx, look),
            Msg::Files(asked) => self.files(ctx, asked),
            Msg::FileAsInput(name) => {
                let pieces = self.session.files.get(&name).cloned().unwrap_or_default();
                let input = bring::input_of_bytes(name, &run::joined(&pieces));
                self.replace_input(ctx, input);
            }
            Msg::Say(notice) => self.notice = Some(notice),
            Msg::Dismiss => self.notice = None,
            Msg::Save => self.save(ctx),
            Msg::Hash => self.travelled(ctx),
            Msg::Linked(number, carried, link) if number == self.reading => {
                self.linked(ctx, carried, link);
            }
            // Something else was opened meanwhile.
            Msg::Linked(..) => return false,
            Msg::Kept(demo, kept) => self.kept_came(ctx, &demo, kept),
            Msg::LinkedCard(number, at, card) => self.linked_card(number, at, card),
            Msg::Accepted(number, filters) => self.accepted(ctx, number, filters),
            Msg::Follow => {
                // A link that was followed meanwhile is about to be heard of, and stays.
                if !self.embedded && !self.opening && location::shown() == self.shown {
                    location::follow(&self.session.command);
                    self.shown = location::shown();
                }
                // What leads out of a frame takes along what was made there.
                let is_shown = self.embedded || self.drawer == Some(Drawer::Share);
                if is_shown && self.session.input.bytes() <= sharing::UNASKED {
                    self.share(ctx, Share::Make);
                }
                return false;
            }
            Msg::OpenDemo(file) => self.open_demo_file(ctx, file.into()),
            Msg::Share(share) => self.share(ctx, share),
            Msg::Answered(wish, yes) => self.answered(ctx, wish, yes),
            Msg::Pasted(asked, text) => self.pasted(ctx, asked, text),
            Msg::Plug(plug) => return self.plug(ctx, plug),
            Msg::Reload => drop(window().location().reload()),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        self.draw(ctx)
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first && self.embedded {
            embed::tell_height();
        }
        self.show_rich(ctx);
        if let Some(id) = self.focus_next.take() {
            keys::focus(&id);
        }
        // What is visible is what the element says: it may be new, or of
        // another size than at the last scroll.
        for (pane, id) in [
            (Pane::Stdin, "stdin"),
            (Pane::Stdout, "stdout"),
            (Pane::Stderr, "stderr"),
            (Pane::Tap, "tap"),
            (Pane::StageStderr, "stage-stderr"),
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
        if is_module || file.name().to_ascii_lowercase().ends_with(".wasm") {
            messages.push(Msg::AddFile(file));
        } else if file.name().ends_with(".demo") {
            messages.push(Msg::OpenDemo(file));
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
            Pane::Tap => &mut self.looking.tap,
            Pane::StageStderr => &mut self.looking.stderr,
        }
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
        self.visitor_did(ctx, Moment::Edit, "edit command");
        self.focus_next = Some("command".to_owned());
    }
}
