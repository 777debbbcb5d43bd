//! The small words inside events: how something came about, and for whom it was.

use serde::{Deserialize, Serialize};

use crate::scenario::id::{SeatName, TeamName, VoiceName};
use crate::scenario::words::Role;

/// How a page was acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AckHow {
    /// By a seat that was paged.
    Paged,
    /// By a seat that was not, which took it over.
    Taken,
    /// Before any page: the team noticed first.
    Noticed,
}

/// How a seat came to a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleHow {
    /// Somebody gave it the role.
    Assigned,
    /// It took the role.
    Taken,
    /// It accepted a handover; the cause is the offer.
    Accepted,
}

/// Why a role was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VacatedHow {
    /// It was taken away without a successor.
    Vacated,
    /// The seat left the call.
    Left,
    /// The seat was let go.
    Released,
    /// The seat was emptied by the facilitator: nobody is there to hand over.
    Gone,
}

/// The word that was typed for a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// `look`.
    Look,
    /// `verify`.
    Verify,
}

/// Who was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// A team.
    Team(TeamName),
    /// A seat.
    Seat(SeatName),
    /// A voice.
    Voice(VoiceName),
    /// Nobody the scenario knows.
    Nobody(String),
}

/// Who a task was given to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Owner {
    /// One seat.
    Seat(SeatName),
    /// Whoever holds a role.
    Role(Role),
    /// A group.
    Team(TeamName),
    /// No one in particular, as it was said.
    Someone(String),
}

/// How a drill ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndHow {
    /// The incident was closed and the closing updates are out.
    Closed,
    /// The latest time came.
    Latest,
    /// The table ended it.
    Ended,
    /// The time that was set for it (`--for`) was up.
    TimeSet,
    /// Something real happened, or somebody said the word that stops everything.
    Safety,
    /// The facilitator went back to an earlier moment: the drill goes on in another journal.
    Rewound,
}

impl EndHow {
    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            EndHow::Closed => "closed",
            EndHow::Latest => "latest",
            EndHow::Ended => "ended",
            EndHow::TimeSet => "time-set",
            EndHow::Safety => "safety",
            EndHow::Rewound => "rewound",
        }
    }
}
