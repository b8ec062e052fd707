/**
 * The history of the example's repository, oldest commit first, as its team made it.
 *
 * `write` maps a path in the repository to the file here that holds what it became; `true` means: what stands in the
 * example's folder today. `branch` starts or continues a branch; without it a commit is on `main`.
 *
 * @typedef {object} Commit
 * @property {string} by
 * @property {string} on ISO 8601, with the zone
 * @property {string} says the message
 * @property {string} [branch]
 * @property {{ from: string, to: string }} [rename]
 * @property {string} [merge] the branch that is merged into `main`
 * @property {Record<string, string | true>} [write]
 */

const mara = 'Mara Lindt <mara@brightparcel.example>';
const jonas = 'Jonas Okafor <jonas@brightparcel.example>';
const ines = 'Inés Duarte <ines@brightparcel.example>';

/** @type {readonly Commit[]} */
export const commits = [
  {
    by: mara,
    on: '2026-09-03T09:12:00+02:00',
    says: 'Answer customers with a prompt of our own',
    write: {
      'README.md': true,
      '.gitignore': 'gitignore.txt',
      'flags.flagd.json': true,
      'prompts/support.prompt.yml': '01-first-prompt.yml',
    },
  },
  {
    by: jonas,
    on: '2026-09-08T16:40:00+02:00',
    says: 'Ask for the order number, never guess one',
    write: { 'prompts/support.prompt.yml': '02-order-number.yml' },
  },
  {
    by: mara,
    on: '2026-09-15T11:05:00+02:00',
    says: 'Write down how we sound',
    write: { 'prompts/tone-guide.md': '03-tone-guide.txt' },
  },
  {
    by: jonas,
    on: '2026-09-22T10:31:00+02:00',
    says: 'Never promise a refund',
    write: { 'prompts/support.prompt.yml': '04-no-promises.yml' },
  },
  {
    by: ines,
    on: '2026-09-29T14:02:00+02:00',
    says: 'Name the prompt after what it writes',
    branch: 'say-who-is-writing',
    rename: { from: 'prompts/support.prompt.yml', to: 'prompts/support-reply.prompt.yml' },
  },
  {
    by: ines,
    on: '2026-09-29T15:20:00+02:00',
    says: 'Say who is writing',
    branch: 'say-who-is-writing',
    write: { 'prompts/support-reply.prompt.yml': '06-who-is-writing.yml' },
  },
  {
    by: jonas,
    on: '2026-09-30T09:48:00+02:00',
    says: "Reply in the customer's language",
    write: { 'prompts/support.prompt.yml': '07-language.yml' },
  },
  {
    by: ines,
    on: '2026-10-01T10:15:00+02:00',
    says: "Merge branch 'say-who-is-writing'",
    merge: 'say-who-is-writing',
  },
  {
    by: ines,
    on: '2026-10-14T13:27:00+02:00',
    says: 'Sum up a conversation for the colleague who takes it over',
    write: { 'prompts/escalation-summary.prompty': true },
  },
  {
    by: mara,
    on: '2026-10-20T17:03:00+02:00',
    says: 'Cooler: the same question gets the same answer',
    write: { 'prompts/support-reply.prompt.yml': '10-cooler.yml' },
  },
  {
    by: ines,
    on: '2026-10-27T11:19:00+01:00',
    says: 'Wrap all lines alike',
    write: { 'prompts/support-reply.prompt.yml': '11-wrapped.yml' },
  },
  {
    by: jonas,
    on: '2026-11-05T10:44:00+01:00',
    says: 'Release new versions in stages',
    write: {
      'prompt-rollout.yaml': true,
      'stand-in/model.mjs': true,
      'stand-in/phrases.mjs': true,
      'stand-in/reply.mjs': true,
      'prompts/support-reply.rollout.yaml': true,
      'prompts/support-reply.cases.yaml': true,
    },
  },
  {
    by: jonas,
    on: '2026-11-10T16:08:00+01:00',
    says: 'Two questions to try the prompt on',
    write: { 'prompts/support-reply.prompt.yml': '13-samples.yml' },
  },
  {
    by: mara,
    on: '2026-11-12T09:30:00+01:00',
    says: 'No exclamation marks, no emoji',
    write: { 'prompts/tone-guide.md': true },
  },
  {
    by: ines,
    on: '2026-11-18T15:56:00+01:00',
    says: 'Shorter answers that name our policies',
    write: { 'prompts/support-reply.prompt.yml': true, 'prompts/support-reply.recordings.jsonl': true },
  },
  {
    by: mara,
    on: '2026-11-20T17:45:00+01:00',
    says: 'Try even shorter answers',
    branch: 'try-even-shorter',
    write: { 'prompts/support-reply.prompt.yml': '16-even-shorter.yml' },
  },
];
