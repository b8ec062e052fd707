import assert from 'node:assert/strict';
import { relativeTime } from '../../../src/editor/relativeTime.js';

describe('relativeTime', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  const ago = (milliseconds: number): string => relativeTime(now - milliseconds, now);
  const hour = 3_600_000;
  const day = 24 * hour;

  it('says now below a minute, and of what lies ahead', () => {
    assert.equal(ago(59_999), 'now');
    assert.equal(ago(-5 * day), 'now');
  });

  it('uses one unit, whole', () => {
    assert.equal(ago(60_000), '1 minute ago');
    assert.equal(ago(hour - 1), '59 minutes ago');
    assert.equal(ago(hour), '1 hour ago');
    assert.equal(ago(2 * day - 1), '1 day ago');
    assert.equal(ago(7 * day), '1 week ago');
    assert.equal(ago(29 * day), '4 weeks ago');
    assert.equal(ago(364 * day), '12 months ago');
    assert.equal(ago(800 * day), '2 years ago');
  });
});
