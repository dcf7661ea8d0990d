// Opens a link in a frame; answers when its output is there, after how many milliseconds, and what was fetched by then: name, when
// it was asked for, when it was there, bytes.
const [address, stdout, done] = arguments;
document.querySelector("iframe")?.remove();
const frame = document.createElement("iframe");
frame.style = "width: 100%; height: 700px";
const start = performance.now();
const look = () => {
  const { contentDocument: page, contentWindow: view } = frame;
  const ms = performance.now() - start;
  if (page?.getElementById("stdout")?.innerText.trim() !== stdout.trim() && ms < 30000) return setTimeout(look, 1);
  const shift = view.performance.timeOrigin - performance.timeOrigin - start;
  const fetched = [...view.performance.getEntriesByType("navigation"), ...view.performance.getEntriesByType("resource")].map(
    ({ name, startTime, responseEnd, encodedBodySize }) =>
      `${name.split("/").at(-1)} ${Math.round(startTime + shift)}–${Math.round(responseEnd + shift)} (${encodedBodySize})`,
  );
  done({ ms: ms < 30000 ? ms : null, fetched: fetched.join(", ") });
};
frame.src = address;
document.body.append(frame);
look();
