//! The finger in the stream: the strip, and what it opens in place of stdin, a
//! tap on a pipe or the card of a stage.

use model::{
    exit::Exit,
    grant::Moment,
    pipeline::Item,
    protocol::StageId,
    session::{Event, StageRun, State},
};
use yew::Context;

use super::{App, Msg, Pane, messages::to, saving::Shown};
use crate::{
    js::Js,
    panes::{
        element::Element,
        stage,
        strip::{self, Spot},
        tap,
        view::ViewState,
    },
};

/// What is looked at, and how.
#[derive(Default)]
pub struct Looking {
    /// What the strip was asked to open.
    pub spot: Option<Spot>,
    /// Which piece of the strip the Tab key stops at.
    pub at: usize,
    /// The text of a stage while it is edited: it may be no command yet.
    pub draft: Option<String>,
    /// How the tap is shown.
    pub tap: ViewState,
    /// How the stage's stderr is shown.
    pub stderr: ViewState,
}

/// What the visitor does with the strip and what it opened.
pub enum Look {
    /// A piece of the strip was touched.
    Pick(Spot),
    /// The Tab key's place in the strip moved.
    At(usize),
    /// Back to stdin.
    Close,
    /// A stage's text is edited.
    Draft(Option<String>),
    /// A stage is to change places, by so many.
    Shift(StageId, isize),
}

impl App {
    pub(super) fn look(&mut self, ctx: &Context<Self>, look: Look) {
        match look {
            Look::Pick(Spot::Stdout) => self.focus_next = Some("stdout".to_owned()),
            Look::Pick(Spot::Stdin) => {
                self.looking.spot = None;
                self.views.stdin_folded = false;
                self.focus_next = Some("stdin".to_owned());
            }
            Look::Pick(spot) => {
                self.looking.draft = None;
                self.looking.spot = match self.looking.spot == Some(spot) {
                    true => None,
                    false => Some(spot),
                };
            }
            Look::At(at) => self.looking.at = at,
            Look::Close => self.close_look(),
            Look::Draft(draft) => self.looking.draft = draft,
            Look::Shift(stage, by) => {
                let before = self.session.command.clone();
                self.event(ctx, Event::StageMoved(stage, by));
                if self.session.command != before {
                    self.looking.draft = None;
                    self.looking.spot = Some(Spot::Stage(stage.saturating_add_signed(by as i32)));
                    self.visitor_did(ctx, Moment::Edit, "edit command");
                    self.edited(ctx);
                }
            }
        }
    }

    /// Back to stdin; the focus goes back to the strip.
    pub(super) fn close_look(&mut self) {
        if self.looking.spot.take().is_some() {
            self.looking.draft = None;
            self.focus_next = Some(format!("strip-{}", self.looking.at));
        }
    }

    /// After an edit: what is not there any more is not looked at.
    pub(super) fn look_again(&mut self) {
        let count = self.session.script.stages().count();
        if let Some(Spot::Pipe(stage) | Spot::Stage(stage)) = self.looking.spot
            && stage as usize >= count
        {
            self.looking.spot = None;
            self.looking.draft = None;
        }
    }

    /// The run of a stage, if it was of the stage as it is now.
    fn run_of(&self, stage: StageId) -> Option<&StageRun<Js>> {
        let now = self.session.script.stages().nth(stage as usize)?;
        let text = self.session.command.get(now.span.clone())?;
        let run = self.session.stages.get(stage as usize)?;
        (run.text == text && run.state != State::Idle).then_some(run)
    }

    pub(super) fn strip(&self, ctx: &Context<Self>) -> Element {
        let session = &self.session;
        strip::view(
            &strip::Values {
                script: &session.script,
                command: &session.command,
                disabled: &session.disabled,
                stages: &session.stages,
                input_bytes: session.input.bytes(),
                feed: session.feed,
                running: session.is_running(),
                selected: self.looking.spot,
                at: self.looking.at,
            },
            strip::Asks {
                pick: to(ctx, |spot| Msg::Look(Look::Pick(spot))),
                at: to(ctx, |at| Msg::Look(Look::At(at))),
            },
        )
    }

    /// What is in place of the stdin pane, if anything is.
    pub(super) fn looked_at(&self, ctx: &Context<Self>) -> Option<Element> {
        match self.looking.spot? {
            Spot::Pipe(stage) => Some(self.tap(ctx, stage)),
            Spot::Stage(stage) => self.card(ctx, stage),
            Spot::Stdin | Spot::Stdout => None,
        }
    }

