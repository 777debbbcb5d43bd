//! Who brings an event about.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::scenario::id::{AWord, SeatName};

/// Who brought an event about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Actor {
    /// The scenario, or the engine on its behalf.
    Story,
    /// Everybody at the shared screen.
    Table,
    /// Who runs the drill.
    Facilitator,
    /// A seat.
    Seat(SeatName),
}

impl Actor {
    /// The word in a journal line.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Actor::Story => "story",
            Actor::Table => "table",
            Actor::Facilitator => "facilitator",
            Actor::Seat(seat) => seat.as_str(),
        }
    }

    /// The seat, if it was one.
    #[must_use]
    pub fn seat(&self) -> Option<&SeatName> {
        match self {
            Actor::Seat(seat) => Some(seat),
            Actor::Story | Actor::Table | Actor::Facilitator => None,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Actor {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Actor {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(AWord(|word| match word {
            "story" => Actor::Story,
            "table" => Actor::Table,
            "facilitator" => Actor::Facilitator,
            seat => Actor::Seat(SeatName::new(seat)),
        }))
    }
}
