//! Who drives a drill, and from where: so that two never do.
//!
//! A claim outlives its process, for a process may be killed at any instant. On
//! its own machine it is known whether the process is still there; elsewhere a
//! driver that has given no sign for a while is taken for gone. Should it come
//! back after all, the store turns its next line down: the numbers of lines
//! decide, a claim only spares people the surprise.

use std::fmt;
use std::fs;

use chrono::DateTime;

/// A driver of another machine that has given no sign for so long is gone.
const SILENCE_MS: i64 = 30_000;

/// Who drives a drill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The machine's name, for people.
    pub host: String,
    /// What tells this machine, since it was started, from all others.
    pub machine: String,
    /// The process's number, and what tells it from a later one of the same number.
    pub process: String,
    /// The login name, if known.
    pub user: Option<String>,
    /// Since when, by its own wall clock, in milliseconds since 1970 UTC.
    pub since_ms: i64,
    /// When it last gave a sign, by the same clock.
    pub seen_ms: i64,
}

impl Claim {
    /// The claim of this very process.
    #[must_use]
    pub fn mine(user: Option<String>, now_ms: i64) -> Self {
        let process = std::process::id();
        Self {
            host: host(),
            machine: machine(),
            process: format!("{process}{}", begun(process).unwrap_or_default()),
            user,
            since_ms: now_ms,
            seen_ms: now_ms,
        }
    }

    /// Whether its process is gone for all that can be known from here.
    #[must_use]
    pub fn is_gone(&self, now_ms: i64) -> bool {
        match self.lives_here() {
            Some(lives) => !lives,
            None => now_ms.saturating_sub(self.seen_ms) > SILENCE_MS,
        }
    }

    /// Whether its process is still there, if it is a process of this machine.
    fn lives_here(&self) -> Option<bool> {
        if self.machine != machine() || self.machine.is_empty() {
            return None;
        }
        Some(begun(self.number()?).is_some_and(|begun| self.process.ends_with(&begun)))
    }

    /// The process's number.
    fn number(&self) -> Option<u32> {
        self.process.split(':').next()?.parse().ok()
    }

    /// Whether both are the same driver: the same process of the same machine, since the same moment.
    #[must_use]
    pub fn is(&self, other: &Claim) -> bool {
        let which = |claim: &Claim| (claim.machine.clone(), claim.process.clone(), claim.since_ms);
        which(self) == which(other)
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since = DateTime::from_timestamp_millis(self.since_ms).unwrap_or_default();
        let number = self.process.split(':').next().unwrap_or_default();
        if let Some(user) = &self.user {
            write!(f, "by {user} ")?;
        }
        write!(f, "on {}, process {number}, since {} UTC", self.host, since.format("%Y-%m-%d %H:%M"))
    }
}

/// The machine's name.
fn host() -> String {
    gethostname::gethostname().to_string_lossy().into_owned()
}

/// This machine since its start, and its processes' numbers: a container has its own. Empty where a process can't be
/// looked for.
fn machine() -> String {
    let start = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let numbers = fs::read_link("/proc/self/ns/pid").unwrap_or_default();
    match start.trim() {
        "" if cfg!(unix) => host(),
        "" => String::new(),
        start => format!("{start} {}", numbers.display()),
    }
}

/// When a process was begun, in the machine's own count, as `:COUNT`; `None` if there is no such process.
fn begun(process: u32) -> Option<String> {
    let Ok(stat) = fs::read_to_string(format!("/proc/{process}/stat")) else {
        return if fs::exists("/proc/self/stat").unwrap_or(false) { None } else { answers(process) };
    };
    // The name, in brackets, may hold anything; the state comes right behind it.
    let mut words = stat.rsplit_once(')')?.1.split_ascii_whitespace();
    // A dead process that nobody has asked after yet is no driver any more.
    let alive = words.next().is_some_and(|state| !matches!(state, "Z" | "X"));
    let begun = words.nth(18)?;
    alive.then(|| format!(":{begun}"))
}

/// Whether there is a process of this number, where no more can be known of it.
#[cfg(unix)]
fn answers(process: u32) -> Option<String> {
    let process = rustix::process::Pid::from_raw(i32::try_from(process).ok()?)?;
    // Somebody else's may not be asked, and is there.
    let there = !matches!(rustix::process::test_kill_process(process), Err(rustix::io::Errno::SRCH));
    there.then(String::new)
}

#[cfg(not(unix))]
fn answers(_process: u32) -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_of_this_machine_is_gone_when_it_ends() {
        let mine = Claim::mine(None, 0);
        assert!(!mine.is_gone(0));
        assert!(!mine.is_gone(i64::MAX), "however long it is silent: it may be stopped for a while");
        let mut child = std::process::Command::new("sleep").arg("1000").spawn().unwrap();
        let number = child.id();
        let theirs = Claim { process: format!("{number}{}", begun(number).unwrap()), ..mine.clone() };
        assert!(!theirs.is_gone(0));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(theirs.is_gone(0));
        if cfg!(target_os = "linux") {
            let later = Claim { process: format!("{}:1", std::process::id()), ..mine };
            assert!(later.is_gone(0), "another process has its number");
        }
    }

    #[test]
    fn a_process_elsewhere_is_gone_when_it_is_silent() {
        let theirs = Claim { machine: "another".to_owned(), seen_ms: 1_000, ..Claim::mine(None, 0) };
        assert!(!theirs.is_gone(31_000));
        assert!(theirs.is_gone(31_001));
    }

    #[test]
    fn it_is_said_who_and_where() {
        let claim = Claim {
            host: "ops-2".to_owned(),
            machine: String::new(),
            process: "123:456".to_owned(),
            user: Some("lena".to_owned()),
            since_ms: 1_700_000_000_000,
            seen_ms: 0,
        };
        assert_eq!(claim.to_string(), "by lena on ops-2, process 123, since 2023-11-14 22:13 UTC");
        let nobody = Claim { user: None, ..claim.clone() };
        assert_eq!(nobody.to_string(), "on ops-2, process 123, since 2023-11-14 22:13 UTC");
        assert!(claim.is(&Claim { seen_ms: 5, ..claim.clone() }));
        assert!(!claim.is(&Claim { since_ms: 0, ..claim.clone() }));
    }
}
