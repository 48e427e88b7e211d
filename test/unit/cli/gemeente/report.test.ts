import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { report } from '../../../../cli/gemeente/report.ts';
import { REPORT_KINDS, type ReportType } from '../../../../cli/gemeente/report-kinds.ts';
import { buildProgram } from '../../../../cli/program.ts';
import { inboundSchema } from '../../../../contracts/berichttypen.ts';
import { members } from '../../../../contracts/checks.ts';
import { INBOUND_TYPES } from '../../../../contracts/event-types.ts';
import {
  ROUTEMAP_EVENTS,
  type RoutemapEvent,
  type RoutemapType,
  typeOfEvent,
} from '../../../../contracts/routemap.ts';
import { examples } from '../../../contract/support/examples.ts';
import { caught } from '../../../hub/test-hub.ts';
import { type Answers, ONTVANGST, person, startAnsweringHub, type, ZAAK } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'hub-meld-'));
afterAll(() => rmSync(folder, { recursive: true }));

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
const hubThat = async (answers: Answers = {}) => {
  const hub = await startAnsweringHub(answers);
  stops.push(hub.stop);
  return hub;
};

const file = (data: unknown): string => {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, typeof data === 'string' ? data : JSON.stringify(data));
  return path;
};

const NAAM = ['--voornamen', 'Amina', '--geslachtsnaam', 'Voorbeeld', '--geslacht', 'vrouw'];
const PERSOON = {
  naam: { voornamen: 'Amina', geslachtsnaam: 'Voorbeeld' },
  geslacht: 'vrouw',
  talen: [{ taal: 'Arabisch' }, { taal: 'Frans' }],
};
const TALEN = ['--taal', 'Arabisch', '--taal', 'Frans'];
const ADRES = ['--straat', 'Brugstraat', '--huisnummer', '194', '--postcode', '6591CD'];
const KOPPELING = ['--koppeling', 'TVS-2025-1', '--versie', '2', '--datum', '2026-03-02'];
const HUISHOUDEN = [...KOPPELING, '--relatie', 'hoofdpersoon', '--vnummer', '2798163871', ...NAAM, ...TALEN];
const koppeling = {
  gemeentecode: '0907',
  koppelingId: 'TVS-2025-1',
  versie: 2,
  datumKoppeling: '2026-03-02',
};
const huishouden = {
  ...koppeling,
  personen: [{ relatie: 'hoofdpersoon', vNummer: '2798163871', ...PERSOON }],
};

