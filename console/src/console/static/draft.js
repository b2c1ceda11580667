// A draft: what was found in it lights up in its place, and a comment begins at the words it is about.

import { placeOf, rangeOf } from "./draft_places.js";

const KINDS = ["comment", "mention", "check"];
const LONGEST = 240;

let button = null;
let from = null;

function begin() {
  const reader = document.querySelector("[data-reader]");
  if (!reader) return;
  light();
  rove();
  for (const keys of reader.querySelectorAll(".keys")) keys.hidden = false;
  button = offered(reader);
  const asked = form()?.elements.block.value;
  if (asked && document.getElementById("comment").open) showPlace();
}

/** Every place lights up that something leads to. */
function light() {
  for (const { dataset } of document.querySelectorAll('[data-kind="comment"]')) document.getElementById(dataset.block)?.classList.add("commented");
  if (!window.Highlight) return;
  for (const kind of KINDS) {
    const ranges = [...document.querySelectorAll(`[data-kind="${kind}"]`)].map(rangeAt).filter(Boolean);
    CSS.highlights.set(kind, new Highlight(...ranges));
  }
}

function rangeAt(link) {
  const { block, start, end } = link.dataset;
  const element = document.getElementById(block);
  if (!element || Number(end) <= Number(start)) return null;
  return rangeOf(element, Number(start), Number(end));
}

/** Makes a place the current one: nothing but it is lit so. */
function show(element, start = 0, end = 0) {
  for (const other of document.querySelectorAll(".draft .current")) other.classList.remove("current");
  element.classList.add("current");
  if (!window.Highlight) return;
  const range = end > start ? rangeOf(element, start, end) : null;
  const lit = new Highlight(...(range ? [range] : []));
  lit.priority = 1;
  CSS.highlights.set("selection", lit);
  const box = (range ?? element).getBoundingClientRect();
  if (range && (box.top < 80 || box.bottom > innerHeight)) scrollBy({ top: box.top - innerHeight / 3 });
}

function showPlace() {
  const { block, start, end } = form().elements;
  const element = document.getElementById(block.value);
  if (element) show(element, Number(start.value), Number(end.value));
}

function form() {
  return document.querySelector("#comment form");
}

/** Opens the form for a comment on a place. */
function comment(place) {
  const fold = document.getElementById("comment");
  if (!fold) return;
  const { block, start, end, quote, text } = form().elements;
  block.value = place.block.id;
  start.value = place.start;
  end.value = place.end;
  quote.value = place.quote;
  const shown = [...place.quote];
  fold.querySelector(".chosen .what").textContent = place.end ? "About these words" : "About the whole paragraph";
  fold.querySelector(".chosen q").textContent = shown.length > LONGEST ? `${shown.slice(0, LONGEST).join("")}…` : place.quote || "a picture";
  fold.querySelector(".chosen a").href = `#${place.block.id}`;
  fold.querySelector(".chosen").hidden = false;
  fold.querySelector(".choose").hidden = true;
  fold.querySelector(".several").hidden = !place.isSeveral;
  from = place.block.previousElementSibling?.closest(".at") ?? null;
  fold.open = true;
  fold.classList.add("placed");
  getSelection().removeAllRanges();
  hide();
  show(place.block, place.start, place.end);
  text.focus({ preventScroll: true });
  document.getElementById("side").scrollTop = 0;
}

function whole(block) {
  const quote = block.classList.contains("wordless") ? "" : block.textContent;
  return { block, start: 0, end: 0, quote, isSeveral: false };
}

function close() {
  const fold = document.getElementById("comment");
  fold.open = false;
  fold.classList.remove("placed");
  from?.focus();
}

/** The button beside a selection. */
function offered(reader) {
  if (!document.getElementById("comment")) return null;
  const made = document.createElement("button");
  made.type = "button";
  made.className = "on-selection primary small";
  made.textContent = "Comment";
  made.hidden = true;
  made.addEventListener("pointerdown", (event) => event.preventDefault());
  made.addEventListener("click", () => {
    const place = placeOf(getSelection());
    if (place) comment(place);
  });
  reader.append(made);
  return made;
}

function hide() {
  if (button) button.hidden = true;
}

function offer() {
  if (!button) return;
  const place = placeOf(getSelection());
  button.hidden = !place;
  if (!place) return;
  const box = getSelection().getRangeAt(0).getBoundingClientRect();
  const around = button.parentElement.getBoundingClientRect();
  const [left, top] = [Math.min(box.right, around.right - 120), box.bottom + 6];
  button.style.left = `${Math.max(left - around.left, 0)}px`;
  button.style.top = `${top - around.top}px`;
}

/** Of the signs beside the paragraphs one is a stop for the keyboard; arrows lead to the others. */
function rove() {
  document.querySelectorAll(".draft .at").forEach((sign, index) => (sign.tabIndex = index ? -1 : 0));
}

function step(sign, key) {
  const signs = [...document.querySelectorAll(".draft .at")];
  const last = signs.length - 1;
  const to = { ArrowDown: signs.indexOf(sign) + 1, ArrowUp: signs.indexOf(sign) - 1, Home: 0, End: last }[key];
  const next = signs[Math.min(Math.max(to, 0), last)];
  for (const each of signs) each.tabIndex = each === next ? 0 : -1;
  next.focus();
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = event.target.closest?.("a[data-block], .chosen a, .to-comments");
  if (!link) return;
  if (link.matches(".at")) {
    event.preventDefault();
    comment(whole(document.getElementById(link.dataset.block)));
  } else if (link.matches(".to-comments")) {
    document.querySelector(link.getAttribute("href"))?.closest("details")?.setAttribute("open", "");
  } else if (link.matches(".chosen a")) requestAnimationFrame(showPlace);
  else {
    const { block, start, end } = link.dataset;
    requestAnimationFrame(() => show(document.getElementById(block), Number(start), Number(end)));
  }
});

document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  const sign = event.target.closest?.(".draft .at");
  if (sign && ["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) {
    event.preventDefault();
    step(sign, event.key);
  } else if (event.key === "Escape" && event.target.closest?.("#comment")) close();
  else if (event.key.toLowerCase() === "c" && !event.target.closest?.("input, textarea, select")) {
    const place = placeOf(getSelection()) ?? (sign && whole(document.getElementById(sign.dataset.block)));
    if (!place || !button) return;
    event.preventDefault();
    comment(place);
  }
});

document.addEventListener("selectionchange", offer);
document.addEventListener("renewed", begin);
begin();

