import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExample } from '../../../../cli/contract-examples.ts';
import { PARTNER_FIELDS, partnerberichtSchema } from '../../../../contracts/partnerberichten.ts';
import { aboutWhat, BERICHTTYPEN, PARTNERROLLEN } from '../../../../contracts/partnerrollen.ts';
import { newPostvakItem, POSTVAK_STATES, type PostvakItem } from '../../../../domain/delivery/item.ts';
import { asReadable, inPlaceOf, supersededBy } from '../../../../domain/delivery/withdrawn.ts';
import { berichtIdOf, partnerbericht } from '../../../../domain/partners/bericht.ts';
import type { Notice } from '../../../../domain/partners/notices.ts';
import { runs } from '../../../runs.ts';
import { HUISHOUDEN_LOG, ZAAK } from '../support.ts';

/** The message that is sent in place of one about a person whom the partner may no longer know. */

const NOW = new Date('2025-09-08T10:00:00Z');
const SENDER = {
  bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
  basisUrl: 'https://hub.example.nl',
  traceId: '1af7651916cd43dd8448eb211c80319c',
};

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01';

type Role = (typeof PARTNERROLLEN)[number];

const subjectOf = (role: Role) => (aboutWhat(role) === 'zaak' ? ZAAK : HUISHOUDEN_LOG);

const end = (role: Role, soort: 'vervallen' | 'gewist', volgnummer: number): PostvakItem => {
  const notice: Notice = {
    partner: `0907/${role}`,
    rol: role,
    soort,
    volgnummer,
    velden: [],
    reden: 'anders',
  };
  const message = partnerbericht(SENDER, subjectOf(role), new Map(), notice, NOW.toISOString());
  return newPostvakItem(notice.partner, message, NOW, []);
};

const content = (role: Role, volgnummer: number, change: Partial<PostvakItem> = {}): PostvakItem => {
  const id = berichtIdOf(subjectOf(role), `0907/${role}`, volgnummer);
  return {
    ...end(role, 'vervallen', volgnummer),
    id,
    type: BERICHTTYPEN.gemeld,
    tekst: JSON.stringify({ id, traceparent: TRACEPARENT, data: { naam: 'Merkteken' } }),
    ...change,
  };
};

describe('a message that waits for a partner that has the person no more', () => {
  it.each(
    PARTNERROLLEN.flatMap((role) =>
      (['vervallen', 'gewist'] as const).map((soort) => [role, soort] as const),
    ),
  )(
    'becomes for %s the message %s under its own id and volgnummer, as the contract has it',
    (role, soort) => {
      const item = content(role, 1);
      const { tekst = '', type } = inPlaceOf(item, [item, end(role, soort, 2)]) ?? {};
      const message = JSON.parse(tekst);
      expect(partnerberichtSchema(soort, role).parse(message)).toEqual(message);
      expect(type).toBe(BERICHTTYPEN[soort]);
      expect(message).toMatchObject({ id: item.id, subject: item.zaakId, data: { volgnummer: 1 } });
      expect(message.traceparent).toBe(TRACEPARENT);
    },
  );

  it('stays what it is when it came after that, or when nothing says that it is over', () => {
    const later = content('taalschool', 3);
    expect(
      inPlaceOf(later, [content('taalschool', 1), end('taalschool', 'vervallen', 2), later]),
    ).toBeUndefined();
    expect(inPlaceOf(later, [content('taalschool', 1), later])).toBeUndefined();
  });

  it.each(POSTVAK_STATES)('can be read in %s only as far as its partner may know it', (plek) => {
    const item = content('taalschool', 1, { plek });
    const shown = asReadable(
      '0907/taalschool',
      item,
      [item, end('taalschool', 'vervallen', 2)],
      '2025-09-08',
    );
    const isTold = plek === 'bezorgd' || plek === 'bevestigd';
    expect(shown?.type).toBe(isTold ? undefined : BERICHTTYPEN.vervallen);
    expect(JSON.stringify(shown ?? {})).not.toContain('Merkteken');
    // As long as the later message has no content there is nothing that could stand in its place.
    const { tekst: _, ...unmade } = end('taalschool', 'vervallen', 2);
    expect(asReadable('0907/taalschool', item, [item, unmade], '2025-09-08')).toBeUndefined();
  });
});

