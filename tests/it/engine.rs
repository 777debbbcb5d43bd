//! How a drill behaves, told as small stories: a scenario of a few lines, typed moves, and what the journal says.

mod actions;
mod ending;
mod facilitator;
mod failures;
mod findings;
mod hints;
mod injects;
mod pager;
mod refusals;
mod replay;
mod response;
mod roles;
mod signals;
mod story;
mod truth;
