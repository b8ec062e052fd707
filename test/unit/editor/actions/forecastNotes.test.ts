import assert from 'node:assert/strict';
import { forecastNotes } from '../../../../src/editor/actions/forecastNotes.js';
import type { Environment, ProjectPrompt } from '../../../../src/project/project.js';
import { fullStrategy, withStages } from '../../rollout/strategy/strategyText.js';

const promptWith = (text: string): ProjectPrompt => ({
  id: 'reply',
  name: 'reply',
  path: 'reply.prompt.yml',
  format: 'plain',
  strategy: { path: 'reply.rollout.yaml', text },
});

function notes(text: string, unitsPerDay: Environment['unitsPerDay']): Promise<readonly string[]> {
  return forecastNotes({ unitsPerDay } as Environment, promptWith(text));
}

const known = (perDay: number) => () => Promise.resolve(perDay);

describe('what a start is expected to show', () => {
  it('is what the first stage that compares catches', async () => {
    const [note, ...others] = await notes(fullStrategy, known(10_000));
    assert.deepEqual(others, []);
    assert.match(note ?? '', /^Expected: canary compares about 500 conversations of the candidate in 1 day, enough to/);
  });

  it('says that a stage never decides', async () => {
    const [note] = await notes(fullStrategy, known(6000));
    assert.equal(
      note,
      'Expected: half never decides in time: 10% on cost at 50 % needs 25,000 conversations; you see 6,000 a day.',
    );
  });

  it('does without the traffic where it cannot be counted', async () => {
    const [note] = await notes(fullStrategy, () => Promise.reject(new Error('took too long')));
    assert.match(note ?? '', /^Expected: canary compares about 400 conversations of the candidate, enough/);
  });

  it('is nothing where no stage compares, or nothing is measured', async () => {
    assert.deepEqual(await notes(withStages('  - { name: all, traffic: 100% }\n'), known(10)), []);
    const unmeasured = 'prompt: a.md\nunit: user\nstages:\n  - { name: some, traffic: 5% }\n';
    assert.deepEqual(await notes(unmeasured, known(10)), []);
  });
});
