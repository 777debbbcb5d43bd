//! Where journals are kept: lines of bytes in, the same bytes out, in order.
//!
//! A store appends whole batches after the line that the writer believes to be
//! the last one, and says no when it isn't, so that two writers can't tear a
//! drill apart. When an append returns, its lines survive a crash; when it
//! fails, none of them was kept. A store never looks inside a line, changes or
//! removes one, and reads no clock: times come in from the caller.
//!
//! All calls block. A shell gives a store a thread of its own and keeps it open
//! over many drills: the first lines after opening are the slowest. What is
//! noted beside the lines ([`DrillInfo`]) is there for lists and for going on
//! where people were; the truth is in the lines.
//!
//! Three things stand beside a drill and never in its lines: the people at its
//! seats, who can be taken out again; documents about it, under a key each; and
//! who drives it now ([`Claim`]).

mod claim;
mod memory;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::cmp::Reverse;

pub use claim::Claim;
pub use memory::MemoryStore;
#[cfg(feature = "postgres")]
pub use postgres::{Address, PostgresStore};
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteStore;

/// Keeps journals, each under its drill's name.
///
/// After an error of [`StoreError::Unavailable`] the writer can't know whether
/// the disk kept the batch, so it stops and reads again before it goes on.
pub trait JournalStore: Send {
    /// Begins a drill with its first batch, its claim and its notes: one transaction, one sync.
    ///
    /// # Errors
    ///
    /// [`StoreError::Exists`] if the name is taken, [`StoreError::Unavailable`].
    fn create(&mut self, drill: &NewDrill<'_>, lines: &[Vec<u8>]) -> Result<(), StoreError>;

    /// Appends one batch after `expected` lines, which is the `seq` of its first
    /// line: whole or not at all, and with one sync.
    ///
    /// An empty batch writes nothing, but `expected` must be right all the same.
    ///
    /// # Errors
    ///
    /// [`StoreError::Conflict`] if there are more lines or fewer, [`StoreError::Unknown`],
    /// [`StoreError::Unavailable`].
    fn append(&mut self, drill: &str, expected: u64, lines: &[Vec<u8>]) -> Result<(), StoreError>;

    /// Gives `each` the lines from `seq` = `from` on, in order; none if there are no more.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unknown`], [`StoreError::Unavailable`].
    fn read(&mut self, drill: &str, from: u64, each: &mut dyn FnMut(u64, &[u8])) -> Result<(), StoreError>;

    /// Notes how far the drill's clock has come, in milliseconds of story time, and how many lines it has.
    ///
    /// Survives the end of the process, but may be lost with the machine: it
    /// waits for no sync, and the next append takes it to the disk.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unknown`], [`StoreError::Unavailable`].
    fn note_clock(&mut self, drill: &str, at_ms: i64) -> Result<(), StoreError>;

    /// Notes how the drill ended, in a few words for lists, and how many lines it has: nothing comes after. One sync.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unknown`], [`StoreError::Unavailable`].
    fn note_end(&mut self, drill: &str, how: &str) -> Result<(), StoreError>;

    /// All drills, newest first; of two that started together, the one created last.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    fn drills(&mut self) -> Result<Vec<DrillInfo>, StoreError>;

    /// One drill, by its whole name.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unknown`], [`StoreError::Unavailable`].
    fn info(&mut self, drill: &str) -> Result<DrillInfo, StoreError>;

    /// Gives a drill another name; its lines, people, documents and forks go with it. Its first line still says the
    /// name that it began with. One sync.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unknown`], [`StoreError::Exists`] if the other name is taken, [`StoreError::Unavailable`].
    fn rename(&mut self, drill: &str, to: &str) -> Result<(), StoreError>;

    /// Takes a drill out of the store, with all that stands beside it. Its forks stay, and still name it. One sync.
    ///
    /// Asks nobody and minds no claim: whether it may go is for the caller to know.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unknown`], [`StoreError::Unavailable`].
    fn delete(&mut self, drill: &str) -> Result<(), StoreError>;

    /// Says who sits on a seat of a drill; whoever was noted there before is not any more. One sync.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unknown`], [`StoreError::Unavailable`].
    fn seat(&mut self, drill: &str, seat: &str, person: &str) -> Result<(), StoreError>;

    /// Who sat on which seat, by the seats' names.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unknown`], [`StoreError::Unavailable`].
    fn people(&mut self, drill: &str) -> Result<Vec<(String, String)>, StoreError>;

    /// Takes a person off every seat of every drill, in capitals or not, and says which drills that were, the newest
    /// first. One transaction, one sync; lines and documents are left as they are.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    fn forget(&mut self, person: &str) -> Result<Vec<String>, StoreError>;

    /// Keeps a document beside a drill, in place of what was kept under this key. One sync.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unknown`], [`StoreError::Unavailable`].
    fn write_note(&mut self, drill: &str, key: &str, text: &str) -> Result<(), StoreError>;

    /// Keeps a document in place of what was read there, `was`, if that is still what is kept; whether it was. Of two
    /// who write at once one is told no, and reads again. One sync.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unknown`], [`StoreError::Unavailable`].
    fn swap_note(
        &mut self,
        drill: &str,
        key: &str,
        was: Option<&str>,
        text: &str,
    ) -> Result<bool, StoreError>;

    /// The document that is kept beside a drill under this key.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unknown`], [`StoreError::Unavailable`].
    fn note(&mut self, drill: &str, key: &str) -> Result<Option<String>, StoreError>;

    /// The documents of this key of all drills that have one, the newest drill's first: drill and text.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    fn notes(&mut self, key: &str) -> Result<Vec<(String, String)>, StoreError>;

    /// Says who drives a drill from now on, if nobody does, or if whoever does is `instead_of`.
    ///
    /// Whether that one is gone is for the caller to judge ([`Claim::is_gone`]). Of two who take over from the same
    /// at once, one is told of the other. Survives the end of the process, as [`note_clock`](Self::note_clock) does.
    ///
    /// # Errors
    ///
    /// [`StoreError::Driven`] if another drives it, [`StoreError::Unknown`], [`StoreError::Unavailable`].
    fn claim(&mut self, drill: &str, claim: &Claim, instead_of: Option<&Claim>) -> Result<(), StoreError>;

    /// Notes when the driver was last seen, by its own wall clock; no sync.
    ///
    /// # Errors
    ///
    /// [`StoreError::Driven`] if another drives it by now, [`StoreError::Lost`] if nobody does, [`StoreError::Unknown`],
    /// [`StoreError::Unavailable`].
    fn still_driving(&mut self, drill: &str, claim: &Claim, seen_ms: i64) -> Result<(), StoreError>;

    /// Who is told, in a sentence, when the store is out of reach and is being tried again, and when it is back; nobody
    /// from now on where it is none. For a store that can be out of reach: the others never say anything.
    fn tell_when_away(&mut self, _tell: Option<Tell>) {}

    /// Says that this one doesn't drive the drill any more; nothing if it didn't.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unknown`], [`StoreError::Unavailable`].
    fn release(&mut self, drill: &str, claim: &Claim) -> Result<(), StoreError>;
}

/// Where a store says that it is out of reach, while the caller waits.
pub type Tell = Box<dyn FnMut(&str) + Send>;

/// A drill about to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewDrill<'a> {
    /// What it will be called; no two drills of a store share a name.
    pub name: &'a str,
    /// The name of the scenario that it plays.
    pub scenario: &'a str,
    /// When it started by the wall clock, in milliseconds since 1970 UTC.
    pub started_ms: i64,
    /// The drill that it begins as a copy of, and how many of its lines are that drill's.
    pub parent: Option<(&'a str, u64)>,
    /// Who drives it; nobody, if it only comes in.
    pub claim: Option<&'a Claim>,
    /// Documents that stand beside it from the first, each under its key.
    pub notes: &'a [(&'a str, String)],
}

