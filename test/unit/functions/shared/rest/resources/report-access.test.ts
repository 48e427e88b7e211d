import { describe, expect, it } from 'vitest';
import { APPOINTMENTS } from '../../../../../../contracts/appointments.ts';
import { Gemeentecode, type ZaakId } from '../../../../../../contracts/base-types.ts';
import { members } from '../../../../../../contracts/checks.ts';
import type { InboundBericht } from '../../../../../../contracts/internal/inbound-bericht.ts';
import { gemeldFor } from '../../../../../../contracts/partnerberichten.ts';
import { findGemeente } from '../../../../../../domain/gemeenten/index.ts';
import { findOrganisation, type Organisation } from '../../../../../../domain/organisations.ts';
import { notFound } from '../../../../../../functions/shared/rest/http/problems.ts';
import { verifyOwn } from '../../../../../../functions/shared/rest/resources/report-access.ts';
import { startApi } from '../../../../../contract/support/api.ts';
import { example } from '../../../../../contract/support/examples.ts';
import { BSN, inbound, OTHER_BSN, V_NUMMER } from '../../../berichten.ts';

/** A gemeente may report about its own people, and about those whom the hub does not know. */

const [GENNEP, ELSEWHERE] = ['0907', '0796'].map((code) => Gemeentecode.parse(code)) as [
  Gemeentecode,
  Gemeentecode,
];
const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a' as ZaakId;
const NEVER_TOLD = '00000000-0000-4000-8000-000000000000' as ZaakId;

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

describe('a report of a partner along the routemap', () => {
  const TALK = 'nl.inburgeringszaken.brede.intake.gesprek.gevoerd.v1';
  const event = (type: string, source: string, data: object) => ({
    specversion: '1.0',
    id: '0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10',
    source: `urn:nld:oin:${source}:systeem:eigen`,
    type,
    time: '2025-09-05T08:00:00Z',
    data: { zaakId: ZAAK, datum: '2025-09-04', ...data },
  });
  const partners = {
    taalschool: '00000099000009070001',
    intos: '00000099000009070002',
    taalmaatjes: '00000099000009070004',
  };

  const send = async (
    partner: keyof typeof partners,
    type: string,
    data: object,
    told = partner as string,
  ) => {
    const { world, send: post } = startApi();
    const bericht = gemeldFor('taalschool').parse(
      example('nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1', 'goed-taalschool'),
    );
    world.post.push({ gemeentecode: '0907', partner: told, bericht: { ...bericht, subject: ZAAK } });
    const { status, pointers } = await post(partner, event(type, partners[partner], data));
    return [status, pointers ?? []];
  };

  it('is taken of its own part of the brede intake, and of no other', async () => {
    expect(await send('taalschool', TALK, { onderdeel: 'taalschool' })).toEqual([202, []]);
    expect(await send('intos', TALK, { onderdeel: 'participatie' })).toEqual([202, []]);
    expect(await send('taalschool', TALK, { onderdeel: 'casusregisseur' })).toEqual([
      403,
      ['/data/onderdeel'],
    ]);
  });

  it('is taken of the events that name its role, and of no other', async () => {
    expect(await send('taalmaatjes', 'nl.inburgeringszaken.taalmaatje.aangeboden.v1', {})).toEqual([202, []]);
    expect(await send('taalschool', 'nl.inburgeringszaken.taalmaatje.aangeboden.v1', {})).toEqual([403, []]);
    expect(await send('taalmaatjes', 'nl.inburgeringszaken.pop.vastgesteld.v1', {})).toEqual([403, []]);
  });

  it('is refused when it would replace itself, with the place', async () => {
    const itself = { onderdeel: 'taalschool', vervangtBerichtId: '0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10' };
    expect(await send('taalschool', TALK, itself)).toEqual([400, ['/data/vervangtBerichtId']]);
  });

  it('is refused without what it cannot be without, with the place and with what is missing', async () => {
    const type = 'nl.inburgeringszaken.weigering.terecht.verklaard.v1';
    const { status, content } = await startApi().send('gemeente', event(type, '00000099000009070000', {}));
    expect(status).toBe(400);
    expect(members(content)['errors']).toContainEqual({
      pointer: '/data/procedureGestartOp',
      detail:
        'zonder weigeringsprocedure-gestart is er geen weigering-terecht-verklaard: noem de dag daarvan',
    });
  });

  it('is refused about a zaak that it was not told of, as one that does not exist', async () => {
    expect(await send('taalschool', TALK, { onderdeel: 'taalschool' }, 'intos')).toEqual([404, []]);
  });

  it('is refused once its contract ended, but for what it sent before and repeats', async () => {
    const valid: { until?: string } | undefined = findGemeente('0907')?.partners.find(
      ({ sleutel }) => sleutel === 'taalschool',
    )?.valid;
    if (valid === undefined) throw new Error('Gennep has no taalschool');
    const { world, send: post } = startApi();
    const bericht = gemeldFor('taalschool').parse(
      example('nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1', 'goed-taalschool'),
    );
    world.post.push({ gemeentecode: '0907', partner: 'taalschool', bericht: { ...bericht, subject: ZAAK } });
    const talk = event(TALK, partners.taalschool, { datum: '2025-06-19', onderdeel: 'taalschool' });
    expect((await post('taalschool', talk)).status).toBe(202);
    // It is the 20th of June here.
    const statuses = async (until: string) => {
      valid.until = until;
      try {
        const again = await post('taalschool', talk);
        const next = await post('taalschool', { ...talk, id: `na-${until}` });
        const unknown = { ...talk, id: `van-${until}`, data: { ...talk.data, zaakId: NEVER_TOLD } };
        return [again.status, next.status, (await post('taalschool', unknown)).status];
      } finally {
        delete valid.until;
      }
    };
    expect(await statuses('2025-06-20')).toEqual([202, 202, 404]);
    expect(await statuses('2025-06-19')).toEqual([202, 403, 404]);
  });

  it('is refused when it plans something for a day that has passed, whatever it plans', async () => {
    const planned: readonly (readonly [string, string, object])[] = [
      ['kennismaking.gepland', 'afspraakdatum', { tijd: '10:00', plaats: 'Balie', met: 'burgerzaken' }],
      [
        'brede.intake.uitgenodigd',
        'afspraakdatum',
        { tijd: '10:00', plaats: 'Balie', onderdeel: 'taalschool' },
      ],
      ['huurcontractdatum.voorgesteld', 'afspraakdatum', { tijd: '10:00', plaats: 'Balie', woningId: ZAAK }],
      ['woninginrichting.afgesproken', 'leverdatum', { goederen: ['bed'] }],
      ['verhuizing.afgesproken', 'verhuisdatum', {}],
      ['leerbaarheidstoets.ingepland', 'toetsdatum', {}],
    ];
    expect(planned.map(([type]) => type.replaceAll('.', '-')).toSorted()).toEqual(
      [...APPOINTMENTS].toSorted(),
    );
    for (const [name, day, data] of planned) {
      const type = `nl.inburgeringszaken.${name}.v1`;
      const { datum: _, ...rest } = event(type, '00000099000009070000', data).data;
      const { status, pointers } = await startApi().send('gemeente', {
        ...event(type, '00000099000009070000', {}),
        data: { ...rest, [day]: '2025-09-04' },
      });
      expect([name, status, pointers]).toEqual([name, 400, [`/data/${day}`]]);
    }
  });
});
