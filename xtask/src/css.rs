//! The style sheet: `app/style/main.css` and what it imports, in one minified file.

use crate::trouble::{Outcome, Trying as _};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use std::path::Path;

/// Without browser targets nothing is rewritten for old browsers: layers and view transitions stay as written.
pub fn bundle(entry: &Path) -> Outcome<String> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(entry).trying(entry.display())?;
    sheet.minify(MinifyOptions::default()).trying("minifying the style sheet")?;
    let options = PrinterOptions { minify: true, ..PrinterOptions::default() };
    Ok(sheet.to_css(options).trying("writing the style sheet")?.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_taken_in_and_the_order_of_layers_and_view_transitions_stay() -> Outcome {
        let folder = std::env::temp_dir().join(format!("linli-css-{}", std::process::id()));
        std::fs::create_dir_all(&folder).trying("a folder")?;
        std::fs::write(folder.join("base.css"), "body { color: #ff0000 }").trying("a file")?;
        std::fs::write(folder.join("parts.css"), "nav { margin: 0px }").trying("a file")?;
        let main = "@layer base, parts;
            @import \"parts.css\" layer(parts);
            @import \"base.css\" layer(base);
            @view-transition { navigation: auto }";
        std::fs::write(folder.join("main.css"), main).trying("a file")?;
        let css = bundle(&folder.join("main.css"));
        std::fs::remove_dir_all(&folder).trying("a folder")?;
        let bundled = "@layer base{body{color:red}}@layer parts{nav{margin:0}}@view-transition{navigation:auto}";
        assert_eq!(css?, bundled);
        Ok(())
    }
}
