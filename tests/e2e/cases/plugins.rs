//! The page as files, and plugins that work through them.

use serde_json::json;

use super::{Case, case, contains, equal};
use crate::{
    Outcome,
    page::{Error, Page},
};

pub fn cases() -> Vec<Case> {
    vec![
        case("the_page_is_read_and_written_as_files", files),
        case("events_are_read_as_they_happen", events),
        case("who_waits_for_an_event_has_a_limit_again_later", limited),
        case("a_plugin_counts_after_each_run", counts),
        case("a_plugin_formats_and_what_was_there_comes_back", formats),
        case("a_plugin_changes_what_is_selected", selects),
        case(
            "a_plugin_that_loops_floods_or_traps_is_stopped_and_named",
            stops,
        ),
        case("plugins_do_not_start_each_other_for_ever", ends),
    ]
}

async fn open_files(page: &Page) -> Outcome {
    page.script("document.getElementById('files').click()", vec![])
        .await?;
    page.when("document.querySelector('.mounts')", vec![])
        .await?;
    Ok(())
}

async fn see_page(page: &Page) -> Outcome {
    open_files(page).await?;
    page.click("#mount-page").await?;
    page.click("#close").await
}

/// Adds a plugin by hand.
async fn plugin(page: &Page, on: &str, command: &str) -> Outcome {
    open_files(page).await?;
    page.click("#add-plugin").await?;
    page.when("document.querySelector('.server .plugged')", vec![])
        .await?;
    let fill = "const fields = document.querySelectorAll(arguments[0]); const field = fields[fields.length - 1]; field.value = arguments[1]; field.dispatchEvent(new Event('change', { bubbles: true }))";
    page.script(fill, vec![json!(".server .on"), json!(on)])
        .await?;
    page.script(fill, vec![json!(".server .plugged"), json!(command)])
        .await?;
    page.click("#close").await
}

/// Waits until a plugin says this.
async fn says(page: &Page, text: &str) -> Outcome {
    page.when(
        "Array.from(document.querySelectorAll('.plugins .note'), (note) => note.innerText.trim()).includes(arguments[0])",
        vec![json!(text)],
    )
    .await?;
    Ok(())
}

async fn stdin_is(page: &Page, text: &str) -> Outcome {
    page.when(
        "document.querySelector('textarea#stdin')?.value === arguments[0]",
        vec![json!(text)],
    )
    .await?;
    Ok(())
}

async fn title(page: &Page) -> Result<serde_json::Value, Error> {
    page.script("return document.title", vec![]).await
}

async fn files(page: Page) -> Outcome {
    page.fill_stdin("one\ntwo\n").await?;
    let run = page.run("cat /page/stdin").await?;
    equal("not granted", &run.status[..], "exited 1")?;
    see_page(&page).await?;
    let run = page
        .run("cat /page/command /page/stdin /page/title")
        .await?;
    equal(
        "read",
        String::from_utf8_lossy(&run.stdout),
        "cat /page/command /page/stdin /page/title\none\ntwo\nPourover\n",
    )?;
    let run = page.run("wc -l /page/stdout; cat /page/status").await?;
    equal(
        "the output before",
        String::from_utf8_lossy(&run.stdout),
        "4 /page/stdout\nrunning\n",
    )?;
    // What is written changes the page, and can be undone.
    page.run("rev | tee /page/stdin '/page/files/a/<b>.txt' > kept")
        .await?;
    stdin_is(&page, "eno\nowt\n").await?;
    page.run("cat '/page/files/a/<b>.txt'").await?;
    page.click("#offer").await?;
    stdin_is(&page, "one\ntwo\n").await?;
    page.run("sed s/one/Filters/ | head -n 1 | tee /page/title")
        .await?;
    equal("the title", title(&page).await?, json!("Filters"))?;
    let run = page.run("tee /page/nothing /page/command/x").await?;
    let stderr = String::from_utf8_lossy(&run.stderr).into_owned();
    contains(&stderr, "tee: /page/nothing: No such file or directory")?;
    contains(&stderr, "tee: /page/command/x: Not a directory")?;
    page.fill_stdin("view hex\nrun\n").await?;
    page.run("tee /page/ctl").await?;
    page.when(
        "document.getElementById('stdout').innerText.includes('76 69 65 77')",
        vec![],
    )
    .await?;
    contains(
        &page.text("#notice").await?,
        "A program of the command line cannot run it again",
    )
}

async fn events(page: Page) -> Outcome {
    see_page(&page).await?;
    page.start("head -n 2 /page/event").await?;
    if !page.waits().await? {
        let run = page.ended().await?;
        return equal("nothing can be waited for", run.stdout.len(), 0);
    }
    page.fill_stdin("typed").await?;
    page.when(
        "document.getElementById('stdout').innerText.includes('edit stdin')",
        vec![],
    )
    .await?;
    page.fill_stdin("typed again").await?;
    let run = page.ended().await?;
    equal(
        "what happened",
        String::from_utf8_lossy(&run.stdout),
        "edit stdin\nedit stdin\n",
    )
}