    fn tap(&self, ctx: &Context<Self>, stage: StageId) -> Element {
        let link = ctx.link();
        let (item, at) = place(&self.session.script.items, stage);
        let name = |stage: Option<&model::pipeline::Stage>| {
            stage
                .and_then(|stage| stage.args.first())
                .map_or("stdout".to_owned(), |name| name.fill(0))
        };
        let stages = item.map_or(&[][..], |item| &item.stages);
        tap::view(
            &tap::Values {
                writer: &name(stages.get(at)),
                reader: &name(stages.get(at + 1)),
                stream: self.run_of(stage).map(StageRun::piped),
                state: &self.looking.tap,
                running: self.session.is_running(),
            },
            tap::Asks {
                mode: to(ctx, |mode| Msg::Mode(Pane::Tap, mode)),
                scrolled: to(ctx, |window| Msg::Scrolled(Pane::Tap, window)),
                copy: link.callback(move |()| Msg::Copy(Shown::Tap(stage))),
                download: link.callback(move |()| Msg::Download(Shown::Tap(stage))),
                close: to(ctx, |()| Msg::Look(Look::Close)),
            },
        )
    }

    fn card(&self, ctx: &Context<Self>, id: StageId) -> Option<Element> {
        let link = ctx.link();
        let session = &self.session;
        let now = session.script.stages().nth(id as usize)?;
        let (item, at) = place(&session.script.items, id);
        let last = item.map_or(0, |item| item.stages.len() - 1);
        let name = now.args.first().map_or(String::new(), |name| name.fill(0));
        let first_id = id - at as StageId;
        let before = (first_id..id)
            .rev()
            .find(|other| !session.disabled.contains(other))
            .and_then(|before| self.run_of(before));
        let by_imports = session
            .filters
            .iter()
            .find(|filter| filter.name == name)
            .map_or_else(Default::default, |filter| filter.host);
        let edited = move |event| Msg::Edited(event);
        let chosen = name.clone();
        Some(stage::view(
            &stage::Values {
                text: &session.command[now.span.clone()],
                draft: self.looking.draft.as_deref(),
                run: self.run_of(id),
                before,
                off: session.disabled.contains(&id),
                first: at == 0,
                last: at == last,
                by_imports,
                chosen: session
                    .hosts
                    .get(&name)
                    .copied()
                    .filter(|host| host.can_take_over_from(by_imports)),
                state: &self.looking.stderr,
                name: &name,
            },
            stage::Asks {
                draft: to(ctx, |draft| Msg::Look(Look::Draft(draft))),
                edit: link.callback(move |text| edited(Event::StageEdited(id, text))),
                run: to(ctx, |()| Msg::Event(Event::RunAsked)),
                toggle: link.callback(move |()| edited(Event::StageToggled(id))),
                shift: link.callback(move |by| Msg::Look(Look::Shift(id, by))),
                host: link.callback(move |host| edited(Event::HostChosen(chosen.clone(), host))),
                scrolled: to(ctx, |window| Msg::Scrolled(Pane::StageStderr, window)),
                close: to(ctx, |()| Msg::Look(Look::Close)),
            },
        ))
    }

    /// Whether the program that reads what is typed waits for it.
    pub(super) fn is_awaited(&self) -> bool {
        use model::protocol::Waits;
        let mut running = self
            .session
            .stages
            .iter()
            .filter(|stage| stage.state == State::Running);
        running.any(|stage| stage.waits == Some(Waits::Input) && stage.is_first())
    }

    /// How much of the input was read, while a run goes on.
    pub(super) fn read_so_far(&self) -> Option<u64> {
        if !self.session.is_running() {
            return None;
        }
        let first = self.session.stages.iter().find(|stage| stage.is_first())?;
        match &first.state {
            State::Ended(Exit::Exited(_)) => None,
            _ => Some(first.read),
        }
    }
}

/// The pipeline that a stage is in, and its place there.
fn place(items: &[Item], stage: StageId) -> (Option<&Item>, usize) {
    let mut left = stage as usize;
    for item in items {
        if left < item.stages.len() {
            return (Some(item), left);
        }
        left -= item.stages.len();
    }
    (None, 0)
}
