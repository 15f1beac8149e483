//! The ways round the locks are few, named and counted. A new one fails here until it stands in the list with its
//! reason; one that is gone must leave the list as well.

use crate::sources::{files, root};
use std::collections::BTreeMap;

/// A way round, how its source reads, and where it may stand: file, how often, why.
struct Exit {
    what: &'static str,
    reads: &'static [&'static str],
    known: &'static [(&'static str, usize, &'static str)],
}

const EXITS: &[Exit] = &[
    Exit {
        what: "out of a community's transaction to the tables of none",
        reads: &[".platform()"],
        known: &[
            ("app/src/communities/ops.rs", 2, "the community's own card"),
            ("app/src/kernel/jobs.rs", 3, "what is due later is worked off without knowing the communities first"),
            ("app/src/kernel/live.rs", 2, "that something changed is a table of no community, read before any is known"),
            ("app/src/communities/ops/cards.rs", 1, "tries that are counted"),
            ("app/src/communities/ops/delegates.rs", 1, "tries that are counted"),
            ("app/src/communities/ops/imported.rs", 1, "the hashes of members' phones, to know again whom a table names"),
            (
                "app/src/communities/ops/people.rs",
                4,
                "a new account for a registration, and whether it was closed meanwhile; the operator's grants and settlers",
            ),
            ("app/src/communities/ops/records.rs", 1, "whether the phone of a volunteer's record is that of the account"),
            ("app/src/communities/ops/set_up.rs", 1, "the presets of the district"),
            (
                "app/src/communities/store.rs",
                6,
                "the community's name, opening hours and desk, and whether anybody is told outside; the district's holidays",
            ),
            ("app/src/communities/store/categories.rs", 1, "the district's limits"),
            ("app/src/communities/store/people.rs", 1, "the phone of an account, for those whom a rule names"),
            ("app/src/messages/ops.rs", 2, "tries that are counted"),
            ("app/src/messages/sending.rs", 2, "a job that is put off; the phone that goes with a message whose reader chose so"),
            ("app/src/posts/ops/claiming.rs", 1, "one claim of a person at a time, wherever they make it"),
            ("app/src/posts/store.rs", 1, "a person's own shifts in every community: nobody has two at once"),
            ("app/src/certificates/ops.rs", 1, "tries that are counted"),
            ("app/src/shifts/ops.rs", 1, "one command at a time writes down what a person serves, wherever"),
            ("app/src/shifts/store.rs", 2, "a person's own hours in every community: how many, and nobody at two places at once"),
            ("app/src/personal/ops.rs", 1, "what the account of the reader keeps of them, for themselves"),
        ],
    },
    Exit {
        what: "the beginning of a transaction",
        reads: &[".begin(", ".begin_with_options("],
        known: &[
            ("app/src/accounts/door.rs", 1, "the door of a person's commands"),
            ("app/src/communities/door.rs", 1, "the door of a community's commands"),
            ("app/src/kernel/db.rs", 1, "the one place that begins"),
        ],
    },
    Exit {
        what: "SQL that is written out",
        reads: &["Statement::from", "execute_unprepared(", "execute_raw(", "query_one_raw(", "query_all_raw(", "sqlx::query"],
        known: &[
            ("app/src/kernel/db.rs", 6, "a sign of life, and the setting that row-level security reads"),
            ("migrations/src/engine.rs", 5, "migrations are raw SQL"),
            ("server/src/backup.rs", 9, "copying and checking a whole database, before anything serves from it"),
            ("server/src/demo/mod.rs", 2, "how surely a commit is written, while the demo fills an empty database"),
            ("server/src/doctor.rs", 3, "looking at the schema and the roles, never at people"),
            ("server/src/migrate.rs", 2, "one migration at a time"),
        ],
    },
    Exit {
        what: "the connection itself",
        reads: &[".for_migrations()"],
        known: &[
            ("server/src/demo/mod.rs", 1, "how surely a commit is written, while the demo fills an empty database"),
            ("server/src/doctor.rs", 2, "looking at the schema and the roles, never at people"),
            ("server/src/http/health.rs", 1, "whether the schema is the one this build knows"),
            ("server/src/migrate.rs", 4, "migrations come before any tenant exists"),
        ],
    },
    Exit {
        what: "a ban of clippy.toml lifted",
        reads: &["expect(clippy::disallowed"],
        known: &[
            ("app/src/kernel/clock.rs", 1, "the one place that asks for the time"),
            ("app/src/kernel/ctx.rs", 1, "the one place that spawns"),
            ("app/src/kernel/db.rs", 18, "the one place that connects, begins, looks and writes"),
            ("app/src/kernel/keys.rs", 1, "the one place that asks for randomness"),
            ("migrations/src/engine.rs", 1, "migrations are raw SQL"),
            ("server/src/config.rs", 1, "where settings come from"),
        ],
    },
    Exit { what: "a lint switched off without being expected", reads: &["#[allow(", "#![allow("], known: &[] },
    Exit {
        what: "the operator's channel, which may set communities up and open sessions without a password",
        reads: &["channel: Channel::Cli", "channel = Channel::Cli"],
        known: &[("server/src/operator.rs", 1, "the command line")],
    },
    Exit {
        what: "the clock's channel, which reminds and closes",
        reads: &["channel: Channel::Clock", "channel = Channel::Clock"],
        known: &[("server/src/worker.rs", 1, "what is due")],
    },
    Exit {
        what: "what is sealed at rest, in the open",
        reads: &["phone_of(", "find_phone(", "keys.open("],
        known: &[
            ("app/src/communities/ops/cards.rs", 2, "whether a phone ends as whoever holds the card says"),
            ("app/src/communities/store/people.rs", 3, "the phone of a member, for those whom a rule names, who record that they looked"),
            ("app/src/communities/ops/people.rs", 1, "one member in full, with the look on record"),
            ("app/src/communities/store/invitations.rs", 1, "what opens an invitation, for those who hand it out"),
            ("app/src/communities/store/delegates.rs", 1, "a code, for the resident and whoever may make one for them"),
            ("app/src/accounts/ops.rs", 2, "one's own: masked, or given out to oneself"),
            (
                "app/src/communities/store/leaving.rs",
                1,
                "all that is kept of somebody: for themselves, or for the desk, with that on record",
            ),
            ("app/src/accounts/store.rs", 2, "where it is opened"),
            ("app/src/shifts/store.rs", 1, "the link of one's own calendar, for oneself"),
            ("app/src/imports/store.rs", 1, "the rows of a draft, for whoever brought it"),
            ("app/src/messages/store.rs", 3, "one's own address, for oneself; a webhook, for admins"),
            ("app/src/messages/ops.rs", 1, "a code, to compare it with what was typed"),
            ("app/src/messages/sending.rs", 5, "where a message goes, and what its reader chose to go with it"),
            ("app/src/kernel/idempotency.rs", 1, "the answer to a repetition, for whoever sent the first"),
            ("app/src/wishes/ops/cards.rs", 1, "the pass of a browser, of which nothing is shown"),
            ("app/src/wishes/ops/looks.rs", 1, "for those whom the policy names, with the look on record"),
            ("server/src/doctor.rs", 1, "whether the key file fits the database; it shows nothing of it"),
        ],
    },
    Exit {
        what: "many rows and events written at once, without their use case",
        reads: &[".add_all::<", ".past(", ".schedule_all("],
        known: &[
            ("app/src/communities/ops/imported.rs", 5, "what a table brings in, and what is taken back; a test compares with one by one"),
            ("app/src/points/ops/settling.rs", 1, "entries of a ledger, which is its own history and only grows"),
            ("app/src/stars/ops/closing.rs", 1, "what a computation counted of everybody, in the command that says it was computed"),
            ("app/src/wishes/ops/past.rs", 4, "large worlds, which the operator makes; a test lives one and compares"),
        ],
    },
    Exit {
        what: "HTML that is not escaped by the framework",
        reads: &["inner_html", "innerHTML", "set_inner_html"],
        known: &[
            ("app/src/ui/form/fields.rs", 1, "the framework does not escape a textarea's text; ui::escape does"),
            ("app/src/wishes/view/island_counted.rs", 1, "the same textarea, with its count"),
        ],
    },
];

