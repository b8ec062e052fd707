import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { colourOf, statusBar } from './editors.js';
import { eventually } from './eventually.js';
import { openFile } from './quickInput.js';
import { openView, waitForRows } from './views.js';
import {
  allThemes,
  openWorkbench,
  picture,
  pictureFailures,
  setTheme,
  type Theme,
  type Workbench,
} from './workbench.js';

/** Of variables, as in any code. */
const variableColours: Readonly<Record<Theme, string>> = {
  light: 'rgb(0, 16, 128)',
  dark: 'rgb(156, 220, 254)',
  contrast: 'rgb(156, 220, 254)',
};

/** A prompt in each language: its file, what the editor calls the language, and its text. */
const samples: readonly (readonly [file: string, language: string, text: string])[] = [
  [
    'greeting.prompt',
    'Dotprompt',
    `---
model: googleai/gemini-2.5-flash
config: { temperature: 0.3 }
input:
  schema:
    question: string, what the customer asks
    "tone?(enum, how it sounds)": [warm, brief]
    urgent?: boolean
    orders(array): { id: string }
  default: { tone: warm }
---
{{role "system"}}
{{! Reviewed by the policy team, see the wiki. }}
You answer for **Bright Parcel**. Be {{tone}}.

# What holds
- Refunds: {{>refund-policy}}
- Orders: {{#each orders as |order|}}{{order.id}} {{json order.items}}{{/each}}
{{#if urgent}}Answer in one sentence.{{else}}Take your time.{{/if}}

{{history}}
{{role "user"}}
{{question}}
`,
  ],
  [
    'summary.prompty',
    'Prompty',
    `---
name: Reply
model:
  id: gpt-4o
  connection: { kind: key, endpoint: "\${env:ENDPOINT:https://example.org}" }
inputs:
  - { name: question, kind: string }
  - { name: tone, default: warm }
  - rules
template: { format: { kind: jinja2 } }
---
system:
{# Reviewed by the policy team. #}
You answer for **Bright Parcel**. Be {{ tone | upper }}.

## What holds
{% for rule in rules if rule.active %}
- {{ rule.text }}
{% endfor %}

user[name="Ada"]:
{{ question }}

assistant:
`,
  ],
  [
    'answer.j2',
    'Jinja',
    `{#
  Reviewed by the policy team.

  Nobody else may change it.
#}
# Task
Answer {{ question | trim }} in a **{{ tone }}** voice.

{% include 'policy.txt' %}
{% set limit = 3 if urgent is defined and not calm else 10 %}
{%- for order in orders -%}
1. {{ loop.index }}: \`{{ order.id }}\`, {{ order.total | round(2) }} EUR
{%- endfor %}

{% raw %}Write {{ placeholders }} like this.{% endraw %}
`,
  ],
  [
    'notice.mustache',
    'Mustache',
    `{{! Reviewed by the policy team. }}
# Task
Answer {{question}} in a **{{tone}}** voice.

{{> policy}}
{{#orders}}
- {{id}}: {{{total}}}
{{/orders}}
{{^orders}}There are none. 1) Say so, and 2) smile :){{/orders}}
`,
  ],
  [
    'follow-up.liquid',
    'Liquid',
    `{% comment %}
  Reviewed by the policy team.
{% endcomment %}
# Task
Answer {{ question | strip }} in a **{{ tone }}** voice.

{% assign limit = orders.size | at_most: 3 %}
{% for order in orders limit: limit %}
- {{ forloop.index }}: {{ order.id | upcase }}
{% endfor %}
{% if tags contains 'vip' and total >= 10.5 %}{% render 'vip.liquid', customer: customer %}{% endif %}
`,
  ],
  [
    'support-reply.prompt.yml',
    'YAML',
    `name: Reply
model: openai/gpt-4o
modelParameters: { temperature: 0.3 }
messages:
  - role: system
    content: |
      You answer for Bright Parcel.
      Be {{tone}}, and call the customer {{customer}}.
  - role: user
    content: "{{question}}"
`,
  ],
  [
    'chat.json',
    'JSON',
    `[
  { "role": "system", "content": "You answer for \\"Bright Parcel\\".\\nBe {{ tone }}." },
  { "role": "user", "content": "{{ question }}" }
]
`,
  ],
  ['apology.txt', 'Plain Text', 'You answer for Bright Parcel. Be {{tone}}.\n\nThe question: {{question}}\n'],
];

const included = {
  '_refund-policy.prompt': 'Within 14 days.\n',
  'policy.mustache': 'Within 14 days.\n',
  'policy.txt': 'Within 14 days.\n',
  'vip.liquid': 'Thank you, {{ customer }}.\n',
};

describe('the colours of prompts', () => {
  const folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'colours-'));
  let workbench: Workbench;

  before(async () => {
    mkdirSync(path.join(folder, 'prompts'));
    for (const [file, , text] of samples) writeFileSync(path.join(folder, 'prompts', file), text);
    for (const [file, text] of Object.entries(included)) writeFileSync(path.join(folder, 'prompts', file), text);
    const prompts = samples.map(([file]) => `prompts/${file}`);
    writeFileSync(path.join(folder, 'prompt-rollout.yaml'), JSON.stringify({ version: 1, prompts }));
    workbench = await openWorkbench({ workspace: folder });
    await openView(workbench.page, 'Prompt Rollout', 'Rollouts');
    await waitForRows(workbench.page, 'Rollouts', (all) => all.length === samples.length);
  });

  after(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  pictureFailures(() => workbench);

  for (const [file, language] of samples) {
    it(`show the variables of ${file}, in ${language}`, async () => {
      const { page } = workbench;
      await openFile(page, `prompts/${file}`);
      await eventually(
        language,
        () => statusBar(page),
        (items) => items.includes(language),
      );
      for (const theme of allThemes) {
        await setTheme(workbench, theme);
        await eventually(
          'a variable in its colour',
          () => colourOf(page, 'question'),
          (colour) => colour === variableColours[theme],
        );
        await picture(page, `colours-${file}`);
      }
    });
  }
});
