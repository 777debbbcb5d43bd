//! The story as a whole.
use super::checker::Checker;
use crate::scenario::raw;
use crate::scenario::source::Mode;

pub(super) fn check<'r, M: Mode>(
    _checker: &mut Checker<'_, 'r>,
    _raw: &'r raw::Scenario<'r, M>,
    _warnings: bool,
) {
}
