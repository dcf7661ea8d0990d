//! The pipeline drawn, and the finger in the stream.

use serde_json::json;
use thirtyfour::Key;

use super::{Case, case, contains, equal, files};
use crate::{
    Outcome,
    page::{Error, Page},
};

pub fn cases() -> Vec<Case> {
    vec![
        case("the_strip_shows_the_stages_and_what_flowed", shows),
        case("touching_a_pipe_shows_what_flowed_there", tap),
        case("a_long_pipe_shows_its_first_bytes_and_says_so", window),
        case(
            "a_stage_edited_on_its_card_is_edited_in_the_command_line",
            edited,
        ),
        case("a_stage_is_switched_off_and_on", switched),
        case("a_stage_is_moved_with_all_that_is_its_own", moved),
        case("the_strip_is_used_by_the_keyboard_alone", keyboard),
        case("on_a_phone_the_strip_scrolls_inside_itself", phone),
        case("a_card_lets_the_host_be_chosen", host),
        case("what_failed_and_what_was_skipped_is_said_in_words", words),
    ]
}

/// What the pieces of the strip say, from left to right.
async fn labels(page: &Page) -> Result<Vec<String>, Error> {
    let labels = page
        .script(
            "return Array.from(document.querySelectorAll('.strip button'), (piece) => piece.getAttribute('aria-label'))",
            vec![],
        )
        .await?;
    Ok(serde_json::from_value(labels)?)
}

/// The class of each stage in the strip.
async fn moods(page: &Page) -> Result<Vec<String>, Error> {
    let moods = page
        .script(
            "return Array.from(document.querySelectorAll('.strip .stage'), (stage) => stage.className)",
            vec![],
        )
        .await?;
    Ok(serde_json::from_value(moods)?)
}

/// Starts the command line as it stands and waits for its end.
async fn run(page: &Page) -> Result<String, Error> {
    let command = page.value("#command").await?;
    let run = page.run(&command).await?;
    Ok(String::from_utf8_lossy(&run.stdout).into_owned())
}

async fn shows(page: Page) -> Outcome {
    page.fill_stdin("pear\napple\npear\n").await?;
    page.run("sort | uniq -c | wc -l").await?;
    equal(
        "labels",
        labels(&page).await?,
        [
            "stdin to sort: 16 B",
            "sort: exited 0",
            "pipe behind sort: 16 B",
            "uniq: exited 0",
            "pipe behind uniq: 27 B",
            "wc: exited 0",
            "wc to stdout: 2 B",
        ]
        .map(str::to_owned),
    )?;
    let seen = page
        .script(
            "return Array.from(document.querySelectorAll('.strip button'), (piece) => Array.from(piece.querySelectorAll('.end, .amount, .name'), (part) => part.innerText).join('|'))",
            vec![],
        )
        .await?;
    equal(
        "pieces",
        seen,
        json!([
            "stdin|16 B",
            "sort",
            "16 B|",
            "uniq",
            "27 B|",
            "wc",
            "2 B|stdout"
        ]),
    )?;
    // Under each program stands how long it worked.
    page.when(
        "Array.from(document.querySelectorAll('.strip .brief')).every((brief) => /^\\d+(\\.\\d)? ms$/.test(brief.innerText.trim()))",
        vec![],
    )
    .await?;
    // An edit is drawn at once, before it runs.
    page.fill("#command", "sort | rev > file; args").await?;
    page.when(
        "document.querySelectorAll('.strip .stage').length === 3",
        vec![],
    )
    .await?;
    equal("list", page.text(".strip .operator").await?, ";")?;
    let all = labels(&page).await?.join("\n");
    for part in [
        "sort: exited 0",
        "rev: not run yet",
        "rev to file: nothing yet",
    ] {
        contains(&all, part)?;
    }
    Ok(())
}

