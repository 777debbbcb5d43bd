//! What can be reached.
