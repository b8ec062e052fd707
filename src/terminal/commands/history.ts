import { workingCopies } from '../../workspace/draft.js';
import { countVersions, historyPage } from '../../workspace/history.js';
import { shortVersion } from '../../workspace/version.js';
import type { Command } from '../command.js';
import { findPrompt } from '../findPrompt.js';
import { openEnvironment } from '../openProject.js';
import { limitOf, limitOption } from '../limit.js';
import { table } from '../table.js';

export const history: Command = {
  name: 'history',
  summary: 'list the versions of a prompt, newest first, through renames and merges',
  positionals: [{ name: 'prompt' }],
  options: { limit: limitOption(50, 'versions') },
  run: async (call) => {
    const { signal } = call;
    const { project, environment } = await openEnvironment(call);
    const { id, name, path } = await findPrompt(project, environment, call.positionals[0], call);
    const { repository } = project;
    const page = await historyPage(repository, path, { count: limitOf(call, 50) }, signal);
    const [total, copies] = await Promise.all([
      page.next === undefined ? page.versions.length : countVersions(repository, path, signal, page.head),
      workingCopies(repository, [path], signal),
    ]);
    const working = copies.get(path)?.version;
    const draft = working !== undefined && !page.versions.some((version) => version.id === working);
    const versions = page.versions.map(({ id: version, commit, path: then, author, time, subject }, index) => ({
      id: version,
      ordinal: total - index,
      commit,
      path: then,
      author,
      time,
      subject,
    }));
    const rows = versions.map((version) => [
      `v${version.ordinal}`,
      shortVersion(version.id),
      version.time.slice(0, 10),
      version.author,
      version.path === path ? version.subject : `${version.subject} (${version.path})`,
    ]);
    const older = total - versions.length;
    const notes = [
      ...(older > 0 ? [`${older} older; --limit ${total} shows all.`] : []),
      ...(page.shallow
        ? ['The clone is shallow: older versions may be missing. "git fetch --unshallow" brings them.']
        : []),
      ...(total === 0 && !draft ? [`${name} was never committed.`] : []),
    ];
    const lines = [
      ...(draft || rows.length > 0
        ? [table([...(draft ? [['draft', '', '', '', 'not committed']] : []), ...rows])]
        : []),
      ...notes,
    ];
    return {
      document: { prompt: id, path, shallow: page.shallow, draft, total, versions },
      text: `${lines.join('\n')}\n`,
    };
  },
};
