/** How many compiled templates one engine keeps. */
const most = 200;

/** A map that forgets its oldest entry when it has too many. */
export function bounded<Value>(): Map<string, Value> {
  const map = new Map<string, Value>();
  const set = map.set.bind(map);
  map.set = (key, value) => {
    const oldest = map.size >= most ? map.keys().next() : undefined;
    if (oldest && !oldest.done) map.delete(oldest.value);
    return set(key, value);
  };
  return map;
}
