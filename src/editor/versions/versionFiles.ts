import * as vscode from 'vscode';
import { HumanError, messageOf } from '../../prompts/humanError.js';
import type { Projects } from '../projects.js';
import { versionPlace, versionScheme } from './versionUri.js';

/** Serves versions as read-only documents. A file system, since those of a last session are then found again. */
export function registerVersionFiles(context: vscode.ExtensionContext, projects: Projects): void {
  const reason = new vscode.MarkdownString('A version never changes. To go back to it, use *Restore Version*.');
  context.subscriptions.push(
    vscode.workspace.registerFileSystemProvider(versionScheme, new VersionFiles(projects), {
      isReadonly: reason,
      isCaseSensitive: true,
    }),
  );
}

class VersionFiles implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  constructor(private readonly projects: Projects) {}

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { length } = await this.readFile(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: length };
  }

  /** Only of repositories that are open here: an address can be made up. */
  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const place = versionPlace(uri);
    if (!place) throw vscode.FileSystemError.FileNotFound(uri);
    await this.projects.load();
    const handle = this.projects.handles.find(({ project }) => project?.repository.root === place.root);
    if (!handle?.project || !vscode.workspace.isTrusted)
      throw vscode.FileSystemError.Unavailable(`The repository of ${place.title} is not open here.`);
    const { readVersionFiles } = await import('../../workspace/versionContent.js');
    try {
      return (await readVersionFiles(handle.project.repository, place)).main;
    } catch (error) {
      throw error instanceof HumanError ? vscode.FileSystemError.Unavailable(messageOf(error)) : error;
    }
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.FileNotADirectory(uri);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
}
