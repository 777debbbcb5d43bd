//! One test binary: behaviour through the public surface.

#![expect(clippy::unwrap_used, reason = "a test that can't go on fails there")]

mod determinism;
mod fuzz;
mod shipped;
mod store;
mod support;
mod tidy;
