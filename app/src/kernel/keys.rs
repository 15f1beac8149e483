//! The secrets of a deployment, kept in one file outside the database: what signs access tokens (Ed25519, by `kid`),
//! what hashes refresh tokens and looks up phones (HMAC-SHA-256), and what seals phones at rest (ChaCha20-Poly1305).

use super::ctx::Identity;
use super::fault::Failure;
use super::ids::{AccountId, SessionId};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use chrono::{DateTime, Utc};
use ed25519_dalek::pkcs8::{EncodePrivateKey, KeypairBytes};
use hmac::{Hmac, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use tempfile::NamedTempFile;

type Result<T> = std::result::Result<T, Failure>;

/// How long an access token lives.
pub const ACCESS_SECONDS: i64 = 600;

const ISSUER: &str = "linli";
const AUDIENCE: &str = "linli";

/// The file as it lies on disk: every secret 32 random bytes in hexadecimal.
#[derive(Serialize, Deserialize)]
struct KeyFile {
    /// The first signs; all verify, so that a key can be replaced without logging anyone out.
    signing: Vec<SigningSecret>,
    lookup: String,
    refresh: String,
    seal: String,
}

#[derive(Serialize, Deserialize)]
struct SigningSecret {
    kid: String,
    secret: String,
}

struct Signing {
    kid: String,
    encode: EncodingKey,
    decode: DecodingKey,
}

/// The secrets, ready for use.
pub struct Keys {
    signing: Vec<Signing>,
    lookup: [u8; 32],
    refresh: [u8; 32],
    seal: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: uuid::Uuid,
    sid: uuid::Uuid,
    iss: String,
    aud: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

impl Keys {
    /// Reads the key file, making it with fresh secrets if there is none (readable by its owner alone). Servers that start at
    /// once on one folder all use the file that was there first.
    ///
    /// # Errors
    /// When the file cannot be read or made, or a key in it does not sign and verify.
    pub fn load_or_make(folder: &Path) -> Result<Self> {
        let path = folder.join("keys.json");
        if !path.exists() {
            let signing = vec![fresh_signing()?];
            let file = KeyFile { signing, lookup: hex(&random()?), refresh: hex(&random()?), seal: hex(&random()?) };
            match written(folder, &file)?.persist_noclobber(&path) {
                Err(e) if e.error.kind() != ErrorKind::AlreadyExists => return Err(unwritten(&path, &e.error)),
                _ => {}
            }
        }
        Self::from_file(&read(&path)?)
    }

    /// Puts a new signing key first. Tokens of the older keys go on until they run out.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn rotate(folder: &Path) -> Result<()> {
        let path = folder.join("keys.json");
        let mut file = read(&path)?;
        file.signing.insert(0, fresh_signing()?);
        file.signing.truncate(3);
        written(folder, &file)?.persist(&path).map_err(|e| unwritten(&path, &e.error))?;
        Ok(())
    }

    /// Secrets for a test: fresh, kept nowhere.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn for_test() -> Result<Self> {
        let signing = vec![fresh_signing()?];
        Self::from_file(&KeyFile { signing, lookup: hex(&random()?), refresh: hex(&random()?), seal: hex(&random()?) })
    }

    fn from_file(file: &KeyFile) -> Result<Self> {
        let signing = file.signing.iter().map(signing_pair).collect::<Result<Vec<_>>>()?;
        let keys = Self { signing, lookup: unhex(&file.lookup)?, refresh: unhex(&file.refresh)?, seal: unhex(&file.seal)? };
        keys.try_out()?;
        Ok(keys)
    }

    /// Signs and verifies once at start: a build with the wrong crypto backend must not come up at all.
    fn try_out(&self) -> Result<()> {
        let now = DateTime::from_timestamp(i64::from(u32::MAX), 0).unwrap_or_default();
        let who = Identity { account: AccountId(uuid::Uuid::nil()), session: SessionId(uuid::Uuid::nil()) };
        let token = self.sign(who, now)?;
        if self.verify(&token, now) == Some(who) { Ok(()) } else { Err(Failure::Broken("a fresh token does not verify".to_owned())) }
    }

    /// An access token for ten minutes.
    ///
    /// # Errors
    /// When signing fails.
    pub fn sign(&self, who: Identity, now: DateTime<Utc>) -> Result<String> {
        let Some(key) = self.signing.first() else {
            return Err(Failure::Broken("there is no signing key".to_owned()));
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(key.kid.clone());
        let now = now.timestamp();
        let claims = Claims {
            sub: who.account.0,
            sid: who.session.0,
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            iat: now,
            nbf: now,
            exp: now + ACCESS_SECONDS,
        };
        jsonwebtoken::encode(&header, &claims, &key.encode).map_err(|e| Failure::Broken(format!("signing: {e}")))
    }

    /// Who the token speaks for, if it is ours, unchanged, and of this time (the application's clock, half a minute's leeway).
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Option<Identity> {
        let kid = jsonwebtoken::decode_header(token).ok()?.kid?;
        let key = self.signing.iter().find(|key| key.kid == kid)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        // Times are checked below against our own clock, which tests and the demo move.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let claims = jsonwebtoken::decode::<Claims>(token, &key.decode, &validation).ok()?.claims;
        let now = now.timestamp();
        let leeway = 30;
        (claims.nbf <= now + leeway && now < claims.exp)
            .then_some(Identity { account: AccountId(claims.sub), session: SessionId(claims.sid) })
    }

    /// The keyed hash under which a phone is looked up.
    pub fn phone_lookup(&self, phone: &str) -> String {
        hex(&mac(&self.lookup, &[b"phone", phone.as_bytes()]))
    }

    /// The keyed hash under which a code is looked up that somebody was given to pass on.
    pub fn code_lookup(&self, code: &str) -> String {
        hex(&mac(&self.lookup, &[b"code", code.as_bytes()]))
    }

    /// The keyed hash under which failures of a log-in name or an address are counted.
    pub fn throttle_key(&self, parts: &[&str]) -> String {
        let parts: Vec<&[u8]> = std::iter::once(&b"throttle"[..]).chain(parts.iter().map(|p| p.as_bytes())).collect();
        hex(&mac(&self.lookup, &parts))
    }

    /// What a browser keeps to show that the owner of this account has logged in on it before: a number of its own and
    /// its keyed hash, so that what happens on a copy counts against that copy alone.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn device_mark(&self, account: AccountId) -> Result<String> {
        let number = fresh_token()?;
        Ok(format!("{number}.{}", self.device_hash(account, &number)))
    }

    /// Whether a browser's mark is one of this account.
    pub fn is_device_mark(&self, account: AccountId, mark: &str) -> bool {
        mark.split_once('.').is_some_and(|(number, hash)| self.device_hash(account, number) == hash)
    }

    fn device_hash(&self, account: AccountId, number: &str) -> String {
        hex(&mac(&self.lookup, &[b"device", account.0.as_bytes(), number.as_bytes()]))
    }

    /// A keyed hash over these parts, for the seals on the history.
    pub fn chain(&self, parts: &[&[u8]]) -> String {
        hex(&mac(&self.lookup, parts))
    }

    /// The keyed hash by which a repeated request is known, over all parts of its body.
    pub fn fingerprint(&self, method: &str, path: &str, body: &[&[u8]]) -> String {
        let request: [&[u8]; 3] = [b"request", method.as_bytes(), path.as_bytes()];
        hex(&mac(&self.lookup, &[&request, body].concat()))
    }

    /// The hash under which a refresh token is kept.
    pub fn refresh_hash(&self, token: &str) -> String {
        hex(&mac(&self.refresh, &[b"hash", token.as_bytes()]))
    }

    /// The one successor of a refresh token. Made from the old one, so that two tabs that refresh at once get the same.
    pub fn refresh_successor(&self, token: &str) -> String {
        hex(&mac(&self.refresh, &[b"next", token.as_bytes()]))
    }

    /// Seals a text for the database: nonce and ciphertext in hexadecimal.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn seal(&self, plain: &str) -> Result<String> {
        let mut nonce = [0u8; 12];
        random_into(&mut nonce)?;
        let cipher = ChaCha20Poly1305::new(Key::from_slice(&self.seal));
        let sealed = cipher
            .encrypt(Nonce::from_slice(&nonce), plain.as_bytes())
            .map_err(|_| Failure::Broken("a text could not be sealed".to_owned()))?;
        Ok(format!("{}{}", hex(&nonce), hex(&sealed)))
    }

    /// Opens what [`Keys::seal`] made.
    ///
    /// # Errors
    /// When it was made under another key or changed.
    pub fn open(&self, sealed: &str) -> Result<String> {
        let broken = || Failure::Broken("a sealed text does not open".to_owned());
        let (nonce, body) = sealed.split_at_checked(24).ok_or_else(broken)?;
        let (nonce, body) = (bytes(nonce)?, bytes(body)?);
        let cipher = ChaCha20Poly1305::new(Key::from_slice(&self.seal));
        let plain = cipher.decrypt(Nonce::from_slice(&nonce), body.as_slice()).map_err(|_| broken())?;
        String::from_utf8(plain).map_err(|_| broken())
    }
}

