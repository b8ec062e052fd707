import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportAssets } from '../rollout/report/reportFile.js';

/** The styles and the script that a report in a file of its own carries. @param media the folder `media` */
export async function readReportAssets(media: string): Promise<ReportAssets> {
  const [script = '', ...styles] = await Promise.all(
    ['chart.js', 'standalone.css', 'page.css', 'chart.css'].map((name) => readFile(join(media, 'pages', name), 'utf8')),
  );
  return { script, style: styles.join('\n') };
}
