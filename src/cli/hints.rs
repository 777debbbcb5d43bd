//! What can be typed next, with the store that was named: without it the next command would look elsewhere.

use std::path::PathBuf;

use clap::ArgMatches;

use super::args::StoreArg;
use super::exit::Failed;
use super::stored;

/// The subcommands that read or write a store.
const STORED: [&str; 13] = [
    "run",
    "resume",
    "score",
    "postmortem",
    "board",
    "replay",
    "fork",
    "hotwash",
    "drills",
    "history",
    "todo",
    "forget",
    "import",
];

impl StoreArg {
    /// The store that a command line names, whichever subcommand it is.
    pub(super) fn typed(matches: &ArgMatches) -> Self {
        let (mut store, mut at) = (None, Some(matches));
        while let Some(matches) = at {
            let here = matches.try_get_one::<PathBuf>("store").ok().flatten();
            store = here.cloned().or(store);
            at = matches.subcommand().map(|(_, below)| below);
        }
        Self { store }
    }

    /// A text whose commands name the store that was named by `--store`; never a password.
    pub(super) fn hinted(&self, text: &str) -> String {
        let Some(option) = self.option() else { return text.to_string() };
        let part = |(n, part): (usize, &str)| match n % 2 == 1 && takes_a_store(part) {
            true => format!("{part} --store {option}"),
            false => part.to_string(),
        };
        text.split('`').enumerate().map(part).collect::<Vec<_>>().join("`")
    }

    /// What went wrong, with the store where it was looked.
    pub(super) fn told(&self, failed: Failed) -> Failed {
        let text = match failed.0.strip_prefix(stored::NO_DRILL_YET).zip(stored::named(self)) {
            Some((rest, place)) => format!("{} in {place}{rest}", stored::NO_DRILL_YET),
            None => failed.0,
        };
        Failed(self.hinted(&text))
    }

    /// What stands behind `--store`, unless the environment says it already.
    fn option(&self) -> Option<String> {
        let said = self.store.as_ref()?;
        #[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
        let everywhere = std::env::var_os("SANDTABLE_STORE");
        (everywhere.as_deref() != Some(said.as_os_str()))
            .then(|| stored::named(self).map(|name| word(&name)))?
    }
}

/// Whether it is a command line of a subcommand that has a store.
fn takes_a_store(part: &str) -> bool {
    let mut words = part.split_whitespace();
    let ours = words.next() == Some("sandtable");
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let exports = first == "export" && matches!(second, "journal" | "moves");
    ours && (exports || STORED.contains(&first)) && !part.contains(" --store ")
}

/// One word for a shell.
fn word(text: &str) -> String {
    let bare = |c: char| c.is_alphanumeric() || "/._-:@,+%".contains(c);
    match !text.is_empty() && text.chars().all(bare) {
        true => text.to_string(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::StoreArg;

    #[test]
    fn a_command_names_the_store_that_was_named() {
        let at = |store: &str, text: &str| StoreArg { store: Some(store.into()) }.hinted(text);
        for (store, text, hinted) in [
            ("/tmp/a.db", "`sandtable score` shows it", "`sandtable score --store /tmp/a.db` shows it"),
            ("my drills.db", "see `sandtable score d`", "see `sandtable score d --store 'my drills.db'`"),
            ("it's.db", "`sandtable drills`", "`sandtable drills --store 'it'\\''s.db'`"),
            ("a.db", "`sandtable show --guide` and `score`", "`sandtable show --guide` and `score`"),
            ("a.db", "`sandtable score --store b.db`", "`sandtable score --store b.db`"),
            ("a.db", "`sandtable export moves d`", "`sandtable export moves d --store a.db`"),
            ("a.db", "`sandtable export template`", "`sandtable export template`"),
        ] {
            assert_eq!(at(store, text), hinted, "{store}");
        }
        assert_eq!(StoreArg { store: None }.hinted("`sandtable score`"), "`sandtable score`");
    }

    #[cfg(feature = "postgres")]
    #[test]
    fn a_password_is_never_repeated() {
        let said = "postgres://ana:secret@db.example/drills?password=secret";
        let hinted = StoreArg { store: Some(said.into()) }.hinted("`sandtable score`");
        assert!(hinted.starts_with("`sandtable score --store postgres://ana@db.example"), "{hinted}");
        assert!(!hinted.contains("secret"), "{hinted}");
    }
}
