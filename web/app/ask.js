// The worker of what is fetched on demand and answers questions: the worker's name says which of those it is (`doctor`, `links`,
// `share`, `archives`). What to do and with what comes in, what came of it goes out; a string says why nothing did, and null that this
// part of the page is not there.

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

// Both at once: over a slow line each would wait for the one before.
const wasm = file(`${self.name}_bg.wasm`);
const ready = imported(`${self.name}.js`).then(async (part) => {
  await part.default({ module_or_path: wasm });
  return part;
});
onmessage = ({ data: [what, ...given] }) => {
  const done = ready.then((part) => [part[what](...given)]);
  done.catch((error) => (typeof error === "string" ? error : null)).then((answer) => postMessage(answer));
};
