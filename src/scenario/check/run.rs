//! One reading of the two texts.

use super::again::Hole;
use super::checker::{Checker, DAY, DurRange};
use super::desk::Desk;
use super::draft::Draft;
use super::names::{Index, Names, clashes, gather};
use super::{organisation, story, syntax, system, warn};
use crate::scenario::id::MetricId;
use crate::scenario::model::{Organisation, Scenario};
use crate::scenario::problem::{File, Problem, sort};
use crate::scenario::raw;
use crate::scenario::source::{Mode, read};
use crate::time::SimDuration;

/// The texts, and whether warnings are wanted.
#[derive(Clone, Copy)]
pub(super) struct Texts<'a> {
    pub(super) scenario: &'a str,
    pub(super) organisation: Option<&'a str>,
    /// The organisation is checked by itself, without any scenario.
    pub(super) alone: bool,
    pub(super) warnings: bool,
    /// Fields of the scenario that had to be left out.
    pub(super) lost: &'a [&'a str],
}

/// What came of one reading.
pub(super) struct Outcome {
    pub(super) scenario: Option<Scenario>,
    pub(super) problems: Vec<Problem>,
    pub(super) more: usize,
    /// What to mend for the next time.
    pub(super) holes: Vec<(File, Hole)>,
}

/// Reads and checks in one mode.
pub(super) fn run<M: Mode>(texts: &Texts<'_>) -> Outcome {
    let mut first = Desk::new::<M>(texts.scenario, File::Scenario);
    texts.lost.iter().for_each(|lost| first.hollow(lost));
    let mut second = Desk::new::<M>(texts.organisation.unwrap_or_default(), File::Organisation);
    if let Some(text) = texts.organisation.filter(|_| texts.alone) {
        let raw = read::<raw::Organisation<'_, M>>(text).map_err(|wrong| syntax::top(&mut second, &wrong));
        raw.iter().for_each(|raw| alone(raw, &mut second, texts.warnings));
        return outcome(None, first, second);
    }
    let raw = read::<raw::Scenario<'_, M>>(texts.scenario).map_err(|wrong| syntax::top(&mut first, &wrong));
    let read_organisation =
        |text| read::<raw::Organisation<'_, M>>(text).map_err(|wrong| syntax::top(&mut second, &wrong));
    let organisation = texts.organisation.map(read_organisation);
    let made = match (&raw, &organisation) {
        (Ok(raw), None) => both(texts, raw, None, &mut first, &mut second),
        (Ok(raw), Some(organisation)) => {
            both(texts, raw, Some(organisation.as_ref().ok()), &mut first, &mut second)
        }
        (Err(()), Some(Ok(organisation))) => {
            alone(organisation, &mut second, false);
            None
        }
        (Err(()), None | Some(Err(()))) => None,
    };
    outcome(made, first, second)
}

fn outcome(scenario: Option<Scenario>, first: Desk<'_>, second: Desk<'_>) -> Outcome {
    let more = first.more + second.more;
    let holes = [&first, &second]
        .into_iter()
        .flat_map(|desk| desk.holes.iter().map(|hole| (desk.file, hole.clone())));
    let holes = holes.collect();
    let mut problems = first.problems;
    problems.extend(second.problems);
    sort(&mut problems);
    // Of many, the first error is kept: what more there is are warnings, if there is none.
    let fine = !problems.iter().any(Problem::is_error);
    Outcome { scenario: scenario.filter(|_| fine), problems, more, holes }
}

/// The organisation by itself, or when the scenario can't be read.
fn alone<'r, M: Mode>(raw: &'r raw::Organisation<'r, M>, desk: &mut Desk<'r>, warnings: bool) {
    let mut names = Names::default();
    people(desk, raw, &mut names);
    for entry in names.voices.entries() {
        super::names::clash(desk, entry, &names.teams, "voice", "team");
    }
    company(raw, &names, desk, warnings);
}