impl<'a> NewDrill<'a> {
    /// A drill of its own, which nobody drives.
    #[must_use]
    pub fn new(name: &'a str, scenario: &'a str, started_ms: i64) -> Self {
        Self { name, scenario, started_ms, parent: None, claim: None, notes: &[] }
    }
}

/// What a drill is called and where it came from: beside its lines, for lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrillInfo {
    /// What it is called.
    pub name: String,
    /// The name of the scenario that it plays.
    pub scenario: String,
    /// When it started by the wall clock, in milliseconds since 1970 UTC.
    pub started_ms: i64,
    /// How many lines it has: the `seq` of the next one. In a list, of a drill that has ended: as noted at its end.
    pub lines: u64,
    /// How many lines it had when its clock or its end was last noted; 0 if that was never noted. Never more than were
    /// kept, so that fewer lines than that were cut off.
    pub noted: u64,
    /// Story time last noted, in milliseconds since the start of the drill; 0 before the first note.
    pub clock_ms: i64,
    /// How it ended, if that was noted.
    pub ended: Option<String>,
    /// The drill that it was forked from, as that one is called now, and how many lines they share.
    pub parent: Option<(String, u64)>,
    /// Who drives it, or did when that process ended; see [`Claim::is_gone`].
    pub claim: Option<Claim>,
}

