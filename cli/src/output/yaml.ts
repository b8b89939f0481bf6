// A module of our own, because of a package for CommonJS that is imported lazily the bundle has the default export only.
export { Document, isScalar, isSeq, parseDocument, stringify } from 'yaml';
