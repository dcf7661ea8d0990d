//! Scripts that Trunk writes into the page are moved into files: the page's content security policy has no inline script.

use std::path::PathBuf;
use std::{env, fs};

use anyhow::{Context, Result, bail, ensure};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::minify;

/// Trunk's hook behind each build: it names the folder of what was built.
pub fn main() -> Result<()> {
    let folder = env::var_os("TRUNK_STAGING_DIR")
        .context("Trunk calls this; `cargo xtask serve` builds the page")?;
    let folder = PathBuf::from(folder);
    let page = folder.join("index.html");
    let html =
        fs::read_to_string(&page).with_context(|| format!("cannot read {}", page.display()))?;
    let size = |address: &str| {
        let program = folder.join(address);
        let known = fs::metadata(&program)
            .with_context(|| format!("cannot look at {}", program.display()))?;
        Ok(known.len())
    };
    let (html, scripts) = move_out(&minify::scripts(&folder, html)?, &size)?;
    for Script { name, text } in scripts {
        fs::write(folder.join(name), text)?;
    }
    Ok(fs::write(page, html)?)
}

/// A script that stood in the page.
struct Script {
    name: String,
    text: String,
}

/// How long a file beside index.html is, in bytes.
type Size<'a> = &'a dyn Fn(&str) -> Result<u64>;

/// The page without its inline scripts, and these.
fn move_out(html: &str, size: Size) -> Result<(String, Vec<Script>)> {
    let (mut page, mut scripts, mut rest) = (String::new(), Vec::new(), html);
    while let Some((before, from)) = rest.split_once("<script") {
        let (attributes, from) = from
            .split_once('>')
            .context("a script's tag has no end in index.html")?;
        let (text, after) = from
            .split_once("</script>")
            .context("a script has no end in index.html")?;
        page.push_str(before);
        if text.trim().is_empty() {
            page.push_str(&format!("<script{attributes}></script>"));
        } else {
            ensure!(!attributes.contains("src="), "a script has two sources");
            let text = beside_itself(text.trim(), size)?;
            let hash = HEXLOWER.encode(&Sha256::digest(&text)[..8]);
            let name = format!("start-{hash}.js");
            page.push_str(&format!("<script{attributes} src=\"./{name}\"></script>"));
            scripts.push(Script { name, text });
        }
        rest = after;
    }
    page.push_str(rest);
    Ok((page, scripts))
}

/// Begins with the page's program, and asks for the host when that is nearly there.
const START: &str = include_str!("../../web/app/start.js");

/// Trunk names the page's WebAssembly by its place beside index.html; a file of its own finds it beside itself, wherever
/// both lie.
fn beside_itself(script: &str, size: Size) -> Result<String> {
    let Some((before, from)) = script.split_once("await init({ module_or_path: '") else {
        ensure!(
            !script.contains("module_or_path"),
            "Trunk's script is not as it was: {script}"
        );
        return Ok(format!("{script}\n"));
    };
    let Some((address, after)) = from.split_once('\'') else {
        bail!("Trunk's script is not as it was: {script}");
    };
    let size = size(address)?;
    let start = format!(
        "{before}await begin(init, {{ module_or_path: ahead(new URL('{address}', import.meta.url), {size}){after}\n"
    );
    let code = START
        .lines()
        .filter(|line| !line.is_empty() && !line.trim_start().starts_with("//"));
    // Imports may stand anywhere in a module.
    Ok(code.map(str::trim_start).collect::<Vec<_>>().join("\n") + "\n" + &start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_leave_the_page() {
        let html = "<head><script src=\"a.js\"></script>\n<script type=\"module\">\nimport init from './app.js';\nawait init({ module_or_path: './app_bg.wasm' });\n</script></head><script>two</script>";
        let (page, scripts) = move_out(html, &|_| Ok(7)).unwrap();
        let names: Vec<&str> = scripts.iter().map(|script| script.name.as_str()).collect();
        assert_eq!(
            page,
            format!(
                "<head><script src=\"a.js\"></script>\n<script type=\"module\" src=\"./{}\"></script></head><script src=\"./{}\"></script>",
                names[0], names[1]
            )
        );
        let start = "import init from './app.js';\nawait begin(init, { module_or_path: ahead(new URL('./app_bg.wasm', import.meta.url), 7) });\n";
        assert!(
            scripts[0].text.starts_with("const begin = "),
            "{}",
            scripts[0].text
        );
        assert!(scripts[0].text.ends_with(start), "{}", scripts[0].text);
        assert_eq!(scripts[1].text, "two\n");
        assert_ne!(names[0], names[1]);
    }

    #[test]
    fn a_page_without_an_end_is_no_page() {
        for html in [
            "<script",
            "<script>one",
            "<script src=\"a\">two</script>",
            "<script>init({ module_or_path: './app_bg.wasm' })</script>",
        ] {
            assert!(move_out(html, &|_| Ok(7)).is_err(), "{html}");
        }
    }
}
