import { describe, expect, test } from 'vitest';
import {
  deliverySpanId,
  readTraceparent,
  spanIdOf,
  toldSpanId,
  traceIdOfCommit,
  writeTraceparent,
} from '../../../../domain/logboek/trace.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b9c7c989f97918e1';

describe('a traceparent', () => {
  test.each([
    ['of version 00', `00-${TRACE}-${SPAN}-01`],
    ['that says that nobody samples', `00-${TRACE}-${SPAN}-00`],
    ['between spaces', ` 00-${TRACE}-${SPAN}-01 `],
    ['of a later version', `cc-${TRACE}-${SPAN}-01`],
    ['of a later version with more parts', `cc-${TRACE}-${SPAN}-01-what-the-future-brings`],
  ])('%s is read', (_, value) => {
    expect(readTraceparent(value)).toEqual({ traceId: TRACE, spanId: SPAN });
  });

  test.each([
    ['nothing', undefined],
    ['the version that is forbidden', `ff-${TRACE}-${SPAN}-01`],
    ['more parts in version 00', `00-${TRACE}-${SPAN}-01-more`],
    ['a later version with something behind the flags', `cc-${TRACE}-${SPAN}-01.more`],
    ['capitals', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['a trace of zeroes', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['a span of zeroes', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['two headers in one', `00-${TRACE}-${SPAN}-01,00-${TRACE}-${SPAN}-01`],
    ['a span that is too short', `00-${TRACE}-${SPAN.slice(1)}-01`],
    ['no flags', `00-${TRACE}-${SPAN}`],
  ])('with %s counts as none', (_, value) => {
    expect(readTraceparent(value)).toBeUndefined();
  });

  test('is written so that it can be read again', () => {
    const span = { traceId: TRACE, spanId: SPAN };
    expect(readTraceparent(writeTraceparent(span))).toEqual(span);
  });
});

describe('a span', () => {
  test('follows from what it is about: again the same, and another for anything else', () => {
    expect(spanIdOf('a', 'b')).toBe(spanIdOf('a', 'b'));
    const ids = [
      spanIdOf('a', 'b'),
      spanIdOf('ab'),
      toldSpanId('a'),
      deliverySpanId('a', '2026-01-01T00:00:00.000Z'),
      deliverySpanId('a', '2026-01-01T00:00:01.000Z'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{16}$/);
  });

  test('of a commit stands in the trace of its message, and without one in a trace of its own', () => {
    const inhoud = { trace: { traceId: TRACE } };
    expect(traceIdOfCommit('zaak', { versie: 1, inhoud })).toBe(TRACE);
    const own = traceIdOfCommit('zaak', { versie: 1, inhoud: {} });
    expect(own).toMatch(/^[0-9a-f]{32}$/);
    expect(own).not.toBe(traceIdOfCommit('zaak', { versie: 2, inhoud: {} }));
  });
});
