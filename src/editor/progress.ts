import * as vscode from 'vscode';

/** After this a wait is long enough to be cancelled. */
const patienceMilliseconds = 1000;

/**
 * Shows that something is going on: in the view, and after a second also where it can be cancelled.
 * @throws what `work` throws
 */
export async function withProgress<T>(
  title: string,
  viewId: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const running = work(stop.signal);
  const ended = running.then(
    () => undefined,
    () => undefined,
  );
  void vscode.window.withProgress({ location: { viewId } }, () => ended);
  const timer = setTimeout(() => {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(options, (_progress, token) => {
      token.onCancellationRequested(() => stop.abort());
      return ended;
    });
  }, patienceMilliseconds);
  try {
    return await running;
  } finally {
    clearTimeout(timer);
  }
}
