//! JSON as a tree, with the place of each value in the text. What is no JSON
//! from some place on is a tree up to there, and a problem.

use std::ops::Range;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `{…}`
    Object,
    /// `[…]`
    Array,
    /// `"…"`
    String,
    /// `1.5e3`
    Number,
    /// `true`, `false`, `null`
    Word,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// The key before it, in its quotes, if it is a member of an object.
    pub key: Option<Range<usize>>,
    /// Its place in the text.
    pub span: Range<usize>,
    /// How many values it holds itself.
    pub children: usize,
    /// The number of the first value that is not inside of it.
    pub next: usize,
}

/// Values as they stand in a text, each before those that it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// All of them.
    pub nodes: Vec<Node>,
    /// How many are in no other: more than one if it is JSON lines.
    pub roots: usize,
    /// Where it is no JSON any more.
    pub problem: Option<Problem>,
}

/// Where a text is no JSON, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The place in bytes.
    pub at: usize,
    /// The line, from 1.
    pub line: usize,
    /// The column in bytes, from 1.
    pub column: usize,
    /// What is wrong, as a sentence without its full stop.
    pub why: &'static str,
}

/// So many values are read at most.
pub const MOST: usize = 500_000;

const ENDED: &str = "the text ends in the middle of it";

/// Reads a text.
pub fn read(text: &[u8]) -> Tree {
    let start = text.strip_prefix(b"\xef\xbb\xbf").map_or(0, |_| 3);
    let mut reader = Reader {
        text,
        at: start,
        tree: Tree::default(),
        open: Vec::new(),
    };
    if let Err(why) = reader.all() {
        let before = &text[..reader.at];
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        let column = before.len() - memchr::memrchr(b'\n', before).map_or(0, |at| at + 1) + 1;
        reader.tree.problem = Some(Problem {
            at: reader.at,
            line,
            column,
            why,
        });
    }
    let (end, count) = (reader.at, reader.tree.nodes.len());
    for open in reader.open {
        let node = &mut reader.tree.nodes[open];
        (node.span.end, node.next) = (end, count);
    }
    reader.tree
}

