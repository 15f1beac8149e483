//! Argon2id, one at a time: on two cores a rush of log-ins must not stop the house. Source of the parameters: OWASP's
//! password storage cheat sheet (19 MiB, two passes, one lane).

use crate::kernel::fault::{Failure, Fault};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use std::sync::OnceLock;
use tokio::sync::{Semaphore, SemaphorePermit};

type Result<T> = std::result::Result<T, Failure>;

static TURN: Semaphore = Semaphore::const_new(1);
/// Places for those who work and wait: at about 40 ms each, the last of them waits some three seconds.
static QUEUE: Semaphore = Semaphore::const_new(64);

fn hasher() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|e| Failure::Broken(format!("argon2 parameters: {e}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// A place in the queue and the turn itself; both end when this is dropped.
#[derive(Debug)]
pub struct Turn {
    _turn: SemaphorePermit<'static>,
    _place: SemaphorePermit<'static>,
}

/// Runs the work when its turn comes, away from the threads that answer; refuses when the queue is full. Who hangs up
/// while waiting leaves the queue; work that has begun keeps its turn to its end, and whoever asked as long as they like.
async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<(T, Turn)> {
    let place = QUEUE.try_acquire().map_err(|_| Fault::Unavailable)?;
    let turn = TURN.acquire().await.map_err(|e| Failure::Broken(e.to_string()))?;
    let turn = Turn { _turn: turn, _place: place };
    let work = move || work().map(|done| (done, turn));
    tokio::task::spawn_blocking(work).await.map_err(|e| Failure::Broken(e.to_string()))?
}

/// Hashes a password; salt and parameters stand in the result.
///
/// # Errors
/// [`Fault::Unavailable`] when the queue is full.
pub async fn hash(password: &str) -> Result<String> {
    let password = password.to_owned();
    in_turn(move || hash_now(&password)).await.map(|(hash, _)| hash)
}

fn hash_now(password: &str) -> Result<String> {
    let hash = hasher()?.hash_password(password.as_bytes()).map_err(|e| Failure::Broken(format!("argon2: {e}")))?;
    Ok(hash.to_string())
}

/// What checking a password said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Wrong, or there is none.
    No,
    /// Right; with its hash anew, where the stored one has older parameters.
    Yes {
        /// The hash.
        anew: Option<String>,
    },
}

/// Checks a password against its hash. Without one, the same work is done against a stand-in, so that time tells nothing.
/// No other password is checked until the turn is dropped: hold it until a failure is counted.
///
/// # Errors
/// [`Fault::Unavailable`] when the queue is full.
pub async fn verify(password: &str, hash: Option<String>) -> Result<(Verdict, Turn)> {
    static STAND_IN: OnceLock<String> = OnceLock::new();
    let password = password.to_owned();
    in_turn(move || {
        let known = hash.is_some();
        let hash = match hash {
            Some(hash) => hash,
            None => match STAND_IN.get() {
                Some(stand_in) => stand_in.clone(),
                None => STAND_IN.get_or_init(|| hash_now("nobody's password").unwrap_or_default()).clone(),
            },
        };
        let parsed = PasswordHash::new(&hash).map_err(|e| Failure::Broken(format!("a stored hash does not read: {e}")))?;
        let right = hasher()?.verify_password(password.as_bytes(), &parsed).is_ok();
        let current = hash.contains("$m=19456,t=2,p=1$");
        if !(right && known) {
            return Ok(Verdict::No);
        }
        Ok(Verdict::Yes { anew: if current { None } else { Some(hash_now(&password)?) } })
    })
    .await
}

/// Makes the stand-in before the first log-in, so that the first unknown name takes no longer than the next.
pub async fn warm_up() {
    drop(verify("", None).await);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn right_wrong_and_nobody() -> Result<()> {
        let hashed = hash("一个好密码2026").await?;
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert_eq!(verify("一个好密码2026", Some(hashed.clone())).await?.0, Verdict::Yes { anew: None });
        assert_eq!(verify("一个坏密码2026", Some(hashed)).await?.0, Verdict::No);
        assert_eq!(verify("nobody's password", None).await?.0, Verdict::No);
        Ok(())
    }

    #[tokio::test]
    async fn older_parameters_are_noticed() -> Result<()> {
        let older = Params::new(9 * 1024, 2, 1, None).map_err(|e| Failure::Broken(e.to_string()))?;
        let older = Argon2::new(Algorithm::Argon2id, Version::V0x13, older);
        let hashed = older.hash_password(b"long enough").map_err(|e| Failure::Broken(e.to_string()))?.to_string();
        let (verdict, _) = verify("long enough", Some(hashed)).await?;
        assert!(matches!(verdict, Verdict::Yes { anew: Some(anew) } if anew.contains("$m=19456,t=2,p=1$")));
        Ok(())
    }
}
