import { describe, expect, it } from 'vitest';
import { balans, verschilVan } from '../../../../cli/operator/balans.ts';
import { post } from '../../../../cli/operator/post.ts';
import type { HubClient } from '../../../../client/hub-client.ts';
import type { Balans } from '../../../../contracts/balans.ts';
import type { Poststaat } from '../../../../contracts/post.ts';
import { LEGE_BALANS, LEGE_POSTBALANS } from '../../../../domain/delivery/books.ts';

/** `hub balans` and `hub post`: numbers and states, never content. */

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';

const uitvoer = () => {
  const regels: string[] = [];
  return {
    regels,
    output: {
      width: 100,
      bold: (tekst: string) => tekst,
      interactive: false,
      line: (tekst: string) => regels.push(tekst),
      lines: (teksten: readonly string[]) => regels.push(...teksten),
    },
  };
};

const client = (delen: Partial<HubClient>): HubClient => delen as HubClient;

describe('hub balans', () => {
  const inOrde: Balans = {
    ...LEGE_BALANS,
    ontvangsten: { ontvangen: 0, wacht: 2, quarantaine: 1, verwerkt: 7 },
    zaken: 3,
    post: { '0907/mage': { ...LEGE_POSTBALANS, geproduceerd: 4, bezorgd: 3, geparkeerd: 1 } },
    verschillen: [],
  };

  it('ends with nothing to explain when the books add up', async () => {
    const { regels, output } = uitvoer();
    expect(await balans(client({ balans: async () => inOrde }), {}, output)).toBe(0);
    expect(regels[0]).toBe('Accepted 10 = processed 7 + waiting 2 + quarantined 1 + on their way 0');
    expect(
      regels
        .find((regel) => regel.startsWith('0907/mage'))
        ?.trim()
        .split(/\s+/),
    ).toEqual(['0907/mage', ...['4', '0', '3', '0', '1', '0', '0']]);
    expect(regels.at(-1)).toBe('Verschil 0');
  });

  it('names what does not add up, and fails', async () => {
    const { regels, output } = uitvoer();
    const kwijt: Balans = {
      ...inOrde,
      post: { '0907/mage': { ...LEGE_POSTBALANS, geproduceerd: 4, bezorgd: 3 } },
      verschillen: [
        { soort: 'bericht-ontbreekt', zaakId: ZAAK as never, partner: '0907/mage', volgnummer: 2 },
      ],
    };
    expect(await balans(client({ balans: async () => kwijt }), {}, output)).toBe(1);
    expect(regels.join('\n')).toContain(`bericht-ontbreekt  ${ZAAK}  0907/mage 2`);
    expect(regels.at(-1)).toBe('Verschil 1');
  });

  it.each([
    ['too few', { geproduceerd: 4, bezorgd: 3 }, 1],
    ['too many', { geproduceerd: 2, bezorgd: 3 }, 1],
    ['in order', { geproduceerd: 3, bevestigd: 3 }, 0],
  ])('counts a partner with %s', (_, aantallen, verwacht) => {
    expect(verschilVan({ ...inOrde, post: { '0907/mage': { ...LEGE_POSTBALANS, ...aantallen } } })).toBe(
      verwacht,
    );
  });

  it('asks for the books of a gemeente as that gemeente, and prints one object with --json', async () => {
    const { regels, output } = uitvoer();
    const gevraagd: unknown[] = [];
    const hub = client({
      balans: async (gemeentecode) => {
        gevraagd.push(gemeentecode);
        return inOrde;
      },
    });
    await balans(hub, { gemeente: '0907', json: true }, output);
    expect(gevraagd).toEqual(['0907']);
    expect(JSON.parse(regels.join(''))).toMatchObject({ zaken: 3, verschil: 0 });
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
  const perStaat: Partial<Record<Poststaat, ReturnType<typeof bericht>[]>> = {
    bezorgd: [bericht(1, 'gemeld')],
    geparkeerd: [bericht(2, 'gewijzigd')],
  };
  const hub = client({
    berichten: async (_partner, _gemeente, staat = 'bezorgd') => perStaat[staat] ?? [],
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
    const { regels, output } = uitvoer();
    expect(await post(hub, options, output)).toBe(0);
    expect(regels.map((regel) => regel.trim().replaceAll(/\s+/g, ' '))).toEqual([
      `2026-06-01 10:00:01 ${ZAAK} 1 gemeld bezorgd`,
      expect.stringContaining(`2026-06-01 10:00:02 ${ZAAK} 2 gewijzigd geparkeerd 2 tries, last`),
      ...regels.slice(2).map(() => expect.any(String)),
    ]);
    expect(regels.join(' ').replaceAll(/\s+/g, ' ')).toContain('last status 503 at 2026-06-04T13:35:07');
  });

  it('keeps a message on one line, and counts one try as one', async () => {
    const { regels, output } = uitvoer();
    const eenmaal = client({
      ...hub,
      bericht: async (...vraag) => {
        const stand = await hub.bericht(...vraag);
        return stand === undefined ? undefined : { ...stand, pogingen: stand.pogingen.slice(1) };
      },
    });
    await post(eenmaal, { ...options, staat: 'geparkeerd' }, output);
    expect(regels).toHaveLength(1);
    expect(regels[0]).toMatch(/ 1 try, last status 503 at 2026-06-04T13:35:07$/);
  });

  it.each([{}, { json: true }])('never shows what is in a message (%o)', async (wijze) => {
    const { regels, output } = uitvoer();
    await post(hub, { ...options, ...wijze }, output);
    expect(regels.join('\n')).toContain(ZAAK);
    expect(regels.join('\n')).not.toContain('Voorbeeld');
  });

  it('shows what cannot be made, and why', async () => {
    const { regels, output } = uitvoer();
    const stil = client({
      ...hub,
      stilstaand: async (_partner, _gemeente, staat) =>
        staat === 'geparkeerd'
          ? [
              {
                id: '00000003-0f5b-5a8e-9d6a-1f2e3d4c5b6a',
                zaakId: ZAAK as never,
                volgnummer: 3,
                type: 'nl.inburgeringszaken.nieuwe.inburgeraar.gewijzigd.v1',
                staat,
                klaargezetOp: '2026-06-01T10:00:03.000Z',
                stilstand: 'de gegevens passen niet in dit bericht: naam.geslachtsnaam',
              },
            ]
          : [],
    });
    await post(stil, options, output);
    expect(regels.slice(-2).join(' ').replaceAll(/\s+/g, ' ').trim()).toContain(
      `2026-06-01 10:00:03 ${ZAAK} 3 gewijzigd geparkeerd de gegevens passen niet in dit bericht: naam.geslachtsnaam`,
    );
    await post(stil, { ...options, json: true }, output);
    expect(JSON.parse(regels.at(-1) ?? '')).toMatchObject({
      volgnummer: 3,
      staat: 'geparkeerd',
      stilstand: expect.any(String),
    });
  });

  it('asks for one state only when told to', async () => {
    const { regels, output } = uitvoer();
    await post(hub, { ...options, staat: 'bezorgd' }, output);
    expect(regels).toHaveLength(1);
    await post(hub, { ...options, staat: 'bevestigd' }, output);
    expect(regels.at(-1)).toBe('The postvak is empty.');
  });
});
