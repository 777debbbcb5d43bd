//! What can happen: scenario files, read and checked.

pub mod condition;
pub mod id;
pub mod model;
pub mod raw;
pub mod source;
pub mod words;

pub use model::Scenario;
