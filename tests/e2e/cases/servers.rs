//! Servers at localhost: what is asked once, dialogues, and who leaves one.

use serde_json::json;

use super::{
    Case, case, contains, equal,
    files::read,
    mounts::{connections, gives, open_files},
};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![
        case("a_connection_is_a_file", connection),
        case("a_server_that_dies_is_named_and_its_client_goes_on", dies),
        case("two_programs_talk_over_one_connection", talk),
        case("a_server_that_leaves_or_dies_in_a_dialogue_is_told", leaves),
        case("a_client_that_leaves_ends_its_servers", client_leaves),
        case("a_client_does_as_it_likes_in_a_dialogue", likes),
        case("a_component_is_a_client_too", component),
    ]
}

/// Puts another pipeline behind the port.
async fn serve(page: &Page, command: &str) -> Outcome {
    open_files(page).await?;
    page.script(
        "const field = document.querySelector('.server .served'); field.value = arguments[0]; field.dispatchEvent(new Event('change', { bubbles: true }))",
        vec![json!(command)],
    )
    .await?;
    page.click("#close").await
}

async fn connection(page: Page) -> Outcome {
    let run = page.run_demo("dial").await?;
    equal(
        "the echo",
        String::from_utf8_lossy(&run.stdout),
        "input>  output> hello from the other side\n",
    )?;
    equal(
        "connections",
        connections(&page).await?,
        "dial ⇄ localhost:1997 · 32 B sent “   hello from the other side   ⏎” · 26 B received “hello from the other side⏎” · closed",
    )?;
    // Another program takes the server's place; the client stays as it is.
    serve(&page, "tr a-z A-Z | rev").await?;
    let run = page.run("dial | cat; cat /dev/null").await?;
    equal(
        "another server",
        String::from_utf8_lossy(&run.stdout),
        "input>  output>    EDIS REHTO EHT MORF OLLEH   \n",
    )?;
    // What cannot serve is said before anything runs.
    serve(&page, "promptrepli").await?;
    page.script("document.getElementById('run').click()", vec![])
        .await?;
    page.when("document.getElementById('problem')", vec![])
        .await?;
    contains(
        &page.text("#problem").await?,
        "For the server at port 1997: There is no filter named promptrepli: did you mean promptreply?",
    )?;
    // Nobody listens there, and no machine is reached from a page.
    let run = page.run_demo("dial").await?;
    equal("the demo again", run.status, "exited 0")?;
    for (address, errno, sentence) in [
        (
            "localhost:7",
            "Connection refused",
            "No connection to localhost:7: nobody listens there. Add a server for port 7 in Files.",
        ),
        (
            "example.org:80",
            "Host is unreachable",
            "No connection to example.org:80: a browser gives none to a page. Here is localhost alone, and the web below /dev/https.",
        ),
    ] {
        let run = page.run(&format!("dial /dev/{address}")).await?;
        equal(
            address,
            String::from_utf8_lossy(&run.stderr),
            format!("dial: /dev/{address}: {errno}\n"),
        )?;
        equal("said", connections(&page).await?, sentence.to_owned())?;
    }
    Ok(())
}

async fn dies(page: Page) -> Outcome {
    page.choose_module(&read("unreachable")?, "unreachable.wasm")
        .await?;
    page.run_demo("dial").await?;
    serve(&page, "unreachable").await?;
    let run = page.run("dial").await?;
    equal("stdout", &run.stdout[..], b"input>  output> ")?;
    equal(
        "stderr",
        String::from_utf8_lossy(&run.stderr),
        "dial: /dev/localhost:1997: Connection reset by peer\n",
    )?;
    equal("status", run.status, "exited 1")?;
    contains(
        &connections(&page).await?,
        "The server at localhost:1997 did not come to its end: trapped: unreachable in boom.",
    )?;
    equal(
        "the next run",
        page.run_demo("dial").await?.status,
        "exited 0",
    )
}

async fn talk(page: Page) -> Outcome {
    let run = page.run_demo("converse").await?;
    equal("status", &run.status[..], "exited 0")?;
    equal(
        "one server, that counts on",
        String::from_utf8_lossy(&run.stdout),
        "     1\tping\n     2\tis it still you?\n     3\tyes\n",
    )?;
    contains(&connections(&page).await?, "26 B sent")?;
    contains(&connections(&page).await?, "47 B received")?;
    // A pipeline whose stages all go on.
    serve(&page, "nl -w 1 -s : | rev | tr a-z A-Z").await?;
    let run = page.run("converse | cat -n").await?;
    equal(
        "a pipeline",
        String::from_utf8_lossy(&run.stdout),
        "     1\tGNIP:1\n     2\t?UOY LLITS TI SI:2\n     3\tSEY:3\n",
    )?;
    // A client that writes and reads once, and a server that reads to the end: nobody waits for
    // ever.
    serve(&page, "sort -r | wc -c").await?;
    let run = page.run("dial").await?;
    equal(
        "read to the end",
        String::from_utf8_lossy(&run.stdout),
        "input>  output> 5\n",
    )?;
    // More than a pipe holds goes both ways; where a server is started anew for each line that
    // is sent to it, less.
    let lines = if page.waits().await? { 600_000 } else { 300 };
    serve(&page, "tr 0-9 a-j").await?;
    page.fill_stdin("").await?;
    let run = page
        .run(&format!(
            "yes 0123456789 | head -n {lines} | converse | sha256sum"
        ))
        .await?;
    equal("status", &run.status[..], "exited 0")?;
    let same = page
        .run(&format!("yes abcdefghij | head -n {lines} | sha256sum"))
        .await?;
    equal("every byte, in order", &run.stdout, &same.stdout)
}

