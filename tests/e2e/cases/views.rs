//! Views of stdout that are more than text and hex.

use data_encoding::BASE64;
use serde_json::json;

use super::{Case, case, contains, equal};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![
        case("a_view_of_json_is_a_tree_that_folds", json_tree),
        case("a_view_of_csv_is_a_table_with_a_header", csv),
        case("a_view_of_colours_shows_them", colours),
        case(
            "a_view_of_a_page_shows_it_and_lets_it_do_nothing",
            hostile_page,
        ),
        case(
            "a_view_of_a_drawing_shows_it_and_lets_it_do_nothing",
            drawing,
        ),
        case("a_view_of_pictures_says_their_size", pictures),
        case(
            "a_view_of_differences_compares_with_what_is_expected",
            difference,
        ),
        case("a_view_of_much_output_shows_a_part_on_a_phone", much),
    ]
}

/// Runs `cat` on these bytes, and waits until the pane shows what is looked for.
async fn cat(page: &Page, bytes: &[u8], shows: &str) -> Outcome {
    page.stdin_file(bytes, "input").await?;
    page.run("cat").await?;
    page.when(
        "document.querySelector(`#stdout.rich ${arguments[0]}`)",
        vec![json!(shows)],
    )
    .await?;
    Ok(())
}

async fn choose(page: &Page, view: &str) -> Outcome {
    page.choose_view("stdout", view).await
}

async fn json_tree(page: Page) -> Outcome {
    let text = br#"{"name": "Ada", "born": 1815, "tags": ["<b>", null], "far": {"a": {"b": {"c": {"d": {"e": 1}}}}}}"#;
    cat(&page, text, "details").await?;
    equal(
        "chosen by itself",
        page.script(
            "return document.querySelector('.stdout .mode').selectedOptions[0].text",
            vec![],
        )
        .await?,
        "JSON",
    )?;
    let shown = page.text("#stdout").await?;
    contains(&shown, "\"name\": \"Ada\"")?;
    contains(&shown, "\"<b>\"")?;
    equal(
        "no element of theirs",
        page.script(
            "return document.querySelectorAll('#stdout b').length",
            vec![],
        )
        .await?,
        0,
    )?;
    // What is deep is folded; the keyboard opens it.
    let deep = r#"[...document.querySelectorAll('#stdout .key')].some((key) => key.textContent === '"d"')"#;
    let seen = page.script(&format!("return {deep}"), vec![]).await?;
    equal("unfolded", seen, false)?;
    page.script(
        "document.querySelector('#stdout details:not([open]) > summary').focus()",
        vec![],
    )
    .await?;
    page.keys(" ").await?;
    page.when(deep, vec![]).await?;
    cat(&page, b"{\"a\": 1}\n{\"a\": 2}\n", "li + li").await?;
    choose(&page, "json").await?;
    cat(&page, b"{\"a\": 1,\n oops", ".said").await?;
    contains(
        &page.text("#stdout .said").await?,
        "From line 2, column 2 on this is no JSON: a name in double quotes should stand here.",
    )
}

async fn csv(page: Page) -> Outcome {
    let mut text = String::from("name,born\n\"Lovelace, Ada\",1815\n");
    for row in 0..1000 {
        text.push_str(&format!("n{row},{row}\n"));
    }
    cat(&page, text.as_bytes(), "table").await?;
    let cells = "return [...document.querySelectorAll('#stdout th, #stdout tbody tr:first-child td')].map((cell) => cell.textContent).join('|')";
    equal(
        "cells",
        page.script(cells, vec![]).await?,
        "name|born|Lovelace, Ada|1815",
    )?;
    equal(
        "rows",
        page.script(
            "return document.querySelectorAll('#stdout tbody tr').length",
            vec![],
        )
        .await?,
        300,
    )?;
    equal(
        "button",
        page.text("#stdout .more-of").await?,
        "701 more rows",
    )?;
    page.click("#stdout .more-of").await?;
    page.when(
        "document.querySelectorAll('#stdout tbody tr').length === 600",
        vec![],
    )
    .await?;
    // The header stays where it can be read.
    page.script("document.getElementById('stdout').scrollTop = 2000", vec![])
        .await?;
    page.when("Math.abs(document.querySelector('#stdout th').getBoundingClientRect().top - document.getElementById('stdout').getBoundingClientRect().top) < 2", vec![]).await?;
    choose(&page, "text").await?;
    page.when(
        "document.querySelector('#stdout').innerText.startsWith('name,born')",
        vec![],
    )
    .await?;
    Ok(())
}

