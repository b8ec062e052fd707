import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { EvaluationWork } from '../../evaluation/work/jobs.js';
import { html, type Html } from '../../prompts/html.js';
import { HumanError } from '../../prompts/humanError.js';
import type { ReportParts } from '../../project/report.js';
import type { Report } from '../../rollout/report/report.js';
import type { ReportInput } from '../../rollout/report/reportInput.js';
import { allRollouts, unreleased, type Rollout } from '../../rollout/state.js';
import { requireRollouts } from '../actions/act.js';
import { isCancelled } from '../commands/isCancelled.js';
import type { Disposable } from '../disposable.js';
import { fileFrom } from '../fileFrom.js';
import { inSlices } from '../inSlices.js';
import { inTurns } from '../inTurns.js';
import { OnlyPage } from '../pages/onlyPage.js';
import type { Ask } from '../pages/page.js';
import { withProgress } from '../progress.js';
import type { Projects, PromptHandle } from '../projects.js';
import { rolloutsViewId } from '../rollouts/rolloutsView.js';

/** The tab with the report of a prompt's rollout, live while it is open; that of another prompt takes its place. */
export interface ReportView extends Disposable {
  /**
   * Shows the live rollout of a prompt, else the one that ended last; on the page a person chooses another.
   * @throws HumanError where there is none
   */
  show(handle: PromptHandle): Promise<void>;
}

export interface ReportViewParts {
  readonly projects: Projects;
  readonly work: EvaluationWork;
  readonly log: vscode.LogOutputChannel;
  readonly extensionUri: vscode.Uri;
}

export function reportView(parts: ReportViewParts): ReportView {
  return new View(parts);
}

/** What the tab is about. */
interface Subject {
  readonly handle: PromptHandle;
  /** The rollout that a person chose; absent: the newest, whichever that will be. */
  chosen?: string;
  /** What the last rollout was known to be when it ended; that does not change. */
  ended?: { readonly key: string; readonly input: ReportInput };
  /** What was drawn last, and from what: the same is not drawn again. */
  drawn?: { readonly from: unknown; readonly names: string; readonly newest?: string; readonly report: Report };
}

/** What is reported on. */
interface Found extends Pick<ReportParts, 'environment' | 'log'> {
  readonly rollout: Rollout;
  /** All of the prompt, newest first. */
  readonly all: readonly Rollout[];
}

class View implements ReportView {
  private readonly tab: OnlyPage<Subject>;
  private readonly closing = new AbortController();
  /** One drawing at a time; what changes meanwhile is drawn after it. */
  private drawing: Promise<void> | undefined;
  private isOutdated = false;
  private readonly following: vscode.Disposable;

  constructor(private readonly parts: ReportViewParts) {
    const { log, extensionUri } = parts;
    this.tab = new OnlyPage({
      viewType: 'promptRollout.report',
      extensionUri,
      hasCharts: true,
      log,
      answer: (subject, ask) => this.answer(subject, ask),
      onDidChangeVisibility: () => this.follow(),
    });
    this.following = parts.projects.onDidChange(() => this.follow());
  }

  async show(handle: PromptHandle): Promise<void> {
    requireRollouts(handle);
    const subject: Subject = { handle };
    // Before the tab opens: where there is nothing to report, a message says so instead.
    const body = await withProgress(`Report ${handle.prompt.name}`, rolloutsViewId, (signal) =>
      this.drawn(subject, signal),
    );
    const page = this.tab.about(subject, `Report ${handle.prompt.name}`);
    if (body) page.show(body);
    page.panel.reveal();
  }

  dispose(): void {
    this.closing.abort();
    this.following.dispose();
    this.tab.dispose();
  }

  /** Draws what has changed, unless nobody sees it. */
  private follow(): void {
    if (!this.tab.subject || !this.tab.page?.panel.visible) return;
    this.isOutdated = true;
    this.drawing ??= this.catchUp().finally(() => (this.drawing = undefined));
    this.tab.told('report', this.drawing);
  }

  private async catchUp(): Promise<void> {
    while (this.isOutdated && this.tab.subject) {
      this.isOutdated = false;
      const { subject } = this.tab;
      const body = await this.drawn(subject, this.closing.signal).catch((error: unknown) =>
        nothingHtml(subject, error),
      );
      if (body && this.tab.subject === subject) this.tab.page?.show(body);
    }
  }

  /** The page as it is to be now; undefined where it is like that already. */
  private async drawn(subject: Subject, signal: AbortSignal): Promise<Html | undefined> {
    const { projects } = this.parts;
    const handle = projects.handleOf(subject.handle.uri) ?? subject.handle;
    const from = projects.seen(handle);
    const found = await this.rollout(handle, subject.chosen);
    const { rollout, all } = found;
    const versions = [rollout.baseline, ...all.map(({ candidate }) => candidate)];
    await projects.nameVersions(handle, versions);
    const names = [rollout.id, ...versions.map((version) => projects.versionName(handle, version))].join();
    if (subject.drawn && subject.drawn.from === from && subject.drawn.names === names) return undefined;
    const input = await this.input(subject, handle, found, signal);
    const [{ reportSteps }, { reportHtmlParts }, { standingOf }] = await Promise.all([
      import('../../rollout/report/report.js'),
      import('../../rollout/report/reportHtml.js'),
      import('../../rollout/report/standing.js'),
    ]);
    const choices = all.map((one) => ({
      id: one.id,
      words: `${one.id} · ${projects.versionName(handle, one.candidate)} · ${standingOf(one).words}`,
    }));
    const report = await inTurns(reportSteps(input));
    const pieces = await inSlices(reportHtmlParts(report, barHtml(rollout.id, choices)), 1, (draw) => draw());
    subject.drawn = { from, names, report, ...(all[0] && { newest: all[0].id }) };
    return html`${pieces}`;
  }