async fn tap(page: Page) -> Outcome {
    page.fill_stdin("b\na\n").await?;
    page.run("sort | tr a-z A-Z | rev").await?;
    page.touch(".strip .pipe", 0).await?;
    page.when(
        "document.getElementById('tap')?.textContent === 'a\\nb\\n'",
        vec![],
    )
    .await?;
    page.when("!document.getElementById('stdin')", vec![])
        .await?;
    equal("title", page.text(".inside h2").await?, "sort▶tr")?;
    equal(
        "size",
        page.text(".inside .size").await?,
        "2 lines · 4 bytes",
    )?;
    page.select(".inside .mode", "hex").await?;
    page.when(
        "document.getElementById('tap')?.innerText.includes('00000000  61 0a 62 0a')",
        vec![],
    )
    .await?;
    // Its bytes can be saved.
    page.script(
        "window.saved.length = 0; document.getElementById('tap-download').click()",
        vec![],
    )
    .await?;
    page.when("window.saved[0]?.size === 4", vec![]).await?;
    // Another pipe takes its place, and Escape brings stdin back, and the focus
    // to where it was.
    page.touch(".strip .pipe", 1).await?;
    page.when(
        "document.getElementById('tap')?.innerText.includes('41 0a 42 0a')",
        vec![],
    )
    .await?;
    page.keys(Key::Escape).await?;
    page.when(
        "document.querySelector('textarea#stdin')?.value === 'b\\na\\n' && document.activeElement.id === 'strip-4'",
        vec![],
    )
    .await?;
    // Close does so, too, and so does the pipe itself.
    page.touch(".strip .pipe", 1).await?;
    page.click("#tap-close").await?;
    page.when("document.querySelector('textarea#stdin')", vec![])
        .await?;
    page.touch(".strip .pipe", 1).await?;
    page.when("document.getElementById('tap-close')", vec![])
        .await?;
    page.touch(".strip .pipe", 1).await?;
    page.when("document.querySelector('textarea#stdin')", vec![])
        .await?;
    // The next run is seen in the open tap.
    page.touch(".strip .pipe", 0).await?;
    page.select(".inside .mode", "text").await?;
    page.run("sort -r | tr a-z A-Z | rev").await?;
    page.when(
        "document.getElementById('tap')?.textContent === 'b\\na\\n'",
        vec![],
    )
    .await?;
    Ok(())
}

async fn window(page: Page) -> Outcome {
    page.stdin_file("a line of text\n".repeat(100_000).as_bytes(), "lines")
        .await?;
    let run = page.run("cat | wc -l").await?;
    equal("wc", String::from_utf8_lossy(&run.stdout).trim(), "100000")?;
    contains(&labels(&page).await?.join("\n"), "pipe behind cat: 1.5 MB")?;
    page.touch(".strip .pipe", 0).await?;
    page.when(
        "document.getElementById('tap')?.innerText.includes('a line of text')",
        vec![],
    )
    .await?;
    equal(
        "size",
        page.text(".inside .size").await?,
        "100,000 lines · 1,500,000 bytes",
    )?;
    equal(
        "what is shown",
        page.text(".inside .dropped").await?,
        "Shown are the first 262,144 bytes of 1,500,000.",
    )
}

async fn edited(page: Page) -> Outcome {
    page.fill_stdin("b\na\nc\n").await?;
    page.run("sort | head -2 | rev").await?;
    page.open_card(1).await?;
    equal("field", page.value("#stage-command").await?, "head -2")?;
    page.fill("#stage-command", "head -1").await?;
    page.when(
        "document.getElementById('command').value === 'sort | head -1 | rev'",
        vec![],
    )
    .await?;
    equal("stdout", run(&page).await?, "a\n")?;
    // What is no command yet stays on the card, and says what it lacks.
    page.fill("#stage-command", "grep 'a").await?;
    page.when(
        "document.getElementById('stage-advice').innerText.includes('never closed')",
        vec![],
    )
    .await?;
    equal("field", page.value("#stage-command").await?, "grep 'a")?;
    equal(
        "the line",
        page.value("#command").await?,
        "sort | head -1 | rev",
    )?;
    page.fill("#stage-command", "grep 'a'").await?;
    page.when(
        "document.getElementById('command').value === \"sort | grep 'a' | rev\" && document.getElementById('stage-advice').innerText === ''",
        vec![],
    )
    .await?;
    // Two commands make two stages, when Enter says so.
    page.fill("#stage-command", "head -2 | tr a-z A-Z").await?;
    page.when(
        "document.getElementById('stage-advice').innerText === 'Enter makes this 2 stages.'",
        vec![],
    )
    .await?;
    page.click("#stage-command").await?;
    page.keys(Key::Enter).await?;
    page.when(
        "document.getElementById('command').value === 'sort | head -2 | tr a-z A-Z | rev' && document.getElementById('stdout')?.textContent === 'A\\nB\\n'",
        vec![],
    )
    .await?;
    // And the other way: the card follows the line.
    page.fill("#command", "sort | tail -1").await?;
    page.when(
        "document.getElementById('stage-command')?.value === 'tail -1'",
        vec![],
    )
    .await?;
    page.fill("#command", "sort").await?;
    page.when("document.querySelector('textarea#stdin')", vec![])
        .await?;
    Ok(())
}

