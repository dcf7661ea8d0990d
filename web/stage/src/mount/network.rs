//! The network as one stage sees it: who may be reached, and what the page hears
//! of it.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use model::{
    protocol::{FromStage, RunId, StageId},
    wish::Wish,
};

use super::{loopback::Server, web::Answer};
use crate::{fs::Errno, page};

/// The page lists so many connections of a stage; of the others it hears now and
/// then, so often at most, in milliseconds.
const LISTED: u32 = 100;
const TELL_MS: f64 = 100.0;

/// So many refusals and wishes are told, each once.
const MOST_TOLD: usize = 8;

/// The network as one stage sees it.
pub struct Network {
    /// Whose words these are.
    pub run: RunId,
    /// The same.
    pub stage: StageId,
    /// How many bytes of its servers' errors are sent to the page.
    pub keep: u64,
    /// Who listens at localhost.
    pub servers: Vec<Rc<Server>>,
    /// The hosts of the web that the visitor allows.
    hosts: Vec<String>,
    /// What is in the clipboard, if the visitor gave it.
    pub clipboard: Option<String>,
    /// What a host of the web answered last.
    pub answer: RefCell<Answer>,
    /// How many programs serve at the moment, each in its turn.
    pub serving: Cell<u32>,
    /// Whether a server that ran here did not come to its end.
    pub is_spoilt: Cell<bool>,
    /// How many connections were made.
    made: Cell<u32>,
    /// When the page was last told of one, in milliseconds of `page::now`.
    told: Cell<f64>,
    refused: RefCell<Vec<String>>,
    wished: RefCell<Vec<Wish>>,
}

impl Network {
    /// One with these servers, and what the visitor gave.
    pub fn new(
        (run, stage): (RunId, StageId),
        servers: Vec<Rc<Server>>,
        (hosts, clipboard): (Vec<String>, Option<String>),
        keep: u64,
    ) -> Rc<Self> {
        Rc::new(Self {
            run,
            stage,
            keep,
            servers,
            hosts,
            clipboard,
            answer: RefCell::default(),
            serving: Cell::new(0),
            is_spoilt: Cell::new(false),
            made: Cell::new(0),
            told: Cell::new(0.0),
            refused: RefCell::default(),
            wished: RefCell::default(),
        })
    }

    /// Whether the visitor lets programs reach this host of the web.
    ///
    /// # Errors
    /// EACCES; then the visitor is asked, for the next run.
    pub fn allows(&self, host: &str) -> Result<(), Errno> {
        if self.hosts.iter().any(|allowed| allowed == host) {
            return Ok(());
        }
        self.wish(Wish::Host(host.to_owned()));
        Err(Errno::Acces)
    }

    /// Asks the visitor for something.
    pub fn wish(&self, wish: Wish) {
        let mut wished = self.wished.borrow_mut();
        if wished.len() >= MOST_TOLD || wished.contains(&wish) {
            return;
        }
        wished.push(wish.clone());
        let (run, stage) = (self.run, self.stage);
        page::post(&FromStage::Wishes { run, stage, wish }, &[]);
    }

    /// Tells the visitor that something was refused, and what to do.
    pub fn refuse(&self, sentence: String) {
        let mut refused = self.refused.borrow_mut();
        if refused.len() >= MOST_TOLD || refused.contains(&sentence) {
            return;
        }
        refused.push(sentence.clone());
        let (run, stage) = (self.run, self.stage);
        let message = FromStage::Refused {
            run,
            stage,
            sentence,
        };
        page::post(&message, &[]);
    }

    /// The program is over: the page hears how many connections it made, should it not
    /// have been told of each.
    pub fn finish(self: &Rc<Self>) {
        let made = self.made.get();
        if made > LISTED {
            self.told.set(f64::NEG_INFINITY);
            drop(Line::numbered(self, made - 1, String::new()));
        }
    }
}

/// A name that a program gave, as it is shown in a sentence.
pub fn shown(name: &str) -> String {
    let plain = |character| match character {
        ' '..='~' => character,
        _ => '?',
    };
    name.chars().map(plain).take(60).collect()
}

/// A connection, as the page lists it. It is closed by being dropped.
pub struct Line {
    /// Where it belongs.
    pub network: Rc<Network>,
    number: u32,
    /// Where it leads.
    pub to: String,
    /// Whether the page knows of it.
    said: Cell<bool>,
    /// What the program sent.
    sent: RefCell<Said>,
    /// What it was sent, and has read.
    received: RefCell<Said>,
}

/// What went one way over a connection: how many bytes, and the first of them.
#[derive(Default)]
struct Said {
    bytes: u64,
    begin: Vec<u8>,
}

/// So many bytes are looked at.
const BEGIN: usize = 60;

impl Said {
    fn add(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        let room = BEGIN - self.begin.len();
        self.begin
            .extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn begin(&self) -> String {
        String::from_utf8_lossy(&self.begin).into_owned()
    }
}

impl Line {
    /// A new one, to this address.
    pub fn new(network: &Rc<Network>, to: String) -> Self {
        let number = network.made.get();
        network.made.set(number.wrapping_add(1));
        let line = Self::numbered(network, number, to);
        line.tell();
        line
    }

    fn numbered(network: &Rc<Network>, number: u32, to: String) -> Self {
        Self {
            network: network.clone(),
            number,
            to,
            said: Cell::new(false),
            sent: RefCell::default(),
            received: RefCell::default(),
        }
    }

    /// The program sent this.
    pub fn sends(&self, bytes: &[u8]) {
        self.sent.borrow_mut().add(bytes);
    }

    /// The program has read this.
    pub fn receives(&self, bytes: &[u8]) {
        self.received.borrow_mut().add(bytes);
    }

    /// Tells the page how far it is.
    pub fn tell(&self) {
        self.say(true);
    }

    fn say(&self, open: bool) {
        let now = page::now();
        // That it is there and that it is over is said of each that is listed.
        let always = self.number < LISTED && (!open || !self.said.replace(true));
        if !always && now - self.network.told.get() < TELL_MS {
            return;
        }
        self.network.told.set(now);
        let message = FromStage::Connection {
            run: self.network.run,
            stage: self.network.stage,
            number: self.number,
            to: self.to.clone(),
            sent: self.sent.borrow().bytes,
            received: self.received.borrow().bytes,
            begins: [&self.sent, &self.received].map(|said| said.borrow().begin()),
            open,
        };
        page::post(&message, &[]);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.say(false);
    }
}
