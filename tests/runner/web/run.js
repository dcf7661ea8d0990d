// Runs one program after another in a stage's worker, by the messages of
// web/model/src/protocol.rs, as tests/runner/page.rs asks for it.
import { runtimeOf, spawn } from "/bench/ours.js";

const HOST = "/host/";
// More than any program writes that is no mistake, in bytes.
const KEEP = 64 * 2 ** 20;

let worker;
let second;
let runs = 0;

const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

const base64 = (pieces) => {
  let text = "";
  for (const piece of pieces) for (let at = 0; at < piece.length; at += 8192) text += String.fromCharCode(...piece.subarray(at, at + 8192));
  return btoa(text);
};

const retire = () => {
  worker?.terminate();
  worker = undefined;
};

// The second host's runtime, compiled once.
const secondHost = () => (second ??= WebAssembly.compileStreaming(fetch(`${HOST}wasix_bg.wasm`)));

// What becomes of a run, from what the worker says.
const ended = (id, seconds) =>
  new Promise((done) => {
    const outputs = { Stdout: [], Stderr: [] };
    const timer = setTimeout(() => done({ timed_out: true }), seconds * 1000);
    const finish = (end) => {
      clearTimeout(timer);
      done(end);
    };
    worker.onerror = (event) => finish({ failed: event.message ?? "the worker failed" });
    worker.onmessage = ({ data }) => {
      if (data.Output?.run === id) {
        const { output, bytes } = data.Output;
        outputs[output].push(bytes);
        if (bytes.length > 0) worker.postMessage({ Taken: { run: id, bytes: bytes.length } });
      } else if (data.Ended?.run === id) {
        finish({ end: data.Ended, stdout: base64(outputs.Stdout), stderr: base64(outputs.Stderr) });
      } else if (data.Crashed) finish({ failed: data.Crashed.message });
    };
  });

const run = async ({ wasm, host, args, env, stdin, grant, files, seconds }) => {
  const module = await WebAssembly.compileStreaming(fetch(wasm));
  worker ??= await spawn(HOST, await runtimeOf(HOST));
  const runtime = host === "Wasix" ? await secondHost() : null;
  const id = ++runs;
  const message = {
    id,
    program: { stage: 0, module, host, runtime, args, env },
    stdin: { Bytes: [bytes(stdin)] },
    stdout: "Page",
    stderr: "Page",
    fds: ["Stdout", "Stderr"],
    keep: [KEEP, KEEP],
    grant,
    files: files.map(([path, content]) => [path, bytes(content)]),
  };
  const start = performance.now();
  const ending = ended(id, seconds);
  worker.postMessage({ Run: message });
  const { end, ...rest } = await ending;
  // As in the page: after anything but an exit the worker is not used again.
  if (end?.exit.Exited === undefined) retire();
  if (!end) return rest;
  const { Exited, Trapped, Failed } = end.exit;
  if (Failed !== undefined) return { failed: Failed };
  return { exit: Exited ?? 134, trap: Trapped?.reason, ms: performance.now() - start, ...rest };
};

window.run = (job) =>
  run(job).catch((error) => {
    retire();
    return { failed: String(error?.message ?? error) };
  });