/// A scenario with its organisation: none named, one that can't be read, or one.
fn both<'r, M: Mode>(
    texts: &Texts<'_>,
    raw: &'r raw::Scenario<'r, M>,
    organisation: Option<Option<&'r raw::Organisation<'r, M>>>,
    first: &mut Desk<'r>,
    second: &mut Desk<'r>,
) -> Option<Scenario> {
    let mut names = Names::default();
    let has_own = organisation_field(texts, raw, organisation.is_some(), first);
    match organisation {
        Some(Some(organisation)) => people(second, organisation, &mut names),
        None if !has_own => built_in_people(&mut names),
        None | Some(None) => [&mut names.teams, &mut names.audiences, &mut names.voices]
            .into_iter()
            .for_each(|index| index.unread = true),
    }
    let system = first.need("system", &raw.system);
    things(first, raw, system, &mut names);
    // What stands in the wrong place had to be left out, and has names all the same.
    let lost = |section: &str| texts.lost.iter().any(|field| field.starts_with(section));
    names.components.unread |= lost("components");
    names.metrics.unread |= lost("metrics");
    names.alerts.unread |= lost("alerts");
    if M::PLACED {
        first.own = names.for_examples();
        first.asked_by = names.for_conditions();
    }
    clashes(first, second, &names);
    let company = match organisation {
        Some(Some(organisation)) => company(organisation, &names, second, texts.warnings),
        Some(None) => None,
        None => Some(organisation::built_in(names.components.names())),
    };
    let warnings = texts.warnings && !second.problems.iter().any(Problem::is_error);
    story(warnings, raw, system, &names, company, first)
}

/// Whether the scenario names an organisation; one that was not given is said.
fn organisation_field<'r, M: Mode>(
    texts: &Texts<'_>,
    raw: &'r raw::Scenario<'r, M>,
    given: bool,
    desk: &mut Desk<'r>,
) -> bool {
    let Some(part) = &raw.organisation else { return false };
    let Some(path) = desk.take(part).map(|path| &**path) else { return true };
    let place = desk.place(part);
    if let Some(why) = super::path_problem(path) {
        let message = format!("this can't be the path of an organisation's file: {why}");
        let help = "write a path below the scenario's folder, such as \"organisations/acme.ron\"";
        desk.error("scenario::organisation_path", place, message, "not allowed", help);
    } else if !given && !texts.lost.iter().any(|field| field.contains(path)) {
        // Under a misspelt name of the field nobody looked for it.
        let message = format!("the organisation's file `{path}` was not read");
        let help = "put it there, or leave `organisation` out to play in a small built-in one";
        desk.error("scenario::organisation_missing", place, message, "not read", help);
    }
    true
}

fn people<'r, M: Mode>(desk: &mut Desk<'r>, raw: &'r raw::Organisation<'r, M>, names: &mut Names<'r>) {
    names.teams = gather(desk, &raw.teams, "team", |team| &team.id);
    names.audiences = gather(desk, &raw.audiences, "audience", |audience| &audience.id);
    names.voices = gather(desk, &raw.voices, "voice", |voice| &voice.id);
    // Of a section that is missing, that alone is said.
    names.teams.unread |= raw.teams.is_empty();
    names.audiences.unread |= raw.audiences.is_empty();
}

fn built_in_people(names: &mut Names<'_>) {
    names.teams = Index::built_in([organisation::TEAM]);
    names.audiences = Index::built_in(organisation::AUDIENCES.map(|(id, ..)| id));
    names.voices = Index::built_in(organisation::VOICES.map(|(id, _)| id));
}

fn things<'r, M: Mode>(
    desk: &mut Desk<'r>,
    raw: &'r raw::Scenario<'r, M>,
    system: Option<&'r raw::System<'r, M>>,
    names: &mut Names<'r>,
) {
    names.objectives = gather(desk, &raw.objectives, "objective", |objective| &objective.id);
    names.seats = gather(desk, &raw.seats, "seat", |seat| &seat.id);
    names.seats.unread |= raw.seats.is_empty();
    match system {
        Some(system) => {
            names.components = gather(desk, &system.components, "component", |component| &component.id);
            names.metrics = gather(desk, &system.metrics, "metric", |metric| &metric.id);
            names.alerts = gather(desk, &system.alerts, "alert", |alert| &alert.id);
            names.topics = system::topics(desk.file, desk.source, &system.findings, names);
        }
        None => [&mut names.components, &mut names.metrics, &mut names.alerts]
            .into_iter()
            .for_each(|index| index.unread = true),
    }
    names.failures = gather(desk, &raw.failures, "failure", |failure| &failure.id);
    names.milestones = gather(desk, &raw.milestones, "milestone", |milestone| &milestone.id);
    names.injects = gather(desk, &raw.injects, "inject", |inject| &inject.id);
    names.actions = gather(desk, &raw.actions, "action", |action| &action.id);
    names.expected = gather(desk, &raw.expected, "expected action", |expected| &expected.id);
    names.harmful = gather(desk, &raw.harmful, "harmful action", |harmful| &harmful.id);
}

/// The organisation of a file.
fn company<'r, M: Mode>(
    raw: &'r raw::Organisation<'r, M>,
    names: &Names<'r>,
    desk: &mut Desk<'r>,
    warnings: bool,
) -> Option<Organisation> {
    let mut checker = Checker::new(std::mem::replace(desk, Desk::new::<M>("", desk.file)), names, DAY);
    let made = checker.organisation(raw);
    *desk = checker.desk;
    if warnings && desk.problems.is_empty() {
        warn::texts(desk.source, desk.file).into_iter().for_each(|problem| desk.say(problem));
        organisation::nearly_owned(desk, raw, names).into_iter().for_each(|problem| desk.say(problem));
    }
    made
}

