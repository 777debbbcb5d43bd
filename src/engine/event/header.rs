//! The first event: all that a drill needs to be lived again.

use serde::{Deserialize, Serialize};

use crate::scenario::Scenario;
use crate::scenario::id::SeatName;

/// The version of the journal's format that this release writes; it reads this one and older ones.
pub const FORMAT: u32 = 1;

/// The version of the engine's decisions: a drill is resumed only under its own.
pub const RULES: u32 = 1;

/// The first event: all that a drill needs to be lived again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The version of the journal's format.
    pub format: u32,
    /// The version of the engine's decisions.
    pub rules: u32,
    /// The release that wrote it.
    pub tool: String,
    /// The drill's name in the store.
    #[serde(rename = "name")]
    pub drill: String,
    /// The scenario's id.
    pub scenario: String,
    /// The scenario's file, to the byte.
    pub scenario_text: String,
    /// The organisation's file, to the byte, if there is one.
    pub organisation_text: Option<String>,
    /// The scoring profile in force, such as `default@1`.
    pub profile: String,
    /// The profile's file, to the byte.
    pub profile_text: String,
    /// The seed of the dice.
    pub seed: u64,
    /// The seats that are filled from the start; others count from their first move on.
    pub seats: Vec<SeatName>,
    /// Those of them that a stand-in plays, beside people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stand_ins: Vec<SeatName>,
    /// How much the tool helps.
    #[serde(default)]
    pub mode: Mode,
    /// Somebody runs the drill.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub facilitated: bool,
    /// How time passes: `real`, `x3`, `stepped`, `flat`.
    pub pace: String,
    /// What people typed has been taken out; the last hash of the journal that it was taken out of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redacted: Option<String>,
}

impl Header {
    /// A header for trying things out: no texts, no profile, every seat filled. A drill that is to be kept needs the
    /// real texts, so that its record can be lived again.
    #[must_use]
    pub fn for_scenario(scenario: &Scenario, seed: u64) -> Self {
        Header {
            format: FORMAT,
            rules: RULES,
            tool: concat!("sandtable ", env!("CARGO_PKG_VERSION")).to_string(),
            drill: scenario.id.clone(),
            scenario: scenario.id.clone(),
            scenario_text: String::new(),
            organisation_text: None,
            profile: String::new(),
            profile_text: String::new(),
            seed,
            seats: scenario.seats.ids().map(|seat| scenario.seats.name(seat).clone()).collect(),
            stand_ins: Vec::new(),
            mode: Mode::default(),
            facilitated: false,
            pace: "flat".to_string(),
            redacted: None,
        }
    }
}

/// How much the tool helps: a condition of a drill, for only drills of one mode are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// What is expected next stands open on the screen.
    OpenBook,
    /// The next step of the process is offered unasked, as a question.
    Guided,
    /// `hint` answers who asks.
    #[default]
    Standard,
    /// No hints.
    Unaided,
}

impl Mode {
    /// The word, as on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Mode::OpenBook => "open-book",
            Mode::Guided => "guided",
            Mode::Standard => "standard",
            Mode::Unaided => "unaided",
        }
    }
}
