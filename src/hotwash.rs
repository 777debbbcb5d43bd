//! The half hour after a drill: what is gone through, where the record is stopped at, and what is asked there.
//!
//! Structured debriefs that look at an objective record help most, and teams can lead them themselves
//! (`process-and-scoring`, §5.4). So the plan, the moments and the questions are made here from the record, as data;
//! a shell shows them, keeps the time and takes down what is said. Nothing is rated here, and nobody is named.

pub mod bookmark;
pub mod compare;
pub mod number;
pub mod plan;
pub mod question;
pub mod ribbon;
pub mod said;
pub mod strike;
