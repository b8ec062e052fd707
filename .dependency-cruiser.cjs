// The house rule for imports: they run one way, without cycles, and only the editor knows `vscode`.
// Each layer lists the layers it may import.
const layers = {
  prompts: [],
  workspace: ['prompts'],
  evidence: ['prompts'],
  evaluation: ['prompts', 'workspace', 'evidence'],
  rollout: ['prompts', 'workspace', 'evidence', 'evaluation'],
  backends: ['prompts', 'workspace', 'evidence', 'evaluation', 'rollout'],
  project: ['prompts', 'workspace', 'evidence', 'evaluation', 'rollout', 'backends'],
  terminal: ['prompts', 'workspace', 'evidence', 'evaluation', 'rollout', 'backends', 'project'],
  editor: ['prompts', 'workspace', 'evidence', 'evaluation', 'rollout', 'backends', 'project'],
};

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^vscode$' } },
    {
      name: 'only-the-editor-knows-vscode',
      severity: 'error',
      from: { pathNot: '^src/(editor/|extension\\.ts$)' },
      to: { path: '^vscode$|@types/vscode' },
    },
    {
      // Replaying is safe in any workspace, and free.
      name: 'replay-reaches-no-network',
      severity: 'error',
      from: { path: '^src/evaluation/(providers/recorded|recordings/recordings)\\.ts$' },
      to: { path: '^(node:)?(https?|http2|net|tls|dgram|dns|child_process)$|workspace/http', reachable: true },
    },
    {
      // Graders know what an IP address is from `net`.
      name: 'replay-asks-nobody',
      severity: 'error',
      from: { path: '^src/evaluation/replay\\.ts$' },
      to: { path: '^(node:)?(https?|http2|tls|dgram|dns|child_process)$|workspace/http', reachable: true },
    },
    ...Object.entries(layers).map(([layer, allowed]) => ({
      name: `imports-of-${layer}`,
      severity: 'error',
      from: { path: `^src/${layer}/` },
      to: { path: '^src/', pathNot: `^src/(${[layer, ...allowed].join('|')})/` },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
