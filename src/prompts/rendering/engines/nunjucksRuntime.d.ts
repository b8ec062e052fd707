/** What compiled nunjucks templates call; the library's own types leave it out. */
declare module 'nunjucks/src/runtime.js' {
  type Callable = (...args: unknown[]) => unknown;
  interface Runtime {
    memberLookup: (thing: unknown, name: unknown) => unknown;
    callWrap: (called: unknown, name: string, context: unknown, args: unknown[]) => unknown;
    contextOrFrameLookup: (
      context: { lookup(name: string): unknown },
      frame: { lookup(name: string): unknown },
      name: string,
    ) => unknown;
    makeMacro: (argNames: string[], kwargNames: string[], body: Callable) => Callable;
  }
  const runtime: Runtime;
  export default runtime;
}
