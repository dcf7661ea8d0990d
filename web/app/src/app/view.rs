//! The page, drawn.

use model::{
    protocol::Output,
    session::{Activity, Event, Input},
};
use yew::{Callback, Context, Html};

use super::{App, Files, Made, Msg, Pane, Plug, messages::to, notice::Offer, saving::Shown};
use crate::{
    location,
    panes::{
        command,
        drawer::{self, Drawer},
        element::{Element, always, tag},
        files, gallery, help, input, limits, linked, network, output, plugins, share, typed,
    },
};

impl App {
    pub(super) fn draw(&self, ctx: &Context<Self>) -> Html {
        let session = &self.session;
        let command = command::view(
            &command::Values {
                command: &session.command,
                script: &session.script,
                problem: session.problem.as_ref(),
                running: matches!(self.shown_activity(), Activity::Running(_)),
            },
            command::Asks {
                edit: to(ctx, |text| Msg::Edited(Event::CommandEdited(text))),
                run: to(ctx, |()| Msg::Event(Event::RunAsked)),
                stop: to(ctx, |()| Msg::Event(Event::StopAsked)),
            },
        );
        let stdin = self.looked_at(ctx).unwrap_or_else(|| self.stdin(ctx));
        let panes = tag("<div class='panes'>")
            .child(stdin)
            .child(self.output(ctx, Output::Stdout))
            .child(self.output(ctx, Output::Stderr));
        let below = tag("<div class='below'>")
            .child(panes)
            .child(self.open_drawer(ctx));
        let out = self.embedded.then(|| {
            tag("<a id='open' target='_blank' rel='noopener'>Open in Pourover")
                .attr("href", &self.address())
        });
        let linked = self.linked.iter();
        let main = tag("<main>")
            .child(command)
            .child(self.strip(ctx))
            .child_if(self.turns())
            .child(plugins::view(
                &self.runner.plugins,
                &to(ctx, |at| Msg::Plug(Plug::Pressed(at))),
            ))
            .child(network::view(
                &session.network,
                &session.stages,
                &to(ctx, |(wish, yes)| Msg::Answered(wish, yes)),
            ))
            .child(self.said(ctx))
            .children(linked.map(|demo| linked::view(demo, self.progress.as_ref())))
            .child(below)
            .child_if(out);
        let drop = self.dragging.then(|| {
            tag("<p class='drop'>Drop a .wasm file to add it as a filter, a .demo file to open it, any other file to make it stdin.")
        });
        let said = self.notice.as_ref().map_or("", |notice| notice.text());
        tag("<div class='page'>")
            .class("dragging", self.dragging)
            .class("embed", self.embedded)
            .child_if((!self.embedded).then(|| self.header(ctx)))
            .child(tag("<p class='hidden' role='status'>").text(said))
            .child(main)
            .child_if(drop)
            .into()
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

    fn stdin(&self, ctx: &Context<Self>) -> Element {
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
                feed: to(ctx, |feed| Msg::Edited(Event::FeedChosen(feed))),
                send: to(ctx, |line| Msg::Event(Event::Typed(line))),
                end: to(ctx, |()| Msg::Event(Event::TypedEnd)),
                edit: to(ctx, |text| {
                    Msg::Edited(Event::InputGiven(Input::Text(text)))
                }),
                select: to(ctx, |()| Msg::Plug(Plug::Selected)),
                clear: to(ctx, |()| Msg::ClearInput),
                file: to(ctx, Msg::InputFile),
                paste: to(ctx, Msg::InputPasted),
                scrolled: to(ctx, |window| Msg::Scrolled(Pane::Stdin, window)),
                fold: to(ctx, |()| Msg::Fold(Pane::Stdin)),
            },
        )
    }

    /// Says that stages take turns, where it matters.
    fn turns(&self) -> Option<Element> {
        let many = self
            .session
            .script
            .items
            .iter()
            .any(|item| item.stages.len() > 1);
        (many && !self.session.waits).then(|| {
            tag("<p id='turns' class='turns'>The stages run one after another here: this browser cannot let a program wait.")
        })
    }

    /// One node, whether something is said or not: a list that changes its
    /// length would have its neighbours drawn anew, and their focus lost.
    fn said(&self, ctx: &Context<Self>) -> Element {
        self.notice.as_ref().map_or_else(
            || tag("<>"),
            |notice| {
                let take = to(ctx, |offer| match offer {
                    Offer::Call(name) => Msg::Call(name),
                    Offer::Undo => Msg::Undo,
                    Offer::Details => Msg::Details,
                    Offer::Reload => Msg::Reload,
                });
                notice.view(&take, to(ctx, |()| Msg::Dismiss))
            },
        )
    }

    fn header(&self, ctx: &Context<Self>) -> Element {
        let show = to(ctx, Msg::Drawer);
        let button = |start, drawer| {
            let toggled = (self.drawer != Some(drawer)).then_some(drawer);
            tag(start).onclick(always(&show, toggled))
        };
        let example = self.example.as_ref();
        let shown = example.and_then(|name| self.demos.iter().find(|demo| demo.name == *name));
        let title = shown.map_or("Gallery", |demo| &demo.title);
        let gallery = button("<button id='gallery' type='button'>", Drawer::Gallery)
            .attr("aria-label", &format!("{title}, gallery"))
            .flag("disabled", self.demos.is_empty())
            .child(tag("<span>").text(title));
        let nav = tag("<nav>")
            .child(button(
                "<button id='filters' type='button'>Filters",
                Drawer::Filters,
            ))
            .child(button(
                "<button id='share' class='wide' type='button'>Share",
                Drawer::Share,
            ))
            .child(button(
                "<button id='files' class='wide' type='button'>Files",
                Drawer::Files,
            ))
            .child(button(
                "<button id='limits' class='wide' type='button'>Limits",
                Drawer::Limits,
            ))
            .child(button(
                "<button id='more' class='narrow' type='button' aria-label='More'>⋯",
                Drawer::More,
            ))
            .child(button(
                "<button id='help' class='wide' type='button' aria-label='Help'>?",
                Drawer::Help,
            ));
        tag("<header class='top'>")
            .child(tag("<h1>Pourover"))
            .child(gallery)
            .child(nav)
    }

    fn output(&self, ctx: &Context<Self>, output: Output) -> Element {
        let link = ctx.link();
        let (stream, state, pane) = match output {
            Output::Stdout => (&self.session.stdout, &self.views.stdout, Pane::Stdout),
            Output::Stderr => (&self.session.stderr, &self.views.stderr, Pane::Stderr),
        };
        let is_stderr = output == Output::Stderr;
        let footer = if is_stderr {
            tag("<>")
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

    fn open_drawer(&self, ctx: &Context<Self>) -> Element {
        let close: Callback<()> = to(ctx, |()| Msg::Drawer(None));
        match self.drawer {
            None => tag("<>"),
            Some(Drawer::Help) => help::view(self.help.as_ref(), close),
            Some(Drawer::Gallery) => gallery::view(
                &self.gallery,
                &self.demos,
                gallery::Asks {
                    search: to(ctx, Msg::Search),
                    show: to(ctx, Msg::Demo),
                    close,
                },
            ),
            Some(Drawer::Share) => share::view(
                &self.sheet,
                self.can_go_by_address(),
                to(ctx, Msg::Share),
                to(ctx, Msg::OpenDemo),
                close,
            ),
            Some(Drawer::More) => drawer::more(close, &to(ctx, |drawer| Msg::Drawer(Some(drawer)))),
            Some(Drawer::Limits) => limits::view(
                &self.session.limits,
                self.session.saves,
                self.session.grant.fixed,
                limits::Asks {
                    set: to(ctx, |limits| Msg::Event(Event::LimitsSet(limits))),
                    saves: to(ctx, |saves| Msg::Event(Event::SavesChosen(saves))),
                    fixed: to(ctx, |fixed| Msg::Edited(Event::Fixed(fixed))),
                    close,
                },
            ),
            Some(Drawer::Files) => files::view(
                &files::Values {
                    files: &self.session.files,
                    written: &self.session.written,
                    edited: self.editing.as_ref(),
                    grant: &self.session.grant,
                    in_demo: self.keeping.demo().is_some() && self.store.is_some(),
                },
                files::Asks {
                    files: to(ctx, Msg::Files),
                    download: to(ctx, |name| Msg::Download(Shown::File(name))),
                    stdin: to(ctx, Msg::FileAsInput),
                    grant: to(ctx, |change| Msg::Files(Files::Grant(change))),
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
                    call: to(ctx, Msg::Call),
                    remove: to(ctx, Msg::Remove),
                    examine: to(ctx, |(origin, name)| Msg::Examine(origin, name)),
                    forget: to(ctx, |()| Msg::ForgetRefused),
                    file: to(ctx, Msg::AddFile),
                    address: to(ctx, Msg::AddAddress),
                },
            ),
        }
    }
}
