/** Who did something: the git identity, which is self-declared. */
export interface Actor {
  readonly name: string;
  readonly email: string;
}

/** The same person, as far as a self-declared identity tells. */
export function sameActor(a: Actor, b: Actor): boolean {
  return a.email.toLowerCase() === b.email.toLowerCase();
}
