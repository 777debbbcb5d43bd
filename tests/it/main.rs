//! One test binary: behaviour through the public surface.

#![expect(clippy::unwrap_used, reason = "a test that can't go on fails there")]

mod bad_scenarios;
mod determinism;
mod edge_cases;
mod engine;
mod fuzz;
mod scenarios;
mod shipped;
mod shop;
mod store;
mod support;
mod tidy;
mod vectors;
mod views;
