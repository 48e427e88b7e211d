import { describe, expect, it } from 'vitest';
import { createKanalen } from '../../../../../adapters/table/kanalen.ts';
import { createMails } from '../../../../../adapters/table/mails.ts';
import { PATHS, partnerMailPath } from '../../../../../functions/loket/paths.ts';
import { below, documentOf, started, textsOf, trialLoket } from '../support.ts';

const GEMEENTE = 'gemeente-0907';
const GOOD = { adres: ' winkel@mage.example ', wanneer: 'direct', van: '20:00', tot: '07:00' };
const MAGE = '0907/mage';

describe('the mail of a partner', () => {
  it('is chosen by itself on its page, which shows it from then on', async () => {
    const { loket, hub } = await started();
    const cookie = await loket.signedIn('mage-0907');
    const inbox = await loket.get('/loket/postvak', cookie);
    expect(documentOf(inbox).querySelector(`a[href="${PATHS.mail}"]`)).not.toBeNull();
    const kept = await loket.submit('/loket/mail', '/loket/mail', GOOD, cookie);
    expect([kept.statusCode, kept.headers?.['Location']]).toEqual([303, `${PATHS.mail}?gedaan=bewaard`]);
    expect(await createMails(hub.table).choice(MAGE)).toEqual({
      adres: 'winkel@mage.example',
      wanneer: 'direct',
      stil: { van: '20:00', tot: '07:00' },
      versie: 1,
    });
    const page = documentOf(await loket.get('/loket/mail', cookie, { gedaan: 'bewaard' }));
    expect(page.querySelector('#adres')?.getAttribute('value')).toBe('winkel@mage.example');
    expect(page.querySelector('option[selected]')?.getAttribute('value')).toBe('direct');
    expect(page.querySelector('[role=status]')?.textContent).toContain('bewaard');
    expect(JSON.stringify(loket.log)).not.toContain('@');
  });

  it('is chosen by its gemeente too, by the link on the page of partners', async () => {
    const { loket, hub } = await started();
    await createKanalen(hub.table).chooseBaseDoor(MAGE, 'ophalen');
    const cookie = await loket.signedIn(GEMEENTE);
    const partners = documentOf(await loket.get('/loket/partners', cookie));
    const link = partners.querySelector(`a[href="${partnerMailPath('mage')}"]`);
    expect(link?.textContent).toBe('Mail van Kringloopwinkel MaGe');
    const path = below(partnerMailPath('mage'));
    const kept = await loket.submit(path, path, { ...GOOD, van: '', tot: '' }, cookie);
    expect(kept.statusCode).toBe(303);
    expect(await createMails(hub.table).choice(MAGE)).toMatchObject({ adres: 'winkel@mage.example' });
  });

  it.each(['a&b@mage.example', 'jan!@mage.example', 'jan@mage.xn--p1ai', 'jan@xn--bcher-kva.example'])(
    'may go to %s, as whoever is on the list of medewerkers may have that address',
    async (adres) => {
      const { loket, hub } = await started();
      const cookie = await loket.signedIn('mage-0907');
      const kept = await loket.submit('/loket/mail', '/loket/mail', { ...GOOD, adres: ` ${adres} ` }, cookie);
      expect(kept.statusCode).toBe(303);
      expect(await createMails(hub.table).choice(MAGE)).toMatchObject({ adres });
    },
  );

  it.each([
    [{ adres: 'geen adres' }, 'adres'],
    [{ adres: `${'a'.repeat(242)}@mage.example` }, 'adres'],
    [{ wanneer: 'soms' }, 'wanneer'],
    [{ van: '' }, 'van'],
    [{ tot: '25:00' }, 'tot'],
    [{ tot: '20:00' }, 'tot'],
  ])(
    'that is filled in wrongly (%j) is asked again, with what is wrong and what was filled in',
    async (own, field) => {
      const { loket, hub } = await started();
      const cookie = await loket.signedIn('mage-0907');
      const refused = await loket.submit('/loket/mail', '/loket/mail', { ...GOOD, ...own }, cookie);
      expect(refused.statusCode).toBe(400);
      const page = documentOf(refused);
      const wrong = [...page.querySelectorAll('[aria-invalid=true]')];
      expect(wrong.map(({ id }) => id)).toEqual([field]);
      expect(page.getElementById(wrong[0]?.getAttribute('aria-describedby') ?? '')?.textContent).toBeTruthy();
      expect(page.querySelector('#van')?.getAttribute('value')).toBe({ ...GOOD, ...own }.van);
      expect(await createMails(hub.table).choice(MAGE)).toBeUndefined();
    },
  );

  it('that SES refuses stands on the page of partners of its gemeente, and on its own', async () => {
    const { loket, hub } = await started();
    const mails = createMails(hub.table);
    const now = new Date('2026-03-02T09:00:00Z');
    await mails.choose(MAGE, { adres: 'weigert@mage.example', wanneer: 'direct' }, undefined, now);
    await mails.follow(MAGE, await mails.state(MAGE), { geweigerd: { sinds: now.toISOString(), keuze: 1 } });
    const rows = textsOf(await loket.get('/loket/partners', await loket.signedIn(GEMEENTE)), 'tbody tr');
    expect(rows.filter((row) => row.includes('mail komt niet aan')).join()).toContain('MaGe');
    const own = await loket.get('/loket/mail', await loket.signedIn('mage-0907'));
    expect(textsOf(own, '[role=alert]')[0]).toContain('2 maart 2026');
  });

  it('of another gemeente, or of nobody, does not exist', async () => {
    const { loket } = await started();
    const cookie = await loket.signedIn(GEMEENTE);
    expect((await loket.get('/loket/partners/onbekend/mail', cookie)).statusCode).toBe(404);
    expect((await loket.get('/loket/mail', cookie)).statusCode).toBe(404);
    const partner = await loket.signedIn('mage-0907');
    expect((await loket.get('/loket/partners/taalschool/mail', partner)).statusCode).toBe(404);
  });

  it('is not spoken of where no mail leaves', async () => {
    const { hub } = await started();
    const loket = trialLoket(hub, { mails: undefined });
    const cookie = await loket.signedIn('mage-0907');
    expect((await loket.get('/loket/mail', cookie)).statusCode).toBe(404);
    const inbox = documentOf(await loket.get('/loket/postvak', cookie));
    expect(inbox.querySelector(`a[href="${PATHS.mail}"]`)).toBeNull();
  });
});
