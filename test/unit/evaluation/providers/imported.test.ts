import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readImported } from '../../../../src/evaluation/providers/imported.js';
import { defaultImportedFields } from '../../../../src/workspace/configuration/configuration.js';
import { temporaryFolder } from '../../workspace/gitFixture.js';
import { requestOf } from '../recordings/recordingFixture.js';

const { signal } = new AbortController();
const version = '9f2c1a7be340';

describe('the provider of imported outputs', () => {
  let root: string;
  beforeEach(() => {
    root = temporaryFolder();
    mkdirSync(join(root, 'outputs'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (name: string, content: string | Buffer): void => writeFileSync(join(root, 'outputs', name), content);
  const read = (fields = {}) =>
    readImported(
      { type: 'imported', files: ['outputs/*'], fields: { ...defaultImportedFields, ...fields } },
      root,
      signal,
    );
  const asking = async (fields = {}) => {
    const { provider, problems } = await read(fields);
    const ask = async (id: string, { of = version, sample = 0, prompt = 'prompts/reply' } = {}) => {
      const output = await provider.complete({ prompt, version: of, case: id, sample, request: requestOf(id) }, signal);
      return 'missing' in output ? output.missing : output.text;
    };
    return { ask, problems: problems.map(({ path, line, message, count }) => `${path}:${line} ${message} (${count})`) };
  };

  it('reads JSON lines: a text, or an output with its tokens', async () => {
    write(
      'a.jsonl',
      `\uFEFF{"version":"${version}","case":"a","output":"one"}\r\n\n{"version":"9F2C1A7","case":"b","output":{"text":"two","cost":0.1}}`,
    );
    const { ask, problems } = await asking();
    assert.deepEqual([await ask('a'), await ask('b'), problems], ['one', 'two', []]);
  });

  it('reads CSV with quotes, line ends in cells, other columns, and names of its own', async () => {
    write(
      'a.csv',
      `\uFEFFid,noise,prompt_version,answer\r\na,1,${version},"say ""hi"",\nplease"\r\nb,2,"${version.slice(0, 7)}",\r\n`,
    );
    const { ask, problems } = await asking({ case: 'id', version: 'prompt_version', output: 'answer' });
    assert.deepEqual([await ask('a'), await ask('b'), problems], ['say "hi",\nplease', '', []]);
  });

  it('takes several rows of one version and case as repeats, over all files', async () => {
    write('a.csv', `version,case,output\n${version},a,first\n${version},a,second\n`);
    write('b.jsonl', `{"version":"${version}","case":"a","output":"third"}\n`);
    const { ask } = await asking();
    assert.deepEqual(await Promise.all([0, 1, 2].map((sample) => ask('a', { sample }))), ['first', 'second', 'third']);
    assert.match(
      await ask('a', { sample: 3 }),
      /^No repeat 4 of version 9f2c1a7 for case a of prompts\/reply was imported from outputs\/\*; there are 3 of it\.$/,
    );
  });

  it('never gives the output of another version, prompt or case', async () => {
    write(
      'a.jsonl',
      [
        { version: 'aaaaaaaaaaaa', case: 'a', output: 'other version' },
        { version, case: 'a', prompt: 'prompts/farewell', output: 'other prompt' },
        { version, case: 'b', prompt: 'prompts/reply', output: 'this one' },
      ]
        .map((row) => JSON.stringify(row))
        .join('\n'),
    );
    const { ask } = await asking();
    assert.match(await ask('a'), /No output of version 9f2c1a7 .*; there are some of 1 other version\./);
    assert.match(await ask('c'), /there are none of the case\./);
    assert.equal(await ask('b'), 'this one');
    assert.equal(await ask('a', { prompt: 'prompts/farewell' }), 'other prompt');
  });

  it('says of each file which row is the first that cannot be used, and how many are', async () => {
    write(
      'a.jsonl',
      `{"version":"${version}","case":"a","output":"good"}\nnonsense\n[]\n{"case":"a","output":"x"}\n{"version":123456789012,"case":"a","output":"x"}\n`,
    );
    write('b.jsonl', `{"version":"v12","case":"a","output":"x"}`);
    write('c.jsonl', `{"version":"${version}","case":"a"}`);
    write('d.jsonl', `{"version":"${version}","case":"a","output":{"text":7}}`);
    write('e.csv', `version,kase,output\n${version},a,x\n`);
    write('f.csv', `version,case,output\n${version},f,fine\n${version},"f" x,y\n`);
    write('g.csv', '');
    const { ask, problems } = await asking();
    assert.deepEqual(problems, [
      'outputs/a.jsonl:2 This row is no JSON object. (4)',
      'outputs/b.jsonl:1 This row has no version id in `version`, which is a text of at least 7 hexadecimal digits. (1)',
      'outputs/c.jsonl:1 This row has no output in `output`. (1)',
      'outputs/d.jsonl:1 This row has no output in `output`: it has no `text` that is a text. (1)',
      'outputs/e.csv:2 This row names no case in `case`. (1)',
      problems[5],
    ]);
    assert.match(
      problems[5]!,
      /^outputs\/f\.csv:3 This row is no CSV, and nothing was read from there on \(.+\)\. \(1\)$/,
    );
    assert.deepEqual([await ask('a'), await ask('f')], ['good', 'fine']);
  });

  it('reads nothing outside the repository', async () => {
    const outside = join(temporaryFolder(), 'x.jsonl');
    writeFileSync(outside, '');
    symlinkSync(outside, join(root, 'outputs', 'a.jsonl'));
    await assert.rejects(read(), {
      name: 'HumanError',
      message: /could not be imported: outputs\/a\.jsonl cannot be read: it is outside/,
    });
  });

  it('is cancelled while it reads', async () => {
    write('a.csv', `version,case,output\n${`${version},a,x\n`.repeat(200_000)}`);
    const cancelling = new AbortController();
    const reading = readImported(
      { type: 'imported', files: ['outputs/*'], fields: defaultImportedFields },
      root,
      cancelling.signal,
    );
    setTimeout(() => cancelling.abort(), 30);
    await assert.rejects(reading, { name: 'HumanError', trouble: 'cancelled' });
  });
});
