//! One test binary: behaviour through the public surface.

#![expect(clippy::unwrap_used, reason = "a test that can't go on fails there")]
#![expect(clippy::print_stdout, reason = "fuzz runs report their counts")]

#[cfg(feature = "cli")]
mod accounts;
#[cfg(feature = "cli")]
mod again;
mod agreement;
#[cfg(all(feature = "cli", unix))]
mod alone;
#[cfg(feature = "cli")]
mod bad_profiles;
#[cfg(feature = "cli")]
mod bad_scenarios;
#[cfg(all(feature = "cli", unix))]
mod board;
mod bought;
#[cfg(all(feature = "cli", unix))]
mod by_hand;
#[cfg(feature = "cli")]
mod changes;
#[cfg(feature = "cli")]
mod cli;
mod clocks;
#[cfg(all(feature = "cli", unix))]
mod crash;
#[cfg(feature = "cli")]
mod day_clock;
#[cfg(feature = "cli")]
mod desk;
mod determinism;
mod documents;
mod edge_cases;
mod engine;
mod exploits;
mod facilitated;
mod fair;
#[cfg(all(feature = "cli", target_os = "linux"))]
mod faults;
mod followed;
mod fuzz;
#[cfg(all(feature = "cli", unix))]
mod hand;
#[cfg(feature = "cli")]
mod help;
mod honest;
mod honest_process;
#[cfg(feature = "cli")]
mod hostile;
mod hotwash;
#[cfg(feature = "cli")]
mod html;
#[cfg(feature = "cli")]
mod idle;
mod integrity;
#[cfg(feature = "cli")]
mod keeping;
mod kept_back;
#[cfg(feature = "cli")]
mod last_words;
#[cfg(feature = "cli")]
mod market;
#[cfg(feature = "cli")]
mod mends;
#[cfg(feature = "cli")]
mod nonsense;
mod offers;
#[cfg(all(feature = "cli", unix))]
mod opening;
mod own_words;
#[cfg(feature = "cli")]
mod paper;
mod pinned;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "cli")]
mod profile_guide;
mod profiles;
#[cfg(feature = "cli")]
mod prompted;
mod properties;
#[cfg(all(feature = "cli", unix))]
mod questions;
#[cfg(feature = "cli")]
mod record;
mod remarks;
#[cfg(feature = "cli")]
mod resume;
mod said_again;
mod scenarios;
mod sentences;
#[cfg(feature = "postgres")]
mod server;
mod shipped;
mod shop;
#[cfg(feature = "cli")]
mod side_by_side;
#[cfg(feature = "cli")]
mod stand_ins;
mod store;
mod story_cases;
#[cfg(feature = "cli")]
mod struck;
mod support;
#[cfg(feature = "cli")]
mod table;
#[cfg(feature = "cli")]
mod team;
#[cfg(all(feature = "cli", unix))]
mod terminal;
mod tidy;
#[cfg(feature = "cli")]
mod todo;
#[cfg(feature = "cli")]
mod told;
#[cfg(feature = "cli")]
mod tryout;
mod unsure;
mod vectors;
#[cfg(feature = "cli")]
mod views;
#[cfg(all(feature = "cli", unix))]
mod watch;
#[cfg(feature = "cli")]
mod wording;
#[cfg(feature = "cli")]
mod words;
