//! What is where, on a laptop and on a phone; and the pictures of it.

use tests::real;

use super::{Case, case, equal, files};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![
        case("on_a_laptop_stdin_and_stdout_stand_side_by_side", laptop),
        case(
            "on_a_phone_nothing_scrolls_sideways_and_run_is_in_reach",
            phone,
        ),
        case("pictures_of_a_program_of_others", pictures),
        case("plugins_and_questions_fit_where_they_are", asked),
        case("connections_and_what_is_kept_fit_where_they_are", talk),
    ]
}

async fn laptop(page: Page) -> Outcome {
    let placed = page.script(
        "const box = (pane) => document.querySelector(pane).getBoundingClientRect();
         const [stdin, stdout, stderr, command] = ['.pane.stdin', '.pane.stdout', '.pane.stderr', '.command'].map(box);
         return [stdin.right <= stdout.left, stdout.bottom <= stderr.top, command.bottom <= stdin.top, stderr.bottom <= innerHeight, document.documentElement.scrollWidth <= innerWidth, document.documentElement.scrollHeight <= innerHeight]",
        vec![],
    ).await?;
    equal(
        "placed",
        placed,
        serde_json::json!([true, true, true, true, true, true]),
    )
}

/// Nothing wider than the screen or cut off in a title line, Run on the screen and large enough.
const FITS: &str = "const run = (document.getElementById('run') ?? document.getElementById('stop')).getBoundingClientRect();
    const at = document.elementFromPoint(run.left + run.width / 2, run.top + run.height / 2);
    const headers = Array.from(document.querySelectorAll('header'));
    return [innerWidth, headers.every((header) => header.scrollWidth <= header.clientWidth), document.documentElement.scrollWidth <= innerWidth, document.body.scrollWidth <= innerWidth, run.bottom <= innerHeight && run.top >= 0, run.height >= 44, ['run', 'stop'].includes(at?.id)]";

async fn phone(page: Page) -> Outcome {
    page.on_a_phone().await?;
    let fits = serde_json::json!([360, true, true, true, true, true, true]);
    equal("at first", page.script(FITS, vec![]).await?, fits.clone())?;
    let long = format!("args {}", "long-argument ".repeat(30));
    page.run(&long).await?;
    equal(
        "with a long command",
        page.script(FITS, vec![]).await?,
        fits.clone(),
    )?;
    page.choose_module(&files::read("flood")?, "flood.wasm")
        .await?;
    page.click("#close").await?;
    page.start("flood").await?;
    page.when("document.querySelector('.stdout .dropped')", vec![])
        .await?;
    equal(
        "with a flood",
        page.script(FITS, vec![]).await?,
        fits.clone(),
    )?;
    page.click("#stop").await?;
    page.when("document.getElementById('run')", vec![]).await?;
    // Output next to the command, without scrolling.
    page.run("args here").await?;
    let next = page.script("const out = document.querySelector('.pane.stdout').getBoundingClientRect(); return out.top < 420 && out.height > 150", vec![]).await?;
    equal("output next to the command", next, true)?;
    // What went wrong is not left folded away.
    let wrong = page.run("sort --wrong").await?;
    equal("status", wrong.status, "exited 2")?;
    page.when(
        "document.getElementById('stderr')?.innerText.includes('--wrong')",
        vec![],
    )
    .await?;
    // stdin folds open.
    page.script(
        "document.querySelector('.pane.stdin .fold').click()",
        vec![],
    )
    .await?;
    page.when("document.querySelector('.pane.stdin .fold').getAttribute('aria-expanded') === 'true' && document.getElementById('stdin').getBoundingClientRect().height > 80", vec![]).await?;
    equal("with stdin open", page.script(FITS, vec![]).await?, fits)
}

async fn pictures(page: Page) -> Outcome {
    let module = real::modules()
        .into_iter()
        .find(|module| module.name == "csview")
        .ok_or("csview is not in the manifest")?;
    let path = tokio::task::spawn_blocking(move || real::wasm(&module)).await??;
    let bytes = std::fs::read(path)?;
    let engine = page.engine.name();
    for (size, frame) in [("laptop", None), ("phone", Some("#phone"))] {
        if frame.is_some() {
            page.on_a_phone().await?;
        }
        page.drop_file("main", &bytes, "csview.wasm").await?;
        page.when(
            "document.getElementById('notice')?.innerText.startsWith('csview was added')",
            vec![],
        )
        .await?;
        page.fill_stdin("bean,origin,altitude\nSL28,Kenya,1800 m\nGesha,Panamá,1700 m\nBourbon,Réunion,1200 m\n").await?;
        let run = page.run("csview --style rounded").await?;
        equal("status", run.status, "exited 0")?;
        equal(
            "a table",
            String::from_utf8_lossy(&run.stdout).contains("│ Gesha   │ Panamá  │ 1700 m   │"),
            true,
        )?;
        page.picture(&format!("{engine}-{size}"), frame).await?;
    }
    Ok(())
}

