//! Files of another kind, read with the same care as a scenario: all problems at once, each with its place, a slip of
//! a name mended so that the rest is read.

use std::borrow::Cow;

use serde::Deserialize;

pub(crate) use super::again::Hole;
use super::again::{ROUNDS, is_left_out, mend};
pub(crate) use super::close::{did_you_mean, listed};
pub(crate) use super::desk::Desk;
pub(crate) use super::expect::Expect;
use super::{limits, syntax};
use crate::scenario::problem::{File, Problem, sort};
use crate::scenario::source::{Fast, Mode, Placed, read};

/// A kind of file.
pub(crate) trait Kind {
    /// For problems.
    const FILE: File;
    /// The file as it is written.
    type Raw<'a, M: Mode>: Deserialize<'a>;
    /// What it is made into.
    type Made;

    /// Makes it, and says what is wrong.
    fn check<'t, M: Mode>(&self, raw: &Self::Raw<'t, M>, desk: &mut Desk<'t>) -> Option<Self::Made>;
}

/// Reads a file; what was made of it, unless there are errors, and all problems in the order of the file.
pub(crate) fn check<K: Kind>(kind: &K, text: &str) -> (Option<K::Made>, Vec<Problem>) {
    let mut problems = limits::check(text, K::FILE);
    if !problems.is_empty() {
        sort(&mut problems);
        return (None, problems);
    }
    let (made, problems, _) = run::<K, Fast>(kind, text);
    if made.is_some() && problems.is_empty() {
        return (made, problems);
    }
    placed(kind, text)
}

fn run<K: Kind, M: Mode>(kind: &K, text: &str) -> (Option<K::Made>, Vec<Problem>, Vec<Hole>) {
    let mut desk = Desk::new::<M>(text, K::FILE);
    let made = match read::<K::Raw<'_, M>>(text) {
        Ok(raw) => kind.check(&raw, &mut desk),
        Err(wrong) => {
            syntax::top(&mut desk, &wrong);
            None
        }
    };
    (made, desk.problems, desk.holes)
}

/// Reads with places until nothing is left to be mended.
fn placed<K: Kind>(kind: &K, text: &str) -> (Option<K::Made>, Vec<Problem>) {
    let (mut mended, mut kept) = (Cow::Borrowed(text), Vec::new());
    for round in 1.. {
        let (made, problems, holes) = run::<K, Placed>(kind, &mended);
        if holes.is_empty() || round == ROUNDS {
            kept.extend(problems);
            sort(&mut kept);
            let fine = !kept.iter().any(Problem::is_error);
            return (made.filter(|_| fine), kept);
        }
        kept.extend(problems.into_iter().filter(is_left_out));
        holes.iter().for_each(|hole| mend(mended.to_mut(), hole));
    }
    (None, kept)
}
