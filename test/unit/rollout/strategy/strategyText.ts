/** A strategy with every key. */
export const fullStrategy = `prompt: support-reply.prompt.yml
owners: [support-ai@example.org]             # shown wherever a person is needed
flag: support-reply
unit: conversation_id
risk: { rollback: 5%, promote: 5% }
offline:
  cases: support-reply.cases.yaml
  max_regressions: 0
  coverage: 90%
block: 15m
metrics:
  tool_errors: { is: rate, bad: tool_error, margin: 1pp, expect: 4%, limit: 15%, segments: [locale, tier] }
  refusals:    { is: rate, bad: refusal,    margin: 1pp, expect: 2% }
  escalations: { is: rate, bad: escalated,  margin: 2pp, expect: 6%, settle: 30m }
  slow:        { is: rate, of: duration_s, over: 5.12s, margin: 2pp, expect: 5% }
  cost:        { is: mean, of: cost_usd, cap: 0.50, margin: 10%, expect: 0.02 }
  quality:     { is: mean, of: judge_score, range: [1, 5], worse: lower, margin: 0.1, expect: 4.1 }
  resolved:    { role: success, is: rate, good: resolved, goal: +2pp, expect: 71% }
stages:
  - { name: staff,   traffic: 100%, only: { team: internal }, bake: 2h, samples: 50 }
  - { name: canary,  traffic: 5%,   bake: 24h, samples: 400 }
  - { name: quarter, traffic: 25%,  bake: 24h, samples: 1500 }
  - { name: half,    traffic: 50%,  bake: 24h, samples: 3000, needs: proof, approvals: 1 }
  - { name: full,    traffic: 100%, bake: 48h }
then: { harm: rollback, mismatch: hold, silence: hold, undecided: hold }
stale: 30m
deadline: 7d
`;

/** A strategy of one metric and these stages, for what is wrong in them. */
export function withStages(stages: string, metric = 'm: { is: rate, bad: x, margin: 1pp, expect: 4% }'): string {
  return `prompt: a.md\nunit: user\nmetrics:\n  ${metric}\nstages:\n${stages}`;
}

/** A valid strategy but for what is said about its only metric. */
export function withMetric(metric: string, name = 'm'): string {
  return withStages('  - { name: all, traffic: 100% }\n', `${name}: ${metric}`);
}

/** A valid strategy but for one more key. */
export function withRoot(line: string): string {
  return `${line}\n${withMetric('{ is: rate, bad: x, margin: 1pp, expect: 4% }')}`;
}
