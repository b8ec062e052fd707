import type { Command } from '../command.js';
import { findPrompt, promptsOf } from '../findPrompt.js';
import { exitCodeOfStatus, observeStatus } from '../observeStatus.js';
import { openEnvironment } from '../openProject.js';
import { statusText } from '../statusText.js';

export const status: Command = {
  name: 'status',
  summary: 'tell how one prompt stands, or all: stage, what is served, gates, evidence',
  positionals: [{ name: 'prompt' }],
  options: {},
  run: async (call) => {
    const { terminal, signal, positionals } = call;
    const { project, environment } = await openEnvironment(call);
    const [text] = positionals;
    if (text !== undefined) {
      const prompt = await findPrompt(project, environment, text, call);
      const document = await observeStatus(
        environment,
        prompt,
        await environment.log.read(signal),
        terminal.now,
        signal,
      );
      return { document, text: statusText(document), exitCode: exitCodeOfStatus(document) };
    }
    const prompts = [];
    const found = await promptsOf(project, environment, signal);
    const seen = await environment.log.read(signal);
    for (const prompt of found) prompts.push(await observeStatus(environment, prompt, seen, terminal.now, signal));
    return {
      document: { environment: environment.name, prompts },
      text: prompts.length === 0 ? 'There are no prompts here.\n' : prompts.map(statusText).join('\n'),
      exitCode: prompts.map(exitCodeOfStatus).find((code) => code !== 0) ?? 0,
    };
  },
};
