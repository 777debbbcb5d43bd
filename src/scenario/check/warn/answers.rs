//! What can be looked at or asked, and has nothing to say.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::scenario::check::story::Story;
use crate::scenario::id::{ComponentId, VoiceId};
use crate::scenario::model::FindingOn;
use crate::scenario::problem::Problem;
use crate::scenario::raw;
use crate::scenario::source::Mode;

impl<'r> Story<'_, 'r> {
    /// Components and voices that have nothing to say.
    pub(super) fn without_findings<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let on: Vec<FindingOn> = self.draft.findings.iter().flatten().map(|finding| finding.on).collect();
        let components = (0..self.draft.components.len()).map(ComponentId::new);
        let mut silent: Vec<ComponentId> =
            components.filter(|id| !on.contains(&FindingOn::Component(*id))).collect();
        let nearly = self.nearly_named(raw, &silent);
        silent.retain(|id| !nearly.iter().any(|(near, _)| *near == Some(*id)));
        let mut found: Vec<Problem> = silent.into_iter().map(|id| self.nothing_to_see(id)).collect();
        found.extend(nearly.into_iter().map(|(_, problem)| problem));
        let mut seen: BTreeSet<VoiceId> =
            on.iter().filter_map(|on| if let FindingOn::Voice(id) = on { Some(*id) } else { None }).collect();
        // A voice may stand for a team of the same work; what it is asked, the team is asked.
        for (inject, part) in self.draft.injects.iter().flatten().zip(&raw.injects) {
            if seen.insert(inject.from) {
                let place = part.get().map_or(0..0, |raw| self.desk.place(&raw.from));
                found.push(self.nothing_to_say(inject.from, place));
            }
        }
        found
    }

    fn nothing_to_see(&self, id: ComponentId) -> Problem {
        let name = self.entry(id).name;
        let problem = self
            .about("scenario::no_finding", id, "shows nothing when somebody looks at it")
            .label("no finding");
        problem.help(format!(
            "add `(on: Look(\"{name}\"), says: [\"…\"])` under `findings`: people look everywhere"
        ))
    }

    fn nothing_to_say(&self, id: VoiceId, place: Range<usize>) -> Problem {
        let name = self.entry(id).name;
        let message = format!("voice `{name}` calls, and has no answer when somebody asks back");
        let help = format!("add `(on: Ask(\"{name}\"), says: [\"…\"])` under `findings`");
        self.warning("scenario::no_finding", place, message).label("no finding").help(help)
    }
}
