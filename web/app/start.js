// Stands at the head of the script that starts the page (`cargo xtask inline-scripts`): one more file would be waited for.

// Has the page's program begin. When it cannot, the page says so: it would be empty.
const begin = (init, how) => {
  const begun = init(how);
  begun.catch((error) => {
    const told = document.createElement("p");
    told.setAttribute("role", "alert");
    told.textContent = `Pourover did not start (${error}). Reload the page. If that does not help, close its other tabs, or use a newer browser.`;
    document.body.append(told);
  });
  return begun;
};

// Fetches the page's program, and asks for the host while the last of it is on its way. Over a slow line nothing came
// otherwise between the end of the one and the beginning of the other, and both together would keep the page from being
// shown.
const ahead = async (address, size) => {
  const response = await fetch(address);
  const rest = async (reader) => {
    let left = size * 0.8;
    while (left > 0) {
      const { done, value } = await reader.read();
      if (done) break;
      left -= value.length;
    }
    reader.cancel();
    // `run::runtime` takes it from there, if it did not come first. Not a preload: WebKit fetches what one brought again.
    if ("hostAhead" in window) return;
    window.hostAhead = fetch(new URL("./stage_bg.wasm", import.meta.url));
    await window.hostAhead;
  };
  // The page starts as well without it.
  if (response.ok && response.body) rest(response.clone().body.getReader()).catch(() => {});
  return response;
};
