//! Which names have come up in the story: what has not yet is not listed where somebody is asked at what to look.
//!
//! Whoever knows another name may type it; the list gives nothing away, and a long one helps nobody.

use super::Names;
use crate::engine::event::Event;
use crate::engine::view::{View, Viewer};

/// What stands below a list that has not every name.
pub(super) const OTHERS: &str = "any other name goes as well: a dashboard, a log, a runbook";
/// The same where only what has a number can be named.
pub(super) const OTHER_NUMBERS: &str = "any other number goes as well, by its name";

impl Names {
    /// The same at a screen that was told these events: the parts of the system, what was looked at, and what the story, a
    /// seat's own card or the news have named are known. Who runs the drill knows everything.
    #[must_use]
    pub fn hearing(mut self, view: View<'_>, events: &[Event]) -> Self {
        let scenario = view.public();
        let card = match view.viewer() {
            Viewer::Facilitator => return self,
            Viewer::Seat(seat) => scenario.seats[seat].knows.clone(),
            Viewer::Table => None,
        };
        let news = events.iter().filter_map(|event| view.told(event)).map(|told| told.text);
        let heard: String =
            std::iter::once(scenario.story.clone()).chain(card).chain(news).map(|text| bare(&text)).collect();
        let is_part = |name: &str| scenario.components.find(name).is_some();
        let phrases =
            |name: &str| scenario.topics.find(name).map_or(&[][..], |id| scenario.topics[id].as_slice());
        let named = |name: &str| {
            let mut all = std::iter::once(name).chain(phrases(name).iter().map(String::as_str));
            all.any(|phrase| heard.contains(&bare(phrase)))
        };
        let unheard = self.unseen.iter().filter(|name| !is_part(name) && !named(name));
        self.unheard = unheard.cloned().collect();
        self
    }
}

/// The words of a text in lower case, one blank before and after each; the last *s* of a word tells nothing.
fn bare(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.map(|word| word.to_lowercase().trim_end_matches('s').to_string());
    format!(" {} ", words.collect::<Vec<_>>().join(" "))
}
