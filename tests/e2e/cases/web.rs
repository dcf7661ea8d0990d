//! The web as files: what is asked first, what comes, and what does not.

use super::{Case, case, contains, equal};
use crate::{
    Outcome,
    page::{Error, Page, Run},
    server::LARGE,
};

pub fn cases() -> Vec<Case> {
    vec![
        case("the_web_is_a_file_once_it_is_allowed", get),
        case("on_wasmer_wasix_the_web_is_a_file_too", second_host),
        case("what_is_written_to_the_web_is_sent", post),
        case("what_the_web_does_not_give_is_said", refused),
        case("a_host_that_a_request_is_sent_on_to_is_asked_for", moved),
        case("an_answer_that_never_ends_can_be_stopped", endless),
        case("a_websocket_is_a_file", socket),
        case("the_clipboard_is_asked_for", clipboard),
    ]
}

async fn see_devices(page: &Page) -> Outcome {
    page.script("document.getElementById('files').click()", vec![])
        .await?;
    page.click("#mount-dev").await?;
    page.click("#close").await
}

/// Says yes to what is asked, and waits for the run after it.
async fn allow(page: &Page) -> Result<Run, Error> {
    let before = page
        .script(
            "return document.getElementById('status').dataset.run",
            vec![],
        )
        .await?;
    page.click(".asked .yes").await?;
    page.when(
        "document.getElementById('status').dataset.run !== arguments[0]",
        vec![before],
    )
    .await?;
    page.ended().await
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

async fn get(page: Page) -> Outcome {
    see_devices(&page).await?;
    let letter = format!("/dev/http/{}", page.server.far("/letter"));
    let run = page.run(&format!("cat {letter}")).await?;
    equal("not allowed yet", &run.status[..], "exited 1")?;
    contains(&text(&run.stderr), "Permission denied")?;
    contains(
        &page.text(".asked").await?,
        &format!("cat wants to reach {}", page.server.far("")),
    )?;
    let run = allow(&page).await?;
    equal("the letter", text(&run.stdout), "dear page\n")?;
    contains(
        &page.text("#network").await?,
        &format!(
            "cat ⇄ http://{} · 0 B sent · 10 B received “dear page⏎” · closed",
            page.server.far("/letter")
        ),
    )?;
    // It is asked for once.
    let run = page
        .run(&format!("cat {letter} /dev/web/status /dev/web/url"))
        .await?;
    equal(
        "with the status",
        text(&run.stdout),
        format!("dear page\n200 OK\nhttp://{}\n", page.server.far("/letter")),
    )?;
    let missing = format!("/dev/http/{}", page.server.far("/nothing"));
    let run = page.run(&format!("cat {letter} /dev/web/headers")).await?;
    contains(&text(&run.stdout), "content-type: text/plain")?;
    // What is not there for other pages, is not there.
    let run = page.run(&format!("cat {missing}")).await?;
    equal("missing", &run.status[..], "exited 1")?;
    let large = format!("/dev/http/{}", page.server.far("/large"));
    let run = page.run(&format!("cat {large} | wc -c")).await?;
    equal("all of it", text(&run.stdout), format!("{LARGE}\n"))?;
    let run = page.run(&format!("head -c 3 {large}")).await?;
    equal("some of it", text(&run.stdout), "xxx")?;
    let run = page.run("cat /dev/http /dev/https/").await?;
    contains(&text(&run.stderr), "s a directory")?;
    // What was allowed is not allowed to another demo.
    page.run_demo("cat").await?;
    see_devices(&page).await?;
    page.run(&format!("cat {letter}")).await?;
    contains(&page.text(".asked").await?, "cat wants to reach")
}

async fn second_host(page: Page) -> Outcome {
    page.fill_stdin("").await?;
    page.run("cat").await?;
    page.open_card(0).await?;
    page.select("#stage-host", "wasix").await?;
    see_devices(&page).await?;
    let letter = format!("/dev/http/{}", page.server.far("/letter"));
    let run = page.run(&format!("cat {letter}")).await?;
    equal("not allowed yet", &run.status[..], "exited 1")?;
    let run = allow(&page).await?;
    equal("the letter", text(&run.stdout), "dear page\n")?;
    let deep = format!("/dev/http/{}", page.server.far("/far/down/letter"));
    let run = page.run(&format!("cat {deep} /dev/web/status")).await?;
    equal(
        "from further down",
        text(&run.stdout),
        "dear page\n200 OK\n",
    )
}

async fn post(page: Page) -> Outcome {
    see_devices(&page).await?;
    page.fill_stdin("hello\n").await?;
    let dial = format!("dial /dev/http/{}", page.server.far("/letter"));
    page.run(&dial).await?;
    let run = allow(&page).await?;
    equal("the answer", text(&run.stdout), "input>  output> HELLO\n")?;
    contains(
        &page.text("#network").await?,
        "· 6 B sent “hello⏎” · 6 B received “HELLO⏎” · closed",
    )
}

async fn refused(page: Page) -> Outcome {
    see_devices(&page).await?;
    let closed = format!("/dev/http/{}", page.server.far("/closed-letter"));
    page.run(&format!("cat {closed}")).await?;
    let run = allow(&page).await?;
    equal("closed", &run.status[..], "exited 1")?;
    contains(&text(&run.stderr), "Permission denied")?;
    contains(
        &page.text("#network").await?,
        "either it cannot be reached, or it does not let other sites' pages read it (CORS)",
    )?;
    let other = page.server.far("/letter").replace("localhost", "127.0.0.1");
    page.run(&format!("cat /dev/http/{other}")).await?;
    page.click(".asked .no").await?;
    let said = "you refused it to this demo.";
    page.when("document.querySelector('#network .refused')", vec![])
        .await?;
    contains(&page.text("#network").await?, said)?;
    page.run(&format!("cat /dev/http/{other}")).await?;
    contains(&page.text("#network").await?, said)?;
    equal(
        "it is not asked for again",
        page.script("return document.querySelectorAll('.asked').length", vec![])
            .await?,
        serde_json::json!(0),
    )?;
    // Names that are no hosts.
    for odd in ["a@b", "%2f", "x\\y"] {
        let run = page.run(&format!("cat '/dev/http/{odd}/z'")).await?;
        contains(&text(&run.stderr), "No such file or directory")?;
    }
    Ok(())
}

async fn moved(page: Page) -> Outcome {
    see_devices(&page).await?;
    let line = format!("cat /dev/http/{} /dev/web/url", page.server.far("/moved"));
    page.run(&line).await?;
    let run = allow(&page).await?;
    equal("one of two allowed", &run.status[..], "exited 1")?;
    let other = page.server.far("").replace("localhost", "127.0.0.1");
    contains(
        &page.text(".asked").await?,
        &format!("cat wants to reach {other}"),
    )?;
    // Nor is it told where it went.
    equal("nothing of it", &run.stdout[..], b"")?;
    let run = allow(&page).await?;
    equal(
        "both allowed",
        text(&run.stdout),
        format!("dear page\nhttp://{other}/letter?secret\n"),
    )
}

async fn endless(page: Page) -> Outcome {
    see_devices(&page).await?;
    let endless = format!("cat /dev/http/{}", page.server.holding());
    page.run(&endless).await?;
    page.click(".asked .yes").await?;
    page.when("document.getElementById('stop')", vec![]).await?;
    if page.waits().await? {
        page.when(
            "document.getElementById('stdout').innerText.includes('first line')",
            vec![],
        )
        .await?;
    }
    page.click("#stop").await?;
    equal("status", &page.ended().await?.status[..], "stopped")?;
    let run = page.run("cat /dev/null").await?;
    equal("the next run", &run.status[..], "exited 0")
}

async fn socket(page: Page) -> Outcome {
    see_devices(&page).await?;
    page.fill_stdin("bye\n").await?;
    let dial = format!("dial /dev/ws/{}", page.server.far("/socket"));
    page.run(&dial).await?;
    let run = allow(&page).await?;
    match page.waits().await? {
        true => equal("the answer", text(&run.stdout), "input>  output> BYE\n")?,
        false => contains(
            &page.text("#network").await?,
            "this browser cannot let a program wait for an answer",
        )?,
    }
    let nobody = page.run("dial /dev/ws/localhost:1/").await?;
    equal("nobody", &nobody.status[..], "exited 1")
}

async fn clipboard(page: Page) -> Outcome {
    see_devices(&page).await?;
    page.fill_stdin("a line\n").await?;
    let run = page.run("cat /dev/clipboard").await?;
    contains(&text(&run.stderr), "Permission denied")?;
    contains(
        &page.text(".asked").await?,
        "cat wants to read your clipboard.",
    )?;
    // No engine gives a driver's page the clipboard without a prompt: it is another one here.
    page.script(
        "navigator.clipboard.readText = async () => 'from there'; navigator.clipboard.writeText = async (text) => { window.copied = text; }",
        vec![],
    )
    .await?;
    let run = allow(&page).await?;
    equal("read", text(&run.stdout), "from there")?;
    page.run("tee /dev/clipboard").await?;
    contains(
        &page.text(".asked").await?,
        "tee wants to put 7 B into your clipboard: “a line…”",
    )?;
    page.click(".asked .yes").await?;
    page.when("window.copied === 'a line\\n'", vec![]).await?;
    Ok(())
}