/// Whether a text that starts with a bracket is JSON, as far as it goes.
pub fn looks_right(text: &[u8], whole: bool) -> bool {
    match read(text).problem {
        None => true,
        Some(problem) => !whole && problem.at >= text.len(),
    }
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    tree: Tree,
    /// The numbers of the arrays and objects around `at`.
    open: Vec<usize>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// Without recursion: no depth is too deep.
    fn all(&mut self) -> Result<(), &'static str> {
        loop {
            self.space();
            let Some(inside) = self.open.last().copied() else {
                if self.peek().is_none() {
                    return Ok(());
                }
                self.tree.roots += 1;
                self.value(None)?;
                continue;
            };
            let is_object = self.tree.nodes[inside].kind == Kind::Object;
            let end = if is_object { b'}' } else { b']' };
            if self.peek() == Some(end) {
                self.at += 1;
                self.close();
                continue;
            }
            if self.tree.nodes[inside].children > 0 {
                match (self.peek(), is_object) {
                    (Some(b','), _) => self.at += 1,
                    (None, _) => return Err(ENDED),
                    (_, true) => return Err("a comma or } should stand here"),
                    (_, false) => return Err("a comma or ] should stand here"),
                }
                self.space();
            }
            let key = match is_object {
                true => Some(self.key()?),
                false => None,
            };
            self.tree.nodes[inside].children += 1;
            if let Err(why) = self.value(key) {
                // It is not there, unless it is a part of a value.
                self.tree.nodes[inside].children -= 1;
                return Err(why);
            }
        }
    }

    fn close(&mut self) {
        let count = self.tree.nodes.len();
        if let Some(open) = self.open.pop() {
            let node = &mut self.tree.nodes[open];
            (node.span.end, node.next) = (self.at, count);
        }
    }

    fn key(&mut self) -> Result<Range<usize>, &'static str> {
        let start = self.at;
        match self.peek() {
            Some(b'"') => self.string()?,
            None => return Err(ENDED),
            _ => return Err("a name in double quotes should stand here"),
        }
        let key = start..self.at;
        self.space();
        match self.peek() {
            Some(b':') => self.at += 1,
            None => return Err(ENDED),
            _ => return Err("a colon should stand here"),
        }
        self.space();
        Ok(key)
    }

    fn value(&mut self, key: Option<Range<usize>>) -> Result<(), &'static str> {
        if self.tree.nodes.len() >= MOST {
            return Err("there are more values than are shown");
        }
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b'"') => Kind::String,
            Some(b'-' | b'0'..=b'9') => Kind::Number,
            Some(b't' | b'f' | b'n') => Kind::Word,
            None => return Err(ENDED),
            _ => return Err("a value should stand here"),
        };
        match kind {
            Kind::Object | Kind::Array => {
                self.at += 1;
                self.open.push(self.tree.nodes.len());
            }
            Kind::String => self.string()?,
            Kind::Number => self.number()?,
            Kind::Word => self.word()?,
        }
        let next = self.tree.nodes.len() + 1;
        self.tree.nodes.push(Node {
            kind,
            key,
            span: start..self.at,
            children: 0,
            next,
        });
        Ok(())
    }

    fn string(&mut self) -> Result<(), &'static str> {
        self.at += 1;
        loop {
            match self.peek().ok_or(ENDED)? {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => {
                    self.at += 1;
                    match self.peek().ok_or(ENDED)? {
                        b'u' => {
                            for _ in 0..4 {
                                self.at += 1;
                                if !self.peek().ok_or(ENDED)?.is_ascii_hexdigit() {
                                    return Err("four hexadecimal digits should follow \\u");
                                }
                            }
                        }
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                        _ => return Err("there is no such escape in a string"),
                    }
                }
                0..0x20 => return Err("a control character in a string has to be escaped"),
                _ => {}
            }
            self.at += 1;
        }
    }

    fn digits(&mut self) -> Result<(), &'static str> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        match self.at > start {
            true => Ok(()),
            false if self.peek().is_none() => Err(ENDED),
            false => Err("a digit should stand here"),
        }
    }

    fn number(&mut self) -> Result<(), &'static str> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        self.apart()
    }

    fn word(&mut self) -> Result<(), &'static str> {
        let rest = &self.text[self.at..];
        for word in [&b"true"[..], b"false", b"null"] {
            if rest.starts_with(word) {
                self.at += word.len();
                return self.apart();
            }
            if !rest.is_empty() && word.starts_with(rest) {
                self.at = self.text.len();
                return Err(ENDED);
            }
        }
        Err("a value should stand here")
    }

    /// Between two values of JSON lines there is a space, or a bracket.
    fn apart(&self) -> Result<(), &'static str> {
        match self.peek() {
            None | Some(b' ' | b'\t' | b'\n' | b'\r' | b',' | b']' | b'}') => Ok(()),
            Some(_) => Err("a value has to end here"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A tree written again, without spaces.
    fn written(text: &[u8], tree: &Tree) -> String {
        fn node(text: &[u8], tree: &Tree, at: usize, out: &mut String) {
            let node_at = &tree.nodes[at];
            if let Some(key) = &node_at.key {
                out.push_str(&String::from_utf8_lossy(&text[key.clone()]));
                out.push(':');
            }
            let (start, end) = match node_at.kind {
                Kind::Object => ('{', '}'),
                Kind::Array => ('[', ']'),
                _ => return out.push_str(&String::from_utf8_lossy(&text[node_at.span.clone()])),
            };
            out.push(start);
            let mut child = at + 1;
            for number in 0..node_at.children {
                if number > 0 {
                    out.push(',');
                }
                node(text, tree, child, out);
                child = tree.nodes[child].next;
            }
            assert_eq!(child, node_at.next);
            out.push(end);
        }
        let mut out = String::new();
        let mut root = 0;
        for _ in 0..tree.roots {
            node(text, tree, root, &mut out);
            out.push('\n');
            root = tree.nodes[root].next;
        }
        assert_eq!(root, tree.nodes.len());
        out
    }

    fn again(text: &str) -> String {
        let tree = read(text.as_bytes());
        assert_eq!(tree.problem, None, "{text}");
        written(text.as_bytes(), &tree)
    }

    #[test]
    fn values_and_their_places() {
        let text = " { \"a\" : [1, -2.5e+3, \"x\\\"\\u00e9\"], \"b\": {}, \"a\": null } ";
        assert_eq!(
            again(text),
            "{\"a\":[1,-2.5e+3,\"x\\\"\\u00e9\"],\"b\":{},\"a\":null}\n"
        );
        let tree = read(text.as_bytes());
        assert_eq!(
            &text[tree.nodes[1].span.clone()],
            "[1, -2.5e+3, \"x\\\"\\u00e9\"]"
        );
        assert_eq!(
            again("{\"a\":1}\n[2]\n3 true\n"),
            "{\"a\":1}\n[2]\n3\ntrue\n"
        );
        assert_eq!(again("\u{feff}[]"), "[]\n");
        assert_eq!(read(b"").roots, 0);
    }

    #[test]
    fn problems_say_where_and_why() {
        for (text, line, column, why) in [
            ("[1 2]", 1, 4, "a comma or ] should stand here"),
            ("{\"a\": 1,\n \"b\" 2}", 2, 6, "a colon should stand here"),
            ("{a: 1}", 1, 2, "a name in double quotes should stand here"),
            ("[1,]", 1, 4, "a value should stand here"),
            ("[01]", 1, 3, "a value has to end here"),
            ("[1", 1, 3, ENDED),
            ("[tru", 1, 5, ENDED),
            ("\"\\x\"", 1, 3, "there is no such escape in a string"),
            (
                "\"\n\"",
                1,
                2,
                "a control character in a string has to be escaped",
            ),
            ("}", 1, 1, "a value should stand here"),
        ] {
            let problem = read(text.as_bytes()).problem.expect(text);
            assert_eq!(
                (problem.line, problem.column, problem.why),
                (line, column, why),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_right_before_a_problem_is_kept() {
        let tree = read(b"{\"a\": [1, 2, oops");
        assert_eq!(tree.nodes.len(), 4);
        assert_eq!((tree.nodes[1].children, tree.nodes[1].next), (2, 4));
        assert_eq!(tree.nodes[0].next, 4);
    }

    #[test]
    fn depth_is_no_danger() {
        let tree = read("[".repeat(100_000).as_bytes());
        assert_eq!(tree.nodes.len(), 100_000);
        assert!(tree.problem.is_some());
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_sound_tree(text in "[]{}\\[\":,0-9a-ftrue\\\\ \n.-]{0,40}") {
            let tree = read(text.as_bytes());
            for (at, node) in tree.nodes.iter().enumerate() {
                prop_assert!(node.next > at && node.next <= tree.nodes.len());
                prop_assert!(node.span.start < node.span.end && node.span.end <= text.len());
                let mut child = at + 1;
                for _ in 0..node.children {
                    child = tree.nodes[child].next;
                }
                prop_assert!(child == node.next, "{:?}", tree);
            }
        }

        #[test]
        fn serde_json_agrees_on_what_is_json(text in "[\\[\\]{}\":,01a-c.eE+\\\\ -]{0,12}|[\\[{]{1,3}[\"a,:1 \\]}]{0,12}") {
            let mut stream = serde_json::Deserializer::from_str(&text).into_iter::<serde_json::Value>();
            let theirs = stream.all(|value| value.is_ok() || value.is_err_and(|error| error.to_string().contains("out of range")));
            let ours = read(text.as_bytes()).problem.is_none();
            // Ours wants numbers apart from what follows; both refuse all else alike.
            prop_assert!(ours == theirs || !ours, "{} {} {}", text, ours, theirs);
        }
    }
}
