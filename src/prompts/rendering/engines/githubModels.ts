import type { Engine } from './engine.js';
import { valueText } from './valueText.js';

/** Replaces exactly `{{key}}`: no spaces, no fields, no filters. What has no value stays as it is written. */
export const renderGithubModels: Engine = (template, inputs) =>
  template.replaceAll(/\{\{([^{}\s]+)\}\}/g, (written, key: string) =>
    Object.hasOwn(inputs, key) ? valueText(inputs[key]) : written,
  );
