//! A QR code as a picture that prints sharp at any size.

use leptos::prelude::*;

/// The code of an address. It stands beside the address in words, so readers of screens lose nothing.
#[component]
pub fn Qr(
    /// What the code says.
    says: String,
    /// What it is for, for those who do not see it.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let (size, path) = drawn(&says)?;
    Some(view! {
        <svg class="qr" viewBox=format!("-4 -4 {0} {0}", size + 8) role="img" aria-label=label shape-rendering="crispEdges">
            <rect x="-4" y="-4" width=size + 8 height=size + 8 fill="#ffffff" />
            <path d=path fill="#000000" />
        </svg>
    })
}

/// How many modules a side has, and the dark ones as a path; `None` for what is too long for a code.
#[cfg(feature = "ssr")]
fn drawn(says: &str) -> Option<(usize, String)> {
    use std::fmt::Write as _;
    let code = fast_qr::QRBuilder::new(says).ecl(fast_qr::ECL::M).build().ok()?;
    let mut path = String::new();
    for y in 0..code.size {
        for (x, module) in code[y].iter().enumerate().take(code.size) {
            if module.value() {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{x} {y}h1v1h-1z");
            }
        }
    }
    Some((code.size, path))
}

/// Pages come rendered; nothing in the browser draws a code.
#[cfg(not(feature = "ssr"))]
fn drawn(_: &str) -> Option<(usize, String)> {
    None
}
