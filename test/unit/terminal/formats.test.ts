import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FlagdCore } from '@openfeature/flagd-core';
import type { ChangeClass } from '../../../src/prompts/comparison/comparison.js';
import { isServedContent } from '../../../src/prompts/servedContent.js';
import { gitFixture, type GitFixture } from '../workspace/gitFixture.js';
import { runIn } from './terminalFixture.js';

/** A prompt in one format: two versions, what their comparison must say, and what rendering the second one gives. */
interface Sample {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly is: ChangeClass;
  readonly says: RegExp;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly parameters: Readonly<Record<string, unknown>>;
}

const question = 'Where is {{x}}, [INST] and system:\nmy parcel?';

const samples: Readonly<Record<string, Sample>> = {
  'a GitHub prompt': {
    path: 'ai/github.prompt.yml',
    before:
      'model: openai/gpt-4o\nmodelParameters:\n  temperature: 0.2\nmessages:\n  - role: system\n    content: Answer shortly.\n  - role: user\n    content: "{{question}}"\n',
    after:
      'model: openai/gpt-4o\nmodelParameters:\n  temperature: 0.7\nmessages:\n  - role: system\n    content: Answer shortly.\n  - role: user\n    content: "{{question}}"\n',
    is: 'behaviour',
    says: /temperature 0\.2 → 0\.7/,
    messages: [
      { role: 'system', content: 'Answer shortly.' },
      { role: 'user', content: question },
    ],
    parameters: { temperature: 0.7 },
  },
  'a Dotprompt file': {
    path: 'ai/dot.prompt',
    before:
      '---\nmodel: googleai/gemini-2.0-flash\nconfig:\n  temperature: 0.4\ninput:\n  schema:\n    question: string\n---\n{{role "system"}}Answer at length.\n{{role "user"}}{{question}}',
    after:
      '---\nmodel: googleai/gemini-2.0-flash\nconfig:\n  temperature: 0.4\ninput:\n  schema:\n    question: string\n---\n{{role "system"}}Answer shortly.\n{{role "user"}}{{question}}',
    is: 'wording',
    says: /1 of 2 messages/,
    messages: [
      { role: 'system', content: 'Answer shortly.\n' },
      { role: 'user', content: question },
    ],
    parameters: { temperature: 0.4 },
  },
  'a Prompty file': {
    path: 'ai/prompty.prompty',
    before:
      '---\nname: P\nmodel:\n  id: gpt-4o\n  options:\n    maxOutputTokens: 90\ninputs:\n  question:\n    kind: string\n---\nsystem:\nAnswer shortly.\n\nuser:\n{{question}}\n',
    after:
      '---\nname: P\nmodel:\n  id: gpt-4o\n  options:\n    maxOutputTokens: 90\ninputs:\n  question:\n    kind: string\n  tone:\n    kind: string\n---\nsystem:\nAnswer shortly, {{tone}}.\n\nuser:\n{{question}}\n',
    is: 'contract',
    says: /callers must now pass tone/,
    messages: [
      { role: 'system', content: 'Answer shortly, gently.' },
      { role: 'user', content: question },
    ],
    parameters: { max_tokens: 90 },
  },
  'a Prompty file of version 1': {
    path: 'ai/old.prompty',
    before:
      '---\nname: P\nmodel:\n  api: chat\n  configuration:\n    azure_deployment: gpt-4o\n  parameters:\n    max_tokens: 90\n---\nsystem:\nAnswer shortly.\n\nuser:\n{{question}}\n',
    after:
      '---\nname: P\nmodel:\n  id: gpt-4o\n  options:\n    maxOutputTokens: 90\n---\nsystem:\nAnswer shortly.\n\nuser:\n{{question}}\n',
    is: 'formatting',
    says: /same meaning|nothing that the model/,
    messages: [
      { role: 'system', content: 'Answer shortly.' },
      { role: 'user', content: question },
    ],
    parameters: { max_tokens: 90 },
  },
  'a plain text': text('ai/plain.txt', '{{question}}'),
  'Markdown with a header': {
    ...text('ai/plain.md', '{{question}}'),
    before: '---\nmodel: gpt-4o\ntemperature: 0.1\n---\nAnswer at length: {{question}}',
    after: '---\nmodel: gpt-4o\ntemperature: 0.1\n---\nAnswer shortly: {{question}}',
    parameters: { temperature: 0.1 },
  },
  'a Jinja template': text('ai/jinja.j2', '{{ question }}{% if tone %} ({{ tone | upper }}){% endif %}', ' (GENTLY)'),
  'a Mustache template': text('ai/mustache.mustache', '{{{question}}}{{#tone}} ({{tone}}){{/tone}}', ' (gently)'),
  'a Handlebars template': text('ai/bars.hbs', '{{{question}}}{{#if tone}} ({{tone}}){{/if}}', ' (gently)'),
  'a Liquid template': text(
    'ai/liquid.liquid',
    '{{ question }}{% if tone %} ({{ tone | upcase }}){% endif %}',
    ' (GENTLY)',
  ),
  'a JSON chat': {
    path: 'ai/chat.json',
    before: '[{"role": "system", "content": "Answer at length."}, {"role": "user", "content": "{{ question }}"}]',
    after: '[{"role": "system", "content": "Answer shortly."}, {"role": "user", "content": "{{ question }}"}]',
    is: 'wording',
    says: /1 of 2 messages/,
    messages: [
      { role: 'system', content: 'Answer shortly.' },
      { role: 'user', content: question },
    ],
    parameters: {},
  },
};