async fn switched(page: Page) -> Outcome {
    page.fill_stdin("ab\n").await?;
    page.run("cat | tr a-z A-Z | rev").await?;
    page.open_card(1).await?;
    page.click("#stage-toggle").await?;
    page.when(
        "document.querySelectorAll('.strip .stage')[1].classList.contains('off') && document.getElementById('stage-toggle').innerText === 'Switch on'",
        vec![],
    )
    .await?;
    equal("status", page.text("#stage-status").await?, "switched off")?;
    equal("stdout", run(&page).await?, "ba\n")?;
    equal(
        "the line stays",
        page.value("#command").await?,
        "cat | tr a-z A-Z | rev",
    )?;
    // An edit elsewhere leaves it off.
    equal(
        "stdout",
        {
            page.fill("#command", "cat | tr a-z A-Z | rev | cat -n")
                .await?;
            run(&page).await?
        },
        "     1\tba\n",
    )?;
    equal("still off", moods(&page).await?[1].as_str(), "stage off")?;
    page.click("#stage-toggle").await?;
    page.when(
        "!document.querySelectorAll('.strip .stage')[1].classList.contains('off')",
        vec![],
    )
    .await?;
    equal("stdout", run(&page).await?, "     1\tBA\n")?;
    // With nothing left there is nothing to run.
    page.run("rev").await?;
    page.open_card(0).await?;
    page.click("#stage-toggle").await?;
    page.when("document.querySelector('.strip .off')", vec![])
        .await?;
    page.click("#run").await?;
    page.when(
        "document.getElementById('problem')?.innerText.includes('Every stage is switched off')",
        vec![],
    )
    .await?;
    Ok(())
}

async fn moved(page: Page) -> Outcome {
    page.fill_stdin("b\na\nb\n").await?;
    equal(
        "stdout",
        String::from_utf8_lossy(&page.run("uniq | sort | cat -n").await?.stdout),
        "     1\ta\n     2\tb\n     3\tb\n",
    )?;
    page.open_card(0).await?;
    let disabled = |id: &str| format!("return document.getElementById('{id}').disabled");
    equal(
        "left of the first",
        page.script(&disabled("stage-left"), vec![]).await?,
        true,
    )?;
    page.click("#stage-right").await?;
    page.when(
        "document.getElementById('command').value === 'sort | uniq | cat -n'",
        vec![],
    )
    .await?;
    // The card went with it.
    equal("card", page.value("#stage-command").await?, "uniq")?;
    equal("stdout", run(&page).await?, "     1\ta\n     2\tb\n")?;
    page.click("#stage-right").await?;
    page.when(
        "document.getElementById('command').value === 'sort | cat -n | uniq'",
        vec![],
    )
    .await?;
    equal(
        "right of the last",
        page.script(&disabled("stage-right"), vec![]).await?,
        true,
    )?;
    // What is switched off stays so.
    page.click("#stage-toggle").await?;
    page.when(
        "document.querySelectorAll('.strip .stage')[2].classList.contains('off')",
        vec![],
    )
    .await?;
    page.click("#stage-left").await?;
    page.when(
        "document.getElementById('command').value === 'sort | uniq | cat -n'",
        vec![],
    )
    .await?;
    page.when(
        "document.querySelectorAll('.strip .stage')[1].classList.contains('off')",
        vec![],
    )
    .await?;
    equal(
        "stages",
        moods(&page)
            .await?
            .iter()
            .filter(|mood| *mood == "stage off")
            .count(),
        1,
    )?;
    equal(
        "stdout",
        run(&page).await?,
        "     1\ta\n     2\tb\n     3\tb\n",
    )
}

/// Waits until the focus is on an element with this id.
async fn focus(page: &Page, id: &str) -> Outcome {
    page.when(
        "document.activeElement.id === arguments[0]",
        vec![json!(id)],
    )
    .await
    .map(drop)
}

async fn keyboard(page: Page) -> Outcome {
    page.fill_stdin("b\na\n").await?;
    page.run("sort | rev").await?;
    page.click("#command").await?;
    page.keys(Key::Tab).await?;
    focus(&page, "run").await?;
    page.keys(Key::Tab).await?;
    focus(&page, "strip-0").await?;
    // The arrows go from piece to piece and stop at the ends.
    page.keys(Key::Left).await?;
    focus(&page, "strip-0").await?;
    page.keys(Key::Right + Key::Right).await?;
    focus(&page, "strip-2").await?;
    page.keys(Key::Enter).await?;
    page.when(
        "document.getElementById('tap')?.textContent === 'a\\nb\\n'",
        vec![],
    )
    .await?;
    focus(&page, "strip-2").await?;
    page.keys(Key::Escape).await?;
    page.when("document.querySelector('textarea#stdin')", vec![])
        .await?;
    focus(&page, "strip-2").await?;
    page.keys(Key::End).await?;
    focus(&page, "strip-4").await?;
    page.keys(Key::Home + Key::Right).await?;
    focus(&page, "strip-1").await?;
    // A card, its field, and back.
    page.keys(" ").await?;
    page.when("document.querySelector('.card')", vec![]).await?;
    for _ in 0..4 {
        let at = page
            .script("return document.activeElement.id", vec![])
            .await?;
        if at == "stage-command" {
            break;
        }
        page.keys(Key::Tab).await?;
    }
    focus(&page, "stage-command").await?;
    page.keys(Key::End + " -r").await?;
    page.when(
        "document.getElementById('command').value === 'sort -r | rev'",
        vec![],
    )
    .await?;
    page.keys(Key::Enter).await?;
    page.when(
        "document.getElementById('stdout')?.textContent === 'b\\na\\n'",
        vec![],
    )
    .await?;
    page.keys(Key::Escape).await?;
    focus(&page, "strip-1").await?;
    // One stop for Tab: the strip is where it was left.
    page.click("#command").await?;
    page.keys(Key::Tab + Key::Tab).await?;
    focus(&page, "strip-1").await?;
    // The last piece leads to stdout.
    page.keys(Key::End + Key::Enter).await?;
    focus(&page, "stdout").await
}

