//! The words that the rules look for, and those that mean something else: a list for each family of rules.

pub(super) mod causes;
pub(super) mod counterfactual;
pub(super) mod fixes;
pub(super) mod hindsight;
pub(super) mod judgement;
pub(super) mod loud;
pub(super) mod names;
pub(super) mod omission;
pub(super) mod people;
pub(super) mod plain;
pub(super) mod polite;
