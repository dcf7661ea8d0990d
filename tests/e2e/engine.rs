//! The three engines: their drivers and their one session each.

use std::{
    env, fs,
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

type Error = Box<dyn std::error::Error + Send + Sync>;

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Blink and V8.
    Chromium,
    /// Gecko and SpiderMonkey.
    Firefox,
    /// WebKit and JavaScriptCore, as WebKitGTK.
    Webkit,
}

impl Engine {
    /// Those that `cargo xtask test` found, named in `POUROVER_ENGINES`.
    pub fn wanted() -> Vec<Self> {
        let wanted =
            env::var("POUROVER_ENGINES").expect("`cargo xtask test` says which browsers there are");
        let all = [Self::Chromium, Self::Firefox, Self::Webkit];
        all.into_iter()
            .filter(|engine| wanted.split(',').any(|name| name == engine.name()))
            .collect()
    }

    /// Its name in the names of tests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// The driver, ready to be started on a port.
    fn driver(self, port: u16) -> Command {
        match self {
            Self::Chromium => {
                let mut driver = program("CHROMEDRIVER");
                driver.arg(format!("--port={port}"));
                driver
            }
            Self::Firefox => {
                let mut driver = program("GECKODRIVER");
                driver.args(["--port", &port.to_string(), "--log", "error"]);
                driver
            }
            Self::Webkit => {
                let mut driver = program("WEBKIT_DRIVER");
                driver.arg(format!("--port={port}"));
                driver
            }
        }
    }

    fn capabilities(self) -> Capabilities {
        let browser = |name: &str| env::var(name).unwrap_or_default();
        let wanted = match self {
            Self::Chromium => json!({
                "browserName": "chrome",
                "goog:chromeOptions": {
                    "binary": browser("CHROMIUM"),
                    "args": [
                        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-quic",
                        "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                        "--window-size=1280,940", "--force-color-profile=srgb",
                    ],
                    "prefs": { "download.default_directory": downloads(self) },
                },
            }),
            Self::Firefox => json!({
                "browserName": "firefox",
                "moz:firefoxOptions": {
                    "binary": browser("FIREFOX"),
                    "args": ["-headless", "--width=1280", "--height=940"],
                    "prefs": {
                        "browser.download.folderList": 2,
                        "browser.download.dir": downloads(self),
                        "browser.download.alwaysOpenPanel": false,
                        "dom.disable_beforeunload": true,
                    },
                },
            }),
            Self::Webkit => json!({
                "webkitgtk:browserOptions": {
                    "binary": browser("WEBKIT_MINIBROWSER"),
                    "args": ["--automation"],
                },
            }),
        };
        let mut capabilities = Capabilities::new();
        for (name, value) in wanted.as_object().expect("an object stands above") {
            capabilities
                .set(name.clone(), value.clone())
                .expect("JSON is JSON");
        }
        capabilities
    }
}

fn program(variable: &str) -> Command {
    let path = env::var(variable)
        .unwrap_or_else(|_| panic!("`cargo xtask test` says where {variable} is"));
    let mut command = Command::new(path);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Where an engine saves what is downloaded.
pub fn downloads(engine: Engine) -> PathBuf {
    folder(engine).join("downloads")
}

/// What an engine keeps while it runs, its profile above all, which grows to hundreds of
/// megabytes. Not each driver removes it.
fn folder(engine: Engine) -> PathBuf {
    env::temp_dir()
        .join(format!("pourover-{}", std::process::id()))
        .join(engine.name())
}

/// How long a test waits for one thing before it gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A port that nobody listens on.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the machine has a free port");
    listener.local_addr().expect("it has an address").port()
}

/// An engine and its session, started when the first test wants it.
pub struct Browser {
    /// Which one.
    pub engine: Engine,
    session: Mutex<Option<Session>>,
}

struct Session {
    driver: WebDriver,
    processes: Vec<Child>,
}

impl Browser {
    /// A browser that is not started yet.
    pub fn new(engine: Engine) -> Self {
        Self {
            engine,
            session: Mutex::new(None),
        }
    }

    /// Its session, for as long as the guard lives.
    pub async fn session(&self) -> Result<MappedMutexGuard<'_, WebDriver>, Error> {
        let mut session = self.session.lock().await;
        if session.is_none() {
            *session = Some(Session::start(self.engine).await?);
        }
        Ok(MutexGuard::map(session, |session| {
            &mut session.as_mut().expect("it was started above").driver
        }))
    }

    /// Ends it.
    pub async fn quit(&self) {
        if let Some(session) = self.session.lock().await.take() {
            let Session { driver, processes } = session;
            let _ = driver.quit().await;
            for mut process in processes {
                let _ = process.kill();
                let _ = process.wait();
            }
            let _ = fs::remove_dir_all(folder(self.engine));
        }
    }
}

impl Session {
    async fn start(engine: Engine) -> Result<Self, Error> {
        let port = free_port();
        let mut processes = Vec::new();
        let mut driver = engine.driver(port);
        let folder = folder(engine);
        fs::create_dir_all(&folder)?;
        driver.env("TMPDIR", folder);
        if engine == Engine::Webkit {
            let (screen, display) = Self::screen()?;
            processes.push(screen);
            driver.env("DISPLAY", display);
            // Without a GPU, and as root in a container, its sandbox cannot start.
            driver.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
            driver.env("GDK_BACKEND", "x11");
        }
        processes.push(driver.spawn()?);
        let address = format!("http://127.0.0.1:{port}");
        wait_until_it_listens(port)?;
        let driver = WebDriver::new(&address, engine.capabilities()).await?;
        driver.set_script_timeout(PATIENCE).await?;
        // The window has a frame of its own; what counts is the page.
        driver.set_window_rect(0, 0, 1280, 940).await?;
        let inner = driver
            .execute("return [innerWidth, innerHeight]", vec![])
            .await?;
        let inner: [u32; 2] = inner.convert()?;
        driver
            .set_window_rect(0, 0, 2560 - inner[0], 1740 - inner[1])
            .await?;
        Ok(Self { driver, processes })
    }

    /// A virtual screen for an engine that cannot do without one.
    fn screen() -> Result<(Child, String), Error> {
        let mut server = program("XVFB");
        // It chooses a free display and says which.
        server
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1400x1100x24",
                "-nolisten",
                "tcp",
            ])
            .stdout(Stdio::piped());
        let mut server = server.spawn()?;
        let mut said = String::new();
        let output = server.stdout.take().ok_or("Xvfb has no output")?;
        std::io::BufRead::read_line(&mut std::io::BufReader::new(output), &mut said)?;
        Ok((server, format!(":{}", said.trim())))
    }
}

fn wait_until_it_listens(port: u16) -> Result<(), Error> {
    let patience = Instant::now() + Duration::from_secs(30);
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        if Instant::now() > patience {
            return Err(format!("no driver answers on port {port}").into());
        }
        std::thread::yield_now();
    }
    Ok(())
}
