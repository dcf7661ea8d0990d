//! What came by a link: its title, what it shows, and what it brings.

use super::{
    card,
    drawer::{Progress, came},
    element::{Element, tag, trouble},
};
use crate::app::{Brought, Linked};

/// Draws it; nothing if it has nothing to say.
pub fn view(demo: &Linked, progress: Option<&Progress>) -> Element {
    if demo.title.is_empty() && demo.prose.is_empty() && !demo.waits {
        return tag("<>");
    }
    let title = Some(&demo.title).filter(|title| !title.is_empty());
    let prose = Some(&demo.prose).filter(|prose| !prose.is_empty());
    let waits = demo.waits.then(|| {
        tag("<p id='waits'>").text(&format!("Nothing of this ran yet. It {}. Press Run if you trust whoever made it: programs have only what is shown here, and Stop always works.", demo.asks.join("; it ")))
    });
    let modules = demo.modules.iter().filter(|_| demo.waits).map(module);
    tag("<section id='linked' class='linked' aria-label='From the link'>")
        .child_if(title.map(|title| tag("<h2>").text(title)))
        .child_if(prose.map(|prose| tag("<p class='prose'>").text(prose)))
        .child_if(waits)
        .children(modules)
        .child_if(progress.map(|progress| tag("<p>").text(&came(progress))))
}

/// A program that the link brings.
fn module(module: &Brought) -> Element {
    let says = match (&module.card, &module.far) {
        (Some(Ok(card)), _) => card::view(&card.sentence, card),
        (Some(Err(sentence)), _) => trouble(sentence),
        (None, Some((address, sha256))) => tag("<p>")
            .text(&format!("It is fetched from {address} when you press Run, and runs only if its SHA-256 is {sha256}.")),
        (None, None) => card::awaited(),
    };
    let name = tag("<code>").text(&module.name);
    tag("<details class='about' open='open'>")
        .child(tag("<summary>").child(name))
        .child(says)
}
