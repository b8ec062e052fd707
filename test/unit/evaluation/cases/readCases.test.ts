import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../../../../src/evaluation/cases/case.js';
import { tellCases } from '../../../../src/evaluation/cases/readCases.js';
import { temporaryFolder } from '../../workspace/gitFixture.js';

const prompt = { path: 'a.md', text: '{{q}}' };

describe('reading the cases of a prompt', () => {
  const read = async (files: Readonly<Record<string, string>>, unsaved: readonly [string, string][] = []) => {
    const root = temporaryFolder();
    for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
    const cases: Case[] = [];
    const takes = { root, files: Object.keys(files).sort(), unsaved: new Map(unsaved), prompt };
    const told = await tellCases(takes, (some) => cases.push(...some));
    return { cases, ...told };
  };

  it('tells what it read by digests, which change with the files alone', async () => {
    const files = { 'a.cases.yaml': 'cases: [{ id: one, vars: { q: x } }]\n' };
    const first = await read(files);
    assert.deepEqual(
      first.cases.map(({ id }) => id),
      ['one'],
    );
    assert.deepEqual(Object.keys(first.digests), ['a.cases.yaml']);
    assert.deepEqual((await read(files)).digests, first.digests);
    const typed = await read(files, [['a.cases.yaml', 'cases: [{ id: two }]\n']]);
    assert.notDeepEqual(typed.digests, first.digests);
    assert.equal(typed.cases[0]?.id, 'two');
  });

  it('digests what it reads in pieces, too', async () => {
    const { digests } = await read({ 'a.cases.csv': 'q,__expected\nx,contains:y\n' });
    assert.match(digests['a.cases.csv'] ?? '', /^[0-9a-f]{64}$/);
  });

  it('places what is wrong, as a terminal can jump to', async () => {
    const { errors } = await read({ 'a.cases.yaml': 'cases:\n  - { id: one, asert: [] }\n' });
    assert.match(errors[0] ?? '', /^a\.cases\.yaml:2:\d+ error .*asert/);
  });
});