/// A fresh refresh token: 256 random bits in hexadecimal.
///
/// # Errors
/// When the system gives no randomness.
pub fn fresh_token() -> Result<String> {
    Ok(hex(&random()?))
}

/// A fresh secret to sign webhooks with: 256 random bits, as Standard Webhooks writes them.
///
/// # Errors
/// When the system gives no randomness.
pub fn webhook_secret() -> Result<String> {
    Ok(format!("whsec_{}", BASE64_STANDARD.encode(random()?)))
}

/// So many random decimal digits, at most 18.
///
/// # Errors
/// When the system gives no randomness.
pub fn random_digits(count: u32) -> Result<String> {
    let mut bytes = [0; 8];
    random_into(&mut bytes)?;
    // Of 2^64 values the few that do not fill the last round favour none by more than one in a hundred million.
    let number = u64::from_be_bytes(bytes) % 10_u64.pow(count.min(18));
    Ok(format!("{number:0width$}", width = count.min(18) as usize))
}

/// Fills the buffer with random bytes from the system.
///
/// # Errors
/// When the system gives none.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the system for randomness")]
pub fn random_into(buffer: &mut [u8]) -> Result<()> {
    getrandom::fill(buffer).map_err(|e| Failure::Broken(format!("no randomness: {e}")))
}

