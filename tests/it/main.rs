//! One test binary: behaviour through the public surface.

#![expect(clippy::unwrap_used, reason = "a test that can't go on fails there")]

mod store;
mod tidy;
