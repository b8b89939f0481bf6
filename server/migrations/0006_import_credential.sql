-- compatible
-- The credential that an author gave with the URL of a repository to take over: sealed, apart from the manifest, which
-- is kept and shown, and only until the repository is here.
create table import_credentials (
  project text not null,
  app text not null,
  -- The only address it may be sent to.
  url text not null,
  sealed text not null,
  primary key (project, app),
  foreign key (project, app) references apps (project, name) on delete cascade
);
