import { describe, expect, it } from 'vitest';
import { type ActivityEntry, activityLines, createActivity } from '../../../../cli/print/activity.ts';
import { PLAIN } from '../../../../cli/print/paint.ts';

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';
const RECEIPT = '52f319b6-9a16-87ac-8dac-1d971317d561';
const TIME = '2025-06-20T08:32:00.000Z';
const TYPE = 'nl.tvs.koppeling.geregistreerd.v1';

const record = (message: string, members: object = {}, level = 'INFO'): string =>
  JSON.stringify({ level, message, timestamp: TIME, service: 'inburgeringshub-coa', ...members });

const entriesAfter = (...lines: readonly string[]): readonly ActivityEntry[] => {
  const activity = createActivity();
  return [...lines.flatMap((line) => activity.take('fn', line)), ...activity.sent()];
};

const shown = (...lines: readonly string[]): readonly string[] =>
  entriesAfter(...lines)
    .flatMap((entry) => activityLines(entry, 200, PLAIN))
    // How wide a column is does not matter here.
    .map((line) => line.replaceAll(/ {2,}/g, '  '));

const accepted = (members: object = {}): string =>
  record('bericht aangenomen', {
    service: 'inburgeringshub-api',
    type: TYPE,
    organisatie: 'coa',
    ontvangstId: RECEIPT,
    aanname: 'nieuw',
    ...members,
  });
const processed = (zaken: readonly string[]): string =>
  record('bericht verwerkt', { type: TYPE, ontvangstId: RECEIPT, zaken });
const sent = (partner: string, members: object = {}): string =>
  record('partnerbericht verstuurd', { zaakId: ZAAK, partner, volgnummer: 1, deur: 'wachtrij', ...members });

describe('the live activity of a hub', () => {
  it('is one line for each message in: its sender, and the zaak by the first part of its id', () => {
    expect(shown(accepted(), processed([`${ZAAK}/1`]))).toEqual([
      '  08:32:00  COA → zaak 3f7d6c1e  koppeling geregistreerd',
    ]);
  });

  it('names the gemeente when it sent what a source would have sent', () => {
    expect(shown(accepted({ organisatie: 'gemeente-0907' }), processed([`${ZAAK}/1`]))[0]).toContain(
      'GEMEENTE-0907 → zaak 3f7d6c1e',
    );
  });

  it('lists the zaken of a household', () => {
    expect(shown(processed([`${ZAAK}/1`, 'b2d549f2-aba2/1']))).toEqual([
      '  08:32:00  COA → 2 zaken  koppeling geregistreerd (3f7d6c1e, b2d549f2)',
    ]);
  });

  it('is one line for the messages that several partners of a gemeente get at the same time', () => {
    expect(shown(sent('0907/balk'), sent('0907/mage'), sent('1734/mage'), sent('0907/balk'))).toEqual([
      '  08:32:00  zaak 3f7d6c1e → 2 partners  message 1 in the queue of balk, mage (0907)',
      '  08:32:00  zaak 3f7d6c1e → partner  message 1 in the queue of mage (1734)',
    ]);
  });

  it('tells of a webhook when it took the message, not when the message lay ready for it', () => {
    const ready = record('partnerbericht klaargezet', {
      zaakId: ZAAK,
      partner: '0907/mage',
      deur: 'webhook',
    });
    const delivered = record('partnerbericht bezorgd', { zaakId: ZAAK, partner: '0907/mage', volgnummer: 2 });
    expect(shown(ready, delivered)).toEqual([
      '  08:32:00  zaak 3f7d6c1e → partner  message 2 delivered to mage (0907)',
    ]);
  });

  it('says what waits and why, and what the hub had already', () => {
    const waits = record('bericht wacht', { type: TYPE, ontvangstId: RECEIPT, reden: 'persoon onbekend' });
    expect(shown(waits, accepted({ aanname: 'herhaald' }))).toEqual([
      '  08:32:00  COA → waits  koppeling geregistreerd: persoon onbekend',
      '  08:32:00  COA again  koppeling geregistreerd: known already',
    ]);
  });

  it('leaves out steps on the way, metrics and details for developers', () => {
    expect(
      shown(record('aankondiging uitgesteld'), record('x', {}, 'DEBUG'), '{"_aws":{}}', 'hello'),
    ).toEqual([]);
  });

  it('shows what it has no words for with its ids, whatever the members are', () => {
    expect(
      shown(record('banen opnieuw aangeboden', { partner: '0907/mage', zaken: 3, status: 'x' })),
    ).toEqual(['  08:32:00  coa  banen opnieuw aangeboden partner=0907/mage']);
  });
});

describe('a fault', () => {
  it.each([
    [
      'a message in quarantine',
      record('bericht quarantaine', { type: TYPE, ontvangstId: RECEIPT, reden: 'geen V-nummer' }),
      `!  08:32:00  COA → quarantine  koppeling geregistreerd, ontvangst ${RECEIPT}: geen V-nummer`,
    ],
    [
      'a message that is refused',
      record(
        'verzoek geweigerd',
        { organisatie: 'coa', status: 400, soort: 'ongeldig', pointers: ['/data', '/id'] },
        'WARN',
      ),
      '!  08:32:00  COA → refused  400 ongeldig: /data, /id',
    ],
    [
      'a webhook that did not take a message',
      record('partnerbericht niet bezorgd', {
        zaakId: ZAAK,
        partner: '0907/mage',
        volgnummer: 2,
        abonnementId: 'een',
        reden: 'status',
        status: 503,
      }),
      '!  08:32:00  zaak 3f7d6c1e → !  message 2 to 0907/mage not delivered: status 503 (abonnement een)',
    ],
    [
      'an error of a function',
      record('zaak niet te versturen', { zaakId: ZAAK, fout: 'Timeout' }, 'ERROR'),
      `!  08:32:00  coa  zaak niet te versturen fout=Timeout zaakId=${ZAAK}`,
    ],
    ['a function that breaks', 'Invoke Error TypeError: x', '!  fn  Invoke Error TypeError: x'],
  ])('%s is a line of its own that begins with an exclamation mark', (_what, line, text) => {
    const [entry, ...more] = entriesAfter(line);
    expect([entry?.fault, more]).toEqual([true, []]);
    expect(shown(line)).toEqual([text]);
  });

  it('is bold where that can be, and tells only the first line of a stack', () => {
    const [entry] = entriesAfter('Invoke Error TypeError: x', '    at file:///x.ts Error');
    if (entry === undefined) throw new Error('no fault');
    expect(activityLines(entry, 80, { ...PLAIN, bold: (text) => `*${text}*` })[0]?.startsWith('*!')).toBe(
      true,
    );
    expect(entriesAfter('    at file:///x.ts Error')).toEqual([]);
  });
});
