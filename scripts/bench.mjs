// Runs test/bench/*.bench.ts (or the one named) and prints what they measured, with the machine it was measured on.
// Ends with 1 only where a result that has a limit is over it, or a bench breaks; what this machine cannot run is named.
import { readdir } from 'node:fs/promises';
import os from 'node:os';
import { ensureInstalled, runNpm } from './ensure.mjs';

ensureInstalled();
runNpm(['run', '--silent', 'build']);
const { register } = await import('tsx/esm/api');
register();
const folder = new URL('../test/bench/', import.meta.url);
const name = process.argv[2];
const all = (await readdir(folder)).filter((file) => file.endsWith('.bench.ts')).sort();
const files = all.filter((file) => name === undefined || file === `${name}.bench.ts`);
if (files.length === 0) {
  console.error(`No bench named ${name}. There are: ${all.map((file) => file.replace('.bench.ts', '')).join(', ')}`);
  process.exit(2);
}

const [processor] = os.cpus();
console.log(
  [
    `${processor?.model.trim() ?? 'unknown processor'}, ${os.cpus().length} cores`,
    `${Math.round(os.totalmem() / 2 ** 30)} GB memory`,
    `Node ${process.versions.node}`,
    `${os.type()} ${os.release()} ${os.arch()}`,
  ].join(' · '),
);

let failed = false;
for (const file of files) {
  console.log(`\n${file.replace('.bench.ts', '')}`);
  try {
    const { bench, needs } = await import(new URL(file, folder).href);
    const missing = await needs?.().then(
      () => undefined,
      (/** @type {Error} */ error) => error.message,
    );
    if (missing !== undefined) {
      console.log(`  not run: ${missing}`);
      continue;
    }
    const results = await bench();
    const rows = results.map((result) => [
      result.name,
      figure(result.value),
      result.unit,
      limitOf(result),
      judge(result),
    ]);
    printTable([['', 'value', 'unit', 'limit', ''], ...rows]);
    failed ||= results.some(isOver);
  } catch (error) {
    console.error(error);
    failed = true;
  }
}
// Not process.exit: what is still to be printed is printed first.
process.exitCode = failed ? 1 : 0;

function isOver({ value, limit }) {
  return limit !== undefined && !(value <= limit);
}

function limitOf({ limit }) {
  return limit === undefined ? '' : `≤ ${figure(limit)}`;
}

function judge(result) {
  if (result.limit === undefined) return '';
  return isOver(result) ? 'over' : 'ok';
}

/** At most three significant digits after the point, none lost before it. */
function figure(value) {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 1 ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
    );
    console.log(`  ${cells.join('  ').trimEnd()}`);
  }
}
