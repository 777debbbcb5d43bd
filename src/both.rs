//! Two things at once: a record is read, rated and told in halves that know nothing of each other.

use std::sync::{Mutex, PoisonError};
use std::thread;

/// As much as the first thread of a program has: what runs there may run here.
const STACK: usize = 8 << 20;

/// Works out two things, on two cores where there are two. What comes out is the same on one: neither sees the other. Where
/// no thread is to be had, one is worked out after the other; a panic in either goes on in the caller.
pub(crate) fn both<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    let one = Mutex::new(Some(one));
    let take = || one.lock().unwrap_or_else(PoisonError::into_inner).take();
    thread::scope(|scope| {
        let begun = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || take().expect("the thread alone takes it once it is begun")());
        let other = other();
        let one = match begun {
            Ok(begun) => begun.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(_) => take().expect("no thread has taken it")(),
        };
        (one, other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_come_out_in_their_places() {
        let words = ["one".to_string(), "other".to_string()];
        assert_eq!(both(|| words[0].len(), || words[1].as_str()), (3, "other"));
    }

    #[test]
    #[should_panic(expected = "in a thread")]
    fn a_panic_is_not_lost() {
        both(|| panic!("in a thread"), || ());
    }
}
