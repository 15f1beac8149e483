//! Tables to keep: CSV as spreadsheets read it, with a byte order mark, so that Chinese shows. Source: RFC 4180.

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

/// The cell as a text, whatever it begins with.
fn plain(cell: &str) -> String {
    let formula = cell.trim_start().starts_with(['=', '+', '-', '@']) || cell.starts_with(['\t', '\r']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::csv;

    #[test]
    fn a_cell_is_a_text_whatever_stands_in_it() {
        let row = ["=1+1", "-2", "@SUM(A1)", "+86 138", " =x", "张三", "a,b", "\"c\"", ""].map(str::to_owned).to_vec();
        let text = csv(&[row]).unwrap();
        assert_eq!(text, "\u{FEFF}'=1+1,'-2,'@SUM(A1),'+86 138,' =x,张三,\"a,b\",\"\"\"c\"\"\",\n");
    }
}
