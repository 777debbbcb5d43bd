//! The organisation: its file, or the small one that is built in.

use std::collections::BTreeSet;

use super::checker::{Checker, DurRange};
use super::desk::Desk;
use super::draft::table;
use super::names::{Index, Names};
use crate::scenario::id::{AudienceK, Table, TeamK, VoiceK};
use crate::scenario::model::{Audience, OnCall, Organisation, SeverityMeaning, Team};
use crate::scenario::problem::Problem;
use crate::scenario::raw::{self, List};
use crate::scenario::source::{Mode, Part};
use crate::scenario::words::{AudienceKind, Pages, Severity};
use crate::time::SimDuration;

/// The team of the built-in organisation.
pub(super) const TEAM: &str = "ops";
/// Its audiences.
pub(super) const AUDIENCES: [(&str, &str, AudienceKind); 3] = [
    ("customers", "Customers", AudienceKind::Customers),
    ("stakeholders", "Stakeholders", AudienceKind::Stakeholders),
    ("team", "The team's channel", AudienceKind::Team),
];
/// Its voices.
pub(super) const VOICES: [(&str, &str); 3] =
    [("monitoring", "Monitoring"), ("support", "Customer support"), ("boss", "The boss")];

/// How long a page waits if nothing is said.
const ESCALATES: SimDuration = SimDuration::from_mins(5);

/// What plays if a scenario names no organisation: one team that owns everything.
pub(super) fn built_in<'s>(components: impl Iterator<Item = &'s str>) -> Organisation {
    let level = |level| OnCall { level, escalates_after: ESCALATES };
    let owns = components.map(String::from).collect();
    let mut teams = Table::<TeamK, Team>::default();
    let channel = Some("#ops".into());
    teams.push(TEAM, Team { name: "Operations".into(), owns, channel, on_call: vec![level(1), level(2)] });
    let mut audiences = Table::<AudienceK, Audience>::default();
    for (id, name, kind) in AUDIENCES {
        audiences.push(id, Audience { name: name.into(), kind, speaks_for: None });
    }
    let mut voices = Table::<VoiceK, String>::default();
    for (id, name) in VOICES {
        voices.push(id, name.into());
    }
    let severities = Severity::ALL.iter().map(|&severity| common(severity)).collect();
    let (id, name) = ("built-in".into(), "A small company".into());
    Organisation { id, name, severities, teams, audiences, voices }
}

/// What a severity commonly means.
fn common(severity: Severity) -> SeverityMeaning {
    let (means, pages) = match severity {
        Severity::Sev1 => (
            "the service, data or money of many customers is hit or at risk; the public will notice",
            Pages::Anytime,
        ),
        Severity::Sev2 => {
            ("an important function is badly degraded for many, or gone for some", Pages::Anytime)
        }
        Severity::Sev3 => ("a small part is degraded, or there is a way around it", Pages::WorkingHours),
        Severity::Sev4 => ("it looks odd and stops nobody", Pages::Never),
    };
    SeverityMeaning { severity, means: means.into(), pages }
}

/// So many names are compared; no company that plays has as many.
const COMPARED: usize = 100;

/// What a team owns that is one letter away from a component without an owner. Anything else may be another scenario's.
pub(super) fn nearly_owned<'r, M: Mode>(
    desk: &Desk<'r>,
    raw: &'r raw::Organisation<'r, M>,
    names: &Names<'r>,
) -> Vec<Problem> {
    let owns = || raw.teams.iter().filter_map(Part::get).flat_map(|team| &team.owns);
    let owned: BTreeSet<&str> = owns().filter_map(|part| part.get().map(|name| &**name)).collect();
    let free: Vec<&str> =
        names.components.names().filter(|name| !owned.contains(name)).take(COMPARED).collect();
    let stray = owns().take(COMPARED).filter_map(|part| {
        let name = part.get().map(|name| &**name).filter(|name| names.components.find(name).is_none())?;
        let near = free.iter().find(|free| is_a_slip(name, free))?;
        Some((part, name, near))
    });
    stray
        .map(|(part, name, near)| {
            let message = format!("`{name}` is no component of this scenario, and `{near}` has no owner");
            let problem = Problem::error("scenario::nearly_owned", desk.file, desk.place(part), message);
            problem.label("one letter away").help(format!("did you mean `{near}`?")).warning()
        })
        .collect()
}

/// Whether two names differ by one letter; by a number they are two of a kind.
pub(super) fn is_a_slip(one: &str, other: &str) -> bool {
    let letters = |name: &str| name.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    one.len().min(other.len()) >= 4 && letters(one) != letters(other) && strsim::osa_distance(one, other) == 1
}