fn random() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    random_into(&mut bytes)?;
    Ok(bytes)
}

fn fresh_signing() -> Result<SigningSecret> {
    let secret = random()?;
    let mut kid = [0u8; 6];
    random_into(&mut kid)?;
    Ok(SigningSecret { kid: hex(&kid), secret: hex(&secret) })
}

fn signing_pair(secret: &SigningSecret) -> Result<Signing> {
    let bytes = unhex(&secret.secret)?;
    let pair = KeypairBytes { secret_key: bytes, public_key: None };
    let der = pair.to_pkcs8_der().map_err(|e| Failure::Broken(format!("a signing key does not encode: {e}")))?;
    let public = ed25519_dalek::SigningKey::from_bytes(&bytes).verifying_key();
    Ok(Signing {
        kid: secret.kid.clone(),
        encode: EncodingKey::from_ed_der(der.as_bytes()),
        // Takes the raw 32 bytes; fewer would panic at the first token, and 32 is what the type holds.
        decode: DecodingKey::from_ed_der(public.as_bytes()),
    })
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> Vec<u8> {
    // A 32-byte key is always accepted; the length goes in first so that parts cannot run together.
    let Ok(mut mac) = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key) else { return Vec::new() };
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn bytes(text: &str) -> Result<Vec<u8>> {
    let broken = || Failure::Broken("a key or sealed text is not hexadecimal".to_owned());
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return Err(broken());
    }
    (0..text.len()).step_by(2).map(|i| text.get(i..i + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).ok_or_else(broken)).collect()
}

fn unhex(text: &str) -> Result<[u8; 32]> {
    bytes(text)?.try_into().map_err(|_| Failure::Broken("a key has not 32 bytes".to_owned()))
}

fn read(path: &Path) -> Result<KeyFile> {
    let text = std::fs::read_to_string(path).map_err(|e| Failure::Broken(format!("{}: {e}", path.display())))?;
    serde_json::from_str(&text).map_err(|e| Failure::Broken(format!("{}: {e}", path.display())))
}

