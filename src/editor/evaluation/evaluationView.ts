import * as vscode from 'vscode';
import type { Evaluation } from '../../evaluation/evaluation.js';
import type { CasePlace } from '../../evaluation/cases/case.js';
import type { PromptWork } from '../../prompts/work/promptWork.js';
import { fileFrom } from '../fileFrom.js';
import { readHistory } from '../compare/history.js';
import { pointOf, type Point } from '../compare/point.js';
import type { ComparisonView } from '../comparison/comparisonView.js';
import { ranges } from '../diagnostics/vscodeDiagnostic.js';
import type { Disposable } from '../disposable.js';
import { inSlices } from '../inSlices.js';
import { OnlyPage } from '../pages/onlyPage.js';
import type { Ask } from '../pages/page.js';
import { withProgress } from '../progress.js';
import type { Projects, PromptHandle } from '../projects.js';
import { rolloutsViewId } from '../rollouts/rolloutsView.js';
import { choose, chosenRows, firstChoice, type CaseChoice } from './caseChoice.js';
import type { EvaluatedCases } from './evaluatedCases.js';
import type { Evaluations, ShownEvaluation } from './evaluations.js';

/** The tab that shows the evaluation of a prompt, case by case; that of another prompt takes its place. */
export interface EvaluationView extends Disposable {
  /** Shows the last evaluation of a prompt; where there is none that still holds, makes it from what is recorded. */
  show(handle: PromptHandle): Promise<void>;
}

export interface EvaluationViewParts {
  readonly projects: Projects;
  readonly evaluations: Evaluations;
  readonly work: PromptWork;
  readonly comparison: ComparisonView;
  readonly log: vscode.LogOutputChannel;
  readonly extensionUri: vscode.Uri;
}

export function evaluationView(parts: EvaluationViewParts): EvaluationView {
  return new View(parts);
}

/** So many rows are drawn at a stretch. */
const together = 50;

/** So many cases are unfolded at a time at most; one more folds the one that was unfolded first. */
const mostUnfolded = 20;

/** What the tab is about, and what a person chose on it. */
interface Subject {
  readonly handle: PromptHandle;
  choice: CaseChoice;
  /** Ids of cases, in the order in which they were unfolded. */
  readonly unfolded: Set<string>;
  cases?: EvaluatedCases;
}

class View implements EvaluationView {
  private readonly tab: OnlyPage<Subject>;
  /** Counts, so that of two drawings at the same time the older one gives way. */
  private drawing = 0;
  private readonly following: vscode.Disposable;

  constructor(private readonly parts: EvaluationViewParts) {
    const { log, extensionUri } = parts;
    const viewType = 'promptRollout.evaluation';
    this.tab = new OnlyPage({ viewType, extensionUri, log, answer: (subject, ask) => this.answer(subject, ask) });
    this.following = parts.evaluations.onDidChange((handle) => {
      const { subject } = this.tab;
      if (subject && isSame(handle, subject.handle)) this.tab.told('evaluation', this.draw());
    });
  }

  async show(handle: PromptHandle): Promise<void> {
    const known = await this.parts.evaluations.lookedAt(handle);
    if (!known || known.isStale) await this.evaluate(handle);
    const { subject } = this.tab;
    const isKnown = subject && isSame(subject.handle, handle);
    const wanted = isKnown ? subject : { handle, choice: firstChoice, unfolded: new Set<string>() };
    this.tab.about(wanted, `Evaluation ${handle.prompt.name}`).panel.reveal();
    await this.draw();
  }

  dispose(): void {
    this.following.dispose();
    this.tab.dispose();
  }

  private async evaluate(known: PromptHandle): Promise<void> {
    const { projects, evaluations } = this.parts;
    const handle = projects.handleOf(known.uri) ?? known;
    await withProgress(`Evaluating ${handle.prompt.name}`, rolloutsViewId, (signal) =>
      evaluations.run(handle, { mode: 'replay' }, signal),
    );
  }

