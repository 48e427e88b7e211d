import type { Mijlpaal } from './mijlpalen.ts';

/** A waiting time: from one step to a later one. */
export interface Wachttijd {
  readonly id: string;
  readonly naam: string;
  readonly definitie: string;
  readonly bron: string;
  readonly van: Mijlpaal;
  readonly tot: Mijlpaal;
}

const wachttijd = (van: Mijlpaal, tot: Mijlpaal, naam: string, between: string, bron: string): Wachttijd => ({
  id: `${van}-${tot}`,
  naam,
  definitie:
    `Dagen ${between}, van de zaken waarin beide op of voor de peildatum gebeurd zijn en de dagen vaststaan. De mediaan is ` +
    'het aantal dagen waarbinnen de helft klaar was, het 90e percentiel dat waarbinnen negen van de tien klaar waren. ' +
    'Wie nog wacht of ermee stopte staat bij wie buiten beschouwing blijft.',
  bron,
  van,
  tot,
});

/** The waiting times of every gemeente, in the order of the route. */
export const WACHTTIJDEN: readonly Wachttijd[] = [
  wachttijd(
    'koppeling',
    'vestiging',
    'Van koppeling tot vestiging',
    'van de koppeling door het COA tot de vestiging in de gemeente',
    'taakstelling Huisvestingswet art. 28 (TL05)',
  ),
  wachttijd(
    'vestiging',
    'leerbaarheidstoets',
    'Van vestiging tot leerbaarheidstoets',
    'van de vestiging tot de dag waarop de leerbaarheidstoets afgenomen is',
    'werkafspraken R09',
  ),
  wachttijd(
    'vestiging',
    'taallessen',
    'Van vestiging tot taallessen',
    'van de vestiging tot de eerste les die de taalschool of de gemeente meldde',
    'werkafspraken R07.T2',
  ),
  wachttijd(
    'leerbaarheidstoets',
    'pip',
    'Van leerbaarheidstoets tot PIP',
    'van de dag van de leerbaarheidstoets tot de dagtekening van het PIP',
    'werkafspraken R09 en R10',
  ),
  wachttijd(
    'piptermijn',
    'pip',
    'Van vestiging of kennisgeving tot PIP',
    'van de vestiging of, als die later is, de kennisgeving van DUO tot de dagtekening van het PIP',
    'Besluit inburgering 2021 art. 5.3',
  ),
  wachttijd(
    'inburgeringstermijn',
    'voldaan',
    'Van PIP tot voldaan',
    'van de dagtekening van het eerste PIP tot de dag waarop aan de plicht voldaan is',
    'Wet inburgering 2021 art. 11',
  ),
];
