import type { Locator, Page } from 'playwright-core';
import { runCommand } from './quickInput.js';

const modal = (page: Page): Locator => page.locator('.monaco-dialog-box[role=dialog]');

/** Waits for the modal dialog and returns all it says: message and detail. */
export async function modalText(page: Page): Promise<string> {
  return modal(page).locator('.dialog-message-container').innerText();
}

/** The labels of the modal's buttons. */
export async function modalButtons(page: Page): Promise<string[]> {
  await modal(page).waitFor();
  return modal(page).locator('.dialog-buttons').getByRole('button').allInnerTexts();
}

/** Answers the modal dialog that shows the text by pressing a button; returns when it is gone. */
export async function answerModal(page: Page, text: string, button: string): Promise<void> {
  const dialog = modal(page).filter({ hasText: text });
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** A notification as a person reads it. */
export interface Notification {
  readonly message: string;
  readonly buttons: readonly string[];
}

const toasts = (page: Page): Locator => page.locator('.notification-toast .notification-list-item');

/** The notifications on the screen now. */
export async function notifications(page: Page): Promise<Notification[]> {
  const read = (toast: Locator) =>
    Promise.all([
      toast.locator('.notification-list-item-message').innerText(),
      toast.locator('.notification-list-item-buttons-container').getByRole('button').allInnerTexts(),
    ]);
  const all = await Promise.all((await toasts(page).all()).map(read));
  return all.map(([message, buttons]) => ({ message, buttons }));
}

/** Waits for the notification that shows the text. */
export async function waitForNotification(page: Page, text: string): Promise<void> {
  await toasts(page).filter({ hasText: text }).first().waitFor();
}

/** Presses a button of the notification that shows the text. */
export async function answerNotification(page: Page, text: string, button: string): Promise<void> {
  await toasts(page).filter({ hasText: text }).first().getByRole('button', { name: button, exact: true }).click();
}

/** Closes all notifications. */
export async function clearNotifications(page: Page): Promise<void> {
  await runCommand(page, 'Notifications: Clear All Notifications');
  await toasts(page).first().waitFor({ state: 'detached' });
}
