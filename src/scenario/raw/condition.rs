//! Conditions, as they are written.

use serde::Deserialize;

use super::{Dur, Quantity, Target, Text};
use crate::scenario::source::{Mode, Part};
use crate::scenario::words::{Health, Role, Severity, Step, Written};

/// The condition language. Each atom says whether it is *latched* (once true, always true) or *level* (true while it
/// is so), and what it is before anything happened: false, unless said.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'a, M: Mode"), rename = "Condition")]
pub enum Cond<'a, M: Mode> {
    /// All of them hold. Level.
    All(Vec<Cond<'a, M>>),
    /// At least one holds. Level.
    Any(Vec<Cond<'a, M>>),
    /// It does not hold. Level.
    Not(Box<Cond<'a, M>>),
    /// It has held without a break for so long: `For("2m", Above("ratio", 3.0))`. Level.
    For(Part<'a, Dur, M>, Box<Cond<'a, M>>),
    /// So long after the start, or later. Latched.
    At(Part<'a, Dur, M>),
    /// A milestone was reached. Latched.
    Milestone(Text<'a, M>),
    /// An inject was delivered. Latched.
    Delivered(Text<'a, M>),
    /// An action has taken effect. Latched.
    Done(Text<'a, M>),
    /// An action was undone. Latched.
    Undone(Text<'a, M>),
    /// An action was begun at least so often: `Tried("rerun", 2)`. Latched.
    Tried(Text<'a, M>, Part<'a, u32, M>),
    /// A signal, component or topic was looked at. Latched.
    Looked(Text<'a, M>),
    /// A team or seat was paged, by anybody or an alert. Latched.
    Paged(Part<'a, Target, M>),
    /// A team, seat or voice was asked: `Asked("support")`. Latched.
    Asked(Text<'a, M>),
    /// A failure is active. Level.
    Active(Text<'a, M>),
    /// A failure has been active and is not now. Level.
    Cleared(Text<'a, M>),
    /// A component is at least this ill. Level.
    Health(Text<'a, M>, Part<'a, Written<Health>, M>),
    /// A metric, without noise, is above. Level.
    Above(Text<'a, M>, Part<'a, Quantity, M>),
    /// A metric, without noise, is below. Level.
    Below(Text<'a, M>, Part<'a, Quantity, M>),
    /// An alert is firing. Level.
    Firing(Text<'a, M>),
    /// Somebody holds a role. Level.
    Held(Part<'a, Written<Role>, M>),
    /// This seat holds a role: `Holds("night-lead", Commander)`. Level.
    Holds(Text<'a, M>, Part<'a, Written<Role>, M>),
    /// Nobody holds a role. Level; true at the start.
    Vacant(Part<'a, Written<Role>, M>),
    /// An incident was declared. Latched.
    Declared,
    /// The declared severity is this one or worse. Level.
    Severity(Part<'a, Written<Severity>, M>),
    /// An audience got an update. Latched.
    Updated(Text<'a, M>),
    /// An audience got an update within so long: `UpdatedWithin("20m", "executives")`. Level.
    UpdatedWithin(Part<'a, Dur, M>, Text<'a, M>),
    /// A step of the loop was reached at least once. Latched.
    Reached(Part<'a, Written<Step>, M>),
    /// The incident is closed. Level.
    Closed,
}
