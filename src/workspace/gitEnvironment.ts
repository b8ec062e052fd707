/** Settings for one call, over those of every configuration file. */
export type GitConfig = readonly (readonly [key: string, value: string])[];

/** Variables that would point git at another repository or change what it prints; they come with a hook or a script. */
const misleading = new Set([
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_ATTR_SOURCE',
  'GIT_COMMON_DIR',
  'GIT_CONFIG',
  'GIT_CONFIG_PARAMETERS',
  'GIT_DEFAULT_HASH',
  'GIT_DIFF_OPTS',
  'GIT_DIR',
  'GIT_EXTERNAL_DIFF',
  'GIT_FLUSH',
  'GIT_GLOB_PATHSPECS',
  'GIT_ICASE_PATHSPECS',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_NAMESPACE',
  'GIT_NOGLOB_PATHSPECS',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_QUARANTINE_PATH',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
]);

/**
 * The environment git runs in: asks nothing, speaks English, takes paths literally, sees the commits that were made
 * (no replacements, no grafts), and reaches other machines only where `network` is set.
 */
export function gitEnvironment(
  inherited: NodeJS.ProcessEnv,
  { network = false, config = [] }: { readonly network?: boolean | undefined; readonly config?: GitConfig | undefined },
): NodeJS.ProcessEnv {
  const kept = Object.entries(inherited).filter(([name]) => !misleading.has(name) && !name.startsWith('GIT_TRACE'));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: '/dev/null',
    GIT_PAGER: 'cat',
    ...(network ? {} : { GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1' }),
    ...configVariables(inherited, config),
  };
}

/** As variables and not as `-c`, because a key may hold any character; after those that are there already. */
function configVariables(inherited: NodeJS.ProcessEnv, config: GitConfig): Record<string, string> {
  if (config.length === 0) return {};
  const count = Number(inherited.GIT_CONFIG_COUNT) || 0;
  const added = config.flatMap(([key, value], index): [string, string][] => [
    [`GIT_CONFIG_KEY_${count + index}`, key],
    [`GIT_CONFIG_VALUE_${count + index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(count + config.length), ...Object.fromEntries(added) };
}
