/** Whether a relative path or glob, with forward slashes, stays inside the folder that it starts from. */
export function staysInside(path: string): boolean {
  return (
    path.trim() !== '' &&
    // eslint-disable-next-line no-control-regex -- no file that we write or read has such a name
    !/[\\\u0000-\u001f]/.test(path) &&
    !/^(\/|[A-Za-z]:\/)/.test(path) &&
    !path.split('/').includes('..')
  );
}
