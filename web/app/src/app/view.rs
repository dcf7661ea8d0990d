//! The page, drawn.

use model::{
    protocol::Output,
    session::{Activity, Event, Input},
};
use web_sys::MouseEvent;
use yew::{Callback, Context, Html, html};

use super::{App, Files, Made, Msg, Pane, Plug, notice::Offer, saving::Shown};
use crate::{
    location,
    panes::{
        command,
        drawer::{self, Drawer},
        files, gallery, help, input, limits, linked, network, output, plugins, share, typed,
    },
};

impl App {
    pub(super) fn draw(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let session = &self.session;
        let command = command::view(
            &command::Values {
                command: &session.command,
                script: &session.script,
                problem: session.problem.as_ref(),
                running: matches!(self.shown_activity(), Activity::Running(_)),
            },
            command::Asks {
                edit: link.callback(|text| Msg::Edited(Event::CommandEdited(text))),
                run: link.callback(|()| Msg::Event(Event::RunAsked)),
                stop: link.callback(|()| Msg::Event(Event::StopAsked)),
            },
        );
        let stdin = self.looked_at(ctx).unwrap_or_else(|| self.stdin(ctx));
        html! {
            <div class={yew::classes!("page", self.dragging.then_some("dragging"), self.embedded.then_some("embed"))}>
                if !self.embedded {
                    { self.header(ctx) }
                }
                <p class="hidden" role="status">{ self.notice.as_ref().map_or("", |notice| notice.text()) }</p>
                <main>
                    { command }
                    { self.strip(ctx) }
                    { self.turns() }
                    { plugins::view(&self.runner.plugins, &link.callback(|at| Msg::Plug(Plug::Pressed(at)))) }
                    { network::view(&self.session.network, &self.session.stages, &link.callback(|(wish, yes)| Msg::Answered(wish, yes))) }
                    { self.said(ctx) }
                    { for self.linked.iter().map(|demo| linked::view(demo, self.progress.as_ref())) }
                    <div class="below">
                        <div class="panes">
                            { stdin }
                            { self.output(ctx, Output::Stdout) }
                            { self.output(ctx, Output::Stderr) }
                        </div>
                        { self.open_drawer(ctx) }
                    </div>
                    if self.embedded {
                        <a id="open" href={self.address()} target="_blank" rel="noopener">{ "Open in Pourover" }</a>
                    }
                </main>
                if self.dragging {
                    <p class="drop">{ "Drop a .wasm file to add it as a filter, a .demo file to open it, any other file to make it stdin." }</p>
                }
            </div>
        }
    }

    /// Where the whole page is, with what is in this one: all of it, but for what is
    /// too large, and in the moment after an edit the command line alone.
    fn address(&self) -> String {
        let made = self.sheet.get(Made::Link);
        if !made.is_empty() {
            return made.to_owned();
        }
        if self.linked.is_some() && self.following.is_none() {
            return format!("./#{}", location::shown());
        }
        format!("./#{}", location::of_command(&self.session.command))
    }

    fn stdin(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let session = &self.session;
        input::view(
            &input::Values {
                input: &session.input,
                state: &self.views.stdin,
                folded: self.views.stdin_folded,
                typed: typed::Values {
                    feed: session.feed,
                    typed: &session.typed,
                    ended: session.typed_ended,
                    running: session.is_running(),
                    awaited: self.is_awaited(),
                    waits: session.waits,
                },
                read: self.read_so_far(),
            },
            input::Asks {
                feed: link.callback(|feed| Msg::Edited(Event::FeedChosen(feed))),
                send: link.callback(|line| Msg::Event(Event::Typed(line))),
                end: link.callback(|()| Msg::Event(Event::TypedEnd)),
                edit: link.callback(|text| Msg::Edited(Event::InputGiven(Input::Text(text)))),
                select: link.callback(|()| Msg::Plug(Plug::Selected)),
                clear: link.callback(|()| Msg::ClearInput),
                file: link.callback(Msg::InputFile),
                paste: link.callback(Msg::InputPasted),
                scrolled: link.callback(|window| Msg::Scrolled(Pane::Stdin, window)),
                fold: link.callback(|()| Msg::Fold(Pane::Stdin)),
            },
        )
    }

    /// Says that stages take turns, where it matters.
    fn turns(&self) -> Html {
        let many = self
            .session
            .script
            .items
            .iter()
            .any(|item| item.stages.len() > 1);
        match many && !self.session.waits {
            true => html! {
                <p id="turns" class="turns">{ "The stages run one after another here: this browser cannot let a program wait." }</p>
            },
            false => Html::default(),
        }
    }

    /// One node, whether something is said or not: a list that changes its
    /// length would have its neighbours drawn anew, and their focus lost.
    fn said(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        self.notice.as_ref().map_or_else(Html::default, |notice| {
            notice.view(
                link.callback(|offer| match offer {
                    Offer::Call(name) => Msg::Call(name),
                    Offer::Undo => Msg::Undo,
                    Offer::Details => Msg::Details,
                    Offer::Reload => Msg::Reload,
                }),
                link.callback(|()| Msg::Dismiss),
            )
        })
    }

