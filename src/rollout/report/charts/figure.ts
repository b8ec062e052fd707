import { html, type Html } from '../../../prompts/html.js';
import { width, margins, type TimeAxis, xOf } from './plot.js';
import { timeWords } from '../reportWords.js';

/** What a sign of a chart stands for. */
export interface Key {
  /** Class of the line; also chooses its dashes and its sign. */
  readonly look: string;
  readonly label: string;
}

/** The figures behind a chart at one moment; the cursor steps from one to the next. */
export interface FigureRow {
  readonly at: number;
  /** A cell for each column. */
  readonly cells: readonly string[];
}

export interface Figure {
  /** Stays the same while the report is drawn anew. */
  readonly id: string;
  readonly title: string;
  /** What is to be seen, in a sentence. */
  readonly says: string;
  readonly keys: readonly Key[];
  /** What a reader must know of how it was made. */
  readonly note?: string;
  readonly height: number;
  /** What stands in the plot. */
  readonly plot: Html;
  readonly columns: readonly string[];
  readonly rows: readonly FigureRow[];
}

/** A chart with its title, what its lines mean, and its figures as a table. It is whole without a script; with one it has a cursor. */
export function figureHtml(figure: Figure, axis: TimeAxis): Html {
  const { id, title, says, keys, note, height, plot } = figure;
  const whole = margins.top + height + margins.bottom;
  return html`<figure id="${id}" class="chart">
    <figcaption>
      <h3>${title}</h3>
      <span class="keys">${keys.map(keyHtml)}</span>
    </figcaption>
    <svg viewBox="0 0 ${width} ${whole}" role="img" tabindex="0" aria-roledescription="chart" aria-label="${says}">
      ${plot}
      <line class="cursor" data-kept="" x1="0" x2="0" y1="${margins.top}" y2="${margins.top + height}" />
    </svg>
    <div class="below"><p class="readout" role="status" data-kept=""></p></div>
    ${note !== undefined && html`<p class="quiet note">${note}</p>`} ${tableHtml(figure, axis)}
  </figure>`;
}

/** A figure of which there is nothing to draw yet. */
export function emptyFigureHtml({ id, title, says }: Pick<Figure, 'id' | 'title' | 'says'>): Html {
  return html`<figure id="${id}" class="chart">
    <figcaption><h3>${title}</h3></figcaption>
    <p class="empty">${says}</p>
  </figure>`;
}

function keyHtml({ look, label }: Key): Html {
  return html`<span class="key">
    <svg viewBox="0 0 30 12" aria-hidden="true">
      <line class="line ${look}" x1="1" x2="29" y1="6" y2="6" />
      ${signHtml(look, 15, 6)}
    </svg>
    ${label}
  </span>`;
}

/** A sign on a line, so that lines can be told apart without their colours. */
export function signHtml(look: string, x: number, y: number): Html {
  const path = signs[look];
  return path === undefined ? html`` : html`<path class="sign ${look}" transform="translate(${x},${y})" d="${path}" />`;
}

const circle = 'M3.2,0A3.2,3.2,0,1,1,-3.2,0A3.2,3.2,0,1,1,3.2,0Z';
const square = 'M-2.9,-2.9H2.9V2.9H-2.9Z';
const triangle = 'M0,-3.9L3.6,2.6H-3.6Z';
const diamond = 'M0,-4.2L4.2,0L0,4.2L-4.2,0Z';
const signs: Readonly<Record<string, string>> = {
  candidate: circle,
  baseline: square,
  segment: triangle,
  harm: triangle,
  limit: diamond,
  proof: circle,
  share: circle,
};

function tableHtml({ id, title, columns, rows }: Figure, axis: TimeAxis): Html {
  const x = xOf(axis);
  return html`<details id="${id}-figures">
    <summary>Figures</summary>
    <div class="scrolled" tabindex="0">
    <table class="figures" aria-label="Figures of ${title}">
      <thead>
        <tr>
          <th scope="col">UTC</th>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ at, cells }) =>
            html`<tr data-x="${x(at)}">
              <th scope="row">${timeWords(at, axis.to - axis.from)}</th>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
    </div>
  </details>`;
}
