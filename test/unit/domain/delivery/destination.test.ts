import { describe, expect, it } from 'vitest';
import type { Abonnement, Filter } from '../../../../domain/delivery/abonnement.ts';
import { destinationOfEvent, fitsFilter } from '../../../../domain/delivery/destination.ts';

/** The door that a message goes through (CloudEvents Subscriptions 0.1: filters). */

const EVENT = { type: 'nl.iets.gemeld.v1', subject: 'Abc', data: { subject: 'zz' } };

describe('a filter', () => {
  it.each<[Filter, boolean]>([
    [{ exact: { type: 'nl.iets.gemeld.v1' } }, true],
    [{ exact: { TYPE: 'nl.iets.gemeld.v1' } }, true],
    [{ exact: { subject: 'abc' } }, false],
    [{ exact: { type: 'nl.iets.gemeld.v1', subject: 'Abd' } }, false],
    [{ prefix: { type: 'nl.iets.' } }, true],
    [{ prefix: { type: 'iets.' } }, false],
    [{ suffix: { type: '.v1' } }, true],
    [{ suffix: { type: '.v2' } }, false],
    [{ exact: { bestaatniet: '' } }, false],
    [{ exact: { data: 'zz' } }, false],
    [{ all: [{ suffix: { type: '.v1' } }, { exact: { subject: 'Abc' } }] }, true],
    [{ all: [{ suffix: { type: '.v1' } }, { exact: { subject: 'x' } }] }, false],
    [{ any: [{ exact: { subject: 'x' } }, { exact: { subject: 'Abc' } }] }, true],
    [{ any: [{ exact: { subject: 'x' } }] }, false],
    [{ not: { exact: { subject: 'x' } } }, true],
    [{ not: { not: { exact: { subject: 'x' } } } }, false],
  ])('%j: %s', (filter, expected) => {
    expect(fitsFilter(filter, EVENT)).toBe(expected);
  });
});

describe('the door of a message', () => {
  const abonnement = (id: string, otherwise: Partial<Abonnement> = {}): Abonnement => ({
    id,
    status: 'actief',
    sink: 'https://partner.example/hook',
    types: [],
    filters: [],
    geheimen: [],
    aangemaaktOp: '2025-09-01T00:00:00.000Z',
    versie: 1,
    ...otherwise,
  });
  const goesTo = (...abonnementen: readonly Abonnement[]): string => {
    const target = destinationOfEvent({ basisdeur: 'ophalen', abonnementen }, EVENT);
    return target.deur === 'webhook' ? target.abonnement.id : target.deur;
  };

  it('is the oldest abonnement whose types and filters match, and else the base door', () => {
    expect(goesTo()).toBe('ophalen');
    expect(goesTo(abonnement('a'), abonnement('b'))).toBe('a');
    expect(goesTo(abonnement('a', { types: ['nl.anders.v1'] }), abonnement('b'))).toBe('b');
    expect(goesTo(abonnement('a', { types: [EVENT.type] }))).toBe('a');
    expect(goesTo(abonnement('a', { filters: [{ suffix: { type: '.v2' } }] }))).toBe('ophalen');
    expect(
      goesTo(abonnement('a', { filters: [{ suffix: { type: '.v1' } }, { exact: { subject: 'x' } }] })),
    ).toBe('ophalen');
  });

  it('of a partner that was shut out is none that delivers, whatever it chose', () => {
    const settings = {
      basisdeur: 'wachtrij' as const,
      abonnementen: [abonnement('a')],
      uitgesloten: { sinds: '2026-06-01T12:00:00.000Z', door: 'gemeente-0907' },
    };
    expect(destinationOfEvent(settings, EVENT)).toEqual({ deur: 'ophalen' });
    expect(destinationOfEvent({ ...settings, abonnementen: [] }, EVENT)).toEqual({ deur: 'ophalen' });
  });

  it.each([
    ['wacht-op-verificatie', 'ophalen'],
    ['actief', 'a'],
    ['gepauzeerd', 'a'],
    ['gestopt', 'a'],
  ] as const)('of an abonnement that is %s: %s', (status, expected) => {
    expect(goesTo(abonnement('a', { status }))).toBe(expected);
  });
});
