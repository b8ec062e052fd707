import { fileURLToPath } from 'node:url';
import type { StateSummary, StatusDocument } from '../../../src/project/status.js';
import type { LogEvent } from '../../../src/rollout/events.js';
import type { PlacedDiagnostic } from '../../../src/terminal/diagnostics.js';
import type { Failure } from '../../../src/terminal/failure.js';
import { run } from '../../../src/terminal/run.js';
import type { Terminal } from '../../../src/terminal/terminal.js';
import type { Version } from '../../../src/workspace/version.js';
import { sourceWork } from '../prompts/work/sourceWork.js';
import { gitFixture, type GitFixture } from '../workspace/gitFixture.js';

/** What a command line left behind. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly aside: string;
}

/** A repository that is laid out unlike the example, the command in it, and a clock that stands still until it is moved. */
export interface TerminalFixture extends GitFixture {
  now: number;
  /** What the person at the terminal answers; absent: there is nobody to ask. */
  answer: string | undefined;
  /** What was asked so far. */
  readonly asked: string[];
  run(...words: string[]): Promise<Ran>;
  /** Runs with `--json --yes` and returns the one document; fails where the exit code is another one. */
  json(code: number, ...words: string[]): Promise<Document>;
  runWith(change: Partial<Terminal>, words: readonly string[], signal?: AbortSignal): Promise<Ran>;
  be(name: string): void;
}

const media = fileURLToPath(new URL('../../../media/', import.meta.url));

/** As many as a test looks at. */
type Some<T> = readonly [T, T, T, ...T[]];

/** All that is null or absent in some state is said to be there: a test finds out. */
type Solid<T> = T extends readonly (infer E)[]
  ? Some<Solid<E>>
  : T extends object
    ? { readonly [K in keyof T]-?: Solid<NonNullable<T[K]>> }
    : T;

/** The keys of all documents; each has some of them. */
export interface Document extends Solid<StatusDocument> {
  readonly acted: { readonly cause: string };
  readonly autopilot: string;
  readonly damaged: Some<{ readonly prompt: string }>;
  readonly diagnostics: Some<Solid<PlacedDiagnostic>>;
  readonly did: readonly string[];
  readonly draft: boolean;
  readonly error: Failure;
  readonly events: readonly Solid<LogEvent>[];
  readonly files: readonly string[];
  readonly format: string;
  readonly from: Document;
  readonly patch: string;
  readonly path: string;
  readonly prompts: Some<Omit<Document, 'rollout'> & { readonly rollout: Solid<StateSummary> }>;
  readonly shallow: boolean;
  readonly text: string;
  readonly to: Document;
  readonly total: number;
  readonly version: string;
  readonly versions: Some<Version & { readonly ordinal: number }>;
}

const configuration = `version: 1
prompts: ["ai/**/*.md"]
environments:
  staging:
    traffic: { type: flagd, file: deploy/staging.flags.json }
    metrics: { type: jsonl, files: ["logs/*.jsonl"] }
  live:
    traffic: { type: flagd, file: deploy/live.flags.json }
`;

const greetingStrategy = `prompt: greeting.md
unit: user_id
stages:
  - { name: some, traffic: 10%, bake: 20s }
  - { name: most, traffic: 60%, bake: 20s, approvals: 1 }
  - { name: all, traffic: 100%, bake: 20s }
`;

const answerStrategy = `prompt: answer.md
unit: mail_id
block: 1m
metrics:
  errors: { is: rate, bad: error, margin: 2pp, expect: 4% }
  cost: { is: mean, of: cost, cap: 1, margin: 10%, expect: 0.02 }
stages:
  - { name: staff, traffic: 100%, only: { team: internal }, bake: 10s, samples: 2 }
  - { name: all, traffic: 100%, bake: 10s }
`;

/** Runs a command line in a folder, with nobody at the terminal where `change` does not say otherwise. */
export async function runIn(
  directory: string,
  words: readonly string[],
  change: Partial<Terminal> = {},
  signal = new AbortController().signal,
): Promise<Ran> {
  let out = '';
  let aside = '';
  const terminal: Terminal = {
    directory,
    now: Date.now,
    environment: () => undefined,
    write: (text) => (out += typeof text === 'string' ? text : Buffer.from(text).toString('utf8')),
    writeAside: (text) => (aside += text),
    isScreen: false,
    colours: false,
    ...change,
  };
  const code = await run(words, terminal, { version: '1.2.3', signal, debug: false, work: sourceWork, media });
  return { code, out, aside };
}

export function terminalFixture(): TerminalFixture {
  const repository = gitFixture();
  repository.commit('first words', {
    'prompt-rollout.yaml': configuration,
    'ai/greeting.md': 'You greet people.\n',
    'ai/greeting.rollout.yaml': greetingStrategy,
    'ai/mail/answer.md': 'Answer mails.\n',
    'ai/mail/answer.rollout.yaml': answerStrategy,
    'deploy/README': 'flags\n',
  });
  repository.commit('warmer', { 'ai/greeting.md': 'You greet people warmly.\n' });
  repository.commit('shorter answers', { 'ai/mail/answer.md': 'Answer mails shortly.\n' });
  const fixture: TerminalFixture = {
    ...repository,
    now: Date.parse('2026-11-22T10:00:00Z'),
    answer: undefined,
    asked: [],
    be: (name) => {
      repository.git('config', 'user.name', name);
      repository.git('config', 'user.email', `${name.toLowerCase()}@example.org`);
    },
    run: (...words) => fixture.runWith({}, words),
    runWith: (change, words, signal) => {
      const { answer } = fixture;
      const ask = (question: string): Promise<string> => {
        fixture.asked.push(question);
        return Promise.resolve(answer ?? '');
      };
      const terminal = { now: () => fixture.now, ...(answer !== undefined && { ask }), ...change };
      return runIn(repository.root, words, terminal, signal);
    },
    json: async (code, ...words) => {
      const ran = await fixture.run(...words, '--json', '--yes');
      if (ran.code !== code) throw new Error(`${words.join(' ')} ended with ${ran.code}: ${ran.out}${ran.aside}`);
      return JSON.parse(ran.out) as Document;
    },
  };
  fixture.be('Ann');
  return fixture;
}
