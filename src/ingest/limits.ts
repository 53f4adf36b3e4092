const MIB = 1024 * 1024;

/** The longest policies with all their pictures are a few megabytes. */
export const FILE_BYTES = 20 * MIB;
/** What a package may unpack to, all entries together as their directory declares them. */
export const UNPACKED_BYTES = 100 * MIB;
/** XML of a document of a thousand pages; its tree is some twenty times as large and must fit the reader's memory. */
export const XML_BYTES = 12 * MIB;
/** Word writes about twenty entries, and one for each picture. */
export const ZIP_ENTRIES = 200;
/** XML packs twenty to one; a hundred to one is made to be small. */
export const ZIP_RATIO = 100;
/** Below this a high ratio is a table of spaces, no danger. */
export const ZIP_RATIO_FROM_BYTES = MIB;
/** A book has five hundred pages; a policy that long is several documents. */
export const PDF_PAGES = 500;
/** Characters of text: ten times the longest plan of a province. */
export const TEXT_CHARACTERS = 1_000_000;
/** Heap of the thread a document is read in; hostile trees end that thread, not the program. */
export const READER_HEAP_MIB = 256;
/** Real documents are read in under two seconds. */
export const READER_MS = 10_000;
