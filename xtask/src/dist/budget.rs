//! What a first visit fetches before the page can be used.

use anyhow::{Result, ensure};

use super::compress::Sizes;

/// So much it may be, in bytes over the wire (brotli).
const MOST: usize = 200_000;

/// What is named in index.html, and not used before the page is.
const NOT_BEFORE: [&str; 3] = ["icon", "manifest", "install.js"];

/// Adds up index.html and the files that it names, and prints them.
///
/// # Errors
/// If it is more than it may be.
pub fn check(html: &str, sizes: &Sizes) -> Result<()> {
    let mut all = 0;
    println!();
    for (name, size) in sizes {
        let is_before = html.contains(name) && !NOT_BEFORE.iter().any(|part| name.contains(part));
        if name == "index.html" || is_before {
            println!("{size:>10}  {name}");
            all += size;
        }
    }
    println!("{all:>10}  bytes before the page can be used (brotli), of {MOST}");
    ensure!(
        all <= MOST,
        "a first visit takes {all} bytes before the page can be used, {} more than it may",
        all - MOST
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_page_names_is_added_up() {
        let html = "<link href=a/1/app.js><link href=a/1/icon.svg>";
        let sizes = |app| {
            let sizes = [
                ("index.html", 1_000),
                ("a/1/app.js", app),
                ("a/1/icon.svg", MOST),
                ("a/1/wasix.js", MOST),
            ];
            sizes.map(|(name, size)| (name.to_owned(), size)).into()
        };
        assert!(check(html, &sizes(MOST - 1_000)).is_ok());
        let sentence = check(html, &sizes(MOST)).unwrap_err().to_string();
        assert!(sentence.contains("1000 more than it may"), "{sentence}");
    }
}
