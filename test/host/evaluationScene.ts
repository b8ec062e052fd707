import type { GitFixture } from '../unit/workspace/gitFixture.js';
import { promptText } from './scene.js';

/** A program that answers with what it was told and asked; slowly where that is what it is asked. */
const answer = `let text = '';
for await (const piece of process.stdin) text += piece;
const [system, user] = JSON.parse(text).request.messages;
if (user.content.includes('slow')) await new Promise((resolve) => setTimeout(resolve, 60_000));
console.log(JSON.stringify({ text: \`\${system.content} \${user.content}\` }));
`;

/** Cases that `reply` passes, fails, and that nothing is checked of. */
export const casesText = `prompt: reply.prompt.yml
cases:
  - id: kind
    tags: [tone]
    critical: true
    vars: { question: Hello }
    assert: [{ type: icontains, value: kindly }]
  - id: policy
    description: Names the rule
    tags: [tone, refund]
    vars: { question: A refund? }
    assert: [{ type: icontains, value: policy }]
  - id: exact
    vars: { question: What? }
    assert: [{ type: equals, value: Exactly this. }]
  - id: open
    vars: { question: Anything else? }
`;

/** Commits two versions of `reply`, of which the second wins and loses a case, with a model that is a program. */
export function writeEvaluated(fixture: GitFixture): void {
  fixture.commit('one', {
    'reply.prompt.yml': promptText('Answer kindly.'),
    'reply.cases.yaml': casesText,
    'answer.mjs': answer,
    'prompt-rollout.yaml': 'version: 1\nevaluation: { provider: { type: command, command: [node, answer.mjs] } }\n',
  });
  fixture.commit('two', { 'reply.prompt.yml': promptText('Answer by the policy.') });
}