/// The whole file under a name of its own in that folder, readable by its owner alone: what takes the real name at once is all
/// there, so that a crash leaves the old file or the new one.
fn written(folder: &Path, file: &KeyFile) -> Result<NamedTempFile> {
    let broken = |e: std::io::Error| unwritten(folder, &e);
    std::fs::create_dir_all(folder).map_err(broken)?;
    let text = serde_json::to_string_pretty(file).map_err(|e| Failure::Broken(e.to_string()))?;
    let mut out = NamedTempFile::new_in(folder).map_err(broken)?;
    out.write_all(text.as_bytes()).and_then(|()| out.as_file().sync_all()).map_err(broken)?;
    Ok(out)
}

fn unwritten(path: &Path, e: &std::io::Error) -> Failure {
    Failure::Broken(format!("{}: {e}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn who() -> Identity {
        Identity { account: AccountId(uuid::Uuid::from_u128(1)), session: SessionId(uuid::Uuid::from_u128(2)) }
    }

    #[test]
    fn a_token_lives_ten_minutes_and_not_a_second_more() -> Result<()> {
        let keys = Keys::for_test()?;
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap_or_default();
        let token = keys.sign(who(), now)?;
        assert_eq!(keys.verify(&token, now), Some(who()));
        assert_eq!(keys.verify(&token, now + TimeDelta::seconds(599)), Some(who()));
        assert_eq!(keys.verify(&token, now + TimeDelta::seconds(600)), None);
        assert_eq!(keys.verify(&token, now - TimeDelta::seconds(60)), None);
        Ok(())
    }

    #[test]
    fn a_token_of_another_house_or_with_a_changed_letter_is_nobodys() -> Result<()> {
        let (ours, theirs) = (Keys::for_test()?, Keys::for_test()?);
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap_or_default();
        assert_eq!(ours.verify(&theirs.sign(who(), now)?, now), None);
        let token = ours.sign(who(), now)?;
        let changed: String =
            token.chars().rev().enumerate().map(|(i, c)| if i == 40 { if c == 'A' { 'B' } else { 'A' } } else { c }).collect();
        assert_eq!(ours.verify(&changed.chars().rev().collect::<String>(), now), None);
        Ok(())
    }

    #[test]
    fn phones_open_under_the_same_key_only_and_look_different_each_time() -> Result<()> {
        let (ours, theirs) = (Keys::for_test()?, Keys::for_test()?);
        let (one, two) = (ours.seal("13800000000")?, ours.seal("13800000000")?);
        assert_ne!(one, two);
        assert_eq!(ours.open(&one)?, "13800000000");
        assert!(theirs.open(&one).is_err());
        assert_eq!(ours.phone_lookup("13800000000"), ours.phone_lookup("13800000000"));
        assert_ne!(ours.phone_lookup("13800000000"), theirs.phone_lookup("13800000000"));
        Ok(())
    }

    #[test]
    fn who_starts_at_once_uses_the_same_keys_which_their_owner_alone_reads() -> Result<()> {
        for _ in 0..20 {
            let folder = tempfile::tempdir().map_err(|e| unwritten(Path::new("a folder"), &e))?;
            let data = folder.path().join("data");
            let start = std::sync::Barrier::new(8);
            let made: Vec<Result<String>> = std::thread::scope(|scope| {
                let starters: Vec<_> = (0..8)
                    .map(|_| {
                        scope.spawn(|| {
                            start.wait();
                            Keys::load_or_make(&data).map(|keys| keys.phone_lookup("13800000000"))
                        })
                    })
                    .collect();
                starters.into_iter().filter_map(|starter| starter.join().ok()).collect()
            });
            let made = made.into_iter().collect::<Result<Vec<_>>>()?;
            assert_eq!(made.len(), 8);
            assert!(made.windows(2).all(|two| two.first() == two.last()), "keys that somebody else wrote over");
            let names: Vec<_> = std::fs::read_dir(&data).map_err(|e| unwritten(&data, &e))?.flatten().collect();
            assert_eq!(names.len(), 1, "nothing is left beside them");
            #[cfg(unix)]
            for name in names {
                let rights = name.metadata().map(|m| std::os::unix::fs::PermissionsExt::mode(&m.permissions()));
                assert_eq!(rights.map_err(|e| unwritten(&data, &e))? & 0o777, 0o600);
            }
        }
        Ok(())
    }
}
