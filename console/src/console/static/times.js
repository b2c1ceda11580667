// Moments in the reader's own time zone, and how far away they are as time goes by.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  [2 * HOUR, MINUTE, "minute"],
  [2 * DAY, HOUR, "hour"],
  [60 * DAY, DAY, "day"],
  [730 * DAY, 30 * DAY, "month"],
  [Infinity, 365 * DAY, "year"],
];
// The pages are in English, so their dates are too, in the reader's kind of it.
const LANGUAGE = navigator.languages.find((each) => each.startsWith("en-")) ?? "en-GB";
const LOCAL_DAY = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "long" });
const LOCAL = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "medium", timeStyle: "short" });

export function tellTimes() {
  localise(document);
  setInterval(tick, 20_000, document);
  document.addEventListener("visibilitychange", () => document.hidden || tick(document));
}

/** Tells the moments in a part of the page locally; the title keeps them in UTC. */
export function localise(root) {
  for (const time of root.querySelectorAll("time[datetime*=T]:not([data-relative])")) {
    const told = "day" in time.dataset ? LOCAL_DAY : LOCAL;
    time.textContent = told.format(new Date(time.dateTime));
  }
  tick(root);
}

function tick(root) {
  for (const time of root.querySelectorAll("time[data-relative]")) {
    const seconds = (new Date(time.dateTime) - Date.now()) / 1000;
    const said = relative(seconds);
    if (time.textContent !== said) time.textContent = said;
    const clock = time.closest(".clock");
    if (clock) near(clock, seconds);
  }
}

// The same words as those of the filter `relative`.
function relative(seconds) {
  const away = Math.abs(seconds);
  if (away < MINUTE) return "now";
  const [, size, unit] = STEPS.find(([limit]) => away < limit);
  const count = Math.floor(away / size);
  const told = `${count.toLocaleString("en")} ${unit}${count === 1 ? "" : "s"}`;
  return seconds > 0 ? `in ${told}` : `${told} ago`;
}

function near(clock, seconds) {
  const now = seconds <= 0 ? "overdue" : seconds <= DAY ? "soon" : "later";
  if (clock.classList.contains(now)) return;
  clock.classList.remove("overdue", "soon", "later");
  clock.classList.add(now);
  clock.querySelector("b").textContent = now === "later" ? "" : `${now}, `;
}
