import type { Persoon } from '../../contracts/coa.ts';
import { completed } from '../known.ts';
import type { GeopendFeit } from './feiten.ts';
import type { CurrentKoppeling } from './koppelingen.ts';

/** What COA, or the gemeente that opened the zaak, told about a person. Any field may be missing. */
export type Personalia = Omit<Persoon, 'vNummer' | 'bsn' | 'relatie'>;

/**
 * The data of the person in the koppeling that counts, the first of these. Another koppeling, and then an opening, completes what it
 * leaves out. Undefined when there is neither.
 */
export const personaliaOf = (
  koppelingen: readonly CurrentKoppeling[],
  openings: readonly GeopendFeit[],
): Personalia | undefined => {
  const [first, ...others] = [...koppelingen.map(fromKoppeling), ...openings.map(fromOpening)];
  return first && completed(first, others);
};

const fromKoppeling = ({ feit }: CurrentKoppeling): Personalia => {
  const { vNummer: _vNummer, bsn: _bsn, relatie: _relatie, ...persoon } = feit.persoon;
  return persoon;
};

const fromOpening = ({ gegevens }: GeopendFeit): Personalia => {
  const {
    bsn: _bsn,
    vNummer: _vNummer,
    gemeentecode: _gemeentecode,
    datumOpening: _datumOpening,
    gezinssamenstelling: _gezinssamenstelling,
    aantalPersonen: _aantalPersonen,
    ...persoon
  } = gegevens;
  return persoon;
};
