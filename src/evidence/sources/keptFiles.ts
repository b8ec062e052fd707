import {
  aFlag,
  aNumber,
  aText,
  listOf,
  membersOf,
  orNull,
  pairOf,
  someBytes,
  tripleOf,
  type Read,
} from '../keptValues.js';
import type { Place } from './appendedLines.js';

/** How far files were read: by path the place and what the file looked like; the places whose file was lost; copies of others. */
export interface KeptFiles {
  readonly known: readonly (readonly [string, Place, string])[];
  readonly lost: readonly (readonly [Place, string])[];
  readonly copies: readonly (readonly [string, string])[];
}

/** As a value that JSON can hold. */
export function filesToJson({ known, lost, copies }: KeptFiles): unknown {
  return {
    known: known.map(([path, place, looks]) => [path, placeToJson(place), looks]),
    lost: lost.map(([place, looks]) => [placeToJson(place), looks]),
    copies,
  };
}

/** Throws where it is no such value. */
export function filesFromJson(value: unknown): KeptFiles {
  const { known, lost, copies } = membersOf(value);
  return {
    known: listOf(tripleOf(aText, readPlace, aText))(known),
    lost: listOf(pairOf(readPlace, aText))(lost),
    copies: listOf(pairOf(aText, aText))(copies),
  };
}

function placeToJson(place: Place): unknown {
  return { ...place, mark: place.mark.toString('base64') };
}

const readPlace: Read<Place> = (value) => {
  const { offset, lines, mark, inLongLine, reached } = membersOf(value);
  return {
    offset: aNumber(offset),
    lines: aNumber(lines),
    mark: someBytes(mark),
    inLongLine: aFlag(inLongLine),
    reached: orNull(-Infinity)(reached),
  };
};