async fn colours(page: Page) -> Outcome {
    cat(&page, b"plain \x1b[1;31mred\x1b[0m \x1b[38;2;255;255;0myellow\x1b[0m \x1b[44mon blue\x1b[0m\x07<i>\n", ".ansi span").await?;
    equal(
        "text",
        page.text("#stdout pre").await?.trim_end(),
        "plain red yellow on blue␇<i>",
    )?;
    // The style sheet may come a moment later.
    page.when("(() => {
        const look = (at) => getComputedStyle(document.querySelectorAll('#stdout .ansi span')[at]);
        const ink = getComputedStyle(document.querySelector('#stdout pre')).color;
        return look(0).color !== ink && look(0).fontWeight === '700' && look(1).color !== ink && look(2).backgroundColor === 'rgb(47, 95, 179)';
    })()", vec![]).await?;
    choose(&page, "text").await?;
    page.when(
        "document.querySelector('#stdout').innerText.includes('␛[1;31mred')",
        vec![],
    )
    .await?;
    Ok(())
}

/// An address of the server that nobody may ask for.
fn trap(page: &Page, name: &str) -> String {
    page.server
        .at(&format!("/trap/{}-{name}", page.engine.name()))
}

/// Counts the frames that were loaded, with all that is in them.
const COUNT_FRAMES: &str = "window.framed = 0; new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes)
        if (node.tagName === 'IFRAME') node.addEventListener('load', () => window.framed++);
}).observe(document.body, { childList: true, subtree: true })";

/// What the server was asked for by a frame, and by nobody else: the page itself
/// asks last.
async fn caught(page: &Page) -> Result<Vec<String>, crate::page::Error> {
    page.ask(
        "const done = arguments[arguments.length - 1]; requestAnimationFrame(() => requestAnimationFrame(() => fetch(arguments[0]).then(() => done({ seen: true }))))",
        vec![json!(trap(page, "last"))],
    )
    .await?;
    let name = page.engine.name();
    let caught = page.server.caught(name).into_iter();
    Ok(caught
        .map(|caught| caught[name.len() + 1..].to_owned())
        .collect())
}

async fn hostile_page(page: Page) -> Outcome {
    page.script(COUNT_FRAMES, vec![]).await?;
    let trap = |name: &str| trap(&page, name);
    let quiet = format!(
        "<!doctype html><h1>A page</h1><script>fetch('{0}'); top.owned = parent.owned = 1</script><img src=\"{0}\"><meta http-equiv=refresh content=\"0; url={0}\">
         <link rel=stylesheet href=\"{0}\"><style>@import '{0}'; body {{ background: url({0}) }}</style><iframe src=\"{0}\"></iframe><object data=\"{0}\"></object>
         <video src=\"{0}\" autoplay></video><img src=x onerror=\"fetch('{0}')\"><base href=\"{0}\"><svg><image href=\"{0}\" /></svg>",
        trap("by-itself")
    );
    let over = "style=\"position: fixed; inset: 0; width: 100%; height: 100%\"";
    let pages = [
        quiet,
        format!(
            "<!doctype html><a {over} target=_top href=\"{}\">top</a>",
            trap("top")
        ),
        format!(
            "<!doctype html><a {over} target=_self href=\"{}\">self</a>",
            trap("self")
        ),
        format!(
            "<!doctype html><a {over} target=_blank href=\"{}\">blank</a>",
            trap("blank")
        ),
        format!(
            "<!doctype html><form action=\"{}\"><button {over}>send</button></form>",
            trap("form")
        ),
    ];
    for (number, text) in pages.iter().enumerate() {
        cat(&page, text.as_bytes(), "iframe[sandbox='']").await?;
        page.when("window.framed > arguments[0]", vec![json!(number)])
            .await?;
        page.click("#stdout iframe").await?;
        equal("asked for", caught(&page).await?, ["last"])?;
    }
    equal(
        "still here",
        page.script("return [window.owned ?? 0, document.title].join()", vec![])
            .await?,
        "0,Pourover",
    )?;
    // A fragment is a page as well, if somebody says so.
    choose(&page, "html").await?;
    cat(&page, b"<h1>Only a part</h1>", "iframe[sandbox='']").await
}

