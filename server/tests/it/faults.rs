//! What goes wrong outside of anybody's hands: clients that hang up, a server that dies, a database that is away, and
//! mistakes of our own. Nothing acknowledged is lost, nothing is left half done, and nothing tells of our inside.

mod away;
mod dropped;
mod headers;
mod killed;

use axum::http::Method;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A request as bytes, on a connection of its own.
pub fn request(method: &Method, path: &str, token: Option<&str>, more: &str, body: &str) -> Vec<u8> {
    let token = token.map(|token| format!("authorization: Bearer {token}\r\n")).unwrap_or_default();
    let length = body.len();
    let head = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{token}{more}");
    format!("{head}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes()
}

/// What a server on a socket answers: its status and body, or nothing when the connection broke before all of it was there.
pub async fn ask(server: SocketAddr, bytes: &[u8]) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(server).await.ok()?;
    stream.write_all(bytes).await.ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok()?;
    let answer = String::from_utf8(answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length: Option<usize> =
        head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.trim().parse().ok());
    (length == Some(body.len())).then(|| (status, body.to_owned()))
}
