import assert from 'node:assert/strict';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { casesFor } from '../../../../src/evaluation/cases/casesFor.js';
import { CaseReport } from '../../../../src/evaluation/cases/caseReport.js';
import { workingFiles } from '../../../../src/evaluation/cases/workingFiles.js';
import { parsePrompt } from '../../../../src/prompts/formats/index.js';

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

describe('100,000 cases', () => {
  const count = 100_000;
  const filler = 'A long question of a customer who tells everything. '.repeat(2);
  const kinds: Readonly<Record<string, { head: string; row: (index: number) => string }>> = {
    'a.cases.csv': { head: 'q,__expected\n', row: (index) => `"${index} ${filler}","icontains-any:a${index},b"\n` },
    'a.cases.jsonl': {
      head: '',
      row: (index) => `{"vars":{"q":"${index} ${filler}"},"assert":[{"type":"contains","value":"a${index}"}]}\n`,
    },
  };
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cases-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const [name, { head, row }] of Object.entries(kinds)) {
    it(`come one by one out of ${name}, in memory that does not grow with the file`, async function () {
      this.timeout(120_000);
      const file = await open(join(folder, name), 'w');
      await file.write(head);
      for (let index = 0; index < count; index += 1000)
        await file.write(Array.from({ length: 1000 }, (_, nth) => row(index + nth)).join(''));
      const { size } = await file.stat();
      await file.close();
      assert.ok(size > 12_000_000);

      const files = workingFiles(folder, () => Promise.resolve([name]));
      const report = new CaseReport();
      const subject = { path: 'a.txt', document: parsePrompt('a.txt', '{{q}}') };
      collect();
      const before = process.memoryUsage().heapUsed;
      let most = 0;
      let seen = 0;
      for await (const { vars, asserts } of casesFor(subject, files, report)) {
        if (seen % 20_000 === 0) {
          collect();
          most = Math.max(most, process.memoryUsage().heapUsed - before);
        }
        if (seen === 7) assert.deepEqual([vars['q'], asserts.length], [`7 ${filler}`, 1]);
        seen += 1;
      }
      assert.equal(seen, count);
      assert.equal(report.problems.length, 0);
      // Only the ids are kept, so that each is given out once; all cases at once take several times as much.
      assert.ok(most < 25_000_000, `${(most / 1e6).toFixed(1)} MB of heap for ${(size / 1e6).toFixed(0)} MB of file`);
    });
  }
});