async fn drawing(page: Page) -> Outcome {
    page.script(COUNT_FRAMES, vec![]).await?;
    let trap = trap(&page, "drawing");
    let text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><script>top.owned = 1; fetch('{trap}')</script><image href=\"{trap}\" width=\"9\" height=\"9\"/><circle r=\"4\"/></svg>"
    );
    cat(&page, text.as_bytes(), "iframe[sandbox='']").await?;
    page.when("window.framed > 0", vec![]).await?;
    page.click("#stdout iframe").await?;
    equal("asked for", caught(&page).await?, ["last"])?;
    equal("said", page.text("#stdout .said").await?, "")?;
    equal(
        "owned",
        page.script("return window.owned ?? 0", vec![]).await?,
        0,
    )?;
    cat(&page, b"<svg><circle></svg>", ".said").await?;
    contains(
        &page.text("#stdout .said").await?,
        "This is no sound SVG file.",
    )
}

async fn pictures(page: Page) -> Outcome {
    let png = BASE64.decode(b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")?;
    cat(&page, &png, "figcaption").await?;
    equal(
        "caption",
        page.text("#stdout figcaption").await?,
        "PNG · 1 × 1 pixels",
    )?;
    cat(&page, &png[..40], ".said").await?;
    page.when(
        "/this browser cannot draw it|1 × 1/.test(document.getElementById('stdout').innerText)",
        vec![],
    )
    .await?;
    cat(
        &page,
        b"P3\n# by hand\n2 1\n255\n255 0 0\n0 0 255\n",
        "canvas",
    )
    .await?;
    let pixels = "return [...document.querySelector('#stdout canvas').getContext('2d').getImageData(0, 0, 2, 1).data].join()";
    equal(
        "pixels",
        page.script(pixels, vec![]).await?,
        "255,0,0,255,0,0,255,255",
    )?;
    equal(
        "caption",
        page.text("#stdout figcaption").await?,
        "NETPBM · 2 × 1 pixels",
    )?;
    choose(&page, "image").await?;
    cat(&page, b"no picture", ".said").await?;
    equal(
        "said",
        page.text("#stdout .said").await?,
        "This is no picture that is known here.",
    )
}

async fn difference(page: Page) -> Outcome {
    page.run_demo("sort").await?;
    choose(&page, "diff").await?;
    page.when("document.querySelector('#stdout .verdict p')?.textContent === 'stdout is as expected, to the byte.'", vec![]).await?;
    page.run("sort -r | tail -n 4").await?;
    page.when("document.querySelector('#stdout .verdict p')?.textContent.startsWith('stdout is not as expected')", vec![]).await?;
    let marked = page.text("#stdout .diff").await?;
    contains(&marked, "− ")?;
    contains(&marked, "+ ")?;
    page.click("#stdout .keep").await?;
    page.when("document.querySelector('#stdout .verdict p')?.textContent === 'stdout is as expected, to the byte.'", vec![]).await?;
    // Both outlive the page.
    page.fill_stdin("kept\n").await?;
    page.kept("kept\n").await?;
    page.load().await?;
    page.run("cat").await?;
    page.when("/1 line too many|[0-9]+ lines? missing/.test(document.querySelector('#stdout .verdict p')?.textContent)", vec![]).await?;
    Ok(())
}

async fn much(page: Page) -> Outcome {
    page.on_a_phone().await?;
    page.script("const row = '{\"name\": \"' + 'x'.repeat(200) + '\", \"number\": 1}\\n'; window.rows = row.repeat(1e5);
        const carrier = new DataTransfer(); carrier.items.add(new File([window.rows], 'rows'));
        const field = document.getElementById('stdin-file'); field.files = carrier.files; field.dispatchEvent(new Event('change', { bubbles: true }))", vec![]).await?;
    page.when(
        "document.querySelector('.stdin .size').innerText.startsWith('rows')",
        vec![],
    )
    .await?;
    page.start("cat").await?;
    page.when("/^Of 22.,...,... bytes the first 4,194,304 bytes are shown/.test(document.querySelector('#stdout.rich .said')?.innerText) || document.querySelector('#stdout.rich .said')?.innerText.includes('the first 4,194,304 bytes')", vec![]).await?;
    contains(&page.text("#stdout .more-of").await?, " more values")?;
    equal("no wider than the phone", page.script("return document.documentElement.scrollWidth <= 360 && document.querySelectorAll('#stdout li').length < 1000", vec![]).await?, true)?;
    // It scrolls within itself.
    page.when("(() => { const pane = document.getElementById('stdout'); return pane.scrollHeight > pane.clientHeight && pane.clientHeight < 740; })()", vec![]).await?;
    Ok(())
}
