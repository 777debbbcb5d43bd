//! Names and what they stand for: a word at the edge, a small number inside.
//!
//! A [`Name`] is what a file, a move or a journal line says; an [`Id`] is the place of the thing in its [`Table`].
//! A name that came from a table remembers its place, so that the engine looks nothing up; one that was read from a
//! journal is looked up once.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};
use std::sync::Arc;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a name names.
pub trait Kind: Copy + Ord + fmt::Debug + Send + Sync + 'static {
    /// As a message calls it: `seat`, `inject`.
    const WORD: &'static str;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $id:ident $name:ident $word:literal;)+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum $kind {}
        impl Kind for $kind {
            const WORD: &'static str = $word;
        }
        $(#[$doc])*
        pub type $id = Id<$kind>;
        $(#[$doc])*
        pub type $name = Name<$kind>;
    )+ };
}

kinds! {
    /// A seat.
    SeatK SeatId SeatName "seat";
    /// A team.
    TeamK TeamId TeamName "team";
    /// An audience.
    AudienceK AudienceId AudienceName "audience";
    /// A voice.
    VoiceK VoiceId VoiceName "voice";
    /// An objective.
    ObjectiveK ObjectiveId ObjectiveName "objective";
    /// A component.
    ComponentK ComponentId ComponentName "component";
    /// A metric.
    MetricK MetricId MetricName "metric";
    /// A topic: something to look at that is neither component nor metric.
    TopicK TopicId TopicName "topic";
    /// A finding, by its place.
    FindingK FindingId FindingName "finding";
    /// An alert.
    AlertK AlertId AlertName "alert";
    /// A failure.
    FailureK FailureId FailureName "failure";
    /// A milestone.
    MilestoneK MilestoneId MilestoneName "milestone";
    /// An inject.
    InjectK InjectId InjectName "inject";
    /// An action.
    ActionK ActionId ActionName "action";
    /// An expected action.
    ExpectedK ExpectedId ExpectedName "expected action";
    /// A harmful action.
    HarmfulK HarmfulId HarmfulName "harmful action";
    /// A `For` of some condition, by its place.
    WatchK WatchId WatchName "watch";
}

/// A place in a table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id<K>(u32, PhantomData<K>);

impl<K> Id<K> {
    /// The id of the `n`th thing of a table, from 0.
    #[must_use]
    pub const fn new(n: usize) -> Self {
        Self(n as u32, PhantomData)
    }

    /// Its place, from 0.
    #[must_use]
    pub const fn n(self) -> usize {
        self.0 as usize
    }
}

impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", K::WORD, self.0)
    }
}

/// Not a place in any table: a name that was read.
const UNPLACED: u32 = u32::MAX;

/// A cheap shared name.
#[derive(Clone)]
pub struct Name<K> {
    text: Arc<str>,
    at: u32,
    kind: PhantomData<K>,
}

impl<K> Name<K> {
    /// A name as somebody wrote it; its place is unknown.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.into(), at: UNPLACED, kind: PhantomData }
    }

    /// The word itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<K> PartialEq for Name<K> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<K> Eq for Name<K> {}

impl<K> PartialOrd for Name<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Name<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<K> fmt::Display for Name<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl<K> fmt::Debug for Name<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.text)
    }
}

impl<K> Serialize for Name<K> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.text)
    }
}

impl<'de, K> Deserialize<'de> for Name<K> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(AWord(Name::new))
    }
}

/// Makes something of a word where it stands, without a copy of the word.
pub(crate) struct AWord<T>(pub(crate) fn(&str) -> T);

impl<T> Visitor<'_> for AWord<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, word: &str) -> Result<T, E> {
        Ok(self.0(word))
    }
}

/// A name that the scenario does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no {kind} `{name}`")]
pub struct UnknownName {
    /// What was looked for.
    pub kind: &'static str,
    /// The name.
    pub name: String,
}

/// Things in the order of the file, each with its name.
#[derive(Clone, Debug)]
pub struct Table<K, T> {
    items: Vec<T>,
    names: Vec<Name<K>>,
    by_name: BTreeMap<Arc<str>, u32>,
}

impl<K, T> Default for Table<K, T> {
    fn default() -> Self {
        Self { items: Vec::new(), names: Vec::new(), by_name: BTreeMap::new() }
    }
}

impl<K: Kind, T> Table<K, T> {
    /// Adds a thing at the end. A name that is there already keeps its first meaning.
    pub fn push(&mut self, name: &str, item: T) -> Id<K> {
        let at = self.items.len() as u32;
        let text: Arc<str> = name.into();
        self.by_name.entry(text.clone()).or_insert(at);
        self.names.push(Name { text, at, kind: PhantomData });
        self.items.push(item);
        Id(at, PhantomData)
    }

    /// The thing of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Id<K>> {
        self.by_name.get(name).map(|&n| Id(n, PhantomData))
    }

    /// Where a journal's name stands in this table.
    ///
    /// # Errors
    /// The table has no such name: the journal belongs to another scenario.
    pub fn id(&self, name: &Name<K>) -> Result<Id<K>, UnknownName> {
        if self.names.get(name.at as usize).is_some_and(|own| Arc::ptr_eq(&own.text, &name.text)) {
            return Ok(Id(name.at, PhantomData));
        }
        self.find(name.as_str()).ok_or_else(|| UnknownName { kind: K::WORD, name: name.as_str().to_string() })
    }

    /// The name of a thing.
    #[must_use]
    pub fn name(&self, id: Id<K>) -> &Name<K> {
        &self.names[id.n()]
    }

    /// All names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.names.iter().map(Name::as_str)
    }

    /// All ids, in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = Id<K>> + Clone + use<K, T> {
        (0..self.items.len()).map(Id::new)
    }

    /// All things with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Id<K>, &T)> + Clone {
        self.items.iter().enumerate().map(|(n, item)| (Id::new(n), item))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<K, T> Index<Id<K>> for Table<K, T> {
    type Output = T;
    fn index(&self, id: Id<K>) -> &T {
        &self.items[id.n()]
    }
}

impl<K, T> IndexMut<Id<K>> for Table<K, T> {
    fn index_mut(&mut self, id: Id<K>) -> &mut T {
        &mut self.items[id.n()]
    }
}
