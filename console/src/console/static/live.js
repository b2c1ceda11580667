// Brings the page up to date when something of it changed, unless somebody is at work in it.

import { isAnythingTyped, leaveQuietly } from "./forms.js";
import { localise } from "./times.js";

// In ms. Everybody's page hears of a change at the same moment, and all of it is made anew: so not
// all ask at once, and none asks again at once.
const SOON = () => 200 + 400 * Math.random();
const APART = () => 4500 + 1500 * Math.random();

let source = null;
let isBehind = false;
let isCatchingUp = false;

export function followChanges() {
  if (!document.body.dataset.live) return;
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : comeBack()));
  addEventListener("pagehide", leave);
  if (!document.hidden) listen();
}

/** Says something to whoever listens to the page. */
export function announce(text) {
  document.getElementById("announced").textContent = text;
}

function listen() {
  let wasLost = false;
  source = new EventSource(document.body.dataset.live);
  source.addEventListener("next", ({ data }) => isNews(data) && changed());
  source.addEventListener("error", () => (wasLost = true));
  source.addEventListener("open", () => {
    if (wasLost) changed();
    wasLost = false;
  });
}

// The first that a stream says is from where on it tells; nothing has happened then.
function isNews(data) {
  const told = Object.values(JSON.parse(data).data ?? {});
  return told.some((each) => each?.eventId !== null);
}

// A browser has few connections to a host, and a page that nobody looks at needs none.
function leave() {
  source?.close();
  source = null;
}

function comeBack() {
  if (source) return;
  listen();
  changed();
}

function changed() {
  isBehind = true;
  if (!isCatchingUp) catchUp();
}

// What comes while the page is fetched, or just after, is fetched by the next turn.
async function catchUp() {
  isCatchingUp = true;
  await pause(SOON());
  while (isBehind) {
    isBehind = false;
    // Whoever comes back to the page is brought up to date then.
    if (!document.hidden) await refresh().catch(() => offer());
    await pause(APART());
  }
  isCatchingUp = false;
}

const pause = (time) => new Promise((done) => setTimeout(done, time));

// What happened last, where a page tells that and it is not what it told before.
function newest(main) {
  const [told, known] = [main, document].map((root) => root.querySelectorAll(".timeline > li"));
  return told.length > known.length ? told[0].querySelector("p").textContent.replace(/\s+/g, " ").trim() : "";
}

function offer(what = "") {
  const banner = document.getElementById("newer");
  banner.querySelector("a").onclick = (event) => {
    event.preventDefault();
    leaveQuietly();
    location.reload();
  };
  const said = banner.querySelector("p");
  said.dataset.plain ??= said.textContent;
  said.textContent = what ? `Meanwhile: ${what}. What you typed stays.` : said.dataset.plain;
  banner.hidden = false;
  announce(banner.querySelector("p").textContent);
}

function isInUse() {
  const main = document.getElementById("main");
  return (
    isAnythingTyped() ||
    main.querySelector("details[open] form") !== null ||
    document.querySelector("dialog[open]") !== null ||
    (document.activeElement.matches("input, select, textarea") && main.contains(document.activeElement)) ||
    (!getSelection().isCollapsed && main.contains(getSelection().anchorNode))
  );
}

async function refresh() {
  const response = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!response.ok || response.redirected) return offer();
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("main");
  if (!fresh) return offer();
  if (isInUse()) return offer(newest(fresh));
  replace(document.getElementById("main"), fresh);
  document.title = page.title;
  document.getElementById("newer").hidden = true;
  announce("This page was brought up to date.");
}

function replace(main, fresh) {
  const focused = main.contains(document.activeElement) ? document.activeElement : null;
  const marked = focused && nth(main, focused);
  const beside = main.querySelector(".beside")?.scrollTop ?? 0;
  const [left, top] = [scrollX, scrollY];
  keepFolds(main, fresh);
  keepImages(main, fresh);
  main.className = fresh.className;
  main.replaceChildren(...fresh.childNodes);
  localise(main);
  if (main.querySelector(".beside")) main.querySelector(".beside").scrollTop = beside;
  if (marked) (find(main, marked) ?? main).focus({ preventScroll: true });
  scrollTo({ left, top, behavior: "instant" });
  document.dispatchEvent(new CustomEvent("renewed"));
}

// Elements have no names that last, so one is found again by what it is, and as which of those.
const what = (element) =>
  [element.tagName, element.id, element.getAttribute("href"), element.closest("form")?.dataset.form, element.textContent.trim()].join("|");

function nth(root, element) {
  const alike = [...root.querySelectorAll(element.tagName)].filter((each) => what(each) === what(element));
  return { tag: element.tagName, what: what(element), index: alike.indexOf(element) };
}

function find(root, marked) {
  const alike = [...root.querySelectorAll(marked.tag)].filter((each) => what(each) === marked.what);
  return alike[marked.index] ?? alike[0];
}

function keepFolds(main, fresh) {
  for (const fold of main.querySelectorAll("details")) {
    const marked = fold.querySelector("summary") && nth(main, fold.querySelector("summary"));
    const other = marked && find(fresh, marked)?.closest("details");
    if (other) other.open = fold.open;
  }
}

// Links to pictures are signed anew each time; the picture that is there already is the same.
function keepImages(main, fresh) {
  const here = new Map([...main.querySelectorAll("img")].map((image) => [image.src.split("?")[0], image.src]));
  for (const image of fresh.querySelectorAll("img")) image.src = here.get(image.src.split("?")[0]) ?? image.src;
}
