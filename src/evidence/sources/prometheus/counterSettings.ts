/** Which counters of an application tell what we need. Each rises once per finished unit. */
export interface CounterSettings {
  /** Names of the labels that carry the prompt, the version and the arm. */
  readonly labels: { readonly prompt: string; readonly version: string; readonly arm: string };
  /** The counter of units. */
  readonly units: string;
  /** By the name of the field that a strategy's metrics speak of. */
  readonly counters: Readonly<Record<string, FieldCounters>>;
  /** Seconds after a scrape until its samples can surely be queried. */
  readonly delay: number;
}

/** The counters that tell of one field of units. */
export interface FieldCounters {
  /** Of a boolean: the units for which it is true. Of a field with `values`: the units, by value. */
  readonly total?: string;
  /** Of a field with `values`: the label with the value; the field's name where absent. */
  readonly label?: string;
  /** The units of which the field is known, where those are not all units at once. */
  readonly units?: string;
  /** Of a number: Σy, the number of units, and Σy². */
  readonly sum?: string;
  readonly count?: string;
  readonly squares?: string;
  /** Of a number: the buckets of a histogram. */
  readonly buckets?: string;
}
