import type { Diagnostic } from '../diagnostic.js';
import { splitFrontmatter } from '../frontmatter.js';
import { isObject } from '../json.js';
import type { PromptDocument, Tool, Variable } from '../promptDocument.js';
import { readYaml } from '../yamlSource.js';
import { findSecrets } from './findSecrets.js';
import { jsonObjectOf } from './jsonOf.js';
import type { PromptFormat } from './promptFormat.js';
import { readText } from './readText.js';
import type { Report } from './report.js';

const told = ['name', 'description', 'model', 'tools'];

/** Prompts, instructions, agents and skills of VS Code and its like: Markdown with an optional header. */
export const vscodePrompt: PromptFormat = {
  id: 'vscode-prompt',
  suffixes: ['.instructions.md', '.chatmode.md', '.prompt.md', '.agent.md', '/skill.md'],
  parse,
};

function parse(source: string): PromptDocument {
  const diagnostics: Diagnostic[] = findSecrets(source);
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  const { header, body } = splitFrontmatter(source);
  const yaml = readYaml(header ? source.slice(header.start, header.end) : '', header?.start ?? 0);
  yaml.diagnostics.forEach(report);
  const root = isObject(yaml.value) ? yaml.value : {};
  const name = readText(yaml, ['name'], root['name'], report);
  const description = readText(yaml, ['description'], root['description'], report);
  const model = Array.isArray(root['model']) ? undefined : readText(yaml, ['model'], root['model'], report);
  const tools: readonly unknown[] = Array.isArray(root['tools']) ? root['tools'] : [];
  const text = source.slice(body.start, body.end);
  return {
    format: 'vscode-prompt',
    ...(name && { name: name.value }),
    ...(description && { description: description.value }),
    ...(model && { model }),
    parameters: [],
    tools: tools.flatMap((tool, index): Tool[] =>
      typeof tool === 'string' ? [{ name: tool, definition: tool, range: yaml.valueRange(['tools', index]) }] : [],
    ),
    template: 'vscode',
    parts: text.trim() === '' ? [] : [{ role: 'user', text, range: body }],
    variables: inputsOf(text, body.start),
    tests: [],
    graders: [],
    references: [],
    metadata: jsonObjectOf(root, told),
    diagnostics,
    source,
  };
}

/** `${input:name}` and `${input:name:placeholder}`; all other variables are the editor's own. */
function inputsOf(text: string, offset: number): Variable[] {
  const uses = new Map<string, Variable['uses']>();
  for (const match of text.matchAll(/\$\{input:([^:}\s]+)(?::[^}\n]*)?\}/g)) {
    const name = match[1] ?? '';
    const start = offset + match.index + '${input:'.length;
    uses.set(name, [...(uses.get(name) ?? []), { start, end: start + name.length }]);
  }
  return [...uses].map(([name, places]) => ({ name, required: true, uses: places }));
}
