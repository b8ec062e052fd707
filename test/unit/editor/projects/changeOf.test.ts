import assert from 'node:assert/strict';
import { changeOf, type Watched } from '../../../../src/editor/projects/changeOf.js';
import { promptMatcher } from '../../../../src/workspace/promptFinder.js';

const watched: Watched = {
  isPrompt: (path) => path.endsWith('.prompt.yml'),
  trafficFiles: new Set(['flags.flagd.json']),
  hasGit: true,
};

describe('what a changed file means', () => {
  it('looks for prompts again only when one comes or goes, or a strategy changes', () => {
    assert.equal(changeOf('a/b.prompt.yml', 'created', watched), 'prompts');
    assert.equal(changeOf('a/b.prompt.yml', 'deleted', watched), 'prompts');
    assert.equal(changeOf('a/b.prompt.yml', 'changed', watched), 'saved');
    assert.equal(changeOf('a/b.rollout.yaml', 'changed', watched), 'prompts');
  });

  it('knows the configuration and the files of traffic backends', () => {
    assert.equal(changeOf('prompt-rollout.yaml', 'created', watched), 'configuration');
    assert.equal(changeOf('sub/prompt-rollout.yaml', 'created', watched), undefined);
    assert.equal(changeOf('flags.flagd.json', 'changed', watched), 'traffic');
  });

  it('looks again at prompts that may include a file', () => {
    for (const how of ['created', 'changed', 'deleted'] as const) {
      assert.equal(
        changeOf('prompts/tone.j2', how, watched, () => true),
        'saved',
      );
      assert.equal(
        changeOf('.git/index', how, watched, () => true),
        undefined,
      );
    }
    assert.equal(changeOf('prompts/tone.j2', 'changed', watched), undefined);
  });

  it('looks for prompts no more when a partial comes or goes, but at those that may include it', () => {
    const match = promptMatcher({ globs: ['prompts/**'] });
    const isPrompt = (path: string): boolean => match(path) !== undefined;
    for (const how of ['created', 'changed', 'deleted'] as const) {
      const change = changeOf('prompts/_tone.j2', how, { ...watched, isPrompt }, () => true);
      assert.equal(change, 'saved');
    }
    assert.equal(
      changeOf('prompts/tone.j2', 'created', { ...watched, isPrompt }, () => true),
      'prompts',
    );
  });

  it('leaves everything else alone, telemetry too', () => {
    assert.equal(changeOf('telemetry/today.jsonl', 'changed', watched), undefined);
    assert.equal(changeOf('.git/index', 'changed', watched), undefined);
  });

  it('notices a repository that is initialized', () => {
    for (const path of ['.git', '.git/HEAD', '.git/config', '.git/objects']) {
      assert.equal(changeOf(path, 'created', { ...watched, hasGit: false }), 'configuration');
      assert.equal(changeOf(path, 'changed', watched), undefined);
    }
    assert.equal(changeOf('.git/index', 'changed', { ...watched, hasGit: false }), undefined);
  });
});
