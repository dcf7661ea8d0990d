// A peer in a worker of its own: see collect.js for the other side.
export class Peer {
  constructor(script) {
    this.worker = new Worker(script, { type: "module" });
    this.ready = new Promise((done, fail) => {
      this.worker.onmessage = done;
      this.worker.onerror = (event) => fail(new Error(event.message ?? "the worker did not start"));
    });
  }

  async run({ module, args, input, to, repeat = 1 }) {
    await this.ready;
    const pieces = [];
    let bytes = 0;
    const start = performance.now();
    const ended = await new Promise((done, fail) => {
      this.worker.onerror = (event) => fail(new Error(event.message));
      this.worker.onmessage = ({ data }) => {
        if (data.piece) {
          pieces.push(data.piece);
          bytes += data.piece.length;
        } else if (data.ended) done(data.ended);
        else fail(new Error(data.failed));
      };
      this.worker.postMessage({ module, args, input, to, repeat }, [input]);
    });
    const ms = performance.now() - start;
    if (to === "page" && bytes !== ended.written) throw new Error(`${ended.written} bytes were written, ${bytes} came`);
    return { ms, took: ended.took, written: ended.written, status: ended.status, pieces };
  }

  end() {
    this.worker.terminate();
  }
}
