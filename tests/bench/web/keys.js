// Run in our own page: from a key press in stdin to the frame that shows the new
// output, for each of some key presses. `done` gets for each when the output had
// changed and when it was painted.
const [presses, patience, done] = arguments;

const shown = () => document.querySelector("#stdout")?.textContent ?? "";

// Called when a frame with the change has been handed over to be painted.
const painted = (change) =>
  new Promise((resolve) => {
    const before = shown();
    const observer = new MutationObserver(() => {
      if (shown() === before) return;
      finish();
      const changed = performance.now();
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve({ changed, painted: performance.now() });
        channel.port2.postMessage(null);
      });
    });
    const timer = setTimeout(() => finish() ?? resolve(null), patience);
    const finish = () => {
      observer.disconnect();
      clearTimeout(timer);
    };
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    change();
  });

const press = async (count) => {
  const stdin = document.querySelector("textarea#stdin");
  if (!stdin) return null;
  let start;
  const end = await painted(() => {
    const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
    start = performance.now();
    set.call(stdin, `key ${count}\n`);
    stdin.dispatchEvent(new InputEvent("input", { bubbles: true, data: String(count), inputType: "insertText" }));
  });
  return end === null ? null : [end.changed - start, end.painted - start];
};

(async () => {
  const times = [];
  for (let count = 0; count < presses; count++) {
    const time = await press(count);
    if (time === null) return done({ failed: `nothing changed in stdout within ${patience / 1000} s` });
    times.push(time);
    // As a person types: not before the page has come to rest.
    await new Promise((rested) => setTimeout(rested, 120));
  }
  done({ ok: times });
})().catch((error) => done({ failed: String(error) }));