async fn phone(page: Page) -> Outcome {
    page.on_a_phone().await?;
    page.fill_stdin("b\na\n").await?;
    let line = "cat | sort | uniq -c | sort -rn | tr a-z A-Z | head -4 | rev | cat -n";
    page.run(line).await?;
    let fits = "document.documentElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth && document.scrollingElement.scrollLeft === 0 && scrollX === 0";
    page.when(fits, vec![]).await?;
    let scrolls = page
        .script(
            "const strip = document.querySelector('.strip');
             const box = strip.getBoundingClientRect();
             return [strip.scrollWidth > strip.clientWidth, box.left >= 0 && box.right <= innerWidth, box.height >= 44,
                     Array.from(strip.querySelectorAll('button')).every((piece) => piece.getBoundingClientRect().height >= 44)]",
            vec![],
        )
        .await?;
    equal("strip", scrolls, json!([true, true, true, true]))?;
    page.script(
        "document.querySelector('.strip').scrollLeft = 100000",
        vec![],
    )
    .await?;
    page.when(
        "((last) => last.left >= 0 && last.right <= innerWidth + 1)(document.querySelector('.strip button:last-child').getBoundingClientRect())",
        vec![],
    )
    .await?;
    page.when(fits, vec![]).await?;
    // A stage far to the right can be touched, and its card fits.
    page.touch(".strip .stage", 7).await?;
    page.when(
        "document.getElementById('stage-command')?.value === 'cat -n'",
        vec![],
    )
    .await?;
    page.when(fits, vec![]).await?;
    page.when(
        "document.getElementById('stage-command').getBoundingClientRect().right <= innerWidth",
        vec![],
    )
    .await?;
    page.touch(".strip .pipe", 0).await?;
    page.when(
        "document.getElementById('tap')?.textContent === 'b\\na\\n'",
        vec![],
    )
    .await?;
    page.when(fits, vec![]).await?;
    Ok(())
}

async fn host(page: Page) -> Outcome {
    page.fill_stdin("ab\n").await?;
    page.run("cat | rev").await?;
    page.open_card(1).await?;
    equal(
        "hosts",
        page.script("return Array.from(document.getElementById('stage-host').options, (option) => option.innerText)", vec![]).await?,
        json!(["as its imports say", "Pourover's own host", "wasmer-wasix"]),
    )?;
    contains(&page.text(".card .host span").await?, "Pourover's own host")?;
    page.select("#stage-host", "preview1").await?;
    page.when(
        "document.querySelector('.card .host span').innerText === ''",
        vec![],
    )
    .await?;
    equal("stdout", run(&page).await?, "ba\n")?;
    equal("chosen", page.value("#stage-host").await?, "preview1")?;
    // It is chosen for the program, wherever it stands.
    page.fill("#command", "rev").await?;
    page.open_card(0).await?;
    equal("chosen", page.value("#stage-host").await?, "preview1")
}

async fn words(page: Page) -> Outcome {
    page.choose_module(&files::read("unreachable")?, "unreachable.wasm")
        .await?;
    page.fill_stdin("a\n").await?;
    page.run("grep -q x && args and; unreachable | sort --wrong | cat")
        .await?;
    let seen = page
        .script(
            "return Array.from(document.querySelectorAll('.strip .stage'), (stage) => [stage.className, stage.querySelector('.brief').innerText.trim()])",
            vec![],
        )
        .await?;
    let cat = seen[4][1].clone();
    equal(
        "stages",
        seen,
        json!([
            ["stage failed", "exited 1"],
            ["stage dim", "skipped"],
            ["stage failed", "trapped"],
            ["stage failed", "exited 2"],
            ["stage", cat],
        ]),
    )?;
    contains(cat.as_str().unwrap_or_default(), " ms")?;
    let all = labels(&page).await?.join("\n");
    contains(&all, "unreachable: trapped: unreachable in boom")?;
    contains(&all, "args: skipped")
}