impl<'c, 'r> Checker<'c, 'r> {
    /// The organisation's file.
    pub(super) fn organisation<M: Mode>(
        &mut self,
        raw: &'r raw::Organisation<'r, M>,
    ) -> Option<Organisation> {
        self.format(&raw.format);
        let id = self.own_id(&raw.id, "organisation");
        let name = self.text("name", &raw.name);
        let severities = self.severities(&raw.severities);
        self.some(&raw.teams, "teams", "[(id: \"ops\", on_call: [(level: 1)])]");
        self.some(&raw.audiences, "audiences", "[(id: \"customers\", kind: Customers)]");
        let teams = self.section(&raw.teams, Self::team);
        let audiences = self.section(&raw.audiences, Self::audience);
        let voices = self.section(&raw.voices, |c, voice| Some(c.name_or_id(&voice.name, &voice.id)));
        Some(Organisation {
            id: id?,
            name: name?,
            severities,
            teams: table(&self.names.teams, teams)?,
            audiences: table(&self.names.audiences, audiences)?,
            voices: table(&self.names.voices, voices)?,
        })
    }

    /// A name for people, or the id.
    fn name_or_id<M: Mode>(
        &mut self,
        name: &raw::Maybe<'r, raw::Str<'r>, M>,
        id: &raw::Text<'r, M>,
    ) -> String {
        self.maybe_text(name).or_else(|| id.get().map(|id| id.to_string())).unwrap_or_default()
    }

    /// All four, each with the organisation's meaning or the common one.
    fn severities<M: Mode>(
        &mut self,
        list: &'r List<'r, raw::SeverityMeaning<'r, M>, M>,
    ) -> Vec<SeverityMeaning> {
        let mut all: Vec<SeverityMeaning> = Severity::ALL.iter().map(|&severity| common(severity)).collect();
        let mut seen = Vec::new();
        for part in list {
            let Some(meaning) = self.element(part, Self::severity) else { continue };
            let severity = meaning.severity;
            if seen.contains(&severity) {
                let message = format!("{} is explained twice", severity.label());
                let place = self.desk.place(part);
                self.desk.error(
                    "scenario::duplicate_severity",
                    place,
                    message,
                    "the second",
                    "delete one of the two",
                );
            }
            seen.push(severity);
            if let Some(common) = all.iter_mut().find(|m| m.severity == severity) {
                *common = meaning;
            }
        }
        all
    }

    fn severity<M: Mode>(&mut self, raw: &'r raw::SeverityMeaning<'r, M>) -> Option<SeverityMeaning> {
        let severity = self.desk.need("id", &raw.id).map(|word| word.0);
        let means = self.text("means", &raw.means);
        let pages = self.desk.need("pages", &raw.pages).map(|word| word.0);
        Some(SeverityMeaning { severity: severity?, means: means?, pages: pages? })
    }

    fn team<M: Mode>(&mut self, raw: &'r raw::Team<'r, M>) -> Option<Team> {
        let name = self.name_or_id(&raw.name, &raw.id);
        let channel = self.maybe_text(&raw.channel);
        let owns = self.texts(&raw.owns);
        let on_call = self.all(&raw.on_call, Self::on_call)?;
        let ascending = on_call.windows(2).all(|pair| pair[0].level < pair[1].level);
        if !ascending && let Some(part) = raw.on_call.first() {
            let message = "the on-call levels are not in order";
            let help = "write them as they are paged: `(level: 1), (level: 2)`, each once";
            self.desk.error("scenario::levels", self.desk.place(part), message, "begins here", help);
        }
        Some(Team { name, owns, channel, on_call })
    }

    fn on_call<M: Mode>(&mut self, raw: &'r raw::OnCall<'r, M>) -> Option<OnCall> {
        let level = self.desk.need("level", &raw.level).copied();
        let escalates_after = self.dur(&raw.escalates_after, DurRange::SECOND).unwrap_or(ESCALATES);
        let level = level?;
        self.whole(u32::from(level), self.desk.place(&raw.level), 1, 9, "on-call levels")?;
        Some(OnCall { level, escalates_after })
    }

    fn audience<M: Mode>(&mut self, raw: &'r raw::Audience<'r, M>) -> Option<Audience> {
        let name = self.name_or_id(&raw.name, &raw.id);
        let kind = self.desk.need("kind", &raw.kind).map(|word| word.0);
        let speaks_for = self.maybe_name(&raw.speaks_for);
        Some(Audience { name, kind: kind?, speaks_for: speaks_for? })
    }

    /// Owners of components, from what teams own; no component has two.
    pub(super) fn owner(&mut self, component: &str) -> Option<crate::scenario::id::TeamId> {
        self.owners.get(component).copied()
    }

    /// Reads what teams own, once; a component with two owners is said at the component.
    pub(super) fn gather_owners(&mut self, components: &Index<'r>) {
        let teams = &self.draft.organisation.teams;
        let mut twice = Vec::new();
        for (team, item) in teams.iter() {
            for owned in &item.owns {
                if let Some(first) = self.owners.insert(owned.clone(), team).filter(|&first| first != team) {
                    twice.push((owned.clone(), first, team));
                }
            }
        }
        for (owned, first, second) in twice {
            let Some(n) = components.find(&owned) else { continue };
            let (first, second) = (self.names.name(first), self.names.name(second));
            let message = format!("the component `{owned}` has two owners, `{first}` and `{second}`");
            let place = components.entry(n).place.clone();
            let problem = Problem::error("scenario::two_owners", self.desk.file, place, message);
            let help = "leave it in the `owns` of one team, in the organisation's file";
            self.desk.say(problem.label("owned twice").help(help));
        }
    }
}
