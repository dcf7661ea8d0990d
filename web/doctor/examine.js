// The doctor's worker: a file comes in, what it is goes out; a string says why not, and null that the doctor is not there.

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

const ready = imported("doctor.js").then(async (doctor) => {
  await doctor.default({ module_or_path: file("doctor_bg.wasm") });
  return doctor;
});
onmessage = ({ data }) => {
  const card = ready.then((doctor) => doctor.examine(data));
  card.catch((error) => (typeof error === "string" ? error : null)).then((answer) => postMessage(answer));
};
