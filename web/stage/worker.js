// The worker's entry: takes the runtime, compiled by the page, then messages for it.
import init, { receive } from "./stage.js";

let ready;
onmessage = ({ data }) => {
  ready ??= init({ module_or_path: data });
  if (data instanceof WebAssembly.Module) return;
  ready.then(() => receive(data)).catch((error) => postMessage({ Crashed: { message: String(error) } }));
};
