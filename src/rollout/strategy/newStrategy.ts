import { yamlText } from '../../prompts/schemaWords.js';

/**
 * The text of a first strategy for a prompt: complete, valid, and commented, to be adapted by its team.
 * @param promptFile the prompt's file name, in the folder of the new strategy
 * @param unit the context attribute that is assigned to a version
 */
export function newStrategy({ promptFile, unit = 'conversation_id' }: { promptFile: string; unit?: string }): string {
  const stem = promptFile.replace(/(\.prompt)?\.[^./]+$/, '');
  return `# How this prompt is rolled out: decided in advance, and reviewed together with the prompt.
prompt: ${yamlText(promptFile)}
owners: []                            # whom to ask, such as [support-ai@example.org]
# flag: my-flag                       # key in the traffic backend; without it, the prompt's short name
unit: ${yamlText(unit)}                 # the context attribute that is assigned to a version and counted as one sample
risk: { rollback: 5%, promote: 5% }   # accepted chance of a false rollback, and of a false promotion

# What must hold offline before any traffic moves:
# offline: { cases: ${yamlText(`${stem}.cases.yaml`)}, max_regressions: 0, coverage: 90% }

# What is measured, by fields of your telemetry. \`expect\` and \`margin\` come from what you know before the rollout.
block: 15m                            # the versions are compared inside windows of this length
metrics:
  # A rate is a share of units: of those whose field is true, or, with \`of\` and \`over\`, whose number is greater.
  tool_errors: { is: rate, bad: tool_error, margin: 1pp, expect: 4%, limit: 15% } # above the limit: always back
  refusals: { is: rate, bad: refusal, margin: 1pp, expect: 2% }
  slow: { is: rate, of: duration_s, over: 5s, margin: 2pp, expect: 5% }
  # A mean needs bounds: a \`cap\`, or a \`range\` such as [1, 5].
  cost: { is: mean, of: cost_usd, cap: 0.50, margin: 10%, expect: 0.02 }
  # A success metric should get better; \`needs: goal\` on a stage asks for the proof.
  # resolved: { role: success, is: rate, good: resolved, goal: +2pp, expect: 71% }

stages:
  # A segment first, for example your own people; it keeps the candidate on all later stages:
  # - { name: staff, traffic: 100%, only: { team: internal }, bake: 2h, samples: 50 }
  - { name: canary, traffic: 5%, bake: 24h, samples: 400 }
  - { name: quarter, traffic: 25%, bake: 24h, samples: 1500 }
  - { name: half, traffic: 50%, bake: 24h, samples: 3000, needs: proof, approvals: 1 }
  - { name: full, traffic: 100%, bake: 48h } # no baseline is left to compare with: only limits are watched

then: { harm: rollback, mismatch: hold, silence: hold, undecided: hold } # what happens by rule
stale: 30m                            # data older than this is silence
deadline: 7d                          # the whole rollout should be done by then
`;
}
