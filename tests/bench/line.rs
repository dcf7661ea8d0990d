//! A slow line in front of a server: one for all connections, as a phone has it.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::{Instant, sleep_until},
};

use crate::Error;

/// 1.6 Mbit/s, in bytes a second.
const RATE: f64 = 200_000.0;

/// After a request so much time goes by before its answer comes.
const DELAY: Duration = Duration::from_millis(150);

/// What goes over the line at once, in bytes: connections take turns.
const PIECE: usize = 1400;

/// Until when the line is busy.
type Busy = Arc<Mutex<Instant>>;

/// Lays it; gives the address at its near end.
pub async fn lay(server: SocketAddr) -> Result<SocketAddr, Error> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let busy = Busy::new(Mutex::new(Instant::now()));
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let busy = busy.clone();
            tokio::spawn(async move {
                // It ends when either side has enough, which is no mistake.
                let _ = carry(client, server, busy).await;
            });
        }
    });
    Ok(address)
}

async fn carry(client: TcpStream, server: SocketAddr, busy: Busy) -> Result<(), Error> {
    let server = TcpStream::connect(server).await?;
    let (mut requests, mut to_client) = client.into_split();
    let (mut answers, mut to_server) = server.into_split();
    let asked = Arc::new(Mutex::new(Instant::now()));
    let last = asked.clone();
    let there = tokio::spawn(async move {
        let mut bytes = [0; 4096];
        loop {
            let length = requests.read(&mut bytes).await?;
            if length == 0 {
                return to_server.shutdown().await;
            }
            *last.lock().expect("nobody panics with it") = Instant::now();
            to_server.write_all(&bytes[..length]).await?;
        }
    });
    let mut bytes = [0; PIECE];
    loop {
        let length = answers.read(&mut bytes).await?;
        if length == 0 {
            break;
        }
        let asked = *asked.lock().expect("nobody panics with it");
        sleep_until(asked + DELAY).await;
        sleep_until(turn(&busy, length)).await;
        to_client.write_all(&bytes[..length]).await?;
    }
    there.abort();
    Ok(())
}

/// When so many bytes, which stand in line now, are through.
fn turn(busy: &Busy, bytes: usize) -> Instant {
    let mut busy = busy.lock().expect("nobody panics with it");
    let takes = Duration::from_secs_f64(bytes as f64 / RATE);
    *busy = (*busy).max(Instant::now()) + takes;
    *busy
}
