import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';

/** package.json holds the version of the hub; other files that name a version agree with it (docs/release.md). */

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const read = (file: string): string => readFileSync(join(PROJECT, file), 'utf8');

const Version = z.string().regex(/^\d+\.\d+\.\d+$/);
const { version } = z.object({ version: Version }).parse(JSON.parse(read('package.json')));

/** Keep a Changelog 1.1.0. */
const KINDS_OF_CHANGE = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
const RELEASE = /^\[(?<version>[^\]]+)\] - (?<date>\d{4}-\d{2}-\d{2})(?: \[YANKED\])?$/;
const Release = z.object({ version: Version, date: z.iso.date() });

const changelog = read('CHANGELOG.md');
const [unreleased, ...headings] = [...changelog.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);
const releases = headings.map((heading) => Release.parse({ ...RELEASE.exec(heading)?.groups }));
const newest = releases[0];

const newestFirst = (values: readonly string[]): readonly string[] =>
  values.toSorted((one, other) => other.localeCompare(one, 'en', { numeric: true }));

describe('the version', () => {
  it('is the same in the lock file', () => {
    const lock = z
      .object({ version: Version, packages: z.object({ '': z.object({ version: Version }) }) })
      .parse(JSON.parse(read('package-lock.json')));
    expect([lock.version, lock.packages[''].version]).toEqual([version, version]);
  });

  it('equals that of the newest release in the changelog', () => {
    expect(newest?.version).toBe(version);
  });

  it('equals that of publiccode.yml, with the date of the release, where that file names them', () => {
    const named = z
      .object({ softwareVersion: z.string().optional(), releaseDate: z.string().optional() })
      .parse(parse(read('publiccode.yml')));
    expect({ softwareVersion: version, releaseDate: newest?.date, ...named }).toEqual({
      softwareVersion: version,
      releaseDate: newest?.date,
    });
  });
});

describe('the changelog', () => {
  it('begins with the section Unreleased', () => {
    expect(unreleased).toBe('[Unreleased]');
  });

  it('has its releases newest first, each version once', () => {
    const versions = releases.map((release) => release.version);
    expect(versions).toEqual(newestFirst(versions));
    expect(new Set(versions).size).toBe(versions.length);
    const dates = releases.map(({ date }) => date);
    expect(dates).toEqual(newestFirst(dates));
  });

  it('has only kinds of change that Keep a Changelog has', () => {
    const kinds = [...changelog.matchAll(/^### (.*)$/gm)].map(([, kind]) => kind);
    expect(kinds).not.toEqual([]);
    expect(KINDS_OF_CHANGE).toEqual(expect.arrayContaining([...new Set(kinds)]));
  });

  it('names the version of the API in the contracts', () => {
    const openapi = z
      .object({ info: z.object({ version: Version }) })
      .parse(JSON.parse(read('contracts/openapi.json')));
    const [, newestApi] = /^API (\d+\.\d+\.\d+)\b/m.exec(changelog) ?? [];
    expect(newestApi).toBe(openapi.info.version);
  });
});
