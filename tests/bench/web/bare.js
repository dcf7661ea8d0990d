// No host at all: the copies that `cat` makes, as a loop of JavaScript, and the
// instance of a tiny program with the fewest imports that it runs with. What a
// host in a browser can reach at best.
import { Collect, serve } from "./collect.js";

const copies = ({ args, input, out }) => {
  const size = Number(args[1]);
  const from = new Uint8Array(input);
  // A program's buffer lies in its memory.
  const memory = new Uint8Array(new WebAssembly.Memory({ initial: 17 }).buffer);
  const buffer = 1 << 20;
  const end = new Uint8Array(65_536);
  let place = 0;
  for (let at = 0; at < from.length; at += size) {
    const count = Math.min(size, from.length - at);
    memory.set(from.subarray(at, at + count), buffer);
    const written = memory.subarray(buffer, buffer + count);
    if (out.sends) out.push(written);
    else {
      out.written += count;
      if (place + count > end.length) place = 0;
      end.set(written, place);
      place += count;
    }
  }
  return 0;
};

class Exit {}

const instance = ({ module, out }) => {
  let memory, words;
  const zero = (...to) => {
    for (const at of to) words.setUint32(at, 0, true);
    return 0;
  };
  const none = () => 8;
  const wasi_snapshot_preview1 = {
    args_get: () => 0,
    args_sizes_get: zero,
    environ_get: () => 0,
    environ_sizes_get: zero,
    fd_prestat_get: none,
    proc_exit: () => {
      throw new Exit();
    },
    fd_write: (fd, vectors, count, size) => {
      let written = 0;
      for (let at = vectors; count > 0; at += 8, count--) {
        const [start, length] = [words.getUint32(at, true), words.getUint32(at + 4, true)];
        out.push(memory.subarray(start, start + length));
        written += length;
      }
      words.setUint32(size, written, true);
      return 0;
    },
  };
  for (const { name } of WebAssembly.Module.imports(module)) wasi_snapshot_preview1[name] ??= none;
  const { exports } = new WebAssembly.Instance(module, { wasi_snapshot_preview1 });
  memory = new Uint8Array(exports.memory.buffer);
  words = new DataView(exports.memory.buffer);
  try {
    exports._start();
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
  }
  return 0;
};

serve((job) => (job.args[0] === "cat" ? copies(job) : instance(job)), Collect);
