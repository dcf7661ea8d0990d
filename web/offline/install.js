// What a page on a host has, and one that is being worked on has not: it is kept for visits without a network, says when
// there is a new version of it, and takes what other programs hand to it once it is installed.
const home = new URL("../../", import.meta.url);
const version = import.meta.url.split("/").at(-2);
const { serviceWorker } = navigator;

// Files from elsewhere come in as if they were dropped.
const bring = (files) => {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  if (files.length) dispatchEvent(new DragEvent("drop", { dataTransfer, cancelable: true }));
};

const settle = () => {
  const shared = new URLSearchParams(location.search);
  const text = shared.get("text") ?? shared.get("url");
  if (text !== null) {
    const name = shared.get("title") || "shared text";
    // A reload is to bring back what was made of it.
    for (const given of ["title", "text", "url"]) shared.delete(given);
    const rest = shared.size ? `?${shared}` : "";
    history.replaceState(history.state, "", location.pathname + rest + location.hash);
    bring([new File([text], name)]);
  }
  window.launchQueue?.setConsumer(async ({ files }) => bring(await Promise.all(files.map((file) => file.getFile()))));
  // A page that came past the worker, from a cache on the way, may be older than it.
  serviceWorker?.controller?.postMessage("version");
  serviceWorker?.register(new URL("service-worker.js", home)).then((registration) => {
    // A page that stays open for days hears of a new version too.
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && navigator.onLine) registration.update().catch(() => {});
    });
  }, console.warn);
};

serviceWorker?.addEventListener("message", async ({ data, source }) => {
  if (data === version) return;
  // It says so while it begins; only then does a reload get the new version for certain.
  while (source.state === "activating") await new Promise((changed) => source.addEventListener("statechange", changed, { once: true }));
  dispatchEvent(new Event("newversion"));
});
serviceWorker?.startMessages();

// The page shows what it shows by itself, and what runs programs is there: nothing that follows is in its way.
const awaited = new Set(["settled", new URL("stage_bg.wasm", import.meta.url).href]);
const observer = new PerformanceObserver((list) => {
  for (const { name } of list.getEntries()) awaited.delete(name);
  if (awaited.size) return;
  observer.disconnect();
  (window.requestIdleCallback ?? setTimeout)(settle);
});
for (const type of ["mark", "resource"]) observer.observe({ type, buffered: true });
