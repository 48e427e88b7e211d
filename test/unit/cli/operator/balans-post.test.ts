import { describe, expect, it } from 'vitest';
import { balans } from '../../../../cli/operator/balans.ts';
import { post } from '../../../../cli/operator/post.ts';
import { PLAIN } from '../../../../cli/print/paint.ts';
import type { HubClient } from '../../../../client/hub-client.ts';
import type { Balans } from '../../../../contracts/balans.ts';
import type { Poststaat } from '../../../../contracts/postvak.ts';
import { EMPTY_BALANS, EMPTY_POSTBALANS } from '../../../../domain/delivery/books.ts';

/** `hub balans` and `hub post`: numbers and states, never content. */

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';

const outputOf = () => {
  const written: string[] = [];
  return {
    written,
    output: {
      width: 100,
      ...PLAIN,
      interactive: false,
      line: (text: string) => written.push(text),
      lines: (texts: readonly string[]) => written.push(...texts),
    },
  };
};

const client = (parts: Partial<HubClient>): HubClient => parts as HubClient;

describe('hub balans', () => {
  const inOrder: Balans = {
    ...EMPTY_BALANS,
    ontvangsten: { ontvangen: 0, wacht: 2, quarantaine: 1, verwerkt: 7 },
    zaken: 3,
    post: { '0907/mage': { ...EMPTY_POSTBALANS, geproduceerd: 4, bezorgd: 3, geparkeerd: 1 } },
    verschillen: [],
  };

  it('ends with nothing to explain when the books add up', async () => {
    const { written, output } = outputOf();
    expect(await balans(client({ balans: async () => inOrder }), {}, output)).toBe(0);
    expect(written[0]).toBe('Accepted 10 = processed 7 + waiting 2 + quarantined 1 + on their way 0');
    expect(
      written
        .find((line) => line.startsWith('0907/mage'))
        ?.trim()
        .split(/\s+/),
    ).toEqual(['0907/mage', '4', '3', '1', '0']);
    expect(written).toContain('none is klaargezet, bevestigd, vervallen');
    expect(written.at(-1)).toBe('Verschil 0');
  });

  it('names what does not add up, and fails', async () => {
    const { written, output } = outputOf();
    const lost: Balans = {
      ...inOrder,
      post: { '0907/mage': { ...EMPTY_POSTBALANS, geproduceerd: 4, bezorgd: 3 } },
      verschillen: [
        { soort: 'bericht-ontbreekt', zaakId: ZAAK as never, partner: '0907/mage', volgnummer: 2 },
      ],
    };
    expect(await balans(client({ balans: async () => lost }), {}, output)).toBe(1);
    expect(written.join('\n')).toContain(`bericht-ontbreekt  ${ZAAK}  0907/mage 2`);
    expect(written.at(-1)).toBe('Verschil 1');
  });

  it('names a message that was accepted and lost by its ontvangst, with who can send it again', async () => {
    const { written, output } = outputOf();
    const lost: Balans = {
      ...inOrder,
      aangenomen: 11,
      verdwenen: [
        {
          ontvangstId: ZAAK as never,
          organisatie: 'coa',
          aangenomenOp: '2026-11-28T09:30:00.000Z',
        },
      ],
    };
    expect(await balans(client({ balans: async () => lost }), {}, output)).toBe(1);
    expect(written[1]).toBe('Counted outside in 35 days 11, of which gone (verdwenen) 1');
    expect(written.join('\n')).toContain(`ontvangst-verdwenen  ${ZAAK}  coa 2026-11-28T09:30:00.000Z`);
  });

  it('asks for the books of a gemeente as that gemeente, and prints one object with --json', async () => {
    const { written, output } = outputOf();
    const requested: unknown[] = [];
    const hub = client({
      balans: async (gemeentecode) => {
        requested.push(gemeentecode);
        return inOrder;
      },
    });
    await balans(hub, { gemeente: '0907', json: true }, output);
    expect(requested).toEqual(['0907']);
    expect(JSON.parse(written.join(''))).toMatchObject({ zaken: 3, verschil: 0 });
  });
});

