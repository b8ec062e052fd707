import { chromium as playwrightChromium } from 'playwright-core';
import { checkNeeds } from './needs.mjs';

/**
 * Starts a Chromium without a window that reaches nothing but this machine.
 * @returns {Promise<import('playwright-core').Browser>} close it when done; it ends with this process
 * @throws {Error} when there is no Chromium and none can be installed here, with the line that does
 */
export async function launchBrowser() {
  const { chromium } = await checkNeeds();
  return playwrightChromium.launch({ executablePath: chromium, args: flags });
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];