  private async rollout(handle: PromptHandle, chosen: string | undefined): Promise<Found> {
    const { projects } = this.parts;
    const { environment } = requireRollouts(handle);
    const { name } = handle.prompt;
    const { reportedRollout } = await import('../../project/report.js');
    const { state = unreleased } = projects.seen(handle) ?? {};
    if (state.is === 'damaged')
      throw new HumanError('input', `The log of ${name} is damaged at ${state.place}, so there is no report.`);
    const shown = projects.logs.find((one) => one.handle?.uri.toString() === handle.uri.toString());
    const log = { state, events: shown?.log.events ?? [] };
    const all = allRollouts(state).toReversed();
    // Another environment has rollouts of its own.
    const id = all.find((one) => one.id === chosen)?.id;
    return { environment, log, all, rollout: reportedRollout(name, environment.name, state, id) };
  }

  private async input(
    subject: Subject,
    handle: PromptHandle,
    { environment, log, rollout }: Found,
    signal: AbortSignal,
  ): Promise<ReportInput> {
    const { projects, work } = this.parts;
    const nameOf: ReportInput['nameOf'] = (version) => projects.versionName(handle, version);
    const key = rollout.end ? [environment.name, rollout.id, rollout.end.how].join() : undefined;
    if (key !== undefined && subject.ended?.key === key) return { ...subject.ended.input, nameOf };
    const { readReport } = await import('../../project/report.js');
    const seen = projects.seen(handle);
    // What the log alone told has no evidence yet.
    const observed = seen && 'evidence' in seen && seen;
    const read = { environment, work, prompt: handle.prompt, nameOf, log, ...(observed && { seen: observed }) };
    const input = await readReport(read, rollout, signal);
    if (key !== undefined) subject.ended = { key, input };
    return input;
  }

  /** Does what a person asked for on the page. */
  private async answer(subject: Subject, { action, value }: Ask): Promise<void> {
    if (!subject.drawn) return;
    if (action === 'choose') {
      if (value === subject.drawn.newest) delete subject.chosen;
      else subject.chosen = value;
      this.follow();
    }
    if (action === 'copy') await copy(subject.drawn.report);
    if (action === 'save') await save(subject.handle, subject.drawn.report, this.parts.extensionUri);
  }
}

/** Another environment may have no rollout to report on: the tab says so, and nobody is interrupted. @throws any other error */
function nothingHtml(subject: Subject, error: unknown): Html {
  if (!(error instanceof HumanError) || isCancelled(error)) throw error;
  delete subject.drawn;
  return html`<h1>${subject.handle.prompt.name}</h1>
    <p>${error.message}</p>`;
}

/** @param choices more than one: a person chooses among them */
function barHtml(shown: string, choices: readonly { readonly id: string; readonly words: string }[]): Html {
  const option = ({ id, words }: (typeof choices)[number]): Html =>
    html`<option value="${id}" ${id === shown && html`selected`}>${words}</option>`;
  return html`<div id="bar" class="bar">
    ${
      choices.length > 1 &&
      html`<label for="rollout">Rollout</label>
        <select id="rollout" data-action="choose">
          ${choices.map(option)}
        </select>`
    }
    <button id="copy" data-action="copy">Copy as Markdown</button>
    <button id="save" data-action="save">Save as HTML</button>
  </div>`;
}

async function copy(report: Report): Promise<void> {
  const { reportMarkdown } = await import('../../rollout/report/reportMarkdown.js');
  await vscode.env.clipboard.writeText(reportMarkdown(report));
  vscode.window.setStatusBarMessage('Report copied as Markdown', 2000);
}

async function save(handle: PromptHandle, report: Report, extensionUri: vscode.Uri): Promise<void> {
  const name = `${basename(handle.prompt.name)}-${report.rollout}.html`;
  const target = await vscode.window.showSaveDialog({
    title: 'Save Report as HTML',
    defaultUri: fileFrom(handle, name),
    filters: { HTML: ['html'] },
  });
  if (!target) return;
  const [{ reportFile }, { readReportAssets }] = await Promise.all([
    import('../../rollout/report/reportFile.js'),
    import('../../project/reportAssets.js'),
  ]);
  const assets = await readReportAssets(join(extensionUri.fsPath, 'media'));
  await vscode.workspace.fs.writeFile(target, Buffer.from(reportFile(report, assets)));
  vscode.window.setStatusBarMessage(`Report saved as ${basename(target.path)}`, 4000);
}
