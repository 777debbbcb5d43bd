//! `sandtable`: a tabletop incident simulation and drill engine.
//!
//! A scenario file says what can happen; a crew runs the incident; what they did is on record; the record is scored and
//! becomes a practice postmortem. Read ground up: [`scenario`] (what can happen) → [`engine`] (what happens) →
//! [`moves`] (what people type) → [`crew`] (who stands in) → [`journal`] (what happened) → [`score`] (how it went) → [`brief`] and [`postmortem`]
//! (what to say) → [`hotwash`] (what to ask). These are the core: no clock, file, socket or thread, so that the same scenario, seed and moves give
//! the same bytes on any machine. Around it stand the shells: [`pace`], [`store`], [`drive`], and with their features
//! the screen, the prompt and the command line.
//!
//! ```
//! use std::sync::Arc;
//! use sandtable::engine::command::{Command, Mover};
//! use sandtable::engine::event::Header;
//! use sandtable::engine::Session;
//! use sandtable::moves::{What, parse};
//! use sandtable::scenario::check::{Sources, load};
//! use sandtable::time::{SimDuration, SimTime};
//!
//! let text = include_str!("../scenarios/smallest.ron");
//! let sources = Sources { name: "smallest.ron", text, organisation: None };
//! let scenario = Arc::new(load(&sources).expect("it ships without errors"));
//!
//! let (mut session, first) = Session::start(scenario.clone(), Header::for_scenario(&scenario, 1))?;
//! assert_eq!(first[0].seq.0, 0);
//! session.advance_to(SimTime::from_ms(90_000), |_batch| {})?;
//!
//! let line = parse(&scenario, "primary ack", None).expect("a move").expect("not empty");
//! let What::Move(command) = &line.what else { unreachable!("`ack` is a move") };
//! let handled = session.handle(line.mover.unwrap_or(Mover::Table), SimDuration::ZERO, command, &line.said)?;
//! assert!(handled.accepted.is_some());
//! # let _: &Command = command;
//! # Ok::<(), sandtable::engine::session::Stop>(())
//! ```

pub mod brief;
#[cfg(feature = "cli")]
pub mod cli;
pub mod crew;
pub mod drive;
pub mod engine;
pub mod hotwash;
pub mod journal;
mod memo;
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