/** What is typed for each type, and the data that it becomes. */
const TYPED: Readonly<Record<Exclude<ReportType, RoutemapType>, readonly [readonly string[], unknown]>> = {
  'nl.inburgeringszaken.casus.geopend.v1': [
    ['--bsn', '999966133', '--datum', '2026-03-02', ...NAAM, ...TALEN, '--personen', '3', '--gezin', 'stel'],
    {
      gemeentecode: '0907',
      bsn: '999966133',
      datumOpening: '2026-03-02',
      ...PERSOON,
      aantalPersonen: 3,
      gezinssamenstelling: 'stel',
    },
  ],
  'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1': [
    ['--vnummer', '2798163871', '--plichtig', 'nee', '--reden', 'overig', '--doelgroep', 'Asielstatushouder'],
    {
      gemeentecode: '0907',
      vNummer: '2798163871',
      indicatorInburgeringsplicht: false,
      redenGeenInburgeringsplicht: 'Overig',
      doelgroep: { indeling: 'Asielstatushouder' },
    },
  ],
  'nl.inburgeringszaken.leerbaarheidstoets.uitslag.ontvangen.v1': [
    [
      ...['--bsn', '999966133', '--resultaat', 'Onbekend', '--score', '31,50'],
      ...['--benodigd', '28,00', '--datum', '2026-03-02'],
    ],
    {
      gemeentecode: '0907',
      bsn: '999966133',
      resultaten: [
        {
          resultaat: 'Onbekend',
          behaaldeScore: '31,50',
          benodigdeScore: '28,00',
          datumAfname: '2026-03-02',
        },
      ],
    },
  ],
  'nl.inburgeringszaken.pip.vastgesteld.v1': [
    ['--zaak', ZAAK, '--datum', '2026-03-02', '--leerroute', 'Z-route'],
    { zaakId: ZAAK, dagtekening: '2026-03-02', leerroute: 'Z-route' },
  ],
  'nl.inburgeringszaken.pip.gewijzigd.v1': [
    [
      ...[
        '--zaak',
        ZAAK,
        '--datum',
        '2026-03-02',
        '--eerste',
        '2025-09-01',
        '--route',
        'B',
        '--niveau',
        'A2',
      ],
      ...['--uren', '600', '--opleiding-afmaken', 'nee', '--alfabetisering', 'NVT', '--gemotiveerd', 'ja'],
      ...['--onderdelen', 'ontzorging'],
    ],
    {
      zaakId: ZAAK,
      dagtekening: '2026-03-02',
      dagtekeningInitieel: '2025-09-01',
      pip: {
        leerroute: 'B',
        niveau: 'A2',
        geschatteIntensiteitB1Route: 600,
        indicatorMagOpleidingAfmaken: false,
        indicatorAlfabetiseringsonderwijs: 'NVT',
      },
      gemotiveerd: true,
      onderdelen: ['ontzorging'],
    },
  ],
  'nl.inburgeringszaken.pip.ingetrokken.v1': [
    ['--zaak', ZAAK, '--datum', '2026-03-02', '--dagtekening', '2025-09-01'],
    { zaakId: ZAAK, datum: '2026-03-02', dagtekening: '2025-09-01' },
  ],
  'nl.inburgeringszaken.taallessen.gestart.v1': [
    ['--bsn', '999966133', '--datum', '2026-03-02'],
    { zaakId: ZAAK, startdatum: '2026-03-02' },
  ],
  'nl.inburgeringszaken.regievoerder.toegewezen.v1': [
    [
      ...['--bsn', '999966133', '--regisseur', 'R-0042', '--naam', 'N. de Vries', '--datum', '2026-03-02'],
      ...['--functie', 'Klantmanager', '--telefoon', '0485-123456', '--email', 'n@voorbeeld.example'],
    ],
    {
      zaakId: ZAAK,
      regisseurId: 'R-0042',
      naam: 'N. de Vries',
      functie: 'Klantmanager',
      telefoonnummer: '0485-123456',
      emailadres: 'n@voorbeeld.example',
      ingangsdatum: '2026-03-02',
    },
  ],
  'nl.brp.persoon.ingeschreven.v1': [
    [
      ...['--bsn', '999966133', '--soort', 'verhuizing', '--datum', '2026-03', '--in', '0944'],
      ...['--coa-locatie', 'nee', '--geheim', 'ja', ...ADRES],
    ],
    {
      gemeentecode: '0944',
      bsn: '999966133',
      soort: 'verhuizing',
      datumInschrijving: '2026-03',
      isCoaLocatie: false,
      geheimhouding: true,
      adres: { straat: 'Brugstraat', huisnummer: 194, postcode: '6591CD' },
    },
  ],
  'nl.brp.persoon.verhuisd.v1': [
    ['--bsn', '999966133', '--datum', '2026-03-02', '--coa-locatie', 'ja'],
    { gemeentecode: '0907', bsn: '999966133', datumVerhuizing: '2026-03-02', isCoaLocatie: true },
  ],
  'nl.brp.persoon.overleden.v1': [
    ['--bsn', '999966133', '--datum', '2026'],
    { bsn: '999966133', datumOverlijden: '2026' },
  ],
  'nl.tvs.koppeling.geregistreerd.v1': [HUISHOUDEN, huishouden],
  'nl.tvs.koppeling.gewijzigd.v1': [HUISHOUDEN, huishouden],
  'nl.tvs.koppeling.ingetrokken.v1': [
    [...KOPPELING, '--reden', 'andere gemeente'],
    { ...koppeling, reden: 'andere gemeente' },
  ],
};

/** The valid examples of what the hub receives of a type, as the contracts publish them. */
const examplesOf = (eventType: string): readonly { readonly time: string; readonly data: unknown }[] =>
  examples
    .filter(({ type, to, fault }) => type === eventType && to === undefined && fault === undefined)
    .map(({ bericht }) => bericht as { readonly time: string; readonly data: unknown })
    // The whole of it comes first.
    .toSorted(
      (one, other) => Object.keys(members(other.data)).length - Object.keys(members(one.data)).length,
    );

