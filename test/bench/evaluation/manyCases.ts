import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { requestKey, type ModelRequest } from '../../../src/evaluation/modelRequest.js';
import { recordingLine, recordingsPath } from '../../../src/evaluation/recordings/recording.js';
import { parsePrompt } from '../../../src/prompts/formats/index.js';
import { renderPrompt } from '../../../src/prompts/rendering/renderPrompt.js';

export const prompt = 'reply';
export const promptFile = `${prompt}.prompt.yml`;
export const casesFile = `${prompt}.cases.jsonl`;

export const systemText = 'You answer customers of a parcel service, politely and within its policy. '.repeat(4).trim();
export const promptText = `model: tiny
modelParameters:
  temperature: 0.3
messages:
  - role: system
    content: ${systemText}
  - role: user
    content: "{{question}}"
`;

const schema = {
  type: 'object',
  required: ['answer', 'policy'],
  properties: { answer: { type: 'string' }, policy: { type: 'string', pattern: '^P\\d+$' }, days: { type: 'integer' } },
};
/** Four checks that need no model; promptfoo has them by the same names. */
export const checks = [
  { type: 'contains', value: 'refund policy' },
  { type: 'regex', value: '\\d+ days' },
  { type: 'is-json', value: schema },
  { type: 'word-count', value: { max: 200 } },
];

export function questionOf(index: number): string {
  return `This is order ${String(index).padStart(7, '0')}. My parcel is three weeks late. Can I have my money back?`;
}

const answer = 'Your parcel is late, we are sorry. Our refund policy applies, and your money is back in 14 days. ';

/** An output of 600 characters; one in a hundred is not the JSON that the case asks for. */
export function outputOf(index: number): string {
  const text = JSON.stringify({ answer: `${index}: ${answer.repeat(6)}`, policy: `P${index}`, days: 14 });
  return isBad(index) ? text.slice(0, -1) : text;
}

/** Whether the case fails. */
export function isBad(index: number): boolean {
  return index % 100 === 99;
}

/** Writes a prompt, so many cases of it as JSON Lines, each with its own checks, and a recording of each. */
export async function writeMany(root: string, count: number): Promise<void> {
  await mkdir(root, { recursive: true });
  await writeFile(join(root, promptFile), promptText);
  const lines = (name: string, line: (index: number) => string) => writeLines(join(root, name), count, line);
  await lines(casesFile, (index) =>
    JSON.stringify({ id: `c${index}`, vars: { question: questionOf(index) }, assert: checks }),
  );
  const document = parsePrompt(promptFile, promptText);
  const { request: pattern } = renderPrompt(document, { inputs: { question: 'QUESTION' }, includes: {} });
  const written = JSON.stringify(pattern);
  await lines(recordingsPath(prompt), (index) => {
    const request = JSON.parse(written.replace('QUESTION', questionOf(index))) as ModelRequest;
    const output = { text: outputOf(index), tokens: { prompt: 90, completion: 140, total: 230 } };
    const [recorded, provider] = ['2026-11-20T10:00:00.000Z', 'bench'];
    const key = requestKey(request, 0);
    return recordingLine({ key, case: `c${index}`, prompt, sample: 0, request, output, recorded, provider });
  });
}

async function writeLines(path: string, count: number, line: (index: number) => string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const out = createWriteStream(path);
  for (let index = 0; index < count; index += 1) if (!out.write(`${line(index)}\n`)) await once(out, 'drain');
  await new Promise<void>((resolve) => out.end(resolve));
}
