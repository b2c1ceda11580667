// A document that is being made: looks again every few seconds until it is there.

const PART = "#made";

async function again() {
  const waiting = document.querySelector("[data-again]");
  if (!waiting) return;
  await new Promise((done) => setTimeout(done, Number(waiting.dataset.again) * 1000));
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const read = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = read.querySelector(PART);
    if (answer.ok && fresh) {
      const status = fresh.querySelector(".notice .title")?.textContent ?? "";
      const old = document.querySelector(PART);
      const isNew = status !== old.querySelector(".notice .title")?.textContent;
      if (isNew) {
        old.replaceWith(fresh);
        document.querySelector("#announced").textContent = status;
      }
    }
  } catch {
    // Away for a moment; the next look may find it.
  }
  again();
}

again();
