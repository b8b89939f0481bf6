import {
  driversKnownTooWell,
  importsPastAnIndex,
  mechanismThatKnowsNouns,
  rings,
  workspacesThatKnowTooMuch,
} from './boundaries.ts';
import { emptyNames, fullFolders, longFiles, slicesWithoutAFrontDoor } from './shape.ts';
import { environmentReadElsewhere, tracesOfAMachine } from './surroundings.ts';
import { tablesWithoutOneOwner } from './tables.ts';
import type { Tree } from './tree.ts';

/** A rule finds what breaks it and says for each what to do. */
type Rule = (tree: Tree) => readonly string[];

/** The rules of the house. docs/architecture.md tells the reasons at length. */
export const rules = {
  'engine, http, db and lib import no slice': mechanismThatKnowsNouns,
  'a slice is imported only through its index.ts': importsPastAnIndex,
  'only the wiring knows a driver': driversKnownTooWell,
  'the doors import only the client': workspacesThatKnowTooMuch,
  'no files import each other in a ring': rings,
  'only config.ts reads the environment': environmentReadElsewhere,
  'a table is touched only in the store of its owner': tablesWithoutOneOwner,
  'no file is longer than 400 lines': longFiles,
  'no folder holds more than 25 source files': fullFolders,
  'names say what a thing is': emptyNames,
  'every slice has a README.md and an index.ts': slicesWithoutAFrontDoor,
  'nothing points to one machine or one network': tracesOfAMachine,
} satisfies Readonly<Record<string, Rule>>;

export function brokenRules(tree: Tree): readonly string[] {
  return Object.entries(rules).flatMap(([name, rule]) => rule(tree).map((complaint) => `${name}: ${complaint}`));
}
