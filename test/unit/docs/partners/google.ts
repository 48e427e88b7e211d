/** The services of Google that the script of the spreadsheet uses, in memory. */

export type Cell = unknown;

/** The value that a sheet stores when this one is typed: a text stays a text only in a cell of format text. */
const asTyped = (value: Cell, format: string): Cell => {
  if (typeof value !== 'string') return value;
  if (value.startsWith('=')) throw new Error('a formula');
  // A leading apostrophe marks text, and is not part of it.
  if (value.startsWith("'")) return value.slice(1);
  if (format === '@') return value;
  if (/^[+\-@]/.test(value)) throw new Error('a formula');
  if (/^\d+$/.test(value)) return Number(value);
  return /^\d{4}-\d{2}(-\d{2})?$/.test(value) ? new Date(value) : value;
};

/** A sheet that gives back the values that were set, as Google stores them. */
export const createSheet = (cells: Cell[][] = []) => {
  const formats: string[][] = [];
  return {
    cells,
    getDataRange: () => ({ getValues: () => cells.map((row) => [...row]) }),
    deleteRow: (row: number) => {
      cells.splice(row - 1, 1);
      formats.splice(row - 1, 1);
    },
    getRange: (fromRow: number, column: number, countRows: number, countColumns: number) => {
      const put = <T>(target: T[][], values: T[][]): void => {
        if (values.length !== countRows || values[0]?.length !== countColumns)
          throw new Error(`the range is ${countRows} by ${countColumns}, and the values are not`);
        values.forEach((row, down) => {
          const targetRow = target[fromRow - 1 + down] ?? [];
          target[fromRow - 1 + down] = targetRow;
          row.forEach((value, right) => {
            targetRow[column - 1 + right] = value;
          });
        });
      };
      const range = {
        setNumberFormats: (given: string[][]) => {
          put(formats, given);
          return range;
        },
        setValues: (given: Cell[][]) => {
          const format = (down: number, right: number) =>
            formats[fromRow - 1 + down]?.[column - 1 + right] ?? '';
          put(
            cells,
            given.map((row, down) => row.map((value, right) => asTyped(value, format(down, right)))),
          );
          return range;
        },
      };
      return range;
    },
  };
};

export type Sheet = ReturnType<typeof createSheet>;

/** The sheet as objects, by the names of its columns. */
export const rowsOf = (sheet: Pick<Sheet, 'cells'> | undefined): readonly Record<string, Cell>[] => {
  const [columns = [], ...rows] = sheet?.cells ?? [];
  return rows.map((row) =>
    Object.fromEntries(
      columns.map((column, place) => [String(column), row[place] ?? '']).filter(([, value]) => value !== ''),
    ),
  );
};

export interface GoogleOptions {
  /** The properties of the script. */
  readonly properties: Readonly<Record<string, string>>;
  readonly sheets: Map<string, Sheet>;
  readonly fetch: (address: string, options: unknown) => { getContentText(): string };
  readonly onFlush?: () => void;
  /** Another run holds the lock. */
  readonly isBusy?: () => boolean;
}

/** The globals of a script in Google's spreadsheet. */
export const googleServices = ({ properties, sheets, fetch, onFlush, isBusy }: GoogleOptions) => ({
  LockService: {
    getScriptLock: () => ({ tryLock: () => isBusy?.() !== true, releaseLock: () => undefined }),
  },
  PropertiesService: {
    getScriptProperties: () => ({ getProperty: (name: string) => properties[name] ?? null }),
  },
  SpreadsheetApp: {
    flush: () => onFlush?.(),
    getActive: () => ({
      getSheetByName: (name: string) => sheets.get(name) ?? null,
      insertSheet: (name: string) => {
        const sheet = createSheet();
        sheets.set(name, sheet);
        return sheet;
      },
    }),
  },
  UrlFetchApp: { fetch },
});
