//! Tables that come in: CSV in the encodings that spreadsheets in China write (UTF-8, UTF-16 with its mark, GBK), and XLSX.
//! Read into rows of text; whatever is in a file, no more memory is taken than its size and `UNPACKED` say.

use calamine::{DataRef, Reader as _, Xlsx};
use std::io::{Cursor, Read as _};

/// The most columns.
const MOST_COLUMNS: usize = 50;
/// The most characters of a cell; what is longer is cut, and then too long for any rule.
const CELL: usize = 2000;
/// How large the parts of a workbook may be together, once unpacked, in bytes.
const UNPACKED: u64 = 64 << 20;

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

/// The rows of a file that hold anything, at most so many, the head first. Runs long on large files: not for a thread that others wait for.
///
/// # Errors
/// [`Unfit`].
pub fn read(bytes: &[u8], most: usize) -> Result<Vec<Row>, Unfit> {
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
    let (mut rows, mut line) = (Vec::new(), 0_u32);
    for record in reader.records() {
        let record = record.map_err(|_| Unfit::NotATable)?;
        // The reader passes over empty lines, which a spreadsheet counts; a line break inside of a cell it does not.
        let begins = record.position().and_then(|at| usize::try_from(at.byte()).ok());
        let empty = begins.and_then(|at| text.get(at..)).map_or(0, |rest| rest.len() - rest.trim_start_matches('\n').len());
        line = line.saturating_add(1).saturating_add(u32::try_from(empty).unwrap_or(u32::MAX));
        keep(&mut rows, most, line, record.iter().map(str::to_owned).collect())?;
    }
    Ok(rows)
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
    let mut rows = Vec::new();
    let (mut at, mut row) = (0, Vec::new());
    while let Some(cell) = cells.next_cell().map_err(|_| Unfit::NotATable)? {
        let (line, column) = cell.get_position();
        if line != at {
            keep(&mut rows, most, at.saturating_add(1), std::mem::take(&mut row))?;
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
    keep(&mut rows, most, at.saturating_add(1), row)?;
    Ok(rows)
}

/// Unpacks everything once into nothing: what a workbook says of its own size may be wrong.
fn unpacks_to_little(bytes: &[u8]) -> Result<(), Unfit> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unfit::NotATable)?;
    let mut room = UNPACKED;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|_| Unfit::NotATable)?;
        let size = std::io::copy(&mut file.take(room + 1), &mut std::io::sink()).map_err(|_| Unfit::NotATable)?;
        room = room.checked_sub(size).ok_or(Unfit::TooLarge)?;
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
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
    }
}

/// Adds a row that holds anything. An apostrophe that only keeps a spreadsheet from calculating goes.
fn keep(rows: &mut Vec<Row>, most: usize, line: u32, cells: Vec<String>) -> Result<(), Unfit> {
    if cells.iter().all(|cell| cell.trim().is_empty()) {
        return Ok(());
    }
    if cells.len() > MOST_COLUMNS || rows.len() >= most {
        return Err(Unfit::TooLarge);
    }
    let plain = |cell: String| {
        let cell: String = cell.trim().chars().take(CELL).collect();
        match cell.strip_prefix('\'') {
            Some(rest) if rest.trim_start().starts_with(['=', '+', '-', '@']) => rest.to_owned(),
            _ => cell,
        }
    };
    rows.push((line, cells.into_iter().map(plain).collect()));
    Ok(())
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
        let read_back = ["1:姓名|楼栋", "2:张三|1 号楼,\n东", "4:+1|㐂"];
        let (gbk, _, _) = encoding_rs::GB18030.encode(text);
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for bytes in [text.as_bytes().to_vec(), format!("\u{FEFF}{text}").into_bytes(), gbk.into_owned(), utf16] {
            assert_eq!(cells(read(&bytes, MOST).unwrap()), read_back);
        }
        assert_eq!(cells(read("a\tb\n1,2\t3".as_bytes(), MOST).unwrap()), ["1:a|b", "2:1,2|3"]);
        assert_eq!(cells(read("a;b\n1;2".as_bytes(), MOST).unwrap()), ["1:a|b", "2:1|2"]);
    }

    #[test]
    fn what_is_no_table_or_too_much_is_refused_by_name() {
        assert_eq!(read(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10], MOST), Err(Unfit::NotATable));
        assert_eq!(read(b"PK\x03\x04 and then nothing", MOST), Err(Unfit::NotATable));
        assert_eq!(read(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1], MOST), Err(Unfit::OldWorkbook));
        assert_eq!(read("x\n".repeat(MOST + 1).as_bytes(), MOST), Err(Unfit::TooLarge));
        assert_eq!(read("x\n".repeat(MOST).as_bytes(), MOST).unwrap().len(), MOST);
        assert_eq!(read(",".repeat(MOST_COLUMNS + 9).as_bytes(), MOST), Ok(Vec::new()));
        assert_eq!(read(format!("{}x", ",".repeat(MOST_COLUMNS)).as_bytes(), MOST), Err(Unfit::TooLarge));
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
        assert_eq!(cells(read(&bytes, MOST).unwrap()), ["1:姓名|手机|出生年份", "3:张三|13800000000|1948"]);
        book.worksheet_from_index(0).unwrap().write(1_048_575, 16_383, "far").unwrap();
        assert_eq!(read(&book.save_to_buffer().unwrap(), MOST), Err(Unfit::TooLarge));
    }

    #[test]
    fn a_workbook_that_unpacks_to_too_much_is_not_unpacked() {
        use std::io::Write as _;
        let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
        bomb.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
        let zeros = vec![0; 1 << 20];
        for _ in 0..=UNPACKED >> 20 {
            bomb.write_all(&zeros).unwrap();
        }
        let bytes = bomb.finish().unwrap().into_inner();
        assert!(bytes.len() < 1 << 20);
        assert_eq!(read(&bytes, MOST), Err(Unfit::TooLarge));
    }
}
