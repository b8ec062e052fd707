// The cursor of charts: it steps through the rows of a chart's own table, by the arrow keys or under the mouse, and says what stands there.
// It stands beside page.js, or alone in a file: no name may be in both.
const charts = () => [...document.querySelectorAll('.chart')];
const stopsOf = (chart) => [...chart.querySelectorAll('tr[data-x]')];
const placeOf = (row) => Number(row.dataset.x);

/** Where the cursor is: the chart that is read, and the place on the axis that all charts share. */
let read = '';
let place;

function show() {
  for (const chart of charts()) {
    const cursor = chart.querySelector('.cursor');
    const isRead = place !== undefined && chart.id === read;
    cursor?.classList.toggle('shown', place !== undefined);
    for (const end of ['x1', 'x2']) cursor?.setAttribute(end, place ?? 0);
    const readout = chart.querySelector('.readout');
    const words = isRead ? wordsOf(chart, nearest(chart, place)) : '';
    if (readout && readout.textContent !== words) readout.textContent = words;
  }
}

/** One row of the table as a sentence: the time, then each column with its value. */
function wordsOf(chart, row) {
  if (!row) return '';
  const [, ...names] = [...chart.querySelectorAll('thead th')].map(({ textContent }) => textContent.trim());
  const [time, ...values] = [...row.children].map(({ textContent }) => textContent.trim());
  return [time, ...values.map((value, at) => `${names[at]} ${value}`)].join(' · ');
}

function nearest(chart, x) {
  const far = (row) => Math.abs(placeOf(row) - x);
  return stopsOf(chart).reduce((best, row) => (best && far(best) <= far(row) ? best : row), undefined);
}

function moveTo(chart, row) {
  if (!row) return;
  read = chart.id;
  place = placeOf(row);
  show();
}

function clear() {
  place = undefined;
  show();
}

const chartOf = (target) => target.closest?.('.chart > svg')?.parentElement;

document.addEventListener('pointermove', ({ target, clientX }) => {
  const chart = chartOf(target);
  if (!chart) return;
  const svg = chart.querySelector('svg[role]');
  const { left, width } = svg.getBoundingClientRect();
  moveTo(chart, nearest(chart, ((clientX - left) / width) * svg.viewBox.baseVal.width));
});
document.addEventListener('pointerout', ({ target, relatedTarget }) => {
  const chart = chartOf(target);
  if (chart && chart !== (relatedTarget && chartOf(relatedTarget)) && !chart.contains(document.activeElement)) clear();
});
document.addEventListener('focusout', ({ target }) => {
  if (chartOf(target)) clear();
});
document.addEventListener('keydown', (event) => {
  const chart = chartOf(event.target);
  if (!chart) return;
  const rows = stopsOf(chart);
  const at = place === undefined || read !== chart.id ? -1 : rows.indexOf(nearest(chart, place));
  const next = {
    ArrowRight: Math.min(at + 1, rows.length - 1),
    ArrowLeft: at < 0 ? rows.length - 1 : Math.max(at - 1, 0),
    Home: 0,
    End: rows.length - 1,
  }[event.key];
  if (next !== undefined) moveTo(chart, rows[next]);
  else if (event.key === 'Escape' && place !== undefined) clear();
  else return;
  event.preventDefault();
});
// A page that is drawn anew keeps its cursor.
document.addEventListener('drawn', show);
