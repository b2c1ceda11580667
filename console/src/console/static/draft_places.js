// Places in a draft: the graph counts code points of a block's text, a browser counts UTF-16 units.

/** The block that a node is in, if it is in one. */
export function blockOf(node) {
  const element = node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement;
  return element?.closest(".draft [id]:is(p, h1, h2, h3, h4, h5, h6, .wordless)") ?? null;
}

/** The words of a block from one code point to another; all of it where both are 0. */
export function rangeOf(block, start, end) {
  const range = new Range();
  range.selectNodeContents(block);
  if (end <= start) return range;
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let passed = 0;
  let isBegun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const letters = [...node.data];
    const units = (count) => letters.slice(0, count).join("").length;
    if (!isBegun && start < passed + letters.length) {
      range.setStart(node, units(start - passed));
      isBegun = true;
    }
    if (isBegun && end <= passed + letters.length) {
      range.setEnd(node, units(end - passed));
      return range;
    }
    passed += letters.length;
  }
  return range;
}

/** What a selection is about: words of one block, the first of those that it touches; else null. */
export function placeOf(selection) {
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const block = blockOf(range.startContainer) ?? firstIn(range);
  if (!block) return null;
  const within = new Range();
  within.selectNodeContents(block);
  const behind = within.cloneRange();
  behind.collapse(false);
  const before = within.cloneRange();
  if (within.comparePoint(range.startContainer, range.startOffset) === 0) {
    before.setEnd(range.startContainer, range.startOffset);
    within.setStart(range.startContainer, range.startOffset);
  } else before.collapse(true);
  let isSeveral = false;
  if (within.comparePoint(range.endContainer, range.endOffset) === 0) within.setEnd(range.endContainer, range.endOffset);
  else {
    behind.setEnd(range.endContainer, range.endOffset);
    isSeveral = behind.toString().trim() !== "";
  }
  const words = within.toString();
  const start = count(before.toString()) + count(words) - count(words.trimStart());
  const quote = words.trim();
  return quote ? { block, start, end: start + count(quote), quote, isSeveral } : null;
}

function count(text) {
  return [...text].length;
}

function firstIn(range) {
  const root = range.commonAncestorContainer;
  if (root.nodeType !== Node.ELEMENT_NODE) return null;
  return [...root.querySelectorAll(".draft [id]")].map(blockOf).find((block) => block && range.intersectsNode(block)) ?? null;
}
