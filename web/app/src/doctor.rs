//! Asks the doctor, in a worker of its own: a file may be large, and may be
//! anything.

use model::module::Card;
use web_sys::Blob;

use crate::ask;

/// What a file is.
///
/// # Errors
/// A sentence: the file cannot be read, or the doctor not be loaded.
pub async fn examine(file: &Blob) -> Result<Card, String> {
    let card = match ask::ask("doctor", "examine", &[file]).await {
        Ok(card) => values::from_value(card).ok(),
        Err(Some(sentence)) => return Err(sentence),
        Err(None) => None,
    };
    card.ok_or_else(|| {
        "The part of the page that looks at modules cannot be loaded: check the connection, and try again.".to_owned()
    })
}
