//! Opening the record, and taking a drill out of it.

use std::path::PathBuf;
use std::sync::Arc;

use super::args::StoreArg;
use super::exit::{Answer, Done, Failed, print};
use crate::engine::event::{EventKind, Header};
use crate::journal::upcast::read_all;
use crate::journal::verify::verify_noted;
use crate::journal::{Record, header};
use crate::pace::wall_ms;
use crate::scenario::Scenario;
use crate::scenario::check::{Sources, load};
use crate::scenario::problem::Problem;
#[cfg(feature = "postgres")]
use crate::store::{Address, PostgresStore};
use crate::store::{Claim, DrillInfo, JournalStore, SqliteStore, find};

/// Where the record is kept.
enum Place {
    File(PathBuf),
    #[cfg(feature = "postgres")]
    Server(Box<Address>),
}

/// As said, else a file in the platform's data folder.
fn place(arg: &StoreArg) -> Result<Place, Failed> {
    use etcetera::BaseStrategy;
    match &arg.store {
        Some(said) => match said.to_str().and_then(scheme) {
            None => Ok(Place::File(said.clone())),
            Some((scheme, rest)) => elsewhere(&scheme, rest),
        },
        None => {
            let base = etcetera::choose_base_strategy().map_err(|_| {
                Failed("there is no home folder for the record; say where with --store FILE".to_string())
            })?;
            Ok(Place::File(base.data_dir().join("sandtable").join("drills.db")))
        }
    }
}

/// Where the record is kept, as it may be shown, and typed again behind `--store`: an address without its password.
pub(super) fn named(arg: &StoreArg) -> Option<String> {
    Some(match place(arg).ok()? {
        Place::File(path) => path.display().to_string(),
        #[cfg(feature = "postgres")]
        Place::Server(address) => address.typed().to_owned(),
    })
}

/// The scheme of what is no path, in small letters, and what follows it: `postgres`, `//USER@HOST/DATABASE`. One letter is
/// a drive.
fn scheme(said: &str) -> Option<(String, &str)> {
    let (scheme, rest) = said.split_once(':')?;
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let named = scheme.len() > 1 && scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    if !named || !scheme.chars().all(letters) {
        return None;
    }
    let scheme = scheme.to_ascii_lowercase();
    let meant =
        strsim::osa_distance(&scheme, "postgres").min(strsim::osa_distance(&scheme, "postgresql")) <= 2;
    (rest.starts_with("//") || meant).then_some((scheme, rest))
}

/// A store that is no file. What is no address is not taken for a path: a password would become a folder's name. It is not
/// repeated either.
fn elsewhere(scheme: &str, rest: &str) -> Result<Place, Failed> {
    const SERVER: &str = "a server is `postgres://USER@HOST/DATABASE`, its password there or in PGPASSWORD";
    match scheme {
        "postgres" | "postgresql" if rest.starts_with("//") => server(&format!("postgres:{rest}")),
        "postgres" | "postgresql" => {
            Err(Failed(format!("the store's address needs two strokes behind `{scheme}:`: {SERVER}")))
        }
        _ => Err(Failed(format!(
            "no record is kept at a `{scheme}:` address, and nothing was made: {SERVER}; a file is named by its path alone"
        ))),
    }
}

#[cfg(feature = "postgres")]
fn server(said: &str) -> Result<Place, Failed> {
    #[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
    let password = std::env::var("PGPASSWORD").ok();
    Ok(Place::Server(Box::new(Address::new(said, password.as_deref())?)))
}

#[cfg(not(feature = "postgres"))]
fn server(_said: &str) -> Result<Place, Failed> {
    Err(Failed("this build has no PostgreSQL; give a file with --store FILE".to_string()))
}

/// This process as a drill's driver.
pub(super) fn claim() -> Claim {
    #[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
    let user = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    Claim::mine(user.filter(|user| !user.trim().is_empty()), wall_ms())
}

/// Opens the store, making it if need be.
pub(super) fn open(arg: &StoreArg) -> Result<Box<dyn JournalStore>, Failed> {
    Ok(match place(arg)? {
        Place::File(path) => Box::new(SqliteStore::open(&path)?),
        #[cfg(feature = "postgres")]
        Place::Server(address) => Box::new(PostgresStore::open(*address)?),
    })
}

