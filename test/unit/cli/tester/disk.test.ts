import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { endOnFullDisk } from '../../../../cli/tester/disk.ts';

const endBy = (error: unknown) => {
  const errors = new EventEmitter();
  const said: string[] = [];
  const codes: number[] = [];
  endOnFullDisk('/data', { say: (text) => said.push(text), exit: (code) => codes.push(code), errors });
  errors.emit('uncaughtException', error);
  return { said: said.join(), codes };
};

it.each([
  ['the file system has no room', { code: 'ENOSPC' }],
  ['a file may not grow', { code: 'EFBIG' }],
  ['SQLite finds the disk full', { code: 'ERR_SQLITE_ERROR', errcode: 13 }],
  ['SQLite cannot write', { code: 'ERR_SQLITE_ERROR', errcode: 778 }],
])('when %s, the hub ends with a sentence that names the folder and no stack', (_, members) => {
  const { said, codes } = endBy(Object.assign(new Error('disk I/O error'), members));
  expect(said).toContain('/data takes nothing more (disk I/O error)');
  expect(said).not.toContain('    at ');
  expect(codes).toEqual([1]);
});

it.each([
  ['a fault in the hub itself', new TypeError('x is not a function')],
  ['a fault in a query', Object.assign(new Error('no such table'), { code: 'ERR_SQLITE_ERROR', errcode: 1 })],
])('%s ends it with its stack', (_, error) => {
  const { said, codes } = endBy(error);
  expect(said).toContain('disk.test.ts');
  expect(codes).toEqual([1]);
});
