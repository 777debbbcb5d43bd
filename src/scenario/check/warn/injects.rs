//! News that comes too early, too late, all at once, or never.

use std::collections::BTreeMap;

use crate::scenario::check::story::Story;
use crate::scenario::condition::Cond;
use crate::scenario::id::{Id, InjectId};
use crate::scenario::model::{Inject, Starts};
use crate::scenario::problem::Problem;
use crate::scenario::raw;
use crate::scenario::source::{Mode, Part};
use crate::time::{SimDuration, SimTime};

/// Nothing new for so long is too quiet.
const SILENCE: SimDuration = SimDuration::from_mins(10);

/// More than three injects within so long is too much.
const CROWD: SimDuration = SimDuration::from_mins(2);

impl<'r> Story<'_, 'r> {
    pub(super) fn injects_worth_a_thought<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let over = self.draft.ends.as_ref().map_or(SimTime::FAR, |ends| self.earliest_over(&ends.resolved));
        let mut found = Vec::new();
        for (id, inject) in self.each_inject() {
            if inject.contingency && matches!(inject.starts, Starts::Never) {
                let problem = self.about("scenario::no_auto", id, "never comes when nobody facilitates");
                found.push(
                    problem
                        .label("a contingency without `auto`")
                        .help("add `auto` with a condition, such as `auto: At(\"20m\")`"),
                );
            }
            if let (Starts::At(at), None) = (&inject.starts, &inject.while_)
                && SimTime::START + *at + inject.after >= over
            {
                found.push(self.stale(id, over));
            }
            if let Starts::When(cond) = &inject.starts {
                found.extend(self.not_yet(cond, raw, id));
            }
        }
        found.extend(self.alone());
        found
    }

    fn stale(&self, id: InjectId, over: SimTime) -> Problem {
        // Where nothing says how soon it can be over, no time is right.
        let when = match over {
            SimTime::START => "before".to_string(),
            over => format!("at {}", over.since(SimTime::START)),
        };
        let what = format!("comes even if everything was over {when}");
        let problem = self.about("scenario::may_be_stale", id, &what);
        problem.label("on the clock, without `while`").help(
            "add `while`, such as `while: Active(\"bad-deploy\")`: asking \"is it fixed?\" after it is fixed spoils a drill",
        )
    }

    /// A trigger that is true at once, because nothing has happened yet.
    fn not_yet<M: Mode>(&self, cond: &Cond, raw: &'r raw::Scenario<'r, M>, id: InjectId) -> Option<Problem> {
        let Cond::Not(inner) = cond else { return None };
        let latched = matches!(
            **inner,
            Cond::Milestone(_)
                | Cond::Delivered(_)
                | Cond::Done(_)
                | Cond::Undone(_)
                | Cond::Tried(..)
                | Cond::Looked(_)
                | Cond::PagedTeam(_)
                | Cond::PagedSeat(_)
                | Cond::Asked(_)
                | Cond::Declared
                | Cond::Updated(_)
                | Cond::Reached(_)
        );
        let part = raw.injects.get(id.n()).and_then(Part::get)?;
        let place = part.when.as_ref().or(part.auto.as_ref()).map_or(0..0, |when| self.desk.place(when));
        latched.then(|| {
            self.warning(
                "scenario::true_at_once",
                place,
                "this holds from the start, before anybody could act".into(),
            )
            .label("true at once")
            .help("say for how long it must not have happened: `For(\"20m\", Not(…))`")
        })
    }

    /// Groups of which there is only one to choose from.
    fn alone(&self) -> Vec<Problem> {
        let mut groups: BTreeMap<&str, Vec<InjectId>> = BTreeMap::new();
        for (n, inject) in self.draft.injects.iter().enumerate() {
            let group = inject.as_ref().and_then(|inject| inject.one_of.as_deref());
            group.into_iter().for_each(|group| groups.entry(group).or_default().push(Id::new(n)));
        }
        let single = groups
            .iter()
            .filter_map(|(group, ids)| if let [id] = ids[..] { Some((group, id)) } else { None });
        single
            .map(|(group, id)| {
                let problem =
                    self.about("scenario::alone_in_group", id, &format!("is the only one of `{group}`"));
                problem.label("nothing to choose").help("give another inject the same `one_of`, or delete it")
            })
            .collect()
    }

    /// Too quiet, or too much at once, as far as the clock alone brings it.
    pub(super) fn pace<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let mut times = self.times();
        times.sort_unstable();
        let mut found: Vec<Problem> = self.crowd(&times).into_iter().collect();
        let mut last = SimTime::START;
        let end = SimTime::START + self.draft.about_length().unwrap_or(self.latest).min(self.latest);
        for at in times.iter().map(|(at, _)| *at).chain([end]) {
            if at.since(last) > SILENCE {
                found.push(self.silence(last, at, raw));
                break;
            }
            last = last.max(at);
        }
        found
    }

    /// When injects come that only wait for time; one of several counts as each of them.
    fn times(&self) -> Vec<(SimTime, InjectId)> {
        let comes = |(id, inject): (InjectId, &Inject)| match &inject.starts {
            Starts::At(at) => Some((SimTime::START + *at + inject.after, id)),
            Starts::When(cond) => {
                Some((self.earliest(cond) + inject.after, id)).filter(|(at, _)| *at > SimTime::START)
            }
            Starts::Never => None,
        };
        self.each_inject().filter_map(comes).collect()
    }

    /// The injects that could be read, each with its place.
    fn each_inject(&self) -> impl Iterator<Item = (InjectId, &Inject)> {
        let all = self.draft.injects.iter().enumerate();
        all.filter_map(|(n, inject)| Some((InjectId::new(n), inject.as_ref()?)))
    }

    fn crowd(&self, times: &[(SimTime, InjectId)]) -> Option<Problem> {
        let fixed = |id: &InjectId| {
            self.draft.injects[id.n()]
                .as_ref()
                .is_some_and(|i| matches!(i.starts, Starts::At(_)) && i.one_of.is_none())
        };
        let fixed: Vec<&(SimTime, InjectId)> = times.iter().filter(|(_, id)| fixed(id)).collect();
        let four = fixed.windows(4).find(|four| four[3].0.since(four[0].0) < CROWD)?;
        let problem = self.about("scenario::crowded", four[3].1, "is the fourth within two minutes");
        Some(
            problem
                .label("too much at once")
                .help("spread them: people read one message, decide, and then the next"),
        )
    }

    fn silence<M: Mode>(&self, from: SimTime, to: SimTime, raw: &'r raw::Scenario<'r, M>) -> Problem {
        let (from, to) = (from.since(SimTime::START), to.since(SimTime::START));
        let first =
            raw.injects.first().map_or_else(|| self.desk.place(&raw.ends), |part| self.desk.place(part));
        let message =
            format!("nothing is sure to come between {from} and {to}: more than ten minutes of silence");
        self.warning("scenario::silent_stretch", first.start..first.start + 1, message)
            .label("the injects")
            .help("add an inject in between, with a `while` so that it is not stale")
    }
}
