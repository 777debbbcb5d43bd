//! The drill that a postmortem tells: its inputs, and the questions that several sections ask of them.

use std::borrow::Cow;

use chrono::Timelike;

use super::graphs::Graphs;
use super::untold::Untold;
use crate::engine::clock::ScoreClock;
use crate::engine::event::{Event, EventKind, Header, Seq};
use crate::journal::{Record, header};
use crate::memo::Memo;
use crate::prose::{inside, unhyphen};
use crate::scenario::Scenario;
use crate::scenario::id::{ActionName, AudienceName, SeatName, VoiceName};
use crate::scenario::words::Severity;
use crate::score::Profile;
use crate::score::ack::noticing;
use crate::score::card::Scorecard;
use crate::score::grounds::grounds;
use crate::time::{SimDuration, SimTime, two_digits};

/// Scenario, journal and scorecard, and what follows from them.
pub(crate) struct Drill<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) records: &'a [Record],
    pub(crate) card: &'a Scorecard,
    /// The rules it was rated by.
    pub(crate) profile: Option<&'a Profile>,
    /// Where the story jumped: no reaction is timed over that.
    pub(crate) jumps: ScoreClock,
    /// The system's graphs, if the journal belongs to this scenario.
    pub(crate) graphs: Option<Graphs>,
    /// What is kept back until the team has written its own; nothing after that.
    pub(crate) kept_back: Option<Untold>,
    /// The acknowledgements of those who joined before a page because they had noticed something.
    noticing: Memo<Vec<Seq>>,
    /// What each event followed from, as far as it was asked.
    followed: Vec<Memo<Vec<Seq>>>,
}

/// Something that happened once, with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) at: SimTime,
    pub(crate) seq: Seq,
}

impl Moment {
    pub(crate) fn of(event: &Event) -> Self {
        Self { at: event.counts_at(), seq: event.seq }
    }
}

impl<'a> Drill<'a> {
    pub(crate) fn new(scenario: &'a Scenario, records: &'a [Record], card: &'a Scorecard) -> Self {
        let jumps = ScoreClock::of(records.iter().map(|record| &record.event));
        let followed = records.iter().map(|_| Memo::default()).collect();
        let graphs = Graphs::of(scenario, records);
        let kept_back = Some(Untold::of(card, records));
        let noticing = Memo::default();
        Self { scenario, records, card, profile: None, jumps, graphs, kept_back, noticing, followed }
    }

    /// With all that the author knows, or without.
    pub(crate) fn revealed(mut self, revealed: bool) -> Self {
        self.kept_back = self.kept_back.filter(|_| !revealed);
        self
    }

    /// With the rules it was rated by.
    pub(crate) fn under(mut self, profile: &'a Profile) -> Self {
        self.profile = Some(profile);
        self
    }

