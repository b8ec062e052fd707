import { foldedLog } from '../../rollout/foldedLog.js';
import type { Report } from '../../rollout/report/report.js';
import { readReport, reportedRollout } from '../../project/report.js';
import { readReportAssets } from '../../project/reportAssets.js';
import { promptRef } from '../../project/plans.js';
import { HumanError } from '../../prompts/humanError.js';
import { shortVersion } from '../../workspace/version.js';
import type { Call, Command } from '../command.js';
import { findPrompt } from '../findPrompt.js';
import { openEnvironment } from '../openProject.js';
import { writeReport } from '../writeReport.js';

export const report: Command = {
  name: 'report',
  summary:
    'report on the live rollout, or the last: metrics, evidence, split and decisions; as Markdown where no file is named',
  positionals: [{ name: 'prompt' }],
  options: {
    rollout: { value: 'ID', summary: 'another one, by its place in the log, such as r2' },
    markdown: { value: 'FILE', summary: 'write it as Markdown, for a pull request; `-` is standard output' },
    html: { value: 'FILE', summary: 'write it as one HTML file, for a browser; `-` is standard output' },
  },
  run: async (call) => {
    const { options, signal, work } = call;
    const { project, environment } = await openEnvironment(call);
    const prompt = await findPrompt(project, environment, call.positionals[0], call);
    const log = foldedLog(promptRef(prompt), await environment.log.read(signal));
    const rollout = reportedRollout(prompt.name, environment.name, log.state, options.text('rollout'));
    const parts = { environment, work, prompt, log, nameOf: shortVersion };
    const [input, { reportOf }, { reportDocument }] = await Promise.all([
      readReport(parts, rollout, signal),
      import('../../rollout/report/report.js'),
      import('../../rollout/report/reportDocument.js'),
    ]);
    const made = reportOf(input);
    return { document: reportDocument(made), text: await written(call, made) };
  },
};

/** Writes the files that were asked for. @returns what is left for standard output */
async function written({ options, terminal, media }: Call, made: Report): Promise<string> {
  const [{ reportMarkdown }, { reportFile }] = await Promise.all([
    import('../../rollout/report/reportMarkdown.js'),
    import('../../rollout/report/reportFile.js'),
  ]);
  const kinds = {
    markdown: () => Promise.resolve(reportMarkdown(made)),
    html: async () => reportFile(made, await readReportAssets(media)),
  };
  const asked = (['markdown', 'html'] as const).flatMap((kind) => {
    const path = options.text(kind);
    return path === undefined ? [] : [{ kind, path }];
  });
  if (asked.length === 0) return kinds.markdown();
  if (asked.filter(({ path }) => path === '-').length > 1)
    throw new HumanError('input', 'Only one of --markdown and --html can go to standard output. Nothing was written.');
  const texts = await Promise.all(asked.map(async ({ kind, path }) => ({ path, text: await kinds[kind]() })));
  for (const { path, text } of texts) if (path !== '-') await writeReport(terminal, path, text);
  // Who reads standard output gets the report and nothing else.
  const printed = texts.find(({ path }) => path === '-');
  return (
    printed?.text ?? texts.map(({ path }) => `Wrote the report of ${made.name} ${made.rollout} to ${path}.\n`).join('')
  );
}
