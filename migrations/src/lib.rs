//! The schema, forwards and back, on both engines. One file a migration; each says what it locks.
//!
//! A tenant's table has `tenant_id` first in every key, so that the schema stays fit for a PostgreSQL that shards by
//! community, and on PostgreSQL a forced row-level security policy on it. Migrations run as the owner; the application's
//! role (`linli_app`) gets data and nothing else, and the backup's role (`linli_ops`) reads.

use sea_orm_migration::prelude::*;

mod engine;
mod m0001_platform;
mod m0002_communities;
mod m0003_wishes;
mod m0004_clocks;
mod m0005_told;
mod m0006_records;
mod m0007_spoken_for;
mod m0008_invitations;
mod m0009_figures;
mod m0010_changes;
mod m0011_duty;
mod m0012_diary;
mod m0013_words;
mod m0014_seals;
mod m0015_photos;
mod m0016_imports;
mod m0017_messages;
mod m0018_posts;
mod m0019_shifts;
mod m0020_points;
mod m0021_certificates;
mod m0022_reminders;
mod m0023_stars;
mod m0024_calendars;
mod m0025_looks_after;
mod m0026_swaps;

/// The list of migrations, in their order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_platform::Migration),
            Box::new(m0002_communities::Migration),
            Box::new(m0003_wishes::Migration),
            Box::new(m0004_clocks::Migration),
            Box::new(m0005_told::Migration),
            Box::new(m0006_records::Migration),
            Box::new(m0007_spoken_for::Migration),
            Box::new(m0008_invitations::Migration),
            Box::new(m0009_figures::Migration),
            Box::new(m0010_changes::Migration),
            Box::new(m0011_duty::Migration),
            Box::new(m0012_diary::Migration),
            Box::new(m0013_words::Migration),
            Box::new(m0014_seals::Migration),
            Box::new(m0015_photos::Migration),
            Box::new(m0016_imports::Migration),
            Box::new(m0017_messages::Migration),
            Box::new(m0018_posts::Migration),
            Box::new(m0019_shifts::Migration),
            Box::new(m0020_points::Migration),
            Box::new(m0021_certificates::Migration),
            Box::new(m0022_reminders::Migration),
            Box::new(m0023_stars::Migration),
            Box::new(m0024_calendars::Migration),
            Box::new(m0025_looks_after::Migration),
            Box::new(m0026_swaps::Migration),
        ]
    }
}
