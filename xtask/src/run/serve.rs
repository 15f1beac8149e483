//! The server at work: started, greeted once it answers, and waited for.

use super::State;
use super::store::Store;
use crate::places::Places;
use crate::program;
use crate::signals;
use crate::trouble::{Outcome, Trouble, Trying as _};
use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

/// A server that says nothing for so long is not well.
const HEALTH_LIMIT: Duration = Duration::from_mins(1);

const LOG_INS: &str = "
   Demo log-ins, all with the password linli-demo-2026
     songbiandian, a community    admin.songbiandian, staff.songbiandian, grid.songbiandian, merchant.songbiandian,
                                  volunteer.songbiandian, volunteer2.songbiandian,
                                  resident.songbiandian, resident2.songbiandian
     nanming, its district        official.nanming
     the platform                 operator
";

/// Serves until Ctrl-C.
pub fn serve(places: &Places, linli: &Path, store: &Store, listen: SocketAddr, state: State) -> Outcome {
    let mut serve = super::command(places, linli);
    serve.args(["serve", "--database", &store.app_url, "--listen", &listen.to_string(), "--site"]).arg(places.site());
    serve.arg("--data").arg(places.data());
    let mut child = program::spawn(&mut serve)?;
    if healthy(&mut child, listen)? {
        greet(listen, state);
    }
    let status = program::wait_patiently(child)?;
    if signals::stopping() {
        println!("Linli has stopped.");
        return Ok(());
    }
    Err(Trouble::new(format!("the server ended by itself ({status})")))
}

/// Waits for the first good answer; false when the server has ended or is to end before it.
fn healthy(child: &mut Child, listen: SocketAddr) -> Outcome<bool> {
    let started = Instant::now();
    while started.elapsed() < HEALTH_LIMIT {
        if signals::stopping() || child.try_wait().trying("waiting for the server")?.is_some() {
            return Ok(false);
        }
        if answers(reachable(listen)) {
            return Ok(true);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Err(Trouble::new(format!("the server does not answer at http://{listen}/healthz"))).inspect_err(|_| program::end(child))
}

fn answers(address: SocketAddr) -> bool {
    ask(address).is_ok_and(|answer| answer.lines().next().is_some_and(|status| status.contains(" 200 ")))
}

fn ask(address: SocketAddr) -> std::io::Result<String> {
    let limit = Duration::from_secs(2);
    let mut stream = TcpStream::connect_timeout(&address, limit)?;
    stream.set_read_timeout(Some(limit))?;
    write!(stream, "GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(4096).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// "Every address of this machine" is nothing one can call.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

fn greet(listen: SocketAddr, state: State) {
    println!("\nLinli is at http://{} (Ctrl-C stops it).", reachable(listen));
    if state == State::Demo {
        println!("{LOG_INS}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_for_all_is_called_by_loopback() {
        let all = SocketAddr::from(([0, 0, 0, 0], 3000));
        assert_eq!(reachable(all).to_string(), "127.0.0.1:3000");
        let one = SocketAddr::from(([192, 168, 1, 5], 3000));
        assert_eq!(reachable(one), one);
    }
}
