import { describe, expect, it } from 'vitest';
import { checkIssuers } from '../../../../infra/tokens/check.ts';
import { entraIssuer } from '../../../../infra/tokens/issuers.ts';
import { trialEnvironment } from '../../../environment.ts';

const GEMEENTEN = [
  { gemeentecode: '0907', partners: [{ sleutel: 'taalschool' }] },
  { gemeentecode: '1734', partners: [{ sleutel: 'taalschool' }] },
];

const check = (own: Omit<Parameters<typeof entraIssuer>[1], 'naam'>): void => {
  const place = {
    tenant: '7f1d0c5e-2a34-4b6c-8d90-1e2f3a4b5c6d',
    application: 'b7c1e0aa-0001-4c3d-9e8f-0a1b2c3d4e5f',
  };
  const environment = trialEnvironment({
    tokens: { uitgevers: [entraIssuer(place, { naam: 'gennep', ...own })] },
  });
  checkIssuers(environment, GEMEENTEN);
};

describe('the check of issuers at the synthesis', () => {
  it.each<[string, Parameters<typeof check>[0]]>([
    ['clients that are admitted later', {}],
    [
      'sources and organisations of every gemeente',
      { organisatie: { claim: '/azp', sleutels: { a: 'coa', b: 'gemeente-1734' } } },
    ],
    [
      'organisations of its own gemeente',
      { gemeenten: ['0907'], organisatie: { claim: '/azp', sleutels: { a: 'taalschool-0907' } } },
    ],
  ])('takes one that names %s', (_, own) => {
    expect(() => check(own)).not.toThrow();
  });

  it.each<[string, Parameters<typeof check>[0], string]>([
    ['a gemeente that takes no part', { gemeenten: ['0171'] }, 'gemeenten noemt wie niet meedoet: 0171'],
    [
      'an organisation that does not exist',
      { organisatie: { claim: '/azp', sleutels: { a: 'taalschol-0907' } } },
      'sleutels noemt wie deze uitgever niet kent: taalschol-0907',
    ],
    [
      'an organisation of another gemeente than it is bound to',
      { gemeenten: ['0907'], organisatie: { claim: '/azp', sleutels: { a: 'taalschool-1734' } } },
      'sleutels noemt wie deze uitgever niet kent: taalschool-1734',
    ],
    [
      'a source, while it is bound to a gemeente',
      { gemeenten: ['0907'], organisatie: { claim: '/azp', sleutels: { a: 'coa' } } },
      'sleutels noemt wie deze uitgever niet kent: coa',
    ],
  ])('refuses one that names %s', (_, own, fault) => {
    expect(() => check(own)).toThrow(`tokens.uitgevers klopt niet:\n  gennep: ${fault}`);
  });
});
