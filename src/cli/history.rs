//! `history`: a team's own drills over time.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::DateTime;

use super::args::{Format, HistoryArgs};
use super::drills::since;
use super::exit::{Answer, Done, Failed, json_text, print};
use super::stored::{self, Stored};
use crate::journal::header;
use crate::journal::upcast::read_all;
use crate::postmortem::todo::Todo;
use crate::scenario::Scenario;
use crate::score::history::{DoneItem, History, LeftOut, Past, history as beside, text};
use crate::score::{Profile, score};
use crate::store::{DrillInfo, JournalStore};

/// Prints it.
pub(super) fn history(args: &HistoryArgs) -> Done {
    let since_ms = args.since.as_deref().map(since).transpose()?;
    let mut told = Told::default();
    let mut items = Vec::new();
    if let Some(mut store) = stored::open_existing(&args.store)? {
        let fits = |drill: &DrillInfo| {
            args.scenario.as_ref().is_none_or(|scenario| drill.scenario == *scenario)
                && since_ms.is_none_or(|since| drill.started_ms >= since)
        };
        let drills: Vec<DrillInfo> = store.drills()?.into_iter().filter(fits).collect();
        for info in drills {
            told.drill(&mut *store, info)?;
        }
        items = super::todo::all(&mut *store)?;
    }
    let mut history = told.history(usize::from(args.last));
    history.beside_items(&done(&items, &history.gaps()));
    print(&match args.format {
        Format::Json => json_text(&history)?,
        Format::Text => args.store.hinted(&text::text(&history)),
    })?;
    Ok(Answer::Yes)
}

/// The items that are done, with the gaps they were to close.
fn done(items: &[Todo], gaps: &[(String, String)]) -> Vec<DoneItem> {
    let named = |todo: &Todo| {
        let names = gaps.iter().filter(|(about, step)| todo.names(about, step));
        names.map(|(about, _)| about.clone()).collect()
    };
    // An item about the story's system closes no gap of how a team works.
    let done = items.iter().filter(|todo| todo.done && !todo.practice).map(|todo| DoneItem {
        drill: todo.drill.clone(),
        item: todo.item.clone(),
        text: todo.text.clone(),
        day: todo.done_on.map(|day| day.to_string()),
        at_ms: todo.done_at_ms,
        about: named(todo),
    });
    done.collect()
}

/// What the record tells; scenarios and profiles are read once, however many drills have them.
#[derive(Default)]
struct Told {
    scenarios: BTreeMap<(String, Option<String>), Arc<Scenario>>,
    profiles: BTreeMap<String, Arc<Profile>>,
    pasts: Vec<Past>,
    left_out: BTreeMap<LeftOut, Vec<String>>,
}

impl Told {
    /// Adds a drill, or says why it doesn't count.
    fn drill(&mut self, store: &mut dyn JournalStore, info: DrillInfo) -> Result<(), Failed> {
        let mut lines = Vec::new();
        store.read(&info.name, 0, &mut |_, line| lines.push(line.to_vec()))?;
        let name = info.name.clone();
        let stored = Stored { info, lines };
        match self.past(&stored) {
            Ok(past) => {
                stored.say_if_altered();
                self.pasts.push(past);
            }
            Err(why) => self.left_out.entry(why).or_default().push(name),
        }
        Ok(())
    }

    fn past(&mut self, stored: &Stored) -> Result<Past, LeftOut> {
        let mut records = read_all(&stored.lines).map_err(|_| LeftOut::Unreadable)?;
        stored.called_as_today(&mut records);
        if let Some(why) = LeftOut::of(&records) {
            return Err(why);
        }
        let header = header(&records).ok_or(LeftOut::Unreadable)?;
        let texts = (header.scenario_text.clone(), header.organisation_text.clone());
        let scenario = match self.scenarios.get(&texts) {
            Some(scenario) => scenario.clone(),
            None => {
                let scenario = stored::scenario_of(header).map_err(|_| LeftOut::Unreadable)?;
                self.scenarios.insert(texts, scenario.clone());
                scenario
            }
        };
        let profile = match self.profiles.get(&header.profile_text) {
            Some(profile) => profile.clone(),
            None => {
                let profile = Profile::parse(&header.profile_text).map_err(|_| LeftOut::Unreadable)?;
                let profile = Arc::new(profile);
                self.profiles.insert(header.profile_text.clone(), profile.clone());
                profile
            }
        };
        let card = score(&scenario, &profile, &records);
        let day = DateTime::from_timestamp_millis(stored.info.started_ms).unwrap_or_default();
        let day = day.format("%Y-%m-%d").to_string();
        Ok(Past::new(&scenario, &records, card, stored.info.started_ms, day))
    }

    fn history(self, most: usize) -> History {
        beside(self.pasts, self.left_out.into_iter().collect(), most)
    }
}
