import { describe, expect, it } from 'vitest';
import type { Scope } from '../../../../../domain/scopes.ts';
import { PATHS, zaakPath } from '../../../../../functions/loket/paths.ts';
import { below, documentOf, NOW, started, textsOf, trialLoket } from '../support.ts';

const hrefsIn = (answer: { readonly body: string }): readonly string[] =>
  [...documentOf(answer).querySelectorAll('nav a, main a')].map((one) => one.getAttribute('href') ?? '');

/** The pages of the hub that this page leads to, and what each answers. */
const followed = async (who: string, scopes: readonly Scope[], path: (zaak: string) => string) => {
  const { hub, zaak } = await started();
  const loket = trialLoket(hub);
  const cookie = await loket.signedIn(who, { since: NOW, scopes });
  const page = await loket.get(path(zaak), cookie);
  const links = hrefsIn(page).filter((href) => href.startsWith('/v1/'));
  const refused: string[] = [];
  for (const href of links) {
    const { statusCode } = await loket.get(below(href.split('?')[0] ?? ''), cookie);
    if (statusCode !== 200) refused.push(`${href} ${statusCode}`);
  }
  const first = await loket.get('/loket', cookie);
  return { links, refused, first: first.headers?.['Location'], page };
};

describe('who has a part of the rights', () => {
  it.each<[string, readonly Scope[], (zaak: string) => string, string]>([
    ['gemeente-0907', ['zaken:lezen'], () => '/loket/vandaag', PATHS.day],
    ['gemeente-0907', ['zaken:lezen'], (zaak) => below(zaakPath(zaak)), PATHS.day],
    ['gemeente-0907', ['abonnementen:beheren'], () => '/loket/partners', PATHS.partners],
    ['taalschool-0907', ['zaken:lezen'], () => '/loket/week', PATHS.week],
    ['gemeente-0907', ['medewerkers:beheren'], () => '/loket/medewerkers', PATHS.medewerkers],
  ])('is led only where they may go: %s with %j', async (who, scopes, path, first) => {
    const found = await followed(who, scopes, path);
    expect(found.links.length).toBeGreaterThan(0);
    expect([found.refused, found.first]).toEqual([[], first]);
  });

  it('is shown no button that they may not press', async () => {
    const buttons = async (scopes: readonly Scope[]) => {
      const { page } = await followed('balk-0907', scopes, () => '/loket/postvak');
      return textsOf(page, 'main button');
    };
    expect(await buttons(['berichten:lezen'])).toEqual([]);
    expect(await buttons(['berichten:lezen', 'abonnementen:beheren'])).toEqual(['Lees mijn berichten hier']);
    const school = async (scopes: readonly Scope[]) => {
      const { page } = await followed('taalschool-0907', scopes, () => '/loket/postvak');
      return textsOf(page, 'main button').includes('Stuur alles nog een keer');
    };
    expect(await school(['berichten:lezen'])).toBe(false);
    expect(await school(['berichten:lezen', 'abonnementen:beheren'])).toBe(true);
  });
});
