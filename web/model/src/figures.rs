//! Numbers, as people read them.

/// `1214002` as `1,214,002`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 line`, `2 lines`.
pub fn counted(number: u64, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(number))
}

/// `1.2 MB`, in the units of a thousand that people know from downloads.
pub fn short_size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    // In tenths of the unit: what writes floats is large.
    let mut size = (bytes + 50) / 100;
    let mut unit = 0;
    while size >= 9995 && unit + 1 < UNITS.len() {
        size = (size + 500) / 1000;
        unit += 1;
    }
    format!("{} {}", tenths(size), UNITS[unit])
}

/// `63 ms`, `2.1 s`.
pub fn duration(ms: f64) -> String {
    match ms {
        ms if ms < 1000.0 => format!("{} ms", tenths((ms * 10.0).round() as u64)),
        ms => {
            let tenths = (ms / 100.0).round() as u64;
            format!("{}.{} s", tenths / 10, tenths % 10)
        }
    }
}

/// `1.2` of 12, `12` of 123.
fn tenths(tenths: u64) -> String {
    match tenths {
        small if small < 100 => format!("{}.{}", small / 10, small % 10),
        large => format!("{}", (large + 5) / 10),
    }
}
