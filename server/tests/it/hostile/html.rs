//! Reads a page as a browser does, as far as it matters here: which elements there are, with which attributes, and what
//! stands in those whose inside is raw.

use std::collections::HashMap;

/// An opening tag.
#[derive(Debug)]
pub struct Tag {
    pub name: String,
    pub attributes: HashMap<String, String>,
    /// What stands in it up to its end, for elements whose inside is no markup.
    pub raw: String,
}

/// The elements whose inside a browser does not read as markup.
const RAW: [&str; 5] = ["script", "style", "title", "textarea", "noscript"];

/// Every opening tag of a page.
pub fn tags(page: &str) -> Vec<Tag> {
    let (mut found, mut rest) = (Vec::new(), page);
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            // An empty comment may end at once.
            let end = if comment.starts_with('>') { Some(0) } else { comment.find("-->").map(|end| end + 2) };
            rest = end.map_or("", |end| &comment[end + 1..]);
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (mut tag, after) = open(rest);
            rest = after;
            if RAW.contains(&&*tag.name) {
                let end = rest.to_ascii_lowercase().find(&format!("</{}", tag.name)).unwrap_or(rest.len());
                rest[..end].clone_into(&mut tag.raw);
                rest = &rest[end..];
            }
            found.push(tag);
        }
    }
    found
}

fn open(text: &str) -> (Tag, &str) {
    let end = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(text.len());
    let mut tag = Tag { name: text[..end].to_ascii_lowercase(), attributes: HashMap::new(), raw: String::new() };
    let mut rest = &text[end..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return (tag, rest);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (tag, after);
        }
        let end = rest.find(|c: char| c.is_whitespace() || ['=', '>', '/'].contains(&c)).unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| *c == '"' || *c == '\'');
            let (inside, ends) = match quote {
                Some(quote) => (&after[1..], after[1..].find(quote)),
                None => (after, after.find(|c: char| c.is_whitespace() || c == '>')),
            };
            let ends = ends.unwrap_or(inside.len());
            value = &inside[..ends];
            rest = inside.get(ends + usize::from(quote.is_some())..).unwrap_or_default();
        }
        if name.is_empty() && value.is_empty() {
            rest = rest.get(1..).unwrap_or_default();
        }
        tag.attributes.insert(name, plain(value));
    }
}

/// A text without its escapes.
pub fn plain(text: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&#x2F;", "/"), ("&amp;", "&")];
    named.iter().fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}

#[test]
fn what_breaks_out_is_seen() {
    let names = |page: &str| tags(page).into_iter().map(|tag| tag.name).collect::<Vec<_>>();
    assert_eq!(names("<title>a &lt;b></title><p class='x'>"), ["title", "p"]);
    assert_eq!(names("<title>a</title><script>alert(1)</script></title>"), ["title", "script"]);
    assert_eq!(names("<textarea></TEXTAREA><script>x<b></script>"), ["textarea", "script"]);
    assert_eq!(names("<input value=\"\"><img onerror=x>\">"), ["input", "img"]);
    assert_eq!(names("<!-- <script> --><b/>1 < 2<!--><i>"), ["b", "i"]);
    let tag = tags("<a href=\"x?a=1&amp;b\" hidden onclick=alert(1)>").pop().unwrap();
    assert_eq!((&*tag.attributes["href"], &*tag.attributes["onclick"]), ("x?a=1&b", "alert(1)"));
}
