// What a peer's program writes, gathered into pieces and moved to the page; or
// only counted. Our own host sends pieces of the same size.
const PIECE = 262_144;

export class Collect {
  constructor(to) {
    this.written = 0;
    this.sends = to === "page";
    this.piece = new Uint8Array(PIECE);
    this.at = 0;
  }

  push(bytes) {
    this.written += bytes.length;
    if (!this.sends) return;
    let from = 0;
    while (from < bytes.length) {
      const count = Math.min(PIECE - this.at, bytes.length - from);
      this.piece.set(count === bytes.length ? bytes : bytes.subarray(from, from + count), this.at);
      this.at += count;
      from += count;
      if (this.at === PIECE) this.flush();
    }
  }

  flush() {
    if (!this.sends || this.at === 0) return;
    const piece = this.piece.subarray(0, this.at);
    postMessage({ piece }, [piece.buffer]);
    this.piece = new Uint8Array(PIECE);
    this.at = 0;
  }
}

// The same for text, which is what some hosts give.
export class CollectText {
  constructor(to) {
    this.written = 0;
    this.sends = to === "page";
    this.text = "";
  }

  push(text) {
    this.written += text.length;
    if (!this.sends) return;
    this.text += text;
    if (this.text.length >= PIECE) this.flush();
  }

  flush() {
    if (!this.sends || this.text === "") return;
    postMessage({ piece: this.text });
    this.text = "";
  }
}

// Answers the page: each message is a run of `run(job, repetition)`, as often as
// it says. `run` gives the exit status, and what `run` wrote to `job.out`.
export const serve = (run, Out) => {
  onmessage = ({ data: job }) => {
    try {
      job.out = new Out(job.to);
      let status;
      const start = performance.now();
      for (let count = 0; count < job.repeat; count++) status = run(job);
      job.out.flush();
      postMessage({ ended: { status, written: job.out.written, took: performance.now() - start } });
    } catch (error) {
      postMessage({ failed: String(error?.stack ?? error) });
    }
  };
  postMessage({ ready: true });
};
