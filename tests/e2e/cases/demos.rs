//! Every `.demo` file, as it runs in a browser.

use std::{fs, path::Path};

use model::demo::Demo;
use serde_json::json;

use super::{Case, case, equal};
use crate::{
    Outcome,
    page::{Error, Page, Run},
};

pub fn cases() -> Vec<Case> {
    vec![
        case("every_demo_gives_what_it_promises", every_demo),
        case("demos_grant_what_they_say", granted),
        case(
            "files_that_a_program_wrote_come_back_from_both_hosts",
            written,
        ),
    ]
}

/// The demos, each with its name.
fn demos() -> Result<Vec<(String, Demo)>, Error> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../filters/demos");
    let mut demos = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let (demo, problems) = Demo::parse(&fs::read_to_string(&path)?);
        if !problems.is_empty() {
            return Err(format!("{}: {problems:?}", path.display()).into());
        }
        let name = path.file_stem().unwrap_or_default();
        demos.push((name.to_string_lossy().into_owned(), demo));
    }
    Ok(demos)
}

/// What came out, as the demo puts it.
fn outcome(run: &Run) -> (String, &[u8], &[u8]) {
    (run.status.clone(), &run.stdout, &run.stderr)
}

fn promised(demo: &Demo) -> (String, &[u8], &[u8]) {
    let status = format!("exited {}", demo.status);
    (status, &demo.stdout, &demo.stderr)
}

async fn every_demo(page: Page) -> Outcome {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, demo) in demos()? {
        if !demo.grant.is_nothing() {
            // See below.
            continue;
        }
        match &demo.stdin[..] {
            [] => {
                // No file, so that no file of the demo before is left.
                page.stdin_file(b"", "empty").await?;
            }
            bytes => page.stdin_file(bytes, &format!("demo-{count}")).await?,
        }
        for (file, bytes) in &demo.files {
            page.demo_file(bytes, file).await?;
        }
        let run = page.run(&demo.command).await?;
        count += 1;
        if outcome(&run) != promised(&demo) {
            wrong.push(format!(
                "{name}: {}, {:?}, {:?}",
                run.status,
                String::from_utf8_lossy(&run.stdout),
                String::from_utf8_lossy(&run.stderr)
            ));
        }
    }
    match wrong.is_empty() && count >= 21 {
        true => Ok(()),
        false => Err(format!(
            "{} of {count} demos are wrong:\n{}",
            wrong.len(),
            wrong.join("\n")
        )
        .into()),
    }
}

/// What is granted comes with the demo, and goes with the next one.
async fn granted(page: Page) -> Outcome {
    let mut count = 0;
    for (name, demo) in demos()? {
        if demo.grant.is_nothing() {
            continue;
        }
        count += 1;
        let run = page.run_demo(&name).await?;
        equal(&name, outcome(&run), promised(&demo))?;
        let Some((file, _)) = demo.files.first() else {
            continue;
        };
        page.run_demo("cat").await?;
        let run = page.run(&format!("cat {file}")).await?;
        equal("behind another demo", &run.status[..], "exited 1")?;
    }
    equal("there are such demos", count > 0, true)
}

/// The page's switch grants all files.
async fn written(page: Page) -> Outcome {
    page.demo_file(b"old\n", "notes/a").await?;
    page.script("document.getElementById('files').click()", vec![])
        .await?;
    page.when("document.getElementById('grant')", vec![])
        .await?;
    page.click("#grant").await?;
    page.click("#close").await?;
    page.stdin_file(b"new\n", "new").await?;
    page.fill("#command", "tee notes/a").await?;
    page.open_card(0).await?;
    for host in ["preview1", "wasix"] {
        let line = format!("tee notes/a notes/{host}");
        page.fill("#command", &line).await?;
        page.select("#stage-host", host).await?;
        let run = page.run(&line).await?;
        equal(host, &run.status[..], "exited 0")?;
        for file in ["a", host] {
            let run = page.run(&format!("cat < notes/{file}")).await?;
            equal(host, &run.stdout[..], b"new\n")?;
        }
        let run = page.run(&format!("rev < notes/{host} > notes/a")).await?;
        equal(host, &run.status[..], "exited 0")?;
    }
    page.script("document.getElementById('files').click()", vec![])
        .await?;
    page.when("document.getElementById('grant')", vec![])
        .await?;
    let names =
        "return Array.from(document.querySelectorAll('.files code'), (name) => name.innerText)";
    let names = page.script(names, vec![]).await?;
    equal(
        "files",
        names,
        json!(["notes/a", "notes/preview1", "notes/wasix"]),
    )
}
