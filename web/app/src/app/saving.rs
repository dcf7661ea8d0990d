//! What leaves the panes: to the clipboard, to a file, to the next visit.

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::Array;
use model::{
    protocol::{Output, StageId},
    stream::Stream,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlAnchorElement, Url};
use yew::Context;

use super::{App, Msg, messages::later, notice::Notice};
use crate::{
    bring,
    js::{Js, on, said, window},
    location,
    panes::{counted, view},
    store::{Draft, Files, Put, stdin_of},
};

/// Edits are kept when there was no other for this long, in milliseconds, and at the
/// page's end.
const PAUSE: u32 = 100;

/// What is to be kept then. It listens for no longer than that: a page that listens for
/// its end is not always kept for Back.
pub struct Soon {
    _pause: Timeout,
    _end: [EventListener; 2],
}

/// The clipboard takes so much of a hex dump, in rows of 16 bytes.
const HEX_ROWS: u64 = 65_536;

/// What can be copied or downloaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// An output pane.
    Pane(Output),
    /// The first bytes of what flowed out of a stage.
    Tap(StageId),
    /// A file of the demo.
    File(String),
}

/// How much is gathered before it is handed to the browser, in bytes.
const HANDED: u64 = 16 << 20;

/// stdout on its way to a file. What was gathered becomes a `Blob`, whose bytes
/// the browser keeps outside of the page, on its disk if they are many.
#[derive(Default)]
pub struct Saver {
    handed: Array,
    gathered: Array,
    waiting: u64,
    total: u64,
}

impl Saver {
    /// Takes a piece.
    pub fn push(&mut self, piece: Js) {
        let bytes = model::stream::Piece::len(&piece) as u64;
        self.gathered.push(&piece.0);
        self.waiting += bytes;
        self.total += bytes;
        if self.waiting >= HANDED {
            self.hand();
        }
    }

    fn hand(&mut self) {
        let gathered = std::mem::take(&mut self.gathered);
        match Blob::new_with_u8_array_sequence(&gathered) {
            Ok(blob) => drop(self.handed.push(&blob)),
            // It stays in the page then.
            Err(_) => {
                for piece in gathered.iter() {
                    self.handed.push(&piece);
                }
            }
        }
        self.waiting = 0;
    }

    /// Has the browser save it all; says what came of that.
    pub fn save(mut self, name: &str) -> Notice {
        self.hand();
        match save_as(name, &self.handed) {
            Ok(()) => Notice::plain(format!(
                "stdout, {}, was saved as {name}.",
                counted(self.total, "byte")
            )),
            Err(why) => Notice::trouble(format!(
                "This browser did not let the page save a file ({why})."
            )),
        }
    }
}

impl App {
    pub(super) fn save_soon(&mut self, ctx: &Context<Self>) {
        let save = || {
            let link = ctx.link().clone();
            move || link.send_message(Msg::Save)
        };
        // WebKit keeps nothing at `pagehide`; a phone's browser may know no other end.
        let end = ["beforeunload", "pagehide"].map(|end| {
            let save = save();
            on(end, Box::new(move |_| save()))
        });
        self.saving = Some(Soon {
            _pause: Timeout::new(PAUSE, save()),
            _end: end,
        });
    }

    /// What is to be kept soon is kept now.
    pub(super) fn save_now(&mut self, ctx: &Context<Self>) {
        if self.saving.is_some() {
            self.save(ctx);
        }
    }

    pub(super) fn save(&mut self, ctx: &Context<Self>) {
        self.saving = None;
        let Some(store) = self.store.clone() else {
            return;
        };
        let input = self.session.input.clone();
        let (files, kept) = (self.session.files.clone(), self.kept.clone());
        let (file, kept_stdin) = (stdin_of(&input), self.kept_stdin.clone());
        let (command, grant) = (self.session.command.clone(), self.session.grant.clone());
        let mut draft = Draft::of(command, grant, &input);
        draft.limits = self.session.limits;
        self.views.stdout.mode.word().clone_into(&mut draft.view);
        draft.expected.clone_from(&self.rich.expected.bytes);
        draft.demo = self.keeping.demo().cloned();
        self.keep_for_demo(ctx);
        if self.is_as_opened() {
            return;
        }
        let mut puts = Vec::new();
        self.take_turn();
        if std::mem::take(&mut self.is_others) {
            puts.push(Put::nothing(None));
        }
        // A file takes a while to be read; what was typed since then is newer.
        let (newest, turn) = (self.saves.clone(), self.turn.clone());
        newest.set(newest.get() + 1);
        let this = newest.get();
        let link = ctx.link().clone();
        wasm_bindgen_futures::spawn_local(async move {
            let is_other = kept_stdin.borrow().as_ref() != Some(&file);
            // It becomes bytes: not every engine can keep a file.
            let bytes = match file.as_ref().filter(|_| is_other) {
                Some(file) => Some(bring::read(file.0.unchecked_ref()).await),
                None => None,
            };
            if newest.get() != this {
                return;
            }
            let before = kept.borrow().clone();
            puts.extend(Put::draft(None, draft, &files, &before));
            match bytes.transpose() {
                Ok(bytes) if is_other => puts.push(Put::stdin(bytes)),
                Ok(_) => {}
                Err(why) => {
                    let sentence = format!("What you do is not kept for a reload. {why}");
                    return link.send_message(Msg::NotKept(Some(sentence)));
                }
            }
            match store.keep(puts).await {
                Ok(()) => {
                    turn.written();
                    kept.replace(files);
                    kept_stdin.replace(Some(file));
                }
                Err(error) => link.send_message(not_kept(&error)),
            }
        });
    }

