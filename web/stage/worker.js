// The worker's entry: takes the runtime, compiled by the page, then messages for it.

// WebKit asks no service worker for what a worker fetches and imports, but a worker may look for what is kept by itself.
const file = async (name) => {
  const address = new URL(name, import.meta.url);
  return (await self.caches?.match(address, { ignoreVary: true })) ?? fetch(address);
};
const imported = (name) =>
  import(`./${name}`).catch(async () => {
    const text = await (await file(name)).text();
    return import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  });

let stage;
const loaded = imported("stage.js").then((module) => (stage = module));

// Called for each buffer that a program reads or writes.
globalThis.copyBytes = (to, at, from, start, end) => to.set(from.subarray(start, end), at);

// Makes of a call that takes a path one that tells of it before; where it lies is said by the third and fourth argument.
globalThis.telling = (call, tell) => (...args) => {
  tell(args[2], args[3]);
  return call(...args);
};

// Makes of a call that may have to wait (it gives -1 then) one that waits and tries again.
const waiting = (call) => async (...args) => {
  let errno;
  do {
    await stage.ready();
    errno = call(...args);
  } while (errno < 0);
  return errno;
};

// The second host, and what runs components, are runtimes of their own; few
// programs need them.
const load = async (name, module) => {
  const runtime = await imported(`${name}.js`);
  await runtime.default({ module_or_path: module });
  globalThis[name] = runtime;
};

// One end of a pipe that goes over the page, to be used like a port. What comes for it before
// somebody listens is kept; what comes after that is dropped.
const ends = new Map();
const end = (id) => {
  if (!ends.has(id)) ends.set(id, []);
  return ends.get(id);
};
globalThis.relayed = (own, other) => ({
  postMessage: (data, transfer) => postMessage([other, data], transfer ?? []),
  set onmessage(heard) {
    const kept = end(own);
    ends.set(own, heard);
    if (heard && Array.isArray(kept)) for (const data of kept) heard({ data });
  },
});
const hear = ([id, data]) => {
  const heard = end(id);
  if (Array.isArray(heard)) heard.push(data);
  else heard?.({ data });
};

let ready;
onmessage = ({ data }) => {
  if (Array.isArray(data)) return hear(data);
  // Whatever was open then belonged to the run before.
  if (data.Run) ends.clear();
  ready ??= loaded.then(() => stage.default({ module_or_path: data })).then(() => stage.connect(stage, waiting, load));
  const done = data instanceof WebAssembly.Module ? ready : ready.then(() => stage.receive(data));
  done.catch((error) => postMessage({ Crashed: { message: String(error) } }));
};
