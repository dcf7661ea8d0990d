// The worker of links: what to do and with what comes in, what came of it goes out; a string says why nothing did, and null
// that this part of the page is not there.

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
const wasm = file("links_bg.wasm");
const ready = imported("links.js").then(async (links) => {
  await links.default({ module_or_path: wasm });
  return links;
});
onmessage = ({ data: [what, ...given] }) => {
  const done = ready.then((links) => [links[what](...given)]);
  done.catch((error) => (typeof error === "string" ? error : null)).then((answer) => postMessage(answer));
};
