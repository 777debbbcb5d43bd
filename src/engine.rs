//! What happens in a drill: a state machine, and nothing else.
//!
//! Commands and time go in, events come out. There is no clock here, no file, no socket and no thread, so that the
//! same scenario, seed and inputs give the same journal on any machine.

pub mod agenda;
pub(crate) mod answer;
pub mod cadence;
mod chair;
pub mod clock;
pub mod command;
pub mod curve;
pub mod decide;
pub mod deeds;
pub mod desk;
pub mod dice;
pub mod eval;
pub mod event;
mod facilitate;
pub mod fact;
mod hint;
mod open;
pub mod proof;
pub mod refusal;
pub mod session;
pub mod tell;
mod timer;
pub mod trigger;
pub mod view;
pub mod world;

pub use session::Session;
