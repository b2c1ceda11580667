// Makes the pages richer. Every page works without this, and each part without the others.

import { keepForms } from "./forms.js";
import { followChanges } from "./live.js";
import { showPictures } from "./pictures.js";
import { tellTimes } from "./times.js";

for (const part of [rename, speak, keepForms, tellTimes, showPictures, followChanges]) {
  try {
    part();
  } catch (error) {
    console.error(error);
  }
}

// What was sent has an address of its own, and what was done is told once: from here on the address
// is the page's, so that reloading shows the page. `forms.js` still has to know what was done.
function rename() {
  const here = new URL(location.href);
  document.body.dataset.done = here.searchParams.get("done") ?? "";
  here.searchParams.delete("done");
  const { sent } = document.body.dataset;
  if (sent !== undefined) here.pathname = (sent || here.pathname.replace(/\/[^/]+$/, "")).split("?")[0];
  if (here.href !== location.href) history.replaceState(history.state, "", here);
}

// A status that is there from the beginning is read out by nobody: it has to change.
function speak() {
  document.getElementById("errors")?.focus();
  const done = document.getElementById("done");
  if (!done) return;
  const said = done.textContent;
  done.style.minHeight = `${done.offsetHeight}px`;
  done.textContent = "";
  setTimeout(() => (done.textContent = said), 60);
}
