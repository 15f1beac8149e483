//! Two places that Leptos 0.8 leaves unescaped on the server: children of `<textarea>` and `<Title>` (leptos #4730, #4819).

/// For the inside of an element.
pub fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// For the inside of a `<textarea>`: the parser swallows one leading line break, so it gets another.
pub fn textarea(text: &str) -> String {
    let escaped = html(text);
    if escaped.starts_with('\n') { format!("\n{escaped}") } else { escaped }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_element() {
        assert_eq!(html("</title><script>"), "&lt;/title&gt;&lt;script&gt;");
        assert_eq!(textarea("\n</textarea><b>&"), "\n\n&lt;/textarea&gt;&lt;b&gt;&amp;");
    }
}
