import type { Command } from '../command.js';
import {
  abort,
  adopt,
  advance,
  approve,
  extend,
  override,
  pause,
  reapply,
  resume,
  revert,
  start,
  takeover,
} from './changes.js';
import { check } from './check.js';
import { diff, show } from './contents.js';
import { evaluation } from './eval.js';
import { forecast } from './forecast.js';
import { history } from './history.js';
import { list } from './list.js';
import { log } from './log.js';
import { render } from './render.js';
import { report } from './report.js';
import { status } from './status.js';
import { tick } from './tick.js';
import { watch } from './watch.js';

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  list,
  history,
  show,
  diff,
  render,
  check,
  evaluation,
  forecast,
  status,
  adopt,
  start,
  approve,
  advance,
  pause,
  resume,
  extend,
  reapply,
  takeover,
  abort,
  override,
  revert,
  tick,
  watch,
  log,
  report,
];
