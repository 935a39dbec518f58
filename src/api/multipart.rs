//! A file in a form, as browsers and `curl -F` send it (RFC 7578).

use std::str;

/// The member of the form that is the file.
pub const MEMBER: &str = "file";

/// What a part's lines end with.
const LINE: &[u8] = b"\r\n";

/// The boundary of a form's parts, when this content type is one of a form with files.
pub fn boundary(content_type: &str) -> Option<&str> {
    let mut pieces = content_type.split(';').map(str::trim);
    let is_form = pieces
        .next()
        .is_some_and(|essence| essence.eq_ignore_ascii_case("multipart/form-data"));
    if !is_form {
        return None;
    }
    let boundary = pieces.find_map(|piece| {
        let (name, value) = piece.split_once('=')?;
        name.eq_ignore_ascii_case("boundary").then_some(value)
    });
    Some(boundary.unwrap_or_default().trim_matches('"'))
}

/// The contents of the one member `file`.
///
/// # Errors
/// What is wrong with the form, in words for its sender.
pub fn file<'a>(body: &'a [u8], boundary: &str) -> Result<&'a [u8], String> {
    let mut found = None;
    for (headers, content) in parts(body, boundary)? {
        if member(headers).as_deref() != Some(MEMBER) {
            continue;
        }
        if found.replace(content).is_some() {
            return Err(format!("the form has more than one {MEMBER}"));
        }
    }
    found.ok_or_else(|| format!("the form has no member named {MEMBER}"))
}

/// The parts of a form: their headers and their contents.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Result<Vec<(&'a str, &'a [u8])>, &'static str> {
    // RFC 2046, section 5.1.1.
    if !(1..=70).contains(&boundary.len()) {
        return Err("the content type names no boundary");
    }
    let opening = format!("--{boundary}").into_bytes();
    let delimiter = [LINE, &opening].concat();
    let broken = "the form breaks off";
    let mut rest = match body.strip_prefix(&*opening) {
        Some(rest) => rest,
        None => split(body, &delimiter).ok_or("the form has no part")?.1,
    };
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        let (_, begun) = split(rest, LINE).ok_or(broken)?;
        let (part, after) = split(begun, &delimiter).ok_or(broken)?;
        let (headers, content) = match part.strip_prefix(LINE) {
            Some(content) => (&b""[..], content),
            None => split(part, b"\r\n\r\n").ok_or(broken)?,
        };
        let headers = str::from_utf8(headers).map_err(|_| "a part's headers are not UTF-8")?;
        parts.push((headers, content));
        rest = after;
    }
    Ok(parts)
}

/// The name of the member that a part is.
fn member(headers: &str) -> Option<String> {
    headers.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        if !name.trim().eq_ignore_ascii_case("content-disposition") {
            return None;
        }
        let mut pieces = value.split(';').skip(1).map(str::trim);
        pieces.find_map(|piece| {
            let (name, value) = piece.split_once('=')?;
            let is_name = name.trim().eq_ignore_ascii_case("name");
            is_name.then(|| value.trim().trim_matches('"').to_owned())
        })
    })
}

/// What is before and after the first of these bytes.
fn split<'a>(text: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let place = text.windows(at.len()).position(|window| window == at)?;
    Some((&text[..place], &text[place + at.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "--x--y\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n\
        --x--y\r\ncontent-disposition: form-data; filename=\"a;b.csv\"; name=file\r\n\
        Content-Type: text/csv\r\n\r\nemail\r\n\r\na@b.c\r\n--x--y--\r\n";

    #[test]
    fn the_file_is_what_stands_between_the_delimiters() {
        let sheet = b"email\r\n\r\na@b.c";
        assert_eq!(file(FORM.as_bytes(), "x--y"), Ok(&sheet[..]));
        let with_preamble = format!("to be ignored\r\n{FORM}");
        assert_eq!(file(with_preamble.as_bytes(), "x--y"), Ok(&sheet[..]));
    }

    #[test]
    fn what_is_no_form_is_told() {
        let cases = [
            ("", "x", "the form has no part"),
            ("--x\r\n", "x", "the form breaks off"),
            ("--x\r\n\r\nhello\r\n", "x", "the form breaks off"),
            ("--x\r\nno headers\r\n--x--", "x", "the form breaks off"),
            ("--x--", "x", "the form has no member named file"),
            (
                "--x\r\n\r\nhello\r\n--x--",
                "x",
                "the form has no member named file",
            ),
            (FORM, "", "the content type names no boundary"),
        ];
        for (form, boundary, message) in cases {
            let told = file(form.as_bytes(), boundary);
            assert_eq!(told, Err(message.to_owned()), "{form:?}");
        }
        let part = "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\na\r\n";
        let twice = format!("{part}{part}--x--");
        let told = file(twice.as_bytes(), "x");
        assert_eq!(told, Err("the form has more than one file".to_owned()));
    }

    #[test]
    fn the_boundary_is_a_parameter_of_the_content_type() {
        let plain = "multipart/form-data; boundary=----WebKitFormBoundary7MA4";
        assert_eq!(boundary(plain), Some("----WebKitFormBoundary7MA4"));
        let quoted = "Multipart/Form-Data; charset=utf-8; Boundary=\"a b\"";
        assert_eq!(boundary(quoted), Some("a b"));
        assert_eq!(boundary("multipart/form-data"), Some(""));
        assert_eq!(boundary("text/csv; boundary=x"), None);
    }
}
