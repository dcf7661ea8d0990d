//! Large modules: the page goes on while one is read, compiled and kept, and
//! says what it is about.

use super::{Case, case, contains, equal};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![
        case("a_module_of_75_mb_is_added_while_frames_are_drawn", added),
        case("a_module_of_75_mb_is_kept_and_compiled_again", kept),
        case("what_cannot_be_compiled_leaves_no_notice_behind", refused),
        case("on_a_phone_the_page_says_what_it_compiles", phone),
        case("the_host_is_fetched_once", once),
    ]
}

/// Counts the frames that are drawn, by what the notice says meanwhile.
const COUNT: &str = "window.drawn = {};
    const next = () => {
        const said = document.getElementById('notice')?.innerText ?? '';
        window.drawn[said] = (window.drawn[said] ?? 0) + 1;
        requestAnimationFrame(next);
    };
    next()";

/// Fails unless so many frames were drawn while the notice said this.
async fn drawn(page: &Page, said: &str, frames: u64) -> Outcome {
    let drawn = page.script("return window.drawn", vec![]).await?;
    let count = drawn[said].as_u64().unwrap_or_default();
    equal(
        &format!("{frames} frames with {said} in {drawn}"),
        count >= frames,
        true,
    )
}

/// Fewer are drawn by a page that stands still: one before, one after.
const SEVERAL: u64 = 5;

/// On a busy machine other programs take the time in which frames are drawn; a page
/// that stands still draws too few each time.
const TRIES: u32 = 3;

const COMPILING: &str = "Compiling llvm, 76 MB …";

async fn added(page: Page) -> Outcome {
    let mut outcome = Ok(());
    for _ in 0..TRIES {
        page.script(COUNT, vec![]).await?;
        page.choose_real("llvm").await?;
        page.added("llvm").await?;
        outcome = drawn(&page, COMPILING, SEVERAL).await;
        if outcome.is_ok() {
            break;
        }
        page.load().await?;
    }
    outcome?;
    runs(&page).await
}

/// The compiler compiles.
async fn runs(page: &Page) -> Outcome {
    page.fill_stdin("int three(void) { return 3; }\n").await?;
    let run = page
        .run("llvm clang -cc1 -triple wasm32 -O1 -S -o - -x c -")
        .await?;
    equal("status", run.status, "exited 0")?;
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    contains(&said, "i32.const\t3")
}

async fn kept(page: Page) -> Outcome {
    page.choose_real("llvm").await?;
    page.added("llvm").await?;
    let mut outcome = Ok(());
    for _ in 0..TRIES {
        page.load().await?;
        page.script(COUNT, vec![]).await?;
        runs(&page).await?;
        outcome = drawn(&page, COMPILING, SEVERAL).await;
        if outcome.is_ok() {
            break;
        }
    }
    outcome?;
    equal("nothing more is said", page.text("#notice").await?, "")
}

async fn refused(page: Page) -> Outcome {
    page.choose_real("esbuild").await?;
    page.added("esbuild").await?;
    page.limit(&[("memory", 1)]).await?;
    page.script(COUNT, vec![]).await?;
    page.start("esbuild").await?;
    page.when("document.getElementById('run')", vec![]).await?;
    contains(
        &page.text(".status .why").await?,
        "MB of memory at its start, and the limit is 1 MB",
    )?;
    equal("notice", page.text("#notice").await?, "")
}

async fn phone(page: Page) -> Outcome {
    page.on_a_phone().await?;
    page.script(COUNT, vec![]).await?;
    page.choose_real("esbuild").await?;
    page.added("esbuild").await?;
    drawn(&page, "Compiling esbuild, 20 MB …", 1).await?;
    let fits = page
        .script(
            "return document.documentElement.scrollWidth <= innerWidth",
            vec![],
        )
        .await?;
    equal("it fits", fits, true)
}

/// What runs programs is asked for before the page's own program is all there, if that
/// takes long, or by the page: by one of them.
async fn once(page: Page) -> Outcome {
    page.fill_stdin("a\n").await?;
    equal("it runs", &page.run("cat").await?.stdout[..], b"a\n")?;
    let fetched = "return performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/stage_bg.wasm')).length";
    equal("fetched", page.script(fetched, vec![]).await?, 1)
}
