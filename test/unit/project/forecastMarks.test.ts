import assert from 'node:assert/strict';
import { forecastMarks } from '../../../src/project/forecastMarks.js';
import { fullStrategy, withStages } from '../rollout/strategy/strategyText.js';

const text = fullStrategy;
const lineAt = (offset: number): string => text.slice(text.lastIndexOf('\n', offset) + 1, text.indexOf('\n', offset));

describe('a forecast in the text of a strategy', () => {
  it('stands above the stages that need proof, with time where the traffic is known', () => {
    const { proofs, diagnostics } = forecastMarks(text, undefined);
    assert.deepEqual(
      proofs.map(({ words }) => words),
      ['proof takes ~13,000 conversations at 50 %'],
    );
    assert.match(lineAt(proofs[0]!.offset), /name: half/);
    assert.deepEqual(diagnostics, []);
    assert.match(forecastMarks(text, 10_000).proofs[0]!.words, /, 1\.7 days at 50 % of 10,000 a day$/);
  });

  it('warns at `needs` where a proof, and at `samples` where those, do not come in time', () => {
    const [warning, ...others] = forecastMarks(text, 6000).diagnostics;
    assert.deepEqual(others, []);
    assert.deepEqual([warning?.severity, warning?.code], ['warning', 'never-decided']);
    assert.equal(text.slice(warning!.range.start, warning!.range.end), 'proof');
    assert.match(warning!.message, /10% on cost at 50 % needs 25,000 conversations; you see 6,000 a day/);
    const samples = forecastMarks(text, 500).diagnostics.map(({ range }) => text.slice(range.start, range.end));
    assert.deepEqual(samples, ['400', '1500', '3000']);
  });

  it('is silent with traffic enough, and in a strategy with mistakes', () => {
    assert.deepEqual(forecastMarks(text, 1e6).diagnostics, []);
    const wrong = withStages('  - { name: half, traffic: 500%, needs: proof }\n');
    assert.deepEqual(forecastMarks(wrong, 10), { proofs: [], diagnostics: [] });
    assert.deepEqual(forecastMarks('', 10), { proofs: [], diagnostics: [] });
  });
});
