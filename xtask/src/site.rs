//! The files a browser loads: `pkg/linli.HASH.{js,wasm,css}`, each with its `.br` and `.gz`, and `app/public` as it is.
//!
//! The names hold a hash of the content, so that browsers may keep them for ever; `hash.txt` tells the server the
//! current ones. Made anew only when what they are made of has changed.

use crate::hex::hex;
use crate::places::Places;
use crate::say;
use crate::trouble::{Outcome, Trouble, Trying as _};
use crate::{css, wasm};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const NAME: &str = "linli";
/// A change of the recipe makes the assets anew, too.
const RECIPE: [&str; 2] = [include_str!("site.rs"), include_str!("css.rs")];

/// One hashed file.
#[derive(Debug)]
struct Asset {
    kind: &'static str,
    content: Vec<u8>,
}

/// Builds the browser half and its assets.
pub fn build(places: &Places) -> Outcome {
    let module = wasm::build(places)?;
    let inputs = inputs(places, &module)?;
    let stamp = places.target.join("site.stamp");
    if fs::read_to_string(&stamp).is_ok_and(|last| last == inputs) && complete(places) {
        say::note("the site's files are up to date");
        return Ok(());
    }
    say::step("The site's files");
    let assets = assets(places, &module)?;
    publish(places, &assets)?;
    fs::write(&stamp, inputs).trying(stamp.display())
}

fn assets(places: &Places, module: &Path) -> Outcome<Vec<Asset>> {
    let (js, wasm) = bind(module)?;
    let css = css::bundle(&places.style())?;
    Ok(vec![
        Asset { kind: "js", content: js.into_bytes() },
        Asset { kind: "wasm", content: wasm },
        Asset { kind: "css", content: css.into_bytes() },
    ])
}

/// Makes the module loadable: what `wasm-bindgen --target web` does.
fn bind(module: &Path) -> Outcome<(String, Vec<u8>)> {
    let bound = wasm_bindgen_cli_support::Bindgen::new().input_path(module).out_name(NAME).web(true).and_then(|bindgen| {
        bindgen
            .typescript(false)
            .remove_name_section(true)
            .remove_producers_section(true)
            // The page's own script names the module: its name has a hash in it.
            .omit_default_module_path(true)
            .generate_output()
    });
    let mut bound = bound.map_err(|error| Trouble::new(format!("binding the browser half: {error:#}")))?;
    let js = bound.js().to_owned();
    if js.contains("./snippets/") {
        return Err(Trouble::new("a crate of the browser half brings JavaScript of its own (./snippets/), which the site does not serve"));
    }
    Ok((js, bound.wasm_mut().emit_wasm()))
}

/// New files first, then their names, then the old files go: a server that runs meanwhile always finds what it names.
fn publish(places: &Places, assets: &[Asset]) -> Outcome {
    let pkg = places.pkg();
    fs::create_dir_all(&pkg).trying(pkg.display())?;
    let mut hashes = String::new();
    let mut kept = Vec::new();
    for asset in assets {
        let hash = short_hash(&asset.content);
        let name = format!("{NAME}.{hash}.{}", asset.kind);
        kept.extend(write_with_compressed(&pkg, &name, &asset.content)?);
        writeln!(hashes, "{}: {hash}", asset.kind).trying("naming the assets")?;
    }
    copy_folder(&places.public(), &places.site())?;
    replace(&places.hashes(), hashes.as_bytes())?;
    remove_others(&pkg, &kept)
}

/// Writes a file with its compressed forms; returns the names.
fn write_with_compressed(folder: &Path, name: &str, content: &[u8]) -> Outcome<Vec<String>> {
    let brotli = brotli(content)?;
    let gzip = gzip(content)?;
    say::note(&format!(
        "{name}: {}, {} in brotli, {} in gzip",
        say::kilobytes(content.len()),
        say::kilobytes(brotli.len()),
        say::kilobytes(gzip.len())
    ));
    let forms = [(name.to_owned(), content), (format!("{name}.br"), &brotli), (format!("{name}.gz"), &gzip)];
    let mut names = Vec::new();
    for (name, content) in forms {
        replace(&folder.join(&name), content)?;
        names.push(name);
    }
    Ok(names)
}

fn brotli(content: &[u8]) -> Outcome<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut packed, &parameters).trying("compressing with brotli")?;
    Ok(packed)
}

fn gzip(content: &[u8]) -> Outcome<Vec<u8>> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(content).trying("compressing with gzip")?;
    packer.finish().trying("compressing with gzip")
}

