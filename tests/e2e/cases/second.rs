//! wasmer-wasix, the second host: for WASIX programs, and for any by choice.

use super::{Case, case, contains, equal};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![
        case("a_wasix_program_runs_on_the_second_host", wasix),
        case("what_wasix_had_once_is_named", outdated),
        case("any_filter_runs_on_the_second_host_by_choice", chosen),
    ]
}

/// What the card of a stage says of its host.
async fn host(page: &Page, stage: usize) -> Result<String, crate::page::Error> {
    page.open_card(stage).await?;
    page.text(".card .host span").await
}

async fn wasix(page: Page) -> Outcome {
    page.choose_real("wasix-longjmp").await?;
    page.added("wasix-longjmp").await?;
    // The second host comes now, and is there for the next.
    page.script(
        "window.said = []; new MutationObserver(() => { const notice = document.getElementById('notice')?.innerText; if (notice) window.said.push(notice); }).observe(document.body, { subtree: true, childList: true, characterData: true })",
        vec![],
    )
    .await?;
    let run = page.run("wasix-longjmp | tail -1").await?;
    equal("status", run.status, "exited 0")?;
    equal("stdout", &run.stdout[..], b"(A4) r=10003\n")?;
    let fetching = page
        .script(
            "return window.said.some((notice) => notice.startsWith('Fetching the second host, wasmer-wasix: '))",
            vec![],
        )
        .await?;
    equal("it is said that it is fetched", fetching, true)?;
    contains(&host(&page, 0).await?, "wasmer-wasix")
}

async fn outdated(page: Page) -> Outcome {
    let module = wat::parse_str(
        r#"(module (import "wasix_32v1" "thread_local_create" (func)) (memory (export "memory") 1) (func (export "_start")))"#,
    )?;
    page.choose_module(&module, "old.wasm").await?;
    equal("status", page.run("old").await?.status, "failed")?;
    contains(
        &page.text(".status .why").await?,
        "it imports thread_local_create from wasix_32v1, which this wasmer-wasix does not have",
    )
}

async fn chosen(page: Page) -> Outcome {
    page.fill_stdin("a\nc\nb\n").await?;
    page.run("cat | sort -r").await?;
    page.open_card(1).await?;
    page.select("#stage-host", "wasix").await?;
    for line in ["cat | sort -r", "sort -r | cat"] {
        let run = page.run(line).await?;
        equal("status", run.status, "exited 0")?;
        equal(line, &run.stdout[..], b"c\nb\na\n")?;
    }
    let run = page.run("sort --wrong").await?;
    equal("status", run.status, "exited 2")?;
    contains(&String::from_utf8_lossy(&run.stderr), "sort: ")
}
