import { performance } from 'node:perf_hooks';
import { diffWords } from 'diff';
import { compareTexts } from '../../src/prompts/comparison/compareTexts.js';
import { parsePrompt } from '../../src/prompts/formats/index.js';
import type { PromptDocument } from '../../src/prompts/promptDocument.js';
import { renderPrompt } from '../../src/prompts/rendering/renderPrompt.js';
import type { BenchResult } from './benchResult.js';

const sentence = 'Answer the customer kindly, name the policy that applies, and never promise a refund.';
const text = (seed: number): string =>
  Array.from({ length: 5 + (seed % 20) }, (_, at) => `${sentence} (${seed}.${at})`).join('\n');
const indented = (seed: number): string => text(seed).replaceAll('\n', '\n      ');

/** One realistic prompt in each first-class format, by the ending of its file. */
const formats: Readonly<Record<string, (seed: number) => string>> = {
  '.prompt.yml': (seed) =>
    `name: P\nmodel: openai/gpt-4o\nmodelParameters:\n  temperature: 0.3\nmessages:\n  - role: system\n    content: |\n      ${indented(seed)}\n  - role: user\n    content: "{{question}}"\ntestData:\n  - question: Where is it?\n`,
  '.prompt': (seed) =>
    `---\nmodel: googleai/gemini-2.0-flash\nconfig:\n  temperature: 0.3\ninput:\n  schema:\n    question: string\n---\n{{role "system"}}${text(seed)}\n{{role "user"}}{{question}}\n`,
  '.prompty': (seed) =>
    `---\nname: P\nmodel:\n  id: gpt-4o\n  options:\n    temperature: 0.3\ninputs:\n  question:\n    kind: string\n---\nsystem:\n${text(seed)}\n\nuser:\n{{question}}\n`,
  '.md': (seed) => `${text(seed)}\n\n{{question}}\n`,
  '.j2': (seed) => `${text(seed)}\n{% if question %}{{ question | trim }}{% endif %}\n`,
  '.mustache': (seed) => `${text(seed)}\n{{#question}}{{question}}{{/question}}\n`,
  '.hbs': (seed) => `${text(seed)}\n{{#if question}}{{question}}{{/if}}\n`,
  '.liquid': (seed) => `${text(seed)}\n{% if question %}{{ question | strip }}{% endif %}\n`,
  '.json': (seed) =>
    JSON.stringify([
      { role: 'system', content: text(seed) },
      { role: 'user', content: '{{ question }}' },
    ]),
};

/** Understanding prompts: what the thread of its own does for the editor. */
export async function bench(): Promise<BenchResult[]> {
  return Promise.resolve([...parsing(), ...rendering(), ...comparing()]);
}

function parsing(): BenchResult[] {
  const endings = Object.entries(formats);
  const files = Array.from({ length: 10_000 }, (_, seed) => {
    const [ending, make] = endings[seed % endings.length]!;
    return { path: `a${ending}`, text: make(seed) };
  });
  const began = performance.now();
  for (const { path, text: source } of files) parsePrompt(path, source);
  return [{ name: '10,000 mixed prompt files parsed (target 4,000 ms)', value: performance.now() - began, unit: 'ms' }];
}

function rendering(): BenchResult[] {
  return Object.entries(formats).map(([ending, make]) => {
    const documents: PromptDocument[] = [1, 2, 3].map((seed) => parsePrompt(`a${ending}`, make(seed)));
    const began = performance.now();
    for (let at = 0; at < 10_000; at += 1)
      renderPrompt(documents[at % 3]!, { inputs: { question: `Where is parcel ${at}?` }, includes: {} });
    const value = performance.now() - began;
    return { name: `10,000 renders of ${ending} (target 1,000 ms)`, value, unit: 'ms' };
  });
}

function comparing(): BenchResult[] {
  const words = sentence.split(' ');
  const before = Array.from({ length: 200_000 / sentence.length }, (_, at) => `${sentence} ${at}`)
    .join('\n')
    .slice(0, 200_000);
  let count = 0;
  const byWord = before.replaceAll(/\S+/g, (word) =>
    (count += 1) % 5 === 0 ? `${words[count % words.length] ?? ''}${count}` : word,
  );
  const byLine = before
    .split('\n')
    .map((line, at) => (at % 5 === 0 ? `Something else stands here now, number ${at}.` : line))
    .join('\n');
  const times = [
    ['every fifth word', byWord],
    ['every fifth line', byLine],
    ['all of it', before.replaceAll(/\w+/g, (word) => `${word.slice(1)}${word.charAt(0)}`)],
  ].map(([name = '', after = '']): BenchResult => {
    const began = performance.now();
    compareTexts(before, after);
    const value = performance.now() - began;
    return { name: `200,000 characters compared, ${name} edited (target 500 ms)`, value, unit: 'ms' };
  });
  const began = performance.now();
  const whole = diffWords(before, byWord, { timeout: 5000 });
  const name = `the same by whole-text words of jsdiff, given 5,000 ms: ${whole ? 'finished' : 'did not finish'}`;
  return [...times, { name, value: performance.now() - began, unit: 'ms' }];
}
