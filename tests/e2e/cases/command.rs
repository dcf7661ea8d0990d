//! The command line: its words, its mistakes, and that it is kept.

use super::{Case, case, contains, equal};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![
        case(
            "a_mistake_is_underlined_at_its_column_with_its_sentence",
            mistakes,
        ),
        case("words_are_coloured_by_what_they_are", colours),
        case("what_was_typed_survives_a_reload", reload),
        case("an_example_is_loaded_run_and_undone", example),
        case("after_two_examples_undo_brings_ones_own_back", two_examples),
        case("clearing_stdin_can_be_undone", clear),
    ]
}

async fn mistakes(page: Page) -> Outcome {
    let before = page.text("#stdout").await?;
    for (command, column, part, underlined) in [
        ("sort | uniq |", "Column 13:", "", "|"),
        (
            "sort $(date)",
            "Column 6:",
            "command substitution",
            "$(date)",
        ),
        ("sort; for x", "Column 7:", "for", "for"),
        ("ls *.txt", "Column 4:", "file pattern", "*.txt"),
        ("srot -r", "Column 1:", "did you mean sort?", "srot"),
        (
            "A=1 ffmpeg",
            "Column 5:",
            "There is no filter named ffmpeg",
            "ffmpeg",
        ),
        ("grep 'a", "Column 6:", "never closed", "'a"),
        ("grep $HOME", "Column 6:", "variable", "$HOME"),
    ] {
        page.fill("#command", command).await?;
        page.click("#run").await?;
        page.when(
            "document.getElementById('problem')?.innerText.startsWith(arguments[0])",
            vec![column.into()],
        )
        .await?;
        contains(&page.text("#problem").await?, part)?;
        equal(command, page.text(".field .mistake").await?, underlined)?;
    }
    equal("the output stays", page.text("#stdout").await?, before)?;
    page.fill("#command", "args fine").await?;
    page.when("!document.getElementById('problem')", vec![])
        .await?;
    Ok(())
}

async fn colours(page: Page) -> Outcome {
    page.fill("#command", "A=1 grep -v 'a b' <script>").await?;
    for (class, text) in [
        ("assignment", "A=1"),
        ("program", "grep"),
        ("flag", "-v"),
        ("argument", "'a b'"),
        ("operator", "<"),
    ] {
        equal(class, page.text(&format!(".field .{class}")).await?, text)?;
    }
    let both = page
        .script("return document.querySelector('.field pre').textContent.replace('\\u200b', '') === document.getElementById('command').value", vec![])
        .await?;
    equal("the colours lie under the text", both, true)
}

async fn reload(page: Page) -> Outcome {
    page.fill_stdin("käpt\n").await?;
    page.fill("#command", "sort -r").await?;
    page.kept("käpt\n").await?;
    page.load().await?;
    equal(
        "command",
        page.script("return document.getElementById('command').value", vec![])
            .await?,
        "sort -r",
    )?;
    equal(
        "stdin",
        page.script("return document.getElementById('stdin').value", vec![])
            .await?,
        "käpt\n",
    )?;
    equal(
        "nothing runs by itself",
        page.text("#status").await?,
        "not run yet",
    )?;
    // A file stays a file, to the byte.
    page.stdin_file(b"\0\xff\r\n", "odd bytes").await?;
    page.kept_file("odd bytes").await?;
    page.load().await?;
    equal("file", &page.run("cat").await?.stdout[..], b"\0\xff\r\n")
}

async fn example(page: Page) -> Outcome {
    page.fill_stdin("mine\n").await?;
    page.fill("#command", "cat").await?;
    page.run_demo("head").await?;
    page.when(
        "document.getElementById('offer')?.innerText === 'Undo'",
        vec![],
    )
    .await?;
    page.click("#offer").await?;
    page.when("document.getElementById('command').value === 'cat' && document.getElementById('stdin').value === 'mine\\n'", vec![]).await?;
    Ok(())
}

async fn two_examples(page: Page) -> Outcome {
    page.fill_stdin("mine\n").await?;
    page.fill("#command", "cat").await?;
    for name in ["head", "wc"] {
        page.run_demo(name).await?;
    }
    page.click("#offer").await?;
    page.when("document.getElementById('command').value === 'cat' && document.getElementById('stdin').value === 'mine\\n'", vec![]).await?;
    Ok(())
}

async fn clear(page: Page) -> Outcome {
    page.fill_stdin("precious\n").await?;
    page.click("#clear").await?;
    page.when("document.getElementById('stdin').value === ''", vec![])
        .await?;
    page.click("#offer").await?;
    page.when(
        "document.getElementById('stdin').value === 'precious\\n'",
        vec![],
    )
    .await?;
    Ok(())
}
