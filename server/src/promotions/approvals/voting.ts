import type { Db } from '../../engine/transaction.ts';
import type { ApprovalsRule, Standing } from '../../gates/index.ts';
import { atLeast, groupsOf, listGroups, rolesOf, roles } from '../../identity/index.ts';

interface Place {
  readonly project: string;
  readonly app: string;
  readonly environment: string;
}

/** What each of the people is at the place now: approvals are counted by the groups and roles of this moment. */
export async function standingOf(
  db: Db,
  place: Place,
  people: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  const groups = await groupsOf(db, place.project, people);
  const held = await rolesOf(db, place, people);
  return new Map(
    people.map((person) => {
      const highest = held.get(person);
      const included = highest === undefined ? [] : roles.filter((role) => atLeast(highest, role));
      return [person, { groups: groups.get(person) ?? [], roles: included }];
    }),
  );
}

/** The members of every group that the rules name. */
export async function membersFor(
  db: Db,
  project: string,
  rules: readonly ApprovalsRule[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const named = rules.flatMap(({ by, required }) => [...(by?.groups ?? []), ...required.groups]);
  if (named.length === 0) return new Map();
  const groups = await listGroups(db, project);
  return new Map(groups.filter(({ name }) => named.includes(name)).map(({ name, members }) => [name, members]));
}
