/** With thousands set apart: `9,871`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** A moment by itself: `2026-11-22 10:15 UTC`. Reports are read in many places, so all their times are UTC. */
export function moment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const hour = 3_600_000;

/** A moment among others: `Nov 22 10:15`, with seconds where all of them lie within two hours (`span` milliseconds). */
export function timeWords(at: number, span: number): string {
  return `${dayWords(at)} ${new Date(at).toISOString().slice(11, span < 2 * hour ? 19 : 16)}`;
}

/** `Nov 22` */
export function dayWords(at: number): string {
  const date = new Date(at);
  return `${months[date.getUTCMonth()]} ${date.getUTCDate()}`;
}