    /// Whether the page is what its address brings, and what comes of it by itself: then that
    /// brings it back, and the store goes on keeping what was there before.
    pub(super) fn is_as_opened(&self) -> bool {
        !location::fragment().is_empty()
            && self.following.is_none()
            && (self.session.written.is_empty() || !self.has_run)
    }

    /// This page writes to the store now. If another one did since this one did, what this
    /// one knows of the store is not so any more.
    pub(super) fn take_turn(&mut self) {
        if self.turn.take() {
            self.kept.replace(Files::new());
            self.kept_stdin.replace(None);
            self.is_others = true;
            self.keeping.stored_is_others();
        }
    }

    fn stream(&self, shown: &Shown) -> Option<(&Stream<Js>, bool)> {
        Some(match shown {
            Shown::Pane(Output::Stdout) => (
                &self.session.stdout,
                self.views.stdout.is_hex(&self.session.stdout),
            ),
            Shown::Pane(Output::Stderr) => (
                &self.session.stderr,
                self.views.stderr.is_hex(&self.session.stderr),
            ),
            Shown::Tap(stage) => {
                let stream = self.session.stages.get(*stage as usize)?.piped();
                (stream, self.looking.tap.is_hex(stream))
            }
            Shown::File(_) => return None,
        })
    }

    pub(super) fn copy(&mut self, ctx: &Context<Self>, shown: &Shown) {
        let Some((stream, is_hex)) = self.stream(shown) else {
            return;
        };
        let (text, what) = if is_hex {
            let bytes = stream.kept().min(HEX_ROWS * 16);
            (
                view::hex(stream, 0, HEX_ROWS),
                format!("{} as hex", counted(bytes, "byte")),
            )
        } else {
            let bytes = stream.bytes(0..stream.kept());
            (
                String::from_utf8_lossy(&bytes).into_owned(),
                counted(stream.kept(), "byte"),
            )
        };
        later(ctx, async move {
            Msg::Say(match copy(&text).await {
                Ok(()) => Notice::plain(format!("Copied {what}.")),
                Err(why) => Notice::trouble(format!(
                    "This browser did not let the page copy ({why}): select the text and copy it by hand."
                )),
            })
        });
    }

    pub(super) fn download(&mut self, shown: &Shown) {
        let (name, pieces): (String, Array) = match shown {
            Shown::File(name) => {
                let pieces = self.session.files.get(name).into_iter().flatten();
                let base = name.rsplit('/').next().unwrap_or(name);
                (
                    base.to_owned(),
                    pieces.map(|piece| piece.0.clone()).collect(),
                )
            }
            _ => {
                let Some((stream, _)) = self.stream(shown) else {
                    return;
                };
                let what = match shown {
                    Shown::Pane(Output::Stderr) => "stderr",
                    Shown::Tap(_) => "pipe",
                    _ => "stdout",
                };
                let ending = if stream.is_text() { "txt" } else { "bin" };
                let pieces = stream.pieces().map(|piece| piece.0.clone()).collect();
                (format!("{what}.{ending}"), pieces)
            }
        };
        if let Err(why) = save_as(&name, &pieces) {
            self.notice = Some(Notice::trouble(format!(
                "This browser did not let the page save a file ({why})."
            )));
        }
    }
}

/// The store did not take a change; no error is there if it was given up with the page.
pub(super) fn not_kept(error: &JsValue) -> Msg {
    Msg::NotKept((!error.is_null()).then(|| {
        format!(
            "What you typed cannot be kept for a reload ({}): this browser's storage may be full.",
            said(error)
        )
    }))
}

/// Puts text on the clipboard. A page that is served over plain http, other than
/// from this machine, has none.
pub(super) async fn copy(text: &str) -> Result<(), String> {
    let navigator = window().navigator();
    if !js_sys::Reflect::has(&navigator, &"clipboard".into()).unwrap_or(false) {
        return Err("it gives a page a clipboard only over https".to_owned());
    }
    let copied = JsFuture::from(navigator.clipboard().write_text(text)).await;
    copied.map(|_| ()).map_err(|error| said(&error))
}

/// Has the browser save bytes under a name.
pub(super) fn save_as(name: &str, pieces: &Array) -> Result<(), String> {
    let words = |error| said(&error);
    let blob = Blob::new_with_blob_sequence(pieces).map_err(words)?;
    let address = Url::create_object_url_with_blob(&blob).map_err(words)?;
    let document = window().document().ok_or("there is no document")?;
    let link: HtmlAnchorElement = document
        .create_element("a")
        .map_err(words)?
        .unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The browser has it by then; an address that is never given back keeps
    // its bytes in memory.
    Timeout::new(60_000, move || {
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
    Ok(())
}
