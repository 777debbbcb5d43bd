//! The plan of the half hour: six steps, each with its minutes and its card.

use crate::time::SimDuration;

/// A step of the hot wash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The prime directive: how, not why.
    Open,
    /// Each by themselves: how was it, before that is laid beside the record.
    Rate,
    /// The record, stopped at its moments.
    Replay,
    /// What was wanted, what happened, what helped, what next.
    Compare,
    /// Two changes to the real response.
    Change,
    /// Was it worth it, and one sentence to take home.
    Leave,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Step; 6] =
        [Step::Open, Step::Rate, Step::Replay, Step::Compare, Step::Change, Step::Leave];

    /// When it is over by the plan, counted from the beginning (a house rule after Etsy's shares).
    #[must_use]
    pub const fn until(self) -> SimDuration {
        SimDuration::from_mins(match self {
            Step::Open => 2,
            Step::Rate => 5,
            Step::Replay => 22,
            Step::Compare => 26,
            Step::Change => 28,
            Step::Leave => 30,
        })
    }

    /// Its heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Step::Open => "How, not why",
            Step::Rate => "Each by yourself, silently",
            Step::Replay => "What we saw, moment by moment",
            Step::Compare => "What was wanted, what happened",
            Step::Change => "Two changes to our real response",
            Step::Leave => "Before you go",
        }
    }

    /// Its heading for one who was alone.
    #[must_use]
    pub const fn title_alone(self) -> &'static str {
        match self {
            Step::Rate => "First what you think",
            Step::Replay => "What you saw, moment by moment",
            Step::Change => "Two changes to your real response",
            Step::Open | Step::Compare | Step::Leave => self.title(),
        }
    }

    /// What its card says to one who was alone.
    #[must_use]
    pub const fn card_alone(self) -> &'static str {
        match self {
            Step::Open => {
                "For half an hour you look at what happened, and at how it made sense at the time. Ask yourself how and \
                 what, not why. Ideas for repairs wait until minute 26."
            }
            Step::Rate => {
                "Rate it yourself first, without looking at the card again; step 4 puts it beside what the record says."
            }
            Step::Replay | Step::Compare | Step::Change | Step::Leave => self.card(),
        }
    }

    /// What its card says.
    #[must_use]
    pub const fn card(self) -> &'static str {
        match self {
            Step::Open => {
                "For half an hour we look at what happened, and at how it made sense at the time. Ask how and what, \
                 never why and who. Ideas for repairs wait until minute 26. Whoever is newest speaks first, and \
                 whoever leads says little."
            }
            Step::Rate => {
                "Without looking at the card again: each of you answers for yourself. Nobody is named, and what you say is \
                 shown only together with what the others say, beside the record, in step 4."
            }
            Step::Replay => {
                "The record stops at moments that you marked and at some that it marked itself. At each: what did you \
                 see, what did you take it for, what did you expect next?"
            }
            Step::Compare => {
                "Four questions, a line or more each, Enter for the next: what was supposed to happen? What happened? \
                 What helped? What do we do next time? Behind them come those of the scenario's author, if there are any."
            }
            Step::Change => {
                "Two changes that would help in a real incident: in a tool, a default, a runbook, an agreement. Not in \
                 people. Who owns each and by when is filled in later: `sandtable postmortem edit`."
            }
            Step::Leave => {
                "Two questions, and one sentence in your own words. It greets you before the next drill."
            }
        }
    }

    /// The step after it.
    #[must_use]
    pub fn next(self) -> Option<Step> {
        Step::ALL.into_iter().find(|step| *step > self)
    }

    /// The step before it.
    #[must_use]
    pub fn previous(self) -> Option<Step> {
        Step::ALL.into_iter().rev().find(|step| *step < self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_fill_half_an_hour_in_order() {
        let until: Vec<i64> = Step::ALL.iter().map(|step| step.until().ms() / 60_000).collect();
        assert_eq!(until, [2, 5, 22, 26, 28, 30]);
        assert_eq!(Step::Open.previous(), None);
        assert_eq!(Step::Rate.next(), Some(Step::Replay));
        assert_eq!(Step::Leave.previous(), Some(Step::Change));
        assert_eq!(Step::Leave.next(), None);
    }
}