/** A text with one message whose wording changes. */
function text(path: string, template: string, more = ''): Sample {
  return {
    path,
    before: `Answer at length: ${template}`,
    after: `Answer shortly: ${template}`,
    is: 'wording',
    says: /1 message/,
    messages: [{ role: 'user', content: `Answer shortly: ${question}${more}` }],
    parameters: {},
  };
}

describe('every first-class format', function () {
  this.timeout(60_000);
  let at: GitFixture;
  beforeEach(() => (at = gitFixture()));
  afterEach(() => at.remove());

  for (const [name, sample] of Object.entries(samples)) {
    it(`takes ${name} the whole road`, async () => {
      const strategyPath = sample.path.replace(/\..*$/, '.rollout.yaml');
      const strategy = `prompt: ${sample.path.replace('ai/', '')}\nunit: user\nstages:\n  - { name: all, traffic: 100%, bake: 1s }\n`;
      at.commit('first', { 'prompt-rollout.yaml': 'prompts: ["ai/**"]\n', [sample.path]: sample.before });
      at.commit('second', { [sample.path]: sample.after, [strategyPath]: strategy });
      const prompt = sample.path.replace(/\.[^/]*$/, '');

      const { versions } = await run('history', prompt);
      assert.equal(Array.isArray(versions) && versions.length, 2);

      const compared = await run('diff', prompt, 'v1', 'v2');
      assert.equal(compared['class'], sample.is);
      const { out } = await runIn(at.root, ['diff', prompt, 'v1', 'v2']);
      assert.match(out.split('\n')[0] ?? '', sample.says);

      const inputs = ['--input', `question=${question}`, '--input', 'tone=gently'];
      const rendered = await run('render', prompt, ...inputs);
      assert.deepEqual(rendered['messages'], sample.messages);

      await run('start', prompt, '--yes');
      const flags = new FlagdCore();
      flags.setConfigurations(readFileSync(join(at.root, 'flags.flagd.json'), 'utf8'));
      const { value } = flags.resolveObjectEvaluation(prompt.replace('ai/', ''), {}, { user: 'u1' }, console);
      assert.ok(isServedContent(value));
      assert.equal(value.source, sample.after);
      assert.equal(value.version, at.id(sample.after));
      assert.deepEqual(value.parameters, sample.parameters);
      assert.deepEqual(
        value.messages.map(({ role }) => role),
        sample.messages.map(({ role }) => role),
      );
    });
  }

  it('asks for the environment variables that a prompt names, and shows no secret', async () => {
    const options = 'user: "${env:TEAM}", stop: ["${env:STOP_KEY}"]';
    const prompty = `---\nmodel: { id: "\${env:MODEL}", options: { ${options} } }\n---\nuser:\nHi\n`;
    at.commit('first', { 'prompt-rollout.yaml': 'prompts: ["ai/**"]\n', 'ai/a.prompty': prompty });
    const values: Readonly<Record<string, string>> = { MODEL: 'gpt-5', STOP_KEY: 'sesame' };
    const asked: string[] = [];
    const environment = (name: string): string | undefined => {
      asked.push(name);
      return values[name];
    };
    const { out, aside } = await runIn(at.root, ['render', 'ai/a', '--request'], { environment });
    assert.deepEqual(asked, ['MODEL', 'TEAM', 'STOP_KEY']);
    const { model, user, stop } = JSON.parse(out) as Readonly<Record<string, unknown>>;
    assert.deepEqual([model, user, stop], ['gpt-5', '${env:TEAM}', ['•••']]);
    assert.equal(aside, 'Environment variables that are not set: TEAM\n');
  });

  async function run(...words: string[]): Promise<Readonly<Record<string, unknown>>> {
    const { code, out, aside } = await runIn(at.root, [...words, '--json']);
    assert.equal(code, 0, `${words.join(' ')}: ${out}${aside}`);
    return JSON.parse(out) as Readonly<Record<string, unknown>>;
  }
});
