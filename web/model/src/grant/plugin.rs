//! A plugin: a pipeline of filters that runs when something happens on the page,
//! and works through `/page`.

use crate::pipeline::{Item, Script};

/// A plugin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plugin {
    /// When it runs.
    pub on: Vec<Moment>,
    /// The pipeline; the line that says what happened is its stdin.
    pub command: String,
}

/// Something that happens on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A run came to its end.
    Run,
    /// The command line, stdin or a file was edited.
    Edit,
    /// Some of stdin was selected.
    Select,
    /// Something was saved or shared.
    Save,
    /// The plugin's own button was pressed. It always runs then.
    Press,
}

impl Moment {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Run, Self::Edit, Self::Select, Self::Save, Self::Press];

    /// The word for it in demos and links, where it never changes.
    pub fn word(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Edit => "edit",
            Self::Select => "select",
            Self::Save => "save",
            Self::Press => "press",
        }
    }

    /// Those of these words, with commas between; none if one is unknown.
    pub fn of(words: &str) -> Option<Vec<Self>> {
        let one = |word: &str| Self::ALL.into_iter().find(|moment| moment.word() == word);
        words.split(',').map(|word| one(word.trim())).collect()
    }
}

impl Plugin {
    /// Its moments as they are written.
    pub fn moments(&self) -> String {
        let words: Vec<&str> = self.on.iter().map(|moment| moment.word()).collect();
        words.join(",")
    }

    /// What it is called: its first program that does more than to pass bytes on.
    pub fn name(&self) -> &str {
        let stages = self.command.split('|');
        let mut names = stages.filter_map(|stage| stage.split_whitespace().next());
        let first = names.clone().next().unwrap_or("plugin");
        names
            .find(|name| !matches!(*name, "cat" | "tee"))
            .unwrap_or(first)
    }

    /// Its pipeline.
    ///
    /// # Errors
    /// A sentence that says why the command line is none.
    pub fn pipeline(&self) -> Result<Item, String> {
        plain_pipeline(&self.command, &format!("plugin {}", self.name()))
    }
}

/// A command line that is one pipeline, and nothing else.
///
/// # Errors
/// A sentence that says why the command line of `whose` is none.
pub(super) fn plain_pipeline(command: &str, whose: &str) -> Result<Item, String> {
    let script = Script::parse(command);
    let item = match script.ready() {
        Ok([item]) => item.clone(),
        Ok(_) => return Err(format!("The {whose} is more than one pipeline.")),
        Err(problem) => {
            return Err(format!(
                "In the command line of the {whose}, column {}: {}",
                problem.column(command),
                problem.sentence
            ));
        }
    };
    let mut stages = item.stages.iter();
    match !item.negated && stages.all(|stage| stage.redirections.is_empty()) {
        true => Ok(item),
        false => Err(format!(
            "The {whose} is a pipeline alone: leave ! and files out of it."
        )),
    }
}
