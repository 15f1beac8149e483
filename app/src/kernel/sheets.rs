//! Tables that come in: CSV in the encodings that spreadsheets in China write (UTF-8, UTF-16 with its mark, GBK), and XLSX.
//! Read into rows of text, one file at a time; whatever is in it, no more memory is taken than some times `UNPACKED`.

use super::fault::Failure;
use super::text::clean;
use calamine::{DataRef, Reader as _, Xlsx};
use std::io::{Cursor, Read as _};
use tokio::sync::Semaphore;

/// The most columns.
const MOST_COLUMNS: usize = 50;
/// The most characters of a cell; what is longer is cut, and then too long for any rule.
const CELL: usize = 200;
/// The most bytes of all cells together.
const ALL_CELLS: usize = 8 << 20;
/// How large the parts of a workbook may be together, once unpacked, in bytes.
const UNPACKED: u64 = 16 << 20;
/// The most texts that a workbook may say it has: the reader makes room for so many before it has seen one.
const TEXTS: u64 = 1_000_000;

/// One at a time, so that pages are answered meanwhile.
static TURN: Semaphore = Semaphore::const_new(1);

/// Why a file is no table that can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Neither CSV nor XLSX.
    NotATable,
    /// More rows or columns than are taken, or a workbook that unpacks to too much.
    TooLarge,
    /// The old workbook format (XLS).
    OldWorkbook,
}

/// A row of a table, with the number that a spreadsheet shows beside it, from 1.
pub type Row = (u32, Vec<String>);

/// The rows of a file that hold anything, at most so many, the head first.
///
/// # Errors
/// When the work itself fails; what is wrong with the file stands inside.
pub async fn read(bytes: Vec<u8>, most: usize) -> Result<Result<Vec<Row>, Unfit>, Failure> {
    let _turn = TURN.acquire().await.map_err(|e| Failure::Broken(e.to_string()))?;
    tokio::task::spawn_blocking(move || read_now(&bytes, most)).await.map_err(|e| Failure::Broken(format!("a table: {e}")))
}

fn read_now(bytes: &[u8], most: usize) -> Result<Vec<Row>, Unfit> {
    match bytes {
        [b'P', b'K', 3, 4, ..] => workbook(bytes, most),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(Unfit::OldWorkbook),
        _ => text(bytes, most),
    }
}

fn text(bytes: &[u8], most: usize) -> Result<Vec<Row>, Unfit> {
    let text = decoded(bytes)?.replace("\r\n", "\n");
    let head = text.lines().next().unwrap_or_default();
    let often = |mark: &u8| head.bytes().filter(|byte| byte == mark).count();
    let mark = [b',', b'\t', b';'].into_iter().rev().max_by_key(often).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(mark).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let (mut rows, mut line) = (Rows::of(most), 0_u32);
    for record in reader.records() {
        let record = record.map_err(|_| Unfit::NotATable)?;
        // The reader passes over empty lines, which a spreadsheet counts; a line break inside of a cell it does not.
        let begins = record.position().and_then(|at| usize::try_from(at.byte()).ok());
        let empty = begins.and_then(|at| text.get(at..)).map_or(0, |rest| rest.len() - rest.trim_start_matches('\n').len());
        line = line.saturating_add(1).saturating_add(u32::try_from(empty).unwrap_or(u32::MAX));
        rows.keep(line, record.iter().map(cut).collect())?;
    }
    Ok(rows.kept)
}

/// The text of a file in whichever encoding it is: by its mark, else UTF-8 where it is valid, else GBK (as its superset
/// GB 18030).
fn decoded(bytes: &[u8]) -> Result<String, Unfit> {
    let encoding = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8,
        None => encoding_rs::GB18030,
    };
    let (text, _, wrong) = encoding.decode(bytes);
    if wrong || text.contains('\0') { Err(Unfit::NotATable) } else { Ok(text.into_owned()) }
}

