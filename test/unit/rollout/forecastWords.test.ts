import assert from 'node:assert/strict';
import {
  aboutTime,
  catchSentence,
  neverWords,
  proofSentence,
  proofWords,
  roughly,
  unitsName,
} from '../../../src/rollout/forecastWords.js';
import { parseStrategy } from '../../../src/rollout/strategy/parseStrategy.js';
import { isLate, strategyForecast } from '../../../src/rollout/strategyForecast.js';
import { fullStrategy, withStages } from './strategy/strategyText.js';

const forecastOf = (text: string, perDay?: number) => strategyForecast(parseStrategy(text).strategy!, perDay);
const canary = (line: string): string =>
  withStages(`  - { name: canary, traffic: 5%, ${line} }\n  - { name: all, traffic: 100%, bake: 1d }\n`).replace(
    'unit: user',
    'unit: conversation_id',
  );

function never(text: string, perDay: number): string {
  const forecast = forecastOf(text, perDay);
  return neverWords(forecast, forecast.stages.find(isLate)!);
}

describe('the words of a forecast', () => {
  it('calls units as people do', () => {
    const names = ['conversation_id', 'user', 'userId', 'session.id', 'company', 'accountUuid', 'address', 'chat-key'];
    assert.deepEqual(names.map(unitsName), [
      'conversations',
      'users',
      'users',
      'sessions',
      'companies',
      'accounts',
      'addresses',
      'chats',
    ]);
    assert.deepEqual(['id', 'uid', 'targetingKey', ''].map(unitsName), ['units', 'units', 'units', 'units']);
  });

  it('does not say more than is known', () => {
    assert.deepEqual([76_123, 3778, 123, 7, 0.4].map(roughly), ['76,000', '3,800', '120', '7', '0.4']);
    assert.deepEqual([1.94 * 86_400_000, 86_400_000, 5_000_000, 90_000, 20_000, 0].map(aboutTime), [
      '1.9 days',
      '1 day',
      '1.4 hours',
      '1.5 minutes',
      '20 seconds',
      '0 seconds',
    ]);
  });

  it('tells in two sentences what a stage catches and proves', () => {
    const forecast = forecastOf(fullStrategy, 40_000);
    const [first] = forecast.stages;
    assert.equal(
      catchSentence(forecast, first!),
      'canary compares about 2,000 conversations of the candidate in 1 day, enough to catch tool_errors from 7 % on (4 % is expected), and harm in 5 other guardrails.',
    );
    assert.equal(
      proofSentence(forecast, first!),
      'To prove every guardrail takes about 7,300 conversations of the candidate (150,000 of both versions), 3.7 days; cost takes longest.',
    );
    assert.equal(proofSentence(forecast, forecast.stages[2]!), 'The stages before half prove every guardrail.');
  });

  it('leaves out time where the traffic is unknown, and harm where too few are compared', () => {
    const forecast = forecastOf(canary('needs: proof'));
    assert.equal(
      catchSentence(forecast, forecast.stages[0]!),
      'canary compares about 0 conversations of the candidate: too few to catch any harm by comparing.',
    );
    assert.equal(proofWords(forecast, forecast.stages[0]!), 'proof takes ~3,800 conversations at 5 %');
  });

  it('is short for a lens', () => {
    const forecast = forecastOf(canary('needs: proof'), 40_000);
    assert.equal(
      proofWords(forecast, forecast.stages[0]!),
      'proof takes ~3,800 conversations, 1.9 days at 5 % of 40,000 a day',
    );
    assert.equal(proofWords(forecast, { ...forecast.stages[0]!, needs: 'clear' }), undefined);
  });

  it('says plainly that a strategy never decides, and what would help', () => {
    assert.equal(
      never(canary('needs: proof'), 2000),
      'canary never decides in time: 1pp on m at 5 % needs 76,000 conversations; you see 2,000 a day, 12,000 in the 6 days that are left for canary before the deadline. It can with a margin of 2.8pp on m, or a later deadline.',
    );
    assert.match(never(fullStrategy, 6000), /How far cost spreads is not in the strategy, and assumed to be far\.$/);
    assert.match(never(canary('needs: proof'), 5000), /It can with a share of \d+ %, or a margin of [\d.]+pp on m, or/);
    assert.equal(
      never(canary('samples: 1000'), 2000),
      'canary never has its samples in time: 1,000 samples at 5 % need 20,000 conversations; you see 2,000 a day, 12,000 in the 6 days that are left for canary before the deadline. It can with a share of 9 %, or 600 samples at most, or a later deadline.',
    );
  });
});