/** What is typed for each event of the routemap follows from its valid example, which was ahead at its own moment. */
const ofRoutemap = (event: RoutemapEvent): readonly [string, readonly [readonly string[], unknown]] => {
  const type = typeOfEvent(event);
  const [example] = examplesOf(type);
  if (example === undefined) throw new Error(`${type} has no example`);
  const data = members(example.data);
  const { options } = REPORT_KINDS[type];
  const typed = Object.entries(options).flatMap(([flags, name]) => {
    const value = data[name.replace('.*', '')];
    const [flag = ''] = flags.split(' ');
    if (value === undefined) return [];
    return Array.isArray(value)
      ? [flag, ...value.map(String)]
      : [flag, typeof value === 'boolean' ? (value ? 'ja' : 'nee') : String(value)];
  });
  return [type, [[...typed, '--tijdstip', example.time], data]];
};

const kinds = [...Object.entries(TYPED), ...ROUTEMAP_EVENTS.map(ofRoutemap)].map(
  ([eventType, [args, data]]) => {
    const { word } = REPORT_KINDS[eventType as ReportType];
    return [word, eventType as ReportType, args, data] as const;
  },
);

describe('hub meld', () => {
  it('has a command for every type that a gemeente may send, but for a correction', async () => {
    expect(kinds.map(([, eventType]) => eventType).sort()).toEqual(
      INBOUND_TYPES.filter((one) => one !== 'nl.inburgeringszaken.feit.hersteld.v1').sort(),
    );
    const { commands } = await buildProgram(caught().output, async () => undefined);
    const meld = commands.find((command) => command.name() === 'meld');
    expect(meld?.commands.map((command) => command.name()).sort()).toEqual(
      kinds.map(([word]) => word).sort(),
    );
  });

  it.each(kinds)('%s becomes an event of %s by options', async (word, eventType, args, data) => {
    const hub = await hubThat();
    expect(await type(hub.url, 'meld', word, ...args)).toMatchObject({ code: 0, error: undefined });
    const [sent] = hub.posted;
    expect(sent).toMatchObject({
      path: '/v1/gebeurtenissen',
      contentType: 'application/cloudevents+json',
      body: { type: eventType, source: 'urn:nld:oin:00000099000009070000:systeem:melding', data },
    });
    expect(sent?.body['data']).toEqual(data);
    expect(inboundSchema(eventType).safeParse(sent?.body).success).toBe(true);
    expect(new Set(hub.tokensOf)).toEqual(new Set(['gemeente-0907']));
  });

  it.each(kinds)('%s takes the whole data of %s from a file', async (word, eventType) => {
    const valid = examplesOf(eventType);
    expect(valid.length).toBeGreaterThan(0);
    for (const { time, data } of valid) {
      const hub = await hubThat();
      const { code, lines } = await type(hub.url, 'meld', word, '--data', file(data), '--tijdstip', time);
      expect([code, lines]).toEqual([0, expect.anything()]);
      expect(hub.posted[0]?.body['data']).toEqual(data);
    }
  });

  it.each(kinds)(
    '%s without anything names every fault with its pointer, and sends nothing',
    async (word, _eventType, _args, data) => {
      const hub = await hubThat();
      const { code, lines } = await type(hub.url, 'meld', word);
      expect(code).toBe(1);
      const required = Object.keys(data as object);
      expect(lines.slice(1).every((line) => /^ {2}\/data\/\w+ /.test(line))).toBe(true);
      expect(
        lines.slice(1).some((line) => required.some((name) => line.startsWith(`  /data/${name} `))),
      ).toBe(true);
      expect(hub.paths).toEqual([]);
    },
  );

  it('puts an option over what a file says', async () => {
    const hub = await hubThat();
    const data = { zaakId: ZAAK, dagtekening: '2026-03-02', leerroute: 'B1-route' };
    await type(hub.url, 'meld', 'pip', '--data', file(data), '--leerroute', 'Z-route');
    expect(hub.posted[0]?.body['data']).toEqual({ ...data, leerroute: 'Z-route' });
  });

  it('puts no number of a person in an address', async () => {
    const hub = await hubThat();
    await type(
      hub.url,
      'meld',
      'plicht',
      '--bsn',
      '999966133',
      '--vnummer',
      '2798163871',
      '--plichtig',
      'ja',
    );
    await type(hub.url, 'meld', 'pip', '--bsn', '999966133');
    expect(hub.posted).toHaveLength(2);
    expect(hub.paths.join('\n')).not.toMatch(/999966133|2798163871/);
  });
});