fn workbook(bytes: &[u8], most: usize) -> Result<Vec<Row>, Unfit> {
    unpacks_to_little(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unfit::NotATable)?;
    let first = book.sheet_names().first().cloned().ok_or(Unfit::NotATable)?;
    // Cell by cell: a range of all of them would be as large as the farthest cell says.
    let mut cells = book.worksheet_cells_reader(&first).map_err(|_| Unfit::NotATable)?;
    let mut rows = Rows::of(most);
    let (mut at, mut row) = (0, Vec::new());
    while let Some(cell) = cells.next_cell().map_err(|_| Unfit::NotATable)? {
        let (line, column) = cell.get_position();
        if line != at {
            rows.keep(at.saturating_add(1), std::mem::take(&mut row))?;
            at = line;
        }
        let said = said(cell.get_value());
        if said.is_empty() {
            continue;
        }
        let column = usize::try_from(column).ok().filter(|column| *column < MOST_COLUMNS).ok_or(Unfit::TooLarge)?;
        row.resize_with(row.len().max(column + 1), String::new);
        if let Some(place) = row.get_mut(column) {
            *place = said;
        }
    }
    rows.keep(at.saturating_add(1), row)?;
    Ok(rows.kept)
}

/// Unpacks everything once, before the reader does: what a workbook says of its own size may be wrong.
fn unpacks_to_little(bytes: &[u8]) -> Result<(), Unfit> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unfit::NotATable)?;
    let mut room = UNPACKED;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|_| Unfit::NotATable)?;
        let mut part = Vec::new();
        let size = file.take(room + 1).read_to_end(&mut part).map_err(|_| Unfit::NotATable)?;
        room = room.checked_sub(size as u64).ok_or(Unfit::TooLarge)?;
        says_little(&part)?;
    }
    Ok(())
}

/// Whether a part of a workbook says nowhere that it has more texts than can be.
fn says_little(part: &[u8]) -> Result<(), Unfit> {
    const COUNT: &[u8] = b"uniqueCount";
    let mut rest = part;
    while let Some(at) = rest.windows(COUNT.len()).position(|here| here == COUNT) {
        rest = rest.get(at + COUNT.len()..).unwrap_or_default();
        let value: Vec<u8> =
            rest.iter().copied().skip_while(|byte| byte.is_ascii_whitespace() || b"='\"".contains(byte)).take(24).collect();
        let digits: String = value.iter().take_while(|byte| byte.is_ascii_digit()).map(|byte| char::from(*byte)).collect();
        if !digits.is_empty() && digits.parse::<u64>().map_or(true, |texts| texts > TEXTS) {
            return Err(Unfit::TooLarge);
        }
    }
    Ok(())
}

/// What a cell shows. Whole numbers, as phones and years are kept, without a point.
fn said(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::DateTime(when) => {
            let (year, month, day, ..) = when.to_ymd_hms_milli();
            format!("{year}-{month:02}-{day:02}")
        }
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => cut(text),
        DataRef::SharedString(text) => cut(text),
    }
}

/// A cell as it is kept: without the space around and what hides or turns the reading round, no longer than [`CELL`]; an apostrophe that only keeps a spreadsheet from
/// calculating goes.
fn cut(cell: &str) -> String {
    let cell = clean(cell, false);
    let cell = match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start().starts_with(['=', '+', '-', '@']) => rest,
        _ => &cell,
    };
    cell.chars().take(CELL).collect()
}

/// The rows that hold anything, as they come.
struct Rows {
    kept: Vec<Row>,
    most: usize,
    room: usize,
}

impl Rows {
    fn of(most: usize) -> Self {
        Self { kept: Vec::new(), most, room: ALL_CELLS }
    }

