//! Every `.demo` file, as it runs in a browser.

use std::{fs, path::Path};

use model::demo::Demo;

use super::{Case, case};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![case("every_demo_gives_what_it_promises", every_demo)]
}

async fn every_demo(page: Page) -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../filters/demos");
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let (demo, problems) = Demo::parse(&fs::read_to_string(&path)?);
        if !problems.is_empty() {
            return Err(format!("{}: {problems:?}", path.display()).into());
        }
        match &demo.stdin[..] {
            [] => {
                // No file, so that no file of the demo before is left.
                page.stdin_file(b"", "empty").await?;
            }
            bytes => page.stdin_file(bytes, &format!("demo-{count}")).await?,
        }
        let run = page.run(&demo.command).await?;
        count += 1;
        let should = (
            format!("exited {}", demo.status),
            &demo.stdout,
            &demo.stderr,
        );
        if (run.status.clone(), &run.stdout, &run.stderr) != should {
            wrong.push(format!(
                "{}: {}, {:?}, {:?}",
                path.display(),
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