describe('a file that is none', () => {
  it.each([
    ['nergens.json', 'ENOENT'],
    [file('{"bsn":"999966133"'), 'is not JSON'],
    [file('[]'), 'is not a JSON object'],
  ])('is named, and quoted nowhere (%#)', async (path, reason) => {
    const hub = await hubThat();
    const { error } = await type(hub.url, 'meld', 'plicht', '--data', path);
    expect(error).toContain(reason);
    expect(error).not.toContain('999966133');
    expect(hub.paths).toEqual([]);
  });
});

const PIP = ['meld', 'pip', '--zaak', ZAAK] as const;

describe('what became of a report', () => {
  it.each([
    [{ status: 'verwerkt' }, 0, `Processed (verwerkt): zaak ${ZAAK}`],
    [
      { status: 'wacht', reden: 'persoon onbekend' },
      0,
      'Waits (wacht): persoon onbekend; the hub takes it up by itself when it can',
    ],
    [
      { status: 'quarantaine', reden: 'dit BSN is van een ander' },
      1,
      'In quarantine (quarantaine), and nothing changed: dit BSN is van een ander',
    ],
  ])('is told in one line (%o)', async (status, expected, line) => {
    const hub = await hubThat({ statuses: [{ status: 'ontvangen' }, status] });
    const { code, lines } = await type(hub.url, ...PIP);
    expect([code, lines]).toEqual([
      expected,
      [
        expect.stringMatching(/^Id [0-9a-f-]{36}: --id sends the same message again$/),
        `Receipt (ontvangst) ${ONTVANGST}`,
        line,
      ],
    ]);
  });

  it('is one object with --json, and nothing else', async () => {
    const hub = await hubThat({ statuses: [{ status: 'quarantaine', reden: 'onbruikbaar' }] });
    const { code, lines } = await type(hub.url, ...PIP, '--json');
    expect(lines).toHaveLength(1);
    expect([code, JSON.parse(lines[0] ?? '')]).toEqual([
      1,
      {
        id: hub.posted[0]?.body['id'],
        ontvangstId: ONTVANGST,
        status: 'quarantaine',
        reden: 'onbruikbaar',
        zaken: [],
      },
    ]);
  });

  it('is not waited for longer than was asked; the message is not lost', async () => {
    const hub = await hubThat({ statuses: [{ status: 'ontvangen' }] });
    const { code, lines } = await type(hub.url, ...PIP, '--wait', '0');
    expect([code, lines.at(-1)]).toEqual([
      0,
      'Accepted (ontvangen), and not processed within 0 s; it is not lost',
    ]);
  });

  it('names every fault that the hub found', async () => {
    const body = {
      title: 'Ongeldig',
      detail: 'Het bericht klopt niet.',
      errors: [{ pointer: '/data/zaakId', detail: 'is vreemd' }],
    };
    const hub = await hubThat({ accept: { status: 400, body } });
    const { code, lines } = await type(hub.url, ...PIP);
    expect([code, lines.slice(1)]).toEqual([
      1,
      ['Refused: HTTP 400; Het bericht klopt niet.', '  /data/zaakId is vreemd'],
    ]);
    const json = await type(hub.url, ...PIP, '--json');
    expect([json.code, json.lines.map((line) => JSON.parse(line))]).toEqual([
      1,
      [{ uitleg: 'Refused: HTTP 400; Het bericht klopt niet.', fouten: ['/data/zaakId is vreemd'] }],
    ]);
  });

  it.each([
    [404, 'this zaak or person is not of gemeente 0907'],
    [409, 'a retry has the same data and the same --tijdstip'],
  ])('says what to do after a %i', async (status, hint) => {
    const hub = await hubThat({ accept: { status, body: { title: 'Nee' } } });
    const { code, lines } = await type(hub.url, ...PIP);
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain(hint);
  });
});

