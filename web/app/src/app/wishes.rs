//! What programs ask the visitor for, once there is an answer.

use model::{session::Event, wish::Wish};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use yew::Context;

use super::{App, Msg, messages::later, notice::Notice, saving::copy};
use crate::js::window;

/// What is in the clipboard; a page without a secure origin has none.
async fn paste() -> Option<JsValue> {
    let navigator = window().navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).ok()?;
    if clipboard.is_undefined() {
        return None;
    }
    JsFuture::from(navigator.clipboard().read_text()).await.ok()
}

impl App {
    /// The visitor says yes or no. The clipboard is asked here, in the moment of the
    /// press: without one no browser gives it.
    pub(super) fn answered(&mut self, ctx: &Context<Self>, wish: Wish, yes: bool) {
        self.event(ctx, Event::Answered(wish.clone(), yes));
        match wish {
            _ if !yes => {}
            Wish::Host(_) => drop(self.event(ctx, Event::RunAsked)),
            Wish::Paste => {
                let asked = self.opened_so_far;
                later(ctx, async move {
                    let text = paste().await.and_then(|text| text.as_string());
                    Msg::Pasted(asked, text.ok_or_else(|| {
                        "This browser does not give the clipboard to the page: paste into stdin instead.".to_owned()
                    }))
                });
            }
            Wish::Copy(text) => later(ctx, async move {
                Msg::Say(match copy(&text).await {
                    Ok(()) => Notice::plain("It is in the clipboard."),
                    Err(why) => {
                        Notice::trouble(format!("This browser did not let the page copy ({why})."))
                    }
                })
            }),
        }
    }

    /// What is in the clipboard, or why it cannot be had.
    pub(super) fn pasted(&mut self, ctx: &Context<Self>, asked: u32, text: Result<String, String>) {
        match text {
            // It was given to what is gone.
            _ if asked != self.opened_so_far => {}
            Ok(text) => {
                self.event(ctx, Event::Pasted(text));
                self.event(ctx, Event::RunAsked);
            }
            Err(sentence) => self.notice = Some(Notice::trouble(sentence)),
        }
    }
}
