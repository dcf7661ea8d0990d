//! Real programs that others wrote and compiled, added as a visitor adds them.

use tests::real::{self, Module};

use super::{Case, case, equal};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    real::modules()
        .into_iter()
        .map(|module| {
            case(format!("real_{}", module.name), move |page| {
                runs(page, module.clone())
            })
        })
        .collect()
}

async fn runs(page: Page, module: Module) -> Outcome {
    page.choose_real(&module.name).await?;
    page.added(&module.name).await?;
    for (number, case) in module.cases.iter().enumerate() {
        let words = std::iter::once(&module.name).chain(&case.args);
        let mut command: Vec<String> = case
            .env
            .iter()
            .map(|(name, value)| format!("{name}={}", model::words::quote(value)))
            .collect();
        command.extend(words.map(|word| model::words::quote(word)));
        page.stdin_file(&case.stdin(), &format!("case-{number}"))
            .await?;
        for (name, content) in &case.files {
            page.demo_file(&content.bytes(), name).await?;
        }
        page.grant(!case.files.is_empty()).await?;
        let run = page.run(&command.join(" ")).await?;
        let what = format!(
            "{} ({} stderr: {})",
            command.join(" "),
            page.text(".status .why").await?,
            String::from_utf8_lossy(&run.stderr)
        );
        equal(&what, run.status, format!("exited {}", case.status))?;
        equal(
            &what,
            String::from_utf8_lossy(&run.stdout),
            case.stdout.as_str(),
        )?;
        for (name, content) in &case.leaves {
            let left = page.run(&format!("cat < {name}")).await?;
            equal(&format!("{what}: {name}"), left.stdout, content.bytes())?;
        }
    }
    Ok(())
}