describe('hub post', () => {
  const bericht = (volgnummer: number, soort: string) => ({
    id: `0000000${volgnummer}-0f5b-5a8e-9d6a-1f2e3d4c5b6a`,
    type: `nl.inburgeringszaken.nieuwe.inburgeraar.${soort}.v1`,
    subject: ZAAK,
    time: `2026-06-01T10:00:0${volgnummer}.000Z`,
    data: { zaakId: ZAAK, gemeentecode: '0907', volgnummer, naam: { geslachtsnaam: 'Voorbeeld' } },
  });
  const perState: Partial<Record<Poststaat, ReturnType<typeof bericht>[]>> = {
    bezorgd: [bericht(1, 'gemeld')],
    geparkeerd: [bericht(2, 'gewijzigd')],
  };
  const hub = client({
    berichten: async (_partner, _gemeente, state = 'bezorgd') => perState[state] ?? [],
    stilstaand: async () => [],
    bericht: async (_partner, _gemeente, id) => ({
      id,
      zaakId: ZAAK as never,
      volgnummer: 2,
      staat: 'geparkeerd',
      deur: 'webhook',
      klaargezetOp: '2026-06-01T10:00:02.000Z',
      sinds: '2026-06-04T13:35:07.000Z',
      pogingen: [
        { tijdstip: '2026-06-01T10:00:02.000Z', reden: 'tijdslimiet', duurMs: 20_000 },
        { tijdstip: '2026-06-04T13:35:07.000Z', reden: 'status', status: 503, duurMs: 12 },
      ],
    }),
  });
  const options = { partner: 'taalschool', gemeente: '0907' };

  it('says of each message how far it is, in order, and of what is not delivered what was tried', async () => {
    const { written, output } = outputOf();
    expect(await post(hub, options, output)).toBe(0);
    expect(written.map((line) => line.trim().replaceAll(/\s+/g, ' '))).toEqual([
      `2026-06-01 10:00:01 ${ZAAK} 1 gemeld bezorgd`,
      expect.stringContaining(`2026-06-01 10:00:02 ${ZAAK} 2 gewijzigd geparkeerd 2 tries, last`),
      ...written.slice(2).map(() => expect.any(String)),
    ]);
    expect(written.join(' ').replaceAll(/\s+/g, ' ')).toContain('last status 503 at 2026-06-04T13:35:07');
  });

  it('keeps a message on one line, and counts one try as one', async () => {
    const { written, output } = outputOf();
    const once = client({
      ...hub,
      bericht: async (...query) => {
        const entry = await hub.bericht(...query);
        return entry === undefined ? undefined : { ...entry, pogingen: entry.pogingen.slice(1) };
      },
    });
    await post(once, { ...options, staat: 'geparkeerd' }, output);
    expect(written).toHaveLength(1);
    expect(written[0]).toMatch(/ 1 try, last status 503 at 2026-06-04T13:35:07$/);
  });

  it.each([{}, { json: true }])('never shows what is in a message (%o)', async (manner) => {
    const { written, output } = outputOf();
    await post(hub, { ...options, ...manner }, output);
    expect(written.join('\n')).toContain(ZAAK);
    expect(written.join('\n')).not.toContain('Voorbeeld');
  });

  it('shows what cannot be made, and why', async () => {
    const { written, output } = outputOf();
    const silent = client({
      ...hub,
      stilstaand: async (_partner, _gemeente, state) =>
        state === 'geparkeerd'
          ? [
              {
                id: '00000003-0f5b-5a8e-9d6a-1f2e3d4c5b6a',
                zaakId: ZAAK as never,
                volgnummer: 3,
                type: 'nl.inburgeringszaken.nieuwe.inburgeraar.gewijzigd.v1',
                staat: state,
                klaargezetOp: '2026-06-01T10:00:03.000Z',
                stilstand: 'de gegevens passen niet in dit bericht: naam.geslachtsnaam',
              },
            ]
          : [],
    });
    await post(silent, options, output);
    expect(written.slice(-2).join(' ').replaceAll(/\s+/g, ' ').trim()).toContain(
      `2026-06-01 10:00:03 ${ZAAK} 3 gewijzigd geparkeerd de gegevens passen niet in dit bericht: naam.geslachtsnaam`,
    );
    await post(silent, { ...options, json: true }, output);
    expect(JSON.parse(written.at(-1) ?? '')).toMatchObject({
      volgnummer: 3,
      staat: 'geparkeerd',
      stilstand: expect.any(String),
    });
  });

  it('asks for one state only when told to', async () => {
    const { written, output } = outputOf();
    await post(hub, { ...options, staat: 'bezorgd' }, output);
    expect(written).toHaveLength(1);
    await post(hub, { ...options, staat: 'bevestigd' }, output);
    expect(written.at(-1)).toBe('Nothing in the postvak is bevestigd.');
    await post({ ...hub, berichten: async () => [], stilstaand: async () => [] }, options, output);
    expect(written.at(-1)).toBe('The postvak is empty.');
  });
});
