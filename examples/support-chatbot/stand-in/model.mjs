/**
 * A stand-in for a model, so that the example's prompt can be evaluated on a machine without one. It is no model: a few
 * rules read what the prompt asks for and put an answer together from ready sentences (`reply.mjs`, `phrases.mjs`). A
 * prompt that asks for something else gets other answers, which is all that an evaluation needs; how good a prompt is
 * for a real model, it cannot tell. No network, no clock; the same request gets the same answer everywhere.
 *
 * As the provider `command` runs it, it reads `{sample, request}` and prints `{text, finishReason, tokens}`, both JSON.
 */
import { text as read } from 'node:stream/consumers';
import { reply } from './reply.mjs';

const { request, sample } = JSON.parse(await read(process.stdin));
process.stdout.write(JSON.stringify(reply(request, sample)));