/// The program's own source, without the tests that stand in it.
fn sources() -> Vec<(String, String)> {
    let all = ["app/src", "server/src", "frontend/src", "migrations/src"].into_iter().flat_map(files);
    all.map(|(name, text)| (name, text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned())).collect()
}

#[test]
fn the_ways_round_the_locks_are_those_that_are_listed() {
    let sources = sources();
    for exit in EXITS {
        let count = |text: &str| -> usize {
            // What a comment says opens nothing.
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            code.map(|line| exit.reads.iter().map(|reads| line.matches(reads).count()).sum::<usize>()).sum()
        };
        let found: BTreeMap<&str, usize> =
            sources.iter().map(|(name, text)| (name.as_str(), count(text))).filter(|(_, n)| *n > 0).collect();
        let known: BTreeMap<&str, usize> = exit.known.iter().map(|(name, n, _)| (*name, *n)).collect();
        assert_eq!(
            found, known,
            "{}: found (left) is not what is listed (right). Is there a way without it? If not, list it in server/tests/it/exits.rs with its reason.",
            exit.what
        );
    }
}

#[test]
fn every_lint_that_is_lifted_says_why() {
    for (name, text) in sources() {
        for (at, _) in text.match_indices("expect(clippy::") {
            let end = text[at..].find(']').unwrap_or(text.len() - at);
            assert!(text[at..at + end].contains("reason"), "{name}: {}", &text[at..at + end]);
        }
    }
}

#[test]
fn the_browser_half_links_the_islands_in() {
    let text = std::fs::read_to_string(root().join("frontend/src/lib.rs")).unwrap();
    assert!(text.lines().any(|line| line == "use app::*;"), "without `use app::*;` the browser half builds with no island in it");
}

#[test]
fn a_slice_calls_only_earlier_ones() {
    const SLICES: [&str; 16] = [
        "accounts",
        "communities",
        "notices",
        "messages",
        "wishes",
        "posts",
        "shifts",
        "points",
        "stars",
        "certificates",
        "diary",
        "figures",
        "hall",
        "imports",
        "personal",
        "audit",
    ];
    let lib = std::fs::read_to_string(root().join("app/src/lib.rs")).unwrap();
    let modules: Vec<&str> = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    for module in &modules {
        let known = SLICES.contains(module) || ["kernel", "ui"].contains(module);
        assert!(known, "{module}: put the new slice into SLICES in server/tests/it/exits.rs, at its place in the order");
    }
    for (name, text) in files("app/src") {
        let Some((slice, _)) = name.trim_start_matches("app/src/").split_once('/') else { continue };
        // The kernel and ui know no slice; a slice knows those before it.
        let rank = SLICES.iter().position(|one| *one == slice);
        for later in SLICES.iter().skip(rank.map_or(0, |rank| rank + 1)) {
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let calls: Vec<&str> = code.filter(|line| line.contains(&format!("crate::{later}::"))).collect();
            assert!(calls.is_empty(), "{name} calls {later}, which comes after {slice}: {calls:?}");
        }
    }
}
