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
    let path = {
        let module = module.clone();
        tokio::task::spawn_blocking(move || real::wasm(&module)).await??
    };
    page.choose_module(&std::fs::read(path)?, &format!("{}.wasm", module.name))
        .await?;
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
        let run = page.run(&command.join(" ")).await?;
        let what = format!(
            "{} (stderr: {})",
            command.join(" "),
            String::from_utf8_lossy(&run.stderr)
        );
        equal(&what, run.status, format!("exited {}", case.status))?;
        equal(
            &what,
            String::from_utf8_lossy(&run.stdout),
            case.stdout.as_str(),
        )?;
    }
    Ok(())
}
