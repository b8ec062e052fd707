/** As much of a test item as a choice looks at. */
export interface ItemTree<Item> {
  readonly id: string;
  readonly parent: Item | undefined;
  readonly children: Iterable<[string, Item]>;
}

/** What somebody wants run, as VS Code says it. */
export interface Request<Item> {
  /** Everything where absent. */
  readonly include: readonly Item[] | undefined;
  /** Not these, even where what they are in is included. */
  readonly exclude: readonly Item[] | undefined;
}

/** The cases of one prompt that are to be run. */
export interface ChosenCases<Item> {
  readonly prompt: Item;
  readonly cases: readonly Item[];
  /** They are all that the prompt has, so that what comes of them is its evaluation. */
  readonly isWhole: boolean;
}

/** Pure. The prompts that a request touches, in the order in which they are shown: their cases may not be known yet. */
export function chosenPrompts<Item extends ItemTree<Item>>(
  prompts: readonly Item[],
  { include, exclude = [] }: Request<Item>,
): readonly Item[] {
  const touched = new Set(include?.map((item) => (item.parent ?? item).id));
  const left = new Set(exclude.map(({ id }) => id));
  return prompts.filter(({ id }) => (include === undefined || touched.has(id)) && !left.has(id));
}

/** Pure. What a request wants run of one prompt, whose cases are known. */
export function chosenCases<Item extends ItemTree<Item>>(
  prompt: Item,
  { include, exclude = [] }: Request<Item>,
): ChosenCases<Item> {
  const wanted = new Set(include?.map(({ id }) => id));
  const left = new Set(exclude.map(({ id }) => id));
  const all = [...prompt.children].map(([, item]) => item);
  const isWanted = include === undefined || wanted.has(prompt.id);
  const cases = all.filter(({ id }) => (isWanted || wanted.has(id)) && !left.has(id));
  return { prompt, cases, isWhole: cases.length === all.length };
}
