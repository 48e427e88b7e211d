/** What a casusregisseur can ask of the list of zaken, in words. */

export const ZAKEN_CHOICES = [
  'alles',
  'te-laat',
  'twee-weken',
  'maand',
  'gegevens',
  'mens',
  'nieuw',
  'vervallen',
] as const;
export type ZakenChoice = (typeof ZAKEN_CHOICES)[number];

export const CHOICE_WORDS: Readonly<Record<ZakenChoice, string>> = {
  alles: 'Alle lopende zaken',
  'te-laat': 'Een termijn is voorbij',
  'twee-weken': 'Een termijn loopt af binnen twee weken',
  maand: 'Een termijn loopt af deze maand',
  gegevens: 'Een partner wacht op een gegeven',
  mens: 'Twee bronnen zeggen iets anders: een mens moet kijken',
  nieuw: 'Nieuw sinds gisteren',
  vervallen: 'Zaken die zijn vervallen',
};

/** The lists that hold zaken and no terms. */
export type WithoutTermijn = 'gegevens' | 'mens' | 'nieuw';
const WITHOUT_TERMIJN: ReadonlySet<ZakenChoice> = new Set<WithoutTermijn>(['gegevens', 'mens', 'nieuw']);

/** What the list asks for by one term: of the others it does not count. */
export const isByTermijn = (choice: ZakenChoice): choice is Exclude<ZakenChoice, WithoutTermijn> =>
  !WITHOUT_TERMIJN.has(choice);
