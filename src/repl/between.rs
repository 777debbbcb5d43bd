//! The terminal between two lines: keys that are pressed before the next prompt stands are kept as they are.
//!
//! A terminal that collects whole lines turns a Ctrl-D without one into nothing that an editor could read later.

#[cfg(unix)]
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

/// Keys wait as they were pressed, as long as this is held; then the terminal is as it was.
pub(super) struct Between {
    #[cfg(unix)]
    before: Option<Termios>,
}

impl Between {
    #[cfg(unix)]
    pub(super) fn lines() -> Self {
        // What is no terminal has nothing to keep.
        let before = tcgetattr(std::io::stdin()).ok();
        if let Some(mut modes) = before.clone() {
            // Ctrl-C stays a signal: in between nobody would read it.
            modes.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO);
            let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, &modes);
        }
        Self { before }
    }

    #[cfg(not(unix))]
    pub(super) fn lines() -> Self {
        Self {}
    }
}

#[cfg(unix)]
impl Drop for Between {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            // A terminal that has gone needs nothing any more.
            let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, before);
        }
    }
}
