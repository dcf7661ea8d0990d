// @bjorn3/browser_wasi_shim: stdin is a file in memory, stdout a function.
import { WASI, File, OpenFile, ConsoleStdout } from "/npm/@bjorn3/browser_wasi_shim/dist/index.js";
import { Collect, serve } from "./collect.js";

const run = ({ module, args, input, out }) => {
  const fds = [
    new OpenFile(new File(input)),
    new ConsoleStdout((bytes) => out.push(bytes)),
    new ConsoleStdout((bytes) => out.push(bytes)),
  ];
  const wasi = new WASI(args, [], fds, { debug: false });
  const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: wasi.wasiImport });
  return wasi.start(instance);
};

serve(run, Collect);
