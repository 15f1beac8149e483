//! Wishes through REST, on both engines: the moves, the lists, who sees what, and the edges of every field.

mod alike;
mod bounds;
mod call_backs;
mod clocks;
mod forms;
mod jumps;
mod lists;
mod moves;
mod photos;
mod privacy;
mod rings;
