import assert from 'node:assert/strict';
import type { EvaluationJobs } from '../../../src/evaluation/work/jobs.js';
import { promptWork } from '../../../src/prompts/work/promptWork.js';
import { sourceWorker } from '../prompts/work/sourceWork.js';
import { gitFixture, temporaryFolder } from './gitFixture.js';

const work = promptWork<EvaluationJobs>(sourceWorker, { milliseconds: 20_000, megabytes: 512 });

describe('what a prompt includes from disk', () => {
  after(() => work.dispose());

  it('is followed in the thread for prompts, with what is not there yet', async () => {
    const root = temporaryFolder();
    gitFixture([], root).write({ 'prompts/a.j2': '{% include "parts/b.j2" %}', 'prompts/parts/b.j2': 'b' });
    const text = '{% include "a.j2" %}{% include "gone.j2" %}{% include "../x.j2" %}';
    const { included, wanted, diagnostics } = await work.run('followIncludes', { root, path: 'prompts/p.j2', text });
    assert.deepEqual(included, ['prompts/a.j2', 'prompts/parts/b.j2']);
    assert.deepEqual(wanted, [...included, 'prompts/gone.j2']);
    assert.deepEqual(
      diagnostics.map(({ code, range }) => [code, text.slice(range.start, range.end)]),
      [
        ['missing-include', 'gone.j2'],
        ['include-outside', '../x.j2'],
      ],
    );
  });

  it('is named from the folder itself where the prompt stands in it', async () => {
    const root = temporaryFolder();
    const { wanted } = await work.run('followIncludes', { root, path: 'p.hbs', text: '{{> parts/foot }}' });
    assert.deepEqual(wanted, ['parts/foot.hbs']);
  });
});