    fn header(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let open = |drawer: Drawer| {
            let toggled = if self.drawer == Some(drawer) {
                None
            } else {
                Some(drawer)
            };
            link.callback(move |_: MouseEvent| Msg::Drawer(toggled))
        };
        let example = self.example.as_ref();
        let shown = example.and_then(|name| self.demos.iter().find(|demo| demo.name == *name));
        let title = shown.map_or("Gallery", |demo| &demo.title);
        html! {
            <header class="top">
                <h1>{ "Pourover" }</h1>
                <button id="gallery" type="button" aria-label={format!("{title}, gallery")} disabled={self.demos.is_empty()} onclick={open(Drawer::Gallery)}><span>{ title.to_owned() }</span></button>
                <nav>
                    <button id="filters" type="button" onclick={open(Drawer::Filters)}>{ "Filters" }</button>
                    <button id="share" class="wide" type="button" onclick={open(Drawer::Share)}>{ "Share" }</button>
                    <button id="files" class="wide" type="button" onclick={open(Drawer::Files)}>{ "Files" }</button>
                    <button id="limits" class="wide" type="button" onclick={open(Drawer::Limits)}>{ "Limits" }</button>
                    <button id="more" class="narrow" type="button" aria-label="More" onclick={open(Drawer::More)}>{ "⋯" }</button>
                    <button id="help" class="wide" type="button" aria-label="Help" onclick={open(Drawer::Help)}>{ "?" }</button>
                </nav>
            </header>
        }
    }

    fn output(&self, ctx: &Context<Self>, output: Output) -> Html {
        let link = ctx.link();
        let (stream, state, pane) = match output {
            Output::Stdout => (&self.session.stdout, &self.views.stdout, Pane::Stdout),
            Output::Stderr => (&self.session.stderr, &self.views.stderr, Pane::Stderr),
        };
        let is_stderr = output == Output::Stderr;
        let footer = if is_stderr {
            Html::default()
        } else {
            output::status(self.shown_activity(), self.session.runs())
        };
        let folded = is_stderr && self.views.stderr_folded;
        output::view(
            &output::Values {
                output,
                stream,
                state,
                view: match is_stderr {
                    true => state.plain(stream),
                    false => self.shown(),
                },
                folded,
                saved: !is_stderr && self.session.is_saved(),
            },
            output::Asks {
                mode: link.callback(move |mode| Msg::Mode(pane, mode)),
                scrolled: link.callback(move |window| Msg::Scrolled(pane, window)),
                copy: link.callback(move |()| Msg::Copy(Shown::Pane(output))),
                download: link.callback(move |()| Msg::Download(Shown::Pane(output))),
                fold: link.callback(move |()| Msg::Fold(pane)),
            },
            footer,
        )
    }

    fn open_drawer(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let close: Callback<()> = link.callback(|()| Msg::Drawer(None));
        match self.drawer {
            None => Html::default(),
            Some(Drawer::Help) => help::view(self.help.as_ref(), close),
            Some(Drawer::Gallery) => gallery::view(
                &self.gallery,
                &self.demos,
                gallery::Asks {
                    search: link.callback(Msg::Search),
                    show: link.callback(Msg::Demo),
                    close,
                },
            ),
            Some(Drawer::Share) => share::view(
                &self.sheet,
                self.can_go_by_address(),
                link.callback(Msg::Share),
                link.callback(Msg::OpenDemo),
                close,
            ),
            Some(Drawer::More) => {
                drawer::more(close, link.callback(|drawer| Msg::Drawer(Some(drawer))))
            }
            Some(Drawer::Limits) => limits::view(
                &self.session.limits,
                self.session.saves,
                self.session.grant.fixed,
                limits::Asks {
                    set: link.callback(|limits| Msg::Event(Event::LimitsSet(limits))),
                    saves: link.callback(|saves| Msg::Event(Event::SavesChosen(saves))),
                    fixed: link.callback(|fixed| Msg::Edited(Event::Fixed(fixed))),
                    close,
                },
            ),
            Some(Drawer::Files) => files::view(
                &files::Values {
                    files: &self.session.files,
                    written: &self.session.written,
                    edited: self.editing.as_ref(),
                    grant: &self.session.grant,
                },
                files::Asks {
                    files: link.callback(Msg::Files),
                    download: link.callback(|name| Msg::Download(Shown::File(name))),
                    stdin: link.callback(Msg::FileAsInput),
                    grant: link.callback(|change| Msg::Files(Files::Grant(change))),
                    close,
                },
            ),
            Some(Drawer::Filters) => drawer::filters(
                &drawer::Values {
                    filters: &self.session.filters,
                    progress: self.progress.as_ref(),
                    examined: &self.examined,
                },
                drawer::Asks {
                    close,
                    call: link.callback(Msg::Call),
                    remove: link.callback(Msg::Remove),
                    examine: link.callback(|(origin, name)| Msg::Examine(origin, name)),
                    forget: link.callback(|()| Msg::ForgetRefused),
                    file: link.callback(Msg::AddFile),
                    address: link.callback(Msg::AddAddress),
                },
            ),
        }
    }
}
