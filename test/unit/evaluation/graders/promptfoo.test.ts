import assert from 'node:assert/strict';
import { readAnswers } from '../../../bench/oracle/answers.js';
import { gradersPage } from '../../../bench/oracle/gradersPage.js';
import { agrees, askUs } from '../../../bench/oracle/ours.js';
import { pairs } from '../../../bench/oracle/pairs.js';

describe('promptfoo and we', () => {
  it('grade at least 200 pairs alike, and the others differently for a reason', async () => {
    const { answers } = await readAnswers();
    assert.equal(answers.length, pairs.length, 'The pairs were changed: npm run bench -- oracle');
    const ours = askUs(pairs);
    const isAlike = pairs.map((_, at) => agrees(ours[at]!, answers[at]!));
    const odd = pairs.flatMap((pair, at) =>
      isAlike[at] === (pair.differs === undefined) ? [] : [{ pair, theirs: answers[at], ours: ours[at] }],
    );
    assert.deepEqual(odd, []);
    assert.ok(isAlike.filter(Boolean).length >= 200);
  });
});

describe('docs/graders.md', () => {
  it('lists the graders as they are, and what promptfoo answered', async () => {
    const { is, should } = await gradersPage();
    assert.equal(is, should, 'Bring it up to date: node scripts/docs.mjs');
  });
});
