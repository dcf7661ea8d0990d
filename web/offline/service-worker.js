// Keeps the page for visits without a network: one version of it, whole, or the one before.
//
// `cargo xtask dist` writes a line above this: the version, and the SHA-256 of each of its files, those of `now` to be
// kept at once, those of `later` when they were used. All files but index.html have the version in their addresses, so
// no page ever gets files of two versions. Where that line is missing (in a page that is being worked on) nothing is kept.
const { page, registration } = self;
const scope = registration.scope;
const ours = `pourover ${scope} `;
const own = ours + page?.version;
const at = (name) => new URL(name, scope).href;
// The name within its version.
const within = (address) => address.slice(scope.length).replace(/^a\/[^/]*\//, "");

const find = (cache, name) => cache.match(at(name), { ignoreVary: true });

// A file of this version: never one of another that a cache on the way still has, nor one that a proxy changed.
async function whole(name, sum, response) {
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const is = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!response.ok || is !== sum) throw new Error(`${name} is not as version ${page.version} has it`);
  const headers = new Headers(response.headers);
  for (const wrong of ["content-encoding", "content-length", "vary"]) headers.delete(wrong);
  headers.set("etag", sum);
  return new Response(bytes, { headers });
}

// What other versions left: by SHA-256, and the names.
async function left() {
  const [files, names] = [new Map(), new Set()];
  for (const key of await caches.keys()) {
    if (!key.startsWith(ours)) continue;
    const cache = await caches.open(key);
    for (const { url } of await cache.keys()) {
      const file = () => cache.match(url, { ignoreVary: true });
      files.set((await file())?.headers.get("etag"), file);
      names.add(within(url));
    }
  }
  return { files, names };
}

// One file after another: the page comes first. index.html is the last, so a cache that has it is whole.
async function keep() {
  const { files, names } = await left();
  const used = Object.entries(page.later).filter(([name]) => names.has(within(at(name))));
  const { "./": html, ...now } = page.now;
  const cache = await caches.open(own);
  for (const [name, sum] of [...used, ...Object.entries(now), ["./", html]]) {
    if (await find(cache, name)) continue;
    // The address of the others has their version in it, so what the browser has is as good.
    const how = name.startsWith("a/") ? "default" : "no-cache";
    // What another version left is checked like what comes from the network.
    const file = (await files.get(sum)?.()) ?? (await fetch(at(name), { cache: how }));
    await cache.put(at(name), await whole(name, sum, file));
  }
  await self.skipWaiting();
}

// Pages of the version before go on with its files; those of still older ones are gone.
async function begin() {
  const others = (await caches.keys()).filter((key) => key.startsWith(ours) && key !== own);
  let before;
  for (const key of page ? others : []) if (await find(await caches.open(key), "./")) before = key;
  for (const key of others) if (key !== before) await caches.delete(key);
  if (!page) return registration.unregister();
  await self.clients.claim();
  for (const client of await self.clients.matchAll()) client.postMessage(page.version);
}

// From what is kept, or the network.
async function answer(event, name) {
  const kept = (await find(await caches.open(own), name)) ?? (await find(caches, name));
  if (kept) return kept;
  const response = await fetch(event.request);
  const sum = page.later[name];
  if (sum) {
    const copy = response.clone();
    const keeping = async () => (await caches.open(own)).put(at(name), await whole(name, sum, copy));
    // If it cannot be kept, it is fetched again the next time.
    event.waitUntil(keeping().catch(() => {}));
  }
  return response;
}

self.addEventListener("install", (event) => event.waitUntil(page ? keep() : self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("message", ({ source }) => source.postMessage(page?.version));
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (!page || method !== "GET" || !url.startsWith(scope)) return;
  const name = url.slice(scope.length).replace(/[?#].*/s, "");
  if (mode === "navigate") {
    if (name === "" || name === "index.html") event.respondWith(answer(event, "./"));
  } else if (name.startsWith("a/") || name in page.now) {
    event.respondWith(answer(event, name));
  }
});
