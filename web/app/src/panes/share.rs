//! The drawer for sharing.

use web_sys::{Event, HtmlInputElement};
use yew::{Callback, Html, TargetCast, html};

use super::drawer;
use crate::app::{Made, Share, Sheet, system};

/// Draws it; `fetched` if a program of the link's was fetched from an address.
pub fn view(
    sheet: &Sheet,
    fetched: bool,
    ask: Callback<Share>,
    open: Callback<web_sys::File>,
    close: Callback<()>,
) -> Html {
    let button = |id: &'static str, words: &'static str, share: fn() -> Share| {
        html! { <button {id} class="button" type="button" onclick={ask.reform(move |_| share())}>{ words }</button> }
    };
    let check = |id: &'static str, words: &'static str, checked: bool, share: fn() -> Share| {
        html! { <label class="grant"><input {id} type="checkbox" {checked} onchange={ask.reform(move |_: Event| share())} /><span>{ words }</span></label> }
    };
    let choose = move |event: Event| {
        let field: HtmlInputElement = event.target_unchecked_into();
        if let Some(file) = field.files().and_then(|files| files.get(0)) {
            open.emit(file);
        }
        field.set_value("");
    };
    let code = sheet.get(Made::Code).to_owned();
    let width = sheet.get(Made::Width);
    let body = html! {
        <div class="sheet">
            <div class="doings">
                { button("copy-link", "Copy link", || Share::Copy(Made::Link)) }
                if system().is_some() {
                    { button("system-share", "Share …", || Share::System) }
                }
                { button("copy-markdown", "Copy for Markdown", || Share::Copy(Made::Markdown)) }
                { button("copy-frame", "Copy frame (HTML)", || Share::Copy(Made::Frame)) }
                { button("save-demo", "Save .demo file", || Share::Save) }
                <label class="button">{ "Open .demo file" }<input id="open-demo" type="file" class="hidden" accept=".demo" onchange={choose} /></label>
            </div>
            <p id="length">{ sheet.trouble.as_deref().unwrap_or(sheet.get(Made::Length)) }</p>
            { check("with-input", "With my input", !sheet.without_input, || Share::Input) }
            { check("with-files", "With the files", !sheet.without_files, || Share::Files) }
            if fetched {
                { check("by-address", "Programs that I fetched: by their addresses alone", sheet.by_address, || Share::ByAddress) }
            }
            <textarea id="link" readonly=true rows="3" aria-label="Link" value={sheet.get(Made::Link).to_owned()} />
            <p>{ "The link holds the whole demo: command line, input, files, settings, and programs of your own. It is no upload: nobody has it until you send it." }</p>
            if !code.is_empty() {
                <svg id="code" class="code" role="img" aria-label="QR code of the link" viewBox={format!("0 0 {width} {width}")} shape-rendering="crispEdges"><path d={code} /></svg>
            }
        </div>
    };
    drawer::frame("Share", close, body)
}
