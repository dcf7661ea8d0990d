//! Pictures: those that browsers know, and the netpbm formats.

use js_sys::{Array, Uint8Array};
use model::view::{guess, netpbm::Picture};
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlElement,
    HtmlImageElement, ImageData, Url,
};

use crate::dom;

/// A picture with sides shorter than this, in pixels, is drawn larger.
const SMALL: u32 = 240;

/// Draws a picture.
pub fn draw(element: &Element, bytes: &[u8]) {
    let figure = dom::make("figure", "");
    dom::add(element, &figure);
    let drawn = match guess::picture(bytes) {
        Some(kind) => file(&figure, bytes, kind),
        None => netpbm(&figure, bytes),
    };
    if let Err(why) = drawn {
        let why = why
            .as_string()
            .unwrap_or_else(|| "This browser cannot draw it.".to_owned());
        dom::say(&figure, &why);
    }
}

fn file(figure: &Element, bytes: &[u8], kind: &'static str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let image: HtmlImageElement = dom::make("img", "").unchecked_into();
    image.set_alt("The picture that the program wrote");
    dom::add(figure, &image);
    // Given back as soon as the picture is there: it stays.
    let (loaded, there, used) = (figure.clone(), image.clone(), address.clone());
    dom::once(&image, "load", move || {
        let _ = Url::revoke_object_url(&used);
        let (width, height) = (there.natural_width(), there.natural_height());
        enlarge(&there, width, height);
        caption(&loaded, kind.trim_start_matches("image/"), width, height);
    });
    let (failed, broken, unused) = (figure.clone(), image.clone(), address.clone());
    dom::once(&image, "error", move || {
        let _ = Url::revoke_object_url(&unused);
        broken.remove();
        dom::say(
            &failed,
            &format!(
                "This starts as a picture ({kind}), but this browser cannot draw it: it may be cut off, or broken."
            ),
        );
    });
    image.set_src(&address);
    Ok(())
}

fn netpbm(figure: &Element, bytes: &[u8]) -> Result<(), JsValue> {
    let picture = Picture::read(bytes)?;
    let (width, height) = (picture.width, picture.height);
    let canvas: HtmlCanvasElement = dom::make("canvas", "").unchecked_into();
    dom::set(&canvas, "role", "img");
    dom::set(&canvas, "aria-label", "The picture that the program wrote");
    canvas.set_width(width);
    canvas.set_height(height);
    let pixels =
        ImageData::new_with_u8_clamped_array_and_sh(Clamped(&picture.rgba), width, height)?;
    let context = canvas
        .get_context("2d")?
        .ok_or("This browser cannot draw it.")?;
    context
        .unchecked_into::<CanvasRenderingContext2d>()
        .put_image_data(&pixels, 0.0, 0.0)?;
    enlarge(&canvas, width, height);
    dom::add(figure, &canvas);
    caption(figure, "netpbm", width, height);
    if !picture.whole {
        dom::say(
            figure,
            "The picture is cut off: some of its pixels are not there.",
        );
    }
    Ok(())
}

/// A small picture is shown so many times as large that its pixels can be seen.
fn enlarge(picture: &HtmlElement, width: u32, height: u32) {
    let times = SMALL / width.max(height).max(1);
    if times > 1 {
        let style = picture.style();
        let _ = style.set_property("width", &format!("{}px", width * times));
        let _ = style.set_property("image-rendering", "pixelated");
    }
}

fn caption(figure: &Element, kind: &str, width: u32, height: u32) {
    let kind = kind.to_ascii_uppercase();
    let words = format!("{kind} · {width} × {height} pixels");
    dom::add(figure, &dom::text("figcaption", "said", &words));
}