impl DrillInfo {
    /// Neither over nor driven by anybody, as far as is noted.
    #[must_use]
    pub fn is_broken_off(&self) -> bool {
        self.ended.is_none() && self.claim.is_none()
    }
}

/// Why a store did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The drill doesn't end where the writer thought; nothing was written.
    #[error(
        "drill `{drill}` goes on at line {found}, not at {expected}: somebody else is writing it; \
         end one of the two; `sandtable score {drill}` shows what is kept"
    )]
    Conflict {
        /// The drill's name.
        drill: String,
        /// How many lines the writer thought there were.
        expected: u64,
        /// How many lines there are.
        found: u64,
    },
    /// Another process drives the drill.
    #[error(
        "drill `{drill}` is driven elsewhere: {by}; end it there (`end`, or Ctrl-D to leave it), or look on with \
         `sandtable board {drill}`"
    )]
    Driven {
        /// The drill's name.
        drill: String,
        /// Who drives it.
        by: Box<Claim>,
    },
    /// The drill isn't driven by who believed to drive it, nor by anybody else.
    #[error(
        "drill `{drill}` was taken over and left by somebody else; `sandtable resume {drill}` goes on with it"
    )]
    Lost {
        /// The drill's name.
        drill: String,
    },
    /// The store has no drill of this name.
    #[error("no drill is called `{drill}`; `sandtable drills` lists those there are")]
    Unknown {
        /// The name asked for.
        drill: String,
    },
    /// The store has a drill of this name already; nothing was written.
    #[error("there is a drill called `{drill}` already; choose another name with `--name`")]
    Exists {
        /// The name that is taken.
        drill: String,
    },
    /// A later version of sandtable has written the store; it was left as it is.
    #[error(
        "the store was written by a newer sandtable (its format is {found}, the newest known here is \
         {known}); update sandtable, or give another store with `--store`"
    )]
    Newer {
        /// The store's format.
        found: u32,
        /// The newest format that this version knows.
        known: u32,
    },
    /// The store can't be used: no space, no permission, not a store.
    #[error("the store `{what}` {why}; {help}")]
    Unavailable {
        /// Its file or address.
        what: String,
        /// What is wrong with it: "is not a database".
        why: String,
        /// What to do about it: "give another one with `--store`".
        help: String,
    },
}

/// Whether a name that is kept is the one that was said: capitals and spaces around it don't matter.
fn is_person(kept: &str, said: &str) -> bool {
    kept.trim().to_lowercase() == said.trim().to_lowercase()
}

/// A name that no drill has yet: `friday-2` for a branch of `friday`, and `friday-3` for one of that.
///
/// # Errors
///
/// [`StoreError::Unavailable`].
pub fn free_name(store: &mut dyn JournalStore, of: &str) -> Result<String, StoreError> {
    let numbered =
        of.rsplit_once('-').and_then(|(base, n)| Some((base, n.parse::<u32>().ok().filter(|&n| n < 1_000)?)));
    let taken: Vec<String> = store.drills()?.into_iter().map(|drill| drill.name).collect();
    // What ends in a number is a branch itself only where there is what it is a branch of.
    let (base, first) = numbered.filter(|(base, _)| taken.iter().any(|name| name == base)).unwrap_or((of, 1));
    let mut names = (first + 1..).map(|n| format!("{base}-{n}"));
    Ok(names.find(|name| !taken.contains(name)).unwrap_or_default())
}

