// @runno/wasi: stdin and stdout are functions that give and take strings.
import { WASI } from "/npm/@runno/wasi/dist/main.js";
import { CollectText, serve } from "./collect.js";

const decoder = new TextDecoder();

const run = ({ module, args, input, out }) => {
  // All inputs here are ASCII: a character is a byte.
  const text = decoder.decode(input);
  let at = 0;
  const wasi = new WASI({
    args,
    env: {},
    stdin: (most) => {
      if (at >= text.length) return null;
      const piece = text.slice(at, at + most);
      at += piece.length;
      return piece;
    },
    stdout: (text) => out.push(text),
    stderr: (text) => out.push(text),
    fs: {},
  });
  const instance = new WebAssembly.Instance(module, wasi.getImportObject());
  return wasi.start({ module, instance }).exitCode;
};

serve(run, CollectText);
