-- Groups of people, roles on a part of a project, and tokens that are for less than their actor.

create table groups (
  project text not null,
  name text not null,
  description text,
  primary key (project, name)
);

-- By name: who is listed in a file may get a token later.
create table group_members (
  project text not null,
  group_name text not null,
  actor text not null,
  primary key (project, group_name, actor),
  foreign key (project, group_name) references groups (project, name) on delete cascade
);
create index group_members_by_actor on group_members (actor);

-- A RoleBinding as it was applied. Null for apps or environments means all of the project's.
create table role_grants (
  project text not null,
  name text not null,
  role text not null check (role in ('viewer', 'developer', 'approver', 'operator', 'admin')),
  people text[] not null,
  groups text[] not null,
  apps text[],
  environments text[],
  primary key (project, name)
);
create index role_grants_by_people on role_grants using gin (people);
create index role_grants_by_groups on role_grants using gin (groups);

-- Null means what the role allows, everywhere in the project.
alter table tokens
  add column apps text[],
  add column environments text[],
  add column verbs text[];
-- Null: whatever its actor holds, now and later.
alter table tokens alter column role drop not null;
