//! A drill taken up again from its record: same world, same timers, same dice.
//!
//! The record is tried before it is believed: its hashes, the release that wrote it, and that nothing was due which
//! didn't happen. The clock goes on where it was noted last; the time away is a pause.

use std::sync::Arc;

use super::{Drill, DriveError};
use crate::engine::Session;
use crate::engine::event::{Actor, Event, FORMAT, Header, RULES};
use crate::journal::line::{LineError, Writer};
use crate::journal::upcast::read_all;
use crate::journal::verify::verify_noted;
use crate::journal::{Record, Who, header, paces};
use crate::pace::{Pace, wall_ms};
use crate::scenario::Scenario;
use crate::scenario::check::{Sources, load};
use crate::store::{Claim, DrillInfo, JournalStore, StoreError};
use crate::time::SimTime;

/// Why a drill can't be taken up again.
#[derive(Debug, thiserror::Error)]
pub enum ResumeError {
    /// It has ended.
    #[error("drill `{drill}` is over ({how}, at +{at}); `sandtable score {drill}` says how it was run")]
    Over {
        /// Its name.
        drill: String,
        /// How it ended, in words.
        how: String,
        /// When, on the story's clock.
        at: String,
    },
    /// It was played under other rules than this release's, or written in another format.
    #[error(
        "drill `{drill}` was begun by {tool} under rules {rules} (format {format}), and this is {} with rules {RULES} \
         (format {FORMAT}): what happens next could differ. Go on with the release that began it; \
         `sandtable score` and `sandtable postmortem` read it here, too",
        concat!("sandtable ", env!("CARGO_PKG_VERSION"))
    )]
    Rules {
        /// Its name.
        drill: String,
        /// What wrote it.
        tool: String,
        /// Its rules.
        rules: u32,
        /// Its format.
        format: u32,
    },
    /// The record is not as it was written.
    #[error(
        "the record of `{drill}` is not as it was written: {flaw}; `sandtable drills --verify {drill}` says all of it. \
         A backup of the store has it whole; what is before that line can be scored"
    )]
    Flawed {
        /// Its name.
        drill: String,
        /// The first thing that is wrong.
        flaw: String,
    },
    /// The story would have gone another way than the record says.
    #[error(
        "the record of `{drill}` and its scenario don't agree: at +{at} the story goes on with something that the \
         record doesn't have ({what}). Nothing was written; `sandtable drills --verify {drill}` tries the record, \
         `sandtable score {drill}` reads what is there"
    )]
    Astray {
        /// Its name.
        drill: String,
        /// Where, on the story's clock.
        at: String,
        /// What would happen.
        what: String,
    },
    /// The scenario that it holds can't be read.
    #[error(
        "the scenario in the record of `{drill}` can't be read any more: go on with the release that began it"
    )]
    Scenario {
        /// Its name.
        drill: String,
    },
    /// A line can't be read.
    #[error(transparent)]
    Line(#[from] LineError),
    /// The store says no: somebody drives it, or it can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The drill can't go on.
    #[error(transparent)]
    Drive(#[from] DriveError),
}

/// A record that was tried, and the drill in it.
#[derive(Debug)]
pub struct Taken {
    /// What the store knows of it.
    pub info: DrillInfo,
    /// What is played.
    pub scenario: Arc<Scenario>,
    /// All that happened.
    pub records: Vec<Record>,
    last: Vec<u8>,
    session: Session,
}

impl Taken {
    /// The drill's first event.
    #[must_use]
    pub fn header(&self) -> &Header {
        header(&self.records).expect("it was tried")
    }

    /// The session, to look at.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The pace at which it was played last.
    #[must_use]
    pub fn pace(&self) -> Option<Pace> {
        paces(self.records.iter().map(|record| &record.event)).pop()?.parse().ok()
    }

    /// How many moves were made or turned down: so many lines of a file are behind it.
    #[must_use]
    pub fn moves(&self) -> Vec<&Event> {
        // Stand-ins move by themselves.
        let beside = !self.header().stand_ins.is_empty();
        let records = self.records.iter().filter(|record| !(beside && record.who == Who::Prepared));
        let events = records.map(|record| &record.event);
        events.filter(|event| event.by != Actor::Story && event.cause.is_none()).collect()
    }
}

/// Takes a drill out of the store and tries it; nothing is written, and nobody is in its way.
///
/// # Errors
/// See [`ResumeError`]; [`StoreError::Driven`] if somebody drives it.
pub fn look(store: &mut dyn JournalStore, drill: &str) -> Result<Taken, ResumeError> {
    let info = store.info(drill)?;
    if let Some(by) = info.claim.clone().filter(|claim| !claim.is_gone(wall_ms())) {
        return Err(StoreError::Driven { drill: info.name, by: Box::new(by) }.into());
    }
    let mut lines: Vec<Vec<u8>> = Vec::new();
    store.read(&info.name, 0, &mut |_, line| lines.push(line.to_vec()))?;
    taken(info, &lines)
}

fn taken(info: DrillInfo, lines: &[Vec<u8>]) -> Result<Taken, ResumeError> {
    let drill = || info.name.clone();
    if let Some(flaw) = verify_noted(lines, info.ended.is_some(), info.noted).first() {
        return Err(ResumeError::Flawed { drill: drill(), flaw: flaw.to_string() });
    }
    let records = read_all(lines)?;
    let header = header(&records)
        .ok_or_else(|| ResumeError::Flawed { drill: drill(), flaw: "it has no first line".to_string() })?;
    if header.rules != RULES || header.format != FORMAT {
        let (rules, format) = (header.rules, header.format);
        return Err(ResumeError::Rules { drill: drill(), tool: header.tool.clone(), rules, format });
    }
    let sources = Sources {
        name: &header.scenario,
        text: &header.scenario_text,
        organisation: header.organisation_text.as_deref().map(|text| ("organisation", text)),
    };
    let scenario = Arc::new(load(&sources).map_err(|_| ResumeError::Scenario { drill: drill() })?);
    let events = records.iter().map(|record| &record.event);
    let mut session = Session::resume(scenario.clone(), events).map_err(DriveError::from)?;
    if let Some((at, how)) = session.world().ended {
        let how = how.as_str().to_string();
        return Err(ResumeError::Over { drill: drill(), how, at: at.since(SimTime::START).clock() });
    }
    // The clock was noted behind all that had happened by then.
    let noted = SimTime::from_ms(info.clock_ms).max(session.now());
    let mut more = None;
    let advanced = session.advance_to(noted, |events| more = more.take().or_else(|| events.first().cloned()));
    advanced.map_err(DriveError::from)?;
    if let Some(event) = more {
        let at = event.at.since(SimTime::START).clock();
        let what =
            crate::engine::tell::tell(&scenario, &event).map_or("something unseen".into(), |told| told.text);
        return Err(ResumeError::Astray { drill: drill(), at, what });
    }
    let last = lines.last().cloned().unwrap_or_default();
    Ok(Taken { info, scenario, records, last, session })
}

impl Drill {
    /// Takes a drill up again, if nobody else has done so since it was looked at. The time away is a pause, which the
    /// record has from here on, and with it the `pace` from then on, if that is another.
    ///
    /// # Errors
    /// See [`ResumeError`].
    pub fn resume(
        mut store: Box<dyn JournalStore>,
        taken: Taken,
        who: Who,
        claim: Claim,
        pace: Pace,
    ) -> Result<(Self, Vec<Event>), ResumeError> {
        let pace = Some(pace).filter(|pace| Some(*pace) != taken.pace()).map(|pace| pace.to_string());
        let Taken { info, records, last, session, .. } = taken;
        store.claim(&info.name, &claim, info.claim.as_ref())?;
        let mut drill = Self {
            session,
            store,
            name: info.name,
            writer: Writer::after(&last),
            lines: records.len() as u64,
            who,
            claim,
            buffers: Vec::new(),
            ends_at: None,
            crew: None,
        };
        let away = drill.session.time_away(pace).map_err(DriveError::from)?;
        if away.is_empty() {
            // In a pause nothing is written, but the record must be as it was looked at all the same.
            drill.store.append(&drill.name, drill.lines, &[])?;
        }
        drill.keep(&away)?;
        Ok((drill, away))
    }
}
