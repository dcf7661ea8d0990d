//! The drawer for sharing.

use yew::Callback;

use super::{
    drawer,
    element::{Element, chosen, files, tag},
};
use crate::app::{Made, Share, Sheet, system};

/// Draws it; `fetched` if a program of the link's was fetched from an address.
pub fn view(
    sheet: &Sheet,
    fetched: bool,
    ask: Callback<Share>,
    open: Callback<web_sys::File>,
    close: Callback<()>,
) -> Element {
    let asks = |share: fn() -> Share| ask.reform(move |_| share());
    let button = |start, share| tag(start).onclick(asks(share));
    let check = |start, words, checked, share| {
        tag("<label class='grant'>")
            .child(tag(start).checked(checked).onchange(asks(share)))
            .child(tag("<span>").text(words))
    };
    let system = system().map(|_| {
        button(
            "<button id='system-share' class='button' type='button'>Share …",
            || Share::System,
        )
    });
    let doings = tag("<div class='doings'>")
        .child(button(
            "<button id='copy-link' class='button' type='button'>Copy link",
            || Share::Copy(Made::Link),
        ))
        .child_if(system)
        .child(button(
            "<button id='copy-markdown' class='button' type='button'>Copy for Markdown",
            || Share::Copy(Made::Markdown),
        ))
        .child(button(
            "<button id='copy-frame' class='button' type='button'>Copy frame (HTML)",
            || Share::Copy(Made::Frame),
        ))
        .child(button(
            "<button id='save-demo' class='button' type='button'>Save .demo file",
            || Share::Save,
        ))
        .child(files(
            "Open .demo file",
            "<input id='open-demo' type='file' class='hidden' accept='.demo'>",
            chosen(open),
        ));
    let by_address = fetched.then(|| {
        check(
            "<input id='by-address' type='checkbox'>",
            "Programs that I fetched: by their addresses alone",
            sheet.by_address,
            || Share::ByAddress,
        )
    });
    let length = sheet.trouble.as_deref().unwrap_or(sheet.get(Made::Length));
    let code = Some(sheet.get(Made::Code)).filter(|code| !code.is_empty());
    let code = code.map(|code| {
        let width = sheet.get(Made::Width);
        tag("<svg id='code' class='code' role='img' aria-label='QR code of the link' shape-rendering='crispEdges'>")
            .attr("viewBox", &format!("0 0 {width} {width}"))
            .child(tag("<path>").attr("d", code))
    });
    let body = tag("<div class='sheet'>")
        .child(doings)
        .child(tag("<p id='length'>").text(length))
        .child(check(
            "<input id='with-input' type='checkbox'>",
            "With my input",
            !sheet.without_input,
            || Share::Input,
        ))
        .child(check(
            "<input id='with-files' type='checkbox'>",
            "With the files",
            !sheet.without_files,
            || Share::Files,
        ))
        .child_if(by_address)
        .child(tag("<textarea id='link' readonly='readonly' rows='3' aria-label='Link'>").value(sheet.get(Made::Link)))
        .child(tag("<p>The link holds the whole demo: command line, input, files, settings, and programs of your own. It is no upload: nobody has it until you send it."))
        .child_if(code);
    drawer::frame("Share", close, body)
}
