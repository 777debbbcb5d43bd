//! `sandtable`: a tabletop incident simulation and drill engine.

pub mod brief;
#[cfg(feature = "cli")]
pub mod cli;
pub mod drive;
pub mod engine;
pub mod journal;
pub mod moves;
pub mod pace;
pub mod postmortem;
pub mod prose;
pub mod quantity;
#[cfg(feature = "repl")]
pub mod repl;
pub mod scenario;
pub mod score;
#[cfg(feature = "cli")]
pub mod screen;
pub mod store;
pub mod time;