/// Opens the store if it is there.
pub(super) fn open_existing(arg: &StoreArg) -> Result<Option<Box<dyn JournalStore>>, Failed> {
    Ok(match place(arg)? {
        Place::File(path) => SqliteStore::open_existing(&path)?.map(boxed),
        #[cfg(feature = "postgres")]
        Place::Server(address) => PostgresStore::open_existing(*address)?.map(boxed),
    })
}

/// Opens the store to watch what another process writes into it.
pub(super) fn open_to_watch(arg: &StoreArg) -> Result<Box<dyn JournalStore>, Failed> {
    let store = match place(arg)? {
        Place::File(path) => SqliteStore::open_to_watch(&path)?.map(boxed),
        #[cfg(feature = "postgres")]
        Place::Server(address) => PostgresStore::open_to_watch(*address)?.map(boxed),
    };
    store.ok_or_else(refused_yet)
}

fn boxed(store: impl JournalStore + 'static) -> Box<dyn JournalStore> {
    Box::new(store)
}

/// How it is said that a store has no drill.
pub(super) const NO_DRILL_YET: &str = "no drill has been run yet";

const NONE_YET: &str = "no drill has been run yet: `sandtable run billing-multiplier`";

/// Nothing can be done with a record that is not there.
pub(super) fn refused_yet() -> Failed {
    Failed(NONE_YET.to_string())
}

/// Whether it failed because there is no drill at all.
pub(super) fn is_none_yet(failed: &Failed) -> bool {
    failed.0.starts_with(NO_DRILL_YET)
}

/// For lists: an empty one is no mistake.
pub(super) fn none_yet() -> Done {
    print(&format!("{NONE_YET}\n"))?;
    Ok(Answer::Yes)
}

/// A drill out of the record.
pub(super) struct Stored {
    /// What the store knows of it.
    pub(super) info: DrillInfo,
    /// Its lines, as they are stored.
    pub(super) lines: Vec<Vec<u8>>,
}

/// Reads a drill.
pub(super) fn read(arg: &StoreArg, said: &str) -> Result<Stored, Failed> {
    take(&mut *open_existing(arg)?.ok_or_else(refused_yet)?, said)
}

/// Takes a drill out of an open store.
pub(super) fn take(store: &mut dyn JournalStore, said: &str) -> Result<Stored, Failed> {
    let info = find(store, said)?;
    let mut lines = Vec::new();
    store.read(&info.name, 0, &mut |_, line| lines.push(line.to_vec()))?;
    Ok(Stored { info, lines })
}

impl Stored {
    /// The first thing in the record that is not as it was written.
    pub(super) fn altered(&self) -> Option<String> {
        let flaws = verify_noted(&self.lines, self.info.ended.is_some(), self.info.noted);
        flaws.first().map(ToString::to_string)
    }

    /// Says beside the answer that the record is not as it was written, if so: the answer rests on it.
    pub(super) fn say_if_altered(&self) -> Option<String> {
        let altered = self.altered();
        if let Some(first) = &altered {
            super::exit::say_error(&format!(
                "the record of `{}` is not as it was written ({first}), and this rests on it: `sandtable drills --verify {}`",
                self.info.name, self.info.name
            ));
        }
        altered
    }

    /// Its records, and the scenario that its first one holds.
    pub(super) fn lived(&self) -> Result<(Arc<Scenario>, Vec<Record>), Failed> {
        let mut records = read_all(&self.lines)?;
        self.called_as_today(&mut records);
        let header = header(&records)
            .ok_or_else(|| Failed(format!("the record of `{}` has no first line", self.info.name)))?;
        let scenario = scenario_of(header).map_err(|_| {
            Failed(format!("the scenario in the record of `{}` can't be read any more", self.info.name))
        })?;
        Ok((scenario, records))
    }

    /// A drill is called what its store calls it, whatever it was called when it began.
    pub(super) fn called_as_today(&self, records: &mut [Record]) {
        if let Some(EventKind::DrillStarted(header)) = records.first_mut().map(|first| &mut first.event.kind)
        {
            header.drill.clone_from(&self.info.name);
        }
    }
}

/// The scenario that a journal's first line holds.
pub(super) fn scenario_of(header: &Header) -> Result<Arc<Scenario>, Vec<Problem>> {
    let organisation = header.organisation_text.as_deref().map(|text| ("organisation", text));
    let sources = Sources { name: &header.scenario, text: &header.scenario_text, organisation };
    load(&sources).map(Arc::new)
}
