//! Views of stdout that are more than text and hex: which one is shown, and
//! `web/views`, which draws them and is fetched when one is wanted.

use js_sys::{Array, Promise, Uint8Array};
use model::view::{
    View,
    guess::{SAMPLE, is_worth_a_look},
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Response};
use yew::Context;

use super::{App, Msg, messages::later, notice::Notice};
use crate::{
    bring,
    js::{Js, beside, window},
    run::joined,
};

/// More than this, in bytes, is not kept as what is expected.
const LARGEST: u64 = 1 << 20;

#[wasm_bindgen]
extern "C" {
    /// The browser's own.
    #[wasm_bindgen(js_name = import)]
    fn import(address: &str) -> Promise;

    /// The module of `web/views`.
    #[derive(Clone)]
    pub type Module;

    #[wasm_bindgen(method, js_name = default)]
    fn start(this: &Module) -> Promise;

    #[wasm_bindgen(method)]
    fn guess(this: &Module, start: &[u8], whole: bool) -> String;

    #[wasm_bindgen(method)]
    fn show(
        this: &Module,
        element: &Element,
        view: &str,
        pieces: &Array,
        written: f64,
        running: bool,
        expected: &JsValue,
        keep: &JsValue,
    );
}

/// What there is of these views.
#[derive(Default)]
pub struct Rich {
    module: Option<Module>,
    /// Whether it was asked for.
    asked: bool,
    /// What was shown last: which run of how many bytes, whether it went on, how.
    last: Option<(u32, u64, bool, View)>,
    /// What the visitor's wish to expect the output calls.
    keep: Option<Closure<dyn Fn()>>,
    /// What stdout is compared with.
    pub expected: Expected,
}

/// What stdout is expected to be.
#[derive(Clone, Default)]
pub struct Expected {
    /// It, once it is known.
    pub bytes: Option<Js>,
    /// The demo whose stdout it is, if it is one's.
    demo: Option<String>,
    /// Whether it was asked for.
    asked: bool,
}

impl Expected {
    /// What a demo of the page promises.
    pub fn of_demo(name: &str) -> Self {
        Self {
            bytes: None,
            demo: Some(name.to_owned()),
            asked: false,
        }
    }
}

impl App {
    /// How stdout is shown: text and hex until other views can be drawn.
    pub(super) fn shown(&self) -> View {
        let (stream, state) = (&self.session.stdout, &self.views.stdout);
        let view = match (state.mode, &self.rich.module) {
            (_, None) => View::Auto,
            (View::Auto, Some(module)) => {
                let start = stream.bytes(0..SAMPLE as u64);
                match is_worth_a_look(&start) {
                    true => View::of(&module.guess(&start, stream.written() <= SAMPLE as u64)),
                    false => View::Auto,
                }
            }
            (chosen, Some(_)) => chosen,
        };
        match view.is_rich() {
            true => view,
            false => state.plain(stream),
        }
    }

    /// Draws what is to be drawn, after the page's own part.
    pub(super) fn show_rich(&mut self, ctx: &Context<Self>) {
        let (stream, mode) = (&self.session.stdout, self.views.stdout.mode);
        let Some(module) = &self.rich.module else {
            if stream.kept() > 0
                && (mode.is_rich()
                    || mode == View::Auto && is_worth_a_look(&stream.bytes(0..SAMPLE as u64)))
            {
                self.fetch_rich(ctx);
            }
            return;
        };
        let element = window()
            .document()
            .and_then(|document| document.query_selector("#stdout.rich").ok()?);
        let Some(element) = element else {
            return;
        };
        let view = self.shown();
        if view == View::Diff
            && let Some(demo) = self.rich.expected.demo.clone()
            && !std::mem::replace(&mut self.rich.expected.asked, true)
        {
            later(ctx, promised(demo));
        }
        let session = &self.session;
        let running = session.is_running();
        let now = Some((session.runs(), stream.written(), running, view));
        if self.rich.last == now && element.has_child_nodes() {
            return;
        }
        let pieces: Array = stream.pieces().map(|piece| &piece.0).collect();
        let expected = self.rich.expected.bytes.as_ref();
        module.show(
            &element,
            view.word(),
            &pieces,
            stream.written() as f64,
            running,
            expected.map_or(&JsValue::UNDEFINED, |bytes| &bytes.0),
            self.rich
                .keep
                .as_ref()
                .map_or(&JsValue::NULL, AsRef::as_ref),
        );
        self.rich.last = now;
    }

    fn fetch_rich(&mut self, ctx: &Context<Self>) {
        if std::mem::replace(&mut self.rich.asked, true) {
            return;
        }
        let link = ctx.link().clone();
        self.rich.keep = Some(Closure::new(move || link.send_message(Msg::Expect(None))));
        later(ctx, async {
            let load = async {
                let module: Module = bring::wait(import("./views.js")).await?;
                JsFuture::from(module.start()).await?;
                Ok::<_, JsValue>(module)
            };
            Msg::Rich(load.await.ok())
        });
    }

    pub(super) fn rich_came(&mut self, module: Option<Module>) {
        if module.is_none() && self.views.stdout.mode.is_rich() {
            self.views.stdout.mode = View::Auto;
            self.notice = Some(Notice::trouble(
                "This view cannot be loaded: check the connection, and choose it again.".to_owned(),
            ));
        }
        self.rich.module = module;
    }

    /// Another view was chosen.
    pub(super) fn choose(&mut self, ctx: &Context<Self>) {
        // What could not be loaded may be there now.
        self.rich.asked = self.rich.module.is_some();
        self.save_soon(ctx);
    }

    /// Expects what a demo promises, or else what stdout is now.
    pub(super) fn expect(&mut self, ctx: &Context<Self>, promised: Option<(String, Uint8Array)>) {
        let stream = &self.session.stdout;
        let bytes = match promised {
            // Another one may have been loaded since then.
            Some((demo, _)) if self.rich.expected.demo.as_ref() != Some(&demo) => return,
            Some((_, bytes)) => bytes,
            None if stream.written() > LARGEST => {
                self.notice = Some(Notice::trouble(
                    "This is too much to be expected: more than 1,048,576 bytes.".to_owned(),
                ));
                return;
            }
            None => {
                self.rich.expected.demo = None;
                let pieces: Vec<Js> = stream.pieces().cloned().collect();
                joined(&pieces)
            }
        };
        self.rich.expected.bytes = Some(Js(bytes.into()));
        self.rich.last = None;
        self.save_soon(ctx);
    }
}

/// Fetches what a demo of the page promises.
async fn promised(demo: String) -> Msg {
    let fetch = async {
        let address = beside(&format!("filters/{demo}.out"));
        let response: Response = bring::wait(window().fetch_with_str(&address)).await?;
        let bytes = match response.ok() {
            true => JsFuture::from(response.array_buffer()?).await?,
            false => return Err(JsValue::NULL),
        };
        Ok(Uint8Array::new(&bytes))
    };
    match fetch.await {
        Ok(bytes) => Msg::Expect(Some((demo, bytes))),
        Err(_) => Msg::Say(Notice::trouble(format!(
            "What {demo} should write cannot be read: check the connection, and load the example again."
        ))),
    }
}
