//! How drills were run: one, and many over time.

use clap::Args;

use super::{Format, StoreArg};

#[derive(Args, Debug)]
pub(crate) struct ScoreArgs {
    /// The drill
    #[arg(default_value = "last")]
    pub(crate) drill: String,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    /// Show numbers beside the words
    #[arg(long)]
    pub(crate) numbers: bool,
    /// Why a number is what it is: its rule with its source, the events, the arithmetic; such as loop.verify,
    /// actions.roll-back, roles, process, scenario, gates.no_ack; `names` lists all that this drill has
    #[arg(long, value_name = "CRITERION", value_parser = Explainable, hide_possible_values = true, conflicts_with = "numbers")]
    pub(crate) explain: Option<String>,
    /// Rate it by another profile: a name (`sandtable list --profiles`), a file (`show --guide profile`), or `played`, the
    /// one that it was run under; several, separated by commas, stand side by side, with what differs between them
    #[arg(long, value_name = "PROFILE,...", value_delimiter = ',')]
    pub(crate) profile: Vec<String>,
    /// Exit with 1 if a gate was missed
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}

/// A name on a card: shells complete those that every card has, and the author's are taken as well.
#[derive(Clone)]
struct Explainable;

impl clap::builder::TypedValueParser for Explainable {
    type Value = String;

    fn parse_ref(
        &self,
        _: &clap::Command,
        _: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        Ok(value.to_string_lossy().into_owned())
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = clap::builder::PossibleValue>>> {
        let names = crate::score::explain::ALWAYS.iter();
        Some(Box::new(names.map(|name| clap::builder::PossibleValue::new(*name))))
    }
}

#[derive(Args, Debug)]
#[command(
    after_help = "Only drills that can be compared stand side by side: the same scenario, profile, severity, team size, \
    mode and\npace, played by people, to their end, at the first attempt. Nobody is ranked, and no times are averaged.\n\n\
    An action item names the gap it is to close under factor in section 16, as this list calls it (loop/verify) or in\n\
    section 17's words; once `sandtable todo done` has closed it, a later drill with the same gap is told beside it."
)]
pub(crate) struct HistoryArgs {
    /// Drills of this scenario alone
    #[arg(long, value_name = "SCENARIO")]
    pub(crate) scenario: Option<String>,
    /// Drills that began since then: a day, such as 2026-11-24, or an age, such as 180d
    #[arg(long, value_name = "WHEN")]
    pub(crate) since: Option<String>,
    /// So many drills of a kind at most, the latest
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) last: u16,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) store: StoreArg,
}
