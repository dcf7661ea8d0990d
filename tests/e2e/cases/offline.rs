//! The page on a static host: without a network, and when there is a new
//! version of it.

use super::{Case, case, contains, equal, files};
use crate::{
    Outcome,
    engine::Engine,
    hosting::{Hosting, Serving},
    page::{Error, Page},
};

pub fn cases() -> Vec<Case> {
    vec![
        case("a_hosted_page_works_without_a_network", flight_mode),
        case(
            "a_hosted_page_keeps_a_large_runtime_that_was_used",
            large_runtime,
        ),
        case("a_hosted_page_says_once_that_it_is_renewed", new_version),
        case("a_hosted_page_takes_shared_text_as_stdin", shared),
        case("a_frame_has_styles_and_pictures_and_no_scripts", frame),
    ]
}

const CUT: Serving = Serving {
    version: None,
    broken: None,
};

/// Opens the page on a host, and waits until it is kept.
async fn open(page: &Page) -> Result<Hosting, Error> {
    let host = Hosting::start().await?;
    page.load_at(&host.page()).await?;
    page.when("navigator.serviceWorker.controller", vec![])
        .await?;
    Ok(host)
}

/// The name of the page's version.
async fn version(page: &Page) -> Result<String, Error> {
    let script = "return document.querySelector('script').src.split('/').at(-2)";
    let version = page.script(script, vec![]).await?;
    Ok(version.as_str().unwrap_or_default().to_owned())
}

async fn flight_mode(page: Page) -> Outcome {
    let host = open(&page).await?;
    host.serve(CUT);
    page.load_at(&host.page()).await?;
    page.fill_stdin("pear\napple\npear\n").await?;
    // None of these has been fetched before.
    let run = page.run("grep -v x | rev | rev | uniq -c | wc -l").await?;
    let why = page.text(".status").await?;
    equal(&why, run.status, "exited 0")?;
    contains(&String::from_utf8_lossy(&run.stdout), "3")?;
    // The doctor, and what runs components.
    page.choose_module(&files::read("hello")?, "hello.wasm")
        .await?;
    let component = tests::component::component()?;
    page.choose_module(&component, "box.wasm").await?;
    let run = page.run("box sort").await?;
    equal("component", &run.stdout[..], b"apple\npear\npear\n")
}

async fn large_runtime(page: Page) -> Outcome {
    let host = open(&page).await?;
    let on_the_second = async || -> Result<_, Error> {
        page.fill_stdin("b\na\n").await?;
        page.run("sort").await?;
        page.open_card(0).await?;
        page.select("#stage-host", "wasix").await?;
        page.run("sort").await
    };
    equal("used", &on_the_second().await?.stdout[..], b"a\nb\n")?;
    page.when(
        "caches.keys().then(async (keys) => { for (const key of keys) for (const { url } of await (await caches.open(key)).keys()) if (url.endsWith('/wasix_bg.wasm')) window.kept = true }) && window.kept",
        vec![],
    )
    .await?;
    host.serve(CUT);
    page.load_at(&host.page()).await?;
    equal("kept", &on_the_second().await?.stdout[..], b"a\nb\n")
}

async fn new_version(page: Page) -> Outcome {
    let host = open(&page).await?;
    let first = version(&page).await?;
    // One that is not whole is none.
    host.serve(Serving {
        version: Some(2),
        broken: Some("/install.js"),
    });
    let tried = "navigator.serviceWorker.getRegistration().then((registration) => {
            registration.onupdatefound = () => {
                const { installing } = registration;
                installing.onstatechange = () => { window.became = installing.state; };
            };
            registration.update();
        })";
    page.script(tried, vec![]).await?;
    page.when("window.became === 'redundant'", vec![]).await?;
    host.serve(CUT);
    page.load_at(&host.page()).await?;
    equal("version", version(&page).await?, first.clone())?;

    host.serve(Serving {
        version: Some(2),
        broken: None,
    });
    page.script(
        "addEventListener('newversion', () => { window.heard = (window.heard ?? 0) + 1 });
         navigator.serviceWorker.getRegistration().then((registration) => registration.update())",
        vec![],
    )
    .await?;
    page.when(
        "document.getElementById('notice')?.innerText === 'There is a new version of this page.'",
        vec![],
    )
    .await?;
    // What is open goes on with its own files, which the host has no more.
    let run = page.run("tr a-z A-Z").await?;
    equal("status", run.status, "exited 0")?;
    equal("version", version(&page).await?, first.clone())?;
    let heard = page.script("return window.heard", vec![]).await?;
    equal("it is said once", heard, 1)?;
    // A page that came past the worker asks which version it is, and says so too.
    page.script(
        "navigator.serviceWorker.controller.postMessage('version')",
        vec![],
    )
    .await?;
    page.when("window.heard === 2", vec![]).await?;
    // WebKitGTK 2.50 asks the network for some files of a version that came as an
    // update, although they are kept; see README.md.
    if page.engine != Engine::Webkit {
        host.serve(CUT);
    }
    leave_for(&page, &host).await?;
    // It was also seen to show the old page once more, on a busy machine. Then that says
    // again that there is a new one.
    if page.engine == Engine::Webkit && version(&page).await? == first {
        page.when("document.getElementById('notice')?.innerText === 'There is a new version of this page.'", vec![])
            .await?;
        leave_for(&page, &host).await?;
    }
    let second = version(&page).await?;
    equal("another version", second != first, true)?;
    let run = page.run("tr A-Z a-z").await?;
    equal("status", run.status, "exited 0")
}

/// Loads the page anew.
async fn leave_for(page: &Page, host: &Hosting) -> Outcome {
    page.script("window.leaves = true", vec![]).await?;
    page.load_at(&host.page()).await?;
    page.when("!window.leaves", vec![]).await?;
    Ok(())
}

async fn shared(page: Page) -> Outcome {
    let host = Hosting::start().await?;
    page.load_at(&format!("{}?text=one%20two&title=a%20note", host.page()))
        .await?;
    page.when(
        "document.querySelector('.stdin .size').innerText.startsWith('a note')",
        vec![],
    )
    .await?;
    equal("stdout", &page.run("cat").await?.stdout[..], b"one two")?;
    // Behind `#` it follows the command line.
    let address = page
        .script("return location.href.replace(/#.*/, '')", vec![])
        .await?;
    equal("address", address, host.page())
}

async fn frame(page: Page) -> Outcome {
    let script = "const frame = document.createElement('iframe');
        frame.sandbox = 'allow-same-origin';
        frame.srcdoc = `<style>p { color: rgb(1, 2, 3) }</style><p style='width: 77px'>x</p>
            <img src='data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'>
            <img src='/icon.svg?outside'><script>document.body.id = 'ran'</` + `script>`;
        frame.id = 'frame';
        document.body.append(frame)";
    page.script(script, vec![]).await?;
    page.when(
        "document.getElementById('frame').contentDocument?.images.length === 2 && document.getElementById('frame').contentDocument.readyState === 'complete'",
        vec![],
    )
    .await?;
    let seen = page
        .script(
            "const { body, images } = document.getElementById('frame').contentDocument;
             const style = getComputedStyle(body.querySelector('p'));
             return [style.color, style.width, images[0].naturalWidth, body.id]",
            vec![],
        )
        .await?;
    equal(
        "what is shown",
        seen,
        serde_json::json!(["rgb(1, 2, 3)", "77px", 1, ""]),
    )
}
