//! The scenarios inside the binary.

use super::check::Crew;
use super::exit::Failed;
use super::{files, problems};
use crate::scenario::Scenario;
use crate::scenario::check::check;
use crate::scenario::problem::Problem;

/// A scenario that comes with the program.
#[derive(PartialEq, Eq)]
pub(super) struct Shipped {
    /// Its name.
    pub(super) id: &'static str,
    /// Its file.
    pub(super) text: &'static str,
    /// Its organisation's path and file, if it has one.
    pub(super) organisation: Option<(&'static str, &'static str)>,
    /// A prepared crew's moves.
    pub(super) prepared: &'static str,
    /// A struggling crew's moves.
    pub(super) struggling: Option<&'static str>,
}

/// All of them, the first to play first.
pub(super) const SHIPPED: &[Shipped] = &[
    Shipped {
        id: "first-page",
        text: include_str!("../../scenarios/first-page.ron"),
        organisation: Some((
            "organisations/otterby.ron",
            include_str!("../../scenarios/organisations/otterby.ron"),
        )),
        prepared: include_str!("../../scenarios/first-page.moves"),
        struggling: Some(include_str!("../../scenarios/first-page.struggling.moves")),
    },
    Shipped {
        id: "billing-multiplier",
        text: include_str!("../../scenarios/billing-multiplier.ron"),
        organisation: Some((
            "organisations/lumen.ron",
            include_str!("../../scenarios/organisations/lumen.ron"),
        )),
        prepared: include_str!("../../scenarios/billing-multiplier.moves"),
        struggling: Some(include_str!("../../scenarios/billing-multiplier.struggling.moves")),
    },
    Shipped {
        id: "market-data-stale",
        text: include_str!("../../scenarios/market-data-stale.ron"),
        organisation: Some((
            "organisations/northmark.ron",
            include_str!("../../scenarios/organisations/northmark.ron"),
        )),
        prepared: include_str!("../../scenarios/market-data-stale.moves"),
        struggling: Some(include_str!("../../scenarios/market-data-stale.struggling.moves")),
    },
    Shipped {
        id: "smallest",
        text: include_str!("../../scenarios/smallest.ron"),
        organisation: None,
        prepared: include_str!("../../scenarios/smallest.moves"),
        struggling: None,
    },
];

/// A scenario's texts, wherever they came from.
#[derive(PartialEq, Eq)]
pub(super) struct Found {
    /// The file's name, for messages.
    pub(super) name: String,
    /// The file.
    pub(super) text: String,
    /// The organisation's name and file.
    pub(super) organisation: Option<(String, String)>,
    /// The scenario's own file, if it is one: crews' moves stand beside it.
    file: Option<std::path::PathBuf>,
    /// Why its organisation could not be read.
    unread: Option<files::FileError>,
    /// The shipped one, if it is.
    shipped: Option<&'static Shipped>,
}

/// Finds a scenario by name or path.
pub(super) fn find(said: &str) -> Result<Found, Failed> {
    let found = find_to_check(said)?;
    match &found.unread {
        None => Ok(found),
        Some(error) => Err(Failed(format!("the organisation of `{}`: {error}", found.name))),
    }
}

/// The same, without its organisation if that can't be read: of the scenario itself, everything can be said all the same.
pub(super) fn find_to_check(said: &str) -> Result<Found, Failed> {
    if let Some(shipped) = SHIPPED.iter().find(|shipped| shipped.id == said) {
        let organisation = shipped.organisation.map(|(name, text)| (name.to_string(), text.to_string()));
        let (name, text) = (format!("{}.ron", shipped.id), shipped.text.to_string());
        return Ok(Found { name, text, organisation, file: None, unread: None, shipped: Some(shipped) });
    }
    let path = std::path::Path::new(said);
    let is_name = !said.contains(['/', '\\', '.']) && !path.exists();
    if is_name {
        let names = || SHIPPED.iter().map(|shipped| shipped.id);
        if path.with_extension("ron").is_file() {
            return Err(Failed(format!(
                "no scenario `{said}` comes with the program; did you mean `{said}.ron`, in this folder?"
            )));
        }
        let near = names().min_by_key(|name| strsim::damerau_levenshtein(name, said));
        let near = near.filter(|name| strsim::damerau_levenshtein(name, said) <= 4);
        let near = near.map_or(String::new(), |name| format!("did you mean `{name}`? "));
        let list = names().collect::<Vec<_>>().join(", ");
        return Err(Failed(format!("no scenario `{said}`; {near}shipped: {list}; or give a file's path")));
    }
    let (loaded, unread) = files::load_leniently(path).map_err(|error| Failed(error.to_string()))?;
    Ok(Found {
        name: loaded.name,
        text: loaded.text,
        organisation: loaded.organisation,
        file: Some(path.to_path_buf()),
        unread,
        shipped: None,
    })
}

