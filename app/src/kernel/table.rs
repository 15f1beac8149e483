//! Tables to keep: CSV as spreadsheets read it, with a byte order mark, so that Chinese shows (RFC 4180); and workbooks (XLSX).

use super::fault::Failure;

/// A table as text. Cells that a spreadsheet would take for a formula begin with an apostrophe.
///
/// # Errors
/// When the writer does.
pub fn csv(rows: &[Vec<String>]) -> Result<String, Failure> {
    let broken = |e: &dyn std::fmt::Display| Failure::Broken(format!("a table does not write: {e}"));
    let mut out = csv::Writer::from_writer(vec![0xEF, 0xBB, 0xBF]);
    for row in rows {
        out.write_record(row.iter().map(|cell| plain(cell))).map_err(|e| broken(&e))?;
    }
    let bytes = out.into_inner().map_err(|e| broken(&e))?;
    String::from_utf8(bytes).map_err(|e| broken(&e))
}

/// A cell of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A text, whatever it begins with: never a formula.
    Text(String),
    /// A whole number.
    Number(i64),
}

/// A table as a workbook of one sheet of this name, its first row bold and always in sight.
///
/// # Errors
/// When the writer does.
pub fn xlsx(name: &str, rows: &[Vec<Cell>]) -> Result<Vec<u8>, Failure> {
    written(name, rows).map_err(|e| Failure::Broken(format!("a workbook does not write: {e}")))
}

fn written(name: &str, rows: &[Vec<Cell>]) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let bold = rust_xlsxwriter::Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Text(text) if row == 0 => sheet.write_string_with_format(row, column, text, &bold)?,
                Cell::Text(text) => sheet.write_string(row, column, text)?,
                Cell::Number(number) => sheet.write_number(row, column, f64::from(i32::try_from(*number).unwrap_or(i32::MAX)))?,
            };
        }
    }
    sheet.autofit();
    book.save_to_buffer()
}

/// The cell as a text, whatever it begins with.
fn plain(cell: &str) -> String {
    let formula = cell.trim_start().starts_with(['=', '+', '-', '@']) || cell.starts_with(['\t', '\r']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Cell, csv, xlsx};
    use calamine::{Data, Reader as _, Xlsx};
    use std::io::Cursor;

    #[test]
    fn a_cell_is_a_text_whatever_stands_in_it() {
        let row = ["=1+1", "-2", "@SUM(A1)", "+86 138", " =x", "张三", "a,b", "\"c\"", ""].map(str::to_owned).to_vec();
        let text = csv(&[row]).unwrap();
        assert_eq!(text, "\u{FEFF}'=1+1,'-2,'@SUM(A1),'+86 138,' =x,张三,\"a,b\",\"\"\"c\"\"\",\n");
    }

    #[test]
    fn a_workbook_has_texts_and_numbers_and_no_formula() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let bytes = xlsx("2026 年第 3 季度", &[vec![text("姓名"), text("积分")], vec![text("=1+1"), Cell::Number(-7)]]).unwrap();
        let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["2026 年第 3 季度"]);
        let sheet = book.worksheet_range("2026 年第 3 季度").unwrap();
        let cells: Vec<Data> = sheet.cells().map(|(.., cell)| cell.clone()).collect();
        let said = |text: &str| Data::String(text.to_owned());
        assert_eq!(cells, [said("姓名"), said("积分"), said("=1+1"), Data::Float(-7.0)]);
    }
}
