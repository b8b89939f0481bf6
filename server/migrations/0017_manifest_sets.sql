-- compatible

-- What was applied through a named set. A prune through the same set deletes what is here and not described any more,
-- and nothing else.
create table set_members (
  project text not null,
  kind text not null,
  name text not null,
  -- The project that the set was applied to; its members may live in others.
  set_project text not null,
  set_name text not null,
  primary key (project, kind, name)
);
create index set_members_set on set_members (set_project, set_name);
