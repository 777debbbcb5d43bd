//! How it went: a pure function of scenario, profile and journal.

pub mod card;