    fn keep(&mut self, line: u32, cells: Vec<String>) -> Result<(), Unfit> {
        if cells.iter().all(String::is_empty) {
            return Ok(());
        }
        if cells.len() > MOST_COLUMNS || self.kept.len() >= self.most {
            return Err(Unfit::TooLarge);
        }
        let size = cells.iter().map(String::len).sum();
        self.room = self.room.checked_sub(size).ok_or(Unfit::TooLarge)?;
        self.kept.push((line, cells));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: usize = 100;

    fn cells(rows: Vec<Row>) -> Vec<String> {
        rows.into_iter().map(|(line, cells)| format!("{line}:{}", cells.join("|"))).collect()
    }

    #[test]
    fn csv_reads_in_every_encoding_that_spreadsheets_write() {
        let text = "姓名,楼栋\r\n张三,\"1 号楼,\n东\"\r\n\r\n'+1,㐂\r\n";
        // A cell is one line: a break inside becomes a space.
        let read_back = ["1:姓名|楼栋", "2:张三|1 号楼, 东", "4:+1|㐂"];
        let (gbk, _, _) = encoding_rs::GB18030.encode(text);
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for bytes in [text.as_bytes().to_vec(), format!("\u{FEFF}{text}").into_bytes(), gbk.into_owned(), utf16] {
            assert_eq!(cells(read_now(&bytes, MOST).unwrap()), read_back);
        }
        assert_eq!(cells(read_now("a\tb\n1,2\t3".as_bytes(), MOST).unwrap()), ["1:a|b", "2:1,2|3"]);
        assert_eq!(cells(read_now("a;b\n1;2".as_bytes(), MOST).unwrap()), ["1:a|b", "2:1|2"]);
    }

    #[test]
    fn what_is_no_table_or_too_much_is_refused_by_name() {
        assert_eq!(read_now(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10], MOST), Err(Unfit::NotATable));
        assert_eq!(read_now(b"PK\x03\x04 and then nothing", MOST), Err(Unfit::NotATable));
        assert_eq!(read_now(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1], MOST), Err(Unfit::OldWorkbook));
        assert_eq!(read_now("x\n".repeat(MOST + 1).as_bytes(), MOST), Err(Unfit::TooLarge));
        assert_eq!(read_now("x\n".repeat(MOST).as_bytes(), MOST).unwrap().len(), MOST);
        assert_eq!(read_now(",".repeat(MOST_COLUMNS + 9).as_bytes(), MOST), Ok(Vec::new()));
        assert_eq!(read_now(format!("{}x", ",".repeat(MOST_COLUMNS)).as_bytes(), MOST), Err(Unfit::TooLarge));
    }

    #[test]
    fn a_workbook_reads_as_it_shows_and_a_far_cell_takes_no_room() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (at, head) in ["姓名", "手机", "出生年份"].into_iter().enumerate() {
            sheet.write(0, u16::try_from(at).unwrap(), head).unwrap();
        }
        sheet.write(2, 0, "张三").unwrap();
        sheet.write(2, 1, 13_800_000_000_f64).unwrap();
        sheet.write(2, 2, 1948).unwrap();
        let bytes = book.save_to_buffer().unwrap();
        assert_eq!(cells(read_now(&bytes, MOST).unwrap()), ["1:姓名|手机|出生年份", "3:张三|13800000000|1948"]);
        book.worksheet_from_index(0).unwrap().write(1_048_575, 16_383, "far").unwrap();
        assert_eq!(read_now(&book.save_to_buffer().unwrap(), MOST), Err(Unfit::TooLarge));
    }

    /// A workbook whose parts are these.
    fn packed(parts: &[(&str, String)]) -> Vec<u8> {
        use std::io::Write as _;
        let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, part) in parts {
            packed.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            packed.write_all(part.as_bytes()).unwrap();
        }
        packed.finish().unwrap().into_inner()
    }

    /// The reader would make room for so many texts, and the whole program would end.
    #[test]
    fn a_workbook_that_says_it_has_more_texts_than_can_be_is_refused() {
        for count in ["10000000000000", "99999999999999999999999999", "1000001"] {
            let texts = format!("<sst uniqueCount = '{count}'><si><t>x</t></si></sst>");
            assert_eq!(read_now(&packed(&[("xl/sharedStrings.xml", texts)]), MOST), Err(Unfit::TooLarge), "{count}");
        }
        assert_eq!(says_little(b"<sst count=\"3\" uniqueCount=\"3\"> uniqueCount is no attribute here"), Ok(()));
    }

    #[test]
    fn one_long_text_that_many_cells_name_is_cut_each_time() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        let long = "长".repeat(30_000);
        for row in 0..50 {
            for column in 0..50 {
                sheet.write(row, column, &long).unwrap();
            }
        }
        let rows = read_now(&book.save_to_buffer().unwrap(), MOST).unwrap();
        assert!(rows.iter().flat_map(|(_, cells)| cells).all(|cell| cell.chars().count() == CELL));
    }

    #[test]
    fn all_cells_together_have_a_limit() {
        let row = vec!["长".repeat(CELL); MOST_COLUMNS].join(",");
        let text = vec![row; 300].join("\n");
        assert_eq!(read_now(text.as_bytes(), 1000), Err(Unfit::TooLarge));
    }

    #[test]
    fn a_workbook_that_unpacks_to_too_much_is_not_unpacked() {
        let zeros = "0".repeat(usize::try_from(UNPACKED).unwrap());
        let bytes = packed(&[("xl/workbook.xml", zeros), ("xl/more.xml", "0".to_owned())]);
        assert!(bytes.len() < 1 << 20);
        assert_eq!(read_now(&bytes, MOST), Err(Unfit::TooLarge));
    }
}