/// Takes a picture, and goes back to where the page is.
async fn picture(page: &Page, name: &str, frame: Option<&str>) -> Outcome {
    page.picture(name, frame).await?;
    if frame.is_some() {
        page.driver().enter_frame(0).await?;
    }
    Ok(())
}

/// What stands between the strip and the panes leaves them their room.
async fn asked(page: Page) -> Outcome {
    let engine = page.engine.name();
    for (size, frame) in [("laptop", None), ("phone", Some("#phone"))] {
        if frame.is_some() {
            page.on_a_phone().await?;
        }
        page.run_demo("plugin-words").await?;
        page.when(
            "document.querySelector('.plugins .note')?.innerText === '7 words'",
            vec![],
        )
        .await?;
        page.script("document.getElementById('files').click()", vec![])
            .await?;
        page.script(
            "document.getElementById('mount-dev').click(); document.querySelector('.plugins')",
            vec![],
        )
        .await?;
        picture(&page, &format!("{engine}-{size}-files"), frame).await?;
        page.click("#close").await?;
        page.run("cat /dev/https/example.org/a-page-with-a-long-name/and-a-longer-path.html | tee /dev/clipboard")
            .await?;
        page.when("document.querySelectorAll('.asked').length", vec![])
            .await?;
        let fits = page.script(
            "const out = document.querySelector('.pane.stdout').getBoundingClientRect();
             const yes = document.querySelector('.asked .yes').getBoundingClientRect();
             return [document.documentElement.scrollWidth <= innerWidth, out.height > 100 && out.top < innerHeight, yes.height >= 44 && yes.right <= innerWidth, getComputedStyle(document.querySelector('.plugins button')).minHeight]",
            vec![],
        );
        equal(
            size,
            fits.await?,
            serde_json::json!([true, true, true, "44px"]),
        )?;
        picture(&page, &format!("{engine}-{size}-asked"), frame).await?;
        page.script("document.getElementById('help').click()", vec![])
            .await?;
        page.when(
            "document.querySelector('.drawer kbd') && Array.from(document.querySelectorAll('.drawer dt')).some((name) => name.innerText === '/page/ctl')",
            vec![],
        )
        .await?;
        let height =
            "return document.querySelector('.drawer').getBoundingClientRect().height >= 380";
        equal("room", page.script(height, vec![]).await?, true)?;
        picture(&page, &format!("{engine}-{size}-help"), frame).await?;
        page.click("#close").await?;
    }
    Ok(())
}

async fn talk(page: Page) -> Outcome {
    let engine = page.engine.name();
    for (size, frame) in [("laptop", None), ("phone", Some("#phone"))] {
        if frame.is_some() {
            page.on_a_phone().await?;
        }
        page.run_demo("converse").await?;
        let fits = "return document.documentElement.scrollWidth <= innerWidth && document.querySelector('.pane.stdout').getBoundingClientRect().height > 100";
        equal(size, page.script(fits, vec![]).await?, true)?;
        picture(&page, &format!("{engine}-{size}-talk"), frame).await?;
        page.run_demo("cat-files").await?;
        page.script("document.getElementById('files').click()", vec![])
            .await?;
        page.when("document.getElementById('keep')", vec![]).await?;
        page.script("document.querySelector('.mounts').scrollIntoView()", vec![])
            .await?;
        let label = page.script(
            "const label = document.getElementById('keep').closest('label').getBoundingClientRect(); return [label.right <= innerWidth, label.height >= 44]",
            vec![],
        );
        equal(
            "the switch can be hit",
            label.await?,
            serde_json::json!([true, true]),
        )?;
        picture(&page, &format!("{engine}-{size}-kept"), frame).await?;
        page.click("#close").await?;
    }
    Ok(())
}
