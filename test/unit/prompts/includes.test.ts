import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canInclude, includePath, resolveIncludes, type IncludeLimits } from '../../../src/prompts/includes.js';

const include = (path: string): string => `{% include "${path}" %}`;

async function resolve(text: string, files: Readonly<Record<string, string>> = {}, limits?: IncludeLimits) {
  const asked: string[] = [];
  const read = (path: string): Promise<string | undefined> => {
    asked.push(path);
    return Promise.resolve(Object.hasOwn(files, path) ? files[path] : undefined);
  };
  const found = await resolveIncludes('prompts/reply.j2', text, read, limits && { limits });
  return { ...found, asked, codes: found.diagnostics.map(({ code }) => code) };
}

describe('includes', () => {
  it('are followed from file to file, each from the folder of the prompt', async () => {
    const files = { 'parts/a.j2': include('parts/b.j2'), 'parts/b.j2': 'b', 'c.j2': 'c' };
    const { includes, diagnostics } = await resolve(include('parts/a.j2') + include('./c.j2') + include('c.j2'), files);
    assert.deepEqual(includes, files);
    assert.deepEqual(diagnostics, []);
  });

  it('that two files share are read once and are no cycle', async () => {
    const files = { 'a.j2': include('c.j2'), 'b.j2': include('c.j2'), 'c.j2': 'c' };
    const { includes, codes, asked } = await resolve(include('a.j2') + include('b.j2'), files);
    assert.deepEqual(
      [Object.keys(includes).sort(), codes, asked],
      [['a.j2', 'b.j2', 'c.j2'], [], ['a.j2', 'c.j2', 'b.j2']],
    );
  });

  it('never lead out of the folder of the prompt', async () => {
    const outside = [
      '../x.j2',
      'a/../../x.j2',
      '/etc/passwd',
      'C:/x.j2',
      '..\\\\x.j2',
      '.git/config',
      'sub/.GIT/config',
      '.',
    ];
    for (const path of outside) {
      const { codes, asked, diagnostics } = await resolve(include(path));
      assert.deepEqual([codes, asked], [['include-outside'], []], path);
      assert.equal(diagnostics[0]?.severity, 'error');
    }
    const { diagnostics } = await resolve(`Hi ${include('a.j2')}`, { 'a.j2': include('../b.j2') });
    assert.match(diagnostics[0]?.message ?? '', /`\.\.\/b\.j2` \(included through `a\.j2`\) leads out/);
    assert.deepEqual(diagnostics[0]?.range, { start: 15, end: 19 }, 'at the reference by which it came in');
  });

  it('that never end are named as a round', async () => {
    const { diagnostics, includes } = await resolve(include('a.j2'), {
      'a.j2': include('b.j2'),
      'b.j2': include('a.j2'),
    });
    assert.deepEqual([diagnostics.length, diagnostics[0]?.code], [1, 'include-cycle']);
    assert.match(diagnostics[0]?.message ?? '', /`a\.j2` → `b\.j2` → `a\.j2`/);
    assert.deepEqual(Object.keys(includes), ['a.j2', 'b.j2']);
    assert.deepEqual((await resolve(include('reply.j2'))).codes, ['include-cycle'], 'the prompt itself');
  });

  it('that are not there are an error where the format says where to look, else a warning', async () => {
    const none = () => Promise.resolve(undefined);
    assert.equal((await resolveIncludes('a.j2', include('b.j2'), none)).diagnostics[0]?.severity, 'warning');
    const prompty = '---\nname: a\nmodel: ${file:model.json}\n---\nuser:\nHi';
    const { diagnostics } = await resolveIncludes('a.prompty', prompty, none);
    assert.deepEqual(
      diagnostics.map(({ code, severity }) => [code, severity]),
      [['missing-include', 'error']],
    );
  });

  it('stop at the limits', async () => {
    const limits = { files: 3, characters: 100, depth: 2 };
    const leaves = { '1': 'x', '2': 'x', '3': 'x', '4': 'x'.repeat(90), '5': 'x'.repeat(20) };
    const all = (...paths: string[]): string => paths.map(include).join('');
    assert.deepEqual((await resolve(all('1', '2', '3'), leaves, limits)).codes, []);
    assert.deepEqual((await resolve(all('1', '2', '3', '4', '5'), leaves, limits)).codes, ['too-many-includes']);
    assert.deepEqual((await resolve(all('4', '5', '1'), leaves, limits)).codes, ['too-many-includes']);
    const chain = { '1': include('2'), '2': include('3'), '3': 'x' };
    assert.deepEqual((await resolve(include('1'), chain, limits)).codes, ['include-depth']);
  });

  it('end for every graph of files, and read nothing outside', async () => {
    const name = fc.constantFrom(
      'a',
      'b',
      'c',
      'd/e',
      './a',
      '../a',
      'd/../../b',
      '/a',
      '__proto__',
      'constructor',
      'z',
    );
    const text = fc.array(name, { maxLength: 5 }).map((names) => names.map(include).join('\n'));
    const files = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd/e', '__proto__', 'constructor'), text);
    await fc.assert(
      fc.asyncProperty(text, files, async (source, graph) => {
        const { includes, asked, diagnostics } = await resolve(source, graph);
        assert.equal(new Set(asked).size, asked.length, 'nothing is read twice');
        for (const path of asked) assert.equal(includePath(path), path);
        for (const [path, content] of Object.entries(includes)) assert.equal(graph[path], content);
        for (const { range } of diagnostics) assert.ok(range.start < range.end && range.end <= source.length);
      }),
      { numRuns: 500 },
    );
  });

  it('are none in formats that have none', () => {
    assert.deepEqual(['a.prompt.yml', 'a.j2', 'a.prompty', 'a.md'].map(canInclude), [false, true, true, true]);
  });
});
