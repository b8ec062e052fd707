import type { FormatId } from './promptDocument.js';

/** What people call the formats. */
export const formatLabels: Readonly<Record<FormatId, string>> = {
  'prompt-yml': 'GitHub prompt (.prompt.yml)',
  dotprompt: 'Dotprompt (.prompt)',
  prompty: 'Prompty (.prompty)',
  plain: 'Text template',
  'chat-json': 'JSON chat',
  'vscode-prompt': 'VS Code prompt (.prompt.md)',
};
