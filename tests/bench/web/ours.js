// Our host, driven by the messages of web/model/src/protocol.rs as the page does.
const KEEP = 2 ** 40;

// Where the page passes pipes on itself (web/app/src/relay.rs).
const RELAYS = navigator.userAgent.includes("Gecko/");

const runtimes = {};
const compiled = (address) => (runtimes[address] ??= WebAssembly.compileStreaming(fetch(address)));
let runs = 0;
let ends = 0;

// The writing and the reading end of a pipe, as a stage is given them.
const pipe = () => {
  if (RELAYS) return { writes: [++ends, ++ends], reads: [ends, ends - 1] };
  const { port1, port2 } = new MessageChannel();
  return { writes: port1, reads: port2 };
};
const moved = (end) => (end && !RELAYS ? [end] : []);

export class Ours {
  // Which of its hosts, and the folder that it is served from.
  constructor(host, folder) {
    this.host = host;
    this.folder = folder;
    this.workers = [];
  }

  // As many workers as a pipeline needs, each with its runtime.
  async workersFor(stages) {
    const { folder } = this;
    const runtime = await runtimeOf(folder);
    if (this.host === "Wasix") this.runtime = await compiled(`${folder}wasix_bg.wasm`);
    while (this.workers.length < stages) this.workers.push(await spawn(folder, runtime));
    return this.workers;
  }

  get ready() {
    return this.workersFor(1);
  }

  program(stage, module, args) {
    return { stage, module, host: this.host, runtime: this.runtime ?? null, args, env: [] };
  }

  // One program, or several in a pipeline, each in a worker.
  async run({ module, args, input, to, stages = 1, repeat = 1, from = "memory" }) {
    const workers = await this.workersFor(stages);
    if (repeat > 1) return this.lines({ module, args, to, repeat, worker: workers[0] });
    const id = ++runs;
    const run = new Run(id, stages, to);
    const pipes = Array.from({ length: stages - 1 }, () => pipe());
    const relayed = new Map();
    const bytes = new Uint8Array(input);
    const start = performance.now();
    const ended = Promise.all(workers.slice(0, stages).map((worker, stage) => run.ended(worker, stage, relayed)));
    for (let stage = 0; stage < stages; stage++) {
      const [before, after] = [pipes[stage - 1]?.reads, pipes[stage]?.writes];
      if (RELAYS) for (const end of [before, after]) if (end) relayed.set(end[0], workers[stage]);
      const given = from === "file" ? { File: input } : { Bytes: [bytes] };
      const message = {
        id,
        program: this.program(stage, module, args),
        stdin: before ? { Pipe: before } : given,
        stdout: after ? { Pipe: after } : "Page",
        stderr: "Page",
        fds: ["Stdout", "Stderr"],
        keep: [to === "page" && !after ? KEEP : 0, KEEP],
        grant: [],
        files: [],
      };
      const owned = before || from === "file" ? moved(before) : [bytes.buffer];
      workers[stage].postMessage({ Run: message }, [...owned, ...moved(after)]);
    }
    const ends = await ended;
    const ms = performance.now() - start;
    const last = ends[stages - 1];
    return { ms, took: last.spent.took_ms, written: run.written, status: last.exit.Exited, pieces: run.pieces };
  }

  // The program afresh for each line, in one worker.
  async lines({ module, args, to, repeat, worker }) {
    const id = ++runs;
    const run = new Run(id, 1, to);
    const input = new TextEncoder().encode("\n".repeat(repeat));
    const start = performance.now();
    const ended = run.ended(worker, 0);
    const message = {
      id,
      programs: [this.program(0, module, args)],
      stdin: { Bytes: [input] },
      keep: to === "page" ? KEEP : 0,
      most: KEEP,
      grant: [],
    };
    worker.postMessage({ Lines: message }, [input.buffer]);
    const end = await ended;
    const ms = performance.now() - start;
    return { ms, took: end.spent.took_ms, written: run.written, status: end.exit.Exited, pieces: run.pieces };
  }

  end() {
    for (const worker of this.workers) worker.terminate();
    this.workers = [];
  }
}

// What moves when the page passes a message on.
const buffers = (data) => (Array.isArray(data) ? data : data?.buffer ? [data.buffer] : []);

// The host that is served from a folder, compiled once.
export const runtimeOf = (folder) => compiled(`${folder}stage_bg.wasm`);

// A worker with its runtime.
export const spawn = (folder, runtime) =>
  new Promise((done, fail) => {
    const worker = new Worker(`${folder}worker.js`, { type: "module" });
    worker.onerror = (event) => fail(new Error(event.message ?? "the worker did not start"));
    worker.onmessage = ({ data }) => (data.Ready ? done(worker) : fail(new Error(JSON.stringify(data))));
    worker.postMessage(runtime);
  });

// What comes back from the stages of one run.
class Run {
  constructor(id, stages, to) {
    this.id = id;
    this.last = stages - 1;
    this.to = to;
    this.written = 0;
    this.pieces = [];
    this.errors = [];
  }

  ended(worker, stage, relayed = new Map()) {
    return new Promise((done, fail) => {
      worker.onerror = (event) => fail(new Error(event.message));
      worker.onmessage = ({ data }) => {
        if (Array.isArray(data)) relayed.get(data[0])?.postMessage(data, buffers(data[1]));
        else if (data.Output?.run === this.id) this.output(worker, data.Output);
        else if (data.Ended?.run === this.id) {
          const { exit } = data.Ended;
          if (exit.Exited === undefined) fail(new Error(JSON.stringify(exit)));
          else done(data.Ended);
        } else if (data.Crashed) fail(new Error(data.Crashed.message));
      };
    });
  }

  output(worker, { stage, output, bytes, tally }) {
    if (output === "Stdout" && stage === this.last) {
      this.written += Number(tally.written);
      if (bytes.length > 0) this.pieces.push(bytes);
    }
    // As in the page, which says so when it has put them away.
    if (bytes.length > 0) worker.postMessage({ Taken: { run: this.id, bytes: bytes.length } });
  }
}