async fn limited(page: Page) -> Outcome {
    see_page(&page).await?;
    page.limit(&[("seconds", 1)]).await?;
    page.start("head -n 1 /page/event; yes | tail -n 1").await?;
    if page.waits().await? {
        page.open_card(0).await?;
        page.when(
            "document.querySelector('.card').innerText.includes('waits for an event')",
            vec![],
        )
        .await?;
        page.script("document.getElementById('stage-close').click()", vec![])
            .await?;
        page.fill_stdin("typed").await?;
    }
    let run = page.ended().await?;
    equal("status", &run.status[..], "over a limit")
}

async fn counts(page: Page) -> Outcome {
    page.run_demo("plugin-words").await?;
    says(&page, "7 words").await?;
    page.fill_stdin("just three words").await?;
    says(&page, "3 words").await?;
    // It comes with a link, and with what was kept.
    page.kept_when(
        "JSON.stringify(draft.grant).includes('plugin') && draft.text === 'just three words'",
    )
    .await?;
    page.load().await?;
    page.run("sort").await?;
    says(&page, "3 words").await
}

async fn formats(page: Page) -> Outcome {
    page.run_demo("plugin-json").await?;
    page.fill_stdin("{\"a\":[1]}").await?;
    page.click(".plugins button").await?;
    stdin_is(&page, "{\n  \"a\": [\n    1\n  ]\n}\n").await?;
    contains(&page.text("#notice").await?, "jq changed stdin.")?;
    page.click("#offer").await?;
    stdin_is(&page, "{\"a\":[1]}").await?;
    // What is no JSON stays as it is, and jq says why.
    page.fill_stdin("{").await?;
    page.click(".plugins button").await?;
    page.when(
        "document.querySelector('.plugins .note').innerText.startsWith('jq: ')",
        vec![],
    )
    .await?;
    stdin_is(&page, "{").await
}

async fn selects(page: Page) -> Outcome {
    page.run_demo("plugin-sort").await?;
    let text = "ü\nd\nc\nb\n";
    page.fill_stdin(text).await?;
    page.script(
        "const field = document.getElementById('stdin'); field.focus(); field.setSelectionRange(2, 6)",
        vec![],
    )
    .await?;
    page.click(".plugins button").await?;
    stdin_is(&page, "ü\nc\nd\nb\n").await?;
    // A selection is an event by itself.
    plugin(&page, "select", "tee /page/status").await?;
    page.script(
        "const field = document.getElementById('stdin'); field.focus(); field.setSelectionRange(0, 3)",
        vec![],
    )
    .await?;
    says(&page, "select stdin 0 4").await
}

/// Presses the button of the plugin that was added last.
async fn press(page: &Page) -> Outcome {
    page.click(".plugins li:last-child button").await
}

/// Waits until the page says something that begins so.
async fn notice(page: &Page, text: &str) -> Outcome {
    page.when(
        "document.getElementById('notice')?.innerText.startsWith(arguments[0])",
        vec![json!(text)],
    )
    .await?;
    Ok(())
}

async fn stops(page: Page) -> Outcome {
    page.fill_stdin("x\n").await?;
    page.run("cat").await?;
    plugin(&page, "press,run", "yes").await?;
    press(&page).await?;
    notice(
        &page,
        "The plugin yes was stopped, until you press its button: it ",
    )
    .await?;
    // It is left alone now, and the page works.
    let run = page.run("cat").await?;
    equal("the next run", &run.stdout[..], b"x\n")?;
    page.choose_module(&super::files::read("unreachable")?, "unreachable.wasm")
        .await?;
    plugin(&page, "press", "unreachable").await?;
    press(&page).await?;
    notice(&page, "The plugin unreachable was stopped").await?;
    contains(&page.text("#notice").await?, "trapped: unreachable in boom")?;
    plugin(&page, "press", "nothing-of-that-name").await?;
    press(&page).await?;
    notice(&page, "The plugin nothing-of-that-name was stopped").await?;
    contains(
        &page.text("#notice").await?,
        "There is no filter named nothing-of-that-name",
    )
}

async fn ends(page: Page) -> Outcome {
    page.fill_stdin("ab\n").await?;
    page.run("cat").await?;
    // Each changes stdin whenever it is edited.
    plugin(
        &page,
        "edit",
        "rev /page/stdin | sed s/^/1/ | tee /page/stdin",
    )
    .await?;
    plugin(
        &page,
        "edit",
        "rev /page/stdin | sed s/^/2/ | tee /page/stdin",
    )
    .await?;
    page.fill_stdin("cd\n").await?;
    stdin_is(&page, "2cd1\n").await?;
    // The way back leads to what was typed.
    notice(&page, "rev changed stdin.").await?;
    page.click("#offer").await?;
    stdin_is(&page, "cd\n").await?;
    plugin(&page, "press", "tee /page/status").await?;
    press(&page).await?;
    says(&page, "press").await?;
    stdin_is(&page, "cd\n").await
}