/// The scenario itself. Seats come before what they can see, metrics before what drives them.
fn story<'r, M: Mode>(
    warnings: bool,
    raw: &'r raw::Scenario<'r, M>,
    system: Option<&'r raw::System<'r, M>>,
    names: &Names<'r>,
    company: Option<Organisation>,
    desk: &mut Desk<'r>,
) -> Option<Scenario> {
    // By an end that can't be, nothing else is measured.
    let latest = raw.ends.get().and_then(|ends| ends.latest.get()).map(|latest| latest.0);
    let latest = latest.filter(|&latest| DurRange::MINUTE.has(latest)).unwrap_or(DAY);
    let mut checker = Checker::new(std::mem::replace(desk, Desk::new::<M>("", desk.file)), names, latest);
    let company_is_known = company.is_some();
    checker.draft.organisation = company.unwrap_or_default();
    checker.gather_owners(&names.components);
    checker.draft.topics = vec![Vec::new(); names.topics.len()];
    let about = checker.about(raw);
    let about_is_fine = about.is_some();
    checker.people_and_system(raw, system);
    let verify = verify_of(raw, names);
    checker.script(raw, &verify);
    checker.draft.about = about.unwrap_or_default();
    story::check(&mut checker, raw, warnings);
    let Checker { desk: own, draft, watches, .. } = checker;
    *desk = own;
    if !about_is_fine {
        return None;
    }
    draft.finish(names, watches).filter(|_| company_is_known)
}

/// The metrics that show it is over, before the ending itself is read: they prove actions too.
fn verify_of<M: Mode>(raw: &raw::Scenario<'_, M>, names: &Names<'_>) -> Vec<MetricId> {
    let verify = raw.ends.get().map_or(&[][..], |ends| &ends.verify);
    verify.iter().filter_map(|part| names.metrics.find(part.get()?)).map(MetricId::new).collect()
}

/// Phrases without repetition, in their order.
fn once_each(phrases: &mut Vec<String>) {
    let mut seen = std::collections::BTreeSet::new();
    phrases.retain(|phrase| seen.insert(phrase.clone()));
}

impl<'c, 'r> Checker<'c, 'r> {
    fn new(desk: Desk<'r>, names: &'c Names<'r>, latest: SimDuration) -> Self {
        let (watches, conds) = (Vec::new(), Vec::new());
        let (owners, team_seats) = (std::collections::BTreeMap::new(), Vec::new());
        Checker { desk, names, draft: Draft::default(), watches, conds, owners, team_seats, latest }
    }

    fn people_and_system<M: Mode>(
        &mut self,
        raw: &'r raw::Scenario<'r, M>,
        system: Option<&'r raw::System<'r, M>>,
    ) {
        self.draft.objectives = self.section(&raw.objectives, |c, objective| c.text("text", &objective.text));
        self.some(&raw.seats, "seats", "[(id: \"primary\", team: \"billing\", level: 1)]");
        self.draft.seats = self.section(&raw.seats, Self::seat);
        self.gather_team_seats();
        let Some(system) = system else { return };
        let before = self.desk.begin(&raw.system);
        self.some(&system.components, "components", "[(id: \"shop\")]");
        self.desk.end(before);
        self.draft.components = self.section(&system.components, Self::component);
        self.draft.metrics = self.section(&system.metrics, Self::metric);
        self.draft.findings = self.section(&system.findings, Self::finding);
        self.draft.topics.iter_mut().for_each(once_each);
        self.draft.alerts = self.section(&system.alerts, Self::alert);
    }

    fn script<M: Mode>(&mut self, raw: &'r raw::Scenario<'r, M>, verify: &[MetricId]) {
        self.draft.failures = self.section(&raw.failures, Self::failure);
        self.draft.milestones = self.section(&raw.milestones, Self::milestone);
        self.draft.injects = self.section(&raw.injects, Self::inject);
        self.draft.actions = self.section(&raw.actions, Self::action);
        for action in self.draft.actions.iter_mut().flatten().filter(|action| action.proved_by.is_empty()) {
            action.proved_by = verify.to_vec();
        }
        self.draft.expected = self.section(&raw.expected, Self::expected);
        self.draft.harmful = self.section(&raw.harmful, Self::harmful);
        self.draft.truth = self.part("truth", &raw.truth, Self::truth);
        self.draft.ends = self.part("ends", &raw.ends, Self::ends);
    }
}