describe('a retry of a report', () => {
  it('is the same message under the id that was printed', async () => {
    const hub = await hubThat();
    const { lines } = await type(hub.url, ...PIP);
    const [, id = ''] = /^Id (\S+):/.exec(lines[0] ?? '') ?? [];
    await type(hub.url, ...PIP, '--id', id);
    expect(hub.posted[1]).toEqual(hub.posted[0]);
    expect(Math.abs(Date.parse(String(hub.posted[0]?.body['time'])) - Date.now())).toBeLessThan(60_000);
  });

  it('is the same message under an id and a moment of the sender', async () => {
    const hub = await hubThat();
    const own = ['--id', 'dossier-17', '--tijdstip', '2026-03-02T10:00:00+01:00'];
    await type(hub.url, ...PIP, ...own);
    await type(hub.url, ...PIP, ...own);
    expect(hub.posted.map(({ body }) => [body['id'], body['time']])).toEqual([
      ['dossier-17', '2026-03-02T09:00:00.000Z'],
      ['dossier-17', '2026-03-02T09:00:00.000Z'],
    ]);
  });

  it('needs a moment beside an id that holds none, and is refused without it', async () => {
    const hub = await hubThat();
    const { error } = await type(hub.url, ...PIP, '--id', 'dossier-17');
    expect(error).toContain('--tijdstip');
    expect(hub.posted).toEqual([]);
  });
});

describe('the zaak of a report', () => {
  it.each([
    [[], 'has no zaak of this person'],
    [[ZAAK, ONTVANGST], 'more than one zaak'],
  ])('has to be one (%o)', async (zaken, reason) => {
    const hub = await hubThat({ zaken });
    const { error } = await type(hub.url, 'meld', 'pip', '--bsn', '999966133');
    expect(error).toContain(reason);
    expect(hub.posted).toEqual([]);
  });
});

describe('hub meld on a terminal', () => {
  const LESSEN = 'nl.inburgeringszaken.taallessen.gestart.v1';
  const options = { gemeente: '0907', wait: 1, zaak: ZAAK };

  it('asks what is missing, shows the whole, and sends it after a ja', async () => {
    const hub = await hubThat();
    const { terminal, said, isClosed } = person('2026-03-02', 'ja');
    const { output, written } = caught();
    expect(await report(hub.client, LESSEN, options, output, () => terminal)).toBe(0);
    expect(hub.posted[0]?.body['data']).toEqual({ zaakId: ZAAK, startdatum: '2026-03-02' });
    expect(said.slice(-6)).toEqual([
      '',
      `taallessen (${LESSEN})`,
      `  zaakId      ${ZAAK}`,
      '  startdatum  2026-03-02',
      '',
      'Send this as gemeente 0907? (ja/nee) ja',
    ]);
    expect(written.at(-1)).toBe(`Processed (verwerkt): zaak ${ZAAK}`);
    expect(isClosed()).toBe(true);
  });

  it.each(['nee', ''])('sends nothing after "%s"', async (answer) => {
    const hub = await hubThat();
    const { terminal } = person('2026-03-02', answer);
    const { output, written } = caught();
    expect(await report(hub.client, LESSEN, options, output, () => terminal)).toBe(1);
    expect([hub.posted, written]).toEqual([[], ['Nothing was sent.']]);
  });

  it('sends nothing when the person leaves, and gives the terminal back', async () => {
    const hub = await hubThat();
    const { terminal, isClosed } = person();
    await expect(report(hub.client, LESSEN, options, caught().output, () => terminal)).rejects.toThrow(
      'stopped',
    );
    expect([hub.posted, isClosed()]).toEqual([[], true]);
  });

  it.each([
    ['--json', { ...options, json: true }],
    ['everything given', { ...options, datum: '2026-03-02' }],
  ])('asks nothing with %s', async (_, given) => {
    const hub = await hubThat();
    const never = () => {
      throw new Error('a terminal was opened');
    };
    await report(hub.client, LESSEN, given, caught().output, never);
    expect(hub.posted.length).toBe('datum' in given ? 1 : 0);
  });

  it('suggests its own gemeente where the person may live in another', async () => {
    const hub = await hubThat();
    const { terminal, said } = person('', '', '', '0944', '2026-03-02', 'nee', 'nee', '', 'ja');
    const verhuizing = { gemeente: '0907', wait: 1, bsn: '999966133' };
    const { output } = caught();
    await report(hub.client, 'nl.brp.persoon.verhuisd.v1', verhuizing, output, () => terminal);
    expect(said).toContain('  for example 0907; Enter is 0907');
    expect(hub.posted[0]?.body['data']).toEqual({
      bsn: '999966133',
      gemeentecode: '0944',
      datumVerhuizing: '2026-03-02',
      isCoaLocatie: false,
    });
  });
});
