import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mutatedYaml } from '../../../mutatedYaml.js';
import { readProject } from './project.js';

const prompt = { 'prompts/reply.txt': 'Answer {{question}}' };

describe('a promptfoo project', () => {
  it('evaluates as it is: prompts, default test, inline tests', async () => {
    const { prompts, cases, asserts, unsupported, problems } = await readProject({
      'promptfooconfig.yaml': `description: Support
prompts: [prompts/reply.txt]
providers: [openai:gpt-4o-mini, { id: anthropic:messages:claude, config: { temperature: 0 } }]
defaultTest:
  vars: { tone: kind }
  assert: [{ type: llm-rubric, value: is kind }]
  threshold: 0.5
  metadata: { team: support }
tests:
  - description: Late parcel
    vars: { question: Where? }
    assert:
      - type: icontains
        value: "{{question}}"
        weight: 2
        metric: mentions
    metadata: { category: tracking, tags: [a, b], critical: true, nested: { no: 1 } }
  - vars: { question: Why?, tone: formal }
    threshold: 1
`,
      ...prompt,
    });
    assert.deepEqual(
      prompts.map(({ path, text, names }) => [path, text, names]),
      [['prompts/reply.txt', undefined, ['prompts/reply.txt', 'prompts/reply.txt']]],
    );
    assert.deepEqual(
      cases.map(({ description, vars, tags, critical, threshold }) => ({
        description,
        vars,
        tags,
        critical,
        threshold,
      })),
      [
        {
          description: 'Late parcel',
          vars: { tone: 'kind', question: 'Where?' },
          tags: ['a', 'b', 'team=support', 'category=tracking'],
          critical: true,
          threshold: 0.5,
        },
        {
          description: undefined,
          vars: { tone: 'formal', question: 'Why?' },
          tags: ['team=support'],
          critical: false,
          threshold: 1,
        },
      ],
    );
    assert.deepEqual(asserts, [
      [
        { type: 'llm-rubric', value: 'is kind', weight: 1 },
        { type: 'icontains', value: '{{question}}', weight: 2, metric: 'mentions' },
      ],
      [{ type: 'llm-rubric', value: 'is kind', weight: 1 }],
    ]);
    assert.deepEqual(unsupported, [
      'promptfooconfig.yaml: providers: openai:gpt-4o-mini, anthropic:messages:claude «providers»'.replace(
        '«providers»',
        '«[openai:gpt-4o-mini, { id: anthropic:messages:claude, config: { temperature: 0 } }]»',
      ),
    ]);
    assert.deepEqual(problems, []);
  });

  it('reads JSON, also with tabs', async () => {
    const config = JSON.stringify({ prompts: ['hi'], tests: [{ vars: { question: 'Where?' } }] }, null, '\t');
    const { vars, problems } = await readProject({ 'evals/promptfooconfig.json': config });
    assert.deepEqual([vars, problems.length], [[{ question: 'Where?' }], 0]);
  });

  it('finds prompts by path, glob and mapping, and takes the rest for texts', async () => {
    const { prompts, unsupported, problems } = await readProject({
      'evals/promptfooconfig.yaml': `prompts:
  - file://../prompts/reply.txt
  - prompts/*.md
  - "Answer yes/no: {{question}}"
  - |
    Two lines
    of {{text}}
  - { id: file://../prompts/chat.json, label: chat }
  - { raw: "Hello {{name}}", label: greeting }
  - { label: nothing }
  - file://make.py:prompt
  - exec:./run.sh
  - langfuse://support:3
  - missing.txt
  - ../prompts/several.txt
  - lines.jsonl
  - file://../../secret.txt
  - /etc/passwd
  - table.csv
`,
      'prompts/reply.txt': 'Answer {{question}}',
      'prompts/chat.json': '[]',
      'prompts/several.txt': '\uFEFFOne {{a}}\r\n  --- \r\nTwo\n----\nstill two\n---\n\n---\nThree',
      'evals/prompts/b.md': 'B\n---\nnot split',
      'evals/prompts/a.md': 'A',
      'evals/lines.jsonl': '[{"role":"user"}]\n\n["x"]\n',
      'evals/table.csv': 'prompt\nHi\n',
      'secret.txt': 'x',
    });
    assert.deepEqual(
      prompts.map(({ path, text, names }) => [path ?? '-', text ?? '-', names[0]]),
      [
        ['prompts/reply.txt', '-', 'file://../prompts/reply.txt'],
        ['evals/prompts/a.md', '-', 'prompts/*.md'],
        ['evals/prompts/b.md', '-', 'prompts/*.md'],
        ['-', 'Answer yes/no: {{question}}', 'Answer yes/no: {{question}}'],
        ['-', 'Two lines\nof {{text}}\n', 'Two lines\nof {{text}}\n'],
        ['prompts/chat.json', '-', 'chat'],
        ['-', 'Hello {{name}}', 'greeting'],
        ['prompts/several.txt', 'One {{a}}', '../prompts/several.txt'],
        ['prompts/several.txt', 'Two\n----\nstill two', '../prompts/several.txt'],
        ['prompts/several.txt', 'Three', '../prompts/several.txt'],
        ['evals/lines.jsonl', '[{"role":"user"}]', 'lines.jsonl'],
        ['evals/lines.jsonl', '["x"]', 'lines.jsonl'],
        ['-', '/etc/passwd', '/etc/passwd'],
      ],
    );
    assert.deepEqual(
      unsupported.map((line) => line.replace(/^.*?: | «.*$/g, '')),
      [
        'exec:./run.sh',
        'langfuse://support:3',
        'file://make.py:prompt',
        'file://../../secret.txt',
        '/etc/passwd',
        'evals/table.csv',
      ],
    );
    assert.deepEqual(problems, [
      'evals/promptfooconfig.yaml: no-prompt «{ label: nothing }»',
      'evals/promptfooconfig.yaml: missing-file «missing.txt»',
      'evals/promptfooconfig.yaml: missing-file «file://../../secret.txt»',
    ]);
    const old = await readProject({
      'promptfooconfig.yaml': 'prompts: { prompts/reply.txt: short }\n',
      ...prompt,
    });
    assert.deepEqual(old.prompts[0]?.names.slice(0, 2), ['short', 'prompts/reply.txt']);
    const none = await readProject({ 'promptfooconfig.yaml': 'tests: [{ vars: { prompt: Hi } }]\n' });
    assert.deepEqual(
      none.prompts.map(({ text }) => text),
      ['{{prompt}}'],
    );
  });

  it('reads tests from YAML, JSON, CSV and JSON Lines, by path and by glob', async () => {
    const { vars, cases, problems, unsupported } = await readProject({
      'evals/promptfooconfig.yaml': `prompts: [hello]
tests:
  - file://tests/*.yaml
  - more.json
  - file://rows.csv
  - { path: file://lines.jsonl }
  - make.js
  - file://make.py:tests
  - tests.xlsx
  - https://docs.google.com/spreadsheets/d/1
  - huggingface://datasets/x
  - ../../outside.yaml
  - 7
  - missing.yaml
`,
      'evals/tests/b.yaml': '- vars: { q: b1 }\n- vars: { q: b2 }\n- nonsense\n',
      'evals/tests/a.yaml': 'vars: { q: a }\n',
      'evals/more.json': '[{"vars":{"q":"json"}}]',
      'evals/rows.csv': 'q\ncsv\n',
      'evals/lines.jsonl': '{"vars":{"q":"jsonl"}}\n[]\n',
    });
    assert.deepEqual(
      vars,
      ['a', 'b1', 'b2', 'json', 'csv', 'jsonl'].map((q) => ({ q })),
    );
    assert.deepEqual(
      cases.slice(0, 2).map(({ place }) => place),
      [
        { path: 'evals/tests/a.yaml', range: { start: 0, end: 14 } },
        { path: 'evals/tests/b.yaml', range: { start: 2, end: 17 } },
      ],
    );
    assert.deepEqual(problems, [
      'evals/tests/b.yaml: no-test «nonsense»',
      'evals/lines.jsonl: no-test «[]»',
      'evals/promptfooconfig.yaml: no-test «7»',
      'evals/promptfooconfig.yaml: unreadable-file «missing.yaml»',
    ]);
    assert.deepEqual(
      unsupported.map((line) => line.replace(/^.*?: | «.*$/g, '')),
      [
        'make.js',
        'file://make.py:tests',
        'evals/tests.xlsx',
        'https://docs.google.com/spreadsheets/d/1',
        'huggingface://datasets/x',
        '../../outside.yaml',
      ],
    );
    const one = await readProject({ 'promptfooconfig.yaml': 'prompts: [hi]\ntests: rows.csv\n', 'rows.csv': 'q\nx\n' });
    assert.deepEqual(one.vars, [{ q: 'x' }]);
  });

  it('reads the columns of CSV that begin with two underscores', async () => {
    const csv = `question,__expected1,__expected2,__description,__metric,__threshold,__metadata:category,__metadata:tags[],__config:__expected2:threshold,_expected,__prefix,__metadata,__config:__expected:other
Where?,contains: There,similar(0.9):Over there,A place,places,0.7,geo,"x, y\\,z",0.6,7,Say:,k,1
Why?,  ,,,,,,,,,,,
Short?,Yes
`;
    const { cases, asserts, problems, unsupported } = await readProject({
      'promptfooconfig.yaml': 'prompts: [hi]\ntests: file://t.csv\n',
      't.csv': csv,
    });
    assert.deepEqual(
      cases.map(({ vars, description, threshold, tags }) => ({ vars, description, threshold, tags })),
      [
        {
          vars: { question: 'Where?', _expected: '7' },
          description: 'A place',
          threshold: 0.7,
          tags: ['x', 'y,z', 'category=geo'],
        },
        { vars: { question: 'Why?', _expected: '' }, description: undefined, threshold: undefined, tags: [] },
        { vars: { question: 'Short?' }, description: undefined, threshold: undefined, tags: [] },
      ],
    );
    assert.deepEqual(asserts, [
      [
        { type: 'contains', value: 'There', weight: 1, metric: 'places' },
        { type: 'similar', value: 'Over there', weight: 1, metric: 'places', threshold: 0.6 },
      ],
      [],
      [{ type: 'equals', value: 'Yes', weight: 1 }],
    ]);
    const [first] = csv.split('\n');
    const rows = csv.split('\n');
    assert.deepEqual(problems, [
      `t.csv: csv-column «${first}»`,
      `t.csv: csv-column «${rows[1]}»`,
      `t.csv: csv-column «${rows[1]}»`,
      `t.csv: csv-values «Short?,Yes»`,
    ]);
    assert.deepEqual(unsupported, [`t.csv: options.prefix «${rows[1]}»`]);
    const { range } = cases[2]!.place;
    assert.equal(csv.slice(range.start, range.end), 'Short?,Yes');
  });

  it('multiplies lists of texts, and leaves other lists alone', async () => {
    const { vars } = await readProject({
      'promptfooconfig.yaml': `prompts: [hi]
tests:
  - vars: { lang: [de, fr], q: [a, b], n: [1, 2], one: x, pairs: [[a], [b]], none: [] }
  - { vars: { lang: [de, fr] }, options: { disableVarExpansion: true } }
`,
    });
    const rest = { n: [1, 2], one: 'x', pairs: [['a'], ['b']], none: [] };
    assert.deepEqual(vars, [
      { lang: 'de', q: 'a', ...rest },
      { lang: 'de', q: 'b', ...rest },
      { lang: 'fr', q: 'a', ...rest },
      { lang: 'fr', q: 'b', ...rest },
      { lang: ['de', 'fr'] },
    ]);
  });

  it('refuses lists that multiply without end', async () => {
    const many = `[${Array.from({ length: 500 }, (_, index) => `t${index}`).join(', ')}]`;
    const { cases, problems } = await readProject({
      'promptfooconfig.yaml': `prompts: [hi]\ntests:\n  - vars: { a: &a ${many}, b: *a, c: *a, d: *a }\n  - vars: { a: x }\n`,
    });
    assert.deepEqual([cases.length, problems.length], [1, 1]);
    assert.match(problems[0]!, /too-many-cases/);
  });

  it('reads variables from files of the repository, and from nowhere else', async () => {
    const { vars, problems, unsupported, asked } = await readProject({
      'evals/promptfooconfig.yaml': `prompts: [hi]
tests:
  - vars: { doc: file://docs/a.txt }
  - vars: { doc: file://docs/*.txt }
  - vars: { doc: file://data.yaml }
  - vars: { doc: [file://docs/a.txt, plain] }
  - vars: file://vars.yaml
  - vars: [vars.yaml, more.yaml]
  - vars: { doc: file://make.js }
  - vars: { doc: file://photo.png }
  - vars: { doc: file:///etc/passwd }
  - vars: { doc: file://../../secret.txt }
  - vars: { doc: file://missing.txt }
  - vars: { doc: file://none/*.txt }
`,
      'evals/docs/a.txt': '  Text A\n',
      'evals/docs/b.txt': 'Text B',
      'evals/data.yaml': 'a: [1]\n',
      'evals/vars.yaml': 'doc: from file\nn: 1\n',
      'evals/more.yaml': 'n: 2\n',
      'secret.txt': 'secret',
    });
    assert.deepEqual(vars, [
      { doc: 'Text A' },
      { doc: 'Text A' },
      { doc: 'Text B' },
      { doc: '{"a":[1]}' },
      { doc: 'Text A' },
      { doc: 'plain' },
      { doc: 'from file', n: 1 },
      { doc: 'from file', n: 2 },
    ]);
    assert.ok(!asked.some((path) => /passwd|secret|make/.test(path)), asked.join());
    assert.equal(unsupported.length, 4);
    assert.deepEqual(
      problems.map((line) => line.replace(/«.*$/, '').trim()),
      Array.from({ length: 5 }, () => 'evals/promptfooconfig.yaml: unreadable-file'),
    );
  });

  it('lets variables name one another', async () => {
    const { vars } = await readProject({
      'promptfooconfig.yaml': `prompts: [hi]
tests:
  - vars: { name: Ann, greeting: "Hello {{ name }}, {{unknown}}", twice: "{{greeting}}!\\n", list: [1], shown: "{{list}}", me: "{{me}}{{me}}" }
`,
    });
    const { me, ...rest } = vars[0]!;
    assert.deepEqual(rest, {
      name: 'Ann',
      greeting: 'Hello Ann, {{unknown}}',
      twice: 'Hello Ann, {{unknown}}!',
      list: [1],
      shown: '[1]',
    });
    assert.ok(typeof me === 'string' && me.length < 1000);
  });

  it('follows references, and reads checks and values from files', async () => {
    const { asserts, problems, unsupported } = await readProject({
      'promptfooconfig.yaml': `prompts: [hi]
assertionTemplates:
  polite: { type: llm-rubric, value: is polite }
  chain: { $ref: '#/assertionTemplates/polite' }
  loop: { $ref: '#/assertionTemplates/loop' }
tests:
  - assert:
      - $ref: '#/assertionTemplates/polite'
      - { $ref: '#/assertionTemplates/chain', weight: 3 }
      - { type: assert-set, assert: [{ $ref: '#/assertionTemplates/polite' }] }
  - assert: [{ $ref: '#/assertionTemplates/loop' }, { $ref: '#/nothing' }, { $ref: 'other.yaml#/x' }]
  - assert: file://checks.yaml
  - assert: [file://checks.yaml, { type: is-json, value: file://schema.json }, { type: equals, value: file://text.txt }]
  - assert: [{ type: assert-set, assert: [{ type: equals, value: file://text.txt }, { type: assert-set, assert: [] }] }]
  - assert: [file://missing.yaml]
  - assert: [{ type: equals, value: file://make.js }, { type: javascript, value: file://check.js }, { type: equals, value: file://../x.txt }]
`,
      'checks.yaml': '- { type: contains, value: x }\n- { type: contains, value: y }\n',
      'schema.json': '{"type":"object","$ref":"#/definitions/kept"}',
      'text.txt': 'A text\n',
    });
    const polite = { type: 'llm-rubric', value: 'is polite', weight: 1 };
    const [one, two, three, four, set, missing, five] = asserts;
    assert.deepEqual(
      two?.map(({ type }) => type),
      ['unreadable check', 'unreadable check', 'unreadable check'],
    );
    assert.deepEqual(set?.[0]?.asserts?.[0]?.value, 'A text\n');
    assert.deepEqual(
      missing?.map(({ type }) => type),
      ['checks in file://missing.yaml'],
    );
    assert.deepEqual(one?.slice(0, 2), [polite, { ...polite, weight: 3 }]);
    assert.deepEqual(
      one[2]?.asserts?.map(({ type }) => type),
      ['llm-rubric'],
    );
    assert.deepEqual(
      three?.map(({ value }) => value),
      ['x', 'y'],
    );
    assert.deepEqual(
      four?.map(({ value }) => value),
      ['x', 'y', { type: 'object', $ref: '#/definitions/kept' }, 'A text\n'],
    );
    assert.deepEqual(
      five?.map(({ type }) => type),
      ['equals with file://make.js', 'javascript', 'equals with file://../x.txt'],
    );
    assert.deepEqual(problems, [
      "promptfooconfig.yaml: no-check «{ $ref: '#/assertionTemplates/loop' }»",
      "promptfooconfig.yaml: no-check «{ $ref: '#/nothing' }»",
      "promptfooconfig.yaml: no-check «{ $ref: 'other.yaml#/x' }»",
      'promptfooconfig.yaml: unreadable-file «file://missing.yaml»',
    ]);
    assert.deepEqual(
      unsupported.map((line) => line.replace(/^.*?: | «.*$/g, '')),
      ['file://make.js', 'file://../x.txt'],
    );
  });

  it('multiplies the data of a scenario with its tests', async () => {
    const { cases, asserts } = await readProject({
      'promptfooconfig.yaml': `prompts: [hi]
defaultTest: { vars: { tone: kind }, assert: [not-is-refusal] }
scenarios:
  - config:
      - { vars: { lang: de, q: x }, assert: [{ type: contains, value: de }] }
      - vars: { lang: fr }
    tests:
      - { vars: { q: Hello }, assert: [{ type: contains, value: q }], description: greets }
      - vars: { q: Bye }
  - file://scenario.yaml
  - config: [{ vars: { lang: it } }]
`,
      'scenario.yaml': 'config: [{ vars: { lang: es } }]\ntests: rows.csv\n',
      'rows.csv': 'q\nUno\n',
    });
    assert.deepEqual(
      cases.map(({ vars, description }) => [vars['lang'], vars['q'], vars['tone'], description]),
      [
        ['de', 'Hello', 'kind', 'greets'],
        ['de', 'Bye', 'kind', undefined],
        ['fr', 'Hello', 'kind', 'greets'],
        ['fr', 'Bye', 'kind', undefined],
        ['es', 'Uno', 'kind', undefined],
        ['it', undefined, 'kind', undefined],
      ],
    );
    assert.deepEqual(
      asserts[0]?.map(({ type, value }) => value ?? type),
      ['not-is-refusal', 'de', 'q'],
    );
  });

  it('tries the prompts once where there is no test', async () => {
    const { vars } = await readProject({ 'promptfooconfig.yaml': 'prompts: [hi]\ndefaultTest: { vars: { a: 1 } }\n' });
    assert.deepEqual(vars, [{ a: 1 }]);
  });

  it('gives a test only to the prompts that it names', async () => {
    const { casesOf } = await readProject({
      'promptfooconfig.yaml': `prompts:
  - { id: file://prompts/reply.txt, label: "reply: long" }
  - prompts/other.txt
defaultTest: { prompts: ["reply*"] }
tests:
  - vars: { q: default }
  - { vars: { q: by group }, prompts: [reply] }
  - { vars: { q: by path }, prompts: [prompts/other.txt] }
  - { vars: { q: none }, prompts: [] }
`,
      ...prompt,
      'prompts/other.txt': 'x',
    });
    const questions = async (path: string) => (await casesOf(path)).map(({ vars }) => vars['q']);
    assert.deepEqual(await questions('prompts/reply.txt'), ['default', 'by group']);
    assert.deepEqual(await questions('prompts/other.txt'), ['by path']);
  });

  it('passes judges and transforms on to the checks, and names what it does not do', async () => {
    const { asserts, unsupported, cases } = await readProject({
      'promptfooconfig.yaml': `prompts: [hi]
env: { A: b }
nunjucksFilters: { x: ./x.js }
extensions: [file://hook.js]
derivedMetrics: [{ name: a, value: b }]
redteam: {}
defaultTest:
  options: { provider: openai:gpt-4o, rubricPrompt: "Is it {{rubric}}?", disableDefaultAsserts: false }
  assert: [contains:x]
tests:
  - options: { disableDefaultAsserts: true, transform: output.trim(), prefix: "Hi " }
    provider: openai:gpt-4o
    providerOutput: fixed
    assertScoringFunction: file://score.js
    assert: [{ type: llm-rubric, value: kind, provider: own }, { type: assert-set, assert: [{ type: contains, value: "{{ env.SECRET }}" }] }]
  - { vars: { q: x }, options: { transformVars: "({ ...vars })" } }
`,
    });
    const judge = { provider: 'openai:gpt-4o', rubricPrompt: 'Is it {{rubric}}?', transform: 'output.trim()' };
    assert.deepEqual(asserts.length, 1);
    assert.deepEqual(asserts[0]?.[0]?.options, { ...judge, provider: 'own' });
    assert.deepEqual(asserts[0][1]?.asserts?.[0]?.options, judge);
    assert.equal(cases.length, 1);
    assert.deepEqual(
      unsupported.map((line) => line.replace(/^.*?: | «.*$/g, '')),
      [
        'nunjucksFilters',
        'extensions',
        'derivedMetrics',
        'redteam',
        '{{ env }}',
        'provider',
        'providerOutput',
        'assertScoringFunction',
        'options.prefix',
        'options.transform',
        'options.transformVars',
      ],
    );
  });

  it('runs no configuration that is code, and says so', async () => {
    const { prompts, unsupported, asked } = await readProject({ 'promptfooconfig.js': 'process.exit(1)' });
    assert.deepEqual([prompts, unsupported, asked], [[], ['promptfooconfig.js: promptfooconfig.js «p»'], []]);
  });

  it('takes paths from `basePath`, but not out of the repository', async () => {
    const inside = await readProject({
      'evals/promptfooconfig.yaml': 'basePath: ../data\nprompts: [hi]\ntests: t.csv\n',
      'data/t.csv': 'q\nx\n',
    });
    assert.deepEqual(inside.vars, [{ q: 'x' }]);
    const outside = await readProject({
      'promptfooconfig.yaml': 'basePath: ../..\nprompts: [hi]\ntests: t.csv\n',
      't.csv': 'q\nx\n',
    });
    assert.deepEqual([outside.vars, outside.unsupported.length], [[{ q: 'x' }], 1]);
  });

  it('never throws, and asks for no file outside, whatever stands in it', async () => {
    const valid = `prompts: [prompts/reply.txt, "prompts/*.txt", { raw: x, label: y }]
defaultTest: { vars: { a: 1 }, assert: [contains:x], options: { disableVarExpansion: false } }
assertionTemplates: { t: { type: equals, value: file://a.txt } }
tests: [{ vars: { q: [a, b] }, assert: [{ $ref: '#/assertionTemplates/t' }] }, file://t.csv, file://t.jsonl, file://t.yaml, "*.yaml"]
scenarios: [{ config: [{ vars: { x: y } }], tests: t.csv }]
`;
    const files = {
      'prompts/reply.txt': 'a\n---\nb',
      'a.txt': 'a',
      't.csv': 'q,__expected\nx,y\n',
      't.jsonl': '{"vars":{}}\n',
    };
    await fc.assert(
      fc.asyncProperty(
        mutatedYaml(valid),
        mutatedYaml('- vars: { a: [b, c] }\n  assert: [{ type: contains }]\n'),
        async (text, tests) => {
          const { asked, cases } = await readProject({ 'promptfooconfig.yaml': text, ...files, 't.yaml': tests });
          for (const path of asked) assert.ok(!path.startsWith('/') && !path.split('/').includes('..'), path);
          for (const { place } of cases) assert.ok(place.range.start <= place.range.end);
        },
      ),
      { numRuns: 300 },
    );
  });
});
