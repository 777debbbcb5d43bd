//! What to ask at a moment, by the kind of what happened there.
//!
//! The bank is after Etsy's debriefing guide, Klein and Dekker (by way of PagerDuty) and Howie; the words are ours.

use crate::engine::event::{EventKind, Word};

/// A kind of moment, as questions go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Something could be noticed.
    Observation,
    /// Somebody made sense of it.
    Assessment,
    /// A choice was made.
    Decision,
    /// Something was done to the system.
    Action,
    /// Somebody was called or asked.
    Help,
    /// Somebody was told.
    Telling,
    /// Nothing was said.
    Silence,
    /// Something was checked, or was not.
    Verifying,
    /// A role was taken, handed over or left.
    Role,
    /// Something was unexpected.
    Surprise,
}

impl Kind {
    /// What to ask.
    #[must_use]
    pub const fn questions(self) -> &'static [&'static str] {
        match self {
            Kind::Observation => &["What did you notice first?", "What made it look off?"],
            Kind::Assessment => &["How could you tell?", "What did you expect to see?"],
            Kind::Decision => &["What options were on the table?", "What tipped it?"],
            Kind::Action => &["What other courses were open?", "What pressure were you under?"],
            Kind::Help => &["What brought you to ask then?", "How did you know whom?"],
            Kind::Telling => &["Who knew this at the time?", "What did you believe they knew?"],
            Kind::Silence => &["What was each seat working on?", "What would have been worth a sentence?"],
            Kind::Verifying => {
                &["What would have told us that it had not worked?", "Where would we have looked?"]
            }
            Kind::Role => &["When did you know who was in command?", "When did you not?"],
            Kind::Surprise => {
                &["What surprised you here?", "Which part of the system do you understand differently now?"]
            }
        }
    }

    /// The kind of a move, for a moment that somebody marked right after it; nothing for what tells nothing.
    #[must_use]
    pub fn of(kind: &EventKind) -> Option<Self> {
        match kind {
            EventKind::MetricRead { word: Word::Verify, .. } => Some(Kind::Verifying),
            EventKind::MetricRead { .. }
            | EventKind::ComponentRead { .. }
            | EventKind::TopicRead { .. }
            | EventKind::AlertFired { .. }
            | EventKind::InjectDelivered { .. }
            | EventKind::Improvised { .. }
            | EventKind::Answered { .. } => Some(Kind::Observation),
            EventKind::StatementMade { .. }
            | EventKind::Declared { .. }
            | EventKind::SeverityChanged { .. }
            | EventKind::SeverityKnowable { .. }
            | EventKind::TeamKnowable { .. } => Some(Kind::Assessment),
            EventKind::Held { .. }
            | EventKind::Polled { .. }
            | EventKind::Objected { .. }
            | EventKind::Decided { .. }
            | EventKind::Planned { .. }
            | EventKind::IncidentClosed { .. } => Some(Kind::Decision),
            EventKind::ActionStarted { .. }
            | EventKind::ActionTookEffect { .. }
            | EventKind::ActionUndone { .. }
            | EventKind::UnscriptedDone { .. }
            | EventKind::HarmDone { .. } => Some(Kind::Action),
            EventKind::Asked { .. } | EventKind::Paged { .. } | EventKind::Acknowledged { .. } => {
                Some(Kind::Help)
            }
            EventKind::Updated { .. }
            | EventKind::Tasked { .. }
            | EventKind::TaskAccepted { .. }
            | EventKind::Reported { .. } => Some(Kind::Telling),
            EventKind::RoleGiven { .. }
            | EventKind::RoleVacated { .. }
            | EventKind::RolesAnnounced {}
            | EventKind::HandoverOffered { .. }
            | EventKind::Left {}
            | EventKind::Released { .. }
            | EventKind::SeatVacated { .. } => Some(Kind::Role),
            EventKind::Relapsed {} | EventKind::Reopened { .. } => Some(Kind::Verifying),
            EventKind::DrillStarted(_)
            | EventKind::SeatTaken { .. }
            | EventKind::Paused {}
            | EventKind::Resumed { .. }
            | EventKind::DrillEnded { .. }
            | EventKind::WatchHeld { .. }
            | EventKind::WatchBroke { .. }
            | EventKind::MilestoneReached { .. }
            | EventKind::FailureScheduled { .. }
            | EventKind::FailureStarted { .. }
            | EventKind::FailureCleared { .. }
            | EventKind::FailureSettled { .. }
            | EventKind::FailureRearmed { .. }
            | EventKind::AlertCleared { .. }
            | EventKind::InjectScheduled { .. }
            | EventKind::InjectNotNeeded { .. }
            | EventKind::InjectMoved { .. }
            | EventKind::InjectSkipped { .. }
            | EventKind::InjectRearmed { .. }
            | EventKind::Jumped { .. }
            | EventKind::FacilitatorTalk { .. }
            | EventKind::Rewound { .. }
            | EventKind::Forked { .. }
            | EventKind::MarkedWrong { .. }
            | EventKind::Observed { .. }
            | EventKind::SeverityTalk { .. }
            | EventKind::Forced { .. }
            | EventKind::TruthChanged { .. }
            | EventKind::ExpectationOpened { .. }
            | EventKind::ExpectationSuperseded { .. }
            | EventKind::Recovered {}
            | EventKind::AskedIfDone {}
            | EventKind::CloseStood {}
            | EventKind::AnswerDue { .. }
            | EventKind::Said { .. }
            | EventKind::Noted { .. }
            | EventKind::Bookmarked { .. }
            | EventKind::Marked { .. }
            | EventKind::HintGiven { .. }
            | EventKind::Refused { .. } => None,
        }
    }
}
