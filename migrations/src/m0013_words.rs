//! Stop every server before this one: older ones go on writing words into the history, where nobody could remove them, and
//! do not read what has moved. What people wrote moves out of the history into a table beside it, from which it can be removed when they go; members may
//! have gone. On PostgreSQL the rows of the history that hold words are written anew, once. What was kept twice of people
//! whose account was joined to a record is removed. Going back, the words return into the history; what was removed
//! stays so, and the newer kinds of events stay, which older versions do not read.

use crate::engine::{drop, lock, over_all, postgres, run, sqlite};
use sea_orm_migration::prelude::*;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

/// The fields of a wish's history that hold words.
const WORDS: &str = "'reason', 'note', 'words', 'text', 'public_card'";

const KEEP: &str = "create trigger events_no_update before update on events
                    begin select raise(abort, 'the history is append-only'); end";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "create table event_words (
                   tenant_id {uuid} not null references communities (id),
                   event_id {uuid} not null,
                   subject_id {uuid} not null,
                   words {json},
                   removed_at {time},
                   primary key (tenant_id, event_id),
                   foreign key (tenant_id, event_id) references events (tenant_id, id),
                   check ((words is null) = (removed_at is not null)))",
                "create index event_words_by_subject on event_words (tenant_id, subject_id)",
                "alter table memberships add column left_at {time}",
            ],
        )
        .await?;
        move_out(manager).await?;
        let twice = "update memberships set name = '某居民', building = '', door = '' where account_id is null and roles = ''";
        over_all(manager, "memberships", twice).await?;
        // Words may be taken out, and nothing else: not written anew, not put back, and no row goes.
        sqlite(
            manager,
            &[
                "create trigger event_words_once before update on event_words
                 when new.words is not null or old.words is null
                   or new.tenant_id <> old.tenant_id or new.event_id <> old.event_id or new.subject_id <> old.subject_id
                 begin select raise(abort, 'words are only ever taken out'); end",
                "create trigger event_words_no_delete before delete on event_words
                 begin select raise(abort, 'words are only ever taken out'); end",
            ],
        )
        .await?;
        postgres(
            manager,
            &[
                "create function event_words_once() returns trigger language plpgsql as $$ begin
                   if new.words is not null or old.words is null or (new.tenant_id, new.event_id, new.subject_id) <> (old.tenant_id, old.event_id, old.subject_id)
                   then raise exception 'words are only ever taken out'; end if;
                   return new;
                 end $$",
                "create trigger event_words_once before update on event_words for each row execute function event_words_once()",
            ],
        )
        .await?;
        lock(manager, "event_words", "select, insert, update (words, removed_at)").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let back = "select w.words from event_words w where w.tenant_id = events.tenant_id and w.event_id = events.id";
        let kept =
            "exists (select 1 from event_words w where w.tenant_id = events.tenant_id and w.event_id = events.id and w.words is not null)";
        sqlite(
            manager,
            &["drop trigger events_no_update", &format!("update events set payload = json_patch(payload, ({back})) where {kept}"), KEEP],
        )
        .await?;
        postgres(
            manager,
            &[
                "alter table events no force row level security",
                "alter table event_words no force row level security",
                &format!("update events set payload = payload || ({back}) where {kept}"),
                "alter table events force row level security",
            ],
        )
        .await?;
        run(manager, &["alter table memberships drop column left_at"]).await?;
        drop(manager, &["event_words"]).await?;
        postgres(manager, &["drop function event_words_once()"]).await
    }
}

/// Moves the words that stand in the history already.
async fn move_out(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let said = "subject_kind = 'wish' and kind in ('accepted', 'declined', 'released', 'delivered', 'confirmed', 'reopened', 'paused', 'called_back', 'commented')";
    sqlite(
        manager,
        &[
            &format!(
                "insert into event_words (tenant_id, event_id, subject_id, words)
                 select tenant_id, id, subject_id, said from (
                   select tenant_id, id, subject_id,
                     (select json_group_object(key, value) from json_each(payload) where key in ({WORDS}) and type = 'text') as said
                   from events where {said}) where said <> '{{}}'"
            ),
            "drop trigger events_no_update",
            "update events set payload = json_remove(payload, '$.reason', '$.note', '$.words', '$.text', '$.public_card')
             where exists (select 1 from event_words w where w.tenant_id = events.tenant_id and w.event_id = events.id)",
            KEEP,
        ],
    )
    .await?;
    postgres(
        manager,
        &[
            "alter table events no force row level security",
            &format!(
                "insert into event_words (tenant_id, event_id, subject_id, words)
                 select tenant_id, id, subject_id, said from (
                   select tenant_id, id, subject_id,
                     (select jsonb_object_agg(key, value) from jsonb_each(payload) where key in ({WORDS}) and jsonb_typeof(value) = 'string') as said
                   from events where {said}) spoken where said is not null"
            ),
            &format!(
                "update events set payload = payload - array[{WORDS}]
                 where exists (select 1 from event_words w where w.tenant_id = events.tenant_id and w.event_id = events.id)"
            ),
            "alter table events force row level security",
        ],
    )
    .await
}
