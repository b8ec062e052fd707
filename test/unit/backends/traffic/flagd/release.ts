import type { ServedContent } from '../../../../../src/prompts/servedContent.js';
import type { Release, Split } from '../../../../../src/rollout/trafficBackend.js';

export const baseline = '9f2c1a7be340';
export const candidate = '4b81d02c77aa';

/** A release of two versions of one prompt. */
export function release(share: number, options: { segments?: [string, number][]; unit?: string } = {}): Release {
  const segments = (options.segments ?? []).map(([team, part]) => ({ only: { team: [team] }, share: part }));
  return releaseOf({
    baseline,
    candidate: {
      version: candidate,
      share,
      segments,
      unit: options.unit ?? 'conversation_id',
      salt: `prompts/support-reply:${baseline}:${candidate}`,
    },
  });
}

export function releaseOf(split: Split): Release {
  return {
    split,
    contents: new Map([baseline, candidate].map((version) => [version, content(version)])),
    origin: { prompt: 'prompts/support-reply', rollout: 'r1', seq: 4, head: 'a'.repeat(40) },
  };
}

function content(version: string): ServedContent {
  return {
    prompt: 'prompts/support-reply',
    version,
    format: 'prompt-yml',
    model: 'gpt-4o-mini',
    parameters: { temperature: 0.2, stop: ['\n\n'] },
    messages: [
      { role: 'system', content: `You answer for the support team (${version}). `.repeat(5) },
      { role: 'user', content: '{{question}}' },
    ],
    source: `name: Support reply\n# ${version} {"$ref":"x"}\n`,
  };
}
