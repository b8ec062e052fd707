// The script of every page: draws the HTML that the extension sends, and tells it what a person presses or enters.
const editor = acquireVsCodeApi();
const page = document.getElementById('page');

window.addEventListener('message', ({ data: { body } }) => {
  if (typeof body !== 'string') return;
  const wanted = document.createElement('template');
  wanted.innerHTML = body;
  const before = subject();
  fill(page, wanted.content);
  reachByTab(document.getElementById(reached) ?? rowsOf(page)[0]);
  if (subject() !== before) window.scrollTo(0, 0);
  document.dispatchEvent(new Event('drawn'));
});

/** What the page is about: another thing is looked at from its top. */
const subject = () => page.querySelector('h1')?.id;

/** Gives a parent the children that are wanted, and touches only what differs: focus, caret, selection and folds stay. */
function fill(parent, wanted) {
  let at = parent.firstChild;
  for (const child of [...wanted.childNodes]) {
    const same = twin(at, child);
    if (!same) {
      parent.insertBefore(child, at);
      continue;
    }
    at = removeUntil(same, at);
    become(same, child);
    at = same.nextSibling;
  }
  removeUntil(null, at);
}

/** The node, from one on, that stands for the same thing: by its id where it has one, else by its kind and place. */
function twin(at, { id, nodeName }) {
  if (!id) return at && !at.id && at.nodeName === nodeName ? at : null;
  while (at && !(at.id === id && at.nodeName === nodeName)) at = at.nextSibling;
  return at;
}

function removeUntil(end, at) {
  while (at !== end) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
  return end;
}

function become(shown, wanted) {
  if (shown.nodeName === '#text') {
    if (shown.data !== wanted.data) shown.data = wanted.data;
    return;
  }
  // Another script of the page sees to it.
  if (shown.dataset.kept !== undefined) return;
  // What is unfolded, and what Tab reaches, is up to the person who looks at it.
  const differing = (element, other) =>
    [...element.attributes].filter(
      ({ name, value }) => name !== 'open' && name !== 'tabindex' && other.getAttribute(name) !== value,
    );
  for (const { name } of differing(shown, wanted)) shown.removeAttribute(name);
  for (const { name, value } of differing(wanted, shown)) shown.setAttribute(name, value);
  if (!shown.matches('textarea')) fill(shown, wanted);
  // What is being typed is newer than what was drawn from it.
  const isTypedIn = shown.matches('input, textarea') && shown === document.activeElement && document.hasFocus();
  if (shown.matches('input, select, textarea') && !isTypedIn && shown.value !== wanted.value)
    shown.value = wanted.value;
}

const tell = (element, value) => {
  editor.postMessage({ action: element.dataset.action, name: element.name ?? '', value });
};
page.addEventListener('click', ({ target }) => {
  const pressed = target.closest('button[data-action], a[data-action], tr[data-action]');
  // Who selects words of a row does not press it.
  if (!pressed || (pressed.matches('tr') && !window.getSelection().isCollapsed)) return;
  tell(pressed, pressed.dataset.value ?? '');
});
page.addEventListener('input', ({ target }) => {
  if (target.matches('[data-action]')) tell(target, target.value);
});

/** Rows that can be pressed. One of them is reached by Tab, the others from there by the arrow keys. */
const rowsOf = (part) => [...part.querySelectorAll('tr[data-action]')];
let reached = '';

function reachByTab(row) {
  document.getElementById(reached)?.setAttribute('tabindex', '-1');
  row?.setAttribute('tabindex', '0');
  reached = row?.id ?? '';
}

page.addEventListener('focusin', ({ target }) => {
  if (target.matches('tr[data-action]')) reachByTab(target);
});
page.addEventListener('keydown', (event) => {
  const { target: row, key } = event;
  if (!row.matches('tr[data-action]')) return;
  const rows = rowsOf(page);
  const at = rows.indexOf(row);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[key];
  const folds = { ArrowRight: 'false', ArrowLeft: 'true' }[key] === row.getAttribute('aria-expanded');
  if (next !== undefined) rows[next]?.focus();
  else if (key === 'Enter' || key === ' ' || folds) tell(row, row.dataset.value);
  else return;
  event.preventDefault();
});

editor.postMessage({ action: 'ready' });
