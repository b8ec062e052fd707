import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { random as luck } from '../bench/gates/random.js';
import { runIn } from '../unit/terminal/terminalFixture.js';
import { gitFixture, type GitFixture } from '../unit/workspace/gitFixture.js';

const minute = 60_000;

const configuration = `version: 1
environments:
  production:
    traffic: { type: flagd, file: flags.flagd.json }
    metrics: { type: jsonl, files: ["telemetry/*.jsonl"] }
`;

const strategy = `prompt: parcel-help.prompt.yml
owners: [support-ai@example.org]
unit: conversation_id
block: 10m
stale: 14d
deadline: 30d
metrics:
  tool_errors: { is: rate, bad: tool_error, margin: 1pp, expect: 4%, limit: 20%, segments: [locale] }
  quality:     { is: mean, of: judge_score, range: [1, 5], worse: lower, margin: 0.15, expect: 4 }
  resolved:    { role: success, is: rate, good: resolved, goal: +3pp, expect: 71% }
stages:
  - { name: canary,  traffic: 5%,  bake: 2h, samples: 50 }
  - { name: quarter, traffic: 25%, bake: 2h, samples: 200 }
  - { name: half,    traffic: 50%, bake: 14d, samples: 500 }
`;

const promptText = (style: string): string => `name: Parcel help
model: openai/gpt-4o-mini
messages:
  - role: system
    content: You answer questions about parcels. ${style}
  - role: user
    content: "{{question}}"
`;

/** A repository whose rollouts began in the past: what the terminal does is done at a time of our own. */
export interface ReportScene extends GitFixture {
  /** Does something on the command line, so many minutes ago, as somebody. */
  did(minutesAgo: number, who: string, ...words: string[]): Promise<void>;
  /** Conversations of so many minutes ago until so many minutes ago; the candidate fails more often in German by `errors`. */
  traffic(from: number, until: number, share: number, errors: number): void;
}

export function reportScene(): ReportScene {
  const repository = gitFixture();
  const began = Date.now();
  const files = (name: string, style: string) => ({ [`prompts/${name}.prompt.yml`]: promptText(style) });
  const named = (name: string): string => strategy.replace('parcel-help', name);
  repository.commit('First prompts', {
    'prompt-rollout.yaml': configuration,
    ...files('parcel-help', 'Be thorough.'),
    ...files('invoice-help', 'Be thorough.'),
    ...files('greeting', 'Be thorough.'),
    'prompts/parcel-help.rollout.yaml': strategy,
    'prompts/invoice-help.rollout.yaml': named('invoice-help'),
    'prompts/greeting.rollout.yaml': named('greeting'),
  });
  repository.commit('Answer briefly', {
    ...files('parcel-help', 'Be brief.'),
    ...files('invoice-help', 'Be brief.'),
    ...files('greeting', 'Be brief.'),
  });
  mkdirSync(path.join(repository.root, 'telemetry'));
  const version = (style: string): string => repository.id(promptText(style)).slice(0, 12);
  const versions = { baseline: version('Be thorough.'), candidate: version('Be brief.') };
  const random = luck(5);
  let units = 0;
  return {
    ...repository,
    did: async (minutesAgo, who, ...words) => {
      repository.git('config', 'user.name', who);
      repository.git('config', 'user.email', `${who.toLowerCase()}@example.org`);
      const now = (): number => began - minutesAgo * minute;
      const { code, aside } = await runIn(repository.root, [...words, '--yes'], { now });
      if (code !== 0) throw new Error(`${words.join(' ')}: ${aside}`);
    },
    traffic: (from, until, share, errors) => {
      const count = (from - until) * 7;
      const lines = Array.from({ length: count }, (_, index) => {
        const arm = random() < share ? 'candidate' : 'baseline';
        const locale = ['de', 'en', 'fr'][Math.floor(random() * 3)]!;
        const isCandidate = arm === 'candidate';
        return JSON.stringify({
          time: new Date(began - (from - (index / count) * (from - until)) * minute).toISOString(),
          prompt: 'prompts/parcel-help',
          version: versions[arm],
          arm,
          unit: `c${(units += 1)}`,
          tool_error: random() < (isCandidate && locale === 'de' ? 0.04 + errors : 0.04),
          judge_score: 3 + Math.round(random() * 2),
          resolved: random() < (isCandidate ? 0.76 : 0.71),
          locale,
        });
      });
      appendFileSync(path.join(repository.root, 'telemetry/chats.jsonl'), `${lines.join('\n')}\n`);
    },
  };
}
