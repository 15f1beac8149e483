//! Who may do what in a cluster of ours. The migrations grant; here the roles are only made.

use crate::hex::hex;
use crate::trouble::{Outcome, Trying as _};
use std::fmt::Write as _;

/// A password for each role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passwords {
    /// Owns the database and migrates it.
    pub owner: String,
    /// The server: bound by row security, owns nothing.
    pub app: String,
    /// Backups and checks: reads round row security.
    pub ops: String,
}

impl Passwords {
    /// For clusters that live as long as a test run.
    pub fn same_as_names() -> Self {
        Self { owner: "linli_owner".into(), app: "linli_app".into(), ops: "linli_ops".into() }
    }
}

/// Makes the roles, or sets them right where they are there.
pub fn creation(passwords: &Passwords) -> String {
    let common = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION";
    let roles = [
        ("linli_owner", "NOBYPASSRLS", &passwords.owner),
        ("linli_app", "NOBYPASSRLS", &passwords.app),
        ("linli_ops", "BYPASSRLS", &passwords.ops),
    ];
    let mut sql = String::new();
    for (name, rls, password) in roles {
        let _to_memory = write!(
            sql,
            "SELECT 'CREATE ROLE {name}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') \\gexec\n\
             ALTER ROLE {name} {common} {rls} PASSWORD '{password}';\n"
        );
    }
    // A transaction that a lost request left open must not hold its locks for ever.
    sql.push_str("ALTER ROLE linli_app SET idle_in_transaction_session_timeout = '15s';\n");
    sql
}

/// Letters and digits only: it stands in URLs and in SQL.
pub fn password() -> Outcome<String> {
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).trying("making a password")?;
    Ok(hex(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ops_goes_round_row_security() {
        let sql = creation(&Passwords::same_as_names());
        let round: Vec<_> = sql.lines().filter(|line| line.contains(" BYPASSRLS")).collect();
        assert_eq!(round.len(), 1);
        assert!(round.iter().all(|line| line.contains("ALTER ROLE linli_ops")));
    }

    #[test]
    fn passwords_are_long_and_differ() -> Outcome {
        let (one, other) = (password()?, password()?);
        assert_eq!(one.len(), 40);
        assert_ne!(one, other);
        Ok(())
    }
}
