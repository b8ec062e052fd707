import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with a request. */
export type Behaviour = (response: ServerResponse, call: Call) => void;

export interface Call {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: { readonly messages: { readonly content: string }[]; readonly [name: string]: unknown };
}

/** A local server that speaks OpenAI's chat completions, and counts how often it is asked. */
export interface ModelServer {
  /** Up to `/v1`. */
  readonly url: string;
  readonly origin: string;
  readonly calls: readonly Call[];
  /** For the coming requests, one each; the last one for all that follow. */
  behave(...behaviours: Behaviour[]): void;
  close(): Promise<void>;
}

/** Repeats what it was asked last, in capitals. */
export const fine: Behaviour = (response, { body }) => {
  const content = body.messages.at(-1)?.content.toUpperCase() ?? '';
  response.setHeader('content-type', 'application/json').end(
    JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      model: 'tiny-1',
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 },
    }),
  );
};

export function status(
  code: number,
  text = '{"error":{"message":"try later"}}',
  headers: Record<string, string> = {},
): Behaviour {
  return (response) => void response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(text);
}

export const html: Behaviour = (response) =>
  void response
    .setHeader('content-type', 'text/html; charset=utf-8')
    .end('<html>\n  <body>Log in to the network</body></html>');

/** Says how much will come, sends less, and hangs up. */
export const halfWay: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
  response.write('{"choices":[{"message":{"content":"Your par', () => response.destroy());
};

export const hang: Behaviour = () => undefined;

export const huge: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const more = (): void => {
    while (!response.destroyed && response.write(' '.repeat(1024 * 1024)));
  };
  response.on('drain', more);
  more();
};

export async function startModelServer(): Promise<ModelServer> {
  const calls: Call[] = [];
  let next: Behaviour[] = [fine];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) text += chunk;
    const call = { url: request.url ?? '', headers: request.headers, body: JSON.parse(text) as Call['body'] };
    calls.push(call);
    const behaviour = next.length > 1 ? next.shift() : next[0];
    behaviour?.(response, call);
  };
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${origin}/v1`,
    origin,
    calls,
    behave: (...behaviours) => void (next = behaviours),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
