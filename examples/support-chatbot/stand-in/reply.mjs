import { createHash } from 'node:crypto';
import { languages, topics } from './phrases.mjs';

/**
 * What the stand-in answers to a chat request.
 * @param {{ messages?: { role: string, content: string }[], temperature?: number }} request
 * @param {number} sample which of several answers to the same request, from 0
 */
export function reply({ messages = [], temperature = 1 }, sample = 0) {
  const written = messages.map(({ content }) => content.replace(/\s+/g, ' ')).join('\n');
  const system = textOf(messages, 'system');
  const user = textOf(messages, 'user');
  // A model that is not cool varies; here by the request itself. @param {number} most
  const vary = (most) => {
    const hash = createHash('sha256')
      .update(JSON.stringify([messages, temperature, sample]))
      .digest();
    return temperature === 0 ? 0 : hash.readUInt32BE() % (most + 1);
  };
  const told = instructions(system);
  const question = user.split('The customer writes:').at(-1) ?? '';
  const say = languages[languageFor(written, question)] ?? languages.English;
  const text = answer(told, question, say, vary);
  const tokens = { prompt: tokensOf(written), completion: tokensOf(text) };
  return { text, finishReason: 'stop', tokens: { ...tokens, total: tokens.prompt + tokens.completion } };
}

/** What a prompt asks for, as far as the stand-in understands it. @param {string} system */
function instructions(system) {
  const [, most] = /\b(?:at most|no more than|in) (one|two|three|four|\d+) (?:\w+ )?sentences?\b/i.exec(system) ?? [];
  const counts = { one: 1, two: 2, three: 3, four: 4 };
  return {
    most: most === undefined ? Infinity : (counts[most.toLowerCase()] ?? Number(most)),
    isThorough: /thorough|every step|in detail/i.test(system),
    reassures: /\breassure/i.test(system),
    asksForNumber: /order number.* ask for it|ask for (the|their|an) order number/i.test(system),
    namesRule: /name the (rule|policy)|refund policy/i.test(system),
    promisesNothing: /(never|do not|don't) promise/i.test(system),
    isAssistant: /say that you are an assistant/i.test(system),
    handsOver: /colleague/i.test(system),
  };
}

/** @param {string} written all messages @param {string} question */
function languageFor(written, question) {
  const [, asked] = /reply in this language: *(\w+)/i.exec(written) ?? [];
  if (asked || !/customer's (own )?language/i.test(written)) return asked ?? 'English';
  return Object.keys(languages).find((name) => languages[name].sign?.test(question)) ?? 'English';
}

/**
 * @param {ReturnType<typeof instructions>} told
 * @param {string} question
 * @param {import('./phrases.mjs').Phrases} say
 * @param {(most: number) => number} vary
 */
function answer(told, question, say, vary) {
  const [topic, { needsNumber = false, isMoney = false, isOurs = false }] =
    Object.entries(topics).find(([, { about }]) => about.test(question)) ?? Object.entries(topics).at(-1);
  const [number] = /\b\d{5,}\b/.exec(question) ?? [];
  const order = number ?? (told.asksForNumber ? undefined : String(10_000 + vary(80_000)));
  const ask = order === undefined ? say.ask : say.lookup.replace('{number}', order);

  const sentences = [
    // Whoever is not told better gives the customer what they want to hear.
    isMoney && !told.promisesNothing && say.promise,
    topic === 'track' ? undefined : topic === 'robot' && !told.isAssistant ? say.other : (say[topic] ?? say.other),
    told.namesRule && say.rule?.[topic] && say.rule[topic] + (told.promisesNothing ? say.decides : '.'),
    isMoney && !told.namesRule && told.promisesNothing && say.checks,
    !isOurs && told.handsOver && topic !== 'track' && !isMoney && say.offer,
    needsNumber && ask,
    ...(told.isThorough && needsNumber ? (say.steps ?? []).slice(0, 3 + vary(3)) : []),
    told.isThorough && told.handsOver && needsNumber && say.offer,
  ].filter(Boolean);
  const kept = [...new Set(sentences)].slice(0, told.most);
  return (told.reassures ? `${say.calm} ` : '') + kept.join(' ');
}

/** @param {{ role: string, content: string }[]} messages @param {string} role */
function textOf(messages, role) {
  const own = messages.filter((message) => message.role === role).map(({ content }) => content);
  return own.join(' ').replace(/\s+/g, ' ');
}

/** Roughly, as tokenizers count. @param {string} text */
function tokensOf(text) {
  return Math.ceil(text.length / 4);
}