async fn leaves(page: Page) -> Outcome {
    page.choose_module(&read("unreachable")?, "unreachable.wasm")
        .await?;
    page.run_demo("converse").await?;
    serve(&page, "head -n 1").await?;
    let run = page.run("converse").await?;
    equal("its answer", &run.stdout[..], b"ping\n")?;
    // What was started anew reads what it is sent, as all of it is there before it begins.
    let nobody = match page.waits().await? {
        true => "Broken pipe",
        false => "closed without an answer",
    };
    equal(
        "and then nobody",
        String::from_utf8_lossy(&run.stderr),
        format!("converse: /dev/localhost:1997: {nobody}\n"),
    )?;
    serve(&page, "cat /nothing - | nl").await?;
    let run = page.run("converse").await?;
    equal(
        "a server's errors are shown once",
        String::from_utf8_lossy(&run.stderr),
        "cat: /nothing: No such file or directory\n",
    )?;
    contains(&String::from_utf8_lossy(&run.stdout), "     3\tyes\n")?;
    serve(&page, "nl | unreachable").await?;
    let run = page.run("converse").await?;
    equal("no answer", &run.stdout[..], b"")?;
    equal(
        "it died",
        String::from_utf8_lossy(&run.stderr),
        "converse: /dev/localhost:1997: Connection reset by peer\n",
    )?;
    contains(
        &connections(&page).await?,
        "The server at localhost:1997 did not come to its end: trapped: unreachable in boom.",
    )?;
    equal(
        "the next run",
        &page.run_demo("converse").await?.status[..],
        "exited 0",
    )
}

async fn client_leaves(page: Page) -> Outcome {
    page.run_demo("converse").await?;
    // It would write for ever; its client takes a line of it for each of its own.
    serve(&page, "yes").await?;
    page.fill_stdin("1\n2\n").await?;
    if page.waits().await? {
        let run = page.run("converse | head -n 2").await?;
        equal("two lines", &run.stdout[..], b"y\ny\n")?;
        // Stop ends both.
        page.fill("#command", "converse").await?;
        page.script("document.getElementById('run').click()", vec![])
            .await?;
        page.when("document.getElementById('stop')", vec![]).await?;
        page.click("#stop").await?;
        equal("status", page.ended().await?.status, "stopped")?;
    }
    equal(
        "the next run",
        &page.run_demo("converse").await?.status[..],
        "exited 0",
    )
}

/// Brings the program `client`.
async fn bring_client(page: &Page, target: &'static str) -> Outcome {
    let built =
        tokio::task::spawn_blocking(move || tests::component::program("client", target)).await??;
    page.choose_module(&built, "client.wasm").await
}

async fn likes(page: Page) -> Outcome {
    bring_client(&page, "wasm32-wasip1").await?;
    page.run_demo("converse").await?;
    serve(&page, "tr x X").await?;
    // More than a pipe's piece, than a pipe, and than both of them.
    for count in [300_000, 5_000_000, 20_000_000] {
        gives(
            &page,
            &format!("client whole {count}"),
            &format!("{count} true\n"),
        )
        .await?;
    }
    // More connections than servers that can be there at once, each of them served.
    serve(&page, "cat | cat").await?;
    gives(&page, "client many 300", "").await?;
    contains(&connections(&page).await?, "and 200 more")?;
    serve(&page, "sort").await?;
    gives(&page, "client polls 0", "a\nb\n").await?;
    serve(&page, "nl -w 1 -s :").await?;
    gives(&page, "client polls 1", "1:b\n2:a\n").await?;
    // What is broken off in the middle of a call hangs up, too, and the next run knows
    // nothing of it.
    let run = page.run("client deep").await?;
    contains(&run.status, "trapped: ")?;
    gives(&page, "client polls 1", "1:b\n2:a\n").await?;
    serve(&page, "client deep").await?;
    let run = page.run("client polls 1").await?;
    equal("a server's", run.status, "exited 1")?;
    serve(&page, "nl -w 1 -s :").await?;
    gives(&page, "client polls 1", "1:b\n2:a\n").await
}

async fn component(page: Page) -> Outcome {
    bring_client(&page, "wasm32-wasip2").await?;
    page.run_demo("converse").await?;
    serve(&page, "tr x X").await?;
    gives(&page, "client whole 5000000", "5000000 true\n").await?;
    serve(&page, "cat").await?;
    gives(&page, "client many 20", "").await
}