    pub(crate) fn header(&self) -> Option<&'a Header> {
        header(self.records)
    }

    pub(crate) fn events(&self) -> impl DoubleEndedIterator<Item = &'a Event> + use<'a> {
        self.records.iter().map(|record| &record.event)
    }

    /// The events after one.
    pub(crate) fn after(&self, seq: Seq) -> impl Iterator<Item = &'a Event> + use<'a> {
        let from = usize::try_from(seq.0).map_or(usize::MAX, |place| place.saturating_add(1));
        self.records.get(from..).unwrap_or_default().iter().map(|record| &record.event)
    }

    /// The event at a place of the journal.
    pub(crate) fn event(&self, seq: Seq) -> Option<&'a Event> {
        let place = usize::try_from(seq.0).ok()?;
        self.records.get(place).map(|record| &record.event).filter(|event| event.seq == seq)
    }

    /// What an event followed from: what caused it, else what made the condition hold that it waited for.
    pub(crate) fn followed(&self, event: &Event) -> Cow<'_, [Seq]> {
        let all = || match event.cause {
            Some(cause) => vec![cause],
            None => grounds(self.scenario, self.records, event).map_or_else(Vec::new, |all| all.events),
        };
        match self.followed.get(event.seq.0 as usize) {
            Some(known) => Cow::Borrowed(known.or(all)),
            None => Cow::Owned(all()),
        }
    }

    /// Whether who joined the call before any page had noticed something, by the rule of the score.
    pub(crate) fn noticed(&self, ack: &Event) -> bool {
        let all = || {
            let profile = self.profile;
            profile.map_or_else(Vec::new, |profile| noticing(self.scenario, profile, self.records))
        };
        self.noticing.or(all).contains(&ack.seq)
    }

    pub(crate) fn cause(&self, event: &Event) -> Option<&'a Event> {
        self.event(event.cause?)
    }

    /// The first event of which something is true.
    pub(crate) fn first(&self, is: impl Fn(&EventKind) -> bool) -> Option<Moment> {
        self.events().find(|event| is(&event.kind)).map(Moment::of)
    }

    /// The last one.
    pub(crate) fn last(&self, is: impl Fn(&EventKind) -> bool) -> Option<Moment> {
        self.events().rev().find(|event| is(&event.kind)).map(Moment::of)
    }

    /// When the drill ended, or when its record stops.
    pub(crate) fn end(&self) -> SimTime {
        self.events().next_back().map_or(SimTime::START, |event| event.at)
    }

    /// When the incident was declared, how severe, and by whom.
    pub(crate) fn declared(&self) -> Option<(Moment, Severity, &'a Event)> {
        self.events().find_map(|event| {
            let EventKind::Declared { severity } = &event.kind else { return None };
            Some((Moment::of(event), *severity, event))
        })
    }

    /// The close that stood: the last one, unless the story opened the incident again after it.
    pub(crate) fn closed(&self) -> Option<(Moment, &'a str)> {
        let mut closed = None;
        for event in self.events() {
            if let EventKind::IncidentClosed { summary } = &event.kind {
                closed = Some((Moment::of(event), summary.as_str()));
            } else if let EventKind::Reopened { .. } = &event.kind {
                closed = None;
            }
        }
        closed
    }

    /// The moment up to which the incident process ran: the close that stood, else the end.
    pub(crate) fn over(&self) -> SimTime {
        self.closed().map_or_else(|| self.end(), |(closed, _)| closed.at)
    }

    /// How long people took from one instant to another, never negative: a jump is no time in which anybody could act.
    pub(crate) fn took(&self, from: SimTime, to: SimTime) -> SimDuration {
        between(self.jumps.at(from), self.jumps.at(to))
    }

    /// `02:19`, as a clock in the story shows it.
    pub(crate) fn clock(&self, at: SimTime) -> String {
        clock(self.scenario.starts, at)
    }

    /// The same as a clock of UTC shows it.
    pub(crate) fn utc(&self, at: SimTime) -> String {
        clock(self.scenario.starts.naive_utc(), at)
    }

    /// `02:19 (+2:12)`.
    pub(crate) fn stamp(&self, at: SimTime) -> String {
        [self.clock(at).as_str(), " (", &at.plus(), ")"].concat()
    }

    /// What a seat's action is in words: the author's first phrase, else its name.
    pub(crate) fn action_words(&self, action: &ActionName) -> String {
        let authored =
            self.scenario.actions.id(action).ok().and_then(|id| self.scenario.actions[id].say.first());
        authored.cloned().unwrap_or_else(|| unhyphen(action.as_str()))
    }

    /// A voice's name for people, inside a sentence.
    pub(crate) fn voice(&self, voice: &VoiceName) -> String {
        let voices = &self.scenario.organisation.voices;
        voices.id(voice).map_or_else(|_| voice.to_string(), |id| inside(&voices[id]))
    }

    /// An audience's name for people, inside a sentence.
    pub(crate) fn audience(&self, audience: &AudienceName) -> String {
        let audiences = &self.scenario.organisation.audiences;
        audiences.id(audience).map_or_else(|_| audience.to_string(), |id| inside(&audiences[id].name))
    }

    /// Seats as a reader wants them: `everyone` if it is all of them.
    pub(crate) fn seats(&self, seats: &[SeatName]) -> String {
        if seats.len() > 1 && seats.len() == self.scenario.seats.len() {
            return "everyone".to_string();
        }
        crate::prose::and(&seats.iter().map(SeatName::as_str).collect::<Vec<_>>())
    }

    /// Every criterion of the card, with its dimension.
    pub(crate) fn criteria(&self) -> impl Iterator<Item = (&'static str, &'a crate::score::card::Criterion)> {
        self.card.dimensions.iter().flat_map(|dimension| dimension.criteria.iter().map(|c| (dimension.id, c)))
    }
}

pub(crate) use crate::scenario::words_of::by_channel;

/// What a clock shows that showed another time when the story began.
fn clock(starts: impl Timelike, at: SimTime) -> String {
    let minutes = (i64::from(starts.num_seconds_from_midnight()) * 1_000 + at.ms()).div_euclid(60_000);
    let mut clock = String::with_capacity("02:19".len());
    two_digits(&mut clock, minutes.div_euclid(60).rem_euclid(24));
    clock.push(':');
    two_digits(&mut clock, minutes.rem_euclid(60));
    clock
}

/// How long from one instant to another, never negative.
pub(crate) fn between(from: SimTime, to: SimTime) -> SimDuration {
    from.shown_to(to).max(SimDuration::ZERO)
}
