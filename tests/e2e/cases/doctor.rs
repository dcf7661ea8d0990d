//! What the page says of modules: cards, refusals, and hostile files.

use super::{Case, case, contains, equal, files};
use crate::{
    Outcome,
    page::{Error, Page},
};

pub fn cases() -> Vec<Case> {
    vec![
        case("a_module_has_a_card_that_says_what_it_is", card),
        case("a_filter_of_the_page_has_a_card_too", card_of_built_in),
        case("what_is_refused_has_a_card_with_what_to_do", refused),
        case("names_in_a_module_do_nothing", names),
        case(
            "a_module_with_much_of_everything_leaves_the_page_alive",
            much,
        ),
    ]
}

/// The row of a card, once it is there.
async fn row(page: &Page, card: &str, label: &str) -> Result<String, Error> {
    let found = page
        .when(
            "[...document.querySelectorAll(`${arguments[0]} dt`)].find((label) => label.innerText === arguments[1])?.nextElementSibling.innerText",
            vec![card.into(), label.into()],
        )
        .await;
    let found = match found {
        Ok(found) => found,
        Err(why) => return Err(format!("{why}; there is: {}", page.text(card).await?).into()),
    };
    Ok(found.as_str().unwrap_or_default().to_owned())
}

async fn card(page: Page) -> Outcome {
    page.choose_module(&files::read("hello")?, "hello.wasm")
        .await?;
    for _ in 0..2 {
        page.click(".filters .own .about summary").await?;
        contains(
            &row(&page, ".filters .own", "Imports").await?,
            "2 from wasi_snapshot_preview1: fd_write, proc_exit",
        )?;
        contains(
            &page.text(".filters .own .about p").await?,
            "This is a command for WASI preview 1; it runs here.",
        )?;
        // What is kept is looked at again after a reload.
        page.load().await?;
        page.open_filters().await?;
        page.when("document.querySelector('.filters .own')", vec![])
            .await?;
    }
    Ok(())
}

async fn card_of_built_in(page: Page) -> Outcome {
    page.open_filters().await?;
    let asked = "return performance.getEntriesByType('resource').some(({ name }) => name.includes('doctor') || name.includes('examine'))";
    equal(
        "asked at the start",
        page.script(asked, vec![]).await?,
        false,
    )?;
    let first = ".filters li:first-child";
    page.click(&format!("{first} > details > summary")).await?;
    page.click(&format!("{first} .about > summary")).await?;
    contains(&row(&page, first, "Made with").await?, "rustc")?;
    contains(&row(&page, first, "Runs on").await?, "own host")
}

async fn refused(page: Page) -> Outcome {
    let reactor = wat::parse_str(
        r#"(module (memory (export "memory") 1) (func (export "_initialize")) (func (export "render"))
            (@producers (language "Go" "go1.25") (processed-by "Go cmd/compile" "go1.25")))"#,
    )?;
    page.drop_file("main", &reactor, "plugin.wasm").await?;
    page.when(
        "document.getElementById('notice')?.innerText.startsWith('plugin.wasm: This is a reactor from Go')",
        vec![],
    )
    .await?;
    page.click("#offer").await?;
    page.when("document.activeElement?.id === 'forget'", vec![])
        .await?;
    contains(&page.text("#refused").await?, "it exports render")?;
    equal(
        "the command",
        row(&page, "#refused", "Build with").await?,
        "GOOS=wasip1 GOARCH=wasm go build",
    )?;
    page.click("#forget").await?;
    page.when("!document.getElementById('refused')", vec![])
        .await?;
    Ok(())
}

async fn names(page: Page) -> Outcome {
    let name = "<img src=x onerror=window.hurt=1>\\n\\u{202e}";
    let module = wat::parse_str(format!(
        r#"(module (import "{name}" "{name}" (func)) (func (export "{name}")) (@custom "{name}" ""))"#
    ))?;
    page.drop_file("main", &module, "names.wasm").await?;
    page.click("#offer").await?;
    contains(
        &row(&page, "#refused", "Not here").await?,
        r"<img src=x onerror=window.hurt=1>\n\u{202e}",
    )?;
    let hurt = "return window.hurt ?? document.querySelectorAll('main img').length";
    equal("nothing happened", page.script(hurt, vec![]).await?, 0)
}

/// Made in the page: it is too much to be sent there.
async fn much(page: Page) -> Outcome {
    page.script(
        "const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt());
         const leb = (n) => { const out = []; do { out.push((n & 127) | (n > 127 ? 128 : 0)); n >>>= 7; } while (n); return out; };
         const section = (id, ...parts) => [new Uint8Array([id, ...leb(parts.reduce((sum, part) => sum + part.length, 0))]), ...parts];
         const text = (string) => [...leb(string.length), ...new TextEncoder().encode(string)];
         const drop = (parts, name) => {
             const carrier = new DataTransfer();
             carrier.items.add(new File(parts, name));
             document.querySelector('main').dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carrier }));
         };
         const imports = [];
         for (let at = 0; at < 100000; at++) imports.push(...text('env'), ...text(`call${at}`), 0, 0);
         const type = section(1, new Uint8Array([1, 0x60, 0, 0]));
         window.many = () => drop([bytes('AGFzbQEAAAA='), ...type, ...section(2, new Uint8Array(leb(100000)), new Uint8Array(imports))], 'many.wasm');
         const name = new Uint8Array(50 << 20).fill(110);
         window.named = () => drop([bytes(arguments[0]), ...section(0, new Uint8Array(text('name')), new Uint8Array([0, ...leb(name.length + 4), ...leb(name.length)]), name)], 'named.wasm');",
        vec![data_encoding::BASE64.encode(&files::read("hello")?).into()],
    )
    .await?;
    page.script("window.many()", vec![]).await?;
    page.when(
        "document.getElementById('notice')?.innerText.includes('env.call2 and 99997 more')",
        vec![],
    )
    .await?;
    page.script("window.named()", vec![]).await?;
    page.when(
        "document.getElementById('notice')?.innerText.startsWith('named was added')",
        vec![],
    )
    .await?;
    equal(
        "it runs",
        &page.run("named").await?.stdout[..],
        "Hello, wörld\n".as_bytes(),
    )
}
