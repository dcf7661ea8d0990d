//! What the tools get to read.

use std::collections::BTreeMap;

/// All inputs by their names.
pub fn all() -> BTreeMap<&'static str, Vec<u8>> {
    let mut long = b"word ".repeat(40_000);
    long.extend(b":end\nshort\n");
    long.extend(b"x".repeat(70_000));
    let many: Vec<u8> = (0..30_000_u32)
        .flat_map(|line| {
            format!("{} {line}\n", line.wrapping_mul(2_654_435_761) % 977).into_bytes()
        })
        .collect();
    let mut late_nul = b"early line\n".repeat(20_000);
    late_nul.extend(b"late \0 line\n");
    BTreeMap::from([
        ("empty", Vec::new()),
        ("newline", b"\n".to_vec()),
        ("words", b"the quick brown\nfox jumps over\nthe lazy dog\n\tThe end.\n".to_vec()),
        ("unended", b"one\ntwo\n\nthree".to_vec()),
        ("blank_lines", b"\n\na\n\n\n\nb\n \n\n".to_vec()),
        ("crlf", b"a b\r\nc\td\r\n\r\nend\r".to_vec()),
        ("nul", b"a\0b\0\nc\0\n\0\nb\na\0".to_vec()),
        ("invalid", b"a\xff\xfeb\n\xc3\nlo\xe2\x82ng\n\xf0\x9f\xa6\n ok\nplain\n\xc3".to_vec()),
        ("utf8", "Grüße 🦀\nnaïve café\n日本語 wide\nÄÖÜ äöü ß\n".as_bytes().to_vec()),
        ("numbers", b"10\n9\n-5\n 3.14\n1e3\n99999999999999999999999\n-0\n0\n+7\n0x1f\n.5\n-.5\n1,000\n2K\n1G\n3M\n\n007\n3.140\nabc\ninf\nnan\n-1e-3\n".to_vec()),
        ("fields", b"a:b:c\n1:2\n:::\nnone\nd:e:f:g\n b  c d\nx y:z w:v u\n10:9:8\n9:10:11\n".to_vec()),
        ("repeats", b"a\na\nb\nA\nB\nb\nb\n a\n  a\nab\nac\nab x\ncd x\n".to_vec()),
        ("months", b"12 feb\nJan 3\n  MAR x\nfoo\ndec\nJune\nmay\n".to_vec()),
        ("sections", b"\\:\\:\\:\nhead\n\n\\:\\:\nbody\n\nmore\n\\:\nfoot\n\n\\:\\:\nagain\n".to_vec()),
        ("bytes", (0..=255).collect()),
        ("long", long),
        ("many", many),
        ("late_nul", late_nul),
        ("base64", b"R3LDvMOf\nZSDwn6aACg==\n".to_vec()),
        ("base64_cut", b"R3LDvMOfZ".to_vec()),
        ("base64_garbage", b"R3L*DvM\r\nOf ZQ==".to_vec()),
        ("base64_joined", b"YQ==Yg==Y2Q=".to_vec()),
        ("zeros", vec![0; 1000]),
        ("json", br#"{"b":[1,2.5,-3e2,{}],"a":"gr\u00fc\u00dfe\n\"\\\u0001","c":null,"d":{"z":true,"y":false,"x":[]}} [] "x" 1e-7 100000"#.to_vec()),
        ("json_lines", b"{\"n\":1,\"t\":\"a b\"}\n{\"n\":2,\"t\":\"c\"}\n{\"n\":3,\"t\":null}\n".to_vec()),
        ("json_array", br#"[{"name":"grep","year":1973},{"name":"sort","year":1971},{"name":"sed","year":1974}]"#.to_vec()),
        ("json_wrong", br#"{"a":1} {"a":"#.to_vec()),
    ])
}