  /** Does what a person asked for on the page. */
  private async answer(subject: Subject, { action, value }: Ask): Promise<void> {
    const shown = this.parts.evaluations.of(subject.handle);
    if (!shown) return;
    const { evaluation } = shown;
    switch (action) {
      case 'again':
        return this.evaluate(subject.handle);
      case 'copy':
        return copy(shown);
      case 'compare':
        return this.compare(shown);
      case 'openCase':
        return openPlace(subject.handle, placeOfCase(evaluation, value));
      case 'openUnsupported':
        return openPlace(subject.handle, evaluation.cases.unsupported[Number(value)]?.where);
      case 'toggle':
        toggle(subject.unfolded, value);
        return this.draw();
      default:
        subject.choice = choose(subject.choice, action, value);
        return this.draw();
    }
  }

  /** Shows what changed between the two versions that were evaluated. */
  private async compare({ handle, evaluation, baselinePath }: ShownEvaluation): Promise<void> {
    const { projects, comparison } = this.parts;
    const { baseline, candidate } = evaluation;
    if (baseline === undefined || baselinePath === undefined) return;
    const history = await readHistory(projects, projects.handleOf(handle.uri) ?? handle);
    const known = (version: string): Point | undefined => {
      const found = history.list.versions.find(({ id }) => id === version);
      return found && pointOf(found);
    };
    const left = known(baseline) ?? { kind: 'version', id: baseline, path: baselinePath };
    await comparison.show({ history, left, right: known(candidate) ?? { kind: 'file' } });
  }

  private async draw(): Promise<void> {
    const { page, subject } = this.tab;
    const { evaluations, work } = this.parts;
    const shown = subject && evaluations.of(subject.handle);
    if (!page || !shown) return;
    this.drawing += 1;
    const { drawing } = this;
    const [{ evaluationHtml }, { caseRowHtml, countsOf }, { EvaluatedCases }] = await Promise.all([
      import('./evaluationHtml.js'),
      import('./caseTableHtml.js'),
      import('./evaluatedCases.js'),
    ]);
    if (!subject.cases?.isOf(shown)) subject.cases = new EvaluatedCases(shown, work);
    const { handle, cases, choice, unfolded } = subject;
    const rows = await cases.rows;
    const drawMarked = (marking: Promise<void>): void =>
      this.tab.told(
        'evaluation',
        marking.then(() => this.draw()),
      );
    const details = await cases.detailsOf(unfolded, Date.now(), drawMarked);
    const chosen = chosenRows(rows, choice);
    const drawn = await inSlices(chosen.slice(0, choice.most), together, (row) =>
      caseRowHtml(row, details.get(row.case.id)),
    );
    // Something newer is being drawn by now.
    if (this.drawing !== drawing) return;
    page.show(
      evaluationHtml({
        prompt: handle.uri.path,
        shown,
        when: new Date(shown.at).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' }),
        isRunning: evaluations.isRunning(handle),
        counts: countsOf(rows),
        choice,
        chosen: chosen.length,
        drawn,
      }),
    );
  }
}

function isSame(a: PromptHandle, b: PromptHandle): boolean {
  return a.uri.toString() === b.uri.toString();
}

function toggle(unfolded: Set<string>, id: string): void {
  if (!unfolded.delete(id)) unfolded.add(id);
  const [oldest] = unfolded;
  if (unfolded.size > mostUnfolded && oldest !== undefined) unfolded.delete(oldest);
}

function placeOfCase({ run }: Evaluation, id: string): CasePlace | undefined {
  return run.results.find((result) => result.case.id === id)?.case.place;
}

/** Shows where something stands in a file of cases. */
async function openPlace(handle: PromptHandle, place: CasePlace | undefined): Promise<void> {
  if (!place) return;
  const document = await vscode.workspace.openTextDocument(fileFrom(handle, place.path));
  await vscode.window.showTextDocument(document, { selection: ranges(document.getText())(place.range) });
}

async function copy({ evaluation, names }: ShownEvaluation): Promise<void> {
  const { markdown } = await import('../../evaluation/reports/markdown.js');
  await vscode.env.clipboard.writeText(markdown(evaluation, names));
  vscode.window.setStatusBarMessage('Evaluation copied as Markdown', 2000);
}