/// Finds a drill as people say it: a name, a unique prefix, or `last` for the newest.
///
/// A whole name wins over a prefix, and `last` over both.
///
/// # Errors
///
/// [`FindError`], with the names that might have been meant.
pub fn find(store: &mut dyn JournalStore, said: &str) -> Result<DrillInfo, FindError> {
    // The whole name of one needs no list of all.
    match store.info(said) {
        Ok(info) if said != "last" => return Ok(info),
        Ok(_) | Err(StoreError::Unknown { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let mut drills = store.drills()?;
    if drills.is_empty() {
        return Err(FindError::NoneYet);
    }
    let at = match said {
        "last" => newest(store, &drills)?,
        _ => match position(&drills, said) {
            Err(FindError::Ambiguous { names, .. }) => only_one(store, &drills, said, names)?,
            found => found?,
        },
    };
    Ok(drills.swap_remove(at))
}

/// The one among several whose names begin alike that is no minute tried again, if there is just one.
fn only_one(
    store: &mut dyn JournalStore,
    drills: &[DrillInfo],
    said: &str,
    names: Vec<String>,
) -> Result<usize, FindError> {
    let tries = tries(store)?;
    let own: Vec<&String> = names.iter().filter(|name| !tries.contains(name)).collect();
    let place = |name: &String| drills.iter().position(|drill| drill.name == *name);
    match own[..] {
        [one] => {
            place(one).ok_or_else(|| FindError::Ambiguous { said: said.to_owned(), names: vec![one.clone()] })
        }
        _ => Err(FindError::Ambiguous { said: said.to_owned(), names }),
    }
}

/// Marks a drill as a few minutes of another one tried again: neither `last` nor the beginning of a name that others
/// share means it.
pub const AGAIN: &str = "again";

/// The newest drill that is no minute tried again; the newest of all if there is no other.
fn newest(store: &mut dyn JournalStore, drills: &[DrillInfo]) -> Result<usize, StoreError> {
    let tries = tries(store)?;
    Ok(drills.iter().position(|drill| !tries.contains(&drill.name)).unwrap_or(0))
}

/// The drills that are minutes tried again.
fn tries(store: &mut dyn JournalStore) -> Result<Vec<String>, StoreError> {
    Ok(store.notes(AGAIN)?.into_iter().map(|(drill, _)| drill).collect())
}

/// Why no drill could be found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// The store is empty.
    #[error("no drill has been run yet: `sandtable run first-page`")]
    NoneYet,
    /// Neither a name nor the beginning of one.
    #[error("no drill is called `{said}`; {}", suggestion(.close))]
    NoSuch {
        /// What was said.
        said: String,
        /// Names much like it, the likest first; may be empty.
        close: Vec<String>,
    },
    /// The beginning of several names.
    #[error("`{said}` could be {}; say more of the name", listed(.names))]
    Ambiguous {
        /// What was said.
        said: String,
        /// The names that begin so, the newest drill's first.
        names: Vec<String>,
    },
    /// The store could not be asked.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn position(drills: &[DrillInfo], said: &str) -> Result<usize, FindError> {
    if let Some(at) = drills.iter().position(|d| d.name == said) {
        return Ok(at);
    }
    // Nothing said would be the beginning of everything.
    let begins = |d: &DrillInfo| !said.is_empty() && d.name.starts_with(said);
    let found: Vec<usize> = (0..drills.len()).filter(|&at| begins(&drills[at])).collect();
    match found[..] {
        [at] => Ok(at),
        [] => Err(FindError::NoSuch { said: said.to_owned(), close: close_names(drills, said) }),
        _ => {
            let names = found.into_iter().map(|at| drills[at].name.clone()).collect();
            Err(FindError::Ambiguous { said: said.to_owned(), names })
        }
    }
}

/// Up to three names that are no more than one slip in three letters away, or begin with what is;
/// the likest first, and of those the newest.
fn close_names(drills: &[DrillInfo], said: &str) -> Vec<String> {
    let letters = said.chars().count();
    let slips = |name: &str| {
        let beginning: String = name.chars().take(letters).collect();
        strsim::osa_distance(name, said).min(strsim::osa_distance(&beginning, said))
    };
    let mut close: Vec<(usize, Reverse<i64>, &str)> =
        drills.iter().map(|d| (slips(&d.name), Reverse(d.started_ms), d.name.as_str())).collect();
    close.retain(|(slips, _, _)| slips * 3 <= letters);
    close.sort_unstable();
    close.into_iter().take(3).map(|(_, _, name)| name.to_owned()).collect()
}

fn suggestion(close: &[String]) -> String {
    match close {
        [] => "`sandtable drills` lists those there are".to_owned(),
        names => format!("did you mean {}?", listed(names)),
    }
}

/// The names as people would list them, no more than eight.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let more = names.len().saturating_sub(SHOWN);
    let mut words: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    if more > 0 {
        words.push(format!("{more} more"));
    }
    match words.split_last() {
        Some((end, [])) => end.clone(),
        Some((end, rest)) => format!("{} or {end}", rest.join(", ")),
        None => String::new(),
    }
}
