//! The scenarios in the repository, for tests: each with its organisation and its crews.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sandtable::scenario::Scenario;

use crate::support;

/// A scenario of the repository.
pub(crate) struct Shipped {
    /// Its id.
    pub(crate) id: String,
    /// Its text.
    pub(crate) text: String,
    /// Its organisation's text.
    pub(crate) organisation: Option<String>,
    /// Its crews: a name and their moves.
    pub(crate) crews: Vec<(&'static str, String)>,
}

/// Every scenario under `scenarios/`, in order.
pub(crate) fn all() -> Vec<Shipped> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|end| end == "ron")).collect();
    files.sort();
    files.iter().map(|path| one(path)).collect()
}

fn one(path: &Path) -> Shipped {
    let text = std::fs::read_to_string(path).unwrap();
    let organisation = sandtable::scenario::check::organisation_path(&text)
        .map(|name| std::fs::read_to_string(path.parent().unwrap().join(name)).unwrap());
    let crew = |name, end: &str| Some((name, std::fs::read_to_string(path.with_extension(end)).ok()?));
    let crews =
        [crew("prepared", "moves"), crew("struggling", "struggling.moves"), Some(("nobody", String::new()))];
    let id = path.file_stem().unwrap().to_str().unwrap().to_string();
    Shipped { id, text, organisation, crews: crews.into_iter().flatten().collect() }
}

impl Shipped {
    /// It, checked.
    pub(crate) fn scenario(&self) -> Arc<Scenario> {
        support::scenario(&self.text, self.organisation.as_deref())
    }
}
