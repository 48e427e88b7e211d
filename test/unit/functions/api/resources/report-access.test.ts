import { describe, expect, it } from 'vitest';
import { Gemeentecode, type ZaakId } from '../../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../../contracts/internal/inbound-bericht.ts';
import { findOrganisation, type Organisation } from '../../../../../domain/organisations.ts';
import { notFound } from '../../../../../functions/api/http/problems.ts';
import { verifyOwn } from '../../../../../functions/api/resources/report-access.ts';
import { BSN, inbound, OTHER_BSN, V_NUMMER } from '../../berichten.ts';

/** A gemeente may report about its own people, and about those whom the hub does not know. */

const [GENNEP, ELSEWHERE] = ['0907', '0796'].map((code) => Gemeentecode.parse(code)) as [
  Gemeentecode,
  Gemeentecode,
];
const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a' as ZaakId;

/** Whether Gennep may report this, when `owners` says by number or zaakId which gemeente has that zaak. */
const may = async (bericht: InboundBericht, owners: Readonly<Record<string, string>>): Promise<boolean> => {
  const zaken = {
    gemeenteOf: async (query: object) => owners[String(Object.values(query)[0])],
  };
  try {
    await verifyOwn(
      { zaken, post: { berichtenOver: async () => [] } } as unknown as Parameters<typeof verifyOwn>[0],
      findOrganisation('gemeente-0907') as Organisation,
      bericht,
    );
    return true;
  } catch (error) {
    expect(error).toEqual(notFound());
    return false;
  }
};

const plicht = (numbers: object) =>
  inbound('nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1', '2025-09-05T08:00:00Z', {
    ...numbers,
    gemeentecode: '0907',
    indicatorInburgeringsplicht: true,
    begindatum: '2025-06-06',
  });

describe('a report of a gemeente about a person', () => {
  it.each([
    ['is allowed when the hub does not know the person', {}, true],
    [
      'is allowed when both numbers are of a zaak of that gemeente',
      { [V_NUMMER]: GENNEP, [BSN]: GENNEP },
      true,
    ],
    ['is allowed when it has the V-nummer and no gemeente has the BSN', { [V_NUMMER]: GENNEP }, true],
    ['is refused when another gemeente has the V-nummer', { [V_NUMMER]: ELSEWHERE }, false],
    [
      'is refused when another gemeente has the BSN, under which it opened the zaak',
      { [BSN]: ELSEWHERE },
      false,
    ],
    [
      'is refused when it has the one number and another gemeente the other',
      { [V_NUMMER]: GENNEP, [BSN]: ELSEWHERE },
      false,
    ],
  ])('%s', async (_, owners, expected) => {
    expect(await may(plicht({ vNummer: V_NUMMER, bsn: BSN }), owners)).toBe(expected);
  });
});

describe('a correction of a BSN by a gemeente', () => {
  const putRight = (herstel: object) =>
    inbound('nl.inburgeringszaken.feit.hersteld.v1', '2025-09-05T08:00:00Z', {
      zaakId: ZAAK,
      reden: 'Verwisseld',
      ...herstel,
    });

  it.each([
    ['is allowed in a zaak of its own', { [ZAAK]: GENNEP }, true],
    ['is refused in a zaak of another gemeente', { [ZAAK]: ELSEWHERE }, false],
  ])('%s', async (_, owners, expected) => {
    expect(await may(putRight({ bsn: OTHER_BSN }), owners)).toBe(expected);
  });
});
