// Nothing that was typed is lost, and nothing is sent twice.

const KEPT = "typed ";
const SENT = "sent";
const OWNER = "typed by";

let isLeft = false;

export function keepForms() {
  forgetOthers();
  forgetSent();
  for (const form of forms()) {
    if ("typed" in form.dataset) keep(form);
    else restore(form);
  }
  document.addEventListener("input", ({ target }) => target.form && isOurs(target.form) && keep(target.form));
  document.addEventListener("submit", send);
  addEventListener("pageshow", wakeUp);
  addEventListener("beforeunload", (event) => {
    if (!isLeft && forms().some((form) => isTyped(form)) && !document.querySelector("form[aria-busy]")) event.preventDefault();
  });
}

/** Whether a form holds something that the page as it came does not. */
export function isTyped(form) {
  return fields(form).some((field) => {
    if (isTick(field)) return field.checked !== field.defaultChecked;
    if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
    const first = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(first, 0);
  });
}

/** Whether anything on the page would be lost if it was made anew. */
export function isAnythingTyped() {
  return forms().some((form) => "typed" in form.dataset || form.ariaBusy || isTyped(form) || hasFile(form));
}

// A file that was chosen is kept nowhere but on the page as it is.
function hasFile(form) {
  return [...form.elements].some((field) => field.type === "file" && field.value);
}

/** Has nobody asked whether to leave: this very page comes back, with what was typed. */
export function leaveQuietly() {
  isLeft = true;
}

function forms() {
  return [...document.forms].filter(isOurs);
}

function isOurs(form) {
  return form.method === "post" && !("untyped" in form.dataset);
}

function isTick(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function fields(form) {
  return [...form.elements].filter(
    (field) => field.name && field.matches("input:not([type=hidden], [type=file], [type=password]), select, textarea"),
  );
}

// The same form has the same address on every page that shows it.
function keyOf(form) {
  const named = form.querySelector("[name=form]")?.value ?? "";
  return `${KEPT}${new URL(form.getAttribute("action") || "", location.href).pathname} ${named}`;
}

function keep(form) {
  const typed = fields(form).filter((field) => !isTick(field) || field.checked);
  if (isTyped(form) || "typed" in form.dataset) {
    sessionStorage.setItem(keyOf(form), JSON.stringify(typed.map((field) => [field.name, field.value])));
  } else sessionStorage.removeItem(keyOf(form));
}

function restore(form) {
  const kept = JSON.parse(sessionStorage.getItem(keyOf(form)) ?? "null");
  if (!kept || isTyped(form)) return;
  const left = [...kept];
  for (const field of fields(form)) {
    const index = left.findIndex(([name, value]) => name === field.name && (!isTick(field) || value === field.value));
    if (isTick(field)) field.checked = index >= 0;
    else field.value = index >= 0 ? left[index][1] : "";
    if (index >= 0) left.splice(index, 1);
  }
  if (!isTyped(form)) return;
  form.closest("details")?.setAttribute("open", "");
  form.prepend(told(form));
}

function told(form) {
  const note = document.createElement("p");
  const forget = document.createElement("button");
  note.className = "kept";
  note.append("You typed this before and did not send it. ", forget);
  forget.type = "button";
  forget.className = "quiet small";
  forget.textContent = "Discard it";
  forget.addEventListener("click", () => {
    form.reset();
    keep(form);
    note.remove();
    fields(form)[0]?.focus();
  });
  return note;
}

function send(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.ariaBusy) {
    event.preventDefault();
    return;
  }
  if (form.dataset.form === "sign-out") forgetAll();
  else if (form.querySelector("[name=form]")) sessionStorage.setItem(SENT, keyOf(form));
  form.ariaBusy = "true";
  // The button that was pressed is part of what is sent, so it is disabled a moment later.
  setTimeout(() => buttons(form).forEach((button) => (button.disabled = true)));
}

function buttons(form) {
  return form.querySelectorAll("button:not([type=button])");
}

function wakeUp(event) {
  for (const form of document.querySelectorAll("form[aria-busy]")) {
    form.ariaBusy = null;
    buttons(form).forEach((button) => (button.disabled = false));
  }
  // Somebody went back to a page as it was: it may be another by now.
  if (event.persisted) location.reload();
}

function forgetSent() {
  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  if (sent && document.body.dataset.done) sessionStorage.removeItem(sent);
}

// Another person at the same browser does not see what the one before typed.
function forgetOthers() {
  const { me } = document.body.dataset;
  if (!me) return;
  if ((sessionStorage.getItem(OWNER) ?? me) !== me) forgetAll();
  sessionStorage.setItem(OWNER, me);
}

function forgetAll() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(KEPT) || key === SENT) sessionStorage.removeItem(key);
}
