// One measurement at a time, asked for by the Rust side (tests/bench/main.rs).
import { Ours } from "./ours.js";
import { Peer } from "./peer.js";

const make = {
  ours: () => new Ours("Preview1", "/host/"),
  wasix: () => new Ours("Wasix", "/host/"),
  // Another build of it, to compare with: `cargo xtask bench --against FOLDER`.
  before: () => new Ours("Preview1", "/before/"),
  shim: () => new Peer("/bench/shim.js"),
  runno: () => new Peer("/bench/runno.js"),
  bare: () => new Peer("/bench/bare.js"),
};

const contestants = {};
const modules = {};
const inputs = {};

const contestant = (name) => (contestants[name] ??= make[name]());
const bytesOf = async (address) => (await fetch(address)).arrayBuffer();
const moduleOf = (name) => (modules[name] ??= WebAssembly.compileStreaming(fetch(`/programs/${name}.wasm`)));
const inputOf = (name) => (name ? (inputs[name] ??= bytesOf(`/inputs/${name}`)) : new ArrayBuffer(0));

// The start of what came out, to compare contestants by.
const text = (pieces) => {
  const first = pieces[0] ?? "";
  return typeof first === "string" ? first.slice(0, 80) : new TextDecoder().decode(first.subarray(0, 80));
};

const run = async (runner, job) => {
  try {
    return await runner.run(job);
  } catch (error) {
    // Whatever state it is in: the next measurement gets a new one.
    runner.end();
    for (const [name, one] of Object.entries(contestants)) if (one === runner) delete contestants[name];
    throw error;
  }
};

const answer = ({ ms, took, written, status, pieces }) => ({ ms, took, written, status, text: text(pieces) });

// A run of a program on an input, or many runs of it in its worker.
const measure = async ({ contestant: name, program, args, input, to, stages, repeat, from }) => {
  const runner = contestant(name);
  await runner.ready;
  const [module, bytes] = [await moduleOf(program), await inputOf(input)];
  // The copy is not in the time: it is moved to the worker, and gone.
  const given = from === "file" ? new Blob([bytes]) : bytes.slice(0);
  return answer(await run(runner, { module, args, input: given, to, stages, repeat, from }));
};

// The first run of a module that is not compiled yet, in a worker that is warm.
const first = async ({ contestant: name, program, args }) => {
  const runner = contestant(name);
  await runner.ready;
  // Engines keep what they compiled: a custom section makes it a new module.
  const known = new Uint8Array(await bytesOf(`/programs/${program}.wasm`));
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const bytes = new Uint8Array([...known, 0, 18, 1, 0x73, ...salt]);
  const start = performance.now();
  const module = await WebAssembly.compile(bytes);
  const ran = await run(runner, { module, args, input: new ArrayBuffer(0), to: "page" });
  return { ...answer(ran), ms: performance.now() - start };
};

// Lets a contestant's workers go: memory is short after 100 MB.
const end = ({ contestant: name }) => {
  contestants[name]?.end();
  delete contestants[name];
  return {};
};

const forget = ({ input }) => {
  delete inputs[input];
  return {};
};

const tasks = { measure, first, end, forget };

window.bench = async (task, job) => {
  try {
    return { ok: await tasks[task](job) };
  } catch (error) {
    return { failed: String(error?.message ?? error) };
  }
};
