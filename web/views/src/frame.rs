//! HTML and SVG, in frames that can do nothing: no scripts, no network, no way
//! out.

use data_encoding::BASE64;
use web_sys::{DomParser, Element, SupportedType};

use crate::dom;

/// What a document may do: have a style, and pictures and fonts of its own.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; base-uri 'none'";

/// Draws a page. Its frame is inside of another one, whose policy forbids frames
/// that come from anywhere: so no link of the page leads it away either.
pub fn html(element: &Element, bytes: &[u8]) {
    let document = String::from_utf8_lossy(bytes);
    let inner = format!(
        "<!doctype html><meta charset=utf-8><meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">{document}"
    );
    let outer = format!(
        "<!doctype html><meta charset=utf-8><meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}; frame-src 'none'\">\
         <style>html, body, iframe {{ display: block; margin: 0; border: 0; width: 100%; height: 100% }} body {{ overflow: hidden }}</style>\
         <iframe sandbox title=\"The page\" srcdoc=\"{}\"></iframe>",
        escaped(&inner)
    );
    frame(element, "The page that the program wrote", &outer);
}

/// Draws an SVG file, as the browser draws any picture: not even a script that
/// was allowed would run there.
pub fn svg(element: &Element, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(why) = broken(&text) {
        dom::say(element, &why);
    }
    let document = format!(
        "<!doctype html><meta charset=utf-8><meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\
         <style>html, body {{ height: 100%; margin: 0 }} img {{ display: block; width: 100%; height: 100%; object-fit: contain }}</style>\
         <img alt=\"The drawing\" src=\"data:image/svg+xml;base64,{}\">",
        BASE64.encode(bytes)
    );
    frame(element, "The drawing that the program wrote", &document);
}

fn frame(element: &Element, title: &str, document: &str) {
    let frame = dom::make("iframe", "");
    // All is forbidden that a frame can be forbidden.
    dom::set(&frame, "sandbox", "");
    dom::set(&frame, "title", title);
    dom::set(&frame, "referrerpolicy", "no-referrer");
    dom::set(&frame, "srcdoc", document);
    dom::add(element, &frame);
}

/// As the value of an attribute in double quotes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;")
}

/// Why no browser draws a text as an SVG file, if none does. The parser makes a
/// document that is shown nowhere, fetches nothing and runs nothing.
fn broken(text: &str) -> Option<String> {
    let parser = DomParser::new().ok()?;
    let document = parser
        .parse_from_string(text, SupportedType::ImageSvgXml)
        .ok()?;
    if let Ok(Some(error)) = document.query_selector("parsererror") {
        let why = error.text_content().unwrap_or_default();
        let why: String = why.split_whitespace().collect::<Vec<_>>().join(" ");
        let why: String = why.chars().take(300).collect();
        return Some(format!(
            "This is no sound SVG file. The browser says: {why}"
        ));
    }
    let root = document.document_element()?;
    match root.namespace_uri().as_deref() {
        Some("http://www.w3.org/2000/svg") => None,
        _ => Some("This is no SVG file: its first element should be <svg xmlns=\"http://www.w3.org/2000/svg\">.".to_owned()),
    }
}