/// Never half a file: it is written beside and moved.
fn replace(file: &Path, content: &[u8]) -> Outcome {
    let beside = file.with_added_extension("new");
    fs::write(&beside, content).trying(beside.display())?;
    fs::rename(&beside, file).trying(file.display())
}

fn remove_others(folder: &Path, kept: &[String]) -> Outcome {
    for entry in fs::read_dir(folder).trying(folder.display())?.flatten() {
        if !kept.iter().any(|name| entry.file_name() == name.as_str()) {
            fs::remove_file(entry.path()).trying(entry.path().display())?;
        }
    }
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> Outcome {
    for file in files_below(from)? {
        let target = to.join(file.strip_prefix(from).trying(file.display())?);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).trying(parent.display())?;
        }
        fs::copy(&file, &target).trying(file.display())?;
    }
    Ok(())
}

/// Everything the assets are made of, as one hash.
fn inputs(places: &Places, module: &Path) -> Outcome<String> {
    let mut files = vec![module.to_path_buf()];
    let style = places.style();
    files.extend(files_below(style.parent().unwrap_or(&style))?);
    files.extend(files_below(&places.public())?);
    let mut hash = Sha256::new();
    for recipe in RECIPE {
        part(&mut hash, recipe.as_bytes());
    }
    for file in files {
        part(&mut hash, file.as_os_str().as_encoded_bytes());
        part(&mut hash, &fs::read(&file).trying(file.display())?);
    }
    Ok(hex(&hash.finalize()))
}

/// With its length: two files may not pass for another two with the border elsewhere.
fn part(hash: &mut Sha256, content: &[u8]) {
    hash.update(content.len().to_le_bytes());
    hash.update(content);
}

/// Every file in a folder and its folders, sorted; none where there is no folder.
fn files_below(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        if !next.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&next).trying(next.display())? {
            let path = entry.trying(next.display())?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether `hash.txt` is there and every file it names.
fn complete(places: &Places) -> bool {
    let Ok(hashes) = fs::read_to_string(places.hashes()) else { return false };
    let mut lines = hashes.lines().filter_map(|line| line.split_once(": ")).peekable();
    lines.peek().is_some() && lines.all(|(kind, hash)| places.pkg().join(format!("{NAME}.{hash}.{kind}.br")).is_file())
}

/// Enough of the hash to tell any two builds apart.
fn short_hash(content: &[u8]) -> String {
    hex(&Sha256::digest(content)).chars().take(16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A checkout in miniature; removed at the end.
    struct Checkout(Places);

    impl Checkout {
        fn make(name: &str) -> Outcome<Self> {
            let root = std::env::temp_dir().join(format!("linli-site-{name}-{}", std::process::id()));
            let places = Places { target: root.join("target"), root };
            for folder in [places.target.clone(), places.root.join("app/style"), places.public()] {
                fs::create_dir_all(&folder).trying(folder.display())?;
            }
            fs::write(places.style(), "body { margin: 0 }").trying("a style sheet")?;
            Ok(Self(places))
        }
    }

    impl Drop for Checkout {
        fn drop(&mut self) {
            let _left = fs::remove_dir_all(&self.0.root);
        }
    }

    #[test]
    fn any_change_of_a_file_changes_the_inputs_and_nothing_else_does() -> Outcome {
        let checkout = Checkout::make("inputs")?;
        let module = checkout.0.target.join("frontend.wasm");
        fs::write(&module, "one").trying("a module")?;
        let before = inputs(&checkout.0, &module)?;
        assert_eq!(before, inputs(&checkout.0, &module)?);
        fs::write(checkout.0.public().join("icon.svg"), "<svg/>").trying("an icon")?;
        let with_icon = inputs(&checkout.0, &module)?;
        assert_ne!(before, with_icon);
        fs::write(&module, "two").trying("a module")?;
        assert_ne!(with_icon, inputs(&checkout.0, &module)?);
        Ok(())
    }

    #[test]
    fn a_publication_names_its_files_and_removes_the_last_ones() -> Outcome {
        let checkout = Checkout::make("publish")?;
        publish(&checkout.0, &[Asset { kind: "css", content: b"a".to_vec() }])?;
        publish(&checkout.0, &[Asset { kind: "css", content: b"b".to_vec() }])?;
        let hash = short_hash(b"b");
        assert_eq!(fs::read_to_string(checkout.0.hashes()).trying("hash.txt")?, format!("css: {hash}\n"));
        assert!(complete(&checkout.0));
        let expected = ["", ".br", ".gz"].map(|tail| checkout.0.pkg().join(format!("linli.{hash}.css{tail}")));
        assert_eq!(files_below(&checkout.0.pkg())?, expected);
        Ok(())
    }
}
