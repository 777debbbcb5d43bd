//! What can happen: scenario files, read and checked.

pub mod check;
pub mod condition;
pub mod id;
pub(crate) mod lexicon;
pub mod model;
pub mod problem;
pub mod raw;
#[cfg(test)]
pub(crate) mod sample;
pub mod source;
pub(crate) mod texts;
pub mod words;
pub mod words_of;

pub use model::Scenario;
