//! The page, drawn.

use model::{
    protocol::Output,
    session::{Event, Input},
};
use web_sys::{HtmlSelectElement, MouseEvent};
use yew::{Callback, Context, Html, TargetCast, html};

use super::{App, Msg, Pane, notice::Offer};
use crate::panes::{
    command,
    drawer::{self, Drawer},
    input, output,
};

impl App {
    pub(super) fn draw(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let session = &self.session;
        let command = command::view(
            &command::Values {
                command: &session.command,
                line: &session.line,
                problem: session.problem.as_ref(),
                running: session.is_running(),
            },
            command::Asks {
                edit: link.callback(|text| Msg::Edited(Event::CommandEdited(text))),
                run: link.callback(|()| Msg::Event(Event::RunAsked)),
                stop: link.callback(|()| Msg::Event(Event::StopAsked)),
            },
        );
        let stdin = input::view(
            &input::Values {
                input: &session.input,
                state: &self.views.stdin,
                folded: self.views.stdin_folded,
            },
            input::Asks {
                edit: link.callback(|text| Msg::Edited(Event::InputGiven(Input::Text(text)))),
                clear: link.callback(|()| Msg::ClearInput),
                file: link.callback(Msg::InputFile),
                paste: link.callback(Msg::InputPasted),
                scrolled: link.callback(|window| Msg::Scrolled(Pane::Stdin, window)),
                fold: link.callback(|()| Msg::Fold(Pane::Stdin)),
            },
        );
        html! {
            <div class={yew::classes!("page", self.dragging.then_some("dragging"))}>
                { self.header(ctx) }
                <p class="hidden" role="status">{ self.notice.as_ref().map_or("", |notice| notice.text()) }</p>
                <main>
                    { command }
                    { self.said(ctx) }
                    <div class="below">
                        <div class="panes">
                            { stdin }
                            { self.output(ctx, Output::Stdout) }
                            { self.output(ctx, Output::Stderr) }
                        </div>
                        { self.open_drawer(ctx) }
                    </div>
                </main>
                if self.dragging {
                    <p class="drop">{ "Drop a .wasm file to add it as a filter, any other file to make it stdin." }</p>
                }
            </div>
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
        let choose = link.callback(Msg::Demo);
        let onchange = move |event: yew::Event| {
            choose.emit(event.target_unchecked_into::<HtmlSelectElement>().value());
        };
        html! {
            <header class="top">
                <h1>{ "Pourover" }</h1>
                <select id="demo" aria-label="Examples" {onchange}>
                    <option value="">{ "Examples" }</option>
                    { for self.demos.iter().map(|demo| {
                        html! { <option value={demo.name.clone()}>{ &demo.demo.title }</option> }
                    }) }
                </select>
                <nav>
                    <button id="filters" type="button" onclick={open(Drawer::Filters)}>{ "Filters" }</button>
                    <button id="help" type="button" aria-label="Help" onclick={open(Drawer::Help)}>{ "?" }</button>
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
            output::status(&self.session.activity, self.session.runs())
        };
        let folded = is_stderr && self.views.stderr_folded;
        output::view(
            &output::Values {
                output,
                stream,
                state,
                folded,
            },
            output::Asks {
                mode: link.callback(move |mode| Msg::Mode(pane, mode)),
                scrolled: link.callback(move |window| Msg::Scrolled(pane, window)),
                copy: link.callback(move |()| Msg::Copy(output)),
                download: link.callback(move |()| Msg::Download(output)),
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
            Some(Drawer::Help) => drawer::help(close),
            Some(Drawer::Filters) => drawer::filters(
                &self.session.filters,
                self.progress.as_ref(),
                drawer::Asks {
                    close,
                    call: link.callback(Msg::Call),
                    remove: link.callback(Msg::Remove),
                    file: link.callback(Msg::AddFile),
                    address: link.callback(Msg::AddAddress),
                },
            ),
        }
    }
}
