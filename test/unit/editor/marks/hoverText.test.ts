import assert from 'node:assert/strict';
import { compareTexts } from '../../../../src/prompts/comparison/compareTexts.js';
import { hoverText } from '../../../../src/editor/marks/hoverText.js';

function hover(before: string, after: string, removedWordsShown = false): string {
  const [hunk] = compareTexts(before, after);
  const argument = { uri: 'file:///a%20b.prompt.yml', line: 2, character: 0 };
  return hoverText({ hunk: hunk!, before, since: 'v12, the baseline', argument, removedWordsShown });
}

describe('the hover over a change', () => {
  it('shows the lines that stood there, and since when they do not', () => {
    assert.match(
      hover('a\nold words\nb', 'a\nnew words\nb'),
      /^\*\*Changed since v12, the baseline\*\*\n\n```text\nold words\n```\n\n\[/,
    );
    assert.match(hover('a\nold\nb', 'a\nb'), /^\*\*Removed since v12, the baseline\*\*\n\n```text\nold\n```\n\n\[/);
    assert.match(hover('a\nb', 'a\nnew\nb'), /^\*\*Added since v12, the baseline\*\*\n\n\[Revert Change\]/);
  });

  it('links to commands that are told which change is meant', () => {
    const links = [...hover('a', 'b').matchAll(/\[([^\]]+)\]\(command:([\w.]+)\?([^)]*)\)/g)];
    assert.deepEqual(
      links.map(([, title, command]) => [title, command]),
      [
        ['Revert Change', 'promptRollout.revertChange'],
        ['Next Change', 'promptRollout.nextChange'],
        ['Show Removed Words', 'promptRollout.toggleRemovedWords'],
      ],
    );
    for (const [, , , argument = ''] of links)
      assert.deepEqual(JSON.parse(decodeURIComponent(argument)), [
        { uri: 'file:///a%20b.prompt.yml', line: 2, character: 0 },
      ]);
    assert.match(hover('a', 'b', true), /\[Hide Removed Words\]/);
  });
});
