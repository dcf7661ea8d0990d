//! Compiling: the browser does it, beside the page's thread.

use js_sys::{Array, Promise, Uint8Array, WebAssembly};
use model::module::{self, Host, Refusal};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Response};
use yew::html::Scope;

use crate::{
    app::{App, Msg, Notice},
    bring,
    js::{beside, said, window},
    library::Compiled,
    panes::short_size,
};

/// A module's memory section is looked for in so many bytes first: what stands
/// behind it, 70 MB perhaps, never comes into the page's own memory.
const HEAD: f64 = (1 << 20) as f64;

/// A larger one, in bytes, takes so long that the page says what it is about.
const LONG: f64 = (4 << 20) as f64;

/// Says what is done with a file, if it is so large that this takes long.
pub fn say(link: &Scope<App>, doing: &str, name: &str, file: &Blob) {
    if file.size() >= LONG {
        let size = short_size(file.size() as u64);
        link.send_message(Msg::Say(Notice::passing(format!(
            "{doing} {name}, {size} …"
        ))));
    }
}

/// Compiles a program, a module or a component, with this limit on its memory,
/// in 64 KiB pages. It needs these features, as far as is known.
///
/// # Errors
/// A sentence.
pub async fn program(file: &Blob, pages: u64, needs: &str) -> Result<Compiled, String> {
    let head = slice(file, 0.0, 8.0).map_err(|error| said(&error))?;
    if !module::is_component(&bring::read(&head).await?.to_vec()) {
        return Ok(limited(file, pages, needs).await?.into());
    }
    let parts = module::component_parts(&bring::read(file).await?.to_vec())
        .map_err(|Refusal(sentence)| sentence)?;
    let compiled = Array::of1(&Uint8Array::from(parts.frame.as_slice()));
    for place in parts.modules {
        let inside = slice(file, place.start as f64, place.end as f64);
        let module = limited(&inside.map_err(|error| said(&error))?, pages, needs).await?;
        compiled.push(&module);
    }
    Ok(compiled.into())
}

/// Compiles a module with this limit on its memory, in 64 KiB pages, that needs
/// these features, as far as is known.
///
/// # Errors
/// A sentence.
async fn limited(file: &Blob, pages: u64, needs: &str) -> Result<WebAssembly::Module, String> {
    let file = limit(file, pages).await?;
    blob(&file).await.map_err(|error| {
        let why = match needs {
            "" => "it may use features that it lacks, or be damaged".to_owned(),
            needs => {
                format!("it needs {needs}, which this browser may lack in part, or it is damaged")
            }
        };
        format!(
            "This browser cannot compile the module ({}): {why}.",
            said(&error)
        )
    })
}

/// The same file with this limit on its memory.
async fn limit(file: &Blob, pages: u64) -> Result<Blob, String> {
    let unreadable = |error: JsValue| said(&error);
    let mut looked_at = file.size().min(HEAD);
    let rewritten = loop {
        let head = slice(file, 0.0, looked_at).map_err(unreadable)?;
        match module::limit_memory(&bring::read(&head).await?.to_vec(), pages) {
            Err(_) if looked_at < file.size() => looked_at = file.size(),
            rewritten => break rewritten.map_err(|Refusal(sentence)| sentence)?,
        }
    };
    let Some(rewritten) = rewritten else {
        return Ok(file.clone());
    };
    let rest = slice(file, looked_at, file.size()).map_err(unreadable)?;
    let parts = Array::of2(&Uint8Array::from(rewritten.as_slice()), &rest);
    Blob::new_with_blob_sequence(&parts).map_err(unreadable)
}

fn slice(file: &Blob, start: f64, end: f64) -> Result<Blob, JsValue> {
    file.slice_with_f64_and_f64(start, end)
}

/// Compiles a file while it is read: the page's thread never has the whole of
/// it in its hands, as it would with `compile`, which copies all bytes first.
async fn blob(file: &Blob) -> Result<WebAssembly::Module, JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("application/wasm");
    let typed = Blob::new_with_blob_sequence_and_options(&Array::of1(file), &kind)?;
    let response = Response::new_with_opt_blob(Some(&typed))?;
    bring::wait(WebAssembly::compile_streaming(&Promise::resolve(
        &JsValue::from(response),
    )))
    .await
}

/// Compiles what is at an address of this page's own, while it arrives; it may have been
/// asked for already.
pub async fn address(
    address: &str,
    asked: Option<Promise>,
) -> Result<WebAssembly::Module, JsValue> {
    let asked = asked.unwrap_or_else(|| window().fetch_with_str(address));
    let streamed = WebAssembly::compile_streaming(&asked);
    if let Ok(module) = JsFuture::from(streamed).await {
        return Ok(module.unchecked_into());
    }
    // A static host may serve .wasm files with another type, which streaming
    // refuses.
    blob(&fetch(address).await?).await
}

/// Fetches a filter that comes with the page.
pub fn built_in(name: &str) -> impl Future<Output = Result<Blob, JsValue>> + use<> {
    let address = beside(&format!("filters/{name}.wasm"));
    async move { fetch(&address).await }
}

/// Fetches a file of this page's own.
pub async fn fetch(address: &str) -> Result<Blob, JsValue> {
    let response: Response = bring::wait(window().fetch_with_str(address)).await?;
    if !response.ok() {
        return Err(format!("{} {}", response.status(), response.status_text()).into());
    }
    bring::wait(response.blob()?).await
}

/// Fetches and compiles the runtime of a host; tells the page how far it is.
///
/// # Errors
/// A sentence.
pub async fn runtime(host: Host, link: &Scope<App>) -> Result<WebAssembly::Module, String> {
    let (name, what) = match host {
        Host::Component => ("component_bg.wasm", "what runs components"),
        _ => ("wasix_bg.wasm", "the second host, wasmer-wasix"),
    };
    let file = bring::fetch(&beside(name), |received, total| {
        let of = total.map_or(String::new(), |total| format!(" of {}", short_size(total)));
        link.send_message(Msg::Say(Notice::passing(format!(
            "Fetching {what}: {}{of}.",
            short_size(received)
        ))));
    })
    .await?;
    blob(&file)
        .await
        .map_err(|error| format!("This browser cannot compile {what} ({}).", said(&error)))
}
