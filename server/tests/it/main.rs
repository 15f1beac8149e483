//! The server's tests: every one drives the whole of Linli, from the request to the rows, on both real engines and as
//! the application's own role. How a test is written: see [`harness`].

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails, and says where"
)]

mod audit;
mod bulk;
mod cards;
mod certificates;
mod delegates;
mod diary;
mod exits;
mod faults;
mod figures;
mod hall;
mod harness;
mod hostile;
mod imports;
mod invitations;
mod live;
mod looks;
mod matrix;
mod messages;
mod needs;
mod once;
mod operate;
mod people;
mod personal;
mod points;
mod posts;
mod races;
mod records;
mod schema;
mod sessions;
mod settings;
mod shifts;
mod sources;
mod stars;
mod swaps;
mod tenant;
mod wishes;
