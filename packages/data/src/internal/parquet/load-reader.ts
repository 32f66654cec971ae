type Index = typeof import('hyparquet');
type ColumnPart = typeof import('hyparquet/src/column.js');
type ConvertPart = typeof import('hyparquet/src/convert.js');
type DataPagePart = typeof import('hyparquet/src/datapage.js');
type PlainPart = typeof import('hyparquet/src/plain.js');

/** What of `hyparquet` decodes a file. */
export type ParquetReader = Pick<Index, 'parquetMetadata' | 'parquetSchema'> &
  Pick<ColumnPart, 'parquetHeader'> &
  Pick<ConvertPart, 'convert' | 'DEFAULT_PARSERS'> &
  Pick<DataPagePart, 'decompressPage' | 'readDataPage' | 'readDataPageV2'> &
  Pick<PlainPart, 'readPlain'>;

/** Its `parquetRead` decodes a page at once, so the parts that it is made of are used, which the package exports as well. */
export async function loadReader(): Promise<ParquetReader> {
  const parts = await Promise.all([
    import('hyparquet'),
    import('hyparquet/src/column.js'),
    import('hyparquet/src/convert.js'),
    import('hyparquet/src/datapage.js'),
    import('hyparquet/src/plain.js'),
  ]);
  const [{ parquetMetadata, parquetSchema }, { parquetHeader }, { convert, DEFAULT_PARSERS }, dataPage, plain] = parts;
  const { decompressPage, readDataPage, readDataPageV2 } = dataPage;
  const { readPlain } = plain;
  return {
    parquetMetadata,
    parquetSchema,
    parquetHeader,
    convert,
    DEFAULT_PARSERS,
    decompressPage,
    readDataPage,
    readDataPageV2,
    readPlain,
  };
}
