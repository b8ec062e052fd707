import type { Engine } from './engine.js';
import { valueText } from './valueText.js';

/** Replaces `${input:name}` and `${input:name:placeholder}`. The editor's own variables (`${selection}`) stay as they are. */
export const renderVscode: Engine = (template, inputs) =>
  template.replaceAll(/\$\{input:([^:}\s]+)(?::[^}]*)?\}/g, (written, name: string) =>
    Object.hasOwn(inputs, name) ? valueText(inputs[name]) : written,
  );
