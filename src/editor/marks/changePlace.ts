import * as vscode from 'vscode';
import { isObject } from '../../prompts/json.js';

/** Which change a link in a hover means, as it travels in the link. */
export interface ChangePlace {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

/** The place that a command was called with; undefined where it was called with something else. */
export function changePlace(argument: unknown): { uri: string; position: vscode.Position } | undefined {
  if (!isObject(argument)) return undefined;
  const { uri, line, character } = argument;
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
  if (typeof uri !== 'string' || !isCount(line) || !isCount(character)) return undefined;
  return { uri, position: new vscode.Position(line, character) };
}
