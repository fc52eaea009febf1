import chromium from '@sparticuz/chromium';
import { type Browser, chromium as driver } from 'playwright-core';

/** Without a sandbox of its own: the pages are ours, and containers seldom let a browser make one. */
const args = [
  '--no-sandbox',
  '--headless=shell',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--font-render-hinting=none',
];

/**
 * Starts a browser: the one that `HEIRTAG_BROWSER` names, else the one that comes as an npm package, so that
 * tests need nothing but `npm ci`.
 */
export const startBrowser = async (): Promise<Browser> =>
  driver.launch({
    executablePath: process.env.HEIRTAG_BROWSER ?? (await chromium.executablePath()),
    args,
    headless: true,
  });
