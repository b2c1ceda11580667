// From change to change by keys.

let at = 0;

document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || event.target.closest?.("input, textarea, select")) return;
  const step = { n: 1, p: -1 }[event.key.toLowerCase()];
  const count = document.querySelectorAll(".change").length;
  if (!step || !count) return;
  const here = Number(location.hash.match(/^#change-(\d+)$/)?.[1] ?? at);
  at = Math.min(Math.max(here + step, 1), count);
  location.hash = `change-${at}`;
});

function tell() {
  for (const keys of document.querySelectorAll(".steps .keys")) keys.hidden = false;
}

document.addEventListener("renewed", tell);
tell();
