// Counts the files of a folder, again and again, until it is killed: `<root> <checkpoints> [once]`.
import { jsonLines } from '../../../../src/evidence/sources/jsonLines.js';
import { checkpointFiles } from '../../../../src/workspace/checkpointFiles.js';
import { fields, query } from './countingFixture.js';

const [, , root = '', folder = '', once] = process.argv;
const source = jsonLines({
  root,
  files: ['app.jsonl*'],
  fields,
  checkpoints: checkpointFiles(folder),
  checkpointEvery: 0,
});
process.stdout.write('counting\n');
do {
  const evidence = await source.read(query, new AbortController().signal);
  if (once !== undefined) process.stdout.write(JSON.stringify(evidence));
} while (once === undefined);
