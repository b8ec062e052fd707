import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPromptText } from '../../../src/project/promptText.js';
import { terminalFixture, type TerminalFixture } from './terminalFixture.js';

const text = '---\ntemplate: jinja\n---\nYou greet people. {% include "tone.txt" %}\n';

describe('a prompt that includes a file, on the road', function () {
  this.timeout(30_000);
  let at: TerminalFixture;
  const flags = (): string => readFileSync(join(at.root, 'deploy/staging.flags.json'), 'utf8');
  beforeEach(() => {
    at = terminalFixture();
    at.commit('includes a tone', { 'ai/greeting.md': text, 'ai/tone.txt': 'Be warm.\n' });
    at.commit('cold tone', { 'ai/tone.txt': 'Be cold.\n' });
  });
  afterEach(() => at.remove());

  it('serves each version with its own include, and keeps both with the log', async () => {
    const { versions } = await at.json(0, 'history', 'greeting');
    const [cold, warm] = versions;
    assert.deepEqual([cold.subject, warm.subject], ['cold tone', 'includes a tone']);
    assert.match((await at.json(0, 'diff', 'greeting')).patch, /a\/ai\/tone\.txt[^]*-Be warm\.\n\+Be cold\.\n/);
    await at.json(0, 'adopt', 'greeting', warm.id);
    assert.match(flags(), /"tone\.txt": "Be warm\.\\n"/);
    assert.doesNotMatch(flags(), /Be cold/);
    const started = await at.json(0, 'start', 'greeting');
    assert.deepEqual([started.candidate, started.served.is], [cold.id, 'expected']);
    assert.match(flags(), /"tone\.txt": "Be cold\.\\n"/);
    const kept = `refs/heads/prompt-rollout/staging:versions/${cold.id}`;
    assert.equal(
      at.git('rev-parse', kept).slice(0, 12),
      cold.id,
      'the log keeps it as the very tree that it is named by',
    );
    assert.equal(at.git('show', `${kept}/includes/tone.txt`), 'Be cold.');
    const aborted = await at.json(0, 'abort', 'greeting');
    assert.deepEqual([aborted.baseline, aborted.served.is], [warm.id, 'expected']);
    assert.doesNotMatch(flags(), /Be cold/);
  });

  it('is read with what it includes at every point, unsaved text too', async () => {
    const repository = await at.open();
    const path = 'ai/greeting.md';
    const [, warm] = (await at.json(0, 'history', 'greeting')).versions;
    const version = await readPromptText({ repository }, { kind: 'version', id: warm.id, path });
    assert.deepEqual(version, { path, text, includes: { 'tone.txt': 'Be warm.\n' } });
    at.write({ 'ai/tone.txt': 'Be brief.\n' });
    const file = await readPromptText({ repository }, { kind: 'file', path });
    assert.deepEqual(file.includes, { 'tone.txt': 'Be brief.\n' });
    const unsaved = new Map([['ai/tone.txt', 'Be kind.\n']]);
    const typed = await readPromptText({ repository }, { kind: 'file', path, unsaved });
    assert.deepEqual(typed, { path, text, includes: { 'tone.txt': 'Be kind.\n' } });
  });

  it('is not released where its includes never end, or lead out of its folder', async () => {
    at.commit('round and round', { 'ai/tone.txt': '{% include "tone.txt" %}' });
    assert.match((await at.json(2, 'start', 'greeting')).error.message, /include-cycle/);
    at.commit('outside', { 'ai/tone.txt': '{% include "../deploy/README" %}' });
    assert.match((await at.json(2, 'start', 'greeting')).error.message, /include-outside/);
    const { diagnostics } = await at.json(2, 'check', 'ai/greeting.md');
    assert.match(JSON.stringify(diagnostics), /include-outside/);
  });
});
