import assert from 'node:assert/strict';
import type { Point } from '../../../../src/editor/compare/point.js';
import { PointLabels } from '../../../../src/editor/preview/pointLabels.js';
import type { PromptHandle } from '../../../../src/editor/projects.js';
import { gitFixture, type GitFixture } from '../../workspace/gitFixture.js';
import { handle } from '../seenFixture.js';

const path = 'prompts/support-reply.prompt.yml';
const file: Point = { kind: 'file' };
const { signal } = new AbortController();

describe('PointLabels', () => {
  let fixture: GitFixture;
  let prompt: PromptHandle;
  let labels: PointLabels;

  beforeEach(async () => {
    fixture = gitFixture();
    fixture.commit('one', { [path]: 'name: a\n' });
    fixture.commit('two', { [path]: 'name: b\n' });
    prompt = handle('support-reply', {
      project: { repository: await fixture.open() } as PromptHandle['project'] & object,
    });
    labels = new PointLabels();
  });
  afterEach(() => fixture.remove());

  const of = (...points: readonly Point[]): Promise<readonly string[]> => labels.of(prompt, points, false, signal);

  it('are ordinals for versions and for a file that holds one', async () => {
    assert.deepEqual(await of({ kind: 'version', id: fixture.id('name: a\n'), path }, file), ['v1', 'v2']);
  });

  it('are `draft` for a file with changes, saved or not', async () => {
    assert.deepEqual(await labels.of(prompt, [file], true, signal), ['draft']);
    fixture.write({ [path]: 'name: c\n' });
    assert.deepEqual(await of(file), ['draft']);
  });

  it('are asked for again when something happened', async () => {
    assert.deepEqual(await of(file), ['v2']);
    fixture.write({ [path]: 'name: a\n' });
    assert.deepEqual(await of(file), ['v2']);
    labels.outdate();
    assert.deepEqual(await of(file), ['v1']);
    fixture.commit('three', { [path]: 'name: c\n' });
    labels.outdate();
    assert.deepEqual(await of(file), ['v3']);
  });

  it('are empty where there is no history, or none that can be read', async () => {
    const { project, ...without } = prompt;
    assert.ok(project);
    assert.deepEqual(await labels.of(without, [file], true, signal), ['']);
    fixture.remove();
    assert.deepEqual(await of(file), ['']);
  });
});
