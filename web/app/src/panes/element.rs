//! Elements, put together by calls. `html!` writes all of an element's making where
//! it stands, and the panes have a few hundred of them: as calls they are a fifth of
//! the code, and the page's code is what a first visit waits for.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::{Event, File, HtmlInputElement};
use yew::{
    AttrValue, Callback, Html, TargetCast,
    virtual_dom::{
        AttributeOrProperty::{self, Attribute, Property},
        Attributes, Key, Listener, ListenerKind, VTag, VText,
    },
};

/// An element that is being put together.
pub struct Element(Box<VTag>);

/// An element as HTML begins it, `<button id='stop' type='button'>Stop`: single
/// quotes, nothing escaped, and at the end a text if it has one. `<>` is no element:
/// what is put into it stands in a row.
#[inline(never)]
pub fn tag(start: &'static str) -> Element {
    let (head, text) = start[1..].split_once('>').unwrap_or((start, ""));
    let (name, mut rest) = head.split_once(' ').unwrap_or((head, ""));
    let mut made = Element(Box::new(VTag::new(name)));
    made.0.attributes = Attributes::IndexMap(Rc::default());
    while let Some((name, after)) = rest.split_once("='") {
        let (value, after) = after.split_once('\'').unwrap_or((after, ""));
        made.set(name.trim_start(), Attribute(AttrValue::Static(value)));
        rest = after;
    }
    match text {
        "" => made,
        text => made.with_text(AttrValue::Static(text)),
    }
}

impl Element {
    /// In a map from the first on: to make Yew's other forms into one is much code.
    #[inline(never)]
    fn set(&mut self, name: &'static str, value: AttributeOrProperty) {
        if let Attributes::IndexMap(map) = &mut self.0.attributes
            && let Some(map) = Rc::get_mut(map)
        {
            map.insert(AttrValue::Static(name), value);
        }
    }

    /// An attribute.
    #[inline(never)]
    pub fn attr(mut self, name: &'static str, value: &str) -> Self {
        self.set(name, Attribute(AttrValue::Rc(value.into())));
        self
    }

    /// An attribute that may be missing.
    #[inline(never)]
    pub fn maybe(self, name: &'static str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// An attribute that says all by being there.
    #[inline(never)]
    pub fn flag(mut self, name: &'static str, is: bool) -> Self {
        if is {
            self.set(name, Attribute(AttrValue::Static(name)));
        }
        self
    }

    /// A class besides those that it begins with.
    #[inline(never)]
    pub fn class(self, class: &str, is: bool) -> Self {
        if !is {
            return self;
        }
        let before = match &self.0.attributes {
            Attributes::IndexMap(map) => map.get(&AttrValue::Static("class")),
            _ => None,
        };
        let classes = match before {
            Some(Attribute(before)) => [before, " ", class].concat(),
            _ => class.to_owned(),
        };
        self.attr("class", &classes)
    }

    /// A property of the element in the page, which is no attribute.
    #[inline(never)]
    pub fn property(mut self, name: &'static str, value: JsValue) -> Self {
        self.set(name, Property(value));
        self
    }

    /// What stands in a field.
    #[inline(never)]
    pub fn value(mut self, value: &str) -> Self {
        self.0.set_value(Some(AttrValue::Rc(value.into())));
        self
    }

    /// Whether a box is ticked.
    #[inline(never)]
    pub fn checked(mut self, is: bool) -> Self {
        self.0.set_checked(is);
        self
    }

    /// What tells it from its neighbours, when they come and go.
    #[inline(never)]
    pub fn key(mut self, key: &str) -> Self {
        self.0.key = Some(Key::from(key));
        self
    }

    /// What hears its events of a kind, `input` for one.
    pub fn on(self, kind: &'static str, heard: impl Into<Callback<Event>>) -> Self {
        self.listen(kind, heard.into())
    }

    /// What hears its clicks.
    pub fn onclick(self, heard: impl Into<Callback<Event>>) -> Self {
        self.listen("click", heard.into())
    }

    /// What hears that it was changed.
    pub fn onchange(self, heard: impl Into<Callback<Event>>) -> Self {
        self.listen("change", heard.into())
    }

    /// What a click asks for.
    #[inline(never)]
    pub fn asks(self, ask: Callback<()>) -> Self {
        self.onclick(ask.reform(|_| ()))
    }

    #[inline(never)]
    fn listen(mut self, kind: &'static str, heard: Callback<Event>) -> Self {
        self.0.add_listener(Rc::new(Ear { kind, heard }));
        self
    }

    /// A text within it.
    #[inline(never)]
    pub fn text(self, text: &str) -> Self {
        self.with_text(AttrValue::Rc(text.into()))
    }

    fn with_text(mut self, text: AttrValue) -> Self {
        self.0.add_child(VText::new(text).into());
        self
    }

    /// Something within it.
    #[inline(never)]
    pub fn child(mut self, child: Element) -> Self {
        self.0.add_child(child.into());
        self
    }

    /// Something within it, or else nothing: what stands behind keeps its place.
    #[inline(never)]
    pub fn child_if(self, child: Option<Element>) -> Self {
        self.child(child.unwrap_or_else(|| tag("<>")))
    }

    /// As many things within it as there are.
    pub fn children(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        for child in children {
            self = self.child(child);
        }
        self
    }
}

impl From<Element> for Html {
    fn from(made: Element) -> Self {
        match made.0.tag() {
            "" => made.0.into_children().unwrap_or_default(),
            _ => Self::from(*made.0),
        }
    }
}

/// A sentence on what is wrong.
pub fn trouble(sentence: &str) -> Element {
    tag("<p class='trouble'>").text(sentence)
}

/// A callback that an element has for its events of one kind.
struct Ear {
    kind: &'static str,
    heard: Callback<Event>,
}

impl Listener for Ear {
    fn kind(&self) -> ListenerKind {
        ListenerKind::other(self.kind.into())
    }

    fn handle(&self, event: Event) {
        self.heard.emit(event);
    }

    fn passive(&self) -> bool {
        self.kind == "scroll"
    }
}

/// A callback that is given the same whatever happens.
pub fn always<T: Clone + 'static>(ask: &Callback<T>, value: T) -> Callback<Event> {
    ask.reform(move |_| value.clone())
}

/// The field that an event came from. A list has a value as well as a text has.
#[inline(never)]
pub fn field(event: &Event) -> HtmlInputElement {
    event.target_unchecked_into()
}

/// What stands in the field that an event came from.
#[inline(never)]
pub fn value(event: &Event) -> String {
    field(event).value()
}

/// A callback for what stands in a field.
#[inline(never)]
pub fn values(ask: Callback<String>) -> Callback<Event> {
    ask.reform(|event: Event| value(&event))
}

/// A callback for whether a box is ticked.
#[inline(never)]
pub fn ticks(ask: Callback<bool>) -> Callback<Event> {
    ask.reform(|event: Event| field(&event).checked())
}

/// A callback for the file that is chosen. The same one can be chosen again.
#[inline(never)]
pub fn chosen(ask: Callback<File>) -> Callback<Event> {
    Callback::from(move |event: Event| {
        let field = field(&event);
        if let Some(file) = field.files().and_then(|files| files.get(0)) {
            ask.emit(file);
        }
        field.set_value("");
    })
}

/// A field for files, as a button.
pub fn files(words: &'static str, field: &'static str, chosen: Callback<Event>) -> Element {
    tag("<label class='button'>")
        .text(words)
        .child(tag(field).onchange(chosen))
}
