// A moment is typed by the clocks of whoever types it; the server is told which these are.

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

function tell() {
  for (const told of document.querySelectorAll("[data-zone]")) {
    const form = told.closest("form");
    // What was typed and refused keeps the zone that it was typed in.
    if (!HERE || "typed" in form.dataset) continue;
    form.elements[`${told.dataset.zone}Zone`].value = HERE;
    told.textContent = HERE.replaceAll("_", " ");
  }
}

tell();
document.addEventListener("renewed", tell);
