import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { DOTNET, NODE, ontbreekt, PHP, PYTHON, VOORBEELDEN, voerUit } from './runtimes.ts';

/** The snippets that partners copy, each held against the published vectors and against what must be refused. */

const VECTOREN = [
  {
    geheim: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    tijdstip: 1614265330,
    inhoud: '{"test": 2432232314}',
    handtekening: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  {
    geheim: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    id: 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk',
    tijdstip: 1649367553,
    inhoud: '{"email":"test@example.com","username":"test_user"}',
    handtekening: 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=',
  },
] as const;

interface Geval {
  readonly geheim: string;
  readonly id: string;
  readonly tijdstip: string;
  readonly handtekeningen: string;
  readonly inhoud: string;
  readonly nu: number;
}

const van = ({ geheim, id, tijdstip, inhoud, handtekening }: (typeof VECTOREN)[number]): Geval => ({
  geheim,
  id,
  tijdstip: String(tijdstip),
  handtekeningen: handtekening,
  inhoud,
  nu: tijdstip,
});

const [EEN, TWEE] = [van(VECTOREN[0]), van(VECTOREN[1])];

const FOUT = `v1,${Buffer.alloc(32, 7).toString('base64')}`;
const MET_ACCENTEN = '{"naam":"Zoë Çelik","schrift":"Ge’ez"}';

const GOED: Readonly<Record<string, Geval>> = {
  'the first published vector': EEN,
  'the second published vector': TWEE,
  'a secret without its prefix': { ...EEN, geheim: EEN.geheim.replace('whsec_', '') },
  'the right signature after others, of other versions too': {
    ...EEN,
    handtekeningen: `v1a,${'A'.repeat(86)}== ${FOUT} ${EEN.handtekeningen}`,
  },
  'a timestamp of 300 seconds ago': { ...EEN, nu: EEN.nu + 300 },
  'a timestamp 300 seconds ahead': { ...EEN, nu: EEN.nu - 300 },
  'letters outside ASCII': {
    ...EEN,
    inhoud: MET_ACCENTEN,
    handtekeningen: new Webhook(EEN.geheim).sign(EEN.id, new Date(EEN.nu * 1000), MET_ACCENTEN),
  },
};

const SLECHT: Readonly<Record<string, Geval>> = {
  'another secret': { ...EEN, geheim: TWEE.geheim },
  'a changed body': { ...EEN, inhoud: EEN.inhoud.replace('24', '25') },
  'a body that was written anew': { ...EEN, inhoud: JSON.stringify(JSON.parse(EEN.inhoud)) },
  'another id': { ...EEN, id: TWEE.id },
  'a missing id': { ...EEN, id: '' },
  'a timestamp of 301 seconds ago': { ...EEN, nu: EEN.nu + 301 },
  'a timestamp 301 seconds ahead': { ...EEN, nu: EEN.nu - 301 },
  'a timestamp that is no number': { ...EEN, tijdstip: 'gisteren' },
  'a timestamp with something behind it': { ...EEN, tijdstip: `${EEN.tijdstip}x` },
  'a missing timestamp': { ...EEN, tijdstip: '' },
  'a missing signature': { ...EEN, handtekeningen: '' },
  'a signature without version': { ...EEN, handtekeningen: EEN.handtekeningen.replace('v1,', '') },
  'the right signature under another version': {
    ...EEN,
    handtekeningen: EEN.handtekeningen.replace('v1,', 'v2,'),
  },
  'half a signature': { ...EEN, handtekeningen: EEN.handtekeningen.slice(0, 23) },
  'a list without the right signature': { ...EEN, handtekeningen: `${FOUT} ${TWEE.handtekeningen}` },
};

const FRAGMENTEN = [
  { runtime: NODE, bestand: 'verifieer.ts' },
  { runtime: PYTHON, bestand: 'verifieer.py' },
  { runtime: PHP, bestand: 'verifieer.php' },
  { runtime: DOTNET, bestand: 'Verifieer.cs' },
] as const;

for (const { runtime, bestand } of FRAGMENTEN) {
  const reden = ontbreekt(runtime);

  const oordeel = ({ geheim, id, tijdstip, handtekeningen, inhoud, nu }: Geval) => {
    const { status, stdout, stderr } = voerUit(
      runtime,
      join(VOORBEELDEN, 'webhook', bestand),
      [id, tijdstip, handtekeningen, String(nu)],
      { geheim, invoer: inhoud },
    );
    return { status, zegt: stdout.trim(), stderr };
  };

  const titel = reden === undefined ? `${bestand} (${runtime.taal})` : `${bestand}: not run, ${reden}`;
  describe.skipIf(reden !== undefined)(titel, () => {
    test.each(Object.entries(GOED))('accepts %s', (_, geval) => {
      expect(oordeel(geval)).toEqual({ status: 0, zegt: 'geldig', stderr: '' });
    });

    test.each(Object.entries(SLECHT))('refuses %s', (_, geval) => {
      expect(oordeel(geval)).toEqual({ status: 1, zegt: 'ongeldig', stderr: '' });
    });

    test('goes by the clock of its machine when no moment is given', () => {
      const nu = Math.floor(Date.now() / 1000);
      const [oud, vers] = [nu - 400, nu].map((tijdstip) =>
        voerUit(
          runtime,
          join(VOORBEELDEN, 'webhook', bestand),
          [
            EEN.id,
            String(tijdstip),
            new Webhook(EEN.geheim).sign(EEN.id, new Date(tijdstip * 1000), EEN.inhoud),
          ],
          { geheim: EEN.geheim, invoer: EEN.inhoud },
        ).stdout.trim(),
      );
      expect([oud, vers]).toEqual(['ongeldig', 'geldig']);
    });

    test('says nothing is valid with an empty secret', () => {
      const { status, zegt } = oordeel({ ...EEN, geheim: '' });
      expect(status).not.toBe(0);
      expect(zegt.split('\n')).not.toContain('geldig');
    });
  });
}
