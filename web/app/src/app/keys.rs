//! The keyboard, and files dragged over the page.

use gloo_events::EventListener;
use model::session::Event as SessionEvent;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, HtmlElement, KeyboardEvent};
use yew::{Context, html::Scope};

use super::{
    App, Msg,
    notice::{Notice, Offer},
};
use crate::{
    js::{on, window},
    panes::drawer::Drawer,
};

/// A key that the page listens to, wherever the focus is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Ctrl or Cmd with Enter.
    Run,
    /// Escape.
    Escape,
    /// Ctrl or Cmd with K.
    Filters,
    /// F6, and with Shift the other way.
    NextPane { back: bool },
    /// Ctrl or Cmd with S.
    Share,
    /// `?` outside a text field.
    Help,
}

/// The elements that F6 goes through, in the order of the stream.
const ORDER: [&str; 6] = [
    "command",
    "tap",
    "stage-command",
    "stdin",
    "stdout",
    "stderr",
];

/// Listens for keys, dropped files, and what else the window tells of.
pub fn listen(link: &Scope<App>) -> Vec<EventListener> {
    let keys = link.clone();
    let over = link.clone();
    let left = link.clone();
    let dropped = link.clone();
    let resized = link.clone();
    let linked = link.clone();
    let renewed = link.clone();
    let (away, back) = (link.clone(), link.clone());
    vec![
        on(
            "pagehide",
            Box::new(move |_| away.send_message(Msg::Away(true))),
        ),
        on(
            "pageshow",
            Box::new(move |_| back.send_message(Msg::Away(false))),
        ),
        on(
            "hashchange",
            Box::new(move |_| linked.send_message(Msg::Hash)),
        ),
        on(
            // Of `web/offline`: what was opened goes on as it is.
            "newversion",
            Box::new(move |_| {
                let sentence = "There is a new version of this page.";
                renewed.send_message(Msg::Say(Notice::offering(sentence, Offer::Reload)));
            }),
        ),
        on(
            "resize",
            Box::new(move |_| resized.send_message(Msg::Paint)),
        ),
        on(
            "keydown",
            Box::new(move |event| {
                if let Some(key) = key(event.unchecked_ref()) {
                    event.prevent_default();
                    keys.send_message(Msg::Key(key));
                }
            }),
        ),
        on(
            "dragover",
            Box::new(move |event| {
                if brings_files(event.unchecked_ref()) {
                    event.prevent_default();
                    over.send_message(Msg::Dragging(true));
                }
            }),
        ),
        on(
            "dragleave",
            Box::new(move |event| {
                // It leaves the page only if it goes to no other element of it.
                if event
                    .unchecked_ref::<DragEvent>()
                    .related_target()
                    .is_none()
                {
                    left.send_message(Msg::Dragging(false));
                }
            }),
        ),
        on(
            "drop",
            Box::new(move |event| {
                let event: &DragEvent = event.unchecked_ref();
                if !brings_files(event) {
                    return;
                }
                event.prevent_default();
                let files = event.data_transfer().and_then(|data| data.files());
                let files = files.map_or(Vec::new(), |files| {
                    (0..files.length()).filter_map(|at| files.get(at)).collect()
                });
                dropped.send_message(Msg::Dropped(files));
            }),
        ),
    ]
}

fn brings_files(event: &DragEvent) -> bool {
    event
        .data_transfer()
        .is_some_and(|data| data.types().iter().any(|kind| kind == "Files"))
}

fn key(event: &KeyboardEvent) -> Option<Key> {
    // A key that is held is one key.
    if event.is_composing() || event.repeat() {
        return None;
    }
    let command = event.ctrl_key() || event.meta_key();
    match event.key().as_str() {
        "Enter" if command => Some(Key::Run),
        "Escape" => Some(Key::Escape),
        "k" if command => Some(Key::Filters),
        "s" if command => Some(Key::Share),
        "F6" => Some(Key::NextPane {
            back: event.shift_key(),
        }),
        "?" if !command && !is_typing(event) => Some(Key::Help),
        _ => None,
    }
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    target
        .is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

/// The id of what has the focus.
pub fn focused() -> Option<String> {
    let active = window().document()?.active_element()?;
    Some(active.id()).filter(|id| !id.is_empty())
}

/// Puts the focus on the element with this id, if it is there.
pub fn focus(id: &str) {
    let element = window()
        .document()
        .and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

impl App {
    /// Does what a key asks for; says whether to draw.
    pub(super) fn key(&mut self, ctx: &Context<Self>, key: Key) -> bool {
        match key {
            Key::Run => {
                self.run_pressed(ctx);
            }
            Key::Escape if self.drawer.is_some() => self.open(None),
            Key::Escape if self.looking.spot.is_some() && !self.session.is_running() => {
                self.close_look();
            }
            Key::Escape if self.session.is_running() => {
                self.event(ctx, SessionEvent::StopAsked);
            }
            Key::Escape => self.notice = None,
            // Their drawers have no room there.
            Key::Filters | Key::Help if self.embedded => return false,
            Key::Filters => self.open(Some(Drawer::Filters)),
            Key::Share => ctx.link().send_message(Msg::Drawer(Some(Drawer::Share))),
            Key::Help => ctx.link().send_message(Msg::Drawer(Some(Drawer::Help))),
            Key::NextPane { back } => {
                next_pane(back);
                return false;
            }
        }
        true
    }
}

fn next_pane(back: bool) {
    let Some(document) = window().document() else {
        return;
    };
    let there: Vec<Element> = ORDER
        .iter()
        .filter_map(|id| document.get_element_by_id(id))
        .collect();
    let active = document.active_element();
    let at = there
        .iter()
        .position(|element| Some(element) == active.as_ref());
    let count = there.len();
    let next = match (at, back) {
        (None, _) => 0,
        (Some(at), false) => (at + 1) % count,
        (Some(at), true) => (at + count - 1) % count,
    };
    if let Some(id) = there.get(next).map(Element::id) {
        focus(&id);
    }
}
