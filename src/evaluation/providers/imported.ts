import { matchingFiles } from '../../evidence/sources/matchingFiles.js';
import { HumanError, messageOf } from '../../prompts/humanError.js';
import type { JsonObject, JsonValue } from '../../prompts/json.js';
import { shorten } from '../../prompts/shorten.js';
import type { ImportedFields, ImportedSettings } from '../../workspace/configuration/configuration.js';
import { shortVersion } from '../../workspace/version.js';
import type { ModelOutput } from '../modelOutput.js';
import { parseModelOutput } from '../parseModelOutput.js';
import type { Asked, Provider } from './provider.js';
import { readRows } from './rows.js';

/** The first row of a file that cannot be used. */
export interface RowProblem {
  /** From the root of the repository. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** A whole sentence. */
  readonly message: string;
  /** How many rows of the file cannot be used. */
  readonly count: number;
}

export interface ImportedOutputs {
  readonly provider: Provider;
  readonly problems: readonly RowProblem[];
}

const mostCharacters = 256 * 1024 * 1024;

/**
 * Outputs that somebody else made, by version and case. Several rows of one version and case are its repeats, in the
 * order of files and rows. Reaches no network.
 * @param root the folder that the globs are relative to; nothing outside it is read
 * @throws HumanError where a file cannot be read
 */
export async function readImported(
  { files: globs, fields }: ImportedSettings,
  root: string,
  signal: AbortSignal,
): Promise<ImportedOutputs> {
  const { files, failure } = await matchingFiles(root, globs, signal);
  if (failure !== undefined) throw new HumanError('input', `Outputs could not be imported: ${failure}.`);
  const rows = new Map<string, Row[]>();
  const problems = new Map<string, RowProblem>();
  let characters = 0;
  for (const file of files) {
    const report = (why: string, line: number): void => {
      const first = problems.get(file.path) ?? { path: file.path, line, message: `This row ${why}.`, count: 0 };
      problems.set(file.path, { ...first, count: first.count + 1 });
    };
    const take = (raw: JsonObject | string, line: number): void => {
      const row = typeof raw === 'string' ? raw : readRow(raw, fields);
      if (typeof row === 'string') {
        report(row, line);
        return;
      }
      characters += row.output.text.length;
      if (characters > mostCharacters)
        throw new HumanError(
          'refused',
          `${globs.join(', ')} hold more outputs than fit into memory. Name fewer files.`,
        );
      const ofCase = rows.get(row.case);
      if (ofCase) ofCase.push(row);
      else rows.set(row.case, [row]);
    };
    try {
      await readRows(file, take, signal);
    } catch (error) {
      if (signal.aborted) throw new HumanError('cancelled', 'Cancelled while outputs were imported.');
      if (error instanceof HumanError) throw error;
      throw new HumanError('input', `${file.path} cannot be read: ${messageOf(error)}.`, { cause: error });
    }
  }
  return { provider: imported(rows, globs), problems: [...problems.values()] };
}

interface Row {
  readonly prompt: string | undefined;
  /** At least the first seven digits of it. */
  readonly version: string;
  readonly case: string;
  readonly output: ModelOutput;
}

/** @returns in place of a row, why it is none: the end of a sentence */
function readRow(raw: JsonObject, fields: ImportedFields): Row | string {
  const field = (name: string): JsonValue | undefined => (Object.hasOwn(raw, name) ? raw[name] : undefined);
  const [prompt, version, of, output] = [fields.prompt, fields.version, fields.case, fields.output].map(field);
  if (typeof of !== 'string' || of === '') return `names no case in \`${fields.case}\``;
  if (version === undefined || version === '') return `names no version in \`${fields.version}\``;
  const [digits] = (typeof version === 'string' && /^[0-9a-f]{7,64}$/i.exec(version)) || [];
  if (digits === undefined)
    return `has no version id in \`${fields.version}\`, which is a text of at least 7 hexadecimal digits`;
  if (output === undefined || output === null) return `has no output in \`${fields.output}\``;
  const parsed = typeof output === 'string' ? { text: output } : parseModelOutput(output);
  if ('problem' in parsed) return `has no output in \`${fields.output}\`: ${parsed.problem}`;
  const named = typeof prompt === 'string' && prompt !== '' ? prompt : undefined;
  return { prompt: named, version: digits.toLowerCase().slice(0, 12), case: of, output: parsed };
}

function imported(rows: ReadonlyMap<string, readonly Row[]>, globs: readonly string[]): Provider {
  const from = shorten(globs.join(', '), 60);
  return {
    name: `imported from ${from}`,
    live: false,
    complete: ({ prompt, version, case: of, sample }: Asked) => {
      const ofCase = (rows.get(of) ?? []).filter((row) => row.prompt === undefined || row.prompt === prompt);
      const ofVersion = ofCase.filter((row) => version.startsWith(row.version));
      const output = ofVersion[sample]?.output;
      if (output) return Promise.resolve(output);
      const others = new Set(ofCase.map((row) => row.version)).size;
      const known =
        ofVersion.length > 0
          ? `there are ${ofVersion.length} of it`
          : others > 0
            ? `there are some of ${others} other ${others === 1 ? 'version' : 'versions'}`
            : 'there are none of the case';
      const what = sample === 0 ? 'No output' : `No repeat ${sample + 1}`;
      const missing = `${what} of version ${shortVersion(version)} for case ${of} of ${prompt} was imported from ${from}; ${known}.`;
      return Promise.resolve({ missing });
    },
  };
}
