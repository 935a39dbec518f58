//! Whether a file is text at all: UTF-8, and with every quotation mark closed.
//!
//! The file is looked through once in pieces, which also gives the digest that names it.

use sha2::{Digest, Sha256};
use std::io::{self, Read};

/// The mark that some programs put in front of UTF-8.
pub const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Bytes looked at in one go.
const PIECE: usize = 64 * 1024;

/// Why a file as a whole cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("the file cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("the file is UTF-16; save it as UTF-8")]
    Utf16,
    #[error("line {line} is not UTF-8; save the file as UTF-8")]
    NotUtf8 { line: u64 },
    #[error("the quoted field that begins in line {line} is never closed")]
    OpenQuote { line: u64 },
    #[error("the file is empty; its first line must name the columns")]
    Empty,
}

/// Looks a file through and gives its SHA-256 in hexadecimal digits.
///
/// # Errors
/// [`Unreadable`].
pub fn examine(mut file: impl Read) -> Result<String, Unreadable> {
    let mut digest = Sha256::new();
    let mut scan = Scan {
        line: 1,
        ..Scan::default()
    };
    // The last bytes of a piece may be the beginning of a character.
    let mut pending: Vec<u8> = Vec::with_capacity(PIECE + 4);
    let mut piece = vec![0; PIECE];
    let mut length = 0_usize;
    loop {
        let count = file.read(&mut piece)?;
        digest.update(&piece[..count]);
        pending.extend_from_slice(&piece[..count]);
        if length == 0 && (pending.starts_with(b"\xFF\xFE") || pending.starts_with(b"\xFE\xFF")) {
            return Err(Unreadable::Utf16);
        }
        length += count;
        let valid = match std::str::from_utf8(&pending) {
            Ok(_) => pending.len(),
            Err(error) if error.error_len().is_none() && count > 0 => error.valid_up_to(),
            Err(error) => {
                let before = &pending[..error.valid_up_to()];
                let breaks = before.iter().filter(|byte| **byte == b'\n').count() as u64;
                return Err(Unreadable::NotUtf8 {
                    line: scan.line + breaks,
                });
            }
        };
        scan.read(&pending[..valid]);
        pending.drain(..valid);
        if count == 0 {
            break;
        }
    }
    if let Some(line) = scan.quoted_since {
        return Err(Unreadable::OpenQuote { line });
    }
    if !scan.any {
        return Err(Unreadable::Empty);
    }
    Ok(hex::encode(digest.finalize()))
}

/// Follows quotation marks as RFC 4180 has them: a field is quoted when it begins with one.
#[derive(Debug, Default)]
struct Scan {
    line: u64,
    quoted_since: Option<u64>,
    in_field: bool,
    /// Whether there is anything but line breaks and the mark in front.
    any: bool,
}

impl Scan {
    fn read(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'"' if self.quoted_since.is_some() => self.quoted_since = None,
                // A doubled mark within a quoted field closes it and opens it again at once.
                b'"' if !self.in_field => {
                    self.quoted_since = Some(self.line);
                    self.any = true;
                }
                b',' if self.quoted_since.is_none() => self.in_field = false,
                b'\n' | b'\r' => {
                    self.line += u64::from(*byte == b'\n');
                    self.in_field &= self.quoted_since.is_some();
                }
                _ if self.quoted_since.is_none() && !BOM.contains(byte) => {
                    self.in_field = true;
                    self.any = true;
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_told_from_what_is_none() {
        let cases: [(&[u8], &str); 11] = [
            (b"a,b\n1,2\n", "ok"),
            (b"\xEF\xBB\xBFa,b\r\n\"1\n\"\"x\"\"\",2\r\n", "ok"),
            (b"a,b\n5\" pipe,2\n", "ok"),
            (
                b"",
                "the file is empty; its first line must name the columns",
            ),
            (
                b"\xEF\xBB\xBF\r\n\n",
                "the file is empty; its first line must name the columns",
            ),
            (
                b"a\n\nb\xE9\n",
                "line 3 is not UTF-8; save the file as UTF-8",
            ),
            (b"a\nb\xC3", "line 2 is not UTF-8; save the file as UTF-8"),
            (b"\xFF\xFEa\0", "the file is UTF-16; save it as UTF-8"),
            (
                b"a,b\n1,2\n\"3,4\n5,6\n",
                "the quoted field that begins in line 3 is never closed",
            ),
            (
                b"a\n\"x\"\"\n",
                "the quoted field that begins in line 2 is never closed",
            ),
            (b"a\n\"x\"\n\"y\"", "ok"),
        ];
        for (bytes, expected) in cases {
            let found = examine(bytes).map_or_else(|error| error.to_string(), |_| "ok".to_owned());
            assert_eq!(found, expected, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_character_across_two_pieces_is_one() {
        let text = format!("{}é\n", "x".repeat(PIECE - 1));
        assert!(examine(text.as_bytes()).is_ok());
    }
}
