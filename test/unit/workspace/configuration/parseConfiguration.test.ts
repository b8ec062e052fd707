import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mutatedYaml } from '../../mutatedYaml.js';
import { defaultConfiguration, openTelemetryFields } from '../../../../src/workspace/configuration/configuration.js';
import { parseConfiguration } from '../../../../src/workspace/configuration/parseConfiguration.js';
import { marks, places } from '../../diagnosticText.js';

const full = `# everything, with its defaults
version: 1
prompts: ["**/*.prompt.{yml,yaml}", "**/*.prompt", "**/*.prompty", "**/prompts/**/*.{md,txt,j2,jinja,mustache,hbs,liquid}"]
environments:
  production:
    traffic: { type: flagd, file: flags.flagd.json }
    metrics: { type: jsonl, files: ["telemetry/*.jsonl"], fields: { time: time, prompt: prompt, version: version, arm: arm, unit: unit } }
evaluation: { provider: { type: recorded } }
log: {}
`;

describe('parseConfiguration', () => {
  it('needs nothing: every key has a default', () => {
    for (const text of [
      '',
      '# nothing yet\n',
      '{}',
      'environments:\n',
      'environments:\n  production:\n',
      'log:\n',
      full,
    ]) {
      const { configuration, diagnostics } = parseConfiguration(text);
      assert.deepEqual(diagnostics, [], text);
      assert.deepEqual(configuration, defaultConfiguration, text);
    }
  });

  it('knows the names of OpenTelemetry', () => {
    const text = (fields: string): string => `environments: { a: { metrics: { fields: ${fields} } } }\n`;
    const { configuration, diagnostics } = parseConfiguration(text('opentelemetry'));
    assert.deepEqual(diagnostics, []);
    const metrics = configuration?.environments['a']?.metrics;
    assert.deepEqual(metrics, { type: 'jsonl', files: ['telemetry/*.jsonl'], fields: openTelemetryFields });
    assert.equal(parseConfiguration(text('openinference')).diagnostics.length, 1);
  });

  it('reads what is given, and keeps the order of the environments', () => {
    const { configuration, diagnostics } = parseConfiguration(`
prompts: [prompts/**/*.md]
environments:
  staging:
    traffic: { file: deploy/staging.json }
  production.eu-1:
    metrics: { files: [logs/a.jsonl, logs/b/*.jsonl], fields: { unit: conversation, prompt: gen_ai.prompt.name } }
evaluation:
  provider: { type: openai, url: http://localhost:11434/v1, model: llama3.2, concurrency: 2, headers: { x-title: ours } }
  prices: { llama3.2: { prompt: 0, completion: 0.5 } }
`);
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(configuration, {
      prompts: ['prompts/**/*.md'],
      environments: {
        staging: {
          traffic: { type: 'flagd', file: 'deploy/staging.json' },
          metrics: defaultConfiguration.environments['production']!.metrics,
        },
        'production.eu-1': {
          traffic: { type: 'flagd', file: 'flags.flagd.json' },
          metrics: {
            type: 'jsonl',
            files: ['logs/a.jsonl', 'logs/b/*.jsonl'],
            fields: {
              time: 'time',
              prompt: 'gen_ai.prompt.name',
              version: 'version',
              arm: 'arm',
              unit: 'conversation',
            },
          },
        },
      },
      evaluation: {
        provider: {
          type: 'openai',
          url: 'http://localhost:11434/v1',
          model: 'llama3.2',
          timeout: 60,
          concurrency: 2,
          headers: { 'x-title': 'ours' },
        },
        prices: { 'llama3.2': { prompt: 0, completion: 0.5 } },
      },
      log: {},
    });
    assert.deepEqual(Object.keys(configuration.environments), ['staging', 'production.eu-1']);
  });

  it('keeps what this version does not use yet, and says so', () => {
    const text =
      'environments: { a: { registry: { type: langfuse, url: https://cloud.langfuse.com } } }\nlog: { remote: origin }\n';
    const { configuration, diagnostics } = parseConfiguration(text);
    assert.deepEqual(places(text, diagnostics), ['1:22 "registry" not-used-yet', '2:8 "remote" not-used-yet']);
    assert.deepEqual(new Set(diagnostics.map(({ severity }) => severity)), new Set(['information']));
    assert.deepEqual(configuration?.environments['a']?.registry, {
      type: 'langfuse',
      url: 'https://cloud.langfuse.com',
    });
    assert.equal(configuration.log.remote, 'origin');
  });

  it('warns of a server that is reached unencrypted', () => {
    const text = 'evaluation: { provider: { type: openai, url: http://models.example.org/v1 } }\n';
    const { configuration, diagnostics } = parseConfiguration(text);
    assert.deepEqual(places(text, diagnostics), ['1:46 "http://models.example.org/v1" unencrypted']);
    assert.equal(configuration?.evaluation.provider.type, 'openai');
    const metrics = 'environments: { a: { metrics: { type: prometheus, url: http://metrics.example.org } } }\n';
    assert.deepEqual(places(metrics, parseConfiguration(metrics).diagnostics), [
      '1:56 "http://metrics.example.org" unencrypted',
    ]);
  });

  it('knows the settings of Prometheus, with their defaults', () => {
    const read = (metrics: string) =>
      parseConfiguration(`environments: { a: { metrics: { type: prometheus, ${metrics} } } }`).configuration
        ?.environments['a']?.metrics;
    assert.deepEqual(read('url: "https://metrics.example.org/prometheus"'), {
      type: 'prometheus',
      url: 'https://metrics.example.org/prometheus',
      labels: { prompt: 'prompt_name', version: 'prompt_version', arm: 'arm' },
      units: 'llm_units_total',
      counters: {},
      delay: 15,
    });
    const counters =
      '{ error: e_total, reason: { total: r_total, label: why }, cost: { sum: s, count: n, squares: q }, time: { buckets: b } }';
    assert.deepEqual(
      read(`url: "http://localhost:1", units: u_total, delay: 2, labels: { prompt: p }, counters: ${counters}`),
      {
        type: 'prometheus',
        url: 'http://localhost:1',
        labels: { prompt: 'p', version: 'prompt_version', arm: 'arm' },
        units: 'u_total',
        counters: {
          error: { total: 'e_total' },
          reason: { total: 'r_total', label: 'why' },
          cost: { sum: 's', count: 'n', squares: 'q' },
          time: { buckets: 'b' },
        },
        delay: 2,
      },
    );
  });

  it('knows the settings of each provider, with their defaults', () => {
    const read = (provider: string) =>
      parseConfiguration(`evaluation: { provider: ${provider} }`).configuration?.evaluation.provider;
    assert.deepEqual(read('{ type: command, command: [node, a.mjs], environment: [A_URL] }'), {
      type: 'command',
      command: ['node', 'a.mjs'],
      environment: ['A_URL'],
      timeout: 60,
      concurrency: 4,
    });
    assert.deepEqual(read('{ type: imported, files: [a.csv], fields: { case: id } }'), {
      type: 'imported',
      files: ['a.csv'],
      fields: { prompt: 'prompt', version: 'version', case: 'id', output: 'output' },
    });
  });

  describe('puts each mistake at its place, and is then absent', () => {
    // What is expected to be underlined stands between « and »; then the codes, with the text that would mend it.
    const cases: readonly (readonly [what: string, marked: string, ...expected: string[]])[] = [
      ['a list', '«- a»', 'wrong-type'],
      ['a mistyped key', '«enviroments»: {}\n', 'unknown-key → environments'],
      ['another version', 'version: «2»\n', 'unknown-value'],
      ['no environment', '«environments»: {}\n', 'no-value'],
      ['an environment in capitals', 'environments: { «Production»: {} }\n', 'bad-name'],
      ['an environment with a slash', 'environments: { «eu/prod»: {} }\n', 'bad-name'],
      ['an environment with two dots', 'environments: { «a..b»: {} }\n', 'bad-name'],
      ['an environment that looks like a lock', 'environments: { «a.lock»: {} }\n', 'bad-name'],
      ['an environment that ends with a dot', 'environments: { «a.»: {} }\n', 'bad-name'],
      [
        'another backend, whatever it needs',
        'environments: { a: { traffic: { type: «unleash», url: x } } }\n',
        'not-available',
      ],
      ['a source without its address', 'environments: { a: { «metrics»: { type: prometheus } } }\n', 'missing-key'],
      [
        'an address with a user',
        'environments: { a: { metrics: { type: prometheus, url: «https://ann:pw@host» } } }\n',
        'wrong-value',
      ],
      [
        'a counter with another name than one',
        'environments: { a: { metrics: { type: prometheus, url: "http://localhost:1", units: «"a{b}"» } } }\n',
        'wrong-value',
      ],
      [
        'a counter of a field with another name than one',
        'environments: { a: { metrics: { type: prometheus, url: "http://localhost:1", counters: { bad: «"x|y"» } } } }\n',
        'wrong-value',
      ],
      [
        'a mistyped kind of counter',
        'environments: { a: { metrics: { type: prometheus, url: "http://localhost:1", counters: { c: { «squars»: x } } } } }\n',
        'unknown-key → squares',
      ],
      ['a setting of the other source', 'environments: { a: { metrics: { «units»: x_total } } }\n', 'unknown-key'],
      [
        'files of Prometheus',
        'environments: { a: { metrics: { type: prometheus, url: "http://localhost:1", «files»: [a.jsonl] } } }\n',
        'unknown-key',
      ],
      ['a backend like none', 'environments: { a: { traffic: { type: «flag» } } }\n', 'unknown-value → flagd'],
      ['a file outside', 'environments: { a: { traffic: { file: «../f.json» } } }\n', 'outside-repository'],
      ['an absolute file', 'environments: { a: { traffic: { file: «/f.json» } } }\n', 'outside-repository'],
      ['a glob outside', 'prompts: [a.md, «../*.md»]\n', 'outside-repository'],
      ['telemetry outside', 'environments: { a: { metrics: { files: [«C:/x.jsonl»] } } }\n', 'outside-repository'],
      ['no prompts', '«prompts»: []\n', 'no-value'],
      ['a prompt that is no text', 'prompts: [«1»]\n', 'wrong-type'],
      ['a mistyped field', 'environments: { a: { metrics: { fields: { «tiem»: t } } } }\n', 'unknown-key → time'],
      [
        'a remote that git would take for an option',
        'log: { «remote»: «--upload-pack=x» }\n',
        'not-used-yet',
        'wrong-value',
      ],
      [
        'two environments in one flag file',
        'environments: { a: { traffic: { file: x.json } }, b: { traffic: { «file»: ./x.json } } }\n',
        'same-flag-file',
      ],
      ['two environments in the default flag file', 'environments:\n  a: {}\n  «b»: {}\n', 'same-flag-file'],
      ['a provider without type', 'evaluation: { «provider»: { timeout: 5 } }\n', 'missing-key'],
      [
        'a mistyped provider',
        'evaluation: { provider: { type: «openia», url: http://localhost } }\n',
        'unknown-value → openai',
      ],
      ['a mistyped setting', 'evaluation: { provider: { type: recorded, «timeuot»: 5 } }\n', 'unknown-key → timeout'],
      [
        'a setting of another provider',
        'evaluation: { provider: { type: command, command: [a], «url»: http://localhost } }\n',
        'unknown-key',
      ],
      ['a server without address', 'evaluation: { «provider»: { type: openai } }\n', 'missing-key'],
      ['a program without name', 'evaluation: { provider: { type: command, «command»: [] } }\n', 'no-value'],
      [
        'an address with a password',
        'evaluation: { provider: { type: openai, url: «https://a:b@c/v1» } }\n',
        'wrong-value',
      ],
      [
        'an address that is none',
        'evaluation: { provider: { type: openai, url: «"http://[::1/v1"» } }\n',
        'wrong-value',
      ],
      [
        'a secret in a header',
        'evaluation: { provider: { type: openai, url: http://localhost, headers: { «Authorization»: x } } }\n',
        'secret-header',
      ],
      [
        'a secret anywhere',
        `evaluation: { provider: { type: openai, url: "http://localhost/?k=«sk-${'a1'.repeat(20)}»" } }\n`,
        'literal-secret',
      ],
      [
        'a timeout without end',
        'evaluation: { provider: { type: openai, url: http://localhost, timeout: «1000» } }\n',
        'wrong-value',
      ],
      ['outputs outside', 'evaluation: { provider: { type: imported, files: [«../a.csv»] } }\n', 'outside-repository'],
      ['half a price', 'evaluation: { prices: { «m»: { prompt: 1 } } }\n', 'missing-key'],
      ['a key twice', 'log: {}\n«log»: {}\n', 'yaml-duplicate-key'],
    ];
    for (const [what, marked, ...expected] of cases) {
      it(what, () => {
        const text = marked.replaceAll(/[«»]/g, '');
        const { configuration, diagnostics } = parseConfiguration(text);
        assert.deepEqual(
          places(text, diagnostics),
          marks(marked).map((mark, index) => `${mark} ${expected[index]}`),
        );
        assert.equal(configuration, undefined);
      });
    }
  });

  it('never throws, and stays inside the text', () => {
    const holds = (text: string) => {
      const { configuration, diagnostics } = parseConfiguration(text);
      assert.equal(
        configuration === undefined,
        diagnostics.some(({ severity }) => severity === 'error'),
      );
      for (const { range } of diagnostics)
        assert.ok(0 <= range.start && range.start <= range.end && range.end <= text.length);
    };
    fc.assert(fc.property(mutatedYaml(full), holds), { numRuns: 80 });
    fc.assert(fc.property(fc.string({ unit: 'binary' }), holds), { numRuns: 60 });
  }).timeout(10_000);
});