describe('a message of which the last one to its partner leaves a field out', () => {
  const said = (volgnummer: number, data: object, change: Partial<PostvakItem> = {}) => {
    const type = volgnummer === 1 ? BERICHTTYPEN.gemeld : BERICHTTYPEN.gewijzigd;
    const message = { id: `id-${volgnummer}`, type, traceparent: TRACEPARENT, data: { volgnummer, ...data } };
    return content('balk', volgnummer, { type, tekst: JSON.stringify(message), ...change });
  };
  const lane = (change: Partial<PostvakItem> = {}) => [
    said(1, { naam: 'Aya' }, change),
    said(2, { naam: 'Aya', adres: 'Merkstraat', gewijzigd: ['adres'] }, change),
    said(3, { naam: 'Aya', gewijzigd: ['adres'] }),
  ];
  const without = {
    id: 'id-2',
    type: BERICHTTYPEN.gewijzigd,
    traceparent: TRACEPARENT,
    data: { volgnummer: 2, naam: 'Aya', gewijzigd: ['adres'] },
  };

  it('goes out without it when it was not delivered', () => {
    const places = lane().map((item) => inPlaceOf(item, lane()));
    expect(places.map((place) => place && JSON.parse(place.tekst))).toEqual([undefined, without, undefined]);
    expect(places[1]?.type).toBe(BERICHTTYPEN.gewijzigd);
  });

  it.each(POSTVAK_STATES)('is read without it in %s', (plek) => {
    const shown = lane({ plek }).map((item) => asReadable('0907/balk', item, lane({ plek }), '2025-09-08'));
    expect(shown.map((one) => JSON.parse(one?.tekst ?? '{}').data.adres)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(shown.map((one) => one?.plek)).toEqual([plek, plek, 'klaargezet']);
  });

  it('has it again once it is told again, and no step of the zaak changes by that', () => {
    const again = [...lane(), said(4, { naam: 'Aya', adres: 'Merkstraat', gewijzigd: ['adres'] })];
    expect(again.map((item) => inPlaceOf(item, again))).toEqual(again.map(() => undefined));
    const step = said(2, { plaats: 'Dorpshuis' }, { type: 'nl.inburgeringszaken.kennismaking.gepland.v1' });
    expect(inPlaceOf(step, [said(1, {}), step, said(3, {})])).toBeUndefined();
  });
});

describe('a message of which fields are left out', () => {
  type Soort = keyof typeof BERICHTTYPEN;
  const isOptional = (role: Role) => (name: string) => {
    const shape: Readonly<Record<string, { safeParse(value: unknown): { success: boolean } }>> =
      PARTNER_FIELDS[role].shape;
    return shape[name]?.safeParse(undefined).success === true;
  };

  /** The example of the contract without these fields of it, as it lies in a lane. */
  const told = (role: Role, soort: Soort, volgnummer: number, without: readonly string[]): PostvakItem => {
    const { data, ...event } = readExample(BERICHTTYPEN[soort], role) as { data: Record<string, unknown> };
    const kept = Object.entries(data).filter(([name]) => !without.includes(name));
    const tekst = JSON.stringify({ ...event, data: { ...Object.fromEntries(kept), volgnummer } });
    return content(role, volgnummer, { type: BERICHTTYPEN[soort], tekst });
  };

  it.each(PARTNERROLLEN)('satisfies the contract of its type for %s, whatever was told after it', (role) => {
    const optional = Object.keys(PARTNER_FIELDS[role].shape).filter(isOptional(role));
    const one = fc.record({
      soort: fc.constantFrom(...(Object.keys(BERICHTTYPEN) as Soort[])),
      without: fc.subarray(optional),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 2, maxLength: 5 }), (messages) => {
        const lane = messages.map(({ soort, without }, place) => told(role, soort, place + 1, without));
        for (const item of lane) {
          for (const shown of [inPlaceOf(item, lane), asReadable(item.partner, item, lane, '2025-09-08')]) {
            if (shown === undefined) continue;
            const soort = Object.entries(BERICHTTYPEN).find(([, type]) => type === shown.type)?.[0];
            const { error } = partnerberichtSchema(soort as Soort, role).safeParse(
              JSON.parse(shown.tekst ?? ''),
            );
            expect(error?.issues).toBeUndefined();
          }
        }
      }),
      { numRuns: runs(60) },
    );
  });

  it.each(['vervallen', 'gewist'] as const)(
    'is never one that says that it is over, when the person comes back as %s stands',
    (soort) => {
      const lane = [end('balk', soort, 1), told('balk', 'gemeld', 2, [])];
      expect(lane.map((item) => inPlaceOf(item, lane))).toEqual([undefined, undefined]);
      const erased = [end('balk', 'vervallen', 1), end('balk', soort, 2)];
      expect(erased.map((item) => inPlaceOf(item, erased))).toEqual([undefined, undefined]);
    },
  );
});

describe('what holds in the place of a message', () => {
  const STEP = 'nl.inburgeringszaken.brede.intake.uitgenodigd.v1';
  const ENDED_STEP = 'nl.inburgeringszaken.gebeurtenis.vervallen.v1';
  const step = (volgnummer: number, vervangt?: number, type = STEP) =>
    content('taalschool', volgnummer, { type, tekst: JSON.stringify({ data: { volgnummer, vervangt } }) });
  const said = (volgnummer: number, type: string = BERICHTTYPEN.gemeld) =>
    content('taalschool', volgnummer, { type });

  it.each([
    ['who comes and a step hold beside each other', [said(1), step(2)], [undefined, undefined]],
    [
      'who comes holds as it was told last, whatever was told of steps since',
      [said(1), step(2), said(3, BERICHTTYPEN.gewijzigd), step(4)],
      [3, undefined, undefined, undefined],
    ],
    [
      'of a step that was moved and then cancelled the cancelling holds',
      [said(1), step(2), step(3, 2), step(4, 3, ENDED_STEP)],
      [undefined, 4, 4, undefined],
    ],
    [
      'who has the person no more holds nothing of what it was told before',
      [said(1), step(2), end('taalschool', 'vervallen', 3), said(4)],
      [3, 3, undefined, undefined],
    ],
  ] as const)('%s', (_, lane, expected) => {
    expect(lane.map((item) => supersededBy<PostvakItem>(item, lane)?.volgnummer)).toEqual(expected);
  });
});
