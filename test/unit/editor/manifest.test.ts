import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import {
  casesCommands,
  commandId,
  evaluationCommands,
  reportCommands,
  markCommands,
  previewCommands,
  rolloutCommands,
  versionCommands,
} from '../../../src/editor/commands/commandNames.js';

interface Manifest {
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category?: string }[];
    readonly menus: Readonly<
      Record<string, readonly { readonly command: string; readonly when?: string; readonly group?: string }[]>
    >;
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon?: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly default?: unknown; readonly description?: string }>>;
    };
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly svg: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
  };
}

const root = new URL('../../../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as Manifest;
const { commands, menus, views, viewsContainers, viewsWelcome, configuration, walkthroughs } = manifest.contributes;
const declared = commands.map(({ command }) => command);
/** The compiler sees to it that each of these has a handler (`registerCommands` takes a whole record). */
const registered = [
  ...rolloutCommands,
  ...versionCommands,
  ...markCommands,
  ...previewCommands,
  ...casesCommands,
  ...evaluationCommands,
  ...reportCommands,
].map(commandId);

/** Commands that mean nothing without the row they stand on. */
const onlyOnItems = ['promptRollout.loadMoreVersions', 'promptRollout.acceptOutput'];

describe('the manifest', () => {
  it('declares every command that is registered, once, and no other', () => {
    assert.deepEqual([...declared].sort(), [...registered].sort());
  });

  it('gives every command the category and a title in title case', () => {
    for (const { command, title, category } of commands) {
      assert.equal(category, 'Prompt Rollout', command);
      assert.match(
        title,
        /^[A-Z][A-Za-z]*( ([A-Z][A-Za-z]*|the|of|to|by|with|from|for|in|or|as|a))*(…|\.\.\.)?$/,
        command,
      );
    }
  });

  it('keeps commands that only work on an item out of the palette', () => {
    const hidden = (menus['commandPalette'] ?? []).filter(({ when }) => when === 'false').map(({ command }) => command);
    for (const command of onlyOnItems) assert.ok(hidden.includes(command), command);
  });

  it('names only declared commands in menus, welcome views and the walkthrough', () => {
    const steps = walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    const texts = [...viewsWelcome.map(({ contents }) => contents), ...steps.map(({ description }) => description)];
    const linked = texts.flatMap((text) => [...text.matchAll(/command:(promptRollout\.\w+)/g)].map(([, id]) => id!));
    const awaited = steps.flatMap(({ completionEvents }) =>
      completionEvents.map((event) => event.replace(/^onCommand:/, '')),
    );
    const used = Object.values(menus).flatMap((items) => items.map(({ command }) => command));
    for (const command of [...used, ...linked, ...awaited]) assert.ok(declared.includes(command), command);
  });

  it('has a group for every entry of a menu but the palette', () => {
    for (const [menu, items] of Object.entries(menus)) {
      if (menu === 'commandPalette') continue;
      for (const { command, group } of items) assert.ok(group, `${menu}: ${command}`);
    }
  });

  it('gives a row at most three inline actions', () => {
    const inline = menus['view/item/context']!.filter(({ group }) => group?.startsWith('inline'));
    const prompts = inline.filter(({ when }) => /\^\(?prompt/.test(when ?? ''));
    // Start excludes the rest, pause and resume exclude each other.
    assert.deepEqual(
      prompts.map(({ command }) => command.replace('promptRollout.', '')),
      ['advance', 'start', 'pause', 'resume', 'abort'],
    );
  });

  it('gives every setting a default and a description', () => {
    for (const [name, { default: value, description }] of Object.entries(configuration.properties)) {
      assert.notEqual(value, undefined, name);
      assert.match(description ?? '', /^[A-Z].*\.$/s, name);
    }
  });

  it('gives every view an icon, and has all the files it names', () => {
    for (const view of Object.values(views).flat()) assert.ok(view.icon, view.id);
    const files = [
      manifest.icon,
      ...viewsContainers.activitybar.map(({ icon }) => icon),
      ...walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
    ];
    for (const file of files) assert.ok(existsSync(new URL(file, root)), file);
  });
});
