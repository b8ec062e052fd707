/** The view of versions as package.json names it. */
export const versionsViewId = 'promptRollout.versions';
