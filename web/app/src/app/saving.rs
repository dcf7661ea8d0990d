//! What leaves the panes: to the clipboard, to a file, to the next visit.

use gloo_timers::callback::Timeout;
use js_sys::Array;
use model::{
    protocol::{Output, StageId},
    stream::Stream,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlAnchorElement, Url};
use yew::Context;

use super::{App, Msg, messages::later, notice::Notice};
use crate::{
    js::{Js, said, window},
    panes::{counted, view},
    store::{Draft, Put},
};

/// Edits are kept when there was no other for this long, in milliseconds. Not
/// at the page's end: WebKit then leaves the store closed to the next page.
const PAUSE: u32 = 100;

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
        let link = ctx.link().clone();
        self.saving = Some(Timeout::new(PAUSE, move || link.send_message(Msg::Save)));
    }

    pub(super) fn save(&mut self, ctx: &Context<Self>) {
        let Some(store) = self.store.clone() else {
            return;
        };
        let (command, input) = (self.session.command.clone(), self.session.input.clone());
        let (files, kept) = (self.session.files.clone(), self.kept.clone());
        let view = self.views.stdout.mode.word().to_owned();
        let expected = self.rich.expected.bytes.clone();
        let (grant, limits) = (self.session.grant.clone(), self.session.limits);
        let demo = self.keeping.demo().cloned();
        self.keep_for_demo(ctx);
        // A file takes a while to be read; what was typed since then is newer.
        let newest = self.saves.clone();
        newest.set(newest.get() + 1);
        let this = newest.get();
        let link = ctx.link().clone();
        wasm_bindgen_futures::spawn_local(async move {
            let mut draft = Draft::of(command, grant, input).await;
            draft.limits = limits;
            (draft.view, draft.expected, draft.demo) = (view, expected, demo);
            if newest.get() != this {
                return;
            }
            let before = kept.borrow().clone();
            let puts = Put::draft(None, draft, &files, &before);
            match store.keep(puts).await {
                Ok(()) => drop(kept.replace(files)),
                Err(error) => link.send_message(Msg::NotKept(said(&error))),
            }
        });
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
