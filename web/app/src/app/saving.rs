//! What leaves the panes: to the clipboard, to a file, to the next visit.

use gloo_timers::callback::Timeout;
use js_sys::Array;
use model::{protocol::Output, stream::Stream};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlAnchorElement, Url};
use yew::Context;

use super::{App, Msg, notice::Notice};
use crate::{
    js::{Js, said, window},
    panes::{counted, view},
    store::Draft,
};

/// Edits are kept when there was no other for this long, in milliseconds. Not
/// at the page's end: WebKit then leaves the store closed to the next page.
const PAUSE: u32 = 100;

/// The clipboard takes so much of a hex dump, in rows of 16 bytes.
const HEX_ROWS: u64 = 65_536;

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
        // A file takes a while to be read; what was typed since then is newer.
        let newest = self.saves.clone();
        newest.set(newest.get() + 1);
        let this = newest.get();
        let link = ctx.link().clone();
        wasm_bindgen_futures::spawn_local(async move {
            let draft = Draft::of(command, input).await;
            if newest.get() != this {
                return;
            }
            if let Err(error) = store.keep_draft(&draft).await {
                link.send_message(Msg::NotKept(error.to_string()));
            }
        });
    }

    fn stream(&self, output: Output) -> (&Stream<Js>, bool) {
        match output {
            Output::Stdout => (
                &self.session.stdout,
                self.views.stdout.is_hex(&self.session.stdout),
            ),
            Output::Stderr => (
                &self.session.stderr,
                self.views.stderr.is_hex(&self.session.stderr),
            ),
        }
    }

    pub(super) fn copy(&mut self, ctx: &Context<Self>, output: Output) {
        let (stream, is_hex) = self.stream(output);
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
        ctx.link().send_future(async move {
            Msg::Say(match copy(&text).await {
                Ok(()) => Notice::plain(format!("Copied {what}.")),
                Err(why) => Notice::trouble(format!(
                    "This browser did not let the page copy ({why}): select the text and copy it by hand."
                )),
            })
        });
    }

    pub(super) fn download(&mut self, output: Output) {
        let (stream, _) = self.stream(output);
        let name = match (output, stream.is_text()) {
            (Output::Stdout, true) => "stdout.txt",
            (Output::Stdout, false) => "stdout.bin",
            (Output::Stderr, _) => "stderr.txt",
        };
        let pieces: Array = stream.pieces().map(|piece| piece.0.clone()).collect();
        if let Err(why) = save_as(name, &pieces) {
            self.notice = Some(Notice::trouble(format!(
                "This browser did not let the page save a file ({why})."
            )));
        }
    }
}

/// Puts text on the clipboard. A page that is served over plain http, other than
/// from this machine, has none.
async fn copy(text: &str) -> Result<(), String> {
    let navigator = window().navigator();
    if !js_sys::Reflect::has(&navigator, &"clipboard".into()).unwrap_or(false) {
        return Err("it gives a page a clipboard only over https".to_owned());
    }
    let copied = JsFuture::from(navigator.clipboard().write_text(text)).await;
    copied.map(|_| ()).map_err(|error| said(&error))
}

/// Has the browser save bytes under a name.
fn save_as(name: &str, pieces: &Array) -> Result<(), String> {
    let words = |error| said(&error);
    let blob = Blob::new_with_u8_array_sequence(pieces).map_err(words)?;
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
