-- Repositories, artifacts and processes lie in a data directory; their rows are true only beside it.
create table data_directory (
  -- One row: the constraint lets no second in.
  only_one boolean primary key default true check (only_one),
  id text not null,
  created_at timestamptz not null default now()
);
