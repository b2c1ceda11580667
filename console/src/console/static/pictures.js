// Pictures large, in place: left and right go on, Escape goes back.

let dialog = null;
let links = [];
let index = 0;

export function showPictures() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-large]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    dialog ??= made();
    links = [...(link.closest("[data-gallery]") ?? document).querySelectorAll("a[data-large]")];
    show(links.indexOf(link));
    dialog.showModal();
  });
}

function show(wanted) {
  index = (wanted + links.length) % links.length;
  const { href, dataset } = links[index];
  const image = dialog.querySelector("img");
  image.src = href;
  image.alt = dataset.called;
  dialog.querySelector("p").textContent = dataset.called;
  dialog.querySelector("a").href = href;
  for (const button of dialog.querySelectorAll("[data-step]")) button.hidden = links.length < 2;
}

function made() {
  const shown = document.createElement("dialog");
  shown.className = "large";
  shown.setAttribute("aria-label", "Photo");
  const bar = document.createElement("div");
  bar.className = "bar";
  const said = document.createElement("p");
  said.setAttribute("aria-live", "polite");
  const alone = document.createElement("a");
  alone.className = "button small";
  alone.target = "_blank";
  alone.rel = "noopener";
  alone.textContent = "Open alone";
  bar.append(said, step("Previous", -1), step("Next", 1), alone, button("Close", () => shown.close()));
  shown.append(document.createElement("img"), bar);
  shown.addEventListener("keydown", ({ key }) => {
    if (key === "ArrowLeft") show(index - 1);
    if (key === "ArrowRight") show(index + 1);
  });
  shown.addEventListener("click", ({ target }) => target.tagName === "IMG" && shown.close());
  shown.addEventListener("close", () => links[index]?.focus());
  document.body.append(shown);
  return shown;
}

function step(label, by) {
  const made = button(label, () => show(index + by));
  made.dataset.step = "";
  return made;
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "small";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}
