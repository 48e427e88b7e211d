import { describe, expect, it } from 'vitest';
import {
  GEZOND,
  type Gezondheid,
  heeftStoring,
  magProberen,
  metRust,
  metWaarschuwing,
  naAntwoord,
  naStoring,
  STORING_NA,
  toegang,
  withoutRest,
} from '../../../../domain/delivery/circuit.ts';

const SECONDE = 1000;
const MINUUT = 60 * SECONDE;
const UUR = 60 * MINUUT;

const naEenPaar = (aantal: number, nu = 0): Gezondheid =>
  Array.from({ length: aantal }).reduce<Gezondheid>((gezondheid) => naStoring(gezondheid, nu), GEZOND);

describe('a receiver that fails', () => {
  it('is called until the fifth failure in a row', () => {
    for (let aantal = 0; aantal < STORING_NA; aantal++) {
      expect(toegang(naEenPaar(aantal), 0)).toEqual({ soort: 'ga' });
      expect(heeftStoring(naEenPaar(aantal))).toBe(false);
    }
    expect(heeftStoring(naEenPaar(5))).toBe(true);
    expect(toegang(naEenPaar(5), 0)).toEqual({ soort: 'sla over' });
    expect(toegang(naEenPaar(5), 15 * SECONDE - 1)).toEqual({ soort: 'sla over' });
  });

  it('is then called by one at a time', () => {
    const dicht = naEenPaar(5);
    const eerste = toegang(dicht, 15 * SECONDE);
    if (eerste.soort !== 'proef') throw new Error('geen proef');
    expect(toegang(eerste.gezondheid, 15 * SECONDE)).toEqual({ soort: 'sla over' });
    // Whoever was finding out died.
    expect(toegang(eerste.gezondheid, 15 * SECONDE + MINUUT)).toMatchObject({ soort: 'proef' });
  });

  it('is left alone longer after each failure, up to five minutes', () => {
    let gezondheid = naEenPaar(5);
    const wachttijden: number[] = [];
    let nu = 0;
    for (let keer = 0; keer < 7; keer++) {
      const wacht = (gezondheid.dichtTot ?? 0) - nu;
      wachttijden.push(wacht / SECONDE);
      nu += wacht;
      const proef = toegang(gezondheid, nu);
      if (proef.soort !== 'proef') throw new Error('geen proef');
      gezondheid = naStoring(proef.gezondheid, nu);
      expect(gezondheid.proefTot).toBeUndefined();
    }
    expect(wachttijden).toEqual([15, 30, 60, 120, 240, 300, 300]);
  });

  it('is not left alone longer for what was under way when it failed', () => {
    expect(naStoring(naEenPaar(5), 10)).toEqual(naEenPaar(5));
  });

  it('is called by the next one when somebody says that it is back, and is still out of order until it answers', () => {
    const dicht = naEenPaar(8);
    expect(toegang(magProberen(dicht), 1)).toMatchObject({ soort: 'proef' });
    expect(heeftStoring(magProberen(dicht))).toBe(true);
    expect(magProberen(GEZOND)).toBe(GEZOND);
  });

  it('is in order again at its first answer, whatever that says', () => {
    expect(naAntwoord(naEenPaar(8))).toEqual(GEZOND);
    expect(toegang(naAntwoord(naEenPaar(8)), 0)).toEqual({ soort: 'ga' });
  });
});

describe('a receiver that asks for rest', () => {
  it('gets it, and that is no failure', () => {
    const rust = metRust(GEZOND, 2 * MINUUT, 0);
    expect(toegang(rust, 2 * MINUUT - 1)).toEqual({ soort: 'wacht', tot: 2 * MINUUT });
    expect(toegang(rust, 2 * MINUUT)).toEqual({ soort: 'ga' });
    expect(heeftStoring(rust)).toBe(false);
  });

  it('keeps the longest that it asked for, also when another message succeeded meanwhile', () => {
    const rust = metRust(metRust(GEZOND, 4 * MINUUT, 0), MINUUT, 0);
    expect(toegang(naAntwoord(rust), MINUUT)).toEqual({ soort: 'wacht', tot: 4 * MINUUT });
    expect(metRust(GEZOND, 0, 0)).toEqual(GEZOND);
  });

  it('is called again as soon as its partner says that it is well', () => {
    expect(toegang(withoutRest(metRust(GEZOND, MINUUT, 0)), 1)).toEqual({ soort: 'ga' });
    expect(withoutRest(GEZOND)).toBe(GEZOND);
    expect(withoutRest(metRust(naEenPaar(2), MINUUT, 0))).toEqual(naEenPaar(2));
  });

  it('is not kept from anything by the rest of a day that an earlier version noted, and can ask for a new one', () => {
    const noted: Gezondheid = { opRij: 0, rustTot: 18 * UUR };
    expect(toegang(noted, 0)).toEqual({ soort: 'ga' });
    expect(toegang(metRust(noted, MINUUT, 0), 0)).toEqual({ soort: 'wacht', tot: MINUUT });
  });
});

it('a partner is warned of parked messages once an hour', () => {
  const gewaarschuwd = metWaarschuwing(GEZOND, 10 * UUR);
  if (gewaarschuwd === undefined) throw new Error('niet gewaarschuwd');
  expect(metWaarschuwing(gewaarschuwd, 11 * UUR - 1)).toBeUndefined();
  expect(metWaarschuwing(naAntwoord(gewaarschuwd), 11 * UUR - 1)).toBeUndefined();
  expect(metWaarschuwing(gewaarschuwd, 11 * UUR)).toMatchObject({ gewaarschuwdOp: 11 * UUR });
});
