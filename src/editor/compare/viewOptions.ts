/** A comparison is a preview, as a click on a file is: the next one takes its place. */
export const viewOptions = { preview: true } as const;
