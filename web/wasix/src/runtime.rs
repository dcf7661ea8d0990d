//! The runtime that wasmer-wasix asks for: one worker, no threads, no network.
//!
//! Its own `PluggableRuntime` links a registry client, some hundreds of
//! kilobytes that a filter never calls.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use virtual_net::{DynVirtualNetworking, UnsupportedVirtualNetworking};
use wasmer_wasix::{
    Runtime, VirtualTaskManager, WasiThreadError,
    runtime::{
        resolver::{MultiSource, Source},
        task_manager::TaskWasm,
    },
};

/// A runtime for a single program in a single worker.
#[derive(Debug)]
pub struct InWorker {
    networking: DynVirtualNetworking,
    tasks: Arc<dyn VirtualTaskManager>,
}

impl Default for InWorker {
    fn default() -> Self {
        Self {
            networking: Arc::new(UnsupportedVirtualNetworking::default()),
            tasks: Arc::new(NoThreads),
        }
    }
}

impl Runtime for InWorker {
    fn networking(&self) -> &DynVirtualNetworking {
        &self.networking
    }

    fn task_manager(&self) -> &Arc<dyn VirtualTaskManager> {
        &self.tasks
    }

    fn source(&self) -> Arc<dyn Source + Send + Sync> {
        Arc::new(MultiSource::new())
    }
}

/// A task manager that can wait and do nothing else.
#[derive(Debug)]
struct NoThreads;

type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send + 'static>>;

impl VirtualTaskManager for NoThreads {
    fn sleep_now(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + Sync>> {
        Box::pin(Sleep {
            until: js_sys::Date::now() + time.as_secs_f64() * 1000.0,
            polled: false,
        })
    }

    fn task_shared(
        &self,
        _task: Box<dyn FnOnce() -> Boxed<()> + Send + 'static>,
    ) -> Result<(), WasiThreadError> {
        Err(WasiThreadError::Unsupported)
    }

    fn task_wasm(&self, _task: TaskWasm) -> Result<(), WasiThreadError> {
        Err(WasiThreadError::Unsupported)
    }

    fn task_dedicated(
        &self,
        _task: Box<dyn FnOnce() + Send + 'static>,
    ) -> Result<(), WasiThreadError> {
        Err(WasiThreadError::Unsupported)
    }

    fn thread_parallelism(&self) -> Result<usize, WasiThreadError> {
        Ok(1)
    }
}

/// Waits by asking the clock again and again: a worker without shared memory
/// and without JSPI has no way to be woken while the program is on its stack.
struct Sleep {
    /// Milliseconds since the epoch.
    until: f64,
    polled: bool,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        // Pending at least once: wasmer-wasix races clean-up against a sleep of
        // no time, and one that is ready at once lets it stall for ten seconds.
        if self.polled && js_sys::Date::now() >= self.until {
            return Poll::Ready(());
        }
        self.polled = true;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}
