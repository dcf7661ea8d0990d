//! A demo that came by a link or as a demo file: it is put into the page, and
//! what is a stranger's runs only after somebody pressed Run.

use gloo_timers::callback::Timeout;
use js_sys::{Array, decode_uri_component};
use litemap::LiteMap;
use model::{
    limits::Limits,
    link::Carried,
    module::Card,
    session::{Event, Feed, Filter, Origin},
    view::View,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;
use yew::Context;

use super::{
    App, Before, Msg,
    keeping::Then,
    messages::later,
    notice::{Notice, Offer},
    rich::Expected,
};
use crate::{bring, doctor, js::Js, links, location, panes::drawer::Progress};

/// The address follows an edit after this long, in milliseconds: an engine
/// allows a hundred changes in half a minute.
const FOLLOW: u32 = 400;

/// A demo that came by a link.
pub struct Linked {
    /// Which one it is: what was fetched for one does not count for another.
    number: u32,
    /// One line.
    pub title: String,
    /// What it shows.
    pub prose: String,
    /// Why it does not run by itself.
    pub asks: Vec<String>,
    /// The programs that it brings.
    pub modules: Vec<Brought>,
    /// Whether nothing of it may run yet.
    pub waits: bool,
    /// Whether it is to be run by itself, once the filters are known.
    runs: bool,
    /// Whether Run was pressed, and its programs are on their way.
    is_accepted: bool,
}

/// A program that a link brings.
pub struct Brought {
    /// What the command line calls it by.
    pub name: String,
    /// What the doctor says of it, once it is here and was looked at.
    pub card: Option<Result<Card, String>>,
    /// It, if it is here.
    file: Option<Blob>,
    /// Its address and its SHA-256, if it is not.
    pub far: Option<(String, String)>,
}

impl Linked {
    /// Which of the links that were opened it is.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Whether it is still to be run by itself.
    pub fn runs(&self) -> bool {
        self.runs
    }
}

impl App {
    /// Reads what stands behind `#`.
    pub(super) fn open_link(&mut self, ctx: &Context<Self>) {
        let fragment = location::fragment();
        if !fragment.is_empty() {
            self.read_link(ctx, fragment);
        }
    }

    fn read_link(&mut self, ctx: &Context<Self>, fragment: String) {
        let number = self.read_none(ctx);
        self.opening = true;
        // The edits before it are not to take its place in the address.
        self.following = None;
        later(ctx, async move {
            let carried = carried("open", &JsValue::from(&fragment)).await;
            Msg::Linked(number, carried, Some(fragment))
        });
    }

    /// What is being read is not wanted any more; gives the number of the next reading. What
    /// was edited until now is kept before something else takes its place.
    pub(super) fn read_none(&mut self, ctx: &Context<Self>) -> u32 {
        self.save_now(ctx);
        self.opening = false;
        self.reading += 1;
        self.reading
    }

    /// What a link calls that can be read as it is comes at the same time as what reads
    /// links: over a slow line it would wait for that.
    pub(super) fn expect_filters(&self, filters: &[Filter]) {
        let fragment = match self.opening {
            true => location::fragment(),
            false => return,
        };
        let command = fragment.split('&').next().unwrap_or_default();
        let command = decode_uri_component(command).map_or_else(|_| String::new(), String::from);
        let calls = |name: &str| {
            let mut words = command.split(|next: char| !next.is_ascii_alphanumeric());
            words.any(|word| word == name)
        };
        for filter in filters.iter().filter(|filter| calls(&filter.name)) {
            self.library.expect(&filter.name);
        }
    }

    /// The address is another one, by a link or by Back: what was made here
    /// comes back as it was, if it is what the address shows.
    pub(super) fn travelled(&mut self, ctx: &Context<Self>) {
        let shown = location::shown();
        self.shown.clone_from(&shown);
        // What was there at first is under no name.
        let is_shown = |before: &Before| {
            let is_first = shown.is_empty() && before.linked.is_none();
            is_first || location::of_command(&before.command) == shown
        };
        let was_opening = self.opening;
        self.read_none(ctx);
        if !location::fragment().is_empty() {
            self.open_link(ctx);
        } else if was_opening && location::of_command(&self.session.command) == shown {
            // Back before the link was read: all is as it was.
        } else if self.before.as_ref().is_some_and(is_shown) {
            let before = self.before.take();
            self.remember();
            self.restore(ctx, before);
        } else if !shown.is_empty() {
            self.read_link(ctx, shown);
        }
    }

    /// Reads a demo file.
    pub(super) fn open_demo_file(&mut self, ctx: &Context<Self>, file: Blob) {
        let number = self.read_none(ctx);
        later(ctx, async move {
            Msg::Linked(number, carried("open_file", &file).await, None)
        });
    }

    /// Puts a demo into the page.
    /// `link` is what stood behind `#`, if that is where it came from.
    pub(super) fn linked(
        &mut self,
        ctx: &Context<Self>,
        carried: Result<Carried<Js>, String>,
        link: Option<String>,
    ) {
        self.opening = false;
        let carried = match carried {
            Ok(carried) => carried,
            Err(sentence) => {
                return self.not_opened(ctx, sentence);
            }
        };
        self.save_now(ctx);
        self.remember();
        self.keep_for_demo(ctx);
        match &link {
            // Nor are those that were made while it was read.
            Some(_) => (self.following, self.has_run) = (None, false),
            None => self.follow_soon(ctx),
        }
        self.editing = None;
        self.leave_link(ctx);
        self.event(ctx, Event::StopAsked);
        (self.example, self.drawer, self.rerun) = (None, None, None);
        let input = bring::input_given("stdin of the link", carried.stdin.0.unchecked_ref());
        let mut files = LiteMap::new();
        for (name, bytes) in carried.files {
            files.insert(model::session::file_name(&name), vec![bytes]);
        }
        let feed = match carried.feed.as_str() {
            "typed" => Feed::Typed,
            "lines" => Feed::Lines,
            _ => Feed::Whole,
        };
        for event in [
            Event::CommandEdited(carried.command),
            Event::FilesGiven(files),
            Event::Granted(carried.grant),
            Event::FeedChosen(feed),
            Event::InputGiven(input),
        ] {
            self.event(ctx, event);
        }
        self.views.stdout.mode = View::of(&carried.view);
        self.rich.expected = Expected::default();
        self.limits_brought(ctx, carried.limits);
        let number = self.links_opened + 1;
        let mut modules = Vec::new();
        for (at, (name, bytes)) in carried.modules.into_iter().enumerate() {
            let file = Blob::new_with_u8_array_sequence(&Array::of1(&bytes.0)).ok();
            if let Some(file) = file.clone() {
                later(ctx, async move {
                    Msg::LinkedCard(number, at, doctor::examine(&file).await)
                });
            }
            modules.push(Brought {
                name,
                card: None,
                file,
                far: None,
            });
        }
        for [name, address, sha256] in carried.far {
            modules.push(Brought {
                name,
                card: None,
                file: None,
                far: Some((address, sha256)),
            });
        }
        let waits = !carried.asks.is_empty();
        self.links_opened = number;
        self.linked = Some(Linked {
            number,
            title: carried.title,
            prose: carried.prose,
            asks: carried.asks,
            modules,
            waits,
            runs: !waits,
            is_accepted: false,
        });
        self.enter_demo(ctx, link, Then::Run);
        let problems = carried.problems.join(" ");
        self.notice = (!problems.is_empty()).then(|| Notice::trouble(problems));
        self.offer_what_was();
        self.run_linked(ctx);
    }

    /// What was opened has limits of its own, or runs with the visitor's.
    pub(super) fn limits_brought(&mut self, ctx: &Context<Self>, brought: Option<Limits>) {
        let own = self.own_limits.take().unwrap_or(self.session.limits);
        self.own_limits = brought.map(|_| own);
        self.event(ctx, Event::LimitsSet(brought.unwrap_or(own)));
    }

    /// What was opened cannot be read: the page is as it was before.
    fn not_opened(&mut self, ctx: &Context<Self>, sentence: String) {
        if self.is_untouched() {
            match self.before.take() {
                None => self.first_visit = self.first_visit.map(|_| true),
                before => self.restore(ctx, before),
            }
        } else if self.following.is_some() {
            // It was edited while that was read.
            self.follow_soon(ctx);
        }
        self.notice = Some(Notice::trouble(sentence));
        self.welcome(ctx);
    }

    /// What was there before the link is not lost.
    pub(super) fn offer_what_was(&mut self) {
        if self.linked.is_some() && self.before.is_some() {
            let notice = self.notice.take().filter(|notice| !notice.can_undo());
            let notice = notice.unwrap_or_else(|| {
                Notice::plain("This demo came by a link; what was here before is kept.")
            });
            self.notice = Some(notice.and(Offer::Undo));
        }
    }

    /// Runs what may run by itself, once the filters are known.
    pub(super) fn run_linked(&mut self, ctx: &Context<Self>) {
        let known = !self.demos.is_empty() && !self.keeping.waits();
        if let Some(linked) = self.linked.as_mut().filter(|linked| known && linked.runs) {
            linked.runs = false;
            // What is wrong with the link was not read by anybody yet.
            let notice = self.notice.take();
            self.event(ctx, Event::RunAsked);
            self.notice = notice;
        }
        if !self.session.is_running() {
            self.settle();
        }
    }

    /// Run was pressed for a link that waited: its programs are fetched, checked
    /// and compiled, then all is run.
    pub(super) fn accept_link(&mut self, ctx: &Context<Self>) {
        let Some(linked) = &mut self.linked else {
            return;
        };
        if std::mem::replace(&mut linked.is_accepted, true) {
            return;
        }
        let number = linked.number;
        let mut wanted = Vec::new();
        for Brought {
            name, file, far, ..
        } in &linked.modules
        {
            wanted.push((name.clone(), file.clone(), far.clone()));
        }
        let library = self.library.clone();
        let pages = self.session.limits.pages();
        let link = ctx.link().clone();
        later(ctx, async move {
            let mut filters: Vec<Filter> = Vec::new();
            for (name, file, far) in wanted {
                let file = match (file, far) {
                    (Some(file), _) => Ok(file),
                    (None, Some((address, sha256))) => {
                        let progress = |received, total| {
                            link.send_message(Msg::Progress(Progress {
                                what: address.clone(),
                                received,
                                total,
                            }));
                        };
                        fetch(&name, &address, &sha256, progress).await
                    }
                    (None, None) => Err(format!("The program {name} is not in the link.")),
                };
                let added = match file {
                    Ok(file) => library.add_linked(&name, &file, pages, &link).await,
                    Err(sentence) => Err(sentence),
                };
                match added {
                    Ok(filter) => filters.push(filter),
                    Err(sentence) => return Msg::Accepted(number, Err(sentence)),
                }
            }
            Msg::Accepted(number, Ok(filters))
        });
    }

    /// What the doctor says of one of its programs.
    pub(super) fn linked_card(&mut self, number: u32, at: usize, card: Result<Card, String>) {
        let linked = self
            .linked
            .as_mut()
            .filter(|linked| linked.number == number);
        if let Some(module) = linked.and_then(|linked| linked.modules.get_mut(at)) {
            module.card = Some(card);
        }
    }

    /// The programs of the link are here, or not.
    pub(super) fn accepted(
        &mut self,
        ctx: &Context<Self>,
        number: u32,
        added: Result<Vec<Filter>, String>,
    ) {
        if self
            .linked
            .as_ref()
            .is_none_or(|linked| linked.number != number)
        {
            return;
        }
        self.progress = None;
        match added {
            Ok(filters) => {
                if let Some(linked) = &mut self.linked {
                    linked.waits = false;
                    self.event(ctx, Event::FiltersListed(Origin::Linked, filters));
                    // Else it runs when its files are there.
                    if !self.keeping.runs_then() {
                        self.event(ctx, Event::RunAsked);
                    }
                }
            }
            Err(sentence) => {
                if let Some(linked) = &mut self.linked {
                    linked.is_accepted = false;
                }
                self.notice = Some(Notice::trouble(sentence));
            }
        }
    }

    /// Whether nothing may run before Run is pressed.
    pub(super) fn link_waits(&self) -> bool {
        self.linked.as_ref().is_some_and(|linked| linked.waits)
    }

    /// Something else is put into the page.
    pub(super) fn leave_link(&mut self, ctx: &Context<Self>) {
        if self.linked.take().is_some() {
            self.event(ctx, Event::FiltersListed(Origin::Linked, Vec::new()));
        }
    }

    /// The address is to follow the command line.
    pub(super) fn follow_soon(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        self.following = Some(Timeout::new(FOLLOW, move || link.send_message(Msg::Follow)));
    }
}

async fn carried(what: &str, given: &JsValue) -> Result<Carried<Js>, String> {
    let answer = links::read(what, given).await?;
    values::from_value(answer).map_err(|error| error.to_string())
}

/// Fetches a program that must have this hash.
async fn fetch(
    name: &str,
    address: &str,
    sha256: &str,
    progress: impl FnMut(u64, Option<u64>),
) -> Result<Blob, String> {
    let file = bring::fetch(address, progress).await?;
    let found = links::write("sha256", &[&file]).await?;
    let found = found.as_string().unwrap_or_default();
    if found == sha256 {
        return Ok(file);
    }
    let short = |hash: &str| hash.chars().take(8).collect::<String>();
    Err(format!(
        "What is at {address} is not the program {name} of this link: its SHA-256 begins with {}, and should with {}. It was changed, and does not run; ask for a new link.",
        short(&found),
        short(sha256)
    ))
}
