//! Where a webhook may lead: not into the operator's own net, where it would open what only neighbours may reach (SSRF).

use crate::kernel::fault::Problem;
use crate::kernel::said::{Text, text};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

const NO_URL: Text = text("请写完整的网址，以 https:// 开头。", "Please write a whole address that begins with https://.");
const NO_TLS: Text = text("只能用 https:// 开头的网址。", "Only addresses that begin with https:// will do.");
const NO_LOGIN: Text = text("网址里请不要带用户名和密码。", "Please leave user name and password out of the address.");
const PRIVATE: Text = text("这个网址在内部网络里，不能用。", "This address lies in a private network and will not do.");

/// The most characters of an address.
const LONGEST: usize = 500;

/// The address of a webhook, if it may be one; names are looked at again when they are resolved.
///
/// # Errors
/// A problem beside `url`.
pub fn check(raw: &str, private_too: bool) -> Result<Url, Problem> {
    let problem = |code, said| Problem::new("url", code, said);
    let url = Url::parse(raw.trim()).ok().filter(|url| url.has_host() && raw.len() <= LONGEST);
    let url = url.ok_or_else(|| problem("no_url", NO_URL))?;
    match url.scheme() {
        "https" => {}
        "http" if private_too => {}
        "http" => return Err(problem("no_tls", NO_TLS)),
        _ => return Err(problem("no_url", NO_URL)),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(problem("login_in_url", NO_LOGIN));
    }
    if private_too || is_open(&url) { Ok(url) } else { Err(problem("private", PRIVATE)) }
}

/// Whether an address names a place in the public net, as far as its letters say.
pub fn is_open(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            name.contains('.') && ![".localhost", ".local", ".internal", ".home.arpa"].iter().any(|inner| name.ends_with(inner))
        }
        Some(Host::Ipv4(ip)) => is_public(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => is_public(IpAddr::V6(ip)),
        None => false,
    }
}

/// Whether an IP address lies in the public net. Source: the IANA registries of special-purpose addresses (RFC 6890 and its updates).
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

/// The networks of IPv4 that are not for everybody, each with the length of its prefix.
const SPECIAL_V4: [(Ipv4Addr, u32); 18] = [
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 31, 196, 0), 24),
    (Ipv4Addr::new(192, 52, 193, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(192, 175, 48, 0), 24),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let within = |(net, length): &(Ipv4Addr, u32)| u32::from(ip) >> (32 - length) == u32::from(*net) >> (32 - length);
    !SPECIAL_V4.iter().any(within)
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let v4 = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match ip.segments() {
        // An IPv4 address in the clothes of another: mapped, NAT64, 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => is_public_v4(v4(high, low)),
        // Teredo, ORCHID, benchmarking, documentation and the rest that IANA keeps for itself.
        [0x2001, 0x0000..=0x01ff | 0x0db8, ..] | [0x3fff, 0x0000..=0x0fff, ..] => false,
        [0x2000..=0x3fff, ..] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_house_are_told_from_those_of_the_street() {
        let open = ["8.8.8.8", "223.5.5.5", "100.63.255.255", "172.32.0.1", "2400:3200::1", "64:ff9b::808:808", "::ffff:8.8.8.8"];
        let inner = [
            "127.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "198.18.0.1",
            "192.0.0.8",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "3fff::1",
            "64:ff9b:1::1",
        ];
        let public = |ip: &str| ip.parse().is_ok_and(is_public);
        assert_eq!(open.iter().filter(|ip| !public(ip)).collect::<Vec<_>>(), Vec::<&&str>::new());
        assert_eq!(inner.iter().filter(|ip| public(ip)).collect::<Vec<_>>(), Vec::<&&str>::new());
    }

    #[test]
    fn a_webhook_is_a_whole_address_over_tls_outside() {
        let code = |raw: &str| check(raw, false).map(|_| ()).map_err(|problem| problem.code.into_owned());
        assert_eq!(code(" https://hooks.example.org/linli?group=1 "), Ok(()));
        for (raw, said) in [
            ("", "no_url"),
            ("hooks.example.org", "no_url"),
            ("ftp://hooks.example.org", "no_url"),
            ("http://hooks.example.org/", "no_tls"),
            ("https://a:b@hooks.example.org/", "login_in_url"),
            ("https://localhost/", "private"),
            ("https://db/", "private"),
            ("https://printer.local./", "private"),
            ("https://127.0.0.1/", "private"),
            ("https://2130706433/", "private"),
            ("https://0x7f.1/", "private"),
            ("https://[::1]/", "private"),
            ("https://[::ffff:169.254.169.254]/", "private"),
        ] {
            assert_eq!(code(raw), Err(said.to_owned()), "{raw}");
        }
        assert!(check("http://127.0.0.1:9/", true).is_ok());
        assert!(check(&format!("https://example.org/{}", "a".repeat(LONGEST)), false).is_err());
    }
}