impl Found {
    /// The sources as the checker takes them.
    pub(super) fn sources(&self) -> crate::scenario::check::Sources<'_> {
        crate::scenario::check::Sources {
            name: &self.name,
            text: &self.text,
            organisation: self.organisation.as_ref().map(|(name, text)| (name.as_str(), text.as_str())),
        }
    }

    /// Puts it into another organisation's clothes.
    pub(super) fn dress(&mut self, organisation: Option<&std::path::Path>) -> Result<(), Failed> {
        if let Some(path) = organisation {
            let text = files::read_text(path).map_err(|error| Failed(error.to_string()))?;
            self.organisation = Some((path.display().to_string(), text));
        }
        Ok(())
    }

    /// The scenario, or every problem of its file.
    pub(super) fn checked(&self) -> Result<Scenario, Failed> {
        let checked = check(&self.sources());
        let text = problems::text(&self.sources(), &checked, false);
        checked.scenario.ok_or_else(|| Failed(format!("`{}` can't be played yet\n{text}", self.name)))
    }

    /// The scenario's own file, if it is one.
    pub(super) fn own_file(&self) -> Option<&std::path::Path> {
        self.file.as_deref()
    }

    /// Whether it comes with the program.
    pub(super) fn is_shipped(&self) -> bool {
        self.shipped.is_some()
    }

    /// Where a crew's moves stand beside a scenario's file.
    fn moves_file(&self, struggling: bool) -> Option<std::path::PathBuf> {
        let mut name = self.file.as_ref()?.with_extension("").into_os_string();
        name.push(if struggling { ".struggling.moves" } else { ".moves" });
        Some(name.into())
    }

    /// A crew's moves, if there are any, to be tried out.
    pub(super) fn beside(&self, struggling: bool) -> Option<Result<Crew, Failed>> {
        let shipped = self.shipped.is_some_and(|shipped| !struggling || shipped.struggling.is_some());
        let there = shipped || self.moves_file(struggling).is_some_and(|path| path.exists());
        let crew = |(name, text)| Crew { name, text, struggling };
        there.then(|| self.crew(struggling).map(crew))
    }

    /// Says at its place why an organisation was not read.
    pub(super) fn say_why_unread(&self, problems: &mut [Problem]) {
        let missing = problems.iter_mut().find(|problem| problem.code == "scenario::organisation_missing");
        if let (Some(problem), Some(error)) = (missing, &self.unread) {
            problem.message = format!("the organisation was not read: {}", error.message);
            if !error.help.is_empty() {
                problem.help = error.help.clone();
            }
        }
    }

    /// A crew's moves: `prepared` or `struggling`.
    pub(super) fn crew(&self, struggling: bool) -> Result<(String, String), Failed> {
        if let Some(shipped) = self.shipped {
            let text = if struggling { shipped.struggling } else { Some(shipped.prepared) };
            let text = text.ok_or_else(|| Failed(format!("`{}` has no struggling crew", shipped.id)))?;
            let end = if struggling { "struggling.moves" } else { "moves" };
            return Ok((format!("{}.{end}", shipped.id), text.to_string()));
        }
        let path = self.moves_file(struggling).unwrap_or_default();
        if !path.exists() {
            let crew = if struggling { "struggling" } else { "prepared" };
            return Err(Failed(format!(
                "`{}` has no {crew} crew: its moves would stand beside it, in `{}`",
                self.name,
                path.display()
            )));
        }
        let text = files::read_text(&path).map_err(|error| Failed(error.to_string()))?;
        Ok((path.display().to_string(), text))
    }
}
